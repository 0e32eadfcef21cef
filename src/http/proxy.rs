//! Which proxy a call goes through, to be named where that fails.

use hyper_util::client::proxy::matcher::Matcher;

use super::Proxy;
use crate::request::Endpoint;

/// Host and port of the proxy on the way to an endpoint, if there is one: never its user
/// and password.
pub(super) fn on_the_way(proxy: &Proxy, endpoint: &Endpoint) -> Option<String> {
    // The HTTP library asks the same.
    let matcher = match proxy {
        Proxy::System => Matcher::from_system(),
        Proxy::Url(url) => Matcher::builder().all(url.expose()).build(),
        Proxy::None => return None,
    };
    let found = matcher.intercept(&endpoint.to_string().parse().ok()?)?;
    let host = found.uri().host()?;
    Some(match found.uri().port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn a_proxy_is_named_without_its_password() {
        let endpoint = Endpoint::https("ecs.cn-hangzhou.aliyuncs.com".to_owned());
        for (url, expected) in [
            ("http://proxy.test:3128", Some("proxy.test:3128")),
            ("http://me:hunter2@proxy.test:3128", Some("proxy.test:3128")),
            ("http://proxy.test", Some("proxy.test")),
        ] {
            let proxy = Proxy::Url(Secret::new(url.to_owned()));
            assert_eq!(on_the_way(&proxy, &endpoint).as_deref(), expected, "{url}");
        }
        assert_eq!(on_the_way(&Proxy::None, &endpoint), None);
    }
}
