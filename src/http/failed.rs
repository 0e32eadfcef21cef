//! Why an attempt of a call failed.

use std::time::Duration;

use jiff::Timestamp;

use super::{ApiConventions, Redactor, Response, retry};
use crate::error::{ApiFailure, Class, DecodeError, Error, TransportFailure, TransportKind};
use crate::words::of_page;

/// As much of a service's own words as anybody reads: some answer whole pages.
const LONGEST_MESSAGE: usize = 300;

/// Why an attempt failed, and what that means for the next one.
pub(super) struct Failed {
    /// The failure, without the call.
    pub(super) error: Box<Error>,
    pub(super) retryable: bool,
    pub(super) asked: Option<Duration>,
    pub(super) server_time: Option<Timestamp>,
}

impl Failed {
    pub(super) fn api(
        mut failure: ApiFailure,
        response: &Response,
        conventions: &ApiConventions,
        redactor: &Redactor,
    ) -> Self {
        failure.message = cut(&failure.message, redactor);
        failure.code = cut(&failure.code, redactor);
        failure.request_id = match failure.request_id {
            Some(id) => Some(cut(&id, redactor)),
            None => request_id(response, conventions, redactor),
        };
        Self {
            retryable: failure.class.is_retryable(),
            asked: retry::asked(response, conventions),
            server_time: server_time(response),
            error: Box::new(Error::Api {
                call: Box::default(),
                failure: Box::new(failure),
            }),
        }
    }

    /// An answer of something between here and the service: it refuses, without a code of
    /// the API, with which the service itself says why.
    pub(super) fn blocked(authority: &str, response: &Response, redactor: &Redactor) -> Self {
        let page = of_page(&String::from_utf8_lossy(&response.body));
        let mut message = format!(
            "{authority} was not reached: something else answered with HTTP {}",
            response.status
        );
        if !page.is_empty() {
            message = format!("{message}: {}", cut(&page, redactor));
        }
        let kind = TransportKind::Blocked;
        Self::transport(TransportFailure { kind, message }, kind.is_retryable())
    }

    pub(super) fn transport(failure: TransportFailure, retryable: bool) -> Self {
        Self {
            error: Box::new(Error::Transport {
                call: Box::default(),
                failure,
            }),
            retryable,
            asked: None,
            server_time: None,
        }
    }

    pub(super) fn decode(what: String, retryable: bool) -> Self {
        Self {
            error: Box::new(Error::Decode {
                call: Box::default(),
                failure: DecodeError::new(what),
            }),
            retryable,
            asked: None,
            server_time: None,
        }
    }

    /// What the refusal means, if it is one.
    pub(super) fn class(&self) -> Option<Class> {
        match &*self.error {
            Error::Api { failure, .. } => Some(failure.class),
            _ => None,
        }
    }
}

/// The beginning of somebody else's words. Secrets are hidden before it is cut: the head of
/// one would not be recognised.
fn cut(words: &str, redactor: &Redactor) -> String {
    let words = redactor.apply(words);
    words.chars().take(LONGEST_MESSAGE).collect()
}

/// The service's clock, if the answer tells it.
pub(super) fn server_time(response: &Response) -> Option<Timestamp> {
    let parsed = jiff::fmt::rfc2822::parse(response.header("date")?).ok()?;
    Some(parsed.timestamp())
}

/// The service's id for an answer. It is somebody else's word too, and may repeat a key.
pub(super) fn request_id(
    response: &Response,
    conventions: &ApiConventions,
    redactor: &Redactor,
) -> Option<String> {
    let id = conventions.request_id.of(response)?;
    Some(cut(id, redactor))
}
