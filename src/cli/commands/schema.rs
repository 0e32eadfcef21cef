//! `cloudq schema`: what the JSON formats, the messages and the configuration file look
//! like.

use clap::ValueEnum as _;
use serde_json::{Value, json};

use super::auth::row as auth_row;
use super::config::show as config_show;
use super::{profiles, providers};
use crate::cli::args::SchemaName;
use crate::cli::dry_run;
use crate::cli::failure::{Exit, Failure};
use crate::cli::progress::STATS;
use crate::cli::report::Kind;
use crate::cli::ui::Ui;
use crate::config;
use crate::model::Region;
use crate::output::schema::{
    described, document, object, of_image, of_map, of_row, of_rows, words,
};

/// A JSON Schema, draft 2020-12.
fn schema(name: SchemaName) -> Value {
    match name {
        SchemaName::Image => {
            let about = "A line of `images list`, `latest` and `get` with -o ndjson";
            document("cloudq.image/1", about, of_image())
        }
        SchemaName::Images => {
            let about = "What `images list`, `latest` and `get` print with -o json";
            document("cloudq.images/1", about, of_rows(&of_image()))
        }
        SchemaName::Map => {
            let about = "What `images latest` prints with -o map: an id for each region, or, \
                         of several families, for each region and family";
            document("cloudq.map/1", about, of_map())
        }
        SchemaName::Region => {
            let about = "A line of `regions` with -o ndjson";
            document("cloudq.region/1", about, of_row::<Region>())
        }
        SchemaName::Regions => {
            let about = "What `regions` prints with -o json";
            document("cloudq.regions/1", about, of_rows(&of_row::<Region>()))
        }
        SchemaName::Profiles => {
            let about = "What `profiles` prints with -o json";
            document("cloudq.profiles/1", about, of_rows(&profiles::row_schema()))
        }
        SchemaName::Providers => {
            let about = "What `providers` prints with -o json";
            document(
                "cloudq.providers/1",
                about,
                of_rows(&providers::row_schema()),
            )
        }
        SchemaName::ProviderFilters => {
            let about = "What `providers show` prints with -o json";
            let rows = of_rows(&providers::answer_schema());
            document("cloudq.provider-filters/1", about, rows)
        }
        SchemaName::AuthCheck => {
            let about = "What `auth check` prints with -o json";
            document(
                "cloudq.auth-check/1",
                about,
                of_rows(&auth_row::row_schema()),
            )
        }
        SchemaName::ConfigShow => {
            let about = "What `config show` prints with -o json";
            document(
                "cloudq.config-show/1",
                about,
                of_rows(&config_show::row_schema()),
            )
        }
        SchemaName::DryRun => {
            let about = "What --dry-run prints with -o json";
            document("cloudq.dry-run/1", about, of_rows(&dry_run::row_schema()))
        }
        SchemaName::Error => {
            let about = "A line on stderr with --error-format json";
            document(
                "cloudq.error/1",
                about,
                json!({"oneOf": [message(), stats()]}),
            )
        }
        SchemaName::Config => config::schema::of_file(),
    }
}

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

pub(crate) fn run(ui: &mut Ui, chosen: Option<SchemaName>) -> Result<Exit, Failure> {
    if let Some(name) = chosen {
        // `{:#}` is JSON on several lines.
        ui.text(&format!("{:#}\n", schema(name)))?;
    } else {
        let names = SchemaName::value_variants().iter();
        for name in names.filter_map(SchemaName::to_possible_value) {
            ui.text(&format!("{}\n", name.get_name()))?;
        }
    }
    Ok(Exit::Ok)
}
