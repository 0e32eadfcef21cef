//! How a command ends: why it failed, and with which code.

use std::fmt;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use super::report::{Kind, Report, report_of};
use crate::config::duration;
use crate::error::{Call, ConfigError, Error};
use crate::nearest::nearest;
use crate::output::{ChoiceError, OutputError};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Ok,
    Other,
    Usage,
    Nothing,
    Credentials,
    Config,
    Network,
    Service,
    TooOld,
    Partial,
    Untrusted,
    Interrupted,
    Terminated,
    HungUp,
    /// With the code of a command that was run.
    #[cfg(feature = "sandbox")]
    Command(u8),
}

impl Exit {
    pub(super) fn code(self) -> u8 {
        match self {
            Exit::Ok => 0,
            Exit::Other => 1,
            Exit::Usage => 2,
            Exit::Nothing => 3,
            Exit::Credentials => 4,
            Exit::Config => 5,
            Exit::Network => 6,
            Exit::Service => 7,
            Exit::TooOld => 10,
            Exit::Partial => 11,
            Exit::Untrusted => 12,
            Exit::Interrupted => 130,
            Exit::Terminated => 143,
            Exit::HungUp => 129,
            #[cfg(feature = "sandbox")]
            Exit::Command(code) => code,
        }
    }
}

impl From<Kind> for Exit {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Usage => Exit::Usage,
            Kind::NotFound => Exit::Nothing,
            Kind::TooOld => Exit::TooOld,
            Kind::Credentials => Exit::Credentials,
            Kind::Config => Exit::Config,
            Kind::Network => Exit::Network,
            Kind::Service => Exit::Service,
            Kind::Untrusted => Exit::Untrusted,
            Kind::Output
            | Kind::Command
            | Kind::Other
            | Kind::Note
            | Kind::Warning
            | Kind::Progress
            | Kind::Trace => Exit::Other,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The arguments do not fit.
    Usage {
        message: String,
        hint: Option<String>,
    },
    /// Nothing was found; where one target is meant, there.
    Nothing {
        message: String,
        hint: Option<String>,
        target: Option<Box<Call>>,
    },
    /// The newest image is older than allowed; where one target is meant, there.
    TooOld {
        message: String,
        target: Option<Box<Call>>,
    },
    /// The sandbox cannot listen where it was told to.
    #[cfg(feature = "sandbox")]
    Listen(String),
    /// A command that was to be run could not be started.
    #[cfg(feature = "sandbox")]
    Command { message: String, code: u8 },
    /// The library failed.
    Library(Error),
    /// The time for the whole command is over.
    Deadline(Duration),
    /// Rows could not be written.
    Output(OutputError),
    /// Something outside failed that has no class of its own.
    Other(anyhow::Error),
    /// A signal came, which ends with this code: nothing more is printed.
    Ended(Exit),
}

impl Failure {
    /// Arguments that do not fit.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Failure::Usage {
            message: message.into(),
            hint: None,
        }
    }

    /// A value that a flag does not take.
    pub(super) fn value(flag: &str, why: impl fmt::Display) -> Self {
        Failure::usage(format!("invalid value for {flag}: {why}"))
    }

    /// A flag that changes nothing in a format.
    pub(super) fn format(flag: &str, format: impl fmt::Display, hint: &str) -> Self {
        Failure::Usage {
            message: format!("{flag} cannot be used with the format `{format}`"),
            hint: Some(hint.to_owned()),
        }
    }

    /// A word that is not among those allowed.
    pub(super) fn choice(flag: &str, word: &str, known: &[&str], and: &str) -> Self {
        Failure::Usage {
            message: format!(
                "invalid value for {flag}: `{word}` is not {}{and}",
                known.join(", ")
            ),
            hint: nearest(word, known.iter().copied())
                .map(|word| format!("did you mean `{word}`?")),
        }
    }

    /// Whether nobody needs to be told.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self, Failure::Ended(_)) || self.is_closed_pipe()
    }

    /// Whether the reader of the output went away, which is no failure.
    fn is_closed_pipe(&self) -> bool {
        match self {
            Failure::Output(OutputError::Io(error)) => {
                error.kind() == std::io::ErrorKind::BrokenPipe
            }
            _ => false,
        }
    }

    /// The code the program ends with.
    pub(super) fn exit(&self) -> Exit {
        match self {
            _ if self.is_closed_pipe() => Exit::Ok,
            Failure::Output(OutputError::NoRegion | OutputError::Ambiguous { .. }) => Exit::Usage,
            Failure::Output(OutputError::UnsafeId { .. }) => Exit::Untrusted,
            #[cfg(feature = "sandbox")]
            Failure::Command { code, .. } => Exit::Command(*code),
            Failure::Ended(exit) => *exit,
            _ => self.message().kind.into(),
        }
    }

    /// Everything an error says.
    pub(super) fn report(&self) -> Report {
        let mut report = self.message();
        report.exit_code = self.exit().code();
        report
    }

    /// The same without the exit code.
    fn message(&self) -> Report {
        match self {
            Failure::Usage { message, hint } => {
                Report::new(Kind::Usage, message.clone(), hint.clone())
            }
            Failure::Nothing {
                message,
                hint,
                target,
            } => Report::new(Kind::NotFound, message.clone(), hint.clone()).at(target.as_deref()),
            Failure::TooOld { message, target } => {
                let hint = "--max-age allows another age; --explain tells how the newest is chosen";
                Report::new(Kind::TooOld, message.clone(), Some(hint.to_owned()))
                    .at(target.as_deref())
            }
            #[cfg(feature = "sandbox")]
            Failure::Listen(message) => {
                let hint = "take another --port, or 0 for a free one";
                Report::new(Kind::Network, message.clone(), Some(hint.to_owned()))
            }
            #[cfg(feature = "sandbox")]
            Failure::Command { message, .. } => Report::new(Kind::Command, message.clone(), None),
            Failure::Library(error) => report_of(error),
            Failure::Deadline(limit) => {
                let hint = "pass a longer --timeout, or ask for less with filters, --limit or fewer columns";
                let limit = duration::display(*limit);
                let message = format!("the command did not finish within the timeout of {limit}");
                Report::new(Kind::Network, message, Some(hint.to_owned()))
            }
            Failure::Output(OutputError::Io(error)) => Report::new(
                Kind::Output,
                format!("cannot write the output: {error}"),
                None,
            ),
            Failure::Output(error) => Report::new(Kind::Output, error.to_string(), None),
            Failure::Other(error) => Report::new(Kind::Other, format!("{error:#}"), None),
            Failure::Ended(_) => Report::new(Kind::Other, "a signal came".to_owned(), None),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Library(error)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Failure::Library(error.into())
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Failure::Output(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::Output(OutputError::Io(error))
    }
}

impl From<ChoiceError> for Failure {
    fn from(error: ChoiceError) -> Self {
        let hint = matches!(error, ChoiceError::Column { nearest: None, .. });
        Failure::Usage {
            message: error.to_string(),
            hint: hint.then(|| "`-c help` lists the columns".to_owned()),
        }
    }
}

/// A failure of the system.
pub(super) fn outside(error: io::Error, context: &'static str) -> Failure {
    Failure::Other(anyhow::Error::new(error).context(context))
}

/// The message and the tips of clap's text.
pub(super) fn split_usage(text: &str) -> (String, Option<String>) {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let message: Vec<&str> = lines()
        .take_while(|line| {
            !["tip: ", "Usage: ", "For more "]
                .iter()
                .any(|word| line.starts_with(word))
        })
        .collect();
    let tips: Vec<&str> = lines()
        .filter_map(|line| line.strip_prefix("tip: "))
        .collect();
    let message = message.join(" ").trim_start_matches("error: ").to_owned();
    (message, (!tips.is_empty()).then(|| tips.join("; ")))
}
