//! What a virtual machine of Alibaba Cloud is told of itself: the name of its role, and keys of that role.
//!
//! Sources: the vendor's page "Instance metadata" of ECS and what its SDKs expect (token from 1 to
//! 21,600 s). Statuses of refusals are not documented (choice).

use serde_json::json;

use super::key_form::FORM;
use super::sts::credentials;
use crate::{
    answer::Answer,
    key_page::{Asked, METADATA, below, json_page, refuse, text_page},
    keys::written,
    known::ROLE_NAME,
    random::hash,
    roles::{ROLES, SESSION},
};

/// Describes [`Options::metadata_v2_only`](crate::Options::metadata_v2_only), for help.
pub const METADATA_V2_ONLY: &str =
    "Tell metadata of Alibaba Cloud only to those with a token, as version 2 does";

const TOKEN: &str = "/latest/api/token";
const KEYS: &str = "/latest/meta-data/ram/security-credentials";

/// The headers of version 2.
const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";
const LIFE_HEADER: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";
const LONGEST_TOKEN: i64 = 21_600;

/// How long keys of metadata live, in seconds (choice).
const LIFE: u32 = 21_600;

/// Is it a page of metadata?
pub(crate) fn has(path: &str) -> bool {
    path.starts_with(METADATA)
}

/// Answers what is asked of the vendor's metadata.
pub(crate) fn answer(asked: &Asked) -> Option<Answer> {
    let path = asked.request.path.as_str();
    if path == TOKEN {
        return Some(token(asked));
    }
    let name = below(path, KEYS)?;
    if asked.request.method != "GET" {
        return Some(refuse(405));
    }
    Some(match check_token(asked) {
        Ok(()) => role(asked, name),
        Err(status) => refuse(status),
    })
}

fn role(asked: &Asked, name: &str) -> Answer {
    if name.is_empty() {
        return text_page(ROLE_NAME.to_owned());
    }
    if name != ROLE_NAME {
        return refuse(404);
    }
    let keys = asked.keys;
    let key = keys.give(&FORM, &ROLES[0], SESSION, LIFE, asked.now);
    let mut body = credentials(&key);
    body["Code"] = json!("Success");
    body["LastUpdated"] = json!(written(asked.now));
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
