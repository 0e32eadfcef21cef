//! `cloudq auth check`: which key each profile uses, whose it is, and whether the
//! service takes it.

pub(crate) mod row;

use std::sync::Arc;

use futures_util::future::join_all;

use crate::cli::args::{ColumnsOnly, Global};
use crate::cli::commands::auth::row::Line;
use crate::cli::commands::images::columns::Columns;
use crate::cli::context::Context;
use crate::cli::dry_run;
use crate::cli::failure::{Exit, Failure};
use crate::cli::permission::may_list;
use crate::cli::report::Report;
use crate::cli::search::Verdict;
use crate::cli::ui::Ui;
use crate::clock::Clock;
use crate::config::words::mask;
use crate::config::{self, Env};
use crate::credentials::{Caller, identity};
use crate::engine::{Plans, Question, Target};
use crate::error::{Class, Error};
use crate::http::Recorder;
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
    let mut verdict = Verdict::default();
    let mut lines = Vec::new();
    // A key that is missing is an answer here.
    let failed = match Context::new(ui, global, env, Arc::clone(&clock)).await {
        Ok(mut context) => {
            let accounts = context.accounts().iter();
            let asked: Vec<_> = accounts
                .map(|prepared| (prepared, prepared.any_target()))
                .collect();
            let targets: Vec<Target> = asked.iter().map(|(_, target)| target.clone()).collect();
            context.track(&targets);
            let checks = asked.iter().map(|(prepared, target)| {
                let settings = &prepared.settings;
                check(settings, target, &*clock)
            });
            let answers = join_all(checks).await;
            if let Some(recorder) = context.recorder.clone() {
                return rehearse(ui, &mut context, &recorder, answers);
            }
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
        Err(Failure::Library(error)) if error.account().is_some() && !global.dry_run => vec![error],
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
    ui.rows(ask.format, &lines, &columns, ask.columns.shape())?;
    Ok(verdict.exit())
}

/// Shows the first request for each account.
fn rehearse(
    ui: &mut Ui,
    context: &mut Context,
    recorder: &Recorder,
    answers: Vec<Answer>,
) -> Result<Exit, Failure> {
    let failed = context.take_failed().into_iter();
    let failed = failed.map(|error| (None, error));
    let answers = answers.into_iter().enumerate();
    let answers = answers.filter_map(|(account, (.., error))| Some((Some(account), error?)));
    let failures = failed.chain(answers);
    dry_run::show(ui, context, recorder, false, failures, |_| Vec::new())
}

/// A line of output, warnings, and why the account cannot be used, if so.
type Answer = (Line, Vec<Report>, Option<Error>);

/// Asks whose the key of an account is, and whether it may list.
async fn check(settings: &config::Account, target: &Target, clock: &dyn Clock) -> Answer {
    let found = settings.credentials.as_ref().ok();
    let mut line = Line {
        profile: target.account.profile.clone(),
        provider: Some(target.account.provider.facts().id),
        status: "ok",
        step: found.map(|found| found.step.as_str()),
        source: found.map(|found| found.place.clone()),
        ..Line::default()
    };
    match target.account.keys.current().await {
        Ok(key) => line.key_id = Some(mask(&key.id)),
        Err(error) => return (line.failed(&error), Vec::new(), Some(error)),
    }
    line.expires = target.account.keys.expires();
    let mut warnings = Vec::new();
    target.metrics.asks();
    let told = match &settings.sts {
        Ok(sts) => {
            identity(&Caller {
                provider: target.account.provider.facts().id,
                profile: target.account.profile.as_deref(),
                keys: &*target.account.keys,
                key_origin: &target.account.key_origin,
                sts,
                client: &target.account.client,
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
        Err(error) if is_about_the_key(&error) || Recorder::is_record(&error) => {
            return (line.failed(&error), warnings, Some(error));
        }
        // The service itself may take the key all the same.
        Err(error) => {
            let error = error.of_account(
                target.account.provider.facts().id,
                target.account.profile.as_deref(),
            );
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
    let provider = target.account.provider;
    let result = match Plans::new([provider], &question_of_listing(provider)) {
        Ok(plans) => may_list(target, &plans).await,
        Err(error) => Err(error),
    };
    line.expires = target.account.keys.expires();
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
