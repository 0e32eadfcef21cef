//! `cloudq images latest`

use futures_util::future::{join_all, try_join_all};
use jiff::{SignedDuration, Timestamp};

use super::args::{Global, LatestArgs, OnError};
use super::columns::{Columns, told_apart};
use super::context::Context;
use super::explain;
use super::failure::{Exit, Failure};
use super::search::{check_permission, collect_whole, jobs, raw_has_room, targets};
use super::ui::Ui;
use crate::clock::Clock;
use crate::error::Error;
use crate::model::{Filter, FilterKind, Image, Owner, OwnerFilter, Status, StatusFilter};
use crate::output::Format;
use crate::provider::Newness;
use crate::query::{Choice, Question, Reading, Target, newest, newest_of_family};

/// What is asked, checked as far as that goes without a network.
pub(super) struct Ask {
    /// One family or none for each question; several are several questions.
    families: Vec<Option<String>>,
    /// All else that is asked.
    question: Question,
    check_permission: bool,
    /// Whether the family is all that was given.
    only_family: bool,
    choice: Choice,
    max_age: Option<SignedDuration>,
    allow_missing: bool,
    /// Whether owner or state are those chosen for the user.
    usual_owner_and_state: bool,
    stop_on_failure: bool,
    columns: Columns,
}

/// The columns of a table unless told otherwise.
const TABLE: [&str; 3] = ["family", "id", "created"];

impl Ask {
    pub(super) fn new(
        args: &LatestArgs,
        global: &Global,
        ui: &Ui,
        clock: &dyn Clock,
    ) -> Result<Self, Failure> {
        // Without a format ids or a table come, depending on the number of targets.
        raw_has_room(global, ui.format.unwrap_or(Format::Table))?;
        let mut question = args.filters.question(clock.now())?;
        let filters = &mut question.asked;
        if filters.is_empty() {
            return Err(Failure::Usage {
                message: "say which image is meant: of all images the newest is hardly the one"
                    .to_owned(),
                hint: Some("use --family, --name or another filter".to_owned()),
            });
        }
        let only_family = filters.len() == 1 && filters[0].kind() == FilterKind::Family;
        let families = match filters
            .iter()
            .position(|filter| filter.kind() == FilterKind::Family)
        {
            Some(position) => match filters.remove(position) {
                Filter::Family(families) => families.into_iter().map(Some).collect(),
                _ => vec![None],
            },
            None => vec![None],
        };
        question.assumed = assumed(&question.asked);
        let choice = Choice {
            skip: args.skip,
            count: args.count,
        };
        Ok(Self {
            families,
            only_family: only_family && choice == Choice::default(),
            usual_owner_and_state: question.assumed.len() == 2,
            check_permission: args.filters.checks_permission(),
            question,
            choice,
            max_age: args
                .max_age
                .and_then(|age| SignedDuration::try_from(age).ok()),
            allow_missing: args.allow_missing,
            stop_on_failure: global.on_error == OnError::Fail,
            columns: Columns::new::<Image>(&args.columns)?,
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    pub(super) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Image>(ui)
    }

    /// What was looked at, if the user may not know.
    fn looked_at(&self) -> Option<String> {
        self.usual_owner_and_state.then(|| {
            "these are available images of owner self and system; --owner and --status look at others"
                .to_owned()
        })
    }

    /// The image's age, when it is more than is allowed.
    fn age_beyond(&self, image: &Image, now: Timestamp) -> Option<String> {
        let age = now.duration_since(image.created?);
        let age = (age > self.max_age?).then_some(age)?;
        let hours = age.as_hours();
        Some(if hours < 48 {
            format!("{hours}h")
        } else {
            format!("{}d", hours / 24)
        })
    }

    fn question_for(&self, family: Option<&String>) -> Question {
        let mut question = self.question.clone();
        let family = family.map(|family| Filter::Family(vec![family.clone()]));
        question.asked.splice(0..0, family);
        question
    }

    /// Refuses what a provider cannot do, before anything is sent to any.
    fn check(&self, context: &Context) -> Result<(), Failure> {
        for family in &self.families {
            context.check(&self.question_for(family.as_ref()), None)?;
        }
        for target in context.accounts() {
            let facts = target.provider.facts();
            if self.max_age.is_some() && matches!(facts.newness, Newness::Marks(_)) {
                return Err(Failure::Usage {
                    message: format!("--max-age cannot be used with {}", facts.title),
                    hint: Some("its images tell no time of creation".to_owned()),
                });
            }
        }
        Ok(())
    }
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

pub(super) async fn run(ui: &mut Ui, context: &Context, ask: &Ask) -> Result<Exit, Failure> {
    let several = context.is_several() || ask.families.len() > 1;
    let format = ui
        .format
        .unwrap_or(if several { Format::Table } else { Format::Id });
    if format == Format::Map && ask.choice.count > 1 {
        return Err(Failure::usage(
            "the format `map` has room for one image in each place: leave out --count",
        ));
    }
    ui.nested = ask.families.len() > 1;
    let columns = ask
        .columns
        .of::<Image>(format, &told_apart(context, &TABLE))?;
    ask.check(context)?;
    let (targets, mut verdict) = targets(ui, context, ask.stop_on_failure).await?;
    let questions: Vec<(&Target, Option<&String>)> = targets
        .iter()
        .flat_map(|target| {
            ask.families
                .iter()
                .map(move |family| (target, family.as_ref()))
        })
        .collect();
    if ask.check_permission {
        let jobs = jobs(&targets, &ask.question_for(ask.families[0].as_ref()))?;
        return Ok(check_permission(ui, &jobs, verdict).await);
    }
    let told: &Ui = ui;
    let answering = questions
        .iter()
        .map(|(target, family)| answer(told, ask, target, *family));
    let answers = if ask.stop_on_failure {
        try_join_all(answering).await?.into_iter().map(Ok).collect()
    } else {
        join_all(answering).await
    };

    let mut rows: Vec<Image> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    let mut too_old: Vec<String> = Vec::new();
    for ((target, family), answer) in questions.into_iter().zip(answers) {
        let images = match answer {
            Ok(images) => images,
            Err(error) => {
                verdict.fail(ui, error);
                continue;
            }
        };
        verdict.succeed();
        let Some(newest) = images.first() else {
            missing.push(place(target, family));
            continue;
        };
        match ask.age_beyond(newest, context.clock.now()) {
            Some(age) => too_old.push(format!("{} in {} is {age} old", newest.id, target.place())),
            None => rows.extend(images),
        }
    }
    // A single id that is not there prints nothing; in a list the others stand.
    if !rows.is_empty() || ((several || ask.allow_missing) && !verdict.is_total_failure()) {
        ui.rows(format, &rows, &columns, ask.columns.header)?;
    }
    // Everything is told; of several reasons to fail the first of these counts.
    let mut exit = verdict.exit();
    let mut tell = |failure: Failure| {
        let code = ui.failed(&failure);
        exit = if exit == Exit::Ok { code } else { exit };
    };
    if !too_old.is_empty() {
        tell(Failure::TooOld {
            message: format!("older than --max-age: {}", too_old.join("; ")),
        });
    }
    if !missing.is_empty() && !ask.allow_missing {
        tell(Failure::Nothing {
            message: format!("no image matches {}", missing.join(", ")),
            hint: ask.looked_at(),
        });
    }
    Ok(exit)
}

/// Asks one target for the newest image, of a family where one is given.
async fn answer(
    ui: &Ui,
    ask: &Ask,
    target: &Target,
    family: Option<&String>,
) -> Result<Vec<Image>, Error> {
    let newness = target.provider.facts().newness;
    let choose = |images, choice| {
        newest(images, choice, newness).map_err(|failure| Error::Decode {
            call: Box::new(target.call()),
            failure,
        })
    };
    let question = ask.question_for(family);
    // With nothing but a family the service may know the answer itself.
    if let (true, Some(family)) = (ask.only_family, family)
        && let Some(found) = newest_of_family(target, family, &question).await
    {
        let images: Vec<Image> = found?.into_iter().collect();
        if ask.max_age.is_some() {
            choose(images.clone(), Choice::default())?;
        }
        explain::one_call(ui, target, family);
        return Ok(images);
    }
    let jobs = jobs(std::slice::from_ref(target), &question)?;
    explain::plans(ui, &jobs);
    let mut images = Vec::new();
    for (outcome, found) in collect_whole(&jobs, Reading::default()).await {
        match outcome.failure {
            Some(error) => return Err(error),
            None => images.extend(found),
        }
    }
    let newest = choose(images, ask.choice)?;
    explain::choice(ui, target, &newest);
    Ok(newest.images)
}

/// Where nothing was found, for people.
fn place(target: &Target, family: Option<&String>) -> String {
    match family {
        Some(family) => format!("in family `{family}` in {}", target.place()),
        None => format!("in {}", target.place()),
    }
}
