//! How rows leave the program: which columns, in which order, in which format.
//!
//! Nothing here owns a stream: every writer gets one, best a buffered one, and
//! never asks whether it is a terminal. What depends on one is in [`Layout`].

mod choice;
mod column;
mod columns;
mod csv;
mod csv_injection;
mod error;
mod escape;
mod fit;
mod format;
mod id;
mod images;
mod jmespath;
mod json;
mod layout;
mod map;
mod members;
mod ordered;
mod regions;
mod row;
#[cfg(test)]
mod samples;
pub mod schema;
mod sort;
mod sort_buffer;
mod spooled;
mod table;
mod tsv;
mod value;
mod writers;
mod yaml;

pub use self::jmespath::{Answer, Document, Query};
pub use choice::ChoiceError;
pub use column::{ALWAYS, Column, Form, Narrow};
pub use columns::{default_columns, find, select, wide_columns};
pub use error::{OutputError, QueryError};
pub use escape::escape;
pub use format::Format;
pub use id::is_id;
pub use json::line as json_line;
pub use layout::Layout;
pub use members::Missing;
#[cfg(test)]
pub(crate) use row::check_row;
pub use row::{Direction, Row};
pub use sort::Order;
pub use sort_buffer::SortBuffer;
pub use spooled::SpooledText;
pub use writers::write_rows;
