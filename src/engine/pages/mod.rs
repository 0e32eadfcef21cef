//! Reads one list page by page: chooses the pager that fits how the service pages.

mod chained;
mod completeness;
mod coverage;
mod list;
mod numbered;
mod probing;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::error::Error;
use crate::provider::{Page, PageRef, Rest};

use self::chained::Chained;
use self::list::List;
use self::numbered::Numbered;
use self::probing::Probing;

pub use self::completeness::Completeness;
pub(super) use self::list::{Arrived, Asking, first_page};

/// A list that is read page by page.
///
/// The first page shows how the service pages, and decides which pager asks for the
/// others: [`Numbered`] if it has a total, [`Chained`] if it has a token, [`Probing`] if it
/// has neither.
pub(super) struct Pages<'a, T> {
    list: List<'a, T>,
    first: PageRef,
    pager: Pager,
}

/// What asks for the pages of a list.
enum Pager {
    /// No page has been read yet.
    Undecided {
        /// Whether the first page has been asked for.
        is_asked: bool,
    },
    Numbered(Numbered),
    Chained(Chained),
    Probing(Probing),
}

impl<'a, T: 'a> Pages<'a, T> {
    /// Prepares to read a list.
    ///
    /// `size` is the number of rows to ask for on a page, `width` the number of pages that
    /// may be asked for at once, `wanted` the number of rows that are enough.
    pub(super) fn new(
        fetch: impl Fn(PageRef) -> Asking<'a, T> + Send + 'a,
        key: fn(&T) -> Cow<'_, str>,
        size: u32,
        width: usize,
        wanted: Option<u64>,
    ) -> Self {
        Self {
            list: List::new(Box::new(fetch), key, width.max(1), wanted),
            first: first_page(size, wanted),
            pager: Pager::Undecided { is_asked: false },
        }
    }

    /// Returns the next page's rows that are not on an earlier page, possibly none; `None`
    /// after the last page.
    ///
    /// # Errors
    /// The first page that failed ends the list.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<T>>, Error> {
        loop {
            self.ask_ahead();
            let answer = match self.list.next().await {
                Some(answer) => answer,
                None if self.goes_on() => continue,
                None => return Ok(None),
            };
            // Its size counts until its rows are handed over.
            let Arrived { page, size: _size } = answer.page?;
            let rows = self.take_up(&answer.at, answer.is_overlap, page);
            self.ask_ahead();
            return Ok(Some(rows));
        }
    }

    /// Ends the list here, as the reader has enough.
    pub(super) fn stop(&mut self) {
        self.list.stop();
    }

    /// Why the answers are no list at all: rows were counted and none came, or it has no end.
    pub(super) fn contradiction(&self) -> Option<String> {
        match &self.pager {
            Pager::Undecided { .. } => None,
            Pager::Numbered(pager) => pager.contradiction(&self.list),
            Pager::Chained(pager) => pager.contradiction(),
            Pager::Probing(pager) => pager.contradiction(),
        }
    }

    /// The evidence that the list is complete, when all pages have been read.
    pub(super) fn completeness(&self) -> Completeness {
        match &self.pager {
            _ if self.list.is_stopped() => Completeness::Unproved { doubts: Vec::new() },
            Pager::Undecided { .. } => Completeness::Unproved { doubts: Vec::new() },
            Pager::Numbered(pager) => pager.completeness(),
            Pager::Chained(pager) => pager.completeness(),
            Pager::Probing(pager) => pager.completeness(),
        }
    }

    /// Asks for as many pages as may be asked for at once.
    fn ask_ahead(&mut self) {
        if self.list.is_stopped() {
            return;
        }
        match &mut self.pager {
            Pager::Undecided { is_asked: true } => {}
            Pager::Undecided { is_asked } => {
                *is_asked = true;
                self.list.ask(self.first.clone());
            }
            Pager::Numbered(pager) => pager.ask_ahead(&mut self.list),
            Pager::Chained(pager) => pager.ask_ahead(&mut self.list),
            Pager::Probing(pager) => pager.ask_ahead(&mut self.list),
        }
    }

    /// Whether there is more to ask for, now that all pages have come.
    fn goes_on(&mut self) -> bool {
        match &mut self.pager {
            _ if self.list.is_stopped() => false,
            Pager::Undecided { .. } => false,
            Pager::Numbered(pager) => pager.goes_on(),
            Pager::Chained(pager) => pager.goes_on(),
            Pager::Probing(pager) => pager.goes_on(),
        }
    }

    /// Takes up a page, and returns its rows that are not on an earlier page.
    fn take_up(&mut self, at: &PageRef, is_overlap: bool, page: Page<T>) -> Vec<T> {
        match (&self.pager, &page.rest) {
            (Pager::Undecided { .. }, Rest::Total { .. }) => {
                self.pager = Pager::Numbered(Numbered::from_second_page(at));
            }
            (Pager::Undecided { .. }, Rest::Unknown) => {
                self.pager = Pager::Probing(Probing::from_second_page(at));
            }
            (Pager::Undecided { .. }, Rest::More(_) | Rest::Complete) => {
                self.pager = Pager::Chained(Chained::new(at));
            }
            // With a total the list can be checked: read it again from its first page.
            (Pager::Probing(pager), Rest::Total { .. }) => {
                self.pager = Pager::Numbered(pager.numbered());
                self.list.drop_asked();
                return Vec::new();
            }
            _ => {}
        }
        let list = &mut self.list;
        match &mut self.pager {
            Pager::Undecided { .. } => Vec::new(),
            Pager::Numbered(pager) => pager.take_up(list, at, is_overlap, page),
            Pager::Chained(pager) => pager.take_up(list, page),
            Pager::Probing(pager) => pager.take_up(list, page),
        }
    }
}
