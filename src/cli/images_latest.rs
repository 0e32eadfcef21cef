//! `cloudq images latest`

mod answer;
mod notes;

use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use super::args::{Global, LatestArgs, OnError};
use super::columns::{Columns, told_apart};
use super::context::{Context, TargetsOfOne};
use super::dry_run::{self, first_of_question};
use super::explain;
use super::failure::{Exit, Failure};
use super::families::Families;
use super::places::Typed;
use super::search::{Verdict, check_permission, each_account, jobs, may_list, raw_has_room};
use super::ui::Ui;
use super::unseen::own_account_of;
use crate::clock::Clock;
use crate::error::{Call, Error};
use crate::model::{Filter, FilterKind, Image, Owner, OwnerFilter, Status, StatusFilter};
use crate::output::Format;
use crate::provider::{Newness, Support};
use crate::query::{Choice, Newest, Question, Reading, Target, first_of_family, newest_of_family};

use self::answer::{Needs, answer};
use self::notes::Notes;

/// What is asked, checked as far as that goes without a network.
pub(super) struct Ask {
    /// One family or none for each question; several are several questions.
    families: Vec<Option<String>>,
    /// All else that is asked.
    question: Question,
    /// Whether the family is all that was given.
    only_family: bool,
    choice: Choice,
    max_age: Option<SignedDuration>,
    /// When the command began.
    now: Timestamp,
    allow_missing: bool,
    stop_on_failure: bool,
    columns: Columns,
    typed: Typed,
}

/// The columns of a table unless told otherwise; the region only where there is one.
const TABLE: [&str; 4] = ["region", "family", "id", "created"];

impl Ask {
    pub(super) fn new(
        args: &LatestArgs,
        global: &Global,
        ui: &Ui,
        clock: &dyn Clock,
    ) -> Result<Self, Failure> {
        // Without a format ids or a table come, depending on the number of targets.
        raw_has_room(global, ui.format.unwrap_or(Format::Table))?;
        let mut question = args.filters.question(ui, clock.now())?;
        let filters = &mut question.asked;
        if filters.is_empty() {
            return Err(Failure::Usage {
                message: "say which image is meant: of all images the newest is hardly the one"
                    .to_owned(),
                hint: Some(
                    "use --family where there are families, --name or another filter".to_owned(),
                ),
            });
        }
        let only_family = filters
            .iter()
            .map(Filter::kind)
            .filter(|kind| *kind != FilterKind::CheckPermission)
            .eq([FilterKind::Family]);
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
    pub(super) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Image>(ui)
    }

    /// What was looked at, if the user may not know.
    fn looked_at(&self, context: &Context) -> Option<String> {
        let known = |kind| {
            context
                .providers()
                .all(|provider| !matches!(provider.support(kind), Support::Unsupported(_)))
        };
        let usual = self.question.assumed.len() == 2
            && known(FilterKind::Owner)
            && known(FilterKind::Status);
        usual.then(|| {
            "these are available images of owner self and system; --owner and --status look at others"
                .to_owned()
        })
    }

    /// Asks only whether it is permitted, in the very calls that would answer.
    async fn may_answer(&self, target: &Target) -> Result<(), Error> {
        let asking = self.families.iter().map(async |family| {
            let question = self.question_for(family.as_ref());
            // The call for one family has no check of its own, and is none that a check
            // of the list could stand for: its permission is another one.
            if let (true, Some(family)) = (self.only_family, family)
                && let Some(answer) = newest_of_family(target, family, &question).await
            {
                return answer.map(drop);
            }
            may_list(target, &question).await
        });
        try_join_all(asking).await.map(drop)
    }

    /// The image's age, when it is more than is allowed.
    fn age_beyond(&self, image: &Image, now: Timestamp) -> Option<String> {
        let age = now.duration_since(image.created?);
        let age = (age > self.max_age?).then_some(age)?;
        let hours = age.as_hours();
        Some(if hours < 48 {
            format!("{hours}h")
        } else {
            format!("{}d {}h", hours / 24, hours % 24)
        })
    }

    fn question_for(&self, family: Option<&String>) -> Question {
        let mut question = self.question.clone();
        let family = family.map(|family| Filter::Family(vec![family.clone()]));
        question.asked.splice(0..0, family);
        question
    }

    /// Refuses what a provider cannot do, before anything is sent to any.
    fn check(&self, context: &Context, is_map: bool) -> Result<(), Failure> {
        for family in &self.families {
            context.check(&self.question_for(family.as_ref()), None)?;
        }
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

pub(super) async fn run(ui: &mut Ui, context: &mut Context, ask: &Ask) -> Result<Exit, Failure> {
    if !ask.question.has(FilterKind::CheckPermission) {
        ask.typed.check(ui, context)?;
    }
    let several = context.is_several() || ask.families.len() > 1;
    let format = format(ui, several);
    let is_map = format == Format::Map && ui.query.is_none();
    if is_map && ask.choice.count > 1 {
        return Err(Failure::usage(
            "the format `map` has room for one image in each place: leave out --count",
        ));
    }
    ui.nested = ask.families.len() > 1;
    let table = if several && context.is_regional() {
        &TABLE[..]
    } else {
        &TABLE[1..]
    };
    let columns = ask
        .columns
        .of::<Image>(format, &told_apart(context, table))?;
    ask.check(context, is_map)?;
    let needs = Needs::of(format, ui.query.is_some(), &columns);
    if context.dry_run {
        return rehearse(ui, context, ask, &needs).await;
    }
    if ask.question.has(FilterKind::CheckPermission) {
        let may = async |target: &Target| ask.may_answer(target).await;
        return check_permission(ui, context, ask.stop_on_failure, may).await;
    }
    let mut verdict = Verdict::default();
    let mut answers = answers(ui, context, ask, &needs, &mut verdict).await?;
    // As lists are, whatever order the service tells its regions in; families stay in
    // the order in which they are named.
    answers.sort_by(|(one, ..), (other, ..)| place_of(one).cmp(&place_of(other)));
    let mut rows: Vec<Image> = Vec::new();
    let mut missing: Vec<Missing<'_>> = Vec::new();
    let mut notes = Notes::default();
    let mut too_old: Vec<(Target, String)> = Vec::new();
    for (target, family, answer) in answers {
        let found = match answer {
            Ok(found) => found,
            Err(error) => {
                verdict.fail(ui, error);
                continue;
            }
        };
        verdict.succeed();
        notes.look_at(&ask.question, &found, ask.now);
        let place = place(context, &target, family);
        let Some(newest) = found.images.first() else {
            let what = match found.candidates {
                0 => place,
                some => format!("{place} that --skip does not leave out ({some} match)"),
            };
            let family = family.filter(|_| found.candidates == 0);
            missing.push(Missing {
                target,
                what,
                family,
            });
            continue;
        };
        match ask.age_beyond(newest, context.clock.now()) {
            Some(age) => {
                let what = format!("{} {place} is {age} old", newest.id);
                too_old.push((target, what));
            }
            None => rows.extend(found.images),
        }
    }
    notes.print(ui);
    // A single id that is not there prints nothing; in a list the others stand.
    if !rows.is_empty() || ((several || ask.allow_missing) && !verdict.is_total_failure()) {
        ui.rows(format, &rows, &columns, ask.columns.header)?;
    }
    if ask.allow_missing {
        if rows.is_empty() {
            ui.allow_null();
        }
        missing.clear();
    }
    if !missing.is_empty() {
        // What is known does not wait for what is only suggested.
        ui.flush()?;
    }
    let looked_at = match (ask.looked_at(context), missing.first()) {
        (None, Some(missing)) if !ui.is_quiet() => {
            own_account_of(&missing.target, &ask.question).await
        }
        (looked_at, _) => looked_at,
    };
    let not_found = not_found(ui, looked_at, missing).await;
    Ok(end(ui, verdict.exit(), too_old, not_found))
}

/// Tells everything; of several reasons to fail the first counts.
fn end(ui: &Ui, so_far: Exit, too_old: Vec<(Target, String)>, not_found: Vec<Failure>) -> Exit {
    let too_old = grouped(ui, too_old, "; ").into_iter();
    let too_old = too_old.map(|(target, what)| Failure::TooOld {
        message: format!("older than --max-age: {what}"),
        target,
    });
    let codes = too_old.chain(not_found).map(|failure| ui.failed(&failure));
    codes.fold(
        so_far,
        |exit, code| if exit == Exit::Ok { code } else { exit },
    )
}

/// Where no image matches.
struct Missing<'a> {
    target: Target,
    what: String,
    /// The family, where there is none of that name at all.
    family: Option<&'a String>,
}

/// What is told where no image matches, with the family that may be meant. That costs one
/// request, to the first target that has none, whatever their number; who wants quiet is
/// spared it.
async fn not_found(ui: &Ui, looked_at: Option<String>, missing: Vec<Missing<'_>>) -> Vec<Failure> {
    let first = missing
        .iter()
        .find_map(|missing| Some((&missing.target, missing.family?)));
    let known = match first {
        Some((target, family)) if !ui.is_quiet() => Families::of(target, family).await,
        _ => Families::default(),
    };
    let near = missing.iter().map(|missing| known.nearest(missing.family?));
    let near: Vec<Option<&str>> = near.collect();
    let hint = |near: &[Option<&str>]| {
        let mut words: Vec<String> = Vec::new();
        for family in near.iter().flatten() {
            let question = format!("did you mean the family `{family}`?");
            if !words.contains(&question) {
                words.push(question);
            }
        }
        words.extend(looked_at.clone());
        (!words.is_empty()).then(|| words.join("\n"))
    };
    let targets = missing
        .into_iter()
        .map(|missing| (missing.target, missing.what));
    let grouped = grouped(ui, targets.collect(), ", ");
    let of_all = grouped.len() != near.len();
    let failures = grouped.into_iter().enumerate();
    failures
        .map(|(number, (target, what))| Failure::Nothing {
            message: format!("no image matches {what}"),
            hint: hint(if of_all {
                &near
            } else {
                &near[number..=number]
            }),
            target,
        })
        .collect()
}

/// What is to be told of targets: to programs of each, to people of all in one line.
fn grouped(
    ui: &Ui,
    targets: Vec<(Target, String)>,
    between: &str,
) -> Vec<(Option<Box<Call>>, String)> {
    if ui.tells_json() {
        let each = targets.into_iter();
        return each
            .map(|(target, what)| (Some(Box::new(target.call())), what))
            .collect();
    }
    let all: Vec<String> = targets.into_iter().map(|(_, what)| what).collect();
    if all.is_empty() {
        return Vec::new();
    }
    vec![(None, all.join(between))]
}

/// What one target says of one family, if that was given.
type Answer<'a> = (Target, Option<&'a String>, Result<Newest, Error>);

/// What rows of different targets are sorted by.
fn place_of(target: &Target) -> (&str, Option<&str>, &str) {
    let provider = target.provider.facts().id;
    (provider, target.profile.as_deref(), &target.region)
}

/// Asks every target for each family.
async fn answers<'a>(
    ui: &Ui,
    context: &mut Context,
    ask: &'a Ask,
    needs: &Needs,
    verdict: &mut Verdict,
) -> Result<Vec<Answer<'a>>, Failure> {
    let ask_account = async |_, targets: TargetsOfOne| {
        let targets = targets?;
        let questions = targets.iter().flat_map(|target| {
            let families = ask.families.iter();
            families.map(move |family| (target, family.as_ref()))
        });
        let answering = questions.map(async |(target, family)| {
            let answer = answer(ui, ask, needs, target, family).await;
            match answer {
                Err(error) if ask.stop_on_failure => Err(Failure::Library(error)),
                answer => Ok((target.clone(), family, answer)),
            }
        });
        try_join_all(answering).await
    };
    let accounts = each_account(context, ask.stop_on_failure, ask_account, || false).await?;
    let mut answers = Vec::new();
    for account in accounts {
        match account {
            Ok(of_account) => answers.extend(of_account),
            Err(error) => verdict.fail(ui, error),
        }
    }
    Ok(answers)
}

/// Shows what each target would be asked first.
async fn rehearse(
    ui: &mut Ui,
    context: &mut Context,
    ask: &Ask,
    needs: &Needs,
) -> Result<Exit, Failure> {
    let family = ask.families.first().and_then(Option::as_ref);
    let question = ask.question_for(family);
    let more = ask.families.len().saturating_sub(1);
    if !ask.only_family {
        explain::plans(ui, &jobs(context.accounts(), &question)?);
    }
    let first = |target: &Target, notes: &mut Vec<String>| {
        match more {
            0 => {}
            1 => notes.push("a second family would be asked for as well".to_owned()),
            more => notes.push(format!("{more} more families would be asked for as well")),
        }
        if let (true, Some(family)) = (ask.only_family, family)
            && let Some(call) = first_of_family(target, family)
        {
            if needs.more_than_one_call() {
                notes.push("a second request would complete the image".to_owned());
            }
            return Ok(Some(call));
        }
        first_of_question(target, &question, Reading::default(), notes)
    };
    dry_run::run(ui, context, ask.stop_on_failure, |account| {
        account.of_images(first)
    })
    .await
}

/// The format asked for, or ids alone where one place is asked. What an expression makes
/// of the image there may be no id: a text is a line of a table.
fn format(ui: &Ui, several: bool) -> Format {
    ui.format.unwrap_or(if several || ui.query.is_some() {
        Format::Table
    } else {
        Format::Id
    })
}

/// Where something was asked, for people.
fn place(context: &Context, target: &Target, family: Option<&String>) -> String {
    let family = family.map(|family| format!("in family `{family}` "));
    let profile = match &target.profile {
        Some(profile) if context.has_several_profiles() => format!(" of profile `{profile}`"),
        _ => String::new(),
    };
    format!(
        "{}in {}{profile}",
        family.unwrap_or_default(),
        target.place()
    )
}
