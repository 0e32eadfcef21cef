//! Credentials that were found: how their key is fetched, and where they stand.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::fetch_context::{CredentialSource, FetchContext};
use crate::error::{Error, Origin};
use crate::http::Keys;
use crate::secret::Secret;
use crate::sign::Credentials;

/// Credentials that were found, and where.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// How the key is fetched.
    pub source: Arc<dyn CredentialSource>,
    /// The file or variable they are in.
    pub origin: Origin,
    /// Where that is, for people: `static in /home/u/config.toml:12`.
    pub place: String,
    /// The region beside them in the vendor's file, and where; why it cannot be read, which
    /// matters only where that region is needed.
    pub region: Result<Option<(String, Origin)>, Error>,
    /// Where the vendor's file says that services are reached inside the cloud's network.
    pub inside: Option<Origin>,
    /// The step of the chain they come from.
    pub step: ChainStep,
}

impl Resolved {
    /// Credentials from a variable; `what` names the way to the key.
    pub(crate) fn of_variable(
        source: Arc<dyn CredentialSource>,
        name: &'static str,
        what: &str,
    ) -> Self {
        Self {
            source,
            origin: Origin::Variable(name),
            place: format!("{what} {name}"),
            region: Ok(None),
            inside: None,
            step: ChainStep::Environment,
        }
    }
}

/// Makes of resolved credentials what gives the key. Nothing is sent yet; what is
/// fetched later is fetched once for all that ask, and kept in memory only.
///
/// # Errors
/// When the proxy's address or the CA bundle cannot be used.
pub fn keys(resolved: &Resolved, context: &FetchContext) -> Result<Arc<dyn Keys>, Error> {
    context.keys(&*resolved.source, &resolved.origin)
}

/// What a key is fetched by, in the order in which it happens, for people; nothing
/// where the key is there already. Nothing is sent and no program is started.
///
/// # Errors
/// When it is clear by now that no key will come: one that is needed has ended, or the
/// file with a token cannot be used.
pub fn fetched_by(
    resolved: &Resolved,
    provider: &'static str,
    profile: Option<&str>,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let steps = resolved.source.preview(&resolved.origin, now);
    steps.map_err(|error| error.of_account(provider, profile))
}

/// What stands for a key that is not fetched: its parts are known to be there, and are
/// hidden wherever they are shown.
pub fn placeholder() -> Credentials {
    let part = "a-key-that-is-not-fetched";
    Credentials {
        id: part.to_owned(),
        secret: Secret::new(part),
        token: Some(Secret::new(part)),
    }
}

/// The steps of the credential chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainStep {
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

impl ChainStep {
    /// All steps, in their order.
    pub const ALL: [ChainStep; 7] = [
        ChainStep::Profile,
        ChainStep::Environment,
        ChainStep::DefaultProfile,
        ChainStep::VendorCli,
        ChainStep::SdkFile,
        ChainStep::InstanceRole,
        ChainStep::BuiltIn,
    ];

    /// Its name, for output.
    pub fn as_str(self) -> &'static str {
        match self {
            ChainStep::Profile => "profile",
            ChainStep::Environment => "environment",
            ChainStep::DefaultProfile => "default-profile",
            ChainStep::VendorCli => "vendor-cli",
            ChainStep::SdkFile => "sdk-file",
            ChainStep::InstanceRole => "instance-role",
            ChainStep::BuiltIn => "built-in",
        }
    }
}

impl fmt::Display for ChainStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
