//! What a virtual machine of Tencent Cloud is told of itself: the name of its role, and keys of that role.
//!
//! Sources: the page 598/85616 of the vendor and its SDKs. Statuses of refusals are not documented
//! (choice).

use serde_json::json;

use super::key_form::FORM;
use crate::{
    answer::Answer,
    key_page::{Asked, METADATA, below, json_page, refuse, text_page},
    known::ROLE_NAME,
    roles::{ROLES, SESSION},
};

const KEYS: &str = "/latest/meta-data/cam/security-credentials";

/// How long keys of metadata live, in seconds (choice).
const LIFE: u32 = 7_200;

/// Is it a page of metadata?
pub(crate) fn has(path: &str) -> bool {
    path.starts_with(METADATA)
}

/// Answers what is asked of the vendor's metadata.
pub(crate) fn answer(asked: &Asked) -> Option<Answer> {
    let name = below(&asked.request.path, KEYS)?;
    if asked.request.method != "GET" {
        return Some(refuse(405));
    }
    Some(role(asked, name))
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
