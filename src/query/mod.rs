//! What is asked of the clouds as a whole: conditions split between service
//! and program, pages, many targets at once, the newest image.

mod collected;
mod fan_out;
mod first;
mod latest;
mod meter;
mod pages;
mod plan;
mod target;

pub use collected::{Collected, collect};
pub use fan_out::{Job, Outcome, Part, Reading, Sink, images};
pub use first::{first_of_family, first_of_images, first_of_permission, first_of_regions};
pub use latest::{Basis, By, Candidate, Choice, Newest, newest, newest_of_family};
pub use meter::{Cost, Meter};
pub use pages::Completeness;
pub use plan::{Decides, Plan, Question};
pub use target::{Target, permission, regions, some_images};
