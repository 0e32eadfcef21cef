//! The INI files of both vendors' SDKs. They are only read.
//!
//! Alibaba Cloud: `~/.alibabacloud/credentials` (`credentials.ini` for Python),
//! each section with a `type`. Tencent Cloud: `~/.tencentcloud/credentials`, else
//! `/etc/tencentcloud/credentials`, with keys alone. Source code of the SDKs, read 2026-11.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::entry::Entry;
use super::environment::{first, first_path};
use super::{Finder, Found, Oidc, Recipe, Step, Vendor};
use crate::error::{ConfigError, Error, Origin};
use crate::machine::files::{is_reachable, not_found, read_settings, whole};
use crate::words::suggestion;

/// The key of a section that was asked for.
pub(super) fn find(
    finder: &Finder<'_>,
    section: Option<&str>,
    file: Option<&Path>,
) -> Result<Found, Error> {
    let vendor = Vendor::of(finder.provider.facts())?;
    let path = match file {
        Some(path) => path.to_owned(),
        None => location(finder, vendor)?.0,
    };
    let sections = read(&path, true)?
        .ok_or_else(|| ConfigError::new("there is no such file").at(whole(&path)))?;
    let name = match section {
        Some(name) => name,
        None => usual(finder, vendor)?.unwrap_or(DEFAULT),
    };
    found(finder, vendor, &path, &sections, name)
}

/// The key of the usual section, if the SDKs' file is in use here.
pub(super) fn current(finder: &Finder<'_>) -> Result<Option<Found>, Error> {
    let vendor = Vendor::of(finder.provider.facts())?;
    let is_named = first(finder.env, &[vendor_file(vendor)])?.is_some();
    if !is_named && finder.env.home().is_none() {
        return Ok(None);
    }
    let (path, variable) = location(finder, vendor)?;
    let Some(sections) = read(&path, is_named)? else {
        return match variable {
            Some(variable) => {
                let hint = format!("write it, or unset {variable}");
                Err(not_found(&path, Origin::Variable(variable), hint).into())
            }
            None => Ok(None),
        };
    };
    let section = usual(finder, vendor)?;
    let name = section.unwrap_or(DEFAULT);
    let members = sections.iter().find(|(known, _)| known == name);
    let is_empty = members.is_none_or(|(_, members)| members.values().all(|text| text == ""));
    if is_empty && section.is_none() && !is_named {
        return Ok(None);
    }
    Ok(Some(Found {
        step: Step::SdkFile,
        ..found(finder, vendor, &path, &sections, name)?
    }))
}

/// The section that is used when none is named.
const DEFAULT: &str = "default";

/// The section that a variable names.
fn usual<'a>(finder: &Finder<'a>, vendor: Vendor) -> Result<Option<&'a str>, Error> {
    match vendor {
        Vendor::Alibaba => Ok(first(finder.env, &["ALIBABA_CLOUD_PROFILE"])?.map(|(_, name)| name)),
        Vendor::Tencent => Ok(None),
    }
}

/// The sections of a file; `None` when it is absent, as for other files of vendors.
fn read(path: &Path, named: bool) -> Result<Option<Sections>, Error> {
    let Some(content) = read_settings(path, named)? else {
        return Ok(None);
    };
    let sections = parse(&content.text)
        .map_err(|(line, why)| ConfigError::new(format!("line {line}: {why}")).at(whole(path)))?;
    Ok(Some(sections))
}

fn found(
    finder: &Finder<'_>,
    vendor: Vendor,
    path: &Path,
    sections: &Sections,
    name: &str,
) -> Result<Found, Error> {
    let found = sections.iter().find(|(known, _)| known == name);
    let Some((_, members)) = found else {
        let names = sections.iter().map(|(known, _)| known.as_str());
        return Err(Error::credentials(
            format!("there is no section `{name}` in {}", path.display()),
            suggestion(name, names, "sections"),
        ));
    };
    let entry = Entry {
        path,
        name: format!("section `{name}`"),
        members,
    };
    Ok(Found {
        recipe: match vendor {
            Vendor::Alibaba => alibaba(&entry, finder)?,
            Vendor::Tencent => {
                Recipe::fixed(entry.needed_key("secret_id", "secret_key", Some("token"))?)
            }
        },
        origin: whole(path),
        place: format!("ini section `{name}` in {}", path.display()),
        region: Ok(None),
        inside: None,
        step: Step::Profile,
    })
}

/// The variable that names the file.
fn vendor_file(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Alibaba => "ALIBABA_CLOUD_CREDENTIALS_FILE",
        Vendor::Tencent => "TENCENTCLOUD_CREDENTIALS_FILE",
    }
}

/// The file, and the variable that names it.
fn location(finder: &Finder<'_>, vendor: Vendor) -> Result<(PathBuf, Option<&'static str>), Error> {
    if let Some((variable, path)) = first_path(finder.env, &[vendor_file(vendor)])? {
        return Ok((path, Some(variable)));
    }
    let (folder, names) = match vendor {
        Vendor::Alibaba => (".alibabacloud", &["credentials", "credentials.ini"][..]),
        Vendor::Tencent => (".tencentcloud", &["credentials"][..]),
    };
    let folder = finder.home("the file of the vendor's SDKs")?.join(folder);
    let mut places: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    if vendor == Vendor::Tencent {
        places.push("/etc/tencentcloud/credentials".into());
    }
    // The first is the one to tell of when there is none.
    let there = places.iter().find(|path| is_reachable(path));
    Ok((there.unwrap_or(&places[0]).clone(), None))
}

/// How the key of a section of Alibaba Cloud's file is had.
fn alibaba(entry: &Entry<'_>, finder: &Finder<'_>) -> Result<Recipe, Error> {
    let key = || entry.needed_key("access_key_id", "access_key_secret", Some("security_token"));
    let session = ["role_session_name"];
    Ok(match entry.text("type")?.unwrap_or("access_key") {
        "access_key" | "sts" => Recipe::fixed(key()?),
        "ram_role_arn" => Recipe::AssumeRole {
            base: Box::new(Recipe::fixed(key()?)),
            role: entry.role("role_arn", &session)?,
            sts: finder.sts(None)?,
        },
        "ecs_ram_role" => finder.instance_role(entry.text("role_name")?, None)?,
        "oidc_role_arn" => Recipe::Oidc {
            oidc: Oidc {
                role: entry.role("role_arn", &session)?,
                provider: entry.needed("oidc_provider_arn")?.to_owned(),
                token_file: entry.path("oidc_token_file_path", finder.env.home())?,
            },
            sts: finder.sts(None)?,
        },
        other => {
            return Err(entry.refuse(
                &format!(
                    "has the type `{}`, which cloudq does not know",
                    other.escape_debug()
                ),
                "types: access_key, sts, ram_role_arn, ecs_ram_role, oidc_role_arn",
            ));
        }
    })
}

/// Sections with their members, in the file's order.
type Sections = Vec<(String, Map<String, Value>)>;

/// Reads sections; what is wrong, with the number of its line but without its
/// text. A `#` or `;` after a blank, or at the beginning, starts a comment: no key holds one.
/// `name: value` and capitals in the name are what the SDKs for Python take as well.
fn parse(text: &str) -> Result<Sections, (usize, &'static str)> {
    let mut sections: Sections = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        let comment = line.char_indices().find(|(at, c)| {
            "#;".contains(*c) && line[..*at].chars().last().is_none_or(char::is_whitespace)
        });
        let line = line[..comment.map_or(line.len(), |(at, _)| at)].trim();
        if line.is_empty() {
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let name = rest.strip_suffix(']').ok_or((number, "`]` is missing"))?;
            sections.push((name.trim().to_owned(), Map::new()));
            continue;
        }
        let (name, value) = line
            .split_once(['=', ':'])
            .ok_or((number, "is neither a section nor `name = value`"))?;
        let (_, members) = sections
            .last_mut()
            .ok_or((number, "stands before the first section"))?;
        let value = value.trim();
        // Some SDKs take quotes away, and no key has any.
        let bare = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
        let value = bare('"').or_else(|| bare('\'')).unwrap_or(value);
        let name = name.trim().to_ascii_lowercase();
        members.insert(name, Value::from(value));
    }
    Ok(sections)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sections_are_read_as_the_sdks_read_them() {
        let text = "# a comment\r\n[default]\r\ntype = access_key # this\r\n\
                    access_key_id=\"a#b\"\n; another\n\n[ other ]\nsecret_key = 'x=y'\nempty =\n";
        let sections = parse(text).unwrap();
        assert_eq!(sections[0].0, "default");
        assert_eq!(
            Value::from(sections[0].1.clone()),
            json!({"type": "access_key", "access_key_id": "a#b"})
        );
        assert_eq!(sections[1].0, "other");
        assert_eq!(
            Value::from(sections[1].1.clone()),
            json!({"secret_key": "x=y", "empty": ""})
        );
        assert_eq!(parse(""), Ok(vec![]));
    }

    #[test]
    fn a_colon_and_capitals_are_read_too() {
        let text = "[Work]\nTYPE: ram_role_arn\nRole_Arn : acs:ram::1:role/a=b\npolicy={\"a\":1}\n";
        let sections = parse(text).unwrap();
        assert_eq!(sections[0].0, "Work");
        assert_eq!(
            Value::from(sections[0].1.clone()),
            json!({"type": "ram_role_arn", "role_arn": "acs:ram::1:role/a=b", "policy": "{\"a\":1}"})
        );
    }

    #[test]
    fn what_is_no_ini_is_told_without_its_text() {
        for (text, expected) in [
            ("hunter2 = 1", (1, "stands before the first section")),
            (
                "[a]\nhunter2",
                (2, "is neither a section nor `name = value`"),
            ),
            ("\n[hunter2", (2, "`]` is missing")),
        ] {
            assert_eq!(parse(text), Err(expected), "{text}");
        }
    }
}
