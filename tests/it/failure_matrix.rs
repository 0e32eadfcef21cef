//! Every command with every class of failure: what is told, to people and to programs, and
//! the exit code. A command that is added has no row in [`ROWS`] and fails the test.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Stdio;

use cloudq::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Fault, FaultKind};
use regex_lite::Regex;
use serde_json::Value;

use crate::commands;
use crate::support::{Ended, Run, Service, cloudq};

/// What a command needs, and with it what can go wrong for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// A key and a service.
    Service,
    /// Profiles of the configuration.
    Profiles,
    /// The file, and no profile of it.
    File,
    /// Nothing but its arguments.
    Nothing,
    /// The place for a new file.
    NewFile,
    /// A port to serve on, and no end.
    Port,
    /// Another program.
    Program,
}

/// A command with arguments that it would succeed with.
struct Row {
    words: &'static str,
    arguments: &'static str,
    needs: Needs,
    /// Arguments with which it finds nothing, where it looks for something.
    nothing: Option<&'static str>,
}

const fn row(words: &'static str, arguments: &'static str, needs: Needs) -> Row {
    Row {
        words,
        arguments,
        needs,
        nothing: None,
    }
}

const fn search(words: &'static str, arguments: &'static str, nothing: &'static str) -> Row {
    Row {
        words,
        arguments,
        needs: Needs::Service,
        nothing: Some(nothing),
    }
}

/// Every command that can be called.
const ROWS: &[Row] = &[
    search("images list", "", "--fail-empty --name nobody-*"),
    search("images latest", "--family web", "--family wbe"),
    search("images get", "m-bp11gm98r4zp2q8uaf56", "m-bp1nobody"),
    row("regions", "", Needs::Service),
    row("auth check", "", Needs::Service),
    row("profiles", "", Needs::Profiles),
    row("config show", "", Needs::Profiles),
    row("config validate", "", Needs::File),
    row("config path", "", Needs::Nothing),
    row("config init", "--no-input", Needs::NewFile),
    row("providers", "", Needs::Nothing),
    row("providers show", "ecs", Needs::Nothing),
    row("completion", "bash", Needs::Nothing),
    row("schema", "", Needs::Nothing),
    row("man", "", Needs::Nothing),
    row("help", "output", Needs::Nothing),
    row("sandbox serve", "--port 0", Needs::Port),
    row("sandbox run", "-- true", Needs::Program),
];

/// A way to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Usage,
    BrokenFile,
    UnknownProfile,
    NoKey,
    HalfKey,
    UnknownKey,
    WrongSecret,
    Clock,
    Expired,
    Denied,
    UnknownRegion,
    Throttled,
    ServerError,
    Unreadable,
    CutShort,
    Dns,
    Refused,
    Tls,
    RequestTimeout,
    Deadline,
    Proxy,
    Partial,
    NothingFound,
    TooOld,
    FullDisk,
    ClosedPipe,
}

/// Each class with its name and the code that a command ends with.
const CLASSES: [(Class, &str, i32); 26] = [
    (Class::Usage, "usage", 2),
    (Class::BrokenFile, "broken configuration file", 5),
    (Class::UnknownProfile, "unknown profile", 5),
    (Class::NoKey, "no credentials", 4),
    (Class::HalfKey, "half a key", 4),
    (Class::UnknownKey, "unknown key", 4),
    (Class::WrongSecret, "wrong secret", 4),
    (Class::Clock, "clock", 4),
    (Class::Expired, "expired token", 4),
    (Class::Denied, "permission denied", 4),
    (Class::UnknownRegion, "unknown region", 2),
    (Class::Throttled, "throttled", 7),
    (Class::ServerError, "service error", 7),
    (Class::Unreadable, "unreadable answer", 7),
    (Class::CutShort, "answer cut short", 7),
    (Class::Dns, "name that does not resolve", 6),
    (Class::Refused, "connection refused", 6),
    (Class::Tls, "no encrypted connection", 6),
    (Class::RequestTimeout, "request timeout", 6),
    (Class::Deadline, "deadline", 6),
    (Class::Proxy, "broken proxy", 6),
    (Class::Partial, "some targets failed", 11),
    (Class::NothingFound, "nothing found", 3),
    (Class::TooOld, "too old", 10),
    (Class::FullDisk, "full disk", 1),
    (Class::ClosedPipe, "closed pipe", 0),
];

impl Row {
    /// Why a class cannot happen to the command, if it cannot.
    fn cannot(&self, class: Class) -> Option<&'static str> {
        use Needs as N;
        match (class, self.needs, self.words) {
            (Class::FullDisk | Class::ClosedPipe, N::Program, _) => {
                Some("its stdout is the command's")
            }
            (Class::ClosedPipe, N::Port, _) => Some("it serves on"),
            (Class::BrokenFile, N::NewFile, _) => Some("it reads no file"),
            (Class::BrokenFile | Class::UnknownProfile, N::Nothing | N::NewFile, _) => {
                Some("it reads no configuration")
            }
            (Class::BrokenFile | Class::UnknownProfile, N::Port | N::Program, _) => {
                Some("its configuration is its own")
            }
            (Class::UnknownProfile, N::File, _) => Some("it checks every profile"),
            (Class::NothingFound, ..) if self.nothing.is_none() => Some("it prints what there is"),
            (Class::TooOld, _, words) if words != "images latest" => Some("it asks for no age"),
            (Class::UnknownRegion, _, "regions") => Some("it asks for all regions"),
            (
                Class::Usage
                | Class::BrokenFile
                | Class::UnknownProfile
                | Class::FullDisk
                | Class::ClosedPipe,
                ..,
            )
            | (_, N::Service, _) => None,
            _ => Some("it asks no service"),
        }
    }
}

/// A profile with a key.
fn profile(name: &str, secret: &str) -> String {
    format!(
        "[profiles.{name}]\nregions = [\"cn-hangzhou\"]\n[profiles.{name}.credentials]\n\
         type = \"static\"\naccess_key_id = \"{ACCESS_KEY_ID}\"\naccess_key_secret = \"{secret}\"\n"
    )
}

/// Runs a command so that it goes wrong.
fn run(row: &Row, class: Class, more: &str, service: &Service, wrong: u16) -> Ended {
    let arguments = match (class, row.nothing) {
        (Class::NothingFound, Some(nothing)) => nothing,
        _ => row.arguments,
    };
    // What a command takes as they stand has to be last.
    let run = cloudq(row.words).args(more);
    let run = match class {
        Class::Usage => run.args("--no-such-flag"),
        Class::UnknownProfile => run.args("-p prd"),
        Class::Dns => run.args("--endpoint https://ecs.cn-hangzou.invalid"),
        Class::Refused => run.args("--endpoint http://127.0.0.1:1"),
        Class::Tls => run
            .arg("--endpoint")
            .arg(format!("https://127.0.0.1:{}", service.port())),
        Class::Clock => run
            .arg("--endpoint")
            .arg(format!("http://127.0.0.1:{wrong}")),
        Class::RequestTimeout => run.args("--request-timeout 100ms"),
        Class::Deadline => run.args("--timeout 100ms"),
        Class::Proxy => run
            .env("HTTPS_PROXY", "http://somebody:hunter2@127.0.0.1:1")
            .args("--endpoint https://ecs.cn-hangzhou.invalid"),
        Class::Partial => run.args("-p good,bad"),
        Class::TooOld => run.args("--max-age 1s"),
        Class::UnknownRegion => run.args("-r cn-hangzou"),
        _ => run,
    };
    let run = if row.needs == Needs::Service {
        run.args("--retries 0")
    } else {
        run
    };
    let run = prepared(run.args(arguments), row, class, service);
    match class {
        Class::FullDisk => {
            let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
            run.run_into(Stdio::from(full))
        }
        Class::ClosedPipe => {
            let mut run = run;
            let mut child = run.spawn();
            drop(child.stdout.take());
            Ended::new(child.wait_with_output().unwrap(), row.words.to_owned())
        }
        _ => run.run(),
    }
}

/// With the key, the file and the address that the class needs.
fn prepared(run: Run, row: &Row, class: Class, service: &Service) -> Run {
    let run = match (class, row.needs) {
        (_, Needs::Port | Needs::Program | Needs::Nothing | Needs::NewFile) => return run,
        (Class::BrokenFile, _) => run.config("version = 1\n[profiles.a\n"),
        (Class::UnknownProfile, _) => run.config(&profile("prod", ACCESS_KEY_SECRET)),
        (Class::Partial, _) => run.config(&format!(
            "{}{}",
            profile("good", ACCESS_KEY_SECRET),
            profile("bad", "NotItsSecret")
        )),
        _ => run,
    };
    let run = match class {
        Class::NoKey | Class::Partial => run,
        Class::HalfKey => run.env("ALIBABA_CLOUD_ACCESS_KEY_ID", ACCESS_KEY_ID),
        Class::UnknownKey => run.key("LTAI5tNobodyKnowsThisOne", ACCESS_KEY_SECRET),
        Class::WrongSecret => run.key(ACCESS_KEY_ID, "NotItsSecret"),
        _ => run.key(ACCESS_KEY_ID, ACCESS_KEY_SECRET),
    };
    match row.needs {
        Needs::Service => run
            .env("CLOUDQ_STS_ENDPOINT", &service.endpoint())
            .pointed(service),
        _ => run,
    }
}

/// What the service does wrong.
fn faults(class: Class) -> Vec<Fault> {
    let kind = match class {
        Class::Expired => FaultKind::ExpiredToken,
        Class::Denied => FaultKind::Forbidden,
        Class::Throttled => FaultKind::Throttle,
        Class::ServerError => FaultKind::InternalError,
        Class::Unreadable => FaultKind::Garbage,
        Class::CutShort => FaultKind::TruncatedJson,
        Class::RequestTimeout | Class::Deadline => FaultKind::Hang,
        _ => return Vec::new(),
    };
    vec![Fault::always(kind)]
}

/// A service that finds each request too old and does not tell its own time, so that
/// nobody can correct it. Gives its port.
fn service_of_another_time() -> u16 {
    const BODY: &str = r#"{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","Code":"InvalidTimeStamp.Expired","Message":"Specified time stamp or date value is expired."}"#;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 8192];
            // Who goes away early is not told.
            let _ = stream.read(&mut request);
            let head = format!(
                "HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\nconnection: close\r\n\
                 content-type: application/json\r\n\r\n",
                BODY.len()
            );
            let _ = stream.write_all(format!("{head}{BODY}").as_bytes());
        }
    });
    port
}

/// Replaces what is another at each run.
fn stable(text: &str) -> String {
    let rules = [
        (r"127\.0\.0\.1:\d+", "127.0.0.1:[port]"),
        (
            r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
            "[request id]",
        ),
        (r#"/[^ "]*/\.config"#, "[home]/.config"),
        (r"is (\d+d )?\d+h old", "is [age] old"),
        (
            r#"does not resolve: [^("]* \("#,
            "does not resolve: [reason] (",
        ),
        (
            r#"does not resolve: [^("]*""#,
            "does not resolve: [reason]\"",
        ),
        (r"m-bp1[0-9a-z]{16,}", "[image]"),
        (r"\(os error \d+\)", "(os error)"),
    ];
    rules.iter().fold(text.to_owned(), |text, (pattern, word)| {
        Regex::new(pattern)
            .unwrap()
            .replace_all(&text, *word)
            .into_owned()
    })
}

/// All that a command says, of every class.
fn told(row: &Row, another_time: u16) -> String {
    let service = Service::unlimited(24);
    let (mut all, mut wrong) = (String::new(), String::new());
    for (class, name, code) in CLASSES {
        let _ = writeln!(all, "## {name}");
        if let Some(why) = row.cannot(class) {
            let _ = write!(all, "cannot be: {why}\n\n");
            continue;
        }
        service.set_faults(faults(class));
        let text = run(row, class, "", &service, another_time);
        let json = run(row, class, "--error-format json", &service, another_time);
        for ended in [&text, &json] {
            if ended.code != Some(code) {
                let _ = write!(wrong, "{name}: not {code}: {ended}");
            }
            assert!(!ended.stderr.contains("hunter2"), "{name}: {ended}");
        }
        if class == Class::ClosedPipe {
            // A note is no failure.
            assert!(!text.stderr.contains("error"), "{name}: {text}");
            let _ = writeln!(all, "exit {code}");
        } else {
            let mut lines = text.stderr.lines();
            assert!(
                lines.any(|line| line.starts_with("error: ")),
                "{name}: {text}"
            );
            let codes = json.stderr.lines().map(|line| {
                let object: Value =
                    serde_json::from_str(line).unwrap_or_else(|_| panic!("{name}: {json}"));
                assert!(
                    object["message"].is_string() && object["hint"] != "",
                    "{line}"
                );
                object["exit_code"].as_i64().unwrap_or_default()
            });
            let codes: Vec<i64> = codes.collect();
            assert!(
                codes.contains(&i64::from(code)) || class == Class::Partial,
                "{name}: {json}"
            );
            let _ = write!(
                all,
                "exit {code}\n{}{}",
                stable(&text.stderr),
                stable(&json.stderr)
            );
        }
        all.push('\n');
    }
    assert!(wrong.is_empty(), "{wrong}");
    all
}

#[test]
fn each_command_has_a_row() {
    let mut commands = commands::that_run();
    let mut rows: Vec<&str> = ROWS.iter().map(|row| row.words).collect();
    commands.sort_unstable();
    rows.sort_unstable();
    assert_eq!(commands, rows);
}

#[test]
fn what_each_command_says_of_each_failure() {
    let another_time = service_of_another_time();
    let told: Vec<String> = std::thread::scope(|scope| {
        let asked: Vec<_> = ROWS
            .iter()
            .map(|row| scope.spawn(move || told(row, another_time)))
            .collect();
        asked.into_iter().map(|told| told.join().unwrap()).collect()
    });
    for (row, told) in ROWS.iter().zip(told) {
        insta::assert_snapshot!(row.words.replace(' ', "_"), told);
    }
}
