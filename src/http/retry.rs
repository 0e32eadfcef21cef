//! How long to wait before the next attempt.

use std::time::Duration;

use super::{ApiConventions, Response};
use crate::clock::Clock;

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(20);
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// The wait before attempt number `attempt + 1`, when `attempt` attempts failed.
///
/// What the service asked for counts first, at most a minute, and up to a tenth
/// more, so that calls refused together do not come back together. Otherwise
/// half a second that doubles up to twenty, of which a random half is taken off.
pub(super) fn wait(attempt: u32, asked: Option<Duration>, clock: &dyn Clock) -> Duration {
    let jitter =
        f64::from(u16::from_be_bytes([clock.random()[0], clock.random()[1]])) / f64::from(u16::MAX);
    if let Some(asked) = asked {
        asked.min(LONGEST_ASKED).mul_f64(1.0 + jitter / 10.0)
    } else {
        let doubled = FIRST.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        doubled.min(LONGEST).mul_f64(0.5 + jitter / 2.0)
    }
}

/// How long the service asked to be left alone: in its own header, which is in
/// milliseconds, or in `retry-after`, which is in seconds.
pub(super) fn asked(response: &Response, conventions: &ApiConventions) -> Option<Duration> {
    let number = |name: &str| {
        response
            .header(name)?
            .trim()
            .parse::<u64>()
            .ok()
            .filter(|number| *number > 0)
    };
    conventions
        .retry_after_ms
        .and_then(number)
        .map(Duration::from_millis)
        .or_else(|| number("retry-after").map(Duration::from_secs))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::http::MADE_UP;

    struct Fixed(u8);

    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        fn random(&self) -> [u8; 16] {
            [self.0; 16]
        }
    }

    #[test]
    fn waits_double_within_their_jitter() {
        for (attempt, least, most) in [
            (1, 250, 500),
            (2, 500, 1_000),
            (4, 2_000, 4_000),
            (20, 10_000, 20_000),
        ] {
            assert_eq!(
                wait(attempt, None, &Fixed(0)).as_millis(),
                least,
                "attempt {attempt}"
            );
            assert_eq!(
                wait(attempt, None, &Fixed(255)).as_millis(),
                most,
                "attempt {attempt}"
            );
        }
    }

    #[test]
    fn what_the_service_asked_counts_up_to_a_minute() {
        let asked = |milliseconds| Some(Duration::from_millis(milliseconds));
        assert_eq!(wait(3, asked(1_200), &Fixed(0)).as_millis(), 1_200);
        assert_eq!(wait(3, asked(1_200), &Fixed(255)).as_millis(), 1_320);
        assert_eq!(wait(1, asked(3_600_000), &Fixed(0)).as_secs(), 60);
    }

    #[test]
    fn both_headers_are_read_in_their_own_unit() {
        let hint = |response: &Response| asked(response, &MADE_UP);
        let response = |headers: &[(&str, &str)]| Response {
            headers: headers
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            ..Response::default()
        };
        assert_eq!(
            hint(&response(&[("x-acs-retry-after", "1200")])),
            Some(Duration::from_millis(1_200))
        );
        assert_eq!(
            hint(&response(&[("retry-after", "2")])),
            Some(Duration::from_secs(2))
        );
        assert_eq!(
            hint(&response(&[(
                "retry-after",
                "Wed, 21 Oct 2026 07:28:00 GMT"
            )])),
            None
        );
        assert_eq!(hint(&response(&[("x-acs-retry-after", "0")])), None);
        assert_eq!(hint(&response(&[("retry-after", "0")])), None);
        assert_eq!(hint(&response(&[])), None);
    }
}
