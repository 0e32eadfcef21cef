//! `cloudq regions`

use futures_util::future::join_all;

use crate::cli::args::ColumnsOnly;
use crate::cli::commands::images::columns::Columns;
use crate::cli::context::Context;
use crate::cli::dry_run;
use crate::cli::failure::{Exit, Failure};
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
    if context.dry_run {
        let is_any = context.is_regional();
        return dry_run::run(ui, context, false, |account| {
            // Among several profiles those without regions have none to add.
            let asks = !is_any || account.target().provider.facts().regional;
            let request = asks.then(|| account.of_regions()).transpose()?;
            Ok(request.into_iter().collect())
        })
        .await;
    }
    let mut verdict = Verdict::default();
    for error in context.take_failed() {
        verdict.fail(ui, error);
    }
    let mut rows = Vec::new();
    // Among several profiles those without regions have none to add.
    let regional = |target: &&Target| target.provider.facts().regional;
    let asked: Vec<&Target> = if context.accounts().any(|target| regional(&target)) {
        context.accounts().filter(regional).collect()
    } else {
        context.accounts().collect()
    };
    context.progress_targets.add(asked.iter().copied().cloned());
    for answer in join_all(asked.into_iter().map(regions)).await {
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
        ui.rows(ask.format, &rows, &columns, ask.columns.header)?;
    }
    Ok(verdict.exit())
}
