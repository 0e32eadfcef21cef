//! Environment variables of vendors' tools: families of names for access keys, and for roles.
//!
//! The names are those that the vendors hand in.

use std::path::PathBuf;

use super::key_part::check_part;
use super::role::{Oidc, Role};
use crate::error::{ConfigError, Error, Origin};
use crate::machine::Env;
use crate::secret::Secret;
use crate::sign::Credentials;
use crate::words::list;

/// Environment variables that a cloud's own tools read.
#[derive(Debug)]
pub struct Variables {
    /// The prefixes of all variables about accounts, of whatever tool.
    pub prefixes: &'static [&'static str],
    /// Families of key variables, in the order they are tried. A key's parts
    /// come from one family, never from two.
    pub keys: &'static [KeyVariables],
    /// Variables that name the region, in the order they are tried.
    pub region: &'static [&'static str],
}

/// The variables that hold one access key. In each list the first that is set
/// counts.
#[derive(Debug)]
pub struct KeyVariables {
    /// The key's id.
    pub id: &'static [&'static str],
    /// Its secret.
    pub secret: &'static [&'static str],
    /// The token of temporary keys.
    pub token: &'static [&'static str],
}

/// The variables of a role by OIDC.
pub(crate) struct OidcVariables {
    pub(crate) provider: &'static [&'static str],
    pub(crate) file: &'static [&'static str],
    /// The token itself, which is not taken from the environment.
    pub(crate) token: &'static [&'static str],
    pub(crate) role: &'static [&'static str],
    pub(crate) session: &'static [&'static str],
}

/// The variables of a role that is taken with the key beside them.
pub(crate) struct RoleVariables {
    pub(crate) role: &'static [&'static str],
    pub(crate) session: &'static [&'static str],
    /// Seconds.
    pub(crate) duration: &'static [&'static str],
    pub(crate) external_id: &'static [&'static str],
}

/// The role that is named in these variables, and the variable that names it.
pub(crate) fn role(
    env: &Env,
    names: &RoleVariables,
) -> Result<Option<(Role, &'static str)>, Error> {
    let Some((name, arn)) = first(env, names.role)? else {
        return Ok(None);
    };
    let text = |names| -> Result<Option<String>, Error> {
        Ok(first(env, names)?.map(|(_, text)| text.to_owned()))
    };
    let role = Role {
        session_name: text(names.session)?,
        duration: seconds(env, names.duration)?,
        external_id: text(names.external_id)?,
        ..Role::new(arn)
    };
    Ok(Some((role, name)))
}

/// A number of seconds in the first of these variables that is set; 0 is none.
fn seconds(env: &Env, names: &[&'static str]) -> Result<Option<u32>, Error> {
    let Some((name, text)) = first(env, names)? else {
        return Ok(None);
    };
    match text.parse() {
        Ok(0) => Ok(None),
        Ok(seconds) => Ok(Some(seconds)),
        Err(_) => Err(ConfigError::new("is no number of seconds")
            .at(Origin::Variable(name))
            .into()),
    }
}

/// The role by OIDC in these variables. All three must be there, and without the
/// provider and the file it is none: the role alone has other uses.
pub(crate) fn oidc(
    env: &Env,
    names: &OidcVariables,
) -> Result<Option<(Oidc, &'static str)>, Error> {
    let provider = first(env, names.provider)?;
    let file = first_path(env, names.file)?;
    let role = first(env, names.role)?;
    // It works for minutes, and a file can be renewed.
    if let (None, Some((token, _))) = (&file, first(env, names.token)?) {
        let file = list(names.file.last().copied());
        return Err(Error::credentials(
            format!("{token} holds a token for OIDC, which is read from a file only"),
            format!("write it into a file that {file} names, or unset it"),
        ));
    }
    let (Some((name, provider)), Some((_, file)), Some((_, role))) = (provider, &file, role) else {
        if provider.is_none() && file.is_none() {
            return Ok(None);
        }
        let name = |part: Option<(&'static str, &str)>| part.map(|(name, _)| name);
        let parts = [
            (name(provider), names.provider),
            (file.map(|(name, _)| name), names.file),
            (name(role), names.role),
        ];
        let there = list(parts.iter().filter_map(|(part, _)| *part));
        let absent = parts.iter().filter(|(part, _)| part.is_none());
        let absent: Vec<&str> = absent
            .filter_map(|(_, names)| names.last().copied())
            .collect();
        let absent = absent.join(" and ");
        return Err(Error::credentials(
            format!("half of what a role by OIDC needs: {there} is set, {absent} is not"),
            format!("set {absent}, or unset the rest"),
        ));
    };
    let session_name = first(env, names.session)?.map(|(_, text)| text.to_owned());
    let oidc = Oidc {
        role: Role {
            session_name,
            ..Role::new(role)
        },
        provider: provider.to_owned(),
        token_file: file.clone(),
    };
    Ok(Some((oidc, name)))
}

/// Whether a variable says `true`.
pub(crate) fn is_true(env: &Env, name: &str) -> bool {
    let value = env.get(name);
    value.is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The key in the variables. The first family with anything set decides, so
/// that a key's parts never come from two families.
pub(crate) fn access_key(
    env: &Env,
    variables: &Variables,
) -> Result<Option<(Credentials, &'static str)>, Error> {
    let Some(family) = family(env, variables) else {
        return Ok(None);
    };
    let id = key_part(env, family.id)?;
    let secret = key_part(env, family.secret)?;
    let token = key_part(env, family.token)?;
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
        let absent = absent.join(" and ");
        return Err(Error::credentials(
            format!("half a key: {} is set, {absent} is not", list(there)),
            format!("set {absent}, or unset what is left of the key"),
        ));
    };
    let key = Credentials {
        id: id.to_owned(),
        secret: Secret::new(secret),
        token: token.map(|(_, token)| Secret::new(token)),
    };
    Ok(Some((key, name)))
}

/// The first family of which any part is set. A token whose name tells of no
/// vendor may be anybody's: alone it is no part of a key.
fn family<'v>(env: &Env, variables: &'v Variables) -> Option<&'v KeyVariables> {
    let ours = |name: &&&'static str| {
        let named = |prefix: &&str| name.starts_with(*prefix);
        variables.prefixes.is_empty() || variables.prefixes.iter().any(named)
    };
    variables.keys.iter().find(|family| {
        let token = family.token.iter().filter(ours);
        let mut names = family.id.iter().chain(family.secret).chain(token);
        names.any(|name| is_there(env, name))
    })
}

/// The id variable of the family that decides, if any part of a key is set.
pub fn variable_in_use(env: &Env, variables: &Variables) -> Option<&'static str> {
    let family = family(env, variables)?;
    let set = family.id.iter().copied().find(|name| is_there(env, name));
    set.or(family.id.first().copied())
}

/// The variables of the id, the secret and the token of the key that counts.
pub fn variables_in_use(env: &Env, variables: &Variables) -> [Option<&'static str>; 3] {
    let Some(family) = family(env, variables) else {
        return [None; 3];
    };
    [family.id, family.secret, family.token].map(|names| {
        let mut names = names.iter().copied();
        names.find(|name| is_there(env, name))
    })
}

/// A value that is no text counts as one: it must not pass for none.
fn is_there(env: &Env, name: &'static str) -> bool {
    !matches!(env.text(name), Ok(None))
}

/// The first of these variables that is set.
pub(crate) fn first<'a>(
    env: &'a Env,
    names: &[&'static str],
) -> Result<Option<(&'static str, &'a str)>, Error> {
    for &name in names {
        if let Some(text) = env.text(name)? {
            return Ok(Some((name, text)));
        }
    }
    Ok(None)
}

/// The path in the first of these variables that is set, `~` expanded.
pub(crate) fn first_path(
    env: &Env,
    names: &[&'static str],
) -> Result<Option<(&'static str, PathBuf)>, Error> {
    for &name in names {
        if let Some(path) = env.path(name)? {
            return Ok(Some((name, path)));
        }
    }
    Ok(None)
}

fn key_part<'a>(
    env: &'a Env,
    names: &[&'static str],
) -> Result<Option<(&'static str, &'a str)>, Error> {
    let found = first(env, names)?;
    if let Some((name, text)) = found {
        check_part(text)
            .map_err(|why| Error::credentials(format!("{name} {why}"), "set it anew"))?;
    }
    Ok(found)
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
pub fn pair(variables: &Variables) -> String {
    let names = variables
        .keys
        .first()
        .map(|family| [family.id.first(), family.secret.first()]);
    let names: Vec<&str> = names.into_iter().flatten().flatten().copied().collect();
    names.join(" and ")
}
