//! Which family may be meant, where there is no image in the one that was named.

use std::time::{Duration, Instant};

use crate::engine::{Plan, Question, Target, some_images};
use crate::model::{Filter, FilterKind, Image, Owner, OwnerFilter};
use crate::nearest::nearest;

/// How long an answer that is known waits for a suggestion. `--timeout` may end it before.
const PATIENCE: Duration = Duration::from_secs(2);

/// Families that may be meant.
#[derive(Default)]
pub(crate) struct Families(Vec<String>);

impl Families {
    /// Asks a target that has no image in a family which others it has.
    ///
    /// It costs one request that is never repeated, for the first page of images: a family
    /// that is not on that page is not suggested. If none there is similar, a second request
    /// looks for the cloud's own family of that name. Both take two seconds at most.
    /// Whatever goes wrong, there is just no suggestion.
    pub(crate) async fn of(target: &Target, family: &str) -> Self {
        Self::asked(target, family).await.unwrap_or_default()
    }

    async fn asked(target: &Target, family: &str) -> Option<Self> {
        let support = target.account.provider.support(FilterKind::Family);
        if support.why().is_some() {
            return None;
        }
        // The cloud's own families have its mark before them, with a colon.
        let owner = if family.contains(':') {
            Owner::System
        } else {
            Owner::Own
        };
        let until = Instant::now() + PATIENCE;
        let images = first_images(target, vec![of_owner(owner)], PATIENCE).await?;
        let families = images.into_iter().filter_map(|image| image.family);
        let mut known = Self(families.collect());
        if let Some(mark) = target.account.provider.facts().own_families
            && owner == Owner::Own
            && !known.has(family)
            && known.hint(family).is_none()
        {
            let named = format!("{mark}{family}");
            let filters = vec![Filter::Family(vec![named.clone()]), of_owner(Owner::System)];
            let left = until.saturating_duration_since(Instant::now());
            let images = first_images(target, filters, left).await;
            let is_there = |image: &Image| image.family.as_ref() == Some(&named);
            if images.is_some_and(|images| images.iter().any(is_there)) {
                known.0.push(named);
            }
        }
        Some(known)
    }

    /// Whether there are images in a family.
    pub(crate) fn has(&self, family: &str) -> bool {
        self.0.iter().any(|known| known == family)
    }

    /// A hint with the family most like one in which there is no image; `None` also if the
    /// family exists, and no image in it meets another condition.
    pub(crate) fn hint(&self, family: &str) -> Option<String> {
        let known = || self.0.iter().map(String::as_str);
        if self.has(family) {
            return None;
        }
        let is_own = |known: &&str| {
            known
                .split_once(':')
                .is_some_and(|(_, name)| name == family)
        };
        let near = known().find(is_own).or_else(|| nearest(family, known()))?;
        Some(format!("did you mean the family `{near}`?"))
    }
}

/// The accounts that own the first images of one's own: one account, if there are any. It
/// costs one request, as a suggestion does.
pub(crate) async fn own_accounts(target: &Target) -> Vec<String> {
    let filters = vec![of_owner(Owner::Own)];
    let images = first_images(target, filters, PATIENCE).await;
    let images = images.unwrap_or_default();
    let owners = images.into_iter().filter_map(|image| image.owner_id);
    owners.collect()
}

fn of_owner(owner: Owner) -> Filter {
    Filter::Owner(vec![OwnerFilter::Is(owner)])
}

/// The images on the first page that meets these filters.
async fn first_images(
    target: &Target,
    filters: Vec<Filter>,
    patience: Duration,
) -> Option<Vec<Image>> {
    let question = Question {
        asked: filters,
        ..Question::default()
    };
    let plan = Plan::new(target.account.provider, &question).ok()?;
    some_images(target, plan.queries.first()?, patience).await
}
