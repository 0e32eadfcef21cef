//! Keys of the configuration file: the name of one, the form of its value, and its description.
//!
//! Reading, suggestions and the file's schema go by them. Clouds have keys of their own.

use std::ops::RangeInclusive;

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
    /// A part of an access key, or a token: visible ASCII that must not be seen by others.
    Secret,
    /// A program and its arguments: a list of texts, not empty.
    Command,
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
    /// The name of a credential type.
    CredentialType,
    /// A table.
    Table,
}

/// A key.
pub const fn key(name: &'static str, form: Form, about: &'static str) -> Key {
    Key { name, form, about }
}
