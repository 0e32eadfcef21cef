//! The timeout of the whole command (`--timeout`), outside of requests.
//!
//! The HTTP client ends its requests when the time is over. A second thread ends everything
//! else: the main thread may be sorting, or blocked by a reader that reads no more.

use std::process;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::failure::{self, Failure};
use super::stderr::Stderr;

/// How long a command that was still reading may take to print what arrived in time.
const GRACE: Duration = Duration::from_secs(5);

/// How long the message may take: nobody may be reading stderr either.
const PATIENCE: Duration = Duration::from_secs(1);

/// Ends the process when its time is over. All copies are the same.
#[derive(Clone, Default)]
pub(super) struct Deadline {
    shared: Arc<(Mutex<Phase>, Condvar)>,
    /// When the client ends its requests.
    end: Arc<OnceLock<Instant>>,
}

/// The phase of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    /// It waits for answers.
    #[default]
    Reading,
    /// All answers are there: they are sorted and printed.
    Printing,
    /// It may not be ended any more.
    Over,
}

impl Deadline {
    /// Ends the process with a message when so much time has passed, unless it is
    /// [over](Deadline::over) before. The client ends its requests at this time too.
    pub(super) fn start(
        &self,
        limit: Duration,
        end: Instant,
        stderr: &Stderr,
    ) -> Result<(), Failure> {
        // A command starts it once.
        let _ = self.end.set(end);
        let (deadline, stderr) = (self.clone(), stderr.clone());
        let watch = move || {
            // While it is held, the command cannot go on to what must not be ended.
            let Some(_held) = deadline.wait(limit, GRACE) else {
                return;
            };
            let failure = Failure::Deadline(limit);
            let code = failure.exit().code();
            let (said, heard) = channel();
            thread::spawn(move || {
                stderr.failed(&failure);
                // Nobody waits any more if it took too long.
                let _ = said.send(());
            });
            let _ = heard.recv_timeout(PATIENCE);
            process::exit(code.into());
        };
        let started = thread::Builder::new().spawn(watch);
        started
            .map(drop)
            .map_err(|error| failure::outside(error, "cannot start a thread"))
    }

    /// Requests are made from now on.
    pub(super) fn reading(&self) {
        self.enter(Phase::Reading);
    }

    /// All answers are there. If the time cut some off, the others may be printed after it.
    pub(super) fn printing(&self) {
        if self.end.get().is_none_or(|end| Instant::now() < *end) {
            self.enter(Phase::Printing);
        }
    }

    /// The command will end by itself. If its time is over already, this does not return.
    pub(super) fn over(&self) {
        self.enter(Phase::Over);
    }

    fn enter(&self, phase: Phase) {
        *self.phase() = phase;
        self.shared.1.notify_all();
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        // Nothing that can panic is done while it is held.
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the time is over; `None` if the command is over before.
    fn wait(&self, limit: Duration, grace: Duration) -> Option<MutexGuard<'_, Phase>> {
        let until_over = |phase, limit| {
            let waited = self
                .shared
                .1
                .wait_timeout_while(phase, limit, |phase| *phase != Phase::Over);
            waited.unwrap_or_else(PoisonError::into_inner).0
        };
        let mut phase = until_over(self.phase(), limit);
        if *phase == Phase::Reading {
            phase = until_over(phase, grace);
        }
        (*phase != Phase::Over).then_some(phase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_command_that_is_over_is_let_go() {
        let never = Duration::MAX;
        for (phase, limit, grace, ends) in [
            (Phase::Printing, Duration::ZERO, never, true),
            (Phase::Reading, Duration::ZERO, Duration::ZERO, true),
            (Phase::Over, never, never, false),
            (Phase::Over, Duration::ZERO, Duration::ZERO, false),
        ] {
            let deadline = Deadline::default();
            deadline.enter(phase);
            assert_eq!(deadline.wait(limit, grace).is_some(), ends, "{phase:?}");
        }
    }

    #[test]
    fn what_the_time_cut_off_leaves_time_to_print_the_rest() {
        for (end, phase) in [
            (Instant::now(), Phase::Reading),
            (Instant::now() + Duration::from_secs(600), Phase::Printing),
        ] {
            let deadline = Deadline::default();
            deadline.end.set(end).unwrap();
            deadline.reading();
            deadline.printing();
            assert_eq!(*deadline.phase(), phase);
        }
    }
}
