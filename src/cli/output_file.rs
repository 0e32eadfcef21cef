//! `--output-file`: a file that is there whole or stays as it was.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::failure::Failure;
use crate::output::Spool;

/// Where the data goes.
pub(super) enum Destination {
    Stdout(io::Stdout),
    /// A device or a pipe: it cannot be replaced, and is written into at once.
    Stream(File),
    File(OutputFile),
}

impl Destination {
    /// What is at a path. What could not be written is refused at once.
    pub(super) fn at(path: &Path) -> Result<Self, Failure> {
        Self::find(path).map_err(|error| failure(path, error))
    }

    fn find(path: &Path) -> io::Result<Self> {
        if is_stream(path) {
            // Behind the name of a device may be a file that others write too.
            let stream = OpenOptions::new().append(true).open(path)?;
            return Ok(Destination::Stream(stream));
        }
        let place = Place::find(path)?;
        place.temporary().map(drop)?;
        Ok(Destination::File(OutputFile {
            path: path.to_owned(),
            waiting: Spool::in_folder(place.folder()),
        }))
    }

    fn inner(&mut self) -> &mut dyn Write {
        match self {
            Destination::Stdout(stdout) => stdout,
            Destination::Stream(file) => file,
            Destination::File(file) => &mut file.waiting,
        }
    }
}

impl Write for Destination {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.inner().write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner().flush()
    }
}

/// Whether a path leads to stdout.
pub(super) fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(&path.to_str().unwrap_or(""))
}

fn is_stream(path: &Path) -> bool {
    match fs::metadata(path) {
        Ok(about) => !about.is_dir() && (is_descriptor(path) || !about.is_file()),
        Err(_) => false,
    }
}

/// Whether a path leads to an open file of a process, which may be one on a disk.
fn is_descriptor(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(path);
    let of_process = folder.starts_with("/proc") && folder.ends_with("fd");
    of_process || folder == Path::new("/dev/fd") || path == Path::new("/dev/stderr")
}

/// Where links lead, also to a file that is not there yet.
fn behind_links(path: &Path) -> PathBuf {
    /// As many as systems follow.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(link) = fs::read_link(&path) else {
            break;
        };
        path = path.parent().unwrap_or(Path::new("")).join(link);
    }
    path
}

/// A file that is written when the command has ended well.
///
/// Until then the data waits in memory, and what is long in a file of the same folder
/// that has no name: so a signal leaves nothing behind.
pub(super) struct OutputFile {
    /// As it was given, for messages.
    path: PathBuf,
    waiting: Spool,
}

impl OutputFile {
    /// As it was given.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the file.
    pub(super) fn commit(self) -> Result<(), Failure> {
        let Self { path, waiting } = self;
        Place::find(&path)
            .and_then(|place| place.write(waiting))
            .map_err(|error| failure(&path, error))
    }
}

fn failure(path: &Path, error: io::Error) -> Failure {
    let context = format!("cannot write `{}`", path.display());
    Failure::Other(anyhow::Error::new(error).context(context))
}

/// Where a file is or will be.
struct Place {
    /// Without links, where there is a file.
    path: PathBuf,
    /// What is known of the file that is there.
    about: Option<Metadata>,
}

impl Place {
    fn find(path: &Path) -> io::Result<Self> {
        let (path, about) = match fs::metadata(path) {
            Ok(about) if about.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(about) => (fs::canonicalize(path)?, Some(about)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (behind_links(path), None),
            Err(error) => return Err(error),
        };
        if path.file_name().is_none() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let place = Self { path, about };
        // Its own error says what is wrong in the system's words.
        fs::metadata(place.folder())?;
        Ok(place)
    }

    fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        }
    }

    /// A file beside the one that it will replace, which goes unless it does.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        let mut builder = Builder::new();
        builder.prefix(".cloudq-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Of a new file the umask takes away what is not wanted.
            let usual = || fs::Permissions::from_mode(0o666);
            let kept = self.about.as_ref().map(Metadata::permissions);
            builder.permissions(kept.unwrap_or_else(usual));
        }
        builder
            .tempfile_in(self.folder())
            .map_err(|error| without_its_path(&error))
    }

    fn write(self, waiting: Spool) -> io::Result<()> {
        let mut file = self.temporary()?;
        waiting.copy(&mut file)?;
        if let Some(about) = self.about {
            // Also what the umask took away.
            file.as_file().set_permissions(about.permissions())?;
        }
        file.persist(self.path)
            .map(drop)
            .map_err(|error| error.error)
    }
}

/// The error of the system, without the name of a file that nobody asked for.
fn without_its_path(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &Path, text: &str) -> Result<(), Failure> {
        let mut to = Destination::at(path)?;
        to.write_all(text.as_bytes()).unwrap();
        match to {
            Destination::File(file) => file.commit(),
            _ => Ok(()),
        }
    }

    fn message(result: Result<impl Sized, Failure>) -> String {
        match result {
            Ok(_) => panic!("it did not fail"),
            Err(failure) => failure.report().message,
        }
    }

    fn names(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("images.csv");
        for text in ["first, and longer\n", "second\n", ""] {
            written(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            assert_eq!(names(folder.path()), 1);
        }
    }

    #[test]
    fn without_an_end_it_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("images.csv");
        let mut file = Destination::at(&path).unwrap();
        file.write_all(&b"half".repeat(1 << 20)).unwrap();
        assert_eq!(names(folder.path()), 0, "not even beside it");
        drop(file);
        assert_eq!(names(folder.path()), 0);
    }

    #[test]
    fn what_cannot_be_written_is_refused_at_once_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no/such/file");
        let said = message(Destination::at(&missing));
        let expected = format!("cannot write `{}`: ", missing.display());
        assert!(said.starts_with(&expected), "{said}");
        let said = message(Destination::at(folder.path()));
        assert!(said.contains("is a directory"), "{said}");
        let said = message(Destination::at(Path::new("")));
        assert!(said.starts_with("cannot write ``: "), "{said}");
        assert_eq!(names(folder.path()), 0);
    }

    #[cfg(unix)]
    #[test]
    fn modes_and_links_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("images.csv");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        // As a file has that is made in the usual way.
        let usual = folder.path().join("usual");
        fs::write(&usual, "").unwrap();
        written(&path, "new").unwrap();
        assert_eq!(mode(&path), mode(&usual));
        for kept in [0o600, 0o640, 0o777] {
            fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
            written(&path, "again").unwrap();
            assert_eq!(mode(&path), kept);
        }
        let link = folder.path().join("link");
        symlink(&path, &link).unwrap();
        written(&link, "through it").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "through it");
        let early = folder.path().join("early");
        symlink("link-to-be", &early).unwrap();
        symlink("later", folder.path().join("link-to-be")).unwrap();
        written(&early, "made").unwrap();
        assert!(fs::symlink_metadata(&early).unwrap().is_symlink());
        let later = folder.path().join("later");
        assert_eq!(fs::read_to_string(later).unwrap(), "made");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_among_devices_is_replaced_like_others() {
        let Ok(folder) = tempfile::tempdir_in("/dev/shm") else {
            return; // There is none in some containers.
        };
        let path = folder.path().join("images.csv");
        for text in ["first, and longer\n", "second\n"] {
            written(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        for path in [
            "/dev/fd/3",
            "/proc/self/fd/3",
            "/proc/17/fd/3",
            "/dev/stderr",
        ] {
            assert!(is_descriptor(Path::new(path)), "{path}");
        }
        assert!(!is_descriptor(Path::new("/dev/shm/fd")));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_written_into() {
        use std::os::unix::fs::FileTypeExt;
        written(Path::new("/dev/null"), "nothing").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let reader = std::thread::spawn({
            let path = path.clone();
            move || fs::read_to_string(path).unwrap()
        });
        written(&path, "through it").unwrap();
        assert_eq!(reader.join().unwrap(), "through it");
        assert!(fs::metadata(&path).unwrap().file_type().is_fifo());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_only_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let result = Destination::at(&folder.path().join("images.csv"));
        // Nobody stops root.
        if !rustix::process::geteuid().is_root() {
            let said = message(result);
            assert!(said.contains("ermission denied"), "{said}");
        }
        assert_eq!(names(folder.path()), 0);
    }

    #[test]
    fn stdout_has_its_names() {
        for (path, expected) in [
            ("-", true),
            ("/dev/stdout", true),
            ("./-", false),
            ("", false),
        ] {
            assert_eq!(is_stdout(Path::new(path)), expected, "{path}");
        }
    }
}
