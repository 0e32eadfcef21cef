//! Token services: they give temporary keys, and tell the identity behind a key.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::json_key::{TemporaryCredentials, parse};
use super::role::{Oidc, Role};
use crate::error::{ApiFailure, Call, Class, DecodeError, Error, Origin, Purpose};
use crate::http::{Answer, ApiConventions, Client, FixedKey, Keys, Outgoing, Response};
use crate::request::{Endpoint, Request};
use crate::secret::Secret;
use crate::sign::{Authorize, Credentials};

/// The identity behind a key. What the service does not tell is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The account's id.
    pub account: Option<String>,
    /// The user or the role with its session, in the vendor's form.
    pub arn: Option<String>,
    /// What that is, a user or a role, in the vendor's word.
    pub kind: Option<String>,
    /// The service's clock when it answered.
    pub server_time: Option<Timestamp>,
    /// The call that told it.
    pub call: Call,
    /// How many bytes its answer had.
    pub bytes: usize,
}

impl Identity {
    /// Reads the members of an answer; `kind` is the name that one of them has.
    ///
    /// # Errors
    /// When it names no account: then it is no answer of the service.
    pub(crate) fn read(object: &Value, kind: &str) -> Result<Self, DecodeError> {
        let text = |name: &str| match &object[name] {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let account = text("AccountId").ok_or_else(|| {
            DecodeError::new("the API's own member `AccountId` is missing".to_owned())
        })?;
        Ok(Self {
            account: Some(account),
            arn: text("Arn"),
            kind: text(kind),
            ..Self::default()
        })
    }
}

/// A vendor's token service. It is pure: requests out, bytes in.
pub trait TokenService: Sync {
    /// Where it is, for accounts of any region.
    fn endpoint(&self) -> Endpoint;

    /// How it behaves around its API.
    fn conventions(&self) -> &'static ApiConventions;

    /// How calls with an access key are signed.
    fn authorizer(&self) -> &'static dyn Authorize;

    /// How calls with the token of another identity provider are sent.
    fn unsigned(&self) -> &'static dyn Authorize;

    /// The operation that takes a role.
    fn assume_role_action(&self) -> &'static str {
        "AssumeRole"
    }

    /// The call that takes a role.
    fn assume_role(&self, at: &Endpoint, role: &Role) -> Request;

    /// The operation that takes a role with a token of others.
    fn assume_by_oidc_action(&self) -> &'static str;

    /// The call of that.
    fn assume_by_oidc(&self, at: &Endpoint, oidc: &Oidc, token: &Secret) -> Request;

    /// Whether a refusal of that means that the token has ended.
    fn is_ended_token(&self, _code: &str) -> bool {
        false
    }

    /// The key in the answer to both.
    ///
    /// # Errors
    /// When there is none.
    fn key(&self, body: &[u8]) -> Result<TemporaryCredentials, DecodeError>;

    /// The call that asks for the identity behind a key.
    fn caller(&self, at: &Endpoint) -> Request;

    /// The answer to that.
    ///
    /// # Errors
    /// When it is none.
    fn identity(&self, body: &[u8]) -> Result<Identity, DecodeError>;

    /// What an answer refuses; `None` when it is an answer.
    fn failure(&self, response: &Response) -> Option<ApiFailure>;
}

/// The largest answer that is read, in bytes: usual ones have a few thousand.
const LARGEST: usize = 64 << 10;

/// The answer's JSON.
pub(crate) fn json(body: &[u8]) -> Result<Value, DecodeError> {
    if body.len() > LARGEST {
        return Err(DecodeError::new("it has more than 64 KiB"));
    }
    parse(body).map_err(|why| DecodeError::new(format!("it {why}")))
}

/// A token service at an address.
#[derive(Clone)]
pub struct TokenServiceAt {
    /// The service.
    pub service: &'static dyn TokenService,
    /// Its address for this account.
    pub endpoint: Endpoint,
}

impl fmt::Debug for TokenServiceAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenServiceAt({})", self.endpoint)
    }
}

/// A token service, for one account.
pub(crate) struct Sts {
    pub(super) at: TokenServiceAt,
    pub(super) client: Arc<Client>,
    /// The provider's id.
    pub(super) provider: &'static str,
    pub(super) profile: Option<String>,
    pub(super) key_origin: Origin,
}

impl Sts {
    /// Takes a role.
    pub(super) async fn assume_role(
        &self,
        role: &Role,
        keys: &dyn Keys,
    ) -> Result<TemporaryCredentials, Error> {
        let TokenServiceAt { service, endpoint } = &self.at;
        let request = service.assume_role(endpoint, role);
        let read_key = |body: &[u8]| service.key(body);
        let authorizer = service.authorizer();
        self.call(Purpose::AccessKey, &request, keys, authorizer, &read_key)
            .await
            .map(|answer| answer.value)
    }

    /// Takes a role with a token of others.
    pub(super) async fn assume_by_oidc(
        &self,
        oidc: &Oidc,
        token: Secret,
    ) -> Result<TemporaryCredentials, Error> {
        let TokenServiceAt { service, endpoint } = &self.at;
        let request = service.assume_by_oidc(endpoint, oidc, &token);
        // Nothing is signed with it: it is there to be hidden in logs and errors.
        let nobody = FixedKey::new(Credentials::bearer(token));
        let read_key = |body: &[u8]| service.key(body);
        let unsigned = service.unsigned();
        self.call(Purpose::Federation, &request, &nobody, unsigned, &read_key)
            .await
            .map(|answer| answer.value)
    }

    /// Asks for the identity behind a key.
    async fn identity(&self, keys: &dyn Keys) -> Result<Identity, Error> {
        let TokenServiceAt { service, endpoint } = &self.at;
        let request = service.caller(endpoint);
        let read_identity = |body: &[u8]| service.identity(body);
        let authorizer = service.authorizer();
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

    /// Sends a call and reads its answer.
    async fn call<T>(
        &self,
        purpose: Purpose,
        request: &Request,
        keys: &dyn Keys,
        authorizer: &dyn Authorize,
        read: &(dyn Fn(&[u8]) -> Result<T, DecodeError> + Send + Sync),
    ) -> Result<Answer<T>, Error> {
        let service = self.at.service;
        let call = Call {
            provider: self.provider,
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
                let mut failure = service.failure(response)?;
                if service.is_ended_token(&failure.code) {
                    failure.class = Class::Expired;
                }
                Some(failure)
            },
            conventions: service.conventions(),
            call: &call,
        };
        self.client.call(outgoing, read).await
    }
}

/// The account whose identity is asked for, and the means.
pub struct Caller<'a> {
    /// The provider's id, for errors.
    pub provider: &'static str,
    /// The profile, for errors.
    pub profile: Option<&'a str>,
    /// Gives the key.
    pub keys: &'a dyn Keys,
    /// Where that was given, for errors.
    pub key_origin: &'a Origin,
    /// Its token service.
    pub sts: &'a TokenServiceAt,
    /// What sends.
    pub client: &'a Arc<Client>,
}

/// Asks the vendor for the identity behind a key.
///
/// # Errors
/// As [`Client::call`].
pub async fn identity(caller: &Caller<'_>) -> Result<Identity, Error> {
    let sts = Sts {
        at: caller.sts.clone(),
        client: Arc::clone(caller.client),
        provider: caller.provider,
        profile: caller.profile.map(str::to_owned),
        key_origin: caller.key_origin.clone(),
    };
    sts.identity(caller.keys).await
}
