//! Notes on values that are valid but probably a mistake.

use crate::engine::Question;
use crate::model::{Condition, Filter, FilterKind, Image, Owner, Status};
use crate::provider::{Provider, Support};
use crate::words::quoted;

/// Notes on free text of a flag that takes one value; `several` says how to give more.
pub(crate) fn of_text(flag: &str, text: &str, several: &str) -> Vec<String> {
    let mut notes = Vec::new();
    if text.contains(',') {
        let text = quoted(text);
        notes.push(format!(
            "{flag} reads {text} as one value, with the comma; {several}"
        ));
    }
    notes.extend(around(text).map(|what| format!("{flag}: {what}")));
    notes
}

/// Notes on a tag, `KEY` or `KEY=VALUE`.
pub(crate) fn of_tag(text: &str) -> Vec<String> {
    let value = text.split_once('=').map_or(text, |(_, value)| value);
    let mut notes = of_text("--tag", text, "repeat --tag for each tag");
    if value != text {
        notes.extend(around(value.trim()).map(|what| format!("--tag: {what}")));
    } else if let Some((key, value)) = text.trim().split_once(':')
        && !key.is_empty()
        && !value.is_empty()
        && !value.contains(':')
    {
        notes.push(format!(
            "--tag reads {} as a key without a value; a tag is KEY=VALUE: {}",
            quoted(text.trim()),
            quoted(&format!("{key}={value}"))
        ));
    }
    notes
}

/// Notes on conditions that no image meets which is listed without `--status` or `--owner`.
pub(crate) fn of_scope(
    question: &Question,
    providers: impl Iterator<Item = &'static dyn Provider>,
) -> Vec<String> {
    let providers: Vec<_> = providers.collect();
    let is_asked = |kind| question.asked.iter().any(|filter| filter.kind() == kind);
    let is_assumed = |kind| question.assumed.iter().any(|filter| filter.kind() == kind);
    // Of a service that cannot filter by status all images are listed.
    let decides = |provider: &&dyn Provider| {
        matches!(
            provider.support(FilterKind::Status),
            Support::Exact(_) | Support::Inexact(_)
        )
    };
    let needs_status = !is_asked(FilterKind::Status)
        && (is_assumed(FilterKind::Status) || providers.iter().all(decides));
    let takes_owner = |provider: &&dyn Provider| {
        !matches!(provider.support(FilterKind::Owner), Support::Unsupported(_))
    };
    let needs_owner = !is_asked(FilterKind::Owner) && providers.iter().all(takes_owner);
    let listed: &[Owner] = if is_assumed(FilterKind::Owner) {
        &[Owner::Own, Owner::System]
    } else {
        &[Owner::Own, Owner::System, Owner::Shared]
    };
    let note = |condition: &Condition| match condition.column {
        column @ ("status" | "deprecated") if needs_status => {
            let usual = Image {
                status: Some(Status::Available),
                deprecated: Some(false),
                ..Image::default()
            };
            (!condition.matches(&usual)).then(|| {
                format!(
                    "--where: `{column}`: without --status only available images are listed; add \
                     --status any"
                )
            })
        }
        "owner" if needs_owner => {
            let mut met = Owner::ALL.into_iter().filter(|owner| {
                condition.matches(&Image {
                    owner: Some(*owner),
                    ..Image::default()
                })
            });
            let first = met.next()?;
            let is_listed = listed.contains(&first) || met.any(|owner| listed.contains(&owner));
            (!is_listed).then(|| {
                let owner = first.as_str();
                format!(
                    "--where: `owner`: images of the owner {owner} are listed only with --owner; \
                     add --owner {owner}"
                )
            })
        }
        _ => None,
    };
    conditions(question).filter_map(note).collect()
}

/// Notes on conditions that no image meets in any of these places: images of which only
/// provider, profile and region are set. A region that is not set is not known.
pub(crate) fn of_places(question: &Question, places: &[Image]) -> Vec<String> {
    let note = |condition: &Condition| {
        let column = condition.column;
        let is_met = |place: &Image| {
            (column == "region" && place.region.is_none()) || condition.matches(place)
        };
        let flag = match column {
            "provider" => "--provider or -p",
            "profile" => "-p",
            "region" => "-r",
            _ => return None,
        };
        (!places.is_empty() && !places.iter().any(is_met)).then(|| {
            format!(
                "--where: `{column}`: no image can match, because none of the chosen places does; \
                 choose others with {flag}"
            )
        })
    };
    conditions(question).filter_map(note).collect()
}

/// The conditions on values that are known.
fn conditions(question: &Question) -> impl Iterator<Item = &Condition> {
    question.asked.iter().filter_map(Filter::known_condition)
}

/// Reports quotes or blanks around a text: they are part of the value, probably by mistake.
pub(crate) fn around(text: &str) -> Option<String> {
    if is_in_quotes(text) {
        return Some(format!(
            "the quotes around {} are part of the value",
            quoted(text)
        ));
    }
    let is_padded = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    is_padded.then(|| format!("the blanks around {} are part of the value", quoted(text)))
}

/// Whether a text is in a pair of quotes.
pub(crate) fn is_in_quotes(text: &str) -> bool {
    let pairs = [
        ('"', '"'),
        ('\'', '\''),
        ('\u{201c}', '\u{201d}'),
        ('\u{2018}', '\u{2019}'),
    ];
    text.chars().count() > 1
        && pairs
            .iter()
            .any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
}
