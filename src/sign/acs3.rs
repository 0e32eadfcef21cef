//! ACS3-HMAC-SHA256, Alibaba Cloud's header signature ("signature method V3").
//!
//! Current SDKs of that vendor use it by default. The parameters stay in the
//! query and the body is empty, as those SDKs send them; keys and tokens travel
//! in headers and so never stand in a URL.
//! Vendor pages: "Request syntax and signature method V3", read 2026-11.

use super::encode::{
    canonical_headers, canonical_query, canonical_request, hex, hmac_sha256, sha256_hex,
};
use super::{Credentials, Signer, Stamp, utc_seconds};
use crate::request::{ApiRequest, WireRequest};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// The scheme `acs3-hmac-sha256`.
#[derive(Debug, Clone, Copy)]
pub struct Acs3;

impl Signer for Acs3 {
    fn name(&self) -> &'static str {
        "acs3-hmac-sha256"
    }

    fn lists_from(&self) -> usize {
        1
    }

    fn sign(&self, call: &ApiRequest, who: &Credentials, stamp: &Stamp) -> WireRequest {
        let query = canonical_query(&call.params.flatten(self.lists_from()));
        let body = String::new();
        let body_hash = sha256_hex(body.as_bytes());
        // In byte order of their names, as the signature lists them.
        let mut headers = vec![("x-acs-action", call.action.to_owned())];
        if who.token.is_some() {
            // The SDKs add the key's id together with a token.
            headers.insert(0, ("x-acs-accesskey-id", who.id.clone()));
        }
        headers.push(("x-acs-content-sha256", body_hash.clone()));
        headers.push(("x-acs-date", utc_seconds(stamp.time)));
        if let Some(token) = &who.token {
            headers.push(("x-acs-security-token", token.expose().to_owned()));
        }
        headers.push(("x-acs-signature-nonce", stamp.nonce.clone()));
        headers.push(("x-acs-version", call.version.to_owned()));

        let mut signed = vec![("host", call.endpoint.authority.as_str())];
        signed.extend(headers.iter().map(|(name, value)| (*name, value.as_str())));
        let (header_lines, names) = canonical_headers(&signed);
        let request = canonical_request("POST", &query, &header_lines, &names, &body_hash);
        let signature = signature(who.secret.expose(), &string_to_sign(&request));

        headers.push(("accept", "application/json".to_owned()));
        headers.push((
            "authorization",
            format!(
                "{ALGORITHM} Credential={},SignedHeaders={names},Signature={signature}",
                who.id
            ),
        ));
        WireRequest {
            endpoint: call.endpoint.clone(),
            method: "POST",
            path: "/".to_owned(),
            query,
            headers,
            body,
            signature,
        }
    }
}

fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", sha256_hex(canonical_request.as_bytes()))
}

fn signature(secret: &str, string_to_sign: &str) -> String {
    hex(&hmac_sha256(secret.as_bytes(), string_to_sign.as_bytes()))
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
        host: String,
        access_key_id: String,
        access_key_secret: String,
        security_token: Option<String>,
        query: BTreeMap<String, String>,
        headers: BTreeMap<String, String>,
        body: String,
        payload_sha256: String,
        canonical_query: String,
        signed_headers: String,
        canonical_request: String,
        hashed_canonical_request: String,
        string_to_sign: String,
        signature: String,
        authorization: String,
    }

    fn cases() -> Vec<Case> {
        vectors::cases(include_str!("../../tests/data/alibaba/acs3.json"), 25)
    }

    #[test]
    fn every_vector_agrees_at_every_step() {
        for case in cases() {
            let pairs: Vec<(String, String)> = case.query.into_iter().collect();
            let query = canonical_query(&pairs);
            assert_eq!(query, case.canonical_query, "{}: query", case.name);
            let hash = sha256_hex(case.body.as_bytes());
            assert_eq!(hash, case.payload_sha256, "{}: body", case.name);
            let signed: Vec<&str> = case.signed_headers.split(';').collect();
            let headers: Vec<(&str, &str)> = case
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .filter(|(name, _)| signed.contains(&name.to_ascii_lowercase().as_str()))
                .collect();
            let (lines, names) = canonical_headers(&headers);
            assert_eq!(names, case.signed_headers, "{}: headers", case.name);
            let request = canonical_request(&case.method, &query, &lines, &names, &hash);
            assert_eq!(request, case.canonical_request, "{}: request", case.name);
            assert_eq!(
                sha256_hex(request.as_bytes()),
                case.hashed_canonical_request,
                "{}",
                case.name
            );
            let text = string_to_sign(&request);
            assert_eq!(text, case.string_to_sign, "{}: string to sign", case.name);
            assert_eq!(
                signature(&case.access_key_secret, &text),
                case.signature,
                "{}",
                case.name
            );
        }
    }

    /// The vectors that are calls as this program makes them come out whole.
    #[test]
    fn calls_are_signed_as_the_sdks_sign_them() {
        let mut compared = 0;
        for case in cases() {
            let header = |name: &str| case.headers.get(name).cloned().unwrap_or_default();
            let token = case.security_token.clone();
            let ours = case.method == "POST"
                && case.body.is_empty()
                && token.is_some() == case.headers.contains_key("x-acs-accesskey-id")
                && case.headers.len() == if token.is_some() { 8 } else { 6 }
                && case
                    .headers
                    .iter()
                    .all(|(name, value)| name == &name.to_lowercase() && value == value.trim());
            let nonce = header("x-acs-signature-nonce");
            if !ours {
                continue;
            }
            let mut params = Params::default();
            for (name, value) in &case.query {
                params.set(name, value.clone());
            }
            let (action, version) = (header("x-acs-action"), header("x-acs-version"));
            let call = vectors::call(&case.host, "ecs", &action, &version, params);
            let who = vectors::credentials(
                &case.access_key_id,
                &case.access_key_secret,
                token.as_deref(),
            );
            let stamp = Stamp {
                time: header("x-acs-date").parse().unwrap(),
                nonce,
            };
            let wire = Acs3.sign(&call, &who, &stamp);
            let authorization = wire
                .headers
                .iter()
                .find(|(name, _)| *name == "authorization")
                .map(|(_, value)| value.as_str());
            assert_eq!(
                authorization,
                Some(case.authorization.as_str()),
                "{}",
                case.name
            );
            assert_eq!(wire.query, case.canonical_query, "{}", case.name);
            compared += 1;
        }
        assert!(
            compared >= 10,
            "only {compared} vectors are calls like ours"
        );
    }
}
