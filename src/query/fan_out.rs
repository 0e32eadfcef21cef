//! Many targets at once: all under way together, told in order.

use std::collections::HashSet;
use std::ops::ControlFlow;

use futures_util::future::{Either, join_all, select};
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::pages::Pages;
use super::{Plan, Target};
use crate::error::Error;
use crate::model::Image;
use crate::provider::PageRef;

/// One target and what it is asked.
#[derive(Clone)]
pub struct Job {
    /// Whom to ask.
    pub target: Target,
    /// What to ask.
    pub plan: Plan,
}

/// How lists are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// Rows to ask for on a page; the provider's largest page if not given.
    pub page_size: Option<u32>,
    /// Images that are enough, from each job and from all together. No more
    /// pages are asked for than that takes.
    pub limit: Option<u64>,
    /// How many pages of a job may be read ahead of the reader; unlimited when
    /// the reader keeps everything anyway.
    pub ahead: Option<usize>,
    /// Whether the first failure ends everything.
    pub stop_on_failure: bool,
}

/// How a job ended.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Why its list is not whole.
    pub failure: Option<Error>,
    /// What is odd about its list though it is whole.
    pub warnings: Vec<String>,
    /// Whether it was not read to its end, as another job's failure or the
    /// reader ended everything.
    pub cut_short: bool,
}

/// Reads the images of all jobs, all of them under way at once.
///
/// `take` gets a job's number and the images of one of its pages, never an
/// empty list. Jobs come in order, and so do the pages of each, whatever came
/// over the wire first: two runs tell the same. When `take` breaks off,
/// everything ends.
///
/// A failed job does not hinder the others; what it gave until then was handed
/// over already, and the caller decides what that is worth.
pub async fn images(
    jobs: &[Job],
    reading: Reading,
    take: impl FnMut(usize, Vec<Image>) -> ControlFlow<()>,
) -> Vec<Outcome> {
    let (units, receivers): (Vec<_>, Vec<_>) = jobs
        .iter()
        .enumerate()
        .flat_map(|(number, job)| {
            job.plan
                .queries
                .iter()
                .map(move |query| (number, job, query))
        })
        .map(|(number, job, query)| {
            let capacity = reading.ahead.unwrap_or(UNLIMITED);
            let (sender, receiver) = mpsc::channel(capacity);
            (pump(job, query, reading, sender), (number, receiver))
        })
        .unzip();
    let producers = std::pin::pin!(join_all(units));
    let consumer = std::pin::pin!(drain(jobs, receivers, reading, take));
    match select(producers, consumer).await {
        // All is read; what waits in the channels is still to be told.
        Either::Left((_, consumer)) => consumer.await,
        // All is told. Dropping the producers cancels what is under way.
        Either::Right((outcomes, _)) => outcomes,
    }
}

/// More pages than any list has.
const UNLIMITED: usize = 1 << 20;

enum Told {
    Rows(Vec<Image>),
    Warning(String),
    Failure(Error),
    End,
}

/// Reads one query's pages into a channel.
async fn pump(job: &Job, query: &crate::request::Params, reading: Reading, to: Sender<Told>) {
    let Job { target, plan } = job;
    let listing = target.provider.images(&target.scope(), query);
    let fetch = |page: PageRef| -> std::pin::Pin<Box<dyn Future<Output = _> + Send + '_>> {
        let listing = &*listing;
        Box::pin(async move { target.page(listing, &page).await })
    };
    // Only when nothing is dropped here does a row read count as a row wanted.
    let wanted = reading.limit.filter(|_| plan.residual.is_empty());
    let size = reading
        .page_size
        .unwrap_or(target.provider.facts().page_size);
    let mut pages = Pages::new(
        fetch,
        |image: &Image| &image.id,
        size,
        target.client.concurrency(),
        wanted,
    );
    let mut kept = 0;
    loop {
        let mut rows = match pages.next().await {
            Ok(Some(rows)) => rows,
            Ok(None) => break,
            Err(error) => {
                // The reader may be gone; then nobody wants to know.
                let _ = to.send(Told::Failure(error)).await;
                return;
            }
        };
        rows.retain(|image| plan.keeps(image));
        kept += rows.len() as u64;
        if reading.limit.is_some_and(|limit| kept >= limit) {
            pages.stop();
        }
        if !rows.is_empty() && to.send(Told::Rows(rows)).await.is_err() {
            return;
        }
    }
    if let Some(warning) = pages.warning() {
        let _ = to.send(Told::Warning(warning)).await;
    }
    let _ = to.send(Told::End).await;
}

/// Hands over what the channels hold, job by job.
async fn drain(
    jobs: &[Job],
    receivers: Vec<(usize, Receiver<Told>)>,
    reading: Reading,
    mut take: impl FnMut(usize, Vec<Image>) -> ControlFlow<()>,
) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = jobs
        .iter()
        .map(|_| Outcome {
            cut_short: true,
            ..Outcome::default()
        })
        .collect();
    let mut left = reading.limit;
    let mut current = 0;
    let mut seen: HashSet<String> = HashSet::new();
    for (number, mut receiver) in receivers {
        if number != current {
            seen.clear();
            current = number;
        }
        let overlapping = jobs[number].plan.queries.len() > 1;
        while let Some(told) = receiver.recv().await {
            match told {
                Told::Rows(mut rows) => {
                    if overlapping {
                        rows.retain(|image| image.id.is_empty() || seen.insert(image.id.clone()));
                    }
                    if let Some(left) = &mut left {
                        rows.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
                        *left -= rows.len() as u64;
                    }
                    if !rows.is_empty() && take(number, rows).is_break() {
                        return outcomes;
                    }
                    if left == Some(0) {
                        return outcomes;
                    }
                }
                Told::Warning(warning) => outcomes[number].warnings.push(warning),
                Told::Failure(error) => {
                    outcomes[number].failure = Some(error);
                    outcomes[number].cut_short = false;
                    if reading.stop_on_failure {
                        return outcomes;
                    }
                }
                Told::End => outcomes[number].cut_short = false,
            }
        }
    }
    outcomes
}
