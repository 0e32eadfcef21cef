//! Whose a key is, as the vendor's token service tells.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::Vendor;
use super::sts::{Sts, service};
use crate::error::{Call, DecodeError, Error, Origin};
use crate::http::{Client, Keys, Preview};
use crate::provider::Provider;
use crate::request::Endpoint;
use crate::sign::Credentials;

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
    pub(super) fn read(object: &Value, kind: &str) -> Result<Self, DecodeError> {
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

/// Whose key is asked about, and through what.
pub struct Caller<'a> {
    /// The cloud.
    pub provider: &'static dyn Provider,
    /// The profile, for errors.
    pub profile: Option<&'a str>,
    /// Gives the key.
    pub keys: &'a dyn Keys,
    /// Where that was given, for errors.
    pub key_origin: &'a Origin,
    /// Its token service.
    pub sts: &'a Endpoint,
    /// What sends.
    pub client: &'a Arc<Client>,
}

/// Asks the vendor whose a key is.
///
/// # Errors
/// As [`Client::call`], and when the vendor has no such service.
pub async fn identity(caller: &Caller<'_>) -> Result<Identity, Error> {
    caller.sts()?.identity(caller.keys).await
}

/// The call that [`identity`] makes, as it would be with this key: its operation, and
/// what would be sent.
///
/// # Errors
/// When the vendor has no such service.
pub fn preview_of_identity(
    caller: &Caller<'_>,
    key: &Credentials,
) -> Result<(&'static str, Preview), Error> {
    Ok(caller.sts()?.preview_of_identity(key))
}

impl Caller<'_> {
    fn sts(&self) -> Result<Sts, Error> {
        Ok(Sts {
            service: service(Vendor::of(self.provider.facts())?),
            endpoint: self.sts.clone(),
            client: Arc::clone(self.client),
            provider: self.provider,
            profile: self.profile.map(str::to_owned),
            key_origin: self.key_origin.clone(),
        })
    }
}
