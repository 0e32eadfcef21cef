//! A role, taken with another key.

use std::sync::Arc;

use jiff::Timestamp;

use super::cached::Fetch;
use super::fetch_context::{CredentialSource, FetchContext};
use super::json_key::TemporaryCredentials;
use super::role::Role;
use super::token_service::{Sts, TokenServiceAt};
use crate::error::{Error, Origin};
use crate::http::{Fetching, Keys};

/// A role that another key takes.
#[derive(Debug)]
pub struct AssumeRole {
    /// The token service.
    pub sts: TokenServiceAt,
    /// The role.
    pub role: Role,
    /// The source of the key that takes it.
    pub base: Arc<dyn CredentialSource>,
}

impl CredentialSource for AssumeRole {
    fn account(&self) -> String {
        self.role.arn.clone()
    }

    fn fetch(&self, context: &FetchContext, origin: &Origin) -> Result<Box<dyn Fetch>, Error> {
        Ok(Box::new(AskForRole {
            role: self.role.clone(),
            base: context.keys(&*self.base, origin)?,
            sts: context.sts(&self.sts, origin),
        }))
    }

    fn preview(&self, origin: &Origin, now: Timestamp) -> Result<Vec<String>, Error> {
        let mut steps = self.base.preview(origin, now)?;
        let TokenServiceAt { service, endpoint } = &self.sts;
        steps.push(format!("{} at {endpoint}", service.assume_role_action()));
        Ok(steps)
    }
}

/// Asks the token service for it.
struct AskForRole {
    role: Role,
    base: Arc<dyn Keys>,
    sts: Sts,
}

impl Fetch for AskForRole {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(self.sts.assume_role(&self.role, &*self.base))
    }
}
