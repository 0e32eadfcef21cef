//! A role, taken with another key.

use std::fmt;
use std::sync::Arc;

use super::answer::Fresh;
use super::cached::Fetch;
use super::sts::Sts;
use crate::http::{Fetching, Keys};

/// What the session is called when nobody says: it is in the vendor's audit log.
const SESSION: &str = "cloudq";

/// A role to take.
#[derive(Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name in the vendor's form, such as `acs:ram::123:role/reader`.
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
    pub(super) fn session(&self) -> &str {
        self.session_name.as_deref().unwrap_or(SESSION)
    }
}

/// Asks the token service for it.
pub(super) struct AssumeRole {
    pub(super) role: Role,
    pub(super) base: Arc<dyn Keys>,
    pub(super) sts: Sts,
}

impl Fetch for AssumeRole {
    fn fetch(&self) -> Fetching<'_, Fresh> {
        Box::pin(self.sts.assume_role(&self.role, &*self.base))
    }
}
