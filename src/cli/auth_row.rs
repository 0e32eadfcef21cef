//! The rows of `cloudq auth check`: what became of each profile.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::columns::names;
use super::failure::Failure;
use crate::credentials::{Identity, Step};
use crate::error::{Class, Error};
use crate::model::{Cell, Kind};
use crate::output::{ALWAYS, Column, Direction, Form, Narrow, Row, schema};

/// What became of a profile: never a secret.
#[derive(Debug, Default, Serialize)]
pub(super) struct Line {
    pub(super) profile: Option<String>,
    pub(super) provider: Option<&'static str>,
    pub(super) status: &'static str,
    pub(super) step: Option<&'static str>,
    pub(super) source: Option<String>,
    pub(super) key_id: Option<String>,
    pub(super) account: Option<String>,
    pub(super) identity: Option<String>,
    pub(super) identity_type: Option<String>,
    #[serde(serialize_with = "time")]
    pub(super) expires: Option<Timestamp>,
    pub(super) clock_skew_seconds: Option<i64>,
    pub(super) region: Option<String>,
    pub(super) listing_permitted: Option<bool>,
    pub(super) problem: Option<String>,
    pub(super) advice: Option<String>,
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

impl Line {
    pub(super) fn take(&mut self, told: Identity, now: Timestamp) {
        self.account = told.account;
        self.identity = told.arn;
        self.identity_type = told.kind;
        let skew = |server: Timestamp| server.as_second() - now.as_second();
        self.clock_skew_seconds = told.server_time.map(skew);
    }

    pub(super) fn failed(mut self, error: &Error) -> Self {
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
