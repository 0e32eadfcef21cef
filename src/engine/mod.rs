//! The engine: filters split between service and program, pages, many targets at once, the
//! newest image.

mod account;
mod images;
mod metrics;
mod newest;
mod pages;
mod plan;
mod plans;
mod run;
mod target;

pub use account::Account;
pub use images::{Event, Evidence, Job, Reading, collect, images};
pub use metrics::{Metrics, Snapshot};
pub use newest::{Basis, By, Candidate, Choice, Newest, newest, newest_of_family};
pub use pages::Completeness;
pub use plan::{Decides, Plan, Question};
pub use plans::Plans;
pub use run::{JobId, Run, Step};
pub use target::{Target, permission, regions, some_images};
