//! ACS3-HMAC-SHA256, Alibaba Cloud's header signature ("signature method V3").
//!
//! Current SDKs of that vendor use it by default. It signs the query, the body and the
//! headers `host`, `content-type` and `x-acs-*`. Access keys and tokens are sent in headers,
//! never in a URL.
//! Vendor pages: "Request syntax and signature method V3", read 2026-11.

use super::time::utc_seconds;
use crate::request::Request;
use crate::sign::encode::{canonical_headers, canonical_request, hex, hmac_sha256, sha256_hex};
use crate::sign::{Authorize, Credentials, SigningContext};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// The scheme `acs3-hmac-sha256`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Acs3;

impl Authorize for Acs3 {
    fn name(&self) -> &'static str {
        "acs3-hmac-sha256"
    }

    fn apply(&self, request: &mut Request, who: &Credentials, context: &SigningContext) -> String {
        let body_hash = sha256_hex(request.body.text().as_bytes());
        let headers = &mut request.headers;
        if let Some(token) = &who.token {
            // The SDKs add the key's id together with a token.
            headers.push(("x-acs-accesskey-id", who.id.clone()));
            headers.push(("x-acs-security-token", token.expose().to_owned()));
        }
        headers.push(("x-acs-content-sha256", body_hash.clone()));
        headers.push(("x-acs-date", utc_seconds(context.time)));
        headers.push(("x-acs-signature-nonce", context.nonce.clone()));
        headers.sort_by_key(|(name, _)| (!name.starts_with("x-acs-"), *name));
        request.query.sort();

        let mut signed = vec![("host", request.endpoint.authority.as_str())];
        let own = request
            .headers
            .iter()
            .filter(|(name, _)| name.starts_with("x-acs-") || *name == "content-type");
        signed.extend(own.map(|(name, value)| (*name, value.as_str())));
        let (lines, names) = canonical_headers(&signed);
        let text = canonical_request(
            request.method,
            &request.full_path(),
            &request.encoded_query(),
            &lines,
            &names,
            &body_hash,
        );
        let signature = signature(who.secret.expose(), &string_to_sign(&text));
        let authorization = format!(
            "{ALGORITHM} Credential={},SignedHeaders={names},Signature={signature}",
            who.id
        );
        request.headers.push(("authorization", authorization));
        signature
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
    use crate::sign::vectors::{self, canonical_query};

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
        vectors::cases(include_str!("../../../tests/data/alibaba/acs3.json"), 25)
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
            let request = canonical_request(&case.method, "/", &query, &lines, &names, &hash);
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
            let mut request = vectors::request(&case.host, "ecs", &header("x-acs-action"));
            request.query = vectors::pairs(&case.query);
            request.headers = vec![
                ("x-acs-action", header("x-acs-action")),
                ("x-acs-version", header("x-acs-version")),
                ("accept", "application/json".to_owned()),
            ];
            let who = vectors::credentials(
                &case.access_key_id,
                &case.access_key_secret,
                token.as_deref(),
            );
            let context = SigningContext {
                time: header("x-acs-date").parse().unwrap(),
                nonce,
            };
            let signature = Acs3.apply(&mut request, &who, &context);
            let authorization = request.header("authorization");
            assert_eq!(signature, case.signature, "{}", case.name);
            assert_eq!(
                authorization,
                Some(case.authorization.as_str()),
                "{}",
                case.name
            );
            assert_eq!(
                request.encoded_query(),
                case.canonical_query,
                "{}",
                case.name
            );
            compared += 1;
        }
        assert!(
            compared >= 10,
            "only {compared} vectors are calls like ours"
        );
    }
}
