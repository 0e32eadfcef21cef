//! Tests of the whole program: the binary is run as users run it, against the emulator.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may fail as tests do"
)]

mod circles;
mod config_files;
#[cfg(unix)]
mod config_init;
mod config_show;
mod endpoints;
mod example_config;
mod filter_table;
mod layers;
mod lossless;
mod output_page;
mod plain_words;
#[cfg(feature = "sandbox")]
mod progress;
mod providers;
mod proxy;
#[cfg(unix)]
#[cfg_attr(
    not(feature = "sandbox"),
    allow(dead_code, reason = "most of who uses it needs the sandbox")
)]
mod pty;
mod schema;
mod security_page;
mod support;

#[cfg(feature = "sandbox")]
mod accounts;
#[cfg(all(feature = "sandbox", unix))]
mod awkward;
#[cfg(feature = "sandbox")]
mod commands;
#[cfg(feature = "sandbox")]
mod completions;
#[cfg(feature = "sandbox")]
mod conformance;
#[cfg(feature = "sandbox")]
mod credentials;
#[cfg(all(feature = "sandbox", target_os = "linux"))]
mod documents;
#[cfg(feature = "sandbox")]
mod doubtful;
#[cfg(feature = "sandbox")]
mod dry_run;
#[cfg(feature = "sandbox")]
mod ecm;
#[cfg(feature = "sandbox")]
mod edge;
#[cfg(feature = "sandbox")]
mod enough;
#[cfg(feature = "sandbox")]
mod ens;
#[cfg(all(feature = "sandbox", unix))]
mod examples;
#[cfg(all(feature = "sandbox", target_os = "linux"))]
mod failure_matrix;
#[cfg(feature = "sandbox")]
mod failures;
#[cfg(feature = "sandbox")]
mod faults;
#[cfg(feature = "sandbox")]
mod filters;
#[cfg(feature = "sandbox")]
mod formats;
#[cfg(feature = "sandbox")]
mod help;
#[cfg(feature = "sandbox")]
mod hints;
#[cfg(feature = "sandbox")]
mod hostile;
#[cfg(feature = "sandbox")]
mod latest;
#[cfg(feature = "sandbox")]
mod list_values;
#[cfg(feature = "sandbox")]
mod lists;
#[cfg(all(feature = "sandbox", unix))]
mod man;
#[cfg(feature = "sandbox")]
mod moving;
#[cfg(feature = "sandbox")]
mod one_id;
#[cfg(feature = "sandbox")]
mod output_file;
#[cfg(feature = "sandbox")]
mod partial;
#[cfg(all(feature = "sandbox", unix))]
mod picture;
#[cfg(all(feature = "sandbox", unix))]
mod pipes;
#[cfg(feature = "sandbox")]
mod query;
#[cfg(feature = "sandbox")]
mod query_flags;
#[cfg(feature = "sandbox")]
mod raw;
#[cfg(feature = "sandbox")]
mod recovery;
#[cfg(feature = "sandbox")]
mod refusals;
#[cfg(feature = "sandbox")]
mod repaired;
#[cfg(feature = "sandbox")]
mod safe_files;
#[cfg(all(feature = "sandbox", unix))]
mod sandbox_run;
#[cfg(feature = "sandbox")]
mod secrets;
#[cfg(all(feature = "sandbox", unix))]
mod serve;
#[cfg(all(feature = "sandbox", unix))]
mod shell;
#[cfg(feature = "sandbox")]
mod streams;
#[cfg(all(feature = "sandbox", unix))]
mod tab;
#[cfg(all(feature = "sandbox", unix))]
mod terminal;
#[cfg(feature = "sandbox")]
mod tls;
#[cfg(feature = "sandbox")]
mod trust;
#[cfg(feature = "sandbox")]
mod usage;
