//! Error codes about the state of an account, which no permission and no other request
//! changes. Vendors use the same words for it, in front of the first dot or behind it.
//!
//! Alibaba Cloud: `Forbidden.RiskControl`, `InvalidAccountStatus.NotEnoughBalance`,
//! `InsufficientBalance`, `Forbidden.UserVerification`, `RealNameAuthenticationError`.
//! Tencent Cloud: `IpInBlacklist`, `IpNotInWhitelist`, `AccountQualificationRestrictions`,
//! `UnauthorizedOperation.NotCertification`. Vendors' lists of error codes, read 2026-11.

use crate::error::Class;

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
