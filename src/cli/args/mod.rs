//! The arguments as clap reads them.

#![allow(
    clippy::doc_markdown,
    reason = "doc comments here are help texts for a terminal"
)]

mod columns;
mod examples;
mod global;
mod images;
#[cfg(feature = "sandbox")]
mod sandbox;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

pub(in crate::cli) use self::columns::ColumnArgs;
pub(in crate::cli) use self::global::{ErrorFormat, Global, MESSAGES, OnError, Progress, When};
pub(in crate::cli) use self::images::{GetArgs, LatestArgs, ListArgs};
#[cfg(feature = "sandbox")]
pub(in crate::cli) use self::sandbox::{EmulatorArgs, RunArgs, SandboxCommand, ServeArgs};
use crate::cli::commands::images::values;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Of the shortest help, which has the commands and no flags.
const COMMANDS: &str = "\
{about-with-newline}
{usage-heading} {usage}

\u{1b}[1m\u{1b}[32mCommands:\u{1b}[0m
{subcommands}{after-help}";

/// Ask clouds which machine images exist, and which one is the newest
#[derive(Debug, Parser)]
#[command(name = "cloudq", version, styles = STYLES, max_term_width = 100)]
#[command(
    propagate_version = true,
    infer_subcommands = false,
    arg_required_else_help = true,
    // Ours tells topics too.
    disable_help_subcommand = true,
    // A command's own flags stand before those of all commands.
    next_display_order = 1000,
    help_template = COMMANDS,
    after_help = examples::CLOUDQ.short(),
    after_long_help = examples::CLOUDQ.full(),
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
    #[command(arg_required_else_help = true, after_help = examples::IMAGES.short(), after_long_help = examples::IMAGES.full())]
    Images {
        #[command(subcommand)]
        command: ImagesCommand,
    },
    /// List the regions the provider offers
    #[command(after_help = examples::REGIONS.short(), after_long_help = examples::REGIONS.full())]
    Regions(ColumnsOnly),
    /// List the configured profiles and where their keys come from
    #[command(after_help = examples::PROFILES.short(), after_long_help = examples::PROFILES.full())]
    Profiles(ColumnsOnly),
    /// Check the keys that profiles use
    #[command(arg_required_else_help = true, after_help = examples::CHECK.short(), after_long_help = examples::CHECK.full())]
    Auth {
        #[command(subcommand)]
        command: AuthCommand,
    },
    /// List the providers, or what each filter does on one
    #[command(after_help = examples::PROVIDERS.short(), after_long_help = examples::PROVIDERS.full())]
    Providers(ProvidersArgs),
    /// Look at the configuration, or begin one
    #[command(arg_required_else_help = true, after_help = examples::CONFIG.short(), after_long_help = examples::CONFIG.full())]
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Run the emulator, to try commands and to test scripts offline
    #[cfg(feature = "sandbox")]
    #[command(arg_required_else_help = true, after_help = examples::SANDBOX.short(), after_long_help = examples::SANDBOX.full())]
    Sandbox {
        #[command(subcommand)]
        command: SandboxCommand,
    },
    /// Print the completion script of a shell
    #[command(after_help = examples::COMPLETION.short(), after_long_help = examples::COMPLETION.full())]
    Completion(CompletionArgs),
    /// Print the manual: one page, or all pages into a folder
    #[command(after_help = examples::MAN.short(), after_long_help = examples::MAN.full())]
    Man(ManArgs),
    /// Print a JSON Schema, or the names of those there are
    #[command(after_help = examples::SCHEMA.short(), after_long_help = examples::SCHEMA.full())]
    Schema(SchemaArgs),
    /// Print the help of a command, or a topic
    #[command(after_help = examples::HELP.short(), after_long_help = examples::HELP.full())]
    Help(HelpArgs),
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ImagesCommand {
    /// List the images that match, in every chosen region
    #[command(visible_alias = "ls", after_help = examples::LIST.short(), after_long_help = examples::LIST.full())]
    List(ListArgs),
    /// Print the newest image that matches, in every chosen region
    #[command(after_help = examples::LATEST.short(), after_long_help = examples::LATEST.full())]
    Latest(LatestArgs),
    /// Show images by id
    #[command(visible_alias = "show", after_help = examples::GET.short(), after_long_help = examples::GET.full())]
    Get(GetArgs),
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ProvidersCommand {
    /// Show who decides on each filter, and why one cannot be used
    ///
    /// DECIDES is one of these words:
    ///   server       the service decides
    ///   narrowed     the service leaves out some images, cloudq checks the rest
    ///   client       cloudq checks every image
    ///   unsupported  it cannot be used: WHY tells the reason
    #[command(verbatim_doc_comment, after_help = examples::SHOW_PROVIDER.short(), after_long_help = examples::SHOW_PROVIDER.full())]
    Show(ProviderArgs),
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AuthCommand {
    /// Show which key each profile uses, whose it is, and whether the service takes it
    #[command(after_help = examples::CHECK.short(), after_long_help = examples::CHECK.full())]
    Check(ColumnsOnly),
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Print where the configuration file is looked for
    #[command(after_help = examples::CONFIG_PATH.short(), after_long_help = examples::CONFIG_PATH.full())]
    Path,
    /// Show the settings that count for every chosen profile, and who says so
    #[command(after_help = examples::CONFIG_SHOW.short(), after_long_help = examples::CONFIG_SHOW.full())]
    Show(ColumnsOnly),
    /// Check the configuration file
    #[command(after_help = examples::CONFIG_VALIDATE.short(), after_long_help = examples::CONFIG_VALIDATE.full())]
    Validate,
    /// Write a configuration file, where there is none yet; ask for it on a terminal
    #[command(after_help = examples::CONFIG_INIT.short(), after_long_help = examples::CONFIG_INIT.full())]
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
pub(in crate::cli) struct ManArgs {
    /// Write a page for each command and topic into this folder, which must be there
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = values::path())]
    pub(in crate::cli) dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct HelpArgs {
    /// The words of a command, or a topic; without, all commands and topics
    #[arg(value_name = "COMMAND|TOPIC")]
    pub(in crate::cli) words: Vec<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SchemaArgs {
    /// What it describes
    #[arg(value_name = "NAME")]
    pub(in crate::cli) name: Option<SchemaName>,
}

/// The JSON Schemas, in the order in which they are listed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(in crate::cli) enum SchemaName {
    Image,
    Images,
    Map,
    Region,
    Regions,
    Profiles,
    Providers,
    ProviderFilters,
    AuthCheck,
    ConfigShow,
    DryRun,
    Error,
    Config,
}

/// The command as clap knows it, for completions and for tests of the help.
pub fn command() -> clap::Command {
    Arguments::command()
}
