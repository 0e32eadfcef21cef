//! What a virtual machine is told of itself: the name of its role, and keys of that role, of both vendors.
//!
//! Sources: the vendor's page "Instance metadata" of ECS and what its SDKs expect (token from 1 to
//! 21,600 s); the page 598/85616 of Tencent Cloud and its SDKs. Statuses of refusals are not
//! documented (choice).

use serde_json::json;

use super::{
    answer::Answer,
    key_pages::{Asked, json_page, refuse, text_page},
    keys::{Vendor, written},
    known::ROLE_NAME,
    random::hash,
    sts::{ROLES, alibaba},
};

/// Where metadata begins.
pub(super) const FOLDER: &str = "/latest/";

const TOKEN: &str = "/latest/api/token";
const ALIBABA_ROLES: &str = "/latest/meta-data/ram/security-credentials";
const TENCENT_ROLES: &str = "/latest/meta-data/cam/security-credentials";

/// The headers of version 2, which Alibaba Cloud has.
const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";
const LIFE_HEADER: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";
const LONGEST_TOKEN: i64 = 21_600;

/// How long keys of metadata live, in seconds (choice).
const ALIBABA_LIFE: u32 = 21_600;
const TENCENT_LIFE: u32 = 7_200;

/// The session that the keys of a machine are of.
const SESSION: &str = "vm-sandbox";

/// Answers what is asked below [`FOLDER`].
pub(super) fn answer(asked: &Asked) -> Answer {
    let path = asked.request.path.as_str();
    if path == TOKEN {
        return token(asked);
    }
    if asked.request.method != "GET" {
        return refuse(405);
    }
    if let Some(rest) = below(path, ALIBABA_ROLES) {
        return match check_token(asked) {
            Ok(()) => alibaba_role(asked, rest),
            Err(status) => refuse(status),
        };
    }
    match below(path, TENCENT_ROLES) {
        Some(rest) => tencent_role(asked, rest),
        None => refuse(404),
    }
}

/// What follows a folder, with or without the slash at its end.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

fn alibaba_role(asked: &Asked, name: &str) -> Answer {
    if name.is_empty() {
        return text_page(ROLE_NAME.to_owned());
    }
    if name != ROLE_NAME {
        return refuse(404);
    }
    let keys = asked.keys;
    let key = keys.give(Vendor::Alibaba, &ROLES[0], SESSION, ALIBABA_LIFE, asked.now);
    let mut body = alibaba::credentials(&key);
    body["Code"] = json!("Success");
    body["LastUpdated"] = json!(written(asked.now));
    json_page(200, &body)
}

fn tencent_role(asked: &Asked, name: &str) -> Answer {
    if name.is_empty() {
        return text_page(ROLE_NAME.to_owned());
    }
    if name != ROLE_NAME {
        return refuse(404);
    }
    let keys = asked.keys;
    let key = keys.give(Vendor::Tencent, &ROLES[0], SESSION, TENCENT_LIFE, asked.now);
    let body = json!({
        "TmpSecretId": key.id,
        "TmpSecretKey": key.secret,
        "Token": key.token,
        "ExpiredTime": key.end,
        "Expiration": key.expiration(),
        "Code": "Success",
    });
    json_page(200, &body)
}

/// Gives out a token for metadata. It says itself when it ends, and its second half proves that.
fn token(asked: &Asked) -> Answer {
    if asked.request.method != "PUT" {
        return refuse(405);
    }
    let life = asked.request.header_text(LIFE_HEADER);
    let life = life.and_then(|life| life.parse::<i64>().ok());
    match life.filter(|life| (1..=LONGEST_TOKEN).contains(life)) {
        None => refuse(400),
        Some(life) => text_page(token_until(asked, asked.now + life)),
    }
}

fn token_until(asked: &Asked, end: i64) -> String {
    let proof = hash(asked.seed, &format!("metadata token until {end}"));
    format!("AQ{end:012x}{proof:016x}")
}

/// Checks the token, if there is one or there has to be one.
///
/// # Errors
/// The status of the refusal.
fn check_token(asked: &Asked) -> Result<(), u16> {
    let Some(token) = asked.request.header_text(TOKEN_HEADER) else {
        return if asked.v2_only { Err(403) } else { Ok(()) };
    };
    let end = token
        .get(2..14)
        .and_then(|end| i64::from_str_radix(end, 16).ok());
    match end {
        Some(end) if asked.now < end && token == token_until(asked, end) => Ok(()),
        _ => Err(403),
    }
}
