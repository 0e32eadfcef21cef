//! What is known beforehand at Tencent Cloud.

use crate::known::{DENIED_USER_NAME, GUARDED_ROLE_NAME, ROLE_NAME, USER_NAME};

/// The account at Tencent Cloud that all keys belong to, and that owns the private images.
pub const TENCENT_ACCOUNT_ID: u64 = 100_001_234_567;
/// [`ROLE_NAME`](crate::ROLE_NAME) at Tencent Cloud.
pub const TENCENT_ROLE_ARN: &str = "qcs::cam::uin/100001234567:roleName/sandbox-role";
/// A role that is assumed only together with [`EXTERNAL_ID`](crate::EXTERNAL_ID), at Tencent Cloud.
pub const TENCENT_GUARDED_ROLE_ARN: &str =
    "qcs::cam::uin/100001234567:roleName/sandbox-guarded-role";
/// The identity provider at Tencent Cloud.
pub const TENCENT_OIDC_PROVIDER_ID: &str = "sandbox-oidc";

/// The numbers of users and roles.
const NUMBERS: &[(&str, &str)] = &[
    (USER_NAME, "100001234568"),
    (DENIED_USER_NAME, "100001234569"),
    (ROLE_NAME, "4611686018427397919"),
    (GUARDED_ROLE_NAME, "4611686018427397920"),
];

/// The number of a user or a role.
pub(crate) fn number(name: &str) -> &'static str {
    let mut numbers = NUMBERS.iter().filter(|(known, _)| *known == name);
    numbers.next().map_or("", |(_, number)| number)
}
