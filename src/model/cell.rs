//! The value of an image in a column.

use std::borrow::Cow;

use jiff::Timestamp;

use super::Natural;

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
    /// Unknown, shown as empty text.
    Nothing,
}

impl<'a> Cell<'a> {
    /// Text that may be unknown.
    pub fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Cell::Nothing, Cell::from)
    }

    /// What is shown, not escaped yet.
    pub fn into_text(self) -> Cow<'a, str> {
        match self {
            Cell::Text(text) => text,
            Cell::Version(Natural(text)) => text.into(),
            Cell::Int(number) => number.to_string().into(),
            Cell::Bool(true) => "true".into(),
            Cell::Bool(false) => "false".into(),
            Cell::Time(time) => time.to_string().into(),
            Cell::Nothing => "".into(),
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
}
