//! The configuration of one run: flags, variables and the file.

use std::fmt;
use std::path::Path;

use super::file::{self, File};
use super::location::{self, Location, locate};
use super::names::{ALL, SANDBOX, check_build};
use super::resolve::{Account, BuiltIn, Sources};
use super::settings::{Flags, Given, Sourced};
use super::{credentials, list};
use crate::error::{ConfigError, Error, Origin};
use crate::http::proxy_of_environment;
use crate::machine::{Content, Env};
use crate::words::{quoted, suggestion};

/// The configuration of one run.
pub struct Config {
    pub(super) env: Env,
    given: Given,
    location: Option<Location>,
    /// Empty when there is none.
    file: File,
    /// Whether there is one.
    has_file: bool,
    /// Why the file cannot be used, where only the sandbox is asked, which needs none.
    ignored: Option<ConfigError>,
    pub(super) sandbox: Option<BuiltIn>,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}

/// What a check of the configuration found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Where the file is looked for.
    pub location: Option<Location>,
    /// Whether it is there.
    pub found: bool,
    /// Everything that is wrong, in the order of the places in the file.
    pub problems: Vec<ConfigError>,
}

impl Config {
    /// Reads flags, our own variables and the file; no other file.
    ///
    /// # Errors
    /// When one of them cannot be used, a file with a secret in it is open to
    /// others, or a file that was named is not there.
    pub fn load(flags: &Flags, env: Env) -> Result<Self, Error> {
        check_build()?;
        let given = Given::read(flags, &env)?;
        let location = locate(flags, &env)?;
        let (file, has_file, ignored) = match read_file(location.as_ref(), &env) {
            Ok(Some(file)) => (file, true, None),
            Ok(None) => (File::default(), false, None),
            Err(problems) if given.is_sandbox_only() => {
                (File::default(), false, Some(first_of(problems)))
            }
            Err(problems) => return Err(first_of(problems).into()),
        };
        Ok(Self {
            env,
            given,
            location,
            file,
            has_file,
            ignored,
            sandbox: None,
        })
    }

    /// Finds everything that is wrong: in the file, in the files with secrets and
    /// the profiles that it names, in our own variables, and in those of the proxy.
    pub fn check(flags: &Flags, env: &Env) -> Checked {
        let mut checked = Checked {
            location: None,
            found: false,
            problems: Vec::new(),
        };
        if let Err(problem) = check_build() {
            checked.problems.push(problem);
            return checked;
        }
        match locate(flags, env) {
            Ok(location) => checked.location = location,
            Err(problem) => checked.problems.push(problem),
        }
        let given = Given::read(flags, env);
        let mut names_proxy = given
            .as_ref()
            .is_ok_and(|given| given.network.proxy.is_some());
        checked.found = checked.location.as_ref().is_some_and(|at| at.path.exists());
        match read_file(checked.location.as_ref(), env) {
            Ok(file) => {
                names_proxy |= file
                    .as_ref()
                    .is_some_and(|file| file.defaults.proxy.is_some());
                checked.problems.extend(file.iter().flat_map(unusable));
            }
            Err(problems) => checked.problems.extend(problems),
        }
        checked.problems.extend(given.err());
        if !names_proxy {
            checked.problems.extend(proxy_of_environment(env).err());
        }
        checked
    }

    /// Finds what [`Config::check`] would find in a file of this text at this path,
    /// which is not written yet.
    ///
    /// # Errors
    /// The first problem.
    pub fn check_text(path: &Path, text: &str, env: &Env) -> Result<(), ConfigError> {
        check_build()?;
        let file = file::parse(path, text, env.home()).map_err(first_of)?;
        unusable(&file).next().map_or(Ok(()), Err)
    }

    /// Where the file is looked for; `None` when no place is known.
    pub fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }

    /// The file as it was read, empty when there is none.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Why the file is ignored: it cannot be used, and only the sandbox is asked.
    pub fn ignored(&self) -> Option<&ConfigError> {
        self.ignored.as_ref()
    }

    /// Whether the built-in profile is among those chosen, so that the emulator
    /// must be started and told with [`Config::with_sandbox`].
    pub fn wants_sandbox(&self) -> bool {
        self.chosen()
            .is_some_and(|chosen| chosen.value.iter().any(|name| name == SANDBOX))
    }

    /// Says what the built-in profile stands for.
    #[must_use]
    pub fn with_sandbox(mut self, built_in: BuiltIn) -> Self {
        self.sandbox = Some(built_in);
        self
    }

    /// The accounts of all chosen profiles, each once, in the order chosen; one
    /// without a profile when none is.
    ///
    /// # Errors
    /// When a profile does not exist, or a setting cannot be used.
    pub fn accounts(&self) -> Result<Vec<Account>, Error> {
        let sources = Sources {
            given: &self.given,
            file: &self.file,
            env: &self.env,
        };
        let Some(chosen) = self.chosen() else {
            return Ok(vec![sources.account(None)?]);
        };
        let names = self.expanded(&chosen)?;
        let is_named = self.given.profiles.is_some();
        let account = |name: &String| match (self.file.profiles.get(name), &self.sandbox) {
            (Some(profile), _) => sources.account(Some((name, profile, is_named))),
            (None, Some(built_in)) if name == SANDBOX => sources.sandbox(built_in),
            _ => Err(self.no_profile(name, &chosen.origin).into()),
        };
        let mut accounts: Vec<Account> = names.iter().map(account).collect::<Result<_, _>>()?;
        if !matches!(chosen.origin, Origin::File { .. }) {
            let shown = accounts.iter_mut().flat_map(|account| &mut account.shown);
            for shown in shown.filter(|shown| shown.key == "profile") {
                shown.origin.clone_from(&chosen.origin);
            }
        }
        Ok(accounts)
    }

    /// The names given, `all` among them as it is.
    pub(super) fn chosen(&self) -> Option<Sourced<Vec<String>>> {
        self.given.profiles.clone().or_else(|| {
            let default = self.file.default_profile.clone()?;
            Some(Sourced::new(vec![default.value], default.origin))
        })
    }

    /// What names the chosen profiles: a flag, a variable or the file.
    pub fn profiles_origin(&self) -> Option<Origin> {
        self.chosen().map(|chosen| chosen.origin)
    }

    /// Whether a profile would be chosen if no flag named any.
    pub(super) fn is_default(&self, name: &str) -> bool {
        let among = |chosen: &str| name == chosen || (chosen == ALL && name != SANDBOX);
        match (self.env.get("CLOUDQ_PROFILE"), &self.file.default_profile) {
            (Some(names), _) => names
                .split(',')
                .any(|chosen| list::element(chosen).is_ok_and(among)),
            (None, Some(default)) => among(&default.value),
            (None, None) => false,
        }
    }

    /// The names with `all` written out, each once.
    pub(super) fn expanded(
        &self,
        chosen: &Sourced<Vec<String>>,
    ) -> Result<Vec<String>, ConfigError> {
        let mut names: Vec<String> = Vec::new();
        for name in &chosen.value {
            let every: Vec<&String> = match name.as_str() {
                ALL => self.file.profiles.keys().collect(),
                _ => vec![name],
            };
            for name in every {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        if names.is_empty() {
            let message = format!("`all` names no profile: {}", self.looked());
            return Err(ConfigError::new(message)
                .at(chosen.origin.clone())
                .hint("`cloudq config init` writes a file for profiles"));
        }
        Ok(names)
    }

    pub(super) fn no_profile(&self, name: &str, origin: &Origin) -> ConfigError {
        if name == SANDBOX {
            return ConfigError::new("this build has no sandbox").at(origin.clone());
        }
        let built_in = cfg!(feature = "sandbox").then_some(SANDBOX);
        let names = self
            .file
            .profiles
            .keys()
            .map(String::as_str)
            .chain(built_in);
        let message = format!("there is no profile {}: {}", quoted(name), self.looked());
        let hint = suggestion(name, names, "profiles");
        ConfigError::new(message).at(origin.clone()).hint(hint)
    }

    /// Where profiles were looked for, as the end of a sentence.
    fn looked(&self) -> String {
        match &self.location {
            Some(Location { path, .. }) if self.has_file => format!("looked in {}", path.display()),
            Some(Location { path, .. }) => format!("there is no file {}", path.display()),
            None => "no place for a file is known".to_owned(),
        }
    }
}

/// What is wrong with the files with secrets and the profiles that a file names.
fn unusable(file: &File) -> impl Iterator<Item = ConfigError> {
    let profiles = file.profiles.values();
    profiles.filter_map(|profile| credentials::check(file, profile).err())
}

/// The file at a location; `None` when it may be absent and is.
fn read_file(location: Option<&Location>, env: &Env) -> Result<Option<File>, Vec<ConfigError>> {
    let Some(location) = location else {
        return Ok(None);
    };
    let Some(content) = location::read(location).map_err(|problem| vec![problem])? else {
        return Ok(None);
    };
    understand(location, &content, env).map(Some)
}

fn understand(location: &Location, content: &Content, env: &Env) -> Result<File, Vec<ConfigError>> {
    let file = file::parse(&location.path, &content.text, env.home())?;
    if let Some(Origin::File {
        place: Some((line, _)),
        ..
    }) = &file.secret
    {
        let what = format!("line {line} holds a secret");
        content
            .private(&location.path, &what)
            .map_err(|problem| vec![problem])?;
    }
    Ok(file)
}

/// The first of several problems, telling that there are more.
fn first_of(problems: Vec<ConfigError>) -> ConfigError {
    let more = problems.len().saturating_sub(1);
    let mut problems = problems.into_iter();
    let mut first = problems
        .next()
        .unwrap_or_else(|| ConfigError::new("the file cannot be used"));
    if more > 0 {
        let told = format!("`cloudq config validate` tells of {more} more");
        first.hint = Some(
            first
                .hint
                .map_or(told.clone(), |hint| format!("{hint}; {told}")),
        );
    }
    first
}
