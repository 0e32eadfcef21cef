//! `cloudq profiles`

use serde::Serialize;
use serde_json::Value;

use crate::cli::args::{ColumnsOnly, Global};
use crate::cli::commands::config::load;
use crate::cli::commands::images::columns::{Columns, names};
use crate::cli::failure::{Exit, Failure};
use crate::cli::ui::Ui;
use crate::config::{Env, ProfileRow};
use crate::model::{Cell, Kind};
use crate::output::{ALWAYS, Column, Direction, Form, Format, Order, Row, column, schema, whole};

/// A profile as it is printed: never a secret.
#[derive(Debug, Serialize)]
struct Line {
    profile: String,
    default: bool,
    provider: &'static str,
    regions: Option<String>,
    credentials: String,
    key_id: Option<String>,
    defined: String,
}

impl From<ProfileRow> for Line {
    fn from(row: ProfileRow) -> Self {
        Self {
            profile: row.name,
            default: row.default,
            provider: row.provider,
            regions: row.regions.map(|regions| regions.display()),
            credentials: row.credentials,
            key_id: row.key_id,
            defined: row.origin.to_string(),
        }
    }
}

static COLUMNS: [Column<Line>; 7] = [
    whole(column(
        "profile",
        Kind::Text,
        Form::Always,
        "PROFILE",
        ALWAYS,
        "Its name",
        |line| Cell::from(line.profile.as_str()),
    )),
    column(
        "default",
        Kind::Bool,
        Form::Always,
        "DEFAULT",
        75,
        "Whether it counts when none is named",
        |line| Cell::Bool(line.default),
    ),
    whole(column(
        "provider",
        Kind::Text,
        Form::Always,
        "PROVIDER",
        80,
        "The provider's id",
        |line| Cell::from(line.provider),
    )),
    column(
        "regions",
        Kind::Text,
        Form::Maybe,
        "REGIONS",
        60,
        "Its regions, with commas between them, or all",
        |line| Cell::maybe(line.regions.as_deref()),
    ),
    column(
        "credentials",
        Kind::Text,
        Form::Always,
        "CREDENTIALS",
        70,
        "Where its key comes from",
        |line| Cell::from(line.credentials.as_str()),
    ),
    column(
        "key_id",
        Kind::Text,
        Form::Maybe,
        "KEY_ID",
        50,
        "The key's id, most of it hidden, where the file holds it",
        |line| Cell::maybe(line.key_id.as_deref()),
    ),
    column(
        "defined",
        Kind::Text,
        Form::Always,
        "DEFINED",
        40,
        "Where it is written down",
        |line| Cell::from(line.defined.as_str()),
    ),
];

/// The names of its columns.
pub(crate) fn column_names() -> Vec<&'static str> {
    names::<Line>()
}

impl Row for Line {
    const DEFAULT_COLUMNS: &'static [&'static str] = &[
        "profile",
        "default",
        "provider",
        "regions",
        "credentials",
        "key_id",
    ];
    const WIDE_COLUMNS: &'static [&'static str] = &[
        "profile",
        "default",
        "provider",
        "regions",
        "credentials",
        "key_id",
        "defined",
    ];
    const DEFAULT_ORDER: &'static [(&'static str, Direction)] =
        &[("profile", Direction::Ascending)];

    fn columns() -> &'static [Column<Self>] {
        &COLUMNS
    }

    fn id(&self) -> &str {
        &self.profile
    }
}

/// The objects that are printed, as JSON Schema.
pub(crate) fn row_schema() -> Value {
    schema::of_row::<Line>()
}

pub(crate) fn run(
    ui: &mut Ui,
    global: &Global,
    args: &ColumnsOnly,
    env: Env,
) -> Result<Exit, Failure> {
    let columns = Columns::new::<Line>(&args.columns, ui)?;
    if columns.help::<Line>(ui)? {
        return Ok(Exit::Ok);
    }
    let format = ui.format.unwrap_or(Format::Table);
    let chosen = columns.of::<Line>(format, Line::DEFAULT_COLUMNS)?;
    let config = load(ui, &global.flags()?, env)?;
    let mut rows: Vec<Line> = config.profiles()?.into_iter().map(Line::from).collect();
    Order::default().sort(&mut rows);
    ui.rows(format, &rows, &chosen, columns.header)?;
    Ok(Exit::Ok)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_columns_fit() {
        crate::output::check_row::<super::Line>();
    }
}
