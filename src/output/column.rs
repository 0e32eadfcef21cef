//! A column: what it is called, and what stands in it.

use serde_json::Value;

use crate::model::{Cell, Kind};

/// The [`Column::keep`] of a column that is never left out.
pub const ALWAYS: u8 = u8::MAX;

/// What the JSON member of a column may be.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// A value of the column's [`Kind`], or null where it is not known. Unknown text
    /// is never empty.
    Maybe,
    /// A value of the column's [`Kind`].
    Always,
    /// What this schema says.
    Own(fn() -> Value),
}

/// What a column may lose in a terminal that is too narrow for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrow {
    /// Ends of its cells, down to so many columns of characters; less would be of no use.
    To(u16),
    /// Nothing, as a part of such a cell says nothing, or something else.
    Never,
    /// Nothing, but in so many columns of characters its prose takes several lines.
    Wrapped(u16),
}

impl Narrow {
    /// A word or a name can be guessed.
    pub const TEXT: Self = Self::To(8);

    /// The date is left of a time, and the sign that there is more.
    pub const TIME: Self = Self::To(11);
}

/// A column of rows of the kind `R`.
#[derive(Debug)]
pub struct Column<R: 'static> {
    /// Its name on the command line and in csv and tsv: that of the JSON member.
    pub name: &'static str,
    /// What it means, with the unit, in one line without a full stop.
    pub about: &'static str,
    /// What kind of value stands in it.
    pub kind: Kind,
    /// What the JSON member may be.
    pub form: Form,
    /// Its name in a table, in upper case.
    pub header: &'static str,
    /// How important it is: in a narrow terminal the lowest is cut first, and left out
    /// first where that is not enough.
    pub keep: u8,
    /// How it may be cut there.
    pub narrow: Narrow,
    /// What stands in it.
    pub get: fn(&R) -> Cell<'_>,
}

/// A column, written in one go. A text may be cut as a name, a time as a time, and what
/// else there is never.
pub const fn column<R>(
    name: &'static str,
    kind: Kind,
    form: Form,
    header: &'static str,
    keep: u8,
    about: &'static str,
    get: fn(&R) -> Cell<'_>,
) -> Column<R> {
    Column {
        name,
        about,
        kind,
        form,
        header,
        keep,
        narrow: match kind {
            Kind::Text | Kind::Version => Narrow::TEXT,
            Kind::Time => Narrow::TIME,
            Kind::Int | Kind::Bool => Narrow::Never,
        },
        get,
    }
}

/// A column whose cells are copied, or looked up by their ends.
pub const fn whole<R>(mut column: Column<R>) -> Column<R> {
    column.narrow = Narrow::Never;
    column
}
