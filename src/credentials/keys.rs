//! From how a key is had to what gives it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::timeout;

use super::answer::Fresh;
use super::assume_role::AssumeRole;
use super::cached::{Cached, Fetch};
use super::cloud_sso::CloudSso;
use super::credentials_uri::AskUri;
use super::instance_role::InstanceRole;
use super::oidc::AssumeByOidc;
use super::plain::Plain;
use super::process::{Helper, Process};
use super::sts::{Sts, service};
use super::{Found, Recipe, Vendor};
use crate::clock::Clock;
use crate::error::{Call, ConfigError, Error, Origin, Purpose, TransportFailure, TransportKind};
use crate::http::{Client, Fetching, FixedKey, Keys, Log, Network, Proxy, WebTransport};
use crate::provider::Provider;
use crate::request::Endpoint;

/// How long services near by may take: machines that have them answer in a few
/// milliseconds, and others not at all.
const NEAR: Duration = Duration::from_secs(1);

/// What keys are fetched with.
pub struct Reach {
    /// Whose keys they are.
    pub provider: &'static dyn Provider,
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

/// Makes of a key that was found what gives it. Nothing is sent yet; what is
/// fetched later is fetched once for all that ask, and kept in memory only.
///
/// # Errors
/// When the proxy's address or the CA bundle cannot be used.
pub fn keys(found: &Found, reach: &Reach) -> Result<Arc<dyn Keys>, Error> {
    reach.keys(&found.recipe, &found.origin)
}

impl Reach {
    fn keys(&self, recipe: &Recipe, origin: &Origin) -> Result<Arc<dyn Keys>, Error> {
        let account = account(recipe);
        let fetch: Box<dyn Fetch> = match recipe {
            Recipe::Fixed { key, end: None } => {
                return Ok(Arc::new(FixedKey::new(key.clone())));
            }
            Recipe::Fixed {
                key,
                end: Some((end, again)),
            } => {
                let ending = Ending {
                    fresh: Fresh {
                        key: key.clone(),
                        expires: Some(*end),
                    },
                    again,
                    origin: origin.clone(),
                    clock: Arc::clone(&self.clock),
                };
                Box::new(ending)
            }
            Recipe::Process { command } => Box::new(Process {
                command: command.clone(),
                log: Arc::clone(&self.log),
                helper: Arc::clone(&self.helper),
            }),
            Recipe::AssumeRole { base, role, sts } => Box::new(AssumeRole {
                role: role.clone(),
                base: self.keys(base, origin)?,
                sts: self.sts(sts, origin)?,
            }),
            Recipe::Oidc { oidc, sts } => Box::new(AssumeByOidc {
                oidc: oidc.clone(),
                sts: self.sts(sts, origin)?,
            }),
            Recipe::InstanceRole {
                name,
                metadata,
                older,
            } => Box::new(InstanceRole {
                vendor: Vendor::of(self.provider.facts())?,
                name: name.clone(),
                metadata: metadata.clone(),
                older: *older,
                plain: self.near()?,
            }),
            Recipe::Uri(uri) => Box::new(AskUri {
                uri: uri.clone(),
                plain: if uri.is_loopback() {
                    self.near()?
                } else {
                    self.far()?
                },
            }),
            Recipe::CloudSso(sign_in) => Box::new(CloudSso {
                sign_in: sign_in.clone(),
                plain: self.far()?,
                clock: Arc::clone(&self.clock),
            }),
        };
        let fetch = OfAccount {
            fetch,
            provider: self.provider.facts().id,
            profile: self.profile.clone(),
            limit: self.network.timeout,
        };
        let clock = Arc::clone(&self.clock);
        Ok(Arc::new(Cached::new(account, Box::new(fetch), clock)))
    }

    fn sts(&self, endpoint: &Endpoint, origin: &Origin) -> Result<Sts, Error> {
        Ok(Sts {
            service: service(Vendor::of(self.provider.facts())?),
            endpoint: endpoint.clone(),
            client: Arc::clone(&self.client),
            provider: self.provider,
            profile: self.profile.clone(),
            key_origin: origin.clone(),
        })
    }

    /// For services of this machine: never through a proxy.
    fn near(&self) -> Result<Arc<Plain>, ConfigError> {
        let network = Network {
            connect_timeout: NEAR,
            proxy: Proxy::None,
            ..self.network.clone()
        };
        self.plain(&network, NEAR)
    }

    fn far(&self) -> Result<Arc<Plain>, ConfigError> {
        self.plain(&self.network, self.network.request_timeout)
    }

    fn plain(&self, network: &Network, limit: Duration) -> Result<Arc<Plain>, ConfigError> {
        Ok(Arc::new(Plain {
            transport: Arc::new(WebTransport::new(network)?),
            log: Arc::clone(&self.log),
            limit,
        }))
    }
}

/// What stands for the account before a key is there: whatever makes two ways to a key
/// the same one. It is never printed.
fn account(recipe: &Recipe) -> String {
    match recipe {
        Recipe::Fixed { key, .. } => key.id.clone(),
        Recipe::Process { command } => format!("process {command:?}"),
        Recipe::AssumeRole { role, .. } => role.arn.clone(),
        Recipe::Oidc { oidc, .. } => oidc.role.arn.clone(),
        Recipe::InstanceRole { name, metadata, .. } => format!("role {name:?} of {metadata}"),
        Recipe::Uri(uri) => uri.whole(),
        Recipe::CloudSso(sign_in) => sign_in.account().to_owned(),
    }
}

/// A key that somebody else gave, with its end.
struct Ending {
    fresh: Fresh,
    again: &'static str,
    origin: Origin,
    clock: Arc<dyn Clock>,
}

impl Fetch for Ending {
    fn fetch(&self) -> Fetching<'_, Fresh> {
        Box::pin(async {
            if let Some(end) = self.fresh.expires {
                check_end(end, self.clock.now(), &self.origin, self.again)?;
            }
            Ok(self.fresh.clone())
        })
    }
}

/// Refuses a key that has ended.
pub(super) fn check_end(
    end: Timestamp,
    now: Timestamp,
    origin: &Origin,
    again: &'static str,
) -> Result<(), Error> {
    if end > now {
        return Ok(());
    }
    let message = format!("the key in {origin} ended at {end}");
    Err(Error::ended(message, again))
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
    fn fetch(&self) -> Fetching<'_, Fresh> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Uri;

    #[test]
    fn two_ways_to_a_key_are_two_accounts() {
        let process = |words: &[&str]| Recipe::Process {
            command: words.iter().map(|&word| word.to_owned()).collect(),
        };
        let uri = |text: &str| Recipe::Uri(Uri::parse(text).unwrap());
        let machine = |name: Option<&str>, host: &str| Recipe::InstanceRole {
            name: name.map(str::to_owned),
            metadata: Endpoint::https(host),
            older: true,
        };
        let ways = [
            process(&["key"]),
            process(&["key", "--profile", "a"]),
            process(&["key", "--profile", "b"]),
            process(&["key", "--profile b"]),
            uri("https://keys.example.com/a"),
            uri("https://keys.example.com/b"),
            uri("https://keys.example.com/b?c"),
            machine(None, "a"),
            machine(None, "b"),
            machine(Some("r"), "b"),
        ];
        let mut accounts: Vec<String> = ways.iter().map(account).collect();
        accounts.sort();
        accounts.dedup();
        assert_eq!(accounts.len(), ways.len(), "{accounts:?}");
        assert_eq!(account(&process(&["key"])), account(&process(&["key"])));
    }
}
