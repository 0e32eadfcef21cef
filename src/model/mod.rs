//! The words of the domain: plain data, no I/O.

mod filter;
mod glob;
mod image;
mod natural;
mod region;

pub use filter::{Filter, FilterKind, OwnerFilter, StatusFilter, TagFilter};
pub use glob::Glob;
pub use image::{Disk, Image, Owner, Status};
pub use natural::Natural;
pub use region::Region;
