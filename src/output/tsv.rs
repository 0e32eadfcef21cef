//! Tab-separated values: a line is a row and a tab ends a field, whatever is in it.

use std::borrow::Cow;
use std::io::{self, Write};

use super::csv_injection::cell_text;
use super::escape::{is_dependent, is_harmful, judged, push_escaped};
use super::{Column, Layout};

/// Writes the names of the columns, if asked to, and a line for each row.
///
/// Nothing is quoted. Backslash, tab, line feed and carriage return are `\\`,
/// `\t`, `\n` and `\r`, other controls `\u{1b}`, so that the text can be had back.
pub(super) fn write<R>(
    out: &mut dyn Write,
    rows: &[R],
    columns: &[&Column<R>],
    layout: &Layout,
) -> io::Result<()> {
    if layout.header {
        write_line(out, columns.iter().map(|column| column.name.into()))?;
    }
    for row in rows {
        write_line(
            out,
            columns.iter().map(|column| cell_text(column, row, layout)),
        )?;
    }
    Ok(())
}

/// Writes a line for each list of texts.
pub(super) fn write_texts<'a>(
    out: &mut dyn Write,
    mut records: impl Iterator<Item = Vec<Cow<'a, str>>>,
) -> io::Result<()> {
    records.try_for_each(|texts| write_line(out, texts.into_iter()))
}

fn write_line<'a>(
    out: &mut dyn Write,
    fields: impl Iterator<Item = Cow<'a, str>>,
) -> io::Result<()> {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            out.write_all(b"\t")?;
        }
        out.write_all(escape(field).as_bytes())?;
    }
    out.write_all(b"\n")
}

fn escape(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(|c| c == '\\' || is_harmful(c) || is_dependent(c)) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for (c, is_harmful) in judged(&text) {
        match c {
            '\\' => escaped.push_str(r"\\"),
            '\t' => escaped.push_str(r"\t"),
            '\n' => escaped.push_str(r"\n"),
            '\r' => escaped.push_str(r"\r"),
            c if is_harmful => push_escaped(&mut escaped, c),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;
    use crate::output::samples::image;
    use crate::output::select;

    fn written(rows: &[Image], header: bool) -> String {
        let columns = select(&["id", "description", "status"], &[]).unwrap();
        let mut out = Vec::new();
        let layout = Layout {
            header,
            ..Layout::default()
        };
        write(&mut out, rows, &columns, &layout).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn fields_are_escaped_and_never_quoted() {
        for (text, expected) in [
            ("say \"hi\", all", "say \"hi\", all"),
            ("a\tb\nc\rd", r"a\tb\nc\rd"),
            (r"C:\u{1b}", r"C:\\u{1b}"),
            ("\u{1b}\u{202e}", r"\u{1b}\u{202e}"),
            ("生产", "生产"),
            ("👩\u{200d}💻 a\u{200d}", r"👩‍💻 a\u{200d}"),
        ] {
            let row = Image {
                description: Some(text.to_owned()),
                ..image("cn", "m-1")
            };
            assert_eq!(written(&[row], false), format!("m-1\t{expected}\t\n"));
        }
    }

    #[test]
    fn a_header_names_the_members() {
        assert_eq!(written(&[], true), "id\tdescription\tstatus\n");
        assert_eq!(
            written(&[image("cn", "m-1")], true),
            "id\tdescription\tstatus\nm-1\t\t\n"
        );
    }
}
