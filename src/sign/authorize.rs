//! Who sends a request, and what proves it.

use jiff::Timestamp;

use crate::request::Request;
use crate::secret::Secret;

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

impl Credentials {
    /// A token alone, without an access key.
    pub fn bearer(token: Secret) -> Self {
        Self {
            id: String::new(),
            secret: Secret::new(""),
            token: Some(token),
        }
    }
}

/// The time and nonce of one attempt of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningContext {
    /// The time, as near to the service's clock as is known.
    pub time: Timestamp,
    /// A text that is never used twice.
    pub nonce: String,
}

/// A way to prove who sends a request: a signature scheme or a token.
pub trait Authorize: Send + Sync {
    /// Its name, as the `signature` setting takes it.
    fn name(&self) -> &'static str;

    /// Adds to a whole request what proves who sends it: headers, query or form pairs.
    /// The same arguments always give the same request. Query and form are sorted where
    /// the scheme signs them sorted.
    ///
    /// Returns the signature, so that a log can hide it; empty where there is none.
    fn apply(&self, request: &mut Request, who: &Credentials, context: &SigningContext) -> String;
}
