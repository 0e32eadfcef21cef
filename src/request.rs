//! One call of a cloud's API, first as the operation means it, then as it
//! goes over the wire.

use std::fmt;

use serde_json::{Map, Value};

/// A service's address: scheme and authority, no path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// Encrypted. Everything but loopback must be.
    pub https: bool,
    /// Host, with `:port` when it is not the scheme's own; lower case.
    pub authority: String,
}

impl Endpoint {
    /// The https endpoint at `host`.
    pub fn https(host: impl Into<String>) -> Self {
        Self {
            https: true,
            authority: host.into(),
        }
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
        write!(f, "{scheme}://{}", self.authority)
    }
}

/// The parameters of an operation, before a signature scheme decides how they
/// travel: flattened into a query, as a form, or as a JSON body.
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
        let mut flat = Vec::with_capacity(self.0.len());
        for (name, value) in &self.0 {
            flatten_into(&mut flat, name.clone(), value, first);
        }
        flat
    }
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

/// One call of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiRequest {
    /// Where it is sent.
    pub endpoint: Endpoint,
    /// The product's name, as signature scopes and permissions know it: `ecs`.
    pub service: &'static str,
    /// The operation's name in the API.
    pub action: &'static str,
    /// The API's version, a date.
    pub version: &'static str,
    /// The region, for schemes that have a place for it beside the parameters.
    pub region: Option<String>,
    /// The operation's own parameters; a signature scheme adds its envelope.
    pub params: Params,
}

/// A signed call as it goes over the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct WireRequest {
    /// Where it is sent.
    pub endpoint: Endpoint,
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// The path, encoded: `/` in the APIs of images.
    pub path: String,
    /// The query as it stands in the URL, encoded, without `?`.
    pub query: String,
    /// Header names in lower case, with values. `host` is not among them: the
    /// HTTP library sets it from the endpoint.
    pub headers: Vec<(&'static str, String)>,
    /// The body, empty for none.
    pub body: String,
    /// The signature inside it, so that a log can hide it.
    pub signature: String,
}

impl WireRequest {
    /// The whole address: endpoint, path and query.
    pub fn url(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", self.endpoint, self.path, self.query)
    }

    /// Whether its body is the pairs of a form.
    pub fn is_form(&self) -> bool {
        self.headers.iter().any(|(name, value)| {
            *name == "content-type" && value.starts_with("application/x-www-form-urlencoded")
        })
    }
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
            let endpoint = Endpoint {
                https: false,
                authority: authority.into(),
            };
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
        assert_eq!(left.as_object()["Status"], "Creating");
        assert_eq!(left.as_object()["Tag"], json!(["a", "b"]));
    }
}
