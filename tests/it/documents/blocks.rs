//! The fenced blocks of a page.

use std::ops::Range;

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block {
    /// What stands after the fence: how it is written.
    pub(super) language: String,
    /// Its text, each line with its end.
    pub(super) text: String,
    /// Where its text is in the page, in bytes.
    pub(super) place: Range<usize>,
    /// What the comment before it says.
    pub(super) mark: Mark,
}

/// A comment in the line before a block.
#[derive(Debug, PartialEq)]
pub(super) enum Mark {
    None,
    /// `<!-- not run: WHY -->`
    NotRun(String),
    /// `<!-- needs: PROGRAM... -->`: run where these programs are.
    Needs(Vec<String>),
}

impl Mark {
    fn of(line: &str) -> Self {
        let comment = |word: &str| {
            let rest = line.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
            rest.trim().strip_prefix(word).map(str::trim)
        };
        if let Some(why) = comment("not run:") {
            return Mark::NotRun(why.to_owned());
        }
        match comment("needs:") {
            Some(programs) => Mark::Needs(programs.split_whitespace().map(str::to_owned).collect()),
            None => Mark::None,
        }
    }
}

/// The blocks of a page, in their order.
///
/// # Panics
///
/// If one is not closed.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut before = "";
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let next = at + line.len();
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block {
                    language: language.trim().to_owned(),
                    text: String::new(),
                    place: next..next,
                    mark: Mark::of(before),
                });
            }
            (Some(block), Some(_)) => {
                block.place.end = at;
                page[block.place.clone()].clone_into(&mut block.text);
                blocks.extend(open.take());
            }
            _ => {}
        }
        before = line;
        at = next;
    }
    assert!(open.is_none(), "a block is not closed: {open:?}");
    blocks
}

/// The scripts in a block of YAML: what stands, further to the right, below a line
/// that ends with `|`.
pub(super) fn scripts(yaml: &str) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    // The key of an item of a list stands to the right of its dash.
    let key = |line: &str| {
        let is_item = line.trim_start().starts_with("- ") && line.trim() != "- |";
        indent(line) + if is_item { 2 } else { 0 }
    };
    let lines: Vec<&str> = yaml.lines().collect();
    let mut scripts = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if !line.ends_with(" |") {
            continue;
        }
        let inside = |inner: &&&str| inner.trim().is_empty() || indent(inner) > key(line);
        let margin = lines.get(at + 1).map_or(0, |first| indent(first));
        let script: Vec<&str> = lines[at + 1..]
            .iter()
            .take_while(inside)
            .map(|line| line.get(margin..).unwrap_or_default())
            .collect();
        scripts.push(script.join("\n"));
    }
    scripts
}

#[test]
fn blocks_are_found_with_what_is_said_of_them() {
    let page = "a\n```sh\none\n```\n<!-- not run: too big -->\n```text\n```\n<!-- needs: a b -->\n```sh\ntwo\n```\n";
    let found = blocks(page);
    let said: Vec<(&str, &str, &Mark)> = found
        .iter()
        .map(|block| (block.language.as_str(), block.text.as_str(), &block.mark))
        .collect();
    assert_eq!(
        said,
        [
            ("sh", "one\n", &Mark::None),
            ("text", "", &Mark::NotRun("too big".to_owned())),
            (
                "sh",
                "two\n",
                &Mark::Needs(vec!["a".to_owned(), "b".to_owned()])
            ),
        ]
    );
}

#[test]
fn scripts_in_yaml_are_found() {
    let yaml = "- run: one\n- run: |\n    two\n      three\n  env: x\n- |\n  four\n";
    assert_eq!(scripts(yaml), ["two\n  three", "four"]);
}
