//! The arguments as clap reads them.

#![allow(
    clippy::doc_markdown,
    reason = "doc comments here are help texts for a terminal"
)]

mod global;
mod images;
#[cfg(feature = "sandbox")]
mod sandbox;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use self::global::OUTPUT;
pub(in crate::cli) use self::global::{ErrorFormat, Global, OnError, Progress, When};
pub(in crate::cli) use self::images::{GetArgs, LatestArgs, ListArgs};
#[cfg(feature = "sandbox")]
pub(in crate::cli) use self::sandbox::{EmulatorArgs, RunArgs, SandboxCommand, ServeArgs};
use super::schema::{self, Schema};

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
    pub(in crate::cli) global: Global,
    #[command(subcommand)]
    pub(in crate::cli) command: Command,
}

#[derive(Debug, Subcommand)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one value of it in a run"
)]
pub(in crate::cli) enum Command {
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
pub(in crate::cli) enum ImagesCommand {
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
pub(in crate::cli) enum ProvidersCommand {
    /// Show who decides on each filter, and why one cannot be used
    #[command(after_help = WORDS)]
    Show(ProviderArgs),
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AuthCommand {
    /// Show which key each profile uses, whose it is, and whether the service takes it
    Check(ColumnsOnly),
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Print where the configuration file is looked for
    Path,
    /// Show the settings that count for every chosen profile, and who says so
    Show(ColumnsOnly),
    /// Check the configuration file
    Validate,
    /// Write a configuration file, where there is none yet; ask for it on a terminal
    Init(InitArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ColumnsOnly {
    #[command(flatten)]
    pub(in crate::cli) columns: ColumnArgs,
}

// The columns are those of `show` too: they may stand before it or after it.
#[derive(Debug, Args)]
#[command(
    mut_arg("columns", |arg| arg.global(true)),
    mut_arg("no_header", |arg| arg.global(true))
)]
pub(in crate::cli) struct ProvidersArgs {
    #[command(flatten)]
    pub(in crate::cli) columns: ColumnArgs,
    #[command(subcommand)]
    pub(in crate::cli) command: Option<ProvidersCommand>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ProviderArgs {
    /// The provider, by id or alias
    #[arg(value_name = "PROVIDER")]
    pub(in crate::cli) name: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArgs {
    /// Ask nothing, also on a terminal: write a commented file with every key
    #[arg(long)]
    pub(in crate::cli) no_input: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionArgs {
    /// The shell
    #[arg(value_enum)]
    pub(in crate::cli) shell: Shell,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SchemaArgs {
    /// What it describes
    #[arg(value_name = "NAME", value_parser = schema::parser())]
    pub(in crate::cli) name: Option<Schema>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ColumnArgs {
    /// Columns of tables, csv and tsv; `+x` adds, `^x` removes, `help` lists them
    #[arg(
        short = 'c',
        long,
        value_name = "LIST",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    #[arg(help_heading = OUTPUT)]
    pub(in crate::cli) columns: Vec<String>,
    /// Leave out the line of column names
    #[arg(long, help_heading = OUTPUT)]
    pub(in crate::cli) no_header: bool,
}
