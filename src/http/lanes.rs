//! What calls for one account to one endpoint share, whichever profile they are for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::pace::Pace;
use crate::request::Endpoint;

/// The lanes of a command: one for each account and endpoint, since that is what
/// services count and limit.
#[derive(Default)]
pub struct Lanes {
    accounts: Mutex<HashMap<Box<str>, Account>>,
    /// Requests that were sent.
    sent: AtomicU64,
}

#[derive(Default)]
struct Account {
    /// The fewest requests at once that any profile of the account allows.
    concurrency: Option<usize>,
    lanes: HashMap<Endpoint, Arc<Lane>>,
}

/// One lane.
pub(super) struct Lane {
    /// Requests that may still be sent before another one is answered.
    pub(super) permits: Semaphore,
    /// Calls that may be made in a second.
    pub(super) pace: Pace,
    /// Seconds that the service's clock is ahead of this machine's.
    pub(super) clock_ahead: AtomicI64,
}

impl Lanes {
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

    /// The lane of an account to an endpoint. `concurrency` counts where no limit was
    /// said.
    pub(super) fn lane(&self, account: &str, endpoint: &Endpoint, concurrency: usize) -> Arc<Lane> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let account = accounts.entry(account.into()).or_default();
        let permits = account.concurrency.unwrap_or(concurrency).max(1);
        let lane = account.lanes.entry(endpoint.clone()).or_insert_with(|| {
            Arc::new(Lane {
                permits: Semaphore::new(permits),
                pace: Pace::default(),
                clock_ahead: AtomicI64::new(0),
            })
        });
        Arc::clone(lane)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_is_for_one_account_and_endpoint_and_as_narrow_as_any_profile_wants() {
        let lanes = Lanes::default();
        lanes.limit("one", 8);
        lanes.limit("one", 3);
        lanes.limit("one", 5);
        let (here, there) = (Endpoint::https("a.example"), Endpoint::https("b.example"));
        let lane = lanes.lane("one", &here, 8);
        assert_eq!(lane.permits.available_permits(), 3);
        assert!(Arc::ptr_eq(&lane, &lanes.lane("one", &here, 8)));
        assert!(!Arc::ptr_eq(&lane, &lanes.lane("one", &there, 8)));
        let other = lanes.lane("two", &here, 8);
        assert_eq!(other.permits.available_permits(), 8);
    }
}
