//! What the JSON formats print, as JSON Schema, draft 2020-12, made of the columns, so
//! that both tell the same.
//!
//! <https://json-schema.org/draft/2020-12>, read 2026-11-22.

use serde_json::{Map, Value, json};

use super::column::Form;
use super::{Column, Row, id};
use crate::model::{Image, Kind};

/// One of these words.
pub fn words(words: &[&str]) -> Value {
    json!({"enum": words})
}

/// One of these words, or null where it is not known.
pub fn words_or_null(words: &[&str]) -> Value {
    let mut all: Vec<Value> = words.iter().map(|word| json!(word)).collect();
    all.push(Value::Null);
    json!({"enum": all})
}

/// A complete schema of what is called `title`.
pub fn document(title: &str, about: &str, of: Value) -> Value {
    let mut schema = of;
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(title);
    schema["description"] = json!(about);
    schema
}

/// An object with exactly these members.
pub fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let properties: Map<String, Value> = members
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect();
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A member with what it means.
pub fn described(about: &str, mut schema: Value) -> Value {
    schema["description"] = json!(about);
    schema
}

/// The object of a row.
pub fn of_row<R: Row>() -> Value {
    object(
        R::columns()
            .iter()
            .filter(|column| column.is_member())
            .map(|column| (column.name, of(column))),
    )
}

/// The array of all rows, as the format `json` prints it.
pub fn of_rows(row: &Value) -> Value {
    json!({"type": "array", "items": row})
}

/// The object of an image: with `--raw` it has the service's own.
pub fn of_image() -> Value {
    let mut schema = of_row::<Image>();
    schema["properties"]["provider_raw"] = described(
        "The service's own object, as it wrote it; there only with --raw",
        json!({"type": "object"}),
    );
    schema
}

/// The object that the format `map` prints.
pub fn of_map() -> Value {
    let id = json!({"type": "string", "pattern": id::PATTERN});
    let families = json!({"type": "object", "additionalProperties": id});
    json!({
        "type": "object",
        "anyOf": [{"additionalProperties": id}, {"additionalProperties": families}],
    })
}

fn of<R>(column: &Column<R>) -> Value {
    let (kind, more) = match column.kind {
        Kind::Text | Kind::Version => ("string", None),
        Kind::Int => ("integer", None),
        Kind::Bool => ("boolean", None),
        Kind::Time | Kind::Age => ("string", Some(("format", json!("date-time")))),
    };
    let mut schema = match column.form {
        Form::Own(schema) => return described(column.about, schema()),
        Form::Always => json!({"type": kind}),
        Form::Maybe | Form::None => json!({"type": [kind, "null"]}),
    };
    if let Some((name, value)) = more {
        schema[name] = value;
    } else if kind == "string" && matches!(column.form, Form::Maybe) {
        schema["minLength"] = json!(1);
    }
    described(column.about, schema)
}
