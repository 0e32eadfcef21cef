//! `cloudq sandbox run -- COMMAND`

use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal as _};
use std::process::ExitStatus;
use std::sync::Arc;

use tokio::process::{Child, Command};

use crate::cli::args::RunArgs;
use crate::cli::commands::sandbox::{fault_help, options_of, start, variables};
use crate::cli::failure::{self, Exit, Failure};
use crate::cli::signals::{Signals, Told};
use crate::cli::stdout;
use crate::cli::ui::Ui;
use crate::clock::Clock;
use crate::clouds::clouds;
use crate::config::Env;
use crate::credentials::KeyVariables;
use crate::sandbox::{Sandbox, Stats};

/// Runs a command in an environment that points to an emulator, passes its exit
/// code on, and tells what the emulator saw.
pub(crate) async fn run(
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
    // Before the command runs: a request to end it must not be missed.
    let signals = Signals::new()?;
    let mut command = command(program, arguments, env, &sandbox);
    let stdout = stdout::for_command().map_err(|error| failure::outside(error, "cannot start"))?;
    let child = command.stdout(stdout).spawn();
    let child = child.map_err(|error| Failure::Command {
        message: format!("cannot run `{}`: {error}", program.display()),
        // As shells and env(1) have it.
        code: if error.kind() == ErrorKind::NotFound {
            127
        } else {
            126
        },
    })?;
    let status = wait(child, signals).await?;
    let stats = sandbox.stats();
    ui.note(&seen(&stats));
    sandbox.stop().await;
    if args.strict && stats.refused_signatures > 0 {
        return Err(Failure::Other(anyhow::anyhow!(
            "signatures refused: {}, and --strict makes that an error",
            stats.refused_signatures
        )));
    }
    Ok(Exit::Command(code(status)))
}

fn seen(stats: &Stats) -> String {
    format!(
        "sandbox: requests {}, retries {}, faults served {}, signatures refused {}",
        stats.requests, stats.retries, stats.faults, stats.refused_signatures
    )
}

/// What the names of variables of other clouds and of other tools begin with.
const OTHER_PREFIXES: [&str; 20] = [
    "ARM_",
    "AWS_",
    "AZURE_",
    "BAIDUCLOUD_",
    "CLOUDSDK_",
    "DIGITALOCEAN_",
    "GCLOUD_",
    "GCP_",
    "GOOGLE_",
    "HCLOUD_",
    "HUAWEICLOUD_",
    "HW_",
    "IBMCLOUD_",
    "LINODE_",
    "OCI_",
    "OS_",
    "OVH_",
    "SCW_",
    "VOLCENGINE_",
    "VULTR_",
];

/// What the names of those among them that hold a key, or name the file of one, end with.
const KEYS: [&str; 12] = [
    "ACCESS_KEY",
    "ACCESS_KEY_ID",
    "API_KEY",
    "APPLICATION_CREDENTIALS",
    "CREDENTIALS_FILE",
    "PASSWORD",
    "PRIVATE_KEY",
    "SECRET",
    "SECRET_ID",
    "SECRET_KEY",
    "TOKEN",
    "TOKEN_FILE",
];

/// Whether a variable holds a key of a cloud that no provider here is of.
fn is_key_of_a_cloud(name: &str) -> bool {
    let of_clouds = clouds().flat_map(|cloud| cloud.facts().other_prefixes);
    let mut prefixes = OTHER_PREFIXES.iter().chain(of_clouds);
    let is_of_cloud = prefixes.any(|prefix| name.starts_with(prefix));
    is_of_cloud && KEYS.iter().any(|key| name.ends_with(key))
}

/// The command with every vendor's variables set: those of the caller's real
/// accounts are taken away, so that no token of theirs comes with our keys.
fn command(program: &OsString, arguments: &[OsString], env: &Env, sandbox: &Sandbox) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    let ours = |name: &str| {
        let mut vendors = clouds().map(|cloud| &cloud.facts().variables);
        name.starts_with("CLOUDQ_")
            || is_key_of_a_cloud(name)
            || vendors.any(|variables| {
                let named = |key: &KeyVariables| {
                    let mut names = key.id.iter().chain(key.secret).chain(key.token);
                    names.any(|known| *known == name)
                };
                let mut prefixes = variables.prefixes.iter();
                prefixes.any(|prefix| name.starts_with(prefix)) || variables.keys.iter().any(named)
            })
    };
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(ours) {
            command.env_remove(name);
        }
    }
    // Nor does the caller's file count: its profiles, proxy and authorities are for others.
    #[cfg(unix)]
    command.env("CLOUDQ_CONFIG", "/dev/null");
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

/// Waits for the command, and passes on what this program is told meanwhile.
async fn wait(mut child: Child, mut signals: Signals) -> Result<ExitStatus, Failure> {
    let mut told_to_end = false;
    loop {
        let signal = tokio::select! {
            status = child.wait() => return status.map_err(cannot_wait),
            signal = signals.next() => signal,
        };
        if signal == Told::Interrupt && io::stdin().is_terminal() {
            // The terminal has told the command too. It may mean to go on.
            continue;
        }
        if told_to_end && signal != Told::Interrupt {
            // It may just have ended by itself.
            let _ = child.start_kill();
        } else {
            pass_on(&mut child, signal);
        }
        told_to_end |= signal != Told::Interrupt;
    }
}

#[cfg(unix)]
fn pass_on(child: &mut Child, told: Told) {
    use rustix::process::{Pid, Signal, kill_process};

    let signal = match told {
        Told::Interrupt => Signal::INT,
        Told::Terminate => Signal::TERM,
        Told::HangUp => Signal::HUP,
        Told::Quit => Signal::QUIT,
    };
    let pid = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
    if let Some(pid) = pid {
        // It may just have ended by itself.
        let _ = kill_process(pid, signal);
    }
}

#[cfg(not(unix))]
fn pass_on(child: &mut Child, _: Told) {
    // It may just have ended by itself.
    let _ = child.start_kill();
}

fn cannot_wait(error: std::io::Error) -> Failure {
    failure::outside(error, "cannot wait for the command")
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
