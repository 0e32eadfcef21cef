//! The plans of a question for all providers of a command.

use std::sync::Arc;

use super::{Job, Plan, Question, Target};
use crate::error::Error;
use crate::provider::Provider;

/// The plans of a question: one for each provider, whatever the number of accounts and regions.
#[derive(Clone)]
pub struct Plans(Vec<(&'static str, Arc<Plan>)>);

impl Plans {
    /// Plans a question for each provider, which may be named more than once.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn new(
        providers: impl IntoIterator<Item = &'static dyn Provider>,
        question: &Question,
    ) -> Result<Self, Error> {
        let mut plans: Vec<(&'static str, Arc<Plan>)> = Vec::new();
        for provider in providers {
            let id = provider.facts().id;
            if plans.iter().all(|(known, _)| *known != id) {
                plans.push((id, Arc::new(Plan::new(provider, question)?)));
            }
        }
        Ok(Self(plans))
    }

    /// The plan for a provider; `None` if it is not among those that were planned for.
    pub fn of(&self, provider: &dyn Provider) -> Option<&Arc<Plan>> {
        let id = provider.facts().id;
        let plan = self.0.iter().find(|(known, _)| *known == id)?;
        Some(&plan.1)
    }

    /// The jobs of targets, in their order.
    pub fn jobs(&self, targets: impl IntoIterator<Item = Target>) -> Vec<Job> {
        let job = |target: Target| {
            let plan = Arc::clone(self.of(target.account.provider)?);
            Some(Job { target, plan })
        };
        targets.into_iter().filter_map(job).collect()
    }
}
