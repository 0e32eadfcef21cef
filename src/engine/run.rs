//! Jobs of many accounts at once: accounts that become ready in, events out.

use std::future::Future;

use futures_util::FutureExt;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{FuturesUnordered, LocalBoxStream, SelectAll};

/// Identifies a job; jobs are in the order of their accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId {
    /// The account, counted from 0.
    pub account: usize,
    /// The job among those of the account, counted from 0.
    pub number: usize,
}

/// What happened in a run.
#[derive(Debug)]
pub enum Step<J, T, E> {
    /// An account is ready, and its jobs have been started.
    Started(usize, Vec<J>),
    /// An account cannot be used.
    Refused(usize, E),
    /// An event of a job.
    Event(JobId, T),
}

/// The jobs of an account, as soon as it is ready, and its number.
type Account<'a, J, E> = LocalBoxFuture<'a, (usize, Result<Vec<J>, E>)>;

/// Makes the events of a job.
type Start<'a, J, T> = Box<dyn Fn(&J) -> LocalBoxStream<'a, T> + 'a>;

/// Runs the jobs of each account as soon as it is ready, so that no account waits for another.
///
/// Dropping it cancels all requests.
pub struct Run<'a, J, T, E> {
    accounts: FuturesUnordered<Account<'a, J, E>>,
    start: Start<'a, J, T>,
    jobs: SelectAll<LocalBoxStream<'a, (JobId, T)>>,
}

impl<'a, J: 'a, T: 'a, E: 'a> Run<'a, J, T, E> {
    /// Prepares a run. Each account is a future of its jobs; `start` makes the events of a job.
    pub fn new<F>(
        accounts: impl IntoIterator<Item = F>,
        start: impl Fn(&J) -> LocalBoxStream<'a, T> + 'a,
    ) -> Self
    where
        F: Future<Output = Result<Vec<J>, E>> + 'a,
    {
        let accounts = accounts.into_iter().enumerate();
        let ready = |(account, jobs): (usize, F)| jobs.map(move |jobs| (account, jobs));
        Self {
            accounts: accounts.map(|of| ready(of).boxed_local()).collect(),
            start: Box::new(start),
            jobs: SelectAll::new(),
        }
    }

    /// The next step; `None` after the last event of the last job.
    pub async fn next(&mut self) -> Option<Step<J, T, E>> {
        tokio::select! {
            biased;
            Some((account, jobs)) = self.accounts.next() => Some(match jobs {
                Ok(jobs) => {
                    self.start(account, &jobs);
                    Step::Started(account, jobs)
                }
                Err(error) => Step::Refused(account, error),
            }),
            Some((job, event)) = self.jobs.next() => Some(Step::Event(job, event)),
            else => None,
        }
    }

    fn start(&mut self, account: usize, jobs: &[J]) {
        for (number, job) in jobs.iter().enumerate() {
            let id = JobId { account, number };
            let events = (self.start)(job).map(move |event| (id, event));
            self.jobs.push(events.boxed_local());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::stream::once;
    use tokio::time::{Instant, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_account_waits_for_another() {
        let account = async |wait, jobs: Result<Vec<u64>, &'static str>| {
            sleep(Duration::from_millis(wait)).await;
            jobs
        };
        let accounts = [
            account(300, Ok(vec![100, 50])),
            account(100, Ok(vec![50])),
            account(200, Err("no key")),
        ];
        let mut run = Run::new(accounts, |wait: &u64| {
            let wait = *wait;
            once(sleep(Duration::from_millis(wait)))
                .map(move |()| wait)
                .boxed_local()
        });
        let start = Instant::now();
        let mut steps = Vec::new();
        while let Some(step) = run.next().await {
            let text = match step {
                Step::Started(account, jobs) => format!("{account}: {} jobs", jobs.len()),
                Step::Refused(account, why) => format!("{account}: {why}"),
                Step::Event(job, _) => format!("{}: job {}", job.account, job.number),
            };
            steps.push(format!("{} {text}", start.elapsed().as_millis()));
        }
        let expected = [
            "100 1: 1 jobs",
            "150 1: job 0",
            "200 2: no key",
            "300 0: 2 jobs",
            "350 0: job 1",
            "400 0: job 0",
        ];
        assert_eq!(steps, expected);
    }
}
