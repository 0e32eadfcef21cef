//! Pages that hand out keys and belong to no API: a credentials URI, and `CloudSSO`.
//!
//! Shapes are those that the vendor's SDKs read (credentials-python 1.0.12, credentials-go); refusals
//! are not documented (choice).

use serde_json::{Value, json};

use super::sts;
use super::{
    key_form::FORM,
    known::{ACCOUNT_ID, CLOUD_SSO_ACCESS_CONFIGURATION, CLOUD_SSO_ACCESS_TOKEN},
};
use crate::{
    answer::Answer,
    key_page::{Asked, json_page, refuse},
    roles::ROLES,
};

/// The credentials URI, for `ALIBABA_CLOUD_CREDENTIALS_URI`.
const CREDENTIALS: &str = "/-/credentials";
const CLOUD_SSO: &str = "/cloud-credentials";

/// How long the keys of both live, in seconds (choice).
const LIFE: u32 = 3_600;

/// Is it one of these pages?
pub(crate) fn has(path: &str) -> bool {
    path == CREDENTIALS || path == CLOUD_SSO
}

/// Answers for the page.
pub(crate) fn answer(asked: &Asked) -> Option<Answer> {
    Some(
        match (asked.request.path.as_str(), asked.request.method.as_str()) {
            (CREDENTIALS, "GET") => {
                let mut body = credentials(asked, "credentials-uri");
                body["Code"] = json!("Success");
                json_page(200, &body)
            }
            (CLOUD_SSO, "POST") => cloud_sso(asked),
            (CREDENTIALS | CLOUD_SSO, _) => refuse(405),
            _ => return None,
        },
    )
}

/// Hands out a key for an access token that somebody has got by logging in.
fn cloud_sso(asked: &Asked) -> Answer {
    let refused = |status, code: &str, message: &str| {
        let body = json!({
            "ErrorCode": code,
            "ErrorMessage": message,
            "RequestId": asked.request_id,
        });
        Answer {
            code: Some(code.to_owned()),
            ..json_page(status, &body)
        }
    };
    let bearer = asked.request.header_text("authorization");
    if bearer != Some(format!("Bearer {CLOUD_SSO_ACCESS_TOKEN}")) {
        return refused(
            401,
            "InvalidAccessToken",
            "The access token is not known, or has ended.",
        );
    }
    let body = serde_json::from_slice::<Value>(&asked.request.body).unwrap_or_default();
    let sent = |name: &str| body[name].as_str().unwrap_or_default();
    for name in ["AccountId", "AccessConfigurationId"] {
        if sent(name).is_empty() {
            let message = format!("{name} is missing.");
            return refused(400, &format!("MissingParameter.{name}"), &message);
        }
    }
    if sent("AccountId") != ACCOUNT_ID.to_string()
        || sent("AccessConfigurationId") != CLOUD_SSO_ACCESS_CONFIGURATION
    {
        return refused(
            403,
            "NoPermission",
            "Nobody is assigned to this access configuration of this account.",
        );
    }
    let body = json!({
        "CloudCredential": credentials(asked, "cloud-sso"),
        "RequestId": asked.request_id,
    });
    json_page(200, &body)
}

fn credentials(asked: &Asked, session: &str) -> Value {
    let keys = asked.keys;
    let key = keys.give(&FORM, &ROLES[0], session, LIFE, asked.now);
    sts::credentials(&key)
}
