//! A cloud: the company whose image services are providers, and what those share.

use std::fmt;

/// A cloud. All its services take the same access keys.
pub trait Cloud: fmt::Debug + Send + Sync {
    /// The facts about it, which never change.
    fn facts(&self) -> &'static CloudFacts;
}

/// The facts about a cloud that never change.
#[derive(Debug)]
pub struct CloudFacts {
    /// Its id, such as `alibaba`.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The environment variables that its own tools read.
    pub variables: Variables,
    /// The prefixes of variables that other tools for it read, beside those of
    /// [`CloudFacts::variables`]. Only some of them are about accounts.
    pub other_prefixes: &'static [&'static str],
}

/// Environment variables that a cloud's own tools read.
#[derive(Debug)]
pub struct Variables {
    /// The prefixes of all variables about accounts, of whatever tool.
    pub prefixes: &'static [&'static str],
    /// Families of key variables, in the order they are tried. A key's parts
    /// come from one family, never from two.
    pub keys: &'static [KeyVariables],
    /// Variables that name the region, in the order they are tried.
    pub region: &'static [&'static str],
}

/// The variables that hold one access key. In each list the first that is set
/// counts.
#[derive(Debug)]
pub struct KeyVariables {
    /// The key's id.
    pub id: &'static [&'static str],
    /// Its secret.
    pub secret: &'static [&'static str],
    /// The token of temporary keys.
    pub token: &'static [&'static str],
}
