//! HTTP requests to a cloud's API, and the parameters of its operations.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

/// What is replaced by the region in an endpoint.
pub const REGION: &str = "{region}";

/// A service's base URL: scheme, authority and path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// Encrypted. Everything but loopback must be.
    pub https: bool,
    /// Host, with `:port` when it is not the scheme's own; lower case. In a setting
    /// `{region}` may be in it ([`Endpoint::in_region`]).
    pub authority: String,
    /// The path that all paths of the service begin with, encoded, without a `/` at its
    /// end; empty for the root.
    pub path: String,
}

impl Endpoint {
    /// The root of `authority`, a host with `:port` where it is not the scheme's own.
    pub fn new(https: bool, authority: impl Into<String>) -> Self {
        Self {
            https,
            authority: authority.into(),
            path: String::new(),
        }
    }

    /// The https endpoint at `host`.
    pub fn https(host: impl Into<String>) -> Self {
        Self::new(true, host)
    }

    /// The endpoint of a region, where this is one for each.
    #[must_use]
    pub fn in_region(&self, region: &str) -> Self {
        Self {
            https: self.https,
            authority: self.authority.replace(REGION, region),
            path: self.path.clone(),
        }
    }

    /// Whether it is one for each region.
    pub fn is_regional(&self) -> bool {
        self.authority.contains(REGION)
    }

    /// The host without its port, IPv6 brackets kept.
    pub fn host(&self) -> &str {
        match self.authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => &self.authority,
        }
    }

    /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
    pub fn is_loopback(&self) -> bool {
        let host = self.host();
        host == "localhost"
            || host == "[::1]"
            || host
                .parse::<std::net::Ipv4Addr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.https { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority, self.path)
    }
}

/// The parameters of an operation, before they are encoded: flattened into a query or
/// a form, or as a JSON body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Params(Map<String, Value>);

impl Params {
    /// Sets one parameter. A second call with the same name replaces it.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) -> &mut Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Adds one element to a list parameter.
    pub fn push(&mut self, name: &str, element: impl Into<Value>) -> &mut Self {
        match self
            .0
            .entry(name)
            .or_insert_with(|| Value::Array(Vec::new()))
        {
            Value::Array(list) => list.push(element.into()),
            other => *other = Value::Array(vec![other.take(), element.into()]),
        }
        self
    }

    /// Adds `other`'s parameters: lists grow, single values are replaced.
    pub fn merge(&mut self, other: &Params) {
        for (name, value) in &other.0 {
            match value {
                Value::Array(list) => {
                    for element in list {
                        self.push(name, element.clone());
                    }
                }
                single => {
                    self.set(name, single.clone());
                }
            }
        }
    }

    /// The parameters as a JSON object, names in byte order.
    pub fn as_object(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Flattens lists to `Name.N` and objects to `Name.Member`, counting list
    /// elements from `first`. Empty lists vanish, as no scheme can say them.
    pub fn flatten(&self, first: usize) -> Vec<(String, String)> {
        flatten(&self.0, first)
    }
}

/// As [`Params::flatten`], of any JSON object.
pub fn flatten(members: &Map<String, Value>, first: usize) -> Vec<(String, String)> {
    let mut flat = Vec::with_capacity(members.len());
    for (name, value) in members {
        flatten_into(&mut flat, name.clone(), value, first);
    }
    flat
}

fn flatten_into(flat: &mut Vec<(String, String)>, name: String, value: &Value, first: usize) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => flat.push((name, flag.to_string())),
        Value::Number(number) => flat.push((name, number.to_string())),
        Value::String(text) => flat.push((name, text.clone())),
        Value::Array(list) => {
            for (index, element) in list.iter().enumerate() {
                flatten_into(flat, format!("{name}.{}", index + first), element, first);
            }
        }
        Value::Object(members) => {
            for (member, element) in members {
                flatten_into(flat, format!("{name}.{member}"), element, first);
            }
        }
    }
}

/// A whole HTTP request to a service, before and after it is authorised.
///
/// Query and form stay pairs until the request is sent, so that schemes which sign
/// parameters can add theirs.
#[derive(Clone, PartialEq)]
pub struct Request {
    /// The service's address.
    pub endpoint: Endpoint,
    /// The product's name, as signature scopes and permissions know it: `ecs`.
    pub service: &'static str,
    /// The operation's name, for messages and logs.
    pub action: &'static str,
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// The path below the endpoint's own, encoded, with a leading `/`.
    pub path: String,
    /// The query, not encoded, in the order in which it is sent.
    pub query: Vec<(String, String)>,
    /// Header names in lower case, with values. `host` is not among them: the
    /// HTTP library sets it from the endpoint.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Body,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// No body.
    Empty,
    /// Pairs of a form, not encoded, in the order in which they are sent.
    Form(Vec<(String, String)>),
    /// A JSON object.
    Json(Map<String, Value>),
}

impl Body {
    /// Takes the pairs of the form, none of any other body, and leaves no body.
    pub fn take_form(&mut self) -> Vec<(String, String)> {
        match std::mem::replace(self, Body::Empty) {
            Body::Form(pairs) => pairs,
            Body::Empty | Body::Json(_) => Vec::new(),
        }
    }

    /// The body as it is sent.
    pub fn text(&self) -> String {
        match self {
            Body::Empty => String::new(),
            Body::Form(pairs) => encode_pairs(pairs),
            Body::Json(members) => Value::Object(members.clone()).to_string(),
        }
    }
}

impl Request {
    /// A `POST` request to the endpoint's root, without parameters, headers or body.
    pub fn post(endpoint: &Endpoint, service: &'static str, action: &'static str) -> Self {
        Self {
            endpoint: endpoint.clone(),
            service,
            action,
            method: "POST",
            path: "/".to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Body::Empty,
        }
    }

    /// The path with the endpoint's own before it, encoded.
    pub fn full_path(&self) -> String {
        format!("{}{}", self.endpoint.path, self.path)
    }

    /// The query as it stands in the URL, encoded, without `?`.
    pub fn encoded_query(&self) -> String {
        encode_pairs(&self.query)
    }

    /// The whole address: endpoint, path and query.
    pub fn url(&self) -> String {
        let query = self.encoded_query();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{query}", self.endpoint, self.path)
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(known, value)| (*known == name).then_some(value.as_str()))
    }
}

/// Everything but `A-Z a-z 0-9 - _ . ~` (RFC 3986, unreserved).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Percent-encodes a text as UTF-8 with upper-case hex; a space is `%20`.
pub fn percent(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Joins pairs to `name=value&…`, percent-encoded, in their order.
pub fn encode_pairs(pairs: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend(utf8_percent_encode(name, RESERVED));
        text.push('=');
        text.extend(utf8_percent_encode(value, RESERVED));
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn loopback_is_told_from_the_rest() {
        for (authority, loopback) in [
            ("localhost", true),
            ("localhost:8080", true),
            ("127.0.0.1:1", true),
            ("127.8.9.1", true),
            ("[::1]:443", true),
            ("ecs.cn-hangzhou.aliyuncs.com", false),
            ("127.0.0.1.example.com", false),
            ("10.0.0.1:80", false),
            ("[::2]:80", false),
        ] {
            let endpoint = Endpoint::new(false, authority);
            assert_eq!(endpoint.is_loopback(), loopback, "{authority}");
        }
    }

    #[test]
    fn flattening_counts_from_the_given_number() {
        let mut params = Params::default();
        params
            .set("RegionId", "cn-hangzhou")
            .set("DryRun", true)
            .set("PageSize", 100);
        params
            .push("Tag", json!({"Key": "k", "Value": ""}))
            .push("Tag", json!({"Key": "only"}));
        let flat = |first| {
            params
                .flatten(first)
                .into_iter()
                .map(|(n, v)| format!("{n}={v}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            flat(1),
            [
                "DryRun=true",
                "PageSize=100",
                "RegionId=cn-hangzhou",
                "Tag.1.Key=k",
                "Tag.1.Value=",
                "Tag.2.Key=only"
            ]
        );
        assert!(flat(0).contains(&"Tag.0.Key=k".to_owned()));
    }

    #[test]
    fn merging_appends_lists_and_replaces_values() {
        let mut left = Params::default();
        left.set("Status", "Available").push("Tag", "a");
        let mut right = Params::default();
        right.set("Status", "Creating").push("Tag", "b");
        left.merge(&right);
        assert_eq!(left.0["Status"], "Creating");
        assert_eq!(left.0["Tag"], json!(["a", "b"]));
    }

    #[test]
    fn the_url_has_the_endpoints_path_and_an_encoded_query() {
        let endpoint = Endpoint {
            path: "/image".into(),
            ..Endpoint::https("cloud.example.com:9292")
        };
        let mut request = Request::post(&endpoint, "image", "ListImages");
        assert_eq!(request.url(), "https://cloud.example.com:9292/image/");
        request.path = "/v2/images".into();
        request.query = vec![
            ("name".into(), "in:a b/\u{e9}".into()),
            ("limit".into(), "1".into()),
        ];
        assert_eq!(
            request.url(),
            "https://cloud.example.com:9292/image/v2/images?name=in%3Aa%20b%2F%C3%A9&limit=1"
        );
        assert_eq!(request.full_path(), "/image/v2/images");
    }

    #[test]
    fn bodies_are_encoded_as_what_they_are() {
        let pairs = vec![("b".to_owned(), "x y".to_owned()), ("a".into(), "&".into())];
        assert_eq!(Body::Form(pairs).text(), "b=x%20y&a=%26");
        assert_eq!(Body::Json(Map::new()).text(), "{}");
        assert_eq!(Body::Empty.text(), "");
    }

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(percent("a-Z_0.~ +*/%中"), "a-Z_0.~%20%2B%2A%2F%25%E4%B8%AD");
    }
}
