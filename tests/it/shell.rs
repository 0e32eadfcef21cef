//! Text for a shell, run as a user runs it: `cloudq` is on the `PATH`, and there is an
//! emulator for commands without `-p sandbox`.

use std::env;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use cloudq::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, REGIONS};
use tempfile::TempDir;

use crate::support::{Ended, Service};

/// The longest that a script may take: far more than any needs.
const LIMIT: Duration = Duration::from_secs(120);

/// A home and a folder of their own, in which scripts run one after another.
pub(crate) struct Shell {
    place: TempDir,
    interpreter: &'static str,
    variables: Vec<(String, String)>,
}

impl Shell {
    /// `sh -e`, with no environment but what it needs.
    pub(crate) fn new() -> Self {
        let shell = Self {
            place: tempfile::tempdir().unwrap(),
            interpreter: "sh",
            variables: Vec::new(),
        };
        for folder in [shell.home(), shell.folder()] {
            fs::create_dir(folder).unwrap();
        }
        shell
    }

    /// The same with `bash -e`.
    pub(crate) fn bash() -> Self {
        Self {
            interpreter: "bash",
            ..Self::new()
        }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With the variables that `cloudq sandbox serve` would print.
    pub(crate) fn at(self, service: &Service) -> Self {
        let endpoint = service.endpoint();
        [
            ("CLOUDQ_ENDPOINT", endpoint.as_str()),
            ("CLOUDQ_REGION", REGIONS[0]),
            ("CLOUDQ_STS_ENDPOINT", &endpoint),
            ("CLOUDQ_METADATA_ENDPOINT", &endpoint),
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", ACCESS_KEY_ID),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", ACCESS_KEY_SECRET),
            ("ALIBABA_CLOUD_REGION_ID", REGIONS[0]),
            ("TENCENTCLOUD_SECRET_ID", ACCESS_KEY_ID),
            ("TENCENTCLOUD_SECRET_KEY", ACCESS_KEY_SECRET),
        ]
        .into_iter()
        .fold(self, |shell, (name, value)| shell.env(name, value))
    }

    /// The home, empty at first.
    pub(crate) fn home(&self) -> PathBuf {
        self.place.path().join("home")
    }

    /// The folder that scripts start in, empty at first.
    pub(crate) fn folder(&self) -> PathBuf {
        self.place.path().join("folder")
    }

    /// Runs the text to its end, or to its first command that fails.
    ///
    /// # Panics
    ///
    /// If it, or what it leaves running, is not done in time. All of it is killed then.
    #[track_caller]
    pub(crate) fn run(&self, text: &str) -> Ended {
        let child = Command::new(self.interpreter)
            .args(["-e", "-c", text])
            .env_clear()
            .env("PATH", path())
            .env("HOME", self.home())
            .env("LC_ALL", "C")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A group of its own, so that all that it starts can be killed.
            .process_group(0)
            .spawn()
            .unwrap();
        let group = child.id();
        let (done, ended) = mpsc::channel::<()>();
        let watch = std::thread::spawn(move || {
            let late = ended.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout);
            if late {
                kill_group(group);
            }
            late
        });
        let output = child.wait_with_output().unwrap();
        drop(done);
        let ended = Ended::new(output, text.to_owned());
        assert!(!watch.join().unwrap(), "it takes too long: {ended}");
        ended
    }
}

/// The caller's `PATH`, after the folder of the program.
fn path() -> std::ffi::OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_cloudq"));
    let own = program.parent().unwrap().to_owned();
    let others = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(own).chain(env::split_paths(&others))).unwrap()
}

fn kill_group(group: u32) {
    let status = Command::new("/bin/sh")
        .args(["-c", "kill -s KILL -- \"-$1\"", "sh"])
        .arg(group.to_string())
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
fn a_script_ends_at_its_first_failure() {
    for shell in [Shell::new(), Shell::bash()] {
        let ended = shell.run("echo before\ncloudq --no-such-flag\necho after");
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(2), "before\n"),
            "{ended}"
        );
        assert!(ended.stderr.contains("--no-such-flag"), "{ended}");
    }
}

#[test]
fn scripts_share_a_folder_and_no_environment() {
    let shell = Shell::new().env("ONE", "1");
    shell.run("echo \"$ONE\" > file").ok();
    let all = "cat file; ls -A \"$HOME\"; env | grep -c CARGO || true; wc -c";
    let words: Vec<String> = shell.run(all).lines();
    assert_eq!(
        words.iter().map(|word| word.trim()).collect::<Vec<_>>(),
        ["1", "0", "0"]
    );
}

#[test]
fn the_variables_are_those_of_a_sandbox() {
    let service = Service::new();
    let shell = Shell::new().at(&service);
    // `run` names a file of settings too: none.
    let names = "env | grep -E '^(CLOUDQ|ALIBABA|TENCENT)' | grep -v ^CLOUDQ_CONFIG= | sort";
    let without_port = |text: String| {
        let port = |line: &str| line.split("127.0.0.1:").next().unwrap().to_owned();
        text.lines().map(port).collect::<Vec<_>>()
    };
    let run = format!("cloudq sandbox run --quiet -- sh -c \"{names}\"");
    assert_eq!(
        without_port(shell.run(names).ok()),
        without_port(Shell::new().run(&run).ok())
    );
    assert_eq!(shell.run("cloudq images list -o id").lines().len(), 24);
    assert_eq!(service.stats().requests, 1);
}
