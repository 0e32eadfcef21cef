//! The binary: all but one look at stdout is in the library.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether stdout was closed when the process started.
static HAS_NO_STDOUT: AtomicBool = AtomicBool::new(false);

/// Run by the loader before the standard library opens `/dev/null` in place of a closed
/// stdout, after which nobody can tell any more.
#[cfg(unix)]
#[expect(unsafe_code, reason = "the one way to run before the standard library")]
#[cfg_attr(
    target_vendor = "apple",
    unsafe(link_section = "__DATA,__mod_init_func")
)]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
#[used]
static LOOK: extern "C" fn() = {
    extern "C" fn look() {
        let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
        HAS_NO_STDOUT.store(is_closed, Ordering::Relaxed);
    }
    look
};

fn main() -> ExitCode {
    let has_stdout = !HAS_NO_STDOUT.load(Ordering::Relaxed);
    cloudq::cli::run(std::env::args_os(), has_stdout)
}
