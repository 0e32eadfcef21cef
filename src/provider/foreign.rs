//! Pages that are no answer of the API: those of gateways and proxies.

/// Whether a page without an API's envelope is a failure of the service by its status. What
/// it says of the request or the key (4xx, 511) is not the service's word, as every API has
/// a code for that, and a redirect is nothing at all.
pub(super) fn is_failure(status: u16) -> bool {
    !matches!(status, 300..=428 | 451 | 511)
}
