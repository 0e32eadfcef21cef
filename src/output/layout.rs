//! How rows are laid out: what depends on the terminal and on flags.

/// How rows are laid out. The default is what a pipe gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether table, wide, csv and tsv begin with the names of the columns.
    pub header: bool,
    /// How many columns of characters a table may take; `None` cuts nothing.
    pub width: Option<usize>,
    /// Whether a table's header is in bold type.
    pub styled: bool,
    /// Whether text in csv and tsv that a spreadsheet would take for a formula is
    /// disarmed.
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
            csv_safe: false,
            nested: false,
        }
    }
}
