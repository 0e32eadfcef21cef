//! How wide the columns of a table are, and which have a place, in a terminal.

use std::borrow::Cow;
use std::cmp::Reverse;

use unicode_width::UnicodeWidthStr;

use super::{ALWAYS, Column, Layout, Narrow};
use crate::model::Kind;

/// Blanks between two columns.
pub(super) const GAP: u16 = 2;

/// What stands for columns that have no place.
pub(super) const MORE: &str = "…";

/// No column is cut to less while another one has more.
const EASY: usize = 16;

/// What of a column matters to how a table is laid out.
pub(super) struct Heading<'h> {
    /// What stands above it, harmless.
    pub(super) header: Cow<'h, str>,
    /// How important it is, as in [`Column`].
    pub(super) keep: u8,
    /// Whether and how it is cut.
    pub(super) narrow: Narrow,
    pub(super) kind: Kind,
    /// Whether its cells are states, which have colours.
    pub(super) is_state: bool,
    /// Whether it is left out where all its cells are empty: names are, where they are the ids.
    pub(super) may_vanish: bool,
}

impl<R> From<&Column<R>> for Heading<'static> {
    fn from(column: &Column<R>) -> Self {
        Self {
            header: match column.header {
                Some(header) => header.into(),
                None => column.name.to_uppercase().into(),
            },
            keep: column.keep,
            narrow: column.narrow,
            kind: column.kind,
            is_state: column.name == "status",
            may_vanish: column.name == "name",
        }
    }
}

/// The headings of these columns.
pub(super) fn headings<R>(columns: &[&Column<R>]) -> Vec<Heading<'static>> {
    columns
        .iter()
        .map(|column| Heading::from(*column))
        .collect()
}

/// The width of each column, `None` for those that are left out.
///
/// `cells` tells how wide the cells of each column are. While the line is too long,
/// the least important column, of equals the last, is cut first: all of them to what
/// reads easily, then to what is of use. Where even that is too long, the least
/// important are left out, and the empty ones before them.
pub(super) fn fit(cells: &[usize], columns: &[Heading<'_>], layout: &Layout) -> Vec<Option<usize>> {
    let header = |at: usize| {
        let header = columns[at].header.width();
        if layout.header { header } else { 0 }
    };
    let whole: Vec<usize> = (0..columns.len())
        .map(|at| cells[at].max(header(at)))
        .collect();
    let Some(limit) = layout.width else {
        let place = |at| (!vanishes(cells, columns, layout, at)).then_some(whole[at]);
        return (0..columns.len()).map(place).collect();
    };
    let is_shown = |at: &usize| !vanishes(cells, columns, layout, *at);
    let mut order: Vec<usize> = (0..columns.len()).filter(is_shown).collect();
    let all = order.len();
    let is_kept = |at: usize| columns[at].keep == ALWAYS || layout.keeps(at);
    order.sort_by_key(|&at| (is_kept(at), cells[at] > 0, columns[at].keep, Reverse(at)));
    let kept: Vec<usize> = order.iter().copied().filter(|at| is_kept(*at)).collect();
    // What was asked for is cut only where it would not fit without the others.
    let is_kept_whole = length(&kept, &whole, kept.len() < all) <= limit;
    let least: Vec<usize> = (0..columns.len())
        .map(|at| match columns[at].narrow {
            _ if is_kept_whole && is_kept(at) => whole[at],
            Narrow::Never => whole[at],
            Narrow::To(least) | Narrow::Wrapped(least) => {
                whole[at].min(usize::from(least).max(header(at)))
            }
        })
        .collect();
    let shown = choose(&order, is_kept, &whole, &least, limit);
    let is_less = shown.len() < all;
    let mut widths = whole.clone();
    let mut used = length(&shown, &widths, is_less);
    for is_easy in [true, false] {
        for &at in &shown {
            let excess = used.saturating_sub(limit);
            let is_time = columns[at].kind == Kind::Time;
            let floor = match least[at] {
                _ if is_easy && is_time => widths[at],
                least if is_easy => least.max(EASY),
                least => least,
            };
            let most = widths[at].saturating_sub(floor);
            // Of a time nothing between the date and all of it is of use.
            let is_all = is_time && excess > 0;
            let less = if is_all { most } else { most.min(excess) };
            widths[at] -= less;
            used -= less;
        }
    }
    // What a time gave too much goes to the most important that were cut.
    for &at in shown.iter().rev() {
        if columns[at].kind != Kind::Time {
            let more = limit.saturating_sub(used).min(whole[at] - widths[at]);
            widths[at] += more;
            used += more;
        }
    }
    let mut fitted = vec![None; columns.len()];
    for at in shown {
        fitted[at] = Some(widths[at]);
    }
    fitted
}

/// Whether a column is left out because all its cells are empty. Such a column is not missed.
pub(super) fn vanishes(
    cells: &[usize],
    columns: &[Heading<'_>],
    layout: &Layout,
    at: usize,
) -> bool {
    let has_cells = cells.iter().any(|width| *width > 0);
    columns[at].may_vanish && cells[at] == 0 && has_cells && !layout.keeps(at)
}

/// The columns that have a place, the least important first, as in `order`.
fn choose(
    order: &[usize],
    is_kept: impl Fn(usize) -> bool,
    whole: &[usize],
    least: &[usize],
    limit: usize,
) -> Vec<usize> {
    let mut first = 0;
    let mut used = length(order, least, false);
    while first + 1 < order.len() && !is_kept(order[first]) && used > limit {
        used -= least[order[first]] + usize::from(GAP);
        if first == 0 {
            // From the first that is left out on, a mark stands for them.
            used += MORE.width() + usize::from(GAP);
        }
        first += 1;
    }
    // Others come back where they take nothing from those.
    let mut used = length(&order[first..], whole, true);
    let mut is_shown = vec![true; order.len()];
    for place in (0..first).rev() {
        let more = least[order[place]] + usize::from(GAP);
        is_shown[place] = used + more <= limit;
        if is_shown[place] {
            used += more;
        }
    }
    let shown = order.iter().zip(is_shown);
    shown.filter_map(|(at, is)| is.then_some(*at)).collect()
}

/// How long a line of these columns is, with the mark of those that are left out.
fn length(shown: &[usize], widths: &[usize], is_less: bool) -> usize {
    let mark = if is_less { Some(MORE.width()) } else { None };
    let widths = shown.iter().map(|&at| widths[at]).chain(mark);
    let gaps = (shown.len() + usize::from(is_less)).saturating_sub(1);
    widths.sum::<usize>() + gaps * usize::from(GAP)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Image;
    use crate::output::{Row, select};

    /// The widths of columns whose cells are so wide; 0 for those that are left out.
    fn fitted(columns: &[(&str, usize)], width: usize) -> Vec<usize> {
        let (names, cells): (Vec<&str>, Vec<usize>) = columns.iter().copied().unzip();
        let columns = select::<Image>(&names, &[]).unwrap();
        let layout = Layout {
            width: Some(width),
            ..Layout::default()
        };
        let widths = fit(&cells, &headings(&columns), &layout).into_iter();
        widths.map(Option::unwrap_or_default).collect()
    }

    /// As a list of public images has them.
    const LIST: [(&str, usize); 5] = [
        ("id", 41),
        ("name", 41),
        ("family", 20),
        ("architecture", 6),
        ("created", 20),
    ];

    #[test]
    fn what_fits_is_whole() {
        assert_eq!(fitted(&LIST, 136), [41, 41, 20, 6, 20]);
        assert_eq!(fitted(&[("id", 0), ("created", 0)], 80), [2, 7]);
    }

    #[test]
    fn the_least_important_is_cut_first() {
        for (width, expected) in [
            (135, [41, 41, 19, 6, 20]),
            // All are cut a little before one is cut a lot.
            (132, [41, 41, 16, 6, 20]),
            (120, [41, 29, 16, 6, 20]),
            (107, [41, 16, 16, 6, 20]),
            // Of the time only the date is left, and the name has the rest.
            (100, [41, 18, 16, 6, 11]),
            (98, [41, 16, 16, 6, 11]),
            // A name is cut to what tells it from others, and no further.
            (82, [41, 16, 10, 6, 0]),
        ] {
            assert_eq!(fitted(&LIST, width), expected, "{width}");
        }
    }

    #[test]
    fn what_has_no_place_is_left_out() {
        for (width, expected) in [
            (81, [41, 16, 9, 6, 0]),
            (77, [41, 13, 8, 6, 0]),
            (76, [41, 12, 8, 6, 0]),
            (66, [41, 12, 0, 6, 0]),
            (54, [41, 0, 0, 6, 0]),
            (53, [41, 0, 0, 6, 0]),
            (51, [41, 0, 0, 0, 0]),
            (1, [41, 0, 0, 0, 0]),
        ] {
            assert_eq!(fitted(&LIST, width), expected, "{width}");
        }
        // Regions and ids stay together as long as they can.
        let long = [("region", 14), ("id", 51), ("name", 30)];
        assert_eq!(fitted(&long, 70), [14, 51, 0]);
        assert_eq!(fitted(&long, 69), [0, 51, 13]);
        // Empty columns go before all others, whatever they are.
        let empty = [("id", 20), ("created", 0), ("architecture", 6)];
        assert_eq!(fitted(&empty, 33), [20, 0, 6]);
        // One stays even if none is to stay always.
        assert_eq!(fitted(&[("name", 9), ("family", 9)], 3), [9, 0]);
    }

    #[test]
    fn others_come_back_where_they_take_nothing() {
        let columns = [
            ("id", 20),
            ("description", 90),
            ("name", 9),
            ("disks", 9),
            ("owner_id", 30),
        ];
        assert_eq!(fitted(&columns, 46), [20, 0, 9, 9, 0]);
        assert_eq!(fitted(&columns, 47), [20, 11, 9, 0, 0]);
    }

    #[test]
    fn very_many_columns_cost_little_each() {
        let columns = select::<Image>(&["id", "name", "created"], &[]).unwrap();
        let many: Vec<_> = columns.iter().copied().cycle().take(90_000).collect();
        for width in [80, 500_000, 5_000_000] {
            let layout = Layout {
                width: Some(width),
                ..Layout::default()
            };
            let cells = vec![20; many.len()];
            let widths = fit(&cells, &headings(&many), &layout);
            let shown: Vec<usize> = widths.iter().flatten().copied().collect();
            // Ids stay even where there is no place for them.
            assert!(shown.len() >= 30_000, "{width}");
            let is_whole = shown.iter().all(|width| *width == 20) && shown.len() == many.len();
            assert_eq!(is_whole, width == 5_000_000);
        }
    }

    /// How many columns images have.
    const COLUMNS: usize = 35;

    #[test]
    fn columns_that_are_asked_for_have_a_place() {
        let columns = select::<Image>(&["id", "disks", "name"], &[]).unwrap();
        let fitted = |kept| {
            let layout = Layout {
                width: Some(20),
                kept,
                ..Layout::default()
            };
            fit(&[20, 30, 30], &headings(&columns), &layout)
        };
        assert_eq!(fitted(0b000), [Some(20), None, None]);
        // They are cut, and the line is longer than the terminal.
        assert_eq!(fitted(0b111), [Some(20), Some(8), Some(10)]);
    }

    proptest! {
        /// No line is longer than the terminal, unless nothing but what must be there
        /// is left of it, and no column is wider than its cells.
        #[test]
        fn lines_fit(cells in proptest::collection::vec(0_usize..60, COLUMNS), width in 1_usize..300, header: bool) {
            let columns: Vec<_> = Image::columns().iter().collect();
            let layout = Layout { header, width: Some(width), ..Layout::default() };
            let widths = fit(&cells, &headings(&columns), &layout);
            let shown: Vec<usize> = (0..COLUMNS).filter(|&at| widths[at].is_some()).collect();
            let all: Vec<usize> = widths.iter().map(|width| width.unwrap_or_default()).collect();
            let id = columns.iter().position(|column| column.name == "id").unwrap();
            let length = length(&shown, &all, shown.len() < COLUMNS);
            prop_assert!(length <= width || shown == [id], "{widths:?}");
            prop_assert!(shown.contains(&id));
            for at in shown {
                let header = if header { Heading::from(columns[at]).header.len() } else { 0 };
                prop_assert!(all[at] <= cells[at].max(header) && all[at] >= header);
            }
        }
    }
}
