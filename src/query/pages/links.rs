//! Whether pages that were read one after another make up the whole of a list that
//! changed meanwhile.
//!
//! A page is one answer, so that it holds all rows that stood between its first and
//! its last row. Rows keep their order whatever is added or removed among them. So
//! when two pages share a row, no row that was there all the time lies between them
//! unseen, and a chain of such pages, from one that begins where the list begins to
//! one that ends where it ends, holds all of these. Pages that merely adjoin share
//! none: a page that straddles their border links them, if the list has not moved
//! by more than a sixth of its size meanwhile.

use std::collections::HashSet;

/// A page that was read.
pub(super) type Window = u32;

/// The pages of one reading of a list, and which of them are linked.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The number of the first page; those of earlier readings are lower.
    first: Window,
    /// What each page hangs on: itself, or a page that it is linked with.
    hangs_on: Vec<Window>,
    /// The pages that lack rows, or have too many: they link nothing.
    uneven: HashSet<Window>,
    /// The pages that begin where the list begins.
    heads: Vec<Window>,
    /// The pages that end where the list ends.
    tails: Vec<Window>,
    /// The pages that adjoin, in their order.
    row: Vec<Window>,
    /// How many borders between those were looked at.
    checked: usize,
}

impl Links {
    /// Begins another reading.
    pub(super) fn again(&self) -> Self {
        Self {
            first: self.end(),
            ..Self::default()
        }
    }

    /// Takes up a page.
    pub(super) fn add(&mut self) -> Window {
        let window = self.end();
        self.hangs_on.push(window);
        window
    }

    /// Whether a page is of this reading.
    pub(super) fn knows(&self, window: Window) -> bool {
        window >= self.first
    }

    /// Says that a page does not have the rows that it should have.
    pub(super) fn is_uneven(&mut self, window: Window) {
        self.uneven.insert(window);
    }

    /// Says that a page begins where the list begins.
    pub(super) fn is_head(&mut self, window: Window) {
        self.heads.push(window);
    }

    /// Says that a page ends where the list ends.
    pub(super) fn is_tail(&mut self, window: Window) {
        self.tails.push(window);
    }

    /// Says that a page adjoins the last one of which this was said.
    pub(super) fn adjoins(&mut self, window: Window) {
        self.row.push(window);
    }

    /// Says that two pages share a row, and tells by which of them to know it from
    /// now on.
    pub(super) fn link(&mut self, one: Window, other: Window) -> Window {
        if self.uneven.contains(&one) {
            return other;
        }
        if !self.uneven.contains(&other) {
            let (one, other) = (self.root(one), self.root(other));
            let at = self.index(one.max(other));
            self.hangs_on[at] = one.min(other);
        }
        one
    }

    /// Whether nothing that was there all the time can be missing.
    pub(super) fn is_whole(&self) -> bool {
        let is_even = |window: &&Window| !self.uneven.contains(window);
        let roots = |windows: &[Window]| -> Vec<Window> {
            let even = windows.iter().filter(is_even);
            even.map(|window| self.root(*window)).collect()
        };
        let tails = roots(&self.tails);
        roots(&self.heads).iter().any(|head| tails.contains(head))
    }

    /// The borders between adjoining pages that nothing bridges, counted from 1. Each
    /// is told once.
    pub(super) fn gaps(&mut self) -> Vec<u32> {
        let borders = self.row.len().saturating_sub(1);
        let unlinked = |border: &usize| {
            let (before, after) = (self.row[*border], self.row[*border + 1]);
            self.root(before) != self.root(after)
        };
        let number = |border: usize| u32::try_from(border + 1).unwrap_or(u32::MAX);
        let gaps = (self.checked..borders)
            .filter(unlinked)
            .map(number)
            .collect();
        self.checked = self.checked.max(borders);
        gaps
    }

    fn root(&self, mut window: Window) -> Window {
        loop {
            let next = self.hangs_on[self.index(window)];
            if next == window {
                return window;
            }
            window = next;
        }
    }

    fn index(&self, window: Window) -> usize {
        (window - self.first) as usize
    }

    fn end(&self) -> Window {
        self.first + u32::try_from(self.hangs_on.len()).unwrap_or(u32::MAX)
    }
}

/// The smallest page to straddle a border with.
const SMALLEST: u32 = 16;

/// Number and size of a page with a border well inside: pages of that size, counted
/// from the beginning of the list, have their own borders far from it.
///
/// The border stands after `rows` rows; `size` is the largest page to ask for.
pub(super) fn bridge(rows: u64, size: u32) -> (u32, u32) {
    // On a page of few rows nothing stands well inside.
    let largest = size.max(SMALLEST);
    let margin = |size: &u32| {
        let before = rows % u64::from(*size);
        before.min(u64::from(*size) - before)
    };
    let size = (largest / 2..=largest)
        .max_by_key(margin)
        .unwrap_or(largest);
    let number = rows / u64::from(size) + 1;
    (u32::try_from(number).unwrap_or(u32::MAX), size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_from_head_to_tail_is_whole() {
        let mut links = Links::default();
        let pages = [links.add(), links.add(), links.add()];
        for page in pages {
            links.adjoins(page);
        }
        links.is_head(pages[0]);
        links.is_tail(pages[2]);
        assert!(!links.is_whole());
        assert_eq!(links.gaps(), [1, 2]);
        assert!(links.gaps().is_empty(), "told once");
        let bridge = links.add();
        links.link(pages[0], bridge);
        links.link(bridge, pages[1]);
        assert!(!links.is_whole());
        // A row that moved from one page to the next links them as well.
        links.link(pages[2], pages[1]);
        assert!(links.is_whole());
        // Through a page that lacks rows nothing is known.
        let uneven = links.add();
        links.is_uneven(uneven);
        links.is_tail(uneven);
        let lonely = links.add();
        links.link(uneven, lonely);
        links.link(uneven, pages[0]);
        assert_ne!(links.root(lonely), links.root(pages[0]));
        let mut again = links.again();
        assert!(!again.is_whole() && !again.knows(bridge));
        let only = again.add();
        assert!(again.knows(only));
        again.is_head(only);
        again.is_tail(only);
        assert!(again.is_whole());
    }

    #[test]
    fn a_bridge_has_its_border_well_inside() {
        for size in [1, 2, 3, 4, 5, 10, 16, 50, 97, 100] {
            for pages in 1..2_000 {
                let border = pages * u64::from(size);
                let (number, of) = bridge(border, size);
                assert!(of <= size.max(SMALLEST), "{of} rows for a page of {size}");
                let begin = u64::from(number - 1) * u64::from(of);
                let end = begin + u64::from(of);
                let margin = u64::from(size / 6).max(2).min(border);
                assert!(
                    begin + margin <= border && border + margin <= end,
                    "{begin}..{end} for a border at {border}, {size} rows a page"
                );
            }
        }
    }
}
