//! Checks whether lists are permitted, without reading them.

use futures_util::future::try_join_all;

use super::context::Context;
use super::dry_run;
use super::failure::{Exit, Failure};
use super::prepared::Prepared;
use super::search::{Verdict, answers, failures};
use super::ui::Ui;
use crate::engine::{Plans, Target, permission};
use crate::error::Error;

/// Checks for every target whether it may be asked; prints nothing on stdout.
pub(super) async fn check_permission(
    ui: &mut Ui,
    context: &mut Context,
    stop_on_failure: bool,
    may: impl AsyncFn(&Target) -> Result<(), Error>,
    notes: impl Fn(&Prepared) -> Vec<String>,
) -> Result<Exit, Failure> {
    let recorder = context.recorder.clone();
    let stops = stop_on_failure && recorder.is_none();
    let ended = answers(context, stops, |targets| targets, may).await?;
    if let Some(recorder) = recorder {
        let failures = failures(ended);
        return dry_run::show(ui, context, &recorder, stop_on_failure, failures, notes);
    }
    let mut verdict = Verdict::default();
    for ended in ended {
        match ended.answered() {
            Ok((target, ())) => {
                let place = target.place_name();
                ui.note(&format!("asking for images is permitted in {place}"));
                verdict.succeed();
            }
            Err(error) => verdict.fail(ui, error),
        }
    }
    Ok(verdict.exit())
}

/// Checks whether a list is permitted. That may differ from query to query, as by the owner
/// of the images.
pub(super) async fn may_list(target: &Target, plans: &Plans) -> Result<(), Error> {
    let plan = plans.of(target.account.provider);
    let queries = plan.into_iter().flat_map(|plan| &plan.queries);
    let asking = queries.map(|query| permission(target, query));
    try_join_all(asking).await.map(drop)
}
