//! One place to ask: an account in a region.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::pages::{Arrived, first_page};
use super::{Account, Metrics};
use crate::error::{Call, Class, DecodeError, Error, Purpose};
use crate::http::Outgoing;
use crate::model::{Image, Region};
use crate::provider::repair::{self, Repaired};
use crate::provider::{Listing, Page, PageRef, Place};
use crate::request::Params;

/// An account in a region. Its clones are the same target, and count its requests together.
#[derive(Clone)]
pub struct Target {
    /// The account.
    pub account: Arc<Account>,
    /// The region; empty to ask for something that belongs to none.
    pub region: String,
    /// Counts its requests.
    pub metrics: Arc<Metrics>,
}

impl Target {
    /// A region of an account. A provider that is not
    /// [`regional`](crate::provider::Facts::regional) takes an empty region.
    pub fn new(account: &Arc<Account>, region: impl Into<String>) -> Self {
        Self {
            account: Arc::clone(account),
            region: region.into(),
            metrics: Arc::default(),
        }
    }

    /// Where and for whom its listings ask.
    pub fn place(&self) -> Place {
        Place {
            profile: self.account.profile.clone(),
            region: (!self.region.is_empty()).then(|| self.region.clone()),
            options: self.account.options.clone(),
            now: self.account.now,
            endpoint: match &self.account.endpoint {
                // The regions are listed in any of them.
                Some(endpoint) if self.region.is_empty() => {
                    endpoint.in_region(self.account.provider.facts().any_region)
                }
                Some(endpoint) => endpoint.in_region(&self.region),
                None => self.account.provider.endpoint(&self.region),
            },
            signature: self.account.authorizer.name(),
            raw: self.account.raw,
        }
    }

    /// Where it asks, for people.
    pub fn place_name(&self) -> &str {
        if self.region.is_empty() {
            self.account.provider.facts().title
        } else {
            &self.region
        }
    }

    /// What errors say of its calls.
    pub fn call(&self) -> Call {
        Call {
            region: (!self.region.is_empty()).then(|| self.region.clone()),
            ..self.account.call()
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
            keys: &*self.account.keys,
            authorizer: self.account.authorizer,
            failure: &|response| self.account.provider.failure(response),
            conventions: self.account.provider.facts().conventions,
            call: &call,
        };
        let read = |body: &[u8]| self.read_page(listing, &page, body);
        let answer = self.account.client.call(outgoing, read).await;
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
        let copy = self.account.raw.then(|| repair::repaired(body)).flatten();
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
/// As [`Client::call`](crate::http::Client::call), when the answer cannot be read, and [`Error::Unsupported`]
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
    let facts = target.account.provider.facts();
    match target.account.provider.regions(&target.place()) {
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
    let listing = target.account.provider.images(&target.place(), query);
    let size = target.account.provider.facts().page_size.unwrap_or(1);
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
/// As [`Client::call`](crate::http::Client::call), and when the answer cannot be read.
pub async fn permission(target: &Target, query: &Params) -> Result<(), Error> {
    let listing = target.account.provider.images(&target.place(), query);
    let answer = target.page(&*listing, first_page(1, None)).await;
    target.metrics.end();
    match answer {
        Ok(_) => Ok(()),
        Err(Error::Api { failure, .. }) if failure.class == Class::DryRun => Ok(()),
        Err(error) => Err(error),
    }
}
