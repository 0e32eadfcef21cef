//! The order in which people count versions.

use std::cmp::Ordering;

/// Text ordered with its runs of ASCII digits as numbers: `1.9` before `1.10`.
/// Texts that only differ in leading zeros are ordered by bytes.
///
/// It knows no scheme of versions: `1.0-rc1` stands after `1.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Natural<'a>(pub &'a str);

impl Natural<'_> {
    /// Whether both count as the same: `7.09` and `7.9`.
    pub fn is_same(self, other: Natural<'_>) -> bool {
        runs(self.0).eq(runs(other.0))
    }
}

impl Natural<'_> {
    /// Appends bytes that are ordered as such texts are, whatever follows them.
    pub fn push_key(self, key: &mut Vec<u8>) {
        for run in runs(self.0) {
            match run {
                Run::Number(length, digits) => {
                    key.push(1);
                    key.extend((length as u64).to_be_bytes());
                    key.extend(digits.as_bytes());
                }
                Run::Other(text) => {
                    key.push(2);
                    push_text_key(text, key);
                }
            }
        }
        key.push(0);
        push_text_key(self.0, key);
    }
}

/// Appends bytes that are ordered as texts are, whatever follows them.
pub(super) fn push_text_key(text: &str, key: &mut Vec<u8>) {
    for part in text.as_bytes().split_inclusive(|byte| *byte == 0) {
        key.extend(part);
        if part.ends_with(&[0]) {
            key.push(0xff);
        }
    }
    key.extend([0, 0]);
}

impl Ord for Natural<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        runs(self.0)
            .cmp(runs(other.0))
            .then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Natural<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A part of a text. The derived order needs no arithmetic, so no number is too
/// long: of two without leading zeros, the one with more digits is greater.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Run<'a> {
    Number(usize, &'a str),
    Other(&'a str),
}

fn runs(mut text: &str) -> impl Iterator<Item = Run<'_>> {
    std::iter::from_fn(move || {
        let is_number = text.chars().next()?.is_ascii_digit();
        let end = text
            .find(|c: char| c.is_ascii_digit() != is_number)
            .unwrap_or(text.len());
        let (run, rest) = text.split_at(end);
        text = rest;
        Some(if is_number {
            let digits = run.trim_start_matches('0');
            Run::Number(digits.len(), digits)
        } else {
            Run::Other(run)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_in_order() {
        let sorted = [
            "",
            "1",
            "1.0",
            "1.0-rc1",
            "1.02",
            "1.2",
            "1.9",
            "1.10",
            "2",
            "99999999999999999999999",
            "100000000000000000000000",
            "v1.9",
            "v1.10",
            "版本2",
            "版本10",
        ];
        let mut actual = sorted;
        actual.reverse();
        actual.sort_by_key(|text| Natural(text));
        assert_eq!(actual, sorted);
    }
}
