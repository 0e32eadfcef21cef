//! How moments are written.

/// Writes a moment of UTC; one that no calendar has becomes that of 1970.
pub(crate) fn moment_text(seconds: i64, format: &str) -> String {
    let moment = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.strftime(format).to_string()
}
