//! The help of every command.

use clap::Command;

use crate::support::{Ended, cloudq};

/// Every command that can be called, by its words after the program's name.
fn commands() -> Vec<String> {
    fn walk(command: &Command, words: &str, found: &mut Vec<String>) {
        found.push(words.to_owned());
        for below in command.get_subcommands() {
            walk(below, format!("{words} {}", below.get_name()).trim(), found);
        }
    }
    let mut found = Vec::new();
    walk(&cloudq::cli::command(), "", &mut found);
    found
}

fn help(words: &str, flag: &str) -> String {
    cloudq(words).arg(flag).run().ok()
}

#[test]
fn each_command_has_its_help() {
    let commands = commands();
    assert!(commands.len() >= 14, "{commands:?}");
    for words in &commands {
        let name = format!("help {words}").trim_end().replace(' ', "_");
        insta::assert_snapshot!(name, help(words, "--help"));
    }
}

#[test]
fn the_short_flag_helps_too() {
    for words in commands() {
        let said = help(&words, "-h");
        let usage = format!("Usage: cloudq {words}");
        assert!(said.contains(usage.trim_end()), "{words}: {said}");
        assert!(
            said.lines().all(|line| line.chars().count() <= 100),
            "{said}"
        );
    }
}

#[test]
fn help_shows_no_value_of_the_environment() {
    for words in commands() {
        let run = cloudq(&words)
            .arg("--help")
            .key("LTAI-of-somebody", "hunter2hunter2");
        let said = run
            .env("CLOUDQ_ENDPOINT", "https://hunter2.invalid")
            .run()
            .ok();
        assert!(
            !said.contains("hunter2") && !said.contains("LTAI"),
            "{said}"
        );
    }
}

#[test]
fn the_version_is_told() {
    let expected = format!("cloudq {}\n", env!("CARGO_PKG_VERSION"));
    for flag in ["--version", "-V"] {
        assert_eq!(cloudq(flag).run().ok(), expected);
    }
    assert!(
        cloudq("images list --version")
            .run()
            .ok()
            .ends_with(&expected[7..])
    );
}

#[test]
fn half_a_command_gets_the_help_as_a_refusal() {
    for words in ["", "images", "config", "sandbox"] {
        let Ended {
            code,
            stdout,
            stderr,
            ..
        } = cloudq(words).run();
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{words}");
        assert!(
            stderr.contains(format!("Usage: cloudq {words}").trim_end()),
            "{stderr}"
        );
        assert!(stderr.contains("Commands:"), "{stderr}");
    }
}
