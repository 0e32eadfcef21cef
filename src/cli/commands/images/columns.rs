//! `--columns` and `--no-header`.

use crate::cli::args::ColumnArgs;
use crate::cli::commands::images::values;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::shape::Shape;
use crate::cli::ui::Ui;
use crate::model::Image;
use crate::output::{Column, Format, Row, default_columns, select, wide_columns};

/// The columns chosen, checked as far as that goes before the format is known.
pub(crate) struct Columns {
    items: Vec<String>,
    header: bool,
    /// Whether an expression decides what is printed.
    is_queried: bool,
}

impl Columns {
    /// Refuses unknown columns, before anything is sent.
    pub(crate) fn new<R: Row>(args: &ColumnArgs, ui: &Ui) -> Result<Self, Failure> {
        let is_queried = ui.query.is_some();
        if is_queried && !args.columns.is_empty() {
            return Err(Failure::Usage {
                message: "--columns cannot be used with --query".to_owned(),
                hint: Some(
                    "let the expression choose: --query '[].{id: id, name: name}'".to_owned(),
                ),
            });
        }
        let items = values::list("--columns", &args.columns)?;
        if items != ["help"] {
            let all: Vec<_> = R::columns().iter().collect();
            select::<R>(&items, &all)?;
        }
        Ok(Self {
            items,
            header: !args.no_header,
            is_queried,
        })
    }

    /// The shape of a table, as the flags give it.
    pub(crate) fn shape(&self) -> Shape<'_> {
        Shape {
            header: self.header,
            asked: &self.items,
            kept: &[],
        }
    }

    /// Reports if a flag chooses columns.
    pub(crate) fn are_chosen(&self) -> bool {
        !self.items.is_empty()
    }

    /// Prints the columns there are, if `help` was asked for.
    pub(crate) fn help<R: Row>(&self, ui: &mut Ui) -> Result<bool, Failure> {
        let asked = self.items == ["help"];
        if asked {
            let columns = R::columns();
            let widest = columns.iter().map(|column| column.name.len()).max();
            let width = widest.unwrap_or(0);
            for column in columns {
                ui.text(&format!("{:width$}  {}\n", column.name, column.about))?;
            }
        }
        Ok(asked)
    }

    /// The columns for a format, `table` being those of a table unless told
    /// otherwise, which `wide` has too.
    pub(crate) fn of<R: Row>(
        &self,
        format: Format,
        table: &[&str],
    ) -> Result<Vec<&'static Column<R>>, Failure> {
        let defaults = match format {
            _ if self.is_queried => return Ok(Vec::new()),
            Format::Table => select(table, &[])?,
            Format::Wide => wide_columns(table)?,
            Format::Csv | Format::Tsv => default_columns(format),
            _ if self.items.is_empty() => return Ok(Vec::new()),
            _ => {
                let hint = "use -o table, -o wide, -o csv or -o tsv";
                return Err(Failure::format("--columns", format, hint));
            }
        };
        Ok(select(&self.items, &defaults)?)
    }
}

/// The names of all columns.
pub(crate) fn names<R: Row>() -> Vec<&'static str> {
    R::columns().iter().map(|column| column.name).collect()
}

/// The columns of a table of images: those of the provider asked; of several, the
/// usual ones. `more` stands before the id, which is the last one.
pub(crate) fn of_images(context: &Context, more: Option<&'static str>) -> Vec<&'static str> {
    let mut tables = context.providers().map(|provider| provider.facts().table);
    let first = tables.next().unwrap_or(Image::DEFAULT_COLUMNS);
    let table = if tables.all(|table| table == first) {
        first
    } else {
        Image::DEFAULT_COLUMNS
    };
    let mut columns = told_apart(context, table);
    // The id stays the last one.
    columns.splice(columns.len() - 1..columns.len() - 1, more);
    columns
}

/// A table's columns with those in front that tell rows of different profiles
/// and regions apart.
pub(crate) fn told_apart<'a>(context: &Context, table: &[&'a str]) -> Vec<&'a str> {
    let profile = context.has_several_profiles().then_some("profile");
    let region = (context.has_several_regions() && !table.contains(&"region")).then_some("region");
    profile
        .into_iter()
        .chain(region)
        .chain(table.iter().copied())
        .collect()
}
