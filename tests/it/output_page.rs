//! `docs/output.md` tells what is so: its examples are run, its table is that of the
//! program.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{cloudq, without_ages};

const BEGIN: &str = "<!-- image: begin, generated, see docs/development.md -->\n";
const END: &str = "<!-- image: end -->\n";

fn path() -> PathBuf {
    crate::support::root().join("docs/output.md")
}

/// The words for what a member may be.
fn kind(schema: &Value) -> String {
    let word = |name: &Value| match name.as_str() {
        None | Some("null") => None,
        Some("boolean") => Some("true or false".to_owned()),
        Some("string") if schema["format"] == "date-time" => Some("time".to_owned()),
        Some("string") => Some("text".to_owned()),
        Some("integer") => Some("number".to_owned()),
        Some(other) => Some(other.to_owned()),
    };
    let some = |names: &[Value]| names.iter().filter_map(word).collect::<Vec<_>>().join(", ");
    match (&schema["enum"], &schema["type"]) {
        (Value::Array(words), _) => {
            let words = words.iter().filter_map(Value::as_str);
            words
                .map(|word| format!("`{word}`"))
                .collect::<Vec<_>>()
                .join(" ")
        }
        (_, Value::Array(types)) => some(types),
        (_, one) => some(std::slice::from_ref(one)),
    }
}

/// A line for each column, in their order, from `-c help` and the schema.
fn table() -> String {
    let schema = cloudq("schema image").run().json();
    let mut table = String::from("\n| column | type | meaning |\n|---|---|---|\n");
    for line in cloudq("images list -c help").run().lines() {
        let (column, about) = line.split_once(' ').unwrap();
        if column == "age" {
            writeln!(table, "| `age` | text, not in JSON | {} |", about.trim()).unwrap();
            continue;
        }
        let member = &schema["properties"][column];
        assert_eq!(member["description"], about.trim(), "{column}");
        writeln!(
            table,
            "| `{column}` | {} | {} |",
            kind(member),
            about.trim()
        )
        .unwrap();
    }
    table.push('\n');
    table
}

#[test]
fn its_table_is_up_to_date() {
    let kept = fs::read_to_string(path()).unwrap();
    let (before, rest) = kept.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let right = format!("{before}{BEGIN}{}{END}{after}", table());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(path(), right).unwrap();
        return;
    }
    assert!(
        kept == right,
        "docs/output.md has other columns: INSTA_UPDATE=always cargo test --test it output_page"
    );
}

#[test]
fn it_names_every_schema() {
    let page = fs::read_to_string(path()).unwrap();
    for name in cloudq("schema").run().lines() {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    assert!(page.lines().count() <= 155);
}

/// Whether lines are those of an example, in which `…` stands for any.
#[cfg(feature = "sandbox")]
fn agree(shown: &[&str], printed: &[&str]) -> bool {
    match (shown.split_first(), printed.split_first()) {
        (None, _) => printed.is_empty(),
        (Some((line, rest)), _) if line.trim() == "…" => {
            (0..=printed.len()).any(|at| agree(rest, &printed[at..]))
        }
        (Some((line, rest)), Some((first, others))) => {
            let same = match line.strip_suffix('…') {
                Some(start) => first.starts_with(start),
                None => without_ages(line) == without_ages(first),
            };
            same && agree(rest, others)
        }
        (Some(_), None) => false,
    }
}

#[cfg(feature = "sandbox")]
#[test]
fn its_examples_are_what_is_printed() {
    let page = fs::read_to_string(path()).unwrap();
    let mut count = 0;
    for block in page.split("```text\n").skip(1) {
        let (block, _) = block.split_once("```").unwrap();
        let (command, shown) = block.split_once('\n').unwrap();
        let printed = cloudq(command.strip_prefix("$ cloudq ").unwrap())
            .run()
            .ok();
        let (shown, printed): (Vec<_>, Vec<_>) =
            (shown.lines().collect(), printed.lines().collect());
        assert!(agree(&shown, &printed), "{command}\n{}", printed.join("\n"));
        count += 1;
    }
    assert!(count >= 5, "{count}");
}
