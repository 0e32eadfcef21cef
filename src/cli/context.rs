//! The context of a command: its accounts, regions, progress and deadline.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;

use super::args::Global;
use super::deadline::Deadline;
use super::failure::Failure;
use super::prepared::{Prepared, Shared, ids_of};
use super::progress::ProgressTargets;
use super::report::Report;
use super::ui::Ui;
use crate::cli::commands::config::load;
use crate::clock::Clock;
use crate::config::words::quoted;
use crate::config::{self, Env, RegionChoice};
use crate::engine::{Plans, Question, Target, regions};
use crate::error::{Error, Origin};
use crate::http::Recorder;
use crate::model::Image;
use crate::provider::Provider;

/// The accounts of this run, ready to be asked.
pub(super) struct Context {
    /// The targets that are asked.
    pub(super) progress_targets: ProgressTargets,
    /// The time for the whole command.
    pub(super) deadline: Deadline,
    /// Records the requests, where none is to be sent.
    pub(super) recorder: Option<Recorder>,
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
        let mut shared = Shared {
            ui,
            raw: global.raw,
            recorder: global.dry_run.then(Recorder::default),
            clock: Arc::clone(&clock),
            limits: Arc::default(),
            transports: Vec::new(),
        };
        for settings in accounts {
            note_passed_over(ui, &settings);
            match shared.fetched_by(&settings) {
                Ok(fetched_by) => prepared.push(shared.prepare(settings, fetched_by)?),
                // An account without a key does not hinder the others.
                Err(error) if providers.len() > 1 => failed.push(error),
                Err(error) => return Err(error.into()),
            }
        }
        let doubts = prepared.iter().flat_map(Prepared::known_doubts).collect();
        let clients = prepared
            .iter()
            .map(|prepared: &Prepared| &prepared.account.client);
        if let Some(longest) = clients.max_by_key(|client| client.deadline()) {
            ui.limit(longest.timeout(), longest.deadline())?;
        }
        Ok(Self {
            progress_targets: ProgressTargets::default(),
            deadline: ui.deadline.clone(),
            recorder: shared.recorder,
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

    /// The accounts that can be asked, with their settings.
    pub(super) fn accounts(&self) -> &[Prepared] {
        &self.prepared
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

    /// The plans of a question, before anything is sent. It refuses what a provider cannot do.
    pub(super) fn plans(&self, question: &Question) -> Result<Plans, Failure> {
        Ok(Plans::new(self.providers(), question)?)
    }

    /// Refuses a page size that a provider does not give.
    pub(super) fn check_page_size(&self, size: u32) -> Result<(), Failure> {
        for provider in self.providers() {
            let facts = provider.facts();
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
        let is_several = |prepared: &Prepared| prepared.names_several_regions();
        self.providers.len() != 1 || self.prepared.iter().any(is_several)
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
        let several = prepared.find(|prepared| prepared.names_several_regions())?;
        Some((&several.settings.regions.as_ref()?.origin, "regions"))
    }

    /// Whether any account was asked in some of its regions only.
    pub(super) fn leaves_out_regions(&self) -> bool {
        self.prepared.iter().any(|prepared| {
            let is_all = prepared.regions() == Some(&RegionChoice::All)
                && prepared.settings.exclude_regions.is_empty();
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
            let account = &prepared.account;
            let regions = match prepared.regions() {
                Some(RegionChoice::Named(ids)) if prepared.is_regional() => {
                    ids.iter().cloned().map(Some).collect()
                }
                _ => vec![None],
            };
            regions.into_iter().map(|region| Image {
                provider: account.provider.facts().id,
                profile: account.profile.clone(),
                region,
                ..Image::default()
            })
        });
        places.collect()
    }

    /// For each account its targets, as soon as its key and its regions are there.
    pub(super) fn ready(
        &self,
    ) -> impl Iterator<Item = impl Future<Output = Result<Vec<Target>, Failure>> + '_> {
        let targets = |prepared| self.targets(prepared);
        self.prepared.iter().map(targets)
    }

    async fn targets(&self, prepared: &Prepared) -> Result<Vec<Target>, Failure> {
        // First, so that a failure is told once and not for each region.
        prepared.account.keys.current().await?;
        let targets = match prepared.known_targets()? {
            Some(targets) => targets,
            None => self.all_regions(prepared).await?,
        };
        self.track(&targets);
        Ok(targets)
    }

    /// Adds targets to the progress and the statistics, unless nothing is sent.
    pub(super) fn track(&self, targets: &[Target]) {
        if self.recorder.is_none() {
            self.progress_targets.add(targets.iter().cloned());
        }
    }

    /// The targets of an account in all regions that the service names.
    async fn all_regions(&self, prepared: &Prepared) -> Result<Vec<Target>, Failure> {
        let target = Target::new(&prepared.account, "");
        self.track(std::slice::from_ref(&target));
        let (ids, strange) = ids_of(regions(&target).await?);
        if let (true, Some(why)) = (self.needs_all_regions, strange.first()) {
            let why = format!("a region of the service cannot be searched: {why}");
            return Err(prepared.distrust(why));
        }
        let strange = strange.into_iter().map(|why| {
            let message = format!("a region of the service is not searched: {why}");
            Report::warning(message, &target.call())
        });
        let doubts = prepared.doubts(&ids);
        self.doubts.borrow_mut().extend(strange.chain(doubts));
        Ok(prepared.in_regions(prepared.left_of(ids)?))
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

/// Tells when a key of the environment signs although the default profile has its own.
fn note_passed_over(ui: &Ui, account: &config::Account) {
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
