//! The response to a request.

use serde::de::IgnoredAny;

use super::ResponseBody;

/// An answer, read to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case, with values.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    pub body: ResponseBody,
}

impl Response {
    /// One without headers.
    pub fn new(status: u16, body: &[u8]) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.to_vec().into(),
        }
    }

    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the body is the beginning of a JSON object and not its end: something on
    /// the way lost the rest, though it says that this was all. A body that happens to end
    /// behind an inner brace is told when it is read.
    pub(super) fn is_cut(&self) -> bool {
        let body = self.body.trim_ascii();
        // Text behind a whole object is another matter.
        let ends_early = || serde_json::from_slice::<IgnoredAny>(body).is_err_and(|e| e.is_eof());
        body.starts_with(b"{") && !body.ends_with(b"}") && ends_early()
    }
}
