//! A key in an object of JSON, by any of the names that tools and services give its
//! parts.
//!
//! No message repeats anything of the object but the names of these members.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::key_part::check_part;
use crate::secret::Secret;
use crate::sign::Credentials;

/// A key that was just got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemporaryCredentials {
    /// The key.
    pub key: Credentials,
    /// When it stops working, where that is known.
    pub expires: Option<Timestamp>,
}

/// The names of a key's parts in JSON: without capitals and underlines, in the order
/// they are looked for.
#[derive(Debug)]
pub struct KeyMembers {
    /// Of its id.
    pub id: &'static [&'static str],
    /// Of its secret.
    pub secret: &'static [&'static str],
    /// Of the token of temporary keys.
    pub token: &'static [&'static str],
    /// Of the time when it stops working.
    pub end: &'static [&'static str],
}

impl KeyMembers {
    /// The usual names.
    pub const COMMON: KeyMembers = KeyMembers {
        id: &["accesskeyid", "secretid"],
        secret: &["accesskeysecret", "secretkey"],
        token: &["securitytoken", "ststoken", "sessiontoken", "token"],
        end: &["expiredtime", "expiration", "expiresat"],
    };
}

/// Reads JSON. What is wrong is told without the text, which may hold a key.
pub(crate) fn parse(body: &[u8]) -> Result<Value, String> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err("is empty".to_owned());
    }
    serde_json::from_slice(body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let comment = if is_comment(body, line, column) {
            ": JSON allows no comments; remove it"
        } else {
            ""
        };
        format!("is not valid JSON (line {line}, column {column}){comment}")
    })
}

/// Whether a comment begins where JSON does not go on, counted from 1.
fn is_comment(body: &[u8], line: usize, column: usize) -> bool {
    let mut lines = body.split(|byte| *byte == b'\n');
    let rest = lines
        .nth(line.saturating_sub(1))
        .and_then(|line| line.get(column.saturating_sub(1)..));
    rest.is_some_and(|rest| {
        [&b"//"[..], b"/*", b"#"]
            .iter()
            .any(|sign| rest.starts_with(sign))
    })
}

/// The key in an object; why there is none.
pub(crate) fn key_in(value: &Value, names: &KeyMembers) -> Result<TemporaryCredentials, String> {
    let Value::Object(object) = value else {
        return Err("is no JSON object".to_owned());
    };
    let id = part(object, names.id)?;
    let secret = part(object, names.secret)?;
    let (id, secret) = match (id, secret) {
        (Some((_, id)), Some((_, secret))) => (id, secret),
        (Some((name, _)), None) => {
            return Err(format!(
                "holds half a key: `{name}` is there, its secret is missing"
            ));
        }
        (None, Some((name, _))) => {
            return Err(format!(
                "holds half a key: `{name}` is there, the key's id is missing"
            ));
        }
        (None, None) => return Err("holds no key".to_owned()),
    };
    Ok(TemporaryCredentials {
        key: Credentials {
            id: id.to_owned(),
            secret: Secret::new(secret),
            token: part(object, names.token)?.map(|(_, token)| Secret::new(token)),
        },
        expires: end(object, names.end)?,
    })
}

/// A member by any of these names, and its own name; empty and null are absent.
fn member<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<(&'a str, &'a Value)> {
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    names.iter().find_map(|wanted| {
        let found = object.iter().find(|(name, _)| plain(name) == *wanted)?;
        let there = !found.1.is_null() && found.1 != "";
        there.then_some((found.0.as_str(), found.1))
    })
}

fn part<'a>(
    object: &'a Map<String, Value>,
    names: &[&str],
) -> Result<Option<(&'a str, &'a str)>, String> {
    let Some((name, value)) = member(object, names) else {
        return Ok(None);
    };
    let text = value
        .as_str()
        .ok_or_else(|| format!("`{name}` is no text"))?;
    check_part(text).map_err(|why| format!("`{name}` {why}"))?;
    Ok(Some((name, text)))
}

/// When the key ends: seconds since 1970, or a time in RFC 3339.
fn end(object: &Map<String, Value>, names: &[&str]) -> Result<Option<Timestamp>, String> {
    let Some((name, value)) = member(object, names) else {
        return Ok(None);
    };
    let time = match value {
        Value::String(text) => text.parse().ok().or_else(|| seconds(text.parse().ok()?)),
        other => other.as_i64().and_then(seconds),
    };
    match time {
        Some(time) => Ok(Some(time)),
        None => Err(format!("`{name}` is not a valid time")),
    }
}

/// A time in seconds since 1970, as files and tokens have it.
pub(crate) fn seconds(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(seconds).ok().filter(|_| seconds > 0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_usual_names_are_known() {
        let end: Timestamp = "2030-01-02T03:04:05Z".parse().unwrap();
        for value in [
            json!({"AccessKeyId": "id", "AccessKeySecret": "se", "SecurityToken": "to", "Expiration": "2030-01-02T03:04:05Z"}),
            json!({"mode": "StsToken", "access_key_id": "id", "access_key_secret": "se", "sts_token": "to", "expiration": "2030-01-02T03:04:05Z"}),
            json!({"secretId": "id", "secretKey": "se", "Token": "to", "ExpiredTime": end.as_second(), "Expiration": "2030-01-02T03:04:05Z"}),
            json!({"secretId": "id", "secretKey": "se", "token": "to", "expiresAt": end.as_second()}),
            json!({"secret_id": "id", "secret_key": "se", "token": "to", "expiration": end.as_second().to_string()}),
        ] {
            let found = key_in(&value, &KeyMembers::COMMON).unwrap();
            assert_eq!(
                (found.key.id.as_str(), found.key.secret.expose()),
                ("id", "se"),
                "{value}"
            );
            assert_eq!(found.key.token, Some(Secret::new("to")), "{value}");
            assert_eq!(found.expires, Some(end), "{value}");
        }
        let bare = key_in(&json!({"AccessKeyId": "id", "AccessKeySecret": "se", "SecurityToken": "", "Expiration": null}), &KeyMembers::COMMON).unwrap();
        assert_eq!((bare.key.token, bare.expires), (None, None));
    }

    #[test]
    fn what_is_no_key_is_told_without_its_text() {
        for (text, reason) in [
            ("", "is empty"),
            (" \r\n", "is empty"),
            ("hunter2", "is not valid JSON (line 1, column 1)"),
            (
                "{\n// hunter2\n}",
                "is not valid JSON (line 2, column 1): JSON allows no comments; remove it",
            ),
            (
                "{} /* hunter2 */",
                "(line 1, column 4): JSON allows no comments",
            ),
            ("[\"hunter2\"]", "is no JSON object"),
            ("{}", "holds no key"),
            (
                r#"{"AccessKeyId": "hunter2"}"#,
                "`AccessKeyId` is there, its secret is missing",
            ),
            (
                r#"{"secretKey": "hunter2"}"#,
                "`secretKey` is there, the key's id is missing",
            ),
            (
                r#"{"AccessKeyId": ["hunter2"]}"#,
                "`AccessKeyId` is no text",
            ),
            (
                r#"{"AccessKeyId": "hunter2 "}"#,
                "`AccessKeyId` holds a space",
            ),
            (
                r#"{"AccessKeyId": "a", "AccessKeySecret": "hunter2", "Expiration": "hunter2"}"#,
                "`Expiration` is not a valid time",
            ),
        ] {
            let message = parse(text.as_bytes())
                .and_then(|value| key_in(&value, &KeyMembers::COMMON))
                .unwrap_err();
            assert!(message.contains(reason), "{text}: {message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
        assert!(parse(b"\xef\xbb\xbf{}").is_ok());
    }
}
