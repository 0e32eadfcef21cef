//! The engine: filters split between service and program, pages, many targets at once, the
//! newest image.

mod collected;
mod first;
mod metrics;
mod newest;
mod pages;
mod plan;
mod run;
mod target;

pub use collected::{Collected, collect};
pub use first::{first_of_family, first_of_images, first_of_permission, first_of_regions};
pub use metrics::{Metrics, Snapshot};
pub use newest::{Basis, By, Candidate, Choice, Newest, newest, newest_of_family};
pub use pages::Completeness;
pub use plan::{Decides, Plan, Question};
pub use run::{Job, Outcome, Part, Reading, Sink, images};
pub use target::{Target, permission, regions, some_images};
