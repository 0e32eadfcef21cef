//! A TOML text whose values know their place.
//!
//! Reading goes on after a problem, so that one run tells of all of them.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use zeroize::Zeroize;

use super::settings::Sourced;
use crate::config_key::Key;
use crate::error::{ConfigError, Origin};
use crate::machine::home::expand;
use crate::nearest::nearest;
use crate::words::{list, quoted};

/// A value with its place in the text.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// Beyond so many problems the file is something else altogether.
const MOST_PROBLEMS: usize = 50;

/// What is wrong with a value.
#[derive(Debug)]
pub(super) struct Wrong {
    /// Without the key's name, which stands before it.
    message: String,
    hint: Option<String>,
    /// Where, if not the whole value.
    span: Option<Range<usize>>,
}

impl Wrong {
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn within(mut self, span: Range<usize>) -> Self {
        self.span = Some(span);
        self
    }
}

impl<S: Into<String>> From<S> for Wrong {
    fn from(message: S) -> Self {
        Self {
            message: message.into(),
            hint: None,
            span: None,
        }
    }
}

/// Collects what is wrong with a text.
pub(super) struct Document<'a> {
    path: &'a Path,
    text: &'a str,
    home: Option<&'a Path>,
    line_starts: Vec<usize>,
    pub(super) problems: Vec<ConfigError>,
}

impl<'a> Document<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str, home: Option<&'a Path>) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(ends.map(|(at, _)| at + 1))
            .collect();
        Self {
            path,
            text,
            home,
            line_starts,
            problems: Vec::new(),
        }
    }

    /// The whole text as a table; `None` when it is no TOML.
    pub(super) fn parse(&mut self) -> Option<DeTable<'a>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table.into_inner()),
            Err(error) => {
                // Only its message: its `Display` shows the line, and a secret with it.
                let span = error.span().unwrap_or(0..0);
                let message = format!("not valid TOML: {}", error.message());
                self.problem(&span, message, self.habit(&span).map(str::to_owned));
                None
            }
        }
    }

    /// What to do about a line that is written as in other languages.
    fn habit(&self, span: &Range<usize>) -> Option<&'static str> {
        let at = span.start.min(self.text.len());
        let start = self.line_starts[self.line_starts.partition_point(|start| *start <= at) - 1];
        let line = self.text[start..].lines().next()?.trim();
        let value = line.split_once('=').map_or("", |(_, value)| value.trim());
        if line.starts_with("//") || line.starts_with("/*") || line.contains(" //") {
            Some("a comment begins with `#`")
        } else if value.starts_with("null") {
            Some("there is no `null` in TOML: leave the line out")
        } else if line.contains(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']) {
            Some("a text stands in straight quotes: `\"`")
        } else {
            None
        }
    }

    /// The place of a value, counted as editors do: from 1, and in characters.
    pub(super) fn origin(&self, span: &Range<usize>) -> Origin {
        let at = span.start.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= at);
        let start = self.line_starts[line - 1];
        let column = self
            .text
            .get(start..at)
            .map_or(1, |before| before.chars().count() + 1);
        Origin::File {
            path: self.path.to_owned(),
            place: Some((line, column)),
        }
    }

    pub(super) fn problem(&mut self, span: &Range<usize>, message: String, hint: Option<String>) {
        if self.problems.len() < MOST_PROBLEMS {
            let problem = ConfigError::new(message).at(self.origin(span));
            self.problems.push(ConfigError { hint, ..problem });
        }
    }

    /// Tells of keys that are none of these.
    pub(super) fn check_keys<'k>(
        &mut self,
        table: &DeTable<'_>,
        known: impl Iterator<Item = &'k Key> + Clone,
        place: &str,
    ) {
        self.check_names(table, &known.map(|key| key.name), place, |_| None);
    }

    /// The same by names. `why` may give a message and a hint for a key that is none of them.
    pub(super) fn check_names<'k>(
        &mut self,
        table: &DeTable<'_>,
        known: &(impl Iterator<Item = &'k str> + Clone),
        place: &str,
        why: impl Fn(&str) -> Option<(String, String)>,
    ) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if known.clone().any(|known| known == name) {
                continue;
            }
            let (message, hint) = why(name).unwrap_or_else(|| {
                let hint = match nearest(name, known.clone()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("keys {place}: {}", list(known.clone())),
                };
                (format!("unknown key {} {place}", quoted(name)), hint)
            });
            self.problem(&key.span(), message, Some(hint));
        }
    }

    /// The value of a key, read by `read`; `None` when it is absent or wrong.
    pub(super) fn setting<T>(
        &mut self,
        table: &DeTable<'_>,
        name: &str,
        read: impl FnOnce(&Value<'_>) -> Result<T, Wrong>,
    ) -> Option<Sourced<T>> {
        let value = table.get(name)?;
        match read(value) {
            Ok(read) => Some(Sourced::new(read, self.origin(&value.span()))),
            Err(wrong) => {
                let span = wrong.span.unwrap_or_else(|| value.span());
                self.problem(&span, format!("`{name}`: {}", wrong.message), wrong.hint);
                None
            }
        }
    }

    /// A table below a key; `None` when it is absent or something else. The
    /// heading is how such a table begins, for the hint.
    pub(super) fn table<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        name: &str,
        heading: &str,
    ) -> Option<&'t DeTable<'i>> {
        let value = table.get(name)?;
        let found = value.get_ref().as_table();
        if found.is_none() {
            let message = format!(
                "{}: must be a table, not {}",
                quoted(name),
                kind(value.get_ref())
            );
            self.problem(
                &value.span(),
                message,
                Some(format!("write `[{heading}]`, and its keys below")),
            );
        }
        found
    }

    /// A path as the file means it: relative to the file's folder, or to home.
    pub(super) fn path(&self, value: &Value<'_>) -> Result<PathBuf, Wrong> {
        let text = text(value)?;
        let folder = self.path.parent().unwrap_or(Path::new(""));
        // An expanded path is absolute, and stays as it is.
        Ok(folder.join(expand(Path::new(text), self.home)?))
    }
}

/// Wipes the texts that do not stand in the document's own text: those with
/// escapes, which may be secrets as well.
pub(super) fn wipe(table: &mut DeTable<'_>) {
    for (_, value) in table.iter_mut() {
        wipe_value(value.get_mut());
    }
}

fn wipe_value(value: &mut DeValue<'_>) {
    match value {
        DeValue::String(Cow::Owned(text)) => text.zeroize(),
        DeValue::Array(array) => {
            for element in array.iter_mut() {
                wipe_value(element.get_mut());
            }
        }
        DeValue::Table(table) => wipe(table),
        _ => {}
    }
}

/// A text that is not empty.
pub(super) fn text<'v>(value: &'v Value<'_>) -> Result<&'v str, Wrong> {
    match value.get_ref() {
        DeValue::String(text) if text.is_empty() => Err("is empty".into()),
        DeValue::String(text) => Ok(text),
        other => Err(format!("must be a text in quotes, not {}", kind(other)).into()),
    }
}

/// A whole number within limits.
pub(super) fn number(
    value: &Value<'_>,
    limits: &std::ops::RangeInclusive<u32>,
) -> Result<u32, Wrong> {
    let (least, most) = (limits.start(), limits.end());
    let DeValue::Integer(integer) = value.get_ref() else {
        let message = format!(
            "must be a number from {least} to {most}, not {}",
            kind(value.get_ref())
        );
        return Err(message.into());
    };
    // A number that does not fit is out of range too.
    i64::from_str_radix(integer.as_str(), integer.radix())
        .ok()
        .and_then(|number| u32::try_from(number).ok())
        .filter(|number| limits.contains(number))
        .ok_or_else(|| {
            let shown: String = integer.to_string().chars().take(24).collect();
            format!("must be from {least} to {most}, not {shown}").into()
        })
}

/// A list of texts, each checked by itself so that a problem names its place.
pub(super) fn texts(
    value: &Value<'_>,
    check: impl Fn(&str) -> Result<(), String>,
) -> Result<Vec<String>, Wrong> {
    let DeValue::Array(array) = value.get_ref() else {
        let wrong = Wrong::from(format!(
            "must be a list in brackets, not {}",
            kind(value.get_ref())
        ));
        return Err(match value.get_ref() {
            DeValue::String(text) => wrong.hint(as_list(text)),
            _ => wrong,
        });
    };
    let mut found = Vec::new();
    for element in array {
        let word = text(element).map_err(|wrong| wrong.within(element.span()))?;
        check(word).map_err(|message| {
            let wrong = Wrong::from(message).within(element.span());
            if word.contains(',') {
                wrong.hint(as_list(word))
            } else {
                wrong
            }
        })?;
        found.push(word.to_owned());
    }
    Ok(found)
}

/// The hint for a list that is written as one text, with commas between its elements.
pub(super) fn as_list(text: &str) -> String {
    let elements = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    let quoted: Vec<String> = elements
        .map(|id| format!("\"{}\"", id.escape_debug()))
        .collect();
    format!("write `[{}]`", quoted.join(", "))
}

/// What a value is, in words.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, at: usize) -> (usize, usize) {
        match Document::new(Path::new("f"), text, None).origin(&(at..at)) {
            Origin::File {
                place: Some(place), ..
            } => place,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let text = "a = 1\r\n# é中\nkey = 2\n";
        for (needle, expected) in [
            ("a", (1, 1)),
            ("=", (1, 3)),
            ("中", (2, 4)),
            ("key", (3, 1)),
            ("2", (3, 7)),
        ] {
            assert_eq!(
                place(text, text.find(needle).unwrap()),
                expected,
                "{needle}"
            );
        }
        assert_eq!(place(text, text.len()), (4, 1));
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("x", 99), (1, 2));
    }

    #[test]
    fn a_flood_of_problems_is_cut() {
        let text = (0..200)
            .map(|n| format!("x{n} = 1"))
            .collect::<Vec<_>>()
            .join("\n");
        let mut document = Document::new(Path::new("f"), &text, None);
        let table = document.parse().unwrap();
        document.check_keys(&table, super::super::keys::TOP.iter(), "at the top");
        assert_eq!(document.problems.len(), MOST_PROBLEMS);
    }
}
