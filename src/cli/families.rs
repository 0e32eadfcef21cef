//! Which family may be meant, where there is no image in the one that was named.

use std::time::Duration;

use crate::model::{Filter, FilterKind, Owner, OwnerFilter};
use crate::nearest::nearest;
use crate::query::{Plan, Question, Target, some_images};

/// How long an answer that is known waits for a suggestion. `--timeout` may end it before.
const PATIENCE: Duration = Duration::from_secs(2);

/// Families that may be meant.
#[derive(Default)]
pub(super) struct Families(Vec<String>);

impl Families {
    /// Asks a target that has no image in a family which others it has.
    ///
    /// It costs one request that is never repeated, for the first page of images, and two
    /// seconds at most: a family that is not on that page is not suggested. Whatever goes
    /// wrong, there is just no suggestion.
    pub(super) async fn of(target: &Target, family: &str) -> Self {
        Self::asked(target, family).await.unwrap_or_default()
    }

    async fn asked(target: &Target, family: &str) -> Option<Self> {
        let support = target.provider.support(FilterKind::Family);
        if support.why().is_some() {
            return None;
        }
        // The cloud's own families have its mark before them, with a colon.
        let owner = if family.contains(':') {
            Owner::System
        } else {
            Owner::Own
        };
        let question = Question {
            asked: vec![Filter::Owner(vec![OwnerFilter::Is(owner)])],
            ..Question::default()
        };
        let plan = Plan::new(target.provider, &question).ok()?;
        let images = some_images(target, plan.queries.first()?, PATIENCE).await;
        let families = images.ok()?.into_iter().filter_map(|image| image.family);
        Some(Self(families.collect()))
    }

    /// The one most like a family in which there is no image; `None` also where it is
    /// there, and it is another condition that nothing meets.
    pub(super) fn nearest(&self, family: &str) -> Option<&str> {
        let known = || self.0.iter().map(String::as_str);
        if known().any(|known| known == family) {
            return None;
        }
        nearest(family, known())
    }
}
