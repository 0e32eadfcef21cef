//! A role, taken with the token of another identity provider, such as that of a
//! cluster for its pods.

use super::answer::Fresh;
use super::cached::Fetch;
use super::role::Oidc;
use super::sts::Sts;
use crate::http::Fetching;

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
