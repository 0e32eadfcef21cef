//! `~` in paths, which a shell leaves as it is behind `=` and in files.

use std::path::{Path, PathBuf};

/// The user's home directory, as the system knows it where `HOME` is not set.
pub fn of_user() -> Option<PathBuf> {
    dirs::home_dir().filter(|home| home.is_absolute())
}

/// A path with the home directory for a `~` that is its whole first part.
///
/// # Errors
/// When no home directory is known.
pub fn expand(path: &Path, home: Option<&Path>) -> Result<PathBuf, &'static str> {
    let Ok(below) = path.strip_prefix("~") else {
        return Ok(path.to_owned());
    };
    let home = home.ok_or("`~` cannot be expanded: no home directory is known")?;
    Ok(home.components().chain(below.components()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_first_part_stands_for_the_home() {
        for (path, expected) in [
            ("~", "/h"),
            ("~/", "/h"),
            ("~/a/~", "/h/a/~"),
            ("~a/b", "~a/b"),
            ("a/~", "a/~"),
            ("/~", "/~"),
            ("./~", "./~"),
            ("", ""),
        ] {
            let found = expand(Path::new(path), Some(Path::new("/h")));
            assert_eq!(found.as_deref(), Ok(Path::new(expected)), "{path}");
        }
        assert!(expand(Path::new("~/a"), None).is_err());
        assert_eq!(expand(Path::new("a"), None).as_deref(), Ok(Path::new("a")));
    }
}
