//! `config init` asks a person at a terminal, and nobody else.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::pty;
use crate::support::{cloudq, root, signal, write_private};

/// The program at a terminal of its own; what it prints goes into a pipe.
struct Session {
    home: TempDir,
    terminal: File,
    child: Child,
    said: String,
    /// How much of it was waited for.
    seen: usize,
}

impl Session {
    fn start(arguments: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let (terminal, end) = pty::open(100);
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloudq"));
        command
            .args(arguments.split_whitespace())
            .env_clear()
            .env("HOME", home.path())
            .env("NO_COLOR", "1")
            .env("ALIBABA_CLOUD_REGION_ID", "cn-beijing")
            .current_dir(home.path())
            .stdin(end.try_clone().unwrap())
            .stderr(end)
            .stdout(Stdio::piped());
        let child = command.spawn().unwrap();
        Self {
            home,
            terminal,
            child,
            said: String::new(),
            seen: 0,
        }
    }

    /// Reads the terminal until these words stand there, after those before.
    fn wait_for(&mut self, words: &str) {
        let mut bytes = [0; 512];
        loop {
            if let Some(at) = self.said[self.seen..].find(words) {
                self.seen += at + words.len();
                return;
            }
            let count = self.terminal.read(&mut bytes);
            let count = count.unwrap_or_else(|error| panic!("{error}: {}", self.said));
            self.said
                .push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    }

    fn answer(&mut self, question: &str, answer: &str) {
        self.wait_for(question);
        self.terminal.write_all(answer.as_bytes()).unwrap();
    }

    /// Its exit code, and what it printed.
    fn end(self) -> (Option<i32>, String, TempDir) {
        let output = self.child.wait_with_output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), printed, self.home)
    }
}

fn config(home: &TempDir) -> PathBuf {
    home.path().join(".config/cloudq/config.toml")
}

#[test]
fn a_person_is_asked_and_what_is_written_is_valid() {
    let mut session = Session::start("config init");
    session.answer("id [1]: ", "ecs\n");
    session.answer("all [cn-beijing]: ", "\n");
    session.answer("Number [1]: ", "1\n");
    session.answer("profile [main]: ", "work\n");
    session.wait_for("note: the file is written");
    session.wait_for(
        "note: there is no access key in the environment yet: set ALIBABA_CLOUD_ACCESS_KEY_ID",
    );
    let (code, printed, home) = session.end();
    let path = config(&home);
    assert_eq!((code, printed), (Some(0), format!("{}\n", path.display())));
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("[profiles.work]") && text.contains("[\"cn-beijing\"]"),
        "{text}"
    );
    let valid = cloudq("config validate --config").arg(&path).run().ok();
    assert_eq!(valid, format!("{}: valid\n", path.display()));
    let rows = cloudq("profiles -o json --config").arg(&path).run().rows();
    let work = rows.iter().find(|row| row["profile"] == "work").unwrap();
    assert_eq!(work["default"], true);
}

#[test]
fn a_secret_stays_in_its_own_file() {
    let mut session = Session::start("config init --config own/c.toml");
    fs::create_dir(session.home.path().join("own")).unwrap();
    let secret = session.home.path().join("own/main.secret");
    write_private(&secret, "hunter2hunter2\n");
    session.answer("id [1]: ", "ecm\n");
    session.wait_for("its secret from a file");
    let text = session.said.clone();
    let number = text
        .lines()
        .rev()
        .find(|line| line.contains("its secret from a file"));
    let number = number
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned();
    session.answer("Number [1]: ", &format!("{number}\n"));
    session.answer("access key: ", "AKIDprodprodprod\n");
    session.answer("[main.secret]: ", "\n");
    session.answer("profile [main]: ", "\n");
    session.wait_for("note: the file is written");
    assert!(!session.said.contains("hunter2"), "{}", session.said);
    let (code, _, home) = session.end();
    let path = home.path().join("own/c.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(code == Some(0) && !text.contains("hunter2"), "{text}");
    cloudq("config validate --config").arg(&path).run().ok();
}

#[test]
fn input_that_ends_or_an_interrupt_writes_nothing() {
    let mut session = Session::start("config init");
    session.answer("id [1]: ", "\n");
    // Ctrl-D, which a terminal takes for the end.
    session.answer("all [cn-beijing]: ", "\u{4}");
    session.wait_for("nothing is written");
    let (code, printed, home) = session.end();
    assert_eq!((code, &*printed), (Some(1), ""));
    assert!(!home.path().join(".config").exists());

    let mut session = Session::start("config init");
    session.answer("id [1]: ", "\n");
    session.wait_for("all [cn-beijing]: ");
    signal(&session.child, "INT");
    let (code, printed, home) = session.end();
    assert_eq!((code, &*printed), (Some(130), ""));
    assert!(!home.path().join(".config").exists());
}

#[test]
fn nobody_is_asked_who_does_not_want_it_or_has_a_file() {
    let example = fs::read_to_string(root().join("config.example.toml")).unwrap();
    let mut session = Session::start("config init --no-input");
    session.wait_for("note: the file is written");
    assert!(!session.said.contains("[1]"), "{}", session.said);
    let (code, _, home) = session.end();
    assert_eq!(
        (code, fs::read_to_string(config(&home)).unwrap()),
        (Some(0), example)
    );

    let mut session = Session::start("config init --config /");
    session.wait_for("already");
    assert!(!session.said.contains("[1]"), "{}", session.said);
    assert_eq!(session.end().0, Some(5));
}

#[test]
fn without_a_terminal_answers_are_not_read() {
    let run = cloudq("config init").stdin("ecm\n1\nedge\n");
    let path = run.config_path();
    let ended = run.run();
    assert_eq!(ended.code, Some(0), "{ended}");
    assert_eq!(ended.stdout, format!("{}\n", path.display()));
    assert!(!ended.stderr.contains("[1]"), "{ended}");
}
