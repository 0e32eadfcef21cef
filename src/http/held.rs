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

/// The bytes of all bodies in memory, and of those whose pages wait to be taken up.
static HELD: Counter = Counter(AtomicUsize::new(0));

#[derive(Debug)]
struct Counter(AtomicUsize);

/// Whether the bodies in memory are so large that no page should be asked for ahead.
pub fn bodies_are_large() -> bool {
    HELD.0.load(Ordering::Relaxed) > MANY
}

/// A number of bytes, counted as in memory as long as this exists.
#[derive(Debug)]
pub struct HeldBytes {
    number: usize,
    counter: &'static Counter,
}

impl HeldBytes {
    /// The number.
    pub fn get(&self) -> usize {
        self.number
    }

    fn counted_by(counter: &'static Counter, number: usize) -> Self {
        counter.0.fetch_add(number, Ordering::Relaxed);
        Self { number, counter }
    }

    /// A number that no other test sees.
    #[cfg(test)]
    pub(crate) fn uncounted(number: usize) -> Self {
        static NOBODY: Counter = Counter(AtomicUsize::new(0));
        Self::counted_by(&NOBODY, number)
    }
}

impl Default for HeldBytes {
    fn default() -> Self {
        Self::counted_by(&HELD, 0)
    }
}

impl Clone for HeldBytes {
    fn clone(&self) -> Self {
        Self::counted_by(self.counter, self.number)
    }
}

impl Drop for HeldBytes {
    fn drop(&mut self) {
        self.counter.0.fetch_sub(self.number, Ordering::Relaxed);
    }
}

/// The body of a response. Its bytes are counted as long as it exists.
#[derive(Debug, Clone, Default)]
pub struct ResponseBody {
    bytes: Vec<u8>,
    size: HeldBytes,
}

impl ResponseBody {
    /// An empty body with room for so many bytes.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
            size: HeldBytes::default(),
        }
    }

    /// Adds bytes, unless all bodies together would then exceed what may be in memory: then it
    /// returns false.
    #[must_use]
    pub(super) fn extend(&mut self, more: &[u8]) -> bool {
        let counter = &self.size.counter.0;
        let before = counter.fetch_add(more.len(), Ordering::Relaxed);
        if before + more.len() > MOST {
            counter.fetch_sub(more.len(), Ordering::Relaxed);
            return false;
        }
        self.bytes.extend_from_slice(more);
        self.size.number += more.len();
        true
    }

    /// Its size, which is still counted. The bytes are dropped.
    pub(super) fn into_size(self) -> HeldBytes {
        self.size
    }
}

impl From<Vec<u8>> for ResponseBody {
    fn from(bytes: Vec<u8>) -> Self {
        let size = HeldBytes::counted_by(&HELD, bytes.len());
        Self { bytes, size }
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

    fn empty(counter: &'static Counter) -> ResponseBody {
        ResponseBody {
            bytes: Vec::new(),
            size: HeldBytes::counted_by(counter, 0),
        }
    }

    #[test]
    fn bytes_are_counted_until_the_body_is_dropped() {
        static COUNTER: Counter = Counter(AtomicUsize::new(0));
        let held = || COUNTER.0.load(Ordering::Relaxed);
        let mut body = empty(&COUNTER);
        assert!(body.extend(b"ab") && body.extend(b"cd"));
        let copy = body.clone();
        assert_eq!((&*copy, held()), (&b"abcd"[..], 8));
        drop(body);
        assert_eq!(held(), 4);
        let size = copy.into_size();
        assert_eq!((size.get(), held()), (4, 4));
        drop(size);
        assert_eq!(held(), 0);
    }

    #[test]
    fn all_bodies_together_have_a_bound() {
        static COUNTER: Counter = Counter(AtomicUsize::new(MOST - 3));
        let mut one = empty(&COUNTER);
        let mut other = empty(&COUNTER);
        assert!(one.extend(b"ab"));
        assert!(!other.extend(b"cd"));
        assert!(other.extend(b"c"));
        drop(one);
        assert!(other.extend(b"de"));
        assert_eq!(&*other, b"cde");
    }
}
