//! The program's commands, by their words after its name.

use clap::Command;

/// Every command.
pub(crate) fn commands() -> Vec<String> {
    chosen(|_| true)
}

/// Those that do something by themselves, and not only have others below them.
#[cfg(target_os = "linux")]
pub(crate) fn that_run() -> Vec<String> {
    chosen(|command| !command.is_arg_required_else_help_set() || !command.has_subcommands())
}

fn chosen(is_wanted: fn(&Command) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    walk(&cloudq::cli::command(), "", is_wanted, &mut found);
    found
}

fn walk(command: &Command, words: &str, is_wanted: fn(&Command) -> bool, found: &mut Vec<String>) {
    if is_wanted(command) {
        found.push(words.to_owned());
    }
    for below in command.get_subcommands() {
        let words = format!("{words} {}", below.get_name());
        walk(below, words.trim(), is_wanted, found);
    }
}
