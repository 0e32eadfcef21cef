//! What a token service is, for each vendor to say.

use jiff::Timestamp;
use serde_json::Value;

use super::super::answer::{Fresh, parse};
use super::super::role::{Oidc, Role};
use crate::error::{Call, DecodeError};
use crate::http::ApiConventions;
use crate::request::{Endpoint, Request};
use crate::secret::Secret;
use crate::sign::Authorize;

/// Whose a key is. What the service does not tell is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The account's id.
    pub account: Option<String>,
    /// The user or the role with its session, in the vendor's form.
    pub arn: Option<String>,
    /// What that is, in the vendor's word, such as `RAMUser` or `CAMRole`.
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
    pub(in crate::credentials) fn read(object: &Value, kind: &str) -> Result<Self, DecodeError> {
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

/// The operation that takes a role; both vendors call it so.
pub(in crate::credentials) const ASSUME_ROLE: &str = "AssumeRole";

/// What a vendor's token service is. It is pure: requests out, bytes in.
pub(in crate::credentials) trait Service: Sync {
    /// Where it is, for accounts of any region.
    fn endpoint(&self) -> Endpoint;

    /// How it behaves around its API.
    fn conventions(&self) -> &'static ApiConventions;

    /// How calls with an access key are signed.
    fn authorizer(&self) -> &'static dyn Authorize;

    /// How calls with the token of another identity provider are sent.
    fn unsigned(&self) -> &'static dyn Authorize;

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
    fn key(&self, body: &[u8]) -> Result<Fresh, DecodeError>;

    /// The call that asks whose a key is.
    fn caller(&self, at: &Endpoint) -> Request;

    /// The answer to that.
    fn identity(&self, body: &[u8]) -> Result<Identity, DecodeError>;
}

/// The largest answer that is read, in bytes: usual ones have a few thousand.
const LARGEST: usize = 64 << 10;

/// The answer's JSON.
pub(in crate::credentials) fn json(body: &[u8]) -> Result<Value, DecodeError> {
    if body.len() > LARGEST {
        return Err(DecodeError::new("it has more than 64 KiB"));
    }
    parse(body).map_err(|why| DecodeError::new(format!("it {why}")))
}
