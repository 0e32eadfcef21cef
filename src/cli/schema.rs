//! `cloudq schema`: what the JSON formats, the messages and the configuration file look
//! like.

use clap::ValueEnum as _;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};

use super::failure::{Exit, Failure};
use super::kind::Kind;
use super::progress::STATS;
use super::ui::Ui;
use super::{auth_row, config_show, dry_run, profiles, providers};
use crate::config;
use crate::model::Region;
use crate::output::schema::{
    described, document, object, of_image, of_map, of_row, of_rows, words,
};

/// A JSON Schema, draft 2020-12, and what it goes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schema {
    name: &'static str,
    make: fn() -> Value,
}

/// All there are, in the order in which they are listed.
static SCHEMAS: [Schema; 13] = [
    Schema {
        name: "image",
        make: || {
            let about = "A line of `images list`, `latest` and `get` with -o ndjson";
            document("cloudq.image/1", about, of_image())
        },
    },
    Schema {
        name: "images",
        make: || {
            let about = "What `images list`, `latest` and `get` print with -o json";
            document("cloudq.images/1", about, of_rows(&of_image()))
        },
    },
    Schema {
        name: "map",
        make: || {
            let about = "What `images latest` prints with -o map: an id for each region, or, \
                         of several families, for each region and family";
            document("cloudq.map/1", about, of_map())
        },
    },
    Schema {
        name: "region",
        make: || {
            let about = "A line of `regions` with -o ndjson";
            document("cloudq.region/1", about, of_row::<Region>())
        },
    },
    Schema {
        name: "regions",
        make: || {
            let about = "What `regions` prints with -o json";
            document("cloudq.regions/1", about, of_rows(&of_row::<Region>()))
        },
    },
    Schema {
        name: "profiles",
        make: || {
            let about = "What `profiles` prints with -o json";
            document("cloudq.profiles/1", about, of_rows(&profiles::row_schema()))
        },
    },
    Schema {
        name: "providers",
        make: || {
            let about = "What `providers` prints with -o json";
            document(
                "cloudq.providers/1",
                about,
                of_rows(&providers::row_schema()),
            )
        },
    },
    Schema {
        name: "provider-filters",
        make: || {
            let about = "What `providers show` prints with -o json";
            let rows = of_rows(&providers::answer_schema());
            document("cloudq.provider-filters/1", about, rows)
        },
    },
    Schema {
        name: "auth-check",
        make: || {
            let about = "What `auth check` prints with -o json";
            document(
                "cloudq.auth-check/1",
                about,
                of_rows(&auth_row::row_schema()),
            )
        },
    },
    Schema {
        name: "config-show",
        make: || {
            let about = "What `config show` prints with -o json";
            document(
                "cloudq.config-show/1",
                about,
                of_rows(&config_show::row_schema()),
            )
        },
    },
    Schema {
        name: "dry-run",
        make: || {
            let about = "What --dry-run prints with -o json";
            document("cloudq.dry-run/1", about, of_rows(&dry_run::row_schema()))
        },
    },
    Schema {
        name: "error",
        make: || {
            let about = "A line on stderr with --error-format json";
            document(
                "cloudq.error/1",
                about,
                json!({"oneOf": [message(), stats()]}),
            )
        },
    },
    Schema {
        name: "config",
        make: config::schema::of_file,
    },
];

/// Errors, and all else that is told.
fn message() -> Value {
    let text = || json!({"type": ["string", "null"], "minLength": 1});
    let count = || json!({"type": "integer", "minimum": 0});
    let members = [
        (
            "kind",
            "What kind of message it is",
            json!({"enum": Kind::value_variants()}),
        ),
        (
            "exit_code",
            "The code that this alone would end the program with; 0 where it is no error",
            json!({"type": "integer", "minimum": 0, "maximum": 255}),
        ),
        ("message", "What happened", json!({"type": "string"})),
        ("hint", "What to do about it", text()),
        ("provider", "The provider's id", text()),
        ("profile", "The profile", text()),
        ("region", "The region that was asked", text()),
        ("action", "The operation of the API", text()),
        ("provider_code", "The service's own code", text()),
        (
            "http_status",
            "The HTTP status",
            json!({"type": ["integer", "null"]}),
        ),
        ("request_id", "The service's id for its answer", text()),
        (
            "retryable",
            "Whether the same command may succeed a little later",
            json!({"type": "boolean"}),
        ),
        ("attempts", "How often the call was sent", count()),
    ];
    object(members.map(|(name, about, schema)| (name, described(about, schema))))
}

/// What a target cost, as `--stats` and `--explain` tell it.
fn stats() -> Value {
    let text = || json!({"type": ["string", "null"], "minLength": 1});
    let count = || json!({"type": "integer", "minimum": 0});
    let ids = json!({"type": "array", "items": {"type": "string"}});
    let members = [
        ("kind", "That it is about cost", words(&[STATS])),
        ("provider", "The provider's id", json!({"type": "string"})),
        ("profile", "The profile", text()),
        ("region", "The region that was asked", text()),
        (
            "requests",
            "Requests that were sent, repeated ones included",
            count(),
        ),
        ("pages", "Answers that were read", count()),
        ("rows", "Rows in them", count()),
        ("retries", "Requests that were repeated", count()),
        ("bytes", "Bytes of the answers, decompressed", count()),
        (
            "milliseconds",
            "From the first request to the last answer, in milliseconds",
            count(),
        ),
        ("request_ids", "The service's ids for its answers", ids),
    ];
    object(members.map(|(name, about, schema)| (name, described(about, schema))))
}

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
