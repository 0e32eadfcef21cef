//! What goes over the wire, told to whoever wants to know.

use std::time::Duration;

use super::{ApiConventions, Redactor, Response};
use crate::request::{Body, Request, flatten};

/// As much of an answer's body as is told, in bytes: about 30 pages of 100 images.
const LONGEST_BODY: usize = 4 << 20;

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

/// Takes lines about the traffic. They hold no secret, but may hold anything else a service
/// says: they are to be escaped before a terminal sees them. One line may hold a secret: the
/// last one that a failing program of a `process` credential writes to stderr. Nothing else
/// shows it to the user, and what is secret in it is not known.
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

/// Logs a request about to be sent: its parameters as they are before it is authorised, the
/// rest as it is sent.
///
/// The response has the same number, as many requests are under way at once.
pub(super) fn sent(
    log: &dyn Log,
    number: u64,
    plain: &Request,
    request: &Request,
    conventions: &ApiConventions,
    redactor: &Redactor,
) {
    if log.wants(Detail::Calls) {
        let mut params = plain.query.clone();
        match &plain.body {
            Body::Form(pairs) => params.extend_from_slice(pairs),
            Body::Json(members) => params.extend(flatten(members, conventions.list_index_base)),
            Body::Empty => {}
        }
        let params: Vec<String> = params
            .into_iter()
            .map(|(name, value)| format!(" {name}={value}"))
            .collect();
        let line = format!(
            "> #{number} {} {} {}{}",
            request.method,
            request.endpoint,
            request.action,
            params.concat()
        );
        log.line(&redactor.apply(&line));
    }
    if log.wants(Detail::Headers) {
        for (name, value) in &request.headers {
            let value = redactor.header(name, value, conventions);
            log.line(&format!("> {name}: {value}"));
        }
    }
    if log.wants(Detail::Bodies) {
        let body = redactor.body(request, conventions);
        let lines = match &request.body {
            Body::Empty => Vec::new(),
            Body::Form(_) => body.split('&').collect(),
            Body::Json(_) => vec![body.as_str()],
        };
        for line in lines {
            log.line(&format!("> {line}"));
        }
    }
}

/// Tells of an answer.
pub(super) fn received(
    log: &dyn Log,
    number: u64,
    took: Duration,
    response: &Response,
    conventions: &ApiConventions,
    redactor: &Redactor,
) {
    if log.wants(Detail::Calls) {
        let id = conventions.request_id.of(response).unwrap_or("-");
        let line = format!(
            "< #{number} {} in {} ms, {} bytes, request {id}",
            response.status,
            took.as_millis(),
            response.body.len()
        );
        log.line(&redactor.apply(&line));
    }
    if log.wants(Detail::Headers) {
        for (name, value) in &response.headers {
            let value = redactor.header(name, value, conventions);
            log.line(&format!("< {name}: {value}"));
        }
    }
    if log.wants(Detail::Bodies) && conventions.secret_answers {
        log.line("< (the body is not shown: it may hold a key)");
    } else if log.wants(Detail::Bodies) && response.body.contains(&0) {
        log.line("< (the body is not shown: it is no text)");
    } else if log.wants(Detail::Bodies) {
        // Hidden before it is cut: the head of a secret would not be recognised.
        let body = redactor.apply(&String::from_utf8_lossy(&response.body));
        let mut end = body.len().min(LONGEST_BODY);
        while !body.is_char_boundary(end) {
            end -= 1;
        }
        let shown = &body[..end];
        for line in shown.lines() {
            log.line(&format!("< {line}"));
        }
        if shown.len() < body.len() {
            log.line(&format!("< (and {} bytes more)", body.len() - shown.len()));
        }
    }
}

/// Tells of an attempt that got no answer, or of a wait before the next one.
pub(super) fn note(log: &dyn Log, text: &str, redactor: &Redactor) {
    if log.wants(Detail::Calls) {
        log.line(&format!("* {}", redactor.apply(text)));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::http::MADE_UP;

    #[derive(Default)]
    struct Kept(Mutex<Vec<String>>);

    impl Log for Kept {
        fn wants(&self, _: Detail) -> bool {
            true
        }

        fn line(&self, line: &str) {
            self.0.lock().unwrap().push(line.to_owned());
        }
    }

    fn told(body: &[u8], secret: &str) -> Vec<String> {
        let log = Kept::default();
        let mut redactor = Redactor::default();
        redactor.hide(secret);
        let response = Response {
            status: 200,
            headers: vec![("server".into(), "x".into())],
            body: body.to_vec().into(),
        };
        received(
            &log,
            7,
            Duration::from_millis(3),
            &response,
            &MADE_UP,
            &redactor,
        );
        log.0.into_inner().unwrap()
    }

    #[test]
    fn each_line_of_a_body_is_one() {
        assert_eq!(
            told(b"<html>\n secret \xff</html>\n", "secret"),
            [
                "< #7 200 in 3 ms, 24 bytes, request -",
                "< server: x",
                "< <html>",
                "<  *** \u{fffd}</html>",
            ]
        );
        assert_eq!(told(b"", "secret").len(), 2);
    }

    #[test]
    fn what_is_no_text_is_not_told() {
        let lines = told(b"\x1f\x8b\0secret", "secret");
        assert_eq!(lines[2..], ["< (the body is not shown: it is no text)"]);
    }

    #[test]
    fn very_long_bodies_are_cut_and_no_secret_with_them() {
        // It would begin before the cut and end behind it.
        let mut body = "x".repeat(LONGEST_BODY - 3);
        body.push_str("secret-text");
        body.push_str(&"y".repeat(10));
        let lines = told(body.as_bytes(), "secret-text");
        assert_eq!(lines[2].len(), 2 + LONGEST_BODY);
        assert!(lines[2].ends_with("x***"));
        assert_eq!(lines[3], "< (and 10 bytes more)");
    }
}
