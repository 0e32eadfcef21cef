//! No two files import each other in a loop, however long.
//!
//! A file imports those whose items it names. What a `mod.rs` only re-exports counts as named where it
//! is, so that a `mod.rs` is in a loop only if other files name what it defines itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use regex_lite::Regex;

use crate::layers::{code, sources};

/// The sources of each crate.
const CRATES: &[&str] = &["src", "crates/sandbox/src"];

/// A module by its names from the root of its crate.
type Module = Vec<String>;

/// What a file says of others.
#[derive(Default)]
struct Source {
    file: String,
    /// Names that `use` brings: what each stands for, and whether it is there for other files too.
    names: BTreeMap<String, (Module, bool)>,
    /// What others get by `pub use …::*`.
    all_of: Vec<Module>,
    /// Paths in the code, `use` included.
    paths: BTreeSet<Module>,
    /// Names of the items defined.
    items: BTreeSet<String>,
}

/// The files of a crate by their modules.
struct Crate(BTreeMap<Module, Source>);

impl Crate {
    /// Reads the files of the crate with this folder, tests left out.
    fn new(folder: &str, files: &[(String, String)]) -> Crate {
        let inside = |file: &str| {
            let name = file.strip_prefix(folder)?.strip_prefix('/')?;
            let is_test = name.split(['/', '.']).any(|part| part == "tests");
            (name != "main.rs" && !is_test).then(|| module(name))
        };
        let module = |(file, text): &(String, String)| Some((inside(file)?, read(file, text)));
        Crate(files.iter().filter_map(module).collect())
    }

    /// Which files each file imports.
    fn imports(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let imports = self.0.iter().map(|(module, source)| {
            let targets = source.paths.iter();
            let mut targets: BTreeSet<&str> = targets
                .filter_map(|path| self.find(module, path, 0))
                .collect();
            targets.remove(source.file.as_str());
            (source.file.as_str(), targets)
        });
        imports.collect()
    }

    /// The file that defines what a path in a module names; `None` for modules and other crates.
    fn find(&self, from: &[String], path: &[String], depth: usize) -> Option<&str> {
        let (first, rest) = path.split_first()?;
        // Names that stand for themselves would never end.
        if depth > 20 {
            return None;
        }
        match first.as_str() {
            "crate" => self.below(&[], rest, from, depth),
            "self" => self.below(from, rest, from, depth),
            "super" => {
                let (_, parent) = from.split_last()?;
                if rest.first().is_some_and(|name| name == "super") {
                    // The names of this module count no more.
                    return self.find(parent, rest, depth + 1);
                }
                self.below(parent, rest, from, depth)
            }
            _ if self.0.contains_key(&[from, &path[..1]].concat()) => {
                self.below(from, path, from, depth)
            }
            _ => {
                let (target, _) = self.0.get(from)?.names.get(first)?;
                let is_itself = target.first() == Some(first) && target.len() == 1;
                let whole = [target, rest].concat();
                (!is_itself).then(|| self.find(from, &whole, depth + 1))?
            }
        }
    }

    /// The same for a path that begins in a module. `from` is the module that names it.
    fn below(
        &self,
        module: &[String],
        path: &[String],
        from: &[String],
        depth: usize,
    ) -> Option<&str> {
        let (first, rest) = path.split_first()?;
        let child = [module, &path[..1]].concat();
        if self.0.contains_key(&child) {
            return self.below(&child, rest, from, depth);
        }
        let source = self.0.get(module)?;
        if let Some((target, is_public)) = source.names.get(first)
            && (*is_public || module == from)
        {
            return self.find(module, &[target, rest].concat(), depth + 1);
        }
        if !source.items.contains(first) {
            for all in &source.all_of {
                let one = [all, path].concat();
                if let Some(file) = self.find(module, &one, depth + 1) {
                    return Some(file);
                }
            }
        }
        Some(&source.file)
    }
}

/// The names of a module by the path of its file.
fn module(file: &str) -> Module {
    let mut names: Module = file
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if names.last().is_some_and(|name| name == "mod") || names == ["lib"] {
        names.pop();
    }
    names
}

/// Reads what a file says of others.
fn read(file: &str, text: &str) -> Source {
    let lines: Vec<&str> = code(text).into_iter().flatten().collect();
    let text = lines.join("\n");
    let mut source = Source {
        file: file.to_owned(),
        ..Source::default()
    };
    let uses = Regex::new(r"(?m)^\s*(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").unwrap();
    for found in uses.captures_iter(&text) {
        let mut imported = Vec::new();
        branches(&found[2], &[], &mut imported);
        for (path, name) in imported {
            if name == "*" {
                source.all_of.push(path);
                continue;
            }
            source.paths.insert(path.clone());
            source.names.insert(name, (path, found.get(1).is_some()));
        }
    }
    let rest = uses.replace_all(&text, "");
    let paths = Regex::new(r"(?:^|[^\w:$])([A-Za-z_]\w*(?:::[A-Za-z_]\w*)+)").unwrap();
    for found in paths.captures_iter(&rest) {
        let path = found[1].split("::").map(str::to_owned);
        source.paths.insert(path.collect());
    }
    let item =
        r"\b(?:fn|struct|enum|union|trait|type|const|static|macro_rules!)\s+(?:mut\s+)?(\w+)";
    for found in Regex::new(item).unwrap().captures_iter(&rest) {
        source.items.insert(found[1].to_owned());
    }
    source
}

/// The paths of a `use`, each with the name it gets; `*` for all names of a module.
fn branches(tree: &str, before: &[String], found: &mut Vec<(Module, String)>) {
    let tree = tree.trim();
    let (head, group) = match tree.split_once('{') {
        Some((head, group)) => (head, Some(group)),
        None => (tree, None),
    };
    let (head, alias) = match head.split_once(" as ") {
        Some((head, alias)) => (head, Some(alias.trim().to_owned())),
        None => (head, None),
    };
    let mut path = before.to_vec();
    let names = head.split("::").map(str::trim);
    path.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
    if let Some(group) = group {
        let group = group.trim_end().trim_end_matches('}');
        for part in parts(group) {
            branches(part, &path, found);
        }
        return;
    }
    if path.len() > 1 && path.last().is_some_and(|name| name == "self") {
        path.pop();
    }
    match path.last().cloned() {
        Some(name) if name == "*" => {
            path.pop();
            found.push((path, name));
        }
        Some(name) => found.push((path, alias.unwrap_or(name))),
        None => {}
    }
}

/// The parts of a group, at the commas outside of inner groups.
fn parts(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let at_comma = |sign: char| {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        sign == ',' && depth == 0
    };
    let parts = group.split(at_comma).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The loops: in each, every file leads to every other.
fn circles<'a>(imports: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<BTreeSet<&'a str>> {
    let reached = |from: &'a str| {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(file) = open.pop() {
            for next in imports.get(file).into_iter().flatten() {
                if reached.insert(*next) {
                    open.push(next);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (*file, reached(file))).collect();
    let circle = |(file, all): (&&str, &BTreeSet<&'a str>)| {
        let back = |other: &&str| reached[other].contains(file);
        all.iter().copied().filter(back).collect()
    };
    let circles: BTreeSet<BTreeSet<&str>> = reached.iter().map(circle).collect();
    circles
        .into_iter()
        .filter(|files| files.len() > 1)
        .collect()
}

/// Tells each loop with all imports inside it.
fn told(folder: &str, files: &[(String, String)]) -> String {
    let files = Crate::new(folder, files);
    let imports = files.imports();
    let mut told = String::new();
    for circle in circles(&imports) {
        let count = circle.len();
        writeln!(told, "{count} files import each other in a loop:").unwrap();
        for file in &circle {
            let inside: Vec<&str> = imports[file].intersection(&circle).copied().collect();
            writeln!(told, "  {file} imports {}", inside.join(", ")).unwrap();
        }
    }
    told
}

#[test]
fn no_files_import_each_other_in_a_loop() {
    for folder in CRATES {
        let files = sources(&[folder]);
        let count = Crate::new(folder, &files)
            .imports()
            .values()
            .flatten()
            .count();
        assert!(count > 100, "only {count} imports were found");
        let told = told(folder, &files);
        assert!(told.is_empty(), "{folder}: {told}");
    }
}

#[test]
fn loops_are_found() {
    let files = |texts: &[(&str, &str)]| -> Vec<(String, String)> {
        let file = |(name, text): &(&str, &str)| (format!("src/{name}"), (*text).to_owned());
        texts.iter().map(file).collect()
    };
    let facade = (
        "a/mod.rs",
        "mod one;\nmod two;\npub(crate) use one::{One, first as begin};\n",
    );
    let one = ("a/one.rs", "pub struct One;\npub fn first() {}");
    for (name, texts, circle) in [
        (
            "through a `mod.rs`",
            vec![
                facade,
                ("a/one.rs", "use crate::b::B;\npub struct One;"),
                ("b.rs", "use crate::a::One;\npub struct B;"),
            ],
            vec!["a/one.rs", "b.rs"],
        ),
        (
            "by another name",
            vec![
                facade,
                ("a/one.rs", "use super::two::Two;"),
                ("a/two.rs", "fn two() { super::begin() }"),
            ],
            vec!["a/one.rs", "a/two.rs"],
        ),
        (
            "none",
            vec![
                facade,
                one,
                ("a/two.rs", "use super::One;"),
                ("b.rs", "use crate::a;"),
            ],
            vec![],
        ),
        (
            "of three",
            vec![
                ("b.rs", "use crate::{c::{self, C as D}};\nfn b() { c::c() }"),
                ("c.rs", "fn c() { crate::d::D::new() }"),
                ("d.rs", "use super::{b, e};\nfn d() { b::b() }"),
                ("e.rs", "use super::d::D;"),
            ],
            vec!["b.rs", "c.rs", "d.rs"],
        ),
        (
            "with what a `mod.rs` defines",
            vec![
                ("a/mod.rs", "mod one;\nuse one::One;\npub struct Own;"),
                ("a/one.rs", "use super::Own;\npub struct One;"),
            ],
            vec!["a/mod.rs", "a/one.rs"],
        ),
        (
            "by all names",
            vec![
                ("a/mod.rs", "mod one;\npub use one::*;"),
                ("a/one.rs", "use crate::b::b;\npub struct One;"),
                ("b.rs", "use crate::a::One;"),
            ],
            vec!["a/one.rs", "b.rs"],
        ),
        (
            "in tests only",
            vec![
                ("b.rs", "#[cfg(test)]\nmod tests {\n    use crate::c::C;\n}"),
                ("c.rs", "use crate::b::B; // b\nuse std::c::b;"),
            ],
            vec![],
        ),
    ] {
        let files = files(&texts);
        let files = Crate::new("src", &files);
        let found = circles(&files.imports());
        let found: Vec<&str> = found.into_iter().flatten().collect();
        let circle: Vec<String> = circle.iter().map(|file| format!("src/{file}")).collect();
        assert_eq!(found, circle, "{name}");
    }
}
