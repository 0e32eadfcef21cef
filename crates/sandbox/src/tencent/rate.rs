//! Counts calls: so many in any one second for each key and operation.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::answer::fault;
use crate::{answer::Refusal, fault::FaultKind};

/// What calls are counted together; whose limit it is is not documented (choice).
type Counter = (String, &'static str);

/// When the calls of the last second came, for each key and operation.
#[derive(Debug, Default)]
pub(crate) struct Rate {
    /// `None`: no limit.
    limit: Option<u32>,
    calls: Mutex<HashMap<Counter, VecDeque<Instant>>>,
}

impl Rate {
    pub(crate) fn new(limit: Option<u32>) -> Rate {
        Rate {
            limit,
            calls: Mutex::default(),
        }
    }

    /// Notes a call. Refused ones do not count (choice), so that waiting a second always helps.
    ///
    /// # Errors
    /// `RequestLimitExceeded` if the second before holds as many calls as are allowed.
    pub(crate) fn admit(
        &self,
        key_id: &str,
        action: &'static str,
        received: Instant,
    ) -> Result<(), Refusal> {
        let Some(limit) = self.limit else {
            return Ok(());
        };
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = calls.entry((key_id.to_owned(), action)).or_default();
        while calls.front().is_some_and(|first| {
            received.saturating_duration_since(*first) >= Duration::from_secs(1)
        }) {
            calls.pop_front();
        }
        if calls.len() >= limit as usize {
            return fault(FaultKind::Throttle).map_or(Ok(()), Err);
        }
        calls.push_back(received);
        Ok(())
    }
}
