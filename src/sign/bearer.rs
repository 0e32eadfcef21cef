//! Bearer tokens (RFC 6750): a token in the `authorization` header and no signature.

use super::{Authorize, Credentials, SigningContext};
use crate::request::Request;

/// The `authorization: Bearer TOKEN` header. The token is that of the credentials.
#[derive(Debug, Clone, Copy)]
pub struct Bearer;

impl Authorize for Bearer {
    fn name(&self) -> &'static str {
        "bearer"
    }

    fn apply(&self, request: &mut Request, who: &Credentials, _: &SigningContext) -> String {
        if let Some(token) = &who.token {
            let value = format!("Bearer {}", token.expose());
            request.headers.push(("authorization", value));
        }
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::request::{Body, Endpoint};
    use crate::sign::vectors;

    #[test]
    fn only_the_header_is_added() {
        let endpoint = Endpoint {
            path: "/compute/v1".into(),
            ..Endpoint::https("cloud.example.com")
        };
        let mut request = Request::post(&endpoint, "compute", "images.list");
        request.method = "GET";
        request.path = "/projects/p-1/global/images".into();
        request.query = vec![("z".into(), "1".into()), ("a".into(), "2".into())];
        let who = vectors::credentials("", "", Some("ya29.to/ken"));
        let context = SigningContext {
            time: Timestamp::UNIX_EPOCH,
            nonce: "not used".into(),
        };
        let signature = Bearer.apply(&mut request, &who, &context);
        assert_eq!(signature, "");
        assert_eq!(
            request.url(),
            "https://cloud.example.com/compute/v1/projects/p-1/global/images?z=1&a=2"
        );
        assert_eq!(
            request.headers,
            [("authorization", "Bearer ya29.to/ken".to_owned())]
        );
        assert_eq!((request.method, request.body), ("GET", Body::Empty));
    }
}
