//! Numbered pages about which nothing is told: neither how many there are, nor whether
//! there is another one.

use super::completeness::Completeness;
use super::coverage::PageId;
use super::list::{List, MOST_PAGES, READINGS, Tally, endless, first_page};
use super::numbered::Numbered;
use crate::provider::{Page, PageRef, Rest};

/// Asks for page after page, several at once, until one is short, empty, or has only rows
/// that came before. If a row is on two pages, the list is read again.
pub(super) struct Probing {
    /// The number of rows to ask for in the first place.
    size: u32,
    next: PageRef,
    /// The number of rows of a full page, as the first page shows it.
    full: u32,
    progress: Progress,
    /// The number of pages of this reading.
    pages: u32,
    /// The id of the next page, and that of the first page of this reading.
    id: PageId,
    first: PageId,
    readings: u32,
    tally: Tally,
}

/// How far to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// For the first page, which shows how many rows a full page has.
    First,
    /// For more pages.
    Open,
    /// For no more.
    Ended,
}

impl Probing {
    /// A list whose first page, `at`, has come.
    pub(super) fn from_second_page(at: &PageRef) -> Self {
        Self {
            size: at.size,
            next: PageRef {
                number: 2,
                ..at.clone()
            },
            full: at.size,
            progress: Progress::First,
            pages: 0,
            id: 0,
            first: 0,
            readings: 1,
            tally: Tally::default(),
        }
    }

    /// The same list read again, now that a page has a total.
    pub(super) fn numbered(&self) -> Numbered {
        Numbered::from_first_page(self.size, self.id)
    }

    fn is_steady(&self) -> bool {
        self.readings == 1 && self.tally.repeated == 0
    }

    pub(super) fn ask_ahead<'a, T: 'a>(&mut self, list: &mut List<'a, T>) {
        let last = match self.progress {
            Progress::First => 1,
            Progress::Open => list.pages_wanted(&self.tally, self.full),
            Progress::Ended => return,
        };
        let most = if self.is_steady() {
            list.width
        } else {
            list.cautious_width(self.size)
        };
        while list.asked() < list.room(most) && self.next.number <= last {
            list.ask(self.next.clone());
            self.next.number += 1;
        }
    }

    pub(super) fn take_up<'a, T: 'a>(&mut self, list: &mut List<'a, T>, page: Page<T>) -> Vec<T> {
        let count = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        if self.pages == 0 && count > 0 {
            self.full = count;
            self.next.size = self.next.size.min(count);
        }
        let id = self.id;
        self.id += 1;
        let (rows, tally) = list.only_new(page.rows, id, self.first, |_| id);
        self.tally.add(&tally);
        if count == 0 && self.pages > 0 && self.progress == Progress::Ended {
            // It was asked for before the end was known.
            return rows;
        }
        self.pages += 1;
        let is_last = matches!(page.rest, Rest::Complete);
        // A page without new rows is the list repeating itself.
        if is_last || count < self.full || count == 0 || tally.rows == 0 || self.is_endless() {
            self.progress = Progress::Ended;
            if self.tally.repeated == 0 {
                list.drop_asked();
            }
        } else {
            self.progress = Progress::Open;
        }
        rows
    }

    pub(super) fn goes_on(&mut self) -> bool {
        let is_final = self.is_endless() || self.readings == READINGS || self.pages <= 1;
        if is_final || self.tally.repeated == 0 {
            return false;
        }
        self.readings += 1;
        self.first = self.id;
        self.pages = 0;
        self.tally = Tally::default();
        self.next = first_page(self.size, None);
        self.full = self.size;
        self.progress = Progress::First;
        true
    }

    pub(super) fn contradiction(&self) -> Option<String> {
        self.is_endless().then(endless)
    }

    pub(super) fn completeness(&self) -> Completeness {
        self.tally.unproved(self.readings)
    }

    fn is_endless(&self) -> bool {
        self.pages > MOST_PAGES
    }
}
