//! The arguments as clap reads them.

#![allow(
    clippy::doc_markdown,
    reason = "doc comments here are help texts for a terminal"
)]

#[cfg(feature = "sandbox")]
use std::ffi::OsString;
#[cfg(feature = "sandbox")]
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::failure::Failure;
use super::filters::FilterArgs;
use super::schema::{self, Schema};
use super::values;
use crate::config::{Flags, duration, endpoint};
use crate::output::Format;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "Examples:
  cloudq -p sandbox images list                  try it without an account
  cloudq images list -r all --name 'web-*'       every region at once
  ID=$(cloudq images latest --family web)        the newest image, for a script";

const WORDS: &str = "The words:
  server       the service decides
  narrowed     the service leaves out some images, cloudq checks the rest
  client       cloudq checks every image
  unsupported  it cannot be used: WHY tells the reason";

/// Ask clouds which machine images exist, and which one is the newest
#[derive(Debug, Parser)]
#[command(name = "cloudq", version, styles = STYLES, after_help = EXAMPLES, max_term_width = 100)]
#[command(
    propagate_version = true,
    infer_subcommands = false,
    arg_required_else_help = true
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one value of it in a run"
)]
pub(super) enum Command {
    /// Find machine images
    #[command(arg_required_else_help = true)]
    Images {
        #[command(subcommand)]
        command: ImagesCommand,
    },
    /// List the regions the provider offers
    Regions(ColumnsOnly),
    /// List the configured profiles and where their keys come from
    Profiles(ColumnsOnly),
    /// Check the keys that profiles use
    #[command(arg_required_else_help = true)]
    Auth {
        #[command(subcommand)]
        command: AuthCommand,
    },
    /// List the providers, or what each filter does on one
    Providers(ProvidersArgs),
    /// Look at the configuration, or begin one
    #[command(arg_required_else_help = true)]
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Run the emulator, to try commands and to test scripts offline
    #[cfg(feature = "sandbox")]
    #[command(arg_required_else_help = true)]
    Sandbox {
        #[command(subcommand)]
        command: SandboxCommand,
    },
    /// Print the completion script of a shell
    Completion(CompletionArgs),
    /// Print a JSON Schema, or the names of those there are
    Schema(SchemaArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum ImagesCommand {
    /// List the images that match, in every chosen region
    #[command(visible_alias = "ls")]
    List(ListArgs),
    /// Print the newest image that matches, in every chosen region
    Latest(LatestArgs),
    /// Show images by id
    #[command(visible_alias = "show")]
    Get(GetArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum ProvidersCommand {
    /// Show who decides on each filter, and why one cannot be used
    #[command(after_help = WORDS)]
    Show(ProviderArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum AuthCommand {
    /// Show which key each profile uses, whose it is, and whether the service takes it
    Check(ColumnsOnly),
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Print where the configuration file is looked for
    Path,
    /// Show the settings that count for every chosen profile, and who says so
    Show(ColumnsOnly),
    /// Check the configuration file
    Validate,
    /// Write a configuration file, where there is none yet; ask for it on a terminal
    Init(InitArgs),
}

#[cfg(feature = "sandbox")]
#[derive(Debug, Subcommand)]
pub(super) enum SandboxCommand {
    /// Serve until interrupted; print the variables that point to it
    Serve(ServeArgs),
    /// Run a command against an emulator of its own, and pass its exit code on
    Run(RunArgs),
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    pub(super) filters: FilterArgs,
    #[command(flatten)]
    pub(super) columns: ColumnArgs,
    /// Sort by these columns, or `none` for the service's order
    #[arg(
        long,
        value_name = "KEY[:asc|:desc]",
        value_delimiter = ',',
        help_heading = "Output"
    )]
    pub(super) sort_by: Vec<String>,
    /// Print at most this many images
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), help_heading = "Output")]
    pub(super) limit: Option<u64>,
    /// Ask for this many images on a page [default: as many as the service gives]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Network")]
    pub(super) page_size: Option<u32>,
    /// Exit with code 3 when no image matches
    #[arg(long, help_heading = "Output")]
    pub(super) fail_empty: bool,
}

#[derive(Debug, Args)]
pub(super) struct LatestArgs {
    #[command(flatten)]
    pub(super) filters: FilterArgs,
    #[command(flatten)]
    pub(super) columns: ColumnArgs,
    /// Print this many of the newest
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = values::positive, help_heading = "Choice")]
    pub(super) count: usize,
    /// Leave out this many of the newest: 1 is the one before
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Choice")]
    pub(super) skip: usize,
    /// Exit with code 10 when the newest is older than this, such as 30d
    #[arg(long, value_name = "AGE", value_parser = duration::parse, help_heading = "Choice")]
    pub(super) max_age: Option<Duration>,
    /// Exit with code 0 even where nothing matches
    #[arg(long, help_heading = "Choice")]
    pub(super) allow_missing: bool,
}

#[derive(Debug, Args)]
pub(super) struct GetArgs {
    /// Image ids; `-` reads them from stdin, separated by white space
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<String>,
    #[command(flatten)]
    pub(super) columns: ColumnArgs,
}

#[derive(Debug, Args)]
pub(super) struct ColumnsOnly {
    #[command(flatten)]
    pub(super) columns: ColumnArgs,
}

// The columns are those of `show` too: they may stand before it or after it.
#[derive(Debug, Args)]
#[command(
    mut_arg("columns", |arg| arg.global(true)),
    mut_arg("no_header", |arg| arg.global(true))
)]
pub(super) struct ProvidersArgs {
    #[command(flatten)]
    pub(super) columns: ColumnArgs,
    #[command(subcommand)]
    pub(super) command: Option<ProvidersCommand>,
}

#[derive(Debug, Args)]
pub(super) struct ProviderArgs {
    /// The provider, by id or alias
    #[arg(value_name = "PROVIDER")]
    pub(super) name: String,
}

#[derive(Debug, Args)]
pub(super) struct ColumnArgs {
    /// Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them
    #[arg(
        short = 'c',
        long,
        value_name = "LIST",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    #[arg(help_heading = "Output")]
    pub(super) columns: Vec<String>,
    /// Leave out the line of column names
    #[arg(long, help_heading = "Output")]
    pub(super) no_header: bool,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Ask nothing, also on a terminal: write a commented file with every key
    #[arg(long)]
    pub(super) no_input: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompletionArgs {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// What it describes
    #[arg(value_name = "NAME", value_parser = schema::parser())]
    pub(super) name: Option<Schema>,
}

#[cfg(feature = "sandbox")]
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Listen on this port; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) port: u16,
    /// Listen on this address of this machine; others than loopback are open to everybody
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(super) listen: IpAddr,
    #[command(flatten)]
    pub(super) emulator: EmulatorArgs,
}

#[cfg(feature = "sandbox")]
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) emulator: EmulatorArgs,
    /// Exit with code 1 when a signature was refused, whatever the command's own code
    #[arg(long)]
    pub(super) strict: bool,
    /// The command and its arguments, after `--`
    #[arg(value_name = "COMMAND", last = true)]
    pub(super) command: Vec<OsString>,
}

/// What an emulator has and does.
#[cfg(feature = "sandbox")]
#[derive(Debug, Args)]
pub(super) struct EmulatorArgs {
    /// How many images an unfiltered list of a region has
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = values::image_count)]
    pub(super) images: usize,
    /// Which made-up images: the same seed gives the same ones
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) seed: u64,
    /// Hold every answer back this many milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub(super) latency: u64,
    /// Misbehave: KIND[:COUNT][@REGION][/PAGE], repeatable; `help` lists the kinds
    #[arg(long, value_name = "FAULT")]
    pub(super) fault: Vec<String>,
    /// List the images in this file: an answer of the API, or what `-o json` printed
    #[arg(long, value_name = "FILE")]
    pub(super) data: Option<PathBuf>,
    /// End every temporary key after so many seconds at most
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) key_lifetime: Option<u32>,
    /// Tell metadata of Alibaba Cloud only to those with a token, as version 2 does
    #[arg(long)]
    pub(super) metadata_v2_only: bool,
}

/// Flags of all commands.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Use these profiles, or `all` [env: CLOUDQ_PROFILE]
    #[arg(short, long, global = true, value_name = "NAME", value_delimiter = ',')]
    profile: Vec<String>,
    /// Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]
    #[arg(long, global = true, value_name = "PROVIDER")]
    provider: Option<String>,
    /// Ask in these regions, or `all` [env: CLOUDQ_REGION]
    #[arg(short, long, global = true, value_name = "ID", value_delimiter = ',')]
    region: Vec<String>,
    /// Ask in all regions the provider offers
    #[arg(long, global = true, conflicts_with = "region")]
    all_regions: bool,
    /// Leave out these regions
    #[arg(long, global = true, value_name = "ID", value_delimiter = ',')]
    exclude_region: Vec<String>,
    /// Print in this format [env: CLOUDQ_OUTPUT]
    #[arg(short, long, global = true, value_name = "FORMAT", value_parser = values::format_parser())]
    pub(super) output: Option<Format>,
    /// Colour messages and headers: auto, always or never
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto, hide_possible_values = true)]
    pub(super) color: When,
    /// Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none
    #[arg(long, global = true, value_enum, value_name = "HOW", default_value_t = Progress::Auto, hide_possible_values = true)]
    pub(super) progress: Progress,
    /// Tell at the end what each target cost: pages, rows, retries, time, request ids
    #[arg(long, global = true)]
    pub(super) stats: bool,
    /// Print no notes on stderr, only data and errors
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
    /// Tell on stderr what is asked of whom, and why an image was chosen
    #[arg(long, global = true)]
    pub(super) explain: bool,
    /// Add the service's own object to images in json and ndjson, as `provider_raw`
    #[arg(long, global = true)]
    pub(super) raw: bool,
    /// Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub(super) error_format: Option<ErrorFormat>,
    /// Read this configuration file [env: CLOUDQ_CONFIG]
    #[arg(long, global = true, value_name = "PATH")]
    config: Option<PathBuf>,
    /// Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]
    #[arg(long, global = true, value_name = "URL")]
    endpoint: Option<String>,
    /// Give a connection this long [default: 5s]
    #[arg(long, global = true, value_name = "TIME", value_parser = duration::parse)]
    connect_timeout: Option<Duration>,
    /// Give an attempt this long [default: 30s]
    #[arg(long, global = true, value_name = "TIME", value_parser = duration::parse)]
    request_timeout: Option<Duration>,
    /// Give the whole command this long [default: 5m]
    #[arg(long, global = true, value_name = "TIME", value_parser = duration::parse)]
    timeout: Option<Duration>,
    /// Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
    retries: Option<u32>,
    /// Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=32))]
    concurrency: Option<u32>,
    /// When a target fails, `continue` with the others or `fail` at once
    #[arg(long, global = true, value_enum, value_name = "WHAT", default_value_t = OnError::Continue, hide_possible_values = true)]
    pub(super) on_error: OnError,
    /// Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]
    #[arg(long, global = true, value_name = "URL")]
    proxy: Option<String>,
    /// Trust the authorities in this PEM file only [env: SSL_CERT_FILE]
    #[arg(long, global = true, value_name = "PATH")]
    ca_bundle: Option<PathBuf>,
}

/// When to colour. The values have no doc comments: clap would spread the help
/// of all options over several lines for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

/// How it is told how far a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Progress {
    Auto,
    Plain,
    None,
}

/// How errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ErrorFormat {
    Text,
    Json,
}

/// What a failed target means for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OnError {
    Continue,
    Fail,
}

impl Global {
    /// What the configuration wants to know of the flags.
    ///
    /// Addresses are read here and not by clap, which repeats a value that it
    /// refuses: they may hold a password.
    pub(super) fn flags(&self) -> Result<Flags, Failure> {
        let endpoint = self.endpoint.as_deref().map(endpoint::parse).transpose();
        let proxy = self.proxy.as_deref().map(endpoint::parse_proxy).transpose();
        Ok(Flags {
            config: self.config.clone(),
            profiles: self.profile.clone(),
            provider: self.provider.clone(),
            regions: self.region.clone(),
            all_regions: self.all_regions,
            exclude_regions: self.exclude_region.clone(),
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
}
