//! Durations as people write them: `500ms`, `30s`, `5m`, `1h`, `30d`, `2w`, `6mo`, `2y118d`, and
//! those of ISO 8601, such as `P30D` and `PT1H30M`.

use std::time::Duration;

use crate::words::quoted;

const DAY_MS: u64 = 86_400_000;

/// The units, largest first, with their milliseconds. A month has 30 days and a year 365,
/// so that a duration is the same at any time of the year.
const UNITS: [(&str, u64); 8] = [
    ("y", 365 * DAY_MS),
    ("mo", 30 * DAY_MS),
    ("w", 7 * DAY_MS),
    ("d", DAY_MS),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// The units of ISO 8601 before and after the `T`, in the only order that it allows.
const ISO_DATE: [(char, &str); 4] = [('Y', "y"), ('M', "mo"), ('W', "w"), ('D', "d")];
const ISO_TIME: [(char, &str); 3] = [('H', "h"), ('M', "m"), ('S', "s")];

/// The longest duration taken, ten years: beyond it adding to a time could overflow, and
/// nobody means it.
const LONGEST_MS: u64 = 3_650 * DAY_MS;

/// Reads a duration: whole numbers with units, or ISO 8601 with whole numbers. Zero is
/// refused.
///
/// # Errors
/// When the text is anything else; the message says what is allowed.
pub fn parse(text: &str) -> Result<Duration, String> {
    let parts = match text.strip_prefix('P') {
        Some(rest) => iso_parts(rest),
        None => parts(text),
    };
    let Some(parts) = parts else {
        return Err(format!(
            "{} is not a duration: write a whole number and ms, s, m, h, d, w, mo or y, such as `30s` or `90d`",
            quoted(text)
        ));
    };
    // Digits only: the one way to fail is to be too large.
    let ms = parts.into_iter().try_fold(0_u64, |sum, (number, unit_ms)| {
        sum.checked_add(number.parse::<u64>().ok()?.checked_mul(unit_ms)?)
    });
    match ms {
        Some(0) => Err(format!(
            "{} is no time at all: the least is `1ms`",
            quoted(text)
        )),
        Some(ms) if ms <= LONGEST_MS => Ok(Duration::from_millis(ms)),
        _ => Err(format!("{} is too long: the most is `10y`", quoted(text))),
    }
}

/// A whole number and the milliseconds of its unit.
type Part<'t> = (&'t str, u64);

/// Reads whole numbers with units, the largest unit first, as the column `age` has them.
fn parts(mut text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    while !text.is_empty() || parts.is_empty() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = text.split_at(digits);
        let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let (unit, rest) = rest.split_at(letters);
        let unit_ms = unit_ms(unit).filter(|_| digits > 0)?;
        if parts.last().is_some_and(|(_, larger)| *larger <= unit_ms) {
            return None;
        }
        parts.push((number, unit_ms));
        text = rest;
    }
    Some(parts)
}

fn unit_ms(name: &str) -> Option<u64> {
    let unit = UNITS.iter().find(|(unit, _)| *unit == name);
    unit.map(|(_, ms)| *ms)
}

/// Reads what follows the `P` of ISO 8601.
fn iso_parts(text: &str) -> Option<Vec<Part<'_>>> {
    let (date, time) = match text.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (text, ""),
    };
    let mut parts = iso_group(date, &ISO_DATE)?;
    parts.extend(iso_group(time, &ISO_TIME)?);
    (!parts.is_empty()).then_some(parts)
}

/// Reads numbers with these units, each at most once and in their order.
fn iso_group<'t>(mut text: &'t str, units: &[(char, &str)]) -> Option<Vec<Part<'t>>> {
    let mut units = units.iter();
    let mut parts = Vec::new();
    while !text.is_empty() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let letter = text[digits..].chars().next().filter(|_| digits > 0)?;
        let (_, unit) = units.find(|(name, _)| *name == letter)?;
        parts.push((&text[..digits], unit_ms(unit)?));
        text = &text[digits + letter.len_utf8()..];
    }
    Some(parts)
}

/// Writes a duration with the largest unit up to a day that fits without a rest, so that
/// [`parse`] reads the same one back. Parts of a millisecond are dropped.
pub fn display(duration: Duration) -> String {
    let ms = duration.as_millis();
    let (unit, unit_ms) = UNITS
        .into_iter()
        .filter(|(_, unit)| *unit <= DAY_MS)
        .find(|(_, unit)| ms.is_multiple_of(u128::from(*unit)))
        .unwrap_or(("ms", 1));
    format!("{}{unit}", ms / u128::from(unit_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_back() {
        for (text, ms, shown) in [
            ("500ms", 500, "500ms"),
            ("30s", 30_000, "30s"),
            ("90s", 90_000, "90s"),
            ("60s", 60_000, "1m"),
            ("5m", 300_000, "5m"),
            ("1h", 3_600_000, "1h"),
            ("30d", 2_592_000_000, "30d"),
            ("1500ms", 1_500, "1500ms"),
            ("007s", 7_000, "7s"),
            ("1m30s", 90_000, "90s"),
            ("2y118d", 73_267_200_000, "848d"),
            ("2w", 1_209_600_000, "14d"),
            ("6mo", 15_552_000_000, "180d"),
            ("1y", 31_536_000_000, "365d"),
            ("P30D", 2_592_000_000, "30d"),
            ("PT1H30M", 5_400_000, "90m"),
            ("P1Y2M3W4DT5H6M7S", 38_898_367_000, "38898367s"),
            ("PT90S", 90_000, "90s"),
        ] {
            let duration = parse(text).unwrap();
            assert_eq!(duration, Duration::from_millis(ms), "{text}");
            assert_eq!(display(duration), shown);
            assert_eq!(parse(shown), Ok(duration));
        }
    }

    #[test]
    fn other_texts_are_refused_with_a_reason() {
        for (text, reason) in [
            ("", "not a duration"),
            ("30", "not a duration"),
            ("s", "not a duration"),
            ("1.5s", "not a duration"),
            ("-1s", "not a duration"),
            ("+1s", "not a duration"),
            ("1 s", "not a duration"),
            ("1S", "not a duration"),
            ("30s1m", "not a duration"),
            ("1d1d", "not a duration"),
            ("1d30", "not a duration"),
            ("٣s", "not a duration"),
            ("1Y", "not a duration"),
            ("P", "not a duration"),
            ("PT", "not a duration"),
            ("P1DT", "not a duration"),
            ("P30", "not a duration"),
            ("P1H", "not a duration"),
            ("P1D2Y", "not a duration"),
            ("P1D1D", "not a duration"),
            ("P1.5D", "not a duration"),
            ("P-1D", "not a duration"),
            ("p30d", "not a duration"),
            ("P1é", "not a duration"),
            ("P0D", "no time at all"),
            ("11y", "too long"),
            ("P10Y1D", "too long"),
            ("0s", "no time at all"),
            ("0000ms", "no time at all"),
            ("3651d", "too long"),
            ("99999999999999999999s", "too long"),
            ("18446744073709551615h", "too long"),
        ] {
            let message = parse(text).unwrap_err();
            assert!(message.contains(reason), "{text}: {message}");
        }
    }
}
