//! One list, page by page: in order, ahead of the reader where that is possible.

use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};
use std::future::Future;
use std::pin::Pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;

use crate::error::Error;
use crate::provider::{Page, PageRef, Rest};

/// A page being asked for.
pub(super) type Asking<'a, T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>> + Send + 'a>>;

/// A list that is read page by page.
///
/// It owns what all listings have in common: the page size the service
/// *reported* (it may be smaller than what was asked for), how many pages are
/// asked for ahead, when to stop, rows that come twice, and what to say when
/// the rows do not add up to the total.
pub(super) struct Pages<'a, T> {
    fetch: Box<dyn Fn(PageRef) -> Asking<'a, T> + Send + 'a>,
    /// What tells rows apart.
    key: fn(&T) -> Cow<'_, str>,
    /// Pages under way at once.
    width: usize,
    /// Rows that are enough, when nothing is dropped after reading.
    wanted: Option<u64>,
    under_way: FuturesOrdered<Asking<'a, T>>,
    /// Pages that came while the reader was busy.
    ready: VecDeque<Result<Page<T>, Error>>,
    next: PageRef,
    ahead: Ahead,
    /// Whether no page has been read yet.
    first: bool,
    /// Rows on a full page: what was asked for until the first page shows it.
    full: u32,
    seen: HashSet<Box<str>>,
    rows: u64,
    repeated: u64,
    total: Option<u64>,
    /// A total, and a smaller one that came after it.
    shrunk: Option<(u64, u64)>,
    stopped_early: bool,
}

/// Up to where pages may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ahead {
    /// This page is the last, as far as is known.
    Last(u32),
    /// Nobody knows: ask on until a page is not full.
    Open,
}

impl<'a, T> Pages<'a, T> {
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
        let size = match wanted.and_then(|wanted| u32::try_from(wanted).ok()) {
            Some(wanted) => size.min(wanted).max(1),
            None => size,
        };
        Self {
            fetch: Box::new(fetch),
            key,
            width: width.max(1),
            wanted,
            under_way: FuturesOrdered::new(),
            ready: VecDeque::new(),
            next: PageRef {
                number: 1,
                size,
                token: None,
            },
            ahead: Ahead::Last(1),
            first: true,
            full: size,
            seen: HashSet::new(),
            rows: 0,
            repeated: 0,
            total: None,
            shrunk: None,
            stopped_early: false,
        }
    }

    /// The next page's rows that were not seen before; `None` after the last.
    ///
    /// # Errors
    /// The first page that failed ends the list.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<T>>, Error> {
        self.ask_ahead();
        let page = match self.ready.pop_front() {
            Some(page) => page,
            None => match self.under_way.next().await {
                Some(page) => page,
                None => return Ok(None),
            },
        };
        let page = page?;
        let count = page.rows.len();
        let rows = self.only_new(page.rows);
        self.learn(&page.rest, count, rows.len());
        self.ask_ahead();
        Ok(Some(rows))
    }

    /// Takes in the pages that are under way, until there are none.
    ///
    /// To be polled while the reader is busy: a request that nobody polls keeps
    /// its permit, which others may be waiting for, and times out.
    pub(super) async fn take_in(&mut self) {
        while let Some(page) = self.under_way.next().await {
            self.ready.push_back(page);
        }
    }

    /// Ends the list here, as the reader has enough.
    pub(super) fn stop(&mut self) {
        self.stopped_early = true;
        self.end();
    }

    /// Why the list is no list at all: rows were counted, and none came.
    pub(super) fn contradiction(&self) -> Option<String> {
        let total = self.total.filter(|total| *total > 0 && self.rows == 0)?;
        (!self.stopped_early).then(|| format!("the service counted {total} rows but listed none"))
    }

    /// What to tell the user of a list that does not add up.
    pub(super) fn warning(&self) -> Option<String> {
        if self.stopped_early {
            return None;
        }
        match self.total {
            Some(total) if total != self.rows => Some(format!(
                "the service counted {total} rows but listed {} different ones; \
                 the list may have changed while it was read",
                self.rows
            )),
            None if self.repeated > 0 => Some(format!(
                "{} rows came twice; the list may have changed while it was read",
                self.repeated
            )),
            // A row that is removed draws those behind it forward: it may have been read
            // and another one not, so that the counts agree.
            _ => self.shrunk.map(|(before, after)| {
                format!(
                    "the service counted {before} rows and then {after}; \
                     the list may have changed while it was read"
                )
            }),
        }
    }

    /// Asks for as many pages as may be under way.
    fn ask_ahead(&mut self) {
        let enough = self
            .wanted
            .map_or(u32::MAX, |wanted| self.pages_for(wanted));
        let last = match self.ahead {
            Ahead::Last(last) => last.min(enough),
            Ahead::Open => enough,
        };
        while self.next.number <= last && self.under_way.len() + self.ready.len() < self.width {
            self.under_way.push_back((self.fetch)(self.next.clone()));
            self.next.number += 1;
        }
    }

    fn pages_for(&self, rows: u64) -> u32 {
        u32::try_from(rows.div_ceil(u64::from(self.full))).unwrap_or(u32::MAX)
    }

    fn only_new(&mut self, rows: Vec<T>) -> Vec<T> {
        let seen = &mut self.seen;
        let key = self.key;
        let before = rows.len();
        let mut rows = rows;
        rows.retain(|row| {
            let key = key(row);
            // A row without an id cannot be told from another: keep it.
            key.is_empty() || seen.insert(key.into())
        });
        self.repeated += (before - rows.len()) as u64;
        self.rows += rows.len() as u64;
        rows
    }

    /// Takes up what a page of `count` rows, `new` of them new, says of the rest.
    fn learn(&mut self, rest: &Rest, count: usize, new: usize) {
        if let Rest::Total { rows, .. } = rest {
            let before = self.total.replace(*rows).filter(|before| before > rows);
            self.shrunk = self.shrunk.or(before.map(|before| (before, *rows)));
        }
        if self.wanted.is_some_and(|wanted| self.rows >= wanted) {
            self.stop();
            return;
        }
        // Behind an empty page there is nothing. A page of only known rows is
        // the list repeating itself, unless a total bounds it: then rows that
        // were added in front have shifted the pages.
        let repeating = new == 0 && !matches!(rest, Rest::Total { .. });
        if count == 0 || repeating {
            self.end();
            return;
        }
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if self.first {
            self.first = false;
            // The service may put fewer rows on a page than were asked for, and
            // say so or not: the first page shows it, as it is full or the only one.
            // From now on that many are asked for, so that pages that are cut by an
            // offset join each other.
            self.full = count;
            self.next.size = self.next.size.min(count);
        }
        self.ahead = match rest {
            Rest::Complete | Rest::Next(None) => return self.end(),
            Rest::Next(Some(token)) => {
                self.next.token = Some(token.clone());
                Ahead::Last(self.next.number)
            }
            Rest::Total { rows, page_size } => {
                if *page_size > 0 {
                    self.full = self.full.min(*page_size);
                }
                Ahead::Last(self.pages_for(*rows))
            }
            Rest::Unknown if count < self.full => return self.end(),
            Rest::Unknown => Ahead::Open,
        };
    }

    fn end(&mut self) {
        self.ahead = Ahead::Last(0);
        self.under_way = FuturesOrdered::new();
        self.ready.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::error::{Call, DecodeError};

    /// A service with `rows` rows, `most` of them on a page.
    #[derive(Clone)]
    struct Service {
        rows: Vec<String>,
        most: u32,
        asked: Arc<Mutex<Vec<u32>>>,
        rest: fn(&Service, u32) -> Rest,
        fails_at: Option<u32>,
        /// Whether a page begins after as many rows as were asked for before it.
        by_offset: bool,
    }

    impl Service {
        fn new(rows: usize, rest: fn(&Service, u32) -> Rest) -> Self {
            let rows = (1..=rows).map(|n| format!("m-{n}")).collect();
            Self {
                rows,
                most: 100,
                asked: Arc::default(),
                rest,
                fails_at: None,
                by_offset: false,
            }
        }

        fn answer(&self, page: &PageRef) -> Result<Page<String>, Error> {
            self.asked.lock().unwrap().push(page.number);
            if self.fails_at == Some(page.number) {
                let failure = DecodeError::new("broken");
                return Err(Error::Decode {
                    call: Box::new(Call::default()),
                    failure,
                });
            }
            let size = page.size.min(self.most) as usize;
            let step = if self.by_offset {
                page.size as usize
            } else {
                size
            };
            let start = (page.number as usize - 1) * step;
            let rows = self.rows.iter().skip(start).take(size).cloned().collect();
            Ok(Page {
                rows,
                rest: (self.rest)(self, page.number),
            })
        }

        fn pages(&self, size: u32, width: usize, wanted: Option<u64>) -> Pages<'static, String> {
            let service = self.clone();
            let fetch = move |page: PageRef| -> Asking<'static, String> {
                let service = service.clone();
                // Odd pages take a turn longer, so that answers overtake each other.
                Box::pin(async move {
                    if page.number % 2 == 1 {
                        tokio::task::yield_now().await;
                    }
                    service.answer(&page)
                })
            };
            Pages::new(fetch, |row| row.into(), size, width, wanted)
        }

        fn asked(&self) -> u32 {
            u32::try_from(self.asked.lock().unwrap().len()).unwrap()
        }
    }

    fn total(service: &Service, _: u32) -> Rest {
        Rest::Total {
            rows: service.rows.len() as u64,
            page_size: service.most.min(100),
        }
    }

    fn unsized_total(service: &Service, _: u32) -> Rest {
        Rest::Total {
            rows: service.rows.len() as u64,
            page_size: 0,
        }
    }

    fn unknown(_: &Service, _: u32) -> Rest {
        Rest::Unknown
    }

    fn next(service: &Service, page: u32) -> Rest {
        let pages = u32::try_from(service.rows.len().div_ceil(100)).unwrap();
        Rest::Next((page < pages).then(|| format!("after {page}")))
    }

    async fn all(pages: &mut Pages<'_, String>) -> Result<Vec<String>, Error> {
        let mut rows = Vec::new();
        while let Some(page) = pages.next().await? {
            rows.extend(page);
        }
        Ok(rows)
    }

    #[tokio::test]
    async fn every_kind_of_list_comes_whole_and_in_order() {
        for rest in [total, unsized_total, unknown, next] {
            for count in [0, 1, 99, 100, 101, 1_037] {
                for width in [1, 8] {
                    let service = Service::new(count, rest);
                    let mut pages = service.pages(100, width, None);
                    assert_eq!(
                        all(&mut pages).await.unwrap(),
                        service.rows,
                        "{count} rows, width {width}"
                    );
                    assert_eq!(pages.warning(), None);
                }
            }
        }
    }

    #[tokio::test]
    async fn a_known_total_costs_not_one_page_too_many() {
        for (count, expected) in [(0, 1), (1, 1), (100, 1), (101, 2), (1_037, 11)] {
            let service = Service::new(count, total);
            all(&mut service.pages(100, 8, None)).await.unwrap();
            assert_eq!(service.asked(), expected, "{count} rows");
        }
    }

    #[tokio::test]
    async fn a_service_that_gives_less_than_asked_loses_no_row() {
        for rest in [total, unsized_total, unknown] {
            for by_offset in [false, true] {
                let mut service = Service::new(1_037, rest);
                service.most = 50;
                service.by_offset = by_offset;
                assert_eq!(
                    all(&mut service.pages(100, 8, None)).await.unwrap(),
                    service.rows
                );
            }
        }
        // It may even claim to have given more.
        let mut service = Service::new(1_037, |s, _| Rest::Total {
            rows: s.rows.len() as u64,
            page_size: 100,
        });
        service.most = 50;
        assert_eq!(
            all(&mut service.pages(100, 8, None)).await.unwrap(),
            service.rows
        );
    }

    #[tokio::test]
    async fn enough_rows_end_the_list_without_a_page_too_many() {
        for (wanted, pages, rows) in [(1, 1, 1), (10, 1, 10), (100, 1, 100), (150, 2, 200)] {
            let service = Service::new(1_037, total);
            let mut list = service.pages(100, 8, Some(wanted));
            assert_eq!(all(&mut list).await.unwrap().len(), rows, "{wanted} wanted");
            assert_eq!(service.asked(), pages, "{wanted} wanted");
            assert_eq!(list.warning(), None);
        }
        let service = Service::new(1_037, unknown);
        all(&mut service.pages(100, 8, Some(150))).await.unwrap();
        assert_eq!(service.asked(), 2);
    }

    #[tokio::test]
    async fn a_failed_page_fails_the_list() {
        for width in [1, 8] {
            let mut service = Service::new(1_037, total);
            service.fails_at = Some(3);
            assert!(all(&mut service.pages(100, width, None)).await.is_err());
        }
    }

    #[tokio::test]
    async fn a_wrong_total_is_told_and_ends() {
        let high = Service::new(250, |_, _| Rest::Total {
            rows: 1_000_000,
            page_size: 100,
        });
        let mut pages = high.pages(100, 8, None);
        assert_eq!(all(&mut pages).await.unwrap().len(), 250);
        assert!(high.asked() <= 3 + 8, "asked {}", high.asked());
        assert!(
            pages
                .warning()
                .unwrap()
                .contains("counted 1000000 rows but listed 250")
        );

        let low = Service::new(250, |_, _| Rest::Total {
            rows: 120,
            page_size: 100,
        });
        let mut pages = low.pages(100, 8, None);
        assert_eq!(all(&mut pages).await.unwrap().len(), 200);
        assert!(
            pages
                .warning()
                .unwrap()
                .contains("counted 120 rows but listed 200")
        );
    }

    #[tokio::test]
    async fn a_total_that_grows_is_followed() {
        let service = Service::new(350, |s, page| Rest::Total {
            rows: if page == 1 { 150 } else { s.rows.len() as u64 },
            page_size: 100,
        });
        let mut pages = service.pages(100, 8, None);
        assert_eq!(all(&mut pages).await.unwrap().len(), 350);
        assert_eq!(pages.warning(), None);
    }

    #[tokio::test]
    async fn a_total_that_shrinks_is_told_though_the_rows_add_up() {
        let mut service = Service::new(250, |s, page| Rest::Total {
            rows: s.rows.len() as u64 + u64::from(page == 1),
            page_size: 100,
        });
        // When the first page was read, there was one more.
        service.rows.pop();
        let mut pages = service.pages(100, 8, None);
        assert_eq!(all(&mut pages).await.unwrap().len(), 249);
        assert!(
            pages
                .warning()
                .unwrap()
                .contains("counted 250 rows and then 249")
        );
    }

    #[tokio::test]
    async fn rows_that_come_twice_are_dropped_and_told() {
        let mut service = Service::new(250, total);
        service.rows[150] = "m-1".into();
        let mut pages = service.pages(100, 8, None);
        assert_eq!(all(&mut pages).await.unwrap().len(), 249);
        assert!(pages.warning().is_some());
    }

    #[tokio::test]
    async fn a_list_that_repeats_itself_ends() {
        for rest in [unknown, |_: &Service, _: u32| {
            Rest::Next(Some("again".into()))
        }] {
            let mut service = Service::new(100, rest);
            service.rows = (0..100_000).map(|n| format!("m-{}", n % 100)).collect();
            let mut pages = service.pages(100, 8, None);
            assert_eq!(all(&mut pages).await.unwrap().len(), 100);
            assert!(service.asked() <= 10, "asked {}", service.asked());
            assert!(pages.warning().is_some());
        }
    }

    #[tokio::test]
    async fn rows_without_an_id_are_kept() {
        let mut service = Service::new(3, total);
        service.rows = vec![String::new(), String::new(), "m-1".into()];
        assert_eq!(
            all(&mut service.pages(100, 8, None)).await.unwrap().len(),
            3
        );
    }
}
