//! What goes over the wire, told to whoever wants to know.

use std::time::Duration;

use super::{Manners, Redactor, WireResponse};
use crate::request::{ApiRequest, WireRequest};

/// How much is told: calls, headers too, bodies too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// A line for each request and each answer.
    Calls = 1,
    /// Their headers too.
    Headers = 2,
    /// Their bodies too.
    Bodies = 3,
}

/// Takes lines about the traffic. They hold no secret, but may hold anything
/// else a service says: they are to be escaped before a terminal sees them.
pub trait Log: Send + Sync {
    /// Whether anybody listens at this detail.
    fn wants(&self, detail: Detail) -> bool;

    /// Takes one line.
    fn line(&self, line: &str);
}

/// Nobody listens.
#[derive(Debug, Clone, Copy)]
pub struct NoLog;

impl Log for NoLog {
    fn wants(&self, _: Detail) -> bool {
        false
    }

    fn line(&self, _: &str) {}
}

/// Tells of a request about to be sent.
pub(super) fn sent(
    log: &dyn Log,
    call: &ApiRequest,
    wire: &WireRequest,
    lists_from: usize,
    manners: &Manners,
    redactor: &Redactor,
) {
    if log.wants(Detail::Calls) {
        let params: Vec<String> = call
            .params
            .flatten(lists_from)
            .into_iter()
            .map(|(name, value)| format!(" {name}={value}"))
            .collect();
        let line = format!(
            "> {} {} {}{}",
            wire.method,
            wire.endpoint,
            call.action,
            params.concat()
        );
        log.line(&redactor.apply(&line));
    }
    if log.wants(Detail::Headers) {
        for (name, value) in &wire.headers {
            let value = redactor.header(name, value, manners);
            log.line(&format!("> {name}: {value}"));
        }
    }
    if log.wants(Detail::Bodies) && !wire.body.is_empty() {
        let body = redactor.body(wire, manners);
        let pairs = if wire.is_form() {
            body.split('&').collect()
        } else {
            vec![body.as_str()]
        };
        for pair in pairs {
            log.line(&format!("> {pair}"));
        }
    }
}

/// Tells of an answer.
pub(super) fn received(
    log: &dyn Log,
    took: Duration,
    response: &WireResponse,
    manners: &Manners,
    redactor: &Redactor,
) {
    if log.wants(Detail::Calls) {
        let id = manners.request_id.of(response).unwrap_or("-");
        let line = format!(
            "< {} in {} ms, {} bytes, request {id}",
            response.status,
            took.as_millis(),
            response.body.len()
        );
        log.line(&redactor.apply(&line));
    }
    if log.wants(Detail::Headers) {
        for (name, value) in &response.headers {
            let value = redactor.header(name, value, manners);
            log.line(&format!("< {name}: {value}"));
        }
    }
    if log.wants(Detail::Bodies) && manners.secret_answers {
        log.line("< (the body is not shown: it may hold a key)");
    } else if log.wants(Detail::Bodies) && !response.body.is_empty() {
        log.line(&format!(
            "< {}",
            redactor.apply(&String::from_utf8_lossy(&response.body))
        ));
    }
}

/// Tells of an attempt that got no answer, or of a wait before the next one.
pub(super) fn note(log: &dyn Log, text: &str, redactor: &Redactor) {
    if log.wants(Detail::Calls) {
        log.line(&format!("* {}", redactor.apply(text)));
    }
}
