//! `--query`: where it has a place, and what goes wrong with it.

use super::args::{Command, ConfigCommand, Global};
use super::failure::Failure;
use super::ui::Ui;
use crate::output::{Query, QueryError};

/// Reads the expression, for a command that has rows.
pub(super) fn prepare(ui: &mut Ui, global: &Global, command: &Command) -> Result<(), Failure> {
    let Some(expression) = &global.query else {
        return Ok(());
    };
    let has_rows = match command {
        Command::Images { .. }
        | Command::Regions(_)
        | Command::Profiles(_)
        | Command::Auth { .. }
        | Command::Providers(_) => true,
        Command::Config { command } => matches!(command, ConfigCommand::Show(_)),
        Command::Completion(_) | Command::Man(_) | Command::Schema(_) | Command::Help(_) => false,
        #[cfg(feature = "sandbox")]
        Command::Sandbox { .. } => false,
    };
    if !has_rows {
        return Err(Failure::usage(
            "--query is for commands that print rows: this one prints text",
        ));
    }
    ui.query = Some(Query::parse(expression)?);
    Ok(())
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        let message = error.to_string();
        match error {
            QueryError::Output(error) => error.into(),
            QueryError::Expression { nearest, .. } => Failure::Usage {
                message: format!("invalid value for --query: {message}"),
                hint: nearest.map(|name| format!("did you mean `{name}`?")),
            },
            QueryError::Shape { .. } => Failure::Usage {
                message: format!("{message} after --query"),
                hint: Some("change the expression, or print the result with `-o json`".to_owned()),
            },
            error => Failure::Other(anyhow::Error::new(error)),
        }
    }
}
