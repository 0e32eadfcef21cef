//! Pages that are no answer of the API: those of gateways and proxies.

/// Whether a page without an API's envelope is a failure of the service by its status: it
/// throttles (429) or fails (5xx). Any other 4xx and 511 come from something else on the way,
/// as every API has a code for a wrong request or key.
pub(in crate::clouds) fn is_failure(status: u16) -> bool {
    matches!(status, 429 | 500..=510 | 512..=599)
}
