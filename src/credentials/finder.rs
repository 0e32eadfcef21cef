//! What the machine offers for finding keys, and what every way to a key needs of it.

use std::path::PathBuf;

use super::{Recipe, Source, Vendor, instance_role, sts};
use crate::error::{ConfigError, Error, Origin};
use crate::http::address;
use crate::machine::Env;
use crate::provider::Provider;
use crate::request::Endpoint;

/// The credentials of a profile of ours, as they are written down.
pub struct Written {
    /// Where its key comes from.
    pub source: Source,
    /// Where that stands.
    pub origin: Origin,
    /// Its own address of the token service.
    pub sts: Option<Endpoint>,
}

/// Another profile of ours, by its name, whose key is to take a role; else why it
/// cannot.
pub type Lookup<'a> = dyn Fn(&str) -> Result<Written, Error> + 'a;

/// Finds keys in what the machine offers.
pub struct Finder<'a> {
    /// Its variables and home.
    pub env: &'a Env,
    /// Whose keys are looked for.
    pub provider: &'static dyn Provider,
    /// The token service's address, if the profile gives one.
    pub sts: Option<Endpoint>,
    /// Other profiles of ours, for roles.
    pub profiles: &'a Lookup<'a>,
}

/// More roles are not taken one after the other: whoever does has made a mistake.
pub(super) const LONGEST_CHAIN: usize = 8;

impl Finder<'_> {
    /// The address of the token service: our variable, the profile, a vendor's
    /// file, or the vendor's own.
    pub(super) fn sts(&self, of_file: Option<Endpoint>) -> Result<Endpoint, Error> {
        if let Some(endpoint) = self.variable("CLOUDQ_STS_ENDPOINT")? {
            return Ok(endpoint);
        }
        match self.sts.clone().or(of_file) {
            Some(endpoint) => Ok(endpoint),
            None => Ok(sts::service(Vendor::of(self.provider.facts())?).endpoint()),
        }
    }

    /// The address of the token service for this account, whatever its key.
    ///
    /// # Errors
    /// When a variable has another address that is none, or the vendor has no
    /// such service.
    pub fn sts_endpoint(&self) -> Result<Endpoint, Error> {
        self.sts(None)
    }

    pub(super) fn instance_role(
        &self,
        name: Option<&str>,
        given: Option<&Endpoint>,
    ) -> Result<Recipe, Error> {
        let vendor = Vendor::of(self.provider.facts())?;
        let given = match self.variable("CLOUDQ_METADATA_ENDPOINT")? {
            None => given.cloned(),
            variable => variable,
        };
        let is_true = |name| {
            self.env
                .get(name)
                .is_some_and(|value| value.eq_ignore_ascii_case("true"))
        };
        if vendor == Vendor::Alibaba && is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
            return Err(Error::credentials(
                "ALIBABA_CLOUD_ECS_METADATA_DISABLED forbids to ask for the instance's role",
                "unset it, or use credentials of another type",
            ));
        }
        Ok(Recipe::InstanceRole {
            name: name.map(str::to_owned),
            metadata: given.unwrap_or_else(|| instance_role::endpoint(vendor)),
            older: !is_true("ALIBABA_CLOUD_IMDSV1_DISABLED"),
        })
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
    pub(super) fn home(&self, what: &str) -> Result<PathBuf, Error> {
        self.env.home().map(PathBuf::from).ok_or_else(|| {
            Error::credentials(
                format!("{what} is in the home directory, and none is known"),
                "set HOME, or name the file with the key `file` of the credentials",
            )
        })
    }
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
pub(super) fn endless(names: &[String]) -> Error {
    Error::credentials(
        format!(
            "profiles take their keys from each other: {}",
            names.join(" > ")
        ),
        "let one of them have a key of its own",
    )
}
