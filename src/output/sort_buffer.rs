//! A buffer of rows that are sorted before they are printed; it keeps only what will be printed.

use std::collections::HashMap;
use std::io::Write;

use super::fit::headings;
use super::{Column, Format, Layout, Order, OutputError, Row, csv, json, table, write_rows};

/// Rows of which only their text in one format and what they are sorted by is kept.
///
/// They belong to parts, in whose order those stand that are sorted by nothing, and
/// which can be dropped as a whole. A map is no list of rows and cannot be made of it.
pub struct SortBuffer<R: Row> {
    format: Format,
    columns: Vec<&'static Column<R>>,
    order: Order<R>,
    layout: Layout,
    rows: Vec<Kept>,
}

/// A row.
struct Kept {
    part: u32,
    /// How much of the bytes is the key that it is sorted by; the rest is its text.
    key: u32,
    bytes: Box<[u8]>,
}

impl Kept {
    fn new(part: usize, mut key: Vec<u8>, text: &[u8]) -> Self {
        let length = key.len();
        key.extend(text);
        Self {
            part: u32::try_from(part).unwrap_or(u32::MAX),
            key: u32::try_from(length).unwrap_or(u32::MAX),
            bytes: key.into(),
        }
    }

    fn key(&self) -> (&[u8], u32) {
        (&self.bytes[..self.key as usize], self.part)
    }

    fn into_text(self) -> Vec<u8> {
        let mut text = self.bytes.into_vec();
        text.drain(..self.key as usize);
        text
    }

    fn text(&self) -> &[u8] {
        &self.bytes[self.key as usize..]
    }
}

/// A row's cells are text.
impl AsRef<str> for Kept {
    fn as_ref(&self) -> &str {
        std::str::from_utf8(self.text()).unwrap_or_default()
    }
}

impl<R: Row> SortBuffer<R> {
    /// An empty buffer for rows that will be printed in a format, laid out like this.
    pub fn new(
        format: Format,
        columns: &[&'static Column<R>],
        order: Order<R>,
        layout: Layout,
    ) -> Self {
        Self {
            format,
            columns: columns.to_vec(),
            order,
            layout,
            rows: Vec::new(),
        }
    }

    /// Puts rows on it.
    ///
    /// # Errors
    /// As [`write_rows`], when the format refuses a row.
    pub fn put(&mut self, part: usize, rows: &[R]) -> Result<(), OutputError> {
        let texts = self.texts(rows)?;
        for (row, text) in rows.iter().zip(&texts) {
            self.rows.push(Kept::new(part, self.order.key(row), text));
        }
        Ok(())
    }

    /// Lays a table out for a terminal that is this wide now, `None` for none.
    pub fn set_width(&mut self, width: Option<usize>) {
        self.layout.width = width;
    }

    /// Puts parts into this order, and removes the rows of all others.
    pub fn arrange_parts(&mut self, parts: &[usize]) {
        let places = parts.iter().enumerate();
        let places: HashMap<usize, usize> = places.map(|(place, part)| (*part, place)).collect();
        self.rows
            .retain_mut(|row| match places.get(&(row.part as usize)) {
                Some(place) => {
                    row.part = u32::try_from(*place).unwrap_or(u32::MAX);
                    true
                }
                None => false,
            });
    }

    /// The texts of the first rows, in their order.
    pub fn into_texts(mut self, most: usize) -> impl ExactSizeIterator<Item = Vec<u8>> {
        self.settle(most);
        self.rows.into_iter().map(Kept::into_text)
    }

    fn settle(&mut self, most: usize) {
        self.rows
            .sort_by(|left, right| left.key().cmp(&right.key()));
        self.rows.truncate(most);
    }

    /// Writes the first rows, in their order, and tells how many these are.
    ///
    /// # Errors
    /// As [`write_rows`].
    pub fn write(mut self, out: &mut dyn Write, most: usize) -> Result<usize, OutputError> {
        self.settle(most);
        let (rows, layout) = (&self.rows, &self.layout);
        match self.format {
            Format::Table | Format::Wide => {
                table::write_cells(out, rows, &headings(&self.columns), layout)?;
            }
            Format::Json => json::write_elements(out, rows.iter().map(Kept::text))?,
            format => {
                // A list without rows has a text of its own in YAML.
                if format != Format::Yaml || rows.is_empty() {
                    write_rows::<R>(out, format, &[], &self.columns, layout)?;
                }
                rows.iter().try_for_each(|row| out.write_all(row.text()))?;
            }
        }
        Ok(rows.len())
    }

    fn texts(&self, rows: &[R]) -> Result<Vec<Vec<u8>>, OutputError> {
        let columns = &self.columns;
        let text = |row: &R| -> Result<Vec<u8>, OutputError> {
            let mut text = Vec::new();
            match self.format {
                Format::Table | Format::Wide => {
                    text = table::cells(row, columns, &self.layout).into_bytes();
                }
                Format::Json => json::push_element(&mut text, row)?,
                format => {
                    let layout = Layout {
                        header: false,
                        ..self.layout
                    };
                    let row = std::slice::from_ref(row);
                    write_rows(&mut text, format, row, columns, &layout)?;
                }
            }
            Ok(text)
        };
        match self.format {
            Format::Csv => Ok(csv::records(rows, columns, &self.layout)?),
            _ => rows.iter().map(text).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::Image;
    use crate::output::samples::{full_image, image};
    use crate::output::{default_columns, select};

    /// Every format has it in its own way.
    const LAYOUT: Layout = Layout {
        header: true,
        width: Some(60),
        styled: true,
        kept: 0,
        now: Timestamp::UNIX_EPOCH,
        csv_safe: true,
        nested: false,
    };

    fn rows() -> Vec<Image> {
        let named = |id: &str, name: &str| Image {
            name: Some(name.to_owned()),
            ..image("cn-beijing", id)
        };
        vec![
            full_image(),
            named("m-2", "生产, \"quoted\"\nand two lines"),
            named("m-3", "=\u{1b}[31m\u{1f}"),
            image("cn-hangzhou", "m-1"),
        ]
    }

    fn sorted(format: Format, order: Order<Image>, most: usize) -> Vec<u8> {
        let columns = default_columns(format);
        let mut buffer = SortBuffer::new(format, &columns, order, LAYOUT);
        let rows = rows();
        // Parts as they come: the last one first.
        buffer.put(0, &rows[2..]).unwrap();
        buffer.put(1, &[image("cn-failed", "m-9")]).unwrap();
        buffer.put(2, &rows[..2]).unwrap();
        buffer.arrange_parts(&[2, 0]);
        let mut out = Vec::new();
        let count = buffer.write(&mut out, most).unwrap();
        assert_eq!(count, most.min(rows.len()));
        out
    }

    #[test]
    fn what_waited_is_written_as_if_it_had_not() {
        for format in Format::ALL {
            if format == Format::Map {
                continue;
            }
            for most in [0, 1, 3, 9] {
                for order in [Order::none, Order::default] {
                    let mut rows = rows();
                    order().sort(&mut rows);
                    rows.truncate(most);
                    let mut out = Vec::new();
                    let columns = default_columns(format);
                    write_rows(&mut out, format, &rows, &columns, &LAYOUT).unwrap();
                    let [out, sorted] = [out, sorted(format, order(), most)]
                        .map(|text| String::from_utf8(text).unwrap());
                    assert_eq!(sorted, out, "{format}");
                }
            }
        }
    }

    #[test]
    fn a_row_that_the_format_refuses_is_refused() {
        let columns = select::<Image>(&["id"], &[]).unwrap();
        let mut buffer = SortBuffer::new(Format::Id, &columns, Order::none(), LAYOUT);
        assert!(buffer.put(0, &[image("cn", "$(x)")]).is_err());
    }
}
