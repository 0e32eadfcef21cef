//! Imports go one way, files stay short, and each says what it is for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cloudq::clouds::{PROVIDERS, clouds};

use crate::support::root;

/// Modules in rows: each imports from the rows before its own only.
const ROWS: [&[&str]; 10] = [
    &[
        "error",
        "secret",
        "clock",
        "config_key",
        "request",
        "nearest",
    ],
    &["machine", "model", "words"],
    &["sign"],
    &["http"],
    &["credentials"],
    &["provider"],
    &["clouds"],
    &["engine"],
    &["config", "output"],
    &["cli"],
];

/// The emulator is a crate of its own, which can import nothing of this one; `cli` alone starts it.
const ASIDE: &str = "sandbox";

/// The most lines of a file, its tests not counted.
const LONGEST: usize = 520;

fn row(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

/// Why one module must not import another, if so.
fn objection(from: &str, to: &str) -> Option<String> {
    if from == to || (from == "cli" && to == ASIDE) {
        return None;
    }
    if to == ASIDE {
        return Some(format!(
            "only `cli` may import `{ASIDE}`, but here `{from}` does"
        ));
    }
    match (row(from), row(to)) {
        (Some(own), Some(other)) if other < own => None,
        (Some(own), Some(other)) if other == own => {
            Some(format!("`{from}` and `{to}` are in one row"))
        }
        (Some(_), Some(_)) => Some(format!("`{to}` is above `{from}`")),
        (None, _) => Some(format!("`{from}` is in no row: give it one here")),
        (_, None) => Some(format!("`{to}` is in no row: give it one here")),
    }
}

/// The lines of a file without comments; `None` for those of items for tests.
pub(crate) fn code(text: &str) -> Vec<Option<&str>> {
    // Where an item for tests ends: rustfmt puts its last line where its first began.
    let mut end: Option<String> = None;
    let mut begins = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let trimmed = line.trim();
        if let Some(last) = &end {
            if line == last || line == format!("{last};") {
                end = None;
            }
            lines.push(None);
        } else if begins {
            if !trimmed.starts_with("#[") && !trimmed.starts_with("//") {
                begins = false;
                if !trimmed.ends_with([';', '}']) {
                    end = Some(format!("{indent}}}"));
                }
            }
            lines.push(None);
        } else if trimmed == "#[cfg(test)]" {
            begins = true;
            lines.push(None);
        } else {
            lines.push(Some(line.find("//").map_or(line, |at| &line[..at])));
        }
    }
    lines
}

/// The modules imported: the number of the line, and the name.
///
/// `depth` is how many modules deep the file is, so that a chain of `super` that
/// climbs to the root counts as well.
fn imports(text: &str, depth: usize) -> Vec<(usize, String)> {
    let code: Vec<&str> = code(text)
        .into_iter()
        .map(Option::unwrap_or_default)
        .collect();
    let code = code.join("\n");
    let climb = "super::".repeat(depth);
    let mut found = Vec::new();
    for start in ["crate::", &climb] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            // `$crate::` and `super::super::` seen from its middle are others.
            if before.is_some_and(|c| c.is_alphanumeric() || "_$:".contains(c)) {
                continue;
            }
            let rest = &code[at + start.len()..];
            for (offset, name) in heads(rest) {
                let line = code[..at + start.len() + offset].matches('\n').count() + 1;
                // Without `crate` it may be a name of the module itself.
                if start == "crate::" || row(name).is_some() || name == ASIDE {
                    found.push((line, name.to_owned()));
                }
            }
        }
    }
    found.sort();
    found
}

/// The first names of a path, or of all paths in a group, with their places.
fn heads(rest: &str) -> Vec<(usize, &str)> {
    let name = |at: usize| {
        let tail = &rest[at..];
        let end = tail
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(tail.len());
        (end > 0).then_some((at, &tail[..end]))
    };
    if !rest.starts_with('{') {
        return name(0).into_iter().collect();
    }
    let mut depth = 0_usize;
    let mut expects = false;
    let mut found = Vec::new();
    for (at, character) in rest.char_indices() {
        match character {
            '{' => {
                depth += 1;
                expects = depth == 1;
            }
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => expects = true,
            c if c.is_whitespace() => {}
            _ if expects => {
                expects = false;
                found.extend(name(at));
            }
            _ => {}
        }
    }
    found
}

/// All problems of one file, each with its place.
fn problems(file: &str, text: &str) -> Vec<String> {
    let parts: Vec<&str> = file
        .trim_start_matches("src/")
        .trim_end_matches(".rs")
        .split('/')
        .filter(|part| *part != "mod")
        .collect();
    imports(text, parts.len())
        .into_iter()
        .filter_map(|(line, to)| Some(format!("{file}:{line}: {}", objection(parts[0], &to)?)))
        .collect()
}

/// The sources of the crates, with their paths from the root.
pub(crate) fn sources(folders: &[&str]) -> Vec<(String, String)> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    for folder in folders {
        walk(&root().join(folder), &mut files);
    }
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap();
        (name.replace('\\', "/"), fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).collect()
}

#[test]
fn imports_go_one_way() {
    let mut checked = 0;
    let mut problems_found = Vec::new();
    for (file, text) in sources(&["src"]) {
        let exempt = ["src/lib.rs", "src/main.rs"].contains(&file.as_str());
        if exempt || file.contains("/tests/") {
            continue;
        }
        checked += imports(&text, file.matches('/').count()).len();
        problems_found.extend(problems(&file, &text));
    }
    assert!(problems_found.is_empty(), "{}", problems_found.join("\n"));
    assert!(checked > 100, "only {checked} imports were found");
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let sources = sources(&["src", "crates/sandbox/src"]);
    assert!(sources.len() > 250);
    for (file, text) in sources {
        assert!(text.starts_with("//!"), "{file} does not begin with `//!`");
        let lines = lines_of_code(&text);
        assert!(
            lines <= LONGEST,
            "{file} has {lines} lines without its tests, at most {LONGEST} are readable"
        );
    }
}

/// Where a vendor's name may stand in the code of the emulator: in its folder, where all clouds are
/// listed, and where the user's own images are told apart.
const NAMES_VENDORS: &[&str] = &[
    "alibaba/",
    "clouds.rs",
    "data/",
    "lib.rs",
    "tencent/",
    "tests/",
    "world.rs",
];

#[test]
fn the_emulator_names_vendors_in_their_folders_only() {
    let folder = "crates/sandbox/src/";
    let mut count = 0;
    for (file, text) in sources(&[folder]) {
        let name = file.strip_prefix(folder).unwrap();
        if NAMES_VENDORS.iter().any(|place| name.starts_with(place)) {
            continue;
        }
        for line in code(&text).into_iter().flatten() {
            let line = line.to_lowercase();
            for vendor in ["alibaba", "aliyun", "acs3", "tencent", "tc3"] {
                assert!(!line.contains(vendor), "{file}: {line}");
            }
        }
        count += 1;
    }
    assert!(count > 20, "{count}");
}

/// The words of each cloud, by the folder in which alone they may stand. Those with a `=` in front
/// are whole words; the others count inside of words too.
const WORDS_OF_CLOUDS: &[(&str, &[&str])] = &[
    (
        "src/clouds/alibaba/",
        &[
            "alibaba", "aliyun", "alicloud", "acs3", "x-acs", "=acs", "=ecs", "=ens", "=ram",
        ],
    ),
    (
        "src/clouds/tencent/",
        &[
            "tencent", "tccli", "qcloud", "tc3", "x-tc-", "=cam", "=cvm", "=ecm",
        ],
    ),
];

/// The words of clouds in a text that stands in this file, beside those of its own.
fn words_of_other_clouds(file: &str, text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let is_in = |word: &&&str| match word.strip_prefix('=') {
        Some(word) => {
            let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
            words.any(|other| other == word)
        }
        None => text.contains(**word),
    };
    let others = WORDS_OF_CLOUDS
        .iter()
        .filter(|(folder, _)| !file.starts_with(folder));
    let words = others.flat_map(|(_, words)| *words);
    words.filter(is_in).copied().collect()
}

/// Whether a file is a module for tests alone.
fn is_for_tests(file: &str, sources: &BTreeMap<String, String>) -> bool {
    let Some((folder, name)) = file.rsplit_once('/') else {
        return false;
    };
    let declared = format!("#[cfg(test)]\nmod {};", name.trim_end_matches(".rs"));
    let parent = sources.get(&format!("{folder}/mod.rs"));
    file.contains("/tests/") || parent.is_some_and(|text| text.contains(&declared))
}

#[test]
fn clouds_are_named_in_their_folders_only() {
    let sources: BTreeMap<String, String> = sources(&["src"]).into_iter().collect();
    let mut problems = Vec::new();
    let mut count = 0;
    for (file, text) in &sources {
        if file == "src/clouds/mod.rs" || is_for_tests(file, &sources) {
            continue;
        }
        // Comments may name a cloud as an example, but those of arguments are their help.
        let is_help = file.starts_with("src/cli/args/");
        let lines = code(text).into_iter().zip(text.lines());
        let lines = lines.filter_map(|(code, line)| {
            Some(if is_help {
                code.and(Some(line))?
            } else {
                code?
            })
        });
        for (place, line) in (1..).zip(lines) {
            for word in words_of_other_clouds(file, line) {
                problems.push(format!("{file}:{place}: {word}: {}", line.trim()));
            }
        }
        let words = words_of_other_clouds(file, file);
        problems.extend(words.into_iter().map(|word| format!("{file}: {word}")));
        count += 1;
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(count > 100, "{count}");
}

#[test]
fn each_cloud_has_words() {
    for provider in PROVIDERS.iter() {
        let facts = provider.facts();
        let folder = format!("src/clouds/{}/", facts.vendor());
        let row = WORDS_OF_CLOUDS.iter().find(|(known, _)| *known == folder);
        let (_, words) = row.unwrap_or_else(|| panic!("{folder} has no words"));
        let is_word = |name: &str| words.contains(&name) || words.contains(&&*format!("={name}"));
        assert!(
            is_word(facts.vendor()) && is_word(facts.alias),
            "{}",
            facts.id
        );
        assert!(is_word(facts.service), "{}", facts.id);
    }
}

#[test]
fn each_cloud_has_a_feature() {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let features = text.lines().find_map(|line| line.strip_prefix("clouds = "));
    let ids: Vec<&str> = clouds().map(|cloud| cloud.facts().id).collect();
    assert_eq!(features, Some(format!("{ids:?}").as_str()));
}

#[test]
fn words_of_clouds_are_found() {
    for (text, found) in [
        ("let name = \"ALIBABA_CLOUD_PROFILE\";", vec!["alibaba"]),
        (
            "Source::Tccli => ecs_or(ECM)",
            vec!["=ecs", "tccli", "=ecm"],
        ),
        ("a program's specs, tokens and parameters", vec![]),
    ] {
        assert_eq!(
            words_of_other_clouds("src/cli/mod.rs", text),
            found,
            "{text}"
        );
    }
    let own = words_of_other_clouds("src/clouds/alibaba/mod.rs", "aliyun and tccli");
    assert_eq!(own, ["tccli"]);
}

fn lines_of_code(text: &str) -> usize {
    code(text).into_iter().flatten().count()
}

#[test]
fn every_module_has_a_row() {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert!(modules.len() > 10, "{modules:?}");
    for module in modules {
        assert!(row(module).is_some() || module == ASIDE, "{module}");
    }
}

#[test]
fn the_checker_finds_what_it_should() {
    let text = "//! About `crate::cli`.
use crate::http::{Client, Log};
use crate::{
    error::Error, // crate::engine
    engine::{self, crate_like},
    cli,
};
#[cfg(test)]
mod samples;
fn a() -> crate::model::Image { super::super::config::load(super::other()) }

#[cfg(test)]
mod tests {
    use crate::cli::Ui;
    fn b() {
    }
}
use crate::sandbox::Sandbox;
";
    let names: Vec<(usize, String)> = imports(text, 2);
    let names: Vec<(usize, &str)> = names.iter().map(|(n, name)| (*n, name.as_str())).collect();
    assert_eq!(
        names,
        [
            (2, "http"),
            (4, "error"),
            (5, "engine"),
            (6, "cli"),
            (10, "config"),
            (10, "model"),
            (18, "sandbox")
        ]
    );
    assert_eq!(
        problems("src/provider/cloud.rs", text),
        [
            "src/provider/cloud.rs:5: `engine` is above `provider`",
            "src/provider/cloud.rs:6: `cli` is above `provider`",
            "src/provider/cloud.rs:10: `config` is above `provider`",
            "src/provider/cloud.rs:18: only `cli` may import `sandbox`, but here `provider` does",
        ]
    );
    assert_eq!(lines_of_code(text), 10);
}

#[test]
fn the_checker_knows_the_rows() {
    for (from, to, refused) in [
        ("cli", "sandbox", false),
        ("cli", "output", false),
        ("http", "sign", false),
        ("http", "http", false),
        ("model", "error", false),
        ("output", "config", true),
        ("error", "request", true),
        ("sign", "http", true),
        ("engine", "cli", true),
        ("config", "sandbox", true),
        ("model", "unheard_of", true),
        ("unheard_of", "model", true),
    ] {
        assert_eq!(objection(from, to).is_some(), refused, "{from} {to}");
    }
    assert_eq!(
        imports("use super::model::Image;", 1),
        [(1, "model".into())]
    );
    assert_eq!(imports("use super::model::Image;", 2), []);
}
