//! Counts requests that come again because they had failed.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use crate::fault::Target;

/// Different requests remembered at most, so that a client cannot fill the memory.
const KEPT: usize = 100_000;

/// Failures nobody has come back for yet, and how many were come back for.
#[derive(Debug, Default)]
pub(crate) struct Retries {
    failed: Mutex<HashMap<Target, u32>>,
    count: AtomicU64,
}

impl Retries {
    /// Notes that somebody asks; it is a retry if the same had failed and nobody came back since.
    pub(crate) fn asked(&self, target: &Target) {
        let mut failed = self.lock();
        let Some(open) = failed.get_mut(target) else {
            return;
        };
        self.count.fetch_add(1, Relaxed);
        *open -= 1;
        if *open == 0 {
            failed.remove(target);
        }
    }

    /// Notes a failure.
    pub(crate) fn failed(&self, target: &Target) {
        let mut failed = self.lock();
        if let Some(open) = failed.get_mut(target) {
            *open = open.saturating_add(1);
        } else if failed.len() < KEPT {
            failed.insert(target.clone(), 1);
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.count.load(Relaxed)
    }

    /// Locks; a panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, HashMap<Target, u32>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer on its way. Dropped before it is [`delivered`](Delivery::delivered), the client went
/// away without it, and that is a failure too.
#[derive(Debug)]
pub(crate) struct Delivery<'a> {
    retries: &'a Retries,
    /// `None`: nothing more can fail.
    target: Option<Target>,
}

impl<'a> Delivery<'a> {
    pub(crate) fn new(retries: &'a Retries, target: Option<Target>) -> Delivery<'a> {
        Delivery { retries, target }
    }

    /// Ends the watch; gives what was asked for to whoever watches on.
    pub(crate) fn delivered(mut self) -> Option<Target> {
        self.target.take()
    }
}

impl Drop for Delivery<'_> {
    fn drop(&mut self) {
        if let Some(target) = &self.target {
            self.retries.failed(target);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(page: u32) -> Target {
        Target {
            action: "DescribeImages".to_owned(),
            region: None,
            page: Some(page),
            page_size: None,
        }
    }

    #[test]
    fn one_retry_for_each_failure() {
        let retries = Retries::default();
        retries.asked(&target(1));
        retries.failed(&target(1));
        retries.asked(&target(2));
        assert_eq!(retries.count(), 0);
        for _ in 0..3 {
            retries.asked(&target(1));
        }
        assert_eq!(retries.count(), 1);
        retries.failed(&target(1));
        retries.failed(&target(1));
        for _ in 0..3 {
            retries.asked(&target(1));
        }
        assert_eq!(retries.count(), 3);
    }

    #[test]
    fn an_answer_nobody_took_has_failed() {
        let retries = Retries::default();
        let watch = |target| Delivery::new(&retries, Some(target));
        assert_eq!(watch(target(1)).delivered(), Some(target(1)));
        retries.asked(&target(1));
        assert_eq!(retries.count(), 0);
        drop(watch(target(1)));
        retries.asked(&target(1));
        assert_eq!(retries.count(), 1);
    }
}
