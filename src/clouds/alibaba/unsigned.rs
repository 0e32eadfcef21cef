//! Calls that no key signs: a token among their parameters says who asks.
//!
//! Vendor page: `AssumeRoleWithOIDC` of the Security Token Service, read 2026-11.

use super::time::utc_seconds;
use crate::request::Request;
use crate::sign::{Authorize, Credentials, SigningContext};

/// A form with time and nonce in the query.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnsignedForm;

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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::request::Endpoint;
    use crate::sign::vectors;

    #[test]
    fn time_and_nonce_are_in_the_query() {
        let mut request = Request {
            query: vec![("Version".into(), "2020-01-02".into())],
            ..Request::post(&Endpoint::https("sts.example.com"), "sts", "Ask")
        };
        let who = vectors::credentials("not-to-be-sent", "not-to-be-sent", Some("not-to-be-sent"));
        let context = SigningContext {
            time: Timestamp::from_second(1_700_000_000).unwrap(),
            nonce: "n0nce".into(),
        };
        assert_eq!(UnsignedForm.apply(&mut request, &who, &context), "");
        assert_eq!(
            request.encoded_query(),
            "SignatureNonce=n0nce&Timestamp=2023-11-14T22%3A13%3A20Z&Version=2020-01-02"
        );
        let all = format!("{}{:?}", request.url(), request.headers);
        assert!(!all.contains("not-to-be-sent"));
    }
}
