//! Settings as they are given: on the command line, in variables of our own,
//! and in the file. Each value knows where it comes from.

use std::path::PathBuf;
use std::time::Duration;

use super::names::{SANDBOX, provider_named};
use super::regions::{self, RegionChoice};
use super::{keys, list};
use crate::error::{ConfigError, Origin};
use crate::http::Proxy;
use crate::http::address;
use crate::machine::Env;
use crate::provider::Provider;
use crate::request::Endpoint;
use crate::words::quoted;

/// A value and where it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was given.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// A value from there.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

/// What the command line gave. The default is a command line without flags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--profile`: names or comma lists, or `all`.
    pub profiles: Vec<String>,
    /// `--provider`: id or alias.
    pub provider: Option<String>,
    /// `--region`: ids or comma lists, or `all`.
    pub regions: Vec<String>,
    /// `--all-regions`.
    pub all_regions: bool,
    /// `--exclude-region`: ids or comma lists.
    pub exclude_regions: Vec<String>,
    /// `--endpoint`.
    pub endpoint: Option<Endpoint>,
    /// `--connect-timeout`.
    pub connect_timeout: Option<Duration>,
    /// `--request-timeout`.
    pub request_timeout: Option<Duration>,
    /// `--timeout`.
    pub timeout: Option<Duration>,
    /// `--retries`.
    pub retries: Option<u32>,
    /// `--concurrency`.
    pub concurrency: Option<u32>,
    /// `--proxy`.
    pub proxy: Option<Proxy>,
    /// `--ca-bundle`.
    pub ca_bundle: Option<PathBuf>,
}

/// The network settings of the file: of `[defaults]`, or of one profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The time to open a connection.
    pub connect_timeout: Option<Sourced<Duration>>,
    /// The time for one attempt.
    pub request_timeout: Option<Sourced<Duration>>,
    /// The time for the whole command.
    pub timeout: Option<Sourced<Duration>>,
    /// Tries after the first.
    pub retries: Option<Sourced<u32>>,
    /// Requests under way at once.
    pub concurrency: Option<Sourced<u32>>,
    /// Which proxy to go through.
    pub proxy: Option<Sourced<Proxy>>,
    /// The authorities to trust.
    pub ca_bundle: Option<Sourced<PathBuf>>,
}

impl Settings {
    /// The places of all that are given.
    pub(super) fn origins(&self) -> Vec<&Origin> {
        let times = [&self.connect_timeout, &self.request_timeout, &self.timeout];
        let numbers = [&self.retries, &self.concurrency];
        let times = times.into_iter().flatten().map(|time| &time.origin);
        let numbers = numbers.into_iter().flatten().map(|number| &number.origin);
        let proxy = self.proxy.iter().map(|proxy| &proxy.origin);
        let ca_bundle = self.ca_bundle.iter().map(|path| &path.origin);
        times.chain(numbers).chain(proxy).chain(ca_bundle).collect()
    }
}

/// The settings in flags and `CLOUDQ_*` variables, which stand above the file.
/// A variable is not even looked at when a flag overrides it.
#[derive(Clone, Default)]
pub(super) struct Given {
    pub(super) profiles: Option<Sourced<Vec<String>>>,
    pub(super) provider: Option<Sourced<&'static dyn Provider>>,
    pub(super) regions: Option<Sourced<RegionChoice>>,
    pub(super) exclude_regions: Option<Sourced<Vec<String>>>,
    pub(super) endpoint: Option<Sourced<Endpoint>>,
    pub(super) network: Settings,
}

impl Given {
    /// Whether the built-in profile is the only one named.
    pub(super) fn is_sandbox_only(&self) -> bool {
        let names = self.profiles.as_ref().map(|names| names.value.as_slice());
        names.is_some_and(|names| names.iter().all(|name| name == SANDBOX))
    }

    /// Collects them.
    ///
    /// # Errors
    /// When a value is not one.
    pub(super) fn read(flags: &Flags, env: &Env) -> Result<Self, ConfigError> {
        let profiles = either(
            words(&flags.profiles, "--profile")?,
            "--profile",
            env,
            "CLOUDQ_PROFILE",
            elements,
        )?;
        let provider = match &flags.provider {
            Some(name) => Some(checked(provider_named(name), Origin::Flag("--provider"))?),
            None => from_variable(env, "CLOUDQ_PROVIDER", |text| {
                provider_named(list::single(text).map_err(ConfigError::new)?)
            })?,
        };
        let regions = if flags.all_regions {
            Some(Sourced::new(
                RegionChoice::All,
                Origin::Flag("--all-regions"),
            ))
        } else if let Some(words) = words(&flags.regions, "--region")? {
            let choice = regions::choice(words.iter().map(String::as_str));
            Some(checked(
                choice.map_err(ConfigError::new),
                Origin::Flag("--region"),
            )?)
        } else {
            from_variable(env, "CLOUDQ_REGION", |text| {
                let words = elements(text)?;
                regions::choice(words.iter().map(String::as_str)).map_err(ConfigError::new)
            })?
        };
        let exclude_regions = match words(&flags.exclude_regions, "--exclude-region")? {
            Some(words) => {
                let list = regions::list(words.iter().map(String::as_str));
                Some(checked(
                    list.map_err(ConfigError::new),
                    Origin::Flag("--exclude-region"),
                )?)
            }
            None => None,
        };
        // Command lines are seen by others, and kept in histories.
        if flags.proxy.as_ref().is_some_and(address::has_login) {
            let message = "a user name or password does not belong on a command line";
            return Err(ConfigError::new(message)
                .at(Origin::Flag("--proxy"))
                .hint("set `proxy` in the file, or HTTPS_PROXY"));
        }
        Ok(Self {
            profiles,
            provider,
            regions,
            exclude_regions,
            endpoint: either(
                flags.endpoint.clone(),
                "--endpoint",
                env,
                "CLOUDQ_ENDPOINT",
                |text| address::parse_regional(text.trim()).map_err(ConfigError::new),
            )?,
            network: Settings {
                connect_timeout: flag(flags.connect_timeout, "--connect-timeout"),
                request_timeout: flag(flags.request_timeout, "--request-timeout"),
                timeout: flag(flags.timeout, "--timeout"),
                retries: either(flags.retries, "--retries", env, "CLOUDQ_RETRIES", |text| {
                    number(text, &keys::RETRIES)
                })?,
                concurrency: either(
                    flags.concurrency,
                    "--concurrency",
                    env,
                    "CLOUDQ_CONCURRENCY",
                    |text| number(text, &keys::CONCURRENCY),
                )?,
                proxy: flag(flags.proxy.clone(), "--proxy"),
                ca_bundle: flag(flags.ca_bundle.clone(), "--ca-bundle"),
            },
        })
    }
}

/// The elements of a list with commas between.
fn elements(text: &str) -> Result<Vec<String>, ConfigError> {
    list::elements(text).map_err(ConfigError::new)
}

/// The elements of a repeated flag; `None` when it was not given.
fn words(given: &[String], flag: &'static str) -> Result<Option<Vec<String>>, ConfigError> {
    let mut words = Vec::new();
    for text in given {
        words.extend(elements(text).map_err(|why| why.at(Origin::Flag(flag)))?);
    }
    Ok((!words.is_empty()).then_some(words))
}

fn flag<T>(value: Option<T>, name: &'static str) -> Option<Sourced<T>> {
    value.map(|value| Sourced::new(value, Origin::Flag(name)))
}

fn checked<T>(value: Result<T, ConfigError>, origin: Origin) -> Result<Sourced<T>, ConfigError> {
    match value {
        Ok(value) => Ok(Sourced::new(value, origin)),
        Err(error) => Err(error.at(origin)),
    }
}

fn from_variable<T>(
    env: &Env,
    name: &'static str,
    read: impl FnOnce(&str) -> Result<T, ConfigError>,
) -> Result<Option<Sourced<T>>, ConfigError> {
    env.text(name)?
        .map(|text| checked(read(text), Origin::Variable(name)))
        .transpose()
}

fn either<T>(
    given: Option<T>,
    flag_name: &'static str,
    env: &Env,
    variable: &'static str,
    read: impl FnOnce(&str) -> Result<T, ConfigError>,
) -> Result<Option<Sourced<T>>, ConfigError> {
    match flag(given, flag_name) {
        None => from_variable(env, variable, read),
        given => Ok(given),
    }
}

fn number(text: &str, limits: &std::ops::RangeInclusive<u32>) -> Result<u32, ConfigError> {
    text.trim()
        .parse()
        .ok()
        .filter(|number| limits.contains(number))
        .ok_or_else(|| {
            let (least, most) = (limits.start(), limits.end());
            ConfigError::new(format!(
                "must be a number from {least} to {most}, not {}",
                quoted(text)
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_stands_above_its_variable() {
        let env = Env::of([
            ("CLOUDQ_PROFILE", "a, b"),
            ("CLOUDQ_REGION", "cn-a,cn-b,cn-a"),
            ("CLOUDQ_RETRIES", "7"),
            ("CLOUDQ_ENDPOINT", "http://localhost:1"),
            ("CLOUDQ_PROVIDER", "ecs"),
        ]);
        let given = Given::read(&Flags::default(), &env).unwrap();
        let profiles = given.profiles.unwrap();
        assert_eq!(profiles.value, ["a", "b"]);
        assert_eq!(profiles.origin, Origin::Variable("CLOUDQ_PROFILE"));
        assert_eq!(given.regions.unwrap().value.display(), "cn-a,cn-b");
        assert_eq!(given.network.retries.unwrap().value, 7);
        assert_eq!(
            given.endpoint.unwrap().value.to_string(),
            "http://localhost:1"
        );
        assert_eq!(given.provider.unwrap().value.facts().id, "alibaba-ecs");

        let flags = Flags {
            profiles: vec!["c,d".into(), "e".into()],
            all_regions: true,
            retries: Some(0),
            ..Flags::default()
        };
        let given = Given::read(&flags, &env).unwrap();
        let profiles = given.profiles.unwrap();
        assert_eq!(profiles.value, ["c", "d", "e"]);
        assert_eq!(profiles.origin, Origin::Flag("--profile"));
        let all = Sourced::new(RegionChoice::All, Origin::Flag("--all-regions"));
        assert_eq!(given.regions, Some(all));
        assert_eq!(
            given.network.retries,
            Some(Sourced::new(0, Origin::Flag("--retries")))
        );
    }

    #[test]
    fn blanks_around_a_variable_do_not_count() {
        let variables = [
            ("CLOUDQ_RETRIES", " 3"),
            ("CLOUDQ_CONCURRENCY", "4\r\n"),
            ("CLOUDQ_ENDPOINT", " https://ecs.example.com "),
        ];
        let given = Given::read(&Flags::default(), &Env::of(variables)).unwrap();
        let endpoint = address::parse_regional("https://ecs.example.com").unwrap();
        assert_eq!(given.network.retries.unwrap().value, 3);
        assert_eq!(given.network.concurrency.unwrap().value, 4);
        assert_eq!(given.endpoint.unwrap().value, endpoint);
    }

    #[test]
    fn a_bad_variable_is_named_unless_a_flag_overrides_it() {
        for (name, value, reason) in [
            ("CLOUDQ_PROVIDER", "azure", "there is no provider `azure`"),
            ("CLOUDQ_REGION", "cn_a", "not the id of a region"),
            ("CLOUDQ_REGION", "all,cn-a", "stands alone"),
            ("CLOUDQ_REGION", "cn-a,", "is empty"),
            ("CLOUDQ_ENDPOINT", "http://example.com", "not encrypted"),
            ("CLOUDQ_RETRIES", "11", "from 0 to 10"),
            ("CLOUDQ_RETRIES", "-1", "from 0 to 10"),
            ("CLOUDQ_CONCURRENCY", "0", "from 1 to 32"),
            ("CLOUDQ_CONCURRENCY", "many", "from 1 to 32"),
        ] {
            let env = Env::of([(name, value)]);
            let error = Given::read(&Flags::default(), &env).err().unwrap();
            assert_eq!(error.origin, Some(Origin::Variable(name)), "{name}={value}");
            assert!(
                error.message.contains(reason),
                "{name}={value}: {}",
                error.message
            );
        }
        let flags = Flags {
            retries: Some(1),
            ..Flags::default()
        };
        assert!(Given::read(&flags, &Env::of([("CLOUDQ_RETRIES", "x")])).is_ok());
    }

    #[test]
    fn what_the_command_line_could_not_check_is_checked() {
        let bad = |flags: Flags| Given::read(&flags, &Env::default()).err().unwrap().origin;
        let words = vec!["../evil".to_owned()];
        let flags = Flags {
            regions: words.clone(),
            ..Flags::default()
        };
        assert_eq!(bad(flags), Some(Origin::Flag("--region")));
        let flags = Flags {
            exclude_regions: words,
            ..Flags::default()
        };
        assert_eq!(bad(flags), Some(Origin::Flag("--exclude-region")));
        let flags = Flags {
            provider: Some("azure".into()),
            ..Flags::default()
        };
        assert_eq!(bad(flags), Some(Origin::Flag("--provider")));
        let proxy = address::parse_proxy("http://u:p@proxy:1").unwrap();
        let flags = Flags {
            proxy: Some(proxy),
            ..Flags::default()
        };
        assert_eq!(bad(flags), Some(Origin::Flag("--proxy")));
    }
}
