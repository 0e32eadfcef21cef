//! A key that is there already. It may end.

use std::sync::Arc;

use jiff::Timestamp;

use super::cached::Fetch;
use super::fetch_context::{CredentialSource, FetchContext};
use super::json_key::TemporaryCredentials;
use crate::clock::Clock;
use crate::error::{Error, Origin};
use crate::http::Fetching;
use crate::sign::Credentials;

/// A key that is there already.
#[derive(Debug, Clone)]
pub struct Fixed {
    key: Credentials,
    /// When it stops working, where that is known, and what to do then.
    end: Option<(Timestamp, &'static str)>,
}

impl Fixed {
    /// A key that does not end as far as is known.
    pub fn new(key: Credentials) -> Self {
        Self { key, end: None }
    }

    /// A key, the time when it stops working, where that is known, and what to do then.
    pub fn ending(key: Credentials, end: Option<Timestamp>, again: &'static str) -> Self {
        Self {
            key,
            end: end.map(|end| (end, again)),
        }
    }

    fn check(&self, now: Timestamp, origin: &Origin) -> Result<(), Error> {
        match self.end {
            Some((end, again)) if end <= now => {
                let message = format!("the key in {origin} ended at {end}");
                Err(Error::ended(message, again))
            }
            _ => Ok(()),
        }
    }
}

impl CredentialSource for Fixed {
    fn account(&self) -> String {
        self.key.id.clone()
    }

    fn key(&self) -> Option<&Credentials> {
        Some(&self.key)
    }

    fn expires(&self) -> Option<Timestamp> {
        self.end.map(|(end, _)| end)
    }

    fn fetch(&self, context: &FetchContext, origin: &Origin) -> Result<Box<dyn Fetch>, Error> {
        Ok(Box::new(Ending {
            key: self.clone(),
            origin: origin.clone(),
            clock: Arc::clone(&context.clock),
        }))
    }

    fn preview(&self, origin: &Origin, now: Timestamp) -> Result<Vec<String>, Error> {
        self.check(now, origin)?;
        Ok(Vec::new())
    }
}

/// Gives such a key until it has ended.
struct Ending {
    key: Fixed,
    origin: Origin,
    clock: Arc<dyn Clock>,
}

impl Fetch for Ending {
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
        Box::pin(async {
            self.key.check(self.clock.now(), &self.origin)?;
            Ok(TemporaryCredentials {
                key: self.key.key.clone(),
                expires: self.key.expires(),
            })
        })
    }
}
