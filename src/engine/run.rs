//! Many targets at once, all under way together.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::ControlFlow;

use futures_util::future::{Either, join_all, select};
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::pages::{Asking, Completeness, Pages};
use super::{Plan, Target};
use crate::error::{Doubt, Error};
use crate::model::Image;
use crate::provider::PageRef;
use crate::request::Params;
use crate::words::count;

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
    /// The most images from each query. No more pages are asked for than they take.
    pub limit: Option<u64>,
    /// Whether the first failure ends everything.
    pub stop_on_failure: bool,
}

/// Where rows belong: in the order of jobs, and within a job of its queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The job, counted from 0.
    pub job: usize,
    /// The query among those of all jobs, counted from 0.
    pub number: usize,
}

/// Takes rows as they come.
///
/// Parts come at the same time and get in between each other; the pages of a part
/// come in their order.
pub trait Sink {
    /// Takes the images of one page, never none. Everything ends when it breaks off.
    fn rows(&mut self, part: Part, rows: Vec<Image>) -> ControlFlow<()>;

    /// Is told that a part ends here, and whether it is whole.
    fn end(&mut self, _part: Part, _is_whole: bool) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// How a job ended.
#[derive(Debug)]
pub enum Outcome {
    /// All that was wanted of its lists was handed over; the evidence that they are complete,
    /// and how images contradict what the service was asked for.
    Whole(Completeness, Option<String>),
    /// Why its list is not whole.
    Failed(Error),
    /// It was not read to its end, as another job's failure ended everything.
    CutShort,
}

impl Outcome {
    /// Whether all that was wanted was handed over.
    pub fn is_whole(&self) -> bool {
        matches!(self, Outcome::Whole(..))
    }

    /// Why an answer that needs the whole list cannot trust it: the strongest reason first.
    pub fn doubts(&self) -> Vec<Doubt> {
        let Outcome::Whole(known, contradiction) = self else {
            return Vec::new();
        };
        let contradiction = contradiction.clone().map(Doubt::Contradiction).into_iter();
        let list = known.doubts().iter().cloned().map(Doubt::List);
        contradiction.chain(list).collect()
    }
}

/// Reads the images of all jobs, all of them under way at once.
///
/// A failed job does not hinder the others; what it gave until then was handed
/// over already, and the sink decides what that is worth.
pub async fn images(jobs: &[Job], reading: Reading, sink: &mut impl Sink) -> Vec<Outcome> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let queries = jobs.iter().enumerate().flat_map(|(number, job)| {
        let queries = job.plan.queries.iter();
        queries.map(move |query| (number, job, query))
    });
    let units = queries.enumerate().map(|(number, (job, asked, query))| {
        let part = Part { job, number };
        let sender = sender.clone();
        async move {
            let end = pump(asked, query, reading, part, &sender).await;
            // If the reader is gone, nobody wants to know.
            let _ = sender.send((part, Told::End(end))).await;
        }
    });
    let units: Vec<_> = units.collect();
    drop(sender);
    let producers = std::pin::pin!(join_all(units));
    let consumer = std::pin::pin!(hand_over(jobs, receiver, reading, sink));
    let outcomes = match select(producers, consumer).await {
        // All is read; what waits in the channel is still to be told.
        Either::Left((_, consumer)) => consumer.await,
        // All is told. Dropping the producers cancels what is under way.
        Either::Right((outcomes, _)) => outcomes,
    };
    for job in jobs {
        job.target.metrics.end();
    }
    outcomes
}

/// Pages that may wait for the sink, besides those under way.
const WAITING: usize = 4;

enum Told {
    Rows(Vec<Image>),
    /// Why the list is not whole, or the evidence that it is complete, and how images
    /// contradict what the service was asked for.
    End(Result<(Completeness, Option<String>), Error>),
}

/// Reads one query's pages into a channel, and says how that ended.
async fn pump(
    job: &Job,
    query: &Params,
    reading: Reading,
    part: Part,
    to: &Sender<(Part, Told)>,
) -> Result<(Completeness, Option<String>), Error> {
    let Job { target, plan } = job;
    let listing = target.provider.images(&target.place(), query);
    let fetch = |page: PageRef| -> Asking<'_, Image> {
        let listing = &*listing;
        Box::pin(async move { target.page(listing, page).await })
    };
    let (size, wanted) = measure(job, reading);
    let width = target.client.concurrency();
    let mut pages = Pages::new(fetch, key_of(target), size, width, wanted);
    let mut left = reading.limit;
    let mut contradiction = Contradiction::default();
    while let Some(mut rows) = pages.next().await? {
        rows.retain(|image| plan.keeps(image));
        if let Some(left) = &mut left {
            rows.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
            *left -= rows.len() as u64;
            if *left == 0 {
                pages.stop();
            }
        }
        if rows.is_empty() {
            continue;
        }
        contradiction.look_at(plan, &rows);
        let place = tokio::select! {
            biased;
            place = to.reserve() => place,
            () = pages.take_in() => to.reserve().await,
        };
        match place {
            Ok(place) => place.send((part, Told::Rows(rows))),
            // The reader has enough.
            Err(_) => break,
        }
    }
    if let Some(message) = pages.contradiction() {
        return Err(Error::Untrusted {
            call: Box::new(target.call()),
            doubt: Doubt::NoList(message),
        });
    }
    Ok((pages.completeness(), contradiction.message()))
}

/// Rows that contradict what the service was asked for.
#[derive(Default)]
struct Contradiction {
    /// What the first of them shows.
    first: Option<String>,
    more: u64,
}

impl Contradiction {
    fn look_at(&mut self, plan: &Plan, rows: &[Image]) {
        for message in rows.iter().filter_map(|image| plan.contradiction(image)) {
            match self.first {
                None => self.first = Some(message),
                Some(_) => self.more += 1,
            }
        }
    }

    fn message(self) -> Option<String> {
        let first = self.first?;
        Some(match self.more {
            0 => first,
            more => format!("{first}, and {} like it", count(more, "more image")),
        })
    }
}

/// How a job's lists are asked for: rows on a page, and rows that are enough.
pub(super) fn measure(job: &Job, reading: Reading) -> (u32, Option<u64>) {
    // Only when nothing is dropped here does a row read count as a row wanted.
    let wanted = reading.limit.filter(|_| job.plan.residual.is_empty());
    // Where there are no pages, no size is asked for.
    let largest = job.target.provider.facts().page_size.unwrap_or(u32::MAX);
    (reading.page_size.unwrap_or(largest), wanted)
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

/// Hands over what comes through the channel.
async fn hand_over(
    jobs: &[Job],
    mut receiver: Receiver<(Part, Told)>,
    reading: Reading,
    sink: &mut impl Sink,
) -> Vec<Outcome> {
    let mut open: Vec<usize> = jobs.iter().map(|job| job.plan.queries.len()).collect();
    let mut outcomes: Vec<Outcome> = jobs
        .iter()
        .map(|_| Outcome::Whole(Completeness::Proved, None))
        .collect();
    let mut seen: Vec<HashSet<Box<str>>> = jobs.iter().map(|_| HashSet::new()).collect();
    while let Some((part, told)) = receiver.recv().await {
        let job = &jobs[part.job];
        let flow = match told {
            Told::Rows(mut rows) => {
                // Two queries of a job may find the same image.
                if job.plan.queries.len() > 1 {
                    let key = key_of(&job.target);
                    let seen = &mut seen[part.job];
                    rows.retain(|image| {
                        let key = key(image);
                        key.is_empty() || seen.insert(key.into())
                    });
                }
                if rows.is_empty() {
                    continue;
                }
                sink.rows(part, rows)
            }
            Told::End(end) => {
                open[part.job] -= 1;
                if open[part.job] == 0 {
                    job.target.metrics.end();
                    seen[part.job] = HashSet::new();
                }
                let is_whole = end.is_ok();
                match (end, &mut outcomes[part.job]) {
                    (Ok((more, contradiction)), Outcome::Whole(known, first)) => {
                        known.add(more);
                        *first = first.take().or(contradiction);
                    }
                    // Of several failed queries of a job one failure is enough to tell.
                    (Err(error), outcome @ Outcome::Whole(..)) => *outcome = Outcome::Failed(error),
                    _ => {}
                }
                if !is_whole && reading.stop_on_failure {
                    // What the others gave until then is worth nothing any more.
                    for outcome in &mut outcomes {
                        if outcome.is_whole() {
                            *outcome = Outcome::CutShort;
                        }
                    }
                    return outcomes;
                }
                sink.end(part, is_whole)
            }
        };
        if flow.is_break() {
            break;
        }
    }
    for (outcome, open) in outcomes.iter_mut().zip(open) {
        // The reader had enough before the list was read to its end.
        if let Outcome::Whole(known, _) = outcome
            && open > 0
        {
            known.add(Completeness::Unproved { doubts: Vec::new() });
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex, OnceLock};
    use std::time::Duration;

    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::clock::Clock;
    use crate::clouds::by_name;
    use crate::engine::Question;
    use crate::error::{Origin, TransportFailure, TransportKind};
    use crate::http::{Client, FixedKey, Network, NoLog, Response, Sending, Transport};
    use crate::provider::Options;
    use crate::request::{Endpoint, Request};
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
        fn send<'a>(&'a self, request: &'a Request, _: &'a OnceLock<Response>) -> Sending<'a> {
            let query: HashMap<&str, &str> = request
                .query
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
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
                Ok(Response {
                    status: 200,
                    headers: vec![],
                    body: body.to_string().into_bytes().into(),
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
            options: Options::default(),
            now: Still.now(),
            keys: Arc::new(FixedKey::new(Credentials {
                id: "id".into(),
                secret: Secret::new("secret"),
                token: None,
            })),
            key_origin: Origin::BuiltIn,
            authorizer: provider.authorizer("acs3-hmac-sha256").unwrap(),
            client: Arc::new(client),
            metrics: Arc::default(),
        };
        let mut regions: Vec<&str> = cloud.regions.keys().copied().collect();
        regions.sort_unstable();
        let job = |region: &str| Job {
            target: Target {
                region: region.to_owned(),
                metrics: Arc::default(),
                ..target.clone()
            },
            plan: Plan::new(provider, &Question::default()).unwrap(),
        };
        regions.into_iter().map(job).collect()
    }

    /// Keeps the ids of each part, until there are enough.
    #[derive(Default)]
    struct Ids {
        parts: Vec<Vec<String>>,
        ended: Vec<(usize, bool)>,
        enough: Option<usize>,
    }

    impl Ids {
        fn all(&self) -> Vec<String> {
            self.parts.concat()
        }
    }

    impl Sink for Ids {
        fn rows(&mut self, part: Part, rows: Vec<Image>) -> ControlFlow<()> {
            assert!(!rows.is_empty());
            let parts = self.parts.len().max(part.number + 1);
            self.parts.resize(parts, Vec::new());
            self.parts[part.number].extend(rows.into_iter().map(|image| image.id));
            match self.enough {
                Some(enough) if self.all().len() >= enough => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        }

        fn end(&mut self, part: Part, is_whole: bool) -> ControlFlow<()> {
            self.ended.push((part.number, is_whole));
            ControlFlow::Continue(())
        }
    }

    async fn read(jobs: &[Job], reading: Reading) -> (Vec<Outcome>, Ids) {
        let mut ids = Ids::default();
        let outcomes = images(jobs, reading, &mut ids).await;
        (outcomes, ids)
    }

    fn all(cloud: &Cloud, region: &str) -> Vec<String> {
        (0..cloud.regions[region])
            .map(|n| format!("{region}-{n}"))
            .collect()
    }

    #[tokio::test(start_paused = true)]
    async fn jobs_run_together_and_their_pages_come_in_order() {
        let cloud = Cloud {
            regions: [("r1", 250), ("r2", 350)].into(),
            ..Cloud::default()
        };
        let started = tokio::time::Instant::now();
        let jobs = jobs(&cloud, 8);
        let (outcomes, ids) = read(&jobs, Reading::default()).await;
        assert!(outcomes.iter().all(Outcome::is_whole));
        assert_eq!(ids.all(), [all(&cloud, "r1"), all(&cloud, "r2")].concat());
        assert_eq!(ids.ended.len(), 2);
        assert_eq!(
            started.elapsed().as_millis(),
            80,
            "page 1 of both, then all others"
        );
        let cost = jobs[1].target.metrics.snapshot();
        assert_eq!((cost.pages, cost.rows, cost.retries), (4, 350, 0));
        assert_eq!(cost.took.as_millis(), 80);
        assert!(cost.is_done);
    }

    /// Whoever waits for the reader must not sit on permits that others need.
    #[tokio::test(start_paused = true)]
    async fn many_pages_of_many_jobs_hold_nobody_up() {
        let regions = ["r1", "r2", "r3", "r4"];
        let cloud = Cloud {
            regions: regions.map(|region| (region, 5_000)).into(),
            ..Cloud::default()
        };
        let started = tokio::time::Instant::now();
        let (outcomes, ids) = read(&jobs(&cloud, 2), Reading::default()).await;
        assert!(outcomes.iter().all(Outcome::is_whole), "{outcomes:?}");
        assert_eq!(
            ids.all(),
            regions.map(|region| all(&cloud, region)).concat()
        );
        assert_eq!(started.elapsed().as_millis(), 200 / 2 * 40);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_job_hinders_no_other() {
        let cloud = Cloud {
            regions: [("r1", 350), ("r2", 250)].into(),
            broken: Some(("r1", 3)),
            ..Cloud::default()
        };
        let (outcomes, ids) = read(&jobs(&cloud, 8), Reading::default()).await;
        assert!(matches!(outcomes[0], Outcome::Failed(_)) && outcomes[1].is_whole());
        assert_eq!(ids.parts[1], all(&cloud, "r2"));
        assert!(ids.ended.contains(&(0, false)) && ids.ended.contains(&(1, true)));
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
        assert!(matches!(outcomes[0], Outcome::CutShort));
        assert!(matches!(outcomes[1], Outcome::Failed(_)));
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
            let failed = |outcome: &Outcome| matches!(outcome, Outcome::Failed(_));
            assert!(outcomes.iter().any(failed), "{broken}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_is_asked_for_than_is_wanted() {
        let cloud = Cloud {
            regions: [("r1", 250), ("r2", 5_000)].into(),
            ..Cloud::default()
        };
        let reading = Reading {
            limit: Some(300),
            ..Reading::default()
        };
        let mut ids = Ids {
            enough: Some(300),
            ..Ids::default()
        };
        let outcomes = images(&jobs(&cloud, 8), reading, &mut ids).await;
        assert!(outcomes.iter().all(Outcome::is_whole));
        assert!(ids.all().len() >= 300);
        let asked = cloud.asked.lock().unwrap();
        assert!(asked.iter().all(|(_, page)| *page <= 3), "{asked:?}");
    }
}
