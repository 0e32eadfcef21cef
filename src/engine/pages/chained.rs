//! Pages that form a chain: each has the token of the next one.
//!
//! Only the token tells whether there is another page: a page may have few rows, or none,
//! and still a token. The pages come one after another. There is no total, so that nothing
//! proves that the list is complete, unless it is one page.

use std::collections::HashSet;

use super::completeness::Completeness;
use super::coverage::PageId;
use super::list::{List, MOST_PAGES, READINGS, Tally, endless, first_page};
use crate::provider::{Page, PageRef, Rest};

/// Asks for the page that the last one has a token of.
///
/// Every request asks for the same number of rows: a token may be bound to the parameters
/// that it was given for. If a row is on two pages, the list is read again.
pub(super) struct Chained {
    /// The number of rows to ask for.
    size: u32,
    /// The page to ask for; `None` after the last one, and while one is asked for.
    next: Option<PageRef>,
    /// The tokens of this reading.
    tokens: HashSet<String>,
    /// Whether a token came twice.
    loops: bool,
    pages: PageId,
    /// The first page of this reading.
    first: PageId,
    readings: u32,
    tally: Tally,
}

impl Chained {
    /// A list whose first page, `at`, has come.
    pub(super) fn new(at: &PageRef) -> Self {
        Self {
            size: at.size,
            next: None,
            tokens: HashSet::new(),
            loops: false,
            pages: 0,
            first: 0,
            readings: 1,
            tally: Tally::default(),
        }
    }

    pub(super) fn ask_ahead<'a, T: 'a>(&mut self, list: &mut List<'a, T>) {
        if let Some(next) = self.next.take() {
            list.ask(next);
        }
    }

    pub(super) fn take_up<'a, T: 'a>(&mut self, list: &mut List<'a, T>, page: Page<T>) -> Vec<T> {
        let id = self.pages;
        self.pages += 1;
        let (rows, tally) = list.only_new(page.rows, id, self.first, |_| id);
        self.tally.add(&tally);
        if let Rest::More(token) = page.rest
            // Some APIs send an empty token on the last page.
            && !token.is_empty()
            && !self.is_endless()
        {
            self.loops = !self.tokens.insert(token.clone());
            self.next = (!self.loops).then(|| PageRef {
                number: self.pages - self.first + 1,
                size: self.size,
                token: Some(token),
            });
        }
        rows
    }

    pub(super) fn goes_on(&mut self) -> bool {
        let is_final = self.loops || self.is_endless() || self.readings == READINGS;
        if is_final || self.tally.repeated == 0 {
            return false;
        }
        self.readings += 1;
        self.first = self.pages;
        self.tokens.clear();
        self.tally = Tally::default();
        self.next = Some(first_page(self.size, None));
        true
    }

    pub(super) fn contradiction(&self) -> Option<String> {
        if self.loops {
            return Some("the service gave one page token twice: the list has no end".to_owned());
        }
        self.is_endless().then(endless)
    }

    pub(super) fn completeness(&self) -> Completeness {
        if self.pages == 1 && self.tally.repeated == 0 {
            return Completeness::Proved;
        }
        self.tally.unproved(self.readings)
    }

    fn is_endless(&self) -> bool {
        self.pages - self.first > MOST_PAGES
    }
}
