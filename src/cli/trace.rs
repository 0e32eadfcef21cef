//! `-v`, `-vv`, `-vvv`: prints requests and responses on stderr.

use super::report::Report;
use super::stderr::Stderr;
use crate::http::{Detail, Log};
use crate::output::escape;

/// Tells the traffic on stderr.
pub(super) struct Trace {
    verbosity: u8,
    stderr: Stderr,
}

impl Trace {
    /// Tells what `-v` so many times asks for.
    pub(super) fn new(verbosity: u8, stderr: Stderr) -> Self {
        Self { verbosity, stderr }
    }
}

impl Log for Trace {
    fn wants(&self, detail: Detail) -> bool {
        self.verbosity >= detail as u8
    }

    fn line(&self, line: &str) {
        if self.stderr.is_json {
            self.stderr
                .tell("trace", self.stderr.styles.label, &Report::trace(line));
        } else {
            self.stderr.lines(&[escape(line).into_owned()]);
        }
    }
}
