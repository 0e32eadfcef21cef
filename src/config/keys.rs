//! Every key the file may have: the one table that reading, suggestions and the
//! file's schema go by.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::clouds::clouds;
use crate::config_key::key;
pub use crate::config_key::{Form, Key};
use crate::credentials::Registry;

/// How often a call may be repeated.
pub const RETRIES: RangeInclusive<u32> = 0..=10;

/// How many requests may be under way at once.
pub const CONCURRENCY: RangeInclusive<u32> = 1..=32;

/// The credential types of this build, with their keys.
pub static TYPES: LazyLock<Registry> = LazyLock::new(|| {
    let clouds = clouds().map(|cloud| (cloud.facts().id, cloud.credentials()));
    Registry::new(&clouds.collect::<Vec<_>>())
});

/// The names of the credential types.
pub fn credential_types() -> impl Iterator<Item = &'static str> + Clone {
    TYPES.types.iter().map(|known| known.of.name)
}

/// The key of this name; where several tables have it, they mean one thing.
pub fn find(name: &str) -> Option<&'static Key> {
    let tables = [TOP, PROFILE, NETWORK, CREDENTIALS].into_iter().flatten();
    let of_types = TYPES.types.iter().flat_map(|known| &known.keys).copied();
    tables.chain(of_types).find(|key| key.name == name)
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
        Form::CredentialType,
        "where the access key comes from",
    ),
    key(
        "sts_endpoint",
        Form::Endpoint,
        "address of the vendor's token service instead of its own",
    ),
];
