//! The words of the domain: plain data, no I/O.

mod age;
mod cell;
mod condition;
mod filter;
mod filter_kind;
mod glob;
mod image;
mod natural;
mod pattern;
mod raw;
mod region;

pub use age::Age;
pub use cell::{Cell, Kind};
pub use condition::{Condition, Operand, Operator};
pub use filter::{Action, Filter, OwnerFilter, StatusFilter, TagFilter, Usage};
pub use filter_kind::FilterKind;
pub use glob::Glob;
pub use image::{Disk, Image, Owner, Status};
pub use natural::Natural;
pub use pattern::Pattern;
pub use raw::Raw;
pub use region::Region;
