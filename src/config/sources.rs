//! Reading a profile's `credentials` into where its key comes from.

use std::time::Duration;

use toml::de::{DeTable, DeValue};

use super::document::{Document, Value, Wrong, kind, text, texts};
use super::keys::ROLE_SECONDS;
use super::settings::Sourced;
use super::{duration, keys};
use crate::credentials::{Base, Oidc, Role, SecretSource, Source, StaticKey, Uri, check_part};
use crate::http::address;
use crate::request::Endpoint;
use crate::secret::Secret;
use crate::words::{list, quoted, suggestion};

/// What was read.
pub(super) struct Credentials {
    pub(super) source: Sourced<Source>,
    /// The token service's address, which is for keys of all types.
    pub(super) sts: Option<Sourced<Endpoint>>,
}

/// Reads the credentials of a profile; `None` when there are none, or wrong ones.
pub(super) fn read(document: &mut Document<'_>, profile: &DeTable<'_>) -> Option<Credentials> {
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
        keys::TYPES
            .iter()
            .find(|known| known.name == name)
            .ok_or_else(|| {
                let hint = suggestion(name, keys::CREDENTIAL_TYPES.iter().copied(), "types");
                Wrong::from(format!("there is no credential type {}", quoted(name))).hint(hint)
            })
    })?;
    let name = chosen.value.name;
    let known = keys::CREDENTIALS
        .iter()
        .chain(chosen.value.keys.iter().copied().flatten());
    document.check_keys(table, known, &format!("in credentials of type `{name}`"));
    let sts = address(document, table, "sts_endpoint");
    let mut reader = Reader {
        document,
        table,
        whole: value,
    };
    let source = reader.source(name)?;
    Some(Credentials {
        source: Sourced::new(source, origin),
        sts,
    })
}

fn address(
    document: &mut Document<'_>,
    table: &DeTable<'_>,
    name: &str,
) -> Option<Sourced<Endpoint>> {
    document.setting(table, name, |value| Ok(address::parse(text(value)?)?))
}

/// Reads the keys of one type.
struct Reader<'r, 'd, 't> {
    document: &'r mut Document<'d>,
    table: &'r DeTable<'t>,
    /// The whole table, where what is missing is told.
    whole: &'r Value<'t>,
}

impl Reader<'_, '_, '_> {
    /// The source; `None` when a part of it is missing or wrong.
    fn source(&mut self, name: &str) -> Option<Source> {
        let before = self.document.problems.len();
        let source = match name {
            "static" => Source::Static(static_key(self.document, self.table, self.whole)?),
            "process" => Source::Process {
                command: self.command()?,
            },
            "aliyun-cli" => Source::AliyunCli {
                profile: self.text("profile"),
                file: self.path("file"),
            },
            "tccli" => Source::Tccli {
                profile: self.text("profile"),
                folder: self.path("folder"),
            },
            "ini" => Source::Ini {
                profile: self.text("profile"),
                file: self.path("file"),
            },
            "assume-role" => {
                let (role, base) = (self.role(), self.base());
                Source::AssumeRole {
                    base: base?,
                    role: role?,
                }
            }
            "oidc" => Source::Oidc(self.oidc()?),
            "instance-role" => Source::InstanceRole {
                role_name: self.text("role_name"),
                metadata: address(self.document, self.table, "metadata_endpoint")
                    .map(|endpoint| endpoint.value),
            },
            "credentials-uri" => {
                self.needed("url")?;
                let read = |value: &Value<'_>| Ok(Uri::parse(text(value)?)?);
                let uri = self.document.setting(self.table, "url", read)?;
                Source::CredentialsUri(uri.value)
            }
            _ => Source::Environment,
        };
        (self.document.problems.len() == before).then_some(source)
    }

    fn command(&mut self) -> Option<Vec<String>> {
        self.needed("command")?;
        let program = self.program();
        let words = self.document.setting(self.table, "command", |value| {
            if let DeValue::String(line) = value.get_ref() {
                return Err(
                    Wrong::from("must be a list: no shell splits it into words").hint(format!(
                        "write `[\"{}\"]`",
                        line.escape_debug().to_string().replace(' ', "\", \"")
                    )),
                );
            }
            match texts(value, |_| Ok(()))? {
                words if words.is_empty() => Err("names no program".into()),
                mut words => {
                    if let Some(path) = program {
                        words[0] = path?;
                    }
                    Ok(words)
                }
            }
        })?;
        Some(words.value)
    }

    /// The path of the command's program; `None` where it is a name alone, which is
    /// looked for in `PATH`.
    fn program(&self) -> Option<Result<String, Wrong>> {
        let first = self.table.get("command")?.get_ref().as_array()?.first()?;
        if !text(first).ok()?.contains(std::path::is_separator) {
            return None;
        }
        let path = self.document.path(first);
        Some(path.and_then(|path| {
            let path = path.into_os_string().into_string();
            path.map_err(|_| "is in a folder whose name is not valid UTF-8".into())
        }))
    }

    fn role(&mut self) -> Option<Role> {
        // All of them are read before any is missed, so that all problems are told.
        let arn = self.needed_text("role_arn");
        let seconds = self.document.setting(self.table, "duration", |value| {
            let time: Duration = duration::parse(text(value)?)?;
            match u32::try_from(time.as_secs()) {
                Ok(seconds) if ROLE_SECONDS.contains(&u64::from(seconds)) => Ok(seconds),
                _ => Err("must be from 15m to 12h".into()),
            }
        });
        let (session_name, external_id) = (self.text("session_name"), self.text("external_id"));
        let policy = self.text("policy");
        Some(Role {
            arn: arn?,
            session_name,
            duration: seconds.map(|seconds| seconds.value),
            external_id,
            policy,
        })
    }

    /// The key that takes a role: that of a profile, one that stands beside the
    /// role, or the environment's.
    fn base(&mut self) -> Option<Base> {
        let own = keys::STATIC
            .iter()
            .find(|key| self.table.contains_key(key.name));
        let Some(name) = self.text("source_profile") else {
            return match own {
                Some(_) => static_key(self.document, self.table, self.whole).map(Base::Static),
                None => Some(Base::Environment),
            };
        };
        if let Some((key, _)) = own.and_then(|own| self.table.get_key_value(own.name)) {
            let message = format!(
                "`source_profile` and `{}` are two ways to give one thing",
                key.get_ref()
            );
            let hint = "keep one of them".to_owned();
            self.document.problem(&key.span(), message, Some(hint));
            return None;
        }
        Some(Base::Profile(name))
    }

    fn oidc(&mut self) -> Option<Oidc> {
        let role = self.role();
        let name = part(
            self.document,
            self.table,
            &["oidc_provider_arn", "provider_id"],
        );
        let provider = self.needed_text(name.unwrap_or("oidc_provider_arn"));
        let token_file = self
            .needed("oidc_token_file")
            .and_then(|()| self.path("oidc_token_file"));
        Some(Oidc {
            role: role?,
            provider: provider?,
            token_file: token_file?,
        })
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let read = |value: &Value<'_>| text(value).map(str::to_owned);
        Some(self.document.setting(self.table, name, read)?.value)
    }

    fn path(&mut self, name: &str) -> Option<std::path::PathBuf> {
        let path = self.document.path(self.table.get(name)?);
        Some(self.document.setting(self.table, name, |_| path)?.value)
    }

    fn needed_text(&mut self, name: &str) -> Option<String> {
        self.needed(name)?;
        self.text(name)
    }

    /// Tells of a key that is missing.
    fn needed(&mut self, name: &str) -> Option<()> {
        if self.table.contains_key(name) {
            return Some(());
        }
        let message = format!("`credentials`: the key `{name}` is missing");
        self.document
            .problem(&self.whole.span(), message, Some(format!("add `{name}`")));
        None
    }
}

fn static_key(
    document: &mut Document<'_>,
    table: &DeTable<'_>,
    whole: &Value<'_>,
) -> Option<StaticKey> {
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
    fine.then(|| StaticKey {
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
    check_part(text)?;
    Ok(text)
}
