//! Where the file is, and how it is read from the disk.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::env::Env;
use super::settings::Flags;
use crate::error::{ConfigError, Origin};

/// The largest file read, in bytes. Ours have a few kilobytes.
const LARGEST: u64 = 1 << 20;

/// Where the file is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// Who says so.
    pub origin: Origin,
    /// Whether it was named by the user, so that it must be there.
    pub named: bool,
}

/// Where the file is looked for: `--config`, `CLOUDQ_CONFIG`, then
/// `cloudq/config.toml` in `XDG_CONFIG_HOME`, else in `~/.config`, on Windows in
/// `%APPDATA%`. `None` when no place is known, as without a home.
///
/// # Errors
/// When a variable is unreadable.
pub fn locate(flags: &Flags, env: &Env) -> Result<Option<Location>, ConfigError> {
    if let Some(path) = &flags.config {
        let origin = Origin::Flag("--config");
        return Ok(Some(Location {
            path: path.clone(),
            origin,
            named: true,
        }));
    }
    if let Some(path) = env.text("CLOUDQ_CONFIG")? {
        let origin = Origin::Variable("CLOUDQ_CONFIG");
        return Ok(Some(Location {
            path: path.into(),
            origin,
            named: true,
        }));
    }
    let folders = ["XDG_CONFIG_HOME", "APPDATA"];
    for variable in &folders[..if cfg!(windows) { 2 } else { 1 }] {
        // A relative folder would be one below the current directory, from
        // which nothing is read; the XDG specification says to ignore it too.
        let folder = env
            .text(variable)?
            .map(Path::new)
            .filter(|folder| folder.is_absolute());
        if let Some(folder) = folder {
            let path = folder.join("cloudq").join("config.toml");
            return Ok(Some(Location {
                path,
                origin: Origin::Variable(variable),
                named: false,
            }));
        }
    }
    Ok(env.home().map(|home| Location {
        path: home.join(".config").join("cloudq").join("config.toml"),
        origin: Origin::BuiltIn,
        named: false,
    }))
}

/// What was read from a file, wiped when dropped.
pub(super) struct Content {
    pub(super) text: Zeroizing<String>,
    /// The permission bits, where the system has such.
    mode: Option<u32>,
}

impl Content {
    /// Refuses a file that holds a secret and that others may use.
    ///
    /// `what` says which secret, as the end of a sentence.
    pub(super) fn private(&self, path: &Path, what: &str) -> Result<(), ConfigError> {
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

/// Reads the file at a location; `None` when there is none and none was named.
pub(super) fn read(location: &Location) -> Result<Option<Content>, ConfigError> {
    match open(&location.path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if is_absent(&error) && !location.named => Ok(None),
        Err(error) if is_absent(&error) => {
            let message = format!("there is no file {}", location.path.display());
            Err(ConfigError::new(message)
                .at(location.origin.clone())
                .hint("`cloudq config init` writes one"))
        }
        Err(error) => Err(ConfigError::new(reason(&error)).at(whole(&location.path))),
    }
}

/// Reads a file that must be there.
pub(super) fn read_named(path: &Path) -> Result<Content, ConfigError> {
    open(path).map_err(|error| {
        let message = if is_absent(&error) {
            "there is no such file".to_owned()
        } else {
            reason(&error)
        };
        ConfigError::new(message).at(whole(path))
    })
}

/// A file as an origin, without a place in it.
pub(super) fn whole(path: &Path) -> Origin {
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
            text: Zeroizing::new(text),
            mode: mode(&about),
        }),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(io::Error::from(io::ErrorKind::InvalidData))
        }
    }
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

    fn found(env: &[(&str, &str)]) -> Option<(String, bool)> {
        let env = Env::of(env.iter().copied());
        let location = locate(&Flags::default(), &env).unwrap()?;
        Some((location.path.to_str().unwrap().to_owned(), location.named))
    }

    #[cfg(unix)]
    #[test]
    fn the_first_place_that_is_known_counts() {
        let here = |path: &str, named| Some((path.to_owned(), named));
        let home = ("HOME", "/h");
        for (env, expected) in [
            (
                &[home, ("XDG_CONFIG_HOME", "/x"), ("CLOUDQ_CONFIG", "c")][..],
                here("c", true),
            ),
            (
                &[home, ("XDG_CONFIG_HOME", "/x")],
                here("/x/cloudq/config.toml", false),
            ),
            (
                &[home, ("XDG_CONFIG_HOME", "x")],
                here("/h/.config/cloudq/config.toml", false),
            ),
            (
                &[home, ("XDG_CONFIG_HOME", "")],
                here("/h/.config/cloudq/config.toml", false),
            ),
            (
                &[home, ("APPDATA", "/a")],
                here("/h/.config/cloudq/config.toml", false),
            ),
            (&[], None),
        ] {
            assert_eq!(found(env), expected, "{env:?}");
        }
        let flags = Flags {
            config: Some("f".into()),
            ..Flags::default()
        };
        let location = locate(&flags, &Env::of([("CLOUDQ_CONFIG", "c")]))
            .unwrap()
            .unwrap();
        assert_eq!((location.path, location.named), (PathBuf::from("f"), true));
    }

    #[test]
    fn a_file_must_be_there_only_if_it_was_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        for path in ["none", "file/below"] {
            let path = folder.path().join(path);
            let origin = Origin::Flag("--config");
            let mut location = Location {
                path,
                origin,
                named: false,
            };
            assert!(read(&location).unwrap().is_none());
            location.named = true;
            let error = read(&location).err().unwrap();
            assert!(
                error
                    .to_string()
                    .starts_with("--config: there is no file /"),
                "{error}"
            );
            assert!(read_named(&location.path).is_err());
        }
    }

    #[test]
    fn what_cannot_be_a_config_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let reason = |path: &Path| {
            let location = Location {
                path: path.into(),
                origin: Origin::BuiltIn,
                named: false,
            };
            read(&location).map(|_| ()).map_err(|error| error.message)
        };
        assert_eq!(
            reason(folder.path()).unwrap_err(),
            "is a directory, not a file"
        );
        fs::write(&path, b"\xff\xfe").unwrap();
        assert_eq!(reason(&path).unwrap_err(), "is not valid UTF-8");
        fs::write(&path, vec![b'#'; 1 << 20]).unwrap();
        assert_eq!(reason(&path), Ok(()));
        fs::write(&path, vec![b'#'; (1 << 20) + 1]).unwrap();
        assert_eq!(reason(&path).unwrap_err(), "is larger than 1 MiB");
    }

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
