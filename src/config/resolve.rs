//! From flags, variables, file and what is built in to one account.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::credentials::{self, Ask};
use super::file::File;
use super::names::{NO_REGIONS, SANDBOX, default_provider, provider_named};
use super::network;
use super::options::{self, SetOption};
use super::profile::Profile;
use super::regions::{self, RegionChoice};
use super::settings::{Given, Settings, Sourced};
use crate::credentials::{ChainStep, Fixed, Resolved, TokenServiceAt, token_service};
use crate::error::{ConfigError, Error, Origin};
use crate::http::{Network, Proxy};
use crate::machine::Env;
use crate::provider::{Options, Provider};
use crate::request::Endpoint;
use crate::sign::Credentials;

/// One account to ask: a profile, or what there is without one.
pub struct Account {
    /// The profile's name.
    pub profile: Option<String>,
    /// Which cloud's image service.
    pub provider: &'static dyn Provider,
    /// Which of its signature schemes.
    pub signature: Sourced<&'static str>,
    /// The address to use instead of the region's own.
    pub endpoint: Option<Sourced<Endpoint>>,
    /// The regions to ask, if anything names them; named ones are already
    /// without those to leave out.
    pub regions: Option<Sourced<RegionChoice>>,
    /// The options of the provider's own.
    pub options: Options,
    /// Regions to leave out of all of them.
    pub exclude_regions: Vec<String>,
    /// Regions that a flag leaves out and that are none of those named. Of all regions,
    /// every one that a flag leaves out: which there are the service knows.
    pub doubtful_exclusions: Vec<String>,
    /// How the service is reached.
    pub network: Network,
    /// Whether the environment's key signs instead of the key of the default profile: that
    /// profile's name would be wrong beside what the service answers.
    pub passed_over: bool,
    /// Who signs. An account without a key is no error by itself: not every
    /// command needs one.
    pub credentials: Result<Resolved, Error>,
    /// The token service of the provider's vendor.
    pub sts: Result<TokenServiceAt, Error>,
    /// Every setting with its origin, to be shown; no secret among them.
    pub shown: Vec<Shown>,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let provider = self.provider.facts().id;
        let mut account = f.debug_struct("Account");
        account
            .field("profile", &self.profile)
            .field("provider", &provider)
            .finish_non_exhaustive()
    }
}

/// A setting as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its key in the file.
    pub key: &'static str,
    /// Its value as the file would have it.
    pub value: String,
    /// Where it was given.
    pub origin: Origin,
    /// Whether it is of all profiles, from `[defaults]`.
    pub of_defaults: bool,
}

/// What the profile `sandbox` stands for, once the emulator runs.
#[derive(Debug, Clone)]
pub struct BuiltIn {
    /// The id of the provider that is asked unless another is named.
    pub provider: &'static str,
    /// Where the emulator listens.
    pub endpoint: Endpoint,
    /// A key that it takes.
    pub credentials: Credentials,
    /// The region that is asked unless another is named.
    pub region: String,
}

/// What an account is made from.
pub(super) struct Sources<'a> {
    pub(super) given: &'a Given,
    pub(super) file: &'a File,
    pub(super) env: &'a Env,
}

impl Sources<'_> {
    /// The account of a profile of the file, or without one.
    ///
    /// The third of what is chosen says whether a flag or variable names the profile, so
    /// that its credentials alone count.
    pub(super) fn account(&self, chosen: Option<(&str, &Profile, bool)>) -> Result<Account, Error> {
        let given = self.given;
        let profile = chosen.map(|(_, profile, _)| profile);
        let provider = match (&given.provider, profile.and_then(|p| p.provider.as_ref())) {
            (Some(provider), _) | (None, Some(provider)) => provider.clone(),
            (None, None) => Sourced::new(default_provider(), Origin::BuiltIn),
        };
        let facts = provider.value.facts();
        // Address and scheme belong to the service that the profile names.
        let same = profile.filter(|profile| profile.provider().facts().id == facts.id);
        let signature = same
            .and_then(|profile| profile.signature.clone())
            .filter(|signature| facts.signatures.contains(&signature.value));
        let ask = Ask {
            provider: provider.value,
            env: self.env,
            file: self.file,
            profile: chosen.map(|(name, profile, _)| (name, profile)),
            is_named: chosen.is_some_and(|(_, _, is_named)| is_named),
        };
        let credentials = credentials::find(&ask);
        let sts = credentials::sts(&ask, credentials.as_ref().ok());
        let regions = match given
            .regions
            .clone()
            .or(profile.and_then(|p| p.regions.clone()))
        {
            None => match self.vendor_region(facts.variables().region)? {
                None if !facts.regional => None,
                None => region_beside(credentials.as_ref().ok())?,
                variable => variable,
            },
            regions => regions,
        };
        let exclude = given
            .exclude_regions
            .clone()
            .or(profile.and_then(|p| p.exclude_regions.clone()));
        let (regions, exclude) = only_where_there_are(provider.value, (regions, exclude))?;
        let doubtful_exclusions = doubtful(regions.as_ref(), exclude.as_ref());
        let (regions, exclude_regions) = without(regions, exclude)?;
        let empty = Settings::default();
        let settings = profile.map_or(&empty, |profile| &profile.settings);
        let layers = [&given.network, settings, &self.file.defaults];
        let endpoint = given
            .endpoint
            .clone()
            .or(same.and_then(|profile| profile.endpoint.clone()))
            .or_else(|| inner_endpoint(provider.value, credentials.as_ref().ok()));
        if let Some(Sourced { value, origin }) = &endpoint
            && value.is_regional()
            && !facts.regional
        {
            return Err(ConfigError::new(facts.no_regions())
                .at(origin.clone())
                .hint("leave {region} out of the endpoint")
                .into());
        }
        let mut account = Draft {
            name: chosen.map(|(name, _, _)| name),
            provider,
            options: same.map_or(&[], |profile| &profile.options),
            signature,
            endpoint,
            regions,
            exclude_regions,
            doubtful_exclusions,
            proxy: network::proxy(self.env, &layers)?,
            ca_bundle: network::ca_bundle(self.env, &layers)?,
            layers,
        }
        .finish(credentials, sts);
        let own = profile.and_then(|profile| profile.credentials.as_ref());
        account.passed_over = own.is_some_and(|own| !own.value.written.is_environment())
            && matches!(&account.credentials, Ok(found) if found.step == ChainStep::Environment);
        if let Some(profile) = profile {
            account.shown.insert(
                0,
                Shown {
                    key: "profile",
                    value: account.profile.clone().unwrap_or_default(),
                    origin: profile.origin.clone(),
                    of_defaults: false,
                },
            );
        }
        Ok(account)
    }

    /// The account of the built-in profile. Of the environment only what is
    /// ours counts: the vendor's variables speak of real accounts.
    pub(super) fn sandbox(&self, built_in: &BuiltIn) -> Result<Account, Error> {
        let given = self.given;
        // A variable may be a leftover of `sandbox serve`; a flag is meant.
        if let Some(Sourced {
            origin: origin @ Origin::Flag(_),
            ..
        }) = &given.endpoint
        {
            let message = "the profile `sandbox` has an endpoint of its own";
            return Err(ConfigError::new(message)
                .at(origin.clone())
                .hint("leave out one of the two")
                .into());
        }
        let provider = match &given.provider {
            Some(provider) => provider.clone(),
            None => Sourced::new(provider_named(built_in.provider)?, Origin::BuiltIn),
        };
        let regions = given.regions.clone().unwrap_or_else(|| {
            Sourced::new(
                RegionChoice::Named(vec![built_in.region.clone()]),
                Origin::BuiltIn,
            )
        });
        let given_regions = (Some(regions), given.exclude_regions.clone());
        let (regions, exclude) = only_where_there_are(provider.value, given_regions)?;
        let doubtful_exclusions = doubtful(regions.as_ref(), exclude.as_ref());
        let (regions, exclude_regions) = without(regions, exclude)?;
        // It is on this machine and not encrypted: no proxy, no authorities.
        let defaults = Settings {
            proxy: None,
            ca_bundle: None,
            ..self.file.defaults.clone()
        };
        let draft = Draft {
            name: Some(SANDBOX),
            provider,
            options: &[],
            signature: None,
            endpoint: Some(Sourced::new(built_in.endpoint.clone(), Origin::BuiltIn)),
            regions,
            exclude_regions,
            doubtful_exclusions,
            layers: [&given.network, &Settings::default(), &defaults],
            proxy: given
                .network
                .proxy
                .clone()
                .unwrap_or_else(|| Sourced::new(Proxy::None, Origin::BuiltIn)),
            ca_bundle: given.network.ca_bundle.clone(),
        };
        let found = Resolved {
            source: Arc::new(Fixed::new(built_in.credentials.clone())),
            origin: Origin::BuiltIn,
            place: Origin::BuiltIn.to_string(),
            region: Ok(None),
            inside: None,
            step: ChainStep::BuiltIn,
        };
        let facts = draft.provider.value.facts();
        let address = Some(built_in.endpoint.clone());
        let sts = token_service(facts.cloud.credentials(), facts.id, address);
        Ok(draft.finish(Ok(found), sts))
    }

    fn vendor_region(
        &self,
        names: &'static [&'static str],
    ) -> Result<Option<Sourced<RegionChoice>>, ConfigError> {
        for name in names {
            if let Some(text) = self.env.text(name)? {
                let origin = Origin::Variable(name);
                return match regions::parse_id(text) {
                    Ok(id) => Ok(Some(Sourced::new(RegionChoice::Named(vec![id]), origin))),
                    Err(message) => Err(ConfigError::new(message).at(origin)),
                };
            }
        }
        Ok(None)
    }
}

/// The address inside the cloud's network, where the file of the vendor's CLI that the key
/// is from asks for it.
fn inner_endpoint(provider: &dyn Provider, found: Option<&Resolved>) -> Option<Sourced<Endpoint>> {
    let origin = found?.inside.clone()?;
    Some(Sourced::new(provider.inner_endpoint()?, origin))
}

/// The region that stands beside the key in the file of the vendor's CLI.
fn region_beside(found: Option<&Resolved>) -> Result<Option<Sourced<RegionChoice>>, Error> {
    let region = found.map(|found| found.region.as_ref().map_err(Clone::clone));
    let Some(Some((text, origin))) = region.transpose()?.map(Option::as_ref) else {
        return Ok(None);
    };
    match regions::parse_id(text) {
        Ok(id) => Ok(Some(Sourced::new(
            RegionChoice::Named(vec![id]),
            origin.clone(),
        ))),
        Err(message) => Err(ConfigError::new(message).at(origin.clone()).into()),
    }
}

/// Takes away the regions of a provider that has none. Who names one by a flag is
/// told so; a variable may be meant for other accounts, and a profile's own list
/// for the provider that it names.
fn only_where_there_are(
    provider: &dyn Provider,
    (regions, exclude): Narrowed,
) -> Result<Narrowed, ConfigError> {
    let facts = provider.facts();
    if facts.regional {
        return Ok((regions, exclude));
    }
    let named = regions.and_then(|regions| match regions.value {
        RegionChoice::Named(_) => Some(regions.origin),
        RegionChoice::All => None,
    });
    let origins = named.into_iter().chain(exclude.map(|ids| ids.origin));
    match origins
        .into_iter()
        .find(|origin| matches!(origin, Origin::Flag(_)))
    {
        Some(origin) => Err(ConfigError::new(facts.no_regions())
            .at(origin)
            .hint(NO_REGIONS)),
        None => Ok((None, None)),
    }
}

/// Regions to ask, and regions to leave out of all.
type Narrowed = (Option<Sourced<RegionChoice>>, Option<Sourced<Vec<String>>>);

/// The regions that a flag leaves out without need, as far as that is known here.
fn doubtful(
    regions: Option<&Sourced<RegionChoice>>,
    exclude: Option<&Sourced<Vec<String>>>,
) -> Vec<String> {
    let Some(out) = exclude.filter(|out| out.origin.is_flag()) else {
        return Vec::new();
    };
    let named = match regions.map(|regions| &regions.value) {
        Some(RegionChoice::Named(ids)) => ids.as_slice(),
        Some(RegionChoice::All) | None => &[],
    };
    let ids = out.value.iter().filter(|id| !named.contains(id));
    ids.cloned().collect()
}

/// Takes the regions to leave out from those named.
///
/// An exclusion in the file does not touch a region that a flag or variable
/// names: who names it now wants it.
fn without(
    regions: Option<Sourced<RegionChoice>>,
    exclude: Option<Sourced<Vec<String>>>,
) -> Result<Narrowed, ConfigError> {
    let in_file = |origin: &Origin| matches!(origin, Origin::File { .. });
    let (
        Some(Sourced {
            value: RegionChoice::Named(ids),
            origin,
        }),
        Some(out),
    ) = (&regions, &exclude)
    else {
        return Ok((regions, exclude));
    };
    if in_file(&out.origin) && matches!(origin, Origin::Flag(_) | Origin::Variable(_)) {
        return Ok((regions, None));
    }
    let left: Vec<String> = ids
        .iter()
        .filter(|id| !out.value.contains(id))
        .cloned()
        .collect();
    if left.is_empty() {
        let message = "every region to ask is also to be left out";
        return Err(ConfigError::new(message).at(out.origin.clone()));
    }
    Ok((
        Some(Sourced::new(RegionChoice::Named(left), origin.clone())),
        exclude,
    ))
}

/// An account before its network settings are chosen.
struct Draft<'a> {
    name: Option<&'a str>,
    provider: Sourced<&'static dyn Provider>,
    options: &'a [SetOption],
    signature: Option<Sourced<&'static str>>,
    endpoint: Option<Sourced<Endpoint>>,
    regions: Option<Sourced<RegionChoice>>,
    exclude_regions: Option<Sourced<Vec<String>>>,
    doubtful_exclusions: Vec<String>,
    /// The strongest first.
    layers: [&'a Settings; 3],
    proxy: Sourced<Proxy>,
    ca_bundle: Option<Sourced<PathBuf>>,
}

impl Draft<'_> {
    fn finish(
        self,
        credentials: Result<Resolved, Error>,
        sts: Result<TokenServiceAt, Error>,
    ) -> Account {
        let facts = self.provider.value.facts();
        let signature = self.signature.unwrap_or_else(|| {
            Sourced::new(
                facts.signatures.first().copied().unwrap_or_default(),
                Origin::BuiltIn,
            )
        });
        let mut shown = Vec::new();
        let mut show = |key, value: Option<(String, &Origin)>| {
            if let Some((value, origin)) = value {
                shown.push(Shown {
                    key,
                    value,
                    origin: origin.clone(),
                    of_defaults: false,
                });
            }
        };
        show(
            "provider",
            Some((facts.id.to_owned(), &self.provider.origin)),
        );
        show(
            "regions",
            self.regions
                .as_ref()
                .map(|r| (r.value.display(), &r.origin)),
        );
        show(
            "exclude_regions",
            self.exclude_regions
                .as_ref()
                .map(|r| (r.value.join(","), &r.origin)),
        );
        show(
            "endpoint",
            self.endpoint
                .as_ref()
                .map(|e| (e.value.to_string(), &e.origin)),
        );
        show(
            "signature",
            Some((signature.value.to_owned(), &signature.origin)),
        );
        for SetOption { option, value } in self.options {
            show(option.name, Some((value.value.clone(), &value.origin)));
        }
        let network = network::network(
            &self.layers,
            (self.proxy, self.ca_bundle),
            &mut |key, value, origin| {
                show(key, Some((value, origin)));
            },
        );
        // Only network settings have defaults of their own, so that no other
        // value can stand where one of these does.
        let defaults = self.layers[2].origins();
        for shown in &mut shown {
            shown.of_defaults = defaults.contains(&&shown.origin);
        }
        Account {
            profile: self.name.map(str::to_owned),
            provider: self.provider.value,
            signature,
            endpoint: self.endpoint,
            options: options::values(self.options),
            regions: self.regions,
            exclude_regions: self
                .exclude_regions
                .map(|ids| ids.value)
                .unwrap_or_default(),
            doubtful_exclusions: self.doubtful_exclusions,
            network,
            passed_over: false,
            credentials,
            sts,
            shown,
        }
    }
}
