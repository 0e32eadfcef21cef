//! Durations as people write them: `500ms`, `30s`, `5m`, `1h`, `30d`.

use std::time::Duration;

use crate::words::quoted;

/// The units, largest first, with their milliseconds.
const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// The longest duration taken, about ten years: beyond it adding to a time
/// could overflow, and nobody means it.
const LONGEST_MS: u64 = 3_650 * 86_400_000;

/// Reads a duration: a whole number and one unit, not zero.
///
/// # Errors
/// When the text is anything else; the message says what is allowed.
pub fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit_ms = UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .map(|(_, ms)| *ms);
    let Some(unit_ms) = unit_ms.filter(|_| digits > 0) else {
        return Err(format!(
            "{} is not a duration: write a whole number and ms, s, m, h or d, such as `30s`",
            quoted(text)
        ));
    };
    // Digits only: the one way to fail is to be too large.
    let ms = number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(unit_ms));
    match ms {
        Some(0) => Err(format!(
            "{} is no time at all: the least is `1ms`",
            quoted(text)
        )),
        Some(ms) if ms <= LONGEST_MS => Ok(Duration::from_millis(ms)),
        _ => Err(format!("{} is too long: the most is `3650d`", quoted(text))),
    }
}

/// Writes a duration with the largest unit that fits without a rest, so that
/// [`parse`] reads the same one back. Parts of a millisecond are dropped.
pub fn display(duration: Duration) -> String {
    let ms = duration.as_millis();
    let (unit, unit_ms) = UNITS
        .into_iter()
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
            ("1m30s", "not a duration"),
            ("٣s", "not a duration"),
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
