//! The arguments of `cloudq images`.

#![allow(
    clippy::doc_markdown,
    reason = "doc comments here are help texts for a terminal"
)]

use std::time::Duration;

use clap::Args;

use super::columns::ColumnArgs;
use super::global::OUTPUT;
use crate::cli::commands::images::filters::FilterArgs;
use crate::cli::commands::images::values;
use crate::config::duration;

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    #[command(flatten)]
    pub(in crate::cli) columns: ColumnArgs,
    /// Sort by these columns, or `none` for the service's order
    #[arg(
        long,
        value_name = "KEY[:asc|:desc]",
        value_delimiter = ',',
        hide_short_help = true,
        help_heading = OUTPUT
    )]
    pub(in crate::cli) sort_by: Vec<String>,
    /// Print at most this many images
    #[arg(long, value_name = "N", value_parser = values::limit, help_heading = OUTPUT)]
    pub(in crate::cli) limit: Option<u64>,
    /// Ask for this many images on a page [default: as many as the service gives]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) page_size: Option<u32>,
    /// Exit with code 3 when no image matches
    #[arg(long, hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) fail_empty: bool,
    /// Exit with code 12 when the list does not add up, instead of warning
    #[arg(long, hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) fail_incomplete: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LatestArgs {
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    /// Print this many of the newest
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = values::positive, help_heading = "Choice")]
    pub(in crate::cli) count: usize,
    /// Leave out this many of the newest: 1 is the one before
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_short_help = true,
        help_heading = "Choice"
    )]
    pub(in crate::cli) skip: usize,
    /// Exit with code 10 when the newest is older than this, such as 30d
    #[arg(long, value_name = "AGE", value_parser = duration::parse, help_heading = "Choice")]
    pub(in crate::cli) max_age: Option<Duration>,
    /// Exit with code 0 even where nothing matches
    #[arg(long, hide_short_help = true, help_heading = "Choice")]
    pub(in crate::cli) allow_missing: bool,
    #[command(flatten)]
    pub(in crate::cli) columns: ColumnArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct GetArgs {
    /// Image ids, each an argument or with commas between; `-` reads them from stdin
    #[arg(value_name = "ID", required = true, value_delimiter = ',')]
    pub(in crate::cli) ids: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) columns: ColumnArgs,
}
