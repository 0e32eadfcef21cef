//! Time and randomness, passed in wherever they decide something.
//!
//! Nothing else in the crate reads the system's clock or random numbers, so a
//! test fixes both and a signature, a wait or an age is the same on every run.

use jiff::Timestamp;

/// Where time and random numbers come from.
pub trait Clock: Send + Sync {
    /// The time now, UTC.
    fn now(&self) -> Timestamp;

    /// Sixteen random bytes: a nonce, or the jitter of a wait.
    fn random(&self) -> [u8; 16];
}

/// The machine's own clock and random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_err() {
            // No random source (a chroot without /dev/urandom on an old kernel):
            // a nonce must only be unique, so time and a count are enough.
            bytes = fallback(self.now());
        }
        bytes
    }
}

fn fallback(now: Timestamp) -> [u8; 16] {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut bytes = now.as_nanosecond().to_be_bytes();
    bytes[..8].copy_from_slice(&(u64::from(std::process::id()) << 32 | count).to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_bytes_differ() {
        assert_ne!(SystemClock.random(), SystemClock.random());
        let now = Timestamp::UNIX_EPOCH;
        assert_ne!(fallback(now), fallback(now));
    }
}
