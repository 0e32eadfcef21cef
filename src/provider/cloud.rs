//! A cloud: the company whose image services are providers, and what those share.

use std::fmt;

use crate::credentials::{CloudCredentials, Variables};

/// A cloud. All its services take the same access keys.
pub trait Cloud: fmt::Debug + Send + Sync {
    /// The facts about it, which never change.
    fn facts(&self) -> &'static CloudFacts;

    /// Its ways to credentials.
    fn credentials(&self) -> &'static dyn CloudCredentials;
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
    /// Its own command-line tool, where cloudq reads the tool's files.
    pub cli: Option<VendorCli>,
}

/// A vendor's own command-line tool.
#[derive(Debug)]
pub struct VendorCli {
    /// The name of the program.
    pub program: &'static str,
    /// The credential type that reads its files.
    pub credential_type: &'static str,
}
