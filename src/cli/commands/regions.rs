//! `cloudq regions`

use futures_util::future::join_all;

use crate::cli::args::ColumnsOnly;
use crate::cli::commands::images::columns::Columns;
use crate::cli::context::Context;
use crate::cli::dry_run;
use crate::cli::failure::{Exit, Failure};
use crate::cli::prepared::Prepared;
use crate::cli::search::Verdict;
use crate::cli::ui::Ui;
use crate::engine::{Target, regions};
use crate::model::Region;
use crate::output::{Format, Order, Row};

/// What is asked, checked as far as that goes without a network.
pub(crate) struct Ask {
    format: Format,
    columns: Columns,
}

impl Ask {
    pub(crate) fn new(args: &ColumnsOnly, ui: &Ui) -> Result<Self, Failure> {
        let format = ui.format.unwrap_or(Format::Table);
        if format == Format::Map && ui.query.is_none() {
            return Err(Failure::usage(
                "the format `map` is for images: a region has nothing to map to",
            ));
        }
        Ok(Self {
            format,
            columns: Columns::new::<Region>(&args.columns, ui)?,
        })
    }

    /// Prints the columns there are, if that is all that is asked.
    pub(crate) fn help(&self, ui: &mut Ui) -> Result<bool, Failure> {
        self.columns.help::<Region>(ui)
    }
}

pub(crate) async fn run(ui: &mut Ui, context: &mut Context, ask: &Ask) -> Result<Exit, Failure> {
    let profile = context.has_several_profiles().then_some("profile");
    let table: Vec<&str> = profile
        .into_iter()
        .chain(Region::DEFAULT_COLUMNS.iter().copied())
        .collect();
    let columns = ask.columns.of::<Region>(ask.format, &table)?;
    let accounts = context.accounts();
    let is_regional = |prepared: &Prepared| prepared.account.provider.facts().regional;
    // Among several profiles those without regions have none to add.
    let is_any = accounts.iter().any(is_regional);
    let asked = accounts.iter().enumerate();
    let asked = asked.filter(|(_, prepared)| !is_any || is_regional(prepared));
    let target =
        |(account, prepared): (_, &Prepared)| (account, Target::new(&prepared.account, ""));
    let asked: Vec<(usize, Target)> = asked.map(target).collect();
    let targets: Vec<Target> = asked.iter().map(|(_, target)| target.clone()).collect();
    context.track(&targets);
    let failed = context.take_failed().into_iter();
    let failed = failed.map(|error| (None, Err(error)));
    let answers = join_all(asked.iter().map(async |(account, target)| {
        let answer = regions(target).await;
        (Some(*account), answer)
    }));
    let answers = failed.chain(answers.await);
    if let Some(recorder) = &context.recorder {
        let failures = answers.filter_map(|(account, answer)| Some((account, answer.err()?)));
        return dry_run::show(ui, context, recorder, false, failures, |_| Vec::new());
    }
    let mut verdict = Verdict::default();
    let mut rows = Vec::new();
    for (_, answer) in answers {
        match answer {
            Ok(regions) => {
                rows.extend(regions);
                verdict.succeed();
            }
            Err(error) => verdict.fail(ui, error),
        }
    }
    if !verdict.is_total_failure() {
        Order::default().sort(&mut rows);
        ui.rows(ask.format, &rows, &columns, ask.columns.shape())?;
    }
    Ok(verdict.exit())
}
