//! An image of any product, and how it is said.

use std::sync::OnceLock;

use serde::Serialize;

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
