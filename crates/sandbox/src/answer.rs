//! How the sandbox says things: refusals, and Alibaba's JSON and XML envelopes.
//!
//! Tencent's envelope is in `tencent::answer`.

use std::borrow::Cow;

use hyper::body::Bytes;
use serde_json::{Map, Value, json};

use super::{product::Product, random::mix, tencent, xml};

/// An error the API reports.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: Cow<'static, str>,
    pub(super) message: String,
    /// `AccessDeniedDetail`: which permission was missing.
    pub(super) denied: Option<Value>,
    /// Milliseconds for the header `x-acs-retry-after`.
    pub(super) retry_after: Option<u32>,
}

impl Refusal {
    pub(super) fn new(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Refusal {
        Refusal {
            status,
            code: code.into(),
            message: message.into(),
            denied: None,
            retry_after: None,
        }
    }
}

/// The language of an answer. v1 without `Format=JSON` is answered in XML; ACS3 always in JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Language {
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

/// A complete answer, before any fault spoils it.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// Further headers.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Bytes,
    /// The API's error code, for the log.
    pub(super) code: Option<String>,
}

impl Answer {
    /// An answer from something that is not the API, such as a load balancer.
    pub(super) fn foreign(status: u16, content_type: &'static str, body: &'static str) -> Answer {
        Answer {
            status,
            content_type,
            headers: Vec::new(),
            body: Bytes::from_static(body.as_bytes()),
            code: None,
        }
    }
}

/// What all answers to one request have in common.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    pub(super) language: Language,
    pub(super) request_id: String,
    /// The host that claims to answer (`HostId`).
    pub(super) host: String,
    pub(super) product: Product,
    /// The operation's name, for the root of an XML answer.
    pub(super) action: String,
}

impl Voice {
    /// Says what an operation found; `text` is a JSON object.
    pub(super) fn success(&self, text: String) -> Answer {
        if self.product.is_tencent() {
            return tencent::answer::success(text);
        }
        let body = match self.language {
            Language::Json => text,
            Language::Xml => xml::document(&format!("{}Response", self.action), &text),
        };
        self.answer(200, body, None)
    }

    /// Says why nothing was done.
    pub(super) fn refusal(&self, refusal: &Refusal) -> Answer {
        if self.product.is_tencent() {
            return tencent::answer::failure(&self.request_id, refusal);
        }
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

    fn help_link(&self, code: &str) -> String {
        let product = self.product.name();
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

/// Writes a list of ready-made JSON texts between two others.
///
/// Every byte is copied once, which is what makes large listings cheap.
pub(super) fn around_list<'a>(
    before: &str,
    items: impl Iterator<Item = &'a str> + Clone,
    after: &str,
) -> String {
    let length: usize = items.clone().map(|item| item.len() + 1).sum();
    let mut text = String::with_capacity(before.len() + length + after.len() + 2);
    text.push_str(before);
    text.push('[');
    for (number, item) in items.enumerate() {
        if number > 0 {
            text.push(',');
        }
        text.push_str(item);
    }
    text.push(']');
    text.push_str(after);
    text
}

/// The id of the `number`th request: upper-case UUID text, the same for the same seed.
pub(super) fn request_id(seed: u64, number: u64) -> String {
    let high = mix(seed ^ mix(number));
    let low = mix(high ^ number);
    format!(
        "{:08X}-{:04X}-5{:03X}-{:04X}-{:012X}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        0x8000 | ((low >> 48) & 0x3FFF),
        low & 0xFFFF_FFFF_FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined() {
        let list = |items: &[&str]| around_list("{\"A\":", items.iter().copied(), "}");
        assert_eq!(list(&[]), "{\"A\":[]}");
        assert_eq!(list(&["1"]), "{\"A\":[1]}");
        assert_eq!(list(&["1", "{}"]), "{\"A\":[1,{}]}");
    }

    #[test]
    fn request_ids_look_like_uuids_and_repeat_by_seed() {
        let id = request_id(7, 1);
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(id, id.to_uppercase());
        assert_eq!(id, request_id(7, 1));
        assert_ne!(id, request_id(7, 2));
        assert_ne!(id, request_id(8, 1));
    }
}
