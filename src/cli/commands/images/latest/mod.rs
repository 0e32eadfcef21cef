//! `cloudq images latest`

mod answer;
mod ask;
mod notes;

use crate::cli::commands::images::columns::told_apart;
use crate::cli::commands::images::doubts;
use crate::cli::commands::images::explain;
use crate::cli::commands::images::families::Families;
use crate::cli::commands::images::unseen::own_account_of;
use crate::cli::context::Context;
use crate::cli::dry_run::{self, note_on_regions, notes_on_plan};
use crate::cli::failure::{Exit, Failure};
use crate::cli::permission::check_permission;
use crate::cli::prepared::Prepared;
use crate::cli::search::{Verdict, answers, failures};
use crate::cli::shape::Shape;
use crate::cli::ui::Ui;
use crate::engine::{Newest, Question, Target};
use crate::error::Call;
use crate::model::{Filter, FilterKind, Image};
use crate::output::Format;
use crate::words::list;

use self::answer::{Needs, answer};
pub(crate) use self::ask::Ask;
use self::ask::{Asked, Family};
use self::notes::Notes;

/// The columns of a table unless told otherwise; the region only where there is one.
const TABLE: [&str; 5] = ["region", "family", "id", "created", "name"];

pub(crate) async fn run(ui: &mut Ui, context: &mut Context, ask: &Ask) -> Result<Exit, Failure> {
    if !ask.question.has(FilterKind::CheckPermission) {
        ask.typed.check(context)?;
    }
    let several = context.is_several() || ask.families.len() > 1;
    let format = format(ui, several || ask.columns.are_chosen());
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
    let families = ask.families(context)?;
    ask.check(context, is_map)?;
    ui.notes(&doubts::of_scope(&ask.question, context.providers()));
    ui.notes(&doubts::of_places(&ask.question, &context.places()));
    let needs = Needs::of(format, ui.query.is_some(), &columns);
    let notes = |prepared: &Prepared| notes(ask, &families, &needs, prepared);
    if ask.question.has(FilterKind::CheckPermission) {
        let may = async |target: &Target| ask.may_answer(target, &families).await;
        return check_permission(ui, context, ask.stop_on_failure, may, notes).await;
    }
    let mut verdict = Verdict::default();
    let explains = context.recorder.is_none();
    let asked = |targets: Vec<Target>| {
        let asked = |target| {
            let of = move |family| Asked {
                target: Target::clone(target),
                family,
                explains,
            };
            families.iter().map(of)
        };
        targets.iter().flat_map(asked).collect()
    };
    let ask_for = async |asked: &Asked<'_>| answer(ui, ask, &needs, asked).await;
    let recorder = context.recorder.clone();
    if let Some(first) = families
        .first()
        .filter(|_| recorder.is_some() && !ask.only_family)
    {
        explain::plans(ui, context, &first.plans);
    }
    let stops = ask.stop_on_failure && recorder.is_none();
    let ended = answers(context, stops, asked, ask_for).await?;
    if let Some(recorder) = recorder {
        let failures = failures(ended);
        return dry_run::show(ui, context, &recorder, ask.stop_on_failure, failures, notes);
    }
    let mut answers = Vec::new();
    for ended in ended {
        match ended.answered() {
            Ok(answered) => answers.push(answered),
            Err(error) => verdict.fail(ui, error),
        }
    }
    // As lists are, whatever order the service tells its regions in; families stay in
    // the order in which they are named.
    answers.sort_by(|(one, _), (other, _)| place_of(&one.target).cmp(&place_of(&other.target)));
    let Sorted {
        rows,
        mut missing,
        too_old,
        notes,
    } = sort(context, ask, answers, &mut verdict);
    notes.print(ui);
    // Without an image there is no output, unless that is allowed.
    if !rows.is_empty() || (ask.allow_missing && !verdict.is_total_failure()) {
        // A narrow terminal has room for the name only beside the others.
        let shape = Shape {
            kept: &TABLE[..TABLE.len() - 1],
            ..ask.columns.shape()
        };
        ui.rows(format, &rows, &columns, shape)?;
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
    let not_found = not_found(ui, &ask.question, looked_at, missing).await;
    Ok(end(ui, verdict.exit(), too_old, not_found))
}

/// The answers, by what they come to.
#[derive(Default)]
struct Sorted<'a> {
    rows: Vec<Image>,
    missing: Vec<Missing<'a>>,
    too_old: Vec<(Target, String)>,
    notes: Notes,
}

/// Sorts the answers.
fn sort<'a>(
    context: &Context,
    ask: &Ask,
    answers: Vec<(Asked<'a>, Newest)>,
    verdict: &mut Verdict,
) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    for (Asked { target, family, .. }, found) in answers {
        let family = family.name.as_ref();
        verdict.succeed();
        sorted
            .notes
            .look_at(&target, &ask.question, &found, ask.now);
        let place = place(context, &target);
        let within = family.map_or_else(String::new, |family| format!("in family `{family}` "));
        let Some(newest) = found.images.first() else {
            let rest = match found.candidates {
                0 => String::new(),
                some => format!(" that --skip does not leave out ({some} match)"),
            };
            sorted.missing.push(Missing {
                target,
                within,
                place,
                rest,
                family: family.filter(|_| found.candidates == 0),
            });
            continue;
        };
        match ask.age_beyond(newest) {
            Some(age) => {
                let what = format!("{} {within}in {place} is {age} old", newest.id);
                sorted.too_old.push((target, what));
            }
            None => sorted.rows.extend(found.images),
        }
    }
    sorted
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
    /// The family, for people; empty where none was asked for.
    within: String,
    place: String,
    /// Which images were left out.
    rest: String,
    /// The family, where there is none of that name at all.
    family: Option<&'a String>,
}

/// What is told where no image matches, with the family that may be meant. That costs one
/// request, to the first target that has none, whatever their number; who wants quiet is
/// spared it.
async fn not_found(
    ui: &Ui,
    question: &Question,
    looked_at: Option<String>,
    missing: Vec<Missing<'_>>,
) -> Vec<Failure> {
    let first = missing
        .iter()
        .find_map(|missing| Some((&missing.target, missing.family?)));
    let known = match first {
        Some((target, family)) if !ui.is_quiet() => Families::of(target, family).await,
        _ => Families::default(),
    };
    let cause = |missing: &Missing<'_>| {
        let family = missing.family?;
        known
            .hint(family)
            .or_else(|| known.has(family).then(|| others(family, question)))
    };
    let hint = |missing: &[Missing<'_>]| {
        let causes: Vec<Option<String>> = missing.iter().map(cause).collect();
        let mut asked = question.asked.iter().map(Filter::kind);
        let is_open = causes.contains(&None) || asked.any(|kind| kind == FilterKind::Owner);
        let more = looked_at.clone().filter(|_| is_open);
        let mut words: Vec<String> = Vec::new();
        for word in causes.into_iter().flatten().chain(more) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        (!words.is_empty()).then(|| words.join("\n"))
    };
    if missing.is_empty() {
        return Vec::new();
    }
    let failure = |missing: &[Missing<'_>], target| Failure::Nothing {
        message: format!("no image matches {}", places(missing)),
        hint: hint(missing),
        target,
    };
    if !ui.tells_json() {
        return vec![failure(&missing, None)];
    }
    let each = missing.chunks(1);
    each.map(|one| failure(one, Some(Box::new(one[0].target.call()))))
        .collect()
}

/// Where there is nothing, for people: the places of each family together.
fn places(missing: &[Missing<'_>]) -> String {
    let mut groups: Vec<((&str, &str), Vec<&str>)> = Vec::new();
    for Missing {
        within,
        place,
        rest,
        ..
    } in missing
    {
        let what = (within.as_str(), rest.as_str());
        match groups.iter_mut().find(|(known, _)| *known == what) {
            Some((_, places)) => places.push(place),
            None => groups.push((what, vec![place])),
        }
    }
    let groups = groups.into_iter().map(|((within, rest), places)| {
        let places = list(places);
        format!("{within}in {places}{rest}")
    });
    groups.collect::<Vec<_>>().join("; ")
}

/// A hint for a family that has images, none of which was asked for.
fn others(family: &str, question: &Question) -> String {
    let mut flags: Vec<&str> = Vec::new();
    for filter in &question.asked {
        let flag = filter.kind().flag();
        if !flags.contains(&flag) {
            flags.push(flag);
        }
    }
    if flags.is_empty() {
        format!(
            "family `{family}` has images, but none that is available: --status any includes them"
        )
    } else {
        let is_status_asked = flags.contains(&FilterKind::Status.flag());
        let flags = list(flags);
        let has = format!("family `{family}` has images, but none that");
        if is_status_asked {
            format!("{has} meets the other filters: {flags}")
        } else {
            format!(
                "{has} is available and meets the other filters: {flags}; --status any includes \
                 those that are not available"
            )
        }
    }
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

/// What rows of different targets are sorted by.
fn place_of(target: &Target) -> (&str, Option<&str>, &str) {
    let provider = target.account.provider.facts().id;
    (provider, target.account.profile.as_deref(), &target.region)
}

/// Notes on what the first request to a target does not show.
fn notes(ask: &Ask, families: &[Family], needs: &Needs, prepared: &Prepared) -> Vec<String> {
    if let Some(note) = note_on_regions(prepared) {
        return vec![note];
    }
    let Some((family, others)) = families.split_first() else {
        return Vec::new();
    };
    let mut notes = match others.len() {
        0 => Vec::new(),
        1 => vec!["a second family would be asked for as well".to_owned()],
        more => vec![format!("{more} more families would be asked for as well")],
    };
    let (provider, place) = (prepared.account.provider, prepared.any_target().place());
    if let (true, Some(name)) = (ask.only_family, &family.name)
        && provider.newest_of_family(&place, name).is_some()
    {
        if needs.more_than_one_call() {
            notes.push("a second request would complete the image".to_owned());
        }
    } else {
        notes.extend(notes_on_plan(prepared, &family.plans));
    }
    notes
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
fn place(context: &Context, target: &Target) -> String {
    let profile = match &target.account.profile {
        Some(profile) if context.has_several_profiles() => format!(" of profile `{profile}`"),
        _ => String::new(),
    };
    format!("{}{profile}", target.place_name())
}
