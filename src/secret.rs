//! A text that must never be printed.

use std::fmt;

use zeroize::Zeroizing;

/// A secret: an access key's secret half, or a security token.
///
/// It has no `Display`, `Deref`, `Serialize` or `AsRef`, its `Debug` shows
/// nothing, and its memory is wiped on drop. [`Secret::expose`] is the only way
/// to its text, so every use can be found by that name.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Shows the text, for signing and for searching output for it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// Looks through the memory of this process, as only Linux lets safe code do.
#[cfg(all(test, target_os = "linux"))]
#[expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]
pub(crate) mod memory {
    use std::fs::{self, File};
    use std::os::unix::fs::FileExt as _;
    use std::sync::Mutex;

    use zeroize::Zeroizing;

    const LENGTH: usize = 48;
    /// What is freed loses its first bytes to the allocator's own notes.
    const LOST: usize = 24;
    const PIECE: usize = 1 << 20;

    fn letter(seed: usize, at: usize) -> u8 {
        let letters = b"abcdefghijklmnopqrstuvwxyz";
        letters[(seed * 11 + at * 7 + at * at * seed) % letters.len()]
    }

    /// A text that stands nowhere else, not even in the program.
    pub(crate) fn marker(seed: usize) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        (0..LENGTH).for_each(|at| text.push(letter(seed, at).into()));
        text
    }

    /// Whether that text stands anywhere where the process writes.
    pub(crate) fn holds(seed: usize) -> bool {
        // What is found must not be found again in another test's piece.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _turn = ONE_AT_A_TIME.lock().unwrap();
        let memory = File::open("/proc/self/mem").unwrap();
        let mut piece = Zeroizing::new(vec![0; PIECE + LENGTH]);
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let writable = maps.lines().filter(|line| line.contains(" rw"));
        writable.into_iter().any(|line| {
            let (start, rest) = line.split_once('-').unwrap();
            let (end, _) = rest.split_once(' ').unwrap();
            let [start, end] = [start, end].map(|at| u64::from_str_radix(at, 16).unwrap());
            (start..end).step_by(PIECE).any(|at| {
                // Threads end meanwhile, and their memory with them.
                let length = memory.read_at(&mut piece, at).unwrap_or(0);
                let is_marker = |window: &[u8]| {
                    let mut letters = window.iter().zip(LOST..);
                    letters.all(|(byte, at)| *byte == letter(seed, at))
                };
                // One byte in so many is enough to come across it.
                let kept = LENGTH - LOST;
                (0..length).step_by(kept).any(|at| {
                    let near = at.saturating_sub(kept)..(at + kept).min(length);
                    piece[at].is_ascii_lowercase() && piece[near].windows(kept).any(is_marker)
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), "Secret(***)");
        assert_eq!(secret.expose(), "hunter2");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn nothing_is_left_in_memory_when_it_is_dropped() {
        let mut text = memory::marker(1);
        // Moved, not copied.
        let secret = Secret::new(std::mem::take(&mut *text));
        let copy = secret.clone();
        drop(secret);
        assert!(memory::holds(1), "the search finds what is there");
        drop(copy);
        assert!(!memory::holds(1));
    }
}
