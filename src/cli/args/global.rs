//! The flags that every command has.

#![allow(
    clippy::doc_markdown,
    reason = "doc comments here are help texts for a terminal"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{ArgAction, Args, ValueEnum, ValueHint};

use crate::cli::commands::images::values;
use crate::cli::failure::Failure;
use crate::cli::output_file::is_stdout;
use crate::config::{ALL, Flags, duration, list};
use crate::http::Network;
use crate::http::address;
use crate::output::Format;

/// The sections of the help that flags are in. They stand there in the order of
/// their first flags: those of the command, then these.
pub(super) const OUTPUT: &str = "Output";
const WHOM: &str = "Whom to ask";
pub(in crate::cli) const MESSAGES: &str = "Messages";
const NETWORK: &str = "Network";

/// Flags of all commands.
#[derive(Debug, Args)]
pub(in crate::cli) struct Global {
    /// Print in this format, such as json or id
    #[arg(short, long, global = true, value_name = "FORMAT", value_parser = values::format_parser(), display_order = 0, hide_possible_values = true, long_help = values::formats(), help_heading = OUTPUT)]
    pub(in crate::cli) output: Option<Format>,
    /// Print what this JMESPath expression makes of the whole result
    #[arg(long, global = true, value_name = "EXPR", hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) query: Option<String>,
    /// Write the data to this file, which is replaced when the command succeeds
    #[arg(short = 'O', long, global = true, value_name = "PATH", hide_short_help = true, value_hint = ValueHint::FilePath, value_parser = values::path(), help_heading = OUTPUT)]
    output_file: Option<PathBuf>,
    /// Disarm formulas in csv and tsv with a `'`, for spreadsheets
    #[arg(long, global = true, hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) csv_safe: bool,
    /// Add the service's own object to images in json, ndjson and yaml, as `provider_raw`
    #[arg(long, global = true, hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) raw: bool,
    /// Colour messages and headers: auto, always or never
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto, hide_possible_values = true, hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) color: When,
    /// Fit tables into this many characters; without, into the terminal [env: COLUMNS]
    #[arg(long, global = true, value_name = "N", value_parser = values::positive, hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) width: Option<usize>,
    /// Use these profiles, or `all` [env: CLOUDQ_PROFILE]
    #[arg(short, long, global = true, value_name = "NAME", value_delimiter = ',', help_heading = WHOM)]
    profile: Vec<String>,
    /// Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]
    #[arg(long, global = true, value_name = "PROVIDER", hide_short_help = true, help_heading = WHOM)]
    provider: Option<String>,
    /// Ask in these regions, or `all` [env: CLOUDQ_REGION]
    #[arg(short, long, global = true, value_name = "ID", value_delimiter = ',', help_heading = WHOM)]
    region: Vec<String>,
    /// Ask in all regions the provider offers
    #[arg(long, global = true, conflicts_with = "region", hide_short_help = true, help_heading = WHOM)]
    all_regions: bool,
    /// Leave out these regions
    #[arg(long, global = true, value_name = "ID", value_delimiter = ',', hide_short_help = true, help_heading = WHOM)]
    exclude_region: Vec<String>,
    /// When a target fails, `continue` with the others or `fail` at once
    #[arg(long, global = true, value_enum, value_name = "WHAT", default_value_t = OnError::Continue, hide_possible_values = true, hide_short_help = true, help_heading = WHOM)]
    pub(in crate::cli) on_error: OnError,
    /// Read this configuration file [env: CLOUDQ_CONFIG]
    #[arg(long, global = true, value_name = "PATH", hide_short_help = true, value_hint = ValueHint::FilePath, value_parser = values::path(), help_heading = WHOM)]
    config: Option<PathBuf>,
    /// Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none
    #[arg(long, global = true, value_enum, value_name = "HOW", default_value_t = Progress::Auto, hide_possible_values = true, hide_short_help = true, help_heading = MESSAGES)]
    pub(in crate::cli) progress: Progress,
    /// Tell at the end what each target cost: requests, pages, rows, retries, bytes, time, request ids
    #[arg(long, global = true, hide_short_help = true, help_heading = MESSAGES)]
    pub(in crate::cli) stats: bool,
    /// Print no notes on stderr, only data and errors
    #[arg(short, long, global = true, hide_short_help = true, help_heading = MESSAGES)]
    pub(in crate::cli) quiet: bool,
    /// Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG=0..3]
    #[arg(short, long, global = true, action = ArgAction::Count, hide_short_help = true, help_heading = MESSAGES)]
    pub(in crate::cli) verbose: u8,
    /// Print the first request to each target, the signature hidden, and send nothing
    #[arg(short = 'n', long, global = true, hide_short_help = true, help_heading = MESSAGES)]
    pub(in crate::cli) dry_run: bool,
    /// Tell on stderr what is asked of whom, and why an image was chosen
    #[arg(long, global = true, hide_short_help = true, help_heading = MESSAGES)]
    pub(in crate::cli) explain: bool,
    /// Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]
    #[arg(long, global = true, value_enum, value_name = "FORMAT", hide_short_help = true, help_heading = MESSAGES)]
    pub(in crate::cli) error_format: Option<ErrorFormat>,
    /// Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]
    #[arg(long, global = true, value_name = "URL", hide_short_help = true, help_heading = NETWORK)]
    endpoint: Option<String>,
    /// Give a connection this long [default: 5s]
    #[arg(long, global = true, value_name = "TIME", value_parser = duration::parse, hide_short_help = true, help_heading = NETWORK)]
    connect_timeout: Option<Duration>,
    /// Give an attempt this long [default: 30s]
    #[arg(long, global = true, value_name = "TIME", value_parser = duration::parse, hide_short_help = true, help_heading = NETWORK)]
    request_timeout: Option<Duration>,
    /// Give the whole command this long [default: 5m]
    #[arg(long, global = true, value_name = "TIME", value_parser = duration::parse, hide_short_help = true, help_heading = NETWORK)]
    timeout: Option<Duration>,
    /// Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10), hide_short_help = true, help_heading = NETWORK)]
    retries: Option<u32>,
    /// Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=32), hide_short_help = true, help_heading = NETWORK)]
    concurrency: Option<u32>,
    /// Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]
    #[arg(long, global = true, value_name = "URL", hide_short_help = true, help_heading = NETWORK)]
    proxy: Option<String>,
    /// Also trust the certificate authorities in this PEM file [env: REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE]
    #[arg(long, global = true, value_name = "PATH", hide_short_help = true, value_hint = ValueHint::FilePath, value_parser = values::path(), help_heading = NETWORK)]
    ca_bundle: Option<PathBuf>,
}

/// When to colour. The values have no doc comments: clap would spread the help
/// of all options over several lines for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum When {
    Auto,
    Always,
    Never,
}

/// How it is told how far a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Progress {
    Auto,
    Plain,
    None,
}

/// How errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ErrorFormat {
    Text,
    Json,
}

/// What a failed target means for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OnError {
    Continue,
    Fail,
}

impl Global {
    /// The file that data goes to; none is stdout.
    pub(in crate::cli) fn output_file(&self) -> Option<&Path> {
        self.output_file.as_deref().filter(|path| !is_stdout(path))
    }

    /// Whether flags say in which regions to ask.
    pub(in crate::cli) fn names_regions(&self) -> bool {
        self.all_regions || !self.region.is_empty() || !self.exclude_region.is_empty()
    }

    /// Whether the flag --region or --all-regions names more than one region.
    pub(in crate::cli) fn names_several_regions(&self) -> bool {
        let all = |id: &String| list::element(id) == Ok(ALL);
        self.all_regions || self.region.len() > 1 || self.region.iter().any(all)
    }

    /// Whether the flag --profile is given.
    pub(in crate::cli) fn names_profiles(&self) -> bool {
        !self.profile.is_empty()
    }

    /// What the configuration wants to know of the flags.
    ///
    /// Addresses are read here and not by clap, which repeats a value that it
    /// refuses: they may hold a password.
    pub(in crate::cli) fn flags(&self) -> Result<Flags, Failure> {
        let endpoint = self
            .endpoint
            .as_deref()
            .map(address::parse_regional)
            .transpose();
        let proxy = self.proxy.as_deref().map(address::parse_proxy).transpose();
        Ok(Flags {
            config: self.config.clone(),
            profiles: values::list("--profile", &self.profile)?,
            provider: match &self.provider {
                Some(name) => Some(values::single("--provider", name)?),
                None => None,
            },
            regions: values::list("--region", &self.region)?,
            all_regions: self.all_regions,
            exclude_regions: values::list("--exclude-region", &self.exclude_region)?,
            endpoint: endpoint.map_err(|why| Failure::value("--endpoint", why))?,
            connect_timeout: self.connect_timeout,
            request_timeout: self.request_timeout,
            timeout: self.timeout,
            retries: self.retries,
            concurrency: self.concurrency,
            proxy: proxy.map_err(|why| Failure::value("--proxy", why))?,
            ca_bundle: self.ca_bundle.clone(),
        })
    }

    /// How long to wait for other programs before the configuration is known.
    pub(in crate::cli) fn time_to_wait(&self) -> Duration {
        self.timeout.unwrap_or_else(|| Network::default().timeout)
    }
}
