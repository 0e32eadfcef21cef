//! What `list`, `latest` and `get` have in common: asking all targets, and
//! telling what became of each.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use futures_util::future::{join_all, try_join_all};

use super::args::Global;
use super::context::Context;
use super::failure::{Exit, Failure, Report};
use super::ui::Ui;
use crate::error::{DecodeError, Error};
use crate::model::Image;
use crate::output::Format;
use crate::query::{Job, Outcome, Part, Plan, Question, Reading, Sink, Target, images, permission};

/// Whom to ask, with the verdict over those that could not even be found.
pub(super) async fn targets(
    ui: &Ui,
    context: &mut Context,
    stop_on_failure: bool,
) -> Result<(Vec<Target>, Verdict), Failure> {
    let targets = context.targets().await?;
    let mut verdict = Verdict::default();
    for error in targets.failed {
        if stop_on_failure {
            return Err(Failure::Library(error));
        }
        verdict.fail(ui, error);
    }
    Ok((targets.found, verdict))
}

/// Refuses `--raw` where its objects would not be printed.
pub(super) fn raw_has_room(global: &Global, format: Format) -> Result<(), Failure> {
    if global.raw && !matches!(format, Format::Json | Format::Ndjson) {
        return Err(Failure::Usage {
            message: format!("--raw has no meaning for the format `{format}`"),
            hint: Some("`-o json` and `-o ndjson` print whole objects".to_owned()),
        });
    }
    Ok(())
}

/// One job for each target.
pub(super) fn jobs(targets: &[Target], question: &Question) -> Result<Vec<Job>, Error> {
    let job = |target: &Target| {
        let plan = Plan::new(target.provider, question)?;
        Ok(Job {
            target: target.clone(),
            plan,
        })
    };
    targets.iter().map(job).collect()
}

/// Asks every job's service whether its list is permitted; prints nothing on
/// stdout. Permissions may differ from query to query, as by whose images they ask for.
pub(super) async fn check_permission(ui: &Ui, jobs: &[Job], mut verdict: Verdict) -> Exit {
    let asking = jobs.iter().map(|job| {
        let queries = job.plan.queries.iter();
        try_join_all(queries.map(|query| permission(&job.target, query)))
    });
    for (job, answer) in jobs.iter().zip(join_all(asking).await) {
        match answer {
            Ok(_) => permitted(ui, &job.target, &mut verdict),
            Err(error) => verdict.fail(ui, error),
        }
    }
    verdict.exit()
}

/// Tells that a target may be asked.
pub(super) fn permitted(ui: &Ui, target: &Target, verdict: &mut Verdict) {
    ui.note(&format!(
        "asking for images is permitted in {}",
        target.place()
    ));
    verdict.succeed();
}

/// Reads everything, for an answer that would be wrong if a row were missing: how each
/// job ended, and its images, none unless it is whole. A job whose list does not add
/// up has failed.
pub(super) async fn collect(jobs: &[Job], reading: Reading) -> Vec<(Outcome, Vec<Image>)> {
    let mut collected = Collected::default();
    let outcomes = images(jobs, reading, &mut collected).await;
    let mut rows: Vec<Vec<Image>> = jobs.iter().map(|_| Vec::new()).collect();
    for (job, found) in collected.0.into_values() {
        rows[job].extend(found);
    }
    let answers = jobs.iter().zip(outcomes).zip(rows);
    let answer = |((job, outcome), rows): ((&Job, Outcome), Vec<Image>)| match outcome {
        Outcome::Whole(mut warnings) => match warnings.pop() {
            Some(warning) => {
                let call = Box::new(job.target.call());
                let failure = DecodeError::new(warning);
                (Outcome::Failed(Error::Decode { call, failure }), Vec::new())
            }
            None => (Outcome::Whole(Vec::new()), rows),
        },
        outcome => (outcome, Vec::new()),
    };
    answers.map(answer).collect()
}

/// The rows of each part, with the job it belongs to.
#[derive(Default)]
struct Collected(BTreeMap<usize, (usize, Vec<Image>)>);

impl Sink for Collected {
    fn rows(&mut self, part: Part, rows: Vec<Image>) -> ControlFlow<()> {
        let (job, all) = self.0.entry(part.number).or_default();
        *job = part.job;
        all.extend(rows);
        ControlFlow::Continue(())
    }
}

/// What became of all targets.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    succeeded: usize,
    failures: Vec<Exit>,
}

impl Verdict {
    /// Takes up how a target was answered, telling what was odd about it.
    pub(super) fn add(&mut self, ui: &Ui, target: &Target, outcome: Outcome) {
        match outcome {
            Outcome::Whole(warnings) => {
                for warning in warnings {
                    ui.warn(&Report::warning(warning, &target.call()));
                }
                self.succeed();
            }
            Outcome::Failed(error) => self.fail(ui, error),
            Outcome::CutShort => {}
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
