//! What completion offers as the value of an argument. Parsing never sees it, so that
//! nothing is refused for not being offered.

use clap::builder::{PossibleValuesParser, Resettable};
use clap::{Arg, Command, ValueHint};

use crate::cli::commands::auth::row as auth_row;
use crate::cli::commands::config::show as config_show;
use crate::cli::commands::images::columns::names;
use crate::cli::commands::images::filters::ARCHITECTURES;
use crate::cli::commands::{profiles, providers};
use crate::cli::topics;
use crate::clouds::PROVIDERS;
use crate::model::{Image, Owner, Region, Status};
use crate::provider::Facts;
#[cfg(feature = "sandbox")]
use crate::sandbox::FaultKind;

/// What prints the names of the user's profiles. It reads the configuration and asks
/// nobody.
pub(super) const PRINT_PROFILES: &str =
    "cloudq profiles --output tsv --columns profile --no-header";

/// Stands for the profiles of the user's configuration, until a script asks for them.
pub(super) const PROFILES: &str = "__cloudq_profiles";

/// What is offered.
pub(super) enum Offer {
    /// Its possible values, the only ones.
    Possible,
    /// These words.
    Words(Vec<&'static str>),
    /// The profiles of the configuration, and `all`.
    Profiles,
    /// Files.
    Files,
    /// Folders.
    Folders,
    /// Programs.
    Programs,
    /// Nothing: anything may be meant.
    Nothing,
}

/// What is offered for an argument of a command, by the command's words.
pub(super) fn of(command: &str, arg: &Arg) -> Offer {
    if !arg.get_action().takes_values() {
        return Offer::Nothing;
    }
    match arg.get_value_hint() {
        ValueHint::FilePath => return Offer::Files,
        ValueHint::DirPath => return Offer::Folders,
        _ => {}
    }
    if !arg.get_possible_values().is_empty() {
        return Offer::Possible;
    }
    match (command, arg.get_id().as_str()) {
        (_, "profile") => Offer::Profiles,
        (_, "provider") | ("providers show", "name") => Offer::Words(providers()),
        (_, "region") => Offer::Words([vec!["all"], regions()].concat()),
        (_, "exclude_region") => Offer::Words(regions()),
        (_, "columns") => Offer::Words([columns(command), vec!["help"]].concat()),
        (_, "sort_by") => Offer::Words([names::<Image>(), vec!["none"]].concat()),
        (_, "owner") => Offer::Words([&Owner::ALL.map(Owner::as_str)[..], &["any"]].concat()),
        (_, "status") => Offer::Words([&Status::ALL.map(Status::as_str)[..], &["any"]].concat()),
        (_, "arch") => Offer::Words(ARCHITECTURES.to_vec()),
        (_, "proxy") => Offer::Words(vec!["none"]),
        ("help", "words") => Offer::Words(topics::ALL.iter().map(|topic| topic.name).collect()),
        #[cfg(feature = "sandbox")]
        (_, "fault") => {
            let kinds = FaultKind::all().map(FaultKind::name);
            Offer::Words(kinds.chain(["help"]).collect())
        }
        ("sandbox run", "command") => Offer::Programs,
        _ => Offer::Nothing,
    }
}

fn facts() -> impl Iterator<Item = &'static Facts> {
    PROVIDERS.iter().map(|provider| provider.facts())
}

fn providers() -> Vec<&'static str> {
    facts().flat_map(|facts| [facts.id, facts.alias]).collect()
}

/// The regions of all providers, once.
fn regions() -> Vec<&'static str> {
    let mut regions: Vec<&str> = facts()
        .flat_map(|facts| facts.known_regions.iter().copied())
        .collect();
    regions.sort_unstable();
    regions.dedup();
    regions
}

fn columns(command: &str) -> Vec<&'static str> {
    let all = match command {
        "images list" | "images latest" | "images get" => names::<Image>(),
        "regions" => names::<Region>(),
        "profiles" => profiles::column_names(),
        "auth check" => auth_row::column_names(),
        "config show" => config_show::column_names(),
        "providers" | "providers show" => providers::column_names(),
        _ => Vec::new(),
    };
    let mut once = Vec::new();
    for name in all {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

/// The command with what is offered as the only possible values, for `clap_complete`.
pub(super) fn with_values(command: Command) -> Command {
    below(command, "")
}

fn below(command: Command, words: &str) -> Command {
    command
        .mut_args(|arg| match of(words, &arg) {
            Offer::Words(values) => arg
                .value_parser(PossibleValuesParser::new(values))
                .value_hint(Resettable::Reset),
            Offer::Profiles => arg.value_parser(PossibleValuesParser::new([PROFILES])),
            Offer::Programs => arg.value_hint(ValueHint::CommandName),
            Offer::Nothing if arg.get_action().takes_values() => arg.value_hint(ValueHint::Other),
            Offer::Possible | Offer::Files | Offer::Folders | Offer::Nothing => arg,
        })
        .mut_subcommands(|command| {
            let words = format!("{words} {}", command.get_name());
            below(command, words.trim_start())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_with_columns_offers_them() {
        fn check(command: &Command, words: &str) -> usize {
            let mut count = 0;
            for arg in command
                .get_arguments()
                .filter(|arg| arg.get_id() == "columns")
            {
                match of(words, arg) {
                    Offer::Words(names) => assert!(names.len() > 2, "{words}: {names:?}"),
                    _ => panic!("{words} offers no columns"),
                }
                count += 1;
            }
            let below = command.get_subcommands();
            count
                + below
                    .map(|command| {
                        let words = format!("{words} {}", command.get_name());
                        check(command, words.trim_start())
                    })
                    .sum::<usize>()
        }
        let mut command = crate::cli::command();
        command.build();
        assert!(check(&command, "") >= 8);
    }
}
