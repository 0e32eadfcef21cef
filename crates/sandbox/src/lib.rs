//! An emulator of Alibaba Cloud (ECS, ENS, STS) and Tencent Cloud (ECM, STS) on loopback, so that every
//! command can be tried without an account.
//!
//! It stands on its own: it shares no code with the client and checks each signature, time stamp and
//! nonce by itself, so a mistake in the client's signing cannot hide behind the same mistake here.
//!
//! One address serves all products; `clouds` tells which cloud a request is for, and each cloud which
//! of its products. It passes through these files in order: `server` (sockets), `service` (one request
//! from bytes to answer), `request` (decoding), `cloud` (what a cloud has to know: who is asking, for
//! what, and how it is said), `product` (its operations), `call` (what these work with), `shifts` (what
//! is there now of what is found in `world`), `paging` (which part of it), `answer`, `fault` (how it
//! goes wrong), `mangle` (what no server library would send) and `retries` (what came again).
//!
//! `alibaba` and `tencent` hold all that is one vendor's alone: envelope, signatures, operations,
//! images, token service, metadata and way of saying things. The user's own images (`data`) take the
//! place of those made up there.
//!
//! Keys are in `keys`, the roles that they may be of in `roles`, and what of them is known beforehand
//! in `known`. Temporary ones come from the token services, or from pages that belong to no API
//! (`key_page`).

#![forbid(unsafe_code)]

mod alibaba;
mod answer;
mod busiest;
mod call;
mod cloud;
mod clouds;
mod control;
mod data;
mod digest;
mod entry;
mod fault;
mod key_page;
mod keys;
mod known;
mod mangle;
mod options;
mod paging;
mod product;
mod random;
mod request;
mod retries;
mod roles;
mod server;
mod service;
mod shifts;
mod tencent;
mod time;
mod voice;
mod world;
mod xml;

#[cfg(test)]
mod tests;

pub use alibaba::{
    ACCOUNT_ID, CLOUD_SSO_ACCESS_CONFIGURATION, CLOUD_SSO_ACCESS_TOKEN, GUARDED_ROLE_ARN,
    METADATA_V2_ONLY, OIDC_PROVIDER_ARN, REGIONS, ROLE_ARN,
};
pub use data::{Data, InvalidData};
pub use fault::{Fault, FaultKind, InvalidFault};
pub use known::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, DENIED_KEY_ID, DENIED_KEY_SECRET, EXPIRED_OIDC_TOKEN,
    EXTERNAL_ID, OIDC_TOKEN, ROLE_NAME, STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN,
};
pub use options::{Now, Options};
pub use server::Sandbox;
pub use service::{Seen, Stats};
pub use tencent::{
    TENCENT_ACCOUNT_ID, TENCENT_GUARDED_ROLE_ARN, TENCENT_OIDC_PROVIDER_ID, TENCENT_ROLE_ARN,
};
