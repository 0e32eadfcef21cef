//! An emulator of Alibaba Cloud (ECS, ENS) and Tencent Cloud (ECM) on loopback, so that every command
//! can be tried without an account.
//!
//! It stands on its own: it shares no code with the client and checks each signature, time stamp and
//! nonce by itself, so a mistake in the client's signing cannot hide behind the same mistake here.
//!
//! One address serves all products; `product` tells which one a request is for. It passes through
//! these files in order: `server` (sockets), `service` (one request from bytes to answer), `request`
//! (decoding), `envelope`, `verify` and `signature` (who is asking), `operation` (for what), then
//! `ecs` with `filter`, `ens`, or `ecm` (what is found in `world`), `paging` (which part of it),
//! `answer` and `xml` (how it is said), `fault` (how it goes wrong), `mangle` (what no server library
//! would send) and `retries` (what came again). The folder `tencent` holds the other vendor's
//! envelope, signatures, arguments, rate limit and way of saying things.
//!
//! The images of ECS come from `maker`, `images` and `bulk`, those of ENS from `ens_images`, those of
//! ECM from `ecm_images`; the user's own (`data`) take their place. The same keys serve both vendors.

use std::{net::SocketAddr, sync::Arc, time::Duration};

mod answer;
mod bulk;
mod control;
mod data;
mod ecm;
mod ecm_image;
mod ecm_images;
mod ecs;
mod ens;
mod ens_images;
mod envelope;
mod fault;
mod filter;
mod image;
mod images;
mod maker;
mod mangle;
mod operation;
mod paging;
mod product;
mod random;
mod regions;
mod request;
mod retries;
mod server;
mod service;
mod signature;
mod tencent;
mod verify;
mod world;
mod xml;

#[cfg(test)]
mod tests;

pub use data::{Data, InvalidData};
pub use fault::{Fault, FaultKind, InvalidFault};
pub use regions::REGIONS;
pub use server::Sandbox;
pub use service::{Seen, Stats};

/// The ordinary key: permanent, and allowed everything the sandbox offers.
pub const ACCESS_KEY_ID: &str = "LTAI5tSandboxFakeKeyId01";
/// The secret of [`ACCESS_KEY_ID`].
pub const ACCESS_KEY_SECRET: &str = "SandboxFakeSecretNotReal000001";

/// A temporary key, valid only together with [`STS_TOKEN`].
pub const STS_KEY_ID: &str = "STS.SandboxFakeKeyId02";
/// The secret of [`STS_KEY_ID`].
pub const STS_KEY_SECRET: &str = "SandboxFakeSecretNotReal000002";
/// The security token of [`STS_KEY_ID`]; it holds reserved characters, as real ones do.
pub const STS_TOKEN: &str = "CAISsandbox+fake/token=with&reserved%characters";

/// A key that exists but may not look at images: those calls answer `Forbidden.RAM`, of ENS
/// `NoPermission`, of ECM `UnauthorizedOperation.ForbiddenOperation`.
pub const DENIED_KEY_ID: &str = "LTAI5tSandboxFakeKeyId03";
/// The secret of [`DENIED_KEY_ID`].
pub const DENIED_KEY_SECRET: &str = "SandboxFakeSecretNotReal000003";

/// The account that owns the images whose owner alias is `self`.
const ACCOUNT_ID: u64 = 1_234_567_890_123_456;

/// Where the sandbox gets the time from: Unix seconds.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How a sandbox is set up.
#[derive(Clone)]
pub struct Options {
    /// The address to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// How many images an unfiltered listing holds: of one region of ECS, of ENS, of ECM.
    pub images: usize,
    /// Decides ids, names and dates; the same seed gives the same images and request ids.
    pub seed: u64,
    /// How long every answer is held back.
    pub latency: Duration,
    /// What goes wrong, and when.
    pub faults: Vec<Fault>,
    /// The user's own images, in place of made-up ones.
    pub data: Option<Data>,
    /// Lists images in another order for each number; `None` is the usual order.
    pub shuffle: Option<u64>,
    /// How many ECM calls each key may make of each operation in one second; `None` is no limit.
    pub ecm_rate: Option<u32>,
    /// The server's clock, in Unix seconds.
    pub now: Now,
}

impl Options {
    /// Gives the defaults: a free port on 127.0.0.1, 24 images in each region, no delay, no faults,
    /// and the rate that the vendor documents for ECM.
    pub fn new(now: Now) -> Options {
        Options {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            images: 24,
            seed: 0,
            latency: Duration::ZERO,
            faults: Vec::new(),
            data: None,
            shuffle: None,
            ecm_rate: Some(20),
            now,
        }
    }
}
