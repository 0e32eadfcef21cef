//! Where the key that signs comes from, which may change while a command runs.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;

use crate::error::Error;
use crate::sign::Credentials;

/// Gives the key that signs: the same one always, or a fresh one where keys expire.
pub trait Keys: Send + Sync {
    /// What stands for the account, as far as is known without asking: the key's
    /// id, or the role. Calls for one account share a service's limits.
    fn account(&self) -> &str;

    /// The key to sign with now. It is asked for before every attempt of every
    /// call, many at once, and fetched only when there is none that is still good
    /// for a while.
    ///
    /// # Errors
    /// When no key can be had: [`Error::Credentials`], or the failure of the call
    /// that should have given it.
    fn current(&self) -> Fetching<'_, Arc<Credentials>>;

    /// Another key than this one, which the service called expired; `None` when
    /// there is no other. Of many calls that ask at once, one fetches.
    ///
    /// # Errors
    /// As [`Keys::current`].
    fn instead_of<'a>(&'a self, expired: &'a Credentials)
    -> Fetching<'a, Option<Arc<Credentials>>>;

    /// When the key of now stops working; `None` when it never does, or that is
    /// not known, as before one is fetched.
    fn expires(&self) -> Option<Timestamp> {
        None
    }
}

/// A key being fetched. Dropping it cancels that.
pub type Fetching<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// A key that stays what it is.
pub struct FixedKey(Arc<Credentials>);

impl FixedKey {
    /// Wraps a key.
    pub fn new(credentials: Credentials) -> Self {
        Self(Arc::new(credentials))
    }
}

impl Keys for FixedKey {
    fn account(&self) -> &str {
        &self.0.id
    }

    fn current(&self) -> Fetching<'_, Arc<Credentials>> {
        let key = Arc::clone(&self.0);
        Box::pin(async { Ok(key) })
    }

    fn instead_of<'a>(&'a self, _: &'a Credentials) -> Fetching<'a, Option<Arc<Credentials>>> {
        Box::pin(async { Ok(None) })
    }
}
