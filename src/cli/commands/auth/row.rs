//! The rows of `cloudq auth check`: what became of each profile.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::cli::commands::images::columns::names;
use crate::cli::failure::Failure;
use crate::credentials::{ChainStep, Identity};
use crate::error::{Class, Error};
use crate::model::Cell;
use crate::output::{ALWAYS, Column, Direction, Form, Narrow, Row, schema};

/// What became of a profile: never a secret.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Line {
    pub(crate) profile: Option<String>,
    pub(crate) provider: Option<&'static str>,
    pub(crate) status: &'static str,
    pub(crate) step: Option<&'static str>,
    pub(crate) source: Option<String>,
    pub(crate) key_id: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) identity: Option<String>,
    pub(crate) identity_type: Option<String>,
    #[serde(serialize_with = "time")]
    pub(crate) expires: Option<Timestamp>,
    pub(crate) clock_skew_seconds: Option<i64>,
    pub(crate) region: Option<String>,
    pub(crate) listing_permitted: Option<bool>,
    pub(crate) problem: Option<String>,
    pub(crate) advice: Option<String>,
}

static COLUMNS: [Column<Line>; 15] = [
    Column::text(
        "profile",
        ALWAYS,
        "The profile, where the key is of one",
        |line: &Line| Cell::maybe(line.profile.as_deref()),
    )
    .whole(),
    Column::text(
        "provider",
        80,
        "The provider's id; null where it is not known",
        |line: &Line| Cell::maybe(line.provider),
    )
    .whole(),
    Column::text(
        "status",
        ALWAYS,
        "ok, or what is wrong in a word",
        |line: &Line| Cell::from(line.status),
    )
    .form(Form::Own(statuses))
    .whole(),
    Column::text(
        "step",
        70,
        "Which step of the order in which keys are looked for gave it",
        |line: &Line| Cell::maybe(line.step),
    )
    .form(Form::Own(steps))
    .whole(),
    Column::text("source", 60, "Where the key comes from", |line| {
        Cell::maybe(line.source.as_deref())
    }),
    Column::text(
        "key_id",
        40,
        "The key's id, most of it hidden",
        |line: &Line| Cell::maybe(line.key_id.as_deref()),
    )
    .narrow(Narrow::To(12)),
    Column::text(
        "account",
        65,
        "The account's id, as the vendor tells",
        |line: &Line| Cell::maybe(line.account.as_deref()),
    )
    .whole(),
    Column::text(
        "identity",
        50,
        "The user, or the role with its session, in the vendor's form",
        |line: &Line| Cell::maybe(line.identity.as_deref()),
    )
    .narrow(Narrow::To(24)),
    Column::text(
        "identity_type",
        10,
        "What that is, in the vendor's word",
        |line| Cell::maybe(line.identity_type.as_deref()),
    ),
    Column::time(
        "expires",
        55,
        "When the key stops working, RFC 3339 in UTC; null where it never does or nobody knows",
        |line| line.expires.map_or(Cell::Nothing, Cell::Time),
    ),
    Column::int(
        "clock_skew_seconds",
        30,
        "How far the service's clock is ahead of this machine's, in seconds",
        |line: &Line| line.clock_skew_seconds.map_or(Cell::Nothing, Cell::Int),
    )
    .titled("CLOCK_SKEW"),
    Column::text(
        "region",
        35,
        "The region in which listing was tried",
        |line: &Line| Cell::maybe(line.region.as_deref()),
    )
    .whole(),
    Column::flag(
        "listing_permitted",
        75,
        "Whether the key may list images",
        |line: &Line| line.listing_permitted.map_or(Cell::Nothing, Cell::Bool),
    )
    .titled("LISTING"),
    Column::text("problem", 20, "What is wrong", |line: &Line| {
        Cell::maybe(line.problem.as_deref())
    })
    .narrow(Narrow::Wrapped(30)),
    Column::text("advice", 15, "What to do about it", |line: &Line| {
        Cell::maybe(line.advice.as_deref())
    })
    .narrow(Narrow::Wrapped(30)),
];

/// The names of its columns.
pub(crate) fn column_names() -> Vec<&'static str> {
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
    schema::words_or_null(&ChainStep::ALL.map(ChainStep::as_str))
}

/// The objects that are printed, as JSON Schema.
pub(crate) fn row_schema() -> Value {
    schema::of_row::<Line>()
}

impl Line {
    pub(crate) fn take(&mut self, told: Identity, now: Timestamp) {
        self.account = told.account;
        self.identity = told.arn;
        self.identity_type = told.kind;
        let skew = |server: Timestamp| server.as_second() - now.as_second();
        self.clock_skew_seconds = told.server_time.map(skew);
    }

    pub(crate) fn failed(mut self, error: &Error) -> Self {
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
            Class::Denied | Class::Restricted | Class::Overdue => "not-permitted",
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
