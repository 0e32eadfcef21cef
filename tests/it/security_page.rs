//! `docs/security.md` promises nothing that no test checks.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use regex_lite::Regex;

use crate::support::root;

/// Collects the names of the tests in all files below a folder.
fn add_tests(folder: &Path, names: &mut HashSet<String>) {
    let test = r"#\[(?:tokio::)?test[^\]]*\]\s*(?:#\[[^\n]*\s+)*(?:async )?fn (\w+)\(";
    let test = Regex::new(test).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_tests(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            names.extend(test.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
}

#[test]
fn each_line_names_tests_that_exist() {
    let mut tests = HashSet::new();
    for folder in ["src", "crates", "tests"] {
        add_tests(&root().join(folder), &mut tests);
    }
    assert!(tests.contains("each_line_names_tests_that_exist"));
    let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let rows: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.ends_with("| tests |"))
        .collect();
    assert!(rows.len() > 30);
    for row in rows {
        let (_, cell) = row.trim_end_matches(" |").rsplit_once(" | ").unwrap();
        let names: Vec<&str> = cell
            .split_whitespace()
            .map(|name| name.trim_matches('`'))
            .collect();
        assert!(!names.is_empty(), "no test: {row}");
        for name in names {
            assert!(tests.contains(name), "there is no test `{name}`: {row}");
        }
    }
}
