//! Tencent Cloud's older signature ("signature v1"), HMAC-SHA1 or HMAC-SHA256.
//!
//! All parameters are in a form body. The access key's id, the token and the signature are
//! parameters too; in a URL, proxies and logs would see them. Values are signed as they are
//! and percent-encoded only when they are sent.
//! Vendor pages: "Signature" (v1) and "Request Structure", read 2026-11.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::clouds::shared::rpc::add_signature;
use crate::request::{Body, Request};
use crate::sign::encode::{hmac_sha1, hmac_sha256, sha256};
use crate::sign::{Authorize, Credentials, SigningContext};

/// The schemes `hmac-sha1` and `hmac-sha256` of Tencent Cloud.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TencentV1 {
    name: &'static str,
    /// The value of `SignatureMethod`. Without one the service takes SHA-1;
    /// it is sent for that too, as the SDKs do.
    method: &'static str,
    hmac: fn(&[u8], &[u8]) -> Vec<u8>,
}

impl TencentV1 {
    /// The scheme `hmac-sha1`.
    pub(crate) const SHA1: Self = Self {
        name: "hmac-sha1",
        method: "HmacSHA1",
        hmac: hmac_sha1,
    };

    /// The scheme `hmac-sha256`.
    pub(crate) const SHA256: Self = Self {
        name: "hmac-sha256",
        method: "HmacSHA256",
        hmac: hmac_sha256,
    };

    fn signature(&self, secret: &str, string_to_sign: &str) -> String {
        STANDARD.encode((self.hmac)(secret.as_bytes(), string_to_sign.as_bytes()))
    }
}

impl Authorize for TencentV1 {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, request: &mut Request, who: &Credentials, context: &SigningContext) -> String {
        let mut form = request.body.take_form();
        for (name, value) in [
            ("Nonce", nonce(&context.nonce).to_string()),
            ("SecretId", who.id.clone()),
            ("SignatureMethod", self.method.to_owned()),
            ("Timestamp", context.time.as_second().to_string()),
        ] {
            form.push((name.to_owned(), value));
        }
        if let Some(token) = &who.token {
            form.push(("Token".to_owned(), token.expose().to_owned()));
        }
        form.sort();
        let text = string_to_sign(
            request.method,
            &request.endpoint.authority,
            &request.full_path(),
            &form,
        );
        let signature = self.signature(who.secret.expose(), &text);
        add_signature(&mut form, &signature);
        request.body = Body::Form(form);
        signature
    }
}

/// The scheme's nonce, a whole number from 1 to 2^63 - 1, made of any text.
///
/// It is the first 64 bits of the text's SHA-256, brought into that range, which
/// the vendor's Python SDK draws from: texts that are alike give numbers that are
/// not, and two texts give the same one by chance only.
fn nonce(text: &str) -> u64 {
    let first = sha256(text.as_bytes())[..8]
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    first % i64::MAX.unsigned_abs() + 1
}

/// `host` is signed with its port, if it has one. The parameters are sorted by name as bytes.
fn string_to_sign(method: &str, host: &str, path: &str, params: &[(String, String)]) -> String {
    let pairs: Vec<String> = params
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{method}{host}{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use jiff::Timestamp;
    use percent_encoding::percent_decode_str;
    use serde::Deserialize;
    use serde_json::{Map, Value};

    use super::*;
    use crate::request::{flatten, percent};
    use crate::sign::vectors;

    #[derive(Deserialize)]
    struct Case {
        name: String,
        input: Input,
        signed_params: BTreeMap<String, String>,
        sorted_names: Vec<String>,
        string_to_sign: String,
        signature: String,
        signature_percent_encoded: String,
        wire_rfc3986: String,
        url_rfc3986: Option<String>,
    }

    #[derive(Deserialize)]
    struct Input {
        method: String,
        host: String,
        service: String,
        action: String,
        version: String,
        sign_method: Option<String>,
        region: Option<String>,
        token: Option<String>,
        language: Option<String>,
        timestamp: i64,
        nonce: u64,
        secret_id: String,
        secret_key: String,
        params: Map<String, Value>,
    }

    impl Case {
        fn scheme(&self) -> TencentV1 {
            match self.input.sign_method.as_deref() {
                Some("HmacSHA256") => TencentV1::SHA256,
                Some("HmacSHA1") | None => TencentV1::SHA1,
                Some(other) => panic!("{}: {other}", self.name),
            }
        }
    }

    fn cases() -> Vec<Case> {
        vectors::cases(include_str!("../../../tests/data/tencent/v1.json"), 23)
    }

    fn pairs(params: BTreeMap<String, String>) -> Vec<(String, String)> {
        params.into_iter().collect()
    }

    #[test]
    fn every_vector_agrees_at_every_step() {
        for case in cases() {
            let (name, input, scheme) = (&case.name, &case.input, case.scheme());
            let names: Vec<&String> = case.signed_params.keys().collect();
            assert_eq!(names, case.sorted_names.iter().collect::<Vec<_>>());
            let params = pairs(case.signed_params.clone());
            let text = string_to_sign(&input.method, &input.host, "/", &params);
            assert_eq!(text, case.string_to_sign, "{name}: string to sign");
            let signature = scheme.signature(&input.secret_key, &text);
            assert_eq!(signature, case.signature, "{name}: signature");
            assert_eq!(
                percent(&signature),
                case.signature_percent_encoded,
                "{name}"
            );
            let mut form = params;
            add_signature(&mut form, &signature);
            let body = Body::Form(form).text();
            assert_eq!(body, case.wire_rfc3986, "{name}: body");
            assert_eq!(
                case.url_rfc3986.is_some(),
                input.method == "GET",
                "{name}: URL"
            );
            if let Some(url) = case.url_rfc3986 {
                assert_eq!(format!("https://{}/?{body}", input.host), url, "{name}");
            }
        }
    }

    /// The vectors have another nonce than a text can give, and all but one no
    /// language. Calls made from them are equal in all else, and with these two
    /// put right, so is the signature.
    #[test]
    fn calls_are_signed_as_the_sdks_sign_them() {
        let mut compared = 0;
        for case in cases() {
            let (name, input, scheme) = (&case.name, &case.input, case.scheme());
            // This program always names the method.
            if input.sign_method.is_none() {
                continue;
            }
            let mut request = vectors::request(&input.host, &input.service, &input.action);
            let mut form = flatten(&input.params, 0);
            let envelope = [
                ("RequestClient", Some("cloudq-vectors")),
                ("Action", Some(input.action.as_str())),
                ("Language", Some("en-US")),
                ("Version", Some(input.version.as_str())),
                ("Region", input.region.as_deref()),
            ];
            form.extend(
                envelope
                    .into_iter()
                    .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))),
            );
            request.body = Body::Form(form);
            let token = input.token.as_deref();
            let who = vectors::credentials(&input.secret_id, &input.secret_key, token);
            let context = SigningContext {
                time: Timestamp::from_second(input.timestamp).unwrap(),
                nonce: name.clone(),
            };
            let signed = scheme.apply(&mut request, &who, &context);

            let mut sent = read_form(&request.body.text());
            let signature = sent.remove("Signature");
            assert_eq!(signature.as_deref(), Some(signed.as_str()));
            let text = string_to_sign("POST", &input.host, "/", &pairs(sent.clone()));
            assert_eq!(
                signed,
                scheme.signature(&input.secret_key, &text),
                "{name}: what is sent is what is signed"
            );

            let language = sent.remove("Language");
            assert_eq!(language.as_deref(), Some("en-US"), "{name}");
            if let Some(language) = &input.language {
                sent.insert("Language".to_owned(), language.clone());
            }
            let own = sent.insert("Nonce".to_owned(), input.nonce.to_string());
            assert_eq!(own, Some(nonce(name).to_string()), "{name}");
            assert_eq!(sent, case.signed_params, "{name}");
            let text = string_to_sign(&input.method, &input.host, "/", &pairs(sent));
            let signature = scheme.signature(&input.secret_key, &text);
            assert_eq!(signature, case.signature, "{name}");
            compared += 1;
        }
        assert_eq!(compared, 22, "vectors that name the method");
    }

    fn read_form(body: &str) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, &str)> = body
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .collect();
        let read: BTreeMap<String, String> = pairs
            .iter()
            .map(|(name, value)| {
                let value = percent_decode_str(value).decode_utf8().unwrap();
                ((*name).to_owned(), value.into_owned())
            })
            .collect();
        assert_eq!(read.len(), pairs.len(), "a name twice: {body}");
        read
    }

    #[test]
    fn nonces_are_positive_and_spread_over_their_range() {
        let numbers: BTreeSet<u64> = (0..1000).map(|n| nonce(&format!("{n:032x}"))).collect();
        assert_eq!(numbers.len(), 1000);
        let sixteenths: BTreeSet<u64> = numbers.iter().map(|number| number >> 59).collect();
        assert_eq!(sixteenths.len(), 16, "of 2^63");
        for text in ["", "0", "0000", "nonce"] {
            let number = nonce(text);
            assert!(i64::try_from(number).is_ok_and(|n| n > 0), "{text}");
            assert_eq!(number, nonce(text));
        }
        // The SHA-256 of nothing begins with e3b0c44298fc1c14.
        assert_eq!(nonce(""), 0xe3b0_c442_98fc_1c14 - (i64::MAX as u64) + 1);
    }
}
