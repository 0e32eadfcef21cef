//! The examples in help and topics are lines that a shell can run.

use std::fs;

use crate::commands::commands;
use crate::help::{TOPICS, help};
use crate::shell::Shell;
use crate::support::{Service, cloudq, for_each};

/// The lines below `Examples:`, each once.
fn examples() -> Vec<String> {
    let texts = commands()
        .into_iter()
        .flat_map(|words| [help(&words, "-h"), help(&words, "--help")])
        .chain(TOPICS.map(|topic| cloudq("help").arg(topic).run().ok()));
    let mut lines: Vec<String> = Vec::new();
    for text in texts {
        let (_, examples) = text.split_once("\nExamples:\n").unwrap();
        let more = examples.lines().filter_map(|line| line.strip_prefix("  "));
        lines.extend(more.map(str::to_owned));
    }
    lines.sort();
    lines.dedup();
    lines
}

/// A shell whose home has the folders that examples write into.
fn shell(service: &Service) -> Shell {
    let shell = Shell::new().at(service).env("EDITOR", "true");
    for folder in [
        ".local/share/bash-completion/completions",
        ".config/fish/completions",
        ".zfunc",
        ".local/share/man/man1",
    ] {
        fs::create_dir_all(shell.home().join(folder)).unwrap();
    }
    fs::write(shell.folder().join("config.toml"), "version = 1\n").unwrap();
    shell
}

/// What ends an example that leaves an emulator running, when that is ready.
const END: &str = "until test -s sandbox.env; do kill -0 $!; done; kill $!; wait || true";

#[test]
fn each_example_runs() {
    let service = Service::new();
    let lines = examples();
    assert!(lines.len() > 60, "{lines:#?}");
    for_each(lines, String::clone, |line| {
        let code = line.split("  # ").next().unwrap().trim_end();
        let text = if code.ends_with('&') {
            format!("{line}\n{END}")
        } else {
            line.clone()
        };
        let ended = shell(&service).run(&text);
        assert_eq!(ended.code, Some(0), "{ended}");
        // Who shows a failure shows what to do then.
        assert!(
            !ended.stderr.contains("error: ") || line.contains("||"),
            "{ended}"
        );
    });
}

#[test]
fn the_smallest_file_is_right() {
    let page = cloudq("help credentials").run().ok();
    let (_, rest) = page.split_once("The smallest file").unwrap();
    let file: String = rest
        .lines()
        .skip(1)
        .map_while(|line| line.strip_prefix("  "))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(file.lines().count() > 4, "{file}");
    let ended = cloudq("config validate").config(&file).run();
    assert_eq!(ended.code, Some(0), "{ended}");
}
