//! Signals, for commands that do something about them before they end, and wait for that.
//! All others are ended by `ending`, wherever they are.

use std::io;

use super::failure::{self, Exit, Failure};

/// What the program is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Interrupt,
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Ctrl-C is known there"))]
    Terminate,
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Ctrl-C is known there"))]
    HangUp,
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Ctrl-C is known there"))]
    Quit,
}

impl Told {
    /// The code that shells give to such an end.
    pub(super) fn exit(self) -> Exit {
        match self {
            Told::Interrupt => Exit::Interrupted,
            Told::Terminate => Exit::Terminated,
            Told::HangUp => Exit::HungUp,
            Told::Quit => Exit::Command(131),
        }
    }
}

/// From its making on no signal is missed.
pub(super) struct Signals {
    #[cfg(unix)]
    streams: [(Told, tokio::signal::unix::Signal); 4],
}

impl Signals {
    /// Begins to listen.
    pub(super) fn new() -> Result<Self, Failure> {
        Self::listen().map_err(|error| failure::outside(error, "cannot listen to signals"))
    }

    #[cfg(unix)]
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            streams: [
                (Told::Interrupt, signal(SignalKind::interrupt())?),
                (Told::Terminate, signal(SignalKind::terminate())?),
                (Told::HangUp, signal(SignalKind::hangup())?),
                (Told::Quit, signal(SignalKind::quit())?),
            ],
        })
    }

    #[cfg(not(unix))]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next one.
    #[cfg(unix)]
    pub(super) async fn next(&mut self) -> Told {
        let [first, second, third, fourth] = &mut self.streams;
        tokio::select! {
            _ = first.1.recv() => first.0,
            _ = second.1.recv() => second.0,
            _ = third.1.recv() => third.0,
            _ = fourth.1.recv() => fourth.0,
        }
    }

    /// Waits for the next one.
    #[cfg(not(unix))]
    pub(super) async fn next(&mut self) -> Told {
        // If nobody can listen, nobody is told.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Told::Interrupt
    }
}
