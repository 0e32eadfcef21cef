//! The network settings of an account: from the layers of its configuration and, for the
//! proxy and the authorities, from the variables of other tools.

use std::path::PathBuf;
use std::time::Duration;

use super::duration;
use super::settings::{Settings, Sourced};
use crate::error::{ConfigError, Origin};
use crate::http::address::display_proxy;
use crate::http::{Network, Proxy, proxy_of_environment};
use crate::machine::Env;

/// The variables of other tools that name a CA bundle.
const CA_BUNDLE: [&str; 2] = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];

/// The proxy of the first layer that names one, else that of the environment. Variables
/// that do not count are not read.
pub(super) fn proxy(env: &Env, layers: &[&Settings; 3]) -> Result<Sourced<Proxy>, ConfigError> {
    if let Some(proxy) = layers.iter().find_map(|settings| settings.proxy.clone()) {
        return Ok(proxy);
    }
    Ok(match proxy_of_environment(env)? {
        Some((proxy, variable)) => Sourced::new(proxy, Origin::Variable(variable)),
        None => Sourced::new(Proxy::System, Origin::BuiltIn),
    })
}

/// The CA bundle of the first layer that names one, else that of the variables.
pub(super) fn ca_bundle(
    env: &Env,
    layers: &[&Settings; 3],
) -> Result<Option<Sourced<PathBuf>>, ConfigError> {
    if let Some(path) = layers
        .iter()
        .find_map(|settings| settings.ca_bundle.clone())
    {
        return Ok(Some(path));
    }
    for name in CA_BUNDLE {
        if let Some(path) = env.path(name)? {
            return Ok(Some(Sourced::new(path, Origin::Variable(name))));
        }
    }
    Ok(None)
}

/// The network settings: for each but the proxy and the CA bundle the first layer that has it, else the base.
pub(super) fn network(
    layers: &[&Settings; 3],
    (proxy, ca_bundle): (Sourced<Proxy>, Option<Sourced<PathBuf>>),
    show: &mut impl FnMut(&'static str, String, &Origin),
) -> Network {
    let base = Network::default();
    let mut time = |key, pick: fn(&Settings) -> &Option<Sourced<Duration>>, base: Duration| {
        let found = first(layers, pick, base);
        show(key, duration::display(found.value), &found.origin);
        found.value
    };
    let connect_timeout = time(
        "connect_timeout",
        |s| &s.connect_timeout,
        base.connect_timeout,
    );
    let request_timeout = time(
        "request_timeout",
        |s| &s.request_timeout,
        base.request_timeout,
    );
    let timeout = time("timeout", |s| &s.timeout, base.timeout);
    let retries = first(layers, |s| &s.retries, base.retries);
    show("retries", retries.value.to_string(), &retries.origin);
    let at_once = u32::try_from(base.concurrency).unwrap_or(u32::MAX);
    let concurrency = first(layers, |s| &s.concurrency, at_once);
    show(
        "concurrency",
        concurrency.value.to_string(),
        &concurrency.origin,
    );
    show("proxy", display_proxy(&proxy.value), &proxy.origin);
    if let Proxy::Environment { except, .. } = &proxy.value
        && let Some((variable, hosts)) = except.shown()
    {
        show("no_proxy", hosts.to_owned(), &Origin::Variable(variable));
    }
    if let Some(path) = &ca_bundle {
        show("ca_bundle", path.value.display().to_string(), &path.origin);
    }
    Network {
        connect_timeout,
        request_timeout,
        timeout,
        retries: retries.value,
        concurrency: usize::try_from(concurrency.value).unwrap_or(usize::MAX),
        proxy: proxy.value,
        ca_bundle: ca_bundle.map(|path| path.value),
    }
}

fn first<T: Clone>(
    layers: &[&Settings; 3],
    pick: fn(&Settings) -> &Option<Sourced<T>>,
    base: T,
) -> Sourced<T> {
    let found = layers.iter().find_map(|settings| pick(settings).clone());
    found.unwrap_or_else(|| Sourced::new(base, Origin::BuiltIn))
}
