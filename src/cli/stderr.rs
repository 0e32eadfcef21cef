//! Stderr: messages, and the line that tells how far a command is.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::failure::Failure;
use super::report::Report;
use crate::cli::signal_policy::Ending;
use crate::output::{escape, json_line};

/// Where everything goes that is no data. All copies write to the same place.
#[derive(Clone, Default)]
pub(super) struct Stderr {
    pub(super) styles: Styles,
    /// Whether messages are JSON objects.
    pub(super) is_json: bool,
    /// Whether messages name the profile they are about: several are asked.
    names_profiles: Arc<AtomicBool>,
    /// The line that tells how far the command is, on a terminal.
    bar: Option<ProgressBar>,
    /// What a signal does: while that line is drawn, it waits until the line is gone.
    pub(super) ending: Ending,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Styles {
    pub(super) error: Style,
    pub(super) warning: Style,
    pub(super) label: Style,
}

impl Styles {
    /// Colours that can be read on black and on white: neither yellow nor white.
    pub(super) fn coloured() -> Self {
        Self {
            error: AnsiColor::Red.on_default().bold(),
            warning: AnsiColor::Magenta.on_default().bold(),
            label: AnsiColor::Cyan.on_default(),
        }
    }
}

impl Stderr {
    /// Makes room for a line that is drawn again and again.
    pub(super) fn with_bar(mut self) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        // A spinner and a text: there is nothing in it that could be wrong.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        self.bar = Some(bar);
        self
    }

    /// Names from now on the profile that a message is about.
    pub(super) fn name_profiles(&self) {
        self.names_profiles.store(true, Ordering::Relaxed);
    }

    /// Draws that line.
    pub(super) fn draw(&self, text: String) {
        if let Some(bar) = &self.bar
            && !bar.is_finished()
            && is_in_front()
        {
            self.ending.hold();
            bar.set_message(text);
            bar.tick();
        }
    }

    /// Removes that line for good.
    ///
    /// # Errors
    /// As [`Ending::release`].
    pub(super) fn clear(&self) -> Result<(), Failure> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.ending.release()
    }

    /// Writes why a command failed, unless nobody needs to be told.
    pub(super) fn failed(&self, failure: &Failure) {
        if !failure.is_silent() {
            self.tell("error", self.styles.error, &failure.report());
        }
    }

    /// Writes a message.
    pub(super) fn tell(&self, word: &str, style: Style, report: &Report) {
        if self.is_json {
            self.lines(&[json_line(&report.with_service())]);
            return;
        }
        let label = self.styles.label;
        let mut lines = vec![
            match report.place(self.names_profiles.load(Ordering::Relaxed)) {
                Some(place) => format!(
                    "{style}{word}:{style:#} {} {place}",
                    escape(&report.message)
                ),
                None => format!("{style}{word}:{style:#} {}", escape(&report.message)),
            },
        ];
        if let Some(service) = &report.service {
            lines.push(format!("  {label}service:{label:#} {}", escape(service)));
        }
        for (number, hint) in report.hint.iter().flat_map(|hint| hint.lines()).enumerate() {
            let name = if number == 0 { "hint:" } else { "     " };
            lines.push(format!("  {label}{name}{label:#} {}", escape(hint)));
        }
        if let Some(request) = report.request() {
            lines.push(format!("  {label}request:{label:#} {}", escape(request)));
        }
        self.lines(&lines);
    }

    /// Writes lines in one go. If nobody can read them, nobody can be told.
    pub(super) fn lines(&self, lines: &[String]) {
        let mut text = lines.join("\n");
        text.push('\n');
        let write = || {
            let _ = io::stderr().lock().write_all(text.as_bytes());
        };
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

/// Whether the terminal is this command's to draw on, and not that of another one that
/// the user types into meanwhile.
#[cfg(unix)]
fn is_in_front() -> bool {
    // Where the terminal is not the one that jobs are controlled from, nobody else is.
    rustix::termios::tcgetpgrp(io::stderr())
        .map_or(true, |group| group == rustix::process::getpgrp())
}

#[cfg(not(unix))]
fn is_in_front() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_can_be_read_on_black_and_on_white() {
        use AnsiColor::{Black, BrightBlack, BrightWhite, BrightYellow, White, Yellow};

        let Styles {
            error,
            warning,
            label,
        } = Styles::coloured();
        for style in [error, warning, label] {
            let colour = style.get_fg_color();
            assert!(colour.is_some() && style.get_bg_color().is_none());
            for faint in [Black, BrightBlack, White, BrightWhite, Yellow, BrightYellow] {
                assert_ne!(colour, Some(faint.into()));
            }
        }
    }
}
