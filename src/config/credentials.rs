//! The account's credentials: the first complete ones, in a fixed order.
//!
//! 1. A profile named by a flag or by `CLOUDQ_PROFILE`, where it has credentials: its key
//!    or none.
//! 2. The variables of the provider's vendor.
//! 3. The profile from `default_profile`.
//! 4. What the vendor has beside that, in its own order: the current profile of its CLI, the
//!    file of its SDKs, the role of the machine where a variable asks for it.
//!
//! Nothing is fetched here. No message holds any part of a key.

use super::file::File;
use super::profile::Profile;
use super::settings::Sourced;
use crate::credentials::{
    Chain, ChainStep, Lookup, Resolved, Source, TokenServiceAt, Written, follow, pair,
};
use crate::error::{ConfigError, Error};
use crate::machine::Env;
use crate::provider::{Facts, Provider};
use crate::request::Endpoint;
use crate::words::{heading, quoted};

/// For whom a key is looked for.
pub(super) struct Ask<'a> {
    pub(super) provider: &'static dyn Provider,
    pub(super) env: &'a Env,
    /// Where other profiles are, for roles.
    pub(super) file: &'a File,
    /// The profile and its name, when one is chosen.
    pub(super) profile: Option<(&'a str, &'a Profile)>,
    /// Whether a flag or variable names the profile, so that its credentials alone count.
    pub(super) is_named: bool,
}

/// Finds the key, or the way to it.
///
/// # Errors
/// [`Error::Credentials`] when there is none or half of one, [`Error::Config`]
/// when a file or variable that holds it cannot be used.
pub(super) fn find(ask: &Ask<'_>) -> Result<Resolved, Error> {
    let id = ask.provider.facts().id;
    let found = ask.find();
    found.map_err(|error| error.of_account(id, ask.profile.map(|(name, _)| name)))
}

/// The token service that is asked whose the key is.
///
/// # Errors
/// When a variable holds an address that is none, or the vendor has no such service.
pub(super) fn sts(ask: &Ask<'_>, found: Option<&Resolved>) -> Result<TokenServiceAt, Error> {
    let address = match found.map(|found| found.step) {
        Some(ChainStep::Profile | ChainStep::DefaultProfile) => ask.own_sts(),
        Some(ChainStep::Environment) => ask.environment_sts(),
        _ => None,
    };
    ask.chain(address, &|name| ask.lookup(name))
        .token_service(None)
}

impl Ask<'_> {
    fn find(&self) -> Result<Resolved, Error> {
        let facts = self.provider.facts();
        // A profile without credentials names no account.
        if self.is_named
            && let Some((name, profile)) = self.profile
            && profile.credentials.is_some()
        {
            return self.own(name, profile);
        }
        let lookup = |name: &str| self.lookup(name);
        let at = |step| move |found| Resolved { step, ..found };
        let environment = self.chain(self.environment_sts(), &lookup);
        if let Some(found) = environment.environment()? {
            return Ok(at(ChainStep::Environment)(found));
        }
        if let Some((name, profile)) = self.profile
            && let Some(found) = self.of_profile(name, profile)?
        {
            return Ok(at(ChainStep::DefaultProfile)(found));
        }
        let chain = self.chain(None, &lookup);
        for step in chain.cloud.ambient() {
            if let Some(found) = step(&chain)? {
                return Ok(found);
            }
        }
        let looked = match self.profile {
            Some((name, _)) => format!("neither the environment nor profile `{name}` has any"),
            None => "the environment has none, and no profile is chosen".to_owned(),
        };
        Err(Error::credentials(
            format!("no credentials for {}: {looked}", facts.id),
            format!(
                "1. {}\n\
                 2. set {}\n\
                 3. `cloudq -p sandbox images list` tries it all without an account",
                self.way_of_a_profile(),
                pair(facts.variables())
            ),
        ))
    }

    /// How a profile would give the key: `config init` does nothing where there is a file.
    fn way_of_a_profile(&self) -> String {
        const MOST: usize = 5;
        if let Some((name, _)) = self.profile {
            return format!("add `credentials` to [{}]", heading(name));
        }
        let names: Vec<String> = self.file.profiles.keys().map(|name| quoted(name)).collect();
        match names.len() {
            0 => "`cloudq config init` writes a file for profiles: put the key there".to_owned(),
            1..=MOST => format!("choose a profile with --profile: {}", names.join(", ")),
            _ => "choose a profile with --profile; `cloudq profiles` lists them".to_owned(),
        }
    }

    /// The key of a profile whose own it has to be.
    fn own(&self, name: &str, profile: &Profile) -> Result<Resolved, Error> {
        let facts = self.provider.facts();
        let found = self.of_profile(name, profile)?.ok_or_else(|| {
            Error::credentials(
                format!(
                    "profile `{name}` takes its key from the environment, which has none for {}",
                    facts.id
                ),
                format!("set {}", pair(facts.variables())),
            )
        })?;
        Ok(Resolved {
            step: ChainStep::Profile,
            ..found
        })
    }

    /// The key of a profile; `None` when it has none, or takes it from the
    /// environment, which has none.
    fn of_profile(&self, name: &str, profile: &Profile) -> Result<Option<Resolved>, Error> {
        let Some(source) = &profile.credentials else {
            return Ok(None);
        };
        self.check_vendor(name, profile)?;
        let lookup = |name: &str| self.lookup(name);
        self.chain(self.own_sts(), &lookup)
            .find(&self.written(profile, source))
    }

    fn check_vendor(&self, name: &str, profile: &Profile) -> Result<(), Error> {
        let facts = self.provider.facts();
        if !is_of_others(profile, facts) {
            return Ok(());
        }
        let (theirs, ours) = (profile.provider().facts().id, facts.id);
        let hint = match &profile.provider {
            Some(_) => format!("name a profile for {ours} with `--profile`"),
            None => format!(
                "name a profile for {ours} with `--profile`; if it is one, add \
                 `provider = \"{ours}\"` to [{}]",
                heading(name)
            ),
        };
        Err(Error::credentials(
            format!("profile `{name}` holds a key for {theirs}, which is none for {ours}"),
            hint,
        ))
    }

    fn lookup(&self, name: &str) -> Result<Written, Error> {
        let (profile, source) = base(self.file, name, self.provider.facts())?;
        Ok(self.written(profile, source))
    }

    fn written(&self, profile: &Profile, source: &Sourced<Source>) -> Written {
        Written {
            source: source.value.clone(),
            origin: source.origin.clone(),
            sts: self.sts_of(profile),
        }
    }

    /// The address of the token service for the chosen profile's own key.
    fn own_sts(&self) -> Option<Endpoint> {
        self.sts_of(self.profile?.1)
    }

    /// The same for a profile: another vendor's keys and tokens never go there.
    fn sts_of(&self, profile: &Profile) -> Option<Endpoint> {
        let same = profile.provider().facts().vendor() == self.provider.facts().vendor();
        let address = profile.sts_endpoint.as_ref().filter(|_| same)?;
        Some(address.value.clone())
    }

    /// The address for the environment's key: that is the profile's own only where
    /// the profile asks for it.
    fn environment_sts(&self) -> Option<Endpoint> {
        let source = self.profile?.1.credentials.as_ref()?;
        self.own_sts()
            .filter(|_| source.value.written.is_environment())
    }

    fn chain<'f>(&'f self, sts: Option<Endpoint>, profiles: &'f Lookup<'f>) -> Chain<'f> {
        let facts = self.provider.facts();
        Chain {
            env: self.env,
            provider: facts.id,
            cloud_id: facts.vendor(),
            cloud: facts.cloud.credentials(),
            variables: facts.variables(),
            sts,
            profiles,
            names: Vec::new(),
        }
    }
}

/// Whether a profile holds another vendor's key: that must not be shown to a cloud
/// that did not issue it. The environment has one for each.
fn is_of_others(profile: &Profile, facts: &Facts) -> bool {
    let source = profile.credentials.as_ref();
    let is_environment = source.is_some_and(|source| source.value.written.is_environment());
    profile.provider().facts().vendor() != facts.vendor() && !is_environment
}

/// The profile whose key takes a role of a provider, and its credentials.
fn base<'f>(
    file: &'f File,
    name: &str,
    facts: &Facts,
) -> Result<(&'f Profile, &'f Sourced<Source>), Error> {
    let refuse = |why: String, hint: &str| {
        Error::credentials(format!("the `source_profile` {} {why}", quoted(name)), hint)
    };
    let profile = file.profiles.get(name).ok_or_else(|| {
        refuse(
            "is not there".to_owned(),
            "`cloudq profiles` lists the profiles",
        )
    })?;
    let source = profile.credentials.as_ref().ok_or_else(|| {
        let hint = format!("add `credentials` to [{}]", heading(name));
        refuse("has no credentials".to_owned(), &hint)
    })?;
    if is_of_others(profile, facts) {
        let (theirs, ours) = (profile.provider().facts().id, facts.id);
        return Err(refuse(
            format!("holds a key for {theirs}, which is none for {ours}"),
            &format!("name a profile for {ours} there"),
        ));
    }
    Ok((profile, source))
}

/// Checks what a profile's credentials name: the file with a secret, or the profile
/// whose key takes a role, and that this does not lead back to itself.
pub(super) fn check(file: &File, profile: &Profile) -> Result<(), ConfigError> {
    let Some(source) = &profile.credentials else {
        return Ok(());
    };
    if let Some(name) = source.value.written.base_profile() {
        let facts = profile.provider().facts();
        let checked = base(file, name, facts).and_then(|_| check_chain(file, name));
        checked.map_err(|error| match error {
            Error::Credentials { message, hint, .. } => ConfigError {
                hint,
                ..ConfigError::new(message).at(source.origin.clone())
            },
            other => ConfigError::new(other.to_string()).at(source.origin.clone()),
        })?;
    }
    source.value.written.check()
}

/// Follows the profiles whose keys take roles; what is wrong with another one's
/// credentials is told where that stands.
fn check_chain(file: &File, first: &str) -> Result<(), Error> {
    let (mut names, mut next) = (Vec::new(), Some(first));
    while let Some(name) = next {
        follow(&mut names, name)?;
        let profile = file.profiles.get(name);
        let source = profile.and_then(|profile| profile.credentials.as_ref());
        next = source.and_then(|source| source.value.written.base_profile());
    }
    Ok(())
}
