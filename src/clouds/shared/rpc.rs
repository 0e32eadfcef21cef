//! Calls of RPC-style APIs: an operation, its version and nested parameters, sent to the
//! endpoint's root. How they are encoded is for each vendor to say, and may depend on the
//! signature scheme.

use crate::request::{Body, Endpoint, Params, Request};

/// The content type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// One call of an operation, before its parameters are encoded.
pub(crate) struct RpcCall {
    /// The product's name, as signature scopes know it: `ecs`.
    pub(crate) service: &'static str,
    /// The operation's name.
    pub(crate) action: &'static str,
    /// The API's version, a date.
    pub(crate) version: &'static str,
    /// The region, for APIs that have a place for it beside the parameters.
    pub(crate) region: Option<&'static str>,
    /// The operation's own parameters.
    pub(crate) params: Params,
}

impl RpcCall {
    /// The request without parameters and headers.
    pub(in crate::clouds) fn post(&self, endpoint: &Endpoint) -> Request {
        Request::post(endpoint, self.service, self.action)
    }

    /// The request with these pairs as a form.
    pub(in crate::clouds) fn post_form(
        &self,
        endpoint: &Endpoint,
        form: Vec<(String, String)>,
    ) -> Request {
        let mut request = self.post(endpoint);
        request
            .headers
            .push(("accept", "application/json".to_owned()));
        request.headers.push(("content-type", FORM.to_owned()));
        request.body = Body::Form(form);
        request
    }
}

/// Pairs of an envelope.
pub(in crate::clouds) fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    let owned = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    owned.into_iter().collect()
}

/// Adds a signature to a form that is signed as a whole: the last pair.
pub(in crate::clouds) fn add_signature(form: &mut Vec<(String, String)>, signature: &str) {
    form.push(("Signature".to_owned(), signature.to_owned()));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clouds::{alibaba, tencent};

    fn call() -> RpcCall {
        let mut params = Params::default();
        params
            .set("Limit", 2)
            .push("Filters", json!({"Name": "a b", "Values": ["x"]}));
        RpcCall {
            service: "ecs",
            action: "Ask",
            version: "2020-01-02",
            region: Some("r-1"),
            params,
        }
    }

    fn header_names(request: &Request) -> Vec<&str> {
        request.headers.iter().map(|(name, _)| *name).collect()
    }

    #[test]
    fn alibaba_has_parameters_in_the_query_or_a_form() {
        let endpoint = Endpoint::https("ecs.example.com");
        let request = alibaba::request(&endpoint, "acs3-hmac-sha256", &call());
        assert_eq!(
            request.url(),
            "https://ecs.example.com/?Filters.1.Name=a%20b&Filters.1.Values.1=x&Limit=2"
        );
        assert_eq!(request.header("x-acs-action"), Some("Ask"));
        assert_eq!(request.header("x-acs-version"), Some("2020-01-02"));
        assert_eq!(request.body, Body::Empty);

        let request = alibaba::request(&endpoint, "hmac-sha1", &call());
        assert_eq!(request.url(), "https://ecs.example.com/");
        assert_eq!(
            request.body.text(),
            "Action=Ask&Format=JSON&Version=2020-01-02\
             &Filters.1.Name=a%20b&Filters.1.Values.1=x&Limit=2"
        );
        assert_eq!(header_names(&request), ["accept", "content-type"]);

        let request = alibaba::request(&endpoint, "none", &call());
        assert_eq!(
            request.encoded_query(),
            "Action=Ask&Format=JSON&Version=2020-01-02"
        );
        assert_eq!(
            request.body.text(),
            "Filters.1.Name=a%20b&Filters.1.Values.1=x&Limit=2"
        );
    }

    #[test]
    fn tencent_has_parameters_in_json_or_a_form() {
        let endpoint = Endpoint::https("ecm.example.com");
        for scheme in ["tc3-hmac-sha256", "none"] {
            let request = tencent::request(&endpoint, scheme, &call());
            assert_eq!(request.url(), "https://ecm.example.com/");
            assert_eq!(
                request.body.text(),
                r#"{"Filters":[{"Name":"a b","Values":["x"]}],"Limit":2}"#
            );
            assert_eq!(request.header("x-tc-action"), Some("Ask"));
            assert_eq!(request.header("x-tc-region"), Some("r-1"));
        }
        for scheme in ["hmac-sha1", "hmac-sha256"] {
            let request = tencent::request(&endpoint, scheme, &call());
            assert_eq!(
                request.body.text(),
                "Filters.0.Name=a%20b&Filters.0.Values.0=x&Limit=2\
                 &Action=Ask&Language=en-US&Version=2020-01-02&Region=r-1"
            );
            assert_eq!(header_names(&request), ["accept", "content-type"]);
        }
    }
}
