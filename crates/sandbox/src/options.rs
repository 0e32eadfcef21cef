//! How a sandbox is set up.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use crate::{data::Data, fault::Fault};

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
