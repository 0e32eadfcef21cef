//! The only place that prints: data on stdout, all else through `stderr`.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::builder::StyledStr;
use jiff::Timestamp;

use super::args::{ErrorFormat, Global, Progress, When};
use super::deadline::Deadline;
use super::failure::{Exit, Failure};
use super::output_file::{Destination, Written};
use super::progress::{self, ProgressTargets, Shown};
use super::query::null_result;
use super::report::{Kind, Report};
use super::shape::Shape;
use super::stderr::{Stderr, Styles};
use super::stdout;
use super::trace::Trace;
use crate::cli::signal_policy::Ending;
use crate::clock::{Clock, SystemClock};
use crate::config::Env;
use crate::error::{ConfigError, Origin};
use crate::http::{Log, NoLog};
use crate::output::{
    Column, Format, Layout, Missing, Query, Row, SortBuffer, SpooledText, json_line, write_rows,
};

/// What an unknown terminal's width is taken for.
const USUAL_WIDTH: usize = 100;

/// Data is gathered until it is so many bytes.
const BUFFER: usize = 64 << 10;

/// Prints.
pub(super) struct Ui {
    out: BufWriter<Destination>,
    /// Whether anything was printed, if only nothing in a format that has no header.
    has_printed: bool,
    stderr: Stderr,
    /// The time for the whole command.
    pub(super) deadline: Deadline,
    /// Whether stdout is a terminal.
    is_terminal: bool,
    /// The width of tables that `--width` or the variable COLUMNS gives.
    columns: Option<usize>,
    /// When the command began.
    now: Timestamp,
    styled_out: bool,
    /// Whether text that looks like a formula gets an apostrophe in front.
    csv_safe: bool,
    quiet: bool,
    verbosity: u8,
    explains: bool,
    /// How it is told how far a command is.
    progress: Shown,
    /// Whether it is told at the end what each target cost.
    stats: bool,
    /// The format asked for; commands have their own defaults.
    pub(super) format: Option<Format>,
    /// What the result is asked, which is printed instead of it.
    pub(super) query: Option<Query>,
    /// The failure to end with because the result of --query is null.
    null_result: Option<Failure>,
    /// Whether a map has families below its regions.
    pub(super) nested: bool,
}

impl Ui {
    /// Takes flags and variables together. A variable that is wrong is a
    /// configuration error.
    pub(super) fn new(global: &Global, env: &Env) -> Result<Self, Failure> {
        let mut ui = Self::plain();
        ui.quiet = global.quiet;
        ui.explains = global.explain;
        ui.csv_safe = global.csv_safe;
        ui.stats = global.stats || global.explain;
        ui.stderr.is_json = match global.error_format {
            Some(format) => format == ErrorFormat::Json,
            None => choice(env, "CLOUDQ_ERROR_FORMAT", &["text", "json"])? == Some("json"),
        };
        let colour = |terminal: bool| match global.color {
            When::Always => true,
            When::Never => false,
            When::Auto if env.get("NO_COLOR").is_some() => false,
            When::Auto if env.get("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            When::Auto => terminal && env.get("TERM") != Some("dumb"),
        };
        if colour(io::stderr().is_terminal()) {
            ui.stderr.styles = Styles::coloured();
        }
        // A file is what a pipe is.
        ui.is_terminal = global.output_file().is_none() && io::stdout().is_terminal();
        let told = env.get("COLUMNS").and_then(|columns| columns.parse().ok());
        ui.columns = global.width.or(told.filter(|columns| *columns > 0));
        ui.styled_out = colour(ui.is_terminal);
        ui.verbosity = match global.verbose {
            0 => match choice(env, "CLOUDQ_LOG", &["0", "1", "2", "3"])? {
                Some(level) => level.parse().unwrap_or(0),
                None => 0,
            },
            given => given,
        };
        ui.progress = match global.progress {
            _ if ui.quiet => Shown::Never,
            Progress::Plain => Shown::Logged,
            // Among lines that are told anyway it would only be in the way.
            Progress::Auto
                if io::stderr().is_terminal()
                    && env.get("TERM") != Some("dumb")
                    && ui.verbosity == 0
                    && !ui.stderr.is_json =>
            {
                Shown::Drawn
            }
            Progress::Auto | Progress::None => Shown::Never,
        };
        if ui.progress == Shown::Drawn {
            ui.stderr = ui.stderr.with_bar();
        }
        let of_file = global.output_file().and_then(Format::of_file);
        ui.format = match global.output.or(of_file) {
            Some(format) => Some(format),
            None => choice(env, "CLOUDQ_OUTPUT", &Format::ALL.map(Format::as_str))?
                .and_then(|name| name.parse().ok()),
        };
        Ok(ui)
    }

    /// Without colour, for what goes wrong before flags are known.
    pub(super) fn plain() -> Self {
        Self {
            out: BufWriter::with_capacity(BUFFER, Destination::Stdout(io::stdout())),
            has_printed: false,
            stderr: Stderr::default(),
            deadline: Deadline::default(),
            is_terminal: false,
            columns: None,
            now: SystemClock.now(),
            styled_out: false,
            csv_safe: false,
            quiet: false,
            verbosity: 0,
            explains: false,
            progress: Shown::Never,
            stats: false,
            format: None,
            query: None,
            null_result: None,
            nested: false,
        }
    }

    /// As [`Ui::plain`], with errors as JSON.
    pub(super) fn json() -> Self {
        let mut ui = Self::plain();
        ui.stderr.is_json = true;
        ui
    }

    /// Prints rows in the format asked for.
    pub(super) fn rows<R: Row>(
        &mut self,
        format: Format,
        rows: &[R],
        columns: &[&'static Column<R>],
        shape: Shape<'_>,
    ) -> Result<(), Failure> {
        let layout = self.layout(columns, shape);
        if self.query.is_some() {
            let lines = rows.iter().map(|row| json_line(row).into_bytes());
            return self.queried(lines, format, shape);
        }
        write_rows(self.data()?, format, rows, columns, &layout)?;
        Ok(())
    }

    /// Prints what the query makes of rows, of which these are the JSON objects.
    fn queried(
        &mut self,
        rows: impl Iterator<Item = Vec<u8>>,
        format: Format,
        shape: Shape<'_>,
    ) -> Result<(), Failure> {
        let Some(query) = self.query.take() else {
            return Ok(());
        };
        let mut document = query.document();
        for row in rows {
            document.push(&row)?;
        }
        let layout = self.layout::<()>(&[], shape);
        let answer = document.write(self.data()?, format, &layout)?;
        let is_misspelt = answer.is_void && answer.missing.iter().any(|missing| missing.is_of_rows);
        if answer.is_null || is_misspelt {
            self.null_result = Some(null_result(answer));
        } else {
            for Missing { message, hint, .. } in answer.missing {
                let message = format!("--query: {message}");
                self.warn(&Report::new(Kind::Warning, message, hint));
            }
        }
        Ok(())
    }

    /// Accepts null as the result of --query, because nothing was found and that is allowed.
    pub(super) fn allow_null(&mut self) {
        self.null_result = None;
    }

    /// The format in which rows wait that will be printed in this one.
    pub(super) fn waiting(&self, format: Format) -> Format {
        if self.query.is_some() {
            Format::Ndjson
        } else {
            format
        }
    }

    /// Lets the data go to a file instead of stdout, for whose reader it waits so long if it
    /// is a pipe.
    pub(super) fn write_to(&mut self, path: &Path, limit: Duration) -> Result<(), Failure> {
        let destination = self.within(limit, || Destination::at(path))?;
        self.out = BufWriter::with_capacity(BUFFER, destination);
        Ok(())
    }

    /// Waits for another program, which may take so long. The command's own time begins
    /// later, when the configuration is known.
    pub(super) fn within<T>(
        &self,
        limit: Duration,
        wait: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let deadline = Deadline::default();
        deadline.printing();
        deadline.start(limit, Instant::now() + limit, &self.stderr)?;
        let done = wait();
        deadline.over();
        done
    }

    /// Where data goes: it may be the terminal that progress is told on.
    fn data(&mut self) -> Result<&mut dyn Write, Failure> {
        if self.is_terminal {
            self.stderr.clear()?;
        }
        // A slow reader may keep it from here: nobody would look after a signal.
        self.stderr.ending.release()?;
        if let Destination::Stdout(_) = self.out.get_ref() {
            stdout::check()?;
        }
        self.has_printed = true;
        Ok(&mut self.out)
    }

    /// Names from now on the profile that a message is about.
    pub(super) fn name_profiles(&self) {
        self.stderr.name_profiles();
    }

    /// What signals do to this run.
    pub(super) fn ending(&self) -> Ending {
        self.stderr.ending.clone()
    }

    /// What tells how far a command is, to be used while this one prints.
    pub(super) fn progress(&self) -> (Stderr, Shown) {
        (self.stderr.clone(), self.progress)
    }

    /// Tells what each target cost, to whoever asked for it.
    pub(super) fn stats(&self, progress_targets: &ProgressTargets) {
        if self.stats {
            progress::stats(&self.stderr, progress_targets);
        }
    }

    /// Puts rows aside, as they will be printed, without a header.
    pub(super) fn spool<R: Row>(
        &self,
        spool: &mut SpooledText,
        format: Format,
        rows: &[R],
        columns: &[&'static Column<R>],
    ) -> Result<(), Failure> {
        write_rows(
            spool,
            format,
            rows,
            columns,
            &self.layout(columns, Shape::default()),
        )?;
        Ok(())
    }

    /// Prints what was put aside.
    pub(super) fn spooled(&mut self, spool: SpooledText) -> Result<(), Failure> {
        spool.copy(self.data()?)?;
        Ok(())
    }

    /// Prints so many lines of what was put aside, and tells how many there were.
    pub(super) fn spooled_lines(&mut self, spool: SpooledText, most: u64) -> Result<u64, Failure> {
        Ok(spool.copy_lines(self.data()?, most)?)
    }

    /// Prints the first rows of a buffer, and tells how many there were.
    pub(super) fn buffer<R: Row>(
        &mut self,
        mut buffer: SortBuffer<R>,
        format: Format,
        most: usize,
        shape: Shape<'_>,
    ) -> Result<usize, Failure> {
        if self.query.is_some() {
            let rows = buffer.into_texts(most);
            let count = rows.len();
            self.queried(rows, format, shape)?;
            return Ok(count);
        }
        buffer.set_width(self.width_of_table());
        Ok(buffer.write(self.data()?, most)?)
    }

    /// How rows are laid out.
    pub(super) fn layout<R>(&self, columns: &[&Column<R>], shape: Shape<'_>) -> Layout {
        Layout {
            header: shape.header,
            kept: shape.kept(columns),
            width: self.width_of_table(),
            styled: self.styled_out,
            now: self.now,
            csv_safe: self.csv_safe,
            nested: self.nested,
        }
    }

    /// The most characters of a line of a table: the given width, else that of the terminal,
    /// which may not be what it was when the command began.
    fn width_of_table(&self) -> Option<usize> {
        let size = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let terminal = || self.is_terminal.then(|| size().unwrap_or(USUAL_WIDTH));
        self.columns.or_else(terminal)
    }

    /// Prints text that is data.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.data()?.write_all(text.as_bytes())?;
        Ok(())
    }

    /// Prints help.
    pub(super) fn help(&mut self, text: &StyledStr) -> Result<(), Failure> {
        if self.styled_out {
            self.text(&text.ansi().to_string())
        } else {
            self.text(&text.to_string())
        }
    }

    /// Hands everything printed so far to the reader.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.stderr.ending.release()?;
        self.out.flush()?;
        Ok(())
    }

    /// Ends the command with this exit code, or with a failure if the code is 0 and the
    /// result of --query is null.
    pub(super) fn end(&mut self, exit: Exit) -> Result<Exit, Failure> {
        let null = self.null_result.take().filter(|_| exit == Exit::Ok);
        self.finish(null.as_ref().map_or(exit, Failure::exit))?;
        null.map_or(Ok(exit), Err)
    }

    /// Tells that the file of `--output-file` is not written, after a failure.
    pub(super) fn unwritten(&self) {
        if let Destination::File(file) = self.out.get_ref() {
            self.note(&format!("`{}` is not written", file.path().display()));
        }
    }

    /// Ends the output of a command that ended like this. A file is written with what
    /// stdout would have been given, if nothing is missing in it.
    fn finish(&mut self, exit: Exit) -> Result<(), Failure> {
        self.flush()?;
        self.deadline.over();
        let stdout = Destination::Stdout(io::stdout());
        let Destination::File(file) = std::mem::replace(self.out.get_mut(), stdout) else {
            return Ok(());
        };
        if exit == Exit::Ok && !self.has_printed {
            return Ok(());
        }
        if exit == Exit::Ok {
            let path = file.path().to_owned();
            if file.commit(&self.stderr.ending)? == Written::InPlace {
                let path = path.display();
                self.note(&format!(
                    "`{path}` cannot be replaced by a new file: it was written in place, which is not atomic"
                ));
            }
            return Ok(());
        }
        let path = file.path().display();
        self.note(&match exit {
            Exit::Partial => format!("`{path}` is not written: some would be missing in it"),
            _ => format!("`{path}` is not written"),
        });
        Ok(())
    }

    /// Forgets what is not printed yet, as a signal does that ends the process at once.
    pub(super) fn discard(&mut self) {
        let stdout = BufWriter::new(Destination::Stdout(io::stdout()));
        // What a writer holds goes out when it is dropped, but not by this.
        let _ = std::mem::replace(&mut self.out, stdout).into_parts();
    }

    /// Tells something that is good to know.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            self.stderr.tell(
                "note",
                self.stderr.styles.label,
                &Report::note(text.to_owned()),
            );
        }
    }

    /// Prints notes, each in a line.
    pub(super) fn notes(&self, notes: &[String]) {
        for note in notes {
            self.note(note);
        }
    }

    /// Whether messages are for programs.
    pub(super) fn tells_json(&self) -> bool {
        self.stderr.is_json
    }

    /// Whether only data and errors are wanted.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether it is to be explained what is done.
    pub(super) fn explains(&self) -> bool {
        self.explains
    }

    /// Tells what is done and why, to whoever asked for it.
    pub(super) fn explain(&self, text: &str) {
        self.stderr.tell(
            "explain",
            self.stderr.styles.label,
            &Report::note(text.to_owned()),
        );
    }

    /// Tells something odd.
    pub(super) fn warn(&self, report: &Report) {
        // Also when quiet: it says that the data may be wrong.
        self.stderr
            .tell("warning", self.stderr.styles.warning, report);
    }

    /// Tells a failure, and says what code it ends with. A closed pipe is silent, and so is
    /// a signal.
    pub(super) fn failed(&self, failure: &Failure) -> Exit {
        self.stderr.failed(failure);
        failure.exit()
    }

    /// Lets the whole command take so long; its requests end at this time.
    pub(super) fn limit(&self, time: Duration, end: Instant) -> Result<(), Failure> {
        self.deadline.start(time, end, &self.stderr)
    }

    /// Leaves a line free below a message.
    pub(super) fn leave_space(&self) {
        self.stderr.lines(&[String::new()]);
    }

    /// What listens to the traffic.
    pub(super) fn log(&self) -> Arc<dyn Log> {
        match self.verbosity {
            0 => Arc::new(NoLog),
            verbosity => Arc::new(Trace::new(verbosity, self.stderr.clone())),
        }
    }
}

/// A variable that must be one of these words; unset or empty is none.
fn choice<'a>(
    env: &'a Env,
    name: &'static str,
    known: &[&str],
) -> Result<Option<&'a str>, ConfigError> {
    match env.get(name).map(str::trim) {
        Some(word) if !known.contains(&word) => {
            let message = format!("`{word}` is not {}", known.join(", "));
            Err(ConfigError::new(message).at(Origin::Variable(name)))
        }
        word => Ok(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_printed_after_a_signal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ids");
        let mut ui = Ui::plain();
        ui.write_to(&path, Duration::from_secs(9)).unwrap();
        let ending = ui.ending();
        let ended = |printed| matches!(printed, Err(Failure::Ended(Exit::Interrupted)));

        ui.text("m-1\n").unwrap();
        ending.hold();
        ending.interrupt();
        assert!(ended(ui.text("m-2\n")));
        assert!(ended(ui.flush()));
        assert!(ended(ui.finish(Exit::Ok)));
        assert_eq!(ui.out.buffer(), b"m-1\n");
        ui.discard();
        assert_eq!(ui.out.buffer(), b"");
        drop(ui);
        assert!(!path.exists());
    }
}
