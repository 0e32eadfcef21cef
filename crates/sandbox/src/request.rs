//! A decoded HTTP request: query and form parameters merged, header names in lower case.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

/// Everything the checks and operations need to know about one HTTP request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Whether it came from this machine.
    pub(crate) is_local: bool,
    pub(crate) path: String,
    /// What follows the question mark, as sent.
    pub(crate) raw_query: String,
    /// Parameters of the query, decoded, in the order sent.
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case, values as sent (untrimmed).
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Query and form body together: the vendor's gateway makes no difference between them.
    pub(crate) params: Params,
}

impl Request {
    /// Decodes a request. A body counts as a form when its content type says so.
    pub(crate) fn new(
        method: &str,
        target: &str,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Request {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let raw_query = query.to_owned();
        let query = decode_form(query.as_bytes());
        let mut request = Request {
            raw_query,
            is_local: false,
            method: method.to_owned(),
            path: path.to_owned(),
            params: Params(query.clone()),
            query,
            headers,
            body,
        };
        let form = "application/x-www-form-urlencoded";
        if request
            .header("content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with(form))
        {
            request.params.0.extend(decode_form(&request.body));
        }
        request
    }

    /// The trimmed value of a header; several headers of one name are joined by commas.
    pub(crate) fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut values = self
            .headers
            .iter()
            .filter(|(header, _)| header == name)
            .map(|(_, value)| value.trim());
        let first = values.next()?;
        Some(values.fold(Cow::Borrowed(first), |joined, value| {
            Cow::Owned(format!("{joined},{value}"))
        }))
    }

    /// The header's value as owned text; `None` when absent or empty.
    pub(crate) fn header_text(&self, name: &str) -> Option<String> {
        self.header(name)
            .filter(|value| !value.is_empty())
            .map(Cow::into_owned)
    }
}

/// Whether a `Host` header names this machine in a way that nobody else can claim: by an
/// address, or by a name that no public name server answers for.
///
/// A page in a browser may give a name of its own this machine's address (DNS rebinding), and
/// would then be allowed to read what the server says under that name.
pub(crate) fn is_own_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    // Tencent's SDK for Python writes the whole endpoint.
    let host = host.strip_prefix("http://").unwrap_or(&host);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_private = [".localhost", ".internal"]
        .iter()
        .any(|end| name.ends_with(end));
    host.parse::<SocketAddr>().is_ok()
        || bare.parse::<IpAddr>().is_ok()
        || is_private
        || !name.contains(['.', ':', '['])
}

/// Decoded parameters. The first of several with the same name counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params(pub(crate) Vec<(String, String)>);

impl Params {
    /// The value of a parameter, empty or not.
    pub(crate) fn sent(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a parameter; an empty one counts as absent, because SDKs send unset members so.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.sent(name).filter(|value| !value.is_empty())
    }

    /// Members of a numbered list such as `Tag.1.Key`, `Tag.1.Value`, in the order of the numbers.
    ///
    /// The old lower-case spelling `Tag.1.key` is accepted too (ECS 2014-05-26 `DescribeImages`).
    pub(crate) fn pairs(&self, list: &str) -> BTreeMap<u32, Pair<'_>> {
        let mut pairs: BTreeMap<u32, Pair<'_>> = BTreeMap::new();
        for (name, value) in &self.0 {
            let member = name
                .strip_prefix(list)
                .and_then(|rest| rest.strip_prefix('.'))
                .and_then(|rest| rest.split_once('.'))
                .and_then(|(number, member)| Some((number.parse::<u32>().ok()?, member)));
            match member {
                Some((number, "Key" | "key")) => pairs.entry(number).or_default().key = Some(value),
                Some((number, "Value" | "value")) => {
                    pairs.entry(number).or_default().value = Some(value);
                }
                _ => {}
            }
        }
        pairs
    }
}

/// One member of a numbered list; either half may be missing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pair<'a> {
    pub(crate) key: Option<&'a str>,
    pub(crate) value: Option<&'a str>,
}

/// Decodes `name=value&…`: `+` and `%20` are both spaces, as the SDKs write either.
fn decode_form(text: &[u8]) -> Vec<(String, String)> {
    text.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = halves.next().unwrap_or_default();
            (decode(name), decode(halves.next().unwrap_or_default()))
        })
        .collect()
}

fn decode(text: &[u8]) -> String {
    let spaced: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    percent_encoding::percent_decode(&spaced)
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_query_and_form() {
        let headers = vec![(
            "content-type".into(),
            "application/x-www-form-urlencoded; charset=utf-8".into(),
        )];
        let request = Request::new("POST", "/?A=1+2&B=", headers, b"C=a%2Bb%20c&D".to_vec());
        assert_eq!(request.path, "/");
        assert_eq!(request.params.sent("A"), Some("1 2"));
        assert_eq!(request.params.sent("B"), Some(""));
        assert_eq!(request.params.text("B"), None);
        assert_eq!(request.params.sent("C"), Some("a+b c"));
        assert_eq!(request.params.sent("D"), Some(""));
        assert_eq!(request.query.len(), 2);
    }

    #[test]
    fn leaves_other_bodies_alone() {
        let request = Request::new("POST", "/?A=1", vec![], b"C=3".to_vec());
        assert_eq!(request.params.0.len(), 1);
    }

    #[test]
    fn reads_numbered_pairs_in_both_spellings() {
        let request = Request::new(
            "GET",
            "/?Tag.10.Key=b&Tag.2.key=a&Tag.2.value=x",
            vec![],
            vec![],
        );
        let pairs = request.params.pairs("Tag");
        assert_eq!(pairs.keys().copied().collect::<Vec<_>>(), [2, 10]);
        assert_eq!((pairs[&2].key, pairs[&2].value), (Some("a"), Some("x")));
        assert_eq!((pairs[&10].key, pairs[&10].value), (Some("b"), None));
    }

    #[test]
    fn hosts_of_others_are_told_from_our_own() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:8080",
            "[::1]",
            "http://127.0.0.1:8080",
            "[::1]:8080",
            "10.1.2.3:80",
            "localhost",
            "LocalHost:8080",
            "ecs.localhost:1",
            "sandbox:8080",
            "host.docker.internal:8080",
        ] {
            assert!(is_own_host(host), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "localhost.",
            "[::1].evil.example",
            "evillocalhost.com",
        ] {
            assert!(!is_own_host(host), "{host}");
        }
    }

    #[test]
    fn joins_repeated_headers() {
        let headers = vec![("x".into(), " a ".into()), ("x".into(), "b".into())];
        let request = Request::new("GET", "/", headers, vec![]);
        assert_eq!(request.header("x").as_deref(), Some("a,b"));
    }
}
