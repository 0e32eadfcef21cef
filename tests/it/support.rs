//! What the tests share: the emulator on a thread of its own, and the program as users run it.

#![cfg_attr(
    not(feature = "sandbox"),
    allow(dead_code, reason = "most tests need the emulator")
)]

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use regex_lite::Regex;
use serde_json::Value;
use tempfile::TempDir;

#[cfg(feature = "sandbox")]
pub(crate) use self::service::Service;

/// The longest that anything is waited for: far more than it takes, so that only
/// what never happens is missed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A run of the program that is being prepared: no environment but its own.
pub(crate) struct Run {
    command: Command,
    home: TempDir,
    stdin: Option<String>,
}

/// How a run ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    line: String,
}

/// A text without the ages of images, which grow from day to day.
pub(crate) fn without_ages(text: &str) -> String {
    let ages = Regex::new(r"\b\d+(?:y(?:\d+d)?|d(?:\d+h)?)(?: +|\b)").unwrap();
    ages.replace_all(text, "? ").into_owned()
}

/// Prepares a run with these arguments, separated by blanks.
pub(crate) fn cloudq(arguments: &str) -> Run {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloudq"));
    command
        .args(arguments.split_whitespace())
        .env_clear()
        .env("HOME", home.path())
        .current_dir(home.path());
    Run {
        command,
        home,
        stdin: None,
    }
}

impl Run {
    /// One more argument, whatever is in it.
    pub(crate) fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// More arguments, separated by blanks.
    pub(crate) fn args(mut self, arguments: &str) -> Self {
        self.command.args(arguments.split_whitespace());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// The variables of an access key, by the names of both vendors.
    pub(crate) fn key(self, id: &str, secret: &str) -> Self {
        self.env("ALIBABA_CLOUD_ACCESS_KEY_ID", id)
            .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret)
            .env("TENCENTCLOUD_SECRET_ID", id)
            .env("TENCENTCLOUD_SECRET_KEY", secret)
    }

    pub(crate) fn stdin(mut self, text: &str) -> Self {
        self.stdin = Some(text.to_owned());
        self
    }

    /// Writes the user's configuration file, for the user alone.
    pub(crate) fn config(self, text: &str) -> Self {
        let path = self.config_path();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        write_private(&path, text);
        self
    }

    /// The home it will have.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where the user's configuration file is.
    pub(crate) fn config_path(&self) -> PathBuf {
        self.home.path().join(".config/cloudq/config.toml")
    }

    /// Runs the program to its end.
    pub(crate) fn run(mut self) -> Ended {
        let line = format!("{:?}", self.command.get_args().collect::<Vec<_>>());
        let stdin = self.stdin.take().unwrap_or_default();
        let mut child = self.spawn_with(Stdio::piped(), Stdio::piped());
        // Small enough for the pipe; who does not read it has closed it perhaps.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        Ended::new(child.wait_with_output().unwrap(), line)
    }

    /// Starts the program. Its home lives as long as this.
    pub(crate) fn spawn(&mut self) -> Child {
        self.spawn_with(Stdio::null(), Stdio::piped())
    }

    /// Runs the program with its output going somewhere special.
    pub(crate) fn run_into(mut self, stdout: Stdio) -> Ended {
        let line = format!("{:?}", self.command.get_args().collect::<Vec<_>>());
        let child = self.spawn_with(Stdio::null(), stdout);
        Ended::new(child.wait_with_output().unwrap(), line)
    }

    /// Runs the program with its output going to a terminal of so many columns.
    #[cfg(all(feature = "sandbox", unix))]
    pub(crate) fn run_on_terminal(self, columns: u16) -> Ended {
        self.run_on_changing_terminal(columns, |_| ())
    }

    /// The same, and something happens to the terminal meanwhile.
    #[cfg(all(feature = "sandbox", unix))]
    pub(crate) fn run_on_changing_terminal(
        mut self,
        columns: u16,
        change: impl FnOnce(&fs::File),
    ) -> Ended {
        let line = format!("{:?}", self.command.get_args().collect::<Vec<_>>());
        let (terminal, end) = crate::pty::open(columns);
        let child = self.spawn_with(Stdio::null(), end.into());
        // Its own end of the terminal goes, so that reading ends.
        self.command.stdout(Stdio::null());
        change(&terminal);
        let stdout = crate::pty::read(terminal).into_bytes();
        let output = child.wait_with_output().unwrap();
        Ended::new(Output { stdout, ..output }, line)
    }

    /// Takes a variable away.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    fn spawn_with(&mut self, stdin: Stdio, stdout: Stdio) -> Child {
        self.command
            .stdin(stdin)
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

impl Ended {
    pub(crate) fn new(output: Output, line: String) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            line,
        }
    }

    /// What it printed, when all went well and nothing was to be told.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{self}");
        self.stdout
    }

    /// The same, as JSON.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.ok()).unwrap()
    }

    /// The same, as an array of objects.
    #[track_caller]
    pub(crate) fn rows(self) -> Vec<Value> {
        match self.json() {
            Value::Array(rows) => rows,
            other => panic!("no array: {other}"),
        }
    }

    /// The same, as lines.
    #[track_caller]
    pub(crate) fn lines(self) -> Vec<String> {
        self.ok().lines().map(str::to_owned).collect()
    }

    /// Checks that it failed with this code, printed no data, and said so.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self}");
        assert_eq!(self.stdout, "", "{self}");
        assert!(self.stderr.starts_with("error: "), "{self}");
        &self.stderr
    }

    /// Checks the failure, and that these words are among what was said.
    #[track_caller]
    pub(crate) fn failed_saying(&self, code: i32, words: &[&str]) {
        let said = self.failed(code);
        for word in words {
            assert!(said.contains(word), "`{word}` is missing: {self}");
        }
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            stdout,
            stderr,
            line,
        } = self;
        write!(
            f,
            "{line}\n--- exit {code:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}"
        )
    }
}

/// The signature schemes of each provider.
pub(crate) const SCHEMES: [(&str, &[&str]); 3] = [
    ("alibaba-ecs", &["acs3-hmac-sha256", "hmac-sha1"]),
    ("alibaba-ens", &["acs3-hmac-sha256", "hmac-sha1"]),
    (
        "tencent-ecm",
        &["tc3-hmac-sha256", "hmac-sha1", "hmac-sha256"],
    ),
];

/// Each provider with each of its schemes.
pub(crate) fn schemes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pairs = |(provider, schemes): (_, &'static [&str])| {
        schemes.iter().map(move |scheme| (provider, *scheme))
    };
    SCHEMES.into_iter().flat_map(pairs)
}

/// A file with the profile `p`: its key is an id, a secret and perhaps a token, in
/// the vendor's own words.
pub(crate) fn profile(provider: &str, endpoint: &str, scheme: &str, key: &[&str]) -> String {
    let words = if provider.starts_with("tencent") {
        ["secret_id", "secret_key", "token"]
    } else {
        ["access_key_id", "access_key_secret", "security_token"]
    };
    let regions = if provider == "alibaba-ecs" {
        "regions = [\"cn-hangzhou\"]\n"
    } else {
        ""
    };
    let key: Vec<String> = words
        .iter()
        .zip(key)
        .map(|(word, part)| format!("{word} = \"{part}\"\n"))
        .collect();
    format!(
        "[profiles.p]\nprovider = \"{provider}\"\n{regions}endpoint = \"{endpoint}\"\n\
         signature = \"{scheme}\"\n[profiles.p.credentials]\ntype = \"static\"\n{}",
        key.concat()
    )
}

/// The member of a row, as text.
pub(crate) fn text<'a>(row: &'a Value, member: &str) -> &'a str {
    row[member].as_str().unwrap_or_default()
}

/// The ids of rows, in their order.
pub(crate) fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| text(row, "id").to_owned()).collect()
}

/// Writes a file that only its owner may read.
pub(crate) fn write_private(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    set_mode(path, 0o600);
}

#[cfg(unix)]
pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
pub(crate) fn set_mode(_: &Path, _: u32) {}

/// Runs a check for each case, all of them even if some fail, and names those.
#[track_caller]
pub(crate) fn for_each<T>(
    cases: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> String,
    check: impl Fn(&T),
) {
    let mut count = 0;
    let mut failed = Vec::new();
    for case in cases {
        count += 1;
        let checked = std::panic::AssertUnwindSafe(|| check(&case));
        if std::panic::catch_unwind(checked).is_err() {
            failed.push(name(&case));
        }
    }
    assert!(count > 0, "there is no case");
    assert!(
        failed.is_empty(),
        "{} of {count} cases failed, see above: {failed:#?}",
        failed.len()
    );
}

/// Whether a row is among those asked for.
pub(crate) type Keeps = fn(&Value) -> bool;

/// Checks for each case that its arguments keep of all rows those that it says, and
/// that some are kept and some are not.
#[track_caller]
pub(crate) fn each_keeps(
    cases: &[(&str, Keeps)],
    all: &[Value],
    list: impl Fn(&str) -> Vec<Value>,
) {
    for_each(
        cases,
        |(arguments, _)| (*arguments).to_owned(),
        |(arguments, keeps)| {
            let expected: Vec<Value> = all.iter().filter(|row| keeps(row)).cloned().collect();
            assert!(!expected.is_empty() && expected.len() < all.len());
            assert_eq!(list(arguments), expected);
        },
    );
}

/// Waits until something is so.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "it never happened: {what}");
        std::thread::yield_now();
    }
}

/// Sends a signal, such as `INT` or `TERM`.
#[cfg(unix)]
pub(crate) fn signal(child: &Child, name: &str) {
    // The shell's own `kill`: not every machine has the program.
    let status = Command::new("/bin/sh")
        .args(["-c", "kill -s \"$1\" \"$2\"", "sh", name])
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(status.success());
}

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[cfg(feature = "sandbox")]
mod service {
    use std::sync::{Arc, mpsc};
    use std::thread::JoinHandle;

    use cloudq::clock::{Clock as _, SystemClock};
    use cloudq::sandbox::{
        ACCESS_KEY_ID, ACCESS_KEY_SECRET, Fault, FaultKind, Options, REGIONS, Sandbox, Seen, Stats,
    };
    use tokio::sync::oneshot;

    use super::Run;

    /// The emulator, serving on a thread of its own until it is dropped.
    pub(crate) struct Service {
        sandbox: Option<Arc<Sandbox>>,
        stop: Option<oneshot::Sender<()>>,
        thread: Option<JoinHandle<()>>,
    }

    impl Service {
        /// As most tests need it: 24 images in a region.
        pub(crate) fn new() -> Self {
            Self::with(|_| {})
        }

        /// With so many images in a region.
        pub(crate) fn of(images: usize) -> Self {
            Self::with(|options| options.images = images)
        }

        /// With so many images and no limit of calls in a second.
        pub(crate) fn unlimited(images: usize) -> Self {
            Self::with(|options| {
                options.images = images;
                options.ecm_rate = None;
            })
        }

        /// With something that goes wrong at every request.
        pub(crate) fn broken(kind: FaultKind) -> Self {
            Self::with(|options| options.faults = vec![Fault::always(kind)])
        }

        pub(crate) fn with(change: impl FnOnce(&mut Options)) -> Self {
            let mut options = Options::new(Arc::new(|| SystemClock.now().as_second()));
            change(&mut options);
            let (ready, started) = mpsc::channel();
            let (stop, stopped) = oneshot::channel();
            let thread = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    let sandbox = Arc::new(Sandbox::start(options).await.unwrap());
                    ready.send(Arc::clone(&sandbox)).unwrap();
                    // Either result is the end of the test.
                    let _ = stopped.await;
                });
            });
            Self {
                sandbox: Some(started.recv().unwrap()),
                stop: Some(stop),
                thread: Some(thread),
            }
        }

        fn sandbox(&self) -> &Sandbox {
            self.sandbox.as_deref().unwrap()
        }

        pub(crate) fn endpoint(&self) -> String {
            self.sandbox().endpoint()
        }

        pub(crate) fn port(&self) -> u16 {
            self.sandbox().address().port()
        }

        pub(crate) fn set_faults(&self, faults: Vec<Fault>) {
            self.sandbox().set_faults(faults);
        }

        /// What the fault `list-shifts` took away since the faults were set: region and id.
        pub(crate) fn missing(&self) -> Vec<(Option<String>, String)> {
            self.sandbox().missing()
        }

        pub(crate) fn set_shuffle(&self, shuffle: Option<u64>) {
            self.sandbox().set_shuffle(shuffle);
        }

        pub(crate) fn log(&self) -> Vec<Seen> {
            self.sandbox().log()
        }

        pub(crate) fn stats(&self) -> Stats {
            self.sandbox().stats()
        }

        /// The operations asked for, in their order.
        pub(crate) fn actions(&self) -> Vec<String> {
            self.log().into_iter().map(|seen| seen.action).collect()
        }
    }

    impl Drop for Service {
        fn drop(&mut self) {
            self.sandbox = None;
            drop(self.stop.take());
            if let Some(thread) = self.thread.take() {
                // A panic in there has told of itself.
                let _ = thread.join();
            }
        }
    }

    impl Run {
        /// Points the run to the emulator: address, region and the ordinary key.
        pub(crate) fn at(self, service: &Service) -> Self {
            self.pointed(service).key(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
        }

        /// Points the run to the emulator, without a key. No test asks anybody else.
        pub(crate) fn pointed(self, service: &Service) -> Self {
            self.env("CLOUDQ_ENDPOINT", &service.endpoint())
                .env("CLOUDQ_STS_ENDPOINT", &service.endpoint())
                .env("ALIBABA_CLOUD_REGION_ID", REGIONS[0])
        }
    }
}

/// Says that a test checks less than it could here.
#[expect(clippy::print_stderr, reason = "the harness shows it with --nocapture")]
#[cfg(unix)]
pub(crate) fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}
