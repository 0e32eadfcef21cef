//! Where keys come from, as it is written down.

use std::path::PathBuf;

use super::credentials_uri::Uri;
use super::role::{Oidc, Role};
use super::static_key::{SecretSource, StaticKey};
use crate::error::Origin;
use crate::request::Endpoint;

/// Where a profile's key comes from, as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It stands there.
    Static(StaticKey),
    /// The variables of the provider's vendor.
    Environment,
    /// A program prints it.
    Process {
        /// The program and its arguments; no shell is involved.
        command: Vec<String>,
    },
    /// A profile of Alibaba Cloud's CLI.
    AliyunCli {
        /// Its name, else the CLI's current one.
        profile: Option<String>,
        /// The CLI's file, else the usual one.
        file: Option<PathBuf>,
    },
    /// A profile of Tencent Cloud's CLI.
    Tccli {
        /// Its name, else the CLI's default.
        profile: Option<String>,
        /// The CLI's folder, else the usual one.
        folder: Option<PathBuf>,
    },
    /// A section of the file of the vendor's SDKs.
    Ini {
        /// The section's name.
        profile: Option<String>,
        /// The file, else the usual one.
        file: Option<PathBuf>,
    },
    /// A role, taken with another key.
    AssumeRole {
        /// The key that takes it.
        base: Base,
        /// The role.
        role: Role,
    },
    /// A role, taken with the token of another identity provider.
    Oidc(Oidc),
    /// The role of the virtual machine that this runs on.
    InstanceRole {
        /// The role's name, else the one the machine has.
        role_name: Option<String>,
        /// The metadata service's address, else the vendor's.
        metadata: Option<Endpoint>,
    },
    /// A service on this machine, or one that is encrypted.
    CredentialsUri(Uri),
}

/// The key that takes a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// That of another profile of ours.
    Profile(String),
    /// One that stands beside the role.
    Static(StaticKey),
    /// The one in the vendor's variables.
    Environment,
}

impl Source {
    /// Its name, as the key `type` of the configuration gives it.
    pub fn kind(&self) -> &'static str {
        match self {
            Source::Static(_) => "static",
            Source::Environment => "env",
            Source::Process { .. } => "process",
            Source::AliyunCli { .. } => "aliyun-cli",
            Source::Tccli { .. } => "tccli",
            Source::Ini { .. } => "ini",
            Source::AssumeRole { .. } => "assume-role",
            Source::Oidc(_) => "oidc",
            Source::InstanceRole { .. } => "instance-role",
            Source::CredentialsUri(_) => "credentials-uri",
        }
    }

    /// Whether a secret stands in it, so that the file it is from must be private.
    pub fn holds_secret(&self) -> bool {
        match self {
            Source::Static(key)
            | Source::AssumeRole {
                base: Base::Static(key),
                ..
            } => key.holds_secret(),
            Source::CredentialsUri(uri) => uri.holds_secret(),
            _ => false,
        }
    }

    /// What it takes the key from, for people; nothing is looked up, and nothing
    /// secret is in it.
    pub fn detail(&self) -> Option<String> {
        let named = |what: &str, name: &Option<String>| {
            name.as_ref().map(|name| format!("{what} `{name}`"))
        };
        match self {
            Source::Static(key) => match &key.secret {
                SecretSource::Inline(_) => None,
                SecretSource::File(path) => Some(format!("secret in {}", path.display())),
            },
            Source::Environment => None,
            // The arguments are the user's own matter.
            Source::Process { command } => command.first().cloned(),
            Source::AliyunCli { profile, .. }
            | Source::Tccli { profile, .. }
            | Source::Ini { profile, .. } => named("profile", profile),
            Source::AssumeRole { role, base } => Some(match base {
                Base::Profile(name) => format!("{} with profile `{name}`", role.arn),
                Base::Static(_) | Base::Environment => role.arn.clone(),
            }),
            Source::Oidc(oidc) => Some(oidc.role.arn.clone()),
            Source::InstanceRole { role_name, .. } => named("role", role_name),
            Source::CredentialsUri(uri) => Some(uri.to_string()),
        }
    }
}

/// Where a key comes from, for people.
pub fn place(source: &Source, origin: &Origin) -> String {
    let at = match origin {
        Origin::File {
            path,
            place: Some((line, _)),
        } => format!("{}:{line}", path.display()),
        origin => origin.to_string(),
    };
    match source.detail() {
        Some(detail) => format!("{} in {at}, {detail}", source.kind()),
        None => format!("{} in {at}", source.kind()),
    }
}
