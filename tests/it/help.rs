//! The help of every command, and its topics.

use std::fs;
use std::path::Path;

use crate::commands::commands;
use crate::support::{Ended, cloudq, for_each, root};

pub(crate) fn help(words: &str, flag: &str) -> String {
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
    for flag in ["--version", "-V", "version"] {
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

/// The names of the topics.
pub(crate) const TOPICS: [&str; 5] = [
    "output",
    "filters",
    "exit-codes",
    "credentials",
    "environment",
];

#[test]
fn sections_have_one_order() {
    let order = [
        "Usage",
        "Commands",
        "Arguments",
        "Options",
        "Filters",
        "Choice",
        "Output",
        "Whom to ask",
        "Messages",
        "Network",
        "Topics of `cloudq help`",
        "Examples",
    ];
    for words in commands() {
        let said = help(&words, "--help");
        let places: Vec<usize> = said
            .lines()
            .filter_map(|line| {
                order
                    .iter()
                    .position(|name| line.starts_with(&format!("{name}:")))
            })
            .collect();
        assert!(places.is_sorted() && places.len() >= 6, "{words}: {said}");
    }
}

#[test]
fn the_short_help_is_short_and_tells_where_the_rest_is() {
    for words in commands() {
        let short = help(&words, "-h");
        let most = match words.as_str() {
            "" | "images list" | "regions" | "providers" => 24,
            _ => 29,
        };
        let lines = short.lines().count();
        assert!(lines <= most, "{words}: {lines} lines\n{short}");
        assert!(short.ends_with("\nAll flags: --help\n"), "{words}: {short}");
        assert!(!short.contains("--connect-timeout"), "{words}: {short}");
        assert!(
            help(&words, "--help").contains("--connect-timeout"),
            "{words}"
        );
    }
}

#[test]
fn help_fits_80_columns() {
    for words in commands() {
        let narrow = cloudq(&words).arg("--help").env("COLUMNS", "80").run().ok();
        assert!(
            narrow.lines().all(|line| line.chars().count() <= 80),
            "{words}: {narrow}"
        );
        // An example that is broken in two is none.
        let wide = help(&words, "--help");
        let (_, examples) = wide.split_once("\nExamples:\n").unwrap();
        assert!(narrow.ends_with(examples), "{words}: {narrow}");
        assert!(examples.lines().count() >= 2, "{words}");
    }
}

#[test]
fn help_is_asked_for_in_several_ways() {
    let expected = help("images list", "--help");
    for words in [
        "help images list",
        "help images ls",
        "images help list",
        "images list -h --help",
    ] {
        assert_eq!(cloudq(words).run().ok(), expected, "{words}");
    }
    let all = cloudq("help").run().ok();
    assert_eq!(all, help("", "--help"));
    for topic in TOPICS {
        assert!(all.contains(&format!("\n  {topic:<12} ")), "{topic}");
        let page = cloudq("help").arg(topic).run().ok();
        assert!(page.contains("\nExamples:\n"), "{topic}");
    }
    // What stands behind `--` is for another program.
    let ended = cloudq("sandbox run -- sh -c true --help").run();
    assert_eq!(ended.code, Some(0), "{ended}");
    assert!(!ended.stdout.contains("Usage"), "{ended}");
}

#[test]
fn what_is_nearly_right_is_suggested() {
    for_each(
        [
            ("help outptu", "`cloudq help output`"),
            ("help imges", "`cloudq help images`"),
            ("help images lsit", "`cloudq help images list`"),
            ("help nothing-like-it", "`cloudq help` lists"),
            ("imges", "'images'"),
            ("images lits", "'list'"),
            ("images list --familly web", "'--family'"),
            ("images list -o jsno", "'json'"),
            ("images list --color alwasy", "'always'"),
            ("images list --progress plian", "'plain'"),
            ("images list --on-error contine", "'continue'"),
            ("images list --error-format jsn", "'json'"),
            ("images list --os-type linx", "'linux'"),
            ("images list --usage in-us", "'in-use'"),
            ("images list --action creat", "'create'"),
            ("images list --owner selff", "`self`"),
            ("images list --status availble", "`available`"),
            ("images list --arch x86-64", "`x86_64`"),
            ("images list --provider alibaba-esc", "`alibaba-ecs`"),
            ("images list -c craeted", "`created`"),
            ("images list --sort-by nmae", "`name`"),
            ("providers show esc", "`ecs`"),
            ("completion bahs", "'bash'"),
            ("schema confg", "'config'"),
        ],
        |(words, _)| (*words).to_owned(),
        |(words, suggested)| cloudq(words).run().failed_saying(2, &[suggested]),
    );
}

#[test]
fn values_that_begin_with_a_hyphen() {
    let pattern = cloudq("-p sandbox images list --name-regex -1[.]4 -o id");
    assert!(!pattern.run().lines().is_empty());
    cloudq("images list --name-regex --raw")
        .run()
        .failed_saying(2, &["--name-regex", "looks like a flag"]);
    // Elsewhere it is more likely that the value was forgotten.
    cloudq("images list --name --limit 3")
        .run()
        .failed_saying(2, &["a value is required for '--name <GLOB>'"]);
    cloudq("images list --limit 0")
        .run()
        .failed_saying(2, &["leave it out to print all"]);
}

/// The variables that the source names.
fn variables(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["sandbox", "tests"].contains(&name.as_str()) {
            variables(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let words = code.split('"').filter(|word| {
                let upper =
                    |letter: char| letter.is_ascii_uppercase() || "_0123456789".contains(letter);
                word.chars().all(upper) && !word.ends_with('_')
            });
            let known = [
                "CLOUDQ_",
                "ALIBABA",
                "ALICLOUD_",
                "TENCENTCLOUD_",
                "TKE_",
                "TCCLI_",
                "SSL_",
                "NO_COLOR",
                "CLICOLOR",
                "XDG_",
            ];
            found.extend(
                words
                    .filter(|word| known.iter().any(|prefix| word.starts_with(prefix)))
                    .map(str::to_owned),
            );
        }
    }
}

#[test]
fn each_variable_is_told() {
    let page = cloudq("help environment").run().ok();
    let told: Vec<&str> = page
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .collect();
    let mut found = Vec::new();
    for folder in ["src", "crates"] {
        variables(&root().join(folder), &mut found);
    }
    assert!(found.len() > 60, "{found:?}");
    for name in found {
        assert!(told.contains(&name.as_str()), "{name} is not told");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_a_failure() {
    for words in ["--help", "-h", "--version", "help", "help filters", "man"] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let ended = cloudq(words).run_into(full.into());
        ended.failed_saying(1, &["cannot write the output"]);
    }
}

#[cfg(unix)]
#[test]
fn help_into_a_closed_pipe_is_silent() {
    for words in ["--help", "help filters", "man"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = cloudq(words).run_into(writer.into());
        assert_eq!(
            (ended.code, ended.stderr.as_str()),
            (Some(0), ""),
            "{words}"
        );
    }
}

#[test]
fn help_and_refusals_have_the_colour_that_is_asked_for() {
    for words in ["-h", "images list --help", "help images", "images lst"] {
        for (flag, is_coloured) in [("--color always", true), ("--color=never", false)] {
            let ended = cloudq(words).args(flag).env("CLICOLOR_FORCE", "1").run();
            let said = ended.stdout + &ended.stderr;
            assert_eq!(said.contains("\u{1b}["), is_coloured, "{words} {flag}");
        }
        let plain = cloudq(words).run();
        assert!(
            !(plain.stdout + &plain.stderr).contains('\u{1b}'),
            "{words}"
        );
    }
}
