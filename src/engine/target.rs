//! One place to ask: an account in a region.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::timeout;

use super::Metrics;
use super::pages::{Arrived, first_page};
use crate::clock::{Clock, SystemClock};
use crate::error::{Call, Class, ConfigError, DecodeError, Error, Origin, Purpose};
use crate::http::{Client, FixedKey, Keys, Network, NoLog, Outgoing, WebTransport};
use crate::model::{Image, Region};
use crate::provider::repair::{self, Repaired};
use crate::provider::{Listing, Options, Page, PageRef, Place, Provider};
use crate::request::{Endpoint, Params};
use crate::sign::{Authorize, Credentials};

/// An account in a region.
#[derive(Clone)]
pub struct Target {
    /// The cloud.
    pub provider: &'static dyn Provider,
    /// The profile, to mark rows and errors with.
    pub profile: Option<String>,
    /// The region; empty to ask for something that belongs to none.
    pub region: String,
    /// The address to use instead of the provider's own, `{region}` in it the region.
    pub endpoint: Option<Endpoint>,
    /// The service's own options.
    pub options: Options,
    /// The time of the command.
    pub now: Timestamp,
    /// Gives the key that signs.
    pub keys: Arc<dyn Keys>,
    /// Where that key was given, for errors about it.
    pub key_origin: Origin,
    /// Whether rows keep the service's own object.
    pub raw: bool,
    /// How it proves who asks.
    pub authorizer: &'static dyn Authorize,
    /// What sends, shared by all targets of an account.
    pub client: Arc<Client>,
    /// Counts its requests.
    pub metrics: Arc<Metrics>,
}

impl Target {
    /// A region of an account, asked as the program does unless told otherwise:
    /// with a key that stays what it is, the provider's own address and signature
    /// scheme, and a client of its own. A provider that is not
    /// [`regional`](crate::provider::Facts::regional) takes an empty region.
    ///
    /// Targets that share limits are clones of one with other regions. The time for
    /// all that is asked, [`Network::timeout`], starts to run now.
    ///
    /// # Errors
    /// When the network's CA bundle or proxy cannot be used.
    pub fn new(
        provider: &'static dyn Provider,
        region: &str,
        key: Credentials,
        network: &Network,
    ) -> Result<Self, ConfigError> {
        let scheme = provider.facts().signatures.first().copied();
        let authorizer = scheme.and_then(|name| provider.authorizer(name));
        let authorizer =
            authorizer.ok_or_else(|| ConfigError::new("the provider has no signature"))?;
        Ok(Self {
            provider,
            profile: None,
            region: region.to_owned(),
            endpoint: None,
            options: Options::default(),
            now: SystemClock.now(),
            keys: Arc::new(FixedKey::new(key)),
            key_origin: Origin::BuiltIn,
            raw: false,
            authorizer,
            client: Arc::new(Client::new(
                Box::new(WebTransport::new(network)?),
                network,
                Arc::new(SystemClock),
                Arc::new(NoLog),
                Arc::default(),
            )),
            metrics: Arc::default(),
        })
    }

    /// Where and for whom its listings ask.
    pub fn place(&self) -> Place {
        Place {
            profile: self.profile.clone(),
            region: (!self.region.is_empty()).then(|| self.region.clone()),
            options: self.options.clone(),
            now: self.now,
            endpoint: match &self.endpoint {
                // The regions are listed in any of them.
                Some(endpoint) if self.region.is_empty() => {
                    endpoint.in_region(self.provider.facts().any_region)
                }
                Some(endpoint) => endpoint.in_region(&self.region),
                None => self.provider.endpoint(&self.region),
            },
            signature: self.authorizer.name(),
            raw: self.raw,
        }
    }

    /// Where it asks, for people.
    pub fn place_name(&self) -> &str {
        if self.region.is_empty() {
            self.provider.facts().title
        } else {
            &self.region
        }
    }

    /// What errors say of its calls.
    pub fn call(&self) -> Call {
        Call {
            provider: self.provider.facts().id,
            profile: self.profile.clone(),
            key_origin: Some(self.key_origin.clone()),
            region: (!self.region.is_empty()).then(|| self.region.clone()),
            ..Call::default()
        }
    }

    /// Asks for one page of images.
    pub(super) async fn page(
        &self,
        listing: &dyn Listing<Image>,
        page: PageRef,
    ) -> Result<Arrived<Image>, Error> {
        self.page_of(self.call(), listing, page).await
    }

    async fn page_of<T>(
        &self,
        call: Call,
        listing: &dyn Listing<T>,
        page: PageRef,
    ) -> Result<Arrived<T>, Error> {
        self.metrics.asks();
        let outgoing = Outgoing {
            request: &listing.request(&page),
            keys: &*self.keys,
            authorizer: self.authorizer,
            failure: &|response| self.provider.failure(response),
            conventions: self.provider.facts().conventions,
            call: &call,
        };
        let read = |body: &[u8]| self.read_page(listing, &page, body);
        let answer = self.client.call(outgoing, read).await;
        let answer = answer.inspect_err(|error| self.metrics.failed(error))?;
        let (page, size) = (answer.value, answer.size);
        self.metrics.was_answered(&answer.call, size.get());
        self.metrics
            .has_read(page.value.rows.len(), page.lost_numbers);
        Ok(Arrived {
            page: page.value,
            size,
        })
    }

    fn read_page<T>(
        &self,
        listing: &dyn Listing<T>,
        page: &PageRef,
        body: &[u8],
    ) -> Result<Repaired<Page<T>>, DecodeError> {
        // The service's own objects are handed on to readers that may accept less.
        let copy = self.raw.then(|| repair::repaired(body)).flatten();
        let (body, lost_numbers) = match &copy {
            Some(copy) => (&*copy.value, copy.lost_numbers),
            None => (body, false),
        };
        let mut read = repair::read(body, |body| listing.read_page(page, body))?;
        read.lost_numbers |= lost_numbers;
        Ok(read)
    }
}

/// The regions that the target's provider offers, in the service's order, each once.
///
/// # Errors
/// As [`Client::call`], when the answer cannot be read, and [`Error::Unsupported`]
/// when the provider's lists are of no region.
pub async fn regions(target: &Target) -> Result<Vec<Region>, Error> {
    let (listing, first) = list_of_regions(target)?;
    let call = Call {
        purpose: Purpose::Regions,
        ..target.call()
    };
    let answer = target.page_of(call, &*listing, first).await;
    target.metrics.end();
    let mut regions = answer?.page.rows;
    let mut seen = HashSet::new();
    regions.retain(|region| seen.insert(region.id.clone()));
    Ok(regions)
}

/// The list of regions, and its only page.
pub(super) fn list_of_regions(
    target: &Target,
) -> Result<(Box<dyn Listing<Region>>, PageRef), Error> {
    let facts = target.provider.facts();
    match target.provider.regions(&target.place()) {
        Some(listing) => Ok((listing, first_page(facts.page_size.unwrap_or(1), None))),
        None => Err(Error::Unsupported {
            message: facts.no_regions(),
            hint: Some("its images are listed all at once".to_owned()),
        }),
    }
}

/// Some of the images that a query finds: those of its first page, if it comes in time. It
/// is requested once.
pub async fn some_images(target: &Target, query: &Params, limit: Duration) -> Option<Vec<Image>> {
    let listing = target.provider.images(&target.place(), query);
    let size = target.provider.facts().page_size.unwrap_or(1);
    let call = Call {
        purpose: Purpose::Suggestion,
        ..target.call()
    };
    let answer = target.page_of(call, &*listing, first_page(size, None));
    let answer = timeout(limit, answer).await;
    if answer.is_err() {
        // Nothing tells about a request that is given up.
        let call = Call {
            attempts: 1,
            ..Call::default()
        };
        target.metrics.was_answered(&call, 0);
    }
    target.metrics.end();
    Some(answer.ok()?.ok()?.page.rows)
}

/// Asks only whether a list is permitted: for its first page, with a query in
/// which the service is told so.
///
/// # Errors
/// As [`Client::call`], and when the answer cannot be read.
pub async fn permission(target: &Target, query: &Params) -> Result<(), Error> {
    let listing = target.provider.images(&target.place(), query);
    let answer = target.page(&*listing, first_page(1, None)).await;
    target.metrics.end();
    match answer {
        Ok(_) => Ok(()),
        Err(Error::Api { failure, .. }) if failure.class == Class::DryRun => Ok(()),
        Err(error) => Err(error),
    }
}
