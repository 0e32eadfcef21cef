//! Lists that change while they are read.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use super::{all, arrived, warning};
use crate::engine::pages::{Asking, Pages};
use crate::provider::{Page, PageRef, Rest};

/// A list in which a row is added or removed before each page.
struct Moving {
    rows: Vec<u32>,
    next: u32,
    /// Rows that were there when the first page was asked for and never went.
    steady: Vec<u32>,
    state: u64,
    /// Whether rows only come or only go, always in front.
    way: Way,
    asked: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Any,
    Grow,
    Shrink,
}

impl Moving {
    fn new(count: u32, seed: u64, way: Way) -> Self {
        Self {
            rows: (0..count).collect(),
            next: count,
            steady: (0..count).collect(),
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            way,
            asked: 0,
        }
    }

    fn random(&mut self, below: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % below as u64).unwrap()
    }

    fn shift(&mut self) {
        let grows = match self.way {
            Way::Any => self.random(2) == 0,
            Way::Grow => true,
            Way::Shrink => false,
        };
        let places = self.rows.len() + usize::from(grows);
        let in_front = self.way != Way::Any || self.random(2) == 0;
        let at = if in_front { 0 } else { self.random(places) };
        if grows {
            self.rows.insert(at, self.next);
            self.next += 1;
        } else {
            let gone = self.rows.remove(at);
            self.steady.retain(|row| *row != gone);
        }
    }

    fn answer(&mut self, page: &PageRef) -> Page<String> {
        self.asked += 1;
        self.shift();
        let start = (page.number - 1) * page.size;
        let rows = self.rows.iter().skip(start as usize);
        Page {
            rows: rows.take(page.size as usize).map(u32::to_string).collect(),
            rest: Rest::Total {
                rows: self.rows.len() as u64,
                page_size: page.size,
            },
        }
    }
}

/// However pages overtake each other, no row is lost that was there throughout,
/// and where that is sure nobody is warned.
#[tokio::test]
async fn a_list_that_shifts_before_each_page_loses_no_row() {
    let (mut asked, mut pages_at_least) = (0, 0);
    for seed in 0..400_usize {
        let way = [Way::Any, Way::Any, Way::Grow, Way::Shrink][seed % 4];
        let count = 150 + u32::try_from(seed).unwrap() * 7;
        let size = [10, 50, 100][seed % 3];
        let width = [1, 8, 32][seed / 3 % 3];
        let list = Arc::new(Mutex::new(Moving::new(count, seed as u64, way)));
        let fetch = {
            let list = Arc::clone(&list);
            move |page: PageRef| -> Asking<'static, String> {
                let list = Arc::clone(&list);
                let turns = list.lock().unwrap().random(4);
                Box::pin(async move {
                    for _ in 0..turns {
                        tokio::task::yield_now().await;
                    }
                    let page = list.lock().unwrap().answer(&page);
                    arrived(Ok(page))
                })
            }
        };
        let mut pages = Pages::new(fetch, |row: &String| row.into(), size, width, None);
        let rows: HashSet<String> = all(&mut pages).await.unwrap().into_iter().collect();
        let list = list.lock().unwrap();
        let lost = |row: &&u32| !rows.contains(&row.to_string());
        let lost: Vec<&u32> = list.steady.iter().filter(lost).collect();
        let what = format!("{way:?}, {count} rows, {size} a page, {width} at once, {seed}");
        assert!(lost.is_empty(), "{what}: lost {lost:?}");
        assert_eq!(warning(&pages), None, "{what}");
        asked += list.asked;
        pages_at_least += count.div_ceil(size);
    }
    // Each border is looked at once more.
    assert!(
        asked < pages_at_least * 5 / 2,
        "{asked} for {pages_at_least}"
    );
}
