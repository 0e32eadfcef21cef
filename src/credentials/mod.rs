//! Where access keys come from: sources as configuration and vendors' files name
//! them, and the keys that come of them.
//!
//! Two steps. [`Finder`] reads what the machine offers, which is files and
//! variables, and finds out how a key is to be had: a [`Found`] with its
//! [`Recipe`]. [`keys`] makes of that something that gives keys, and fetches,
//! shares and renews those that end. Nothing is ever written, and keys stay in memory.

mod ahead;
mod aliyun_cli;
mod answer;
mod assume_role;
mod cached;
mod chain;
mod cloud_sso;
mod credentials_uri;
mod entry;
mod environment;
mod finder;
mod identity;
mod ini;
mod instance_role;
mod keys;
mod oidc;
mod plain;
mod process;
mod role;
mod static_key;
mod sts;
mod tccli;

use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::error::{Error, Origin};
use crate::provider::Facts;
use crate::request::Endpoint;
use crate::sign::Credentials;

pub use ahead::{fetched_by, placeholder};
pub use cloud_sso::SignIn;
pub use credentials_uri::Uri;
pub use environment::{pair, variable_in_use, variables_in_use};
pub use finder::{Finder, Lookup, Written, follow};
pub use identity::{Caller, identity, preview_of_identity};
pub use keys::{Reach, keys};
pub use process::Helper;
pub use role::{Oidc, Role};
pub use static_key::{SecretSource, StaticKey, check_part};
pub use sts::Identity;

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

/// How a key is had, when there is nothing left to look up in files and variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// This is it.
    Fixed {
        /// The key.
        key: Credentials,
        /// When it stops working, where that is known, and what to do then.
        end: Option<(Timestamp, &'static str)>,
    },
    /// A program prints it.
    Process {
        /// The program and its arguments.
        command: Vec<String>,
    },
    /// A role, taken with another key.
    AssumeRole {
        /// How that key is had.
        base: Box<Recipe>,
        /// The role.
        role: Role,
        /// The token service.
        sts: Endpoint,
    },
    /// A role, taken with the token in a file.
    Oidc {
        /// The role and the file.
        oidc: Oidc,
        /// The token service.
        sts: Endpoint,
    },
    /// The role of the machine.
    InstanceRole {
        /// Its name, if it is known.
        name: Option<String>,
        /// The metadata service.
        metadata: Endpoint,
        /// Whether its older version, without a token, may be asked.
        older: bool,
    },
    /// A service gives it.
    Uri(Uri),
    /// A sign-in at Alibaba Cloud's `CloudSSO` gives it.
    CloudSso(SignIn),
}

impl Recipe {
    /// A key that does not end as far as is known.
    pub fn fixed(key: Credentials) -> Self {
        Recipe::Fixed { key, end: None }
    }
}

/// A key that was found, or the way to it.
#[derive(Debug, Clone)]
pub struct Found {
    /// How it is had.
    pub recipe: Recipe,
    /// The file or variable it is in.
    pub origin: Origin,
    /// Where that is, for people: `static in /home/u/config.toml:12`.
    pub place: String,
    /// The region beside it in the vendor's file, and where; why it cannot be read, which
    /// matters only where that region is needed.
    pub region: Result<Option<(String, Origin)>, Error>,
    /// Where the vendor's file says that services are reached inside the cloud's network.
    pub inside: Option<Origin>,
    /// Which step of the order it came from.
    pub step: Step,
}

/// The steps of the order in which keys are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The profile that was named.
    Profile,
    /// The vendor's variables.
    Environment,
    /// The profile from `default_profile`.
    DefaultProfile,
    /// The current profile of the vendor's CLI.
    VendorCli,
    /// The file of the vendor's SDKs.
    SdkFile,
    /// The role of the machine, asked for by a variable.
    InstanceRole,
    /// Built into the program.
    BuiltIn,
}

impl Step {
    /// All steps, in their order.
    pub const ALL: [Step; 7] = [
        Step::Profile,
        Step::Environment,
        Step::DefaultProfile,
        Step::VendorCli,
        Step::SdkFile,
        Step::InstanceRole,
        Step::BuiltIn,
    ];

    /// Its name, for output.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Profile => "profile",
            Step::Environment => "environment",
            Step::DefaultProfile => "default-profile",
            Step::VendorCli => "vendor-cli",
            Step::SdkFile => "sdk-file",
            Step::InstanceRole => "instance-role",
            Step::BuiltIn => "built-in",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The vendors whose keys are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vendor {
    Alibaba,
    Tencent,
}

impl Vendor {
    fn of(facts: &Facts) -> Result<Self, Error> {
        match facts.vendor {
            "alibaba" => Ok(Vendor::Alibaba),
            "tencent" => Ok(Vendor::Tencent),
            _ => Err(Error::credentials(
                format!(
                    "{} takes static keys and those of its variables only",
                    facts.title
                ),
                "use credentials of type `static` or `env`",
            )),
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

#[cfg(test)]
mod tests;
