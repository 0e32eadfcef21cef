//! The vendor's variables: an access key, with which a role may be taken, else a
//! role by OIDC, else the address of a service that gives keys.
//!
//! Alibaba Cloud: the variables of its SDKs, CLI, Terraform provider and Packer
//! plugin. Tencent Cloud: those of its SDKs, CLI and Terraform provider, and those
//! that its container service gives to pods. Source code of these tools, read 2026-11.

use std::path::PathBuf;

use super::{Finder, Found, Oidc, Recipe, Role, Step, Uri, Vendor, check_part};
use crate::error::{ConfigError, Error, Origin};
use crate::machine::Env;
use crate::provider::{Facts, KeyVariables, Variables};
use crate::secret::Secret;
use crate::sign::Credentials;
use crate::words::list;

/// Finds the key in the vendor's variables.
pub(super) fn find(finder: &Finder<'_>) -> Result<Option<Found>, Error> {
    let facts = finder.provider.facts();
    let key = access_key(finder.env, facts.variables())?;
    let Ok(vendor) = Vendor::of(facts) else {
        return Ok(key.map(|(key, name)| found(Recipe::fixed(key), name, "environment")));
    };
    if let Some((key, name)) = key {
        return Ok(Some(match role(finder.env, vendor, &key)? {
            None => found(Recipe::fixed(key), name, "environment"),
            Some((role, name)) => {
                let recipe = Recipe::AssumeRole {
                    base: Box::new(Recipe::fixed(key)),
                    role,
                    sts: finder.sts(None)?,
                };
                found(recipe, name, "assume-role in environment")
            }
        }));
    }
    let names = match vendor {
        Vendor::Alibaba => &ALIBABA_OIDC,
        Vendor::Tencent => &TENCENT_OIDC,
    };
    if let Some((oidc, name)) = oidc(finder.env, names)? {
        let sts = finder.sts(None)?;
        return Ok(Some(found(
            Recipe::Oidc { oidc, sts },
            name,
            "oidc in environment",
        )));
    }
    if vendor == Vendor::Alibaba
        && let Some((name, text)) = first(finder.env, &URI)?
    {
        let uri =
            Uri::parse(text).map_err(|why| ConfigError::new(why).at(Origin::Variable(name)))?;
        let recipe = Recipe::Uri(uri);
        return Ok(Some(found(recipe, name, "credentials-uri in environment")));
    }
    Ok(None)
}

/// The role of the machine, where the vendor's variable for that asks for it.
pub(super) fn instance_role(finder: &Finder<'_>) -> Result<Option<Found>, Error> {
    if Vendor::of(finder.provider.facts()).ok() != Some(Vendor::Alibaba) {
        return Ok(None);
    }
    let Some((name, role)) = first(finder.env, &INSTANCE_ROLE)? else {
        return Ok(None);
    };
    let recipe = finder.instance_role(Some(role), None)?;
    let found = found(recipe, name, "instance-role in environment");
    Ok(Some(Found {
        step: Step::InstanceRole,
        ..found
    }))
}

fn found(recipe: Recipe, name: &'static str, what: &str) -> Found {
    Found {
        recipe,
        origin: Origin::Variable(name),
        place: format!("{what} {name}"),
        region: Ok(None),
        inside: None,
        step: Step::Environment,
    }
}

const URI: [&str; 2] = ["ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"];

const INSTANCE_ROLE: [&str; 2] = ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"];

/// The variables of a role by OIDC.
struct OidcVariables {
    provider: &'static [&'static str],
    file: &'static [&'static str],
    /// The token itself, which is not taken from the environment.
    token: &'static [&'static str],
    role: &'static [&'static str],
    session: &'static [&'static str],
}

const ALIBABA_OIDC: OidcVariables = OidcVariables {
    provider: &[
        "ALIBABACLOUD_OIDC_PROVIDER_ARN",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
    ],
    file: &[
        "ALIBABACLOUD_OIDC_TOKEN_FILE",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
    ],
    token: &["ALIBABA_CLOUD_OIDC_TOKEN"],
    role: &["ALIBABACLOUD_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN"],
    session: &[
        "ALIBABACLOUD_ROLE_SESSION_NAME",
        "ALIBABA_CLOUD_ROLE_SESSION_NAME",
    ],
};

const TENCENT_OIDC: OidcVariables = OidcVariables {
    provider: &["TKE_PROVIDER_ID"],
    file: &["TKE_WEB_IDENTITY_TOKEN_FILE"],
    token: &[],
    role: &["TKE_ROLE_ARN"],
    session: &["TENCENTCLOUD_ROLE_SESSION_NAME"],
};

/// The variables of a role that is taken with the key beside them.
struct RoleVariables {
    role: &'static [&'static str],
    session: &'static [&'static str],
    /// Seconds.
    duration: &'static [&'static str],
    external_id: &'static [&'static str],
}

/// Of the Terraform provider and the Ansible modules.
const ALIBABA_ROLE: RoleVariables = RoleVariables {
    role: &["ALICLOUD_ASSUME_ROLE_ARN"],
    session: &[
        "ALICLOUD_ASSUME_ROLE_SESSION_NAME",
        "ALIBABA_CLOUD_ROLE_SESSION_NAME",
    ],
    duration: &["ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"],
    external_id: &[],
};

/// Of the CLI, and of the Terraform provider for the second spelling. They are those of
/// a role by OIDC too.
const ALIBABA_CLI_ROLE: RoleVariables = RoleVariables {
    role: ALIBABA_OIDC.role,
    session: ALIBABA_OIDC.session,
    duration: &["ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"],
    external_id: &["ALIBABACLOUD_EXTERNAL_ID"],
};

/// Of the Terraform provider.
const TENCENT_ROLE: RoleVariables = RoleVariables {
    role: &["TENCENTCLOUD_ASSUME_ROLE_ARN"],
    session: &["TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME"],
    duration: &["TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION"],
    external_id: &["TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID"],
};

/// Of the CLI, which takes it with the session's name only.
const TENCENT_CLI_ROLE: RoleVariables = RoleVariables {
    role: &["TENCENTCLOUD_ROLE_ARN"],
    session: &["TENCENTCLOUD_ROLE_SESSION_NAME"],
    duration: &[],
    external_id: &[],
};

/// The role that is to be taken with the key of the variables, if one is named.
fn role(
    env: &Env,
    vendor: Vendor,
    key: &Credentials,
) -> Result<Option<(Role, &'static str)>, Error> {
    let read = |names: &RoleVariables| -> Result<Option<(Role, &'static str)>, Error> {
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
    };
    match vendor {
        Vendor::Alibaba => {
            if let Some(found) = read(&ALIBABA_ROLE)? {
                return Ok(Some(found));
            }
            // In a pod the role is that of its token, and the CLI uses a temporary key as it is.
            let by_oidc = first(env, ALIBABA_OIDC.provider)?.is_some()
                || first(env, ALIBABA_OIDC.file)?.is_some();
            if by_oidc || key.token.is_some() {
                return Ok(None);
            }
            read(&ALIBABA_CLI_ROLE)
        }
        Vendor::Tencent => {
            if let Some(found) = read(&TENCENT_ROLE)? {
                return Ok(Some(found));
            }
            match read(&TENCENT_CLI_ROLE)? {
                Some((
                    Role {
                        session_name: None, ..
                    },
                    name,
                )) => {
                    let absent = list(TENCENT_CLI_ROLE.session.iter().copied());
                    Err(Error::credentials(
                        format!("half of a role: {name} is set, {absent} is not"),
                        format!("set {absent}, or unset {name} to use the key itself"),
                    ))
                }
                found => Ok(found),
            }
        }
    }
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

/// The role by OIDC in the variables. All three must be there, and without the
/// provider and the file it is none: the role alone has other uses.
fn oidc(env: &Env, names: &OidcVariables) -> Result<Option<(Oidc, &'static str)>, Error> {
    let provider = first(env, names.provider)?;
    let file = first_path(env, names.file)?;
    let role = first(env, names.role)?;
    // The Terraform provider takes it so. It works for minutes, and a file can be renewed.
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

/// The key in the variables. The first family with anything set decides, so
/// that a key's parts never come from two families.
fn access_key(
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
pub(super) fn first<'a>(
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
pub(super) fn first_path(
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
pub fn pair(facts: &Facts) -> String {
    let names = facts
        .variables()
        .keys
        .first()
        .map(|family| [family.id.first(), family.secret.first()]);
    let names: Vec<&str> = names.into_iter().flatten().flatten().copied().collect();
    names.join(" and ")
}
