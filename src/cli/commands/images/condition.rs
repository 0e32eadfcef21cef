//! `--where`: a condition on any column.

use jiff::Timestamp;

use crate::cli::commands::images::doubts::{self, is_in_quotes};
use crate::cli::commands::images::values;
use crate::cli::failure::Failure;
use crate::clouds::PROVIDERS;
use crate::config::duration;
use crate::model::{Condition, Image, Kind, Operand, Operator, Owner, Pattern, Status, Usage};
use crate::output;

/// Columns with text that anybody writes: quotes and asterisks may be part of it.
const FREE: [&str; 10] = [
    "name",
    "version",
    "description",
    "os_name",
    "platform",
    "status_raw",
    "created_raw",
    "tags",
    "disks",
    "source",
];

/// The words and signs that join conditions in other languages, in lower case.
const JOINTS: [&str; 6] = [" and ", " or ", "&&", "||", ",", ";"];

/// Reads `COLUMN OP VALUE`; white space around the operator does not count. What is allowed
/// but hardly meant becomes a note.
///
/// An empty value stands for the unknown: `family =` asks for images of no family.
pub(crate) fn parse(
    text: &str,
    now: Timestamp,
    notes: &mut Vec<String>,
) -> Result<Condition, Failure> {
    let refused = |why: String| Failure::value("--where", why);
    let Some((name, operator, rest)) = split(text.trim_start_matches('\u{feff}')) else {
        return Err(Failure::Usage {
            message: format!(
                "invalid value for --where: `{text}` is not of the form COLUMN OP VALUE"
            ),
            hint: Some("such as 'size_gib <= 40'; OP is one of = != ~ !~ < <= > >=".to_owned()),
        });
    };
    let column = output::find::<Image>(name).map_err(|error| refused(error.to_string()))?;
    if column.kind == Kind::Age {
        return age(operator, rest.trim(), now);
    }
    let value = rest.trim();
    if operator == Operator::Equal && value.starts_with('=') {
        return Err(refused(format!(
            "`{text}` has two equal signs where one is meant"
        )));
    }
    if let Some(sign) = rest.chars().next().filter(|sign| "=~<>!".contains(*sign)) {
        let message = format!("there is no operator `{}{sign}`", operator.as_str());
        return Err(refused(message));
    }
    one_condition(value)?;
    has_order(column.name, column.kind, operator)?;
    if let Some(what) = hardly_meant(column.name, operator, value) {
        let what = format!("`{name}`: {what}");
        if FREE.contains(&name) {
            notes.push(format!("--where: {what}"));
        } else if is_in_quotes(value) {
            return Err(refused(format!("{what}; leave them out")));
        } else {
            return Err(refused(what));
        }
    }
    check_word(column.name, column.kind, operator, value)?;
    check_disks(column.name, operator, value)?;
    notes.extend(moment(column.kind, operator, value, now));
    let operand = operand(operator, column.kind, value, now)
        .map_err(|why| refused(format!("`{name}` {why}")))?;
    Ok(Condition {
        column: column.name,
        get: column.get,
        operator,
        operand,
    })
}

/// A condition on the age, as one on the time of creation: what is older was created before.
fn age(operator: Operator, value: &str, now: Timestamp) -> Result<Condition, Failure> {
    let created = output::find::<Image>("created").map_err(Failure::from)?;
    let operator = match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        Operator::Equal | Operator::NotEqual if value.is_empty() => operator,
        _ => {
            return Err(Failure::Usage {
                message: format!(
                    "invalid value for --where: `age` cannot be compared with `{}`",
                    operator.as_str()
                ),
                hint: Some("use < or >, such as 'age > 30d'".to_owned()),
            });
        }
    };
    let operand = if value.is_empty() && matches!(operator, Operator::Equal | Operator::NotEqual) {
        Operand::Unknown
    } else {
        let age = duration::parse(value)
            .map_err(|why| Failure::value("--where", format!("`age`: {why}")))?;
        Operand::Time(values::before(now, age))
    };
    Ok(Condition {
        column: created.name,
        get: created.get,
        operator,
        operand,
    })
}

/// The name of the column, the operator, and what is behind it.
fn split(text: &str) -> Option<(&str, Operator, &str)> {
    let start = text.trim_start();
    let end = start.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let (name, rest) = start.split_at(end.unwrap_or(start.len()));
    let rest = rest.trim_start();
    let operator = Operator::ALL
        .into_iter()
        .find(|operator| rest.starts_with(operator.as_str()))?;
    (!name.is_empty()).then(|| (name, operator, &rest[operator.as_str().len()..]))
}

/// Refuses a value that has a second condition in it.
fn one_condition(value: &str) -> Result<(), Failure> {
    // Of the same length as the value.
    let plain = value
        .to_ascii_lowercase()
        .replace(|c: char| c.is_ascii_whitespace(), " ");
    for joint in JOINTS {
        for (at, _) in plain.match_indices(joint) {
            let second = value[at + joint.len()..].trim_start();
            let Some((name, ..)) = split(second) else {
                continue;
            };
            // A comma may be part of a value, and so may a sign behind it.
            if joint.len() == 1 && output::find::<Image>(name).is_err() {
                continue;
            }
            let hint = if joint.contains("or") || joint == "||" {
                "for one of several values use a regular expression, such as 'name ~ ^(A|B)$'"
            } else {
                "repeat --where for each condition: all of them have to match"
            };
            return Err(Failure::Usage {
                message: format!(
                    "invalid value for --where: one condition is taken, and `{second}` is a second one"
                ),
                hint: Some(hint.to_owned()),
            });
        }
    }
    Ok(())
}

/// Why a text value is hardly meant as it is.
fn hardly_meant(column: &str, operator: Operator, value: &str) -> Option<String> {
    if is_in_quotes(value) {
        return doubts::around(value);
    }
    let compares = matches!(operator, Operator::Equal | Operator::NotEqual);
    // Other free text has commas, and so have tags and disks.
    let one_word = !FREE.contains(&column) || matches!(column, "name" | "platform");
    let signs = [
        ("wildcards", '*', true),
        ("alternatives", '|', true),
        ("list", ',', one_word),
    ];
    let (what, sign, _) = signs
        .into_iter()
        .find(|(_, sign, is_odd)| compares && *is_odd && value.contains(*sign))?;
    let operator = operator.as_str();
    Some(format!(
        "`{operator}` takes no {what}, and `{value}` has a `{sign}`; `~` takes a regular expression"
    ))
}

/// A note on a date or an age that is compared with times to the second.
fn moment(kind: Kind, operator: Operator, value: &str, now: Timestamp) -> Option<String> {
    let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    if kind != Kind::Time || !is_equality || value.parse::<Timestamp>().is_ok() {
        return None;
    }
    let time = values::time(value, now).ok()?;
    let sign = operator.as_str();
    Some(format!(
        "--where: `{sign} {value}` means the second {time:.0}; `~ ^{}` finds the whole day",
        time.strftime("%Y-%m-%d")
    ))
}

/// Refuses `<` and `>` on a column whose values have no order.
fn has_order(column: &str, kind: Kind, operator: Operator) -> Result<(), Failure> {
    let is_order = matches!(
        operator,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual
    );
    let is_word = kind == Kind::Bool
        || !words_of(column).is_empty()
        || matches!(column, "architecture" | "os_type" | "boot_mode");
    let is_list = matches!(column, "disks" | "tags");
    if !is_order || !(is_word || is_list) {
        return Ok(());
    }
    let other = if is_list { "~ or !~" } else { "= or !=" };
    Err(Failure::Usage {
        message: format!(
            "invalid value for --where: `{column}` has no order: it cannot be compared with `{}`",
            operator.as_str()
        ),
        hint: Some(if column == "disks" {
            format!("use {other}; `size_gib` is the size of the system disk")
        } else {
            format!("use {other}")
        }),
    })
}

/// Refuses a text that the column `disks` never has.
fn check_disks(column: &str, operator: Operator, value: &str) -> Result<(), Failure> {
    let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    let is_disk = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    if column != "disks" || !is_equality || value.is_empty() || value.split(',').all(is_disk) {
        return Ok(());
    }
    Err(Failure::Usage {
        message: format!("invalid value for --where: `disks` is never `{value}`"),
        hint: Some(
            "it lists all disks, such as `system:40,data:100`; for one of them: 'disks ~ data:100'"
                .to_owned(),
        ),
    })
}

/// Refuses a value that a column with few words never has.
fn check_word(column: &str, kind: Kind, operator: Operator, value: &str) -> Result<(), Failure> {
    let flag = format!("--where: `{column}`");
    let words = match kind {
        Kind::Bool => vec!["true", "false"],
        _ => words_of(column),
    };
    match operator {
        _ if value.is_empty() => Ok(()),
        Operator::Equal | Operator::NotEqual => {
            if let Some(usual) = usual_word(column, value) {
                return Err(Failure::Usage {
                    message: format!("invalid value for {flag} is never `{value}`"),
                    hint: Some(format!("did you mean `{usual}`?")),
                });
            }
            let is_word = words.is_empty() || kind == Kind::Bool || words.contains(&value);
            if is_word {
                return Ok(());
            }
            Err(Failure::choice(&flag, value, &words, ""))
        }
        Operator::Matches | Operator::DoesNotMatch if !words.is_empty() => {
            // Whether it is an expression at all is told elsewhere.
            let found = Pattern::new(value).map_or(true, |pattern| {
                words.iter().any(|word| pattern.matches(word))
            });
            if found {
                return Ok(());
            }
            let words = words.join(", ");
            let why = format!("`{column}`: `{value}` matches none of the possible values {words}");
            Err(Failure::value("--where", why))
        }
        _ => Ok(()),
    }
}

/// The words of a column that holds none but those of this program; empty where any text
/// may come.
fn words_of(column: &str) -> Vec<&'static str> {
    match column {
        "status" => Status::ALL.map(Status::as_str).to_vec(),
        "owner" => Owner::ALL.map(Owner::as_str).to_vec(),
        "usage" => Usage::ALL.map(Usage::as_str).to_vec(),
        "provider" => PROVIDERS.iter().map(|known| known.facts().id).collect(),
        _ => Vec::new(),
    }
}

/// The word that a column has instead of this one.
fn usual_word(column: &str, value: &str) -> Option<&'static str> {
    match (column, value.to_ascii_lowercase().as_str()) {
        ("architecture", "amd64" | "x64" | "x86-64") => Some("x86_64"),
        ("architecture", "aarch64") => Some("arm64"),
        ("architecture", "x86_64") if value != "x86_64" => Some("x86_64"),
        ("architecture", "arm64") if value != "arm64" => Some("arm64"),
        ("architecture", "i386") if value != "i386" => Some("i386"),
        ("os_type", "linux") if value != "linux" => Some("linux"),
        ("os_type", "windows") if value != "windows" => Some("windows"),
        _ => None,
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
            .map_err(|_| format!("is a number, but `{value}` is not")),
        Kind::Bool => value
            .parse()
            .map(Operand::Bool)
            .map_err(|_| format!("is true or false, but `{value}` is neither")),
        Kind::Time | Kind::Age => values::time(value, now)
            .map(Operand::Time)
            .map_err(|why| format!("is a time, but {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, String> {
        let mut notes = Vec::new();
        match parse(text, Timestamp::UNIX_EPOCH, &mut notes) {
            Ok(condition) => {
                let notes: String = notes.into_iter().map(|note| format!("; {note}")).collect();
                Ok(format!("{condition:?}{notes}"))
            }
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
            ("age > 1d", "created < Time(1969-12-31T00:00:00Z)"),
            ("age <= P1D", "created >= Time(1969-12-31T00:00:00Z)"),
            ("age =", "created = Unknown"),
            ("age !=", "created != Unknown"),
            ("arch = arm64", r#"architecture = Text("arm64")"#),
            ("name !~ ^web", "name !~ Pattern(Pattern(Regex(\"^web\")))"),
            ("family =", "family = Unknown"),
            ("status = available", r#"status = Text("available")"#),
            ("status =", "status = Unknown"),
            ("architecture = riscv", r#"architecture = Text("riscv")"#),
            ("family !=", "family != Unknown"),
            ("usage != in-use", r#"usage != Text("in-use")"#),
            (
                "status ~ avail",
                r#"status ~ Pattern(Pattern(Regex("avail")))"#,
            ),
            (
                "name = salt and pepper",
                r#"name = Text("salt and pepper")"#,
            ),
            (
                "name = a,b=c",
                "name = Text(\"a,b=c\"); --where: `name`: `=` takes no list, and `a,b=c` has a `,`; \
                 `~` takes a regular expression",
            ),
            ("description = a, b", r#"description = Text("a, b")"#),
            (
                "family ~ a{1,2}",
                r#"family ~ Pattern(Pattern(Regex("a{1,2}")))"#,
            ),
            ("name > web-2026.05", r#"name > Text("web-2026.05")"#),
            (
                "disks = system:40,data",
                r#"disks = Text("system:40,data")"#,
            ),
            (
                "description ~ a;b",
                r#"description ~ Pattern(Pattern(Regex("a;b")))"#,
            ),
            (
                "name = 'x'",
                r#"name = Text("'x'"); --where: `name`: the quotes around `'x'` are part of the value"#,
            ),
            (
                "name = a|b",
                "name = Text(\"a|b\"); --where: `name`: `=` takes no alternatives, and `a|b` has a `|`; \
                 `~` takes a regular expression",
            ),
            (
                "created = 1970-01-02",
                "created = Time(1970-01-02T00:00:00Z); --where: `= 1970-01-02` means the second \
                 1970-01-02T00:00:00Z; `~ ^1970-01-02` finds the whole day",
            ),
            (
                "created = 1970-01-02T00:00:00Z",
                "created = Time(1970-01-02T00:00:00Z)",
            ),
            (
                "name != web-*",
                "name != Text(\"web-*\"); --where: `name`: `!=` takes no wildcards, and `web-*` has a `*`; \
                 `~` takes a regular expression",
            ),
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
            ("size_gib = big", "is a number, but `big` is not"),
            ("cloud_init = yes", "is true or false"),
            (
                "created > soon",
                "is a time, but `soon` is not a valid time",
            ),
            ("name ~ (", "is no regular expression"),
            ("size_gib >", "is compared with nothing"),
            (
                "status = availabel",
                "`availabel` is not available, pending, failed, unavailable, deprecated",
            ),
            ("owner != me", "`owner`: `me` is not self, system,"),
            ("usage = used", "`usage`: `used` is not in-use, unused"),
            (
                "status ~ foo",
                "`status`: `foo` matches none of the possible values available,",
            ),
            (
                "usage !~ ^used",
                "matches none of the possible values in-use, unused",
            ),
            (
                "cloud_init ~ yes",
                "matches none of the possible values true, false",
            ),
            ("architecture = amd64", "`architecture` is never `amd64`"),
            (
                "architecture != aarch64",
                "`architecture` is never `aarch64`",
            ),
            ("os_type = Linux", "`os_type` is never `Linux`"),
            ("disks > 5", "`disks` has no order"),
            ("tags <= a", "`tags` has no order"),
            ("cloud_init >= true", "cannot be compared with `>=`"),
            ("status < pending", "`status` has no order"),
            ("architecture > arm64", "`architecture` has no order"),
            ("disks = 1", "`disks` is never `1`"),
            ("disks != system:40,2", "`disks` is never `system:40,2`"),
            (
                "family = 'web'",
                "`family`: the quotes around `'web'` are part of the value; leave them out",
            ),
            ("id ~ \"^m\"", "`id`: the quotes around"),
            ("family = web*", "`family`: `=` takes no wildcards"),
            ("family != web|api", "`family`: `!=` takes no alternatives"),
            ("family = web,api", "`family`: `=` takes no list"),
            ("id != m-1, m-2", "`id`: `!=` takes no list"),
            ("architecture = X86_64", "`architecture` is never `X86_64`"),
            ("architecture != ARM64", "`architecture` is never `ARM64`"),
            ("name <> web", "there is no operator `<>`"),
            ("name =~ web", "there is no operator `=~`"),
            (
                "name = x AND size_gib > 40",
                "`size_gib > 40` is a second one",
            ),
            ("name = x and arch=arm64", "`arch=arm64` is a second one"),
            ("name = x\tAND\tid = y", "`id = y` is a second one"),
            ("family = a OR family = b", "`family = b` is a second one"),
            ("name ~ x && size_gib > 40", "is a second one"),
            ("name = x, size_gib > 40", "is a second one"),
            ("name = x; family = y", "is a second one"),
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
