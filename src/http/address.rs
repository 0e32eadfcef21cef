//! Addresses as people write them: a service's endpoint, and a proxy.
//!
//! No message repeats a user name or password that stands in an address.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Proxy;
use crate::request::{Endpoint, REGION};
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

/// Reads an endpoint in which `{region}` may stand for the region.
///
/// # Errors
/// As [`parse`].
pub fn parse_regional(text: &str) -> Result<Endpoint, String> {
    // Letters of a host name, as those of a region are.
    const PLACE: &str = "in-which-region";
    if !text.contains(REGION) {
        return parse(text);
    }
    match parse(&text.replace(REGION, PLACE)) {
        Ok(endpoint) => Ok(Endpoint {
            authority: endpoint.authority.replace(PLACE, REGION),
            ..endpoint
        }),
        Err(why) => Err(why.replace(PLACE, REGION)),
    }
}

/// The forms of a proxy's URL, as the end of a message.
const PROXY_FORM: &str = "write `http://host:port`, `socks5h://host:port` or `none`";

/// Reads a proxy: `http://[user:password@]host[:port]`, likewise `https`, `socks5` (names
/// are resolved here) and `socks5h` (the proxy resolves them), or `none`.
///
/// # Errors
/// When the text is anything else. No message repeats any of it: where the text is not a
/// URL, any part of it may be of a password.
pub fn parse_proxy(text: &str) -> Result<Proxy, String> {
    if text == "none" {
        return Ok(Proxy::None);
    }
    let wrong = |why: &str| format!("{why}: {PROXY_FORM}");
    if text.trim() != text {
        let message = "the proxy begins or ends with a blank or a line break: remove it";
        return Err(message.to_owned());
    }
    if text.starts_with(['"', '\'']) {
        let message = "the proxy has quotes around it: remove them (`docker --env-file` keeps \
                       quotes)";
        return Err(message.to_owned());
    }
    let (scheme, rest) = text
        .split_once("://")
        .ok_or_else(|| wrong("the proxy has no scheme"))?;
    let scheme = scheme.to_ascii_lowercase();
    let own_port = match scheme.as_str() {
        "http" => 80,
        "https" => 443,
        "socks5" | "socks5h" => 1080,
        _ => {
            let message = "the proxy's scheme is not `http`, `https`, `socks5` or `socks5h`";
            return Err(wrong(message));
        }
    };
    // The last `@`, as in every URL reader: what stands before it is secret.
    let (user, host) = match rest.rsplit_once('@') {
        Some((user, _)) if !is_login(user) => {
            let message = "the user name and password of a proxy need %-encoding: letters, digits \
                           and `-._~` may stay, and `%5C` stands for a backslash, `%40` for `@`";
            return Err(message.to_owned());
        }
        Some((user, host)) => (user, host),
        None => ("", rest),
    };
    let authority =
        plain_authority(host, own_port).map_err(|why| wrong(&format!("the proxy {why}")))?;
    let at = if user.is_empty() { "" } else { "@" };
    // In one piece: a text that grows leaves copies behind.
    let parts = [&scheme, "://", user, at, &authority];
    Ok(Proxy::Url(Secret::new(parts.concat())))
}

/// Reads a proxy as the variables have it, where `host:port` stands for
/// `http://host:port`, as curl and Go have it.
///
/// # Errors
/// As [`parse_proxy`].
pub fn parse_proxy_variable(text: &str) -> Result<Proxy, String> {
    if text == "none"
        || text.contains("://")
        || text.trim() != text
        || text.starts_with(['"', '\''])
    {
        return parse_proxy(text);
    }
    let with_scheme = Secret::new(["http://", text].concat());
    parse_proxy(with_scheme.expose())
}

/// Whether a text can stand before the `@` of a URL as it is.
fn is_login(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:%".contains(&b);
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    !text.is_empty() && text.bytes().all(plain) && text.split('%').skip(1).all(is_escape)
}

/// A proxy as it may be shown: without user name and password.
pub fn display_proxy(proxy: &Proxy) -> String {
    match proxy {
        // Other systems have no settings but the variables.
        Proxy::System if cfg!(any(windows, target_os = "macos")) => "system".to_owned(),
        Proxy::System | Proxy::None => "none".to_owned(),
        Proxy::Url(url) | Proxy::Environment { url, .. } => {
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

/// Scheme (whether https) and authority of an endpoint, in their plainest form.
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
    let authority = plain_authority(rest, if https { 443 } else { 80 }).map_err(wrong)?;
    Ok((https, authority))
}

/// Host and port in their plainest form, or what is wrong with them.
fn plain_authority(rest: &str, own_port: u16) -> Result<String, &'static str> {
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#', '\\']) {
        return Err("has a path or query");
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
    let host = plain_host(host).ok_or("has no valid host name")?;
    let port = port.map(|digits| plain_port(digits).ok_or("has no valid port"));
    match port.transpose()? {
        Some(port) if port != own_port => Ok(format!("{host}:{port}")),
        _ => Ok(host),
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
    fn an_endpoint_may_be_one_for_each_region() {
        for (text, expected) in [
            (
                "HTTPS://ecs-vpc.{region}.aliyuncs.com/",
                "https://ecs-vpc.cn-beijing.aliyuncs.com",
            ),
            ("https://{region}.x:8443", "https://cn-beijing.x:8443"),
            (
                "https://a-{region}.{region}.x",
                "https://a-cn-beijing.cn-beijing.x",
            ),
            ("https://ecs.example.com", "https://ecs.example.com"),
        ] {
            let endpoint = parse_regional(text).unwrap();
            assert_eq!(endpoint.is_regional(), text.contains('{'), "{text}");
            assert_eq!(endpoint.in_region("cn-beijing").to_string(), expected);
        }
        for text in [
            "https://{Region}.x",
            "https://{zone}.x",
            "https://x/{region}",
            "https://x:{region}",
            "http://{region}.x",
            "{region}://x",
            "https://{region}",
        ] {
            let found = parse_regional(text);
            assert_eq!(
                found.is_ok(),
                text == "https://{region}",
                "{text}: {found:?}"
            );
        }
        assert!(parse("https://{region}.x").is_err());
    }

    #[test]
    fn no_message_repeats_a_password() {
        for text in [
            "https://user:hunter2@host",
            "https://user:hun/ter2@host/hunter2",
            "http://alice:hun@ter2@h",
            "http://alice:8080#hunter2@h",
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
            (
                "SOCKS5h://u:p@[::1]:1080",
                "socks5h://u:p@[::1]",
                "socks5h://***@[::1]",
            ),
            ("socks5://h:9050", "socks5://h:9050", "socks5://h:9050"),
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
            "socks4://h:1",
            "socks5://",
            "http://",
            "http://h/x",
            "http://@h",
            "None",
        ] {
            assert!(parse_proxy(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_variable_may_leave_the_scheme_out() {
        for (text, url) in [
            ("proxy:3128", "http://proxy:3128"),
            ("u:p@proxy", "http://u:p@proxy"),
            ("https://proxy", "https://proxy"),
            ("socks5h://proxy:1", "socks5h://proxy:1"),
        ] {
            let proxy = parse_proxy_variable(text);
            assert_eq!(proxy, Ok(Proxy::Url(Secret::new(url))), "{text}");
        }
        assert_eq!(parse_proxy_variable("none"), Ok(Proxy::None));
    }

    #[test]
    fn an_unreadable_proxy_is_refused_and_no_part_of_it_is_repeated() {
        for (text, reason) in [
            ("http://dom\\hunter2:pw@h:1", "%5C"),
            (" http://u:hunter2@h", "blank"),
            ("http://u:hunter2@h\r", "line break"),
            ("\"http://u:hunter2@h\"", "quotes"),
            ("'http://u:hunter2@h'", "quotes"),
            ("ftp://hunter2", "scheme"),
            ("http//hunter2", "path"),
            ("http://u:hunter2\u{fc}@h", "%-encoding"),
            ("http://u:hunter2\"@h", "%-encoding"),
            ("http://u:hunter2^@h", "%-encoding"),
            ("http://u:hunter2%zz@h", "%-encoding"),
            ("http://u:hunter2%4@h", "%-encoding"),
            ("http://u:hunter2%40h", "port"),
            ("http://h\u{fc}nter2", "host name"),
            ("http://u:8080#hunter2", "path"),
            ("hunter2 and more", "host name"),
        ] {
            let message = parse_proxy_variable(text).unwrap_err();
            assert!(message.contains(reason), "{text}: {message}");
            assert!(!message.contains("nter2"), "{text}: {message}");
        }
    }
}
