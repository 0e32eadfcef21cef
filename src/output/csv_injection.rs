//! The guard against CSV injection: makes text harmless that a spreadsheet would run as a formula.

use std::borrow::Cow;

use super::{Column, Layout};
use crate::model::Cell;

/// What a cell begins with that is no text to some spreadsheet, by
/// <https://owasp.org/www-community/attacks/CSV_Injection>: signs of a formula, wide
/// ones too, and white space that may be dropped before one.
const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text of a row's cell, harmless if the layout wants it so. Numbers of this program
/// are no formulas.
pub(super) fn cell_text<'r, R>(column: &Column<R>, row: &'r R, layout: &Layout) -> Cow<'r, str> {
    let cell = (column.get)(row);
    match cell {
        Cell::Int(_) => layout.text(cell),
        _ => guarded(layout.text(cell), layout),
    }
}

/// The text with an apostrophe in front of what a spreadsheet would take for a formula,
/// if the layout wants it so.
pub(super) fn guarded<'a>(text: Cow<'a, str>, layout: &Layout) -> Cow<'a, str> {
    if layout.csv_safe && text.starts_with(DANGEROUS) {
        return format!("'{text}").into();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;
    use crate::output::samples::image;
    use crate::output::{Format, Row, select, write_rows};

    fn text(description: &str, csv_safe: bool) -> String {
        let row = Image {
            description: Some(description.to_owned()),
            ..image("cn", "m-1")
        };
        let column = crate::output::find("description").unwrap();
        let layout = Layout {
            csv_safe,
            ..Layout::default()
        };
        cell_text(column, &row, &layout).into_owned()
    }

    #[test]
    fn what_could_be_a_formula_is_guarded_only_when_asked_for() {
        for formula in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=", "＝1", "＋1", "－1", "＠a",
        ] {
            assert_eq!(text(formula, true), format!("'{formula}"));
            assert_eq!(text(formula, false), formula);
        }
        for harmless in ["", "web-1", "a=b", "1+1", "'=1", " =1", "生产"] {
            assert_eq!(text(harmless, true), harmless);
        }
    }

    #[test]
    fn numbers_stay_numbers() {
        let row = Image {
            size_gib: Some(-1),
            ..image("cn", "m-1")
        };
        let layout = Layout {
            csv_safe: true,
            ..Layout::default()
        };
        let column = crate::output::find("size_gib").unwrap();
        assert_eq!(cell_text(column, &row, &layout), "-1");
    }

    #[test]
    fn other_formats_are_as_they_were() {
        let rows = [Image {
            name: Some("=1".to_owned()),
            ..image("cn", "m-1")
        }];
        let columns = select::<Image>(&["name"], &[]).unwrap();
        for format in Format::ALL {
            let [safe, usual] = [true, false].map(|csv_safe| {
                let layout = Layout {
                    csv_safe,
                    ..Layout::default()
                };
                let mut out = Vec::new();
                write_rows(&mut out, format, &rows, &columns, &layout).unwrap();
                String::from_utf8(out).unwrap()
            });
            match format {
                Format::Csv | Format::Tsv => assert_eq!(safe, usual.replace("=1", "'=1")),
                _ => assert_eq!(safe, usual, "{format}"),
            }
        }
        assert_eq!(Image::columns()[4].name, "name");
    }
}
