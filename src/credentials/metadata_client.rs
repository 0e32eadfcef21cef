//! The client of metadata services and the like, which give keys and have no API around them.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::json_key::{KeyMembers, TemporaryCredentials, key_in, parse};
use crate::error::{ApiFailure, Call, Class, Error, Purpose, TransportFailure, TransportKind};
use crate::http::{Detail, Log, Response, Transport};
use crate::request::Request;

/// The largest body taken for a key, in bytes: tokens have 4096 at most.
const LARGEST: usize = 64 << 10;

/// Sends such requests.
pub(crate) struct MetadataClient {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) log: Arc<dyn Log>,
    /// The time for each, from connecting to the last byte.
    pub(crate) limit: Duration,
}

impl MetadataClient {
    /// Sends one, never again and never elsewhere, and reads its answer. The log
    /// gets neither the query nor any header or body: a key is in some of them.
    ///
    /// The message of the failure is the end of a sentence that names the service.
    pub(crate) async fn send(&self, request: &Request) -> Result<Response, TransportFailure> {
        let log = |line: String| {
            if self.log.wants(Detail::Calls) {
                self.log.line(&line);
            }
        };
        log(format!("> {} {}", request.method, request.endpoint));
        let started = Instant::now();
        let head = OnceLock::new();
        let failed = |kind, message: String| Err(TransportFailure { kind, message });
        let answer = match timeout(self.limit, self.transport.send(request, &head)).await {
            Err(_) => failed(
                TransportKind::Timeout,
                format!("did not answer within {:?}", self.limit),
            ),
            Ok(Err(failure)) => failed(
                failure.kind,
                format!("cannot be asked: {}", failure.message),
            ),
            Ok(Ok(response)) if response.body.len() > LARGEST => failed(
                TransportKind::TooLarge,
                "answered more than 64 KiB".to_owned(),
            ),
            Ok(Ok(response)) => Ok(response),
        };
        let took = started.elapsed().as_millis();
        match &answer {
            Ok(response) => log(format!(
                "< {} in {took} ms, {} bytes, not shown",
                response.status,
                response.body.len()
            )),
            Err(failure) => log(format!("* {failure}")),
        }
        answer
    }
}

/// A service elsewhere that was not reached: the network's failure, not the key's.
/// `from` is how a sentence calls it.
pub(crate) fn unreached(
    action: &'static str,
    from: &impl std::fmt::Display,
    failure: &TransportFailure,
) -> Error {
    Error::Transport {
        call: Box::new(call(action)),
        failure: TransportFailure {
            kind: failure.kind,
            message: format!("no key: {from} {failure}"),
        },
    }
}

/// A service elsewhere that failed by itself, with a status from 500.
pub(crate) fn failed(action: &'static str, from: &impl std::fmt::Display, status: u16) -> Error {
    Error::Api {
        call: Box::new(call(action)),
        failure: Box::new(ApiFailure {
            class: Class::Server,
            status,
            code: String::new(),
            message: format!("no key from {from}"),
            request_id: None,
        }),
    }
}

/// Whose call it was is known further out.
fn call(action: &'static str) -> Call {
    Call {
        action,
        purpose: Purpose::AccessKey,
        attempts: 1,
        ..Call::default()
    }
}

/// The key in an answer of metadata services and credentials URIs: status 200, and
/// `Code` is `Success` where there is one.
pub(crate) fn key_of(
    response: &Response,
    names: &KeyMembers,
) -> Result<TemporaryCredentials, String> {
    if response.status != 200 {
        return Err(format!("answered with HTTP {}", response.status));
    }
    let answer = |why| format!("gave an answer that {why}");
    let value = parse(&response.body).map_err(answer)?;
    match value.get("Code").map(|code| code.as_str()) {
        None | Some(Some("Success")) => {}
        Some(_) => return Err("answered with a code that is not `Success`".to_owned()),
    }
    key_in(&value, names).map_err(answer)
}
