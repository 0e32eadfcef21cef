//! `cloudq sandbox run -- COMMAND`

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitStatus;
use std::sync::Arc;

use tokio::process::{Child, Command};

use super::args::RunArgs;
use super::failure::{Exit, Failure};
use super::sandbox::{fault_help, options_of, signal, start, variables};
use super::ui::Ui;
use crate::clock::Clock;
use crate::config::Env;
use crate::provider::PROVIDERS;
use crate::sandbox::{Sandbox, Stats};

/// Runs a command in an environment that points to an emulator, passes its exit
/// code on, and tells what the emulator saw.
pub(super) async fn run(
    ui: &mut Ui,
    args: &RunArgs,
    env: &Env,
    clock: Arc<dyn Clock>,
) -> Result<Exit, Failure> {
    if fault_help(ui, &args.emulator)? {
        return Ok(Exit::Ok);
    }
    let [program, arguments @ ..] = &args.command[..] else {
        return Err(Failure::usage("no command is given: write it after `--`"));
    };
    let sandbox = start(options_of(&args.emulator, &clock)?).await?;
    let child = command(program, arguments, env, &sandbox).spawn();
    let status = match child {
        Ok(child) => wait(child).await?,
        Err(error) => {
            ui.failed(&Failure::usage(format!(
                "cannot run `{}`: {error}",
                program.display()
            )));
            // As shells and env(1) have it.
            let code = if error.kind() == ErrorKind::NotFound {
                127
            } else {
                126
            };
            return Ok(Exit::Command(code));
        }
    };
    let stats = sandbox.stats();
    ui.note(&seen(&stats));
    sandbox.stop().await;
    if args.strict && stats.refused_signatures > 0 {
        return Ok(Exit::Other);
    }
    Ok(Exit::Command(code(status)))
}

fn seen(stats: &Stats) -> String {
    format!(
        "sandbox: requests {}, retries {}, faults served {}, signatures refused {}",
        stats.requests, stats.retries, stats.faults, stats.refused_signatures
    )
}

/// The command with every vendor's variables set: those of the caller's real
/// accounts are taken away, so that no token of theirs comes with our keys.
fn command(program: &OsString, arguments: &[OsString], env: &Env, sandbox: &Sandbox) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    for provider in PROVIDERS {
        for key in provider.facts().variables.keys {
            for name in key.id.iter().chain(key.secret).chain(key.token) {
                command.env_remove(name);
            }
        }
    }
    // A profile of the caller's file would count before these variables.
    command.env_remove("CLOUDQ_PROFILE");
    command.envs(variables(sandbox));
    // Most SDKs would go through a proxy even for this machine.
    for name in ["NO_PROXY", "no_proxy"] {
        let local = "127.0.0.1,localhost";
        let value = match env.get(name) {
            Some(others) => format!("{others},{local}"),
            None => local.to_owned(),
        };
        command.env(name, value);
    }
    command.kill_on_drop(true);
    command
}

/// Waits for the command. Ctrl-C reaches it from the terminal by itself; a request
/// to end this program is passed on.
async fn wait(mut child: Child) -> Result<ExitStatus, Failure> {
    let told = tokio::select! {
        status = child.wait() => return status.map_err(cannot_wait),
        told = signal() => told?,
    };
    if told == Exit::Terminated {
        terminate(&mut child);
    }
    child.wait().await.map_err(cannot_wait)
}

#[cfg(unix)]
fn terminate(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process};

    let pid = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
    if let Some(pid) = pid {
        // It may just have ended by itself.
        let _ = kill_process(pid, Signal::TERM);
    }
}

#[cfg(not(unix))]
fn terminate(child: &mut Child) {
    // It may just have ended by itself.
    let _ = child.start_kill();
}

fn cannot_wait(error: std::io::Error) -> Failure {
    super::outside(error, "cannot wait for the command")
}

/// The code that a shell would give: 128 and more for a signal.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            return u8::try_from(128 + signal).unwrap_or(u8::MAX);
        }
    }
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1)
}
