//! Who signs: the first complete access key, in a fixed order.
//!
//! 1. A profile named by a flag: its key or none.
//! 2. The variables of the provider's vendor.
//! 3. The profile from `CLOUDQ_PROFILE` or `default_profile`.
//!
//! Nothing is probed: no network, no other tool's files. No message holds any
//! part of a key.

use std::path::Path;

use super::env::Env;
use super::file::{KeySource, Profile, SecretSource};
use super::location::{self, whole};
use super::settings::Sourced;
use super::words::{heading, list};
use crate::error::{ConfigError, Error, Origin};
use crate::provider::{Facts, KeyVariables, Variables};
use crate::secret::Secret;
use crate::sign::Credentials;

/// For whom a key is looked for.
pub(super) struct Ask<'a> {
    pub(super) facts: &'static Facts,
    pub(super) env: &'a Env,
    /// The profile and its name, when one is chosen.
    pub(super) profile: Option<(&'a str, &'a Profile)>,
    /// Whether a flag chose it.
    pub(super) by_flag: bool,
}

/// Finds the key.
///
/// # Errors
/// [`Error::Credentials`] when there is none or half of one, [`Error::Config`]
/// when the file that holds it cannot be used.
pub(super) fn find(ask: &Ask<'_>) -> Result<Sourced<Credentials>, Error> {
    if ask.by_flag
        && let Some((name, profile)) = ask.profile
    {
        let Some(source) = &profile.credentials else {
            return Err(missing(
                format!("profile `{name}` has no credentials, and `--profile` asks for its own"),
                format!(
                    "add `credentials` to [{}]; `{{ type = \"env\" }}` takes {}",
                    heading(name),
                    pair(ask.facts)
                ),
            ));
        };
        return of_profile(ask, name, profile, source)?.ok_or_else(|| {
            let message = format!(
                "profile `{name}` takes its key from the environment, which has none for {}",
                ask.facts.id
            );
            missing(message, format!("set {}", pair(ask.facts)))
        });
    }
    if let Some(found) = of_environment(ask.env, ask.facts.variables)? {
        return Ok(found);
    }
    if let Some((name, profile)) = ask.profile
        && let Some(source) = &profile.credentials
        && let Some(found) = of_profile(ask, name, profile, source)?
    {
        return Ok(found);
    }
    let looked = match ask.profile {
        Some((name, _)) => format!("neither the environment nor profile `{name}` has any"),
        None => "the environment has none, and no profile is chosen".to_owned(),
    };
    Err(missing(
        format!("no credentials for {}: {looked}", ask.facts.id),
        format!(
            "1. `cloudq config init` writes a file for profiles: put the key there\n\
             2. set {}\n\
             3. `cloudq -p sandbox images list` tries it all without an account",
            pair(ask.facts)
        ),
    ))
}

/// Where a key comes from, for people: `static in /home/u/config.toml:12`,
/// `environment ALIBABA_CLOUD_ACCESS_KEY_ID`, `built in`.
pub fn source(origin: &Origin) -> String {
    match origin {
        Origin::File {
            path,
            place: Some((line, _)),
        } => {
            format!("static in {}:{line}", path.display())
        }
        Origin::File { path, place: None } => format!("static in {}", path.display()),
        Origin::Variable(name) => format!("environment {name}"),
        Origin::Flag(_) | Origin::BuiltIn => origin.to_string(),
    }
}

/// The id variable of the family that decides, if any part of a key is set.
pub(super) fn variable_in_use(env: &Env, variables: &Variables) -> Option<&'static str> {
    let family = variables.keys.iter().find(|family| is_set(env, family))?;
    family
        .id
        .iter()
        .copied()
        .find(|name| is_there(env, name))
        .or(family.id.first().copied())
}

fn is_set(env: &Env, family: &KeyVariables) -> bool {
    [family.id, family.secret, family.token]
        .concat()
        .iter()
        .any(|name| is_there(env, name))
}

/// A value that is no text counts as one: it must not pass for none.
fn is_there(env: &Env, name: &'static str) -> bool {
    !matches!(env.text(name), Ok(None))
}

/// The key in the environment. The first family with anything set decides, so
/// that a key's parts never come from two families.
fn of_environment(env: &Env, variables: &Variables) -> Result<Option<Sourced<Credentials>>, Error> {
    let Some(family) = variables.keys.iter().find(|family| is_set(env, family)) else {
        return Ok(None);
    };
    let id = first(env, family.id)?;
    let secret = first(env, family.secret)?;
    let token = first(env, family.token)?;
    let (Some((name, id)), Some((_, secret))) = (id, secret) else {
        let there = [id, secret, token]
            .into_iter()
            .flatten()
            .map(|(name, _)| name);
        let names = [
            id.is_none().then_some(family.id),
            secret.is_none().then_some(family.secret),
        ];
        let absent: Vec<String> = names.into_iter().flatten().map(spellings).collect();
        return Err(missing(
            format!(
                "half a key: {} is set, {} is not",
                list(there),
                absent.join(" and ")
            ),
            format!(
                "set {}, or unset what is left of the key",
                absent.join(" and ")
            ),
        ));
    };
    let credentials = Credentials {
        id: id.to_owned(),
        secret: Secret::new(secret),
        token: token.map(|(_, token)| Secret::new(token)),
    };
    Ok(Some(Sourced::new(credentials, Origin::Variable(name))))
}

/// The first of these variables that is set.
fn first<'a>(
    env: &'a Env,
    names: &'static [&'static str],
) -> Result<Option<(&'static str, &'a str)>, Error> {
    for &name in names {
        if let Some(text) = env.text(name)? {
            check_part(text)
                .map_err(|why| missing(format!("{name} {why}"), "set it anew".to_owned()))?;
            return Ok(Some((name, text)));
        }
    }
    Ok(None)
}

fn of_profile(
    ask: &Ask<'_>,
    name: &str,
    profile: &Profile,
    source: &Sourced<KeySource>,
) -> Result<Option<Sourced<Credentials>>, Error> {
    let KeySource::Static { id, secret, token } = &source.value else {
        return of_environment(ask.env, ask.facts.variables);
    };
    // A key must not be shown to a cloud that did not issue it.
    if let Some(provider) = &profile.provider
        && provider.value.facts().vendor != ask.facts.vendor
    {
        let (theirs, ours) = (provider.value.facts().id, ask.facts.id);
        return Err(missing(
            format!("profile `{name}` holds a key for {theirs}, which is none for {ours}"),
            format!("name a profile for {ours} with `--profile`"),
        ));
    }
    let secret = match secret {
        SecretSource::Inline(secret) => secret.clone(),
        SecretSource::File(path) => secret_in(path)?,
    };
    let credentials = Credentials {
        id: id.clone(),
        secret,
        token: token.clone(),
    };
    Ok(Some(Sourced::new(credentials, source.origin.clone())))
}

/// Checks the file with a profile's secret, if it has one.
pub(super) fn check_file(profile: &Profile) -> Result<(), ConfigError> {
    match profile
        .credentials
        .as_ref()
        .map(|credentials| &credentials.value)
    {
        Some(KeySource::Static {
            secret: SecretSource::File(path),
            ..
        }) => secret_in(path).map(drop),
        _ => Ok(()),
    }
}

/// The secret that is all a file holds, but for the end of its line.
fn secret_in(path: &Path) -> Result<Secret, ConfigError> {
    let content = location::read_named(path)?;
    content.private(path, "it is a secret")?;
    let text = content.text.strip_suffix('\n').unwrap_or(&content.text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    check_part(text).map_err(|why| ConfigError::new(why).at(whole(path)))?;
    Ok(Secret::new(text))
}

/// Checks a part of a key: it goes into headers, where only visible ASCII may
/// stand, and what else gets in comes from careless copying.
pub(super) fn check_part(text: &str) -> Result<(), String> {
    if text.is_empty() {
        Err("is empty".to_owned())
    } else if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err("holds a space, line break or other character that no key has".to_owned())
    }
}

fn spellings(names: &'static [&'static str]) -> String {
    match names {
        [first, rest @ ..] if !rest.is_empty() => {
            format!("{first} (or {})", list(rest.iter().copied()))
        }
        _ => list(names.iter().copied()),
    }
}

/// The variables to set, in the vendor's preferred spelling.
fn pair(facts: &Facts) -> String {
    let names = facts
        .variables
        .keys
        .first()
        .map(|family| [family.id.first(), family.secret.first()]);
    let names: Vec<&str> = names.into_iter().flatten().flatten().copied().collect();
    names.join(" and ")
}

fn missing(message: String, hint: String) -> Error {
    Error::Credentials {
        message,
        hint: Some(hint),
    }
}
