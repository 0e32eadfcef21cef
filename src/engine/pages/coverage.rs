//! The proof that the pages of a list that changes while it is read have every row that
//! existed the whole time.
//!
//! A page is one answer, so that it has all rows between its first and its last row. Rows
//! keep their order whatever is added or removed among them. So when two pages share a row,
//! no row that existed the whole time is missing between them. A chain of such pages, from
//! one that begins where the list begins to one that ends where it ends, has all of these
//! rows. Pages that merely adjoin share no row: an overlap page, which has their border well
//! inside, links them, if the list has not moved by more than a sixth of the page size
//! meanwhile.

use std::collections::HashSet;

/// Identifies a page that was read. Ids are never used twice for one list.
pub(super) type PageId = u32;

/// The pages of one reading of a list, and which of them are linked.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// The id of the first page; those of earlier readings are lower.
    first: PageId,
    /// A disjoint-set forest: the parent of each page, which is the page itself for a root.
    /// Pages of one tree are linked.
    parent: Vec<PageId>,
    /// The pages that have fewer or more rows than they should have: they link nothing.
    uneven: HashSet<PageId>,
    /// The pages that begin where the list begins.
    heads: Vec<PageId>,
    /// The pages that end where the list ends.
    tails: Vec<PageId>,
    /// The pages that adjoin, in their order.
    row: Vec<PageId>,
    /// The number of borders between those that [`Coverage::gaps`] has looked at.
    checked: usize,
}

impl Coverage {
    /// Begins a reading whose first page gets this id.
    pub(super) fn starting_at(first: PageId) -> Self {
        Self {
            first,
            ..Self::default()
        }
    }

    /// The id of the first page of this reading.
    pub(super) fn first(&self) -> PageId {
        self.first
    }

    /// The id after that of the last page.
    pub(super) fn end(&self) -> PageId {
        self.first + u32::try_from(self.parent.len()).unwrap_or(u32::MAX)
    }

    /// Adds a page.
    pub(super) fn add(&mut self) -> PageId {
        let page = self.end();
        self.parent.push(page);
        page
    }

    /// Marks a page that has fewer or more rows than it should have.
    pub(super) fn mark_uneven(&mut self, page: PageId) {
        self.uneven.insert(page);
    }

    /// Marks a page that begins where the list begins.
    pub(super) fn mark_head(&mut self, page: PageId) {
        self.heads.push(page);
    }

    /// Marks a page that ends where the list ends.
    pub(super) fn mark_tail(&mut self, page: PageId) {
        self.tails.push(page);
    }

    /// Marks a page that adjoins the last one that was marked so.
    pub(super) fn adjoins(&mut self, page: PageId) {
        self.row.push(page);
    }

    /// Links two pages that share a row, and returns the page to remember the row with.
    pub(super) fn link(&mut self, one: PageId, other: PageId) -> PageId {
        if self.uneven.contains(&one) {
            return other;
        }
        if !self.uneven.contains(&other) {
            let (one, other) = (self.root(one), self.root(other));
            let at = self.index(one.max(other));
            self.parent[at] = one.min(other);
        }
        one
    }

    /// Whether it is proved that no row is missing that existed the whole time.
    pub(super) fn is_whole(&self) -> bool {
        let is_even = |page: &&PageId| !self.uneven.contains(page);
        let roots = |pages: &[PageId]| -> Vec<PageId> {
            let even = pages.iter().filter(is_even);
            even.map(|page| self.root(*page)).collect()
        };
        let tails = roots(&self.tails);
        roots(&self.heads).iter().any(|head| tails.contains(head))
    }

    /// The borders between adjoining pages that are not linked, counted from 1. Each is
    /// returned once.
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

    fn root(&self, mut page: PageId) -> PageId {
        loop {
            let parent = self.parent[self.index(page)];
            if parent == page {
                return page;
            }
            page = parent;
        }
    }

    fn index(&self, page: PageId) -> usize {
        (page - self.first) as usize
    }
}

/// The smallest size of an overlap page.
const SMALLEST: u32 = 16;

/// Number and size of a page that has a border well inside: pages of that size, counted from
/// the beginning of the list, have their own borders far from it.
///
/// The border is after `rows` rows; `size` is the largest page to ask for.
pub(super) fn overlap_page(rows: u64, size: u32) -> (u32, u32) {
    // On a page of few rows nothing is well inside.
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
        let mut coverage = Coverage::default();
        let pages = [coverage.add(), coverage.add(), coverage.add()];
        for page in pages {
            coverage.adjoins(page);
        }
        coverage.mark_head(pages[0]);
        coverage.mark_tail(pages[2]);
        assert!(!coverage.is_whole());
        assert_eq!(coverage.gaps(), [1, 2]);
        assert!(coverage.gaps().is_empty(), "returned once");
        let overlap = coverage.add();
        coverage.link(pages[0], overlap);
        coverage.link(overlap, pages[1]);
        assert!(!coverage.is_whole());
        // A row that moved from one page to the next links them as well.
        coverage.link(pages[2], pages[1]);
        assert!(coverage.is_whole());
        // Through a page that lacks rows nothing is known.
        let uneven = coverage.add();
        coverage.mark_uneven(uneven);
        coverage.mark_tail(uneven);
        let lonely = coverage.add();
        coverage.link(uneven, lonely);
        coverage.link(uneven, pages[0]);
        assert_ne!(coverage.root(lonely), coverage.root(pages[0]));
        let mut again = Coverage::starting_at(coverage.end());
        assert!(!again.is_whole() && again.first() > lonely);
        let only = again.add();
        assert_eq!(only, again.first());
        again.mark_head(only);
        again.mark_tail(only);
        assert!(again.is_whole());
    }

    #[test]
    fn an_overlap_page_has_its_border_well_inside() {
        for size in [1, 2, 3, 4, 5, 10, 16, 50, 97, 100] {
            for pages in 1..2_000 {
                let border = pages * u64::from(size);
                let (number, of) = overlap_page(border, size);
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
