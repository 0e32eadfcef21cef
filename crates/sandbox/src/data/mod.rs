//! The user's own images, in place of the made-up ones.
//!
//! A text may hold what the APIs answer or what `cloudq -o json` and `-o ndjson` print, and several
//! of them one after another, such as all pages of a list. Which it is shows in the members
//! (`reader`). The images are given back as they came, with all members; what filters look at is read
//! from them once, in `facts`. Objects of the client are written anew in the API's words by `rows`.

mod facts;
mod listed;
mod reader;
mod rows;

pub use reader::{Data, InvalidData};
