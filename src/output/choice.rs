//! What can be wrong with the formats, columns and orders that are asked for.

use super::escape;

/// A format, a column or an order was asked for that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChoiceError {
    /// No such format.
    #[error("no format is called `{}`{}", escape(name), did_you_mean(*nearest))]
    Format {
        /// What was asked for.
        name: String,
        /// The format with the most similar name.
        nearest: Option<&'static str>,
    },
    /// No such column.
    #[error("no column is called `{}`{}", escape(name), did_you_mean(*nearest))]
    Column {
        /// What was asked for.
        name: String,
        /// The column with the most similar name.
        nearest: Option<&'static str>,
    },
    /// Plain names together with `+` or `^`.
    #[error("either list the columns, or change the default ones with `+` and `^`: not both")]
    Mixed,
    /// A column is asked for twice.
    #[error("the column `{0}` is named twice")]
    Twice(&'static str),
    /// All columns were removed.
    #[error("no column is left")]
    NoColumn,
    /// No such direction of sorting.
    #[error("a sort key ends in `:asc` or `:desc`, not in `:{}`", escape(.0))]
    Direction(String),
    /// `none` among other sort keys.
    #[error("`none` keeps the order as it is: no sort key can stand beside it")]
    NoneAndMore,
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_offered_where_there_is_one() {
        let error = |nearest| {
            ChoiceError::Column {
                name: "x".into(),
                nearest,
            }
            .to_string()
        };
        assert_eq!(error(None), "no column is called `x`");
        assert_eq!(
            error(Some("id")),
            "no column is called `x`; did you mean `id`?"
        );
    }
}
