//! `cloudq sandbox serve`

use std::sync::Arc;

use crate::cli::args::ServeArgs;
use crate::cli::commands::sandbox::{fault_help, options_of, start, variables};
use crate::cli::failure::{Exit, Failure};
use crate::cli::signals::Signals;
use crate::cli::ui::Ui;
use crate::clock::Clock;
use crate::sandbox::Options;

/// Prints what points to the emulator, then serves until a signal; requests under
/// way are still answered.
pub(crate) async fn run(
    ui: &mut Ui,
    args: &ServeArgs,
    clock: Arc<dyn Clock>,
) -> Result<Exit, Failure> {
    if fault_help(ui, &args.emulator)? {
        return Ok(Exit::Ok);
    }
    let mut signals = Signals::new()?;
    let sandbox = start(Options {
        listen: (args.listen, args.port).into(),
        ..options_of(&args.emulator, &clock)?
    })
    .await?;
    if !args.listen.is_loopback() {
        ui.note(&format!(
            "everybody who reaches {} may ask this sandbox; its keys are no secret. cloudq itself asks \
             http on its own machine only",
            sandbox.address()
        ));
    }
    for (name, value) in variables(&sandbox) {
        ui.text(&format!("{name}={value}\n"))?;
    }
    // It listens already: who reads this may begin.
    ui.flush()?;
    let told = signals.next().await;
    // What is under way is still answered, unless somebody insists.
    ui.ending().listen()?;
    sandbox.stop().await;
    Ok(told.exit())
}
