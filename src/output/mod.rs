//! How rows leave the program: which columns, in which order, in which format.
//!
//! Nothing here owns a stream: every writer gets one, best a buffered one, and
//! never asks whether it is a terminal. What depends on one is in [`Layout`].

mod columns;
mod csv;
mod disarm;
mod error;
mod escape;
mod fit;
mod id;
mod images;
mod json;
mod map;
mod members;
mod ordered;
mod query;
mod regions;
#[cfg(test)]
mod samples;
pub mod schema;
mod shelf;
mod sort;
mod spool;
mod table;
mod tsv;
mod value;
mod yaml;

use std::fmt;
use std::io::Write;
use std::str::FromStr;

use serde::Serialize;

use crate::nearest::nearest;

pub use columns::{
    ALWAYS, Column, Form, Narrow, column, default_columns, find, select, whole, wide_columns,
};
pub use error::{ChoiceError, OutputError, QueryError};
pub use escape::escape;
pub use id::is_id;
pub use json::line as json_line;
pub use members::Missing;
pub use query::{Answer, Document, Query};

pub use shelf::Shelf;
pub use sort::{Direction, Order};
pub use spool::Spool;

/// What can be printed in every format.
pub trait Row: Serialize + Sized + 'static {
    /// Names of the columns that the format `table` shows unless told otherwise.
    const DEFAULT_COLUMNS: &'static [&'static str];

    /// Names of the columns that the format `wide` shows unless told otherwise.
    const WIDE_COLUMNS: &'static [&'static str];

    /// Names and directions of the columns that rows are sorted by unless told otherwise.
    const DEFAULT_ORDER: &'static [(&'static str, Direction)];

    /// All columns, named and ordered as the members of the JSON object.
    fn columns() -> &'static [Column<Self>];

    /// What the formats `id` and `map` print.
    fn id(&self) -> &str;

    /// The region it is in, the key of the format `map`; `None` for rows of a
    /// kind that has none.
    fn region(&self) -> Option<&str> {
        None
    }

    /// The family it belongs to, the second key of the format `map`.
    fn family(&self) -> Option<&str> {
        None
    }
}

/// A format of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for people.
    Table,
    /// A table with more columns.
    Wide,
    /// One array of complete objects.
    Json,
    /// A complete object on each line.
    Ndjson,
    /// One list of complete objects.
    Yaml,
    /// Comma-separated values as in RFC 4180, with LF at line ends.
    Csv,
    /// Tab-separated values, escaped and never quoted.
    Tsv,
    /// An id on each line.
    Id,
    /// One object from region to id.
    Map,
}

impl Format {
    /// All formats, in the order of the help text.
    pub const ALL: [Format; 9] = [
        Format::Table,
        Format::Wide,
        Format::Json,
        Format::Ndjson,
        Format::Yaml,
        Format::Csv,
        Format::Tsv,
        Format::Id,
        Format::Map,
    ];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Wide => "wide",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Yaml => "yaml",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Id => "id",
            Format::Map => "map",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = ChoiceError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Format::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| ChoiceError::Format {
                name: name.to_owned(),
                nearest: nearest(name, Format::ALL.map(Format::as_str)),
            })
    }
}

/// How rows are laid out. The default is what a pipe gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether table, wide, csv and tsv begin with the names of the columns.
    pub header: bool,
    /// How many columns of characters a table may take; `None` cuts nothing.
    pub width: Option<usize>,
    /// Whether a table's header is in bold type.
    pub styled: bool,
    /// Whether text in csv and tsv that a spreadsheet would take for a formula is
    /// disarmed.
    pub csv_safe: bool,
    /// Whether a map has families below its regions: when several were asked
    /// for, however many were found.
    pub nested: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            header: true,
            width: None,
            styled: false,
            csv_safe: false,
            nested: false,
        }
    }
}

/// Writes rows, in the order they have.
///
/// `columns` and the header matter to `table`, `wide`, `csv` and `tsv` only, width
/// and style to the first two only; the JSON formats and `yaml` write complete objects.
///
/// `ndjson`, `csv`, `tsv` and `id` may also be written page by page: a call for
/// each page, with [`Layout::header`] set for the first at most.
///
/// # Errors
///
/// [`OutputError::Io`] when writing fails. The formats `id` and `map` refuse rows
/// that they cannot show, see the other variants; they print nothing then.
pub fn write_rows<R: Row>(
    out: &mut dyn Write,
    format: Format,
    rows: &[R],
    columns: &[&Column<R>],
    layout: &Layout,
) -> Result<(), OutputError> {
    match format {
        Format::Table | Format::Wide => table::write(out, rows, columns, layout)?,
        Format::Json => json::write_document(out, rows)?,
        Format::Ndjson => json::write_lines(out, rows)?,
        Format::Yaml => yaml::write_document(out, rows)?,
        Format::Csv => csv::write(out, rows, columns, layout)?,
        Format::Tsv => tsv::write(out, rows, columns, layout)?,
        Format::Id => id::write(out, rows)?,
        Format::Map => map::write(out, rows, layout.nested)?,
    }
    Ok(())
}

/// Panics unless the constants of a row type name columns that it has, each of
/// them once. Every implementation of [`Row`] is to be tested with it.
#[cfg(test)]
pub(crate) fn check_row<R: Row>() {
    let names: Vec<&str> = R::columns().iter().map(|column| column.name).collect();
    for (at, name) in names.iter().enumerate() {
        assert!(!names[..at].contains(name), "two columns `{name}`");
    }
    for name in R::DEFAULT_COLUMNS
        .iter()
        .chain(R::WIDE_COLUMNS)
        .chain(R::DEFAULT_ORDER.iter().map(|(name, _)| name))
    {
        assert!(names.contains(name), "no column `{name}`");
    }
    assert!(!R::DEFAULT_COLUMNS.is_empty());
    for (at, name) in R::WIDE_COLUMNS.iter().enumerate() {
        assert!(!R::WIDE_COLUMNS[..at].contains(name), "`{name}` twice");
    }
    for name in R::DEFAULT_COLUMNS {
        assert!(R::WIDE_COLUMNS.contains(name), "`{name}` is not in wide");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;
    use crate::output::samples::image;

    fn written(format: Format, rows: &[Image], header: bool) -> String {
        let columns = select(&["region", "id"], &[]).unwrap();
        let mut out = Vec::new();
        let layout = Layout {
            header,
            ..Layout::default()
        };
        write_rows(&mut out, format, rows, &columns, &layout).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn formats_are_read_as_they_are_written() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse::<Format>().unwrap(), format);
        }
        assert_eq!(
            "jsno".parse::<Format>().unwrap_err().to_string(),
            "no format is called `jsno`; did you mean `json`?"
        );
    }

    #[test]
    fn each_format_has_its_writer() {
        let rows = [image("cn-beijing", "m-1")];
        let start = |format| {
            written(format, &rows, true)
                .chars()
                .take(10)
                .collect::<String>()
        };
        assert_eq!(start(Format::Table), "REGION    ");
        assert_eq!(start(Format::Wide), start(Format::Table));
        assert_eq!(start(Format::Json), "[\n  {\n    ");
        assert_eq!(start(Format::Ndjson), "{\"provider");
        assert_eq!(start(Format::Yaml), "- provider");
        assert_eq!(start(Format::Csv), "region,id\n");
        assert_eq!(start(Format::Tsv), "region\tid\n");
        assert_eq!(start(Format::Id), "m-1\n");
        assert_eq!(start(Format::Map), "{\n  \"cn-be");
    }

    #[test]
    fn pages_make_the_same_bytes_as_the_whole() {
        let rows: Vec<_> = (0..5)
            .map(|n| image("cn-beijing", &format!("m-{n}")))
            .collect();
        for format in [Format::Ndjson, Format::Csv, Format::Tsv, Format::Id] {
            let pages = written(format, &rows[..2], true) + &written(format, &rows[2..], false);
            assert_eq!(pages, written(format, &rows, true), "{format}");
        }
    }

    #[test]
    fn a_failing_stream_is_reported_with_its_kind() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let columns = select(&["id"], &[]).unwrap();
        for format in Format::ALL {
            let rows = [image("cn-beijing", "m-1")];
            match write_rows(&mut Closed, format, &rows, &columns, &Layout::default()) {
                Err(OutputError::Io(error)) => {
                    assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{format}");
                }
                other => panic!("{format}: {other:?}"),
            }
        }
    }
}
