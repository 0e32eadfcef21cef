//! The pagers, on lists made up here.

mod chained;
mod moving;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::*;
use crate::error::{Call, DecodeError};
use crate::http::HeldBytes;

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
    /// The size of each answer.
    bytes: usize,
    /// The most answers that were under way at once.
    most_under_way: Arc<AtomicUsize>,
    under_way: Arc<AtomicUsize>,
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
            bytes: 0,
            most_under_way: Arc::default(),
            under_way: Arc::default(),
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
        let service = Arc::new(self.clone());
        let fetch = move |page: PageRef| -> Asking<'static, String> {
            let service = Arc::clone(&service);
            // Odd pages take a turn longer, so that answers overtake each other.
            Box::pin(async move {
                let now = service.under_way.fetch_add(1, Ordering::Relaxed) + 1;
                service.most_under_way.fetch_max(now, Ordering::Relaxed);
                tokio::task::yield_now().await;
                if page.number % 2 == 1 {
                    tokio::task::yield_now().await;
                }
                service.under_way.fetch_sub(1, Ordering::Relaxed);
                let size = HeldBytes::uncounted(service.bytes);
                Ok(Arrived {
                    size,
                    ..arrived(service.answer(&page))?
                })
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
    if page < pages {
        Rest::More(format!("after {page}"))
    } else {
        Rest::Complete
    }
}

/// An answer as it comes.
fn arrived(answer: Result<Page<String>, Error>) -> Result<Arrived<String>, Error> {
    let size = HeldBytes::default();
    Ok(Arrived {
        page: answer?,
        size,
    })
}

/// What the user is told of a list that does not add up.
fn warning(pages: &Pages<'_, String>) -> Option<String> {
    pages.completeness().doubts().first().cloned()
}

async fn all(pages: &mut Pages<'_, String>) -> Result<Vec<String>, Error> {
    let mut rows = Vec::new();
    while let Some(page) = pages.next().await? {
        rows.extend(page);
    }
    Ok(rows)
}

#[tokio::test]
async fn fewer_pages_are_under_way_where_they_are_large() {
    for rest in [total, unknown] {
        for (bytes, most) in [
            (120 << 10, 8..=10),
            (4 << 20, 4..=4),
            (7 << 20, 2..=2),
            (64 << 20, 1..=1),
        ] {
            let mut service = Service::new(1_037, rest);
            service.bytes = bytes;
            let mut pages = service.pages(100, 8, None);
            assert_eq!(all(&mut pages).await.unwrap().len(), 1_037);
            let under_way = service.most_under_way.load(Ordering::Relaxed);
            assert!(most.contains(&under_way), "{bytes} bytes: {under_way}");
        }
    }
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
                assert_eq!(warning(&pages), None);
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
        assert_eq!(warning(&list), None);
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
    assert!(high.asked() <= 3 * 20, "asked {}", high.asked());
    let warning = warning(&pages).unwrap();
    assert!(
        warning.contains(
            "counted 1000000 rows but listed 250 different ones, though it was read 3 times"
        ),
        "{warning}"
    );
}

/// A total that pages disprove says nothing of where the list ends.
#[tokio::test]
async fn a_total_below_the_rows_of_its_page_does_not_end_the_list() {
    let fixed = [
        |_: &Service, _: u32| Rest::Total {
            rows: 0,
            page_size: 100,
        },
        |_: &Service, _: u32| Rest::Total {
            rows: 120,
            page_size: 0,
        },
        |_: &Service, _: u32| Rest::Total {
            rows: 250,
            page_size: 100,
        },
    ];
    for (rest, told) in fixed.into_iter().zip([0, 120, 250]) {
        for (count, width, by_offset) in [(359, 8, true), (359, 1, false), (400, 8, false)] {
            let mut service = Service::new(count, rest);
            service.by_offset = by_offset;
            let mut pages = service.pages(100, width, None);
            let mut rows = all(&mut pages).await.unwrap();
            rows.sort_by_key(|id| id[2..].parse::<u32>().unwrap());
            assert_eq!(rows, service.rows, "total {told}, width {width}");
            let warning = warning(&pages).unwrap();
            let expected = format!("counted {told} rows but listed {count} different ones");
            assert!(warning.contains(&expected), "{warning}");
            assert!(service.asked() <= 3 * 20, "asked {}", service.asked());
        }
    }
    // One answer that is wrong only once is read over.
    let service = Service::new(359, |s, page| Rest::Total {
        rows: if s.asked() == 2 { 0 } else { 359 },
        page_size: if page == 2 { 0 } else { 100 },
    });
    let mut pages = service.pages(100, 1, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 359);
    assert_eq!(warning(&pages), None);
    // With a limit no page is asked for that is not wanted, borders between them apart.
    let service = Service::new(359, fixed[0]);
    let mut pages = service.pages(100, 8, Some(250));
    assert_eq!(all(&mut pages).await.unwrap().len(), 300);
    assert_eq!(warning(&pages), None);
    assert!(service.asked() <= 3 + 2, "asked {}", service.asked());
    // The list still ends where it repeats itself.
    let mut service = Service::new(100, fixed[0]);
    service.rows = (0..100_000).map(|n| format!("m-{}", n % 100)).collect();
    let mut pages = service.pages(100, 8, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 100);
    assert!(service.asked() <= 3 * 20, "asked {}", service.asked());
}

/// A row that comes twice on a page is no row beyond the total.
#[tokio::test]
async fn a_row_twice_on_the_last_page_disproves_no_total() {
    let service = Service::new(300, total);
    let fetch = {
        let service = service.clone();
        move |page: PageRef| -> Asking<'static, String> {
            let mut answer = service.answer(&page);
            let rows = &mut answer.as_mut().unwrap().rows;
            if (page.number, page.size) == (3, 100) {
                rows.extend(rows.first().cloned());
            }
            Box::pin(async { arrived(answer) })
        }
    };
    let mut pages = Pages::new(fetch, |row: &String| row.into(), 100, 8, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 300);
    // Three pages and their two borders, three times.
    assert_eq!(service.asked(), 3 * (3 + 2));
}

#[tokio::test]
async fn a_total_that_grows_is_followed() {
    let service = Service::new(350, |s, page| Rest::Total {
        rows: if page == 1 { 150 } else { s.rows.len() as u64 },
        page_size: 100,
    });
    let mut pages = service.pages(100, 8, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 350);
    assert_eq!(warning(&pages), None);
}

#[tokio::test]
async fn a_total_that_shrinks_costs_a_look_at_the_borders() {
    let mut service = Service::new(250, |s, page| Rest::Total {
        rows: s.rows.len() as u64 + u64::from(page == 1),
        page_size: 0,
    });
    // When the first page was read, there was one more.
    service.rows.pop();
    service.by_offset = true;
    let mut pages = service.pages(100, 8, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 249);
    assert_eq!(warning(&pages), None);
    assert_eq!(service.asked(), 3 + 2);
}

#[tokio::test]
async fn rows_that_come_twice_are_dropped_and_told() {
    let mut service = Service::new(250, total);
    service.rows[150] = "m-1".into();
    let mut pages = service.pages(100, 8, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 249);
    let warning = warning(&pages).unwrap();
    assert!(
        warning.contains("counted 250 rows but listed 249"),
        "{warning}"
    );
}

/// A page of which a row is missing links nothing, so that the list is read again.
#[tokio::test]
async fn a_page_that_was_short_is_read_again() {
    let service = Service::new(350, total);
    let short = Arc::new(Mutex::new(Some(2)));
    let fetch = {
        let service = service.clone();
        move |page: PageRef| -> Asking<'static, String> {
            let mut answer = service.answer(&page);
            let mut short = short.lock().unwrap();
            if short.is_some_and(|number| number == page.number) {
                *short = None;
                answer.as_mut().unwrap().rows.remove(40);
            }
            Box::pin(async { arrived(answer) })
        }
    };
    let mut pages = Pages::new(fetch, |row: &String| row.into(), 100, 8, None);
    let mut rows = all(&mut pages).await.unwrap();
    assert_eq!(warning(&pages), None);
    rows.sort_by_key(|id| id[2..].parse::<u32>().unwrap());
    assert_eq!(rows, service.rows);
}

#[tokio::test]
async fn a_page_that_is_always_the_first_one_is_no_whole_list() {
    let mut service = Service::new(250, |_, _| Rest::Total {
        rows: 250,
        page_size: 100,
    });
    service.rows = (0..1_000).map(|n| format!("m-{}", n % 100)).collect();
    let mut pages = service.pages(100, 8, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 100);
    assert!(warning(&pages).unwrap().contains("listed 100"));
}

#[tokio::test]
async fn a_list_that_repeats_itself_ends() {
    let mut service = Service::new(100, unknown);
    service.rows = (0..100_000).map(|n| format!("m-{}", n % 100)).collect();
    let mut pages = service.pages(100, 8, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 100);
    assert!(service.asked() <= 3 * 10, "asked {}", service.asked());
    assert!(warning(&pages).unwrap().contains("came twice"));
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

#[tokio::test]
async fn a_list_without_an_end_is_no_list() {
    let no_total = |_| Rest::Total {
        rows: 0,
        page_size: 0,
    };
    for rest in [
        |_| Rest::Unknown,
        no_total,
        |page: u32| Rest::More(page.to_string()),
    ] {
        let fetch = move |page: PageRef| -> Asking<'static, String> {
            let row = format!("m-{}", page.number);
            let page = Page {
                rows: vec![row],
                rest: rest(page.number),
            };
            Box::pin(async { arrived(Ok(page)) })
        };
        let mut pages = Pages::new(fetch, |row: &String| row.into(), 1, 8, None);
        all(&mut pages).await.unwrap();
        let told = pages.contradiction().unwrap();
        assert_eq!(told, "the list goes on after 20000 pages");
    }
    // A total says where the end is, be it far.
    let service = Service::new(20_500, total);
    let mut pages = service.pages(1, 8, None);
    assert_eq!(all(&mut pages).await.unwrap().len(), 20_500);
    assert_eq!(pages.contradiction(), None);
}

/// What is known at the end, for each way to page.
#[tokio::test]
async fn how_much_is_known_is_told() {
    let unproved = Completeness::Unproved { doubts: Vec::new() };
    for (rest, count, wanted, expected) in [
        (
            total as fn(&Service, u32) -> Rest,
            100,
            None,
            Completeness::Proved,
        ),
        (total, 250, None, Completeness::Counted),
        (total, 250, Some(150), unproved.clone()),
        (unknown, 250, None, unproved.clone()),
        (next, 100, None, Completeness::Proved),
        (next, 250, None, unproved.clone()),
    ] {
        let mut pages = Service::new(count, rest).pages(100, 8, wanted);
        all(&mut pages).await.unwrap();
        assert_eq!(pages.completeness(), expected, "{count} rows");
    }
    // Two lists are known as well as the one of which less is known.
    let doubtful = |text: &str| Completeness::Unproved {
        doubts: vec![text.to_owned()],
    };
    let mut both = Completeness::Proved;
    both.add(Completeness::Counted);
    assert_eq!(both, Completeness::Counted);
    both.add(Completeness::Proved);
    assert_eq!(both, Completeness::Counted);
    both.add(doubtful("a"));
    both.add(Completeness::Counted);
    both.add(doubtful("b"));
    assert_eq!(both.doubts(), ["a", "b"]);
}

/// A page that tells no total, though others do, costs no row and no check.
#[tokio::test]
async fn a_total_that_is_missing_on_some_pages_is_still_checked() {
    for missing in [1, 2, 3] {
        let service = Service::new(250, |s, page| {
            let first = s.asked() == 1;
            match s.fails_at {
                Some(11) if page == 1 && first => Rest::Unknown,
                Some(12) if page == 2 => Rest::Unknown,
                Some(13) if page == 1 => Rest::Unknown,
                _ => total(s, page),
            }
        });
        let mut service = service;
        service.fails_at = Some(10 + missing);
        let mut pages = service.pages(100, 8, None);
        assert_eq!(all(&mut pages).await.unwrap(), service.rows, "{missing}");
        assert_eq!(pages.completeness(), Completeness::Counted, "{missing}");
        assert!(service.asked() <= 3 + 9, "asked {}", service.asked());
    }
}
