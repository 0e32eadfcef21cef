//! The kinds of messages.

use clap::ValueEnum;
use serde::Serialize;

/// What kind of message it is, by the name that programs read. clap lists them all, for the
/// schema of messages. Those before `Note` are errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Usage,
    NotFound,
    TooOld,
    Credentials,
    Config,
    Network,
    Service,
    Untrusted,
    Output,
    Command,
    Other,
    Note,
    Warning,
    Progress,
    Trace,
}
