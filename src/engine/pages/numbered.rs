//! Numbered pages of a list whose total is known, with the proof that no row is missing.

use std::collections::VecDeque;

use super::completeness::{Completeness, doubt};
use super::coverage::{Coverage, PageId, overlap_page};
use super::list::{List, MOST_PAGES, READINGS, Tally, endless, first_page, pages_of};
use crate::provider::{Page, PageRef, Rest};
use crate::words::count;

/// The number of requests for each page that may be asked for at once: some are answered and
/// wait for those before them, and the next one is to be sent meanwhile.
const QUEUED: usize = 2;

/// Asks for as many pages at once as the total says there are.
///
/// The page size is the one that the service *reported*; it may be smaller than what was
/// asked for. When the total moves, a row comes twice, a page is short or the rows do not
/// add up, pages that overlap the borders between pages are read, and then the whole list
/// again, until [`Coverage`] proves that no row that existed all the time is missing, or
/// three times. A total that is lower than the rows of its page ends nothing: then more
/// pages are read until one is short.
///
/// It does not notice if one row is removed and another added between two pages, as all counts
/// agree then.
pub(super) struct Numbered {
    /// The number of rows to ask for in the first place.
    size: u32,
    next: PageRef,
    ahead: Ahead,
    /// The number of rows of a full page: what was asked for until the first page shows it.
    full: u32,
    /// Pages to ask for that overlap the borders between others.
    overlaps: VecDeque<PageRef>,
    /// How often the list is being read.
    readings: u32,
    coverage: Coverage,
    counts: Counts,
}

/// The last page that may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ahead {
    /// This one, as far as is known.
    Last(u32),
    /// Any, until one is short.
    Open,
}

/// One reading of a list, in numbers.
#[derive(Debug, Default)]
struct Counts {
    /// Pages, those that overlap others not counted.
    pages: u32,
    tally: Tally,
    /// The total that the last page told.
    total: Option<u64>,
    /// The lowest total.
    fewest: u64,
    /// Whether two pages told different totals.
    moved: bool,
    /// Whether a page had fewer or more rows than it should have.
    uneven: bool,
    /// Whether a page had more rows than its own total leaves for it.
    is_too_low: bool,
}

impl Counts {
    fn total(&mut self, total: u64) {
        self.moved |= self.total.is_some_and(|before| before != total);
        self.fewest = self.total.map_or(total, |_| self.fewest.min(total));
        self.total = Some(total);
    }

    /// The number of rows that the pages have.
    fn listed(&self) -> u64 {
        self.tally.rows + self.tally.doubled
    }

    /// Whether nothing has shown yet that the list changes.
    fn add_up_so_far(&self) -> bool {
        !self.moved && !self.uneven && self.tally.repeated == 0
    }

    /// Whether it looks, at the end, as if the list had not changed.
    fn add_up(&self) -> bool {
        self.add_up_so_far() && self.total.is_none_or(|total| total == self.listed())
    }
}

impl Numbered {
    /// A list whose first page, `at`, has come.
    pub(super) fn from_second_page(at: &PageRef) -> Self {
        let mut pager = Self::from_first_page(at.size, 0);
        pager.next.number = 2;
        pager
    }

    /// A list to be read from its first page; `id` is the first page id that is not used yet.
    pub(super) fn from_first_page(size: u32, id: PageId) -> Self {
        Self {
            size,
            next: first_page(size, None),
            ahead: Ahead::Last(1),
            full: size,
            overlaps: VecDeque::new(),
            readings: 1,
            coverage: Coverage::starting_at(id),
            counts: Counts::default(),
        }
    }

    /// Whether nothing has shown yet that the list changes.
    fn is_steady(&self) -> bool {
        self.readings == 1 && self.counts.add_up_so_far()
    }

    pub(super) fn ask_ahead<'a, T: 'a>(&mut self, list: &mut List<'a, T>) {
        let enough = list.pages_wanted(&self.counts.tally, self.full);
        let last = match self.ahead {
            Ahead::Last(last) => last.min(enough),
            Ahead::Open => enough,
        };
        let most = match self.ahead {
            // The fewer pages there are between a page and the one that overlaps its border,
            // the less the list changes between them.
            _ if !self.is_steady() => list.cautious_width(self.size),
            Ahead::Last(_) => list.width * QUEUED,
            // Some of these may be behind the end.
            Ahead::Open => list.width,
        };
        while list.asked() < list.room(most) {
            if let Some(overlap) = self.overlaps.pop_front() {
                list.ask_overlap(overlap);
            } else if self.next.number <= last {
                list.ask(self.next.clone());
                self.next.number += 1;
            } else {
                break;
            }
        }
    }

    pub(super) fn take_up<'a, T: 'a>(
        &mut self,
        list: &mut List<'a, T>,
        at: &PageRef,
        is_overlap: bool,
        page: Page<T>,
    ) -> Vec<T> {
        let count = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        let size = self.learn_size(at, is_overlap, count, &page.rest);
        let id = self.coverage.add();
        // The number of rows that the total leaves for this page and those after it.
        let mut room = u64::MAX;
        if let Rest::Total { rows: total, .. } = page.rest {
            self.counts.total(total);
            let before = u64::from(at.number - 1) * u64::from(size);
            room = total.saturating_sub(before);
            if u64::from(count) != room.min(size.into()) {
                self.counts.uneven = true;
                self.coverage.mark_uneven(id);
            }
            if at.number == 1 {
                self.coverage.mark_head(id);
            }
            if room <= u64::from(size) {
                self.coverage.mark_tail(id);
            }
        }
        let (first, coverage) = (self.coverage.first(), &mut self.coverage);
        let (rows, mut tally) =
            list.only_new(page.rows, id, first, |before| coverage.link(before, id));
        let fresh = tally.rows;
        if is_overlap {
            (tally.repeated, tally.doubled) = (0, 0);
        } else {
            self.counts.is_too_low |= u64::from(count) > room.saturating_add(tally.doubled);
        }
        self.counts.tally.add(&tally);
        // Asked for before the end was known.
        let is_behind_end = count == 0 && self.counts.pages > 0 && self.has_ended();
        if !is_overlap && !is_behind_end {
            self.counts.pages += 1;
            self.coverage.adjoins(id);
            self.look_ahead(list, &page.rest, count, fresh);
        }
        if !self.counts.add_up_so_far() {
            self.overlap_borders();
        }
        rows
    }

    pub(super) fn goes_on(&mut self) -> bool {
        if self.is_endless() || self.is_whole() {
            return false;
        }
        self.overlap_borders();
        if !self.overlaps.is_empty() {
            return true;
        }
        if self.readings == READINGS {
            return false;
        }
        self.readings += 1;
        self.coverage = Coverage::starting_at(self.coverage.end());
        self.counts = Counts::default();
        self.next = first_page(self.size, None);
        self.ahead = Ahead::Last(1);
        self.full = self.size;
        true
    }

    pub(super) fn contradiction<'a, T: 'a>(&self, list: &List<'a, T>) -> Option<String> {
        if self.is_endless() {
            return Some(endless());
        }
        let is_missing = |total: &u64| *total > 0 && list.given == 0 && !list.is_stopped();
        let total = self.counts.total.filter(is_missing)?;
        let total = count(total, "row");
        Some(format!("the service counted {total} but listed none"))
    }

    pub(super) fn completeness(&self) -> Completeness {
        if self.is_covered() {
            return Completeness::Proved;
        }
        if self.counts.add_up() && self.counts.total.is_some() {
            return Completeness::Counted;
        }
        let doubts = if self.counts.add_up() {
            Vec::new()
        } else {
            vec![doubt(&self.what_does_not_add_up(), self.readings)]
        };
        Completeness::Unproved { doubts }
    }

    fn what_does_not_add_up(&self) -> String {
        let Counts { tally, total, .. } = &self.counts;
        match (*total, tally.repeats()) {
            (Some(total), _) if total != tally.rows => {
                let rows = tally.rows;
                let total = count(total, "row");
                format!("the service counted {total} but listed {rows} different ones")
            }
            (_, Some(repeats)) => repeats,
            _ if self.counts.uneven => {
                "a page had fewer or more different rows than it should have".to_owned()
            }
            _ => "the service counted other rows on each page".to_owned(),
        }
    }

    fn is_whole(&self) -> bool {
        self.counts.add_up() || self.is_covered()
    }

    /// Whether it is proved that no row is missing that existed the whole time.
    fn is_covered(&self) -> bool {
        // However the pages are linked: if fewer rows came than were ever counted, some are missing.
        self.has_bounds() && self.counts.listed() >= self.counts.fewest && self.coverage.is_whole()
    }

    fn is_endless(&self) -> bool {
        self.counts.pages > MOST_PAGES && !self.has_bounds()
    }

    /// Whether totals tell where the list ends.
    fn has_bounds(&self) -> bool {
        self.counts.total.is_some() && !self.counts.is_too_low
    }

    /// Prepares to ask for pages that overlap the borders at which rows may be missing.
    fn overlap_borders(&mut self) {
        if self.counts.total.is_none() {
            return;
        }
        let size = u64::from(self.next.size);
        for border in self.coverage.gaps() {
            let (number, size) = overlap_page(u64::from(border) * size, self.next.size);
            self.overlaps.push_back(PageRef {
                number,
                size,
                token: None,
            });
        }
    }

    /// Returns how many rows were really asked for. The service may put fewer on a page, and
    /// report it or not: the first page shows it, as it is full or the only one. From then on
    /// that many are asked for, so that pages which begin at an offset join each other.
    fn learn_size(&mut self, at: &PageRef, is_overlap: bool, count: u32, rest: &Rest) -> u32 {
        let is_first = self.counts.pages == 0 && !is_overlap;
        if is_first && count > 0 {
            self.full = count;
            self.next.size = self.next.size.min(count);
        }
        if let Rest::Total { page_size, .. } = rest
            && *page_size > 0
            && count > 0
            && !is_overlap
        {
            self.full = self.full.min(*page_size);
        }
        if is_first { count.max(1) } else { at.size }
    }

    /// Finds out how far to ask, after a page of `count` rows, `fresh` of them new.
    fn look_ahead<'a, T: 'a>(
        &mut self,
        list: &mut List<'a, T>,
        rest: &Rest,
        count: u32,
        fresh: u64,
    ) {
        // A page of only known rows is the list repeating itself, unless a total bounds it:
        // then rows that were added in front have shifted the pages.
        let is_repeating = fresh == 0 && !self.has_bounds();
        let is_short = count < self.full && !self.has_bounds();
        if count == 0 || is_repeating || is_short || *rest == Rest::Complete || self.is_endless() {
            self.ahead = Ahead::Last(0);
            // If the list changes, the pages that overlap borders are still wanted.
            if self.counts.add_up_so_far() {
                list.drop_asked();
                self.overlaps.clear();
            }
            return;
        }
        self.ahead = match self.counts.total {
            Some(total) if self.has_bounds() => Ahead::Last(pages_of(total, self.full)),
            Some(_) => Ahead::Open,
            // Perhaps the next page has a total.
            None => Ahead::Last(self.next.number.max(2)),
        };
    }

    fn has_ended(&self) -> bool {
        self.ahead == Ahead::Last(0)
    }
}
