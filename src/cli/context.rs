//! What a command that asks a cloud works with: who is asked, where.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;

use super::args::Global;
use super::deadline::Deadline;
use super::failure::Failure;
use super::progress::ProgressTargets;
use super::report::Report;
use super::ui::Ui;
use crate::cli::commands::config::load;
use crate::clock::Clock;
use crate::config::regions::parse_id;
use crate::config::words::{mask, quoted};
use crate::config::{Account, Env, RegionChoice};
use crate::credentials::{self, FetchContext, Resolved, TokenServiceAt};
use crate::engine::{Plan, Question, Target, regions};
use crate::error::{ConfigError, Doubt, Error, Origin};
use crate::http::{Client, Detail, Limits, WebTransport};
use crate::model::{Image, Region};
use crate::nearest::nearest;
use crate::provider::Provider;

/// The accounts of this run, ready to be asked.
pub(super) struct Context {
    pub(super) clock: Arc<dyn Clock>,
    /// The targets that are asked.
    pub(super) progress_targets: ProgressTargets,
    /// The time for the whole command.
    pub(super) deadline: Deadline,
    /// Whether nothing is to be sent.
    pub(super) dry_run: bool,
    /// Whether an account fails if one of all its regions cannot be asked.
    pub(super) needs_all_regions: bool,
    prepared: Vec<Prepared>,
    /// The provider of each account that was chosen.
    providers: Vec<&'static dyn Provider>,
    /// What names the profiles of the accounts, if anything does.
    profiles_origin: Option<Origin>,
    /// Whether the file has profiles that were not chosen.
    pub(super) has_other_profiles: bool,
    /// Why some of several accounts cannot be asked, until that is told.
    failed: Vec<Error>,
    /// What is odd about the regions to ask, until that is told.
    doubts: RefCell<Vec<Report>>,
    // The emulator of `-p sandbox` serves for as long as this lives.
    #[cfg(feature = "sandbox")]
    _sandbox: Option<crate::sandbox::Sandbox>,
}

/// An account and whom to ask with it, its region still open.
struct Prepared {
    target: Target,
    /// Where its key comes from.
    found: Resolved,
    /// The token service of its vendor.
    sts: Result<TokenServiceAt, Error>,
    regions: Option<RegionChoice>,
    exclude: Vec<String>,
    /// What names the regions.
    regions_origin: Option<Origin>,
    /// Regions to leave out that may not be there.
    doubtful: Vec<String>,
}

impl Context {
    /// Reads the configuration and prepares every chosen account. Nothing is
    /// sent yet.
    #[cfg_attr(
        not(feature = "sandbox"),
        expect(clippy::unused_async, reason = "the sandbox starts here")
    )]
    pub(super) async fn new(
        ui: &Ui,
        global: &Global,
        env: Env,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Failure> {
        let config = load(ui, &global.flags()?, env)?;
        #[cfg(feature = "sandbox")]
        let (config, sandbox) = if global.dry_run {
            (crate::cli::commands::sandbox::without_start(config), None)
        } else {
            crate::cli::commands::sandbox::with_sandbox(config, &clock).await?
        };
        let accounts = config.accounts()?;
        let is_asked = |name| {
            accounts
                .iter()
                .any(|account| account.profile.as_ref() == Some(name))
        };
        let has_other_profiles =
            !config.wants_sandbox() && !config.file().profiles.keys().all(is_asked);
        if accounts.len() > 1 {
            ui.name_profiles();
        }
        let providers: Vec<_> = accounts.iter().map(|account| account.provider).collect();
        let (mut prepared, mut failed) = (Vec::new(), Vec::new());
        let limits = Arc::new(Limits::default());
        for account in accounts {
            note_passed_over(ui, &account);
            match &account.credentials {
                // An account without a key does not hinder the others.
                Err(error) if providers.len() > 1 => failed.push(error.clone()),
                _ => prepared.push(prepare(ui, global, account, &clock, &limits)?),
            }
        }
        let doubts = prepared.iter().flat_map(Prepared::known_doubts).collect();
        let clients = prepared
            .iter()
            .map(|prepared: &Prepared| &prepared.target.client);
        if let Some(longest) = clients.max_by_key(|client| client.deadline()) {
            ui.limit(longest.timeout(), longest.deadline())?;
        }
        Ok(Self {
            clock,
            progress_targets: ProgressTargets::default(),
            deadline: ui.deadline.clone(),
            dry_run: global.dry_run,
            needs_all_regions: false,
            prepared,
            providers,
            profiles_origin: config.profiles_origin(),
            has_other_profiles,
            failed,
            doubts: RefCell::new(doubts),
            #[cfg(feature = "sandbox")]
            _sandbox: sandbox,
        })
    }

    /// One target for each account, in no region.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &Target> {
        self.prepared.iter().map(|prepared| &prepared.target)
    }

    /// Each account in one region, with all that is known of its key.
    pub(super) fn checked(&self) -> impl Iterator<Item = Checked<'_>> {
        self.prepared.iter().map(|prepared| {
            let facts = prepared.target.provider.facts();
            let region = match &prepared.regions {
                Some(RegionChoice::Named(ids)) => ids.first().map(String::as_str),
                Some(RegionChoice::All) | None => None,
            };
            Checked {
                target: Target {
                    region: region.unwrap_or(facts.any_region).to_owned(),
                    ..prepared.target.clone()
                },
                found: &prepared.found,
                sts: prepared.sts.as_ref(),
            }
        })
    }

    /// For each account what is known of it without asking anybody: as
    /// [`Context::checked`], and its targets.
    pub(super) fn known(&self) -> impl Iterator<Item = (Checked<'_>, KnownTargets)> {
        let targets = self.prepared.iter().map(Prepared::known_targets);
        self.checked().zip(targets)
    }

    /// Why others of several accounts cannot be asked; each is told once.
    pub(super) fn take_failed(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.failed)
    }

    /// What is odd about the regions to ask, as far as they are known by now; each is told
    /// once.
    pub(super) fn take_doubts(&self) -> Vec<Report> {
        self.doubts.take()
    }

    /// Whether rows of more than one profile may come together.
    pub(super) fn has_several_profiles(&self) -> bool {
        self.providers.len() > 1
    }

    /// The provider of each account, also of those that cannot be asked.
    pub(super) fn providers(&self) -> impl Iterator<Item = &'static dyn Provider> {
        self.providers.iter().copied()
    }

    /// Whether any account's images are in regions.
    pub(super) fn is_regional(&self) -> bool {
        self.providers().any(|provider| provider.facts().regional)
    }

    /// Refuses what a provider cannot do, before anything is sent to any.
    pub(super) fn check(&self, question: &Question, page_size: Option<u32>) -> Result<(), Failure> {
        for provider in self.providers() {
            Plan::new(provider, question)?;
            let facts = provider.facts();
            let Some(size) = page_size else { continue };
            let why = match facts.page_size {
                Some(most) if size <= most => continue,
                Some(most) => format!("{} gives at most {most} images on a page", facts.title),
                None => format!("{} lists all images at once", facts.title),
            };
            return Err(Failure::value("--page-size", why));
        }
        Ok(())
    }

    /// Whether more than one target may be meant, going by the arguments and the
    /// configuration alone, whatever the service offers.
    pub(super) fn is_several(&self) -> bool {
        let one = |prepared: &Prepared| match &prepared.regions {
            Some(regions) => !prepared.is_regional() || !regions.is_several(),
            None => true,
        };
        self.providers.len() != 1 || !self.prepared.iter().all(one)
    }

    /// Whether rows of more than one region may come together.
    pub(super) fn has_several_regions(&self) -> bool {
        self.is_several() && self.is_regional()
    }

    /// What names more than one target, and what it names.
    pub(super) fn names_several(&self) -> Option<(&Origin, &'static str)> {
        if self.has_several_profiles() {
            return Some((self.profiles_origin.as_ref()?, "profiles"));
        }
        let mut prepared = self.prepared.iter();
        let several = prepared.find(|prepared| {
            let regions = prepared.regions.as_ref();
            prepared.is_regional() && regions.is_some_and(RegionChoice::is_several)
        })?;
        Some((several.regions_origin.as_ref()?, "regions"))
    }

    /// Whether any account was asked in some of its regions only.
    pub(super) fn leaves_out_regions(&self) -> bool {
        self.prepared.iter().any(|prepared| {
            let is_all = prepared.regions == Some(RegionChoice::All) && prepared.exclude.is_empty();
            prepared.is_regional() && !is_all
        })
    }

    /// The chosen places, as images in them name them: only provider, profile and region are
    /// set, and the region only where it is known. Empty if an account cannot be asked.
    pub(super) fn places(&self) -> Vec<Image> {
        if !self.failed.is_empty() {
            return Vec::new();
        }
        let places = self.prepared.iter().flat_map(|prepared| {
            let target = &prepared.target;
            let regions = match &prepared.regions {
                Some(RegionChoice::Named(ids)) if prepared.is_regional() => {
                    ids.iter().cloned().map(Some).collect()
                }
                _ => vec![None],
            };
            regions.into_iter().map(|region| Image {
                provider: target.provider.facts().id,
                profile: target.profile.clone(),
                region,
                ..Image::default()
            })
        });
        places.collect()
    }

    /// For each account its targets, as soon as its key and its regions are there.
    pub(super) fn ready(&self) -> impl Iterator<Item = impl Future<Output = TargetsOfOne> + '_> {
        let ready = |prepared| self.ready_account(prepared);
        self.prepared.iter().map(ready)
    }

    async fn ready_account(&self, prepared: &Prepared) -> TargetsOfOne {
        // First, so that a failure is told once and not for each region.
        prepared.target.keys.current().await?;
        let targets = if let Some(targets) = prepared.known_targets()? {
            targets
        } else {
            self.progress_targets.add([prepared.target.clone()]);
            let (ids, strange) = prepared.all_regions().await?;
            if let (true, Some(why)) = (self.needs_all_regions, strange.first()) {
                let why = format!("a region of the service cannot be searched: {why}");
                return Err(prepared.distrust(why));
            }
            let strange = strange.into_iter().map(|why| {
                let message = format!("a region of the service is not searched: {why}");
                Report::warning(message, &prepared.target.call())
            });
            let doubts = prepared.doubts(&ids);
            self.doubts.borrow_mut().extend(strange.chain(doubts));
            prepared.in_regions(prepared.left_of(ids)?)
        };
        self.progress_targets.add(targets.iter().cloned());
        Ok(targets)
    }

    /// The failure of one account, where that does not hinder the others.
    pub(super) fn own_failure(&self, failure: Failure) -> Result<Error, Failure> {
        match failure {
            // It came from asking, and not from what was asked.
            Failure::Library(error) if error.call().is_some() => Ok(error),
            // One without a region or a key is told with the others.
            Failure::Library(error @ (Error::Config(_) | Error::Credentials { .. }))
                if self.providers.len() > 1 =>
            {
                Ok(error)
            }
            failure => Err(failure),
        }
    }
}

/// The targets of an account, or why there are none.
pub(super) type TargetsOfOne = Result<Vec<Target>, Failure>;

/// An account in one region, with all that is known of its key.
pub(super) struct Checked<'a> {
    pub(super) target: Target,
    /// Where the key comes from.
    pub(super) found: &'a Resolved,
    /// The token service of its vendor.
    pub(super) sts: Result<&'a TokenServiceAt, &'a Error>,
}

/// The targets of an account that are known without asking; `None` where the service
/// has to be asked which regions there are.
pub(super) type KnownTargets = Result<Option<Vec<Target>>, Failure>;

impl Prepared {
    fn is_regional(&self) -> bool {
        self.target.provider.facts().regional
    }

    /// The targets that are known without asking; `None` where the service has to be
    /// asked which regions there are.
    fn known_targets(&self) -> KnownTargets {
        if !self.is_regional() {
            return Ok(Some(vec![self.target.clone()]));
        }
        match &self.regions {
            Some(RegionChoice::Named(ids)) => Ok(Some(self.in_regions(ids.clone()))),
            Some(RegionChoice::All) => Ok(None),
            None => Err(no_region(&self.target)),
        }
    }

    fn in_regions(&self, ids: Vec<String>) -> Vec<Target> {
        let target = |region| Target {
            region,
            metrics: Arc::default(),
            ..self.target.clone()
        };
        ids.into_iter().map(target).collect()
    }

    /// The regions that the service names, and why each of the others cannot be asked:
    /// its id would become part of a host name, and does not have the form of an id.
    async fn all_regions(&self) -> Result<(Vec<String>, Vec<String>), Failure> {
        let mut ids: Vec<String> = Vec::new();
        let mut strange = Vec::new();
        for Region { id, .. } in regions(&self.target).await? {
            match parse_id(&id) {
                Ok(id) if !ids.contains(&id) => ids.push(id),
                Ok(_) => {}
                Err(why) => strange.push(why),
            }
        }
        Ok((ids, strange))
    }

    /// Those of all regions that are not left out.
    fn left_of(&self, mut ids: Vec<String>) -> Result<Vec<String>, Failure> {
        if ids.is_empty() {
            return Err(self.distrust("the service names no region that can be asked".to_owned()));
        }
        ids.retain(|id| !self.exclude.contains(id));
        if ids.is_empty() {
            return Err(Failure::usage("no region is left to ask"));
        }
        Ok(ids)
    }

    /// The failure of an account whose regions are not known.
    fn distrust(&self, why: String) -> Failure {
        Failure::Library(Error::Untrusted {
            call: Box::new(self.target.call()),
            doubt: Doubt::Regions(why),
        })
    }

    /// The doubts about regions that are known without asking.
    fn known_doubts(&self) -> Vec<Report> {
        match &self.regions {
            Some(RegionChoice::Named(ids)) if self.is_regional() => self.doubts(ids),
            _ => Vec::new(),
        }
    }

    /// Which regions are left out that are not there: a slip of the pen would else ask a
    /// region that was not to be asked.
    fn doubts(&self, ids: &[String]) -> Vec<Report> {
        let out = self.doubtful.iter().filter(|id| !ids.contains(id));
        let doubt = |id: &String| {
            let message = format!("--exclude-region: `{id}` is none of the regions to ask");
            let near = nearest(id, ids.iter().map(String::as_str));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            Report::warning(message, &self.target.call()).with_hint(hint)
        };
        out.map(doubt).collect()
    }
}

/// Tells when a key of the environment signs although the default profile has its own.
fn note_passed_over(ui: &Ui, account: &Account) {
    if let (true, Some(name), Ok(found)) =
        (account.passed_over, &account.profile, &account.credentials)
    {
        ui.note(&format!(
            "the access key in {} is used instead of the key of the default profile {}; \
             to use the profile's key, pass -p {name}",
            found.origin,
            quoted(name)
        ));
    }
}

fn prepare(
    ui: &Ui,
    global: &Global,
    account: Account,
    clock: &Arc<dyn Clock>,
    limits: &Arc<Limits>,
) -> Result<Prepared, Failure> {
    let authorizer = account
        .provider
        .authorizer(account.signature.value)
        .ok_or_else(|| {
            let message = format!("there is no signature scheme `{}`", account.signature.value);
            ConfigError::new(message).at(account.signature.origin.clone())
        })?;
    let profile = account.profile.filter(|_| !account.passed_over);
    let found = account.credentials?;
    let log = ui.log();
    if log.wants(Detail::Calls) {
        let key = match found.source.key() {
            Some(key) => format!("the key {}", mask(&key.id)),
            None => "a key to be fetched,".to_owned(),
        };
        let (place, step) = (&found.place, found.step);
        log.line(&format!("* signing with {key} from {place} (step {step})"));
    }
    let transport = WebTransport::new(&account.network)?;
    let client = Arc::new(Client::new(
        Box::new(transport),
        &account.network,
        Arc::clone(clock),
        Arc::clone(&log),
        Arc::clone(limits),
    ));
    let concurrency = account.network.concurrency;
    let context = FetchContext {
        provider: account.provider.facts().id,
        profile: profile.clone(),
        client: Arc::clone(&client),
        network: account.network,
        clock: Arc::clone(clock),
        log,
        helper: {
            let ending = ui.ending();
            Arc::new(move || Box::new(ending.helper()))
        },
    };
    let keys = credentials::keys(&found, &context)?;
    limits.limit(keys.account(), concurrency);
    Ok(Prepared {
        target: Target {
            provider: account.provider,
            profile,
            region: String::new(),
            endpoint: account.endpoint.map(|endpoint| endpoint.value),
            options: account.options,
            now: clock.now(),
            keys,
            key_origin: found.origin.clone(),
            raw: global.raw,
            authorizer,
            client,
            metrics: Arc::default(),
        },
        found,
        sts: account.sts,
        regions_origin: account.regions.as_ref().map(|it| it.origin.clone()),
        regions: account.regions.map(|regions| regions.value),
        exclude: account.exclude_regions,
        doubtful: account.doubtful_exclusions,
    })
}

fn no_region(target: &Target) -> Failure {
    let variables = target.provider.facts().variables().region;
    let variable = variables.first().copied().unwrap_or("CLOUDQ_REGION");
    let place = match &target.profile {
        Some(profile) => format!("`regions` in the profile `{profile}`"),
        None => "`regions` in a profile".to_owned(),
    };
    Failure::Library(Error::Config(ConfigError::new("no region is given").hint(
        format!("use --region ID or --region all, set {place}, or set {variable}"),
    )))
}
