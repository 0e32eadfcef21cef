//! The calls that asking begins with, made of the same parts, for who wants to see them
//! before anything is sent.

use super::pages::first_page;
use super::run::measure;
use super::target::list_of_regions;
use super::{Job, Reading, Target};
use crate::error::Error;
use crate::request::Request;

/// The call that [`images`](super::images) begins a job with: the first page of its
/// first query. `None` when it has no query.
pub fn first_of_images(job: &Job, reading: Reading) -> Option<Request> {
    let (size, wanted) = measure(job, reading);
    first_of_queries(job, size, wanted)
}

/// The call that [`permission`](super::permission) begins a job with.
pub fn first_of_permission(job: &Job) -> Option<Request> {
    first_of_queries(job, 1, None)
}

fn first_of_queries(job: &Job, size: u32, wanted: Option<u64>) -> Option<Request> {
    let Job { target, plan } = job;
    let listing = target
        .provider
        .images(&target.place(), plan.queries.first()?);
    Some(listing.request(&first_page(size, wanted)))
}

/// The call of [`newest_of_family`](super::newest_of_family); `None` when there is none
/// for this family.
pub fn first_of_family(target: &Target, family: &str) -> Option<Request> {
    let listing = target.provider.newest_of_family(&target.place(), family)?;
    Some(listing.request(&first_page(1, None)))
}

/// The call of [`regions`](super::regions).
///
/// # Errors
/// [`Error::Unsupported`] when the provider's lists are of no region.
pub fn first_of_regions(target: &Target) -> Result<Request, Error> {
    let (listing, page) = list_of_regions(target)?;
    Ok(listing.request(&page))
}
