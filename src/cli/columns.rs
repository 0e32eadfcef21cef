//! `--columns` and `--no-header`.

use super::args::ColumnArgs;
use super::failure::Failure;
use super::ui::Ui;
use crate::output::{Column, Format, Row, default_columns, select};

/// The columns chosen, checked as far as that goes before the format is known.
pub(super) struct Columns {
    items: Vec<String>,
    pub(super) header: bool,
}

impl Columns {
    /// Refuses unknown columns, before anything is sent.
    pub(super) fn new<R: Row>(args: &ColumnArgs) -> Result<Self, Failure> {
        if args.columns != ["help"] {
            select::<R>(&args.columns, &default_columns::<R>(Format::Table))?;
        }
        Ok(Self {
            items: args.columns.clone(),
            header: !args.no_header,
        })
    }

    /// Prints the columns there are, if `help` was asked for.
    pub(super) fn help<R: Row>(&self, ui: &mut Ui) -> Result<bool, Failure> {
        let asked = self.items == ["help"];
        if asked {
            let names: Vec<&str> = R::columns().iter().map(|column| column.name).collect();
            ui.text(&format!("{}\n", names.join("\n")))?;
        }
        Ok(asked)
    }

    /// The columns for a format, `table` being those of a table unless told
    /// otherwise. With several profiles a table tells whose row is whose.
    pub(super) fn of<R: Row>(
        &self,
        format: Format,
        table: &[&str],
        several_profiles: bool,
    ) -> Result<Vec<&'static Column<R>>, Failure> {
        let defaults = match format {
            Format::Table => {
                let columns = select(table, &[])?;
                if several_profiles {
                    select(&["+profile"], &columns)?
                } else {
                    columns
                }
            }
            Format::Csv | Format::Tsv => default_columns(format),
            _ if self.items.is_empty() => Vec::new(),
            _ => {
                return Err(Failure::Usage {
                    message: format!("--columns has no meaning for the format `{format}`"),
                    hint: Some(
                        "table, csv and tsv have columns; the others print whole objects or ids"
                            .to_owned(),
                    ),
                });
            }
        };
        if matches!(format, Format::Table | Format::Csv | Format::Tsv) {
            return Ok(select(&self.items, &defaults)?);
        }
        Ok(defaults)
    }
}
