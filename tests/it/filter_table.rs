//! The table of filters in `docs/filters.md` is what the providers answer.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use cloudq::clouds::PROVIDERS;
use cloudq::model::FilterKind;
use cloudq::provider::Support;

use crate::support::root;

const BEGIN: &str = "<!-- filters: begin, generated, see docs/development.md -->\n";
const END: &str = "<!-- filters: end -->\n";

fn path() -> PathBuf {
    root().join("docs/filters.md")
}

fn page() -> String {
    fs::read_to_string(path()).unwrap()
}

/// The word for who decides; a dash, so that the words catch the eye, for nobody.
fn cell(support: Support) -> &'static str {
    match support.why() {
        None => support.word(),
        Some(_) => "–",
    }
}

/// A line for each filter, a column for each provider.
fn table() -> String {
    let mut table = String::from("\n| filter |");
    for provider in PROVIDERS.iter() {
        write!(table, " {} |", provider.facts().id).unwrap();
    }
    writeln!(table, "\n|---|{}", "---|".repeat(PROVIDERS.len())).unwrap();
    for kind in FilterKind::ALL {
        write!(table, "| `{}` |", kind.flag()).unwrap();
        for provider in PROVIDERS.iter() {
            write!(table, " {} |", cell(provider.support(kind))).unwrap();
        }
        table.push('\n');
    }
    table.push('\n');
    table
}

/// The page with this table between the two comments.
fn with_table(page: &str, table: &str) -> String {
    let (before, rest) = page.split_once(BEGIN).expect("the page has the begin");
    let (_, after) = rest.split_once(END).expect("the page has the end");
    format!("{before}{BEGIN}{table}{END}{after}")
}

#[test]
fn the_table_of_filters_is_up_to_date() {
    let kept = page();
    let right = with_table(&kept, &table());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        // Snapshots are accepted in the same way.
        if kept != right {
            // In one step, as another test may be reading it.
            let new = root().join("docs/filters.md.new");
            fs::write(&new, right).unwrap();
            fs::rename(&new, path()).unwrap();
        }
        return;
    }
    // Not assert_eq: two long texts would hide what to do.
    assert!(
        kept == right,
        "the filters in docs/filters.md are out of date: \
         run `INSTA_UPDATE=always cargo test --test it filter_table`"
    );
}

#[test]
fn each_word_of_the_table_is_explained() {
    // The text around the table is written by hand.
    let around = with_table(&page(), "");
    for provider in PROVIDERS.iter() {
        for support in FilterKind::ALL.map(|kind| provider.support(kind)) {
            let word = format!("`{}`: ", cell(support));
            assert!(
                around.contains(&word),
                "docs/filters.md does not explain {word}"
            );
        }
    }
}

#[test]
fn only_the_table_is_replaced() {
    let page = format!("before\n{BEGIN}old\n{END}after\n");
    assert_eq!(
        with_table(&page, "new\n"),
        format!("before\n{BEGIN}new\n{END}after\n")
    );
    assert_eq!(with_table(&page, "old\n"), page);
}
