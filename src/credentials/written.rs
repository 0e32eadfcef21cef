//! The ways in which a profile of ours says where its key comes from.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::assume_role::AssumeRole;
use super::chain::{Chain, Written, WrittenSource};
use super::credentials_uri::{Uri, UriKey};
use super::environment::pair;
use super::fetch_context::CredentialSource;
use super::fields::Fields;
use super::fixed::Fixed;
use super::oidc::AssumeByOidc;
use super::process::Process;
use super::resolved::Resolved;
use super::role::{Oidc, Role};
use super::static_key::StaticKey;
use crate::error::{ConfigError, Error};
use crate::request::Endpoint;

/// The variables of the vendor.
#[derive(Debug)]
pub(super) struct Environment;

impl WrittenSource for Environment {
    fn resolve(&self, chain: &Chain<'_>, _: &Written) -> Result<Option<Resolved>, Error> {
        chain.environment()
    }

    fn is_environment(&self) -> bool {
        true
    }
}

/// A program that prints a key; no shell is involved.
pub(super) struct Command {
    pub(super) command: Vec<String>,
}

/// The arguments are the user's own matter, and may hold a secret.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Command({:?})", self.command.first())
    }
}

impl WrittenSource for Command {
    fn resolve(&self, chain: &Chain<'_>, written: &Written) -> Result<Option<Resolved>, Error> {
        Ok(Some(written.resolved(Arc::new(Process {
            command: self.command.clone(),
            members: chain.cloud.key_members(),
        }))))
    }

    /// The arguments are the user's own matter.
    fn detail(&self) -> Option<String> {
        self.command.first().cloned()
    }
}

/// Finds credentials in a vendor's file: by the name of a profile, and in this file or folder.
pub(crate) type FindInFile = fn(&Chain<'_>, Option<&str>, Option<&Path>) -> Result<Resolved, Error>;

/// A profile in a file of a vendor's tools.
#[derive(Debug)]
pub(crate) struct VendorFile {
    /// Its name, else the tool's current one.
    profile: Option<String>,
    /// The file or folder, else the usual one.
    path: Option<PathBuf>,
    find: FindInFile,
}

impl VendorFile {
    /// Reads the key `profile`, and the one for the path.
    pub(crate) fn of(fields: &Fields, path: &str, find: FindInFile) -> Arc<dyn WrittenSource> {
        Arc::new(Self {
            profile: fields.text("profile"),
            path: fields.path(path),
            find,
        })
    }
}

impl WrittenSource for VendorFile {
    fn resolve(&self, chain: &Chain<'_>, _: &Written) -> Result<Option<Resolved>, Error> {
        (self.find)(chain, self.profile.as_deref(), self.path.as_deref()).map(Some)
    }

    fn detail(&self) -> Option<String> {
        named("profile", self.profile.as_deref())
    }
}

fn named(what: &str, name: Option<&str>) -> Option<String> {
    name.map(|name| format!("{what} `{name}`"))
}

/// The key that takes a role.
#[derive(Debug)]
pub(super) enum Base {
    /// That of another profile of ours.
    Profile(String),
    /// One that stands beside the role.
    Static(StaticKey),
    /// The one in the vendor's variables.
    Environment,
}

/// A role, taken with another key.
#[derive(Debug)]
pub(super) struct WrittenRole {
    pub(super) base: Base,
    pub(super) role: Role,
}

impl WrittenRole {
    fn base(&self, chain: &Chain<'_>) -> Result<Arc<dyn CredentialSource>, Error> {
        let found = match &self.base {
            Base::Static(key) => return Ok(Arc::new(Fixed::new(key.read()?))),
            Base::Environment => chain.environment()?.map(|resolved| resolved.source),
            Base::Profile(name) => chain.of_profile(name)?,
        };
        found.ok_or_else(|| {
            Error::credentials(
                "the key that takes the role is to come from the environment, which has none",
                format!("set {}, or name a `source_profile`", pair(chain.variables)),
            )
        })
    }

    fn key(&self) -> Option<&StaticKey> {
        match &self.base {
            Base::Static(key) => Some(key),
            _ => None,
        }
    }
}

impl WrittenSource for WrittenRole {
    fn resolve(&self, chain: &Chain<'_>, written: &Written) -> Result<Option<Resolved>, Error> {
        Ok(Some(written.resolved(Arc::new(AssumeRole {
            base: self.base(chain)?,
            role: self.role.clone(),
            sts: chain.token_service(None)?,
        }))))
    }

    fn holds_secret(&self) -> bool {
        self.key().is_some_and(WrittenSource::holds_secret)
    }

    fn detail(&self) -> Option<String> {
        let arn = &self.role.arn;
        Some(match &self.base {
            Base::Profile(name) => format!("{arn} with profile `{name}`"),
            Base::Static(_) | Base::Environment => arn.clone(),
        })
    }

    fn base_profile(&self) -> Option<&str> {
        match &self.base {
            Base::Profile(name) => Some(name),
            _ => None,
        }
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.key().map_or(Ok(()), WrittenSource::check)
    }
}

/// A role, taken with the token of another identity provider.
#[derive(Debug)]
pub(super) struct WrittenOidc(pub(super) Oidc);

impl WrittenSource for WrittenOidc {
    fn resolve(&self, chain: &Chain<'_>, written: &Written) -> Result<Option<Resolved>, Error> {
        Ok(Some(written.resolved(Arc::new(AssumeByOidc {
            oidc: self.0.clone(),
            sts: chain.token_service(None)?,
        }))))
    }

    fn detail(&self) -> Option<String> {
        Some(self.0.role.arn.clone())
    }
}

/// The role of the virtual machine that this runs on.
#[derive(Debug)]
pub(super) struct MachineRole {
    /// Its name, else the one the machine has.
    pub(super) name: Option<String>,
    /// The metadata service's address, else the vendor's.
    pub(super) metadata: Option<Endpoint>,
}

impl WrittenSource for MachineRole {
    fn resolve(&self, chain: &Chain<'_>, written: &Written) -> Result<Option<Resolved>, Error> {
        let role = chain.instance_role(self.name.as_deref(), self.metadata.as_ref())?;
        Ok(Some(written.resolved(role)))
    }

    fn detail(&self) -> Option<String> {
        named("role", self.name.as_deref())
    }
}

/// A service that gives keys.
#[derive(Debug)]
pub(super) struct WrittenUri(pub(super) Uri);

impl WrittenSource for WrittenUri {
    fn resolve(&self, chain: &Chain<'_>, written: &Written) -> Result<Option<Resolved>, Error> {
        Ok(Some(written.resolved(Arc::new(UriKey {
            uri: self.0.clone(),
            members: chain.cloud.key_members(),
        }))))
    }

    fn holds_secret(&self) -> bool {
        self.0.holds_secret()
    }

    fn detail(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::json_key::KeyMembers;

    #[test]
    fn arguments_of_a_program_are_not_shown() {
        static MEMBERS: KeyMembers = KeyMembers::COMMON;
        let command = vec!["keys".to_owned(), "--secret=hidden".to_owned()];
        let process = Process {
            command: command.clone(),
            members: &MEMBERS,
        };
        assert_eq!(
            format!("{:?}", Command { command }),
            r#"Command(Some("keys"))"#
        );
        assert_eq!(format!("{process:?}"), r#"Process(Some("keys"))"#);
    }
}
