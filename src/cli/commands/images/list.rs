//! `cloudq images list`

use crate::cli::args::{Global, ListArgs, OnError};
use crate::cli::commands::images::columns::{Columns, of_images};
use crate::cli::commands::images::doubts;
use crate::cli::commands::images::explain;
use crate::cli::commands::images::unseen::Unseen;
use crate::cli::commands::images::values;
use crate::cli::context::Context;
use crate::cli::dry_run::{self, notes_on_plan};
use crate::cli::failure::{Exit, Failure};
use crate::cli::permission::{check_permission, may_list};
use crate::cli::prepared::Prepared;
use crate::cli::search::{Ended, Verdict, distrust, failures, raw_has_room, read, whole_jobs};
use crate::cli::sinks::{Collected, Sink, Sorted, Spools, Stream};
use crate::cli::ui::Ui;
use crate::clock::Clock;
use crate::engine::{Evidence, Plans, Question, Reading, Target};
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
            // The first images of a list in the order of places would be those of one place.
            ([], _) if args.limit.is_some() => Order::parse(&["created:desc"])?,
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
            _ if ui.query.is_some() => Strategy::Sort,
            Format::Ndjson if self.order.is_none() => Strategy::Stream,
            // Of what is only lines to copy, the first ones cannot be counted.
            Format::Csv | Format::Tsv | Format::Id
                if self.order.is_none() && self.limit.is_none() =>
            {
                Strategy::Spooled
            }
            _ => Strategy::Sort,
        }
    }

    fn reading(&self) -> Reading {
        Reading {
            page_size: self.page_size,
            limit: self.enough(),
        }
    }

    /// Rows that are enough. Of a sorted list the first rows are known only at its end.
    fn enough(&self) -> Option<u64> {
        self.limit.filter(|_| self.order.is_none())
    }
}

/// The output strategy: how images get from the service to the output.
enum Strategy {
    /// They are printed as they come.
    Stream,
    /// They wait as text until it is known which regions are whole.
    Spooled,
    /// They wait to be sorted.
    Sort,
}

pub(crate) async fn run(ui: &mut Ui, context: &mut Context, ask: &Ask) -> Result<Exit, Failure> {
    let columns = ask
        .columns
        .of::<Image>(ask.format, &of_images(context, ask.status_column))?;
    let plans = context.plans(&ask.question)?;
    if let Some(size) = ask.page_size {
        context.check_page_size(size)?;
    }
    context.needs_all_regions = ask.fail_incomplete;
    ui.notes(&doubts::of_scope(&ask.question, context.providers()));
    ui.notes(&doubts::of_places(&ask.question, &context.places()));
    explain::plans(ui, context, &plans);
    if ask.question.has(FilterKind::CheckPermission) {
        let may = async |target: &Target| may_list(target, &plans).await;
        let notes = |prepared: &Prepared| notes_on_plan(prepared, &plans);
        return check_permission(ui, context, ask.stop_on_failure, may, notes).await;
    }
    if let Some(recorder) = context.recorder.clone() {
        let mut sink = Collected::default();
        let ended = read(context, &plans, ask.reading(), false, &mut sink).await?;
        let notes = |prepared: &Prepared| notes_on_plan(prepared, &plans);
        let failures = failures(ended);
        return dry_run::show(ui, context, &recorder, ask.stop_on_failure, failures, notes);
    }
    let mut verdict = Verdict::default();
    let mut search = Search {
        context,
        ask,
        plans: &plans,
        unseen: Unseen::of(&ask.question),
    };
    let count = match ask.strategy(ui) {
        Strategy::Stream => stream(ui, &mut search, &mut verdict).await?,
        Strategy::Spooled => spool(ui, &mut search, &columns, &mut verdict).await?,
        Strategy::Sort => sorted(ui, &mut search, &columns, &mut verdict).await?,
    };
    let fails_empty = count == 0 && ask.fail_empty && !verdict.is_failure();
    // A list that is cut short may not have come to them.
    let is_whole = !verdict.is_failure() && ask.enough().is_none_or(|enough| count < enough);
    let notes = match &verdict.whole {
        Some(target) if is_whole && !ui.is_quiet() => {
            // What is known does not wait for what is only suggested.
            ui.flush()?;
            search.unseen.notes(target).await
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

/// A list to be read.
struct Search<'a> {
    context: &'a mut Context,
    ask: &'a Ask,
    plans: &'a Plans,
    unseen: Unseen,
}

impl Search<'_> {
    /// Reads the list into a sink.
    async fn read(
        &mut self,
        sink: &mut impl Sink,
    ) -> Result<Vec<Ended<Target, Evidence>>, Failure> {
        let stop_on_failure = self.ask.stop_on_failure;
        let ended = read(
            self.context,
            self.plans,
            self.ask.reading(),
            stop_on_failure,
            &mut self.unseen.watch(sink),
        )
        .await?;
        if self.ask.fail_incomplete {
            return distrust(ended, stop_on_failure, |doubt| doubt);
        }
        Ok(ended)
    }
}

/// Prints each page as it comes.
async fn stream(
    ui: &mut Ui,
    search: &mut Search<'_>,
    verdict: &mut Verdict,
) -> Result<u64, Failure> {
    let mut stream = Stream::new(ui, search.ask.format, search.ask.limit);
    let ended = search.read(&mut stream).await?;
    let count = stream.count;
    verdict.add_all(ui, ended);
    if !verdict.is_failure() {
        // No rows are an answer too, to be written to a file.
        ui.text("")?;
    }
    Ok(count)
}

/// Prints everything at the end, in the order of the service.
async fn spool(
    ui: &mut Ui,
    search: &mut Search<'_>,
    columns: &[&'static Column<Image>],
    verdict: &mut Verdict,
) -> Result<u64, Failure> {
    let ask = search.ask;
    let mut spools = Spools::new(ui, ask.format, columns);
    let ended = search.read(&mut spools).await?;
    let whole = whole_jobs(&ended);
    let (spools, count) = spools.of_jobs(|job| whole.contains(&job));
    verdict.add_all(ui, ended);
    if verdict.is_total_failure() {
        return Ok(0);
    }
    ui.rows::<Image>(ask.format, &[], columns, ask.columns.shape())?;
    for spool in spools {
        ui.spooled(spool)?;
    }
    Ok(count as u64)
}

/// Prints everything at the end, sorted.
async fn sorted(
    ui: &mut Ui,
    search: &mut Search<'_>,
    columns: &[&'static Column<Image>],
    verdict: &mut Verdict,
) -> Result<u64, Failure> {
    let ask = search.ask;
    // Rows that the chosen keys do not tell apart keep the usual order.
    let order = if ask.order.is_none() {
        Order::none()
    } else {
        ask.order.clone().then_default()
    };
    let layout = ui.layout(columns, ask.columns.shape());
    let buffer = SortBuffer::new(ui.waiting(ask.format), columns, order, layout);
    let mut sorted = Sorted::new(buffer, ask.enough());
    let ended = search.read(&mut sorted).await?;
    let whole = whole_jobs(&ended);
    let buffer = sorted.of_jobs(|job| whole.contains(&job));
    verdict.add_all(ui, ended);
    if verdict.is_total_failure() {
        return Ok(0);
    }
    let most = ask
        .limit
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(usize::MAX);
    let count = ui.buffer(buffer, ask.format, most, ask.columns.shape())?;
    Ok(count as u64)
}
