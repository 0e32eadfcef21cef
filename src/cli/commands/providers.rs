//! `cloudq providers`: what is built in. It needs no configuration and asks nobody.

use serde::Serialize;
use serde_json::{Value, json};

use crate::cli::args::{ColumnArgs, ProvidersArgs, ProvidersCommand};
use crate::cli::commands::images::columns::{Columns, names};
use crate::cli::failure::{Exit, Failure};
use crate::cli::ui::Ui;
use crate::clouds::{PROVIDERS, by_name};
use crate::model::{Cell, FilterKind};
use crate::output::{ALWAYS, Column, Direction, Form, Format, Narrow, Row, schema};
use crate::provider::{Facts, Provider, Support};

/// A provider as it is printed.
#[derive(Debug, Serialize)]
struct Line {
    id: &'static str,
    alias: &'static str,
    title: &'static str,
    signatures: &'static [&'static str],
    regional: bool,
    page_size: Option<u32>,
}

impl From<&'static Facts> for Line {
    fn from(facts: &'static Facts) -> Self {
        Self {
            id: facts.id,
            alias: facts.alias,
            title: facts.title,
            signatures: facts.signatures,
            regional: facts.regional,
            page_size: facts.page_size,
        }
    }
}

static COLUMNS: [Column<Line>; 6] = [
    Column::text(
        "id",
        ALWAYS,
        "Its id, as --provider takes it",
        |line: &Line| Cell::from(line.id),
    )
    .always()
    .whole(),
    Column::text(
        "alias",
        80,
        "The short name that --provider takes too",
        |line: &Line| Cell::from(line.alias),
    )
    .always()
    .whole(),
    Column::text("title", 40, "Its name for people", |line: &Line| {
        Cell::from(line.title)
    })
    .always(),
    Column::text(
        "signatures",
        50,
        "Its signature schemes, the default first",
        |line: &Line| Cell::Text(line.signatures.join(",").into()),
    )
    .form(Form::Own(signatures))
    .narrow(Narrow::To(16)),
    Column::flag(
        "regional",
        60,
        "Whether its images are in regions",
        |line: &Line| Cell::Bool(line.regional),
    )
    .always(),
    Column::int(
        "page_size",
        30,
        "Images on its largest page; null where a list comes whole",
        |line| {
            line.page_size
                .map_or(Cell::Nothing, |size| Cell::Int(size.into()))
        },
    ),
];

impl Row for Line {
    const DEFAULT_COLUMNS: &'static [&'static str] = &[
        "id",
        "alias",
        "title",
        "signatures",
        "regional",
        "page_size",
    ];
    // There are no more.
    const WIDE_COLUMNS: &'static [&'static str] = Self::DEFAULT_COLUMNS;
    // They stay in the registry's order, which is that of all help and tables.
    const DEFAULT_ORDER: &'static [(&'static str, Direction)] = &[];

    fn columns() -> &'static [Column<Self>] {
        &COLUMNS
    }

    fn id(&self) -> &str {
        self.id
    }
}

/// What a provider answers for a filter, as it is printed.
#[derive(Debug, Serialize)]
struct Answer {
    provider: &'static str,
    filter: &'static str,
    decides: &'static str,
    why: Option<&'static str>,
}

impl Answer {
    fn new(provider: &'static str, kind: FilterKind, support: Support) -> Self {
        Self {
            provider,
            filter: kind.flag(),
            decides: support.word(),
            why: support.why(),
        }
    }
}

static ANSWER_COLUMNS: [Column<Answer>; 4] = [
    Column::text("provider", 50, "The provider's id", |answer: &Answer| {
        Cell::from(answer.provider)
    })
    .always()
    .whole(),
    Column::text("filter", ALWAYS, "The filter's flag", |answer: &Answer| {
        Cell::from(answer.filter)
    })
    .always()
    .whole(),
    Column::text(
        "decides",
        ALWAYS,
        "Who decides: the service, the service and cloudq, or cloudq; or nobody, as it \
 cannot be used",
        |answer: &Answer| Cell::from(answer.decides),
    )
    .form(Form::Own(words))
    .whole(),
    // Half a reason is none, and what to use instead stands at its end.
    Column::text(
        "why",
        90,
        "Why it cannot be used, and what can be used instead",
        |answer: &Answer| Cell::maybe(answer.why),
    )
    .narrow(Narrow::Wrapped(20)),
];

impl Row for Answer {
    const DEFAULT_COLUMNS: &'static [&'static str] = &["filter", "decides", "why"];
    const WIDE_COLUMNS: &'static [&'static str] = &["provider", "filter", "decides", "why"];
    // They stay in the order of the help text.
    const DEFAULT_ORDER: &'static [(&'static str, Direction)] = &[];

    fn columns() -> &'static [Column<Self>] {
        &ANSWER_COLUMNS
    }

    fn id(&self) -> &str {
        self.filter
    }
}

fn signatures() -> Value {
    json!({"type": "array", "items": {"type": "string"}})
}

fn words() -> Value {
    schema::words(&Support::WORDS)
}

/// The objects that `providers` prints, as JSON Schema.
pub(crate) fn row_schema() -> Value {
    schema::of_row::<Line>()
}

/// The objects that `providers show` prints.
pub(crate) fn answer_schema() -> Value {
    schema::of_row::<Answer>()
}

/// The names of its columns and of those of `show`.
pub(crate) fn column_names() -> Vec<&'static str> {
    [names::<Line>(), names::<Answer>()].concat()
}

pub(crate) fn run(ui: &mut Ui, args: &ProvidersArgs) -> Result<Exit, Failure> {
    match &args.command {
        None => list(ui, &args.columns),
        Some(ProvidersCommand::Show(show)) => answers(ui, &args.columns, &show.name),
    }
}

fn list(ui: &mut Ui, columns: &ColumnArgs) -> Result<Exit, Failure> {
    let format = ui.format.unwrap_or(Format::Table);
    if format == Format::Map && ui.query.is_none() {
        return Err(Failure::usage(
            "the format `map` is for images: a provider has nothing to map to",
        ));
    }
    let rows: Vec<Line> = PROVIDERS
        .iter()
        .map(|provider| Line::from(provider.facts()))
        .collect();
    print(ui, columns, format, &rows)
}

fn answers(ui: &mut Ui, columns: &ColumnArgs, name: &str) -> Result<Exit, Failure> {
    let provider = named(name)?;
    let format = ui.format.unwrap_or(Format::Table);
    match format {
        _ if ui.query.is_some() => {}
        Format::Map => {
            return Err(Failure::usage(
                "the format `map` is for images: a filter has nothing to map to",
            ));
        }
        // Its ids are safe to use in a shell; a flag there would be an option.
        Format::Id => {
            return Err(Failure::Usage {
                message: "the format `id` has no meaning for filters: they have no ids".to_owned(),
                hint: Some("`-o tsv -c filter --no-header` prints their flags".to_owned()),
            });
        }
        _ => {}
    }
    let id = provider.facts().id;
    let rows = FilterKind::ALL.map(|kind| Answer::new(id, kind, provider.support(kind)));
    print(ui, columns, format, &rows)
}

/// The provider with this id or alias.
fn named(name: &str) -> Result<&'static dyn Provider, Failure> {
    by_name(name).ok_or_else(|| {
        let known: Vec<&str> = PROVIDERS
            .iter()
            .map(|provider| provider.facts())
            .flat_map(|facts| [facts.id, facts.alias])
            .collect();
        Failure::choice("PROVIDER", name, &known, "")
    })
}

fn print<R: Row>(
    ui: &mut Ui,
    args: &ColumnArgs,
    format: Format,
    rows: &[R],
) -> Result<Exit, Failure> {
    let columns = Columns::new::<R>(args, ui)?;
    if !columns.help::<R>(ui)? {
        let chosen = columns.of::<R>(format, R::DEFAULT_COLUMNS)?;
        ui.rows(format, rows, &chosen, columns.shape())?;
    }
    Ok(Exit::Ok)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{check_row, json_line};
    use crate::provider::Encoded;

    const EACH: [Support; 4] = [
        Support::Exact(|_| Encoded::Kept),
        Support::Inexact(|_| Encoded::Kept),
        Support::Client,
        Support::Unsupported("it has no families; use --name"),
    ];

    #[test]
    fn names_of_columns_fit() {
        check_row::<Line>();
        check_row::<Answer>();
    }

    #[test]
    fn each_answer_has_its_word_and_a_refusal_its_reason() {
        let lines = EACH.map(|support| json_line(&Answer::new("x", FilterKind::Family, support)));
        let line = |decides: &str, why: &str| {
            format!(r#"{{"provider":"x","filter":"--family","decides":"{decides}","why":{why}}}"#)
        };
        assert_eq!(
            lines,
            [
                line("server", "null"),
                line("narrowed", "null"),
                line("client", "null"),
                line("unsupported", r#""it has no families; use --name""#),
            ]
        );
    }

    #[test]
    fn the_help_explains_each_word() {
        let command = crate::cli::command();
        let help = ["providers", "show"]
            .iter()
            .fold(&command, |command, name| {
                command.find_subcommand(name).unwrap()
            })
            .get_long_about()
            .unwrap()
            .to_string();
        for support in EACH {
            let explained = format!("\n  {} ", support.word());
            assert!(help.contains(&explained), "{explained}: {help}");
        }
    }

    #[test]
    fn providers_are_found_by_both_names() {
        for provider in PROVIDERS.iter() {
            let Facts { id, alias, .. } = provider.facts();
            assert_eq!(named(id).unwrap().facts().id, *id);
            assert_eq!(named(alias).unwrap().facts().id, *id);
        }
        assert!(named("").is_err());
    }
}
