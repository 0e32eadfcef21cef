//! The vendors' services that give temporary keys, and say whose a key is.

mod alibaba;
mod service;
mod tencent;

use std::sync::Arc;

pub(super) use self::service::ASSUME_ROLE;
pub use self::service::Identity;
use self::service::Service;
use super::Vendor;
use super::answer::Fresh;
use super::role::{Oidc, Role};
use crate::error::{Call, Class, DecodeError, Error, Origin, Purpose};
use crate::http::{Answer, Client, FixedKey, Keys, Outgoing, Preview};
use crate::provider::Provider;
use crate::request::{Endpoint, Request};
use crate::secret::Secret;
use crate::sign::{Authorize, Credentials};

/// The service of a vendor.
pub(super) fn service(vendor: Vendor) -> &'static dyn Service {
    match vendor {
        Vendor::Alibaba => &alibaba::Alibaba,
        Vendor::Tencent => &tencent::Tencent,
    }
}

/// A token service, for one account.
#[derive(Clone)]
pub(super) struct Sts {
    pub(super) service: &'static dyn Service,
    pub(super) endpoint: Endpoint,
    pub(super) client: Arc<Client>,
    /// Whose services answer refusals in the same words.
    pub(super) provider: &'static dyn Provider,
    pub(super) profile: Option<String>,
    pub(super) key_origin: Origin,
}

impl Sts {
    /// Takes a role.
    pub(super) async fn assume_role(&self, role: &Role, keys: &dyn Keys) -> Result<Fresh, Error> {
        let request = self.service.assume_role(&self.endpoint, role);
        let read_key = |body: &[u8]| self.service.key(body);
        let authorizer = self.service.authorizer();
        self.call(Purpose::AccessKey, &request, keys, authorizer, &read_key)
            .await
            .map(|answer| answer.value)
    }

    /// Takes a role with a token of others.
    pub(super) async fn assume_by_oidc(&self, oidc: &Oidc, token: Secret) -> Result<Fresh, Error> {
        let request = self.service.assume_by_oidc(&self.endpoint, oidc, &token);
        // Nothing is signed with it: it is there to be hidden in logs and errors.
        let nobody = FixedKey::new(Credentials {
            id: String::new(),
            secret: Secret::new(""),
            token: Some(token),
        });
        let read_key = |body: &[u8]| self.service.key(body);
        let unsigned = self.service.unsigned();
        self.call(Purpose::Federation, &request, &nobody, unsigned, &read_key)
            .await
            .map(|answer| answer.value)
    }

    /// Asks whose a key is.
    pub(super) async fn identity(&self, keys: &dyn Keys) -> Result<Identity, Error> {
        let request = self.service.caller(&self.endpoint);
        let read_identity = |body: &[u8]| self.service.identity(body);
        let authorizer = self.service.authorizer();
        let answer = self
            .call(
                Purpose::Identity,
                &request,
                keys,
                authorizer,
                &read_identity,
            )
            .await?;
        Ok(Identity {
            server_time: answer.server_time,
            call: answer.call,
            bytes: answer.size.get(),
            ..answer.value
        })
    }

    /// What asking that would send, with this key.
    pub(super) fn preview_of_identity(&self, key: &Credentials) -> (&'static str, Preview) {
        let request = self.service.caller(&self.endpoint);
        let (authorizer, conventions) = (self.service.authorizer(), self.service.conventions());
        let preview = self.client.preview(&request, authorizer, key, conventions);
        (request.action, preview)
    }

    /// Sends a call and reads its answer.
    async fn call<T>(
        &self,
        purpose: Purpose,
        request: &Request,
        keys: &dyn Keys,
        authorizer: &dyn Authorize,
        read: &(dyn Fn(&[u8]) -> Result<T, DecodeError> + Send + Sync),
    ) -> Result<Answer<T>, Error> {
        let call = Call {
            provider: self.provider.facts().id,
            profile: self.profile.clone(),
            key_origin: Some(self.key_origin.clone()),
            purpose,
            ..Call::default()
        };
        let outgoing = Outgoing {
            request,
            keys,
            authorizer,
            failure: &|response| {
                let mut failure = self.provider.failure(response)?;
                if self.service.is_ended_token(&failure.code) {
                    failure.class = Class::Expired;
                }
                Some(failure)
            },
            conventions: self.service.conventions(),
            call: &call,
        };
        self.client.call(outgoing, read).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A few bytes of JSON can take hundreds of bytes of memory.
    #[test]
    fn an_answer_that_is_too_large_is_not_read() {
        let large = format!("{{\"Z\":[{}1]}}", "{\"a\":1},".repeat(10_000));
        for vendor in [Vendor::Alibaba, Vendor::Tencent] {
            let service = service(vendor);
            let key = service.key(large.as_bytes()).unwrap_err();
            let identity = service.identity(large.as_bytes()).unwrap_err();
            for error in [key, identity] {
                assert_eq!(error.message, "it has more than 64 KiB");
            }
        }
    }
}
