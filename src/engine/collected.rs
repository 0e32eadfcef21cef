//! Whole lists in memory, for answers that would be wrong if a row were missing.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::{Job, Outcome, Part, Reading, Sink, images};
use crate::error::{Doubt, Error};
use crate::model::Image;

/// Reads the images of all jobs, in the order of the jobs and of the service.
///
/// # Errors
/// The first job's that is not whole. A list whose rows do not add up to the
/// service's count is an [`Error::Untrusted`].
pub async fn collect(jobs: &[Job]) -> Result<Vec<Image>, Error> {
    let mut collected = Collected::default();
    let outcomes = images(jobs, Reading::default(), &mut collected).await;
    for (job, outcome) in jobs.iter().zip(outcomes) {
        match outcome.distrusted(job) {
            Outcome::Whole(..) => {}
            Outcome::Failed(error) => return Err(error),
            Outcome::CutShort => {
                return Err(Error::Untrusted {
                    call: Box::new(job.target.call()),
                    doubt: Doubt::List("the list was not read to its end".to_owned()),
                });
            }
        }
    }
    Ok(collected.of_jobs(|_| true))
}

impl Outcome {
    /// Takes a list that may lack rows, or has rows that contradict the question, for a
    /// failed one.
    #[must_use]
    pub fn distrusted(self, job: &Job) -> Self {
        match self {
            Outcome::Whole(..) => match self.doubts().into_iter().next() {
                Some(doubt) => Outcome::Failed(Error::Untrusted {
                    call: Box::new(job.target.call()),
                    doubt,
                }),
                None => self,
            },
            outcome => outcome,
        }
    }
}

/// A sink that keeps all rows.
#[derive(Default)]
pub struct Collected {
    /// The rows of each part, with the job it belongs to.
    parts: BTreeMap<usize, (usize, Vec<Image>)>,
}

impl Collected {
    /// The rows of these jobs, in the order of parts.
    pub fn of_jobs(self, is_wanted: impl Fn(usize) -> bool) -> Vec<Image> {
        let parts = self.parts.into_values();
        let wanted = parts.filter(|(job, _)| is_wanted(*job));
        wanted.flat_map(|(_, images)| images).collect()
    }
}

impl Sink for Collected {
    fn rows(&mut self, part: Part, rows: Vec<Image>) -> ControlFlow<()> {
        let (job, all) = self.parts.entry(part.number).or_default();
        *job = part.job;
        all.extend(rows);
        ControlFlow::Continue(())
    }
}
