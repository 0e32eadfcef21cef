//! What the tests of all schemes need: vectors read, calls made from them.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Credentials;
use crate::request::{ApiRequest, Endpoint, Params};
use crate::secret::Secret;

/// The cases of a vector file, which has exactly `count` of them.
pub(super) fn cases<Case: DeserializeOwned>(text: &str, count: usize) -> Vec<Case> {
    #[derive(Deserialize)]
    struct Vectors<Case> {
        cases: Vec<Case>,
    }
    let cases = serde_json::from_str::<Vectors<Case>>(text).unwrap().cases;
    assert_eq!(cases.len(), count);
    cases
}

/// Parameters out of a vector.
pub(super) fn params(members: &Map<String, Value>) -> Params {
    let mut params = Params::default();
    for (name, value) in members {
        params.set(name, value.clone());
    }
    params
}

/// A call of an operation whose names a vector gives.
pub(super) fn call(
    host: &str,
    service: &str,
    action: &str,
    version: &str,
    params: Params,
) -> ApiRequest {
    let forever = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    ApiRequest {
        endpoint: Endpoint::https(host),
        service: forever(service),
        action: forever(action),
        version: forever(version),
        region: None,
        params,
    }
}

/// The identity of a vector.
pub(super) fn credentials(id: &str, secret: &str, token: Option<&str>) -> Credentials {
    Credentials {
        id: id.to_owned(),
        secret: Secret::new(secret),
        token: token.map(Secret::new),
    }
}
