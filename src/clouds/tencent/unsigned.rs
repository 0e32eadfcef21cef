//! Calls that no key signs: a token among their parameters says who asks.
//!
//! Vendor page: `AssumeRoleWithWebIdentity` of the Security Token Service, whose SDKs write
//! `SKIP` in place of a signature; read 2026-11.

use crate::request::Request;
use crate::sign::{Authorize, Credentials, SigningContext};

/// The form of signature v3 with `SKIP` for the signature.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnsignedJson;

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

    #[test]
    fn it_says_that_it_has_no_signature() {
        let mut request = Request {
            query: vec![("Version".into(), "2020-01-02".into())],
            ..Request::post(&Endpoint::https("sts.example.com"), "sts", "Ask")
        };
        let who = vectors::credentials("not-to-be-sent", "not-to-be-sent", Some("not-to-be-sent"));
        let context = SigningContext {
            time: Timestamp::from_second(1_700_000_000).unwrap(),
            nonce: "n0nce".into(),
        };
        assert_eq!(UnsignedJson.apply(&mut request, &who, &context), "");
        assert_eq!(request.header("authorization"), Some("SKIP"));
        assert_eq!(request.header("x-tc-timestamp"), Some("1700000000"));
        let all = format!("{}{:?}", request.url(), request.headers);
        assert!(!all.contains("not-to-be-sent"));
    }
}
