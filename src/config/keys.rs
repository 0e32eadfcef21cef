//! Every key the file may have: the one table that reading, suggestions and the
//! file's schema go by.

use std::ops::RangeInclusive;

/// How often a call may be repeated.
pub const RETRIES: RangeInclusive<u32> = 0..=10;

/// How many requests may be under way at once.
pub const CONCURRENCY: RangeInclusive<u32> = 1..=32;

/// The names of the credential types this version knows.
pub const CREDENTIAL_TYPES: &[&str] = &["static", "env"];

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
        "PEM file with the authorities to trust",
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
        "address instead of the region's own",
    ),
    key("signature", Form::Signature, "signature scheme"),
    key(
        "credentials",
        Form::Table,
        "where the access key comes from",
    ),
];

/// The key all credentials have.
pub static CREDENTIALS: &[Key] = &[key(
    "type",
    Form::OneOf(CREDENTIAL_TYPES),
    "where the access key comes from",
)];

/// The keys of credentials of type `static`, on top of `type`. The second half
/// has Tencent's words for the first.
pub static STATIC: &[Key] = &[
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
