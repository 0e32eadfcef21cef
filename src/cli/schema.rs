//! `cloudq schema`

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::Value;

use super::failure::{Exit, Failure};
use super::ui::Ui;
use crate::config::schema;

/// A JSON Schema, draft 2020-12, and what it goes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schema {
    name: &'static str,
    make: fn() -> Value,
}

/// All there are.
static SCHEMAS: [Schema; 1] = [Schema {
    name: "config",
    make: schema::of_file,
}];

/// Reads the name of a schema; clap lists and completes them.
pub(super) fn parser() -> impl TypedValueParser<Value = Schema> {
    PossibleValuesParser::new(SCHEMAS.iter().map(|schema| schema.name)).try_map(|name| {
        let known = SCHEMAS.iter().find(|schema| schema.name == name);
        known.copied().ok_or("there is no such schema")
    })
}

pub(super) fn run(ui: &mut Ui, chosen: Option<Schema>) -> Result<Exit, Failure> {
    if let Some(schema) = chosen {
        // `{:#}` is JSON on several lines.
        ui.text(&format!("{:#}\n", (schema.make)()))?;
    } else {
        for schema in &SCHEMAS {
            ui.text(&format!("{}\n", schema.name))?;
        }
    }
    Ok(Exit::Ok)
}
