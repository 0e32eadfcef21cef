//! `cloudq images get`

use std::collections::BTreeSet;
use std::io::Read as _;

use zeroize::Zeroizing;

use crate::cli::args::{GetArgs, Global, OnError};
use crate::cli::commands::images::columns::{Columns, of_images};
use crate::cli::commands::images::explain;
use crate::cli::commands::images::filters::distinct;
use crate::cli::commands::images::values;
use crate::cli::context::Context;
use crate::cli::dry_run::{self, notes_on_plan};
use crate::cli::failure::{Exit, Failure};
use crate::cli::prepared::Prepared;
use crate::cli::search::{Ended, Verdict, collect_all, failures, raw_has_room};
use crate::cli::ui::Ui;
use crate::engine::{Question, Target};
use crate::machine::files;
use crate::model::{Filter, Image, Owner, OwnerFilter, StatusFilter};
use crate::output::{Format, Order, find};
use crate::words::list;

/// The most bytes of ids that are read from stdin.
const MOST_INPUT: u64 = 1 << 20;

/// What is asked, checked as far as that goes without a network.
pub(crate) struct Ask {
    ids: Vec<String>,
    columns: Columns,
    stop_on_failure: bool,
}

impl Ask {
    pub(crate) fn new(args: &GetArgs, global: &Global, ui: &Ui) -> Result<Self, Failure> {
        let mut given = Vec::new();
        let words = values::list("ID", &args.ids)?;
        if words == ["-"] {
            given.extend(ui.within(global.time_to_wait(), read_ids)?);
        } else if words.iter().any(|word| word == "-") {
            return Err(Failure::usage(
                "`-` reads all ids from stdin and cannot be used together with other ids",
            ));
        } else {
            given.extend(values::ids("ID", &args.ids)?);
        }
        if given.is_empty() {
            return Err(Failure::usage("stdin gave no image id"));
        }
        raw_has_room(global, ui.format.unwrap_or(Format::Table))?;
        Ok(Self {
            ids: distinct(&given),
            columns: Columns::new::<Image>(&args.columns, ui)?,
            stop_on_failure: global.on_error == OnError::Fail,
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    pub(crate) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Image>(ui)
    }
}

fn read_ids() -> Result<Vec<String>, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin()
        .lock()
        .take(MOST_INPUT + 1)
        .read_to_end(&mut bytes);
    match read {
        Err(error) => Err(Failure::usage(format!(
            "cannot read image ids from stdin: {error}"
        ))),
        Ok(length) if length as u64 > MOST_INPUT => {
            Err(Failure::usage("stdin holds more than 1 MiB of image ids"))
        }
        Ok(_) => match files::text(Zeroizing::new(bytes)) {
            Ok(text) => ids_of(&text),
            Err(why) => Err(Failure::Usage {
                message: format!("cannot read image ids from stdin: the text {why}"),
                hint: Some("convert it, such as with `iconv -f UTF-16 -t UTF-8`".to_owned()),
            }),
        },
    }
}

/// The ids in a text, with white space or commas between.
fn ids_of(text: &str) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::new();
    // Of a blank line nothing is meant, of nothing between two commas something is missing.
    let lines = text.lines().enumerate();
    for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("line {} of stdin", at + 1);
        let mut of_line = Vec::new();
        for element in line.split(',') {
            let words: Vec<String> = match element.trim() {
                "" => vec![String::new()],
                some => some.split_whitespace().map(str::to_owned).collect(),
            };
            of_line.extend(values::ids(&place, &words).map_err(only_ids)?);
        }
        let is_column = |word: &String| find::<Image>(&word.to_ascii_lowercase()).is_ok();
        if ids.is_empty() && of_line.iter().any(is_column) {
            let header = format!("{place} is the header of a table, not an image id");
            return Err(only_ids(Failure::usage(header)));
        }
        ids.extend(of_line);
    }
    Ok(ids)
}

/// Adds a hint on how to pass the ids of a list.
fn only_ids(failure: Failure) -> Failure {
    match failure {
        Failure::Usage { message, .. } => Failure::Usage {
            message,
            hint: Some(
                "pass only ids: `cloudq images list -o id | cloudq images get -`".to_owned(),
            ),
        },
        other => other,
    }
}

pub(crate) async fn run(ui: &mut Ui, context: &mut Context, ask: &Ask) -> Result<Exit, Failure> {
    let format = ui.format.unwrap_or(Format::Table);
    let columns = ask
        .columns
        .of::<Image>(format, &of_images(context, Some("status")))?;
    // Whoever names an image means it, whosever it is and in whatever state.
    let everybody = vec![OwnerFilter::Any, OwnerFilter::Is(Owner::Community)];
    let question = Question {
        asked: vec![
            Filter::Id(ask.ids.clone()),
            Filter::Owner(everybody),
            Filter::Status(StatusFilter::Any),
        ],
        ..Question::default()
    };
    let plans = context.plans(&question)?;
    explain::plans(ui, context, &plans);
    if let Some(recorder) = context.recorder.clone() {
        let (ended, _) = collect_all(context, &plans, false).await?;
        let notes = |prepared: &Prepared| notes_on_plan(prepared, &plans);
        let failures = failures(ended);
        return dry_run::show(ui, context, &recorder, ask.stop_on_failure, failures, notes);
    }
    // Of a list that does not add up nobody can say what is not on it.
    let (ended, mut rows) = collect_all(context, &plans, ask.stop_on_failure).await?;
    let searched = searched(ended.iter().filter_map(|ended| match ended {
        Ended::Job { job, .. } => Some(job),
        Ended::Account(_) => None,
    }));
    let mut verdict = Verdict::default();
    verdict.add_all(ui, ended);
    if verdict.is_total_failure() || (verdict.is_failure() && ask.stop_on_failure) {
        return Ok(verdict.exit());
    }
    Order::default().sort(&mut rows);
    if !rows.is_empty() {
        ui.rows(format, &rows, &columns, ask.columns.shape())?;
    }
    let missing: Vec<&str> = ask
        .ids
        .iter()
        .map(String::as_str)
        .filter(|id| !rows.iter().any(|image| image.id == *id))
        .collect();
    if verdict.is_failure() {
        // An image that was not found may be where nobody answered.
        return Ok(verdict.exit());
    }
    if !missing.is_empty() {
        return Err(Failure::Nothing {
            message: format!("there is no image {} in {searched}", missing.join(", ")),
            hint: where_else(context),
            target: None,
        });
    }
    Ok(Exit::Ok)
}

/// The places that were searched, for people.
fn searched<'a>(targets: impl Iterator<Item = &'a Target>) -> String {
    /// As many are named.
    const MOST: usize = 4;
    let places: BTreeSet<&str> = targets.map(Target::place_name).collect();
    if places.len() > MOST {
        format!("any of {} places", places.len())
    } else {
        list(places)
    }
}

/// A hint with the places that were not searched.
fn where_else(context: &Context) -> Option<String> {
    let regions = "an image is in one region: --region all searches every region";
    let profiles = "`-p all` searches with every profile";
    match (context.leaves_out_regions(), context.has_other_profiles) {
        (true, true) => Some(format!("{regions}; {profiles}")),
        (true, false) => Some(regions.to_owned()),
        (false, true) => Some(profiles.to_owned()),
        (false, false) => None,
    }
}
