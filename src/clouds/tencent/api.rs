//! What Tencent Cloud's services share: requests, parameters, error bodies, codes.
//!
//! Vendor pages: "Signature v3", "Error Codes" (common part) and "Return Results";
//! the credential readers of the vendor's SDKs and CLI; read 2026-11.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use memchr::memmem;
use serde::Deserialize;
use serde_json::Value;

use super::sign_tc3::Tc3;
use super::sign_v1::TencentV1;
use crate::clouds::shared::rpc::{RpcCall, pairs};
use crate::clouds::shared::{failure_codes, lenient};
use crate::error::{ApiFailure, Class};
use crate::http::Response;
use crate::model::Filter;
use crate::provider::{Encoded, is_own, repair};
use crate::request::{Body, Endpoint, Request};
use crate::sign::Authorize;
use crate::words::of_page;

/// The names of the vendor's signature schemes, the default first.
pub(super) const SIGNATURES: &[&str] = &["tc3-hmac-sha256", "hmac-sha1", "hmac-sha256"];

/// The scheme of that name.
pub(super) fn authorizer(name: &str) -> Option<&'static dyn Authorize> {
    let all: [&'static dyn Authorize; 3] = [&Tc3, &TencentV1::SHA1, &TencentV1::SHA256];
    all.into_iter().find(|scheme| scheme.name() == name)
}

/// What list elements count from in a form.
pub(crate) const LIST_INDEX_BASE: usize = 0;

/// So that messages are in English.
const LANGUAGE: &str = "en-US";

/// The request of a call, its parameters where the signature scheme has them: a form with
/// action and version for signature v1; else a JSON body, `{}` at least, with the rest in
/// headers, as the vendor's SDKs send them.
pub(crate) fn request(endpoint: &Endpoint, scheme: &str, call: &RpcCall) -> Request {
    if [TencentV1::SHA1.name(), TencentV1::SHA256.name()].contains(&scheme) {
        let mut form = call.params.flatten(LIST_INDEX_BASE);
        form.extend(pairs([
            ("Action", call.action),
            ("Language", LANGUAGE),
            ("Version", call.version),
        ]));
        form.extend(
            call.region
                .map(|region| ("Region".to_owned(), region.to_owned())),
        );
        return call.post_form(endpoint, form);
    }
    let mut request = call.post(endpoint);
    // It is signed as it is sent. The SDKs send no charset either.
    request.headers = vec![
        ("content-type", "application/json".to_owned()),
        ("x-tc-action", call.action.to_owned()),
        ("x-tc-language", LANGUAGE.to_owned()),
        ("x-tc-version", call.version.to_owned()),
    ];
    let region = call.region.map(|region| ("x-tc-region", region.to_owned()));
    request.headers.extend(region);
    request.body = Body::Json(call.params.as_object().clone());
    request
}

/// Headers of its own whose values may be shown.
pub(super) const OPEN_HEADERS: &[&str] = &[
    "x-tc-action",
    "x-tc-language",
    "x-tc-timestamp",
    "x-tc-version",
];

/// Fields of a form that a log hides.
pub(super) const HIDDEN_FIELDS: &[&str] = &["SecretId", "Signature", "Token"];

/// The envelope of all schemes: what no `--param` may name.
const ENVELOPE: [&str; 11] = [
    "Action",
    "Language",
    "Nonce",
    "Region",
    "RequestClient",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Timestamp",
    "Token",
    "Version",
];

/// Parameters of the API as they were given, in one query: JSON where a value is
/// such, else text. The envelope's names and the service's `own`, which this
/// program sets, are refused.
pub(super) fn params(filter: &Filter, own: &[&str]) -> Encoded {
    let Filter::Params(params) = filter else {
        return Encoded::Kept;
    };
    for (name, _) in params {
        if is_own(name, &[&ENVELOPE, own]) {
            return Encoded::Refused(format!("`{name}` is set by cloudq itself"));
        }
        if name.contains('.') {
            return Encoded::Refused(format!(
                "`{name}` is a part of a list: give the whole list as JSON"
            ));
        }
    }
    Encoded::one(|query| {
        for (name, text) in params {
            let value = match serde_json::from_str(text) {
                Ok(Value::String(_)) | Err(_) => Value::from(text.as_str()),
                Ok(value) => value,
            };
            query.set(name, value);
        }
    })
}

/// An answer with nothing but its refusal.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Envelope {
    #[serde(deserialize_with = "lenient::object")]
    response: Outcome,
    // An older envelope that the vendor's Go SDK still reads.
    #[serde(rename = "codeDesc", deserialize_with = "lenient::text")]
    old_code: Option<String>,
    #[serde(rename = "message", deserialize_with = "lenient::text")]
    old_message: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Outcome {
    #[serde(deserialize_with = "lenient::object")]
    error: Refusal,
    #[serde(deserialize_with = "lenient::text")]
    request_id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Refusal {
    #[serde(deserialize_with = "lenient::text")]
    code: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
}

/// Finds the refusal in an answer. The API reports its own inside status 200;
/// another status comes from a gateway and need not hold JSON.
pub(super) fn failure(response: &Response) -> Option<ApiFailure> {
    let (status, body) = (response.status, &*response.body);
    let success = (200..300).contains(&status);
    if success && !may_hold_refusal(body) {
        return None;
    }
    let envelope = repair::read(body, |body| serde_json::from_slice::<Envelope>(body));
    let found = envelope.is_ok();
    let envelope = envelope.map_or_else(|_| Envelope::default(), |read| read.value);
    let refusal = envelope.response.error;
    let code = refusal.code.or(envelope.old_code);
    if code.is_none() && (success || !failure_codes::is_failure(status)) {
        return None;
    }
    let message = match refusal.message.or(envelope.old_message) {
        None if !found => of_page(&String::from_utf8_lossy(body)),
        message => message.unwrap_or_default(),
    };
    let code = code.unwrap_or_default();
    Some(ApiFailure {
        class: classify(status, &code),
        status,
        code,
        message,
        request_id: envelope.response.request_id,
    })
}

/// Cheap look for a refusal, so that a large page of rows is not parsed twice.
fn may_hold_refusal(body: &[u8]) -> bool {
    let holds = |name: &str| memmem::find(body, name.as_bytes()).is_some();
    holds("\"Error\"") || holds("\"codeDesc\"")
}

/// The part before the first dot decides, a few whole codes before it.
fn classify(status: u16, code: &str) -> Class {
    if let Some(class) = failure_codes::class(code) {
        return class;
    }
    match code {
        "AuthFailure.SignatureExpire" => return Class::Clock,
        "AuthFailure.TokenFailure" | "UnauthorizedOperation.InvalidToken" => return Class::Expired,
        "AuthFailure.SignatureFailure" | "AuthFailure.InvalidAuthorization" => {
            return Class::Signature;
        }
        "AuthFailure.SecretIdNotFound" | "AuthFailure.InvalidSecretId" => return Class::UnknownKey,
        "FailedOperation.InternalOperationFailure" => return Class::Server,
        _ => {}
    }
    match code.split('.').next().unwrap_or_default() {
        // `LimitExceeded` is a quota, which no waiting helps.
        "RequestLimitExceeded" => Class::Throttled,
        "InternalError" | "ServiceUnavailable" | "ResourceUnavailable" => Class::Server,
        "AuthFailure" | "UnauthorizedOperation" => Class::Denied,
        // The program names only operations that the service has.
        "InvalidAction" | "NoSuchVersion" | "NoSuchProduct" => Class::Endpoint,
        "ActionOffline" => Class::NotOffered,
        "UnsupportedRegion" | "InvalidRegion" => Class::Region,
        "DryRunOperation" => Class::DryRun,
        "" => match status {
            429 => Class::Throttled,
            500.. => Class::Server,
            _ => Class::Request,
        },
        _ => Class::Request,
    }
}

/// `linux` or `windows` of a member that holds these words in some answers and the
/// name of a distribution in others; `None` for what is neither.
pub(super) fn os_type(text: &str) -> Option<String> {
    const LINUX: [&str; 14] = [
        "linux",
        "centos",
        "ubuntu",
        "debian",
        "tencentos",
        "opencloudos",
        "suse",
        "fedora",
        "coreos",
        "red hat",
        "redhat",
        "kylin",
        "openeuler",
        "anolis",
    ];
    let lower = text.to_lowercase();
    let word = if lower.contains("windows") {
        "windows"
    } else if LINUX.iter().any(|name| lower.contains(name)) {
        "linux"
    } else {
        return None;
    };
    Some(word.to_owned())
}

/// `2019-07-22 20:48:14` in UTC+8, or a time with its zone.
pub(super) fn read_time(text: &str) -> Option<Timestamp> {
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    let local = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    let zone = TimeZone::fixed(Offset::constant(8));
    Some(local.to_zoned(zone).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(status: u16, body: &[u8]) -> Option<ApiFailure> {
        super::failure(&Response::new(status, body))
    }

    fn fixture(name: &str) -> Vec<u8> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tencent/responses/");
        std::fs::read(format!("{path}{name}")).unwrap()
    }

    #[test]
    fn error_bodies_of_every_kind() {
        for (name, status, class, code) in [
            (
                "error_auth_secret_id_not_found.json",
                200,
                Class::UnknownKey,
                "AuthFailure.SecretIdNotFound",
            ),
            (
                "error_auth_signature_expire.json",
                200,
                Class::Clock,
                "AuthFailure.SignatureExpire",
            ),
            (
                "error_auth_signature_failure.json",
                200,
                Class::Signature,
                "AuthFailure.SignatureFailure",
            ),
            (
                "error_auth_token_failure.json",
                200,
                Class::Expired,
                "AuthFailure.TokenFailure",
            ),
            ("error_internal.json", 200, Class::Server, "InternalError"),
            (
                "error_internal_operation.json",
                200,
                Class::Server,
                "FailedOperation.InternalOperationFailure",
            ),
            (
                "error_invalid_filter.json",
                200,
                Class::Request,
                "InvalidParameterValue.InvalidFilter",
            ),
            (
                "error_page_param.json",
                200,
                Class::Request,
                "InvalidParameterValue.InvaildPageParam",
            ),
            (
                "error_rate_limit.json",
                200,
                Class::Throttled,
                "RequestLimitExceeded",
            ),
            (
                "error_rate_limit_uin.json",
                200,
                Class::Throttled,
                "RequestLimitExceeded.UinLimitExceeded",
            ),
            (
                "error_service_unavailable.json",
                200,
                Class::Server,
                "ServiceUnavailable",
            ),
            (
                "error_unauthorized.json",
                200,
                Class::Denied,
                "UnauthorizedOperation.ForbiddenOperation",
            ),
            ("error_502.html", 502, Class::Server, ""),
        ] {
            let failure = self::failure(status, &fixture(name)).unwrap();
            assert_eq!(
                (failure.class, failure.code.as_str()),
                (class, code),
                "{name}"
            );
            assert_eq!(failure.request_id.is_some(), !code.is_empty(), "{name}");
            assert!(!failure.message.is_empty(), "{name}");
        }
        let old = failure(200, &fixture("error_legacy_envelope.json")).unwrap();
        assert!(!old.code.is_empty() && !old.message.is_empty());
    }

    #[test]
    fn answers_and_pages_of_others_are_no_refusals() {
        for name in [
            "ecm_describe_image.json",
            "ecm_describe_image_empty.json",
            "ecm_describe_image_past_end.json",
            "ecm_describe_image_unknown_field.json",
        ] {
            assert_eq!(failure(200, &fixture(name)), None, "{name}");
        }
        // An image may be called so.
        let body = br#"{"Response":{"ImageSet":[{"ImageName":"\"Error\""}],"Error":null}}"#;
        assert_eq!(failure(200, body), None);
        for (status, body) in [
            (302, ""),
            (401, ""),
            (403, "<b>no</b>"),
            (403, r#"{"error":"blocked"}"#),
            (431, ""),
            (444, "<html>closed</html>"),
            (451, ""),
            (499, ""),
            (511, "<html>sign in</html>"),
            (404, "<html>not here</html>"),
            (400, "{}"),
        ] {
            assert_eq!(failure(status, body.as_bytes()), None, "{status} {body}");
        }
        assert_eq!(failure(429, b"").unwrap().class, Class::Throttled);
    }

    #[test]
    fn codes_of_the_account_and_the_address_are_no_wrong_requests() {
        for (code, class) in [
            ("UnauthorizedOperation.NotCertification", Class::Restricted),
            ("AccountQualificationRestrictions", Class::Restricted),
            ("IpInBlacklist", Class::Restricted),
            ("IpNotInWhitelist", Class::Restricted),
            ("FailedOperation.AccountArrears", Class::Overdue),
            ("ResourceInsufficient.BalanceInsufficient", Class::Overdue),
            ("NoSuchProduct", Class::Endpoint),
            ("InvalidAction", Class::Endpoint),
            ("ActionOffline", Class::NotOffered),
            ("UnsupportedRegion", Class::Region),
            ("ResourceInsufficient", Class::Request),
        ] {
            assert_eq!(classify(200, code), class, "{code}");
        }
    }

    #[test]
    fn a_quota_is_no_throttling() {
        assert_eq!(classify(200, "LimitExceeded"), Class::Request);
        assert_eq!(
            classify(200, "RequestLimitExceeded.IPLimitExceeded"),
            Class::Throttled
        );
        assert_eq!(classify(200, "AuthFailure.MFAFailure"), Class::Denied);
    }

    #[test]
    fn times_are_of_utc_plus_eight_unless_they_say_so() {
        for (text, expected) in [
            ("2019-07-22 20:48:14", Some("2019-07-22T12:48:14Z")),
            ("2019-07-22T20:48:14Z", Some("2019-07-22T20:48:14Z")),
            ("2019-07-22T20:48:14+08:00", Some("2019-07-22T12:48:14Z")),
            ("2019-07-22", None),
            ("", None),
        ] {
            let read = read_time(text).map(|time| time.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn kinds_of_systems_are_told_from_their_names() {
        for (text, expected) in [
            ("linux", Some("linux")),
            ("CentOS", Some("linux")),
            ("Tencent Linux release 2.4 (Final)", Some("linux")),
            ("Red Hat Enterprise Linux 8", Some("linux")),
            ("OpenCloudOS", Some("linux")),
            ("Windows Server 2019", Some("windows")),
            ("FreeBSD", None),
        ] {
            assert_eq!(os_type(text).as_deref(), expected, "{text}");
        }
    }
}
