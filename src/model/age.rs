//! How long ago something was created, for people.

use std::cmp::Ordering;

use jiff::Timestamp;

/// The age of what was created at this time. The younger one is the smaller one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age(pub Timestamp);

impl Ord for Age {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.cmp(&self.0)
    }
}

impl PartialOrd for Age {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

impl Age {
    /// The age at a time as kubectl writes it: `45s`, `5m10s`, `90m`, `5h20m`, `30h`, `5d3h`,
    /// `400d`, `3y40d`, `9y`, and `<invalid>` for a time in the future.
    ///
    /// The steps are those of `HumanDuration` in `k8s.io/apimachinery/pkg/util/duration`, read
    /// 2026-12.
    pub fn text(self, now: Timestamp) -> String {
        let seconds = now.duration_since(self.0).as_secs();
        match seconds {
            ..-1 => "<invalid>".to_owned(),
            -1 => "0s".to_owned(),
            0..120 => format!("{seconds}s"),
            120..600 => two(seconds, (MINUTE, "m"), (1, "s")),
            600..10_800 => format!("{}m", seconds / MINUTE),
            10_800..28_800 => two(seconds, (HOUR, "h"), (MINUTE, "m")),
            28_800..172_800 => format!("{}h", seconds / HOUR),
            172_800..691_200 => two(seconds, (DAY, "d"), (HOUR, "h")),
            691_200..63_072_000 => format!("{}d", seconds / DAY),
            63_072_000..252_288_000 => two(seconds, (YEAR, "y"), (DAY, "d")),
            _ => format!("{}y", seconds / YEAR),
        }
    }
}

/// A time in two units, the smaller one left out where it is zero.
fn two(seconds: i64, (large, name): (i64, &str), (small, small_name): (i64, &str)) -> String {
    let (whole, rest) = (seconds / large, seconds % large / small);
    match rest {
        0 => format!("{whole}{name}"),
        rest => format!("{whole}{name}{rest}{small_name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seconds: i64) -> String {
        let now = Timestamp::from_second(2_000_000_000).unwrap();
        Age(Timestamp::from_second(2_000_000_000 - seconds).unwrap()).text(now)
    }

    #[test]
    fn ages_are_written_as_kubectl_writes_them() {
        for (seconds, expected) in [
            (-5, "<invalid>"),
            (-1, "0s"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (599, "9m59s"),
            (600, "10m"),
            (3 * HOUR - 1, "179m"),
            (3 * HOUR, "3h"),
            (8 * HOUR - 1, "7h59m"),
            (8 * HOUR, "8h"),
            (2 * DAY - 1, "47h"),
            (2 * DAY, "2d"),
            (8 * DAY - 1, "7d23h"),
            (8 * DAY, "8d"),
            (2 * YEAR - 1, "729d"),
            (2 * YEAR, "2y"),
            (8 * YEAR - 1, "7y364d"),
            (8 * YEAR, "8y"),
            (30 * YEAR, "30y"),
        ] {
            assert_eq!(text(seconds), expected, "{seconds}");
        }
    }

    #[test]
    fn the_younger_one_is_smaller() {
        let age = |second| Age(Timestamp::from_second(second).unwrap());
        assert!(age(2) < age(1));
    }
}
