//! `cloudq completion`

use clap_complete::Shell;

use super::failure::{Exit, Failure};
use super::ui::Ui;

/// The script of a shell.
pub(super) fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::command(), "cloudq", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

pub(super) fn run(ui: &mut Ui, shell: Shell) -> Result<Exit, Failure> {
    ui.text(&script(shell))?;
    Ok(Exit::Ok)
}
