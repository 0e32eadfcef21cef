//! A key that stands in the configuration, or whose secret has a file of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::chain::{Chain, Written, WrittenSource};
use super::fields::{FieldPlace, Fields};
use super::fixed::Fixed;
use super::key_part::check_part;
use super::resolved::Resolved;
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

    /// Reads the keys of an access key in the words of any cloud; `None` when a part of it is
    /// missing or wrong.
    pub(super) fn of(fields: &mut Fields) -> Option<Self> {
        let before = fields.problems.len();
        let words: Vec<_> = fields.words.iter().map(|words| words.names()).collect();
        let ids: Vec<_> = words.iter().map(|[id, ..]| *id).collect();
        let secrets = words
            .iter()
            .flat_map(|[_, secret, file, _]| [*secret, *file]);
        let secrets: Vec<_> = secrets.collect();
        let tokens: Vec<_> = words.iter().map(|[.., token]| *token).collect();
        let (id, secret) = (fields.one_of(&ids), fields.one_of(&secrets));
        let token = fields.one_of(&tokens);
        // The missing half is named in the words of the half that is there.
        let there = |names: &&[&'static str; 4]| {
            let mut parts = [id, secret].into_iter().flatten();
            parts.any(|part| names.contains(&part))
        };
        let [id_word, secret_word, file_word, _] = *words.iter().find(there).or(words.first())?;
        let (message, hint) = match (id, secret) {
            (Some(_), Some(_)) => (None, String::new()),
            (Some(id), None) => (
                Some(format!(
                    "half a key: `{id}` is there, its secret is missing"
                )),
                format!("add `{secret_word}` or `{file_word}`"),
            ),
            (None, Some(secret)) => (
                Some(format!(
                    "half a key: `{secret}` is there, the key's id is missing"
                )),
                format!("add `{id_word}`"),
            ),
            (None, None) => (
                Some("the key's id and its secret are missing".to_owned()),
                format!("add `{id_word}`, and `{secret_word}` or `{file_word}`"),
            ),
        };
        if let Some(message) = message {
            fields.problem(FieldPlace::Whole, message, Some(hint));
        }
        let id = id
            .and_then(|name| fields.read(name, |text| check_part(text).map(|()| text.to_owned())));
        let secret = secret.and_then(|name| match fields.secret(name) {
            Some(secret) => Some(SecretSource::Inline(secret)),
            None => fields.path(name).map(SecretSource::File),
        });
        let token = token.and_then(|name| fields.secret(name));
        let key = StaticKey {
            id: id?,
            secret: secret?,
            token,
        };
        (fields.problems.len() == before).then_some(key)
    }
}

impl WrittenSource for StaticKey {
    fn resolve(&self, _: &Chain<'_>, written: &Written) -> Result<Option<Resolved>, Error> {
        Ok(Some(written.resolved(Arc::new(Fixed::new(self.read()?)))))
    }

    fn holds_secret(&self) -> bool {
        matches!(self.secret, SecretSource::Inline(_)) || self.token.is_some()
    }

    fn detail(&self) -> Option<String> {
        match &self.secret {
            SecretSource::Inline(_) => None,
            SecretSource::File(path) => Some(format!("secret in {}", path.display())),
        }
    }

    fn key_id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn check(&self) -> Result<(), ConfigError> {
        match &self.secret {
            SecretSource::Inline(_) => Ok(()),
            SecretSource::File(path) => secret_in(path).map(drop),
        }
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
