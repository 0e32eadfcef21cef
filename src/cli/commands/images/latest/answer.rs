//! The newest image of one provider and region.

use std::sync::Arc;

use super::ask::{Ask, Asked, Family};
use crate::cli::commands::images::explain;
use crate::cli::ui::Ui;
use crate::engine::{Job, Newest, Plan, Question, Target, collect, newest, newest_of_family};
use crate::error::{Doubt, Error};
use crate::model::{Cell, Filter, FilterKind, Image, OwnerFilter};
use crate::output::{Column, Format};

use super::notes::is_future;

/// The columns in which the one call for a family shows an image as a list does, unless
/// they are empty.
const TOLD: [&str; 7] = [
    "provider", "profile", "region", "id", "name", "family", "created",
];

/// The part of an image that is printed.
pub(crate) enum Needs {
    /// Its id.
    Id,
    /// These columns.
    Columns(Vec<&'static Column<Image>>),
    /// All there is.
    Whole,
}

impl Needs {
    pub(crate) fn of(format: Format, is_queried: bool, columns: &[&'static Column<Image>]) -> Self {
        match format {
            _ if is_queried => Needs::Whole,
            Format::Id | Format::Map => Needs::Id,
            Format::Json | Format::Ndjson | Format::Yaml => Needs::Whole,
            Format::Table | Format::Wide | Format::Csv | Format::Tsv => {
                Needs::Columns(columns.to_vec())
            }
        }
    }

    /// Whether the one call for a family never shows enough.
    pub(crate) fn more_than_one_call(&self) -> bool {
        match self {
            Needs::Id => false,
            Needs::Columns(columns) => columns.iter().any(|column| !TOLD.contains(&column.name)),
            Needs::Whole => true,
        }
    }

    /// Whether the image that the one call shows lacks some of it.
    fn lacks(&self, image: &Image) -> bool {
        let is_empty = |column: &&Column<Image>| {
            // A profile may be missing everywhere.
            column.name != "profile" && (column.get)(image) == Cell::Nothing
        };
        self.more_than_one_call()
            || matches!(self, Needs::Columns(columns) if columns.iter().any(is_empty))
    }
}

/// Asks for the newest image, of a family where one is given.
pub(crate) async fn answer(
    ui: &Ui,
    ask: &Ask,
    needs: &Needs,
    Asked {
        target,
        family,
        explains,
    }: &Asked<'_>,
) -> Result<Newest, Error> {
    let Family {
        name,
        question,
        plans,
    } = family;
    // With nothing but a family the service may know the answer itself.
    if let (true, Some(name)) = (ask.only_family, name)
        && let Some(found) = newest_of_family(target, name, question).await
    {
        let found = found?;
        let lacks = |image: &Image| {
            needs.lacks(image) || (ask.max_age.is_some() && image.created.is_none())
        };
        let Some(image) = found.as_ref().filter(|image| lacks(image)) else {
            explain::one_call(ui, target, name, false);
            return choose(ask, target, found.into_iter().collect());
        };
        // It may be gone meanwhile: then the list tells which is the newest now.
        if let Some(whole) = complete(target, question, image).await? {
            explain::one_call(ui, target, name, true);
            return choose(ask, target, vec![whole]);
        }
    }
    let mut images = Vec::new();
    for job in plans.jobs([target.clone()]) {
        if *explains {
            explain::plan(ui, target.account.provider, &job.plan);
        }
        images = collect(job).await?;
    }
    let newest = choose(ask, target, images)?;
    explain::choice(ui, target, &newest);
    Ok(newest)
}

/// The image as a list shows it.
async fn complete(
    target: &Target,
    question: &Question,
    image: &Image,
) -> Result<Option<Image>, Error> {
    let mut question = question.clone();
    question.asked.push(Filter::Id(vec![image.id.clone()]));
    if let Some(owner) = image.owner {
        // One owner is one call.
        question
            .assumed
            .retain(|filter| filter.kind() != FilterKind::Owner);
        let owners = vec![OwnerFilter::Is(owner)];
        question.assumed.push(Filter::Owner(owners));
    }
    let plan = Arc::new(Plan::new(target.account.provider, &question)?);
    let job = Job {
        target: target.clone(),
        plan,
    };
    Ok(collect(job).await?.into_iter().next())
}

fn choose(ask: &Ask, target: &Target, images: Vec<Image>) -> Result<Newest, Error> {
    let untrusted = |doubt| Error::Untrusted {
        call: Box::new(target.call()),
        doubt,
    };
    let newest =
        newest(images, ask.choice, target.account.provider.facts().recency).map_err(untrusted)?;
    if ask.max_age.is_none() {
        return Ok(newest);
    }
    // Even of a single image the age must be known when it counts.
    if let Some(image) = newest
        .images
        .first()
        .filter(|image| image.created.is_none())
    {
        let why = format!("{} has no creation time that can be read", image.id);
        return Err(untrusted(Doubt::Time(why)));
    }
    match newest
        .leading
        .first()
        .and_then(|first| is_future(first, ask.now))
    {
        Some(why) => Err(untrusted(Doubt::Future(why))),
        None => Ok(newest),
    }
}
