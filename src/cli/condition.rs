//! `--where`: a condition on any column.

use jiff::Timestamp;

use super::failure::Failure;
use super::values;
use crate::model::{Condition, Image, Kind, Operand, Operator, Owner, Pattern, Status};
use crate::output;
use crate::provider::PROVIDERS;

/// Reads `COLUMN OP VALUE`; white space around the operator does not count.
///
/// An empty value stands for the unknown: `family =` asks for images of no family.
pub(super) fn parse(text: &str, now: Timestamp) -> Result<Condition, Failure> {
    let refused = |why: String| Failure::value("--where", why);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let end = start.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let (name, rest) = start.split_at(end.unwrap_or(start.len()));
    let rest = rest.trim_start();
    let operator = Operator::ALL
        .into_iter()
        .find(|operator| rest.starts_with(operator.as_str()));
    let (Some(operator), false) = (operator, name.is_empty()) else {
        return Err(Failure::Usage {
            message: format!(
                "invalid value for --where: `{text}` is not of the form COLUMN OP VALUE"
            ),
            hint: Some("such as 'size_gib <= 40'; OP is one of = != ~ !~ < <= > >=".to_owned()),
        });
    };
    let column = output::find::<Image>(name).map_err(|error| refused(error.to_string()))?;
    let value = rest[operator.as_str().len()..].trim();
    if operator == Operator::Equal && value.starts_with('=') {
        return Err(refused(format!(
            "`{text}` has two equal signs where one is meant"
        )));
    }
    if matches!(operator, Operator::Equal | Operator::NotEqual) && !value.is_empty() {
        let words = words_of(column.name);
        if !words.is_empty() && !words.contains(&value) {
            let flag = format!("--where: `{}`", column.name);
            return Err(Failure::choice(&flag, value, &words, ""));
        }
    }
    let operand = operand(operator, column.kind, value, now)
        .map_err(|why| refused(format!("`{name}` {why}")))?;
    Ok(Condition {
        column: column.name,
        get: column.get,
        operator,
        operand,
    })
}

/// The words of a column that holds none but those of this program; empty where any text
/// may come.
fn words_of(column: &str) -> Vec<&'static str> {
    match column {
        "status" => Status::ALL.map(Status::as_str).to_vec(),
        "owner" => Owner::ALL.map(Owner::as_str).to_vec(),
        "provider" => PROVIDERS.iter().map(|known| known.facts().id).collect(),
        _ => Vec::new(),
    }
}

fn operand(operator: Operator, kind: Kind, value: &str, now: Timestamp) -> Result<Operand, String> {
    if matches!(operator, Operator::Matches | Operator::DoesNotMatch) {
        return Pattern::new(value)
            .map(Operand::Pattern)
            .map_err(|why| format!("is compared with an expression, but {why}"));
    }
    if value.is_empty() {
        return match operator {
            Operator::Equal | Operator::NotEqual => Ok(Operand::Unknown),
            _ => Err("is compared with nothing".to_owned()),
        };
    }
    match kind {
        Kind::Text => Ok(Operand::Text(value.to_owned())),
        Kind::Version => Ok(Operand::Version(value.to_owned())),
        Kind::Int => value
            .parse()
            .map(Operand::Int)
            .map_err(|_| format!("is a number, and `{value}` is none")),
        Kind::Bool => value
            .parse()
            .map(Operand::Bool)
            .map_err(|_| format!("is true or false, and `{value}` is neither")),
        Kind::Time => values::time(value, now)
            .map(Operand::Time)
            .map_err(|why| format!("is a time, but {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, String> {
        match parse(text, Timestamp::UNIX_EPOCH) {
            Ok(condition) => Ok(format!("{condition:?}")),
            Err(Failure::Usage { message, .. }) => Err(message),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn conditions_of_every_kind() {
        for (text, expected) in [
            ("name=web-1", r#"name = Text("web-1")"#),
            ("  name  !=  web 1 ", r#"name != Text("web 1")"#),
            ("name = a=b", r#"name = Text("a=b")"#),
            ("size_gib<=40", "size_gib <= Int(40)"),
            ("version > 1.9", r#"version > Version("1.9")"#),
            ("cloud_init = true", "cloud_init = Bool(true)"),
            (
                "created >= 1970-01-02",
                "created >= Time(1970-01-02T00:00:00Z)",
            ),
            ("created < 1d", "created < Time(1969-12-31T00:00:00Z)"),
            ("name !~ ^web", "name !~ Pattern(Pattern(Regex(\"^web\")))"),
            ("family =", "family = Unknown"),
            ("status = available", r#"status = Text("available")"#),
            ("status =", "status = Unknown"),
            ("architecture = riscv", r#"architecture = Text("riscv")"#),
            ("family !=", "family != Unknown"),
        ] {
            assert_eq!(parsed(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_none_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "not of the form"),
            ("name", "not of the form"),
            ("= web", "not of the form"),
            ("name like web", "not of the form"),
            ("nam = web", "did you mean `name`?"),
            ("name == web", "two equal signs"),
            ("size_gib = big", "is a number, and `big` is none"),
            ("cloud_init = yes", "is true or false"),
            ("created > soon", "is a time, but `soon` is no time"),
            ("name ~ (", "is no regular expression"),
            ("size_gib >", "is compared with nothing"),
            (
                "status = availabel",
                "`availabel` is not available, pending, failed, unavailable, deprecated",
            ),
            ("owner != me", "`owner`: `me` is not self, system,"),
            ("provider = ecs", "`ecs` is not alibaba-ecs,"),
        ] {
            let message = parsed(text).unwrap_err();
            assert!(message.contains(reason), "{text}: {message}");
            assert!(
                message.starts_with("invalid value for --where: "),
                "{message}"
            );
        }
    }
}
