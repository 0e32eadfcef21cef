//! Metrics of a target: requests, pages, rows and time, to be read while requests are made.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Call, Error};

/// The counts of a target at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Requests that were sent, all attempts counted.
    pub requests: u64,
    /// Bytes of the answers, decompressed.
    pub bytes: u64,
    /// Answers with rows in them, pages that were read again included.
    pub pages: u64,
    /// The rows on those.
    pub rows: u64,
    /// Attempts after the first one of each call.
    pub retries: u64,
    /// The service's ids for its answers, in the order in which those came.
    pub request_ids: Vec<String>,
    /// From the first call to the last answer.
    pub took: Duration,
    /// Whether any number was read as null, as it is beyond the range of a 64-bit float.
    pub lost_numbers: bool,
    /// Whether no more requests will be made.
    pub is_done: bool,
}

/// Counts the requests to a target and what they returned.
#[derive(Debug, Default)]
pub struct Metrics {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    counts: Snapshot,
    start: Option<Instant>,
}

impl Metrics {
    /// Returns the counts so far.
    pub fn snapshot(&self) -> Snapshot {
        self.state().counts.clone()
    }

    /// Notes that no more requests will be made.
    pub fn end(&self) {
        self.state().counts.is_done = true;
    }

    /// Notes that a call is about to be made.
    pub fn asks(&self) {
        let mut state = self.state();
        state.start.get_or_insert_with(Instant::now);
        state.counts.is_done = false;
    }

    /// Counts a call that was answered with so many bytes.
    pub fn was_answered(&self, call: &Call, bytes: usize) {
        let mut state = self.state();
        let took = state.start.map_or(Duration::ZERO, |start| start.elapsed());
        let counts = &mut state.counts;
        counts.requests += u64::from(call.attempts);
        counts.bytes += bytes as u64;
        counts.retries += u64::from(call.attempts.saturating_sub(1));
        counts.request_ids.extend(call.request_id.clone());
        counts.took = took;
    }

    /// Counts a call that failed.
    pub fn failed(&self, error: &Error) {
        if let Some(call) = error.call() {
            self.was_answered(call, 0);
        }
    }

    pub(super) fn has_read(&self, rows: usize, lost_numbers: bool) {
        let counts = &mut self.state().counts;
        counts.lost_numbers |= lost_numbers;
        counts.pages += 1;
        counts.rows += rows as u64;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn calls_add_up() {
        let metrics = Metrics::default();
        let call = |attempts, id: &str| Call {
            attempts,
            request_id: Some(id.to_owned()),
            ..Call::default()
        };
        metrics.asks();
        tokio::time::sleep(Duration::from_millis(40)).await;
        metrics.was_answered(&call(1, "A"), 1000);
        metrics.has_read(100, true);
        metrics.asks();
        tokio::time::sleep(Duration::from_millis(40)).await;
        metrics.was_answered(&call(3, "B"), 70);
        metrics.has_read(7, false);
        let failure = crate::error::DecodeError::new("broken");
        let call = Box::new(call(1, "C"));
        metrics.failed(&Error::Decode { call, failure });
        metrics.end();
        let expected = Snapshot {
            requests: 5,
            bytes: 1070,
            pages: 2,
            rows: 107,
            retries: 2,
            request_ids: ["A", "B", "C"].map(str::to_owned).to_vec(),
            took: Duration::from_millis(80),
            lost_numbers: true,
            is_done: true,
        };
        assert_eq!(metrics.snapshot(), expected);
    }
}
