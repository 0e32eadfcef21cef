//! `cloudq profiles`

use serde::Serialize;
use serde_json::Value;

use crate::cli::args::{ColumnsOnly, Global};
use crate::cli::commands::config::load;
use crate::cli::commands::images::columns::{Columns, names};
use crate::cli::failure::{Exit, Failure};
use crate::cli::ui::Ui;
use crate::config::{Env, ProfileRow};
use crate::model::Cell;
use crate::output::{ALWAYS, Column, Direction, Format, Order, Row, schema};

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
    Column::text("profile", ALWAYS, "Its name", |line: &Line| {
        Cell::from(line.profile.as_str())
    })
    .always()
    .whole(),
    Column::flag(
        "default",
        75,
        "Whether it counts when none is named",
        |line: &Line| Cell::Bool(line.default),
    )
    .always(),
    Column::text("provider", 80, "The provider's id", |line: &Line| {
        Cell::from(line.provider)
    })
    .always()
    .whole(),
    Column::text(
        "regions",
        60,
        "Its regions, with commas between them, or all",
        |line| Cell::maybe(line.regions.as_deref()),
    ),
    Column::text(
        "credentials",
        70,
        "Where its key comes from",
        |line: &Line| Cell::from(line.credentials.as_str()),
    )
    .always(),
    Column::text(
        "key_id",
        50,
        "The key's id, most of it hidden, where the file holds it",
        |line| Cell::maybe(line.key_id.as_deref()),
    ),
    Column::text("defined", 40, "Where it is written down", |line: &Line| {
        Cell::from(line.defined.as_str())
    })
    .always(),
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
    ui.rows(format, &rows, &chosen, columns.shape())?;
    Ok(Exit::Ok)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_columns_fit() {
        crate::output::check_row::<super::Line>();
    }
}
