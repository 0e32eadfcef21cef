//! The picture in the README is of a real run, on a terminal of 100 columns.

use std::fs;
use std::process::Stdio;

use anstyle::{AnsiColor, RgbColor, Style};
use anstyle_svg::{Term, WIN10_CONSOLE};

use crate::pty;
use crate::support::{cloudq, root, without_ages};

/// What is asked, without the program's name.
const COMMANDS: [&str; 3] = [
    "-p sandbox images list --owner self --created-after 2025-10-01",
    "-p sandbox images latest --family web -r cn-hangzhou,cn-beijing,us-east-1",
    "-p sandbox images latest --family nginx",
];

/// What the terminal shows of a command, with its colours.
fn shown(arguments: &str) -> String {
    let (terminal, end) = pty::open(100);
    // Messages are coloured and yet no terminal's: how far it is would be told there
    // now and then.
    let ended = cloudq(arguments)
        .env("CLICOLOR_FORCE", "1")
        .run_into(Stdio::from(end));
    let rows = pty::read(terminal);
    rows + &ended.stderr
}

fn picture() -> String {
    let prompt = AnsiColor::BrightGreen.on_default().bold();
    let typed = Style::new().bold();
    let runs = COMMANDS.map(|arguments| {
        format!(
            "{prompt}${prompt:#} {typed}cloudq {arguments}{typed:#}\n{}",
            shown(arguments)
        )
    });
    // The dark ones of the colours are hard to read on a dark ground.
    let mut palette = WIN10_CONSOLE;
    palette.0.copy_within(9..15, 1);
    Term::new()
        .fg_color(RgbColor(0xd4, 0xd8, 0xe0).into())
        .bg_color(RgbColor(0x1c, 0x21, 0x2b).into())
        .palette(palette)
        .min_width_px(840)
        .render_svg(runs.join("\n").trim_end())
}

#[test]
fn the_picture_shows_what_a_terminal_shows() {
    let path = root().join("docs/terminal.svg");
    let right = picture();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(path, right).unwrap();
        return;
    }
    assert!(
        fs::read_to_string(path).is_ok_and(|kept| without_ages(&kept) == without_ages(&right)),
        "docs/terminal.svg is out of date: \
         run `INSTA_UPDATE=always cargo test --test it picture`"
    );
}
