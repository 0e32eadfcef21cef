//! What each exit code means.

use std::fmt::Write as _;

use crate::cli::failure::Exit;

/// Every way to end but that of a command that was run, in the order of their codes.
const EXITS: [Exit; 14] = [
    Exit::Ok,
    Exit::Other,
    Exit::Usage,
    Exit::Nothing,
    Exit::Credentials,
    Exit::Config,
    Exit::Network,
    Exit::Service,
    Exit::TooOld,
    Exit::Partial,
    Exit::Untrusted,
    Exit::HungUp,
    Exit::Interrupted,
    Exit::Terminated,
];

/// When a command ends so.
fn meaning(exit: Exit) -> &'static str {
    match exit {
        Exit::Ok => "it went well; a list may be empty",
        Exit::Other => "anything that has no code of its own, such as a full disk",
        Exit::Usage => "a flag, a value, a column or a filter is wrong",
        Exit::Nothing => {
            "nothing was found: `latest`, `get`, `list --fail-empty`; --query gave null"
        }
        Exit::Credentials => "a key is missing, has ended or is refused; not permitted",
        Exit::Config => "the configuration is unreadable or wrong; unknown profile",
        Exit::Network => "name, connection, TLS, proxy; no answer in time",
        Exit::Service => "the service throttles, fails, or sends an unreadable answer",
        Exit::TooOld => "the newest image is older than --max-age",
        Exit::Partial => "of several regions or profiles some failed",
        Exit::Untrusted => "no answer to trust: waiting does not help",
        Exit::Interrupted => "interrupted, as with Ctrl-C",
        Exit::Terminated => "told to end",
        Exit::HungUp => "its terminal is gone (HUP)",
        #[cfg(feature = "sandbox")]
        Exit::Command(_) => "the code of the command that was run",
    }
}

/// The codes, a line each.
pub(super) fn list() -> String {
    let mut list = String::from("Codes:");
    for exit in EXITS {
        // Writing to a string does not fail.
        let _ = write!(list, "\n  {:>3}  {}", exit.code(), meaning(exit));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_told_once() {
        let mut codes: Vec<u8> = EXITS.map(Exit::code).to_vec();
        assert!(codes.is_sorted());
        codes.dedup();
        assert_eq!(codes.len(), EXITS.len());
    }
}
