//! What `list`, `latest` and `get` have in common: asking all targets, and
//! telling what became of each.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

use futures_util::StreamExt;
use futures_util::future::try_join_all;
use futures_util::stream::FuturesUnordered;

use super::args::Global;
use super::context::{Context, TargetsOfOne};
use super::failure::{Exit, Failure};
use super::report::Report;
use super::sinks::{SECTION, Section, Sections};
use super::ui::Ui;
use crate::engine::{
    Collected, Job, Outcome, Plan, Question, Reading, Sink, Target, images, permission,
};
use crate::error::{Doubt, Error};
use crate::model::Image;
use crate::output::Format;

/// Asks each account as soon as its key and its regions are there, so that none waits
/// for another's, until all are asked or it is known that this is enough.
///
/// The answers come in the order of accounts, with why some cannot be asked.
pub(super) async fn each_account<T>(
    context: &mut Context,
    stop_on_failure: bool,
    ask: impl AsyncFn(usize, TargetsOfOne) -> Result<T, Failure>,
    is_enough: impl Fn() -> bool,
) -> Result<Vec<Result<T, Error>>, Failure> {
    let mut answers: Vec<Result<T, Error>> = Vec::new();
    for error in context.take_failed() {
        if stop_on_failure {
            return Err(error.into());
        }
        answers.push(Err(error));
    }
    let context: &Context = context;
    context.deadline.reading();
    let ask = &ask;
    let asking = context.ready().enumerate();
    let mut asking: FuturesUnordered<_> = asking
        .map(|(account, ready)| async move { (account, ask(account, ready.await).await) })
        .collect();
    let mut of_accounts = BTreeMap::new();
    while let Some((account, answer)) = asking.next().await {
        let answer = match answer {
            Ok(answer) => Ok(answer),
            Err(failure) if stop_on_failure => return Err(failure),
            Err(failure) => Err(context.own_failure(failure)?),
        };
        of_accounts.insert(account, answer);
        if is_enough() {
            break;
        }
    }
    context.deadline.printing();
    answers.extend(of_accounts.into_values());
    Ok(answers)
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

/// One job for each target.
pub(super) fn jobs<'a>(
    targets: impl IntoIterator<Item = &'a Target>,
    question: &Question,
) -> Result<Vec<Job>, Error> {
    let job = |target: &Target| {
        let plan = Plan::new(target.provider, question)?;
        Ok(Job {
            target: target.clone(),
            plan,
        })
    };
    targets.into_iter().map(job).collect()
}

/// Asks in every target whether it is permitted; prints nothing on stdout.
pub(super) async fn check_permission(
    ui: &Ui,
    context: &mut Context,
    stop_on_failure: bool,
    may: impl AsyncFn(&Target) -> Result<(), Error>,
) -> Result<Exit, Failure> {
    let may = &may;
    let ask_account = async |_, targets: TargetsOfOne| {
        let targets = targets?.into_iter();
        let asking = targets.map(async |target| match may(&target).await {
            Err(error) if stop_on_failure => Err(Failure::Library(error)),
            answer => Ok((target, answer)),
        });
        try_join_all(asking).await
    };
    let accounts = each_account(context, stop_on_failure, ask_account, || false).await?;
    let mut verdict = Verdict::default();
    for account in accounts {
        match account {
            Ok(of_account) => {
                for (target, answer) in of_account {
                    verdict.permit(ui, &target, answer);
                }
            }
            Err(error) => verdict.fail(ui, error),
        }
    }
    Ok(verdict.exit())
}

/// Asks whether a list is permitted. That may differ from query to query, as by whose
/// images they ask for.
pub(super) async fn may_list(target: &Target, question: &Question) -> Result<(), Error> {
    let plan = Plan::new(target.provider, question)?;
    let asking = plan.queries.iter().map(|query| permission(target, query));
    try_join_all(asking).await.map(drop)
}

/// How the jobs of one account ended.
pub(super) struct Ended {
    account: usize,
    jobs: Vec<(Job, Outcome)>,
}

impl Ended {
    /// The targets that were asked.
    pub(super) fn targets(&self) -> impl Iterator<Item = &Target> {
        self.jobs.iter().map(|(job, _)| &job.target)
    }
}

/// Reads the images of every account into a sink.
pub(super) async fn read<S: Sections>(
    context: &mut Context,
    question: &Question,
    reading: Reading,
    sink: &mut S,
) -> Result<Vec<Result<Ended, Error>>, Failure> {
    let sink = RefCell::new(sink);
    let ask = async |account, targets: TargetsOfOne| {
        let mut section = Section {
            sink: &sink,
            account,
        };
        let jobs = match targets {
            Ok(targets) => read_account(&targets, question, reading, &mut section).await,
            Err(failure) => Err(failure),
        };
        sink.borrow_mut().end_section(account);
        jobs.map(|jobs| Ended { account, jobs })
    };
    each_account(context, reading.stop_on_failure, ask, || {
        sink.borrow().has_enough()
    })
    .await
}

async fn read_account(
    targets: &[Target],
    question: &Question,
    reading: Reading,
    sink: &mut impl Sink,
) -> Result<Vec<(Job, Outcome)>, Failure> {
    let jobs = jobs(targets, question)?;
    let outcomes = images(&jobs, reading, sink).await;
    let ended = jobs
        .into_iter()
        .zip(outcomes)
        .map(|(job, outcome)| match outcome {
            Outcome::Failed(error) if reading.stop_on_failure => Err(Failure::Library(error)),
            outcome => Ok((job, outcome)),
        });
    ended.collect()
}

/// Reads everything that is asked for by id, for an answer that would be wrong if a row
/// were missing: how each job ended, and the images of those that are whole. A job whose
/// list does not add up has failed.
pub(super) async fn collect_all(
    context: &mut Context,
    question: &Question,
    reading: Reading,
) -> Result<(Vec<Result<Ended, Error>>, Vec<Image>), Failure> {
    let mut collected = Collected::default();
    let mut accounts = read(context, question, reading, &mut collected).await?;
    let by_id = |doubt| match doubt {
        Doubt::List(why) => Doubt::Ids(why),
        doubt => doubt,
    };
    distrust(&mut accounts, reading, by_id)?;
    let whole = whole_jobs(&accounts);
    let images = collected.of_jobs(|job| whole.contains(&job));
    Ok((accounts, images))
}

/// Makes a failure of each list that does not add up; `told` says as what kind of doubt.
///
/// # Errors
/// The first of them, when the first failure ends everything.
pub(super) fn distrust(
    accounts: &mut [Result<Ended, Error>],
    reading: Reading,
    told: impl Fn(Doubt) -> Doubt,
) -> Result<(), Failure> {
    for ended in accounts.iter_mut().flatten() {
        for (job, outcome) in &mut ended.jobs {
            *outcome = match std::mem::replace(outcome, Outcome::CutShort).distrusted(job) {
                Outcome::Failed(Error::Untrusted { call, doubt }) => {
                    let doubt = told(doubt);
                    Outcome::Failed(Error::Untrusted { call, doubt })
                }
                outcome => outcome,
            };
            if let Outcome::Failed(error) = outcome
                && reading.stop_on_failure
            {
                return Err(error.clone().into());
            }
        }
    }
    Ok(())
}

/// The jobs whose lists are whole, as the sections of a sink number them.
pub(super) fn whole_jobs(accounts: &[Result<Ended, Error>]) -> HashSet<usize> {
    let ended = accounts.iter().flatten();
    let whole = ended.flat_map(|Ended { account, jobs }| {
        let jobs = jobs.iter().enumerate();
        jobs.filter(|(_, (_, outcome))| outcome.is_whole())
            .map(move |(job, _)| account * SECTION + job)
    });
    whole.collect()
}

impl Sections for Collected {}

/// What became of all targets.
#[derive(Default)]
pub(super) struct Verdict {
    succeeded: usize,
    /// The first target whose list is whole.
    pub(super) whole: Option<Target>,
    failures: Vec<Exit>,
}

impl Verdict {
    /// Takes up how a target was answered, telling what was odd about it.
    pub(super) fn add(&mut self, ui: &Ui, target: &Target, outcome: Outcome) {
        match outcome {
            outcome @ Outcome::Whole(..) => {
                for doubt in outcome.doubts() {
                    ui.warn(&Report::warning(doubt.to_string(), &target.call()));
                }
                self.whole.get_or_insert_with(|| target.clone());
                self.succeed();
            }
            Outcome::Failed(error) => self.fail(ui, error),
            Outcome::CutShort => {}
        }
    }

    /// Takes up how everything ended.
    pub(super) fn add_all(&mut self, ui: &Ui, accounts: Vec<Result<Ended, Error>>) {
        for account in accounts {
            match account {
                Ok(ended) => {
                    for (job, outcome) in ended.jobs {
                        self.add(ui, &job.target, outcome);
                    }
                }
                Err(error) => self.fail(ui, error),
            }
        }
    }

    /// Takes up whether a target may be asked.
    fn permit(&mut self, ui: &Ui, target: &Target, answer: Result<(), Error>) {
        match answer {
            Ok(()) => {
                let place = target.place_name();
                ui.note(&format!("asking for images is permitted in {place}"));
                self.succeed();
            }
            Err(error) => self.fail(ui, error),
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
