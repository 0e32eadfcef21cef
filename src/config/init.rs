//! Writing a first file.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::location::whole;
use crate::error::{ConfigError, Error};

/// A file to begin with: every key, explained.
pub const TEMPLATE: &str = include_str!("../../config.example.toml");

/// Writes the template to a path where nothing is yet, with the folders above
/// it, for the user alone: keys will be put there.
///
/// # Errors
/// When something is there already, or writing fails.
pub fn write_new(path: &Path) -> Result<(), Error> {
    let failed = |what: &str, error: &io::Error| {
        Error::from(ConfigError::new(format!("{what}: {error}")).at(whole(path)))
    };
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(folder)
            .map_err(|error| failed("its folder cannot be made", &error))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => ConfigError::new("is there already, and stays as it is")
            .at(whole(path))
            .hint("move it away first, or name another with `--config`")
            .into(),
        _ => failed("cannot be made", &error),
    })?;
    file.write_all(TEMPLATE.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| {
            // Half a file would be taken for a broken one next time. It is ours to
            // remove, and if that fails too the first error is the one to tell.
            let _ = fs::remove_file(path);
            failed("cannot be written", &error)
        })
}

#[cfg(test)]
mod tests {
    use super::super::{file, keys};
    use super::*;

    #[test]
    fn the_template_is_valid_and_mentions_every_key() {
        let file =
            file::parse(Path::new("/c/config.toml"), TEMPLATE, Some(Path::new("/h"))).unwrap();
        assert!(file.default_profile.is_some() && file.secret.is_none());
        let words: Vec<&str> = TEMPLATE
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .collect();
        for key in [
            keys::TOP,
            keys::NETWORK,
            keys::PROFILE,
            keys::CREDENTIALS,
            keys::STATIC,
        ]
        .concat()
        {
            assert!(words.contains(&key.name), "{}", key.name);
        }
        assert!(TEMPLATE.lines().all(|line| line.chars().count() <= 100));
    }

    #[test]
    fn what_the_template_has_as_comments_is_valid_too() {
        // A line that begins with `#` and no space is an example to switch on.
        let live: String = TEMPLATE
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(example) if !example.starts_with([' ', '#']) => format!("{example}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let file = file::parse(Path::new("/c/config.toml"), &live, Some(Path::new("/h"))).unwrap();
        assert!(file.profiles.len() > 1 && file.secret.is_some());
        assert!(
            file.profiles
                .values()
                .all(|profile| profile.credentials.is_some())
        );
    }

    #[test]
    fn a_file_is_written_once_and_for_the_user_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/config.toml");
        write_new(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), TEMPLATE);
        #[cfg(unix)]
        for (path, expected) in [(&*path, 0o600), (path.parent().unwrap(), 0o700)] {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, expected, "{}", path.display());
        }
        fs::write(&path, "mine").unwrap();
        let error = write_new(&path).unwrap_err();
        assert!(matches!(&error, Error::Config(error) if error.message.contains("already")));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert!(write_new(&path.join("below")).is_err());
    }
}
