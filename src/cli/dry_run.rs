//! `--dry-run`: the first request to each target, shown instead of sent.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::args::Global;
use super::context::Context;
use super::failure::{Exit, Failure};
use super::prepared::Prepared;
use super::search::{FailedAccount, Verdict};
use super::shape::Shape;
use super::ui::Ui;
use crate::cli::commands::images::explain;
use crate::engine::Plans;
use crate::http::{Recorded, Recorder};
use crate::output::{Column, Direction, Format, Row, escape, schema};

/// A request that would be sent.
#[derive(Debug, Serialize)]
pub(super) struct Request {
    provider: &'static str,
    profile: Option<String>,
    region: Option<String>,
    action: &'static str,
    method: &'static str,
    url: String,
    #[serde(serialize_with = "as_object")]
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

impl Row for Request {
    // It has no columns: other formats than JSON's are refused.
    const DEFAULT_COLUMNS: &'static [&'static str] = &[];
    const WIDE_COLUMNS: &'static [&'static str] = &[];
    const DEFAULT_ORDER: &'static [(&'static str, Direction)] = &[];

    fn columns() -> &'static [Column<Self>] {
        &[]
    }

    fn id(&self) -> &str {
        self.action
    }
}

/// The objects that are printed, as JSON Schema.
pub(super) fn row_schema() -> Value {
    let text = || json!({"type": "string", "minLength": 1});
    let maybe = || json!({"type": ["string", "null"], "minLength": 1});
    let headers = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let members = [
        ("provider", "The provider's id", text()),
        ("profile", "The profile that asks", maybe()),
        (
            "region",
            "The region that is asked; null where the call is about none",
            maybe(),
        ),
        ("action", "The operation of the API", text()),
        (
            "method",
            "The method of HTTP",
            schema::words(&["GET", "POST", "PUT"]),
        ),
        ("url", "The whole address, with its query", text()),
        (
            "headers",
            "The headers of the call, names in lower case; *** for what is hidden",
            headers,
        ),
        (
            "body",
            "The body; *** for what is hidden, null where there is none",
            maybe(),
        ),
    ];
    schema::object(members.map(|(name, about, of)| (name, schema::described(about, of))))
}

/// Headers in the order in which they are sent.
fn as_object<S: Serializer>(headers: &[(&str, String)], to: S) -> Result<S::Ok, S::Error> {
    let mut object = to.serialize_map(Some(headers.len()))?;
    for (name, value) in headers {
        object.serialize_entry(name, value)?;
    }
    object.end()
}

/// Refuses formats that have no room for requests.
pub(super) fn check(ui: &Ui, global: &Global) -> Result<(), Failure> {
    match ui.format {
        None if global.query.is_some() => Err(Failure::Usage {
            message: "--query has no meaning for the text that --dry-run prints".to_owned(),
            hint: Some("`-o json` prints the requests as objects, which have members".to_owned()),
        }),
        None | Some(Format::Json | Format::Ndjson | Format::Yaml) => Ok(()),
        Some(format) => {
            let hint = "use -o json, -o ndjson or -o yaml, or leave out -o for text";
            Err(Failure::format("--dry-run", format, hint))
        }
    }
}

/// Shows the first request to each target, and reports accounts that cannot be used.
///
/// `failures` are those of the command; a request that was recorded counts as one of them.
/// `notes` are those on the requests of an account.
pub(super) fn show(
    ui: &mut Ui,
    context: &Context,
    recorder: &Recorder,
    stop_on_failure: bool,
    failures: impl Iterator<Item = FailedAccount>,
    notes: impl Fn(&Prepared) -> Vec<String>,
) -> Result<Exit, Failure> {
    let recorded = recorder.take();
    let mut verdict = Verdict::default();
    let mut failed = HashSet::new();
    for (account, error) in failures.filter(|(_, error)| !Recorder::is_record(error)) {
        if stop_on_failure {
            return Err(error.into());
        }
        failed.extend(account);
        verdict.fail(ui, error);
    }
    let mut requests = Vec::new();
    let mut noted = HashSet::new();
    let accounts = context.accounts().iter().enumerate();
    for (_, prepared) in accounts.filter(|(account, _)| !failed.contains(account)) {
        verdict.succeed();
        requests.extend(first_requests(prepared, &recorded));
        for note in key_note(prepared).into_iter().chain(notes(prepared)) {
            if noted.insert(note.clone()) {
                ui.note(&note);
            }
        }
    }
    if !verdict.is_total_failure() {
        match ui.format {
            Some(format) => ui.rows(format, &requests, &[], Shape::default())?,
            None => ui.text(&text(&requests))?,
        }
    }
    Ok(verdict.exit())
}

/// The first request to each target of an account, in the order of its targets.
fn first_requests(prepared: &Prepared, recorded: &[Recorded]) -> Vec<Request> {
    let call = prepared.account.call();
    let is_own = |recorded: &&Recorded| {
        (recorded.call.provider, &recorded.call.profile) == (call.provider, &call.profile)
    };
    let mut requests: Vec<Request> = Vec::new();
    for recorded in recorded.iter().filter(is_own) {
        let is_known = |known: &Request| known.region == recorded.call.region;
        if !requests.iter().any(is_known) {
            requests.push(Request::new(recorded));
        }
    }
    let targets = prepared.known_targets().ok().flatten().unwrap_or_default();
    requests.sort_by_key(|request| {
        let mut targets = targets.iter();
        targets.position(|target| request.region.as_ref() == Some(&target.region))
    });
    requests
}

/// The note on a key that would be fetched.
fn key_note(prepared: &Prepared) -> Option<String> {
    if prepared.fetched_by.is_empty() {
        return None;
    }
    let whose = match &prepared.account.profile {
        Some(profile) => format!("the key of profile `{profile}`"),
        None => "the key".to_owned(),
    };
    Some(format!(
        "{whose} would be fetched first, by {}; `***` stands for it, and for the token that such \
         keys have",
        prepared.fetched_by.join(", then ")
    ))
}

/// Notes on what the first request for images does not show: that the regions are not known,
/// or else filters that are evaluated here, and more queries.
pub(super) fn notes_on_plan(prepared: &Prepared, plans: &Plans) -> Vec<String> {
    if let Some(note) = note_on_regions(prepared) {
        return vec![note];
    }
    let provider = prepared.account.provider;
    let Some(plan) = plans.of(provider) else {
        return Vec::new();
    };
    let id = provider.facts().id;
    let mut notes = Vec::new();
    let flags = explain::checked_here(plan);
    if !flags.is_empty() {
        notes.push(format!(
            "{id}: not in the request but checked here: {}",
            flags.join(", ")
        ));
    }
    match plan.queries.len() {
        0 => notes.push(format!("{id}: nothing would be sent: no image can match")),
        1 => {}
        2 => notes.push(format!("{id}: a second query would be sent as well")),
        queries => notes.push(format!(
            "{id}: {} more queries would be sent as well",
            queries - 1
        )),
    }
    notes
}

/// The note on regions that are not known; `None` where they are.
pub(super) fn note_on_regions(prepared: &Prepared) -> Option<String> {
    matches!(prepared.known_targets(), Ok(None)).then(|| {
        "the service would be asked first which regions there are, then in each of them for images"
            .to_owned()
    })
}

impl Request {
    fn new(recorded: &Recorded) -> Self {
        let recorded = recorded.clone();
        Self {
            provider: recorded.call.provider,
            profile: recorded.call.profile,
            region: recorded.call.region,
            action: recorded.action,
            method: recorded.method,
            url: recorded.url,
            headers: recorded.headers,
            body: (!recorded.body.is_empty()).then_some(recorded.body),
        }
    }
}

/// Requests as HTTP writes them, each after a comment that tells whose it is.
fn text(requests: &[Request]) -> String {
    let mut text = String::new();
    for (number, request) in requests.iter().enumerate() {
        let mut line = |line: &str| {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "{}", escape(line));
        };
        if number > 0 {
            line("");
        }
        let mut words = vec![format!("provider {}", request.provider)];
        words.extend(request.profile.iter().map(|name| format!("profile {name}")));
        words.extend(request.region.iter().map(|id| format!("region {id}")));
        words.push(format!("action {}", request.action));
        line(&format!("# {}", words.join(", ")));
        line(&format!("{} {}", request.method, request.url));
        for (name, value) in &request.headers {
            line(&format!("{name}: {value}"));
        }
        if let Some(body) = &request.body {
            line("");
            line(body);
        }
    }
    text
}
