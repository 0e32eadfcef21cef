//! RPC signature version 1.0, HMAC-SHA1, which older Alibaba Cloud tools use
//! (the vendor's current pages call it "signature method V2 for RPC APIs").
//!
//! All parameters are in a form body. The access key's id, the token and the signature are
//! parameters too; in a URL, proxies and logs would see them.
//! Vendor pages: "Request signatures" and "Signature method V2 for RPC APIs", read 2026-11.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::time::utc_seconds;
use crate::clouds::shared::rpc::add_signature;
use crate::request::{Body, Request, encode_pairs, percent};
use crate::sign::encode::hmac_sha1;
use crate::sign::{Authorize, Credentials, SigningContext};

/// The scheme `hmac-sha1` of Alibaba Cloud.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RpcV1;

impl Authorize for RpcV1 {
    fn name(&self) -> &'static str {
        "hmac-sha1"
    }

    fn apply(&self, request: &mut Request, who: &Credentials, context: &SigningContext) -> String {
        let mut form = request.body.take_form();
        for (name, value) in [
            ("AccessKeyId", who.id.clone()),
            ("SignatureMethod", "HMAC-SHA1".to_owned()),
            ("SignatureNonce", context.nonce.clone()),
            ("SignatureVersion", "1.0".to_owned()),
            ("Timestamp", utc_seconds(context.time)),
        ] {
            form.push((name.to_owned(), value));
        }
        if let Some(token) = &who.token {
            form.push(("SecurityToken".to_owned(), token.expose().to_owned()));
        }
        form.sort();
        let text = string_to_sign(request.method, &encode_pairs(&form));
        let signature = signature(who.secret.expose(), &text);
        add_signature(&mut form, &signature);
        request.body = Body::Form(form);
        signature
    }
}

fn string_to_sign(method: &str, canonical_query: &str) -> String {
    format!("{method}&%2F&{}", percent(canonical_query))
}

fn signature(secret: &str, string_to_sign: &str) -> String {
    STANDARD.encode(hmac_sha1(
        format!("{secret}&").as_bytes(),
        string_to_sign.as_bytes(),
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::sign::vectors::{self, canonical_query};

    #[derive(Deserialize)]
    struct Case {
        name: String,
        method: String,
        access_key_id: String,
        access_key_secret: String,
        params: BTreeMap<String, String>,
        canonical_query: String,
        string_to_sign: String,
        signature: String,
        signature_percent_encoded: String,
    }

    fn cases() -> Vec<Case> {
        vectors::cases(include_str!("../../../tests/data/alibaba/rpc_v1.json"), 26)
    }

    #[test]
    fn every_vector_agrees_at_every_step() {
        for case in cases() {
            let pairs: Vec<(String, String)> = case.params.into_iter().collect();
            let query = canonical_query(&pairs);
            assert_eq!(query, case.canonical_query, "{}: query", case.name);
            let text = string_to_sign(&case.method, &query);
            assert_eq!(text, case.string_to_sign, "{}: string to sign", case.name);
            let signature = signature(&case.access_key_secret, &text);
            assert_eq!(signature, case.signature, "{}", case.name);
            assert_eq!(
                percent(&signature),
                case.signature_percent_encoded,
                "{}",
                case.name
            );
        }
    }

    /// The vectors that are calls as this program makes them come out whole.
    #[test]
    fn calls_are_signed_as_the_sdks_sign_them() {
        const ADDED: [&str; 6] = [
            "AccessKeyId",
            "SecurityToken",
            "SignatureMethod",
            "SignatureNonce",
            "SignatureVersion",
            "Timestamp",
        ];
        let mut compared = 0;
        for case in cases() {
            let value = |name: &str| case.params.get(name).cloned();
            if case.method != "POST"
                || value("Format").as_deref() != Some("JSON")
                || value("SignatureType").is_some()
            {
                continue;
            }
            let own = case
                .params
                .iter()
                .filter(|(name, _)| !ADDED.contains(&name.as_str()));
            let mut request =
                vectors::request("ecs.aliyuncs.com", "ecs", &value("Action").unwrap());
            request.body = Body::Form(vectors::pairs(own));
            let who = vectors::credentials(
                &case.access_key_id,
                &case.access_key_secret,
                value("SecurityToken").as_deref(),
            );
            let context = SigningContext {
                time: value("Timestamp").unwrap().parse().unwrap(),
                nonce: value("SignatureNonce").unwrap(),
            };
            let signature = RpcV1.apply(&mut request, &who, &context);
            assert_eq!(signature, case.signature, "{}", case.name);
            assert_eq!(
                request.body.text(),
                format!(
                    "{}&Signature={}",
                    case.canonical_query, case.signature_percent_encoded
                )
            );
            compared += 1;
        }
        assert!(compared >= 1, "no vector is a call like ours");
    }
}
