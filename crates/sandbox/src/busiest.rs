//! How many requests came in the busiest second.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// The arrivals of the last second, and the most there ever were in one.
#[derive(Debug, Default)]
pub(crate) struct Busiest(Mutex<Arrivals>);

#[derive(Debug, Default)]
struct Arrivals {
    /// The earliest first.
    last: VecDeque<Instant>,
    most: usize,
}

impl Busiest {
    /// Notes a request. The second may begin at any moment: with any of the requests.
    pub(crate) fn came(&self, received: Instant) {
        let mut arrivals = self.lock();
        arrivals.last.push_back(received);
        while arrivals.last.front().is_some_and(|first| {
            received.saturating_duration_since(*first) >= Duration::from_secs(1)
        }) {
            arrivals.last.pop_front();
        }
        arrivals.most = arrivals.most.max(arrivals.last.len());
    }

    /// The most that came within one second.
    pub(crate) fn most(&self) -> u64 {
        self.lock().most as u64
    }

    /// Locks; a panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Arrivals> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_begins_at_any_moment_and_ends_before_the_next() {
        let busiest = Busiest::default();
        let start = Instant::now();
        let mut most = Vec::new();
        for after in [0, 600, 900, 1_000, 1_599, 1_600, 5_000] {
            busiest.came(start + Duration::from_millis(after));
            most.push(busiest.most());
        }
        assert_eq!(most, [1, 2, 3, 3, 4, 4, 4]);
    }
}
