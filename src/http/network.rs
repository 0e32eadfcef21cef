//! The network settings of an account.

use std::path::PathBuf;
use std::time::Duration;

use super::no_proxy::NoProxy;
use crate::secret::Secret;

/// How an account's service is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// The time to open a connection.
    pub connect_timeout: Duration,
    /// The time for one attempt, from sending to the last byte.
    pub request_timeout: Duration,
    /// The time for the whole command, waits and retries included.
    pub timeout: Duration,
    /// How often a call is repeated after its first attempt.
    pub retries: u32,
    /// How many requests may be under way at once to one endpoint.
    pub concurrency: usize,
    /// Which proxy to go through. Loopback is asked directly, unless a proxy that is named
    /// here is on loopback too.
    pub proxy: Proxy,
    /// A PEM file, or a folder of those, with certificate authorities to trust beside the
    /// system's.
    pub ca_bundle: Option<PathBuf>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(5 * 60),
            retries: 3,
            concurrency: 8,
            proxy: Proxy::System,
            ca_bundle: None,
        }
    }
}

/// Which proxy to go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proxy {
    /// What the variables say, else the settings of the system where it has some (macOS
    /// and Windows).
    System,
    /// What `HTTPS_PROXY` or `ALL_PROXY` say, for all hosts but those of `NO_PROXY`. The
    /// address may hold a password.
    Environment {
        /// The proxy's address.
        url: Secret,
        /// The hosts that are reached without it.
        except: NoProxy,
    },
    /// None, whatever the environment says.
    None,
    /// This one, for every host. Its address may hold a password.
    Url(Secret),
}
