//! Detects pairs of conditions that no image can match.

use std::cmp::Ordering;

use crate::cli::failure::Failure;
use crate::model::{
    Cell, Condition, Filter, Natural, Operand, Operator, Owner, OwnerFilter, StatusFilter,
    TagFilter,
};

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

/// The values that a flag leaves of a column.
struct Choice<'f> {
    column: &'static str,
    values: Vec<Cell<'f>>,
    /// The flag, for people.
    text: String,
}

/// Refuses two conditions of which no value of a column meets both.
pub(crate) fn check(filters: &[Filter]) -> Result<(), Failure> {
    check_bounds(filters)?;
    let conditions = || filters.iter().filter_map(Filter::known_condition);
    for choice in filters.iter().filter_map(choice) {
        let on_column = conditions().filter(|condition| condition.column == choice.column);
        for condition in on_column {
            let mut values = choice.values.iter();
            if !values.any(|value| condition.admits(value.clone())) {
                return Err(no_image(&choice.text, &words(condition), BOTH.to_owned()));
            }
        }
    }
    filters.iter().try_for_each(check_tags)
}

const BOTH: &str = "all conditions have to match";

fn check_bounds(filters: &[Filter]) -> Result<(), Failure> {
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
        format!("{BOTH}; for one of several values use --where '{column} ~ ^(A|B)$'")
    } else {
        BOTH.to_owned()
    };
    no_image(&lower.text, &upper.text, hint)
}

fn no_image(one: &str, other: &str, hint: String) -> Failure {
    Failure::Usage {
        message: format!("no image can match both `{one}` and `{other}`"),
        hint: Some(hint),
    }
}

/// Refuses two values of one tag.
fn check_tags(filter: &Filter) -> Result<(), Failure> {
    let Filter::Tags(tags) = filter else {
        return Ok(());
    };
    let text = |tag: &TagFilter, value: &str| format!("--tag {}={value}", tag.key);
    for (place, tag) in tags.iter().enumerate() {
        for other in tags.iter().skip(place).filter(|other| other.key == tag.key) {
            if let (Some(value), Some(another)) = (&tag.value, &other.value)
                && value != another
            {
                let hint = format!("{BOTH}, and an image has one value for each tag");
                return Err(no_image(&text(tag, value), &text(other, another), hint));
            }
        }
    }
    Ok(())
}

fn choice(filter: &Filter) -> Option<Choice<'_>> {
    let (column, flag, values): (_, _, Vec<Cell<'_>>) = match filter {
        Filter::Family(families) => ("family", "--family", texts(families)),
        Filter::Id(ids) => ("id", "--id", texts(ids)),
        Filter::Arch(words) => ("architecture", "--arch", texts(words)),
        Filter::OsType(word) => ("os_type", "--os-type", vec![word.as_str().into()]),
        Filter::Usage(usage) => ("usage", "--usage", vec![usage.as_str().into()]),
        Filter::ResourceGroup(id) => {
            let values = vec![id.as_str().into()];
            ("resource_group", "--resource-group", values)
        }
        Filter::CloudInit(value) => ("cloud_init", "--cloud-init", vec![Cell::Bool(*value)]),
        Filter::IoOptimized(value) => ("io_optimized", "--io-optimized", vec![Cell::Bool(*value)]),
        Filter::Status(StatusFilter::In(words)) => {
            let values = words.iter().map(|word| word.as_str().into()).collect();
            ("status", "--status", values)
        }
        Filter::Owner(owners) => ("owner", "--owner", kinds(owners)?),
        _ => return None,
    };
    let given: Vec<String> = values
        .iter()
        .map(|value| value.clone().into_text().into())
        .collect();
    Some(Choice {
        column,
        values,
        text: format!("{flag} {}", given.join(",")),
    })
}

fn texts(texts: &[String]) -> Vec<Cell<'_>> {
    texts.iter().map(|text| text.as_str().into()).collect()
}

/// The owners that the column can hold; `None` where that is open: accounts are in another
/// column, and images of the community may stand as shared.
fn kinds(owners: &[OwnerFilter]) -> Option<Vec<Cell<'_>>> {
    let kind = |owner: &OwnerFilter| match owner {
        OwnerFilter::Is(Owner::Community) | OwnerFilter::Any | OwnerFilter::Account(_) => None,
        OwnerFilter::Is(owner) => Some(owner.as_str().into()),
    };
    owners.iter().map(kind).collect()
}

/// A condition, for people.
fn words(condition: &Condition) -> String {
    let value = match &condition.operand {
        Operand::Pattern(pattern) => pattern.to_string(),
        operand => cell(operand).map_or_else(String::new, |value| value.into_text().into()),
    };
    format!(
        "{} {} {value}",
        condition.column,
        condition.operator.as_str()
    )
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
            Some(Bound {
                column: condition.column,
                text: words(condition),
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
