//! Lists whose pages have tokens.

use std::sync::{Arc, Mutex};

use super::{all, arrived, warning};
use crate::engine::pages::{Asking, Completeness, Pages};
use crate::provider::{Page, PageRef, Rest};

/// A list whose pages and tokens are given: the rows of each page, and its token.
#[derive(Clone, Default)]
struct Chain {
    pages: Vec<(Vec<String>, Option<&'static str>)>,
    asked: Arc<Mutex<Vec<PageRef>>>,
}

impl Chain {
    /// Pages of so many rows, each with a token of its own but the last.
    fn of(counts: &[usize]) -> Self {
        const TOKENS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
        let mut number = 0;
        let mut page = |(place, count): (usize, &usize)| {
            let rows = (0..*count).map(|_| {
                number += 1;
                format!("m-{number}")
            });
            let token = TOKENS
                .get(place)
                .copied()
                .filter(|_| place + 1 < counts.len());
            (rows.collect(), token)
        };
        Self {
            pages: counts.iter().enumerate().map(&mut page).collect(),
            asked: Arc::default(),
        }
    }

    fn rows(&self) -> Vec<String> {
        self.pages
            .iter()
            .flat_map(|(rows, _)| rows.clone())
            .collect()
    }

    /// Answers as an API does: a token leads to the page after the one that gave it.
    fn answer(&self, at: &PageRef) -> Page<String> {
        let has_given = |token: &str| self.pages.iter().position(|page| page.1 == Some(token));
        let place = match &at.token {
            None => 0,
            Some(token) => has_given(token).expect("a token that was never given") + 1,
        };
        let (rows, token) = self.pages[place].clone();
        let rest = match token {
            Some(token) => Rest::More(token.to_owned()),
            None => Rest::Complete,
        };
        self.asked.lock().unwrap().push(at.clone());
        Page { rows, rest }
    }

    fn list(&self, size: u32, wanted: Option<u64>) -> Pages<'static, String> {
        let chain = self.clone();
        let fetch = move |at: PageRef| -> Asking<'static, String> {
            let chain = chain.clone();
            Box::pin(async move { arrived(Ok(chain.answer(&at))) })
        };
        Pages::new(fetch, |row| row.into(), size, 8, wanted)
    }

    /// The number of rows that each request asked for.
    fn sizes(&self) -> Vec<u32> {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .map(|at| at.size)
            .collect()
    }
}

#[tokio::test]
async fn an_empty_page_with_a_token_does_not_end_the_list() {
    for counts in [&[100, 0, 100, 7][..], &[0, 3], &[100, 0, 0, 0, 2]] {
        let chain = Chain::of(counts);
        let mut list = chain.list(100, None);
        assert_eq!(all(&mut list).await.unwrap(), chain.rows(), "{counts:?}");
        assert_eq!(chain.sizes().len(), counts.len());
        assert_eq!((list.contradiction(), warning(&list)), (None, None));
    }
}

#[tokio::test]
async fn a_short_first_page_does_not_change_the_page_size() {
    let chain = Chain::of(&[1, 100, 100, 30]);
    let mut list = chain.list(100, None);
    assert_eq!(all(&mut list).await.unwrap(), chain.rows());
    assert_eq!(chain.sizes(), [100; 4]);
}

#[tokio::test]
async fn a_token_that_comes_twice_is_an_error() {
    let mut chain = Chain::of(&[10, 10, 10, 10]);
    chain.pages[2].1 = Some("a");
    let mut list = chain.list(10, None);
    assert_eq!(all(&mut list).await.unwrap().len(), 30);
    let told = list.contradiction().unwrap();
    assert_eq!(
        told,
        "the service gave one page token twice: the list has no end"
    );
    assert_eq!(chain.sizes().len(), 3);
}

#[tokio::test]
async fn a_last_page_may_have_no_rows() {
    let chain = Chain::of(&[10, 10, 0]);
    let mut list = chain.list(10, None);
    assert_eq!(all(&mut list).await.unwrap(), chain.rows());
    assert_eq!(chain.sizes().len(), 3);
    assert_eq!((list.contradiction(), warning(&list)), (None, None));
    // An empty token is none.
    let mut chain = Chain::of(&[10, 10, 10]);
    chain.pages[1].1 = Some("");
    let mut list = chain.list(10, None);
    assert_eq!(all(&mut list).await.unwrap().len(), 20);
    assert_eq!(chain.sizes().len(), 2);
    assert_eq!(list.contradiction(), None);
}

#[tokio::test]
async fn a_limit_asks_for_no_page_after_the_one_that_reaches_it() {
    for (wanted, pages) in [(3, 1), (10, 1), (11, 2), (15, 3), (20, 3)] {
        let chain = Chain::of(&[10, 4, 10, 10]);
        let mut list = chain.list(10, Some(wanted));
        assert!(all(&mut list).await.unwrap().len() as u64 >= wanted);
        assert_eq!(chain.sizes().len(), pages, "{wanted} wanted");
        assert_eq!(warning(&list), None);
    }
    // A reader that has enough after filtering: the next page is never asked for.
    let chain = Chain::of(&[10, 10, 10]);
    let mut list = chain.list(10, None);
    list.next().await.unwrap();
    list.stop();
    assert_eq!(list.next().await.unwrap(), None);
    assert_eq!(chain.sizes().len(), 1);
}

#[tokio::test]
async fn a_row_on_two_pages_of_a_chain_is_told() {
    let mut chain = Chain::of(&[10, 10, 10]);
    chain.pages[1].0[0] = "m-1".to_owned();
    let mut list = chain.list(10, None);
    assert_eq!(all(&mut list).await.unwrap().len(), 29);
    assert_eq!(chain.sizes(), [10; 9]);
    assert_eq!(list.contradiction(), None);
    let told = warning(&list).unwrap();
    assert!(
        told.starts_with("a row came twice, though it was read 3 times"),
        "{told}"
    );
    // Twice on one page is no sign that the list changes.
    let mut chain = Chain::of(&[10, 10]);
    chain.pages[1].0[0] = "m-12".to_owned();
    let mut list = chain.list(10, None);
    assert_eq!(all(&mut list).await.unwrap().len(), 19);
    let unproved = Completeness::Unproved { doubts: Vec::new() };
    assert_eq!((chain.sizes().len(), list.completeness()), (2, unproved));
}
