//! Deterministic numbers: splitmix64, and a hash of text built on its mixing step.

/// How far splitmix64 moves between two numbers.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// One mixing step of splitmix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
pub(crate) fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(STEP);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Hashes text under a seed: FNV-1a, mixed once more. Stable across runs and platforms.
pub(crate) fn hash(seed: u64, text: &str) -> u64 {
    let folded = text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325 ^ mix(seed), |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
    mix(folded)
}

/// A stream of numbers that depends on nothing but its seed.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        let number = mix(self.0);
        self.0 = self.0.wrapping_add(STEP);
        number
    }

    /// A number from 0 to `bound` - 1. The bias of the remainder does not matter for made-up data.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// True in `percent` of 100 cases.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'list, T>(&mut self, list: &'list [T]) -> &'list T {
        // The remainder is below the length, so it fits.
        #[allow(clippy::cast_possible_truncation)]
        let index = self.below(list.len() as u64) as usize;
        &list[index]
    }

    /// `length` lower-case letters and digits, as in the vendor's resource ids.
    pub(crate) fn identifier(&mut self, length: usize) -> String {
        const SIGNS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        (0..length).map(|_| char::from(*self.pick(SIGNS))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_published_sequence() {
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next(), 0x599E_D017_FB08_FC85);
    }

    #[test]
    fn hashes_differ_by_seed_and_text() {
        assert_ne!(hash(1, "a"), hash(2, "a"));
        assert_ne!(hash(1, "a"), hash(1, "b"));
    }
}
