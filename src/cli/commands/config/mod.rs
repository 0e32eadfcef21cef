//! `cloudq config`

pub(crate) mod init;
pub(crate) mod show;

use crate::cli::failure::{Exit, Failure};
use crate::cli::ui::Ui;
use crate::config::{Config, Env, Flags, Location, locate};
use crate::error::{ConfigError, Error};
use crate::http::Detail;

/// What to tell once where no place for a file is known.
const NO_PLACE: &str = "no home directory is known, so that no configuration file is read: what \
    counts are flags, the environment, and a file named with --config";

/// Reads the configuration for a command, and tells when there can be no file.
pub(crate) fn load(ui: &Ui, flags: &Flags, env: Env) -> Result<Config, Failure> {
    let config = Config::load(flags, env)?;
    if let Some(problem) = config.ignored() {
        ui.note(&format!(
            "the configuration file is ignored, as only the sandbox is used: {problem}"
        ));
    }
    match config.location() {
        None => ui.note(NO_PLACE),
        Some(location) => {
            let log = ui.log();
            if log.wants(Detail::Calls) {
                let path = location.path.display();
                log.line(&if location.path.exists() {
                    format!("* configuration from {path} ({})", location.origin)
                } else {
                    format!("* no configuration: {path} does not exist or cannot be reached")
                });
            }
        }
    }
    Ok(config)
}

/// `config path`: where the file is looked for, whether it is there or not.
pub(crate) fn path(ui: &mut Ui, flags: &Flags, env: &Env) -> Result<Exit, Failure> {
    match locate(flags, env)? {
        Some(location) => ui.text(&format!("{}\n", location.path.display()))?,
        None => ui.note(NO_PLACE),
    }
    Ok(Exit::Ok)
}

/// `config validate`: everything that is wrong with it.
pub(crate) fn validate(ui: &mut Ui, flags: &Flags, env: &Env) -> Result<Exit, Failure> {
    let checked = Config::check(flags, env);
    if checked.problems.is_empty() {
        let text = match checked.location {
            Some(location) if checked.found => format!("{}: valid\n", location.path.display()),
            Some(location) => format!("{}: not there, which is fine\n", location.path.display()),
            None => "no place for a file is known, which is fine\n".to_owned(),
        };
        ui.text(&text)?;
        return Ok(Exit::Ok);
    }
    let mut exit = Exit::Ok;
    for problem in checked.problems {
        exit = ui.failed(&problem.into());
    }
    Ok(exit)
}

/// Where a file is to be, which somebody must know.
pub(crate) fn place(flags: &Flags, env: &Env) -> Result<Location, Failure> {
    locate(flags, env)?.ok_or_else(|| {
        let error = ConfigError::new("no place for a configuration file is known")
            .hint("set HOME, or name a file with --config");
        Failure::Library(Error::Config(error))
    })
}
