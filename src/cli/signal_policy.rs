//! Ctrl-C, a request to end, and a terminal that hangs up: at once, or as soon as the line that tells how far a
//! command is has gone from the terminal.
//!
//! The handler itself ends the process: this thread may be held up by a slow reader, where
//! nobody would look after a signal. Who waits for one instead uses `signals`.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::{register, register_conditional_shutdown};
use signal_hook::low_level::unregister;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::failure::{self, Exit, Failure};

/// How often a signal is looked for while a helper program runs.
const LOOKED: Duration = Duration::from_millis(50);

/// How signals end a command. All copies are the same.
#[derive(Clone)]
pub(super) struct Ending {
    at_once: Arc<AtomicBool>,
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
    hung_up: Arc<AtomicBool>,
    /// What lets the second signal end the process, once it listens.
    escalations: Arc<Mutex<Vec<SigId>>>,
    helpers: Arc<Helpers>,
}

/// The helper programs that run: each has to end before this process does.
#[derive(Default)]
struct Helpers {
    count: AtomicUsize,
    started: Notify,
    /// Whether a signal ends the process at once again after the last of them.
    restores: AtomicBool,
}

/// A helper program that runs, until this is dropped.
pub(super) struct Helper {
    ending: Ending,
}

impl Drop for Helper {
    fn drop(&mut self) {
        let helpers = &self.ending.helpers;
        let is_last = helpers.count.fetch_sub(1, Ordering::SeqCst) == 1;
        if is_last && helpers.restores.swap(false, Ordering::SeqCst) {
            self.ending.at_once.store(true, Ordering::SeqCst);
        }
    }
}

impl Default for Ending {
    fn default() -> Self {
        Self {
            at_once: Arc::new(AtomicBool::new(true)),
            interrupted: Arc::default(),
            terminated: Arc::default(),
            hung_up: Arc::default(),
            escalations: Arc::default(),
            helpers: Arc::default(),
        }
    }
}

impl Ending {
    /// Listens from now on. The codes are those that shells give to such an end.
    ///
    /// A signal that comes at once ends the process wherever it is, also while it waits
    /// for a slow reader. Of two signals the second one always does.
    pub(super) fn listen(&self) -> Result<(), Failure> {
        let mut signals = vec![
            (SIGINT, Exit::Interrupted, &self.interrupted),
            (SIGTERM, Exit::Terminated, &self.terminated),
        ];
        #[cfg(unix)]
        if !is_hang_up_ignored() {
            signals.push((signal_hook::consts::SIGHUP, Exit::HungUp, &self.hung_up));
        }
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
        self.helpers.restores.store(false, Ordering::SeqCst);
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
            self.helpers.restores.store(false, Ordering::SeqCst);
            self.at_once.store(false, Ordering::SeqCst);
        }
    }

    /// Lets a signal end the process at once from now on.
    ///
    /// # Errors
    /// [`Failure::Ended`], if one waits.
    pub(super) fn release(&self) -> Result<(), Failure> {
        // In this order, so that none comes between.
        if self.helpers.count.load(Ordering::SeqCst) == 0 {
            self.at_once.store(true, Ordering::SeqCst);
        } else {
            self.helpers.restores.store(true, Ordering::SeqCst);
        }
        match self.told() {
            Some(exit) => Err(Failure::Ended(exit)),
            None => Ok(()),
        }
    }

    /// Lets a signal wait while a helper program runs: it would live on.
    pub(super) fn helper(&self) -> Helper {
        self.helpers.count.fetch_add(1, Ordering::SeqCst);
        if self.told().is_none() && self.at_once.swap(false, Ordering::SeqCst) {
            self.helpers.restores.store(true, Ordering::SeqCst);
        }
        self.helpers.started.notify_one();
        Helper {
            ending: self.clone(),
        }
    }

    /// Waits for a signal that comes while a helper program runs.
    pub(super) async fn told_with_helper(&self) -> Exit {
        loop {
            self.helpers.started.notified().await;
            loop {
                if let Some(exit) = self.told() {
                    return exit;
                }
                if self.helpers.count.load(Ordering::SeqCst) == 0 {
                    break;
                }
                sleep(LOOKED).await;
            }
        }
    }

    /// How to end, if a signal came that did not do so by itself.
    pub(super) fn told(&self) -> Option<Exit> {
        if self.interrupted.load(Ordering::SeqCst) {
            Some(Exit::Interrupted)
        } else if self.terminated.load(Ordering::SeqCst) {
            Some(Exit::Terminated)
        } else if self.hung_up.load(Ordering::SeqCst) {
            Some(Exit::HungUp)
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

/// Whether the caller wants the end of the terminal to change nothing, as `nohup` does.
/// Only a system with `/proc` tells; elsewhere nothing is changed.
#[cfg(unix)]
fn is_hang_up_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // Signals are counted from 1.
    ignored.is_none_or(|mask| mask & 1 << (signal_hook::consts::SIGHUP - 1) != 0)
}

fn deaf(error: std::io::Error) -> Failure {
    failure::outside(error, "cannot listen to signals")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_signal_waits_for_helpers_and_ends_them() {
        let ending = Ending::default();
        for is_first_last in [true, false] {
            let (mut one, mut two) = (ending.helper(), ending.helper());
            if is_first_last {
                std::mem::swap(&mut one, &mut two);
            }
            assert!(!ending.at_once.load(Ordering::SeqCst));
            drop(one);
            assert!(!ending.at_once.load(Ordering::SeqCst));
            drop(two);
            assert!(ending.at_once.load(Ordering::SeqCst), "{is_first_last}");
        }
        // What was held back is released while a helper runs, or stays held back.
        for is_released in [true, false] {
            ending.hold();
            let helper = ending.helper();
            if is_released {
                assert!(ending.release().is_ok());
            }
            assert!(!ending.at_once.load(Ordering::SeqCst));
            drop(helper);
            assert_eq!(ending.at_once.load(Ordering::SeqCst), is_released);
        }
        let _helper = ending.helper();
        let other = ending.clone();
        let (exit, ()) = tokio::join!(ending.told_with_helper(), async {
            sleep(LOOKED * 3).await;
            other.interrupt();
        });
        assert_eq!(exit.code(), Exit::Interrupted.code());
    }

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
