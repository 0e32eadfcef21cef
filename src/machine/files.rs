//! Files as they come: of a limited size, in UTF-8, and private where they hold secrets.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::{ConfigError, Origin};

/// The largest file read, in bytes. Those that people write have a few kilobytes.
const LARGEST: u64 = 1 << 20;

/// What was read from a file, wiped when dropped.
pub struct Content {
    /// The text, without the mark that some editors put before it.
    pub text: Zeroizing<String>,
    /// The permission bits, where the system has such.
    mode: Option<u32>,
}

impl Content {
    /// Refuses a file that holds a secret and that others may use.
    ///
    /// `what` says which secret, as the end of a sentence.
    ///
    /// # Errors
    /// When others may read or write it.
    pub fn private(&self, path: &Path, what: &str) -> Result<(), ConfigError> {
        match self.mode {
            Some(mode) if mode & 0o077 != 0 => Err(ConfigError::new(format!(
                "others may read it (mode {:04o}), and {what}",
                mode & 0o7777
            ))
            .at(whole(path))
            .hint(format!("chmod 600 {}", shell_word(path)))),
            _ => Ok(()),
        }
    }
}

/// Reads a file; `None` when there is none.
///
/// # Errors
/// When it cannot be read, is too large, or no text.
pub fn read(path: &Path) -> Result<Option<Content>, ConfigError> {
    match open(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(ConfigError::new(reason(&error)).at(whole(path))),
    }
}

/// Reads a file that must be there.
///
/// # Errors
/// As [`read`], and when there is none.
pub fn read_named(path: &Path) -> Result<Content, ConfigError> {
    read(path)?.ok_or_else(|| ConfigError::new("there is no such file").at(whole(path)))
}

/// A file as an origin, without a place in it.
pub fn whole(path: &Path) -> Origin {
    Origin::File {
        path: path.to_owned(),
        place: None,
    }
}

fn open(path: &Path) -> io::Result<Content> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if about.len() > LARGEST {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    // Room for all of it at once: a vector that grows leaves copies behind.
    let room = usize::try_from(about.len()).unwrap_or_default() + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    // A pipe does not tell its length beforehand.
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Content {
            text: without_mark(text),
            mode: mode(&about),
        }),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(io::Error::from(io::ErrorKind::InvalidData))
        }
    }
}

/// Takes away the byte order mark.
fn without_mark(mut text: String) -> Zeroizing<String> {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Zeroizing::new(text)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no mode")]
fn mode(about: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(about.permissions().mode())
}

#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> Option<u32> {
    None
}

/// `HOME=/dev/null` is a common way to say "no home": nothing is below a file.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::IsADirectory => "is a directory, not a file".to_owned(),
        io::ErrorKind::FileTooLarge => "is larger than 1 MiB".to_owned(),
        io::ErrorKind::InvalidData => "is not valid UTF-8".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read: permission denied".to_owned(),
        _ => format!("cannot be read: {error}"),
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

    #[test]
    fn only_a_file_of_its_owner_is_private() {
        for (mode, private) in [
            (Some(0o100_600), true),
            (Some(0o100_400), true),
            (None, true),
            (Some(0o100_640), false),
            (Some(0o100_604), false),
            (Some(0o100_620), false),
        ] {
            let content = Content {
                text: Zeroizing::default(),
                mode,
            };
            assert_eq!(
                content.private(Path::new("/c"), "x").is_ok(),
                private,
                "{mode:?}"
            );
        }
        let content = Content {
            text: Zeroizing::default(),
            mode: Some(0o100_644),
        };
        let error = content
            .private(Path::new("/a b/it's"), "it holds a secret")
            .unwrap_err();
        assert_eq!(
            error.message,
            "others may read it (mode 0644), and it holds a secret"
        );
        assert_eq!(error.hint.as_deref(), Some("chmod 600 '/a b/it'\\''s'"));
    }
}
