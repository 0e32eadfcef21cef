//! What the program knows, as lines for the topics.

use std::fmt::Write as _;

use crate::cli::commands::images::filters::ARCHITECTURES;
use crate::clouds::{PROVIDERS, clouds};
use crate::config::keys::TYPES;
use crate::model::{FilterKind, Operator, Owner, Status};
use crate::output::Format;

/// Lines with two spaces in front, the first word of each as wide as the widest.
fn lines<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let rows: Vec<_> = rows.into_iter().collect();
    let width = rows.iter().map(|(word, _)| word.len()).max().unwrap_or(0);
    let lines = rows.iter().map(|(word, about)| {
        let line = format!("  {word:<width$}  {about}");
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a format is. Named by words, so that a test can tell which one is missing.
const FORMATS: [(&str, &str); 9] = [
    (
        "table",
        "aligned columns for people; a terminal's width cuts it",
    ),
    ("wide", "a table with more columns"),
    ("json", "an array of whole objects"),
    ("ndjson", "an object on each line, as soon as it is there"),
    ("yaml", "a list of whole objects"),
    ("csv", "columns as RFC 4180 has them"),
    ("tsv", "columns between tabs, escaped and never quoted"),
    ("id", "an id on each line"),
    ("map", "one object from region to id; several families nest"),
];

/// The formats and what they are.
pub(super) fn formats() -> String {
    lines(Format::ALL.map(|format| {
        let known = FORMATS.iter().find(|(name, _)| *name == format.as_str());
        (format.as_str(), known.map_or("", |(_, about)| about))
    }))
}

/// Who decides on each filter, for each provider.
pub(super) fn filters() -> String {
    let mut table = format!("  {:<20}", "FILTER");
    for provider in PROVIDERS.iter() {
        // Writing to a string does not fail.
        let _ = write!(table, "{:<13}", provider.facts().alias);
    }
    for kind in FilterKind::ALL {
        let _ = write!(table, "\n  {:<20}", kind.flag());
        for provider in PROVIDERS.iter() {
            let _ = write!(table, "{:<13}", provider.support(kind).word());
        }
    }
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    lines.join("\n")
}

pub(super) fn owners() -> String {
    Owner::ALL.map(Owner::as_str).join(", ")
}

pub(super) fn statuses() -> String {
    Status::ALL.map(Status::as_str).join(", ")
}

pub(super) fn architectures() -> String {
    ARCHITECTURES.join(", ")
}

pub(super) fn operators() -> String {
    let mut operators = Operator::ALL;
    operators.sort_by_key(|operator| operator.as_str().len());
    operators.map(Operator::as_str).join(" ")
}

/// The types of credentials and what they are.
pub(super) fn credential_types() -> String {
    let types = TYPES.types.iter().map(|known| known.of);
    lines(types.map(|known| (known.name, known.about)))
}

/// The program's own variables.
const VARIABLES: [(&str, &str); 12] = [
    ("CLOUDQ_PROFILE", "--profile"),
    ("CLOUDQ_PROVIDER", "--provider"),
    ("CLOUDQ_REGION", "--region"),
    ("CLOUDQ_CONFIG", "--config"),
    ("CLOUDQ_OUTPUT", "--output"),
    ("CLOUDQ_ERROR_FORMAT", "--error-format"),
    (
        "CLOUDQ_LOG",
        "0 to 3: 1 calls as -v, 2 headers too, 3 bodies too",
    ),
    ("CLOUDQ_ENDPOINT", "--endpoint"),
    ("CLOUDQ_RETRIES", "--retries"),
    ("CLOUDQ_CONCURRENCY", "--concurrency"),
    ("CLOUDQ_STS_ENDPOINT", "the address of the token service"),
    (
        "CLOUDQ_METADATA_ENDPOINT",
        "the address of the metadata service",
    ),
];

/// The program's own variables and what they set.
pub(super) fn variables() -> String {
    lines(VARIABLES)
}

/// Keys and regions of each vendor, once.
pub(super) fn vendors() -> String {
    let mut rows = Vec::new();
    for variables in clouds().map(|cloud| &cloud.facts().variables) {
        for key in variables.keys {
            let parts = [key.id, key.secret, key.token].map(|names| names.join(" or "));
            rows.push(filled(&parts));
        }
        let region: Vec<String> = variables.region.iter().map(|&n| n.into()).collect();
        rows.push(filled(&region));
    }
    rows.join("\n")
}

/// Words after each other, in as many lines as they need; those after the first
/// stand further in.
fn filled(words: &[String]) -> String {
    const WIDTH: usize = 80;
    let mut text = String::new();
    let mut column = 0;
    for (at, word) in words.iter().enumerate() {
        let comma = if at + 1 < words.len() { "," } else { "" };
        let needed = word.len() + comma.len();
        let gap = match at {
            0 => "  ",
            _ if column + 1 + needed > WIDTH => "\n    ",
            _ => " ",
        };
        column = if gap.len() > 2 { 4 } else { column + gap.len() } + needed;
        text += gap;
        text += word;
        text += comma;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_and_type_is_explained() {
        for format in Format::ALL {
            let name = format.as_str();
            assert!(FORMATS.iter().any(|(known, _)| *known == name), "{name}");
        }
        assert!(TYPES.types.iter().all(|known| !known.of.about.is_empty()));
    }
}
