//! An account: a provider, a key, and the client that sends its requests.

use std::sync::Arc;

use jiff::Timestamp;

use crate::clock::{Clock as _, SystemClock};
use crate::error::{Call, ConfigError, Origin};
use crate::http::{Client, FixedKey, Keys, Network, NoLog, WebTransport};
use crate::provider::{Options, Provider};
use crate::request::Endpoint;
use crate::sign::{Authorize, Credentials};

/// An account of a provider, shared by its targets.
pub struct Account {
    /// The provider.
    pub provider: &'static dyn Provider,
    /// The profile, to mark rows and errors with.
    pub profile: Option<String>,
    /// The address to use instead of the provider's own, `{region}` in it the region.
    pub endpoint: Option<Endpoint>,
    /// The service's own options.
    pub options: Options,
    /// The time of the command.
    pub now: Timestamp,
    /// Gives the key that signs.
    pub keys: Arc<dyn Keys>,
    /// Where that key was given, for errors about it.
    pub key_origin: Origin,
    /// Whether rows keep the service's own object.
    pub raw: bool,
    /// The signature scheme.
    pub authorizer: &'static dyn Authorize,
    /// Sends the requests.
    pub client: Arc<Client>,
}

impl Account {
    /// An account with the program's defaults: a fixed key, the provider's own address and
    /// signature scheme, and a client of its own. The time for all requests,
    /// [`Network::timeout`], starts to run now.
    ///
    /// # Errors
    /// When the network's CA bundle or proxy cannot be used.
    pub fn new(
        provider: &'static dyn Provider,
        key: Credentials,
        network: &Network,
    ) -> Result<Self, ConfigError> {
        let scheme = provider.facts().signatures.first().copied();
        let authorizer = scheme.and_then(|name| provider.authorizer(name));
        let authorizer =
            authorizer.ok_or_else(|| ConfigError::new("the provider has no signature"))?;
        Ok(Self {
            provider,
            profile: None,
            endpoint: None,
            options: Options::default(),
            now: SystemClock.now(),
            keys: Arc::new(FixedKey::new(key)),
            key_origin: Origin::BuiltIn,
            raw: false,
            authorizer,
            client: Arc::new(Client::new(
                Box::new(WebTransport::new(network)?),
                network,
                Arc::new(SystemClock),
                Arc::new(NoLog),
                Arc::default(),
            )),
        })
    }

    /// What errors say of its calls.
    pub fn call(&self) -> Call {
        Call {
            provider: self.provider.facts().id,
            profile: self.profile.clone(),
            key_origin: Some(self.key_origin.clone()),
            ..Call::default()
        }
    }
}
