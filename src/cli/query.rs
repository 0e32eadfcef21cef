//! `--query`: reads the expression, and maps its errors to failures.

use super::failure::Failure;
use crate::output::{Answer, OutputError, Query, QueryError};

/// Reads the expression, if one is given.
pub(super) fn parse(expression: Option<&String>) -> Result<Option<Query>, Failure> {
    Ok(expression.map(|text| Query::parse(text)).transpose()?)
}

/// The failure for a query whose result is null, or empty because of a member that no
/// row has.
pub(super) fn null_result(answer: Answer) -> Failure {
    let result = if answer.is_null { "null" } else { "empty" };
    // What no row has says more than what a part of it lacks.
    let mut missing = answer.missing;
    missing.sort_by_key(|missing| !missing.is_of_rows);
    let (message, hint) = match missing.into_iter().next() {
        Some(missing) => (
            format!("the result of --query is {result}: {}", missing.message),
            missing.hint,
        ),
        None => (
            "the result of --query is null: the value is not set, or no element has that index"
                .to_owned(),
            None,
        ),
    };
    let usual = "`not_null(EXPRESSION, 'text')` prints another text instead of null";
    Failure::Nothing {
        message,
        hint: hint.or_else(|| Some(usual.to_owned())),
        target: None,
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        let message = error.to_string();
        match error {
            // The expression chose what is no id; of rows it would be the service's fault.
            QueryError::Output(OutputError::UnsafeId { .. }) => Failure::Usage {
                message: format!("{message}: --query chooses what is printed"),
                hint: Some("`-o tsv` and `-o json` print any text".to_owned()),
            },
            QueryError::Output(error) => error.into(),
            QueryError::Expression { nearest, .. } => Failure::Usage {
                message: format!("invalid value for --query: {message}"),
                hint: nearest.map(|name| format!("did you mean `{name}`?")),
            },
            QueryError::Member { hint, .. } => Failure::Usage {
                message: format!("invalid value for --query: {message}"),
                hint,
            },
            QueryError::Shape { .. } => Failure::Usage {
                message: format!("{message} after --query"),
                hint: Some("change the expression, or print the result with `-o json`".to_owned()),
            },
            error => Failure::Other(anyhow::Error::new(error)),
        }
    }
}
