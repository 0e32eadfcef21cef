//! Checks that stdout can be written.
//!
//! The standard library opens `/dev/null` in place of a closed stdout, and ignores the error
//! of a stdout that is open for reading only. Without this check, data is lost silently.

#[cfg(feature = "sandbox")]
use std::fs::File;
use std::io;
#[cfg(feature = "sandbox")]
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether stdout was closed when the process started.
static IS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Records whether the process was started with a closed stdout.
pub(super) fn set_closed(is_closed: bool) {
    IS_CLOSED.store(is_closed, Ordering::Relaxed);
}

/// Refuses a stdout that is closed, or open for reading only.
pub(super) fn check() -> io::Result<()> {
    let what = if IS_CLOSED.load(Ordering::Relaxed) {
        "is closed"
    } else if is_readable_only() {
        "is open for reading only"
    } else {
        return Ok(());
    };
    let message = format!("standard output {what}; use --output-file to write to a file");
    Err(io::Error::other(message))
}

/// What a command that this program starts gets as its stdout: where there is none, one
/// that cannot be written, so that the command notices.
#[cfg(feature = "sandbox")]
pub(super) fn for_command() -> io::Result<Stdio> {
    if IS_CLOSED.load(Ordering::Relaxed) {
        Ok(File::open("/dev/null")?.into())
    } else {
        Ok(Stdio::inherit())
    }
}

#[cfg(unix)]
fn is_readable_only() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl};

    fcntl_getfl(rustix::stdio::stdout()).is_ok_and(|flags| flags & OFlags::RWMODE == OFlags::RDONLY)
}

#[cfg(not(unix))]
fn is_readable_only() -> bool {
    false
}
