//! Tables for people: aligned columns, two blanks between them, no lines.
//!
//! The rows are gone through twice, first to find the widths, then to render them in chunks.
//! So memory does not grow with their number. Rows with a very long cell are written without
//! the crate that renders the others, as its time grows with the square of a cell.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{ColumnConstraint, Row as Line, Table, Width, presets};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::fit::{GAP, Heading, MORE, fit, headings, vanishes};
use super::{Column, Layout, Narrow, Row, escape};
use crate::model::Kind;

/// Between two cells of a row that is one text: no cell has it, as cells are escaped.
pub(super) const BETWEEN: &str = "\u{1f}";

/// Rows rendered at once.
const CHUNK: usize = 1_000;

/// A wider cell does not widen its column: all other rows would be padded to its width.
const WIDEST: usize = 1_000;

/// The width of the longest age, such as `7y364d`.
const WIDEST_AGE: usize = 6;

/// The most bytes of a cell, and of the width of a column, that the crate is given.
const LONGEST: usize = 16 << 10;

/// Writes the header, if the layout has one, and the lines of each row: one, but for
/// prose that is wrapped.
///
/// Where columns are left out, the header has one more, `…`, or without a header
/// each row has it.
pub(super) fn write<R: Row>(
    out: &mut dyn Write,
    rows: &[R],
    columns: &[&Column<R>],
    layout: &Layout,
) -> io::Result<()> {
    let cells = rows.iter().map(|row| cells(row, columns, layout));
    let cells: Vec<String> = cells.collect();
    write_cells(out, &cells, &headings(columns), layout)
}

/// The cells of a row as one text, to be written with [`write_cells`]. A name that is the
/// id of the row as well is left out where the id is shown.
pub(super) fn cells<R: Row>(row: &R, columns: &[&Column<R>], layout: &Layout) -> String {
    let has_id = columns.iter().any(|column| column.name == "id");
    let is_once = |at: usize, name| has_id && name == "name" && !layout.keeps(at);
    let mut text = String::new();
    for (at, column) in columns.iter().enumerate() {
        if at > 0 {
            text.push_str(BETWEEN);
        }
        let cell = layout.text((column.get)(row));
        if !(is_once(at, column.name) && cell == row.id()) {
            text.push_str(&escape(cell));
        }
    }
    text
}

/// The column of a table: how wide it is, and how cells that are wider are shown.
struct Place {
    width: usize,
    narrow: Narrow,
    /// The style of a cell.
    style: fn(&str) -> Style,
}

impl Place {
    /// Whether a cell is too long to be rendered with others.
    fn is_long(&self, cell: &str) -> bool {
        let is_wider = self.narrow == Narrow::Never && cell.width() > self.width;
        is_wider || cell.len().max(self.width) > LONGEST
    }
}

/// As [`write`], with rows of which nothing but their cells is left.
pub(super) fn write_cells(
    out: &mut dyn Write,
    rows: &[impl AsRef<str>],
    columns: &[Heading<'_>],
    layout: &Layout,
) -> io::Result<()> {
    let widest = layout.width.unwrap_or_default().max(WIDEST);
    let mut measured = measure(rows, columns.len(), widest);
    for (width, column) in measured.iter_mut().zip(columns) {
        if column.kind == Kind::Age && *width > 0 {
            // The same from day to day, so that a table does not move.
            *width = (*width).max(WIDEST_AGE);
        }
    }
    let fitted = fit(&measured, columns, layout);
    let mut places: Vec<Place> = columns
        .iter()
        .zip(&fitted)
        .filter_map(|(column, width)| {
            let narrow = match layout.width {
                Some(_) => column.narrow,
                // Off a terminal nothing is cut.
                None => Narrow::Never,
            };
            let style = match column.kind {
                _ if column.is_state => style_of_state,
                Kind::Age => |_: &str| Style::new().dimmed(),
                _ => |_: &str| Style::new(),
            };
            width.map(|width| Place {
                width,
                narrow,
                style,
            })
        })
        .collect();
    let vanished = (0..columns.len()).filter(|at| vanishes(&measured, columns, layout, *at));
    let is_less = places.len() + vanished.count() < columns.len();
    if is_less {
        places.push(Place {
            width: MORE.width(),
            narrow: Narrow::Never,
            style: |_| Style::new(),
        });
    }
    if layout.header {
        let style = if layout.styled {
            Style::new().bold()
        } else {
            Style::new()
        };
        let shown = columns.iter().zip(&fitted);
        let shown = shown.filter_map(|(column, width)| width.and(Some(&*column.header)));
        let header = shown.chain(is_less.then_some(MORE)).collect();
        for line in lines(&[header], &places) {
            writeln!(out, "{style}{line}{style:#}")?;
        }
    }
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().map(|row| {
            let cells = row.as_ref().split(BETWEEN).zip(&fitted);
            let shown = cells.filter_map(|(cell, width)| width.and(Some(cell)));
            let more = (is_less && !layout.header).then_some(MORE);
            shown.chain(more).collect()
        });
        let rows: Vec<Vec<&str>> = rows.collect();
        for group in rows.chunk_by(|row, next| !is_long(row, &places) && !is_long(next, &places)) {
            // The cells of a row with a long one do not begin where their columns begin.
            let is_even = group.iter().all(|row| !is_long(row, &places));
            for line in lines(group, &places) {
                if layout.styled && is_even {
                    writeln!(out, "{}", painted(&line, &places))?;
                } else {
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    Ok(())
}

/// The style of a state: images that can be used stand out by having none.
fn style_of_state(state: &str) -> Style {
    let colour = match state {
        "pending" | "deprecated" => AnsiColor::Yellow,
        "failed" | "unavailable" => AnsiColor::Red,
        _ => return Style::new(),
    };
    colour.on_default()
}

/// A line with the styles of its cells, which begin where their columns begin.
fn painted(line: &str, places: &[Place]) -> String {
    let mut painted = String::with_capacity(line.len() + 16);
    let mut rest = line;
    for place in places {
        let (cell, others) = rest.split_at(end_of_width(rest, place.width));
        let text = cell.trim_end_matches(' ');
        let style = (place.style)(text);
        if text.is_empty() || style == Style::new() {
            painted.push_str(cell);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(painted, "{style}{text}{style:#}");
            painted.push_str(&cell[text.len()..]);
        }
        let (gap, next) = others.split_at(end_of_width(others, usize::from(GAP)));
        painted.push_str(gap);
        rest = next;
    }
    painted.push_str(rest);
    painted
}

/// Where a text has this width, in bytes; its end where it is shorter.
fn end_of_width(text: &str, width: usize) -> usize {
    let (mut end, mut used) = (0, 0);
    for piece in pieces(text) {
        used += piece.width();
        if used > width {
            break;
        }
        end += piece.len();
    }
    end
}

/// How wide the cells of each column are when nothing is cut, up to a limit.
fn measure(rows: &[impl AsRef<str>], columns: usize, widest: usize) -> Vec<usize> {
    let mut widths = vec![0; columns];
    for row in rows {
        for (cell, width) in row.as_ref().split(BETWEEN).zip(&mut widths) {
            *width = (*width).max(cell.width().min(widest));
        }
    }
    widths
}

/// The lines of rows of which none has a long cell, or of a single one, without blanks at
/// their ends.
fn lines(rows: &[Vec<&str>], places: &[Place]) -> Vec<String> {
    let lines = match rows {
        [row] if is_long(row, places) => vec![long_line(row, places)],
        rows => rendered(rows, places),
    };
    let trimmed = lines.into_iter().map(|mut line| {
        line.truncate(line.trim_end_matches(' ').len());
        line
    });
    trimmed.collect()
}

/// Whether a row has a cell that is too long to be rendered with others.
fn is_long(row: &[&str], places: &[Place]) -> bool {
    let mut cells = places.iter().zip(row);
    cells.any(|(place, cell)| place.is_long(cell))
}

/// A row with a long cell: one line.
fn long_line(row: &[&str], places: &[Place]) -> String {
    let mut line = String::new();
    for (cell, place) in row.iter().zip(places) {
        let cell = match place.narrow {
            Narrow::Never => Cow::Borrowed(*cell),
            Narrow::To(_) | Narrow::Wrapped(_) => cut(cell, place.width),
        };
        line.push_str(&cell);
        let blanks = place.width.saturating_sub(cell.width()) + usize::from(GAP);
        line.extend(std::iter::repeat_n(' ', blanks));
    }
    line
}

/// Other rows, with prose in several lines.
fn rendered(rows: &[Vec<&str>], places: &[Place]) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for row in rows {
        let cells = row
            .iter()
            .zip(places)
            .map(|(cell, place)| match place.narrow {
                Narrow::To(_) => cut(cell, place.width),
                Narrow::Never | Narrow::Wrapped(_) => Cow::Borrowed(*cell),
            });
        table.add_row(Line::from(cells));
    }
    for (column, place) in table.column_iter_mut().zip(places) {
        let width = u16::try_from(place.width).unwrap_or(u16::MAX);
        column.set_padding((0, GAP));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(
            width.saturating_add(GAP),
        )));
    }
    table.lines().collect()
}

/// The pieces of a text between which it may be cut: a character, and what modifies or
/// joins it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    // Marks, joiners and selectors have no width; skin tones have, but belong to the
    // emoji before them.
    let modifies = |c: char| c.width() == Some(0) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}');
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut before = rest.chars().next()?;
        let mut ends = |c: char| {
            let joined = before == '\u{200d}';
            before = c;
            !joined && !modifies(c)
        };
        let mut others = rest.char_indices().skip(1);
        let end = others.find(|(_, c)| ends(*c));
        let (piece, left) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = left;
        Some(piece)
    })
}

/// Shortens a text to a width, with `…` for what is missing.
fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return text.into();
    }
    let (mut end, mut used) = (0, 0);
    for piece in pieces(text) {
        used += piece.width();
        if used >= width {
            break;
        }
        end += piece.len();
    }
    format!("{}…", &text[..end]).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    use crate::model::{Cell, Image, Status};
    use crate::output::samples::image;
    use crate::output::select;

    fn named(region: &str, id: &str, name: &str) -> Image {
        Image {
            name: Some(name.to_owned()),
            ..image(region, id)
        }
    }

    const PROSE: Column<Image> =
        Column::text("description", 1, "", |_| Cell::Nothing).narrow(Narrow::Wrapped(10));

    fn laid_out(rows: &[Image], columns: &[&str], layout: &Layout) -> String {
        let mut out = Vec::new();
        let columns = select(columns, &[]).unwrap();
        write(&mut out, rows, &columns, layout).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn table(rows: &[Image], columns: &[&str], width: Option<usize>) -> String {
        let layout = Layout {
            width,
            ..Layout::default()
        };
        laid_out(rows, columns, &layout)
    }

    #[test]
    fn styles_begin_where_cells_begin_after_joined_emoji() {
        let mut failed = named("cn", "m-1", "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}");
        failed.status = Some(Status::Failed);
        let columns = select(&["name", "status", "id"], &[]).unwrap();
        let layout = Layout {
            header: false,
            styled: true,
            ..Layout::default()
        };
        let mut out = Vec::new();
        write(&mut out, &[failed], &columns, &layout).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert!(
            line.ends_with("  \u{1b}[31mfailed\u{1b}[0m  m-1\n"),
            "{line:?}"
        );
    }

    #[test]
    fn states_and_ages_have_styles_and_names_are_printed_once() {
        let mut failed = image("cn", "m-失败");
        failed.status = Some(Status::Failed);
        failed.name = Some("m-失败".to_owned());
        failed.created = Some(Timestamp::UNIX_EPOCH);
        let mut usable = failed.clone();
        usable.status = Some(Status::Available);
        usable.name = Some("web".to_owned());
        let columns = select(&["name", "status", "age", "id"], &[]).unwrap();
        let layout = Layout {
            styled: true,
            now: Timestamp::from_second(90 * 86_400).unwrap(),
            ..Layout::default()
        };
        let mut out = Vec::new();
        write(&mut out, &[failed, usable], &columns, &layout).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\u{1b}[1mNAME  STATUS     AGE     ID\u{1b}[0m\n      \u{1b}[31mfailed\u{1b}[0m     \
             \u{1b}[2m90d\u{1b}[0m     m-失败\nweb   available  \u{1b}[2m90d\u{1b}[0m     m-失败\n"
        );
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
        assert_eq!(laid_out(&[], &["region", "id"], &layout), "");
    }

    #[test]
    fn only_the_header_is_bold() {
        let layout = Layout {
            styled: true,
            ..Layout::default()
        };
        let text = laid_out(&[image("cn", "m-1")], &["region", "id"], &layout);
        assert_eq!(text, "\u{1b}[1mREGION  ID\u{1b}[0m\ncn      m-1\n");
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
            (52, "cn-beijing  m-0123456789  0123456789abcde…  0123456…"),
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
        let text = laid_out(&rows, &columns, &layout);
        assert_eq!(text, "cn-beijing  m-0123456789  …\n");
    }

    #[test]
    fn prose_goes_on_below_itself() {
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
        write_cells(&mut out, &rows, &headings(&[id, &PROSE]), &layout).unwrap();
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
    fn a_monstrous_cell_is_whole_and_pads_no_other_row() {
        let monster = "x y".repeat(30_000);
        let rows = [named("cn", "m-1", &monster), named("cn", "m-2", "short")];
        let text = table(&rows, &["id", "name", "region"], None);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[1], format!("m-1  {monster}  cn"));
        assert_eq!(lines[2].len(), "m-2  ".len() + WIDEST + "  cn".len());
        // On a terminal it is cut, but never an id.
        let rows = [named("cn", &"m".repeat(3 * WIDEST), &monster)];
        for width in [100, 2 * WIDEST] {
            let text = table(&rows, &["name", "id"], Some(width));
            let id = text.split_whitespace().last();
            assert_eq!(id.map(str::len), Some(3 * WIDEST), "{width}");
            assert!(
                text.lines()
                    .last()
                    .is_some_and(|line| line.len() < 5 * WIDEST)
            );
        }
    }

    /// Each of these takes minutes if its time grows with the square of the text.
    #[test]
    fn time_grows_with_the_text_and_no_faster() {
        let length = 400_000;
        for part in ["x", "x ", "生", "e\u{301}", "\u{301}", "👩\u{200d}"] {
            let text = part.repeat(length / part.len());
            let rows = [named("cn", "m-1", &text)];
            for width in [None, Some(80), Some(length / 2)] {
                assert_eq!(table(&rows, &["id", "name"], width).lines().count(), 2);
            }
            let id = select(&["id"], &[]).unwrap()[0];
            let rows = [format!("m-1{BETWEEN}{text}")];
            let layout = Layout {
                width: Some(80),
                ..Layout::default()
            };
            let mut out = Vec::new();
            write_cells(&mut out, &rows, &headings(&[id, &PROSE]), &layout).unwrap();
            assert_eq!(String::from_utf8(out).unwrap().lines().count(), 2);
        }
    }
}
