//! A role, taken with the token of another identity provider, such as that of a
//! cluster for its pods.

use jiff::Timestamp;

use super::cached::Fetch;
use super::fetch_context::{CredentialSource, FetchContext};
use super::json_key::TemporaryCredentials;
use super::role::Oidc;
use super::token_service::{Sts, TokenServiceAt};
use crate::error::{Error, Origin};
use crate::http::Fetching;

/// A role that the token in a file takes.
#[derive(Debug)]
pub struct AssumeByOidc {
    /// The token service.
    pub sts: TokenServiceAt,
    /// The role and the file.
    pub oidc: Oidc,
}

impl CredentialSource for AssumeByOidc {
    fn account(&self) -> String {
        self.oidc.role.arn.clone()
    }

    fn fetch(&self, context: &FetchContext, origin: &Origin) -> Result<Box<dyn Fetch>, Error> {
        Ok(Box::new(AskByToken {
            oidc: self.oidc.clone(),
            sts: context.sts(&self.sts, origin),
        }))
    }

    fn preview(&self, _: &Origin, _: Timestamp) -> Result<Vec<String>, Error> {
        // Without it the call would not be made.
        self.oidc.token()?;
        let TokenServiceAt { service, endpoint } = &self.sts;
        let action = service.assume_by_oidc_action();
        Ok(vec![format!("{action} at {endpoint}")])
    }
}

/// Asks the token service for it.
struct AskByToken {
    oidc: Oidc,
    sts: Sts,
}

impl Fetch for AskByToken {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(async {
            // Read anew each time: a token works for minutes only.
            let token = self.oidc.token()?;
            self.sts.assume_by_oidc(&self.oidc, token).await
        })
    }
}
