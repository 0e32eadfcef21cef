//! A service's own limit of calls in a second, kept on this side.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// A little more than the second in which a service counts: its clock may run
/// faster than this one.
const WINDOW: Duration = Duration::from_millis(1_010);

/// The calls of the last second.
///
/// When a call arrives is not known here, but it does before its answer: the
/// second begins when a call has ended, so that a call that was long on its way
/// does not arrive together with those that were sent a second after it.
#[derive(Default)]
pub(super) struct Pace {
    /// Held while waiting, so that who comes first goes first.
    door: tokio::sync::Mutex<()>,
    calls: Mutex<Calls>,
    ended: Notify,
}

#[derive(Default)]
struct Calls {
    under_way: usize,
    /// When the latest ones ended, the earliest first.
    ended: VecDeque<Instant>,
}

/// Leave to make one call, to be kept until it has ended.
pub(super) struct Turn<'a>(&'a Pace);

impl Pace {
    /// Waits until one more call stays within `limit` calls in a second. Who
    /// comes first goes first.
    pub(super) async fn turn(&self, limit: usize) -> Turn<'_> {
        let _door = self.door.lock().await;
        loop {
            match self.admit(limit.max(1)) {
                Ok(turn) => return turn,
                Err(Some(earliest)) => sleep_until(earliest + WINDOW).await,
                Err(None) => self.ended.notified().await,
            }
        }
    }

    /// Admits a call, or tells the end of the earliest call that stands in the way;
    /// `None` while all of those are under way.
    fn admit(&self, limit: usize) -> Result<Turn<'_>, Option<Instant>> {
        let now = Instant::now();
        let mut calls = self.calls();
        while calls.ended.front().is_some_and(|end| *end + WINDOW <= now) {
            calls.ended.pop_front();
        }
        if calls.under_way + calls.ended.len() < limit {
            calls.under_way += 1;
            Ok(Turn(self))
        } else {
            Err(calls.ended.front().copied())
        }
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut calls = self.0.calls();
        calls.under_way -= 1;
        calls.ended.push_back(Instant::now());
        self.0.ended.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_second_has_more_calls_than_the_limit() {
        let pace = Pace::default();
        let start = Instant::now();
        let call = async |_| {
            let _turn = pace.turn(20).await;
            start.elapsed()
        };
        let times: Vec<Duration> = join_all((0..90).map(call)).await;
        // As many as are allowed go at once, and none waits longer than it must.
        assert_eq!(times.iter().filter(|time| time.is_zero()).count(), 20);
        assert_eq!(times[89], WINDOW * 4);
        assert_eq!(most_in_a_second(&times), 20);
    }

    /// What counts is when calls arrive, and some are long on their way.
    #[tokio::test(start_paused = true)]
    async fn late_calls_do_not_arrive_with_the_next_ones() {
        let pace = Pace::default();
        let start = Instant::now();
        let call = async |number: u64| {
            let turn = pace.turn(20).await;
            sleep(Duration::from_millis(number * 37 % 400)).await;
            let arrived = start.elapsed();
            sleep(Duration::from_millis(number * 53 % 300)).await;
            drop(turn);
            arrived
        };
        let mut times: Vec<Duration> = join_all((0..200).map(call)).await;
        times.sort();
        assert_eq!(most_in_a_second(&times), 20);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_is_given_up_makes_room() {
        let pace = Pace::default();
        let given_up = pace.turn(1).await;
        let start = Instant::now();
        let next = async {
            let _turn = pace.turn(1).await;
            start.elapsed()
        };
        let (waited, ()) = tokio::join!(next, async {
            sleep(Duration::from_secs(5)).await;
            drop(given_up);
        });
        assert_eq!(waited, Duration::from_secs(5) + WINDOW);
    }

    fn most_in_a_second(times: &[Duration]) -> usize {
        let second = Duration::from_secs(1);
        let from = |first: &Duration| {
            let within = |time: &&Duration| **time >= *first && **time < *first + second;
            times.iter().filter(within).count()
        };
        times.iter().map(from).max().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_caller_never_waits() {
        let pace = Pace::default();
        let start = Instant::now();
        for _ in 0..50 {
            drop(pace.turn(20).await);
            sleep(Duration::from_millis(60)).await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }
}
