//! An emulator of Alibaba Cloud (ECS, ENS, STS) and Tencent Cloud (ECM, STS) on loopback, so that every
//! command can be tried without an account.
//!
//! It stands on its own: it shares no code with the client and checks each signature, time stamp and
//! nonce by itself, so a mistake in the client's signing cannot hide behind the same mistake here.
//!
//! One address serves all products; `product` tells which one a request is for. It passes through
//! these files in order: `server` (sockets), `service` (one request from bytes to answer), `request`
//! (decoding), `envelope`, `verify` and `signature` (who is asking), `operation` (for what), then
//! `ecs` with `filter`, `ens`, or `ecm` (what is found in `world`), `shifts` (what is there of it
//! now), `paging` (which part of it), or `sts`,
//! `answer` and `xml` (how it is said), `fault` (how it goes wrong), `mangle` (what no server library
//! would send) and `retries` (what came again). The folder `tencent` holds the other vendor's
//! envelope, signatures, arguments, rate limit and way of saying things.
//!
//! The images of ECS come from `maker`, `images` and `bulk`, those of ENS from `ens_images`, those of
//! ECM from `ecm_images`; the user's own (`data`) take their place.
//!
//! Keys are in `keys`, and what of them is known beforehand in `known`. Temporary ones come from `sts`,
//! from the `metadata` of a machine, or from the other `key_pages`.

#![forbid(unsafe_code)]

use std::{net::SocketAddr, sync::Arc, time::Duration};

mod answer;
mod bulk;
mod busiest;
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
mod key_pages;
mod keys;
mod known;
mod maker;
mod mangle;
mod metadata;
mod operation;
mod paging;
mod product;
mod random;
mod regions;
mod request;
mod retries;
mod server;
mod service;
mod shifts;
mod signature;
mod sts;
mod tencent;
mod verify;
mod world;
mod xml;

#[cfg(test)]
mod tests;

pub use data::{Data, InvalidData};
pub use fault::{Fault, FaultKind, InvalidFault};
pub use known::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, ACCOUNT_ID, CLOUD_SSO_ACCESS_CONFIGURATION,
    CLOUD_SSO_ACCESS_TOKEN, DENIED_KEY_ID, DENIED_KEY_SECRET, EXPIRED_OIDC_TOKEN, EXTERNAL_ID,
    GUARDED_ROLE_ARN, OIDC_PROVIDER_ARN, OIDC_TOKEN, ROLE_ARN, ROLE_NAME, STS_KEY_ID,
    STS_KEY_SECRET, STS_TOKEN, TENCENT_ACCOUNT_ID, TENCENT_GUARDED_ROLE_ARN,
    TENCENT_OIDC_PROVIDER_ID, TENCENT_ROLE_ARN,
};
pub use regions::REGIONS;
pub use server::Sandbox;
pub use service::{Seen, Stats};

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
    /// The longest life of a temporary key, in seconds, at least 1; `None` is what is asked for.
    pub key_lifetime: Option<u32>,
    /// Is the metadata of Alibaba Cloud told only to requests with a token (version 2)?
    pub metadata_v2_only: bool,
    /// How long a client may take to send the head of a request, and its body.
    pub patience: Duration,
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
            key_lifetime: None,
            metadata_v2_only: false,
            patience: Duration::from_secs(30),
            now,
        }
    }
}
