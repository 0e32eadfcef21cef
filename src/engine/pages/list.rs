//! The requests and the rows of one list, whichever pager reads it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;

use super::completeness::{Completeness, doubt};
use super::coverage::PageId;
use crate::error::Error;
use crate::http::{HeldBytes, bodies_are_large};
use crate::provider::{Page, PageRef};

/// A page that came, and may have to wait for those before it.
#[derive(Debug)]
pub(in crate::engine) struct Arrived<T> {
    pub(in crate::engine) page: Page<T>,
    /// The size of its body. It is counted while the page waits, as the rows take about as much.
    pub(in crate::engine) size: HeldBytes,
}

/// The most bytes that the pages of a list which were asked for ahead may have together, as far
/// as the pages before them show.
const MOST_BYTES_AHEAD: usize = 16 << 20;

/// A request for a page.
pub(in crate::engine) type Asking<'a, T> =
    Pin<Box<dyn Future<Output = Result<Arrived<T>, Error>> + Send + 'a>>;

/// The most times that a list is read which does not add up.
pub(super) const READINGS: u32 = 3;

/// The most pages of a list for which no total tells an end.
pub(super) const MOST_PAGES: u32 = 20_000;

/// The sentence for the user about a list for which more pages came than that.
pub(super) fn endless() -> String {
    format!("the list goes on after {MOST_PAGES} pages")
}

/// Identifies a row in half the memory of its id. No two of a hundred million rows have the
/// same one, and as the hashes are keyed anew in each run nobody can make two that have.
type Fingerprint = [u64; 2];

/// Sends the requests of a list, keeps their order, and remembers its rows.
pub(super) struct List<'a, T> {
    fetch: Box<dyn Fn(PageRef) -> Asking<'a, T> + Send + 'a>,
    /// Returns what identifies a row.
    key: fn(&T) -> Cow<'_, str>,
    /// The number of pages that may be asked for at once.
    pub(super) width: usize,
    /// The number of rows that are enough, when nothing is filtered out after reading.
    wanted: Option<u64>,
    under_way: FuturesOrdered<Pin<Box<dyn Future<Output = Answer<T>> + Send + 'a>>>,
    /// The bytes of the largest page.
    largest: usize,
    /// The page on which each row was last seen.
    seen: HashMap<Fingerprint, PageId>,
    hashers: [RandomState; 2],
    /// The number of rows that were handed over.
    pub(super) given: u64,
    is_stopped: bool,
}

/// The answer to a request for a page.
pub(super) struct Answer<T> {
    pub(super) at: PageRef,
    /// Whether the page was asked for because it overlaps two others.
    pub(super) is_overlap: bool,
    pub(super) page: Result<Arrived<T>, Error>,
}

/// The rows of one reading of a list, in numbers.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Different rows.
    pub(super) rows: u64,
    /// Rows that are on two pages.
    pub(super) repeated: u64,
    /// Rows that are twice on one page, which is no sign that the list changes.
    pub(super) doubled: u64,
}

impl Tally {
    pub(super) fn add(&mut self, page: &Self) {
        self.rows += page.rows;
        self.repeated += page.repeated;
        self.doubled += page.doubled;
    }

    /// Says that rows are on two pages, if any are.
    pub(super) fn repeats(&self) -> Option<String> {
        match self.repeated {
            0 => None,
            1 => Some("a row came twice".to_owned()),
            repeated => Some(format!("{repeated} rows came twice")),
        }
    }

    /// The evidence for a list without a total, which was read so often: none, and doubts if
    /// rows are on two pages.
    pub(super) fn unproved(&self, readings: u32) -> Completeness {
        let doubts = self.repeats().map(|what| doubt(&what, readings));
        Completeness::Unproved {
            doubts: doubts.into_iter().collect(),
        }
    }
}

/// The number of pages that so many rows take, `full` of them on a page.
pub(super) fn pages_of(rows: u64, full: u32) -> u32 {
    u32::try_from(rows.div_ceil(u64::from(full))).unwrap_or(u32::MAX)
}

impl<'a, T: 'a> List<'a, T> {
    pub(super) fn new(
        fetch: Box<dyn Fn(PageRef) -> Asking<'a, T> + Send + 'a>,
        key: fn(&T) -> Cow<'_, str>,
        width: usize,
        wanted: Option<u64>,
    ) -> Self {
        Self {
            fetch,
            key,
            width,
            wanted,
            under_way: FuturesOrdered::new(),
            largest: 0,
            seen: HashMap::new(),
            hashers: [RandomState::new(), RandomState::new()],
            given: 0,
            is_stopped: false,
        }
    }

    /// Asks for a page.
    pub(super) fn ask(&mut self, at: PageRef) {
        self.send(at, false);
    }

    /// Asks for a page that overlaps two others.
    pub(super) fn ask_overlap(&mut self, at: PageRef) {
        self.send(at, true);
    }

    fn send(&mut self, at: PageRef, is_overlap: bool) {
        let asking = (self.fetch)(at.clone());
        self.under_way.push_back(Box::pin(async move {
            let page = asking.await;
            Answer {
                at,
                is_overlap,
                page,
            }
        }));
    }

    /// The number of pages that were asked for and not taken up yet.
    pub(super) fn asked(&self) -> usize {
        self.under_way.len()
    }

    /// The number of pages that may be asked for at once, at most `most`: fewer where pages are
    /// so large that more would take too much memory.
    pub(super) fn room(&self, most: usize) -> usize {
        if bodies_are_large() {
            return 1;
        }
        let fit = MOST_BYTES_AHEAD / self.largest.max(1);
        most.min(fit).max(1)
    }

    /// Returns the next answer in the order of requests; `None` when nothing is asked for.
    pub(super) async fn next(&mut self) -> Option<Answer<T>> {
        let answer = self.under_way.next().await;
        if let Some(Ok(page)) = answer.as_ref().map(|answer| &answer.page) {
            self.largest = self.largest.max(page.size.get());
        }
        answer
    }

    /// Cancels the requests that were sent, and drops their answers.
    pub(super) fn drop_asked(&mut self) {
        self.under_way = FuturesOrdered::new();
    }

    /// Ends the list before its end.
    pub(super) fn stop(&mut self) {
        self.is_stopped = true;
        self.drop_asked();
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// The number of pages that are wanted, `full` rows on each, if rows came twice as `tally`
    /// says.
    pub(super) fn pages_wanted(&self, tally: &Tally, full: u32) -> u32 {
        self.wanted.map_or(u32::MAX, |wanted| {
            let twice = tally.repeated + tally.doubled;
            pages_of(wanted.saturating_add(twice), full)
        })
    }

    /// The number of pages of `size` rows to ask for at once while the list changes.
    pub(super) fn cautious_width(&self, size: u32) -> usize {
        self.width.min(size as usize / 8).max(1)
    }

    /// Keeps the rows of `page` that no page had before, in any reading, and ends the list
    /// when there are enough. The numbers are those of this reading, whose first page is
    /// `first`.
    ///
    /// `link` gets the earlier page of this reading that has a row too, and returns the page
    /// that the row is remembered with.
    pub(super) fn only_new(
        &mut self,
        mut rows: Vec<T>,
        page: PageId,
        first: PageId,
        mut link: impl FnMut(PageId) -> PageId,
    ) -> (Vec<T>, Tally) {
        let mut tally = Tally::default();
        let (key, seen, hashers) = (self.key, &mut self.seen, &self.hashers);
        rows.retain(|row| {
            let key = key(row);
            // A row without an id cannot be told from another: keep it.
            if key.is_empty() {
                tally.rows += 1;
                return true;
            }
            let fingerprint = hashers.each_ref().map(|hasher| hasher.hash_one(&*key));
            let Some(before) = seen.get_mut(&fingerprint) else {
                seen.insert(fingerprint, page);
                tally.rows += 1;
                return true;
            };
            if *before == page {
                tally.doubled += 1;
            } else if *before >= first {
                tally.repeated += 1;
                *before = link(*before);
            } else {
                *before = page;
                tally.rows += 1;
            }
            false
        });
        self.given += rows.len() as u64;
        if self.wanted.is_some_and(|wanted| self.given >= wanted) {
            self.stop();
        }
        (rows, tally)
    }
}

/// The first page of a list: of `size` rows, but of no more than are wanted.
pub(in crate::engine) fn first_page(size: u32, wanted: Option<u64>) -> PageRef {
    let size = match wanted.and_then(|wanted| u32::try_from(wanted).ok()) {
        Some(wanted) => size.min(wanted).max(1),
        None => size,
    };
    PageRef {
        number: 1,
        size,
        token: None,
    }
}
