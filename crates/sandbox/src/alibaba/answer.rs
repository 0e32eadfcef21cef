//! How Alibaba's APIs say things: JSON and XML envelopes, and what faults make them say.

use hyper::body::Bytes;
use serde_json::{Map, Value, json};

use super::{
    products::ECS,
    refusals::expired,
    regions::{REGIONS, index},
};
use crate::{
    answer::{Answer, Refusal},
    fault::FaultKind,
    product::Product,
    voice, xml,
};

/// The language of an answer. v1 without `Format=JSON` is answered in XML; ACS3 always in JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Language {
    Json,
    Xml,
}

impl Language {
    fn content_type(self) -> &'static str {
        match self {
            Language::Json => "application/json;charset=utf-8",
            Language::Xml => "text/xml;charset=utf-8",
        }
    }
}

/// What all answers to one request have in common.
pub(crate) struct Voice {
    pub(crate) language: Language,
    pub(crate) request_id: String,
    /// The host that claims to answer (`HostId`).
    pub(crate) host: String,
    pub(crate) product: &'static Product,
    /// The operation's name, for the root of an XML answer.
    pub(crate) action: String,
}

impl voice::Voice for Voice {
    fn request_id(&self) -> &str {
        &self.request_id
    }

    fn success(&self, text: String) -> Answer {
        let body = match self.language {
            Language::Json => text,
            Language::Xml => xml::document(&format!("{}Response", self.action), &text),
        };
        self.answer(200, body, None)
    }

    fn refusal(&self, refusal: &Refusal) -> Answer {
        let mut members = Map::new();
        let mut add = |name: &str, value: Value| members.insert(name.to_owned(), value);
        add("RequestId", json!(self.request_id));
        add("HostId", json!(self.host));
        add("Code", json!(refusal.code));
        add("Message", json!(refusal.message));
        add("Recommend", json!(self.help_link(&refusal.code)));
        if let Some(denied) = &refusal.denied {
            add("AccessDeniedDetail", denied.clone());
        }
        let text = Value::Object(members).to_string();
        let body = match self.language {
            Language::Json => text,
            Language::Xml => xml::document("Error", &text),
        };
        let mut answer = self.answer(refusal.status, body, Some(refusal.code.to_string()));
        if let Some(wait) = refusal.retry_after {
            answer.headers.push(("x-acs-retry-after", wait.to_string()));
        }
        answer
    }

    fn fault(&self, kind: FaultKind) -> Option<Refusal> {
        let (status, code, message) = match kind {
            FaultKind::Throttle | FaultKind::ThrottleHint => (400, "Throttling.User", THROTTLED),
            FaultKind::InternalError => (500, "InternalError", INTERNAL),
            FaultKind::ErrorIn200 => (200, "InternalError", INTERNAL),
            FaultKind::Unavailable => (
                503,
                "ServiceUnavailable",
                "The request has failed due to a temporary failure of the server.",
            ),
            FaultKind::ExpiredToken => return Some(expired()),
            FaultKind::Forbidden => return Some((self.product.forbidden)(&self.action)),
            _ => return None,
        };
        let mut refusal = Refusal::new(status, code, message);
        refusal.retry_after = (kind == FaultKind::ThrottleHint).then_some(200);
        Some(refusal)
    }
}

impl Voice {
    fn help_link(&self, code: &str) -> String {
        let product = self.product.name;
        let request_id = &self.request_id;
        format!(
            "https://api.aliyun.com/troubleshoot?q={code}&product={product}&requestId={request_id}"
        )
    }

    fn answer(&self, status: u16, body: String, code: Option<String>) -> Answer {
        Answer {
            status,
            content_type: self.language.content_type(),
            headers: vec![("x-acs-request-id", self.request_id.clone())],
            body: Bytes::from(body),
            code,
        }
    }
}

/// The host that the vendor would name as the one that answered. Only that of ECS is of a region.
pub(crate) fn host(product: &Product, region: Option<&str>) -> String {
    let name = product.name.to_lowercase();
    match region.and_then(index) {
        Some(region) if product.version == ECS.version => {
            format!("{name}.{}.aliyuncs.com", REGIONS[region])
        }
        _ => format!("{name}.aliyuncs.com"),
    }
}

const THROTTLED: &str = "Request was denied due to user flow control.";
const INTERNAL: &str =
    "The request processing has failed due to some unknown error, exception or failure.";
