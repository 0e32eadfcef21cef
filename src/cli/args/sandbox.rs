//! The arguments of `cloudq sandbox`.

#![allow(
    clippy::doc_markdown,
    reason = "doc comments here are help texts for a terminal"
)]

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::examples;
use crate::cli::commands::images::values;
use crate::sandbox::METADATA_V2_ONLY;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SandboxCommand {
    /// Serve until interrupted; print the variables that point to it
    #[command(after_help = examples::SERVE.short(), after_long_help = examples::SERVE.full())]
    Serve(ServeArgs),
    /// Run a command against an emulator of its own, and pass its exit code on
    #[command(after_help = examples::RUN.short(), after_long_help = examples::RUN.full())]
    Run(RunArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
    /// Listen on this port; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) port: u16,
    /// Listen on this address of this machine; others than loopback are open to everybody
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(in crate::cli) listen: IpAddr,
    #[command(flatten)]
    pub(in crate::cli) emulator: EmulatorArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RunArgs {
    #[command(flatten)]
    pub(in crate::cli) emulator: EmulatorArgs,
    /// Exit with code 1 when a signature was refused, whatever the command's own code
    #[arg(long, hide_short_help = true)]
    pub(in crate::cli) strict: bool,
    /// The command and its arguments, after `--`
    #[arg(value_name = "COMMAND", last = true)]
    pub(in crate::cli) command: Vec<OsString>,
}

/// What an emulator has and does.
#[derive(Debug, Args)]
pub(in crate::cli) struct EmulatorArgs {
    /// How many images an unfiltered list of a region has
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = values::image_count)]
    pub(in crate::cli) images: usize,
    /// Which made-up images: the same seed gives the same ones
    #[arg(long, value_name = "N", default_value_t = 0, hide_short_help = true)]
    pub(in crate::cli) seed: u64,
    /// Hold every answer back this many milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub(in crate::cli) latency: u64,
    /// Misbehave: KIND[:COUNT][@REGION][/PAGE], repeatable; `help` lists the kinds
    #[arg(long, value_name = "FAULT")]
    pub(in crate::cli) fault: Vec<String>,
    /// List the images in this file: an answer of the API, or what `-o json` printed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::path())]
    pub(in crate::cli) data: Option<PathBuf>,
    /// End every temporary key after so many seconds at most
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..), hide_short_help = true)]
    pub(in crate::cli) key_lifetime: Option<u32>,
    #[arg(long, hide_short_help = true, help = METADATA_V2_ONLY)]
    pub(in crate::cli) metadata_v2_only: bool,
}
