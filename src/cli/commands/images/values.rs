//! Values on the command line that need more than clap knows.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::failure::Failure;
use crate::config::{duration, list as lists};
use crate::machine::home;
use crate::output::{Format, is_id};
use crate::words::quoted;

/// The elements of a list, of which clap has split each value at its commas.
pub(crate) fn list(flag: &str, given: &[String]) -> Result<Vec<String>, Failure> {
    let each = given.iter().map(|text| lists::element(text));
    each.map(|element| match element {
        Ok(element) => Ok(element.to_owned()),
        Err(why) => Err(Failure::value(flag, why)),
    })
    .collect()
}

/// The elements of a list of image ids.
pub(crate) fn ids(flag: &str, given: &[String]) -> Result<Vec<String>, Failure> {
    let ids = list(flag, given)?;
    match ids.iter().find(|id| !is_id(id)) {
        Some(id) => Err(Failure::Usage {
            message: format!(
                "invalid value for {flag}: {} cannot be an image id",
                quoted(id)
            ),
            hint: Some(
                "an id begins with a letter or digit and has only letters, digits and . _ : / -"
                    .to_owned(),
            ),
        }),
        None => Ok(ids),
    }
}

/// The value of a flag that takes one id or word.
pub(crate) fn single(flag: &str, given: &str) -> Result<String, Failure> {
    match lists::single(given) {
        Ok(value) => Ok(value.to_owned()),
        Err(why) => Err(Failure::value(flag, why)),
    }
}

/// Free text, in which blanks and quotes may be meant: no value begins with a byte order
/// mark or ends with a line end.
pub(crate) fn free<'a>(flag: &str, given: &'a str) -> Result<&'a str, Failure> {
    let text = given.trim_start_matches('\u{feff}');
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        return Err(Failure::value(flag, "it is empty"));
    }
    Ok(text)
}

/// Reads a format; clap lists and completes the names.
pub(crate) fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str))
        .try_map(|name| name.parse::<Format>())
}

/// The help of `--output`, with all formats.
pub(crate) fn formats() -> String {
    let names = Format::ALL.map(Format::as_str).join(", ");
    format!("Print in this format: {names} [env: CLOUDQ_OUTPUT]")
}

/// Reads a path. A shell leaves `~` as it is in `--config=~/x`.
pub(crate) fn path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| home::expand(&path, home::of_user().as_deref()))
}

/// Reads a limit, which is at least one.
pub(crate) fn limit(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(0) => Err("write a whole number from 1, or leave it out to print all".to_owned()),
        Ok(limit) => Ok(limit),
        Err(_) => Err("write a whole number from 1".to_owned()),
    }
}

/// Reads a pattern that may begin with a hyphen. What looks like a long flag is one:
/// somebody forgot the pattern.
pub(crate) fn pattern(text: &str) -> Result<String, String> {
    let is_flag = text
        .strip_prefix("--")
        .is_some_and(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()));
    if is_flag {
        Err("it looks like a flag; write `-{2}` for two hyphens at the beginning".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Reads a count of at least one.
pub(crate) fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("write a whole number from 1".to_owned()),
        Ok(count) => Ok(count),
    }
}

/// Reads how many images the sandbox is to have.
#[cfg(feature = "sandbox")]
pub(crate) fn image_count(text: &str) -> Result<usize, String> {
    const MOST: usize = 1_000_000;
    match text.parse() {
        Ok(count) if count <= MOST => Ok(count),
        _ => Err(format!("write a whole number from 0 to {MOST}")),
    }
}

/// Reads a point in time: RFC 3339, a date (its first moment, UTC), or an age.
pub(crate) fn time(text: &str, now: Timestamp) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    if text.len() == "2025-01-31".len()
        && let Ok(date) = text.parse::<Date>()
        && let Ok(start) = date.to_zoned(TimeZone::UTC)
    {
        return Ok(start.timestamp());
    }
    match duration::parse(text) {
        Ok(age) => Ok(before(now, age)),
        Err(_) => Err(format!(
            "`{text}` is not a valid time: write it as 2025-01-31T08:00:00Z, as 2025-01-31, or as an age such as 30d"
        )),
    }
}

/// The point in time that was so long ago; the earliest there is if it would be before that.
pub(crate) fn before(now: Timestamp, age: Duration) -> Timestamp {
    now.checked_sub(age).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_all_their_forms() {
        let now: Timestamp = "2025-03-31T12:00:00Z".parse().unwrap();
        for (text, expected) in [
            ("2025-01-31T08:00:00Z", "2025-01-31T08:00:00Z"),
            ("2025-01-31T08:00:00+08:00", "2025-01-31T00:00:00Z"),
            ("2025-01-31", "2025-01-31T00:00:00Z"),
            ("30d", "2025-03-01T12:00:00Z"),
            ("36h", "2025-03-30T00:00:00Z"),
            ("2w", "2025-03-17T12:00:00Z"),
            ("P1M", "2025-03-01T12:00:00Z"),
            ("PT36H", "2025-03-30T00:00:00Z"),
        ] {
            assert_eq!(time(text, now).unwrap().to_string(), expected, "{text}");
        }
        for text in [
            "",
            "yesterday",
            "30",
            "-30d",
            "2025-13-01",
            "2025-01-31T08:00:00",
            "99999999999d",
        ] {
            assert!(
                time(text, now).unwrap_err().contains("is not a valid time"),
                "{text}"
            );
        }
    }
}
