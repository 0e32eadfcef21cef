//! The bodies of responses in memory, counted over all requests of the program.
//!
//! A page of 100 images has about 120 KB, so ordinary lists stay far below these bounds, in
//! 40 regions too. They hold where a service answers with much more than that.

use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most bytes that all bodies may have together. A body that would exceed them is refused.
const MOST: usize = 64 << 20;

/// The number of bytes above which no list asks for more than its next page.
const MANY: usize = 24 << 20;

/// The bytes of all bodies in memory.
static HELD: Counter = Counter(AtomicUsize::new(0));

#[derive(Debug)]
struct Counter(AtomicUsize);

/// Whether the bodies in memory are so large that no page should be asked for ahead.
pub fn bodies_are_large() -> bool {
    HELD.0.load(Ordering::Relaxed) > MANY
}

/// The body of a response. Its bytes are counted as long as it exists.
#[derive(Debug)]
pub struct ResponseBody {
    bytes: Vec<u8>,
    counter: &'static Counter,
}

impl ResponseBody {
    /// An empty body with room for so many bytes.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self::counted_by(&HELD, Vec::with_capacity(capacity))
    }

    fn counted_by(counter: &'static Counter, bytes: Vec<u8>) -> Self {
        counter.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Self { bytes, counter }
    }

    /// Adds bytes, unless all bodies together would then exceed what may be in memory: then it
    /// returns false.
    #[must_use]
    pub(super) fn extend(&mut self, more: &[u8]) -> bool {
        let before = self.counter.0.fetch_add(more.len(), Ordering::Relaxed);
        if before + more.len() > MOST {
            self.counter.0.fetch_sub(more.len(), Ordering::Relaxed);
            return false;
        }
        self.bytes.extend_from_slice(more);
        true
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        self.counter
            .0
            .fetch_sub(self.bytes.len(), Ordering::Relaxed);
    }
}

impl Clone for ResponseBody {
    fn clone(&self) -> Self {
        Self::counted_by(self.counter, self.bytes.clone())
    }
}

impl Default for ResponseBody {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl From<Vec<u8>> for ResponseBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::counted_by(&HELD, bytes)
    }
}

impl Deref for ResponseBody {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl PartialEq for ResponseBody {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for ResponseBody {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_until_the_body_is_dropped() {
        static COUNTER: Counter = Counter(AtomicUsize::new(0));
        let held = || COUNTER.0.load(Ordering::Relaxed);
        let mut body = ResponseBody::counted_by(&COUNTER, b"ab".to_vec());
        assert!(body.extend(b"cd"));
        let copy = body.clone();
        assert_eq!((&*copy, held()), (&b"abcd"[..], 8));
        drop(body);
        assert_eq!(held(), 4);
        drop(copy);
        assert_eq!(held(), 0);
    }

    #[test]
    fn all_bodies_together_have_a_bound() {
        static COUNTER: Counter = Counter(AtomicUsize::new(MOST - 3));
        let mut one = ResponseBody::counted_by(&COUNTER, Vec::new());
        let mut other = ResponseBody::counted_by(&COUNTER, Vec::new());
        assert!(one.extend(b"ab"));
        assert!(!other.extend(b"cd"));
        assert!(other.extend(b"c"));
        drop(one);
        assert!(other.extend(b"de"));
        assert_eq!(&*other, b"cde");
    }
}
