//! What the tests of all schemes need: vectors read, calls made from them.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Credentials;
use crate::request::{Endpoint, Request, encode_pairs};
use crate::secret::Secret;

/// The cases of a vector file, which has exactly `count` of them.
pub(crate) fn cases<Case: DeserializeOwned>(text: &str, count: usize) -> Vec<Case> {
    #[derive(Deserialize)]
    struct Vectors<Case> {
        cases: Vec<Case>,
    }
    let cases = serde_json::from_str::<Vectors<Case>>(text).unwrap().cases;
    assert_eq!(cases.len(), count);
    cases
}

/// A request of an operation whose names a vector gives.
pub(crate) fn request(host: &str, service: &str, action: &str) -> Request {
    let forever = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    Request::post(&Endpoint::https(host), forever(service), forever(action))
}

/// Pairs out of a vector.
pub(crate) fn pairs<'a>(
    members: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> Vec<(String, String)> {
    let members = members.into_iter();
    members
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Joins parameters to `name=value&…`, encoded, sorted by name as bytes.
pub(crate) fn canonical_query(params: &[(String, String)]) -> String {
    let mut sorted = params.to_vec();
    sorted.sort();
    encode_pairs(&sorted)
}

/// The identity of a vector.
pub(crate) fn credentials(id: &str, secret: &str, token: Option<&str>) -> Credentials {
    Credentials {
        id: id.to_owned(),
        secret: Secret::new(secret),
        token: token.map(Secret::new),
    }
}
