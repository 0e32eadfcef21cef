//! Files as they come: regular, of a limited size, in UTF-8, and safe from others.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::access::Access;
use crate::error::{ConfigError, Origin};

/// The largest file of settings or keys, in bytes. Those that people write have a few
/// kilobytes.
const LARGEST: u64 = 1 << 20;

/// The text of a file, wiped when dropped.
pub struct Content {
    /// The text, without the mark that some editors put before it.
    pub text: Zeroizing<String>,
    /// Who may use the file, where the system tells it.
    access: Option<Access>,
}

impl Content {
    /// Refuses a file that holds a secret and that others may use, unless the reader
    /// cannot change that.
    ///
    /// `what` says which secret, as the end of a sentence.
    ///
    /// # Errors
    /// When others may read it, and as [`Content::unwritable`].
    pub fn private(&self, path: &Path, what: &str) -> Result<(), ConfigError> {
        match &self.access {
            Some(access) if access.is_open() => Err(ConfigError::new(format!(
                "others may read it (mode {:04o}), and {what}",
                access.mode()
            ))
            .at(whole(path))
            .hint(format!("chmod 600 {}", shell_word(path)))),
            _ => self.unwritable(path),
        }
    }

    /// Refuses a file that more users than its owner and root may change, whoever owns it:
    /// what it holds may be anybody's.
    ///
    /// # Errors
    /// When its group or everybody may write it.
    pub fn unwritable(&self, path: &Path) -> Result<(), ConfigError> {
        match &self.access {
            Some(access) if access.is_writable_by_others() && !access.is_read_only() => {
                let message = format!("others may write it (mode {:04o})", access.mode());
                Err(ConfigError::new(message)
                    .at(whole(path))
                    .hint(format!("chmod go-w {}", shell_word(path))))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a file of settings that another user may change, whatever it holds: it
    /// names programs that are run and addresses that keys are sent to.
    ///
    /// # Errors
    /// When its group or everybody may write it, or it belongs to another user than the
    /// reader and root.
    pub fn trusted(&self, path: &Path) -> Result<(), ConfigError> {
        let Some(access) = self.access.filter(|access| !access.is_read_only()) else {
            return Ok(());
        };
        if let Some(owner) = access.foreign_owner() {
            let path_word = shell_word(path);
            let message = format!("belongs to another user (user id {owner}), who may change it");
            return Err(ConfigError::new(message).at(whole(path)).hint(format!(
                "make it your own with `chown {} {path_word}`, or mount it read-only",
                access.reader()
            )));
        }
        self.unwritable(path)
    }
}

/// Reads a file of settings or keys; `None` when there is none.
///
/// # Errors
/// When it cannot be read, is too large, no regular file, or no text.
fn read(path: &Path) -> Result<Option<Content>, ConfigError> {
    let (bytes, access) = match open(path, LARGEST) {
        Ok(opened) => opened,
        Err(Fault::Absent) => return Ok(None),
        Err(fault) => return Err(ConfigError::new(fault.to_string()).at(whole(path))),
    };
    match text(bytes) {
        Ok(text) => Ok(Some(Content { text, access })),
        Err(why) => Err(ConfigError::new(why)
            .at(whole(path))
            .hint("save it as UTF-8")),
    }
}

/// Reads a file of settings; `None` when there is none. A file that nobody named and that
/// cannot be reached, such as one in the home of another user, is none.
///
/// # Errors
/// When it cannot be read, is too large, no regular file, or no text, and as
/// [`Content::trusted`].
pub fn read_settings(path: &Path, is_named: bool) -> Result<Option<Content>, ConfigError> {
    if !is_named && !is_reachable(path) {
        return Ok(None);
    }
    let content = read(path)?;
    if let Some(content) = &content {
        content.trusted(path)?;
    }
    Ok(content)
}

/// Whether there is something at a path, as far as the reader may look.
pub fn is_reachable(path: &Path) -> bool {
    fs::metadata(path).is_ok()
}

/// Why a file must not be read by something that reads without a limit: it is a pipe, a
/// device, or larger than so many bytes. As the end of a sentence that names it.
pub fn why_endless(path: &Path, largest: u64) -> Option<String> {
    let about = fs::metadata(path).ok()?;
    let fault = match check_regular(&about) {
        Err(Fault::Special) if !is_null_device(&about) => Fault::Special,
        Ok(()) if about.len() > largest => Fault::LargerThan(largest),
        _ => return None,
    };
    Some(fault.to_string())
}

/// Reads a file that must be there.
///
/// # Errors
/// When there is none, and when it cannot be read, is too large, no regular file, or no text.
pub fn read_named(path: &Path) -> Result<Content, ConfigError> {
    read(path)?.ok_or_else(|| ConfigError::new(Fault::Absent.to_string()).at(whole(path)))
}

/// The error for a file that does not exist although a flag or variable names it; `hint`
/// says how to create it.
pub fn not_found(path: &Path, origin: Origin, hint: impl Into<String>) -> ConfigError {
    ConfigError::new(format!("there is no file {}", path.display()))
        .at(origin)
        .hint(hint)
}

/// Reads a file of at most so many bytes, whoever may use it.
///
/// # Errors
/// Why it cannot be used, as the end of a sentence that names it.
pub fn read_bytes(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    let (mut bytes, _) = open(path, largest).map_err(|fault| fault.to_string())?;
    Ok(std::mem::take(&mut *bytes))
}

/// A file as an origin, without a place in it.
pub fn whole(path: &Path) -> Origin {
    Origin::File {
        path: path.to_owned(),
        place: None,
    }
}

/// Why a file cannot be read.
enum Fault {
    Absent,
    Directory,
    /// A pipe, socket or device: to read one may take forever, and it may have no end.
    Special,
    LargerThan(u64),
    Io(io::Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("there is no such file"),
            Self::Directory => f.write_str("is a directory, not a file"),
            Self::Special => f.write_str("is a pipe or device, not a regular file"),
            Self::LargerThan(bytes) => write!(f, "is larger than {} MiB", bytes >> 20),
            Self::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                f.write_str("may not be read: permission denied")
            }
            Self::Io(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl From<io::Error> for Fault {
    /// `HOME=/dev/null` is a common way to say "no home": nothing is below a file.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Absent,
            _ => Self::Io(error),
        }
    }
}

fn open(path: &Path, largest: u64) -> Result<(Zeroizing<Vec<u8>>, Option<Access>), Fault> {
    // Before it is opened: to open a pipe waits for its writer, and a device may act.
    let about = fs::metadata(path)?;
    if is_null_device(&about) {
        return Ok((Zeroizing::default(), None));
    }
    check_regular(&about)?;
    let file = open_now(path)?;
    let about = file.metadata()?;
    check_regular(&about)?;
    if about.len() > largest {
        return Err(Fault::LargerThan(largest));
    }
    let access = Access::of(&file, &about);
    // Room for all of it at once: a vector that grows leaves copies behind.
    let room = usize::try_from(about.len()).unwrap_or_default() + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    // It may grow meanwhile, and those below /proc tell no length.
    file.take(largest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest {
        return Err(Fault::LargerThan(largest));
    }
    Ok((bytes, access))
}

fn check_regular(about: &fs::Metadata) -> Result<(), Fault> {
    match about.file_type() {
        kind if kind.is_file() => Ok(()),
        kind if kind.is_dir() => Err(Fault::Directory),
        _ => Err(Fault::Special),
    }
}

/// Opens a file without waiting, should it have become a pipe since it was looked at.
fn open_now(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

/// Whether this is `/dev/null`, which many use as an empty file.
#[cfg(unix)]
fn is_null_device(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    about.file_type().is_char_device()
        && fs::metadata("/dev/null").is_ok_and(|null| null.rdev() == about.rdev())
}

#[cfg(not(unix))]
fn is_null_device(_: &fs::Metadata) -> bool {
    false
}

/// The text that bytes hold, without a byte order mark.
///
/// # Errors
/// Why they hold none.
pub fn text(mut bytes: Zeroizing<Vec<u8>>) -> Result<Zeroizing<String>, &'static str> {
    // Windows tools write it with a mark; without one, ASCII has a zero in each letter.
    let is_utf_16 = match bytes[..] {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [0, letter, ..] | [letter, 0, ..] => (b'\t'..=b'~').contains(&letter),
        _ => false,
    };
    if is_utf_16 {
        return Err("is in UTF-16, not in UTF-8");
    }
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(Zeroizing::new(text))
        }
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err("is not valid UTF-8")
        }
    }
}

/// A path as a shell takes it.
fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(access: Option<Access>) -> Content {
        Content {
            text: Zeroizing::default(),
            access,
        }
    }

    fn owned(mode: u32, owner: u32, reader: u32) -> Access {
        Access::new(mode, owner, reader, false)
    }

    #[test]
    fn a_secret_is_private_unless_the_reader_cannot_change_that() {
        let mounted = |mode, owner| Access::new(mode, owner, 1, true);
        for (access, private) in [
            (Some(owned(0o100_600, 1, 1)), true),
            (Some(owned(0o100_400, 1, 1)), true),
            (None, true),
            (Some(owned(0o100_640, 1, 1)), false),
            (Some(owned(0o100_604, 1, 1)), false),
            (Some(owned(0o100_620, 1, 1)), false),
            (Some(owned(0o100_444, 0, 1)), true),
            (Some(owned(0o100_440, 7, 1)), true),
            (Some(owned(0o100_644, 7, 0)), true),
            (Some(mounted(0o100_644, 1)), true),
            (Some(mounted(0o100_666, 7)), true),
            (Some(owned(0o100_666, 7, 1)), false),
            (Some(owned(0o100_420, 0, 1)), false),
        ] {
            let content = content(access);
            let result = content.private(Path::new("/c"), "x");
            assert_eq!(result.is_ok(), private, "{access:?}");
        }
        let error = content(Some(owned(0o100_644, 1, 1)))
            .private(Path::new("/a b/it's"), "it holds a secret")
            .unwrap_err();
        assert_eq!(
            error.message,
            "others may read it (mode 0644), and it holds a secret"
        );
        assert_eq!(error.hint.as_deref(), Some("chmod 600 '/a b/it'\\''s'"));
    }

    #[test]
    fn settings_that_others_may_change_are_not_trusted() {
        let mounted = Access::new(0o100_666, 7, 1, true);
        for (access, problem) in [
            (None, None),
            (Some(owned(0o100_644, 1, 1)), None),
            (Some(owned(0o100_644, 0, 1)), None),
            (Some(mounted), None),
            (
                Some(owned(0o100_664, 1, 1)),
                Some("others may write it (mode 0664)"),
            ),
            (
                Some(owned(0o100_602, 0, 1)),
                Some("others may write it (mode 0602)"),
            ),
            (
                Some(owned(0o100_600, 7, 1)),
                Some("belongs to another user (user id 7), who may change it"),
            ),
            (
                Some(owned(0o100_600, 7, 0)),
                Some("belongs to another user (user id 7), who may change it"),
            ),
        ] {
            let found = content(access).trusted(Path::new("/c")).err();
            let found = found.map(|error| error.message);
            assert_eq!(found.as_deref(), problem, "{access:?}");
        }
    }

    #[test]
    fn a_text_in_utf_16_is_called_that() {
        for bytes in [&b"\xff\xfea\0"[..], b"\xfe\xff\0a", b"a\0b\0", b"\0a\0b"] {
            let text = text(Zeroizing::new(bytes.to_vec()));
            assert_eq!(text, Err("is in UTF-16, not in UTF-8"), "{bytes:?}");
        }
        let marked = text(Zeroizing::new(b"\xef\xbb\xbfa".to_vec()));
        assert_eq!(marked.unwrap().as_str(), "a");
    }
}
