//! The pages for people are in plain words: no phrase that readers had to read twice,
//! and hardly a sentence that begins with a relative pronoun.
//!
//! [`phrases`] and [`inverted`] take any text, so that the help can be checked in the same way.

use std::fmt::Write as _;
use std::fs;

use regex_lite::Regex;

use crate::support::{for_each, root};

/// Phrases that readers did not understand at first reading, and what to write instead.
const FORBIDDEN: &[(&str, &str)] = &[
    (
        "add up to the service's count",
        "differs from the total that the service reports",
    ),
    ("an id is of one region", "an image ID exists in one region"),
    ("and take none", "and accept no region"),
    (
        "answers what cannot be read",
        "sends an unreadable response",
    ),
    (
        "asked of whom",
        "shows the requests and why this image was chosen",
    ),
    (
        "but for that of a signal",
        "every non-zero code …, except after a signal",
    ),
    ("checked here is", "filtered by cloudq:"),
    (
        "costs only its own rows",
        "if a region fails, the others are still printed",
    ),
    (
        "differ in the id only",
        "same creation time and version; the higher ID was chosen",
    ),
    (
        "disarm formulas",
        "prefix cells that look like formulas with '",
    ),
    (
        "disarms formulas",
        "prefixes cells that look like formulas with '",
    ),
    (
        "does not add up",
        "is incomplete; differs from the total that the service reports",
    ),
    (
        "do not add up",
        "are incomplete; differ from the total that the service reports",
    ),
    (
        "each member by itself",
        "--query needs the whole result in memory",
    ),
    ("ends without a failure", "succeeds"),
    ("fit to create a machine", "usable to create an instance"),
    (
        "give a connection this long",
        "timeout for opening a connection",
    ),
    ("give an attempt this long", "timeout for each attempt"),
    ("has no meaning", "cannot be used with; requires"),
    ("is asked unless", "the default provider is"),
    ("is no time", "is not a valid time"),
    ("is none of the", "is not among the"),
    ("knows better", "depends on the provider"),
    ("leaves alone", "set to `true` to disable"),
    ("left out is", "not supported by this provider, ignored:"),
    ("look at others", "search others with"),
    ("looks at others", "searches others"),
    (
        "makes it 10",
        "exits with 10 if the image is older than that",
    ),
    (
        "makes of the whole result",
        "filter or reshape the result with a JMESPath expression",
    ),
    ("misbehave", "inject faults"),
    (
        "needs no loop of its own",
        "scripts need no retry loop of their own",
    ),
    (
        "never of two families",
        "the ID, secret and token of an access key must come from one row",
    ),
    ("no member is ever left out", "every field is present"),
    (
        "of all images the newest",
        "the newest of all images is rarely useful",
    ),
    (
        "open to everybody",
        "reachable by everyone who can reach the address",
    ),
    ("or begin one", "or create one"),
    ("or none was", "or no instance was created from it"),
    ("shown to another vendor", "sent to a different vendor"),
    ("spares it", "skips it"),
    ("stands for the unknown", "matches images without a value"),
    ("stays as it is", "is not overwritten; does not change"),
    ("stays as it was", "written atomically"),
    (
        "takes what stands in brackets",
        "press Enter to accept the default in brackets",
    ),
    ("tell calls", "log requests"),
    ("tell how far", "show progress"),
    ("tells less of an image", "returns fewer fields"),
    ("that are there", "existing"),
    ("that is there already", "existing"),
    ("the service does not decide", "evaluated client-side"),
    ("this is no failure", "leave it out"),
    (
        "what an image does not tell",
        "an image without a value for a column",
    ),
    ("what is asked", "which requests are made"),
    ("where there is none", "if none exists"),
    ("where you have it already", "from another tool"),
    ("which leaves no choice", "is the only match"),
    ("which machine images exist", "lists machine images"),
    (
        "who reads only the first lines",
        "closing the pipe early is not an error",
    ),
    ("who says so", "where each setting comes from"),
    ("whom to ask", "provider, profile and region"),
    (
        "whose key it is cannot be told",
        "cannot determine who owns the key",
    ),
    ("whose time has run out", "expired"),
];

/// The most sentences that may begin with a relative pronoun, over all pages.
const MOST_INVERTED: usize = 10;

/// A page of the repository: its path from the root, and its prose.
struct Page {
    name: String,
    prose: String,
}

/// All pages that users and contributors read.
fn pages() -> Vec<Page> {
    let mut names = ["README.md", "CHANGELOG.md", "SECURITY.md"]
        .map(str::to_owned)
        .to_vec();
    for folder in ["docs", "docs/adr"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.strip_suffix(".md").is_some() {
                names.push(format!("{folder}/{name}"));
            }
        }
    }
    names.sort();
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let mut pages: Vec<Page> = names
        .into_iter()
        .map(|name| Page {
            prose: markdown(&read(&name)),
            name,
        })
        .collect();
    pages.push(Page {
        prose: comments(&read("config.example.toml")),
        name: "config.example.toml".to_owned(),
    });
    pages
}

/// The prose of a page of Markdown: a line for each paragraph, item, heading and cell.
///
/// Blocks of code and the table of columns are left out, as their text is the program's.
/// Code in a sentence becomes `x`, and a link its text.
fn markdown(page: &str) -> String {
    let (page, rest) = page.split_once("<!-- image: begin").unwrap_or((page, ""));
    let (_, rest) = rest.split_once("<!-- image: end").unwrap_or(("", ""));
    let mut prose = String::new();
    let mut inside = false;
    for line in page.lines().chain(rest.lines()) {
        let line = line.trim();
        if line.starts_with("```") {
            inside = !inside;
        } else if inside || line.starts_with("<!--") || line.is_empty() {
            prose.push('\n');
        } else if line.starts_with('|') {
            for cell in line.trim_matches('|').split(" | ") {
                writeln!(prose, "\n{}", cell.trim()).unwrap();
            }
        } else {
            let item = Regex::new(r"^(#+|[-*]|\d+\.) ").unwrap();
            if item.is_match(line) {
                prose.push('\n');
            }
            write!(prose, "{} ", item.replace(line, "")).unwrap();
            if line.starts_with('#') {
                prose.push('\n');
            }
        }
    }
    let code = Regex::new("`[^`]*`").unwrap();
    let link = Regex::new(r"!?\[([^\]]*)\]\([^)]*\)").unwrap();
    let prose = code.replace_all(&prose, "x");
    link.replace_all(&prose, "$1").replace("**", "")
}

/// The prose in the comments of a configuration file: a line for each block of them.
///
/// A setting that is commented out has no space behind its `#`.
fn comments(file: &str) -> String {
    let mut prose = String::new();
    for line in file.lines() {
        match (line.strip_prefix("# "), line.split_once(" # ")) {
            (Some(text), _) => write!(prose, "{text} ").unwrap(),
            (None, Some((_, text))) => writeln!(prose, "\n{}", text.trim()).unwrap(),
            (None, None) => prose.push('\n'),
        }
    }
    prose
}

/// The forbidden phrases in a text, each with what to write instead.
fn phrases(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    let found = FORBIDDEN.iter().filter(|(phrase, _)| text.contains(phrase));
    found
        .map(|(phrase, instead)| format!("`{phrase}`: write `{instead}`"))
        .collect()
}

/// The sentences of a text that begin with a relative pronoun, apart from questions.
fn inverted(text: &str) -> Vec<String> {
    let first = Regex::new(r"^\W*(What|Who|Whose|Whom|Of|Those|Whether)\b").unwrap();
    let end = Regex::new(r"[.!?](\s+|$)").unwrap();
    let mut found = Vec::new();
    for line in text.lines() {
        let mut rest = line;
        while !rest.trim().is_empty() {
            let until = end.find(rest).map_or(rest.len(), |mark| mark.end());
            let sentence = rest[..until].trim();
            rest = &rest[until..];
            if first.is_match(sentence) && !sentence.ends_with('?') {
                found.push(sentence.to_owned());
            }
        }
    }
    found
}

#[test]
fn no_page_has_a_phrase_that_readers_read_twice() {
    for_each(
        pages(),
        |page| page.name.clone(),
        |page| {
            let found = phrases(&page.prose);
            assert!(found.is_empty(), "{}", found.join("\n"));
        },
    );
}

#[test]
fn hardly_a_sentence_of_the_pages_begins_with_a_relative_pronoun() {
    let mut found = Vec::new();
    for page in pages() {
        let sentences = inverted(&page.prose);
        found.extend(sentences.iter().map(|one| format!("{}: {one}", page.name)));
    }
    assert!(
        found.len() <= MOST_INVERTED,
        "{} sentences begin with What, Who, Whose, Whom, Of, Those or Whether:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn phrases_are_found_across_lines() {
    assert_eq!(
        phrases("Images whose\ntime  has run out, too."),
        ["`whose time has run out`: write `expired`"]
    );
    assert!(phrases("Include expired images.").is_empty());
}

#[test]
fn sentences_are_found_in_every_part_of_a_page() {
    let page = "# What is new\n\nIt is. Of these, one\nstays. `Who` runs?\n\n- **Those** go.\n\
                | a | Whose it is |\n```text\nWhat a program prints.\n```\nWhat is it?\n";
    assert_eq!(
        inverted(&markdown(page)),
        [
            "What is new",
            "Of these, one stays.",
            "Those go.",
            "Whose it is"
        ]
    );
    let file = "# Keys are here. What\n# follows is one.\nkey = 1  # Whether it is on\n#key = 2\n";
    assert_eq!(
        inverted(&comments(file)),
        ["What follows is one.", "Whether it is on"]
    );
}
