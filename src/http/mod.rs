//! Sending a signed call, again if need be, within limits.

mod client;
mod log;
mod pace;
mod redact;
mod retry;
#[cfg(test)]
mod tests;
mod tls;
mod transport;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

pub use client::{Answer, Client, Outgoing};
pub use log::{Detail, Log, NoLog};
pub use redact::Redactor;
pub use transport::{Sending, Transport, WebTransport, WireResponse};

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
    /// Which proxy to go through. Loopback is asked directly unless a proxy is
    /// named here.
    pub proxy: Proxy,
    /// A PEM file with the only certificate authorities to trust, instead of
    /// the system's.
    pub ca_bundle: Option<PathBuf>,
}

/// How a service behaves around its API.
#[derive(Debug)]
pub struct Manners {
    /// The header with the service's id for an answer, which some bodies lack.
    pub request_id: Option<&'static str>,
    /// The header that says for how many milliseconds to stay away.
    pub retry_after_ms: Option<&'static str>,
    /// Headers of its own whose values a log may show.
    pub open_headers: &'static [&'static str],
    /// Fields of a form whose values a log hides, whatever they are.
    pub hidden_fields: &'static [&'static str],
    /// What the elements of a list are counted from where parameters are flat.
    pub lists_from: usize,
    /// How many calls of an account it answers in a second, where it says so.
    pub calls_per_second: Option<usize>,
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
#[derive(Clone, PartialEq, Eq)]
pub enum Proxy {
    /// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    System,
    /// None, whatever the environment says.
    None,
    /// This one, for every host.
    Url(String),
}

// The address may hold a password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Proxy::System => "System",
            Proxy::None => "None",
            Proxy::Url(_) => "Url(***)",
        })
    }
}

/// The manners of a service made up for tests.
#[cfg(test)]
pub(crate) static MADE_UP: Manners = Manners {
    request_id: Some("x-acs-request-id"),
    retry_after_ms: Some("x-acs-retry-after"),
    open_headers: &["x-acs-action"],
    hidden_fields: &["Signature"],
    lists_from: 1,
    calls_per_second: None,
};
