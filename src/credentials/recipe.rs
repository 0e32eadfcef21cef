//! How a key is had, and where it was found.

use std::fmt;

use jiff::Timestamp;

use super::cloud_sso::SignIn;
use super::credentials_uri::Uri;
use super::role::{Oidc, Role};
use crate::error::{Error, Origin};
use crate::request::Endpoint;
use crate::sign::Credentials;

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
