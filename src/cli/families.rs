//! Which family may be meant, where there is no image in the one that was named.

use std::time::Duration;

use crate::model::{Filter, FilterKind, Image, Owner, OwnerFilter};
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
        let images = first_images(target, owner).await?;
        let families = images.into_iter().filter_map(|image| image.family);
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

/// Whether an account is the one whose key is used, as far as its first images tell. It
/// costs what a suggestion does.
pub(super) async fn is_own_account(target: &Target, account: &str) -> bool {
    let images = first_images(target, Owner::Own).await.unwrap_or_default();
    let mut owners = images.iter().filter_map(|image| image.owner_id.as_deref());
    owners.any(|owner| owner == account)
}

/// The images on the first page of an owner.
async fn first_images(target: &Target, owner: Owner) -> Option<Vec<Image>> {
    let question = Question {
        asked: vec![Filter::Owner(vec![OwnerFilter::Is(owner)])],
        ..Question::default()
    };
    let plan = Plan::new(target.provider, &question).ok()?;
    some_images(target, plan.queries.first()?, PATIENCE)
        .await
        .ok()
}
