//! Requests without an API around them: for services near by that give keys.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::answer::{Fresh, key_in, parse};
use crate::http::{Detail, Log, Transport, WireResponse};
use crate::request::WireRequest;

/// The largest body taken for a key, in bytes: tokens have 4096 at most.
const LARGEST: usize = 64 << 10;

/// Sends such requests.
pub(super) struct Plain {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) log: Arc<dyn Log>,
    /// The time for each, from connecting to the last byte.
    pub(super) limit: Duration,
}

impl Plain {
    /// Sends one, never again and never elsewhere, and reads its answer. The log
    /// gets neither the query nor any header or body: a key is in some of them.
    ///
    /// The error is what happened, as the end of a sentence that names the service.
    pub(super) async fn send(&self, request: &WireRequest) -> Result<WireResponse, String> {
        let log = |line: String| {
            if self.log.wants(Detail::Calls) {
                self.log.line(&line);
            }
        };
        log(format!("> {} {}", request.method, request.endpoint));
        let started = Instant::now();
        let head = OnceLock::new();
        let answer = match timeout(self.limit, self.transport.send(request, &head)).await {
            Err(_) => Err(format!("did not answer within {:?}", self.limit)),
            Ok(Err(failure)) => Err(format!("cannot be asked: {}", failure.message)),
            Ok(Ok(response)) if response.body.len() > LARGEST => {
                Err("answered more than 64 KiB".to_owned())
            }
            Ok(Ok(response)) => Ok(response),
        };
        let took = started.elapsed().as_millis();
        match &answer {
            Ok(response) => log(format!(
                "< {} in {took} ms, {} bytes, not shown",
                response.status,
                response.body.len()
            )),
            Err(why) => log(format!("* {why}")),
        }
        answer
    }
}

/// The key in an answer of metadata services and credentials URIs: status 200, and
/// `Code` is `Success` where there is one.
pub(super) fn key_of(response: &WireResponse) -> Result<Fresh, String> {
    if response.status != 200 {
        return Err(format!("answered with HTTP {}", response.status));
    }
    let answer = |why| format!("gave an answer that {why}");
    let value = parse(&response.body).map_err(answer)?;
    match value.get("Code").map(|code| code.as_str()) {
        None | Some(Some("Success")) => {}
        Some(_) => return Err("answered with a code that is not `Success`".to_owned()),
    }
    key_in(&value).map_err(answer)
}
