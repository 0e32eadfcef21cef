//! RPC signature version 1.0, HMAC-SHA1, which older Alibaba Cloud tools use
//! (the vendor's current pages call it "signature method V2 for RPC APIs").
//!
//! All parameters travel in a form body: the scheme makes key id, token and
//! signature parameters too, and in a URL proxies and logs would see them.
//! Vendor pages: "Request signatures" and "Signature method V2 for RPC APIs", read 2026-11.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::encode::{canonical_query, hmac_sha1, percent};
use super::{Credentials, Signer, Stamp, signed_form, utc_seconds};
use crate::request::{ApiRequest, WireRequest};

/// The scheme `hmac-sha1` of Alibaba Cloud.
#[derive(Debug, Clone, Copy)]
pub struct RpcV1;

impl Signer for RpcV1 {
    fn name(&self) -> &'static str {
        "hmac-sha1"
    }

    fn lists_from(&self) -> usize {
        1
    }

    fn sign(&self, call: &ApiRequest, who: &Credentials, stamp: &Stamp) -> WireRequest {
        let mut params = call.params.flatten(self.lists_from());
        for (name, value) in [
            ("AccessKeyId", who.id.clone()),
            ("Action", call.action.to_owned()),
            ("Format", "JSON".to_owned()),
            ("SignatureMethod", "HMAC-SHA1".to_owned()),
            ("SignatureNonce", stamp.nonce.clone()),
            ("SignatureVersion", "1.0".to_owned()),
            ("Timestamp", utc_seconds(stamp.time)),
            ("Version", call.version.to_owned()),
        ] {
            params.push((name.to_owned(), value));
        }
        if let Some(token) = &who.token {
            params.push(("SecurityToken".to_owned(), token.expose().to_owned()));
        }
        let form = canonical_query(&params);
        let signature = signature(who.secret.expose(), &string_to_sign("POST", &form));
        signed_form(call, &form, signature)
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
    use crate::request::Params;
    use crate::sign::vectors;

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
        vectors::cases(include_str!("../../tests/data/alibaba/rpc_v1.json"), 26)
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
        const ENVELOPE: [&str; 9] = [
            "AccessKeyId",
            "Action",
            "Format",
            "SecurityToken",
            "SignatureMethod",
            "SignatureNonce",
            "SignatureVersion",
            "Timestamp",
            "Version",
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
            let mut params = Params::default();
            for (name, value) in &case.params {
                if !ENVELOPE.contains(&name.as_str()) {
                    params.set(name, value.clone());
                }
            }
            let call = vectors::call(
                "ecs.aliyuncs.com",
                "ecs",
                &value("Action").unwrap(),
                &value("Version").unwrap(),
                params,
            );
            let who = vectors::credentials(
                &case.access_key_id,
                &case.access_key_secret,
                value("SecurityToken").as_deref(),
            );
            let stamp = Stamp {
                time: value("Timestamp").unwrap().parse().unwrap(),
                nonce: value("SignatureNonce").unwrap(),
            };
            let wire = RpcV1.sign(&call, &who, &stamp);
            assert_eq!(wire.signature, case.signature, "{}", case.name);
            assert_eq!(
                wire.body,
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
