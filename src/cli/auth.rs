//! `cloudq auth check`: which key each profile uses, whose it is, and whether the
//! service takes it.

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::args::{ColumnsOnly, Global};
use super::columns::{Columns, names};
use super::context::{Checked, Context};
use super::dry_run;
use super::failure::{Exit, Failure};
use super::report::Report;
use super::search::{Verdict, jobs};
use super::ui::Ui;
use crate::clock::Clock;
use crate::config::Env;
use crate::config::words::mask;
use crate::credentials::{Caller, Identity, Step, identity};
use crate::error::{Class, Error};
use crate::model::{Cell, Filter, FilterKind, Kind};
use crate::output::{ALWAYS, Column, Direction, Form, Format, Narrow, Order, Row, schema};
use crate::provider::{Provider, Support};
use crate::query::{Question, first_of_permission, permission};

/// A clock that is off by this many seconds is told. Services refuse what is off by
/// 5 to 15 minutes.
const CLOCK_OFF: i64 = 60;

/// What became of a profile: never a secret.
#[derive(Debug, Default, Serialize)]
struct Line {
    profile: Option<String>,
    provider: Option<&'static str>,
    status: &'static str,
    step: Option<&'static str>,
    source: Option<String>,
    key_id: Option<String>,
    account: Option<String>,
    identity: Option<String>,
    identity_type: Option<String>,
    #[serde(serialize_with = "time")]
    expires: Option<Timestamp>,
    clock_skew_seconds: Option<i64>,
    region: Option<String>,
    listing_permitted: Option<bool>,
    problem: Option<String>,
    advice: Option<String>,
}

static COLUMNS: [Column<Line>; 15] = [
    Column {
        name: "profile",
        about: "The profile, where the key is of one",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "PROFILE",
        keep: ALWAYS,
        narrow: Narrow::Never,
        get: |line| Cell::maybe(line.profile.as_deref()),
    },
    Column {
        name: "provider",
        about: "The provider's id; null where it is not known",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "PROVIDER",
        keep: 80,
        narrow: Narrow::Never,
        get: |line| Cell::maybe(line.provider),
    },
    Column {
        name: "status",
        about: "ok, or what is wrong in a word",
        kind: Kind::Text,
        form: Form::Own(statuses),
        header: "STATUS",
        keep: ALWAYS,
        narrow: Narrow::Never,
        get: |line| Cell::from(line.status),
    },
    Column {
        name: "step",
        about: "Which step of the order in which keys are looked for gave it",
        kind: Kind::Text,
        form: Form::Own(steps),
        header: "STEP",
        keep: 70,
        narrow: Narrow::Never,
        get: |line| Cell::maybe(line.step),
    },
    Column {
        name: "source",
        about: "Where the key comes from",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "SOURCE",
        keep: 60,
        narrow: Narrow::TEXT,
        get: |line| Cell::maybe(line.source.as_deref()),
    },
    Column {
        name: "key_id",
        about: "The key's id, most of it hidden",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "KEY_ID",
        keep: 40,
        narrow: Narrow::To(12),
        get: |line| Cell::maybe(line.key_id.as_deref()),
    },
    Column {
        name: "account",
        about: "The account's id, as the vendor tells",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "ACCOUNT",
        keep: 65,
        narrow: Narrow::Never,
        get: |line| Cell::maybe(line.account.as_deref()),
    },
    Column {
        name: "identity",
        about: "The user, or the role with its session, in the vendor's form",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "IDENTITY",
        keep: 50,
        narrow: Narrow::To(24),
        get: |line| Cell::maybe(line.identity.as_deref()),
    },
    Column {
        name: "identity_type",
        about: "What that is, in the vendor's word",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "IDENTITY_TYPE",
        keep: 10,
        narrow: Narrow::TEXT,
        get: |line| Cell::maybe(line.identity_type.as_deref()),
    },
    Column {
        name: "expires",
        about: "When the key stops working, RFC 3339 in UTC; null where it never does or nobody knows",
        kind: Kind::Time,
        form: Form::Maybe,
        header: "EXPIRES",
        keep: 55,
        narrow: Narrow::TIME,
        get: |line| line.expires.map_or(Cell::Nothing, Cell::Time),
    },
    Column {
        name: "clock_skew_seconds",
        about: "How far the service's clock is ahead of this machine's, in seconds",
        kind: Kind::Int,
        form: Form::Maybe,
        header: "CLOCK_SKEW",
        keep: 30,
        narrow: Narrow::Never,
        get: |line| line.clock_skew_seconds.map_or(Cell::Nothing, Cell::Int),
    },
    Column {
        name: "region",
        about: "The region in which listing was tried",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "REGION",
        keep: 35,
        narrow: Narrow::Never,
        get: |line| Cell::maybe(line.region.as_deref()),
    },
    Column {
        name: "listing_permitted",
        about: "Whether the key may list images",
        kind: Kind::Bool,
        form: Form::Maybe,
        header: "LISTING",
        keep: 75,
        narrow: Narrow::Never,
        get: |line| line.listing_permitted.map_or(Cell::Nothing, Cell::Bool),
    },
    Column {
        name: "problem",
        about: "What is wrong",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "PROBLEM",
        keep: 20,
        narrow: Narrow::Wrapped(30),
        get: |line| Cell::maybe(line.problem.as_deref()),
    },
    Column {
        name: "advice",
        about: "What to do about it",
        kind: Kind::Text,
        form: Form::Maybe,
        header: "ADVICE",
        keep: 15,
        narrow: Narrow::Wrapped(30),
        get: |line| Cell::maybe(line.advice.as_deref()),
    },
];

/// The names of its columns.
pub(super) fn column_names() -> Vec<&'static str> {
    names::<Line>()
}

impl Row for Line {
    const DEFAULT_COLUMNS: &'static [&'static str] = &[
        "profile",
        "provider",
        "status",
        "step",
        "source",
        "account",
        "identity",
        "expires",
        "clock_skew_seconds",
        "listing_permitted",
    ];
    // What went wrong is told on stderr.
    const WIDE_COLUMNS: &'static [&'static str] = &[
        "profile",
        "provider",
        "status",
        "step",
        "source",
        "key_id",
        "account",
        "identity",
        "identity_type",
        "expires",
        "clock_skew_seconds",
        "region",
        "listing_permitted",
    ];
    const DEFAULT_ORDER: &'static [(&'static str, Direction)] = &[
        ("profile", Direction::Ascending),
        ("provider", Direction::Ascending),
    ];

    fn columns() -> &'static [Column<Self>] {
        &COLUMNS
    }

    fn id(&self) -> &str {
        self.profile.as_deref().unwrap_or_default()
    }
}

/// The words of the column `status`: all that [`status`] gives, and `ok`.
const STATUSES: [&str; 9] = [
    "ok",
    "expired",
    "no-key",
    "unknown-key",
    "wrong-secret",
    "not-permitted",
    "clock-off",
    "unreachable",
    "failed",
];

fn statuses() -> Value {
    schema::words(&STATUSES)
}

fn steps() -> Value {
    schema::words_or_null(&Step::ALL.map(Step::as_str))
}

/// The objects that are printed, as JSON Schema.
pub(super) fn row_schema() -> Value {
    schema::of_row::<Line>()
}

/// What is asked, checked as far as that goes without a network.
pub(super) struct Ask {
    format: Format,
    columns: Columns,
}

impl Ask {
    pub(super) fn new(args: &ColumnsOnly, ui: &Ui) -> Result<Self, Failure> {
        Ok(Self {
            format: ui.format.unwrap_or(Format::Table),
            columns: Columns::new::<Line>(&args.columns, ui)?,
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    pub(super) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Line>(ui)
    }
}

pub(super) async fn run(
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
            context.watched.add(targets);
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
            ui.stats(&context.watched);
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
    if let Some(request) = account.of_identity()? {
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
    target.meter.asks();
    let told = match checked.sts {
        Ok(sts) => {
            identity(&Caller {
                provider: target.provider,
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
        Ok(told) => target.meter.was_answered(&told.call, told.bytes),
        Err(error) => target.meter.failed(error),
    }
    match told {
        Ok(told) => line.take(told, clock.now()),
        Err(error) if is_about_the_key(&error) => {
            return (line.failed(&error), warnings, Some(error));
        }
        // The service itself may take the key all the same.
        Err(error) => warnings.push(Report::warning(
            format!("whose key it is cannot be told: {error}"),
            &target.call(),
        )),
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
    let result = may_list(&checked).await;
    line.expires = target.keys.expires();
    match result {
        Ok(()) => {
            line.listing_permitted = Some(true);
            (line, warnings, None)
        }
        Err(error) => {
            if matches!(&error, Error::Api { failure, .. } if failure.class == Class::Denied) {
                line.listing_permitted = Some(false);
            }
            (line.failed(&error), warnings, Some(error))
        }
    }
}

/// Asks whether the account may list images, without listing them where the service
/// can tell.
async fn may_list(checked: &Checked<'_>) -> Result<(), Error> {
    let question = question_of_listing(checked.target.provider);
    for job in jobs(std::slice::from_ref(&checked.target), &question)? {
        for query in &job.plan.queries {
            permission(&job.target, query).await?;
        }
    }
    Ok(())
}

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

impl Line {
    fn take(&mut self, told: Identity, now: Timestamp) {
        self.account = told.account;
        self.identity = told.arn;
        self.identity_type = told.kind;
        let skew = |server: Timestamp| server.as_second() - now.as_second();
        self.clock_skew_seconds = told.server_time.map(skew);
    }

    fn failed(mut self, error: &Error) -> Self {
        self.status = status(error);
        let report = Failure::Library(error.clone()).report();
        self.problem = Some(report.with_service().message);
        self.advice = report.hint;
        self
    }
}

/// A time as JSON has it: RFC 3339 in UTC.
#[expect(clippy::ref_option, reason = "serde hands it over so")]
fn time<S: Serializer>(time: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
    time.map(|time| time.to_string()).serialize(to)
}

/// An error in a word.
fn status(error: &Error) -> &'static str {
    match error {
        Error::Credentials { expired: true, .. } => "expired",
        Error::Credentials { .. } | Error::Config(_) => "no-key",
        Error::Api { failure, .. } => match failure.class {
            Class::UnknownKey => "unknown-key",
            Class::Signature => "wrong-secret",
            Class::Expired => "expired",
            Class::Denied => "not-permitted",
            Class::Clock => "clock-off",
            _ => "failed",
        },
        Error::Transport { .. } => "unreachable",
        _ => "failed",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_columns_fit() {
        crate::output::check_row::<super::Line>();
    }
}
