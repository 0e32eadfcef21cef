//! The environment, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::home::{expand, of_user};
use crate::error::{ConfigError, Origin};

/// A snapshot of the environment's variables, so that one run sees one state
/// and a test its own.
///
/// Its `Debug` shows nothing of them: some hold secrets.
#[derive(Clone, Default)]
pub struct Env {
    /// Some are secrets: wiped when dropped.
    values: BTreeMap<String, Zeroizing<String>>,
    unreadable: BTreeSet<String>,
    home: Option<PathBuf>,
}

impl Env {
    /// The process's own environment.
    pub fn from_process() -> Self {
        let mut env = Self::of_os(std::env::vars_os());
        env.home = of_user();
        env
    }

    /// These variables and no others; home is their `HOME`.
    pub fn of<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::of_os(
            variables
                .into_iter()
                .map(|(name, value)| (name.into(), value.into())),
        )
    }

    fn of_os(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut env = Self::default();
        for (name, value) in variables {
            let Ok(name) = name.into_string() else {
                continue;
            };
            match value.into_string() {
                Ok(value) => {
                    env.values.insert(name, Zeroizing::new(value));
                }
                Err(value) => {
                    drop(Zeroizing::new(value.into_encoded_bytes()));
                    env.unreadable.insert(name);
                }
            }
        }
        env.home = env
            .get("HOME")
            .map(PathBuf::from)
            .filter(|home| home.is_absolute());
        env
    }

    /// A variable's value. Empty counts as unset.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .map(|value| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// A variable's value, where a value that is no UTF-8 must not pass for
    /// none.
    ///
    /// # Errors
    /// When the value is no UTF-8.
    pub fn text(&self, name: &'static str) -> Result<Option<&str>, ConfigError> {
        if self.unreadable.contains(name) {
            let message = "its value is not valid UTF-8";
            return Err(ConfigError::new(message).at(Origin::Variable(name)));
        }
        Ok(self.get(name))
    }

    /// The path in a variable, `~` expanded.
    ///
    /// # Errors
    /// When the value is no UTF-8, or no home directory is known for its `~`.
    pub fn path(&self, name: &'static str) -> Result<Option<PathBuf>, ConfigError> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        let path = expand(Path::new(text), self.home());
        path.map(Some)
            .map_err(|why| ConfigError::new(why).at(Origin::Variable(name)))
    }

    /// The user's home, an absolute path.
    pub fn home(&self) -> Option<&Path> {
        self.home.as_deref()
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Env({} variables)", self.values.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_counts_as_unset() {
        let env = Env::of([("A", "x"), ("B", ""), ("HOME", "relative")]);
        assert_eq!(
            (env.get("A"), env.get("B"), env.get("C")),
            (Some("x"), None, None)
        );
        assert_eq!(env.text("B"), Ok(None));
        assert_eq!(env.home(), None);
        assert_eq!(Env::of([("HOME", "/h")]).home(), Some(Path::new("/h")));
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(
            format!("{:?}", Env::of([("K", "hunter2")])),
            "Env(1 variables)"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_no_text_is_noticed() {
        use std::os::unix::ffi::OsStringExt;
        let bytes = |b: &[u8]| OsString::from_vec(b.to_vec());
        let env = Env::of_os([(bytes(b"K"), bytes(b"\xff")), (bytes(b"\xff"), bytes(b"x"))]);
        assert_eq!(env.get("K"), None);
        let error = env.text("K").unwrap_err();
        assert_eq!(error.to_string(), "K: its value is not valid UTF-8");
    }
}
