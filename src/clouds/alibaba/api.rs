//! What Alibaba Cloud's services share: requests, parameters, error bodies, codes.
//!
//! Vendor pages: "Common error codes" of ECS, "Common parameters", and the
//! error handling of the vendor's Go and Python SDKs, read 2026-11.

use memchr::memmem;
use serde::Deserialize;

use super::sign_acs3::Acs3;
use super::sign_rpc::RpcV1;
use super::unsigned::UnsignedForm;
use crate::clouds::shared::lenient::Written;
use crate::clouds::shared::rpc::{RpcCall, pairs};
use crate::clouds::shared::{failure_codes, lenient};
use crate::error::{ApiFailure, Class};
use crate::http::{ApiConventions, RequestId, Response};
use crate::model::{Filter, Owner};
use crate::provider::{Encoded, is_own, repair};
use crate::request::{Endpoint, Request};
use crate::sign::Authorize;
use crate::words::of_page;

/// The names of the vendor's signature schemes, the default first.
pub(super) const SIGNATURES: &[&str] = &["acs3-hmac-sha256", "hmac-sha1"];

/// The scheme of that name.
pub(super) fn authorizer(name: &str) -> Option<&'static dyn Authorize> {
    let all: [&'static dyn Authorize; 2] = [&Acs3, &RpcV1];
    all.into_iter().find(|scheme| scheme.name() == name)
}

/// The request of a call, its parameters where the signature scheme has them: in the query
/// with action and version in headers, or all in a form, as the vendor's SDKs send them.
/// In a call without a signature, only the operation's own parameters are in the form.
/// List elements count from 1.
pub(crate) fn request(endpoint: &Endpoint, scheme: &str, call: &RpcCall) -> Request {
    let params = call.params.flatten(CONVENTIONS.list_index_base);
    let envelope = [
        ("Action", call.action),
        ("Format", "JSON"),
        ("Version", call.version),
    ];
    if scheme == RpcV1.name() {
        let form = pairs(envelope).into_iter().chain(params).collect();
        return call.post_form(endpoint, form);
    }
    if scheme == UnsignedForm.name() {
        let mut request = call.post_form(endpoint, params);
        request.query = pairs(envelope);
        return request;
    }
    let mut request = call.post(endpoint);
    request.query = params;
    request.headers = vec![
        ("x-acs-action", call.action.to_owned()),
        ("x-acs-version", call.version.to_owned()),
        ("accept", "application/json".to_owned()),
    ];
    request
}

/// Headers and form fields of all its services.
pub(super) static CONVENTIONS: ApiConventions = ApiConventions {
    list_index_base: 1,
    request_id: RequestId::Header("x-acs-request-id"),
    retry_after_ms: Some("x-acs-retry-after"),
    open_headers: &[
        "x-acs-action",
        "x-acs-caller-type",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-request-id",
        "x-acs-retry-after",
        "x-acs-signature-nonce",
        "x-acs-trace-id",
        "x-acs-version",
    ],
    hidden_fields: &["AccessKeyId", "SecurityToken", "Signature"],
    secret_answers: false,
    calls_per_second: None,
};

/// The envelope of both schemes: what no `--param` may name.
const ENVELOPE: [&str; 12] = [
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "Timestamp",
    "Version",
    "BearerToken",
];

/// Parameters of the API as they were given, in one query. The envelope's names
/// and the service's `own`, which this program sets, are refused.
pub(super) fn params(filter: &Filter, own: &[&str]) -> Encoded {
    let Filter::Params(params) = filter else {
        return Encoded::Kept;
    };
    match params
        .iter()
        .find(|(name, _)| is_own(name, &[&ENVELOPE, own]))
    {
        Some((name, _)) => Encoded::Refused(format!("`{name}` is set by cloudq itself")),
        None => Encoded::one(|query| {
            for (name, value) in params {
                query.set(name, value.as_str());
            }
        }),
    }
}

/// Whose an image is, by the word that all its services use. Community images are
/// `others` too.
pub(super) fn owner(alias: &str) -> Option<Owner> {
    const WORDS: [(&str, Owner); 5] = [
        ("self", Owner::Own),
        ("system", Owner::System),
        ("others", Owner::Shared),
        ("marketplace", Owner::Marketplace),
        // Not documented; they stand as others, and a member says that they are public.
        ("community", Owner::Community),
    ];
    let mut words = WORDS.into_iter();
    words.find_map(|(word, owner)| alias.eq_ignore_ascii_case(word).then_some(owner))
}

/// An error body. Newer gateways write the members with a lower-case initial.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Envelope {
    #[serde(rename = "Code", alias = "code", deserialize_with = "lenient::written")]
    code: Written,
    #[serde(
        rename = "Message",
        alias = "message",
        deserialize_with = "lenient::text"
    )]
    message: Option<String>,
    #[serde(
        rename = "RequestId",
        alias = "requestId",
        deserialize_with = "lenient::text"
    )]
    request_id: Option<String>,
}

/// Whether a code inside status 200 is none of a refusal. The answers of ECS and STS have
/// none; gateways before them write these words.
pub(super) fn is_success(code: &Written) -> bool {
    match code.text.as_deref() {
        None | Some("200" | "OK" | "Success") => true,
        Some("0") => !code.is_text,
        Some(_) => false,
    }
}

/// The same for ENS, whose answers have the number 0; its refusals have a text.
pub(super) fn is_success_of_ens(code: &Written) -> bool {
    !code.is_text && code.text.as_deref().is_none_or(|code| code == "0")
}

/// Finds the refusal in an answer: JSON, XML, HTML or nothing at all. Inside status 200 it
/// is one by its code, unless that `is_success`.
pub(super) fn failure(response: &Response, is_success: fn(&Written) -> bool) -> Option<ApiFailure> {
    let (status, body) = (response.status, &*response.body);
    let success = (200..300).contains(&status);
    if success && !may_hold_code(body) {
        return None;
    }
    let text = String::from_utf8_lossy(body);
    let envelope = repair::read(body, |body| serde_json::from_slice(body))
        .ok()
        .map(|read| read.value)
        .or_else(|| from_xml(&text));
    // Gateways write a `code` of their own: only the API's answers have a request id too.
    let foreign = envelope.as_ref().is_none_or(|envelope| {
        !success && (envelope.code.text.is_none() || envelope.request_id.is_none())
    });
    if foreign && !failure_codes::is_failure(status) {
        return None;
    }
    let found = envelope.is_some();
    let Envelope {
        code,
        message,
        request_id,
    } = envelope.unwrap_or_default();
    if success && is_success(&code) {
        return None;
    }
    let code = code.text.unwrap_or_default();
    let message = match message {
        Some(message) => without_echo(&message),
        None if found => String::new(),
        None => without_echo(&of_page(&text)),
    };
    Some(ApiFailure {
        class: classify(status, &code, &message),
        status,
        code,
        message,
        request_id,
    })
}

/// Cheap look for a code, so that a large page of rows is not parsed twice.
fn may_hold_code(body: &[u8]) -> bool {
    let holds = |name: &str| memmem::find(body, name.as_bytes()).is_some();
    holds("\"Code\"") || holds("\"code\"") || body.trim_ascii_start().starts_with(b"<")
}

/// The code decides; the status only where the code says nothing. The same
/// code has been seen with 400, 403 and 404.
fn classify(status: u16, code: &str, message: &str) -> Class {
    if let Some(class) = failure_codes::class(code) {
        return class;
    }
    let family = code.split('.').next().unwrap_or_default();
    match family {
        // `InvalidOperation.NotSupportedEndpoint` is one of them.
        _ if code.ends_with("NotSupportedEndpoint") => Class::Endpoint,
        _ if code.ends_with("ApiNotSupported") => Class::NotOffered,
        // The program names only operations that the service has: another product answers.
        "InvalidAction" | "InvalidApi" | "InvalidProduct" | "InvalidProtocol"
        | "InvalidVersion" => Class::Endpoint,
        "Throttling" => Class::Throttled,
        "Rejected" if code.starts_with("Rejected.Throttling") => Class::Throttled,
        "InternalError" | "UnknownError" | "ServiceUnavailable" => Class::Server,
        "SignatureNonceUsed" => Class::Replayed,
        "InvalidTimeStamp" | "IllegalTimestamp" => Class::Clock,
        "InvalidAccessKeyId" => Class::UnknownKey,
        "Forbidden" if code == "Forbidden.AccessKeyDisabled" => Class::UnknownKey,
        "SignatureDoesNotMatch" | "IncompleteSignature" => Class::Signature,
        "InvalidSecurityToken" | "MissingSecurityToken" => Class::Expired,
        // ECS has reported an expired token as a wrong parameter.
        _ if message.contains("SecurityToken.Expired") => Class::Expired,
        "Forbidden" | "NoPermission" | "Unauthorized" => Class::Denied,
        "InvalidUser" if code == "InvalidUser.Unauthorized" => Class::Denied,
        "InvalidRegionId" => Class::Region,
        "DryRunOperation" => Class::DryRun,
        _ if code.starts_with("Throttling") => Class::Throttled,
        _ if ["Invalid", "Missing", "Unsupported"]
            .iter()
            .any(|word| code.starts_with(word)) =>
        {
            Class::Request
        }
        _ => match status {
            429 => Class::Throttled,
            // A code nobody listed inside 200 is the service's own muddle.
            200..300 | 500.. => Class::Server,
            401 | 403 => Class::Denied,
            _ => Class::Request,
        },
    }
}

/// Cuts off what a signature error echoes: the server's string to sign holds
/// the key id and the whole security token.
fn without_echo(message: &str) -> String {
    const ECHOES: [&str; 4] = [
        "server string to sign",
        "server stringtosign",
        "server canonicalrequest",
        "server canonical request",
    ];
    let lower = message.to_ascii_lowercase();
    let end = ECHOES
        .iter()
        .filter_map(|echo| lower.find(echo))
        .min()
        .unwrap_or(message.len());
    message[..end]
        .trim_end_matches([' ', ',', ';', ':'])
        .to_owned()
}

/// The members of `<Error>`, which RPC v1 answers when no format is asked for.
fn from_xml(text: &str) -> Option<Envelope> {
    let code = element(text, "Code")?;
    Some(Envelope {
        code: Written {
            text: Some(code),
            is_text: true,
        },
        message: element(text, "Message"),
        request_id: element(text, "RequestId"),
    })
}

/// The text of the first element of that name.
fn element(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (inside, _) = rest.split_once(&format!("</{name}>"))?;
    let plain = inside
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(status: u16, body: &[u8]) -> Option<ApiFailure> {
        super::failure(&Response::new(status, body), is_success)
    }

    fn fixture(name: &str) -> Vec<u8> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/alibaba/responses/");
        std::fs::read(format!("{path}{name}")).unwrap()
    }

    #[test]
    fn error_bodies_of_every_kind() {
        for (name, status, class, code) in [
            (
                "error_throttling.json",
                400,
                Class::Throttled,
                "Throttling.User",
            ),
            (
                "error_throttling_no_hint.json",
                400,
                Class::Throttled,
                "Throttling",
            ),
            (
                "error_signature_mismatch.json",
                400,
                Class::Signature,
                "SignatureDoesNotMatch",
            ),
            (
                "error_signature_mismatch_acs3.json",
                400,
                Class::Signature,
                "SignatureDoesNotMatch",
            ),
            (
                "error_forbidden_ram.json",
                403,
                Class::Denied,
                "Forbidden.RAM",
            ),
            (
                "error_invalid_region.json",
                404,
                Class::Region,
                "InvalidRegionId.NotFound",
            ),
            (
                "error_invalid_access_key.json",
                404,
                Class::UnknownKey,
                "InvalidAccessKeyId.NotFound",
            ),
            ("error_dry_run.json", 400, Class::DryRun, "DryRunOperation"),
            (
                "error_nonce_used.json",
                400,
                Class::Replayed,
                "SignatureNonceUsed",
            ),
            (
                "error_security_token_expired.json",
                400,
                Class::Expired,
                "InvalidSecurityToken.Expired",
            ),
            (
                "error_lower_case_keys.json",
                503,
                Class::Server,
                "ServiceUnavailable",
            ),
            (
                "ens_error_no_permission.json",
                400,
                Class::Denied,
                "NoPermission",
            ),
            (
                "error_missing_parameter.xml",
                400,
                Class::Request,
                "MissingParameter",
            ),
            ("error_503_gateway.html", 503, Class::Server, ""),
            ("error_502_empty.txt", 502, Class::Server, ""),
        ] {
            let body = fixture(name);
            let failure = self::failure(status, &body).unwrap();
            assert_eq!(
                (failure.class, failure.code.as_str()),
                (class, code),
                "{name}"
            );
            assert_eq!(failure.status, status);
            assert_eq!(failure.request_id.is_some(), !code.is_empty(), "{name}");
            if !code.is_empty() && !name.ends_with("xml") {
                // The same body inside status 200 is the same refusal.
                assert_eq!(
                    self::failure(200, &body).unwrap().class,
                    class,
                    "{name} inside 200"
                );
            }
        }
    }

    #[test]
    fn a_code_inside_200_is_read_as_each_service_writes_it() {
        for (code, in_ecs, in_ens) in [
            ("0", true, true),
            ("null", true, true),
            ("200", true, false),
            (r#""200""#, true, false),
            (r#""OK""#, true, false),
            (r#""Success""#, true, false),
            (r#""""#, true, false),
            (r#""0""#, false, false),
            ("400", false, false),
            ("-1", false, false),
            (r#""Odd""#, false, false),
        ] {
            let body = format!(r#"{{"RequestId":"R","Code":{code}}}"#);
            let response = Response::new(200, body.as_bytes());
            let is_answer = |is_success| super::failure(&response, is_success).is_none();
            assert_eq!(is_answer(is_success), in_ecs, "ECS {code}");
            assert_eq!(is_answer(is_success_of_ens), in_ens, "ENS {code}");
        }
    }

    #[test]
    fn answers_are_no_failures() {
        for name in [
            "describe_images_page.json",
            "describe_images_empty.json",
            "describe_images_type_drift.json",
            "describe_image_from_family.json",
            "describe_image_from_family_empty.json",
            "describe_regions.json",
            "ens_describe_image_infos.json",
        ] {
            assert_eq!(failure(200, &fixture(name)), None, "{name}");
        }
    }

    #[test]
    fn pages_of_others_are_no_refusals_of_the_api() {
        for (status, body) in [
            (302, ""),
            (401, ""),
            (403, "<html>no</html>"),
            (403, r#"{"error":"blocked"}"#),
            (403, r#"{"Code":null,"Message":"x"}"#),
            (431, ""),
            (444, "<html>closed</html>"),
            (451, ""),
            (499, ""),
            (511, "<html>sign in</html>"),
            (404, "<html>not here</html>"),
            (400, "{}"),
            (404, ""),
        ] {
            assert_eq!(failure(status, body.as_bytes()), None, "{status} {body}");
        }
        assert_eq!(failure(429, b"").unwrap().class, Class::Throttled);
    }

    #[test]
    fn echoes_are_cut_off() {
        for name in [
            "error_signature_mismatch.json",
            "error_signature_mismatch_acs3.json",
        ] {
            let failure = self::failure(400, &fixture(name)).unwrap();
            assert!(
                !failure.message.contains("FAKE-TOKEN"),
                "{}",
                failure.message
            );
            assert!(
                failure.message.starts_with("Specified signature"),
                "{}",
                failure.message
            );
        }
    }

    #[test]
    fn xml_text_is_unescaped_and_html_becomes_words() {
        let xml = failure(400, &fixture("error_missing_parameter.xml")).unwrap();
        assert_eq!(xml.message, "RegionId is needed & absent. (fixture text)");
        let html = failure(503, &fixture("error_503_gateway.html")).unwrap();
        assert!(
            html.message
                .starts_with("503 Service Temporarily Unavailable"),
            "{}",
            html.message
        );
    }

    #[test]
    fn the_code_counts_before_the_status() {
        assert_eq!(classify(403, "Throttling.Api", ""), Class::Throttled);
        assert_eq!(classify(200, "Rejected.Throttling", ""), Class::Throttled);
        assert_eq!(classify(400, "InternalError", ""), Class::Server);
        assert_eq!(
            classify(400, "InvalidParameter", "Specified SecurityToken.Expired"),
            Class::Expired
        );
        assert_eq!(classify(404, "InvalidOSType", ""), Class::Request);
        assert_eq!(classify(200, "InvalidParameter", ""), Class::Request);
        assert_eq!(classify(200, "SomethingNew", ""), Class::Server);
        assert_eq!(classify(429, "", ""), Class::Throttled);
        assert_eq!(classify(403, "SomethingNew", ""), Class::Denied);
    }

    #[test]
    fn codes_of_the_account_and_the_address_are_no_wrong_requests() {
        for (status, code, class) in [
            (403, "Forbidden.RiskControl", Class::Restricted),
            (403, "Forbidden.UserVerification", Class::Restricted),
            (403, "RealNameAuthenticationError", Class::Restricted),
            (403, "InvalidAccountStatus.NotEnoughBalance", Class::Overdue),
            (400, "InsufficientBalance", Class::Overdue),
            (400, "Forbidden.AccountOverdue", Class::Overdue),
            (403, "Account.Arrearage", Class::Overdue),
            (404, "NotSupportedEndpoint", Class::Endpoint),
            (
                404,
                "InvalidOperation.NotSupportedEndpoint",
                Class::Endpoint,
            ),
            (404, "InvalidAction.NotFound", Class::Endpoint),
            (404, "InvalidApi.NotFound", Class::Endpoint),
            (404, "InvalidProduct.NotFound", Class::Endpoint),
            (404, "InvalidProtocol.NeedSsl", Class::Endpoint),
            (400, "RegionId.ApiNotSupported", Class::NotOffered),
            (400, "InvalidLoadBalancerId.NotFound", Class::Request),
            (404, "InvalidRegionId.NotFound", Class::Region),
        ] {
            assert_eq!(classify(status, code, ""), class, "{code}");
            assert_eq!(classify(200, code, ""), class, "{code}");
        }
    }
}
