//! How rows leave the program: which columns, in which order, in which format.
//!
//! Nothing here owns a stream: every writer gets one, best a buffered one, and
//! never asks whether it is a terminal. What depends on one is in [`Layout`].

mod choice;
mod column;
mod columns;
mod csv;
mod disarm;
mod error;
mod escape;
mod fit;
mod format;
mod id;
mod images;
mod json;
mod layout;
mod map;
mod members;
mod ordered;
mod query;
mod regions;
mod row;
#[cfg(test)]
mod samples;
pub mod schema;
mod shelf;
mod sort;
mod spool;
mod table;
mod tsv;
mod value;
mod writers;
mod yaml;

pub use choice::ChoiceError;
pub use column::{ALWAYS, Column, Form, Narrow, column, whole};
pub use columns::{default_columns, find, select, wide_columns};
pub use error::{OutputError, QueryError};
pub use escape::escape;
pub use format::Format;
pub use id::is_id;
pub use json::line as json_line;
pub use layout::Layout;
pub use members::Missing;
pub use query::{Answer, Document, Query};
#[cfg(test)]
pub(crate) use row::check_row;
pub use row::{Direction, Row};
pub use shelf::Shelf;
pub use sort::Order;
pub use spool::Spool;
pub use writers::write_rows;
