//! Writing a first file: the commented example, or what somebody answered.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::regions::RegionChoice;
use crate::error::{ConfigError, Error};
use crate::machine::files::whole;
use crate::provider::Provider;
use crate::words::heading;

/// A file to begin with: every key, explained.
pub const TEMPLATE: &str = include_str!("../../config.example.toml");

/// A first profile, as somebody answered for it. No secret is part of it.
#[derive(Clone)]
pub struct Answers {
    /// The profile's name.
    pub name: String,
    /// Which cloud's image service.
    pub provider: &'static dyn Provider,
    /// The regions to ask, where there are any.
    pub regions: Option<RegionChoice>,
    /// Where the access key comes from.
    pub key: KeyAnswer,
}

/// Where an access key comes from, as somebody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyAnswer {
    /// From elsewhere: a credential type that needs no more than its name.
    Type(&'static str),
    /// Its id stands in the file, its secret in a file of its own.
    SecretFile {
        /// The access key's id.
        id: String,
        /// The file, as the configuration is to name it.
        file: String,
    },
}

impl Answers {
    /// The text of a file with this profile, which is used when none is named.
    pub fn text(&self) -> String {
        // A text in quotes is the same in JSON and TOML, but for DEL, which the
        // check of the text finds.
        let quoted = |text: &str| json!(text).to_string();
        let heading = if self.name.is_ascii() {
            heading(&self.name)
        } else {
            format!("profiles.{}", quoted(&self.name))
        };
        let regions = match &self.regions {
            None => String::new(),
            Some(RegionChoice::All) => "regions = \"all\"\n".to_owned(),
            Some(RegionChoice::Named(ids)) => format!("regions = {}\n", json!(ids)),
        };
        let key = match &self.key {
            KeyAnswer::Type(name) => format!("credentials = {{ type = {} }}\n", quoted(name)),
            KeyAnswer::SecretFile { id, file } => format!(
                "\n[{heading}.credentials]\ntype = \"static\"\naccess_key_id = {}\n\
                 access_key_secret_file = {}\n",
                quoted(id),
                quoted(file)
            ),
        };
        format!(
            "# Configuration of cloudq. `cloudq config validate` checks it, `cloudq config show` tells\n\
             # what counts, `cloudq schema config` prints every key there is.\n\n\
             version = 1\ndefault_profile = {}\n\n[{heading}]\nprovider = {}\n{regions}{key}",
            quoted(&self.name),
            quoted(self.provider.facts().id)
        )
    }
}

/// Refuses a path where something is already.
///
/// # Errors
/// When something is there.
pub fn check_free(path: &Path) -> Result<(), ConfigError> {
    match path.symlink_metadata() {
        Ok(_) => Err(taken(path)),
        Err(_) => Ok(()),
    }
}

fn taken(path: &Path) -> ConfigError {
    ConfigError::new("is there already, and stays as it is")
        .at(whole(path))
        .hint("move it away first, or name another with `--config`")
}

/// Writes a text to a path where nothing is yet, with the folders above it, for
/// the user alone: keys will be put there. Whatever happens meanwhile, the file
/// is there whole or not at all.
///
/// # Errors
/// When something is there already, or writing fails.
pub fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |what: &str, error: &io::Error| {
        Error::from(ConfigError::new(format!("{what}: {error}")).at(whole(path)))
    };
    let Some(name) = path.file_name() else {
        return Err(ConfigError::new("is no name for a file")
            .at(whole(path))
            .into());
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| failed("its folder cannot be made", &error))?;
    check_free(path)?;
    let (draft, mut file) =
        draft(folder, &name.to_string_lossy()).map_err(|error| failed("cannot be made", &error))?;
    let placed = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| place(&draft, path, |from, to| fs::hard_link(from, to)));
    // It is ours to remove, or has moved; an error before this one says more.
    let _ = fs::remove_file(&draft);
    placed.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => taken(path).into(),
        _ => failed("cannot be written", &error),
    })?;
    // The file is whole; that its name lasts too is as good as the system allows.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// A new file beside the one to be, for the user alone.
fn draft(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let process = std::process::id();
    let mut number = 0_u32;
    loop {
        let path = folder.join(format!(".{name}.{process}.{number}"));
        match options.open(&path) {
            // Left behind by a process that had this number before.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 100 => number += 1,
            opened => return opened.map(|file| (path, file)),
        }
    }
}

/// Gives a whole file its name, unless that is taken. A link does both at once;
/// where a file system has none, a look and a move come near.
fn place(
    draft: &Path,
    path: &Path,
    link: impl Fn(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    match link(draft, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            if path.symlink_metadata().is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            fs::rename(draft, path)
        }
        linked => linked,
    }
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
        let all = [keys::TOP, keys::NETWORK, keys::PROFILE, keys::CREDENTIALS];
        let mut all: Vec<&keys::Key> = all.into_iter().flatten().collect();
        for known in &keys::TYPES.types {
            let name = known.of.name;
            assert!(TEMPLATE.contains(&format!("\"{name}\"")), "{name}");
            all.extend(&known.keys);
        }
        for key in all {
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
        write_new(&path, TEMPLATE).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), TEMPLATE);
        assert_eq!(names(path.parent().unwrap()), ["config.toml"]);
        #[cfg(unix)]
        for (path, expected) in [
            (&*path, 0o600),
            (path.parent().unwrap(), 0o700),
            (&folder.path().join("a"), 0o700),
        ] {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, expected, "{}", path.display());
        }
        fs::write(&path, "mine").unwrap();
        let error = write_new(&path, TEMPLATE).unwrap_err();
        assert!(matches!(&error, Error::Config(error) if error.message.contains("already")));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert!(write_new(&path.join("below"), TEMPLATE).is_err());
        assert!(write_new(&folder.path().join("x/.."), TEMPLATE).is_err());
        assert_eq!(names(path.parent().unwrap()), ["config.toml"]);
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nowhere_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, target) = (folder.path().join("c.toml"), folder.path().join("t"));
        std::os::unix::fs::symlink(&target, &path).unwrap();
        assert!(write_new(&path, TEMPLATE).is_err());
        assert!(!target.exists());
    }

    #[test]
    fn a_draft_that_was_left_behind_is_no_hindrance() {
        let folder = tempfile::tempdir().unwrap();
        let (first, _) = draft(folder.path(), "c.toml").unwrap();
        write_new(&folder.path().join("c.toml"), "x = 1").unwrap();
        assert_eq!(names(folder.path()).len(), 2);
        assert!(first.exists(), "it is not ours to remove");
    }

    #[test]
    fn a_name_that_is_taken_meanwhile_stays_with_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let (draft, path) = (folder.path().join("draft"), folder.path().join("c.toml"));
        let no_links = |_: &Path, _: &Path| Err(ErrorKind::Unsupported.into());
        for link in [
            (|from: &Path, to: &Path| fs::hard_link(from, to)) as fn(&Path, &Path) -> _,
            no_links,
        ] {
            fs::write(&draft, "new").unwrap();
            fs::write(&path, "theirs").unwrap();
            let error = place(&draft, &path, link).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::AlreadyExists);
            assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
            fs::remove_file(&path).unwrap();
            place(&draft, &path, link).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "new");
            fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn what_was_answered_is_what_is_read() {
        let named =
            |ids: &[&str]| RegionChoice::Named(ids.iter().map(|id| (*id).to_owned()).collect());
        for (name, provider, regions, file) in [
            ("main", "ecs", Some(RegionChoice::All), None),
            (
                "a.b",
                "ecs",
                Some(named(&["cn-a", "cn-b"])),
                Some("a b/\"é\\.secret"),
            ),
            ("é中", "ecm", None, Some("~/s")),
        ] {
            let key = file.map_or(KeyAnswer::Type("env"), |file| KeyAnswer::SecretFile {
                id: "LTAIprodprodprod".to_owned(),
                file: file.to_owned(),
            });
            let answers = Answers {
                name: name.to_owned(),
                provider: crate::clouds::by_name(provider).unwrap(),
                regions: regions.clone(),
                key,
            };
            let text = answers.text();
            let read =
                file::parse(Path::new("/c/config.toml"), &text, Some(Path::new("/h"))).unwrap();
            assert_eq!(read.default_profile.unwrap().value, name, "{text}");
            let profile = &read.profiles[name];
            assert_eq!(profile.provider().facts().alias, provider);
            assert_eq!(profile.regions.as_ref().map(|r| &r.value), regions.as_ref());
            assert!(profile.credentials.is_some() && read.secret.is_none());
            if let Some(file) = file {
                let below = file
                    .strip_prefix("~/")
                    .map(|file| Path::new("/h").join(file));
                let expected = below.unwrap_or(Path::new("/c").join(file));
                let source = format!("{:?}", profile.credentials.as_ref().unwrap().value);
                assert!(source.contains(&format!("{expected:?}")), "{source}");
            }
        }
    }
}
