//! The README and the pages of `docs/` say what is so: their examples are run, and
//! links and files that they name are there.
//!
//! In a block `console`, what a command prints is compared; one of `sh`, and a script in
//! one of `yaml`, has to succeed; `json` and `toml` have to be right. All that on Linux,
//! whose errors and tools they show.

mod blocks;
mod transcript;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;

use self::blocks::{Block, Mark, blocks, scripts};
use crate::shell::Shell;
use crate::support::{Service, for_each, root};

/// A page, by its path from the root.
struct Page {
    name: String,
    text: String,
}

impl Page {
    fn path(&self) -> PathBuf {
        root().join(&self.name)
    }
}

fn pages() -> Vec<Page> {
    let docs = fs::read_dir(root().join("docs")).unwrap();
    let mut names: Vec<String> = docs
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| {
            PathBuf::from(name)
                .extension()
                .is_some_and(|extension| extension == "md")
        })
        .map(|name| format!("docs/{name}"))
        .collect();
    names.push("README.md".to_owned());
    names.sort();
    let page = |name: String| {
        let text = fs::read_to_string(root().join(&name)).unwrap();
        Page { name, text }
    };
    names.into_iter().map(page).collect()
}

/// Runs a block, and gives its text as it ought to be.
fn run(shell: &Shell, block: &Block) -> String {
    match block.language.as_str() {
        "console" => return transcript::corrected(shell, &block.text),
        "sh" => succeeds(shell, &block.text),
        "yaml" => {
            for script in scripts(&block.text) {
                succeeds(shell, &script);
            }
        }
        "toml" => {
            let file = shell.folder().join("config.toml");
            crate::support::write_private(&file, &block.text);
            succeeds(shell, "cloudq config validate --config config.toml");
        }
        "json" => {
            serde_json::from_str::<serde_json::Value>(&block.text).unwrap();
        }
        "text" => {}
        other => panic!("nothing is known of blocks of `{other}`"),
    }
    block.text.clone()
}

fn succeeds(shell: &Shell, script: &str) {
    let ended = shell.run(script);
    assert_eq!(ended.code, Some(0), "{ended}");
}

fn is_run(shell: &Shell, block: &Block) -> bool {
    match &block.mark {
        Mark::None => true,
        Mark::NotRun(_) => false,
        Mark::Needs(programs) => {
            let all: Vec<String> = programs
                .iter()
                .map(|name| format!("command -v {name}"))
                .collect();
            shell.run(&all.join("\n")).code == Some(0)
        }
    }
}

/// Runs the blocks of a page in one folder, and gives the page as it ought to be.
fn corrected(page: &Page) -> String {
    let service = Service::new();
    let shell = Shell::new().at(&service);
    // Where the workflows of a well-known service leave what others read.
    let output = shell.folder().join("github-output");
    let shell = shell
        .env("GITHUB_OUTPUT", output.to_str().unwrap())
        // Terraform asks nobody for its newest version.
        .env("CHECKPOINT_DISABLE", "1");
    let mut right = String::new();
    let mut at = 0;
    for block in blocks(&page.text)
        .iter()
        .filter(|block| is_run(&shell, block))
    {
        right += &page.text[at..block.place.start];
        right += &run(&shell, block);
        at = block.place.end;
    }
    right + &page.text[at..]
}

#[test]
fn the_examples_do_what_the_pages_say() {
    let accept = std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always");
    for_each(
        pages(),
        |page| page.name.clone(),
        |page| {
            let right = corrected(page);
            if right == page.text {
                return;
            }
            if accept {
                // In one step, as another test may be reading it.
                let new = page.path().with_extension("new");
                fs::write(&new, right).unwrap();
                fs::rename(&new, page.path()).unwrap();
                return;
            }
            let told = differences(&page.text, &right);
            panic!(
                "{} is out of date, see below: run \
                 `INSTA_UPDATE=always cargo test --test it documents`\n{told}",
                page.name
            );
        },
    );
}

/// The blocks that differ, as they are and as they ought to be.
fn differences(kept: &str, right: &str) -> String {
    let mut told = String::new();
    for (kept, right) in blocks(kept).iter().zip(blocks(right)) {
        if kept.text != right.text {
            writeln!(told, "--- kept\n{}--- right\n{}", kept.text, right.text).unwrap();
        }
    }
    told
}

#[test]
fn what_is_not_run_is_known() {
    let mut told = String::new();
    for page in pages() {
        for block in blocks(&page.text) {
            let first = block.text.lines().next().unwrap_or_default();
            match block.mark {
                Mark::None => {}
                Mark::NotRun(why) => writeln!(told, "{}: {first}: {why}", page.name).unwrap(),
                Mark::Needs(programs) => {
                    let programs = programs.join(", ");
                    writeln!(told, "{}: {first}: where there is {programs}", page.name).unwrap();
                }
            }
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_readme_is_short() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(
        readme.lines().count() <= 150,
        "details belong into a page of docs/"
    );
}

#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)|<img [^>]*src=.([^\x22]+).").unwrap();
    for_each(
        pages(),
        |page| page.name.clone(),
        |page| {
            for found in link.captures_iter(&page.text) {
                let target = found.get(1).or(found.get(2)).unwrap().as_str();
                if target.starts_with("https://") {
                    continue;
                }
                let (file, heading) = target.split_once('#').unwrap_or((target, ""));
                let path = if file.is_empty() {
                    page.path()
                } else {
                    page.path().parent().unwrap().join(file)
                };
                assert!(path.exists(), "{target}");
                if !heading.is_empty() {
                    let text = fs::read_to_string(&path).unwrap();
                    assert!(headings(&text).any(|found| found == heading), "{target}");
                }
            }
        },
    );
}

#[test]
fn files_that_contributors_are_told_of_are_there() {
    let files = files(root());
    let name = Regex::new(r"`([a-z0-9_./-]+(?:\.rs|\.toml|/))`").unwrap();
    for_each(
        ["architecture", "development", "adding-a-provider"],
        |page| (*page).to_owned(),
        |page| {
            let text = fs::read_to_string(root().join(format!("docs/{page}.md"))).unwrap();
            let mut found = 0;
            for name in name.captures_iter(&text).map(|found| found[1].to_owned()) {
                // Its folder may be told by the words around it.
                let is_there = |path: &String| format!("/{path}").contains(&format!("/{name}"));
                assert!(files.iter().any(is_there), "{name}");
                found += 1;
            }
            assert!(found > 5, "{found}");
        },
    );
}

/// All files of the project, by their paths from the root.
fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("target") || path.ends_with(".git") {
            continue;
        }
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            let path = path.strip_prefix(root()).unwrap();
            files.push(path.to_str().unwrap().to_owned());
        }
    }
    files
}

/// The names by which headings of a page are linked to.
fn headings(page: &str) -> impl Iterator<Item = String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        words
            .replace(' ', "-")
            .replace(|c: char| !(c.is_alphanumeric() || "-_".contains(c)), "")
    })
}
