//! What the machine offers: its environment and its files.

mod env;
pub mod files;

pub use env::Env;
pub use files::Content;
