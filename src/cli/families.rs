//! Which family may be meant, where there is no image in the one that was named.

use crate::model::{Filter, FilterKind, Owner, OwnerFilter};
use crate::nearest::nearest;
use crate::query::{Plan, Question, Target, some_images};

/// The family most like one that has no image in a target.
///
/// It costs one request, for the first page of images: what is not on it is not
/// suggested. Whatever goes wrong, there is just no suggestion.
pub(super) async fn nearest_family(target: &Target, family: &str) -> Option<String> {
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
    let images = some_images(target, plan.queries.first()?).await.ok()?;
    let families: Vec<&str> = images
        .iter()
        .filter_map(|image| image.family.as_deref())
        .collect();
    // The family is there, and it is another condition that nothing meets.
    if families.contains(&family) {
        return None;
    }
    nearest(family, families).map(str::to_owned)
}
