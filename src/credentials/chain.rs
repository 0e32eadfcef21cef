//! The credential chain: finding credentials in what the machine offers.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::environment::{Variables, access_key};
use super::fetch_context::CredentialSource;
use super::fields::{Fields, KeyWords, Keys};
use super::fixed::Fixed;
use super::json_key::KeyMembers;
use super::resolved::{ChainStep, Resolved};
use super::token_service::{TokenService, TokenServiceAt};
use crate::error::{ConfigError, Error, Origin};
use crate::http::address;
use crate::machine::Env;
use crate::request::Endpoint;

/// A cloud's ways to its credentials.
pub trait CloudCredentials: fmt::Debug + Send + Sync {
    /// The types of credentials that it alone knows.
    fn types(&self) -> &'static [CredentialType] {
        &[]
    }

    /// Its own words for an access key in the configuration, if it has any.
    fn key_words(&self) -> Option<&'static KeyWords> {
        None
    }

    /// The names of a key's parts in the JSON of its tools and services.
    fn key_members(&self) -> &'static KeyMembers {
        &KeyMembers::COMMON
    }

    /// Its token service.
    fn token_service(&self) -> Option<&'static dyn TokenService> {
        None
    }

    /// The credentials in its environment variables: an access key, unless it says
    /// otherwise.
    ///
    /// # Errors
    /// When there is half of them.
    fn environment(&self, chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
        let key = access_key(chain.env, chain.variables)?;
        Ok(key.map(|(key, name)| {
            Resolved::of_variable(Arc::new(Fixed::new(key)), name, "environment")
        }))
    }

    /// The steps of the chain after the configuration's profile, in order.
    fn ambient(&self) -> &'static [Step] {
        &[]
    }

    /// The credentials in a section of the file of its SDKs: the usual one of the usual file
    /// unless others are named.
    ///
    /// # Errors
    /// When there are none.
    fn sdk_file(
        &self,
        chain: &Chain<'_>,
        _section: Option<&str>,
        _file: Option<&Path>,
    ) -> Result<Resolved, Error> {
        Err(lacks(chain.provider, "file of its SDKs"))
    }

    /// The role of the machine: the one of this name if one is named, told by the metadata
    /// service at this address, else by the vendor's own.
    ///
    /// # Errors
    /// When a variable forbids to ask.
    fn instance_role(
        &self,
        chain: &Chain<'_>,
        _name: Option<&str>,
        _metadata: Option<Endpoint>,
    ) -> Result<Arc<dyn CredentialSource>, Error> {
        Err(lacks(chain.provider, "metadata service"))
    }
}

/// A step of the chain: looks for credentials; `None` where there are none.
pub type Step = fn(&Chain<'_>) -> Result<Option<Resolved>, Error>;

/// A type of credentials, as the configuration names it.
#[derive(Debug)]
pub struct CredentialType {
    /// Its name, as in `type = "…"`.
    pub name: &'static str,
    /// What it is, in one line for people.
    pub about: &'static str,
    /// Its keys, on top of those that all types have.
    pub keys: &'static [Keys],
    /// The keys that must be there.
    pub required: &'static [&'static str],
    /// More members of its JSON Schema, from the words for access keys.
    pub schema: Option<fn(&[&'static KeyWords]) -> serde_json::Value>,
    /// Reads the values of its keys; `None` when one of them is missing or wrong.
    pub read: fn(&mut Fields) -> Option<Arc<dyn WrittenSource>>,
}

/// Where a key comes from, as it is written down.
///
/// Its `Debug` shows no secret.
pub trait WrittenSource: fmt::Debug + Send + Sync {
    /// Finds the credentials; `None` when they are those of the environment and there are none.
    ///
    /// # Errors
    /// [`Error::Credentials`] when there is no key or half of one, [`Error::Config`]
    /// when a file or variable cannot be used.
    fn resolve(&self, chain: &Chain<'_>, written: &Written) -> Result<Option<Resolved>, Error>;

    /// Whether a secret stands in it, so that the file it is from must be private.
    fn holds_secret(&self) -> bool {
        false
    }

    /// What it takes the key from, for people; nothing is looked up, and nothing
    /// secret is in it.
    fn detail(&self) -> Option<String> {
        None
    }

    /// The id of the access key, if it stands there.
    fn key_id(&self) -> Option<&str> {
        None
    }

    /// Whether it is what the vendor's variables hold.
    fn is_environment(&self) -> bool {
        false
    }

    /// The profile of ours whose key it needs.
    fn base_profile(&self) -> Option<&str> {
        None
    }

    /// Checks the files that it names.
    ///
    /// # Errors
    /// When one cannot be used.
    fn check(&self) -> Result<(), ConfigError> {
        Ok(())
    }
}

/// Credentials of a type.
#[derive(Debug, Clone)]
pub struct Source {
    /// The type's name.
    pub kind: &'static str,
    /// The id of the cloud whose type it is; `None` when all clouds have it.
    pub cloud: Option<&'static str>,
    /// The rest.
    pub written: Arc<dyn WrittenSource>,
}

/// The credentials of a profile of ours, as they are written down.
#[derive(Debug, Clone)]
pub struct Written {
    /// Where its key comes from.
    pub source: Source,
    /// Where that stands.
    pub origin: Origin,
    /// Its own address of the token service.
    pub sts: Option<Endpoint>,
}

impl Written {
    /// Credentials that stand in a profile of ours.
    pub(crate) fn resolved(&self, source: Arc<dyn CredentialSource>) -> Resolved {
        Resolved {
            source,
            origin: self.origin.clone(),
            place: place(&self.source, &self.origin),
            region: Ok(None),
            inside: None,
            step: ChainStep::Profile,
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
    match source.written.detail() {
        Some(detail) => format!("{} in {at}, {detail}", source.kind),
        None => format!("{} in {at}", source.kind),
    }
}

/// Another profile of ours, by its name, whose key is to take a role; else why it
/// cannot.
pub type Lookup<'a> = dyn Fn(&str) -> Result<Written, Error> + 'a;

/// Finds credentials in what the machine offers.
pub struct Chain<'a> {
    /// Its variables and home.
    pub env: &'a Env,
    /// The id of the provider that they are for.
    pub provider: &'static str,
    /// The id of its cloud.
    pub cloud_id: &'static str,
    /// The ways of that cloud.
    pub cloud: &'static dyn CloudCredentials,
    /// The variables of its tools.
    pub variables: &'static Variables,
    /// The token service's address, if the profile gives one.
    pub sts: Option<Endpoint>,
    /// Other profiles of ours, for roles.
    pub profiles: &'a Lookup<'a>,
    /// The profiles on the way here.
    pub names: Vec<String>,
}

/// More roles are not taken one after the other: whoever does has made a mistake.
pub(crate) const LONGEST_CHAIN: usize = 8;

impl Chain<'_> {
    /// The credentials in the vendor's variables.
    ///
    /// # Errors
    /// When there is half of them.
    pub fn environment(&self) -> Result<Option<Resolved>, Error> {
        self.cloud.environment(self)
    }

    /// Finds the credentials of a profile of ours; `None` when they are those of the
    /// environment and there are none.
    ///
    /// # Errors
    /// As [`WrittenSource::resolve`], and when the type is another cloud's.
    pub fn find(&self, written: &Written) -> Result<Option<Resolved>, Error> {
        let source = &written.source;
        if source.cloud.is_some_and(|cloud| cloud != self.cloud_id) {
            let own = self.cloud.types().iter();
            let own: Vec<String> = own.map(|own| format!("the type `{}`", own.name)).collect();
            let hint = match own.join(" or ") {
                own if own.is_empty() => "name another `provider`".to_owned(),
                own => format!("use {own}, or name another `provider`"),
            };
            return Err(Error::credentials(
                format!(
                    "credentials of type `{}` hold no keys for {}",
                    source.kind, self.provider
                ),
                hint,
            ));
        }
        source.written.resolve(self, written)
    }

    /// The source of the key of another profile of ours; `None` when that is to come from the
    /// environment, which has none.
    pub(super) fn of_profile(
        &self,
        name: &str,
    ) -> Result<Option<Arc<dyn CredentialSource>>, Error> {
        let mut names = self.names.clone();
        follow(&mut names, name)?;
        let written = (self.profiles)(name)?;
        let theirs = Chain {
            sts: written.sts.clone(),
            names,
            ..*self
        };
        Ok(theirs.find(&written)?.map(|resolved| resolved.source))
    }

    /// The token service at this account's address: that of our variable, of the profile,
    /// of a vendor's file, or the vendor's own.
    ///
    /// # Errors
    /// When the variable has another address that is none, or the cloud has no such service.
    pub fn token_service(&self, of_file: Option<Endpoint>) -> Result<TokenServiceAt, Error> {
        let endpoint = match self.variable("CLOUDQ_STS_ENDPOINT")? {
            None => self.sts.clone().or(of_file),
            variable => variable,
        };
        token_service(self.cloud, self.provider, endpoint)
    }

    /// The role of the machine.
    ///
    /// # Errors
    /// When the variable for the metadata service has an address that is none, or as
    /// [`CloudCredentials::instance_role`].
    pub fn instance_role(
        &self,
        name: Option<&str>,
        metadata: Option<&Endpoint>,
    ) -> Result<Arc<dyn CredentialSource>, Error> {
        let metadata = match self.variable("CLOUDQ_METADATA_ENDPOINT")? {
            None => metadata.cloned(),
            variable => variable,
        };
        self.cloud.instance_role(self, name, metadata)
    }

    /// An address in a variable of ours.
    fn variable(&self, name: &'static str) -> Result<Option<Endpoint>, ConfigError> {
        let Some(text) = self.env.text(name)? else {
            return Ok(None);
        };
        let at = |why: String| ConfigError::new(why).at(Origin::Variable(name));
        address::parse(text).map(Some).map_err(at)
    }

    /// The user's home.
    pub(crate) fn home(&self, what: &str) -> Result<PathBuf, Error> {
        self.env.home().map(PathBuf::from).ok_or_else(|| {
            Error::credentials(
                format!("{what} is in the home directory, and none is known"),
                "set HOME, or name the file with the key `file` of the credentials",
            )
        })
    }
}

/// A cloud's token service, at its own address unless another is given.
///
/// # Errors
/// When it has none.
pub fn token_service(
    cloud: &dyn CloudCredentials,
    provider: &str,
    endpoint: Option<Endpoint>,
) -> Result<TokenServiceAt, Error> {
    let service = cloud.token_service();
    let service = service.ok_or_else(|| lacks(provider, "token service"))?;
    Ok(TokenServiceAt {
        service,
        endpoint: endpoint.unwrap_or_else(|| service.endpoint()),
    })
}

/// Why a cloud without this has no such credentials.
fn lacks(provider: &str, what: &str) -> Error {
    Error::credentials(
        format!("{provider} has no {what}"),
        "use credentials of another type",
    )
}

/// Adds a profile to those on the way to a key.
///
/// # Errors
/// When it is among them, or they are too many.
pub fn follow(names: &mut Vec<String>, name: &str) -> Result<(), Error> {
    let is_endless = names.iter().any(|known| known == name) || names.len() >= LONGEST_CHAIN;
    names.push(name.to_owned());
    if is_endless {
        Err(endless(names))
    } else {
        Ok(())
    }
}

/// Profiles that name each other for taking roles.
pub(crate) fn endless(names: &[String]) -> Error {
    Error::credentials(
        format!(
            "profiles take their keys from each other: {}",
            names.join(" > ")
        ),
        "let one of them have a key of its own",
    )
}
