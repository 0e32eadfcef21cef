//! Whose a key is, as the vendor's token service tells.

use std::sync::Arc;

use super::Vendor;
use super::sts::{Identity, Sts, service};
use crate::error::{Error, Origin};
use crate::http::{Client, Keys, Preview};
use crate::provider::Provider;
use crate::request::Endpoint;
use crate::sign::Credentials;

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
