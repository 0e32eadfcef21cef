//! The writer of each format.

use std::io::Write;

use super::column::Column;
use super::error::OutputError;
use super::format::Format;
use super::layout::Layout;
use super::row::Row;
use super::{csv, id, json, map, table, tsv, yaml};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;
    use crate::output::samples::image;
    use crate::output::select;

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
