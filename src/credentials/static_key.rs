//! A key that stands in the configuration, or whose secret has a file of its own.

use std::path::{Path, PathBuf};

use crate::error::{ConfigError, Error};
use crate::machine::files::{self, whole};
use crate::secret::Secret;
use crate::sign::Credentials;

/// A key that is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticKey {
    /// The key's id.
    pub id: String,
    /// Its secret.
    pub secret: SecretSource,
    /// The token of temporary keys.
    pub token: Option<Secret>,
}

/// Where a key's secret comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// It stands there.
    Inline(Secret),
    /// It is the content of this file.
    File(PathBuf),
}

impl StaticKey {
    /// The key, its secret read from the file if it has one.
    ///
    /// # Errors
    /// When that file cannot be used.
    pub(super) fn read(&self) -> Result<Credentials, Error> {
        Ok(Credentials {
            id: self.id.clone(),
            secret: match &self.secret {
                SecretSource::Inline(secret) => secret.clone(),
                SecretSource::File(path) => secret_in(path)?,
            },
            token: self.token.clone(),
        })
    }

    /// Checks the file with the secret, if there is one.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn check(&self) -> Result<(), ConfigError> {
        match &self.secret {
            SecretSource::Inline(_) => Ok(()),
            SecretSource::File(path) => secret_in(path).map(drop),
        }
    }

    pub(super) fn holds_secret(&self) -> bool {
        matches!(self.secret, SecretSource::Inline(_)) || self.token.is_some()
    }
}

/// The secret that is all a file holds, but for the end of its line.
fn secret_in(path: &Path) -> Result<Secret, ConfigError> {
    let content = files::read_named(path)?;
    content.private(path, "it is a secret")?;
    let text = content.text.strip_suffix('\n').unwrap_or(&content.text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    check_part(text).map_err(|why| ConfigError::new(why).at(whole(path)))?;
    Ok(Secret::new(text))
}

/// Checks a part of a key: it goes into headers, where only visible ASCII may
/// stand, and what else gets in comes from careless copying.
///
/// # Errors
/// When it is empty or holds anything else; the message does not repeat it.
pub fn check_part(text: &str) -> Result<(), String> {
    if text.is_empty() {
        Err("is empty".to_owned())
    } else if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err("holds a space, line break or other character that no key has".to_owned())
    }
}
