//! `--dry-run`: the first request to each target, shown instead of sent.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::args::Global;
use super::context::{Checked, Context, KnownTargets};
use super::failure::{Exit, Failure};
use super::search::{Verdict, jobs};
use super::ui::Ui;
use crate::cli::commands::images::explain;
use crate::credentials::{Caller, fetched_by, placeholder, preview_of_identity};
use crate::engine::{
    Job, Question, Reading, Target, first_of_images, first_of_permission, first_of_regions,
};
use crate::error::Error;
use crate::http::Preview;
use crate::model::FilterKind;
use crate::output::{Column, Direction, Format, Row, escape, schema};
use crate::request::Request as HttpRequest;
use crate::sign::Credentials;

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

/// An account that would be asked.
pub(super) struct Account<'a> {
    checked: Checked<'a>,
    targets: KnownTargets,
    key: Arc<Credentials>,
    /// What is to be told of its requests.
    notes: Vec<String>,
}

/// Shows the requests that each account begins with.
pub(super) async fn run(
    ui: &mut Ui,
    context: &mut Context,
    stop_on_failure: bool,
    requests: impl Fn(&mut Account<'_>) -> Result<Vec<Request>, Failure>,
) -> Result<Exit, Failure> {
    let mut verdict = Verdict::default();
    for error in context.take_failed() {
        if stop_on_failure {
            return Err(error.into());
        }
        verdict.fail(ui, error);
    }
    let mut all = Vec::new();
    let mut told = HashSet::new();
    for (checked, targets) in context.known() {
        let shown = async {
            let mut account = Account::new(context, checked, targets).await?;
            let requests = requests(&mut account)?;
            Ok((requests, account.notes))
        };
        match shown.await {
            Ok((requests, notes)) => {
                verdict.succeed();
                all.extend(requests);
                for note in notes {
                    if told.insert(note.clone()) {
                        ui.note(&note);
                    }
                }
            }
            Err(failure) if stop_on_failure => return Err(failure),
            Err(failure) => verdict.fail(ui, context.own_failure(failure)?),
        }
    }
    if !verdict.is_total_failure() {
        match ui.format {
            Some(format) => ui.rows(format, &all, &[], false)?,
            None => ui.text(&text(&all))?,
        }
    }
    Ok(verdict.exit())
}

impl<'a> Account<'a> {
    async fn new(
        context: &Context,
        checked: Checked<'a>,
        targets: KnownTargets,
    ) -> Result<Self, Failure> {
        let target = &checked.target;
        let profile = target.profile.as_deref();
        let now = context.clock.now();
        let steps = fetched_by(checked.found, target.provider.facts().id, profile, now)?;
        let mut notes = Vec::new();
        let key = if steps.is_empty() {
            target.keys.current().await?
        } else {
            let whose = match profile {
                Some(profile) => format!("the key of profile `{profile}`"),
                None => "the key".to_owned(),
            };
            notes.push(format!(
                "{whose} would be fetched first, by {}; `***` stands for it, and for the token \
                 that such keys have",
                steps.join(", then ")
            ));
            Arc::new(placeholder())
        };
        Ok(Self {
            checked,
            targets,
            key,
            notes,
        })
    }

    /// The account in a region that answers questions about the account.
    pub(super) fn target(&self) -> &Target {
        &self.checked.target
    }

    /// A call to one of its targets.
    pub(super) fn request(&self, target: &Target, call: &HttpRequest) -> Request {
        let conventions = target.provider.facts().conventions;
        let preview = target
            .client
            .preview(call, target.authorizer, &self.key, conventions);
        Request::new(target, call.action, preview)
    }

    /// The requests of a command that asks for images: what `first` makes of each
    /// target, or the one for the regions where they are not known.
    pub(super) fn of_images(
        &mut self,
        first: impl Fn(&Target, &mut Vec<String>) -> Result<Option<HttpRequest>, Error>,
    ) -> Result<Vec<Request>, Failure> {
        let Some(targets) = std::mem::replace(&mut self.targets, Ok(None))? else {
            let note = "the service would be asked first which regions there are, then in each of \
                        them for images";
            self.notes.push(note.to_owned());
            return Ok(vec![self.of_regions()?]);
        };
        let mut requests = Vec::new();
        for target in &targets {
            let call = first(target, &mut self.notes)?;
            requests.extend(call.map(|call| self.request(target, &call)));
        }
        Ok(requests)
    }

    /// The request for the regions there are.
    pub(super) fn of_regions(&self) -> Result<Request, Error> {
        // It is asked in no region of its own.
        let target = Target {
            region: String::new(),
            ..self.checked.target.clone()
        };
        let call = first_of_regions(&target)?;
        Ok(self.request(&target, &call))
    }

    /// The request that asks whose the key is; `None` where its vendor cannot be asked.
    pub(super) fn of_identity(&self) -> Option<Request> {
        let Ok(sts) = self.checked.sts else {
            return None;
        };
        let target = self.target();
        let caller = Caller {
            provider: target.provider.facts().id,
            profile: target.profile.as_deref(),
            keys: &*target.keys,
            key_origin: &target.key_origin,
            sts,
            client: &target.client,
        };
        let (action, preview) = preview_of_identity(&caller, &self.key);
        // The token service is asked, which is in no region.
        let target = Target {
            region: String::new(),
            ..target.clone()
        };
        Some(Request::new(&target, action, preview))
    }
}

/// What a target would be asked first by [`images`](crate::engine::images), or to check
/// the permission where that is asked.
pub(super) fn first_of_question(
    target: &Target,
    question: &Question,
    reading: Reading,
    notes: &mut Vec<String>,
) -> Result<Option<HttpRequest>, Error> {
    let mut first = None;
    for job in jobs([target], question)? {
        notes_of(&job, notes);
        first = if question.has(FilterKind::CheckPermission) {
            first_of_permission(&job)
        } else {
            first_of_images(&job, reading)
        };
    }
    Ok(first)
}

/// Tells what the first request of a job does not show: checks that are made here, and
/// queries after the first.
fn notes_of(job: &Job, notes: &mut Vec<String>) {
    let id = job.target.provider.facts().id;
    let flags = explain::checked_here(&job.plan);
    if !flags.is_empty() {
        notes.push(format!(
            "{id}: not in the request but checked here: {}",
            flags.join(", ")
        ));
    }
    match job.plan.queries.len() {
        0 => notes.push(format!("{id}: nothing would be sent: no image can match")),
        1 => {}
        2 => notes.push(format!("{id}: a second query would be sent as well")),
        queries => notes.push(format!(
            "{id}: {} more queries would be sent as well",
            queries - 1
        )),
    }
}

impl Request {
    fn new(target: &Target, action: &'static str, preview: Preview) -> Self {
        Self {
            provider: target.provider.facts().id,
            profile: target.profile.clone(),
            region: (!target.region.is_empty()).then(|| target.region.clone()),
            action,
            method: preview.method,
            url: preview.url,
            headers: preview.headers,
            body: (!preview.body.is_empty()).then_some(preview.body),
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
