//! Conditions that no image can meet together.

use std::cmp::Ordering;

use super::failure::Failure;
use crate::model::{Cell, Filter, Natural, Operand, Operator};

/// An end of the values that a condition takes.
struct Bound<'f> {
    column: &'static str,
    value: Cell<'f>,
    /// Whether it is a lower end, an upper one, or both.
    is_lower: bool,
    is_upper: bool,
    /// Whether the value itself meets the condition.
    inclusive: bool,
    /// The condition, for people.
    text: String,
}

/// Refuses two conditions of which no value of a column meets both.
pub(super) fn check(filters: &[Filter]) -> Result<(), Failure> {
    let bounds: Vec<Bound<'_>> = filters.iter().filter_map(bound).collect();
    for lower in bounds.iter().filter(|bound| bound.is_lower) {
        for upper in bounds.iter().filter(|bound| bound.is_upper) {
            let apart = match lower.value.cmp(&upper.value) {
                Ordering::Less => false,
                Ordering::Equal => !(lower.inclusive && upper.inclusive),
                Ordering::Greater => true,
            };
            if lower.column == upper.column && apart {
                let is_equal = lower.is_upper && upper.is_lower;
                return Err(refusal(lower, upper, is_equal));
            }
        }
    }
    Ok(())
}

fn refusal(lower: &Bound<'_>, upper: &Bound<'_>, is_equal: bool) -> Failure {
    let column = lower.column;
    let hint = if is_equal {
        format!(
            "all conditions have to match; for one of several values use --where '{column} ~ ^(A|B)$'"
        )
    } else {
        "all conditions have to match".to_owned()
    };
    Failure::Usage {
        message: format!(
            "no image can match both `{}` and `{}`",
            lower.text, upper.text
        ),
        hint: Some(hint),
    }
}

fn bound(filter: &Filter) -> Option<Bound<'_>> {
    let of_time = |time, flag: &str, is_lower| Bound {
        column: "created",
        value: Cell::Time(time),
        is_lower,
        is_upper: !is_lower,
        inclusive: is_lower,
        text: format!("{flag} {time}"),
    };
    match filter {
        Filter::CreatedAfter(time) => Some(of_time(*time, "--created-after", true)),
        Filter::CreatedBefore(time) => Some(of_time(*time, "--created-before", false)),
        Filter::Where(condition) => {
            let (is_lower, is_upper, inclusive) = match condition.operator {
                Operator::Equal => (true, true, true),
                Operator::Greater => (true, false, false),
                Operator::GreaterOrEqual => (true, false, true),
                Operator::Less => (false, true, false),
                Operator::LessOrEqual => (false, true, true),
                Operator::NotEqual | Operator::Matches | Operator::DoesNotMatch => return None,
            };
            let value = cell(&condition.operand)?;
            let (column, operator) = (condition.column, condition.operator.as_str());
            Some(Bound {
                column,
                text: format!("{column} {operator} {}", value.clone().into_text()),
                value,
                is_lower,
                is_upper,
                inclusive,
            })
        }
        _ => None,
    }
}

/// The value as a column holds it.
fn cell(operand: &Operand) -> Option<Cell<'_>> {
    Some(match operand {
        Operand::Text(text) => text.as_str().into(),
        Operand::Version(text) => Cell::Version(Natural(text)),
        Operand::Int(number) => Cell::Int(*number),
        Operand::Bool(value) => Cell::Bool(*value),
        Operand::Time(time) => Cell::Time(*time),
        Operand::Unknown | Operand::Pattern(_) => return None,
    })
}
