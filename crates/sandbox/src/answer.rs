//! Answers and refusals, before a cloud puts them into its own envelope.

use std::borrow::Cow;

use hyper::body::Bytes;
use serde_json::Value;

use crate::random::mix;

/// An error the API reports.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    /// `AccessDeniedDetail`: which permission was missing.
    pub(crate) denied: Option<Value>,
    /// Milliseconds for the header `x-acs-retry-after`.
    pub(crate) retry_after: Option<u32>,
}

impl Refusal {
    pub(crate) fn new(
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

/// A complete answer, before any fault spoils it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    /// Further headers.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    /// The API's error code, for the log.
    pub(crate) code: Option<String>,
}

impl Answer {
    /// An answer from something that is not the API, such as a load balancer.
    pub(crate) fn foreign(status: u16, content_type: &'static str, body: &'static str) -> Answer {
        Answer {
            status,
            content_type,
            headers: Vec::new(),
            body: Bytes::from_static(body.as_bytes()),
            code: None,
        }
    }
}

/// Writes a list of ready-made JSON texts between two others.
///
/// Every byte is copied once, which is what makes large listings cheap.
pub(crate) fn around_list<'a>(
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
pub(crate) fn request_id(seed: u64, number: u64) -> String {
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
