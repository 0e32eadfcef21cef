//! The conventions of a service's API: headers, request ids, limits.

use memchr::{memchr, memmem};

use super::Response;

/// Where a service's id for an answer is.
#[derive(Debug, Clone, Copy)]
pub enum RequestId {
    /// In this header.
    Header(&'static str),
    /// In this member of the body.
    Member(&'static str),
}

/// How a service behaves around its API.
#[derive(Debug)]
pub struct ApiConventions {
    /// What the elements of a list count from where parameters are flat pairs.
    pub list_index_base: usize,
    /// Where its id for an answer is.
    pub request_id: RequestId,
    /// The header that says for how many milliseconds to stay away.
    pub retry_after_ms: Option<&'static str>,
    /// Headers of its own whose values a log may show.
    pub open_headers: &'static [&'static str],
    /// Fields of a form whose values a log hides, whatever they are.
    pub hidden_fields: &'static [&'static str],
    /// Whether its answers hold keys: then no log shows them.
    pub secret_answers: bool,
    /// How many calls of an account it answers in a second, where it says so.
    pub calls_per_second: Option<usize>,
}

impl RequestId {
    /// The id of an answer.
    pub(super) fn of(self, response: &Response) -> Option<&str> {
        match self {
            RequestId::Header(name) => response.header(name),
            RequestId::Member(name) => {
                // A look from the end: the services write it after the rows, which could have
                // a member of that name too, and ids have no escapes. At worst a log tells
                // another id; refusals have theirs from the envelope.
                let member = format!("\"{name}\"");
                let at = memmem::rfind(&response.body, member.as_bytes())?;
                let rest = &response.body[at + member.len()..];
                let value = rest.trim_ascii_start().strip_prefix(b":")?;
                let id = value.trim_ascii_start().strip_prefix(b"\"")?;
                std::str::from_utf8(&id[..memchr(b'"', id)?]).ok()
            }
        }
    }
}

/// The conventions of a service made up for tests.
#[cfg(test)]
pub(crate) static MADE_UP: ApiConventions = ApiConventions {
    list_index_base: 1,
    request_id: RequestId::Header("x-acs-request-id"),
    retry_after_ms: Some("x-acs-retry-after"),
    open_headers: &["x-acs-action"],
    hidden_fields: &["Signature"],
    secret_answers: false,
    calls_per_second: None,
};
