//! `cloudq images list`

use std::ops::ControlFlow;

use super::args::{Global, ListArgs, OnError};
use super::columns::{Columns, of_images};
use super::context::Context;
use super::explain;
use super::failure::{Exit, Failure};
use super::search::{Verdict, check_permission, collect, jobs, raw_has_room, targets};
use super::ui::Ui;
use crate::clock::Clock;
use crate::model::{FilterKind, Image};
use crate::output::{Column, Format, Order};
use crate::query::{Job, Question, Reading, images};

/// Pages of a region that may wait while an earlier region is being printed.
const AHEAD: usize = 16;

/// What is asked, checked as far as that goes without a network.
pub(super) struct Ask {
    question: Question,
    format: Format,
    columns: Columns,
    order: Order<Image>,
    limit: Option<u64>,
    page_size: Option<u32>,
    fail_empty: bool,
    stop_on_failure: bool,
    /// The state, where it was asked for: otherwise only images that can be used
    /// are listed.
    status_column: Option<&'static str>,
}

impl Ask {
    pub(super) fn new(
        args: &ListArgs,
        global: &Global,
        ui: &Ui,
        clock: &dyn Clock,
    ) -> Result<Self, Failure> {
        let format = ui.format.unwrap_or(Format::Table);
        if format == Format::Map {
            return Err(Failure::Usage {
                message: "the format `map` has room for one image in each region".to_owned(),
                hint: Some(
                    "`cloudq images latest -o map` prints it for the newest ones".to_owned(),
                ),
            });
        }
        let order = match (&args.sort_by[..], format) {
            ([], Format::Ndjson) => Order::none(),
            ([], _) => Order::default(),
            (keys, _) => Order::parse(keys)?,
        };
        let question = args.filters.question(clock.now())?;
        raw_has_room(global, format)?;
        Ok(Self {
            status_column: question.has(FilterKind::Status).then_some("status"),
            question,
            format,
            columns: Columns::new::<Image>(&args.columns)?,
            order,
            limit: args.limit,
            page_size: args.page_size,
            fail_empty: args.fail_empty,
            stop_on_failure: global.on_error == OnError::Fail,
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    pub(super) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Image>(ui)
    }

    /// Whether rows are printed as they come.
    fn streams(&self) -> bool {
        self.format == Format::Ndjson && self.order.is_none()
    }

    fn reading(&self) -> Reading {
        Reading {
            page_size: self.page_size,
            // Of a sorted list the first rows are known only at its end.
            limit: self.limit.filter(|_| self.order.is_none()),
            ahead: self.streams().then_some(AHEAD),
            stop_on_failure: self.stop_on_failure,
        }
    }
}

pub(super) async fn run(ui: &mut Ui, context: &mut Context, ask: &Ask) -> Result<Exit, Failure> {
    let columns = ask
        .columns
        .of::<Image>(ask.format, &of_images(context, ask.status_column))?;
    context.check(&ask.question, ask.page_size)?;
    let (targets, mut verdict) = targets(ui, context, ask.stop_on_failure).await?;
    let jobs = jobs(&targets, &ask.question)?;
    explain::plans(ui, &jobs);
    if ask.question.has(FilterKind::CheckPermission) {
        return Ok(check_permission(ui, &jobs, verdict).await);
    }
    let count = if ask.streams() {
        stream(ui, ask, &jobs, &mut verdict).await?
    } else {
        print(ui, ask, &jobs, &columns, &mut verdict).await?
    };
    if count == 0 && ask.fail_empty && !verdict.is_failure() {
        return Err(Failure::Nothing {
            message: "no image matches".to_owned(),
            hint: None,
        });
    }
    Ok(verdict.exit())
}

/// Prints each page as it comes.
async fn stream(
    ui: &mut Ui,
    ask: &Ask,
    jobs: &[Job],
    verdict: &mut Verdict,
) -> Result<usize, Failure> {
    let mut count = 0;
    let mut written = Ok(());
    let outcomes = images(jobs, ask.reading(), |_, rows| {
        count += rows.len();
        written = ui
            .rows(ask.format, &rows, &[], false)
            .and_then(|()| ui.flush());
        if written.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })
    .await;
    written?;
    for (job, outcome) in jobs.iter().zip(outcomes) {
        verdict.add(ui, &job.target, outcome);
    }
    Ok(count)
}

/// Prints everything at the end, sorted.
async fn print(
    ui: &mut Ui,
    ask: &Ask,
    jobs: &[Job],
    columns: &[&'static Column<Image>],
    verdict: &mut Verdict,
) -> Result<usize, Failure> {
    let mut rows = Vec::new();
    for (job, (outcome, found)) in jobs.iter().zip(collect(jobs, ask.reading()).await) {
        verdict.add(ui, &job.target, outcome);
        rows.extend(found);
    }
    if verdict.is_total_failure() || (verdict.is_failure() && ask.stop_on_failure) {
        return Ok(0);
    }
    if !ask.order.is_none() {
        // Rows that the chosen keys do not tell apart keep the usual order.
        Order::default().sort(&mut rows);
        ask.order.sort(&mut rows);
    }
    rows.truncate(
        ask.limit
            .and_then(|limit| usize::try_from(limit).ok())
            .unwrap_or(usize::MAX),
    );
    ui.rows(ask.format, &rows, columns, ask.columns.header)?;
    Ok(rows.len())
}
