//! Addresses as people write them: a service's endpoint, and a proxy.
//!
//! No message repeats a user name or password that stands in an address.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Proxy;
use crate::request::Endpoint;
use crate::secret::Secret;
use crate::words::quoted;

/// Reads an endpoint: `https://host[:port]` without a path. A bare trailing
/// slash is fine; `http` is for this machine only, because keys are at stake.
/// Upper case is lowered and the scheme's own port dropped.
///
/// # Errors
/// When the text is anything else. The message says what is wrong and what is
/// allowed.
pub fn parse(text: &str) -> Result<Endpoint, String> {
    // Before anything else, so that no other message repeats a password.
    if text.contains('@') {
        return Err(
            "an endpoint has no user name or password: write `https://host[:port]`".to_owned(),
        );
    }
    let (https, authority) = address(text, "https://host[:port]")?;
    let endpoint = Endpoint::new(https, authority);
    if !https && !endpoint.is_loopback() {
        return Err(format!(
            "{} is not encrypted: `http` is for this machine only (localhost, 127.0.0.1, [::1]); \
             write `https://`",
            quoted(text)
        ));
    }
    Ok(endpoint)
}

/// Reads a proxy: `http://[user:password@]host[:port]`, `https` likewise, or
/// `none`.
///
/// # Errors
/// When the text is anything else.
pub fn parse_proxy(text: &str) -> Result<Proxy, String> {
    if text == "none" {
        return Ok(Proxy::None);
    }
    let form = "http://host:port` or `none";
    let Some((scheme, rest)) = text.split_once("://") else {
        let shown = if text.contains('@') {
            "the text".to_owned()
        } else {
            quoted(text)
        };
        return Err(format!("{shown} is not a proxy: write `{form}`"));
    };
    // The last `@`, as in every URL reader: what stands before it is secret.
    let Some((user, host)) = rest.rsplit_once('@') else {
        let (https, authority) = address(text, form)?;
        let url = Endpoint::new(https, authority).to_string();
        return Ok(Proxy::Url(Secret::new(url)));
    };
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:%".contains(&b);
    if user.is_empty() || !user.bytes().all(plain) {
        return Err(
            "the user name and password of a proxy need %-encoding: letters, digits and \
                    `-._~` may stay"
                .to_owned(),
        );
    }
    let (https, authority) = address(&format!("{scheme}://{host}"), form)?;
    let scheme = if https { "https" } else { "http" };
    let parts = [scheme, "://", user, "@", &authority];
    // In one piece: a text that grows leaves copies behind.
    Ok(Proxy::Url(Secret::new(parts.concat())))
}

/// A proxy as it may be shown: without user name and password.
pub fn display_proxy(proxy: &Proxy) -> String {
    match proxy {
        Proxy::System => "system".to_owned(),
        Proxy::None => "none".to_owned(),
        Proxy::Url(url) => {
            let url = url.expose();
            match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, host))) => format!("{scheme}://***@{host}"),
                _ => url.to_owned(),
            }
        }
    }
}

/// Whether a proxy's address holds a user name or password.
pub fn has_login(proxy: &Proxy) -> bool {
    matches!(proxy, Proxy::Url(url) if url.expose().contains('@'))
}

/// Scheme (whether https) and authority, in their plainest form.
fn address(text: &str, form: &str) -> Result<(bool, String), String> {
    let wrong = |why: &str| format!("{} {why}: write `{form}`", quoted(text));
    let (scheme, rest) = text
        .split_once("://")
        .ok_or_else(|| wrong("has no scheme"))?;
    let https = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => false,
        _ => return Err(wrong("has a scheme that is neither `http` nor `https`")),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#', '\\']) {
        return Err(wrong("has a path or query"));
    }
    // Inside brackets colons belong to the address.
    let after_brackets = rest.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match rest[after_brackets..].find(':') {
        Some(colon) => {
            let at = after_brackets + colon;
            (&rest[..at], Some(&rest[at + 1..]))
        }
        None => (rest, None),
    };
    let host = plain_host(host).ok_or_else(|| wrong("has no valid host name"))?;
    let own_port = if https { 443 } else { 80 };
    match port
        .map(|digits| plain_port(digits).ok_or_else(|| wrong("has no valid port")))
        .transpose()?
    {
        Some(port) if port != own_port => Ok((https, format!("{host}:{port}"))),
        _ => Ok((https, host)),
    }
}

fn plain_port(digits: &str) -> Option<u16> {
    // `parse` alone would take a plus sign.
    let port: u16 = digits
        .parse()
        .ok()
        .filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
    (port != 0).then_some(port)
}

fn plain_host(host: &str) -> Option<String> {
    if let Some(inside) = host.strip_prefix('[') {
        let address: Ipv6Addr = inside.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{address}]"));
    }
    let host = host.to_ascii_lowercase();
    if host.parse::<Ipv4Addr>().is_ok() {
        return Some(host);
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // URL readers take a host that ends in a number for an IPv4 address in one
    // of its old spellings (`127.1`, `0x7f000001`): they would not go where the
    // text says.
    let last = host.rsplit('.').next().unwrap_or_default();
    let number = last.bytes().all(|b| b.is_ascii_digit())
        || last
            .strip_prefix("0x")
            .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    (host.len() <= 253 && host.split('.').all(label) && !number).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_read_in_their_plainest_form() {
        for (text, expected) in [
            (
                "https://ecs.cn-beijing.aliyuncs.com",
                "https://ecs.cn-beijing.aliyuncs.com",
            ),
            ("https://ECS.example.COM/", "https://ecs.example.com"),
            ("HTTPS://h:8443", "https://h:8443"),
            ("https://h:443", "https://h"),
            ("https://h:80/", "https://h:80"),
            ("http://localhost:80", "http://localhost"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.9.9.9", "http://127.9.9.9"),
            ("http://[::1]:1", "http://[::1]:1"),
            ("https://[2001:DB8:0:0::1]", "https://[2001:db8::1]"),
            ("https://10.0.0.1", "https://10.0.0.1"),
            ("https://xn--fiqs8s.example", "https://xn--fiqs8s.example"),
        ] {
            assert_eq!(
                parse(text).map(|e| e.to_string()).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn other_endpoints_are_refused_with_a_reason() {
        for (text, reason) in [
            ("", "no scheme"),
            ("ecs.aliyuncs.com", "no scheme"),
            ("ftp://h", "neither `http` nor `https`"),
            ("https://", "host name"),
            ("https:///", "host name"),
            ("https://h/path", "path"),
            ("https://h//", "path"),
            ("https://h?x=1", "path"),
            ("https://h#x", "path"),
            ("https://h\\x", "path"),
            ("https://h:", "port"),
            ("https://h:0", "port"),
            ("https://h:+1", "port"),
            ("https://h:65536", "port"),
            ("https://h:1:2", "port"),
            ("https://a b", "host name"),
            ("https://a_b.c", "host name"),
            ("https://-a.c", "host name"),
            ("https://a..c", "host name"),
            ("https://a.c.", "host name"),
            ("https://h%2e", "host name"),
            ("https://中国", "host name"),
            ("https://[::1", "host name"),
            ("https://[fe80::1%25eth0]", "host name"),
            ("https://127.1", "host name"),
            ("https://0x7f000001", "host name"),
            ("http://2130706433", "host name"),
            ("http://ecs.aliyuncs.com", "not encrypted"),
            ("http://127.0.0.1.example.com", "not encrypted"),
            ("http://localhost.example.com", "not encrypted"),
        ] {
            let message = parse(text).unwrap_err();
            assert!(message.contains(reason), "{text}: {message}");
        }
    }

    #[test]
    fn no_message_repeats_a_password() {
        for text in [
            "https://user:hunter2@host",
            "https://user:hun/ter2@host/hunter2",
            "ftp://user:hunter2@host",
            "user:hunter2@host",
            "http://u:hunter2 @h",
            "http://u:hunter2@h/path",
            "http://u:hunter2@h:0",
        ] {
            let messages = [
                parse(text).unwrap_err(),
                parse_proxy(text).err().unwrap_or_default(),
            ];
            assert!(!messages.iter().any(|m| m.contains("ter2")), "{messages:?}");
        }
    }

    #[test]
    fn proxies_may_have_a_login_that_is_not_shown() {
        for (text, url, shown) in [
            (
                "http://proxy:3128",
                "http://proxy:3128",
                "http://proxy:3128",
            ),
            (
                "HTTP://Proxy:3128/",
                "http://proxy:3128",
                "http://proxy:3128",
            ),
            ("https://10.0.0.1", "https://10.0.0.1", "https://10.0.0.1"),
            (
                "http://u:p%40w@proxy:3128",
                "http://u:p%40w@proxy:3128",
                "http://***@proxy:3128",
            ),
        ] {
            let proxy = parse_proxy(text).unwrap();
            assert_eq!(proxy, Proxy::Url(Secret::new(url)));
            assert_eq!(display_proxy(&proxy), shown);
            assert_eq!(has_login(&proxy), text.contains('@'));
        }
        assert_eq!(parse_proxy("none"), Ok(Proxy::None));
        for bad in [
            "",
            "proxy:3128",
            "socks5://h:1",
            "http://",
            "http://h/x",
            "http://@h",
            "None",
        ] {
            assert!(parse_proxy(bad).is_err(), "{bad}");
        }
    }
}
