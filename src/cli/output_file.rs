//! `--output-file`: a file that is there whole or stays as it was, unless it can only be
//! written in place; a note says so.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, PersistError};

use super::failure::Failure;
use crate::cli::signal_policy::Ending;
use crate::output::SpooledText;

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
        let end = behind_links(path)?;
        if is_stream(&end) {
            // Behind the name of a device may be a file that others write too.
            let stream = OpenOptions::new().append(true).open(end)?;
            return Ok(Destination::Stream(stream));
        }
        let place = Place::find(end)?;
        Ok(Destination::File(OutputFile {
            path: path.to_owned(),
            waiting: if place.keeps_file {
                SpooledText::default()
            } else {
                SpooledText::in_folder(folder(&place.path))
            },
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

/// Where links lead, also to a file that is not there yet, or to an open file.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    /// As many as systems follow.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if is_descriptor(&path) {
            break;
        }
        let Ok(link) = fs::read_link(&path) else {
            break;
        };
        #[cfg(unix)]
        check_link(&path)?;
        path = folder(&path).join(link);
    }
    Ok(path)
}

/// Refuses links that must not be followed: those of the kernel to what a process has open,
/// such as its program, and those of others in a folder where everybody may make some.
#[cfg(unix)]
fn check_link(link: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;

    /// The bits of a folder such as `/tmp`: sticky, and written by all.
    const SHARED: u32 = 0o1002;

    let folder = folder(link);
    let why = if fs::canonicalize(folder)?.starts_with("/proc") {
        "is a kernel link to an open file; pass the path of the file"
    } else {
        let (folder, owner) = (fs::metadata(folder)?, fs::symlink_metadata(link)?.uid());
        let is_trusted = [rustix::process::geteuid().as_raw(), folder.uid()].contains(&owner);
        if is_trusted || folder.mode() & SHARED != SHARED {
            return Ok(());
        }
        "is a link that another user made; pass the path of the file"
    };
    let message = format!("`{}` {why}", link.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, message))
}

/// The folder that a path is in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// A file that is written when the command has ended well.
///
/// Until then the data waits in memory, and what is long in a file of the same folder
/// that has no name: so a signal leaves nothing behind.
pub(super) struct OutputFile {
    /// As it was given, for messages.
    path: PathBuf,
    waiting: SpooledText,
}

/// How a file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Another file has taken its place.
    Whole,
    /// It is the same file, with another content.
    InPlace,
}

impl OutputFile {
    /// As it was given.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the file. A signal that comes meanwhile leaves it whole or as it was, and
    /// nothing beside it. A failure does so too, unless the file can only be written in place.
    pub(super) fn commit(self, ending: &Ending) -> Result<Written, Failure> {
        let Self { path, waiting } = self;
        ending.defer()?;
        let written = behind_links(&path)
            .and_then(Place::find)
            .and_then(|place| place.write(waiting, ending));
        ending.release()?;
        written.map_err(|error| failure(&path, error))
    }
}

fn failure(path: &Path, error: io::Error) -> Failure {
    let context = format!("cannot write `{}`", path.display());
    Failure::Other(anyhow::Error::new(error).context(context))
}

/// Where a file is or will be.
struct Place {
    /// Without links at its end.
    path: PathBuf,
    /// What is known of the file that is there.
    about: Option<Metadata>,
    /// Whether that file can be written, but no other beside it.
    keeps_file: bool,
}

impl Place {
    fn find(path: PathBuf) -> io::Result<Self> {
        let about = match fs::metadata(&path) {
            Ok(about) if about.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(about) => Some(about),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if path.file_name().is_none() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let folder = folder(&path);
        // Its own error says what is wrong in the system's words.
        fs::metadata(folder).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => io::Error::new(
                error.kind(),
                format!("there is no folder `{}`", folder.display()),
            ),
            _ => error,
        })?;
        // One that has no name where the system knows such: a signal leaves nothing.
        let keeps_file = match tempfile::tempfile_in(folder) {
            Ok(_) => false,
            Err(_) if about.is_some() && OpenOptions::new().write(true).open(&path).is_ok() => true,
            Err(error) => return Err(no_file_in(folder, &error)),
        };
        Ok(Self {
            path,
            about,
            keeps_file,
        })
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
        let folder = folder(&self.path);
        builder
            .tempfile_in(folder)
            .map_err(|error| no_file_in(folder, &error))
    }

    fn write(self, waiting: SpooledText, ending: &Ending) -> io::Result<Written> {
        if self.keeps_file {
            let mut file = emptied(&self.path)?;
            waiting.copy(&mut file)?;
            file.sync_all()?;
            return Ok(Written::InPlace);
        }
        let mut file = self.temporary()?;
        waiting.copy(&mut UntilTold {
            file: file.as_file_mut(),
            ending,
        })?;
        if let Some(about) = &self.about {
            // Also what the umask took away.
            file.as_file().set_permissions(about.permissions())?;
        }
        // A name must never lead to data that a crash may still take away.
        file.as_file().sync_all()?;
        match file.persist(&self.path) {
            Ok(_) => Ok(Written::Whole),
            Err(PersistError { error, file }) if self.about.is_some() && is_bound(&error) => {
                let mut whole = file.reopen()?;
                whole.rewind()?;
                let mut file = emptied(&self.path)?;
                io::copy(&mut whole, &mut file)?;
                file.sync_all()?;
                Ok(Written::InPlace)
            }
            Err(PersistError { error, .. }) => Err(error),
        }
    }
}

/// Whether a file cannot be replaced though one beside it can be made: it is mounted by
/// itself, as files of containers are, or belongs to another user in a folder such as `/tmp`.
fn is_bound(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ResourceBusy
            | io::ErrorKind::CrossesDevices
            | io::ErrorKind::PermissionDenied
    )
}

/// A file that is there, without its content.
fn emptied(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).truncate(true).open(path)
}

/// Writes until a signal comes, so that what is long does not hold it up.
struct UntilTold<'a> {
    file: &'a mut File,
    ending: &'a Ending,
}

impl Write for UntilTold<'_> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        /// Written at once.
        const MOST: usize = 1 << 20;
        if self.ending.told().is_some() {
            return Err(io::Error::other("a signal came"));
        }
        self.file.write(&text[..text.len().min(MOST)])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Why there can be no new file in a folder, in the system's words and without the name of
/// a file that nobody asked for.
fn no_file_in(folder: &Path, error: &io::Error) -> io::Error {
    let error = match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    };
    let folder = folder.display();
    let message = format!(
        "no file can be created in the folder `{folder}`: {error}; use a file in another folder"
    );
    io::Error::new(error.kind(), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &Path, text: &str) -> Result<(), Failure> {
        let mut to = Destination::at(path)?;
        to.write_all(text.as_bytes()).unwrap();
        match to {
            Destination::File(file) => file.commit(&Ending::default()).map(drop),
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

    #[test]
    fn a_signal_ends_writing_and_takes_its_file_along() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("images.csv");
        fs::write(&path, "before").unwrap();
        let ending = Ending::default();
        let mut waiting = SpooledText::in_folder(folder.path());
        waiting.write_all(&b"half".repeat(1 << 20)).unwrap();
        let place = Place::find(path.clone()).unwrap();
        ending.interrupt();
        assert!(place.write(waiting, &ending).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        assert_eq!(names(folder.path()), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_others_left_are_not_followed() {
        use std::os::unix::fs::{PermissionsExt, lchown, symlink};
        let folder = tempfile::tempdir().unwrap();
        let shared = folder.path().join("shared");
        fs::create_dir(&shared).unwrap();
        let link = shared.join("link");
        symlink(folder.path().join("target"), &link).unwrap();
        for mode in [0o1777, 0o755] {
            fs::set_permissions(&shared, fs::Permissions::from_mode(mode)).unwrap();
            assert!(check_link(&link).is_ok(), "one's own, {mode:o}");
        }
        // Only root can make a link for another user.
        if lchown(&link, Some(65_534), None).is_ok() {
            assert!(check_link(&link).is_ok());
            fs::set_permissions(&shared, fs::Permissions::from_mode(0o1777)).unwrap();
            let said = check_link(&link).unwrap_err().to_string();
            assert!(said.contains("another user"), "{said}");
        }
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
