//! Many targets at once: all under way together, told in order.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::ControlFlow;

use futures_util::future::{Either, join_all, select};
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::pages::{Asking, Pages};
use super::{Plan, Target};
use crate::error::{DecodeError, Error};
use crate::model::Image;
use crate::provider::PageRef;
use crate::request::Params;

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
    /// How many pages of a query may wait for the reader, besides those under
    /// way, at least one; unlimited when the reader keeps everything anyway.
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
    let (failures, mut first_failure) = mpsc::channel(1);
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
            let (sender, receiver) = mpsc::channel(reading.ahead.unwrap_or(UNLIMITED).max(1));
            let failures = failures.clone();
            let unit = async move {
                let told = match pump(job, query, reading, &sender).await {
                    Ok(told) => told,
                    Err(error) if reading.stop_on_failure => {
                        // Only the first one counts: for others there is no room.
                        let _ = failures.try_send((number, error));
                        return;
                    }
                    Err(error) => Told::Failure(error),
                };
                // If the reader is gone, nobody wants to know.
                let _ = sender.send(told).await;
            };
            (unit, (number, receiver))
        })
        .unzip();
    drop(failures);
    let mut outcomes = cut_short(jobs);
    let failed = {
        let reading_all = async {
            let producers = std::pin::pin!(join_all(units));
            let consumer =
                std::pin::pin!(drain(jobs, receivers, reading.limit, &mut outcomes, take));
            match select(producers, consumer).await {
                // All is read; what waits in the channels is still to be told.
                Either::Left((_, consumer)) => consumer.await,
                // All is told. Dropping the producers cancels what is under way.
                Either::Right(((), _)) => {}
            }
        };
        tokio::select! {
            biased;
            Some(failed) = first_failure.recv() => Some(failed),
            () = reading_all => None,
        }
    };
    // The last job may have failed in the very turn in which all was read.
    if let Some((number, error)) = failed.or_else(|| first_failure.try_recv().ok()) {
        // What the others gave until then is worth nothing any more.
        outcomes = cut_short(jobs);
        outcomes[number] = Outcome {
            failure: Some(error),
            ..Outcome::default()
        };
    }
    outcomes
}

fn cut_short(jobs: &[Job]) -> Vec<Outcome> {
    jobs.iter()
        .map(|_| Outcome {
            cut_short: true,
            ..Outcome::default()
        })
        .collect()
}

/// More pages than any list has.
const UNLIMITED: usize = 1 << 20;

enum Told {
    Rows(Vec<Image>),
    Failure(Error),
    /// The list is whole; something may be odd about it.
    End(Option<String>),
}

/// Reads one query's pages into a channel, and says how that ended.
async fn pump(
    job: &Job,
    query: &Params,
    reading: Reading,
    to: &Sender<Told>,
) -> Result<Told, Error> {
    let Job { target, plan } = job;
    let listing = target.provider.images(&target.scope(), query);
    let fetch = |page: PageRef| -> Asking<'_, Image> {
        let listing = &*listing;
        Box::pin(async move { target.page(listing, &page).await })
    };
    // Only when nothing is dropped here does a row read count as a row wanted.
    let wanted = reading.limit.filter(|_| plan.residual.is_empty());
    // Where there are no pages, no size is asked for.
    let largest = target.provider.facts().page_size.unwrap_or(u32::MAX);
    let size = reading.page_size.unwrap_or(largest);
    let mut pages = Pages::new(
        fetch,
        key_of(target),
        size,
        target.client.concurrency(),
        wanted,
    );
    let mut kept = 0;
    while let Some(mut rows) = pages.next().await? {
        rows.retain(|image| plan.keeps(image));
        kept += rows.len() as u64;
        if reading.limit.is_some_and(|limit| kept >= limit) {
            pages.stop();
        }
        if rows.is_empty() {
            continue;
        }
        let place = tokio::select! {
            biased;
            place = to.reserve() => place,
            () = pages.take_in() => to.reserve().await,
        };
        match place {
            Ok(place) => place.send(Told::Rows(rows)),
            // The reader has enough.
            Err(_) => break,
        }
    }
    if let Some(message) = pages.contradiction() {
        let failure = DecodeError::new(message);
        return Err(Error::Decode {
            call: Box::new(target.call()),
            failure,
        });
    }
    Ok(Told::End(pages.warning()))
}

/// What tells the rows of one list apart. Where a list is of all regions, an id may
/// stand for an image in each of them.
fn key_of(target: &Target) -> fn(&Image) -> Cow<'_, str> {
    if target.provider.facts().regional {
        |image| Cow::Borrowed(&image.id)
    } else {
        |image| match &image.region {
            Some(region) if !image.id.is_empty() => Cow::Owned(format!("{region} {}", image.id)),
            _ => Cow::Borrowed(&image.id),
        }
    }
}

/// Hands over what the channels hold, job by job.
async fn drain(
    jobs: &[Job],
    receivers: Vec<(usize, Receiver<Told>)>,
    mut limit: Option<u64>,
    outcomes: &mut [Outcome],
    mut take: impl FnMut(usize, Vec<Image>) -> ControlFlow<()>,
) {
    let mut ended = vec![0; jobs.len()];
    let mut seen: HashSet<Box<str>> = HashSet::new();
    let mut last = 0;
    for (number, mut receiver) in receivers {
        if number != last {
            seen.clear();
            last = number;
        }
        let queries = jobs[number].plan.queries.len();
        let key = key_of(&jobs[number].target);
        while let Some(told) = receiver.recv().await {
            match told {
                Told::Rows(mut rows) => {
                    if queries > 1 {
                        rows.retain(|image| {
                            let key = key(image);
                            key.is_empty() || seen.insert(key.into())
                        });
                    }
                    if let Some(left) = &mut limit {
                        rows.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
                        *left -= rows.len() as u64;
                    }
                    if !rows.is_empty() && take(number, rows).is_break() {
                        return;
                    }
                    if limit == Some(0) {
                        // All that was wanted of it is there.
                        outcomes[number].cut_short = false;
                        return;
                    }
                }
                Told::Failure(error) => {
                    // Of several failed queries of a job one failure is enough to tell.
                    outcomes[number].failure.get_or_insert(error);
                    ended[number] += 1;
                }
                Told::End(warning) => {
                    outcomes[number].warnings.extend(warning);
                    ended[number] += 1;
                }
            }
        }
        outcomes[number].cut_short = ended[number] < queries;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::clock::Clock;
    use crate::error::{Origin, TransportFailure, TransportKind};
    use crate::http::{Client, FixedKey, Network, NoLog, Sending, Transport, WireResponse};
    use crate::provider::by_name;
    use crate::query::Question;
    use crate::request::{Endpoint, WireRequest};
    use crate::secret::Secret;
    use crate::sign::Credentials;

    /// Regions by id with how many images each has, every answer 40 ms away.
    #[derive(Clone, Default)]
    struct Cloud {
        regions: HashMap<&'static str, usize>,
        broken: Option<(&'static str, u32)>,
        asked: Arc<Mutex<Vec<(String, u32)>>>,
    }

    struct Still;

    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        fn random(&self) -> [u8; 16] {
            [7; 16]
        }
    }

    impl Transport for Cloud {
        fn send<'a>(&'a self, request: &'a WireRequest) -> Sending<'a> {
            let query: HashMap<&str, &str> = request
                .query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .collect();
            let region = query["RegionId"];
            let page: u32 = query["PageNumber"].parse().unwrap();
            let size: u32 = query["PageSize"].parse().unwrap();
            self.asked.lock().unwrap().push((region.to_owned(), page));
            let total = self.regions[region];
            let first = (page as usize - 1) * size as usize;
            let last = total.min(first + size as usize);
            let images: Vec<_> = (first..last)
                .map(|n| json!({"ImageId": format!("{region}-{n}")}))
                .collect();
            let body = json!({"TotalCount": total, "PageSize": size, "Images": {"Image": images}});
            let broken = self.broken.is_some_and(|broken| broken == (region, page));
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(40)).await;
                if broken {
                    return Err(TransportFailure {
                        kind: TransportKind::Tls,
                        message: "broken".into(),
                    });
                }
                Ok(WireResponse {
                    status: 200,
                    headers: vec![],
                    body: body.to_string().into_bytes(),
                })
            })
        }
    }

    fn jobs(cloud: &Cloud, concurrency: usize) -> Vec<Job> {
        let provider = by_name("alibaba-ecs").unwrap();
        let network = Network {
            concurrency,
            ..Network::default()
        };
        let client = Client::new(
            Box::new(cloud.clone()),
            &network,
            Arc::new(Still),
            Arc::new(NoLog),
            Arc::default(),
        );
        let target = Target {
            provider,
            profile: None,
            region: String::new(),
            raw: false,
            // One address for all regions, so that they share its permits.
            endpoint: Some(Endpoint::https("ecs.aliyuncs.com")),
            keys: Arc::new(FixedKey::new(Credentials {
                id: "id".into(),
                secret: Secret::new("secret"),
                token: None,
            })),
            key_origin: Origin::BuiltIn,
            signer: provider.signer("acs3-hmac-sha256").unwrap(),
            client: Arc::new(client),
        };
        let mut regions: Vec<&str> = cloud.regions.keys().copied().collect();
        regions.sort_unstable();
        let job = |region: &str| Job {
            target: Target {
                region: region.to_owned(),
                ..target.clone()
            },
            plan: Plan::new(provider, &Question::default()).unwrap(),
        };
        regions.into_iter().map(job).collect()
    }

    async fn read(jobs: &[Job], reading: Reading) -> (Vec<Outcome>, Vec<String>) {
        let mut ids = Vec::new();
        let outcomes = images(jobs, reading, |_, rows| {
            ids.extend(rows.into_iter().map(|image| image.id));
            ControlFlow::Continue(())
        })
        .await;
        (outcomes, ids)
    }

    fn all(cloud: &Cloud, region: &str) -> Vec<String> {
        (0..cloud.regions[region])
            .map(|n| format!("{region}-{n}"))
            .collect()
    }

    #[tokio::test(start_paused = true)]
    async fn jobs_come_in_order_and_run_together() {
        let cloud = Cloud {
            regions: [("r1", 250), ("r2", 350)].into(),
            ..Cloud::default()
        };
        let started = tokio::time::Instant::now();
        let (outcomes, ids) = read(&jobs(&cloud, 8), Reading::default()).await;
        assert!(
            outcomes
                .iter()
                .all(|outcome| outcome.failure.is_none() && !outcome.cut_short)
        );
        assert_eq!(ids, [all(&cloud, "r1"), all(&cloud, "r2")].concat());
        assert_eq!(
            started.elapsed().as_millis(),
            80,
            "page 1 of both, then all others"
        );
    }

    /// A job whose pages wait for the reader must not sit on permits that the
    /// job being read needs.
    #[tokio::test(start_paused = true)]
    async fn a_job_that_waits_for_the_reader_holds_nobody_up() {
        let regions = ["r1", "r2", "r3", "r4"];
        let cloud = Cloud {
            regions: regions.map(|region| (region, 5_000)).into(),
            ..Cloud::default()
        };
        let reading = Reading {
            ahead: Some(1),
            ..Reading::default()
        };
        let (outcomes, ids) = read(&jobs(&cloud, 2), reading).await;
        assert!(
            outcomes.iter().all(|outcome| outcome.failure.is_none()),
            "{outcomes:?}"
        );
        assert_eq!(ids, regions.map(|region| all(&cloud, region)).concat());
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_job_hinders_no_other() {
        let cloud = Cloud {
            regions: [("r1", 350), ("r2", 250)].into(),
            broken: Some(("r1", 3)),
            ..Cloud::default()
        };
        let (outcomes, ids) = read(&jobs(&cloud, 8), Reading::default()).await;
        assert!(outcomes[0].failure.is_some() && outcomes[1].failure.is_none());
        assert!(ids.ends_with(&all(&cloud, "r2")));
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_failure_ends_everything_at_once_if_told_so() {
        // The first job would take much longer than the second takes to fail.
        let cloud = Cloud {
            regions: [("r1", 100_000), ("r2", 250)].into(),
            broken: Some(("r2", 1)),
            ..Cloud::default()
        };
        let started = tokio::time::Instant::now();
        let reading = Reading {
            stop_on_failure: true,
            ..Reading::default()
        };
        let (outcomes, _) = read(&jobs(&cloud, 8), reading).await;
        assert!(outcomes[0].cut_short && outcomes[1].failure.is_some());
        assert_eq!(started.elapsed().as_millis(), 40);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_is_not_lost_when_everything_ends_together() {
        for broken in ["r1", "r2"] {
            let cloud = Cloud {
                regions: [("r1", 10), ("r2", 10)].into(),
                broken: Some((broken, 1)),
                ..Cloud::default()
            };
            let reading = Reading {
                stop_on_failure: true,
                ..Reading::default()
            };
            let (outcomes, _) = read(&jobs(&cloud, 8), reading).await;
            assert!(
                outcomes.iter().any(|outcome| outcome.failure.is_some()),
                "{broken}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_counts_over_all_jobs_and_asks_for_no_more() {
        let cloud = Cloud {
            regions: [("r1", 250), ("r2", 5_000)].into(),
            ..Cloud::default()
        };
        let reading = Reading {
            limit: Some(300),
            ..Reading::default()
        };
        let (_, ids) = read(&jobs(&cloud, 8), reading).await;
        assert_eq!(ids, [all(&cloud, "r1"), all(&cloud, "r2")].concat()[..300]);
        let asked = cloud.asked.lock().unwrap();
        assert!(asked.iter().all(|(_, page)| *page <= 3), "{asked:?}");
    }
}
