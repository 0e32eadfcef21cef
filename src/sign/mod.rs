//! Signature schemes: a pure file for each.
//!
//! Time and nonce are passed in, so that a signature is the same on every run
//! of a test, and fresh for every attempt of a call.

mod acs3;
pub(crate) mod encode;
mod rpc_v1;
mod tc3;
mod tencent_v1;
mod unsigned;
#[cfg(test)]
mod vectors;

use jiff::Timestamp;

use crate::request::{ApiRequest, WireRequest};
use crate::secret::Secret;

pub use acs3::Acs3;
pub use rpc_v1::RpcV1;
pub use tc3::Tc3;
pub use tencent_v1::TencentV1;
pub use unsigned::{UnsignedForm, UnsignedJson};

/// An identity that signs requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The access key's id. Not secret, yet shown in full nowhere.
    pub id: String,
    /// The access key's secret.
    pub secret: Secret,
    /// The token that temporary keys need.
    pub token: Option<Secret>,
}

/// What makes one attempt of a call unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The time, as near to the service's clock as is known.
    pub time: Timestamp,
    /// A text that is never used twice.
    pub nonce: String,
}

/// A signature scheme.
pub trait Signer: Send + Sync {
    /// Its name, as the `signature` setting takes it.
    fn name(&self) -> &'static str;

    /// What the elements of a list are counted from where parameters are flat.
    fn lists_from(&self) -> usize;

    /// Puts a call into the form the scheme gives it, and signs it.
    ///
    /// The same arguments always give the same request.
    fn sign(&self, call: &ApiRequest, who: &Credentials, stamp: &Stamp) -> WireRequest;
}

/// A call whose parameters, signature and all, are a form: in a URL, proxies and
/// logs would see the key's id and the token.
fn signed_form(call: &ApiRequest, form: &str, signature: String) -> WireRequest {
    WireRequest {
        endpoint: call.endpoint.clone(),
        method: "POST",
        path: "/".to_owned(),
        query: String::new(),
        headers: vec![
            ("accept", "application/json".to_owned()),
            (
                "content-type",
                "application/x-www-form-urlencoded".to_owned(),
            ),
        ],
        body: format!("{form}&Signature={}", encode::percent(&signature)),
        signature,
    }
}

/// A time as both Alibaba Cloud schemes write it: `2024-05-06T07:08:09Z`, UTC.
fn utc_seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
