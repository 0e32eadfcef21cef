//! Who signs: the first complete access key, in a fixed order.
//!
//! 1. A profile named by a flag: its key or none.
//! 2. The variables of the provider's vendor.
//! 3. The profile from `CLOUDQ_PROFILE` or `default_profile`.
//! 4. The current profile of the vendor's CLI.
//! 5. The role of the machine, where a variable of the vendor asks for it.
//!
//! Nothing is fetched here. No message holds any part of a key.

use super::file::{File, Profile};
use crate::credentials::{Finder, Found, Lookup, Source, Step, Written, pair};
use crate::error::{ConfigError, Error, Origin};
use crate::machine::Env;
use crate::provider::Provider;
use crate::request::Endpoint;
use crate::words::heading;

/// For whom a key is looked for.
pub(super) struct Ask<'a> {
    pub(super) provider: &'static dyn Provider,
    pub(super) env: &'a Env,
    /// Where other profiles are, for roles.
    pub(super) file: &'a File,
    /// The profile and its name, when one is chosen.
    pub(super) profile: Option<(&'a str, &'a Profile)>,
    /// How a profile was chosen whose own key it has to be, if one was.
    pub(super) named_by: Option<&'a Origin>,
}

/// Finds the key, or the way to it.
///
/// # Errors
/// [`Error::Credentials`] when there is none or half of one, [`Error::Config`]
/// when a file or variable that holds it cannot be used.
pub(super) fn find(ask: &Ask<'_>) -> Result<Found, Error> {
    let id = ask.provider.facts().id;
    let found = ask.find();
    found.map_err(|error| error.of_account(id, ask.profile.map(|(name, _)| name)))
}

/// The token service that is asked whose the key is.
///
/// # Errors
/// When a variable holds an address that is none, or the vendor has no such service.
pub(super) fn sts(ask: &Ask<'_>, found: Option<&Found>) -> Result<Endpoint, Error> {
    let address = match found.map(|found| found.step) {
        Some(Step::Profile | Step::DefaultProfile) => ask.own_sts(),
        Some(Step::Environment) => ask.environment_sts(),
        _ => None,
    };
    ask.finder(address, &|_| None).sts_endpoint()
}

impl Ask<'_> {
    fn find(&self) -> Result<Found, Error> {
        let facts = self.provider.facts();
        if let (Some(origin), Some((name, profile))) = (self.named_by, self.profile) {
            return self.own(origin, name, profile);
        }
        let lookup = |name: &str| self.lookup(name);
        let at = |step| move |found| Found { step, ..found };
        let environment = self.finder(self.environment_sts(), &lookup);
        if let Some(found) = environment.find(&Source::Environment, &Origin::BuiltIn)? {
            return Ok(at(Step::Environment)(found));
        }
        if let Some((name, profile)) = self.profile
            && let Some(found) = self.of_profile(name, profile)?
        {
            return Ok(at(Step::DefaultProfile)(found));
        }
        let finder = self.finder(None, &lookup);
        if let Some(found) = finder.vendor_cli()? {
            return Ok(found);
        }
        if let Some(found) = finder.asked_instance_role()? {
            return Ok(found);
        }
        let looked = match self.profile {
            Some((name, _)) => format!("neither the environment nor profile `{name}` has any"),
            None => "the environment has none, and no profile is chosen".to_owned(),
        };
        Err(Error::credentials(
            format!("no credentials for {}: {looked}", facts.id),
            format!(
                "1. `cloudq config init` writes a file for profiles: put the key there\n\
                 2. set {}\n\
                 3. `cloudq -p sandbox images list` tries it all without an account",
                pair(facts)
            ),
        ))
    }

    /// The key of a profile whose own it has to be.
    fn own(&self, origin: &Origin, name: &str, profile: &Profile) -> Result<Found, Error> {
        let facts = self.provider.facts();
        if profile.credentials.is_none() {
            let why = match origin {
                Origin::Flag(flag) => format!("`{flag}` asks for its own"),
                Origin::Variable(variable) => {
                    format!("{variable} names several, each with its own")
                }
                _ => "each of several profiles needs its own".to_owned(),
            };
            return Err(Error::credentials(
                format!("profile `{name}` has no credentials, and {why}"),
                format!(
                    "add `credentials` to [{}]; `{{ type = \"env\" }}` takes {}",
                    heading(name),
                    pair(facts)
                ),
            ));
        }
        let found = self.of_profile(name, profile)?.ok_or_else(|| {
            Error::credentials(
                format!(
                    "profile `{name}` takes its key from the environment, which has none for {}",
                    facts.id
                ),
                format!("set {}", pair(facts)),
            )
        })?;
        Ok(Found {
            step: Step::Profile,
            ..found
        })
    }

    /// The key of a profile; `None` when it has none, or takes it from the
    /// environment, which has none.
    fn of_profile(&self, name: &str, profile: &Profile) -> Result<Option<Found>, Error> {
        let Some(source) = &profile.credentials else {
            return Ok(None);
        };
        self.check_vendor(name, profile)?;
        let lookup = |name: &str| self.lookup(name);
        let finder = self.finder(self.own_sts(), &lookup);
        finder.find(&source.value, &source.origin)
    }

    /// A key must not be shown to a cloud that did not issue it. The environment has
    /// one for each.
    fn check_vendor(&self, name: &str, profile: &Profile) -> Result<(), Error> {
        let (facts, theirs) = (self.provider.facts(), profile.provider().facts());
        let from_environment = profile
            .credentials
            .as_ref()
            .is_some_and(|source| source.value == Source::Environment);
        if theirs.vendor == facts.vendor || from_environment {
            return Ok(());
        }
        let ours = facts.id;
        let hint = match &profile.provider {
            Some(_) => format!("name a profile for {ours} with `--profile`"),
            None => format!(
                "name a profile for {ours} with `--profile`; if it is one, add \
                 `provider = \"{ours}\"` to [{}]",
                heading(name)
            ),
        };
        Err(Error::credentials(
            format!(
                "profile `{name}` holds a key for {}, which is none for {ours}",
                theirs.id
            ),
            hint,
        ))
    }

    fn lookup(&self, name: &str) -> Option<Written> {
        let profile = self.file.profiles.get(name)?;
        self.check_vendor(name, profile).ok()?;
        let source = profile.credentials.clone()?;
        Some(Written {
            source: source.value,
            origin: source.origin,
            sts: self.sts_of(profile),
        })
    }

    /// The address of the token service for the chosen profile's own key.
    fn own_sts(&self) -> Option<Endpoint> {
        self.sts_of(self.profile?.1)
    }

    /// The same for a profile: another vendor's keys and tokens never go there.
    fn sts_of(&self, profile: &Profile) -> Option<Endpoint> {
        let same = profile.provider().facts().vendor == self.provider.facts().vendor;
        let address = profile.sts_endpoint.as_ref().filter(|_| same)?;
        Some(address.value.clone())
    }

    /// The address for the environment's key: that is the profile's own only where
    /// the profile asks for it.
    fn environment_sts(&self) -> Option<Endpoint> {
        let source = self.profile?.1.credentials.as_ref()?;
        self.own_sts()
            .filter(|_| source.value == Source::Environment)
    }

    fn finder<'f>(&'f self, sts: Option<Endpoint>, profiles: &'f Lookup<'f>) -> Finder<'f> {
        Finder {
            env: self.env,
            provider: self.provider,
            sts,
            profiles,
        }
    }
}

/// Checks the file with a profile's secret, if it has one.
pub(super) fn check_file(profile: &Profile) -> Result<(), ConfigError> {
    match profile.credentials.as_ref().map(|source| &source.value) {
        Some(Source::Static(key)) => key.check(),
        _ => Ok(()),
    }
}
