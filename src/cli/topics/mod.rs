//! The topics of `cloudq help`: short pages, for a terminal and for the manual.
//!
//! A page is the text of a file here. Lines such as `@formats@` stand for lists that
//! the program knows, so that they are those that it goes by.

mod exit_codes;
mod lists;

use std::fmt::Write as _;

/// A page that is about no single command.
pub(super) struct Topic {
    /// What it is asked for by.
    pub(super) name: &'static str,
    /// What it is about, in a line.
    pub(super) about: &'static str,
    page: &'static str,
    lists: &'static [List],
}

/// A word between `@`, and what stands for it.
type List = (&'static str, fn() -> String);

/// All topics, in the order of the help.
pub(super) static ALL: [Topic; 5] = [
    Topic {
        name: "output",
        about: "Formats, columns, order, and what scripts may rely on",
        page: include_str!("output.txt"),
        lists: &[("@formats@", lists::formats)],
    },
    Topic {
        name: "filters",
        about: "Which images are meant, and who decides it",
        page: include_str!("filters.txt"),
        lists: &[
            ("@filters@", lists::filters),
            ("@owners@", lists::owners),
            ("@statuses@", lists::statuses),
            ("@architectures@", lists::architectures),
            ("@operators@", lists::operators),
        ],
    },
    Topic {
        name: "exit-codes",
        about: "How a command ends, and what it means",
        page: include_str!("exit-codes.txt"),
        lists: &[("@codes@", exit_codes::list)],
    },
    Topic {
        name: "credentials",
        about: "Where access keys come from, and which one signs",
        page: include_str!("credentials.txt"),
        lists: &[("@types@", lists::credential_types)],
    },
    Topic {
        name: "environment",
        about: "The variables that count, of cloudq and of the vendors' tools",
        page: include_str!("environment.txt"),
        lists: &[("@own@", lists::variables), ("@vendors@", lists::vendors)],
    },
];

/// The topic of that name.
pub(super) fn named(name: &str) -> Option<&'static Topic> {
    ALL.iter().find(|topic| topic.name == name)
}

/// The topics as a section of the help.
pub(super) fn list() -> String {
    let mut list = String::from("\u{1b}[1m\u{1b}[32mTopics of `cloudq help`:\u{1b}[0m");
    for topic in &ALL {
        // Writing to a string does not fail.
        let _ = write!(list, "\n  {:<12} {}", topic.name, topic.about);
    }
    list
}

impl Topic {
    /// The page below its first line.
    pub(super) fn body(&self) -> String {
        let mut body = self.page.to_owned();
        for (word, make) in self.lists {
            body = body.replace(word, &make());
        }
        body
    }

    /// The whole page.
    pub(super) fn text(&self) -> String {
        format!("{}\n\n{}", self.about, self.body())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_short_and_narrow() {
        for topic in &ALL {
            let text = topic.text();
            let lines = text.lines().count();
            assert!((20..=80).contains(&lines), "{}: {lines}", topic.name);
            for line in text.lines() {
                assert!(line.chars().count() <= 84, "{}: {line}", topic.name);
                assert!(!line.contains('@') || line.contains('<'), "{line}");
                assert_eq!(line, line.trim_end(), "{}", topic.name);
            }
            assert!(text.ends_with('\n') && text.contains("\nExamples:\n"));
        }
    }

    /// The words of a text that look like long flags.
    fn flags(text: &str) -> impl Iterator<Item = &str> {
        text.split(|letter: char| !(letter.is_ascii_lowercase() || letter == '-'))
            .filter(|word| word.starts_with("--") && word.len() > 2)
    }

    #[test]
    fn flags_that_pages_name_are_there() {
        fn known(command: &clap::Command, found: &mut Vec<String>) {
            let longs = command.get_arguments().filter_map(clap::Arg::get_long);
            found.extend(longs.map(|long| format!("--{long}")));
            for below in command.get_subcommands() {
                known(below, found);
            }
        }
        let mut all = Vec::new();
        known(&crate::cli::command(), &mut all);
        for topic in &ALL {
            let text = topic.text();
            for flag in flags(&text) {
                // `--created-*` stands for two.
                assert!(
                    all.iter().any(|known| known == flag) || flag == "--created-",
                    "{}: there is no {flag}",
                    topic.name
                );
            }
        }
    }
}
