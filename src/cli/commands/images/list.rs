//! `cloudq images list`

use crate::cli::args::{Global, ListArgs, OnError};
use crate::cli::commands::images::columns::{Columns, of_images};
use crate::cli::commands::images::doubts;
use crate::cli::commands::images::explain;
use crate::cli::commands::images::unseen::Unseen;
use crate::cli::commands::images::values;
use crate::cli::context::Context;
use crate::cli::dry_run::{self, first_of_question};
use crate::cli::failure::{Exit, Failure};
use crate::cli::search::{
    Ended, Verdict, check_permission, distrust, jobs, may_list, raw_has_room, read, whole_jobs,
};
use crate::cli::sinks::{Sections, Sorted, Spools, Stream};
use crate::cli::ui::Ui;
use crate::clock::Clock;
use crate::engine::{Question, Reading, Target};
use crate::error::Error;
use crate::model::{FilterKind, Image};
use crate::output::{Column, Format, Order, SortBuffer};

/// What is asked, checked as far as that goes without a network.
pub(crate) struct Ask {
    question: Question,
    format: Format,
    columns: Columns,
    order: Order<Image>,
    limit: Option<u64>,
    page_size: Option<u32>,
    fail_empty: bool,
    fail_incomplete: bool,
    stop_on_failure: bool,
    /// The state, where it was asked for: otherwise only images that can be used
    /// are listed.
    status_column: Option<&'static str>,
}

impl Ask {
    pub(crate) fn new(
        args: &ListArgs,
        global: &Global,
        ui: &Ui,
        clock: &dyn Clock,
    ) -> Result<Self, Failure> {
        let format = ui.format.unwrap_or(Format::Table);
        if format == Format::Map && ui.query.is_none() {
            return Err(Failure::Usage {
                message: "the format `map` has room for one image in each region".to_owned(),
                hint: Some(
                    "`cloudq images latest -o map` prints it for the newest ones".to_owned(),
                ),
            });
        }
        let keys = values::list("--sort-by", &args.sort_by)?;
        let order = match (&keys[..], format) {
            // A query has the list of the format json.
            ([], Format::Ndjson) if ui.query.is_none() => Order::none(),
            ([], _) => Order::default(),
            (keys, _) => Order::parse(keys)?,
        };
        let (question, notes) = args.filters.question(clock.now())?;
        ui.notes(&notes);
        raw_has_room(global, format)?;
        Ok(Self {
            status_column: question.has(FilterKind::Status).then_some("status"),
            question,
            format,
            columns: Columns::new::<Image>(&args.columns, ui)?,
            order,
            limit: args.limit,
            page_size: args.page_size,
            fail_empty: args.fail_empty,
            fail_incomplete: args.fail_incomplete,
            stop_on_failure: global.on_error == OnError::Fail,
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    pub(crate) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Image>(ui)
    }

    fn strategy(&self, ui: &Ui) -> Strategy {
        match self.format {
            _ if ui.query.is_some() => Strategy::Shelve,
            Format::Ndjson if self.order.is_none() => Strategy::Stream,
            // Of what is only lines to copy, the first ones cannot be counted.
            Format::Csv | Format::Tsv | Format::Id
                if self.order.is_none() && self.limit.is_none() =>
            {
                Strategy::Spooled
            }
            _ => Strategy::Shelve,
        }
    }

    fn reading(&self) -> Reading {
        Reading {
            page_size: self.page_size,
            limit: self.enough(),
            stop_on_failure: self.stop_on_failure,
        }
    }

    /// Rows that are enough. Of a sorted list the first rows are known only at its end.
    fn enough(&self) -> Option<u64> {
        self.limit.filter(|_| self.order.is_none())
    }
}

/// How rows get from the service to the output.
enum Strategy {
    /// They are printed as they come.
    Stream,
    /// They wait as text until it is known which regions are whole.
    Spooled,
    /// They wait to be sorted.
    Shelve,
}

pub(crate) async fn run(ui: &mut Ui, context: &mut Context, ask: &Ask) -> Result<Exit, Failure> {
    let columns = ask
        .columns
        .of::<Image>(ask.format, &of_images(context, ask.status_column))?;
    context.check(&ask.question, ask.page_size)?;
    context.needs_all_regions = ask.fail_incomplete;
    ui.notes(&doubts::of_scope(&ask.question, context.providers()));
    ui.notes(&doubts::of_places(&ask.question, &context.places()));
    if context.dry_run {
        return rehearse(ui, context, ask).await;
    }
    explain::plans(ui, &jobs(context.accounts(), &ask.question)?);
    if ask.question.has(FilterKind::CheckPermission) {
        let may = async |target: &Target| may_list(target, &ask.question).await;
        return check_permission(ui, context, ask.stop_on_failure, may).await;
    }
    let mut verdict = Verdict::default();
    let mut unseen = Unseen::of(&ask.question);
    let count = match ask.strategy(ui) {
        Strategy::Stream => stream(ui, context, ask, &mut verdict, &mut unseen).await?,
        Strategy::Spooled => spool(ui, context, ask, &columns, &mut verdict, &mut unseen).await?,
        Strategy::Shelve => shelve(ui, context, ask, &columns, &mut verdict, &mut unseen).await?,
    };
    let fails_empty = count == 0 && ask.fail_empty && !verdict.is_failure();
    // A list that is cut short may not have come to them.
    let is_whole = !verdict.is_failure() && ask.enough().is_none_or(|enough| count < enough);
    let notes = match &verdict.whole {
        Some(target) if is_whole && !ui.is_quiet() => {
            // What is known does not wait for what is only suggested.
            ui.flush()?;
            unseen.notes(target).await
        }
        _ => Vec::new(),
    };
    if !fails_empty {
        for note in notes {
            ui.note(&note.text());
        }
        return Ok(verdict.exit());
    }
    let usual = "--explain tells who decides on which condition";
    let hints = notes.into_iter().filter_map(|note| note.hint);
    let hints: Vec<String> = hints.chain([usual.to_owned()]).collect();
    Err(Failure::Nothing {
        message: "no image matches".to_owned(),
        hint: Some(hints.join("\n")),
        target: None,
    })
}

/// Shows what each target would be asked first.
async fn rehearse(ui: &mut Ui, context: &mut Context, ask: &Ask) -> Result<Exit, Failure> {
    explain::plans(ui, &jobs(context.accounts(), &ask.question)?);
    let first = |target: &Target, notes: &mut Vec<String>| {
        first_of_question(target, &ask.question, ask.reading(), notes)
    };
    dry_run::run(ui, context, ask.stop_on_failure, |account| {
        account.of_images(first)
    })
    .await
}

/// Reads the list into a sink, and says how that ended for each account.
async fn read_list<S: Sections>(
    context: &mut Context,
    ask: &Ask,
    sink: &mut S,
) -> Result<Vec<Result<Ended, Error>>, Failure> {
    let reading = ask.reading();
    let mut accounts = read(context, &ask.question, reading, sink).await?;
    if ask.fail_incomplete {
        distrust(&mut accounts, reading, |doubt| doubt)?;
    }
    Ok(accounts)
}

/// Prints each page as it comes.
async fn stream(
    ui: &mut Ui,
    context: &mut Context,
    ask: &Ask,
    verdict: &mut Verdict,
    unseen: &mut Unseen,
) -> Result<u64, Failure> {
    let mut stream = Stream::new(ui, ask.format, ask.limit);
    let accounts = read_list(context, ask, &mut unseen.watch(&mut stream)).await;
    let (count, failure) = (stream.count, stream.failure);
    if let Some(failure) = failure {
        return Err(failure);
    }
    verdict.add_all(ui, accounts?);
    if !verdict.is_failure() {
        // No rows are an answer too, to be written to a file.
        ui.text("")?;
    }
    Ok(count)
}

/// Prints everything at the end, in the order of the service.
async fn spool(
    ui: &mut Ui,
    context: &mut Context,
    ask: &Ask,
    columns: &[&'static Column<Image>],
    verdict: &mut Verdict,
    unseen: &mut Unseen,
) -> Result<u64, Failure> {
    let mut spools = Spools::new(ui, ask.format, columns);
    let accounts = read_list(context, ask, &mut unseen.watch(&mut spools)).await?;
    if let Some(failure) = spools.failure {
        return Err(failure);
    }
    let whole = whole_jobs(&accounts);
    let (spools, count) = spools.of_jobs(|job| whole.contains(&job));
    verdict.add_all(ui, accounts);
    if verdict.is_total_failure() {
        return Ok(0);
    }
    ui.rows::<Image>(ask.format, &[], columns, ask.columns.header)?;
    for spool in spools {
        ui.spooled(spool)?;
    }
    Ok(count as u64)
}

/// Prints everything at the end, sorted.
async fn shelve(
    ui: &mut Ui,
    context: &mut Context,
    ask: &Ask,
    columns: &[&'static Column<Image>],
    verdict: &mut Verdict,
    unseen: &mut Unseen,
) -> Result<u64, Failure> {
    // Rows that the chosen keys do not tell apart keep the usual order.
    let order = if ask.order.is_none() {
        Order::none()
    } else {
        ask.order.clone().then_default()
    };
    let layout = ui.layout(ask.columns.header);
    let buffer = SortBuffer::new(ui.waiting(ask.format), columns, order, layout);
    let mut sorted = Sorted::new(buffer, ask.enough());
    let accounts = read_list(context, ask, &mut unseen.watch(&mut sorted)).await?;
    if let Some(failure) = sorted.failure {
        return Err(failure);
    }
    let whole = whole_jobs(&accounts);
    let buffer = sorted.of_jobs(|job| whole.contains(&job));
    verdict.add_all(ui, accounts);
    if verdict.is_total_failure() {
        return Ok(0);
    }
    let most = ask
        .limit
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(usize::MAX);
    let count = ui.buffer(buffer, ask.format, most, ask.columns.header)?;
    Ok(count as u64)
}
