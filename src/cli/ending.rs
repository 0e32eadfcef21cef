//! Ctrl-C, and a request to end: at once, or as soon as the line that tells how far a
//! command is has gone from the terminal.
//!
//! The handler itself ends the process: this thread may be held up by a slow reader, where
//! nobody would look after a signal. Who waits for one instead uses `signals`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::{register, register_conditional_shutdown};
use signal_hook::low_level::unregister;

use super::failure::{Exit, Failure};

/// How signals end a command. All copies are the same.
#[derive(Clone)]
pub(super) struct Ending {
    at_once: Arc<AtomicBool>,
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
    /// What lets the second signal end the process, once it listens.
    escalations: Arc<Mutex<Vec<SigId>>>,
}

impl Default for Ending {
    fn default() -> Self {
        Self {
            at_once: Arc::new(AtomicBool::new(true)),
            interrupted: Arc::default(),
            terminated: Arc::default(),
            escalations: Arc::default(),
        }
    }
}

impl Ending {
    /// Listens from now on. The codes are those that shells give to such an end.
    ///
    /// A signal that comes at once ends the process wherever it is, also while it waits
    /// for a slow reader. Of two signals the second one always does.
    pub(super) fn listen(&self) -> Result<(), Failure> {
        let signals = [
            (SIGINT, Exit::Interrupted, &self.interrupted),
            (SIGTERM, Exit::Terminated, &self.terminated),
        ];
        let mut escalations = self.escalations();
        for (signal, exit, told) in signals {
            // In this order: the first signal sets what the second one finds.
            register_conditional_shutdown(signal, exit.code().into(), Arc::clone(&self.at_once))
                .and_then(|_| register(signal, Arc::clone(told)))
                .and_then(|_| register(signal, Arc::clone(&self.at_once)))
                .map(|escalation| escalations.push(escalation))
                .map_err(deaf)?;
        }
        Ok(())
    }

    /// Lets all signals wait from now on, until [`Ending::told`] is asked or the process
    /// ends: what is done now must be undone, or done to its end. Of those that end a
    /// process without a handler, a hang-up among them, none is told.
    ///
    /// # Errors
    /// [`Failure::Ended`], if one came before.
    pub(super) fn defer(&self) -> Result<(), Failure> {
        if self.escalations().is_empty() {
            self.listen()?;
        }
        for escalation in self.escalations().drain(..) {
            unregister(escalation);
        }
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGHUP, signal_hook::consts::SIGQUIT] {
            register(signal, Arc::default()).map_err(deaf)?;
        }
        self.at_once.store(false, Ordering::SeqCst);
        match self.told() {
            Some(exit) => Err(Failure::Ended(exit)),
            None => Ok(()),
        }
    }

    fn escalations(&self) -> std::sync::MutexGuard<'_, Vec<SigId>> {
        self.escalations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a signal wait from now on, until it is asked for.
    pub(super) fn hold(&self) {
        // Whoever was told stays so.
        if self.told().is_none() {
            self.at_once.store(false, Ordering::SeqCst);
        }
    }

    /// Lets a signal end the process at once from now on.
    ///
    /// # Errors
    /// [`Failure::Ended`], if one waits.
    pub(super) fn release(&self) -> Result<(), Failure> {
        // In this order, so that none comes between.
        self.at_once.store(true, Ordering::SeqCst);
        match self.told() {
            Some(exit) => Err(Failure::Ended(exit)),
            None => Ok(()),
        }
    }

    /// How to end, if a signal came that did not do so by itself.
    pub(super) fn told(&self) -> Option<Exit> {
        if self.interrupted.load(Ordering::SeqCst) {
            Some(Exit::Interrupted)
        } else if self.terminated.load(Ordering::SeqCst) {
            Some(Exit::Terminated)
        } else {
            None
        }
    }

    /// Takes up a signal as its handler does.
    #[cfg(test)]
    pub(super) fn interrupt(&self) {
        self.interrupted.store(true, Ordering::SeqCst);
        self.at_once.store(true, Ordering::SeqCst);
    }
}

fn deaf(error: std::io::Error) -> Failure {
    super::outside(error, "cannot listen to signals")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_that_waits_is_told_until_the_end() {
        let ending = Ending::default();
        assert!(ending.release().is_ok());
        ending.hold();
        assert!(!ending.at_once.load(Ordering::SeqCst));
        ending.interrupt();
        ending.hold();
        assert!(ending.at_once.load(Ordering::SeqCst));
        for _ in 0..2 {
            let ended = ending.release();
            assert!(matches!(ended, Err(Failure::Ended(Exit::Interrupted))));
        }
    }
}
