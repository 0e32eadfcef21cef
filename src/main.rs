//! The binary. Everything is in the library, except the check for a closed stdout.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether stdout was closed when the process started.
static HAS_NO_STDOUT: AtomicBool = AtomicBool::new(false);

/// Runs before `main`, and before the standard library opens `/dev/null` in place of a closed
/// stdout: afterwards a closed stdout cannot be detected.
#[cfg(unix)]
#[expect(unsafe_code, reason = "the one way to run before the standard library")]
#[cfg_attr(
    target_vendor = "apple",
    unsafe(link_section = "__DATA,__mod_init_func")
)]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
#[used]
static CHECK_STDOUT: extern "C" fn() = {
    extern "C" fn check() {
        let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
        HAS_NO_STDOUT.store(is_closed, Ordering::Relaxed);
    }
    check
};

fn main() -> ExitCode {
    let has_stdout = !HAS_NO_STDOUT.load(Ordering::Relaxed);
    cloudq::cli::run(std::env::args_os(), has_stdout)
}
