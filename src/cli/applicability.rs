//! Which commands the flags of all commands have a meaning for.

use super::args::{Command, ConfigCommand, Global};
use super::failure::Failure;
use crate::output::Format;

/// What a command does, as far as flags depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// It asks clouds for images.
    Images,
    /// It asks clouds for their regions.
    Regions,
    /// It asks clouds for something else, and prints rows.
    Asks,
    /// It prints rows of what is known here.
    Rows,
    /// It prints text that has one form.
    Text,
    /// It serves, or runs a command, and prints meanwhile.
    #[cfg(feature = "sandbox")]
    Serves,
}

impl Does {
    fn of(command: &Command) -> Self {
        match command {
            Command::Images { .. } => Does::Images,
            Command::Regions(_) => Does::Regions,
            Command::Auth { .. } => Does::Asks,
            Command::Profiles(_)
            | Command::Providers(_)
            | Command::Config {
                command: ConfigCommand::Show(_),
            } => Does::Rows,
            Command::Config { .. }
            | Command::Completion(_)
            | Command::Man(_)
            | Command::Schema(_)
            | Command::Help(_) => Does::Text,
            #[cfg(feature = "sandbox")]
            Command::Sandbox { .. } => Does::Serves,
        }
    }

    fn asks(self) -> bool {
        matches!(self, Does::Images | Does::Regions | Does::Asks)
    }

    fn has_rows(self) -> bool {
        self.asks() || self == Does::Rows
    }

    fn is_over_at_once(self) -> bool {
        self.has_rows() || self == Does::Text
    }
}

/// Refuses flags that would change nothing, before anything is done.
pub(super) fn check(global: &Global, command: &Command) -> Result<(), Failure> {
    let does = Does::of(command);
    let flags = [
        (
            global.raw,
            does == Does::Images,
            "--raw is for images: it adds their own objects",
        ),
        (
            global.dry_run,
            does.asks(),
            "--dry-run is for commands that ask a cloud: images, regions and auth check",
        ),
        (
            global.query.is_some(),
            does.has_rows(),
            "--query is for commands that print rows: this one prints text",
        ),
        (
            global.output.is_some(),
            does.has_rows(),
            "--output is for commands that print rows: this one prints text",
        ),
        (
            global.output_file().is_some(),
            does.is_over_at_once(),
            "--output-file has no meaning for the sandbox: it serves while it prints",
        ),
        (
            global.names_regions(),
            does != Does::Regions,
            "--region has no meaning for `regions`: it lists all that there are",
        ),
    ];
    match flags
        .iter()
        .find(|(given, has_meaning, _)| *given && !has_meaning)
    {
        Some((_, _, why)) => Err(Failure::usage(*why)),
        None => Ok(()),
    }
}

/// Refuses flags that would change nothing in a format.
pub(super) fn check_format(global: &Global, format: Option<Format>) -> Result<(), Failure> {
    if !global.csv_safe || matches!(format, Some(Format::Csv | Format::Tsv)) {
        return Ok(());
    }
    let hint = "use -o csv or -o tsv";
    Err(match format {
        Some(format) => Failure::format("--csv-safe", format, hint),
        None => Failure::Usage {
            message: "--csv-safe cannot be used without a format".to_owned(),
            hint: Some(hint.to_owned()),
        },
    })
}
