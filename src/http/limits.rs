//! What calls for one account to one endpoint share, whichever profile they are for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::rate_limiter::RateLimiter;
use crate::request::Endpoint;

/// The limits of a command: for each account and endpoint, since that is what
/// services count and limit.
#[derive(Default)]
pub struct Limits {
    accounts: Mutex<HashMap<Box<str>, Account>>,
    /// Requests that were sent.
    sent: AtomicU64,
}

#[derive(Default)]
struct Account {
    /// The fewest requests at once that any profile of the account allows.
    concurrency: Option<usize>,
    endpoints: HashMap<Endpoint, Arc<EndpointLimits>>,
}

/// Limits for one account and endpoint.
pub(super) struct EndpointLimits {
    /// Requests that may still be sent before another one is answered.
    pub(super) concurrency: Semaphore,
    /// Calls that may be made in a second.
    pub(super) rate: RateLimiter,
    /// Seconds that the service's clock is ahead of this machine's.
    pub(super) clock_ahead: AtomicI64,
}

impl Limits {
    /// Says how many requests may be under way at once to one endpoint of an account,
    /// before the first is sent. Of several numbers the lowest counts.
    pub fn limit(&self, account: &str, concurrency: usize) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = &mut accounts.entry(account.into()).or_default().concurrency;
        *limit = Some(limit.map_or(concurrency, |before| before.min(concurrency)));
    }

    /// The number of the next request, for logs: counted from 1 over the whole command.
    pub(super) fn next_number(&self) -> u64 {
        self.sent.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The limits of an account at an endpoint. `concurrency` counts where no limit was
    /// said.
    pub(super) fn of(
        &self,
        account: &str,
        endpoint: &Endpoint,
        concurrency: usize,
    ) -> Arc<EndpointLimits> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let account = accounts.entry(account.into()).or_default();
        let concurrency = account.concurrency.unwrap_or(concurrency).max(1);
        let limits = account.endpoints.entry(endpoint.clone());
        let limits = limits.or_insert_with(|| {
            Arc::new(EndpointLimits {
                concurrency: Semaphore::new(concurrency),
                rate: RateLimiter::default(),
                clock_ahead: AtomicI64::new(0),
            })
        });
        Arc::clone(limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_for_one_account_and_endpoint_and_the_lowest_of_any_profile() {
        let limits = Limits::default();
        limits.limit("one", 8);
        limits.limit("one", 3);
        limits.limit("one", 5);
        let (here, there) = (Endpoint::https("a.example"), Endpoint::https("b.example"));
        let one = limits.of("one", &here, 8);
        assert_eq!(one.concurrency.available_permits(), 3);
        assert!(Arc::ptr_eq(&one, &limits.of("one", &here, 8)));
        assert!(!Arc::ptr_eq(&one, &limits.of("one", &there, 8)));
        let other = limits.of("two", &here, 8);
        assert_eq!(other.concurrency.available_permits(), 8);
    }
}
