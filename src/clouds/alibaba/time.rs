//! Times as the vendor's signature schemes write them.

use jiff::Timestamp;

/// A time such as `2024-05-06T07:08:09Z`, UTC.
pub(super) fn utc_seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
