//! Calls that no key signs: a token among their parameters says who asks.
//!
//! Both vendors have such calls for the tokens of other identity providers.
//! Vendor pages: `AssumeRoleWithOIDC` of Alibaba Cloud STS, and
//! `AssumeRoleWithWebIdentity` of Tencent Cloud STS, whose SDKs write `SKIP` in
//! place of a signature; read 2026-11.

use super::{Authorize, Credentials, SigningContext, utc_seconds};
use crate::request::Request;

/// Alibaba Cloud's form of such a call: time and nonce in the query.
#[derive(Debug, Clone, Copy)]
pub struct UnsignedForm;

impl Authorize for UnsignedForm {
    fn name(&self) -> &'static str {
        "none"
    }

    fn apply(&self, request: &mut Request, _: &Credentials, context: &SigningContext) -> String {
        let query = &mut request.query;
        query.push(("SignatureNonce".to_owned(), context.nonce.clone()));
        query.push(("Timestamp".to_owned(), utc_seconds(context.time)));
        query.sort();
        String::new()
    }
}

/// Tencent Cloud's form of such a call: that of its signature v3 with `SKIP` for
/// the signature.
#[derive(Debug, Clone, Copy)]
pub struct UnsignedJson;

impl Authorize for UnsignedJson {
    fn name(&self) -> &'static str {
        "none"
    }

    fn apply(&self, request: &mut Request, _: &Credentials, context: &SigningContext) -> String {
        let headers = &mut request.headers;
        headers.push(("x-tc-timestamp", context.time.as_second().to_string()));
        headers.push(("authorization", "SKIP".to_owned()));
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::request::Endpoint;
    use crate::sign::vectors;

    fn applied(authorizer: &dyn Authorize) -> Request {
        let mut request = Request {
            query: vec![("Version".into(), "2020-01-02".into())],
            ..Request::post(&Endpoint::https("sts.example.com"), "sts", "Ask")
        };
        let who = vectors::credentials("not-to-be-sent", "not-to-be-sent", Some("not-to-be-sent"));
        let context = SigningContext {
            time: Timestamp::from_second(1_700_000_000).unwrap(),
            nonce: "n0nce".into(),
        };
        assert_eq!(authorizer.apply(&mut request, &who, &context), "");
        request
    }

    #[test]
    fn a_form_has_time_and_nonce_in_the_query() {
        assert_eq!(
            applied(&UnsignedForm).encoded_query(),
            "SignatureNonce=n0nce&Timestamp=2023-11-14T22%3A13%3A20Z&Version=2020-01-02"
        );
    }

    #[test]
    fn json_says_that_it_has_no_signature() {
        let request = applied(&UnsignedJson);
        assert_eq!(request.header("authorization"), Some("SKIP"));
        assert_eq!(request.header("x-tc-timestamp"), Some("1700000000"));
    }

    #[test]
    fn nothing_of_a_key_is_sent() {
        for authorizer in [&UnsignedForm as &dyn Authorize, &UnsignedJson] {
            let request = applied(authorizer);
            let all = format!("{}{:?}", request.url(), request.headers);
            assert!(!all.contains("not-to-be-sent"));
        }
    }
}
