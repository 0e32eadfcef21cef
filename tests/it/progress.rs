//! How far a command is, and what it cost: on stderr, where somebody looks.

use serde_json::Value;

use crate::support::{Ended, Service, cloudq, text};

fn list(service: &Service, arguments: &str) -> Ended {
    cloudq("images list -o id -r cn-hangzhou,cn-beijing")
        .args(arguments)
        .at(service)
        .run()
}

#[test]
fn nobody_is_told_unless_asked() {
    let service = Service::of(250);
    for arguments in [
        "",
        "--progress auto",
        "--progress none",
        "--progress plain -q",
    ] {
        let ended = list(&service, arguments);
        assert_eq!((ended.code, &*ended.stderr), (Some(0), ""), "{arguments}");
    }
}

#[test]
fn lines_for_a_log_tell_how_far_it_is() {
    let service = Service::of(250);
    let ended = list(&service, "--progress plain");
    let last = ended.stderr.lines().last();
    assert_eq!(
        last,
        Some("progress: 2 of 2 targets done, 6 pages, 500 rows")
    );
    assert_eq!(ended.stdout.lines().count(), 500);

    let ended = list(&service, "--progress plain --error-format json");
    let line = ended.stderr.lines().last().unwrap();
    let told: Value = serde_json::from_str(line).unwrap();
    assert_eq!(text(&told, "kind"), "progress");
}

#[test]
fn the_cost_is_told_for_each_target() {
    let service = Service::of(250);
    let ended = list(&service, "--stats");
    let lines: Vec<&str> = ended.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{ended}");
    for (line, region) in lines.iter().zip(["cn-hangzhou", "cn-beijing"]) {
        let start =
            format!("stats: alibaba-ecs {region}: 3 requests, 3 pages, 250 rows, 0 retries, ");
        assert!(line.starts_with(&start), "{line}");
        let (_, ids) = line.split_once(" ms; request ids: ").unwrap();
        assert_eq!(ids.split(' ').count(), 3, "{line}");
    }

    // Also of a command that fails, and as JSON.
    let ended = list(
        &service,
        "--stats --error-format json --endpoint http://127.0.0.1:1 --retries 0",
    );
    assert_eq!(ended.code, Some(6), "{ended}");
    let told: Vec<Value> = ended
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let stats: Vec<_> = told.iter().filter(|told| told["kind"] == "stats").collect();
    assert_eq!(stats.len(), 2, "{ended}");
    for stats in stats {
        assert_eq!(stats["pages"], 0);
        assert_eq!(
            (&stats["requests"], &stats["bytes"]),
            (&1.into(), &0.into())
        );
        assert_eq!(stats["request_ids"], Value::Array(Vec::new()));
        assert_eq!(stats["profile"], Value::Null);
    }
}

#[test]
fn the_newest_and_the_regions_have_their_cost_too() {
    let service = Service::of(24);
    for (arguments, cost) in [
        ("images latest --family web", ": 1 request, 1 page, 1 row,"),
        ("images get m-none", ": "),
        ("regions", ": 1 request, 1 page, 11 rows,"),
        ("auth check", ": 2 requests, "),
        ("images list --explain -o id", ": 1 request, "),
    ] {
        let run = cloudq(arguments).args("--stats").at(&service);
        let ended = run.env("CLOUDQ_STS_ENDPOINT", &service.endpoint()).run();
        let told = ended
            .stderr
            .lines()
            .filter(|line| line.starts_with("stats: "));
        let told: Vec<&str> = told.collect();
        assert_eq!(told.len(), 1, "{ended}");
        assert!(told[0].contains(cost), "{ended}");
    }
}

#[cfg(unix)]
mod on_a_terminal {
    use std::process::{Child, Command, Output, Stdio};

    use cloudq::sandbox::FaultKind;

    use crate::pty;
    use crate::support::{Service, signal};

    /// Runs a list whose stderr is a terminal: what it printed there, and on stdout.
    fn run(service: &Service, arguments: &str) -> (String, String) {
        let (told, output) = run_until(service, arguments, |_, _| {});
        assert!(output.status.success());
        (told, String::from_utf8(output.stdout).unwrap())
    }

    /// The same, with somebody who looks at all that was printed so far.
    fn run_until(
        service: &Service,
        arguments: &str,
        mut look: impl FnMut(&Child, &[u8]),
    ) -> (String, Output) {
        let (terminal, end) = pty::open(80);
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloudq"));
        pty::at_home(&mut command, home.path());
        command
            .args("images list -o id --endpoint".split(' '))
            .arg(service.endpoint())
            .args(arguments.split_whitespace())
            .stdin(Stdio::null())
            .stderr(end)
            .stdout(Stdio::piped());
        let child = command.spawn().unwrap();
        // Its own end of the terminal goes with it, so that reading ends.
        drop(command);
        let told = pty::watch(terminal, |told| look(&child, told));
        let output = child.wait_with_output().unwrap();
        (told, output)
    }

    #[test]
    fn a_signal_leaves_no_line_behind() {
        for (name, code) in [("INT", 130), ("TERM", 143)] {
            let service = Service::broken(FaultKind::Hang);
            let mut is_sent = false;
            let (told, output) = run_until(&service, "", |child, told| {
                if !is_sent && String::from_utf8_lossy(told).contains("target done") {
                    is_sent = true;
                    signal(child, name);
                }
            });
            assert!(is_sent && told.ends_with("\r\u{1b}[2K"), "{told:?}");
            assert_eq!(
                (output.status.code(), output.stdout),
                (Some(code), Vec::new())
            );
        }
    }

    #[test]
    fn a_line_is_drawn_and_is_gone_at_the_end() {
        // Long enough for the line to be drawn.
        let service = Service::with(|options| {
            options.images = 150;
            options.latency = std::time::Duration::from_millis(400);
        });
        let (told, rows) = run(&service, "");
        assert!(told.contains("0 of 1 target done, "), "{told:?}");
        assert!(told.ends_with("\r\u{1b}[2K"), "{told:?}");
        assert_eq!(rows.lines().count(), 150);
        let (told, _) = run(&service, "--progress none");
        assert_eq!(told, "");
        let (told, _) = run(&service, "-q");
        assert_eq!(told, "");
    }
}
