//! A terminal may change colour and width, and nothing else.

use std::process::Command;
use std::time::Duration;

use cloudq::output::Format;
use unicode_width::UnicodeWidthStr;

use crate::pty;
use crate::support::{Ended, Run, Service, cloudq, for_each, wait_until};

/// Every command that prints rows, but for `auth check`.
const COMMANDS: [&str; 11] = [
    "images list",
    "images list -r cn-hangzhou,cn-beijing --sort-by none",
    "images latest --family web",
    "images latest --family web,api -r cn-hangzhou,cn-beijing",
    "images get aliyun_3_arm64_20G_alibase_20260702.vhd",
    "regions",
    "providers",
    "providers show ecs",
    "profiles",
    "config show",
    "images list -c +description,^name --no-header",
];

/// What else does, without the clock's skew, which may be another one each time.
const CHECKS: [&str; 5] = [
    "auth check -c ^clock_skew_seconds -o table",
    "auth check -c ^clock_skew_seconds -o wide",
    "auth check -c ^clock_skew_seconds -o csv",
    "auth check -c ^clock_skew_seconds -o tsv",
    "auth check -o id",
];

/// Wider than any line.
const WIDE: u16 = 2_000;

/// The text without what chooses colours and bold type.
fn without_style(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .unwrap();
        assert_eq!(&part[end..=end], "m", "it is no style: {part:?}");
        plain.push_str(&part[end + 1..]);
    }
    plain
}

#[test]
fn a_terminal_and_a_pipe_get_the_same() {
    let cases = COMMANDS.iter().flat_map(|command| {
        let formats = Format::ALL.into_iter();
        formats.map(move |format| format!("{command} -o {format}"))
    });
    let cases = cases.chain(CHECKS.map(str::to_owned));
    for_each(cases, Clone::clone, |command| {
        let run = |colour: &str| -> Run {
            let run = cloudq("-p sandbox").args(command);
            run.args("--color").args(colour).without("COLUMNS")
        };
        let piped = run("auto").run();
        let is_table = ["table", "wide"].iter().any(|name| command.ends_with(name));
        let same = |ended: Ended, shown: &str| {
            assert_eq!((ended.code, shown), (piped.code, &*piped.stdout), "{ended}");
            assert_eq!(ended.stderr, piped.stderr, "{ended}");
        };
        let plain = run(if is_table { "never" } else { "auto" }).run_on_terminal(WIDE);
        let shown = plain.stdout.clone();
        same(plain, &shown);
        if !is_table {
            // It has no colour: this is what it prints on any terminal.
            assert!(!piped.stdout.contains('\u{1b}'));
            return;
        }
        let coloured = run("auto").run_on_terminal(WIDE);
        let shown = without_style(&coloured.stdout);
        same(coloured, &shown);
    });
}

#[test]
fn the_width_is_that_of_the_terminal_unless_told_otherwise() {
    let service = Service::new();
    let width = |run: Run, terminal: u16| {
        let run = run.args("--color never").at(&service);
        let shown = run.run_on_terminal(terminal).ok();
        shown.lines().map(UnicodeWidthStr::width).max().unwrap()
    };
    let list = || cloudq("images list").without("COLUMNS");
    assert_eq!(width(list(), 80), 80);
    assert_eq!(width(list(), 100), 100);
    assert_eq!(width(list().env("COLUMNS", "90"), 200), 90);
    // What says nothing counts as nothing.
    for nothing in ["0", "", "wide"] {
        assert_eq!(width(list().env("COLUMNS", nothing), 80), 80, "{nothing}");
    }
    // A terminal that does not know its width is taken for a usual one.
    assert_eq!(width(list(), 0), 100);
    // Off a terminal nothing is cut, unless a width is given.
    let piped = |run: Run| {
        let printed = run.at(&service).run().ok();
        printed.lines().map(UnicodeWidthStr::width).max().unwrap()
    };
    assert!(piped(list()) > 200);
    assert_eq!(piped(list().env("COLUMNS", "90")), 90);
    assert_eq!(piped(list().args("--width 80").env("COLUMNS", "90")), 80);
    assert_eq!(width(list().args("--width 80"), 100), 80);
}

#[test]
fn headers_are_bold_and_only_ages_and_states_have_styles() {
    for command in COMMANDS {
        let run = cloudq("-p sandbox")
            .args(command)
            .args("-o table --color always");
        let shown = run.run_on_terminal(WIDE).ok();
        let header = command.contains("--no-header");
        let (styled, plain) = shown.split_at(if header { 0 } else { shown.find('\n').unwrap() });
        let ages = plain
            .replace("\u{1b}[2m", "\u{1b}")
            .matches('\u{1b}')
            .count();
        let is_list = ["images list", "images get"]
            .iter()
            .any(|name| command.starts_with(name));
        assert_eq!(ages > 0, is_list, "{command}");
        let bold = styled.starts_with("\u{1b}[1m") && styled.ends_with("\u{1b}[0m");
        assert!(header || bold, "{command}: {styled:?}");
        assert_eq!(styled.matches('\u{1b}').count(), if header { 0 } else { 2 });
    }
}

#[test]
fn a_terminal_for_the_dumb_has_no_colour() {
    let service = Service::new();
    let shown = |run: Run| run.at(&service).run_on_terminal(80).ok();
    assert!(shown(cloudq("regions")).contains('\u{1b}'));
    for run in [
        cloudq("regions").env("NO_COLOR", "1"),
        cloudq("regions --color never"),
        cloudq("regions").env("TERM", "dumb"),
    ] {
        assert!(!shown(run).contains('\u{1b}'));
    }
}

#[test]
fn a_window_that_is_resized_meanwhile_has_its_new_width() {
    // Long enough for the window to change before the answer comes.
    let service = Service::with(|options| options.latency = Duration::from_millis(400));
    let list = cloudq("images list --color never").without("COLUMNS");
    let ended = list.at(&service).run_on_changing_terminal(200, |terminal| {
        wait_until("a request", || !service.log().is_empty());
        pty::resize(terminal, 90);
    });
    let widths = ended.ok();
    let widths = widths.lines().map(UnicodeWidthStr::width);
    assert_eq!(widths.max(), Some(90));
}

#[cfg(target_os = "linux")]
#[test]
fn a_job_in_the_background_draws_nothing() {
    let service = Service::with(|options| options.latency = Duration::from_millis(400));
    let run = |job: &str| {
        let (terminal, end) = pty::open(80);
        let home = tempfile::tempdir().unwrap();
        // A session of its own, whose jobs are controlled from the terminal.
        let mut command = Command::new("setsid");
        pty::at_home(&mut command, home.path());
        command
            .args(["--ctty", "--wait", "/bin/sh", "-c", job])
            .env("PATH", "/usr/bin:/bin")
            .env("CLOUDQ", env!("CARGO_BIN_EXE_cloudq"))
            .env("CLOUDQ_ENDPOINT", service.endpoint())
            .stdin(end.try_clone().unwrap())
            .stdout(end.try_clone().unwrap())
            .stderr(end);
        let mut child = command.spawn().unwrap();
        drop(command);
        let shown = pty::read(terminal);
        assert!(child.wait().unwrap().success(), "{shown}");
        assert!(shown.contains("web-1.4.2"), "{shown}");
        shown.contains("target done")
    };
    assert!(run("\"$CLOUDQ\" images list"));
    assert!(!run("set -m; \"$CLOUDQ\" images list & wait $!"));
}
