//! Sources of credentials, and the context in which their keys are fetched.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::timeout;

use super::cached::{Cached, Fetch};
use super::json_key::TemporaryCredentials;
use super::metadata_client::MetadataClient;
use super::token_service::{Sts, TokenServiceAt};
use crate::clock::Clock;
use crate::error::{Call, ConfigError, Error, Origin, Purpose, TransportFailure, TransportKind};
use crate::http::{Client, Fetching, FixedKey, Keys, Log, Network, Proxy, WebTransport};
use crate::sign::Credentials;

/// A source of credentials, when there is nothing left to look up in files and variables.
///
/// Its `Debug` shows no secret.
pub trait CredentialSource: fmt::Debug + Send + Sync {
    /// What stands for the account before a key is there: whatever makes two sources the
    /// same one. Calls for one account share its limits. It is never printed.
    fn account(&self) -> String;

    /// The key, where it is there already.
    fn key(&self) -> Option<&Credentials> {
        None
    }

    /// When that key stops working, where that is known.
    fn expires(&self) -> Option<Timestamp> {
        None
    }

    /// Makes what fetches the key. Nothing is sent yet. The origin is where the
    /// credentials stand, for errors.
    ///
    /// # Errors
    /// When the proxy's address or the CA bundle cannot be used.
    fn fetch(&self, context: &FetchContext, origin: &Origin) -> Result<Box<dyn Fetch>, Error>;

    /// What the key is fetched by, in the order in which it happens, for people; nothing
    /// where it is there already. Nothing is sent and no program is started.
    ///
    /// # Errors
    /// When it is clear by now that no key will come.
    fn preview(&self, origin: &Origin, now: Timestamp) -> Result<Vec<String>, Error>;
}

/// How long services near by may take: machines that have them answer in a few
/// milliseconds, and others not at all.
const NEAR: Duration = Duration::from_secs(1);

/// Notes that a helper program runs, as long as its result is kept.
pub type Helper = dyn Fn() -> Box<dyn Send> + Send + Sync;

/// What keys are fetched with.
pub struct FetchContext {
    /// The id of the provider that the keys are for, for errors.
    pub provider: &'static str,
    /// The profile, for errors.
    pub profile: Option<String>,
    /// What sends calls of the vendor's APIs.
    pub client: Arc<Client>,
    /// How other services are reached.
    pub network: Network,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What listens to the traffic.
    pub log: Arc<dyn Log>,
    /// Called before a helper program is started. What it gives lives as long as that
    /// program, so that nothing ends this process and leaves the program behind.
    pub helper: Arc<Helper>,
}

impl FetchContext {
    /// What gives the key of a source: fetched once for all that ask, and renewed.
    ///
    /// # Errors
    /// When the proxy's address or the CA bundle cannot be used.
    pub fn keys(
        &self,
        source: &dyn CredentialSource,
        origin: &Origin,
    ) -> Result<Arc<dyn Keys>, Error> {
        if let (Some(key), None) = (source.key(), source.expires()) {
            return Ok(Arc::new(FixedKey::new(key.clone())));
        }
        let fetch = OfAccount {
            fetch: source.fetch(self, origin)?,
            provider: self.provider,
            profile: self.profile.clone(),
            limit: self.network.timeout,
        };
        let clock = Arc::clone(&self.clock);
        Ok(Arc::new(Cached::new(
            source.account(),
            Box::new(fetch),
            clock,
        )))
    }

    /// A token service, for this account.
    pub(crate) fn sts(&self, at: &TokenServiceAt, origin: &Origin) -> Sts {
        Sts {
            at: at.clone(),
            client: Arc::clone(&self.client),
            provider: self.provider,
            profile: self.profile.clone(),
            key_origin: origin.clone(),
        }
    }

    /// For services of this machine: never through a proxy.
    pub(crate) fn near(&self) -> Result<Arc<MetadataClient>, ConfigError> {
        let network = Network {
            connect_timeout: NEAR,
            proxy: Proxy::None,
            ..self.network.clone()
        };
        self.metadata_client(&network, NEAR)
    }

    /// For services elsewhere that are no API of the vendor.
    pub(crate) fn far(&self) -> Result<Arc<MetadataClient>, ConfigError> {
        self.metadata_client(&self.network, self.network.request_timeout)
    }

    fn metadata_client(
        &self,
        network: &Network,
        limit: Duration,
    ) -> Result<Arc<MetadataClient>, ConfigError> {
        Ok(Arc::new(MetadataClient {
            transport: Arc::new(WebTransport::new(network)?),
            log: Arc::clone(&self.log),
            limit,
        }))
    }
}

/// Says for which account a key could not be fetched, and ends what takes longer than
/// the whole command may.
pub(super) struct OfAccount {
    pub(super) fetch: Box<dyn Fetch>,
    pub(super) provider: &'static str,
    pub(super) profile: Option<String>,
    pub(super) limit: Duration,
}

impl Fetch for OfAccount {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(async {
            let Ok(fetched) = timeout(self.limit, self.fetch.fetch()).await else {
                let call = Call {
                    provider: self.provider,
                    profile: self.profile.clone(),
                    purpose: Purpose::AccessKey,
                    ..Call::default()
                };
                let failure = TransportFailure {
                    kind: TransportKind::Deadline,
                    message: format!(
                        "no key within the timeout of {:?} for the whole command",
                        self.limit
                    ),
                };
                return Err(Error::Transport {
                    call: Box::new(call),
                    failure,
                });
            };
            fetched.map_err(|error| error.of_account(self.provider, self.profile.as_deref()))
        })
    }
}
