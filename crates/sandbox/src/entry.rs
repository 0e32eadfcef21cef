//! Images of any product, how they are said, and in which order they are listed.

use std::{borrow::Cow, sync::OnceLock};

use serde::Serialize;

use crate::random::hash;

/// Text that is often a constant.
pub(crate) type Text = Cow<'static, str>;

/// An image, and its JSON text once somebody has asked for it.
#[derive(Clone, Debug)]
pub(crate) struct Entry<I> {
    pub(crate) image: I,
    text: OnceLock<Box<str>>,
}

impl<I: Serialize> Entry<I> {
    pub(crate) fn new(image: I) -> Entry<I> {
        Entry {
            image,
            text: OnceLock::new(),
        }
    }

    /// An image of the user's: its text stays as it is.
    pub(crate) fn given(image: I, text: &str) -> Entry<I> {
        Entry {
            image,
            text: OnceLock::from(Box::from(text)),
        }
    }

    /// The image as JSON.
    #[expect(
        clippy::expect_used,
        reason = "plain structs with text keys always serialise"
    )]
    pub(crate) fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let text = serde_json::to_string(&self.image).expect("an image serialises");
            text.into_boxed_str()
        })
    }
}

/// The usual order: stable, but it means nothing.
pub(crate) fn mixed<I: Serialize>(
    mut images: Vec<I>,
    seed: u64,
    id: impl Fn(&I) -> Text,
) -> Vec<Entry<I>> {
    images.sort_by_cached_key(|image| hash(seed, &id(image)));
    images.into_iter().map(Entry::new).collect()
}

/// The usual order, or another one such for each number.
pub(crate) fn in_order<I>(
    entries: &[Entry<I>],
    shuffle: Option<u64>,
    id: impl Fn(&I) -> Text,
) -> Vec<&Entry<I>> {
    let mut entries: Vec<&Entry<I>> = entries.iter().collect();
    if let Some(seed) = shuffle {
        let seed = seed.wrapping_add(1);
        entries.sort_by_cached_key(|entry| hash(seed, &id(&entry.image)));
    }
    entries
}
