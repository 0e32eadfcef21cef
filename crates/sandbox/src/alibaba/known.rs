//! What is known beforehand at Alibaba Cloud.

use crate::known::{DENIED_USER_NAME, GUARDED_ROLE_NAME, ROLE_NAME, USER_NAME};

/// The account at Alibaba Cloud that all keys belong to. It owns the images whose owner alias is `self`.
pub const ACCOUNT_ID: u64 = 1_234_567_890_123_456;
/// [`ROLE_NAME`](crate::ROLE_NAME) at Alibaba Cloud.
pub const ROLE_ARN: &str = "acs:ram::1234567890123456:role/sandbox-role";
/// A role that is assumed only together with [`EXTERNAL_ID`](crate::EXTERNAL_ID), at Alibaba Cloud.
pub const GUARDED_ROLE_ARN: &str = "acs:ram::1234567890123456:role/sandbox-guarded-role";
/// The identity provider at Alibaba Cloud.
pub const OIDC_PROVIDER_ARN: &str = "acs:ram::1234567890123456:oidc-provider/sandbox-oidc";
/// The access token that Alibaba's `CloudSSO` accepts, for [`ACCOUNT_ID`] and [`CLOUD_SSO_ACCESS_CONFIGURATION`].
pub const CLOUD_SSO_ACCESS_TOKEN: &str = "SandboxFakeCloudSsoAccessToken";
/// The access configuration that belongs to [`CLOUD_SSO_ACCESS_TOKEN`].
pub const CLOUD_SSO_ACCESS_CONFIGURATION: &str = "ac-sandbox0000000000001";

/// The numbers of users and roles.
const NUMBERS: &[(&str, &str)] = &[
    (USER_NAME, "200000000000000001"),
    (DENIED_USER_NAME, "270000000000000001"),
    (ROLE_NAME, "300000000000000001"),
    (GUARDED_ROLE_NAME, "300000000000000002"),
];

/// The number of a user or a role.
pub(crate) fn number(name: &str) -> &'static str {
    let mut numbers = NUMBERS.iter().filter(|(known, _)| *known == name);
    numbers.next().map_or("", |(_, number)| number)
}
