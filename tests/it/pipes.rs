//! Readers that go away, disks that are full, and signals.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};

use cloudq::sandbox::FaultKind;

use crate::support::{Ended, Service, cloudq, signal, wait_until};

fn end_of(child: Child, what: &str) -> Ended {
    Ended::new(child.wait_with_output().unwrap(), what.to_owned())
}

/// More than fits into a pipe, so that the end of the reader is noticed.
const LONG: usize = 1037;

#[test]
fn a_reader_that_left_is_no_failure() {
    let service = Service::of(LONG);
    for command in [
        "images list",
        "images list -o ndjson",
        "images list -o json",
        "images list -o csv",
        "regions",
        "--help",
        "images list --help",
        "completion bash",
        "config path",
    ] {
        let mut run = cloudq(command).at(&service);
        let mut child = run.spawn();
        drop(child.stdout.take());
        let ended = end_of(child, command);
        assert_eq!(
            (ended.code, ended.stderr.as_str()),
            (Some(0), ""),
            "{ended}"
        );
    }
}

#[test]
fn a_reader_that_leaves_in_the_middle_is_no_failure() {
    let service = Service::of(LONG);
    for command in ["images list", "images list -o ndjson --page-size 10"] {
        let mut run = cloudq(command).at(&service);
        let mut child = run.spawn();
        let mut reader = child.stdout.take().unwrap();
        let mut first = [0; 10];
        reader.read_exact(&mut first).unwrap();
        drop(reader);
        let ended = end_of(child, command);
        assert_eq!(
            (ended.code, ended.stderr.as_str()),
            (Some(0), ""),
            "{ended}"
        );
    }
}

#[test]
fn signals_end_what_hangs() {
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        for command in ["images list", "images latest --family web", "regions"] {
            let service = Service::broken(FaultKind::Hang);
            let mut run = cloudq(command).at(&service);
            let child = run.spawn();
            wait_until("a request", || !service.log().is_empty());
            signal(&child, name);
            let ended = end_of(child, command);
            assert_eq!(
                (ended.code, ended.stdout.as_str()),
                (Some(code), ""),
                "{name} {ended}"
            );
            assert!(!ended.stderr.contains("panicked"), "{ended}");
        }
    }
}

#[test]
fn signals_end_what_waits_for_a_slow_reader() {
    // Far more than fits into a pipe that nobody reads.
    let service = Service::of(1_037);
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        let asked = service.log().len();
        let mut run = cloudq("images list -o json").at(&service);
        let mut child = run.spawn();
        wait_until("all pages", || service.log().len() == asked + 11);
        signal(&child, name);
        // Its output stays unread until it has ended.
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(code), "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let service = Service::new();
    for command in [
        "images list",
        "images list -o json",
        "images list -o ndjson",
        "images latest --family web",
        "regions",
        "completion bash",
        "config path",
        "profiles",
        "providers",
        "providers show ecs",
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ended = cloudq(command).at(&service).run_into(Stdio::from(full));
        ended.failed_saying(1, &["cannot write the output"]);
    }
}

/// Runs the program by a shell that ends the command line like this.
fn by_shell(arguments: &str, end: &str) -> Ended {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new("/bin/sh")
        .args(["-c", &format!("exec \"$0\" {arguments} {end}")])
        .arg(env!("CARGO_BIN_EXE_cloudq"))
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap();
    Ended::new(output, format!("{arguments} {end}"))
}

/// Commands that print data, each way of printing at least once.
const PRINTING: [&str; 19] = [
    "--help",
    "-h",
    "--version",
    "help",
    "help images list",
    "images",
    "images list --help",
    "images list -c help",
    "-p sandbox images list",
    "-p sandbox images list -o json",
    "-p sandbox images list -o ndjson",
    "-p sandbox images list -o yaml",
    "-p sandbox images list -o csv --sort-by none",
    "-p sandbox images list -o ndjson --name no-such-image",
    "-p sandbox images list --query length(@)",
    "-p sandbox images latest --family web -o id",
    "-p sandbox regions",
    "completion bash",
    "config path",
];

#[test]
fn a_stdout_that_is_closed_or_only_read_is_a_failure() {
    for (end, expected) in [
        (">&-", "standard output is closed"),
        ("1</dev/null", "standard output is open for reading only"),
    ] {
        for command in PRINTING {
            let ended = by_shell(&command.replace('(', "\\(").replace(')', "\\)"), end);
            // Without a subcommand the help is beside the error, on stderr.
            if command == "images" {
                assert_eq!(ended.code, Some(2), "{ended}");
            } else {
                ended.failed_saying(1, &[expected, "--output-file"]);
            }
        }
    }
}

#[test]
fn a_command_that_the_sandbox_runs_notices_a_closed_stdout_too() {
    let cloudq = env!("CARGO_BIN_EXE_cloudq");
    let command = format!("sandbox run -q -- {cloudq} images latest --family web");
    by_shell(&command, ">&-").failed_saying(1, &["standard output", "--output-file"]);
    assert_eq!(by_shell("sandbox run -q -- true", ">&-").ok(), "");
}

#[test]
fn a_stdout_that_nobody_reads_is_none_of_those() {
    for command in PRINTING {
        let command = command.replace('(', "\\(").replace(')', "\\)");
        for end in [">/dev/null", "1<>/dev/null"] {
            let ended = by_shell(&command, end);
            assert_eq!(
                ended.code,
                Some(if command == "images" { 2 } else { 0 }),
                "{ended}"
            );
        }
    }
    // What prints no data needs no stdout.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ids");
    let to_file = format!("-p sandbox images list -o id -O {}", file.display());
    for command in [&to_file, "-p sandbox images list --check-permission -q"] {
        assert_eq!(by_shell(command, ">&-").ok(), "");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 24);
}

#[test]
fn a_reader_that_takes_nothing_is_not_waited_for_longer_than_the_timeout() {
    let service = Service::of(LONG);
    for format in ["json", "csv"] {
        let mut run = cloudq("images list --timeout 3s -o")
            .arg(format)
            .at(&service);
        let mut child = run.spawn();
        // It stays open, and is not read before the end.
        let code = child.wait().unwrap().code();
        let ended = end_of(child, format);
        assert_eq!(code, Some(6), "{ended}");
        assert!(ended.stderr.contains("within the timeout of 3s"), "{ended}");
        assert!(ended.stderr.contains("--timeout"), "{ended}");
    }
}

#[test]
fn another_program_is_not_waited_for_longer_than_the_timeout() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let pipe = pipe.display();
    for (arguments, end) in [
        // Nobody opens it for reading.
        (format!("-p sandbox images list -O {pipe}"), String::new()),
        // Nobody writes into it, and it stays open.
        ("-p sandbox images get -".to_owned(), format!("0<>{pipe}")),
    ] {
        let ended = by_shell(&format!("{arguments} --timeout 100ms"), &end);
        ended.failed_saying(6, &["within the timeout of 100ms", "--timeout"]);
    }
}
