//! A role, taken with the token of another identity provider, such as that of a
//! cluster for its pods.

use std::path::PathBuf;

use super::Role;
use super::answer::Fresh;
use super::cached::Fetch;
use super::static_key::check_part;
use super::sts::Sts;
use crate::error::{ConfigError, Error};
use crate::http::Fetching;
use crate::machine::files::{self, whole};
use crate::secret::Secret;

/// The role and the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    /// The role.
    pub role: Role,
    /// The identity provider, as the vendor knows it: an ARN, or Tencent Cloud's id.
    pub provider: String,
    /// The file with the token, which whoever gives it replaces now and then.
    pub token_file: PathBuf,
}

/// Asks the token service for it.
pub(super) struct AssumeByOidc {
    pub(super) oidc: Oidc,
    pub(super) sts: Sts,
}

impl Fetch for AssumeByOidc {
    fn fetch(&self) -> Fetching<'_, Fresh> {
        Box::pin(async {
            // Read anew each time: a token works for minutes only.
            let token = self.oidc.token()?;
            self.sts.assume_by_oidc(&self.oidc, token).await
        })
    }
}

impl Oidc {
    /// The token that is in the file now.
    pub(super) fn token(&self) -> Result<Secret, Error> {
        let path = &self.token_file;
        let content = files::read_named(path)?;
        let text = content.text.trim();
        check_part(text).map_err(|why| ConfigError::new(why).at(whole(path)))?;
        Ok(Secret::new(text))
    }
}
