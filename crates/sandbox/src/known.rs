//! What is known beforehand and to every cloud: keys, roles and tokens, the same in every sandbox.
//!
//! They are no secret, and most look like what the vendors give out. `docs/sandbox.md` tells them to
//! users. Accounts, and what a cloud calls a role, are in the `known` of its folder.

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
/// what each product answers then, such as `Forbidden.RAM` or `UnauthorizedOperation`.
pub const DENIED_KEY_ID: &str = "LTAI5tSandboxFakeKeyId03";
/// The secret of [`DENIED_KEY_ID`].
pub const DENIED_KEY_SECRET: &str = "SandboxFakeSecretNotReal000003";

/// The user that the ordinary key is of.
pub(crate) const USER_NAME: &str = "sandbox";
/// The user that [`DENIED_KEY_ID`] is of.
pub(crate) const DENIED_USER_NAME: &str = "sandbox-denied";

/// The role that every permitted key may assume, that OIDC tokens are good for, and that the metadata
/// of all clouds name.
pub const ROLE_NAME: &str = "sandbox-role";
/// The role that is assumed only together with [`EXTERNAL_ID`].
pub(crate) const GUARDED_ROLE_NAME: &str = "sandbox-guarded-role";

/// The external id that the guarded role asks for, at every cloud.
pub const EXTERNAL_ID: &str = "sandbox-external-id";

/// The token of the identity provider that all clouds accept, letter by letter.
pub const OIDC_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6InNhbmRib3giLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJodHRwczovL29pZGMuc2FuZGJveC5pbnZhbGlkIiwic3ViIjoiY2xvdWRxIiwiYXVkIjoic3RzLmFsaXl1bmNzLmNvbSJ9.SandboxFakeSignature";
/// A token of the identity provider that has ended long ago.
pub const EXPIRED_OIDC_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6InNhbmRib3giLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJodHRwczovL29pZGMuc2FuZGJveC5pbnZhbGlkIiwic3ViIjoiY2xvdWRxIiwiYXVkIjoic3RzLmFsaXl1bmNzLmNvbSIsImV4cCI6MX0.SandboxFakeSignature";
