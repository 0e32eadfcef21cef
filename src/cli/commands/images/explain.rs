//! `--explain`: what is asked of whom, and why an image was chosen.

use std::fmt::Write as _;

use crate::cli::context::Context;
use crate::cli::ui::Ui;
use crate::engine::{Basis, By, Candidate, Decides, Newest, Plan, Plans, Target};
use crate::model::{FilterKind, Owner};
use crate::provider::Provider;

/// Prints the plans of all accounts, each once for neighbours of one provider.
pub(crate) fn plans(ui: &Ui, context: &Context, plans: &Plans) {
    let mut last = None;
    for prepared in context.accounts() {
        let provider = prepared.account.provider;
        let id = provider.facts().id;
        if let Some(plan) = plans.of(provider)
            && last != Some(id)
        {
            self::plan(ui, provider, plan);
        }
        last = Some(id);
    }
}

/// Prints who evaluates each filter, and the queries.
pub(crate) fn plan(ui: &Ui, provider: &dyn Provider, plan: &Plan) {
    if !ui.explains() {
        return;
    }
    let facts = provider.facts();
    let provider = facts.id;
    for (who, words) in [
        (Decides::Server, "the service decides on"),
        (Decides::Both, "the service narrows, and checked here is"),
        (Decides::Client, "checked here is"),
        (Decides::Nobody, "it knows nothing of, and left out is"),
    ] {
        let flags = flags(&plan.decides, who);
        if !flags.is_empty() {
            ui.explain(&format!("{provider}: {words} {}", flags.join(", ")));
        }
    }
    for (number, query) in plan.queries.iter().enumerate() {
        let params: Vec<String> = query
            .flatten(facts.conventions.list_index_base)
            .into_iter()
            .map(|(name, value)| format!(" {name}={value}"))
            .collect();
        let params = match params.concat() {
            none if none.is_empty() => " no parameters".to_owned(),
            some => some,
        };
        ui.explain(&format!(
            "{provider}: query {} of {}:{params}",
            number + 1,
            plan.queries.len()
        ));
    }
}

/// The flags of conditions that are checked here, whatever the service makes of them.
pub(crate) fn checked_here(plan: &Plan) -> Vec<&'static str> {
    let mut all = flags(&plan.decides, Decides::Both);
    all.extend(flags(&plan.decides, Decides::Client));
    all
}

fn flags(decides: &[(FilterKind, Decides)], who: Decides) -> Vec<&'static str> {
    let mut flags = Vec::new();
    for (kind, decider) in decides {
        if *decider == who && !flags.contains(&kind.flag()) {
            flags.push(kind.flag());
        }
    }
    flags
}

/// Tells that one call found the newest of a family, and whether a second one was needed
/// for all that is printed.
pub(crate) fn one_call(ui: &Ui, target: &Target, family: &str, is_completed: bool) {
    if ui.explains() {
        let place = target.place_name();
        let second = if is_completed {
            "; a second call completed the image"
        } else {
            ""
        };
        ui.explain(&format!(
            "{place}: one call, the service knows the newest of `{family}`{second}"
        ));
    }
}

/// Tells from what and by what the newest were chosen.
pub(crate) fn choice(ui: &Ui, target: &Target, newest: &Newest) {
    if !ui.explains() {
        return;
    }
    let ids: Vec<&str> = newest
        .images
        .iter()
        .map(|image| image.id.as_str())
        .collect();
    let ids = if ids.is_empty() {
        "none".to_owned()
    } else {
        ids.join(", ")
    };
    let place = target.place_name();
    ui.explain(&format!(
        "{place}: chose {ids} of {} that match, {}",
        newest.candidates, newest.basis
    ));
    for image in &newest.images {
        if let Some(owner @ (Owner::Shared | Owner::Community)) = image.owner {
            let account = image.owner_id.as_deref().unwrap_or("unknown");
            ui.explain(&format!(
                "{place}: {} is a {} image of account {account}",
                image.id,
                owner.as_str()
            ));
        }
    }
    if newest.candidates < 2 {
        return;
    }
    for (number, candidate) in newest.leading.iter().enumerate() {
        let chosen = newest.images.iter().any(|image| image.id == candidate.id);
        let mark = if chosen { " (chosen)" } else { "" };
        let about = about(candidate);
        ui.explain(&format!(
            "{place}: {}. {}{about}{mark}",
            number + 1,
            candidate.id
        ));
    }
    match newest.candidates - newest.leading.len() {
        0 => {}
        more => ui.explain(&format!("{place}: and {more} more")),
    }
    if let Some(tie) = newest.decided.and_then(|by| tie(by, newest.basis)) {
        ui.explain(&format!("{place}: {tie}"));
    }
}

/// What tells how old an image is.
fn about(candidate: &Candidate) -> String {
    // Writing to a `String` cannot fail.
    let mut about = String::new();
    if let Some(created) = candidate.created {
        let _ = write!(about, ", created {created}");
    }
    if let Some(date) = candidate.date {
        let _ = write!(about, ", {date} in its id");
    }
    if let Some(version) = &candidate.version {
        let _ = write!(about, ", version {version}");
    }
    about
}

/// What decided where what counts first did not.
fn tie(by: By, basis: Basis) -> Option<&'static str> {
    match by {
        By::Time => None,
        By::Version if basis == Basis::VersionInId => None,
        By::Version => Some("the last chosen and the next are equally old: the version decided"),
        By::Date => Some("the last chosen and the next are of one version: the date decided"),
        By::Id => Some("the last chosen and the next differ in the id only: the higher one won"),
    }
}
