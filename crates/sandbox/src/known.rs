//! What is known beforehand: keys, accounts, roles and tokens, the same in every sandbox.
//!
//! They are no secret, and most look like what the vendors give out. `docs/sandbox.md` tells them to users.

/// The ordinary key: permanent, and allowed everything the sandbox offers.
pub const ACCESS_KEY_ID: &str = "LTAI5tSandboxFakeKeyId01";
/// The secret of [`ACCESS_KEY_ID`].
pub const ACCESS_KEY_SECRET: &str = "SandboxFakeSecretNotReal000001";

/// A temporary key that never ends, valid only together with [`STS_TOKEN`].
pub const STS_KEY_ID: &str = "STS.SandboxFakeKeyId02";
/// The secret of [`STS_KEY_ID`].
pub const STS_KEY_SECRET: &str = "SandboxFakeSecretNotReal000002";
/// The security token of [`STS_KEY_ID`]; it holds reserved characters, as real ones do.
pub const STS_TOKEN: &str = "CAISsandbox+fake/token=with&reserved%characters";

/// A key that exists but may neither look at images nor assume a role: those calls answer
/// `Forbidden.RAM`, of ENS and STS `NoPermission`, of ECM
/// `UnauthorizedOperation.ForbiddenOperation`, of Tencent's STS `UnauthorizedOperation`.
pub const DENIED_KEY_ID: &str = "LTAI5tSandboxFakeKeyId03";
/// The secret of [`DENIED_KEY_ID`].
pub const DENIED_KEY_SECRET: &str = "SandboxFakeSecretNotReal000003";

/// The account at Alibaba Cloud that all keys belong to. It owns the images whose owner alias is `self`.
pub const ACCOUNT_ID: u64 = 1_234_567_890_123_456;
/// The account at Tencent Cloud that all keys belong to, and that owns the private images.
pub const TENCENT_ACCOUNT_ID: u64 = 100_001_234_567;

/// The role that every permitted key may assume, that OIDC tokens are good for, and that the metadata
/// of both vendors name.
pub const ROLE_NAME: &str = "sandbox-role";
/// [`ROLE_NAME`] at Alibaba Cloud.
pub const ROLE_ARN: &str = "acs:ram::1234567890123456:role/sandbox-role";
/// [`ROLE_NAME`] at Tencent Cloud.
pub const TENCENT_ROLE_ARN: &str = "qcs::cam::uin/100001234567:roleName/sandbox-role";

/// A role that is assumed only together with [`EXTERNAL_ID`], at Alibaba Cloud.
pub const GUARDED_ROLE_ARN: &str = "acs:ram::1234567890123456:role/sandbox-guarded-role";
/// A role that is assumed only together with [`EXTERNAL_ID`], at Tencent Cloud.
pub const TENCENT_GUARDED_ROLE_ARN: &str =
    "qcs::cam::uin/100001234567:roleName/sandbox-guarded-role";
/// The external id that the guarded roles ask for.
pub const EXTERNAL_ID: &str = "sandbox-external-id";

/// The identity provider at Alibaba Cloud.
pub const OIDC_PROVIDER_ARN: &str = "acs:ram::1234567890123456:oidc-provider/sandbox-oidc";
/// The identity provider at Tencent Cloud.
pub const TENCENT_OIDC_PROVIDER_ID: &str = "sandbox-oidc";
/// The token of the identity provider that both vendors accept, letter by letter.
pub const OIDC_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6InNhbmRib3giLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJodHRwczovL29pZGMuc2FuZGJveC5pbnZhbGlkIiwic3ViIjoiY2xvdWRxIiwiYXVkIjoic3RzLmFsaXl1bmNzLmNvbSJ9.SandboxFakeSignature";
/// A token of the identity provider that has ended long ago.
pub const EXPIRED_OIDC_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6InNhbmRib3giLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJodHRwczovL29pZGMuc2FuZGJveC5pbnZhbGlkIiwic3ViIjoiY2xvdWRxIiwiYXVkIjoic3RzLmFsaXl1bmNzLmNvbSIsImV4cCI6MX0.SandboxFakeSignature";

/// The access token that Alibaba's `CloudSSO` accepts, for [`ACCOUNT_ID`] and [`CLOUD_SSO_ACCESS_CONFIGURATION`].
pub const CLOUD_SSO_ACCESS_TOKEN: &str = "SandboxFakeCloudSsoAccessToken";
/// The access configuration that belongs to [`CLOUD_SSO_ACCESS_TOKEN`].
pub const CLOUD_SSO_ACCESS_CONFIGURATION: &str = "ac-sandbox0000000000001";
