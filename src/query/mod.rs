//! What is asked of the clouds as a whole: conditions split between service
//! and program, pages, many targets at once, the newest image.

mod fan_out;
mod latest;
mod pages;
mod plan;
mod target;

pub use fan_out::{Job, Outcome, Reading, images};
pub use latest::{Basis, Choice, Newest, newest, newest_of_family};
pub use plan::{Decides, Plan, Question};
pub use target::{Target, permission, regions};
