//! The accounts of a command: from settings to what can be asked, and in which regions.

use std::sync::Arc;

use super::failure::Failure;
use super::report::Report;
use super::ui::Ui;
use crate::clock::Clock;
use crate::config::regions::parse_id;
use crate::config::words::mask;
use crate::config::{self, RegionChoice};
use crate::credentials::{self, FetchContext, fetched_by, placeholder};
use crate::engine::{Account, Target};
use crate::error::{ConfigError, Doubt, Error};
use crate::http::{
    Client, Detail, FixedKey, Limits, Log, Network, NoLog, Recorder, Transport, WebTransport,
};
use crate::model::Region;
use crate::nearest::nearest;

/// An account of this run, and its settings.
pub(super) struct Prepared {
    pub(super) account: Arc<Account>,
    pub(super) settings: config::Account,
    /// How its key would be fetched, in words, where it is not because nothing is to be sent.
    pub(super) fetched_by: Vec<String>,
}

/// The regions that the service names, and why each of the others cannot be asked: its id
/// would become part of a host name, and does not have the form of an id.
pub(super) fn ids_of(regions: Vec<Region>) -> (Vec<String>, Vec<String>) {
    let mut ids: Vec<String> = Vec::new();
    let mut strange = Vec::new();
    for Region { id, .. } in regions {
        match parse_id(&id) {
            Ok(id) if !ids.contains(&id) => ids.push(id),
            Ok(_) => {}
            Err(why) => strange.push(why),
        }
    }
    (ids, strange)
}

impl Prepared {
    pub(super) fn is_regional(&self) -> bool {
        self.account.provider.facts().regional
    }

    pub(super) fn regions(&self) -> Option<&RegionChoice> {
        self.settings.regions.as_ref().map(|regions| &regions.value)
    }

    pub(super) fn names_several_regions(&self) -> bool {
        self.is_regional() && self.regions().is_some_and(RegionChoice::is_several)
    }

    /// The target for questions that any region answers: the first region that is named, if
    /// any is.
    pub(super) fn any_target(&self) -> Target {
        let region = match self.regions() {
            Some(RegionChoice::Named(ids)) => ids.first().map(String::as_str),
            Some(RegionChoice::All) | None => None,
        };
        let any_region = self.account.provider.facts().any_region;
        Target::new(&self.account, region.unwrap_or(any_region))
    }

    /// The targets that are known without asking; `None` where the service has to be
    /// asked which regions there are.
    pub(super) fn known_targets(&self) -> Result<Option<Vec<Target>>, Failure> {
        if !self.is_regional() {
            return Ok(Some(vec![Target::new(&self.account, "")]));
        }
        match self.regions() {
            Some(RegionChoice::Named(ids)) => Ok(Some(self.in_regions(ids.clone()))),
            Some(RegionChoice::All) => Ok(None),
            None => Err(no_region(&self.account)),
        }
    }

    pub(super) fn in_regions(&self, ids: Vec<String>) -> Vec<Target> {
        let target = |region| Target::new(&self.account, region);
        ids.into_iter().map(target).collect()
    }

    /// Those of all regions that are not left out.
    pub(super) fn left_of(&self, mut ids: Vec<String>) -> Result<Vec<String>, Failure> {
        if ids.is_empty() {
            return Err(self.distrust("the service names no region that can be asked".to_owned()));
        }
        ids.retain(|id| !self.settings.exclude_regions.contains(id));
        if ids.is_empty() {
            return Err(Failure::usage("no region is left to ask"));
        }
        Ok(ids)
    }

    /// The failure of an account whose regions are not known.
    pub(super) fn distrust(&self, why: String) -> Failure {
        Failure::Library(Error::Untrusted {
            call: Box::new(self.account.call()),
            doubt: Doubt::Regions(why),
        })
    }

    /// The doubts about regions that are known without asking.
    pub(super) fn known_doubts(&self) -> Vec<Report> {
        match self.regions() {
            Some(RegionChoice::Named(ids)) if self.is_regional() => self.doubts(ids),
            _ => Vec::new(),
        }
    }

    /// Which regions are left out that are not there: a slip of the pen would else ask a
    /// region that was not to be asked.
    pub(super) fn doubts(&self, ids: &[String]) -> Vec<Report> {
        let out = self.settings.doubtful_exclusions.iter();
        let out = out.filter(|id| !ids.contains(id));
        let doubt = |id: &String| {
            let message = format!("--exclude-region: `{id}` is none of the regions to ask");
            let near = nearest(id, ids.iter().map(String::as_str));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            Report::warning(message, &self.account.call()).with_hint(hint)
        };
        out.map(doubt).collect()
    }
}

/// What all accounts are prepared with.
pub(super) struct Shared<'a> {
    pub(super) ui: &'a Ui,
    pub(super) raw: bool,
    pub(super) recorder: Option<Recorder>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) limits: Arc<Limits>,
    /// The transports so far, each with the settings that it was made of.
    pub(super) transports: Vec<(Network, Arc<WebTransport>)>,
}

impl Shared<'_> {
    /// The transport for these settings. Accounts with the same ones share it, as to prepare
    /// TLS for each takes longer than a request.
    fn transport(&mut self, network: &Network) -> Result<Arc<WebTransport>, ConfigError> {
        let is_same = |known: &Network| {
            (known.connect_timeout, &known.proxy, &known.ca_bundle)
                == (network.connect_timeout, &network.proxy, &network.ca_bundle)
        };
        let mut known = self.transports.iter();
        if let Some((_, transport)) = known.find(|(known, _)| is_same(known)) {
            return Ok(Arc::clone(transport));
        }
        let transport = Arc::new(WebTransport::new(network)?);
        self.transports
            .push((network.clone(), Arc::clone(&transport)));
        Ok(transport)
    }

    /// How the key of an account would be fetched, where nothing is to be sent.
    ///
    /// # Errors
    /// When there is no key.
    pub(super) fn fetched_by(&self, settings: &config::Account) -> Result<Vec<String>, Error> {
        let found = settings.credentials.as_ref().map_err(Clone::clone)?;
        match self.recorder {
            Some(_) => {
                let profile = profile_of(settings);
                fetched_by(
                    found,
                    settings.provider.facts().id,
                    profile,
                    self.clock.now(),
                )
            }
            None => Ok(Vec::new()),
        }
    }

    pub(super) fn prepare(
        &mut self,
        settings: config::Account,
        fetched_by: Vec<String>,
    ) -> Result<Prepared, Failure> {
        let signature = &settings.signature;
        let authorizer = settings.provider.authorizer(signature.value);
        let authorizer = authorizer.ok_or_else(|| {
            let message = format!("there is no signature scheme `{}`", signature.value);
            ConfigError::new(message).at(signature.origin.clone())
        })?;
        let found = settings.credentials.as_ref().map_err(Clone::clone)?;
        let log = self.ui.log();
        if log.wants(Detail::Calls) {
            let key = match found.source.key() {
                Some(key) => format!("the key {}", mask(&key.id)),
                None => "a key to be fetched,".to_owned(),
            };
            let (place, step) = (&found.place, found.step);
            log.line(&format!("* signing with {key} from {place} (step {step})"));
        }
        let web = self.transport(&settings.network)?;
        let (transport, client_log): (Box<dyn Transport>, Arc<dyn Log>) = match &self.recorder {
            Some(recorder) => (Box::new(recorder.clone()), Arc::new(NoLog)),
            None => (Box::new(web), Arc::clone(&log)),
        };
        let client = Arc::new(Client::new(
            transport,
            &settings.network,
            Arc::clone(&self.clock),
            client_log,
            Arc::clone(&self.limits),
        ));
        let profile = profile_of(&settings).map(str::to_owned);
        let keys = if fetched_by.is_empty() {
            let context = FetchContext {
                provider: settings.provider.facts().id,
                profile: profile.clone(),
                client: Arc::clone(&client),
                network: settings.network.clone(),
                clock: Arc::clone(&self.clock),
                log,
                helper: {
                    let ending = self.ui.ending();
                    Arc::new(move || Box::new(ending.helper()))
                },
            };
            credentials::keys(found, &context)?
        } else {
            Arc::new(FixedKey::new(placeholder()))
        };
        let concurrency = settings.network.concurrency;
        self.limits.limit(keys.account(), concurrency);
        let endpoint = settings.endpoint.as_ref();
        let account = Account {
            provider: settings.provider,
            profile,
            endpoint: endpoint.map(|endpoint| endpoint.value.clone()),
            options: settings.options.clone(),
            now: self.clock.now(),
            keys,
            key_origin: found.origin.clone(),
            raw: self.raw,
            authorizer,
            client,
        };
        Ok(Prepared {
            account: Arc::new(account),
            settings,
            fetched_by,
        })
    }
}

/// The profile that rows and errors name, unless its key is passed over.
fn profile_of(settings: &config::Account) -> Option<&str> {
    let profile = settings.profile.as_deref();
    profile.filter(|_| !settings.passed_over)
}

fn no_region(account: &Account) -> Failure {
    let variables = account.provider.facts().variables().region;
    let variable = variables.first().copied().unwrap_or("CLOUDQ_REGION");
    let place = match &account.profile {
        Some(profile) => format!("`regions` in the profile `{profile}`"),
        None => "`regions` in a profile".to_owned(),
    };
    Failure::Library(Error::Config(ConfigError::new("no region is given").hint(
        format!("use --region ID or --region all, set {place}, or set {variable}"),
    )))
}
