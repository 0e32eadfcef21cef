//! A record of a vendor's file: a profile or section whose members are texts and
//! numbers, whatever the file's form.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::json_key::{parse, seconds};
use super::key_part::check_part;
use super::role::Role;
use crate::error::{ConfigError, Error};
use crate::http::address;
use crate::machine::files::{self, whole};
use crate::machine::home::expand;
use crate::request::Endpoint;
use crate::secret::Secret;
use crate::sign::Credentials;

/// A file that holds one JSON object; `None` when there is no such file, or none that
/// can be reached and nobody named it.
pub(crate) fn json(path: &Path, named: bool) -> Result<Option<Map<String, Value>>, ConfigError> {
    let Some(content) = files::read_settings(path, named)? else {
        return Ok(None);
    };
    let problem = |why: String| ConfigError::new(why).at(whole(path));
    match parse(content.text.as_bytes()).map_err(problem)? {
        Value::Object(object) => Ok(Some(object)),
        _ => Err(problem("is no JSON object".to_owned())),
    }
}

/// A record, and what to call it in messages.
pub(crate) struct VendorRecord<'a> {
    pub(crate) path: &'a Path,
    /// Such as ``profile `x` ``.
    pub(crate) name: String,
    pub(crate) members: &'a Map<String, Value>,
}

impl<'a> VendorRecord<'a> {
    /// A text; empty and null are none.
    pub(crate) fn text(&self, member: &str) -> Result<Option<&'a str>, Error> {
        match self.members.get(member) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(member, "is no text").into()),
        }
    }

    /// A text that must be there.
    pub(crate) fn needed(&self, member: &str) -> Result<&'a str, Error> {
        self.text(member)?.ok_or_else(|| {
            self.refuse(
                &format!("has no `{member}`"),
                "complete it with the vendor's tool, or choose another profile",
            )
        })
    }

    /// The text of the first of several members that has one.
    pub(crate) fn any(&self, members: &[&str]) -> Result<Option<&'a str>, Error> {
        for member in members {
            if let Some(text) = self.text(member)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// A time in seconds since 1970; 0 is none.
    pub(crate) fn time(&self, member: &str) -> Result<Option<Timestamp>, Error> {
        match self.members.get(member) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match value.as_i64() {
                Some(0) => Ok(None),
                Some(number) => match seconds(number) {
                    Some(time) => Ok(Some(time)),
                    None => Err(self.wrong(member, "is not a valid time").into()),
                },
                None => Err(self.wrong(member, "is no number").into()),
            },
        }
    }

    /// A duration in seconds; 0 is none.
    fn duration(&self, member: &str) -> Result<Option<u32>, Error> {
        match self.members.get(member) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                // A text in INI files, a number in JSON.
                let number = value
                    .as_u64()
                    .or_else(|| value.as_str()?.parse().ok())
                    .and_then(|number| u32::try_from(number).ok());
                match number {
                    Some(0) => Ok(None),
                    Some(number) => Ok(Some(number)),
                    None => Err(self.wrong(member, "is no number of seconds").into()),
                }
            }
        }
    }

    /// A key whose parts are these members; `None` when none of them is there.
    pub(crate) fn key(
        &self,
        id: &str,
        secret: &str,
        token: Option<&str>,
    ) -> Result<Option<Credentials>, Error> {
        let part = |member: &str| -> Result<Option<&str>, Error> {
            let text = self.text(member)?;
            if let Some(text) = text {
                check_part(text).map_err(|why| self.wrong(member, &why))?;
            }
            Ok(text)
        };
        let half = |there: &str, absent: &str| {
            let what = format!("holds half a key: `{there}` is there, `{absent}` is not");
            self.refuse(&what, &format!("add `{absent}`, or remove `{there}`"))
        };
        match (part(id)?, part(secret)?) {
            (Some(key), Some(text)) => Ok(Some(Credentials {
                id: key.to_owned(),
                secret: Secret::new(text),
                token: match token {
                    Some(member) => part(member)?.map(Secret::new),
                    None => None,
                },
            })),
            (Some(_), None) => Err(half(id, secret)),
            (None, Some(_)) => Err(half(secret, id)),
            (None, None) => Ok(None),
        }
    }

    /// A key that must be there.
    pub(crate) fn needed_key(
        &self,
        id: &str,
        secret: &str,
        token: Option<&str>,
    ) -> Result<Credentials, Error> {
        self.key(id, secret, token)?
            .ok_or_else(|| self.refuse("holds no key", &format!("add `{id}` and `{secret}`")))
    }

    /// A role whose parts are these members.
    pub(crate) fn role(&self, arn: &str, session: &[&str]) -> Result<Role, Error> {
        Ok(Role {
            arn: self.needed(arn)?.to_owned(),
            session_name: self.any(session)?.map(str::to_owned),
            duration: self.duration("expired_seconds")?,
            external_id: self.text("external_id")?.map(str::to_owned),
            policy: self.text("policy")?.map(str::to_owned),
        })
    }

    /// A path, `~` expanded.
    pub(crate) fn path(&self, member: &str, home: Option<&Path>) -> Result<PathBuf, Error> {
        let path = expand(Path::new(self.needed(member)?), home);
        path.map_err(|why| self.wrong(member, why).into())
    }

    /// An address, as a host or as a URL.
    pub(crate) fn endpoint(&self, member: &str) -> Result<Option<Endpoint>, Error> {
        let Some(text) = self.text(member)? else {
            return Ok(None);
        };
        let url = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        match address::parse(&url) {
            Ok(endpoint) => Ok(Some(endpoint)),
            Err(why) => Err(self.wrong(member, &why).into()),
        }
    }

    /// A record that is readable, but of no use.
    pub(crate) fn refuse(&self, what: &str, hint: &str) -> Error {
        Error::credentials(
            format!("{} in {} {what}", self.name, self.path.display()),
            hint,
        )
    }

    /// A member that is not what it should be.
    pub(crate) fn wrong(&self, member: &str, why: &str) -> ConfigError {
        ConfigError::new(format!("{}: `{member}`: {why}", self.name)).at(whole(self.path))
    }
}
