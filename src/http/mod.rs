//! Sending a signed call, again if need be, within limits.

pub mod address;

mod client;
mod conventions;
mod failed;
mod held;
mod keys;
mod limits;
mod log;
mod network;
mod no_proxy;
mod proxy;
mod rate_limiter;
mod record;
mod redact;
mod response;
mod retry;
mod roots;
#[cfg(test)]
mod tests;
mod tls;
mod transport;

pub use client::{Answer, Client, Outgoing};
#[cfg(test)]
pub(crate) use conventions::MADE_UP;
pub use conventions::{ApiConventions, RequestId};
pub use held::{HeldBytes, ResponseBody, bodies_are_large};
pub use keys::{Fetching, FixedKey, Keys};
pub use limits::Limits;
pub use log::{Detail, Log, NoLog};
pub use network::{Network, Proxy};
pub use no_proxy::NoProxy;
pub use proxy::of_environment as proxy_of_environment;
pub use record::{Recorded, Recorder};
pub use redact::Redactor;
pub use response::Response;
pub use transport::{Sending, Signed, Transport, WebTransport};
