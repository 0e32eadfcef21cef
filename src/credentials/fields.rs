//! The values of a credential type's keys, for the type to read.

use std::path::PathBuf;
use std::time::Duration;

use crate::config_key::{Form, Key, key};
use crate::request::Endpoint;
use crate::secret::Secret;

/// Keys of a credential type.
#[derive(Debug)]
pub enum Keys {
    /// These.
    These(&'static [Key]),
    /// Those of an access key, in the words of every cloud.
    AccessKey,
    /// That of an identity provider, in the words of every cloud.
    IdentityProvider,
}

/// Words for an access key in the configuration: the keys of its id, its secret, the file
/// with its secret and the token of temporary keys; and that of an identity provider.
#[derive(Debug)]
pub struct KeyWords {
    /// Of the access key.
    pub access_key: [Key; 4],
    /// Of the identity provider whose token takes a role.
    pub identity_provider: Key,
}

impl KeyWords {
    /// Our own words.
    pub const COMMON: KeyWords = KeyWords::new(
        [
            "access_key_id",
            "access_key_secret",
            "access_key_secret_file",
            "security_token",
        ],
        "oidc_provider_arn",
    );

    /// These words.
    pub const fn new([id, secret, file, token]: [&'static str; 4], provider: &'static str) -> Self {
        let about = "file with the access key's secret";
        Self {
            access_key: [
                key(id, Form::Text, "the access key's id"),
                key(secret, Form::Secret, "the access key's secret"),
                key(file, Form::Path, about),
                key(token, Form::Secret, "token of temporary keys"),
            ],
            identity_provider: key(provider, Form::Text, "identity provider whose token it is"),
        }
    }

    /// The names of the keys of an access key.
    pub(crate) fn names(&self) -> [&'static str; 4] {
        self.access_key.each_ref().map(|key| key.name)
    }
}

/// A value as its key's form has it.
#[derive(Debug, Clone)]
pub enum FieldValue {
    /// A text.
    Text(String),
    /// A text that must not be seen by others.
    Secret(Secret),
    /// A program and its arguments.
    Command(Vec<String>),
    /// A path, absolute.
    Path(PathBuf),
    /// A duration.
    Duration(Duration),
    /// An address.
    Endpoint(Endpoint),
}

/// Something wrong with the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Where it stands.
    pub place: FieldPlace,
    /// The message.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Where something wrong stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldPlace {
    /// The whole of the credentials, as where a key is missing.
    Whole,
    /// The name of this key.
    Name(&'static str),
    /// The value of this key.
    Value(&'static str),
}

/// The values of the keys that are there, and what is found to be wrong with them.
#[derive(Debug, Default)]
pub struct Fields {
    /// The keys that are there, with their values; `None` where the value is not what the
    /// key's form says, which is told already.
    pub values: Vec<(&'static str, Option<FieldValue>)>,
    /// The words of all clouds for access keys.
    pub words: Vec<&'static KeyWords>,
    /// What is wrong, in the order in which it was found.
    pub problems: Vec<FieldProblem>,
}

impl Fields {
    /// Whether a key is there.
    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(known, _)| *known == name)
    }

    /// The value of a key.
    pub fn value(&self, name: &str) -> Option<&FieldValue> {
        let mut values = self.values.iter();
        values.find(|(known, _)| *known == name)?.1.as_ref()
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.value(name)? {
            FieldValue::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// A secret.
    pub fn secret(&self, name: &str) -> Option<Secret> {
        match self.value(name)? {
            FieldValue::Secret(secret) => Some(secret.clone()),
            _ => None,
        }
    }

    /// A program and its arguments.
    pub fn command(&self, name: &str) -> Option<Vec<String>> {
        match self.value(name)? {
            FieldValue::Command(words) => Some(words.clone()),
            _ => None,
        }
    }

    /// A path.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        match self.value(name)? {
            FieldValue::Path(path) => Some(path.clone()),
            _ => None,
        }
    }

    /// A duration.
    pub fn duration(&self, name: &str) -> Option<Duration> {
        match self.value(name)? {
            FieldValue::Duration(duration) => Some(*duration),
            _ => None,
        }
    }

    /// An address.
    pub fn endpoint(&self, name: &str) -> Option<Endpoint> {
        match self.value(name)? {
            FieldValue::Endpoint(endpoint) => Some(endpoint.clone()),
            _ => None,
        }
    }

    /// A text, read further; `None` when it is absent or wrong.
    pub fn read<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match read(&self.text(name)?) {
            Ok(read) => Some(read),
            Err(why) => {
                self.problem(FieldPlace::Value(name), why, None);
                None
            }
        }
    }

    /// Tells of a key that is missing.
    pub fn needed(&mut self, name: &'static str) {
        if !self.has(name) {
            let message = format!("the key `{name}` is missing");
            self.problem(FieldPlace::Whole, message, Some(format!("add `{name}`")));
        }
    }

    /// Which of several keys for one thing is there; a second one is told.
    pub fn one_of(&mut self, names: &[&'static str]) -> Option<&'static str> {
        let used = |name: &&&'static str| self.values.iter().any(|(known, _)| known == *name);
        let mut used = names.iter().filter(used);
        let first = used.next().copied()?;
        // Two clouds may have a word in common.
        if let Some(second) = used.copied().find(|second| *second != first) {
            self.conflict(first, second);
        }
        Some(first)
    }

    /// Tells of two keys for one thing.
    pub fn conflict(&mut self, first: &str, second: &'static str) {
        let message = format!("`{first}` and `{second}` are two ways to give one thing");
        let hint = Some("keep one of them".to_owned());
        self.problem(FieldPlace::Name(second), message, hint);
    }

    /// Tells of something wrong.
    pub fn problem(&mut self, place: FieldPlace, message: impl Into<String>, hint: Option<String>) {
        self.problems.push(FieldProblem {
            place,
            message: message.into(),
            hint,
        });
    }
}
