//! The question of `cloudq images latest`, from its flags.

use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use crate::cli::args::{Global, LatestArgs, OnError};
use crate::cli::commands::images::columns::Columns;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::permission::may_list;
use crate::cli::places::Typed;
use crate::cli::search::raw_has_room;
use crate::cli::ui::Ui;
use crate::clock::Clock;
use crate::engine::{Choice, Plans, Question, Target, newest_of_family};
use crate::error::Error;
use crate::model::{Filter, FilterKind, Image, Owner, OwnerFilter, Status, StatusFilter};
use crate::output::Format;
use crate::provider::{Recency, Support};

/// The question, checked as far as possible without a network.
pub(crate) struct Ask {
    /// One family or none for each question; several are several questions.
    pub(crate) families: Vec<Option<String>>,
    /// All else that is asked.
    pub(crate) question: Question,
    /// Whether the family is all that was given.
    pub(crate) only_family: bool,
    pub(crate) choice: Choice,
    pub(crate) max_age: Option<SignedDuration>,
    /// When the command began.
    pub(crate) now: Timestamp,
    pub(crate) allow_missing: bool,
    pub(crate) stop_on_failure: bool,
    pub(crate) columns: Columns,
    pub(crate) typed: Typed,
}

impl Ask {
    pub(crate) fn new(
        args: &LatestArgs,
        global: &Global,
        ui: &Ui,
        clock: &dyn Clock,
    ) -> Result<Self, Failure> {
        // Without a format ids or a table come, depending on the number of targets.
        raw_has_room(global, ui.format.unwrap_or(Format::Table))?;
        let (mut question, notes) = args.filters.question(clock.now())?;
        ui.notes(&notes);
        let filters = &mut question.asked;
        if filters.is_empty() {
            return Err(Failure::Usage {
                message: "no filter selects the images: the newest of all images is rarely useful"
                    .to_owned(),
                hint: Some("use --family, --name or another filter".to_owned()),
            });
        }
        let only_family = filters
            .iter()
            .map(Filter::kind)
            .filter(|kind| *kind != FilterKind::CheckPermission)
            .eq([FilterKind::Family]);
        let families = filters.iter().find_map(|filter| match filter {
            Filter::Family(families) => Some(families.iter().cloned().map(Some).collect()),
            _ => None,
        });
        let families = families.unwrap_or_else(|| vec![None]);
        filters.retain(|filter| filter.kind() != FilterKind::Family);
        question.assumed = assumed(&question.asked);
        let choice = Choice {
            skip: args.skip,
            count: args.count,
        };
        Ok(Self {
            families,
            only_family: only_family && choice == Choice::default(),
            question,
            choice,
            max_age: args
                .max_age
                .and_then(|age| SignedDuration::try_from(age).ok()),
            now: clock.now(),
            allow_missing: args.allow_missing,
            stop_on_failure: global.on_error == OnError::Fail,
            columns: Columns::new::<Image>(&args.columns, ui)?,
            typed: Typed::new(global),
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    pub(crate) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Image>(ui)
    }

    /// A hint with the default filters, if only these were used.
    pub(crate) fn looked_at(&self, context: &Context) -> Option<String> {
        let known = |kind| {
            context
                .providers()
                .all(|provider| !matches!(provider.support(kind), Support::Unsupported(_)))
        };
        let usual = self.question.assumed.len() == 2
            && known(FilterKind::Owner)
            && known(FilterKind::Status);
        usual.then(|| {
            "only available images owned by you or the cloud were searched; widen with --owner or --status"
                .to_owned()
        })
    }

    /// Checks only whether it is permitted, in the very calls that would answer.
    pub(crate) async fn may_answer(
        &self,
        target: &Target,
        families: &[Family],
    ) -> Result<(), Error> {
        let asking = families.iter().map(async |family| {
            // The call for one family has no check of its own, and is none that a check
            // of the list could stand for: its permission is another one.
            if let (true, Some(name)) = (self.only_family, &family.name)
                && let Some(answer) = newest_of_family(target, name, &family.question).await
            {
                return answer.map(drop);
            }
            may_list(target, &family.plans).await
        });
        try_join_all(asking).await.map(drop)
    }

    /// The image's age, when it is more than is allowed.
    pub(crate) fn age_beyond(&self, image: &Image) -> Option<String> {
        let age = self.now.duration_since(image.created?);
        let age = (age > self.max_age?).then_some(age)?;
        let hours = age.as_hours();
        Some(if hours < 48 {
            format!("{hours}h")
        } else {
            format!("{}d {}h", hours / 24, hours % 24)
        })
    }

    /// The question for each family, and its plans. It refuses what a provider cannot do.
    pub(crate) fn families(&self, context: &Context) -> Result<Vec<Family>, Failure> {
        let family = |name: &Option<String>| {
            let mut question = self.question.clone();
            let family = name.clone().map(|name| Filter::Family(vec![name]));
            question.asked.splice(0..0, family);
            Ok(Family {
                name: name.clone(),
                plans: context.plans(&question)?,
                question,
            })
        };
        self.families.iter().map(family).collect()
    }

    /// Refuses what an answer of a provider cannot be used for, before anything is sent.
    pub(crate) fn check(&self, context: &Context, is_map: bool) -> Result<(), Failure> {
        for provider in context.providers() {
            let facts = provider.facts();
            if is_map && !facts.regional {
                return Err(Failure::Usage {
                    message: format!(
                        "the format `map` goes by region, and {} has none to ask",
                        facts.title
                    ),
                    hint: Some("`-o json` tells what there is of each image".to_owned()),
                });
            }
            if self.max_age.is_some() && matches!(facts.recency, Recency::AgeHints(_)) {
                return Err(Failure::Usage {
                    message: format!("--max-age cannot be used with {}", facts.title),
                    hint: Some("its images tell no time of creation".to_owned()),
                });
            }
        }
        Ok(())
    }
}

/// A family, or none, the question for its images, and the plans of that.
pub(crate) struct Family {
    pub(crate) name: Option<String>,
    pub(crate) question: Question,
    pub(crate) plans: Plans,
}

/// A target that is asked for the newest image of a family.
#[derive(Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) target: Target,
    pub(crate) family: &'a Family,
    /// Whether `--explain` prints the plan.
    pub(crate) explains: bool,
}

/// Own and public images that can be used, unless told otherwise.
fn assumed(asked: &[Filter]) -> Vec<Filter> {
    let usual = [
        Filter::Owner(vec![
            OwnerFilter::Is(Owner::Own),
            OwnerFilter::Is(Owner::System),
        ]),
        Filter::Status(StatusFilter::In(vec![Status::Available])),
    ];
    let given = |kind| asked.iter().any(|filter| filter.kind() == kind);
    usual
        .into_iter()
        .filter(|filter| !given(filter.kind()))
        .collect()
}
