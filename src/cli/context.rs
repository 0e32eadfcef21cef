//! What a command that asks a cloud works with: who is asked, where.

use std::sync::Arc;

use super::args::Global;
use super::failure::Failure;
use super::ui::Ui;
use crate::clock::Clock;
use crate::config::{Account, Config, Env, RegionChoice};
use crate::error::{ConfigError, Error};
use crate::http::{Client, WebTransport};
use crate::model::Filter;
use crate::query::{Plan, Target, regions};

/// The accounts of this run, ready to be asked.
pub(super) struct Context {
    pub(super) clock: Arc<dyn Clock>,
    asked: Vec<Asked>,
    // The emulator of `-p sandbox` serves for as long as this lives.
    #[cfg(feature = "sandbox")]
    _sandbox: Option<crate::sandbox::Sandbox>,
}

/// An account and whom to ask with it, its region still open.
struct Asked {
    target: Target,
    regions: Option<RegionChoice>,
    exclude: Vec<String>,
}

impl Context {
    /// Reads the configuration and prepares every chosen account. Nothing is
    /// sent yet.
    pub(super) async fn new(
        ui: &Ui,
        global: &Global,
        env: Env,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Failure> {
        let config = Config::load(&global.flags()?, env)?;
        #[cfg(feature = "sandbox")]
        let (config, sandbox) = super::sandbox::with_sandbox(config, &clock).await?;
        #[cfg(not(feature = "sandbox"))]
        std::future::ready(()).await;
        let asked: Result<Vec<Asked>, Failure> = config
            .accounts()?
            .into_iter()
            .map(|account| asked(ui, account, &clock))
            .collect();
        Ok(Self {
            clock,
            asked: asked?,
            #[cfg(feature = "sandbox")]
            _sandbox: sandbox,
        })
    }

    /// One target for each account, in no region.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &Target> {
        self.asked.iter().map(|asked| &asked.target)
    }

    /// Whether rows of more than one profile may come together.
    pub(super) fn has_several_profiles(&self) -> bool {
        self.asked.len() > 1
    }

    /// Refuses what a provider cannot do, before anything is sent to any.
    pub(super) fn check(&self, filters: &[Filter], page_size: Option<u32>) -> Result<(), Failure> {
        for target in self.accounts() {
            Plan::new(target.provider, filters)?;
            let facts = target.provider.facts();
            if page_size.is_some_and(|size| size > facts.page_size) {
                return Err(Failure::usage(format!(
                    "invalid value for --page-size: {} gives at most {} images on a page",
                    facts.title, facts.page_size
                )));
            }
        }
        Ok(())
    }

    /// Whether more than one target may be meant, going by the arguments and the
    /// configuration alone, whatever the service offers.
    pub(super) fn is_several(&self) -> bool {
        let one = |asked: &Asked| match &asked.regions {
            Some(RegionChoice::All) => false,
            Some(RegionChoice::Named(ids)) => ids.len() == 1,
            None => true,
        };
        self.asked.len() != 1 || !self.asked.iter().all(one)
    }

    /// Every account in every of its regions. For `all` the service is asked
    /// which there are.
    pub(super) async fn targets(&self) -> Result<Vec<Target>, Failure> {
        let each = self.asked.iter().map(|asked| async move {
            let ids = match &asked.regions {
                Some(RegionChoice::Named(ids)) => ids.clone(),
                Some(RegionChoice::All) => {
                    let mut ids: Vec<String> = Vec::new();
                    for region in regions(&asked.target).await? {
                        // The id becomes part of a host name: what is no id is no region.
                        let usable = crate::config::regions::parse_id(&region.id).is_ok();
                        if usable
                            && !asked.exclude.contains(&region.id)
                            && !ids.contains(&region.id)
                        {
                            ids.push(region.id);
                        }
                    }
                    if ids.is_empty() {
                        return Err(Failure::usage("no region is left to ask"));
                    }
                    ids
                }
                None => return Err(no_region(&asked.target)),
            };
            let targets = ids.into_iter().map(|region| Target {
                region,
                ..asked.target.clone()
            });
            Ok::<Vec<Target>, Failure>(targets.collect())
        });
        let each: Result<Vec<Vec<Target>>, Failure> = futures_util::future::join_all(each)
            .await
            .into_iter()
            .collect();
        Ok(each?.into_iter().flatten().collect())
    }
}

fn asked(ui: &Ui, account: Account, clock: &Arc<dyn Clock>) -> Result<Asked, Failure> {
    let signer = account
        .provider
        .signer(account.signature.value)
        .ok_or_else(|| {
            let message = format!("there is no signature scheme `{}`", account.signature.value);
            ConfigError::new(message).at(account.signature.origin.clone())
        })?;
    let credentials = account.credentials?;
    let transport = WebTransport::new(&account.network)?;
    let client = Client::new(
        Box::new(transport),
        &account.network,
        Arc::clone(clock),
        ui.log(),
    );
    Ok(Asked {
        target: Target {
            provider: account.provider,
            profile: account.profile,
            region: String::new(),
            endpoint: account.endpoint.map(|endpoint| endpoint.value),
            credentials: Arc::new(credentials.value),
            key: credentials.origin,
            signer,
            client: Arc::new(client),
        },
        regions: account.regions.map(|regions| regions.value),
        exclude: account.exclude_regions,
    })
}

fn no_region(target: &Target) -> Failure {
    let variable = target
        .provider
        .facts()
        .variables
        .region
        .first()
        .copied()
        .unwrap_or("CLOUDQ_REGION");
    let place = match &target.profile {
        Some(profile) => format!("`regions` in the profile `{profile}`"),
        None => "`regions` in a profile".to_owned(),
    };
    Failure::Library(Error::Config(ConfigError::new("no region is given").hint(
        format!("use --region ID or --region all, set {place}, or set {variable}"),
    )))
}
