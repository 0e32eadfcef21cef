//! What the machine offers: its environment and its files.

mod access;
mod env;
pub mod files;
pub mod home;

pub use env::Env;
pub use files::Content;
