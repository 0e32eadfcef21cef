//! `cloudq config show`: what counts, and who says so.

use serde::Serialize;
use serde_json::Value;

use crate::cli::args::{ColumnsOnly, Global};
use crate::cli::commands::config::load;
use crate::cli::commands::images::columns::{Columns, names};
use crate::cli::failure::{Exit, Failure};
use crate::cli::ui::Ui;
use crate::config::words::mask;
use crate::config::{Account, Env, Shown, keys};
use crate::credentials::variables_in_use;
use crate::error::{Error, Origin};
use crate::model::Cell;
use crate::output::{ALWAYS, Column, Direction, Form, Format, Narrow, Row, schema};
use crate::provider::ServiceOption;

/// What stands for a secret.
const HIDDEN: &str = "***";

/// A setting as it is printed: never a secret.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Line {
    profile: Option<String>,
    setting: &'static str,
    value: Option<String>,
    origin: Option<String>,
    layer: Option<&'static str>,
    about: Option<&'static str>,
}

static COLUMNS: [Column<Line>; 6] = [
    Column::text(
        "profile",
        95,
        "The profile that it counts for",
        |line: &Line| Cell::maybe(line.profile.as_deref()),
    )
    .narrow(Narrow::To(12)),
    Column::text(
        "setting",
        ALWAYS,
        "Its key in the configuration file, or a part of the key that signs",
        |line: &Line| Cell::from(line.setting),
    )
    .always()
    .whole(),
    Column::text("value", 90, "Its value; *** for a secret", |line| {
        Cell::maybe(line.value.as_deref())
    }),
    Column::text(
        "origin",
        60,
        "The flag, the variable or the line of a file that says so",
        |line| Cell::maybe(line.origin.as_deref()),
    ),
    Column::text("layer", 80, "Which of these it is", |line: &Line| {
        Cell::maybe(line.layer)
    })
    .form(Form::Own(layers))
    .whole(),
    Column::text("about", 40, "What the setting means", |line| {
        Cell::maybe(line.about)
    }),
];

/// The names of its columns.
pub(crate) fn column_names() -> Vec<&'static str> {
    names::<Line>()
}

impl Row for Line {
    const DEFAULT_COLUMNS: &'static [&'static str] = &["profile", "setting", "value", "origin"];
    const WIDE_COLUMNS: &'static [&'static str] =
        &["profile", "setting", "value", "origin", "layer", "about"];
    // They stay in the order of the profiles asked for, and of the keys in a file.
    const DEFAULT_ORDER: &'static [(&'static str, Direction)] = &[];

    fn columns() -> &'static [Column<Self>] {
        &COLUMNS
    }

    fn id(&self) -> &str {
        self.setting
    }
}

impl Line {
    /// A setting as a line. Options of a service's own are among these.
    fn new(profile: Option<&String>, shown: &Shown, options: &[ServiceOption]) -> Self {
        let (layer, place) = match &shown.origin {
            Origin::Flag(_) => ("flag", None),
            Origin::Variable(_) => ("variable", None),
            Origin::File { .. } if shown.of_defaults => ("defaults", Some("[defaults]")),
            Origin::File { .. } => ("profile", None),
            Origin::BuiltIn => ("built-in", None),
        };
        let origin = match place {
            Some(place) => format!("{place} {}", shown.origin),
            None => shown.origin.to_string(),
        };
        Self {
            profile: profile.cloned(),
            setting: shown.key,
            value: Some(shown.value.clone()),
            origin: Some(origin),
            layer: Some(layer),
            about: about(shown.key, options),
        }
    }
}

/// The purpose of a setting.
fn about(key: &str, options: &[ServiceOption]) -> Option<&'static str> {
    let own = options.iter().find(|option| option.name == key);
    own.map(|option| option.about)
        .or_else(|| keys::find(key).map(|key| key.about))
}

/// The words of the column `layer`.
const LAYERS: [&str; 5] = ["flag", "variable", "profile", "defaults", "built-in"];

fn layers() -> Value {
    schema::words_or_null(&LAYERS)
}

/// The objects that are printed, as JSON Schema.
pub(crate) fn row_schema() -> Value {
    schema::of_row::<Line>()
}

pub(crate) fn run(
    ui: &mut Ui,
    global: &Global,
    args: &ColumnsOnly,
    env: &Env,
) -> Result<Exit, Failure> {
    let format = ui.format.unwrap_or(Format::Table);
    match format {
        _ if ui.query.is_some() => {}
        Format::Map => {
            return Err(Failure::usage(
                "the format `map` is for images: a setting has nothing to map to",
            ));
        }
        Format::Id => {
            return Err(Failure::Usage {
                message: "the format `id` has no meaning for settings: they have no ids".to_owned(),
                hint: Some("`-o tsv -c setting,value --no-header` prints them".to_owned()),
            });
        }
        _ => {}
    }
    let columns = Columns::new::<Line>(&args.columns, ui)?;
    if columns.help::<Line>(ui)? {
        return Ok(Exit::Ok);
    }
    let chosen = columns.of::<Line>(format, Line::DEFAULT_COLUMNS)?;
    let config = load(ui, &global.flags()?, env.clone())?;
    // Nothing is asked here, so that nobody has to listen.
    #[cfg(feature = "sandbox")]
    let config = crate::cli::commands::sandbox::without_start(config);
    let mut rows = Vec::new();
    for account in config.accounts()? {
        rows.extend(lines(ui, &account, env)?);
    }
    ui.rows(format, &rows, &chosen, columns.shape())?;
    Ok(Exit::Ok)
}

/// All settings of an account, then its key. That there is none is told, and no
/// failure: a command may need none.
fn lines(ui: &Ui, account: &Account, env: &Env) -> Result<Vec<Line>, Failure> {
    let profile = account.profile.as_ref();
    let options = account.provider.facts().options;
    let mut lines: Vec<Line> = account
        .shown
        .iter()
        .map(|shown| Line::new(profile, shown, options))
        .collect();
    match &account.credentials {
        Ok(found) => {
            let parts = match found.source.key() {
                Some(key) => vec![
                    ("access_key_id", Some(mask(&key.id))),
                    ("access_key_secret", Some(HIDDEN.to_owned())),
                    (
                        "security_token",
                        key.token.as_ref().map(|_| HIDDEN.to_owned()),
                    ),
                ],
                // It would have to be fetched.
                None => vec![("credentials", Some(found.place.clone()))],
            };
            let variables = match found.origin {
                Origin::Variable(_) => variables_in_use(env, account.provider.facts().variables()),
                _ => [None; 3],
            };
            for ((key_name, value), variable) in parts.into_iter().zip(variables) {
                let Some(value) = value else { continue };
                let variable = variable.map(Origin::Variable);
                let shown = Shown {
                    key: key_name,
                    value,
                    origin: variable.unwrap_or_else(|| found.origin.clone()),
                    of_defaults: false,
                };
                lines.push(Line::new(profile, &shown, options));
            }
        }
        Err(Error::Credentials { message, .. }) => {
            lines.push(Line {
                profile: profile.cloned(),
                setting: "credentials",
                value: None,
                origin: None,
                layer: None,
                about: keys::find("credentials").map(|key| key.about),
            });
            ui.note(message);
        }
        Err(Error::Config(error)) => return Err(error.clone().into()),
        Err(error) => return Err(Failure::Other(anyhow::anyhow!("{error}"))),
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn names_of_columns_fit() {
        crate::output::check_row::<Line>();
    }

    #[test]
    fn each_origin_has_its_layer() {
        let file = Origin::File {
            path: Path::new("/c").to_owned(),
            place: Some((3, 5)),
        };
        for (origin, of_defaults, expected) in [
            (Origin::Flag("--retries"), false, ("--retries", "flag")),
            (
                Origin::Variable("CLOUDQ_RETRIES"),
                false,
                ("CLOUDQ_RETRIES", "variable"),
            ),
            (file.clone(), false, ("/c:3:5", "profile")),
            (file, true, ("[defaults] /c:3:5", "defaults")),
            (Origin::BuiltIn, false, ("built in", "built-in")),
        ] {
            let shown = Shown {
                key: "retries",
                value: "3".to_owned(),
                origin,
                of_defaults,
            };
            let line = Line::new(None, &shown, &[]);
            let found = (line.origin.as_deref(), line.layer);
            assert_eq!(found, (Some(expected.0), Some(expected.1)));
            assert_eq!(line.about, Some("tries after the first"));
        }
    }
}
