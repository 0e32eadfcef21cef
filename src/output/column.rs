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
    /// The JSON object has no such member: the column is for people.
    None,
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
    /// Its name in a table, where that is not the name in upper case.
    pub header: Option<&'static str>,
    /// How important it is: in a narrow terminal the lowest is cut first, and left out
    /// first where that is not enough.
    pub keep: u8,
    /// How it may be cut there.
    pub narrow: Narrow,
    /// What stands in it.
    pub get: fn(&R) -> Cell<'_>,
}

impl<R> Column<R> {
    /// A column of texts, null where they are not known. They may be cut as names are.
    pub const fn text(
        name: &'static str,
        keep: u8,
        about: &'static str,
        get: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self {
            name,
            about,
            kind: Kind::Text,
            form: Form::Maybe,
            header: None,
            keep,
            narrow: Narrow::TEXT,
            get,
        }
    }

    /// A column of versions, otherwise as [`Column::text`].
    pub const fn version(
        name: &'static str,
        keep: u8,
        about: &'static str,
        get: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self::text(name, keep, about, get).kind(Kind::Version, Narrow::TEXT)
    }

    /// A column of times, null where they are not known. They may be cut to the date.
    pub const fn time(
        name: &'static str,
        keep: u8,
        about: &'static str,
        get: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self::text(name, keep, about, get).kind(Kind::Time, Narrow::TIME)
    }

    /// A column of ages, for people: JSON has no such member. They are never cut.
    pub const fn age(
        name: &'static str,
        keep: u8,
        about: &'static str,
        get: fn(&R) -> Cell<'_>,
    ) -> Self {
        let column = Self::text(name, keep, about, get).kind(Kind::Age, Narrow::Never);
        column.form(Form::None)
    }

    /// A column of whole numbers, null where they are not known. They are never cut.
    pub const fn int(
        name: &'static str,
        keep: u8,
        about: &'static str,
        get: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self::text(name, keep, about, get).kind(Kind::Int, Narrow::Never)
    }

    /// A column of true and false, null where it is not known. They are never cut.
    pub const fn flag(
        name: &'static str,
        keep: u8,
        about: &'static str,
        get: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self::text(name, keep, about, get).kind(Kind::Bool, Narrow::Never)
    }

    const fn kind(mut self, kind: Kind, narrow: Narrow) -> Self {
        self.kind = kind;
        self.narrow = narrow;
        self
    }

    /// Gives it another header in tables.
    #[must_use]
    pub const fn titled(mut self, header: &'static str) -> Self {
        self.header = Some(header);
        self
    }

    /// Says that its values are always known.
    #[must_use]
    pub const fn always(self) -> Self {
        self.form(Form::Always)
    }

    /// Gives the JSON member another form.
    #[must_use]
    pub const fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// Says that it is never cut: its cells are copied, or looked up by their ends.
    #[must_use]
    pub const fn whole(self) -> Self {
        self.narrow(Narrow::Never)
    }

    /// Says how it is cut.
    #[must_use]
    pub const fn narrow(mut self, narrow: Narrow) -> Self {
        self.narrow = narrow;
        self
    }

    /// Whether this is its name, or its header in lower case.
    pub fn is_called(&self, name: &str) -> bool {
        let is_title = |title: &str| title.to_ascii_lowercase() == name;
        self.name == name || self.header.is_some_and(is_title)
    }

    /// Whether the JSON object has a member of that name.
    pub fn is_member(&self) -> bool {
        !matches!(self.form, Form::None)
    }
}
