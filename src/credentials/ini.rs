//! INI files of vendors' SDKs. They are only read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::chain::Chain;
use super::environment::{first, first_path};
use super::fetch_context::CredentialSource;
use super::resolved::{ChainStep, Resolved};
use super::vendor_record::VendorRecord;
use crate::error::{ConfigError, Error, Origin};
use crate::machine::files::{is_reachable, not_found, read_settings, whole};
use crate::words::suggestion;

/// Reads how the key of a section is fetched.
type ReadSection = fn(&VendorRecord<'_>, &Chain<'_>) -> Result<Arc<dyn CredentialSource>, Error>;

/// The file of a vendor's SDKs.
pub(crate) struct SdkFile {
    /// The variable that names the file.
    pub(crate) variable: &'static str,
    /// The variables that name the section.
    pub(crate) section: &'static [&'static str],
    /// The file's usual folder, in the user's home.
    pub(crate) folder: &'static str,
    /// Its names there.
    pub(crate) names: &'static [&'static str],
    /// The file of the whole machine, where there is one.
    pub(crate) system: Option<&'static str>,
    /// Reads how the key of a section is fetched.
    pub(crate) read: ReadSection,
}

/// The section that is used when none is named.
const DEFAULT: &str = "default";

impl SdkFile {
    /// The credentials of a section that was asked for.
    pub(crate) fn find(
        &self,
        chain: &Chain<'_>,
        section: Option<&str>,
        file: Option<&Path>,
    ) -> Result<Resolved, Error> {
        let path = match file {
            Some(path) => path.to_owned(),
            None => self.location(chain)?.0,
        };
        let sections = read(&path, true)?
            .ok_or_else(|| ConfigError::new("there is no such file").at(whole(&path)))?;
        let name = match section {
            Some(name) => name,
            None => self.usual(chain)?.unwrap_or(DEFAULT),
        };
        self.resolved(chain, &path, &sections, name)
    }

    /// The credentials of the usual section, if the SDKs' file is in use here.
    pub(crate) fn current(&self, chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
        let is_named = first(chain.env, &[self.variable])?.is_some();
        if !is_named && chain.env.home().is_none() {
            return Ok(None);
        }
        let (path, variable) = self.location(chain)?;
        let Some(sections) = read(&path, is_named)? else {
            return match variable {
                Some(variable) => {
                    let hint = format!("write it, or unset {variable}");
                    Err(not_found(&path, Origin::Variable(variable), hint).into())
                }
                None => Ok(None),
            };
        };
        let section = self.usual(chain)?;
        let name = section.unwrap_or(DEFAULT);
        let members = sections.iter().find(|(known, _)| known == name);
        let is_empty = members.is_none_or(|(_, members)| members.values().all(|text| text == ""));
        if is_empty && section.is_none() && !is_named {
            return Ok(None);
        }
        Ok(Some(Resolved {
            step: ChainStep::SdkFile,
            ..self.resolved(chain, &path, &sections, name)?
        }))
    }

    /// The section that a variable names.
    fn usual<'a>(&self, chain: &Chain<'a>) -> Result<Option<&'a str>, Error> {
        Ok(first(chain.env, self.section)?.map(|(_, name)| name))
    }

    /// The file, and the variable that names it.
    fn location(&self, chain: &Chain<'_>) -> Result<(PathBuf, Option<&'static str>), Error> {
        if let Some((variable, path)) = first_path(chain.env, &[self.variable])? {
            return Ok((path, Some(variable)));
        }
        let folder = chain
            .home("the file of the vendor's SDKs")?
            .join(self.folder);
        let mut places: Vec<PathBuf> = self.names.iter().map(|name| folder.join(name)).collect();
        places.extend(self.system.map(PathBuf::from));
        // The first is the one to tell of when there is none.
        let there = places.iter().find(|path| is_reachable(path));
        Ok((there.unwrap_or(&places[0]).clone(), None))
    }

    fn resolved(
        &self,
        chain: &Chain<'_>,
        path: &Path,
        sections: &Sections,
        name: &str,
    ) -> Result<Resolved, Error> {
        let found = sections.iter().find(|(known, _)| known == name);
        let Some((_, members)) = found else {
            let names = sections.iter().map(|(known, _)| known.as_str());
            return Err(Error::credentials(
                format!("there is no section `{name}` in {}", path.display()),
                suggestion(name, names, "sections"),
            ));
        };
        let record = VendorRecord {
            path,
            name: format!("section `{name}`"),
            members,
        };
        Ok(Resolved {
            source: (self.read)(&record, chain)?,
            origin: whole(path),
            place: format!("ini section `{name}` in {}", path.display()),
            region: Ok(None),
            inside: None,
            step: ChainStep::Profile,
        })
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
