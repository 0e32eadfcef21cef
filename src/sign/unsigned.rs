//! Calls that no key signs: a token among their parameters says who asks.
//!
//! Both vendors have such calls for the tokens of other identity providers.
//! Vendor pages: `AssumeRoleWithOIDC` of Alibaba Cloud STS, and
//! `AssumeRoleWithWebIdentity` of Tencent Cloud STS, whose SDKs write `SKIP` in
//! place of a signature; read 2026-11.

use super::encode::canonical_query;
use super::{Credentials, Signer, Stamp, utc_seconds};
use crate::request::{ApiRequest, WireRequest};

/// Alibaba Cloud's form of such a call: the envelope in the query, the parameters,
/// of which one is the token, as a form.
#[derive(Debug, Clone, Copy)]
pub struct UnsignedForm;

impl Signer for UnsignedForm {
    fn name(&self) -> &'static str {
        "none"
    }

    fn lists_from(&self) -> usize {
        1
    }

    fn sign(&self, call: &ApiRequest, _: &Credentials, stamp: &Stamp) -> WireRequest {
        let envelope = [
            ("Action", call.action.to_owned()),
            ("Format", "JSON".to_owned()),
            ("SignatureNonce", stamp.nonce.clone()),
            ("Timestamp", utc_seconds(stamp.time)),
            ("Version", call.version.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        WireRequest {
            endpoint: call.endpoint.clone(),
            method: "POST",
            path: "/".to_owned(),
            query: canonical_query(&envelope),
            headers: vec![
                ("accept", "application/json".to_owned()),
                (
                    "content-type",
                    "application/x-www-form-urlencoded".to_owned(),
                ),
            ],
            body: canonical_query(&call.params.flatten(self.lists_from())),
            signature: String::new(),
        }
    }
}

/// Tencent Cloud's form of such a call: that of its signature v3 with `SKIP` for
/// the signature.
#[derive(Debug, Clone, Copy)]
pub struct UnsignedJson;

impl Signer for UnsignedJson {
    fn name(&self) -> &'static str {
        "none"
    }

    fn lists_from(&self) -> usize {
        0
    }

    fn sign(&self, call: &ApiRequest, _: &Credentials, stamp: &Stamp) -> WireRequest {
        let mut headers = vec![
            ("content-type", super::tc3::CONTENT_TYPE.to_owned()),
            ("x-tc-action", call.action.to_owned()),
            ("x-tc-language", "en-US".to_owned()),
            ("x-tc-timestamp", stamp.time.as_second().to_string()),
        ];
        if let Some(region) = &call.region {
            headers.push(("x-tc-region", region.clone()));
        }
        headers.push(("x-tc-version", call.version.to_owned()));
        headers.push(("authorization", "SKIP".to_owned()));
        WireRequest {
            endpoint: call.endpoint.clone(),
            method: "POST",
            path: "/".to_owned(),
            query: String::new(),
            headers,
            body: serde_json::Value::from(call.params.as_object().clone()).to_string(),
            signature: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::request::{Endpoint, Params};
    use crate::secret::Secret;

    fn signed(signer: &dyn Signer) -> WireRequest {
        let mut params = Params::default();
        params.set("Token", "a.b+c/d=");
        let call = ApiRequest {
            endpoint: Endpoint::https("sts.example.com"),
            service: "sts",
            action: "Ask",
            version: "2020-01-02",
            region: Some("r-1".into()),
            params,
        };
        let who = Credentials {
            id: "not-to-be-sent".into(),
            secret: Secret::new("not-to-be-sent"),
            token: Some(Secret::new("not-to-be-sent")),
        };
        let stamp = Stamp {
            time: Timestamp::from_second(1_700_000_000).unwrap(),
            nonce: "n0nce".into(),
        };
        signer.sign(&call, &who, &stamp)
    }

    #[test]
    fn a_form_has_its_envelope_in_the_query_and_the_token_in_the_body() {
        let wire = signed(&UnsignedForm);
        assert_eq!(
            wire.query,
            "Action=Ask&Format=JSON&SignatureNonce=n0nce&Timestamp=2023-11-14T22%3A13%3A20Z\
             &Version=2020-01-02"
        );
        assert_eq!(wire.body, "Token=a.b%2Bc%2Fd%3D");
    }

    #[test]
    fn json_says_that_it_has_no_signature() {
        let wire = signed(&UnsignedJson);
        assert_eq!(wire.body, r#"{"Token":"a.b+c/d="}"#);
        assert!(wire.headers.contains(&("authorization", "SKIP".to_owned())));
        assert!(wire.headers.contains(&("x-tc-region", "r-1".to_owned())));
    }

    #[test]
    fn nothing_of_a_key_is_sent() {
        for signer in [&UnsignedForm as &dyn Signer, &UnsignedJson] {
            let wire = signed(signer);
            let headers = format!("{:?}", wire.headers);
            assert!(!(wire.query + &wire.body + &headers).contains("not-to-be-sent"));
        }
    }
}
