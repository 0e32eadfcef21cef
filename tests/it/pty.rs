//! Terminals of the system's own, for what only a terminal is shown.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
#[cfg(feature = "sandbox")]
use std::{path::Path, process::Command};

#[cfg(feature = "sandbox")]
use cloudq::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, OutputModes, Winsize, tcgetattr, tcsetattr, tcsetwinsize};

/// Gives a program that is started on a terminal by hand nothing of the environment but
/// this home, the terminal's kind, and a key and a region of the sandbox.
#[cfg(feature = "sandbox")]
pub(crate) fn at_home(command: &mut Command, home: &Path) {
    command.env_clear().envs([
        ("TERM", "xterm"),
        ("ALIBABA_CLOUD_REGION_ID", "cn-hangzhou"),
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", ACCESS_KEY_ID),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", ACCESS_KEY_SECRET),
    ]);
    command.env("HOME", home);
}

/// A terminal of so many columns, and the end of it that a program writes to. It
/// passes on every byte as it is.
pub(crate) fn open(columns: u16) -> (File, OwnedFd) {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    let terminal = openpt(flags).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let end: OwnedFd = rustix::fs::open(name.as_c_str(), flags, Mode::empty()).unwrap();
    let mut modes = tcgetattr(&end).unwrap();
    modes.output_modes.remove(OutputModes::OPOST);
    tcsetattr(&end, OptionalActions::Now, &modes).unwrap();
    let terminal = File::from(terminal);
    resize(&terminal, columns);
    (terminal, end)
}

/// Makes the terminal so many columns wide.
pub(crate) fn resize(terminal: &File, columns: u16) {
    let size = Winsize {
        ws_row: 24,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(terminal, size).unwrap();
}

/// What is shown until nobody has the other end any more.
pub(crate) fn read(terminal: File) -> String {
    watch(terminal, |_| {})
}

/// The same, with somebody who looks at all that is shown so far, whenever there is more.
pub(crate) fn watch(mut terminal: File, mut look: impl FnMut(&[u8])) -> String {
    let mut shown = Vec::new();
    let mut bytes = [0; 4096];
    // The end is an error on Linux, and no bytes elsewhere.
    while let Ok(count) = terminal.read(&mut bytes)
        && count > 0
    {
        shown.extend(&bytes[..count]);
        look(&shown);
    }
    String::from_utf8(shown).expect("the program writes UTF-8")
}
