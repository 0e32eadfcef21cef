//! Readers that go away, disks that are full, and signals.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::process::{Child, Stdio};

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
