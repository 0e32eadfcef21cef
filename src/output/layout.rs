//! How rows are laid out: what depends on the terminal, on flags and on the time.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::model::Cell;

/// How rows are laid out. The default is what a pipe gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether table, wide, csv and tsv begin with the names of the columns.
    pub header: bool,
    /// How many columns of characters a table may take; `None` cuts nothing.
    pub width: Option<usize>,
    /// Whether a table has styles: a bold header, colours for states, dim ages.
    pub styled: bool,
    /// Columns of a table that are never left out: bit N stands for the Nth one.
    pub kept: u64,
    /// The present, for ages.
    pub now: Timestamp,
    /// Whether text in csv and tsv that a spreadsheet would take for a formula gets an
    /// apostrophe in front.
    pub csv_safe: bool,
    /// Whether a map has families below its regions: when several were asked
    /// for, however many were found.
    pub nested: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            header: true,
            width: None,
            styled: false,
            kept: 0,
            now: Timestamp::UNIX_EPOCH,
            csv_safe: false,
            nested: false,
        }
    }
}

impl Layout {
    /// The text of a cell.
    pub(super) fn text<'a>(&self, cell: Cell<'a>) -> Cow<'a, str> {
        cell.into_text_at(self.now)
    }

    /// Whether the column at this place is never left out.
    pub(super) fn keeps(&self, place: usize) -> bool {
        place < 64 && self.kept & (1 << place) != 0
    }
}
