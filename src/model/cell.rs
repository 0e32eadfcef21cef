//! The value of an image in a column.

use std::borrow::Cow;

use jiff::Timestamp;

use super::natural::push_text_key;
use super::{Age, Natural};

/// What kind of value a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    Text,
    /// Text with numbers in it.
    Version,
    /// A number.
    Int,
    /// Yes or no.
    Bool,
    /// A time.
    Time,
    /// The time since something.
    Age,
}

/// The value of one row in one column.
///
/// Cells of one column are of its [`Kind`], or nothing. Within a kind they are
/// ordered by value, text by bytes; the unknown is last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell<'a> {
    /// Free text.
    Text(Cow<'a, str>),
    /// Text with numbers in it.
    Version(Natural<'a>),
    /// A number.
    Int(i64),
    /// Yes or no, shown as `true` and `false`.
    Bool(bool),
    /// A time, shown as RFC 3339 in UTC.
    Time(Timestamp),
    /// The time since something. Its text depends on the present: see [`Age::text`].
    Age(Age),
    /// Unknown, shown as empty text.
    Nothing,
}

impl<'a> Cell<'a> {
    /// Text that may be unknown.
    pub fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Cell::Nothing, Cell::from)
    }

    /// The text shown at a time, not escaped yet.
    pub fn into_text_at(self, now: Timestamp) -> Cow<'a, str> {
        match self {
            Cell::Age(age) => age.text(now).into(),
            cell => cell.into_text(),
        }
    }

    /// The text shown, not escaped yet; of an age the time from which it is counted.
    pub fn into_text(self) -> Cow<'a, str> {
        match self {
            Cell::Text(text) => text,
            Cell::Version(Natural(text)) => text.into(),
            Cell::Int(number) => number.to_string().into(),
            Cell::Bool(true) => "true".into(),
            Cell::Bool(false) => "false".into(),
            Cell::Time(time) | Cell::Age(Age(time)) => time.to_string().into(),
            Cell::Nothing => "".into(),
        }
    }
}

impl Cell<'_> {
    /// Appends bytes that are ordered as the cells of a column are, whatever follows
    /// them; in `reverse` the greatest come first, but the unknown still last.
    pub fn push_key(&self, reverse: bool, key: &mut Vec<u8>) {
        if *self == Cell::Nothing {
            return key.push(2);
        }
        key.push(1);
        let start = key.len();
        match self {
            Cell::Text(text) => push_text_key(text, key),
            Cell::Version(version) => version.push_key(key),
            // The sign bit turned over, so that negative numbers come first.
            Cell::Int(number) => key.extend((number ^ i64::MIN).to_be_bytes()),
            Cell::Bool(value) => key.push((*value).into()),
            Cell::Time(time) => {
                key.extend((time.as_nanosecond() ^ i128::MIN).to_be_bytes());
            }
            // The younger first.
            Cell::Age(Age(time)) => {
                key.extend((!(time.as_nanosecond() ^ i128::MIN)).to_be_bytes());
            }
            Cell::Nothing => {}
        }
        if reverse {
            for byte in &mut key[start..] {
                *byte = !*byte;
            }
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_show_their_values() {
        let time = "2025-03-10T02:30:00+08:00".parse().unwrap();
        for (cell, expected) in [
            (Cell::from("a"), "a"),
            (Cell::maybe(Some("a")), "a"),
            (Cell::maybe(None), ""),
            (Cell::Version(Natural("1.0")), "1.0"),
            (Cell::Int(-4), "-4"),
            (Cell::Bool(true), "true"),
            (Cell::Bool(false), "false"),
            (Cell::Time(time), "2025-03-09T18:30:00Z"),
        ] {
            assert_eq!(cell.into_text(), expected);
        }
    }

    #[test]
    fn cells_are_ordered_by_value_and_nothing_is_last() {
        assert!(Cell::Int(9) < Cell::Int(10));
        assert!(Cell::from("10") < Cell::from("9"));
        assert!(Cell::from("Z") < Cell::from("a"));
        assert!(Cell::Version(Natural("1.9")) < Cell::Version(Natural("1.10")));
        assert!(Cell::Bool(true) < Cell::Nothing);
        assert!(Cell::from("\u{10ffff}") < Cell::Nothing);
    }

    /// Any cells of one kind, so that many are equal or begin alike.
    fn cells(kind: Kind) -> BoxedStrategy<Cell<'static>> {
        let text = || "[a0\\x00-]{0,4}".prop_map(|text| &*text.leak());
        let known = match kind {
            Kind::Text => text().prop_map(Cell::from).boxed(),
            Kind::Version => "[0-2v.]{0,6}"
                .prop_map(|text| Cell::Version(Natural(text.leak())))
                .boxed(),
            Kind::Int => (-300_i64..300).prop_map(Cell::Int).boxed(),
            Kind::Bool => any::<bool>().prop_map(Cell::Bool).boxed(),
            Kind::Time => (-3_i128..3)
                .prop_map(|n| Timestamp::from_nanosecond(n * 700_000_000).unwrap())
                .prop_map(Cell::Time)
                .boxed(),
            Kind::Age => (-3_i128..3)
                .prop_map(|n| Timestamp::from_nanosecond(n * 700_000_000).unwrap())
                .prop_map(|time| Cell::Age(Age(time)))
                .boxed(),
        };
        prop_oneof![4 => known, 1 => Just(Cell::Nothing)].boxed()
    }

    proptest! {
        #[test]
        fn keys_are_ordered_as_cells(
            ((left, right), (left_next, right_next)) in prop_oneof![
                Just(Kind::Text), Just(Kind::Version), Just(Kind::Int), Just(Kind::Bool), Just(Kind::Time), Just(Kind::Age),
            ]
            .prop_flat_map(|kind| ((cells(kind), cells(kind)), (cells(Kind::Text), cells(Kind::Text)))),
        ) {
            for reverse in [false, true] {
                let key = |cell: &Cell<'_>, next: &Cell<'_>| {
                    let mut key = Vec::new();
                    cell.push_key(reverse, &mut key);
                    next.push_key(false, &mut key);
                    key
                };
                let known = left != Cell::Nothing && right != Cell::Nothing;
                let order = if reverse && known { right.cmp(&left) } else { left.cmp(&right) };
                let order = order.then_with(|| left_next.cmp(&right_next));
                prop_assert_eq!(key(&left, &left_next).cmp(&key(&right, &right_next)), order);
            }
        }
    }
}
