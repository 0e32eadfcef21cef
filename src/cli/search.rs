//! Searches: the jobs of all accounts, how each ended, and the exit code of that.

use std::collections::{BTreeMap, HashSet};

use futures_util::StreamExt;
use futures_util::stream::once;

use super::args::Global;
use super::context::Context;
use super::failure::{Exit, Failure};
use super::report::Report;
use super::sinks::{Collected, ListId, Sink, lists};
use super::ui::Ui;
use crate::engine::{Event, Evidence, Job, JobId, Plans, Reading, Run, Step, Target, images};
use crate::error::{Doubt, Error};
use crate::model::Image;
use crate::output::Format;

/// How a job ended, or why an account has none.
pub(super) enum Ended<J, T> {
    /// A job that was answered or failed.
    Job {
        id: JobId,
        job: J,
        answer: Result<T, Error>,
    },
    /// An account that cannot be used.
    Account(FailedAccount),
}

/// The account of a failure, `None` where it failed before the search, and the failure.
pub(super) type FailedAccount = (Option<usize>, Error);

impl<J, T> Ended<J, T> {
    /// The job and the answer to it, or the failure.
    pub(super) fn answered(self) -> Result<(J, T), Error> {
        match self {
            Self::Job { job, answer, .. } => Ok((job, answer?)),
            Self::Account((_, error)) => Err(error),
        }
    }
}

/// The failures of a search, each with its account.
pub(super) fn failures<J, T>(ended: Vec<Ended<J, T>>) -> impl Iterator<Item = FailedAccount> {
    ended.into_iter().filter_map(|ended| match ended {
        Ended::Job { id, answer, .. } => Some((Some(id.account), answer.err()?)),
        Ended::Account(failed) => Some(failed),
    })
}

/// How the jobs of a command end, in the order of accounts.
struct Endings<'a, J, T> {
    context: &'a Context,
    stop_on_failure: bool,
    failed: Vec<Error>,
    ended: BTreeMap<JobId, Ended<J, T>>,
}

impl<'a, J, T> Endings<'a, J, T> {
    /// Begins a search. Accounts that are known to fail have ended already.
    fn new(context: &'a mut Context, stop_on_failure: bool) -> Result<Self, Failure> {
        let failed = context.take_failed();
        context.deadline.reading();
        match failed.first() {
            Some(error) if stop_on_failure => Err(error.clone().into()),
            _ => Ok(Self {
                context,
                stop_on_failure,
                failed,
                ended: BTreeMap::new(),
            }),
        }
    }

    /// Takes note of how a job ended.
    ///
    /// # Errors
    /// The failure of the job, if the first one ends everything.
    fn add(&mut self, id: JobId, job: J, answer: Result<T, Error>) -> Result<(), Failure> {
        match answer {
            Err(error) if self.stop_on_failure => Err(error.into()),
            answer => {
                self.ended.insert(id, Ended::Job { id, job, answer });
                Ok(())
            }
        }
    }

    /// Takes note of an account without jobs.
    ///
    /// # Errors
    /// The failure, if it ends everything.
    fn refuse(&mut self, account: usize, failure: Failure) -> Result<(), Failure> {
        if self.stop_on_failure {
            return Err(failure);
        }
        let error = self.context.own_failure(failure)?;
        let id = JobId { account, number: 0 };
        self.ended
            .insert(id, Ended::Account((Some(account), error)));
        Ok(())
    }

    fn all(self) -> Vec<Ended<J, T>> {
        self.context.deadline.printing();
        let failed = self.failed.into_iter();
        let failed = failed.map(|error| Ended::Account((None, error)));
        failed.chain(self.ended.into_values()).collect()
    }
}

/// A job whose lists are read.
struct JobRead {
    target: Target,
    /// The number of lists that have not ended.
    open: usize,
    /// The evidence for the lists that ended, or the first failure.
    ended: Result<Evidence, Error>,
}

impl JobRead {
    fn new(job: Job) -> Self {
        Self {
            open: job.plan.queries.len(),
            target: job.target,
            ended: Ok(Evidence::of_no_list()),
        }
    }

    fn add(&mut self, end: Result<Evidence, Error>) {
        self.open -= 1;
        match (&mut self.ended, end) {
            (Ok(evidence), Ok(more)) => evidence.add(more),
            (Ok(_), Err(error)) => self.ended = Err(error),
            // Of several failures one is enough to tell.
            (Err(_), _) => {}
        }
    }

    /// The target, and how its job ended when no more is read.
    fn end(self) -> (Target, Result<Evidence, Error>) {
        self.target.metrics.end();
        let answer = match self.open {
            0 => self.ended,
            _ => self.ended.map(Evidence::of_part),
        };
        (self.target, answer)
    }
}

/// Reads the images of every target into a sink, until it has enough.
pub(super) async fn read(
    context: &mut Context,
    plans: &Plans,
    reading: Reading,
    stop_on_failure: bool,
    sink: &mut impl Sink,
) -> Result<Vec<Ended<Target, Evidence>>, Failure> {
    let mut endings = Endings::new(context, stop_on_failure)?;
    let ready = endings.context.ready();
    let accounts = ready.map(async |targets| Ok(plans.jobs(targets.await?)));
    let mut run = Run::new(accounts, |job: &Job| {
        images(job.clone(), reading).boxed_local()
    });
    let mut jobs_read = BTreeMap::new();
    while let Some(step) = run.next().await {
        match step {
            Step::Started(account, jobs) => {
                sink.started(account, &lists(account, &jobs))?;
                for (number, job) in jobs.into_iter().enumerate() {
                    jobs_read.insert(JobId { account, number }, JobRead::new(job));
                }
            }
            Step::Refused(account, failure) => {
                endings.refuse(account, failure)?;
                sink.started(account, &[])?;
            }
            Step::Event(job, Event::Page { query, images }) => {
                sink.page(ListId { job, query }, images)?;
            }
            Step::Event(job, Event::End { query, end }) => {
                // The sink may have enough from here on, so that the end is noted first.
                let is_whole = end.is_ok();
                match (end, jobs_read.get_mut(&job)) {
                    (Err(error), _) if stop_on_failure => return Err(error.into()),
                    (end, Some(read)) => read.add(end),
                    (_, None) => {}
                }
                sink.ended(ListId { job, query }, is_whole)?;
            }
        }
        if sink.has_enough() {
            break;
        }
    }
    for (id, read) in jobs_read {
        let (target, answer) = read.end();
        endings.add(id, target, answer)?;
    }
    Ok(endings.all())
}

/// Asks for an answer to each job. `jobs` makes the jobs of the targets of an account.
pub(super) async fn answers<J: Clone, T>(
    context: &mut Context,
    stop_on_failure: bool,
    jobs: impl Fn(Vec<Target>) -> Vec<J>,
    ask: impl AsyncFn(&J) -> Result<T, Error>,
) -> Result<Vec<Ended<J, T>>, Failure> {
    let mut endings = Endings::new(context, stop_on_failure)?;
    let ready = endings.context.ready();
    let accounts = ready.map(async |targets| Ok(jobs(targets.await?)));
    let ask = &ask;
    let mut run = Run::new(accounts, |job: &J| {
        let job = job.clone();
        once(async move {
            let answer = ask(&job).await;
            (job, answer)
        })
        .boxed_local()
    });
    while let Some(step) = run.next().await {
        match step {
            Step::Started(..) => {}
            Step::Refused(account, failure) => endings.refuse(account, failure)?,
            Step::Event(id, (job, answer)) => endings.add(id, job, answer)?,
        }
    }
    Ok(endings.all())
}

/// Refuses `--raw` where its objects would not be printed.
pub(super) fn raw_has_room(global: &Global, format: Format) -> Result<(), Failure> {
    if global.raw
        && global.query.is_none()
        && !matches!(format, Format::Json | Format::Ndjson | Format::Yaml)
    {
        let hint = "use -o json, -o ndjson or -o yaml";
        return Err(Failure::format("--raw", format, hint));
    }
    Ok(())
}

/// Reads all images that are asked for by id, for an answer that would be wrong if one were
/// missing: how each target ended, and the images of those that are whole. A target whose
/// list does not add up has failed.
pub(super) async fn collect_all(
    context: &mut Context,
    plans: &Plans,
    stop_on_failure: bool,
) -> Result<(Vec<Ended<Target, Evidence>>, Vec<Image>), Failure> {
    let mut collected = Collected::default();
    let reading = Reading::default();
    let ended = read(context, plans, reading, stop_on_failure, &mut collected).await?;
    let by_id = |doubt| match doubt {
        Doubt::List(why) => Doubt::Ids(why),
        doubt => doubt,
    };
    let ended = distrust(ended, stop_on_failure, by_id)?;
    let whole = whole_jobs(&ended);
    let images = collected.of_jobs(|job| whole.contains(&job));
    Ok((ended, images))
}

/// Makes a failure of each list that does not add up; `kind` gives the kind of doubt.
///
/// # Errors
/// The first of them, when the first failure ends everything.
pub(super) fn distrust(
    mut ended: Vec<Ended<Target, Evidence>>,
    stop_on_failure: bool,
    kind: impl Fn(Doubt) -> Doubt,
) -> Result<Vec<Ended<Target, Evidence>>, Failure> {
    for ended in &mut ended {
        if let Ended::Job { job, answer, .. } = ended
            && let Ok(evidence) = &*answer
            && let Err(error) = evidence.clone().trusted(job)
        {
            let error = match error {
                Error::Untrusted { call, doubt } => Error::Untrusted {
                    call,
                    doubt: kind(doubt),
                },
                error => error,
            };
            if stop_on_failure {
                return Err(error.into());
            }
            *answer = Err(error);
        }
    }
    Ok(ended)
}

/// The jobs whose lists are whole.
pub(super) fn whole_jobs<T>(ended: &[Ended<Target, T>]) -> HashSet<JobId> {
    let whole = ended.iter().filter_map(|ended| match ended {
        Ended::Job { id, answer, .. } => answer.is_ok().then_some(*id),
        Ended::Account(_) => None,
    });
    whole.collect()
}

/// The result of a command: how many targets succeeded, and how others failed.
#[derive(Default)]
pub(super) struct Verdict {
    succeeded: usize,
    /// The first target whose list is whole.
    pub(super) whole: Option<Target>,
    failures: Vec<Exit>,
}

impl Verdict {
    /// Takes up how all lists ended, with warnings about those that may lack images.
    pub(super) fn add_all(&mut self, ui: &Ui, ended: Vec<Ended<Target, Evidence>>) {
        for ended in ended {
            match ended.answered() {
                Ok((target, evidence)) => {
                    for doubt in evidence.doubts() {
                        ui.warn(&Report::warning(doubt.to_string(), &target.call()));
                    }
                    self.whole.get_or_insert(target);
                    self.succeed();
                }
                Err(error) => self.fail(ui, error),
            }
        }
    }

    /// Takes up a success.
    pub(super) fn succeed(&mut self) {
        self.succeeded += 1;
    }

    /// Takes up a failure.
    pub(super) fn fail(&mut self, ui: &Ui, error: Error) {
        self.failures.push(ui.failed(&Failure::Library(error)));
    }

    /// Whether any target failed.
    pub(super) fn is_failure(&self) -> bool {
        !self.failures.is_empty()
    }

    /// Whether there is nothing to print.
    pub(super) fn is_total_failure(&self) -> bool {
        self.is_failure() && self.succeeded == 0
    }

    /// The code that all this ends with.
    pub(super) fn exit(&self) -> Exit {
        match self.failures.first() {
            None => Exit::Ok,
            Some(first) if self.succeeded == 0 => *first,
            Some(_) => Exit::Partial,
        }
    }
}
