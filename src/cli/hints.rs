//! What to do about a call that failed.

use crate::clouds;
use crate::error::{Call, Class, Doubt, Origin, Purpose, TransportKind};
use crate::nearest::nearest;

/// What to do about an answer that is none of the service's.
pub(super) const UNREADABLE: &str =
    "something else may have answered: check --endpoint and --proxy; -vvv shows the answer";

/// What to do about a failure that may pass.
const AGAIN: &str = "try again later";

/// What to do about a refusal.
pub(super) fn hint_of_class(class: Class, call: &Call) -> Option<String> {
    let who = who(call);
    let where_from = match call.key_origin {
        Some(Origin::Variable(_)) => "",
        _ => "; `cloudq auth check` shows which key is used",
    };
    let is_key = call.purpose.gives_key();
    Some(match class {
        Class::Throttled => {
            "lower --concurrency, run fewer commands at once with this account, or try \
                             again in a minute"
                .to_owned()
        }
        Class::Server if is_asked_once(call) => AGAIN.to_owned(),
        Class::Server => "try again later; --retries gives it more tries".to_owned(),
        Class::Replayed => "try again; a proxy that sends requests twice would do this".to_owned(),
        Class::Clock => "set this machine's clock, such as by NTP".to_owned(),
        Class::UnknownKey => {
            format!(
                "{who}: check the key's id, and whether it is disabled or of another cloud{where_from}"
            )
        }
        Class::Signature => format!(
            "{who}: the secret does not belong to the key's id; look for a blank or a line end copied with it"
        ),
        Class::Expired if is_key => {
            format!("{who}: the token or key that asks for another has ended: get a fresh one")
        }
        Class::Denied if call.purpose == Purpose::Federation => {
            format!("{who}: check the token, the identity provider and the role's trust policy")
        }
        Class::Expired => format!("{who}: get fresh temporary credentials, with their token"),
        Class::Denied => {
            let service = if call.purpose.concerns_credentials() {
                "sts"
            } else {
                clouds::by_name(call.provider)?.facts().service
            };
            format!("{who} needs {service}:{}{where_from}", call.action)
        }
        Class::Restricted => "the provider's console shows what the account lacks, such as a \
                              verification; permissions of the key do not help"
            .to_owned(),
        Class::Overdue => "pay the account's bills in the provider's console".to_owned(),
        Class::Endpoint => {
            "check --endpoint or `endpoint`: it must be the address of this service in this region"
                .to_owned()
        }
        Class::NotOffered => {
            "choose another region, or leave this one out with --exclude-region".to_owned()
        }
        Class::Region | Class::Request if is_key => {
            format!("{who}: check the role, its trust policy and the token")
        }
        Class::Region if call.region.is_none() => {
            "the request has no region: check --endpoint and --param".to_owned()
        }
        Class::Region => regions(call),
        Class::Request => {
            "-v shows the parameters that were sent; `cloudq providers show` what each filter does"
                .to_owned()
        }
        Class::DryRun => return None,
    })
}

/// What to do about a service that was not reached.
pub(super) fn hint_of_transport(kind: TransportKind, call: &Call) -> String {
    match kind {
        TransportKind::Dns if call.region.is_some() => regions(call),
        TransportKind::Dns => "check the address and the network".to_owned(),
        TransportKind::Connect => {
            "check the address, the network and the proxy (--endpoint, --proxy)".to_owned()
        }
        TransportKind::Proxy => {
            "check the proxy (--proxy, HTTPS_PROXY, NO_PROXY); `--proxy none` goes \
                                 without it"
                .to_owned()
        }
        TransportKind::ProxyLogin => {
            "the proxy's URL may hold both, as in `user:password@host:port` (`proxy`, HTTPS_PROXY)"
                .to_owned()
        }
        TransportKind::ProxyRefused => "the proxy does not allow this host: ask who runs it, or \
                                        use another one (--proxy, HTTPS_PROXY, NO_PROXY)"
            .to_owned(),
        TransportKind::Blocked => "a proxy, a filter or a sign-in page may be in between: check \
                                   --proxy and --endpoint; -vvv shows the answer"
            .to_owned(),
        TransportKind::Tls => {
            "a company's proxy may need its own authority: --ca-bundle FILE".to_owned()
        }
        TransportKind::Authorities => "SSL_CERT_FILE takes a PEM file with certificates, and \
                                       SSL_CERT_DIR a folder of such files; without both the \
                                       system's are used"
            .to_owned(),
        TransportKind::Timeout => "--request-timeout gives an attempt more time".to_owned(),
        TransportKind::Deadline => "--timeout gives the command more time".to_owned(),
        TransportKind::Broken if is_asked_once(call) => AGAIN.to_owned(),
        TransportKind::Broken => "try again; --retries gives it more tries".to_owned(),
        TransportKind::TooLarge => UNREADABLE.to_owned(),
        TransportKind::NotSent => "leave out --dry-run to send it".to_owned(),
    }
}

/// The hint for an answer that cannot be trusted.
pub(super) fn hint_of_doubt(doubt: &Doubt) -> &'static str {
    match doubt {
        Doubt::Time(_) => "leave such images out: --where 'created !='",
        Doubt::NoTimes(_) => {
            "none of the matching images has a creation time: name the one image with --name or --id"
        }
        Doubt::AgeHints(_) => {
            "choose among images with a date in the id: --where 'id ~ _20[0-9]{6}'; or narrow the \
             search with --name"
        }
        Doubt::Future(_) => {
            "leave such images out: --created-before 1m; or set this machine's clock, if it is behind"
        }
        Doubt::List(_) => {
            "narrow the search with more filters, best to one page; `cloudq images list` without \
             --fail-incomplete prints the images that came, with a warning"
        }
        Doubt::Ids(_) => {
            "`cloudq images list --id ID --status any` prints the images that came, with a warning"
        }
        Doubt::NoList(_) => UNREADABLE,
        Doubt::Contradiction(_) => {
            "the service or a proxy may ignore the parameters: check --endpoint; -vvv shows request \
             and answer"
        }
        Doubt::Regions(_) => {
            "name the regions to search with --region; `cloudq regions` lists those of the service"
        }
    }
}

/// Whether it was a service near by that gives keys: it is asked once, whatever
/// --retries says.
fn is_asked_once(call: &Call) -> bool {
    call.purpose.concerns_credentials() && call.attempts == 0
}

/// Whose key it was. Variables count before the default profile: this names what was
/// really used.
fn who(call: &Call) -> String {
    match (&call.key_origin, &call.profile) {
        (Some(Origin::Variable(name)), _) => format!("the key in {name}"),
        (_, Some(profile)) => format!("profile `{profile}`"),
        (_, None) => "the key".to_owned(),
    }
}

/// What to do about a region that may not exist.
fn regions(call: &Call) -> String {
    const LISTED: &str = "`cloudq regions` lists the regions";
    let region = call.region.as_deref().unwrap_or_default();
    match nearest_region(call.provider, region) {
        // Whoever lists them is asked at the same address.
        Near::Known => format!("`{region}` is a known region: check --endpoint and the network"),
        Near::One(near) => format!("did you mean `{near}`? {LISTED}"),
        Near::None => format!("is there a region `{region}`? {LISTED}"),
    }
}

/// What an id is among the regions that a provider is known to have.
pub(super) enum Near {
    /// One of them.
    Known,
    /// Much like this one.
    One(&'static str),
    /// Like none of them.
    None,
}

/// Looks for an id among the regions that a provider is known to have.
pub(super) fn nearest_region(provider: &str, region: &str) -> Near {
    let known = clouds::by_name(provider).map_or(&[][..], |found| found.facts().known_regions);
    if known.contains(&region) {
        return Near::Known;
    }
    match nearest(region, known.iter().copied()) {
        Some(near) => Near::One(near),
        None => Near::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(region: &str) -> Call {
        Call {
            provider: "alibaba-ecs",
            region: Some(region.to_owned()),
            action: "DescribeImages",
            ..Call::default()
        }
    }

    #[test]
    fn a_region_is_told_with_the_nearest_one() {
        for (region, words) in [
            (
                "cn-hangzou",
                "did you mean `cn-hangzhou`? `cloudq regions` lists the regions",
            ),
            (
                "cn-hangzhou",
                "`cn-hangzhou` is a known region: check --endpoint and the network",
            ),
            (
                "atlantis",
                "is there a region `atlantis`? `cloudq regions` lists the regions",
            ),
        ] {
            for hint in [
                hint_of_class(Class::Region, &call(region)),
                Some(hint_of_transport(TransportKind::Dns, &call(region))),
            ] {
                assert_eq!(hint.as_deref(), Some(words));
            }
        }
    }

    #[test]
    fn a_region_that_was_not_sent_is_not_asked_for() {
        let call = Call {
            region: None,
            ..call("")
        };
        let hint = hint_of_class(Class::Region, &call).unwrap();
        assert!(hint.contains("--endpoint"), "{hint}");
    }

    #[test]
    fn no_permission_is_asked_for_where_none_helps() {
        for (class, words) in [
            (Class::Restricted, "console"),
            (Class::Overdue, "bills"),
            (Class::Endpoint, "--endpoint"),
            (Class::NotOffered, "--exclude-region"),
        ] {
            let hint = hint_of_class(class, &call("cn-hangzhou")).unwrap();
            assert!(hint.contains(words), "{hint}");
            assert!(!hint.contains("ecs:DescribeImages"), "{hint}");
        }
    }

    #[test]
    fn retries_are_a_hint_where_there_are_any() {
        let mut call = call("cn-hangzhou");
        call.attempts = 1;
        let hint = |call: &Call| hint_of_class(Class::Server, call).unwrap();
        assert!(hint(&call).contains("--retries"));
        call.purpose = Purpose::AccessKey;
        assert!(hint(&call).contains("--retries"));
        call.attempts = 0;
        assert!(!hint(&call).contains("--retries"));
    }
}
