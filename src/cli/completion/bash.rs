//! The script of bash: a table of what stands where, and functions that go by it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::builder::PossibleValue;
use clap::{Arg, Command};

use super::offers::{self, Offer, PRINT_PROFILES};

/// The functions, the same for every table.
const FUNCTIONS: &str = include_str!("functions.bash");

/// The script for a command that is built.
pub(super) fn script(command: &Command) -> String {
    let mut table = Table::default();
    table.add(command, "");
    FUNCTIONS
        .replace("@profiles@", PRINT_PROFILES.trim_start_matches("cloudq "))
        .replace("@commands@\n", &table.commands())
        .replace("@words@\n", &table.words())
        .replace("@values@\n", &table.values())
}

/// What stands where, by the words of the command.
#[derive(Default)]
struct Table {
    /// The names below a command, and the command that each means.
    below: BTreeMap<String, Vec<(String, String)>>,
    flags: BTreeMap<String, Vec<String>>,
    /// What is offered as an argument.
    arguments: BTreeMap<String, String>,
    /// By the flag's names, and then by the command.
    values: BTreeMap<Vec<String>, BTreeMap<String, String>>,
}

impl Table {
    fn add(&mut self, command: &Command, words: &str) {
        let visible = |arg: &&Arg| !arg.is_hide_set();
        for arg in command.get_arguments().filter(visible) {
            let names = names(arg);
            if names.is_empty() {
                let offered = assignments(words, arg);
                self.arguments.insert(words.to_owned(), offered);
                continue;
            }
            let flags = self.flags.entry(words.to_owned()).or_default();
            flags.extend(names.iter().cloned());
            if arg.get_action().takes_values() {
                let by_command = self.values.entry(names).or_default();
                by_command.insert(words.to_owned(), assignments(words, arg));
            }
        }
        for child in command
            .get_subcommands()
            .filter(|child| !child.is_hide_set())
        {
            let path = format!("{words} {}", child.get_name()).trim().to_owned();
            let below = self.below.entry(words.to_owned()).or_default();
            for name in child.get_name_and_visible_aliases() {
                below.push((name.to_owned(), path.clone()));
            }
            self.add(child, &path);
        }
    }

    /// The command that a word below another one means.
    fn commands(&self) -> String {
        let mut lines = String::new();
        for (words, below) in &self.below {
            for (name, path) in below {
                line(
                    &mut lines,
                    &format!("\"{words}:{name}\") command=\"{path}\" ;;"),
                );
            }
        }
        lines
    }

    /// The commands, flags and arguments that may follow a command.
    fn words(&self) -> String {
        let mut lines = String::new();
        for (words, flags) in &self.flags {
            let below = self.below.get(words).map_or(String::new(), |below| {
                let names: Vec<&str> = below.iter().map(|(name, _)| name.as_str()).collect();
                format!("commands=\"{}\" ", names.join(" "))
            });
            let argument = self.arguments.get(words).map_or("", String::as_str);
            let flags = flags.join(" ");
            let line_ = format!("\"{words}\") {below}flags=\"{flags}\" {argument}");
            line(&mut lines, &format!("{} ;;", line_.trim_end()));
        }
        lines
    }

    /// What may follow a flag.
    fn values(&self) -> String {
        let mut lines = String::new();
        for (names, by_command) in &self.values {
            let mut by_offer: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for (words, offered) in by_command {
                by_offer.entry(offered).or_default().push(words);
            }
            let everywhere = by_offer.len() == 1;
            for (offered, commands) in by_offer {
                let patterns: Vec<String> = if everywhere {
                    names.iter().map(|name| format!("*:{name}")).collect()
                } else {
                    commands
                        .iter()
                        .flat_map(|words| {
                            names.iter().map(move |name| format!("\"{words}:{name}\""))
                        })
                        .collect()
                };
                line(&mut lines, &format!("{}) {offered} ;;", patterns.join("|")));
            }
        }
        lines
    }
}

fn line(lines: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(lines, "        {text}");
}

/// The flag's names as they are written; none where it is no flag.
fn names(arg: &Arg) -> Vec<String> {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    short.into_iter().chain(long).collect()
}

/// What the script has to set for an argument.
fn assignments(words: &str, arg: &Arg) -> String {
    let mut set = match offers::of(words, arg) {
        Offer::Possible => {
            let values = arg.get_possible_values();
            let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
            format!("values=\"{}\"", names.join(" "))
        }
        Offer::Words(values) => format!("values=\"{}\"", values.join(" ")),
        Offer::Profiles => "kind=profiles".to_owned(),
        Offer::Files => "kind=files".to_owned(),
        Offer::Folders => "kind=folders".to_owned(),
        Offer::Programs => "kind=programs".to_owned(),
        Offer::Nothing => "kind=nothing".to_owned(),
    };
    if arg.get_value_delimiter() == Some(',') {
        set += " list=1";
    }
    if arg.get_id() == "columns" {
        set += " signs=1";
    }
    if arg.get_id() == "sort_by" {
        set += " directions=1";
    }
    if arg.is_require_equals_set() {
        // What follows such a flag after a blank is no value of it.
        set += " takes=";
    }
    set
}
