//! What can be printed.

use serde::Serialize;

use super::column::Column;

/// Which end comes first. The unknown is last in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The smallest and oldest first.
    Ascending,
    /// The greatest and newest first.
    Descending,
}

/// What can be printed in every format.
pub trait Row: Serialize + Sized + 'static {
    /// Names of the columns that the format `table` shows unless told otherwise.
    const DEFAULT_COLUMNS: &'static [&'static str];

    /// Names of the columns that the format `wide` shows unless told otherwise.
    const WIDE_COLUMNS: &'static [&'static str];

    /// Names and directions of the columns that rows are sorted by unless told otherwise.
    const DEFAULT_ORDER: &'static [(&'static str, Direction)];

    /// All columns, named and ordered as the members of the JSON object.
    fn columns() -> &'static [Column<Self>];

    /// What the formats `id` and `map` print.
    fn id(&self) -> &str;

    /// The region it is in, the key of the format `map`; `None` for rows of a
    /// kind that has none.
    fn region(&self) -> Option<&str> {
        None
    }

    /// The family it belongs to, the second key of the format `map`.
    fn family(&self) -> Option<&str> {
        None
    }
}

/// Panics unless the constants of a row type name columns that it has, each of
/// them once. Every implementation of [`Row`] is to be tested with it.
#[cfg(test)]
pub(crate) fn check_row<R: Row>() {
    let names: Vec<&str> = R::columns().iter().map(|column| column.name).collect();
    for (at, name) in names.iter().enumerate() {
        assert!(!names[..at].contains(name), "two columns `{name}`");
    }
    for name in R::DEFAULT_COLUMNS
        .iter()
        .chain(R::WIDE_COLUMNS)
        .chain(R::DEFAULT_ORDER.iter().map(|(name, _)| name))
    {
        assert!(names.contains(name), "no column `{name}`");
    }
    assert!(!R::DEFAULT_COLUMNS.is_empty());
    for (at, name) in R::WIDE_COLUMNS.iter().enumerate() {
        assert!(!R::WIDE_COLUMNS[..at].contains(name), "`{name}` twice");
    }
    for name in R::DEFAULT_COLUMNS {
        assert!(R::WIDE_COLUMNS.contains(name), "`{name}` is not in wide");
    }
}
