//! One list, page by page: in order, ahead of the reader where that is possible, and
//! again where it changed meanwhile.

mod links;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;

use super::target::Unread;
use crate::error::Error;
use crate::provider::{Page, PageRef, Rest};

use self::links::{Links, Window, bridge};

/// A page being asked for.
pub(super) type Asking<'a, T> =
    Pin<Box<dyn Future<Output = Result<Unread<'a, T>, Error>> + Send + 'a>>;

/// How often a list is read that does not add up.
const READINGS: u32 = 3;

/// Pages to ask for, for each that may be under way: some are answered and wait for
/// those before them, and the next one is to be sent before they are read.
const QUEUED: usize = 2;

/// No list whose total nobody tells has more pages than this: one that does is a
/// service gone wrong.
const MOST_PAGES: u32 = 20_000;

/// What a row is known by: half the memory of its id. Of a hundred million rows no two
/// have the same one, and as the hashes are keyed anew in each run nobody can make two.
type Fingerprint = [u64; 2];

/// A list that is read page by page.
///
/// It owns what all listings have in common: the page size the service
/// *reported* (it may be smaller than what was asked for), how many pages are
/// asked for ahead, when to stop, rows that come twice, and lists that change while
/// they are read. When the total moves, a row comes twice, a page is short or the
/// rows do not add up, the borders between pages are read again, then the whole list,
/// until no row that was there all the time can be missing, or three times.
///
/// What it cannot see is a list in which a row goes and another comes between two
/// pages and no other, so that all counts agree.
pub(super) struct Pages<'a, T> {
    fetch: Box<dyn Fn(PageRef) -> Asking<'a, T> + Send + 'a>,
    /// What tells rows apart.
    key: fn(&T) -> Cow<'_, str>,
    /// Rows to ask for on a page.
    size: u32,
    /// Pages that may be under way at once.
    width: usize,
    /// Rows that are enough, when nothing is dropped after reading.
    wanted: Option<u64>,
    under_way: FuturesOrdered<Pin<Box<dyn Future<Output = Came<'a, T>> + Send + 'a>>>,
    /// Pages that came while the reader was busy.
    ready: VecDeque<Came<'a, T>>,
    /// Pages to be asked for that straddle borders.
    bridges: VecDeque<PageRef>,
    next: PageRef,
    ahead: Ahead,
    /// Rows on a full page: what was asked for until the first page shows it.
    full: u32,
    /// The page each row came on.
    seen: HashMap<Fingerprint, Window>,
    hashers: [RandomState; 2],
    /// Rows handed over.
    given: u64,
    /// How often the list is being read.
    readings: u32,
    links: Links,
    counts: Counts,
    stopped_early: bool,
}

/// A page that came, or did not.
struct Came<'a, T> {
    at: PageRef,
    /// Whether it was asked for to straddle a border.
    is_bridge: bool,
    page: Result<Unread<'a, T>, Error>,
}

/// Up to where pages may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ahead {
    /// This page is the last, as far as is known.
    Last(u32),
    /// Nobody knows: ask on until a page is not full.
    Open,
}

/// What one reading of a list amounts to.
#[derive(Debug, Default)]
struct Counts {
    /// Pages that adjoin.
    pages: u32,
    /// Different rows.
    rows: u64,
    /// Rows that came on two of these pages.
    repeated: u64,
    /// Rows that came twice on one page, which is no sign of a list that moves.
    doubled: u64,
    /// How many rows the service counted: at last, the fewest, and whether it was
    /// always the same number.
    total: Option<u64>,
    fewest: u64,
    moved: bool,
    /// Whether a page had fewer or more rows than it should have.
    uneven: bool,
    /// Whether a page had rows beyond the total that it told: such a total bounds nothing.
    too_low: bool,
}

impl Counts {
    fn total(&mut self, total: u64) {
        self.moved |= self.total.is_some_and(|before| before != total);
        self.fewest = self.total.map_or(total, |_| self.fewest.min(total));
        self.total = Some(total);
    }

    /// Whether nothing looks yet as if the list changed.
    fn add_up_so_far(&self) -> bool {
        !self.moved && !self.uneven && self.repeated == 0
    }

    /// Whether it looks, at its end, as if the list had stood still.
    fn add_up(&self) -> bool {
        let listed = self.rows + self.doubled;
        self.add_up_so_far() && self.total.is_none_or(|total| total == listed)
    }
}

impl<'a, T: 'a> Pages<'a, T> {
    /// Prepares to read a list.
    ///
    /// `size` is how many rows to ask for on a page, `width` how many pages may
    /// be under way at once, `wanted` how many rows are enough.
    pub(super) fn new(
        fetch: impl Fn(PageRef) -> Asking<'a, T> + Send + 'a,
        key: fn(&T) -> Cow<'_, str>,
        size: u32,
        width: usize,
        wanted: Option<u64>,
    ) -> Self {
        let next = first_page(size, wanted);
        let size = next.size;
        Self {
            fetch: Box::new(fetch),
            key,
            size,
            width: width.max(1),
            wanted,
            under_way: FuturesOrdered::new(),
            ready: VecDeque::new(),
            bridges: VecDeque::new(),
            next,
            ahead: Ahead::Last(1),
            full: size,
            seen: HashMap::new(),
            hashers: [RandomState::new(), RandomState::new()],
            given: 0,
            readings: 1,
            links: Links::default(),
            counts: Counts::default(),
            stopped_early: false,
        }
    }

    /// The next page's rows that were not seen before, maybe none; `None` after the
    /// last page.
    ///
    /// # Errors
    /// The first page that failed ends the list.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<T>>, Error> {
        loop {
            self.ask_ahead();
            let came = match self.ready.pop_front() {
                Some(came) => came,
                None => match self.under_way.next().await {
                    Some(came) => came,
                    None if self.goes_on() => continue,
                    None => return Ok(None),
                },
            };
            // Reading takes time in which others can be under way. Where the list moves it
            // tells what to ask for first.
            if self.is_steady() {
                self.ask_ahead();
            }
            let page = came.page.and_then(|page| page())?;
            let rows = self.take_up(&came.at, came.is_bridge, page);
            self.ask_ahead();
            return Ok(Some(rows));
        }
    }

    /// Takes in the pages that are under way, until there are none.
    ///
    /// To be polled while the reader is busy: a request that nobody polls keeps
    /// its permit, which others may be waiting for, and times out.
    pub(super) async fn take_in(&mut self) {
        while let Some(came) = self.under_way.next().await {
            self.ready.push_back(came);
        }
    }

    /// Ends the list here, as the reader has enough.
    pub(super) fn stop(&mut self) {
        self.stopped_early = true;
        self.ahead = Ahead::Last(0);
        self.drop_asked();
    }

    /// Why the list is no list at all: rows were counted and none came, or it has no
    /// end.
    pub(super) fn contradiction(&self) -> Option<String> {
        if self.is_endless() {
            return Some(format!("the list goes on after {MOST_PAGES} pages"));
        }
        let total = self
            .counts
            .total
            .filter(|total| *total > 0 && self.given == 0)?;
        (!self.stopped_early).then(|| format!("the service counted {total} rows but listed none"))
    }

    /// What to tell the user of a list that never added up.
    pub(super) fn warning(&self) -> Option<String> {
        if self.stopped_early || self.is_whole() {
            return None;
        }
        let Counts { rows, repeated, .. } = self.counts;
        let what = match self.counts.total {
            Some(total) if total != rows => {
                format!("the service counted {total} rows but listed {rows} different ones")
            }
            _ if repeated == 1 => "a row came twice".to_owned(),
            _ if repeated > 0 => format!("{repeated} rows came twice"),
            _ if self.counts.uneven => {
                "a page had fewer or more different rows than it should have".to_owned()
            }
            _ => "the service counted other rows on each page".to_owned(),
        };
        let often = match self.readings {
            1 => String::new(),
            readings => format!(", though it was read {readings} times"),
        };
        Some(format!(
            "{what}{often}; the list may have changed while it was read"
        ))
    }

    /// Whether nothing that was there all the time can be missing.
    fn is_whole(&self) -> bool {
        // However the pages are linked: of fewer rows than were ever counted some are missing.
        let linked = || self.has_bounds() && self.links.is_whole();
        let listed = self.counts.rows + self.counts.doubled;
        self.counts.add_up() || (linked() && listed >= self.counts.fewest)
    }

    /// Whether nothing showed yet that the list moves.
    fn is_steady(&self) -> bool {
        self.readings == 1 && self.counts.add_up_so_far()
    }

    fn is_endless(&self) -> bool {
        self.counts.pages > MOST_PAGES && !self.has_bounds()
    }

    /// Whether totals say where the list ends.
    fn has_bounds(&self) -> bool {
        self.counts.total.is_some() && !self.counts.too_low
    }

    /// Asks for as many pages as may be under way.
    fn ask_ahead(&mut self) {
        let enough = self.wanted.map_or(u32::MAX, |wanted| {
            let twice = self.counts.repeated + self.counts.doubled;
            self.pages_for(wanted.saturating_add(twice))
        });
        let last = match self.ahead {
            Ahead::Last(last) => last.min(enough),
            Ahead::Open => enough,
        };
        // The fewer pages there are between a page and the one that straddles its border,
        // the less the list moves between them.
        let most = match self.ahead {
            _ if !self.is_steady() => self.width.min(self.size as usize / 8).max(1),
            Ahead::Last(_) => self.width * QUEUED,
            // Some of these may be behind the end.
            Ahead::Open => self.width,
        };
        while self.under_way.len() + self.ready.len() < most {
            if let Some(bridge) = self.bridges.pop_front() {
                self.ask(bridge, true);
            } else if self.next.number <= last {
                self.ask(self.next.clone(), false);
                self.next.number += 1;
            } else {
                break;
            }
        }
    }

    fn ask(&mut self, at: PageRef, is_bridge: bool) {
        let asking = (self.fetch)(at.clone());
        self.under_way.push_back(Box::pin(async move {
            let page = asking.await;
            Came {
                at,
                is_bridge,
                page,
            }
        }));
    }

    /// Whether there is more to be asked for, now that all pages came.
    fn goes_on(&mut self) -> bool {
        if self.stopped_early || self.is_endless() || self.is_whole() {
            return false;
        }
        self.straddle_borders();
        if !self.bridges.is_empty() {
            return true;
        }
        // Of a list that came in one answer there is nothing to be read again.
        let counted = self.counts.total.is_some();
        if self.readings == READINGS || (self.counts.pages <= 1 && !counted) {
            return false;
        }
        self.readings += 1;
        self.links = self.links.again();
        self.counts = Counts::default();
        self.next = first_page(self.size, None);
        self.ahead = Ahead::Last(1);
        self.full = self.size;
        true
    }

    /// Prepares to ask for pages that straddle borders where rows may have slipped
    /// through.
    fn straddle_borders(&mut self) {
        if self.counts.total.is_none() {
            return;
        }
        let size = u64::from(self.next.size);
        for border in self.links.gaps() {
            let (number, size) = bridge(u64::from(border) * size, self.next.size);
            self.bridges.push_back(PageRef {
                number,
                size,
                token: None,
            });
        }
    }

    fn pages_for(&self, rows: u64) -> u32 {
        u32::try_from(rows.div_ceil(u64::from(self.full))).unwrap_or(u32::MAX)
    }

    /// Takes up a page, and gives its rows that were not seen before.
    fn take_up(&mut self, at: &PageRef, is_bridge: bool, page: Page<T>) -> Vec<T> {
        let count = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        let size = self.learn_size(at, is_bridge, count, &page.rest);
        let window = self.links.add();
        let mut room = u64::MAX;
        if let Rest::Total { rows: total, .. } = page.rest {
            self.counts.total(total);
            let before = u64::from(at.number - 1) * u64::from(size);
            room = total.saturating_sub(before);
            let expected = room.min(size.into());
            if u64::from(count) != expected {
                self.counts.uneven = true;
                self.links.is_uneven(window);
            }
            if at.number == 1 {
                self.links.is_head(window);
            }
            if before + u64::from(size) >= total {
                self.links.is_tail(window);
            }
        }
        let doubled = self.counts.doubled;
        let (rows, fresh) = self.only_new(page.rows, window, is_bridge);
        let different = u64::from(count).saturating_sub(self.counts.doubled - doubled);
        self.counts.too_low |= !is_bridge && different > room;
        self.given += rows.len() as u64;
        if self.wanted.is_some_and(|wanted| self.given >= wanted) {
            self.stop();
            return rows;
        }
        let was_asked_in_vain = count == 0 && self.counts.pages > 0 && self.has_ended();
        if !is_bridge && !was_asked_in_vain {
            self.counts.pages += 1;
            self.links.adjoins(window);
            self.look_ahead(&page.rest, count, fresh);
        }
        if !self.counts.add_up_so_far() {
            self.straddle_borders();
        }
        rows
    }

    /// How many rows were really asked for. The service may put fewer on a page, and
    /// say so or not: the first page shows it, as it is full or the only one. From
    /// then on that many are asked for, so that pages that are cut by an offset join
    /// each other.
    fn learn_size(&mut self, at: &PageRef, is_bridge: bool, count: u32, rest: &Rest) -> u32 {
        let is_first = self.counts.pages == 0 && !is_bridge;
        if is_first && count > 0 {
            self.full = count;
            self.next.size = self.next.size.min(count);
        }
        if let Rest::Total { page_size, .. } = rest
            && *page_size > 0
            && count > 0
            && !is_bridge
        {
            self.full = self.full.min(*page_size);
        }
        if is_first { count.max(1) } else { at.size }
    }

    /// The rows that were never seen, and how many were not seen in this reading.
    fn only_new(&mut self, rows: Vec<T>, window: Window, is_bridge: bool) -> (Vec<T>, u64) {
        let (mut fresh, mut repeated, mut doubled) = (0, 0, 0);
        let mut rows = rows;
        let (key, seen, links) = (self.key, &mut self.seen, &mut self.links);
        let hashers = &self.hashers;
        rows.retain(|row| {
            let key = key(row);
            // A row without an id cannot be told from another: keep it.
            if key.is_empty() {
                fresh += 1;
                return true;
            }
            let fingerprint = hashers.each_ref().map(|hasher| hasher.hash_one(&*key));
            let Some(before) = seen.get_mut(&fingerprint) else {
                seen.insert(fingerprint, window);
                fresh += 1;
                return true;
            };
            if *before == window {
                doubled += 1;
            } else if links.knows(*before) {
                repeated += 1;
                *before = links.link(*before, window);
            } else {
                *before = window;
                fresh += 1;
            }
            false
        });
        self.counts.rows += fresh;
        if !is_bridge {
            self.counts.repeated += repeated;
            self.counts.doubled += doubled;
        }
        (rows, fresh)
    }

    /// Finds out how far to ask, after a page of `count` rows, `fresh` of them new.
    fn look_ahead(&mut self, rest: &Rest, count: u32, fresh: u64) {
        // Behind an empty page there is nothing. A page of only known rows is the list repeating
        // itself, unless a total bounds it: then rows that were added in front have shifted the pages.
        let repeating = fresh == 0 && !self.has_bounds();
        self.ahead = match rest {
            _ if count == 0 || repeating || self.is_endless() => return self.end(),
            Rest::Complete | Rest::Next(None) => return self.end(),
            Rest::Next(Some(token)) => {
                self.next.token = Some(token.clone());
                Ahead::Last(self.next.number)
            }
            Rest::Total { rows, .. } if !self.counts.too_low => Ahead::Last(self.pages_for(*rows)),
            Rest::Total { .. } | Rest::Unknown if count < self.full => return self.end(),
            Rest::Total { .. } | Rest::Unknown => Ahead::Open,
        };
    }

    fn has_ended(&self) -> bool {
        self.ahead == Ahead::Last(0)
    }

    /// Asks for no more adjoining pages.
    fn end(&mut self) {
        self.ahead = Ahead::Last(0);
        // Of a list that changes the pages that straddle borders are still wanted.
        if self.counts.add_up_so_far() {
            self.drop_asked();
        }
    }

    fn drop_asked(&mut self) {
        self.under_way = FuturesOrdered::new();
        self.ready.clear();
        self.bridges.clear();
    }
}

/// The page that a list begins with: of so many rows, but of no more than are enough.
pub(super) fn first_page(size: u32, wanted: Option<u64>) -> PageRef {
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
