//! Notes about the chosen images.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::cli::ui::Ui;
use crate::engine::{Candidate, Newest, Question, Target};
use crate::model::{Filter, FilterKind, Image, Owner, OwnerFilter};
use crate::provider::Support;
use crate::words::list;

/// How far the clocks of a service and of this machine may be apart.
const CLOCKS: SignedDuration = SignedDuration::from_mins(5);

/// Notes on all answers of a command, each said once.
#[derive(Default)]
pub(crate) struct Notes {
    /// Chosen images of accounts that nobody named: by account, where that is known.
    strangers: BTreeMap<Option<String>, Vec<String>>,
    /// Chosen images of which the service does not say whose they are, though it says so
    /// of others.
    unowned: Vec<String>,
    /// The architectures of images that were chosen from.
    architectures: BTreeSet<String>,
    /// The places where these were several.
    mixed: BTreeSet<String>,
    /// The newest images that say that they were created in the future.
    future: Vec<String>,
}

impl Notes {
    /// Takes up what there is to say of one answer.
    pub(crate) fn look_at(
        &mut self,
        target: &Target,
        question: &Question,
        newest: &Newest,
        now: Timestamp,
    ) {
        for image in newest
            .images
            .iter()
            .filter(|image| is_strange(image, question))
        {
            let ids = self.strangers.entry(image.owner_id.clone()).or_default();
            ids.push(image.id.clone());
        }
        let owner = target.account.provider.support(FilterKind::Owner);
        if !matches!(owner, Support::Unsupported(_)) {
            let unowned = newest.images.iter().filter(|image| image.owner.is_none());
            self.unowned.extend(unowned.map(|image| image.id.clone()));
        }
        if newest.architectures.len() > 1 && !asks_for_architecture(question) {
            self.mixed.insert(target.place_name().to_owned());
            self.architectures
                .extend(newest.architectures.iter().cloned());
        }
        let first = newest.leading.first();
        self.future
            .extend(first.and_then(|first| is_future(first, now)));
    }

    /// Prints the notes.
    pub(crate) fn print(self, ui: &Ui) {
        for why in self.future {
            ui.note(&format!("{why}: another image may be the newest"));
        }
        for (account, ids) in self.strangers {
            let belong = if ids.len() == 1 { "belongs" } else { "belong" };
            let ids = list(ids.iter().map(String::as_str));
            ui.note(&match account {
                Some(account) => format!(
                    "{ids} {belong} to account {account}, not to you or the cloud: check that you \
                     trust that account; --owner {account} accepts its images only"
                ),
                None => format!(
                    "{ids} {belong} to another account, not to you or the cloud, and the service \
                     does not say which: --owner ACCOUNT accepts only images of an account that \
                     you trust"
                ),
            });
        }
        if !self.unowned.is_empty() {
            let ids = list(self.unowned.iter().map(String::as_str));
            ui.note(&format!(
                "{ids}: the service does not say, or not in a word that is known, who owns it; \
                 check it before you use it"
            ));
        }
        if !self.architectures.is_empty() {
            let architectures = list(self.architectures.iter().map(String::as_str));
            ui.note(&format!(
                "the matching images in {} have several architectures ({architectures}); \
                 add --arch to choose one",
                list(self.mixed.iter().map(String::as_str))
            ));
        }
    }
}

/// Whether the image is of an account that is neither one's own nor the cloud's, and that
/// the question does not name.
fn is_strange(image: &Image, question: &Question) -> bool {
    let is_named = |owner: &OwnerFilter| matches!(owner, OwnerFilter::Account(account) if image.owner_id.as_ref() == Some(account));
    matches!(image.owner, Some(Owner::Shared | Owner::Community))
        && !question
            .filters()
            .any(|filter| matches!(filter, Filter::Owner(owners) if owners.iter().any(is_named)))
}

fn asks_for_architecture(question: &Question) -> bool {
    question.filters().any(|filter| match filter {
        Filter::Where(condition) => condition.column == "architecture",
        filter => filter.kind() == FilterKind::Arch,
    })
}

/// A message for an image whose creation time is in the future.
pub(crate) fn is_future(image: &Candidate, now: Timestamp) -> Option<String> {
    let created = image.created?;
    let is_ahead = created.duration_since(now) > CLOCKS;
    is_ahead.then(|| format!("{} has a creation time in the future ({created})", image.id))
}
