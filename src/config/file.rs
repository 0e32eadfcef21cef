//! The file: what it may say, and reading it into types.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::document::{Document, Wrong, kind, text, wipe};
use super::keys;
use super::names::{ALL, SANDBOX};
use super::profile::{Profile, network, profile};
use super::settings::{Settings, Sourced};
use crate::error::{ConfigError, Origin};
use crate::http::address;
use crate::words::{heading, quoted, suggestion};

/// A file that was read and understood.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// The version of its form; it may be left out, and there is only 1.
    pub version: Option<Sourced<u32>>,
    /// The profile used when none is named.
    pub default_profile: Option<Sourced<String>>,
    /// Network settings of all profiles.
    pub defaults: Settings,
    /// The profiles by name.
    pub profiles: BTreeMap<String, Profile>,
    /// The first place where a secret stands in the file itself.
    pub secret: Option<Origin>,
}

/// Reads the text of a file.
///
/// The path is for messages and for paths relative to its folder; nothing is
/// read from the disk.
///
/// # Errors
/// All problems, in the order of their places; never none.
pub(super) fn parse(
    path: &Path,
    text: &str,
    home: Option<&Path>,
) -> Result<File, Vec<ConfigError>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut document = Document::new(path, text, home);
    let mut file = File {
        path: path.to_owned(),
        ..File::default()
    };
    if let Some(mut top) = document.parse() {
        fill(&mut document, &mut file, &top);
        wipe(&mut top);
    }
    if document.problems.is_empty() {
        return Ok(file);
    }
    document
        .problems
        .sort_by_key(|problem| match problem.origin {
            Some(Origin::File { place, .. }) => place,
            _ => None,
        });
    Err(document.problems)
}

fn fill(document: &mut Document<'_>, file: &mut File, top: &DeTable<'_>) {
    document.check_keys(top, keys::TOP.iter(), "at the top of the file");
    file.version = document.setting(top, "version", |value| match value.get_ref() {
        DeValue::Integer(number) if number.to_string() == "1" => Ok(1),
        DeValue::Integer(number) => Err(Wrong::from(format!(
            "this program knows version 1, not {number}"
        ))
        .hint("a newer cloudq may have written the file")),
        other => Err(format!("must be the number 1, not {}", kind(other)).into()),
    });
    if let Some(table) = document.table(top, "defaults", "defaults") {
        document.check_keys(table, keys::NETWORK.iter(), "in [defaults]");
        file.defaults = network(document, table);
        note_secret(file, None);
    }
    if let Some(table) = document.table(top, "profiles", "profiles.NAME") {
        for name in table.keys() {
            let problem = match name.get_ref().as_ref() {
                SANDBOX => Some("the name `sandbox` is taken: that profile is built in".to_owned()),
                ALL => Some("the name `all` is taken: it stands for every profile".to_owned()),
                other if !is_name(other) => {
                    Some(format!("{} is no name for a profile", quoted(other)))
                }
                _ => None,
            };
            if let Some(problem) = problem {
                let hint = "choose another name, of letters, digits and `.`, `_`, `-`";
                document.problem(&name.span(), problem, Some(hint.to_owned()));
            }
            let heading = heading(name.get_ref());
            let Some(table) = document.table(table, name.get_ref(), &heading) else {
                continue;
            };
            let profile = profile(
                document,
                table,
                document.origin(&name.span()),
                name.get_ref(),
            );
            note_secret(file, Some(&profile));
            file.profiles.insert(name.get_ref().to_string(), profile);
        }
    }
    let names: Vec<&str> = file
        .profiles
        .keys()
        .map(String::as_str)
        .chain([SANDBOX])
        .collect();
    file.default_profile = document.setting(top, "default_profile", |value| {
        let name = text(value)?;
        if names.contains(&name) {
            return Ok(name.to_owned());
        }
        let hint = suggestion(name, names.iter().copied(), "profiles");
        Err(Wrong::from(format!("there is no profile {}", quoted(name))).hint(hint))
    });
}

/// Remembers the first secret in the file: a file with one must be private.
fn note_secret(file: &mut File, profile: Option<&Profile>) {
    let settings = profile.map_or(&file.defaults, |profile| &profile.settings);
    let proxy = settings
        .proxy
        .as_ref()
        .filter(|proxy| address::has_login(&proxy.value));
    let key = profile
        .and_then(|profile| profile.credentials.as_ref())
        .filter(|key| key.value.written.holds_secret());
    let origin = proxy
        .map(|proxy| &proxy.origin)
        .or(key.map(|key| &key.origin))
        .cloned();
    if file.secret.is_none() {
        file.secret = origin;
    }
}

/// Names can be given in comma lists and are shown on terminals.
fn is_name(name: &str) -> bool {
    let letters = |c: char| c.is_alphanumeric() || "._-".contains(c);
    name.chars().count() <= 64
        && name.starts_with(char::is_alphanumeric)
        && name.chars().all(letters)
}
