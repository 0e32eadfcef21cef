//! Comma-separated values as in RFC 4180, but with LF at line ends.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::{ErrorKind, Terminator, Writer, WriterBuilder};

use super::csv_injection::cell_text;
use super::escape::escape_unless;
use super::{Column, Layout};

/// Writes the names of the columns, if asked to, and a record for each row.
///
/// Text keeps its line feeds and tabs; other controls are escaped, as csv too is
/// looked at on terminals. The unknown is an empty field.
pub(super) fn write<R>(
    out: &mut dyn Write,
    rows: &[R],
    columns: &[&Column<R>],
    layout: &Layout,
) -> io::Result<()> {
    let mut to = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .from_writer(out);
    if layout.header {
        to.write_record(columns.iter().map(|column| column.name))
            .map_err(into_io)?;
    }
    for row in rows {
        write_record(&mut to, texts(row, columns, layout))?;
    }
    to.flush()
}

/// Writes a record for each list of texts.
pub(super) fn write_texts<'a>(
    out: &mut dyn Write,
    records: impl Iterator<Item = Vec<Cow<'a, str>>>,
) -> io::Result<()> {
    let mut to = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .from_writer(out);
    for texts in records {
        write_record(&mut to, texts.into_iter())?;
    }
    to.flush()
}

/// The record of each row by itself.
pub(super) fn records<R>(
    rows: &[R],
    columns: &[&Column<R>],
    layout: &Layout,
) -> io::Result<Vec<Vec<u8>>> {
    let mut to = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    let mut end = 0;
    let record = |row| {
        write_record(&mut to, texts(row, columns, layout))?;
        to.flush()?;
        let record = to.get_ref()[end..].to_vec();
        end += record.len();
        Ok(record)
    };
    rows.iter().map(record).collect()
}

fn texts<'r, R>(
    row: &'r R,
    columns: &[&Column<R>],
    layout: &Layout,
) -> impl Iterator<Item = Cow<'r, str>> {
    columns.iter().map(|column| cell_text(column, row, layout))
}

fn write_record<'a>(
    to: &mut Writer<impl Write>,
    texts: impl Iterator<Item = Cow<'a, str>>,
) -> io::Result<()> {
    for text in texts {
        let text = escape_unless(text, &['\n', '\t']);
        to.write_field(text.as_bytes()).map_err(into_io)?;
    }
    // No more fields: this ends the record.
    to.write_record(None::<&[u8]>).map_err(into_io)
}

/// The stream's own error: the crate's conversion would hide its kind, and a
/// closed pipe is told by it.
fn into_io(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;
    use crate::output::samples::{full_image, image};
    use crate::output::{Row, select};

    fn written(rows: &[Image], columns: &[&str], header: bool) -> String {
        let columns = select(columns, &[]).unwrap();
        let mut out = Vec::new();
        let layout = Layout {
            header,
            ..Layout::default()
        };
        write(&mut out, rows, &columns, &layout).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn described(text: &str) -> Image {
        Image {
            description: Some(text.to_owned()),
            ..image("cn", "m-1")
        }
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        for (text, expected) in [
            ("plain text", "plain text"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("a\tb", "a\tb"),
            (
                "a\r\n\u{1b}\u{9b}\u{202e}b",
                "\"a\\u{d}\n\\u{1b}\\u{9b}\\u{202e}b\"",
            ),
            ("生产", "生产"),
        ] {
            let record = written(&[described(text)], &["id", "description"], false);
            assert_eq!(record, format!("m-1,{expected}\n"));
        }
    }

    #[test]
    fn a_header_names_the_members_and_is_there_without_rows() {
        assert_eq!(written(&[], &["id", "size_gib"], true), "id,size_gib\n");
        assert_eq!(written(&[], &["id", "size_gib"], false), "");
    }

    #[test]
    fn a_lone_empty_field_is_still_a_record() {
        assert_eq!(written(&[image("cn", "m-1")], &["name"], false), "\"\"\n");
    }

    #[test]
    fn a_reader_gets_back_what_was_written() {
        let names: Vec<&str> = Image::columns().iter().map(|column| column.name).collect();
        let text = written(&[full_image()], &names, true);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), names);
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 1);
        for (field, column) in records[0].iter().zip(Image::columns()) {
            assert_eq!(
                field,
                (column.get)(&full_image()).into_text_at(Layout::default().now),
                "{}",
                column.name
            );
        }
    }
}
