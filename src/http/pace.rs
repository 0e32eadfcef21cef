//! A service's own limit of calls in a second, kept on this side.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

/// A little more than the second in which a service counts: calls that leave
/// here a second apart may arrive closer together.
const WINDOW: Duration = Duration::from_millis(1_050);

/// When the latest calls were sent.
#[derive(Default)]
pub(super) struct Pace {
    sent: Mutex<VecDeque<Instant>>,
}

impl Pace {
    /// Waits until one more call stays within `limit` calls in a second. Who
    /// comes first goes first.
    pub(super) async fn wait(&self, limit: usize) {
        let mut sent = self.sent.lock().await;
        while sent.len() >= limit.max(1) {
            if let Some(earliest) = sent.front() {
                sleep_until(*earliest + WINDOW).await;
            }
            sent.pop_front();
        }
        sent.push_back(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_second_has_more_calls_than_the_limit() {
        let pace = Pace::default();
        let start = Instant::now();
        let call = async |_| {
            pace.wait(20).await;
            start.elapsed()
        };
        let times: Vec<Duration> = join_all((0..90).map(call)).await;
        // As many as are allowed go at once, and none waits longer than it must.
        assert_eq!(times.iter().filter(|time| time.is_zero()).count(), 20);
        assert_eq!(times[89], WINDOW * 4);
        for time in &times {
            let within = |other: &&Duration| **other >= *time && **other < *time + WINDOW;
            assert!(times.iter().filter(within).count() <= 20);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_caller_never_waits() {
        let pace = Pace::default();
        let start = Instant::now();
        for _ in 0..50 {
            pace.wait(20).await;
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }
}
