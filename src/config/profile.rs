//! Reading the tables of the file: a profile, its credentials, and the network
//! settings that `[defaults]` has too.

use toml::de::{DeTable, DeValue};

use super::document::{Document, Value, Wrong, kind, number, text, texts};
use super::file::{KeySource, Profile, SecretSource};
use super::regions::{self, RegionChoice};
use super::resolve::NO_REGIONS;
use super::settings::{Settings, Sourced};
use super::words::{heading, list, quoted, suggestion};
use super::{default_provider, duration, endpoint, keys, provider_named};
use crate::error::Origin;
use crate::provider::Facts;
use crate::secret::Secret;

/// Reads the table of a profile.
pub(super) fn profile(
    document: &mut Document<'_>,
    table: &DeTable<'_>,
    origin: Origin,
    name: &str,
) -> Profile {
    let known = keys::PROFILE.iter().chain(keys::NETWORK);
    document.check_keys(table, known, &format!("in [{}]", heading(name)));
    let provider = document.setting(table, "provider", |value| {
        provider_named(text(value)?).map_err(|error| {
            let wrong = Wrong::from(error.message);
            if let Some(hint) = error.hint {
                wrong.hint(hint)
            } else {
                wrong
            }
        })
    });
    // Of an unknown provider the schemes are unknown too.
    let known_provider = provider.is_some() || !table.contains_key("provider");
    let facts = provider
        .as_ref()
        .map_or_else(default_provider, |p| p.value)
        .facts();
    let signatures = facts.signatures;
    Profile {
        origin,
        provider,
        regions: document.setting(table, "regions", |value| match region_choice(value)? {
            RegionChoice::Named(_) if !facts.regional => Err(no_regions(facts)),
            choice => Ok(choice),
        }),
        exclude_regions: document.setting(table, "exclude_regions", |value| {
            if !facts.regional {
                return Err(no_regions(facts));
            }
            let ids = texts(value, |id| regions::parse_id(id).map(drop))?;
            Ok(regions::list(ids.iter().map(String::as_str))?)
        }),
        endpoint: document.setting(table, "endpoint", |value| {
            Ok(endpoint::parse(text(value)?)?)
        }),
        signature: document
            .setting(table, "signature", |value| {
                let name = text(value)?;
                match signatures.iter().find(|known| **known == name) {
                    Some(known) => Ok(Some(*known)),
                    None if !known_provider => Ok(None),
                    None => {
                        let message = format!("the provider has no signature {}", quoted(name));
                        let hint = format!("signatures: {}", list(signatures.iter().copied()));
                        Err(Wrong::from(message).hint(hint))
                    }
                }
            })
            .and_then(|found| Some(Sourced::new(found.value?, found.origin))),
        credentials: credentials(document, table),
        settings: network(document, table),
    }
}

/// Why regions of a provider without them mean nothing.
fn no_regions(facts: &Facts) -> Wrong {
    Wrong::from(facts.no_regions()).hint(NO_REGIONS.to_owned())
}

fn region_choice(value: &Value<'_>) -> Result<RegionChoice, Wrong> {
    if let DeValue::String(word) = value.get_ref() {
        return match word.as_ref() {
            "all" => Ok(RegionChoice::All),
            _ => Err(Wrong::from("must be a list, or the word \"all\"")
                .hint(format!("write `[\"{}\"]`", word.escape_debug()))),
        };
    }
    let ids = texts(value, |id| {
        if id == "all" {
            Ok(())
        } else {
            regions::parse_id(id).map(drop)
        }
    })?;
    Ok(regions::choice(ids.iter().map(String::as_str))?)
}

/// Reads the network settings in a table.
pub(super) fn network(document: &mut Document<'_>, table: &DeTable<'_>) -> Settings {
    let time = |value: &Value<'_>| match value.get_ref() {
        DeValue::Integer(seconds) => Err(Wrong::from("must be a text with a unit, not a number")
            .hint(format!("write \"{seconds}s\" for seconds"))),
        _ => Ok(duration::parse(text(value)?)?),
    };
    let folder = |document: &mut Document<'_>, name: &str| {
        let path = table.get(name).map(|value| document.path(value))?;
        document.setting(table, name, |_| path)
    };
    Settings {
        connect_timeout: document.setting(table, "connect_timeout", time),
        request_timeout: document.setting(table, "request_timeout", time),
        timeout: document.setting(table, "timeout", time),
        retries: document.setting(table, "retries", |value| number(value, &keys::RETRIES)),
        concurrency: document.setting(table, "concurrency", |value| {
            number(value, &keys::CONCURRENCY)
        }),
        proxy: document.setting(table, "proxy", |value| {
            Ok(endpoint::parse_proxy(text(value)?)?)
        }),
        ca_bundle: folder(document, "ca_bundle"),
    }
}

fn credentials(document: &mut Document<'_>, profile: &DeTable<'_>) -> Option<Sourced<KeySource>> {
    let value = profile.get("credentials")?;
    let origin = document.origin(&value.span());
    let DeValue::Table(table) = value.get_ref() else {
        let message = format!(
            "`credentials`: must be a table, not {}",
            kind(value.get_ref())
        );
        document.problem(
            &value.span(),
            message,
            Some("write `{ type = \"env\" }`".to_owned()),
        );
        return None;
    };
    let types = list(keys::CREDENTIAL_TYPES.iter().copied());
    if !table.contains_key("type") {
        let message = "`credentials`: the key `type` is missing".to_owned();
        document.problem(&value.span(), message, Some(format!("types: {types}")));
        return None;
    }
    let chosen = document.setting(table, "type", |value| {
        let name = text(value)?;
        let known = keys::CREDENTIAL_TYPES.iter().find(|known| **known == name);
        known.copied().ok_or_else(|| {
            let hint = suggestion(
                name,
                keys::CREDENTIAL_TYPES.iter().copied(),
                "types in this version",
            );
            Wrong::from(format!("there is no credential type {}", quoted(name))).hint(hint)
        })
    })?;
    if chosen.value == "env" {
        document.check_keys(
            table,
            keys::CREDENTIALS.iter(),
            "in credentials of type `env`",
        );
        return Some(Sourced::new(KeySource::Env, origin));
    }
    let known = keys::CREDENTIALS.iter().chain(keys::STATIC);
    document.check_keys(table, known, "in credentials of type `static`");
    static_key(document, table, value).map(|key| Sourced::new(key, origin))
}

fn static_key(
    document: &mut Document<'_>,
    table: &DeTable<'_>,
    whole: &Value<'_>,
) -> Option<KeySource> {
    let before = document.problems.len();
    let id = part(document, table, &["access_key_id", "secret_id"]);
    let secret = part(
        document,
        table,
        &[
            "access_key_secret",
            "access_key_secret_file",
            "secret_key",
            "secret_key_file",
        ],
    );
    let token = part(document, table, &["security_token", "token"]);
    // The missing half is named in the words of the half that is there.
    let hint = match (id, secret) {
        (Some("secret_id"), None) => Some("add `secret_key` or `secret_key_file`"),
        (Some(_), None) => Some("add `access_key_secret` or `access_key_secret_file`"),
        (None, Some("secret_key" | "secret_key_file")) => Some("add `secret_id`"),
        (None, Some(_)) => Some("add `access_key_id`"),
        (None, None) => {
            Some("add `access_key_id`, and `access_key_secret` or `access_key_secret_file`")
        }
        _ => None,
    };
    if let Some(hint) = hint {
        let message = match (id, secret) {
            (Some(id), _) => format!("half a key: `{id}` is there, its secret is missing"),
            (_, Some(secret)) => {
                format!("half a key: `{secret}` is there, the key's id is missing")
            }
            _ => "the key's id and its secret are missing".to_owned(),
        };
        document.problem(
            &whole.span(),
            format!("`credentials`: {message}"),
            Some(hint.to_owned()),
        );
    }
    let secret_text = |value: &Value<'_>| key_part(value).map(Secret::new);
    let id = id
        .and_then(|name| document.setting(table, name, |value| key_part(value).map(str::to_owned)));
    let secret = secret.and_then(|name| {
        if !name.ends_with("_file") {
            let inline = document.setting(table, name, secret_text)?;
            return Some(SecretSource::Inline(inline.value));
        }
        let path = document.path(table.get(name)?);
        Some(SecretSource::File(
            document.setting(table, name, |_| path)?.value,
        ))
    });
    let token = token.and_then(|name| document.setting(table, name, secret_text));
    let (id, secret) = (id?.value, secret?);
    let fine = document.problems.len() == before;
    fine.then(|| KeySource::Static {
        id,
        secret,
        token: token.map(|token| token.value),
    })
}

/// Which of several names for one thing is used.
fn part(
    document: &mut Document<'_>,
    table: &DeTable<'_>,
    names: &[&'static str],
) -> Option<&'static str> {
    let mut used = names.iter().filter(|name| table.contains_key(**name));
    let first = used.next().copied()?;
    if let Some(second) = used.next()
        && let Some((key, _)) = table.get_key_value(*second)
    {
        let message = format!("`{first}` and `{second}` are two ways to give one thing");
        document.problem(&key.span(), message, Some("keep one of them".to_owned()));
    }
    Some(first)
}

fn key_part<'v>(value: &'v Value<'_>) -> Result<&'v str, Wrong> {
    let text = text(value)?;
    super::credentials::check_part(text)?;
    Ok(text)
}
