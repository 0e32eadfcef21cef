//! Sending a signed call, again if need be, within limits.

pub mod address;

mod client;
mod failed;
mod held;
mod keys;
mod lanes;
mod log;
mod no_proxy;
mod pace;
mod preview;
mod proxy;
mod redact;
mod retry;
mod roots;
#[cfg(test)]
mod tests;
mod tls;
mod transport;

use std::path::PathBuf;
use std::time::Duration;

use memchr::{memchr, memmem};

use crate::secret::Secret;

pub use client::{Answer, Client, Outgoing};
pub use held::{HeldBytes, ResponseBody, bodies_are_large};
pub use keys::{Fetching, FixedKey, Keys};
pub use lanes::Lanes;
pub use log::{Detail, Log, NoLog};
pub use no_proxy::NoProxy;
pub use preview::Preview;
pub use proxy::of_environment as proxy_of_environment;
pub use redact::Redactor;
pub use transport::{Response, Sending, Transport, WebTransport};

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

/// Where a service's id for an answer is.
#[derive(Debug, Clone, Copy)]
pub enum RequestId {
    /// In this header.
    Header(&'static str),
    /// In this member of the body.
    Member(&'static str),
}

/// How a service behaves around its API.
#[derive(Debug)]
pub struct Manners {
    /// What the elements of a list count from where parameters are flat pairs.
    pub list_index_base: usize,
    /// Where its id for an answer is.
    pub request_id: RequestId,
    /// The header that says for how many milliseconds to stay away.
    pub retry_after_ms: Option<&'static str>,
    /// Headers of its own whose values a log may show.
    pub open_headers: &'static [&'static str],
    /// Fields of a form whose values a log hides, whatever they are.
    pub hidden_fields: &'static [&'static str],
    /// Whether its answers hold keys: then no log shows them.
    pub secret_answers: bool,
    /// How many calls of an account it answers in a second, where it says so.
    pub calls_per_second: Option<usize>,
}

impl RequestId {
    /// The id of an answer.
    fn of(self, response: &Response) -> Option<&str> {
        match self {
            RequestId::Header(name) => response.header(name),
            RequestId::Member(name) => {
                // A look from the end: the services write it after the rows, which could have
                // a member of that name too, and ids have no escapes. At worst a log tells
                // another id; refusals have theirs from the envelope.
                let member = format!("\"{name}\"");
                let at = memmem::rfind(&response.body, member.as_bytes())?;
                let rest = &response.body[at + member.len()..];
                let value = rest.trim_ascii_start().strip_prefix(b":")?;
                let id = value.trim_ascii_start().strip_prefix(b"\"")?;
                std::str::from_utf8(&id[..memchr(b'"', id)?]).ok()
            }
        }
    }
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

/// The manners of a service made up for tests.
#[cfg(test)]
pub(crate) static MADE_UP: Manners = Manners {
    list_index_base: 1,
    request_id: RequestId::Header("x-acs-request-id"),
    retry_after_ms: Some("x-acs-retry-after"),
    open_headers: &["x-acs-action"],
    hidden_fields: &["Signature"],
    secret_answers: false,
    calls_per_second: None,
};
