//! Every key the file may have: the one table that reading, suggestions and the
//! file's schema go by.

use std::ops::RangeInclusive;

/// How often a call may be repeated.
pub const RETRIES: RangeInclusive<u32> = 0..=10;

/// How many requests may be under way at once.
pub const CONCURRENCY: RangeInclusive<u32> = 1..=32;

/// The names of the credential types this version knows.
pub const CREDENTIAL_TYPES: &[&str] = &[
    "static",
    "env",
    "process",
    "aliyun-cli",
    "tccli",
    "ini",
    "assume-role",
    "oidc",
    "instance-role",
    "credentials-uri",
];

/// How long a role may be taken for, in seconds.
pub const ROLE_SECONDS: RangeInclusive<u64> = 15 * 60..=12 * 60 * 60;

/// A key of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What its value looks like.
    pub form: Form,
    /// What it is for, in a few words.
    pub about: &'static str,
}

/// What a value looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// A text that must not be seen by others.
    Secret,
    /// A list of texts, not empty.
    Texts,
    /// A path: relative to the file's folder, or after `~/`.
    Path,
    /// A duration such as `30s`.
    Duration,
    /// A whole number within limits.
    Number(RangeInclusive<u32>),
    /// A list of region ids, or `all`.
    Regions,
    /// A list of region ids.
    RegionList,
    /// `https://host[:port]`.
    Endpoint,
    /// `https://host[:port]/path`.
    Uri,
    /// A proxy's URL, or `none`.
    Proxy,
    /// A provider's id or alias.
    Provider,
    /// The name of a signature scheme of the profile's provider.
    Signature,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A table.
    Table,
}

const fn key(name: &'static str, form: Form, about: &'static str) -> Key {
    Key { name, form, about }
}

/// The key of this name; where several tables have it, they mean one thing.
pub fn find(name: &str) -> Option<&'static Key> {
    let tables = [TOP, PROFILE, NETWORK, CREDENTIALS, STATIC];
    let mut keys = tables.into_iter().flatten();
    keys.find(|key| key.name == name)
}

/// The keys at the top of the file.
pub static TOP: &[Key] = &[
    key("version", Form::Number(1..=1), "version of the file's form"),
    key(
        "default_profile",
        Form::Text,
        "the profile used when none is named",
    ),
    key("defaults", Form::Table, "network settings of all profiles"),
    key("profiles", Form::Table, "the profiles by name"),
];

/// The network settings, in `[defaults]` and in every profile.
pub static NETWORK: &[Key] = &[
    key(
        "connect_timeout",
        Form::Duration,
        "time to open a connection",
    ),
    key(
        "request_timeout",
        Form::Duration,
        "time for one attempt of a request",
    ),
    key("timeout", Form::Duration, "time for the whole command"),
    key("retries", Form::Number(RETRIES), "tries after the first"),
    key(
        "concurrency",
        Form::Number(CONCURRENCY),
        "requests under way at once",
    ),
    key("proxy", Form::Proxy, "proxy, or `none`"),
    key(
        "ca_bundle",
        Form::Path,
        "PEM file with certificate authorities to trust beside the system's",
    ),
];

/// A profile's own keys; the network settings come on top.
pub static PROFILE: &[Key] = &[
    key("provider", Form::Provider, "which cloud's image service"),
    key("regions", Form::Regions, "regions to ask, or `all`"),
    key("exclude_regions", Form::RegionList, "regions to leave out"),
    key(
        "endpoint",
        Form::Endpoint,
        "address instead of the region's own; {region} stands for the region",
    ),
    key("signature", Form::Signature, "signature scheme"),
    key(
        "credentials",
        Form::Table,
        "where the access key comes from",
    ),
];

/// The keys that credentials of all types have.
pub static CREDENTIALS: &[Key] = &[
    key(
        "type",
        Form::OneOf(CREDENTIAL_TYPES),
        "where the access key comes from",
    ),
    key(
        "sts_endpoint",
        Form::Endpoint,
        "address of the vendor's token service instead of its own",
    ),
];

/// A type of credentials.
#[derive(Debug)]
pub struct CredentialType {
    /// Its name.
    pub name: &'static str,
    /// Its keys, on top of those that all types have.
    pub keys: &'static [&'static [Key]],
}

/// The types, in the order of their names above.
pub static TYPES: &[CredentialType] = &[
    credential_type("static", &[STATIC]),
    credential_type("env", &[]),
    credential_type("process", &[PROCESS]),
    credential_type("aliyun-cli", &[PROFILE_IN, FILE]),
    credential_type("tccli", &[PROFILE_IN, FOLDER]),
    credential_type("ini", &[PROFILE_IN, FILE]),
    credential_type("assume-role", &[ROLE, SOURCE_PROFILE, STATIC]),
    credential_type("oidc", &[ROLE, OIDC]),
    credential_type("instance-role", &[INSTANCE_ROLE]),
    credential_type("credentials-uri", &[URI]),
];

const fn credential_type(name: &'static str, keys: &'static [&'static [Key]]) -> CredentialType {
    CredentialType { name, keys }
}

/// The program that prints a key.
const PROCESS: &[Key] = &[key(
    "command",
    Form::Texts,
    "program that prints a key, and its arguments",
)];

/// Which profile of a vendor's tool.
const PROFILE_IN: &[Key] = &[key(
    "profile",
    Form::Text,
    "profile of the vendor's tool, else its current one",
)];

/// Which file of a vendor's tool.
const FILE: &[Key] = &[key("file", Form::Path, "file instead of the usual one")];

/// Which folder of a vendor's tool.
const FOLDER: &[Key] = &[key("folder", Form::Path, "folder instead of the usual one")];

/// A role.
const ROLE: &[Key] = &[
    key("role_arn", Form::Text, "role to take"),
    key(
        "session_name",
        Form::Text,
        "name of the session, in audit logs",
    ),
    key(
        "duration",
        Form::Duration,
        "time the role's key works, 15m to 12h",
    ),
    key(
        "external_id",
        Form::Text,
        "id that the role's owner asks for",
    ),
    key(
        "policy",
        Form::Text,
        "what the role's key may do at most, as JSON",
    ),
];

/// Whose key takes a role, if none stands beside it.
const SOURCE_PROFILE: &[Key] = &[key(
    "source_profile",
    Form::Text,
    "profile whose key takes the role",
)];

/// A token of another identity provider. The second has Tencent's word for the first.
const OIDC: &[Key] = &[
    key(
        "oidc_provider_arn",
        Form::Text,
        "identity provider whose token it is",
    ),
    key(
        "provider_id",
        Form::Text,
        "identity provider whose token it is",
    ),
    key("oidc_token_file", Form::Path, "file with the token"),
];

/// The role of the machine.
const INSTANCE_ROLE: &[Key] = &[
    key("role_name", Form::Text, "name of the machine's role"),
    key(
        "metadata_endpoint",
        Form::Endpoint,
        "address of the metadata service instead of its own",
    ),
];

/// A service that gives a key.
const URI: &[Key] = &[key("url", Form::Uri, "address that gives a key")];

/// The keys of credentials of type `static`, on top of `type`. The second half
/// has Tencent's words for the first.
pub const STATIC: &[Key] = &[
    key("access_key_id", Form::Text, "the access key's id"),
    key("access_key_secret", Form::Secret, "the access key's secret"),
    key(
        "access_key_secret_file",
        Form::Path,
        "file with the access key's secret",
    ),
    key("security_token", Form::Secret, "token of temporary keys"),
    key("secret_id", Form::Text, "the access key's id"),
    key("secret_key", Form::Secret, "the access key's secret"),
    key(
        "secret_key_file",
        Form::Path,
        "file with the access key's secret",
    ),
    key("token", Form::Secret, "token of temporary keys"),
];
