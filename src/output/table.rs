//! Tables for people: aligned columns, two blanks between them, no lines.
//!
//! The rows are gone through twice, first to find the widths, then to render in
//! chunks. So memory does not grow with their number.

use std::io::{self, Write};

use anstyle::Style;
use comfy_table::{ColumnConstraint, Row as Line, Table, Width, presets};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::fit::{GAP, Heading, MORE, fit, headings};
use super::{Column, Layout, Narrow, escape};

/// Rows rendered at once.
const CHUNK: usize = 1_000;

/// Between two cells of a row that is one text: no cell has it, as cells are escaped.
pub(super) const BETWEEN: &str = "\u{1f}";

/// Writes the header, if the layout has one, and the lines of each row: one, but for
/// prose that is wrapped.
///
/// Where columns are left out, the header has one more, `…`, or without a header
/// each row has it.
pub(super) fn write<R>(
    out: &mut dyn Write,
    rows: &[R],
    columns: &[&Column<R>],
    layout: &Layout,
) -> io::Result<()> {
    let cells: Vec<String> = rows.iter().map(|row| cells(row, columns)).collect();
    write_cells(out, &cells, &headings(columns), layout)
}

/// The cells of a row as one text, to be written with [`write_cells`].
pub(super) fn cells<R>(row: &R, columns: &[&Column<R>]) -> String {
    let mut text = String::new();
    for (at, column) in columns.iter().enumerate() {
        if at > 0 {
            text.push_str(BETWEEN);
        }
        text.push_str(&escape((column.get)(row).into_text()));
    }
    text
}

/// As [`write`], with rows of which nothing but their cells is left.
pub(super) fn write_cells(
    out: &mut dyn Write,
    rows: &[impl AsRef<str>],
    columns: &[Heading<'_>],
    layout: &Layout,
) -> io::Result<()> {
    write_chunks(out, rows, columns, layout, CHUNK)
}

fn write_chunks(
    out: &mut dyn Write,
    rows: &[impl AsRef<str>],
    columns: &[Heading<'_>],
    layout: &Layout,
    chunk: usize,
) -> io::Result<()> {
    let fitted = fit(&measure(rows, columns.len()), columns, layout);
    // The columns that have a place: width, and whether they may take several lines.
    let mut places: Vec<(usize, bool)> = columns
        .iter()
        .zip(&fitted)
        .filter_map(|(column, width)| {
            Some(((*width)?, matches!(column.narrow, Narrow::Wrapped(_))))
        })
        .collect();
    let is_less = places.len() < columns.len();
    if is_less {
        places.push((MORE.width(), false));
    }
    if layout.header {
        let style = if layout.styled {
            Style::new().bold()
        } else {
            Style::new()
        };
        let shown = columns
            .iter()
            .zip(&fitted)
            .filter(|(_, width)| width.is_some());
        let header = shown
            .map(|(column, _)| &*column.header)
            .chain(is_less.then_some(MORE))
            .map(str::to_owned)
            .collect();
        for line in render([header], &places) {
            writeln!(out, "{style}{line}{style:#}")?;
        }
    }
    for chunk in rows.chunks(chunk) {
        let cells = chunk.iter().map(|row| {
            let cells = row.as_ref().split(BETWEEN).zip(&fitted);
            let shown = cells.filter_map(|(cell, width)| width.and(Some(cell)));
            shown
                .chain((is_less && !layout.header).then_some(MORE))
                .zip(&places)
                .map(|(cell, (width, is_wrapped))| match is_wrapped {
                    true => cell.to_owned(),
                    false => cut(cell, *width),
                })
                .collect()
        });
        for line in render(cells, &places) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// How wide the cells of each column are when nothing is cut.
fn measure(rows: &[impl AsRef<str>], columns: usize) -> Vec<usize> {
    let mut widths = vec![0; columns];
    for row in rows {
        for (cell, width) in row.as_ref().split(BETWEEN).zip(&mut widths) {
            *width = (*width).max(cell.width());
        }
    }
    widths
}

/// Shortens a text to a width, with `…` for what is missing.
///
/// The end is never between a character and what modifies or joins it.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut end = 0;
    let mut joined = false;
    for (at, c) in text.char_indices() {
        // Marks, joiners and selectors have no width; skin tones have, but belong
        // to the emoji before them.
        let modifies = c.width() == Some(0) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}');
        if !modifies && !joined {
            if text[..at].width() >= width {
                break;
            }
            end = at;
        }
        joined = c == '\u{200d}';
    }
    format!("{}…", &text[..end])
}

/// The lines, without blanks at their ends. Every cell fits its width or is wrapped.
fn render(cells: impl IntoIterator<Item = Vec<String>>, places: &[(usize, bool)]) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let is_wrapped = places.iter().any(|(_, is_wrapped)| *is_wrapped);
    for cells in cells {
        let mut line = Line::from(cells);
        if !is_wrapped {
            // Only of use beyond 65,533 columns, where the widths of the crate end: it
            // then cuts the cell instead of breaking the line.
            line.max_height(1);
        }
        table.add_row(line);
    }
    for (column, (width, _)) in table.column_iter_mut().zip(places) {
        let width = u16::try_from(*width)
            .unwrap_or(u16::MAX)
            .saturating_add(GAP);
        column.set_padding((0, GAP));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    table
        .lines()
        .map(|line| line.trim_end_matches(' ').to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, Image, Kind};
    use crate::output::samples::image;
    use crate::output::{Form, select};

    fn named(region: &str, id: &str, name: &str) -> Image {
        Image {
            name: Some(name.to_owned()),
            ..image(region, id)
        }
    }

    fn chunked(rows: &[Image], columns: &[&str], layout: &Layout, chunk: usize) -> String {
        let mut out = Vec::new();
        let columns = select(columns, &[]).unwrap();
        let rows: Vec<String> = rows.iter().map(|row| cells(row, &columns)).collect();
        write_chunks(&mut out, &rows, &headings(&columns), layout, chunk).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn table(rows: &[Image], columns: &[&str], width: Option<usize>) -> String {
        chunked(
            rows,
            columns,
            &Layout {
                width,
                ..Layout::default()
            },
            CHUNK,
        )
    }

    #[test]
    fn columns_are_aligned_by_display_width() {
        let rows = [
            named("cn-beijing", "m-1", "生产环境"),
            named("cn", "m-2", "e\u{301}t\u{1b}"),
            image("cn", "m-3"),
            named("cn", "m-4", " two words  "),
        ];
        assert_eq!(
            table(&rows, &["region", "name", "id", "status"], None),
            "REGION      NAME          ID   STATUS\n\
             cn-beijing  生产环境      m-1\n\
             cn          e\u{301}t\\u{1b}      m-2\n\
             cn                        m-3\n\
             cn           two words    m-4\n"
        );
    }

    #[test]
    fn an_empty_table_is_its_header() {
        assert_eq!(table(&[], &["region", "id"], Some(80)), "REGION  ID\n");
        let layout = Layout {
            header: false,
            ..Layout::default()
        };
        assert_eq!(chunked(&[], &["region", "id"], &layout, CHUNK), "");
    }

    #[test]
    fn only_the_header_is_bold() {
        let layout = Layout {
            styled: true,
            ..Layout::default()
        };
        let text = chunked(&[image("cn", "m-1")], &["region", "id"], &layout, CHUNK);
        assert_eq!(text, "\u{1b}[1mREGION  ID\u{1b}[0m\ncn      m-1\n");
    }

    #[test]
    fn chunks_do_not_show() {
        let names = [
            "",
            "a",
            "生产环境",
            "e\u{301}",
            "a name with blanks",
            "👩‍👩‍👧‍👦",
            "tab\t",
            " ",
        ];
        let rows: Vec<Image> = (0..2_503)
            .map(|n| {
                let name = names[n % names.len()].repeat(1 + n / 1_000);
                Image {
                    size_gib: i64::try_from(n).ok(),
                    ..named("cn", &format!("m-{n}"), &name)
                }
            })
            .collect();
        for header in [true, false] {
            for width in [None, Some(40)] {
                let layout = Layout {
                    header,
                    width,
                    ..Layout::default()
                };
                let columns = ["name", "family", "id", "size_gib", "status"];
                let whole = chunked(&rows, &columns, &layout, rows.len());
                assert_eq!(whole.lines().count(), rows.len() + usize::from(header));
                for chunk in [1, 7, CHUNK] {
                    assert!(
                        whole == chunked(&rows, &columns, &layout, chunk),
                        "{layout:?} {chunk}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_least_important_is_cut_until_the_line_fits() {
        let long = "0123456789abcdefghij";
        let rows = [Image {
            family: Some(long.into()),
            ..named("cn-beijing", "m-0123456789", long)
        }];
        let columns = ["region", "id", "name", "family"];
        for (width, expected) in [
            (
                68,
                "cn-beijing  m-0123456789  0123456789abcdefghij  0123456789abcdefghij",
            ),
            (
                67,
                "cn-beijing  m-0123456789  0123456789abcdefghij  0123456789abcdefgh…",
            ),
            (
                61,
                "cn-beijing  m-0123456789  0123456789abcdef…  0123456789abcde…",
            ),
            (46, "cn-beijing  m-0123456789  012345678…  0123456…"),
            // A column is left out, and that is told in the header.
            (43, "cn-beijing  m-0123456789  0123456789abc…"),
            (36, "cn-beijing  m-0123456789"),
            // Nothing more to cut: the line is longer.
            (10, "m-0123456789"),
        ] {
            let text = table(&rows, &columns, Some(width));
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines[1], expected, "{width}");
            assert_eq!(lines[0].ends_with("  …"), width < 44, "{width}");
        }
        let layout = Layout {
            header: false,
            width: Some(36),
            ..Layout::default()
        };
        let text = chunked(&rows, &columns, &layout, CHUNK);
        assert_eq!(text, "cn-beijing  m-0123456789  …\n");
    }

    #[test]
    fn prose_goes_on_below_itself() {
        let prose = Column {
            name: "description",
            about: "",
            kind: Kind::Text,
            form: Form::Maybe,
            header: "DESCRIPTION",
            keep: 1,
            narrow: Narrow::Wrapped(10),
            get: |_: &Image| Cell::Nothing,
        };
        let id = select(&["id"], &[]).unwrap()[0];
        let rows: Vec<String> = ["m-1", "m-2"]
            .iter()
            .map(|id| format!("{id}{BETWEEN}neither cut nor  left\\u{{a}} out"))
            .collect();
        let mut out = Vec::new();
        let layout = Layout {
            width: Some(20),
            ..Layout::default()
        };
        write_chunks(&mut out, &rows, &headings(&[id, &prose]), &layout, 1).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "ID   DESCRIPTION\n\
             m-1  neither cut nor\n     left\\u{a} out\n\
             m-2  neither cut nor\n     left\\u{a} out\n"
        );
    }

    #[test]
    fn cuts_keep_characters_whole() {
        for (text, width, expected) in [
            ("abcdef", 6, "abcdef"),
            ("abcdef", 5, "abcd…"),
            ("生产环境", 7, "生产环…"),
            ("生产环境", 6, "生产…"),
            ("ae\u{301}\u{302}bc", 3, "ae\u{301}\u{302}…"),
            ("ae\u{301}\u{302}bc", 2, "a…"),
            ("👩‍👩‍👧‍👦abcd", 4, "👩‍👩‍👧‍👦a…"),
            ("👩‍👩‍👧‍👦abcd", 2, "…"),
            ("👍🏽abcd", 3, "👍🏽…"),
            ("abc", 1, "…"),
        ] {
            let short = cut(text, width);
            assert_eq!(short, expected, "{text} {width}");
            assert!(short.width() <= width);
        }
    }

    #[test]
    fn a_monstrous_cell_stays_on_its_line() {
        let rows = [named("cn", "m-1", &"x y".repeat(30_000))];
        assert_eq!(
            table(&rows, &["id", "name", "region"], None)
                .lines()
                .count(),
            2
        );
    }
}
