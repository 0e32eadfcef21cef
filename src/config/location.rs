//! Where the file is, and how it is read from the disk.

use std::path::PathBuf;

use super::settings::Flags;
use crate::error::{ConfigError, Origin};
use crate::machine::{Content, Env, files};

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
    if let Some(path) = env.path("CLOUDQ_CONFIG")? {
        let origin = Origin::Variable("CLOUDQ_CONFIG");
        return Ok(Some(Location {
            path,
            origin,
            named: true,
        }));
    }
    let folders = ["XDG_CONFIG_HOME", "APPDATA"];
    for variable in &folders[..if cfg!(windows) { 2 } else { 1 }] {
        // A relative folder would be one below the current directory, from
        // which nothing is read; the XDG specification says to ignore it too.
        let folder = env.path(variable)?.filter(|folder| folder.is_absolute());
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

/// Reads the file at a location; `None` when there is none and none was named.
pub(super) fn read(location: &Location) -> Result<Option<Content>, ConfigError> {
    let Location {
        path,
        origin,
        named,
    } = location;
    match files::read_settings(path, *named)? {
        None if *named => {
            let hint = "`cloudq config init` writes one";
            Err(files::not_found(path, origin.clone(), hint))
        }
        content => Ok(content),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

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
            assert!(files::read_named(&location.path).is_err());
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
        fs::write(&path, b"\xff\xff").unwrap();
        assert_eq!(reason(&path).unwrap_err(), "is not valid UTF-8");
        fs::write(&path, vec![b'#'; 1 << 20]).unwrap();
        assert_eq!(reason(&path), Ok(()));
        fs::write(&path, vec![b'#'; (1 << 20) + 1]).unwrap();
        assert_eq!(reason(&path).unwrap_err(), "is larger than 1 MiB");
    }
}
