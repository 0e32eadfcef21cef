//! Reads the images of one target: the lists of all queries of a plan.

use std::borrow::Cow;
use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;

use futures_util::stream::{BoxStream, SelectAll, Stream, StreamExt, unfold};

use super::pages::{Asking, Completeness, Pages};
use super::{Plan, Target};
use crate::error::{Doubt, Error};
use crate::model::Image;
use crate::provider::PageRef;
use crate::request::Params;
use crate::words::count;

/// A target and the plan by which it is searched.
#[derive(Clone)]
pub struct Job {
    /// The target.
    pub target: Target,
    /// The queries, and the filters on what they return.
    pub plan: Arc<Plan>,
}

/// How lists are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// Rows to ask for on a page; the provider's largest page if not given.
    pub page_size: Option<u32>,
    /// The most images from each query. No more pages are asked for than they take.
    pub limit: Option<u64>,
}

/// An event while the images of a job are read.
#[derive(Debug)]
pub enum Event {
    /// Images of a query, never none. The pages of a query come in their order, those of
    /// several queries in between each other.
    Page {
        /// The query, counted from 0.
        query: usize,
        /// The images that no page of the job had before.
        images: Vec<Image>,
    },
    /// No more images of a query will come.
    End {
        /// The query, counted from 0.
        query: usize,
        /// The evidence that its list is complete, or why images are missing. Other queries
        /// are still read.
        end: Result<Evidence, Error>,
    },
}

/// The evidence that the images of a job are all that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Whether rows may be missing.
    pub completeness: Completeness,
    /// How images contradict the filters that the service was given.
    pub contradiction: Option<String>,
}

impl Evidence {
    /// The evidence for a job without lists, to which that for each list is added.
    pub fn of_no_list() -> Self {
        Self {
            completeness: Completeness::Proved,
            contradiction: None,
        }
    }

    /// Adds the evidence for another list of the job.
    pub fn add(&mut self, other: Self) {
        self.completeness.add(other.completeness);
        let first = self.contradiction.take();
        self.contradiction = first.or(other.contradiction);
    }

    /// The evidence for a job of which the reader had enough before its end: doubts about
    /// the lists that were read stay.
    #[must_use]
    pub fn of_part(mut self) -> Self {
        self.completeness
            .add(Completeness::Unproved { doubts: Vec::new() });
        self
    }

    /// Why an answer that needs the whole list cannot trust it: the strongest reason first.
    pub fn doubts(&self) -> Vec<Doubt> {
        let contradiction = self.contradiction.clone().map(Doubt::Contradiction);
        let list = self.completeness.doubts().iter().cloned().map(Doubt::List);
        contradiction.into_iter().chain(list).collect()
    }

    /// Refuses a list that may lack images, or has some that contradict the question.
    ///
    /// # Errors
    /// [`Error::Untrusted`] with the first doubt.
    pub fn trusted(self, target: &Target) -> Result<Self, Error> {
        match self.doubts().into_iter().next() {
            Some(doubt) => Err(Error::Untrusted {
                call: Box::new(target.call()),
                doubt,
            }),
            None => Ok(self),
        }
    }
}

/// Reads the images of a job, all its queries at once. Dropping the stream cancels the
/// requests that were sent.
pub fn images(job: Job, reading: Reading) -> impl Stream<Item = Event> + Send + 'static {
    let lists = (0..job.plan.queries.len()).map(|query| list(&job, query, reading));
    let state = Lists {
        open: lists.collect(),
        seen: HashSet::new(),
        job,
    };
    unfold(state, |mut state| async move {
        let event = state.next().await?;
        Some((event, state))
    })
}

/// Reads the images of a job into memory, in the order of its queries and of the service.
///
/// # Errors
/// When the list is not whole: the failure, or an [`Error::Untrusted`] where rows may be
/// missing.
pub async fn collect(job: Job) -> Result<Vec<Image>, Error> {
    let target = job.target.clone();
    let mut of_queries = vec![Vec::new(); job.plan.queries.len()];
    let mut evidence = Evidence::of_no_list();
    let mut events = pin!(images(job, Reading::default()));
    while let Some(event) = events.next().await {
        match event {
            Event::Page { query, images } => of_queries[query].extend(images),
            Event::End { end, .. } => evidence.add(end?),
        }
    }
    evidence.trusted(&target)?;
    Ok(of_queries.concat())
}

/// The lists of a job.
struct Lists {
    job: Job,
    open: SelectAll<BoxStream<'static, (usize, Read)>>,
    /// The images so far, where two queries may find the same one.
    seen: HashSet<Box<str>>,
}

impl Lists {
    async fn next(&mut self) -> Option<Event> {
        while let Some((query, read)) = self.open.next().await {
            match read {
                Read::Page(mut images) => {
                    self.drop_seen(&mut images);
                    if !images.is_empty() {
                        return Some(Event::Page { query, images });
                    }
                }
                Read::End(end) => return Some(Event::End { query, end }),
            }
        }
        self.job.target.metrics.end();
        None
    }

    fn drop_seen(&mut self, images: &mut Vec<Image>) {
        if self.job.plan.queries.len() > 1 {
            let key = key_of(&self.job.target);
            images.retain(|image| {
                let key = key(image);
                key.is_empty() || self.seen.insert(key.into())
            });
        }
    }
}

/// What was read of one list.
enum Read {
    Page(Vec<Image>),
    End(Result<Evidence, Error>),
}

/// Reads the list of one query.
fn list(job: &Job, query: usize, reading: Reading) -> BoxStream<'static, (usize, Read)> {
    let list = Box::new(List::new(job, &job.plan.queries[query], reading));
    let read = unfold(Some(list), |list| async move {
        let mut list = list?;
        Some(match list.next().await {
            Ok(Some(images)) => (Read::Page(images), Some(list)),
            Ok(None) => (Read::End(list.end()), None),
            Err(error) => (Read::End(Err(error)), None),
        })
    });
    read.map(move |read| (query, read)).boxed()
}

/// The list of one query, without the images that are filtered out here.
struct List {
    target: Target,
    plan: Arc<Plan>,
    pages: Pages<'static, Image>,
    /// The number of images that may still come, where it is limited.
    left: Option<u64>,
    contradiction: Contradiction,
}

impl List {
    fn new(job: &Job, query: &Params, reading: Reading) -> Self {
        let Job { target, plan } = job.clone();
        let (size, wanted) = measure(job, reading);
        let width = target.account.client.concurrency();
        let provider = target.account.provider;
        let source = Arc::new((target.clone(), provider.images(&target.place(), query)));
        let fetch = move |page: PageRef| -> Asking<'static, Image> {
            let source = Arc::clone(&source);
            Box::pin(async move { source.0.page(&*source.1, page).await })
        };
        Self {
            pages: Pages::new(fetch, key_of(&target), size, width, wanted),
            target,
            plan,
            left: reading.limit,
            contradiction: Contradiction::default(),
        }
    }

    /// The next images, possibly none; `None` after the last page.
    async fn next(&mut self) -> Result<Option<Vec<Image>>, Error> {
        let Some(mut images) = self.pages.next().await? else {
            return Ok(None);
        };
        images.retain(|image| self.plan.keeps(image));
        if let Some(left) = &mut self.left {
            images.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
            *left -= images.len() as u64;
            if *left == 0 {
                self.pages.stop();
            }
        }
        self.contradiction.look_at(&self.plan, &images);
        Ok(Some(images))
    }

    fn end(self) -> Result<Evidence, Error> {
        match self.pages.contradiction() {
            Some(message) => Err(Error::Untrusted {
                call: Box::new(self.target.call()),
                doubt: Doubt::NoList(message),
            }),
            None => Ok(Evidence {
                completeness: self.pages.completeness(),
                contradiction: self.contradiction.message(),
            }),
        }
    }
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
fn measure(job: &Job, reading: Reading) -> (u32, Option<u64>) {
    // Only when nothing is dropped here does a row read count as a row wanted.
    let wanted = reading.limit.filter(|_| job.plan.residual.is_empty());
    // Where there are no pages, no size is asked for.
    let largest = job
        .target
        .account
        .provider
        .facts()
        .page_size
        .unwrap_or(u32::MAX);
    (reading.page_size.unwrap_or(largest), wanted)
}

/// What tells the rows of one list apart. Where a list is of all regions, an id may
/// stand for an image in each of them.
fn key_of(target: &Target) -> fn(&Image) -> Cow<'_, str> {
    if target.account.provider.facts().regional {
        |image| Cow::Borrowed(&image.id)
    } else {
        |image| match &image.region {
            Some(region) if !image.id.is_empty() => Cow::Owned(format!("{region} {}", image.id)),
            _ => Cow::Borrowed(&image.id),
        }
    }
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
    use crate::engine::{Account, Question};
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
        let account = Arc::new(Account {
            provider,
            profile: None,
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
        });
        let plan = Arc::new(Plan::new(provider, &Question::default()).unwrap());
        let mut regions: Vec<&str> = cloud.regions.keys().copied().collect();
        regions.sort_unstable();
        let job = |region: &str| Job {
            target: Target::new(&account, region),
            plan: Arc::clone(&plan),
        };
        regions.into_iter().map(job).collect()
    }

    /// What was read of several jobs: the ids of each, and how it ended.
    #[derive(Default)]
    struct Found {
        ids: Vec<Vec<String>>,
        ended: Vec<(usize, bool)>,
    }

    impl Found {
        fn all(&self) -> Vec<String> {
            self.ids.concat()
        }
    }

    async fn read(jobs: &[Job], reading: Reading, enough: usize) -> Found {
        let mut found = Found {
            ids: vec![Vec::new(); jobs.len()],
            ..Found::default()
        };
        let jobs = jobs.iter().cloned().enumerate();
        let events = jobs.map(|(number, job)| images(job, reading).map(move |it| (number, it)));
        let mut events: SelectAll<_> = events.map(StreamExt::boxed).collect();
        while let Some((job, event)) = events.next().await {
            match event {
                Event::Page { query, images } => {
                    assert!(query == 0 && !images.is_empty());
                    let ids = images.into_iter().map(|image| image.id);
                    found.ids[job].extend(ids);
                }
                Event::End { query, end } => {
                    assert_eq!(query, 0);
                    found.ended.push((job, end.is_ok()));
                }
            }
            if found.all().len() >= enough {
                break;
            }
        }
        found
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
        let found = read(&jobs, Reading::default(), usize::MAX).await;
        assert_eq!(found.all(), [all(&cloud, "r1"), all(&cloud, "r2")].concat());
        assert_eq!(found.ended, [(0, true), (1, true)]);
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
        let found = read(&jobs(&cloud, 2), Reading::default(), usize::MAX).await;
        assert_eq!(
            found.all(),
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
        let found = read(&jobs(&cloud, 8), Reading::default(), usize::MAX).await;
        assert_eq!(found.ids[1], all(&cloud, "r2"));
        assert!(found.ended.contains(&(0, false)) && found.ended.contains(&(1, true)));
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
        let found = read(&jobs(&cloud, 8), reading, 300).await;
        assert!(found.all().len() >= 300);
        let asked = cloud.asked.lock().unwrap();
        assert!(asked.iter().all(|(_, page)| *page <= 3), "{asked:?}");
    }
}
