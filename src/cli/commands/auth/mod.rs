//! `cloudq auth check`: which key each profile uses, whose it is, and whether the
//! service takes it.

pub(crate) mod row;

use std::sync::Arc;

use futures_util::future::join_all;

use crate::cli::args::{ColumnsOnly, Global};
use crate::cli::commands::auth::row::Line;
use crate::cli::commands::images::columns::Columns;
use crate::cli::context::{Checked, Context};
use crate::cli::dry_run;
use crate::cli::failure::{Exit, Failure};
use crate::cli::report::Report;
use crate::cli::search::{Verdict, jobs, may_list};
use crate::cli::ui::Ui;
use crate::clock::Clock;
use crate::config::Env;
use crate::config::words::mask;
use crate::credentials::{Caller, identity};
use crate::engine::{Question, first_of_permission};
use crate::error::{Class, Error};
use crate::model::{Filter, FilterKind};
use crate::output::{Format, Order, Row};
use crate::provider::{Provider, Support};

/// A clock that is off by this many seconds is told. Services refuse what is off by
/// 5 to 15 minutes.
const CLOCK_OFF: i64 = 60;

/// What is asked, checked as far as that goes without a network.
pub(crate) struct Ask {
    format: Format,
    columns: Columns,
}

impl Ask {
    pub(crate) fn new(args: &ColumnsOnly, ui: &Ui) -> Result<Self, Failure> {
        Ok(Self {
            format: ui.format.unwrap_or(Format::Table),
            columns: Columns::new::<Line>(&args.columns, ui)?,
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    pub(crate) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Line>(ui)
    }
}

pub(crate) async fn run(
    ui: &mut Ui,
    global: &Global,
    env: Env,
    clock: Arc<dyn Clock>,
    ask: &Ask,
) -> Result<Exit, Failure> {
    let columns = ask.columns.of::<Line>(ask.format, Line::DEFAULT_COLUMNS)?;
    if global.dry_run {
        let mut context = Context::new(ui, global, env, clock).await?;
        return dry_run::run(ui, &mut context, false, rehearse).await;
    }
    let mut verdict = Verdict::default();
    let mut lines = Vec::new();
    // A key that is missing is an answer here.
    let failed = match Context::new(ui, global, env, Arc::clone(&clock)).await {
        Ok(mut context) => {
            let asked: Vec<Checked<'_>> = context.checked().collect();
            let targets = asked.iter().map(|checked| checked.target.clone());
            context.progress_targets.add(targets);
            let checks = asked.into_iter().map(|checked| check(checked, &*clock));
            let answers = join_all(checks).await;
            for (line, warnings, error) in answers {
                lines.push(line);
                for warning in warnings {
                    ui.warn(&warning);
                }
                match error {
                    Some(error) => verdict.fail(ui, error),
                    None => verdict.succeed(),
                }
            }
            ui.stats(&context.progress_targets);
            context.take_failed()
        }
        Err(Failure::Library(error)) if error.account().is_some() => vec![error],
        Err(failure) => return Err(failure),
    };
    for error in failed {
        let (provider, profile) = error.account().unzip();
        let line = Line {
            provider: provider.flatten(),
            profile: profile.flatten().map(str::to_owned),
            ..Line::default()
        };
        lines.push(line.failed(&error));
        verdict.fail(ui, error);
    }
    Order::default().sort(&mut lines);
    ui.rows(ask.format, &lines, &columns, ask.columns.header)?;
    Ok(verdict.exit())
}

/// What would be asked first: whose the key is, or, where nobody tells that, whether it
/// may list.
fn rehearse(account: &mut dry_run::Account<'_>) -> Result<Vec<dry_run::Request>, Failure> {
    if let Some(request) = account.of_identity() {
        return Ok(vec![request]);
    }
    let target = account.target().clone();
    let question = question_of_listing(target.provider);
    let mut requests = Vec::new();
    for job in jobs([&target], &question)? {
        let call = first_of_permission(&job);
        requests.extend(call.map(|call| account.request(&target, &call)));
    }
    Ok(requests)
}

/// Asks whose the key of an account is, and whether it may list.
async fn check(checked: Checked<'_>, clock: &dyn Clock) -> (Line, Vec<Report>, Option<Error>) {
    let target = &checked.target;
    let mut line = Line {
        profile: target.profile.clone(),
        provider: Some(target.provider.facts().id),
        status: "ok",
        step: Some(checked.found.step.as_str()),
        source: Some(checked.found.place.clone()),
        ..Line::default()
    };
    match target.keys.current().await {
        Ok(key) => line.key_id = Some(mask(&key.id)),
        Err(error) => return (line.failed(&error), Vec::new(), Some(error)),
    }
    line.expires = target.keys.expires();
    let mut warnings = Vec::new();
    target.metrics.asks();
    let told = match checked.sts {
        Ok(sts) => {
            identity(&Caller {
                provider: target.provider.facts().id,
                profile: target.profile.as_deref(),
                keys: &*target.keys,
                key_origin: &target.key_origin,
                sts,
                client: &target.client,
            })
            .await
        }
        Err(error) => Err(error.clone()),
    };
    match &told {
        Ok(told) => target.metrics.was_answered(&told.call, told.bytes),
        Err(error) => target.metrics.failed(error),
    }
    match told {
        Ok(told) => line.take(told, clock.now()),
        Err(error) if is_about_the_key(&error) => {
            return (line.failed(&error), warnings, Some(error));
        }
        // The service itself may take the key all the same.
        Err(error) => {
            let error = error.of_account(target.provider.facts().id, target.profile.as_deref());
            warnings.push(Report::warning_of(
                "cannot determine who owns the key",
                &error,
            ));
        }
    }
    if let Some(skew) = line
        .clock_skew_seconds
        .filter(|skew| skew.abs() >= CLOCK_OFF)
    {
        let side = if skew > 0 { "behind" } else { "ahead of" };
        warnings.push(Report::warning(
            format!(
                "this machine's clock is {} s {side} the service's: set it",
                skew.abs()
            ),
            &target.call(),
        ));
    }
    line.region = (!target.region.is_empty()).then(|| target.region.clone());
    let question = question_of_listing(checked.target.provider);
    let result = may_list(&checked.target, &question).await;
    line.expires = target.keys.expires();
    match result {
        Ok(()) => {
            line.listing_permitted = Some(true);
            (line, warnings, None)
        }
        Err(error) => {
            if matches!(&error, Error::Api { failure, .. } if matches!(failure.class, Class::Denied | Class::Restricted | Class::Overdue))
            {
                line.listing_permitted = Some(false);
            }
            (line.failed(&error), warnings, Some(error))
        }
    }
}

/// Whether the account may list images, without listing them where the service can
/// tell.
fn question_of_listing(provider: &dyn Provider) -> Question {
    let asked = match provider.support(FilterKind::CheckPermission) {
        Support::Unsupported(_) => Vec::new(),
        _ => vec![Filter::CheckPermission],
    };
    Question {
        asked,
        ..Question::default()
    }
}

/// Whether the service refused the key itself: it would do so for every call.
fn is_about_the_key(error: &Error) -> bool {
    match error {
        Error::Api { failure, .. } => matches!(
            failure.class,
            Class::UnknownKey | Class::Signature | Class::Expired | Class::Clock
        ),
        _ => false,
    }
}
