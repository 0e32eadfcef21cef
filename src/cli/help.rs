//! `cloudq help` and `--help`: the help of commands, and topics.
//!
//! clap has a short and a long help, and spreads the long one over several lines a flag.
//! Ours is the long one in the form of the short one, so that it can be looked over.

use std::ffi::OsString;
use std::io;

use clap::builder::Resettable::{self, Reset};
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, ColorChoice};

use super::args::{self, MESSAGES};
use super::failure::{Exit, Failure};
use super::topics;
use super::ui::Ui;
use crate::nearest::nearest;

/// Prints the help of a command, or a topic.
pub(super) fn run(ui: &mut Ui, words: &[String]) -> Result<Exit, Failure> {
    if let [word] = words
        && let Some(topic) = topics::named(word)
    {
        ui.text(&topic.text())?;
        return Ok(Exit::Ok);
    }
    let command = args::command();
    check(&command, words)?;
    let mut command = full_of(command, |name| words.iter().any(|word| word == name));
    let arguments = ["cloudq"]
        .into_iter()
        .chain(words.iter().map(String::as_str))
        .chain(["--help"]);
    match command.try_get_matches_from_mut(arguments) {
        Ok(_) => Ok(Exit::Ok),
        Err(help) => ui.help(&help.render()).map(|()| Exit::Ok),
    }
}

/// Refuses words that are no command.
fn check(command: &clap::Command, words: &[String]) -> Result<(), Failure> {
    let mut at = command;
    for (depth, word) in words.iter().enumerate() {
        let Some(below) = at.find_subcommand(word) else {
            let topics = topics::ALL.iter().map(|topic| topic.name);
            let commands = at
                .get_subcommands()
                .flat_map(clap::Command::get_name_and_visible_aliases);
            let known = commands.chain(topics.filter(|_| depth == 0));
            let hint = match nearest(word, known) {
                Some(known) => {
                    let path = [&words[..depth], &[known.to_owned()]].concat().join(" ");
                    format!("did you mean `cloudq help {path}`?")
                }
                None => "`cloudq help` lists commands and topics".to_owned(),
            };
            return Err(Failure::Usage {
                message: format!("there is no help on `{}`", words[..=depth].join(" ")),
                hint: Some(hint),
            });
        };
        at = below;
    }
    Ok(())
}

/// Prints what clap has to say: help and version on stdout, refusals on stderr.
pub(super) fn print(said: &clap::Error) -> Result<(), Failure> {
    if !said.use_stderr() {
        super::stdout::check()?;
    }
    match said.print() {
        // A reader that closed the pipe has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// The command that parses these arguments: its help is the short or the full one,
/// where they ask for that.
pub(super) fn prepared(command: clap::Command, arguments: &[OsString]) -> clap::Command {
    let command = command.color(colour(arguments));
    let mut words = arguments.iter().take_while(|word| *word != "--");
    if words.clone().any(|word| word == "--help") {
        full_of(command, |name| arguments.iter().any(|word| word == name))
    } else if words.any(|word| word == "-h") {
        flags(command, true)
    } else {
        command
    }
}

/// What `--color` says of what clap prints, which knows nothing of the flag.
fn colour(arguments: &[OsString]) -> ColorChoice {
    let words = arguments.iter().filter_map(|word| word.to_str());
    let words: Vec<&str> = words.take_while(|word| *word != "--").collect();
    let behind = words
        .windows(2)
        .filter(|two| two[0] == "--color")
        .map(|two| two[1]);
    let joined = words
        .iter()
        .filter_map(|word| word.strip_prefix("--color="));
    match behind.chain(joined).next_back() {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

/// What is asked for where `help` stands below a group, as in `cloudq images help list`:
/// the same with `--help`.
pub(super) fn asked_below(refused: &clap::Error, arguments: &[OsString]) -> Option<Vec<OsString>> {
    let ContextValue::String(word) = refused.get(ContextKind::InvalidSubcommand)? else {
        return None;
    };
    let at = arguments.iter().position(|argument| argument == "help")?;
    let words = arguments[..at].iter().chain(&arguments[at + 1..]);
    (word == "help").then(|| words.cloned().chain(["--help".into()]).collect())
}

/// The command with its whole help where clap has the short one, and so all below it.
pub(super) fn full(command: clap::Command) -> clap::Command {
    full_of(command, |_| true)
}

/// The same, of those below that are named: others have hundreds of arguments.
fn full_of(command: clap::Command, is_named: impl Fn(&str) -> bool) -> clap::Command {
    unfold(flags(command, false), &is_named)
}

/// The command with flags of our own for help and version, which clap would put above
/// all others.
fn flags(command: clap::Command, hidden: bool) -> clap::Command {
    let flag = |name, short, action, about| {
        Arg::new(name)
            .short(short)
            .long(name)
            .action(action)
            .global(true)
            .hide(hidden)
            .help_heading(MESSAGES)
            .help(about)
    };
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag(
            "help",
            'h',
            ArgAction::Help,
            "Print help: -h what is used most, --help all of it",
        ))
        .arg(flag(
            "version",
            'V',
            ArgAction::Version,
            "Print the version",
        ))
}

fn unfold(command: clap::Command, is_named: &impl Fn(&str) -> bool) -> clap::Command {
    let about = command.get_long_about().or(command.get_about()).cloned();
    let mut below = command.get_after_long_help().cloned();
    if ["cloudq", "help"].contains(&command.get_name()) {
        below = below.map(|examples| format!("{}\n\n{}", topics::list(), examples.ansi()).into());
    }
    command
        .help_template(Reset)
        .about(Resettable::from(about))
        .long_about(Reset)
        .after_help(Resettable::from(below))
        .after_long_help(Reset)
        .mut_args(|arg| {
            let help = arg.get_long_help().or(arg.get_help()).cloned();
            arg.hide_short_help(false)
                .help(Resettable::from(help))
                .long_help(Reset)
        })
        .mut_subcommands(|below| {
            if below
                .get_name_and_visible_aliases()
                .into_iter()
                .any(is_named)
            {
                unfold(below, is_named)
            } else {
                below
            }
        })
}
