//! The hosts that are reached without the proxy of the environment.
//!
//! `NO_PROXY` is read as Go's tools read it (`golang.org/x/net/http/httpproxy`, read
//! 2026-11), so that it means the same to the vendors' own tools. Blanks separate entries
//! too, and an entry's final dot does not count, as curl has it.

use std::net::IpAddr;

use crate::error::{ConfigError, Origin};
use crate::machine::Env;
use crate::request::Endpoint;

/// The variables, in Go's order.
const VARIABLES: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The value of `NO_PROXY`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoProxy {
    variable: &'static str,
    text: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    All,
    Address(IpAddr),
    /// An address and how many of its first bits count.
    Network(IpAddr, u32),
    /// A name without a dot in front, and whether the name itself is meant and not only
    /// those below it.
    Domain(String, bool),
}

impl NoProxy {
    /// Reads the variable; none is an empty list.
    ///
    /// # Errors
    /// When the value is not UTF-8 or has quotes, which no host name has.
    pub(super) fn of_environment(env: &Env) -> Result<Self, ConfigError> {
        for variable in VARIABLES {
            let Some(text) = env.text(variable)? else {
                continue;
            };
            if text.contains(['"', '\'']) {
                return Err(ConfigError::new("there are quotes in the list of hosts")
                    .at(Origin::Variable(variable))
                    .hint("remove them; `docker --env-file` keeps quotes"));
            }
            let separated = text.split(|c: char| c == ',' || c.is_whitespace());
            return Ok(Self {
                variable,
                text: text.to_owned(),
                entries: separated.filter_map(Entry::read).collect(),
            });
        }
        Ok(Self::default())
    }

    /// The variable and its value, where it has one.
    pub fn shown(&self) -> Option<(&'static str, &str)> {
        (!self.text.is_empty()).then_some((self.variable, self.text.as_str()))
    }

    /// Whether an endpoint is reached without the proxy.
    pub(super) fn contains(&self, endpoint: &Endpoint) -> bool {
        let host = endpoint.host();
        let port = endpoint.authority.get(host.len() + 1..);
        let port = port.and_then(|port| port.parse().ok());
        let port = port.unwrap_or(if endpoint.https { 443 } else { 80 });
        let address = without_brackets(host).parse().ok();
        let matches = |entry: &Entry| {
            entry.port.is_none_or(|only| only == port) && entry.hosts.contain(host, address)
        };
        self.entries.iter().any(matches)
    }
}

impl Entry {
    /// Reads `*`, an address, a network, or a name with or without `*.` or a dot in front;
    /// all but networks with or without a port. Anything else means no host.
    fn read(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let any_port = |hosts| Some(Self { hosts, port: None });
        if text == "*" {
            return any_port(Hosts::All);
        }
        if let Some(network) = network(&text) {
            return any_port(network);
        }
        if let Ok(address) = without_brackets(&text).parse() {
            return any_port(Hosts::Address(address));
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().ok()?)),
            None => (text.as_str(), None),
        };
        if let Ok(address) = without_brackets(host).parse() {
            let hosts = Hosts::Address(address);
            return Some(Self { hosts, port });
        }
        let host = host.strip_suffix('.').unwrap_or(host);
        let below = host.strip_prefix("*.").or_else(|| host.strip_prefix('.'));
        let name = below.unwrap_or(host);
        let hosts = Hosts::Domain(name.to_owned(), below.is_none());
        (!name.is_empty()).then_some(Self { hosts, port })
    }
}

impl Hosts {
    fn contain(&self, host: &str, address: Option<IpAddr>) -> bool {
        match self {
            Hosts::All => true,
            Hosts::Address(only) => address == Some(*only),
            Hosts::Network(first, bits) => match (first, address) {
                (IpAddr::V4(first), Some(IpAddr::V4(address))) => {
                    let rest = 32 - bits;
                    first.to_bits().checked_shr(rest) == address.to_bits().checked_shr(rest)
                }
                (IpAddr::V6(first), Some(IpAddr::V6(address))) => {
                    let rest = 128 - bits;
                    first.to_bits().checked_shr(rest) == address.to_bits().checked_shr(rest)
                }
                _ => false,
            },
            Hosts::Domain(name, itself) => match host.strip_suffix(name.as_str()) {
                Some("") => *itself,
                Some(before) => before.ends_with('.'),
                None => false,
            },
        }
    }
}

/// `10.0.0.0/8`, `fd00::/8`.
fn network(text: &str) -> Option<Hosts> {
    let (address, bits) = text.split_once('/')?;
    let (address, bits): (IpAddr, u32) = (address.parse().ok()?, bits.parse().ok()?);
    let most = if address.is_ipv4() { 32 } else { 128 };
    (bits <= most).then_some(Hosts::Network(address, bits))
}

fn without_brackets(host: &str) -> &str {
    let inside = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    inside.unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn except(text: &str) -> NoProxy {
        NoProxy::of_environment(&Env::of([("NO_PROXY", text)])).unwrap()
    }

    #[test]
    fn hosts_are_matched_as_go_matches_them() {
        for (text, authority, expected) in [
            ("*", "ecs.example.com", true),
            ("example.com", "example.com", true),
            ("example.com", "ecs.example.com", true),
            ("example.com", "notexample.com", false),
            ("example.com", "example.com.cn", false),
            (".example.com", "ecs.example.com", true),
            (".example.com", "example.com", false),
            ("*.example.com", "ecs.example.com", true),
            ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("EXAMPLE.com.", "ecs.example.com", true),
            ("*.example.com.", "ecs.example.com", true),
            ("ecs.example.com:443", "ecs.example.com", true),
            ("ecs.example.com:443", "ecs.example.com:8443", false),
            ("ecs.example.com:8443", "ecs.example.com:8443", true),
            (".example.com:443", "ecs.example.com", true),
            ("a.test, example.com ,b.test", "ecs.example.com", true),
            ("a.test example.com\r", "ecs.example.com", true),
            ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.1", "10.0.0.1:8443", true),
            ("10.0.0.1:443", "10.0.0.1:8443", false),
            ("10.0.0.0/8", "10.200.3.4", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("0.0.0.0/0", "11.0.0.1", true),
            ("0.0.0.0/0", "ecs.example.com", false),
            ("10.0.0.0/33", "10.0.0.1", false),
            ("fd00::/8", "[fd12::1]", true),
            ("fd00::/8", "[fe12::1]:8443", false),
            ("::/0", "[fe12::1]", true),
            ("fd12::1", "[fd12::1]", true),
            ("[fd12::1]:443", "[fd12::1]", true),
            ("[fd12::1]:443", "[fd12::1]:8443", false),
            ("https://example.com", "example.com", false),
            (":443", "example.com", false),
            (".", "example.com", false),
            ("", "example.com", false),
            (",,", "example.com", false),
        ] {
            let found = except(text).contains(&Endpoint::https(authority));
            assert_eq!(found, expected, "{text:?} {authority}");
        }
    }

    #[test]
    fn the_first_variable_counts_and_quotes_are_refused() {
        let env = Env::of([("NO_PROXY", "a.test"), ("no_proxy", "b.test")]);
        let shown = NoProxy::of_environment(&env).unwrap();
        assert_eq!(shown.shown(), Some(("NO_PROXY", "a.test")));
        let env = Env::of([("NO_PROXY", ""), ("no_proxy", "\"b.test\"")]);
        let error = NoProxy::of_environment(&env).unwrap_err();
        assert_eq!(error.origin, Some(Origin::Variable("no_proxy")));
        assert_eq!(except("").shown(), None);
    }
}
