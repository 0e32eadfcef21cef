//! Signature schemes and tokens: a pure file for each.
//!
//! Time and nonce are passed in, so that a signature is the same on every run
//! of a test, and fresh for every attempt of a call.

mod authorize;
mod bearer;
pub(crate) mod encode;
#[cfg(test)]
pub(crate) mod vectors;

pub use authorize::{Authorize, Credentials, SigningContext};
pub use bearer::Bearer;
