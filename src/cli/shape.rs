//! The shape of a table: its header, and the columns that flags ask for.

use crate::output::Column;

/// The shape of a table, as far as flags decide on it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape<'a> {
    /// Whether it has a header.
    pub(super) header: bool,
    /// The columns of `--columns`, with `+` in front of those that are added.
    pub(super) asked: &'a [String],
    /// Other columns that are never left out.
    pub(super) kept: &'a [&'static str],
}

impl Shape<'_> {
    /// The columns that are never left out, as [`Layout::kept`](crate::output::Layout::kept) has them.
    pub(super) fn kept<R>(&self, columns: &[&Column<R>]) -> u64 {
        let bits = columns.iter().take(64).enumerate();
        let kept = bits.filter(|(_, column)| self.keeps(column));
        kept.fold(0, |kept, (place, _)| kept | 1 << place)
    }

    /// Reports if a column was asked for by its name, or is kept for another reason.
    fn keeps<R>(&self, column: &Column<R>) -> bool {
        let mut asked = self.asked.iter().map(|item| item.trim_start_matches('+'));
        asked.any(|name| column.is_called(name)) || self.kept.contains(&column.name)
    }
}
