//! What a failure means, by its code or its HTTP status, whichever cloud it is.

use crate::error::Class;

// Codes about the state of an account, which no permission and no other request changes.
// Vendors use the same words for it, in front of the first dot or behind it.
//
// Alibaba Cloud: `Forbidden.RiskControl`, `InvalidAccountStatus.NotEnoughBalance`,
// `InsufficientBalance`, `Forbidden.UserVerification`, `RealNameAuthenticationError`.
// Tencent Cloud: `IpInBlacklist`, `IpNotInWhitelist`, `AccountQualificationRestrictions`,
// `UnauthorizedOperation.NotCertification`. Vendors' lists of error codes, read 2026-11.
const OVERDUE: [&str; 6] = [
    "overdue",
    "arrear",
    "notenoughbalance",
    "balancenotenough",
    "insufficientbalance",
    "balanceinsufficient",
];

const RESTRICTED: [&str; 9] = [
    "riskcontrol",
    "invalidaccountstatus",
    "userverification",
    "realname",
    "notcertification",
    "accountqualification",
    "ipinblacklist",
    "ipnotinwhitelist",
    "forbidden.authentication",
];

/// What a code means, if it is about the account's state.
pub(in crate::clouds) fn class(code: &str) -> Option<Class> {
    let code = code.to_ascii_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| code.contains(word));
    if holds(&OVERDUE) {
        Some(Class::Overdue)
    } else if holds(&RESTRICTED) {
        Some(Class::Restricted)
    } else {
        None
    }
}

/// Whether a page without an API's envelope is a failure of the service by its status: it
/// throttles (429) or fails (5xx). Any other 4xx and 511 come from something else on the way,
/// such as a gateway or a proxy, as every API has a code for a wrong request or key.
pub(in crate::clouds) fn is_failure(status: u16) -> bool {
    matches!(status, 429 | 500..=510 | 512..=599)
}
