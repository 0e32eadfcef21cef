//! The proxy of the environment, and which endpoints are reached through a proxy.

use hyper_util::client::proxy::matcher::Matcher;

use super::address::parse_proxy_variable;
use super::{NoProxy, Proxy};
use crate::error::{ConfigError, Origin};
use crate::machine::Env;
use crate::request::Endpoint;

/// The variables that name a proxy for https. `HTTP_PROXY` is for http, which is used on
/// this machine only and never through a proxy of the environment.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Reads the proxy variables: the first that is set, and `NO_PROXY`.
///
/// # Errors
/// When a value cannot be read: no proxy at all would be a way that nobody meant. The error
/// names the variable and repeats no part of a proxy's address.
pub fn of_environment(env: &Env) -> Result<Option<(Proxy, &'static str)>, ConfigError> {
    for variable in VARIABLES {
        let Some(text) = env.text(variable)? else {
            continue;
        };
        let proxy = parse_proxy_variable(text)
            .map_err(|why| ConfigError::new(why).at(Origin::Variable(variable)))?;
        let proxy = match proxy {
            Proxy::Url(url) => Proxy::Environment {
                url,
                except: NoProxy::of_environment(env)?,
            },
            other => other,
        };
        return Ok(Some((proxy, variable)));
    }
    Ok(None)
}

impl Proxy {
    /// Whether an endpoint is reached without it.
    pub(super) fn is_bypassed(&self, endpoint: &Endpoint) -> bool {
        match self {
            Proxy::None => true,
            Proxy::System => endpoint.is_loopback(),
            Proxy::Environment { except, .. } => {
                endpoint.is_loopback() || except.contains(endpoint)
            }
            // What is sent to this machine is not always encrypted, and another machine
            // would send it to itself.
            Proxy::Url(url) => endpoint.is_loopback() && !host_of(url.expose()).is_loopback(),
        }
    }

    /// Host and port of the proxy on the way to an endpoint, if there is one: never its user
    /// and password.
    pub(super) fn on_the_way(&self, endpoint: &Endpoint) -> Option<String> {
        match self {
            _ if self.is_bypassed(endpoint) => None,
            Proxy::None => None,
            Proxy::Url(url) | Proxy::Environment { url, .. } => {
                Some(host_of(url.expose()).authority)
            }
            // The HTTP library asks the same.
            Proxy::System => {
                let found =
                    Matcher::from_system().intercept(&endpoint.to_string().parse().ok()?)?;
                let authority = found.uri().authority()?.as_str();
                Some(authority.rsplit('@').next()?.to_owned())
            }
        }
    }
}

/// The host and port of a proxy's URL.
fn host_of(url: &str) -> Endpoint {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    Endpoint::https(rest.rsplit('@').next().unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn to(authority: &str) -> Endpoint {
        Endpoint::https(authority)
    }

    #[test]
    fn a_proxy_is_named_without_its_password() {
        let endpoint = to("ecs.cn-hangzhou.aliyuncs.com");
        for (url, expected) in [
            ("http://proxy.test:3128", Some("proxy.test:3128")),
            ("http://me:hunter2@proxy.test:3128", Some("proxy.test:3128")),
            ("socks5h://me:hunter2@[::2]:3128", Some("[::2]:3128")),
            ("http://proxy.test", Some("proxy.test")),
        ] {
            let proxy = Proxy::Url(Secret::new(url.to_owned()));
            assert_eq!(proxy.on_the_way(&endpoint).as_deref(), expected, "{url}");
        }
        assert_eq!(Proxy::None.on_the_way(&endpoint), None);
    }

    #[test]
    fn loopback_is_reached_through_loopback_only() {
        for (url, endpoint, expected) in [
            ("http://proxy.test:1", "127.0.0.1:1", None),
            ("http://proxy.test:1", "localhost", None),
            ("http://10.0.0.1:1", "[::1]:1", None),
            ("http://127.0.0.1:1", "127.0.0.1:2", Some("127.0.0.1:1")),
            ("http://u:p@localhost:1", "[::1]:2", Some("localhost:1")),
            ("socks5://[::1]:1", "localhost", Some("[::1]:1")),
            ("http://127.0.0.1.test:1", "127.0.0.1:1", None),
            ("http://127.0.0.1@proxy.test:1", "127.0.0.1:1", None),
        ] {
            let named = Proxy::Url(Secret::new(url));
            let found = named.on_the_way(&to(endpoint));
            assert_eq!(found.as_deref(), expected, "{url} {endpoint}");
            let env = Env::of([("HTTPS_PROXY", url)]);
            let (proxy, _) = of_environment(&env).unwrap().unwrap();
            assert_eq!(proxy.on_the_way(&to(endpoint)), None, "{url} {endpoint}");
        }
    }

    #[test]
    fn the_first_variable_names_the_proxy() {
        let read = |variables: &[(&'static str, &'static str)]| {
            let env = Env::of(variables.iter().copied());
            let found = of_environment(&env).unwrap();
            found.map(|(proxy, variable)| (variable, proxy.on_the_way(&to("ecs.test"))))
        };
        let by = |variable, host: &str| Some((variable, Some(host.to_owned())));
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[("HTTPS_PROXY", ""), ("NO_PROXY", "\"")]), None);
        let all = ("ALL_PROXY", "socks5://a");
        assert_eq!(read(&[all]), by("ALL_PROXY", "a"));
        let lower = ("https_proxy", "b:1");
        assert_eq!(read(&[all, lower]), by("https_proxy", "b:1"));
        let upper = ("HTTPS_PROXY", "http://c");
        assert_eq!(read(&[all, lower, upper]), by("HTTPS_PROXY", "c"));
        let none = ("HTTPS_PROXY", "none");
        assert_eq!(read(&[all, none]), Some(("HTTPS_PROXY", None)));
        let except = ("no_proxy", "*.test");
        assert_eq!(read(&[upper, except]), Some(("HTTPS_PROXY", None)));
    }

    #[test]
    fn an_unreadable_variable_is_named() {
        for variables in [
            &[("HTTPS_PROXY", "\"http://u:hunter2@h\"")][..],
            &[("https_proxy", "ftp://u:hunter2@h")],
            &[("ALL_PROXY", "http//hunter2")],
            &[("all_proxy", "http://u:hunter2@h\r")],
            &[("NO_PROXY", "'hunter2'"), ("HTTPS_PROXY", "http://h")],
        ] {
            let error = of_environment(&Env::of(variables.iter().copied())).unwrap_err();
            assert_eq!(error.origin, Some(Origin::Variable(variables[0].0)));
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }
}
