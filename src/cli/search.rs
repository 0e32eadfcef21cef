//! What `list`, `latest` and `get` have in common: asking all targets, and
//! telling what became of each.

use std::ops::ControlFlow;

use futures_util::future::{join_all, try_join_all};

use super::args::Global;
use super::context::Context;
use super::failure::{Exit, Failure, Report};
use super::ui::Ui;
use crate::error::{DecodeError, Error};
use crate::model::Image;
use crate::output::Format;
use crate::query::{Job, Outcome, Plan, Question, Reading, Target, images, permission};

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

/// Reads everything: how each job ended, and its images, none for a failed one.
pub(super) async fn collect(jobs: &[Job], reading: Reading) -> Vec<(Outcome, Vec<Image>)> {
    let mut rows: Vec<Vec<Image>> = jobs.iter().map(|_| Vec::new()).collect();
    let outcomes = images(jobs, reading, |job, page| {
        rows[job].extend(page);
        ControlFlow::Continue(())
    })
    .await;
    let whole = |(outcome, rows): (Outcome, Vec<Image>)| {
        let rows = if outcome.failure.is_some() {
            Vec::new()
        } else {
            rows
        };
        (outcome, rows)
    };
    outcomes.into_iter().zip(rows).map(whole).collect()
}

/// How often a list that does not add up is read.
const READINGS: usize = 3;

/// As [`collect`], for an answer that would be wrong if a row were missing: a job
/// whose list does not add up is read again, and has failed if it never does.
pub(super) async fn collect_whole(jobs: &[Job], reading: Reading) -> Vec<(Outcome, Vec<Image>)> {
    let mut answers = collect(jobs, reading).await;
    for (job, answer) in jobs.iter().zip(&mut answers) {
        for _ in 1..READINGS {
            if answer.0.warnings.is_empty() || answer.0.failure.is_some() {
                break;
            }
            let again = collect(std::slice::from_ref(job), reading).await;
            *answer = again.into_iter().next().unwrap_or_default();
        }
        if answer.0.failure.is_none()
            && let Some(warning) = answer.0.warnings.pop()
        {
            let call = Box::new(job.target.call());
            let failure = DecodeError::new(warning);
            let failure = Some(Error::Decode { call, failure });
            *answer = (
                Outcome {
                    failure,
                    ..Outcome::default()
                },
                Vec::new(),
            );
        }
    }
    answers
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
        for warning in outcome.warnings {
            ui.warn(&Report::warning(warning, &target.call()));
        }
        match outcome.failure {
            Some(error) => self.fail(ui, error),
            None if outcome.cut_short => {}
            None => self.succeed(),
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
