//! Roles: what is known of one before it is taken.

use std::fmt;
use std::path::PathBuf;

use super::key_part::check_part;
use crate::error::{ConfigError, Error};
use crate::machine::files::{self, whole};
use crate::secret::Secret;

/// What the session is called when nobody says: it is in the vendor's audit log.
const SESSION: &str = "cloudq";

/// A role to take.
#[derive(Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name in the vendor's form, such as an ARN.
    pub arn: String,
    /// What the session is called.
    pub session_name: Option<String>,
    /// How long the key is to work, in seconds.
    pub duration: Option<u32>,
    /// What the role's owner asks for, so that nobody is tricked into taking it.
    pub external_id: Option<String>,
    /// What the key may do at most, as the vendor's JSON.
    pub policy: Option<String>,
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Role({})", self.arn)
    }
}

impl Role {
    /// A role with nothing special about it.
    pub fn new(arn: impl Into<String>) -> Self {
        Self {
            arn: arn.into(),
            session_name: None,
            duration: None,
            external_id: None,
            policy: None,
        }
    }

    /// What the session is called.
    pub(crate) fn session(&self) -> &str {
        self.session_name.as_deref().unwrap_or(SESSION)
    }
}

/// A role, and the token of another identity provider that takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    /// The role.
    pub role: Role,
    /// The identity provider, as the vendor knows it: an ARN or an id.
    pub provider: String,
    /// The file with the token, which whoever gives it replaces now and then.
    pub token_file: PathBuf,
}

impl Oidc {
    /// The token that is in the file now.
    pub(crate) fn token(&self) -> Result<Secret, Error> {
        let path = &self.token_file;
        let content = files::read_named(path)?;
        content.unwritable(path)?;
        let text = content.text.trim();
        check_part(text).map_err(|why| ConfigError::new(why).at(whole(path)))?;
        Ok(Secret::new(text))
    }
}
