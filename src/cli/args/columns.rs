//! The flags about columns.

use clap::Args;

use super::global::OUTPUT;

#[derive(Debug, Args)]
pub(in crate::cli) struct ColumnArgs {
    /// Columns of tables, csv and tsv; `+x` adds, `^x` removes, `help` lists them
    #[arg(
        short = 'c',
        long,
        value_name = "LIST",
        value_delimiter = ',',
        allow_hyphen_values = true,
        display_order = 1
    )]
    #[arg(help_heading = OUTPUT)]
    pub(in crate::cli) columns: Vec<String>,
    /// Leave out the line of column names
    #[arg(long, display_order = 2, hide_short_help = true, help_heading = OUTPUT)]
    pub(in crate::cli) no_header: bool,
}
