//! TC3-HMAC-SHA256, Tencent Cloud's header signature ("signature v3").
//!
//! It signs the body and the headers `content-type` and `host`, as the vendor's SDKs do. The
//! headers with action, version, region, token and language are sent unsigned. Access keys and
//! tokens are in headers, never in a URL.
//! Vendor pages: "Signature v3" and "Request Structure", read 2026-11.

use jiff::Timestamp;

use crate::request::Request;
use crate::sign::encode::{canonical_headers, canonical_request, hex, hmac_sha256, sha256_hex};
use crate::sign::{Authorize, Credentials, SigningContext};

const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// The scheme `tc3-hmac-sha256` of Tencent Cloud.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tc3;

impl Authorize for Tc3 {
    fn name(&self) -> &'static str {
        "tc3-hmac-sha256"
    }

    fn apply(&self, request: &mut Request, who: &Credentials, context: &SigningContext) -> String {
        let (lines, names) = header_lines(&[
            (
                "content-type",
                request.header("content-type").unwrap_or_default(),
            ),
            ("host", &request.endpoint.authority),
        ]);
        let text = canonical_request(
            request.method,
            &request.full_path(),
            &request.encoded_query(),
            &lines,
            &names,
            &sha256_hex(request.body.text().as_bytes()),
        );
        let date = utc_date(context.time);
        let scope = scope(&date, request.service);
        let text = string_to_sign(context.time, &scope, &text);
        let key = signing_key(who.secret.expose(), &date, request.service);
        let signature = signature(&key, &text);

        let headers = &mut request.headers;
        headers.push(("x-tc-timestamp", context.time.as_second().to_string()));
        if let Some(token) = &who.token {
            headers.push(("x-tc-token", token.expose().to_owned()));
        }
        let authorization = authorization(&who.id, &scope, &names, &signature);
        headers.push(("authorization", authorization));
        signature
    }
}

/// The lines and names of the signed headers. This scheme lowers the values too.
fn header_lines(headers: &[(&str, &str)]) -> (String, String) {
    let (lines, names) = canonical_headers(headers);
    (lines.to_lowercase(), names)
}

/// The day of the scope, which is UTC's wherever the caller is.
fn utc_date(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

fn scope(date: &str, service: &str) -> String {
    format!("{date}/{service}/tc3_request")
}

fn string_to_sign(time: Timestamp, scope: &str, canonical_request: &str) -> String {
    let hash = sha256_hex(canonical_request.as_bytes());
    format!("{ALGORITHM}\n{}\n{scope}\n{hash}", time.as_second())
}

/// The key of one day and one service.
fn signing_key(secret: &str, date: &str, service: &str) -> Vec<u8> {
    [date, service, "tc3_request"]
        .iter()
        .fold(format!("TC3{secret}").into_bytes(), |key, part| {
            hmac_sha256(&key, part.as_bytes())
        })
}

fn signature(key: &[u8], string_to_sign: &str) -> String {
    hex(&hmac_sha256(key, string_to_sign.as_bytes()))
}

fn authorization(id: &str, scope: &str, names: &str, signature: &str) -> String {
    format!("{ALGORITHM} Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::{Map, Value};

    use super::*;
    use crate::request::Body;
    use crate::sign::vectors;

    const CONTENT_TYPE: &str = "application/json";

    #[derive(Deserialize)]
    struct Case {
        name: String,
        input: Input,
        body: String,
        query: String,
        signed_headers: String,
        payload_sha256: String,
        canonical_request: String,
        canonical_request_sha256: String,
        string_to_sign: String,
        signing_key_hex: String,
        signature: String,
        utc_date: String,
        authorization: String,
        headers: BTreeMap<String, String>,
    }

    #[derive(Deserialize)]
    struct Input {
        method: String,
        host: String,
        signed_host: String,
        service: String,
        action: String,
        version: String,
        token: Option<String>,
        timestamp: i64,
        secret_id: String,
        secret_key: String,
        content_type: String,
        /// The call as it is meant; none where only bytes are signed.
        params: Option<Map<String, Value>>,
        #[serde(default)]
        unsigned_payload: bool,
    }

    impl Case {
        fn time(&self) -> Timestamp {
            Timestamp::from_second(self.input.timestamp).unwrap()
        }

        /// The headers as they go over the wire, names in lower case.
        fn headers(&self) -> BTreeMap<String, String> {
            self.headers
                .iter()
                .map(|(name, value)| (name.to_lowercase(), value.clone()))
                .collect()
        }

        /// The parameters, if the call is one that this program could make. It
        /// sends one content type and signs the endpoint it sends to.
        fn params_like_ours(&self) -> Option<&Map<String, Value>> {
            let input = &self.input;
            let ours = input.method == "POST"
                && input.content_type == CONTENT_TYPE
                && self.signed_headers == "content-type;host"
                && input.signed_host == input.host
                && !input.host.contains('/')
                && !input.unsigned_payload;
            input.params.as_ref().filter(|_| ours)
        }
    }

    fn cases() -> Vec<Case> {
        vectors::cases(include_str!("../../../tests/data/tencent/tc3.json"), 43)
    }

    #[test]
    fn every_vector_agrees_at_every_step() {
        for case in cases() {
            let (name, input) = (&case.name, &case.input);
            let payload = if input.unsigned_payload {
                "UNSIGNED-PAYLOAD"
            } else {
                &case.body
            };
            let hash = sha256_hex(payload.as_bytes());
            assert_eq!(hash, case.payload_sha256, "{name}: body");
            let mut sent = case.headers();
            sent.insert("host".to_owned(), input.signed_host.clone());
            // Backwards, so that their order must be made.
            let signed: Vec<(&str, &str)> = case
                .signed_headers
                .rsplit(';')
                .map(|header| (header, sent[header].as_str()))
                .collect();
            let (lines, names) = header_lines(&signed);
            assert_eq!(names, case.signed_headers, "{name}: headers");
            let request = canonical_request(&input.method, "/", &case.query, &lines, &names, &hash);
            assert_eq!(request, case.canonical_request, "{name}: request");
            assert_eq!(
                sha256_hex(request.as_bytes()),
                case.canonical_request_sha256,
                "{name}: hash of the request"
            );
            let date = utc_date(case.time());
            assert_eq!(date, case.utc_date, "{name}: date");
            let scope = scope(&date, &input.service);
            let text = string_to_sign(case.time(), &scope, &request);
            assert_eq!(text, case.string_to_sign, "{name}: string to sign");
            let key = signing_key(&input.secret_key, &date, &input.service);
            assert_eq!(hex(&key), case.signing_key_hex, "{name}: key");
            let signature = signature(&key, &text);
            assert_eq!(signature, case.signature, "{name}: signature");
            let authorization = authorization(&input.secret_id, &scope, &names, &signature);
            assert_eq!(authorization, case.authorization, "{name}: authorization");
            assert_eq!(authorization, case.headers["Authorization"], "{name}");
        }
    }

    /// The vectors that are calls as this program makes them come out whole.
    /// Some have other bytes for the same JSON: there the vector's canonical
    /// request holds with the hash of our body.
    #[test]
    fn calls_are_signed_as_the_sdks_sign_them() {
        let (mut whole, mut other_bytes) = (0, 0);
        for case in cases() {
            let (name, input) = (&case.name, &case.input);
            let Some(params) = case.params_like_ours() else {
                continue;
            };
            let mut request = vectors::request(&input.host, &input.service, &input.action);
            request.headers = vec![
                ("content-type", CONTENT_TYPE.to_owned()),
                ("x-tc-action", input.action.clone()),
                ("x-tc-language", "en-US".to_owned()),
                ("x-tc-version", input.version.clone()),
            ];
            let region = case.headers().remove("x-tc-region");
            request
                .headers
                .extend(region.map(|region| ("x-tc-region", region)));
            request.body = Body::Json(params.clone());
            let token = input.token.as_deref();
            let who = vectors::credentials(&input.secret_id, &input.secret_key, token);
            let context = SigningContext {
                time: case.time(),
                nonce: "the scheme has none".to_owned(),
            };
            let signed = Tc3.apply(&mut request, &who, &context);
            let body = request.body.text();

            // The HTTP library adds the host. The language is always sent.
            let mut theirs = case.headers();
            theirs.remove("host");
            theirs.insert("x-tc-language".to_owned(), "en-US".to_owned());
            if body == case.body {
                assert_eq!(signed, case.signature, "{name}");
                whole += 1;
            } else {
                let json: Value = serde_json::from_str(&body).unwrap();
                assert_eq!(json, Value::from(params.clone()), "{name}");
                let hash = sha256_hex(body.as_bytes());
                let text = case.canonical_request.replace(&case.payload_sha256, &hash);
                let scope = scope(&case.utc_date, &input.service);
                let key = signing_key(&input.secret_key, &case.utc_date, &input.service);
                let expected = signature(&key, &string_to_sign(case.time(), &scope, &text));
                assert_eq!(signed, expected, "{name}");
                theirs.insert(
                    "authorization".to_owned(),
                    case.authorization.replace(&case.signature, &expected),
                );
                other_bytes += 1;
            }
            let ours: BTreeMap<String, String> = request
                .headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect();
            assert_eq!(ours.len(), request.headers.len(), "{name}: a header twice");
            assert_eq!(ours, theirs, "{name}");
        }
        assert_eq!((whole, other_bytes), (17, 10), "vectors like our calls");
    }
}
