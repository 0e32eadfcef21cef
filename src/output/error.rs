//! What can go wrong between rows and bytes.

use std::io;

use super::{Format, escape};

/// Rows could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// Writing failed. A closed pipe has the kind `BrokenPipe`.
    #[error("the output cannot be written")]
    Io(#[from] io::Error),
    /// An id has a character that could mislead the shell or program that reads it.
    #[error(
        "the id `{}` is not printed: it should have letters, digits and `.` `_` `:` `/` `-` only, \
         and begin with a letter or digit",
        escape(id)
    )]
    UnsafeId {
        /// The id as the service gave it.
        id: String,
    },
    /// The format `map` has one place for two rows.
    #[error(
        "there is more than one row for region `{}`{}, and the format `map` has room for one: \
         narrow the search, or choose another format",
        escape(region),
        and_family(.family.as_deref())
    )]
    Ambiguous {
        /// The region that both are in.
        region: String,
        /// The family that both belong to, where families are told apart.
        family: Option<String>,
    },
    /// The format `map` was asked for rows that are in no region.
    #[error("the format `map` needs rows that are in a region: choose another format")]
    NoRegion,
}

fn and_family(family: Option<&str>) -> String {
    family
        .map(|family| format!(" and family `{}`", escape(family)))
        .unwrap_or_default()
}

/// An expression that was not understood, or a result that cannot be printed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The expression is wrong, or does not fit what it was asked of.
    #[error("{message}{}", at.map_or_else(String::new, |at| format!(", at character {at}")))]
    Expression {
        /// What is wrong.
        message: String,
        /// What was meant, perhaps.
        nearest: Option<&'static str>,
        /// Where, counted from 1, where one place can be named.
        at: Option<usize>,
    },
    /// A member that no object has, which a function or comparison does not take.
    #[error("{message}")]
    Member {
        /// Which member, and what it was asked of.
        message: String,
        /// What was meant, perhaps.
        hint: Option<String>,
    },
    /// An object has more levels than can be held.
    #[error("the result cannot be queried")]
    Document(#[from] serde_json::Error),
    /// The result of the expression has no place in the format.
    #[error("the format `{format}` needs {needs}, and there is {given}")]
    Shape {
        /// The format asked for.
        format: Format,
        /// What it can print.
        needs: &'static str,
        /// What there is instead.
        given: &'static str,
    },
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl From<std::io::Error> for QueryError {
    fn from(error: std::io::Error) -> Self {
        QueryError::Output(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_harmless_and_do_not_repeat_their_source() {
        let error = OutputError::UnsafeId {
            id: "m\u{1b}[2J".into(),
        };
        assert!(
            error
                .to_string()
                .starts_with(r"the id `m\u{1b}[2J` is not printed")
        );
        let error = OutputError::Ambiguous {
            region: "a".into(),
            family: Some("\n".into()),
        };
        assert!(
            error
                .to_string()
                .contains(r"region `a` and family `\u{a}`, and")
        );
        let error = OutputError::from(io::Error::other("disk full"));
        assert_eq!(error.to_string(), "the output cannot be written");
    }
}
