//! The evidence that a list is complete.

/// The evidence that a list is complete, the strongest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completeness {
    /// No row can be missing that existed the whole time: one answer has all rows, or each
    /// page shares a row with the next.
    Proved,
    /// The service counted as many rows as it listed. If one row is removed and another one
    /// added between two pages, the count does not show it.
    Counted,
    /// Neither is known: the service tells no total, the list was not read to its end, or
    /// it does not add up.
    Unproved {
        /// Signs that rows are missing, as sentences for the user.
        doubts: Vec<String>,
    },
}

impl Completeness {
    /// Adds the evidence for another list: the weaker one holds for both together.
    pub fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Unproved { doubts }, Self::Unproved { doubts: more }) => doubts.extend(more),
            (Self::Unproved { .. }, _) | (_, Self::Proved) => {}
            (Self::Counted | Self::Proved, other) => *self = other,
        }
    }

    /// Signs that rows are missing, as sentences for the user.
    pub fn doubts(&self) -> &[String] {
        match self {
            Self::Proved | Self::Counted => &[],
            Self::Unproved { doubts } => doubts,
        }
    }
}

/// The sentence for the user about a list that does not add up.
pub(super) fn doubt(what: &str, readings: u32) -> String {
    let often = match readings {
        1 => String::new(),
        readings => format!(", though it was read {readings} times"),
    };
    format!("{what}{often}; the list may have changed while it was read")
}
