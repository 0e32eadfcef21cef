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

    /// A hint with the family most like one in which there is no image; `None` also if the
    /// family exists, and no image in it meets another condition.
    pub(super) fn hint(&self, family: &str) -> Option<String> {
        let known = || self.0.iter().map(String::as_str);
        if known().any(|known| known == family) {
            return None;
        }
        let near = nearest(family, known())?;
        Some(format!("did you mean the family `{near}`?"))
    }
}

/// The accounts that own the first images of one's own: one account, if there are any. It
/// costs one request, as a suggestion does.
pub(super) async fn own_accounts(target: &Target) -> Vec<String> {
    let images = first_images(target, Owner::Own).await.unwrap_or_default();
    let owners = images.into_iter().filter_map(|image| image.owner_id);
    owners.collect()
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
