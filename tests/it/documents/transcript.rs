//! What a terminal shows: commands after `$ `, and below each what it printed.

use std::fmt::Write as _;

use regex_lite::Regex;

use crate::shell::Shell;

/// Stands for any lines, and at the end of a line for its rest.
const ANY: &str = "…";

/// What separates the outputs of two commands.
const SEPARATOR: char = '\u{1e}';

/// What differs from run to run, or from day to day.
const VARYING: [&str; 5] = [
    "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
    r"127\.0\.0\.1:\d+",
    r"\b\d+d( \d+h)? old",
    r"\b\d+(\.\d+)? m?s\b",
    // Ages of images.
    r"\b\d+(y(\d+d)?|d(\d+h)?) +",
];

/// A command and what it is said to print.
#[derive(Debug, PartialEq)]
struct Step {
    /// With its following lines, which the shell asks for with `> `.
    lines: Vec<String>,
    output: Vec<String>,
}

fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step {
                lines: vec![command.to_owned()],
                output: Vec::new(),
            });
            continue;
        }
        let step = steps.last_mut().expect("it begins with a command");
        match line.strip_prefix("> ") {
            Some(more) if step.output.is_empty() => step.lines.push(more.to_owned()),
            _ => step.output.push(line.to_owned()),
        }
    }
    steps
}

/// Runs the commands of a block one after another, in one shell.
fn printed(shell: &Shell, steps: &[Step]) -> Vec<Vec<String>> {
    // As on a terminal, stdout and stderr are one, and a failure ends nothing.
    let mut script = format!(
        "exec 2>&1\nset +e\n__next() {{ __code=$?; printf '{SEPARATOR}'; return $__code; }}\n"
    );
    for step in steps {
        writeln!(script, "{}\n__next", step.lines.join("\n")).unwrap();
    }
    let home = shell.home().to_str().unwrap().to_owned();
    let text = shell.run(&script).stdout.replace(&home, "/home/me");
    let mut outputs: Vec<Vec<String>> = text
        .split(SEPARATOR)
        .map(|output| output.lines().map(str::to_owned).collect())
        .collect();
    let after = outputs.pop();
    assert_eq!(
        (outputs.len(), after),
        (steps.len(), Some(Vec::new())),
        "not every command was run: {text}"
    );
    outputs
}

/// The line, without what varies.
fn steady(line: &str) -> String {
    VARYING.iter().fold(line.to_owned(), |line, pattern| {
        let pattern = Regex::new(pattern).unwrap();
        pattern.replace_all(&line, "?").into_owned()
    })
}

/// Are these the lines that are said to be printed?
fn fits(said: &[String], printed: &[String]) -> bool {
    match said.split_first() {
        None => printed.is_empty(),
        Some((any, rest)) if is_any(any) => {
            (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..]))
        }
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, others)| is_line(line, first) && fits(rest, others)),
    }
}

fn is_any(line: &str) -> bool {
    line.trim_start() == ANY
}

fn is_line(said: &str, printed: &str) -> bool {
    let (said, printed) = (steady(said), steady(printed));
    let begins = |start: &str| printed.starts_with(start);
    said == printed || said.strip_suffix(ANY).is_some_and(begins)
}

/// What was printed, leaving out lines as before: as many are kept before the first
/// `…` and after the last.
fn shortened(said: &[String], printed: &[String]) -> Vec<String> {
    let is_any = |line: &String| is_any(line);
    let (Some(head), Some(last)) = (said.iter().position(is_any), said.iter().rposition(is_any))
    else {
        return printed.to_vec();
    };
    let tail = said.len() - last - 1;
    if head + tail >= printed.len() {
        return printed.to_vec();
    }
    let mut lines = printed[..head].to_vec();
    lines.push(ANY.to_owned());
    lines.extend_from_slice(&printed[printed.len() - tail..]);
    lines
}

/// Runs a block, and gives the block as it ought to be: itself where it is right.
pub(super) fn corrected(shell: &Shell, block: &str) -> String {
    let steps = steps(block);
    let mut right = String::new();
    for (step, printed) in steps.iter().zip(printed(shell, &steps)) {
        for (at, line) in step.lines.iter().enumerate() {
            writeln!(right, "{} {line}", if at == 0 { '$' } else { '>' }).unwrap();
        }
        let output = if fits(&step.output, &printed) {
            step.output.clone()
        } else {
            shortened(&step.output, &printed)
        };
        for line in output {
            writeln!(right, "{line}").unwrap();
        }
    }
    right
}

#[test]
fn what_is_printed_is_put_right() {
    let shell = Shell::new();
    let right =
        "$ echo \\\n> one\non…\n$ seq 9; (exit 3)\n1\n  …\n9\n$ echo $?; echo x >&2\n3\nx\n";
    assert_eq!(corrected(&shell, right), right);
    let wrong = "$ echo \\\n> one\ntwo\n$ seq 9; (exit 3)\n2\n…\n9\n$ echo $?; echo x >&2\n3\n";
    let right = right.replace("on…", "one").replace("  …", "…");
    assert_eq!(corrected(&shell, wrong), right);
}

#[test]
fn what_varies_does_not_count() {
    let id = "1F0C7F2B-2E0B-5F6B-9A53-0D4C9E6B3D11 in 3 ms";
    assert_eq!(
        steady(id),
        steady(&id.replace("1F0C", "AAAA").replace("3 ms", "1.5 s"))
    );
    assert_ne!(steady(id), steady(&id.replace("in", "at")));
}
