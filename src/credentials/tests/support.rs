//! Helpers of the tests of credentials: a transport that answers what was prepared.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use serde_json::json;

use crate::credentials::MetadataClient;
use crate::error::{Error, TransportFailure, TransportKind};
use crate::http::{NoLog, Response, Sending, Transport};
use crate::request::{Body, Request};

/// Answers what was prepared, in its order, and then nothing ever; status 0 is a
/// connection that is refused.
#[derive(Default)]
pub(crate) struct Stage {
    answers: Vec<(u16, &'static str)>,
    next: AtomicUsize,
    pub(crate) seen: Mutex<Vec<Request>>,
}

impl Transport for Stage {
    fn send<'a>(&'a self, request: &'a Request, _: &'a OnceLock<Response>) -> Sending<'a> {
        self.seen.lock().unwrap().push(request.clone());
        let answer = self.answers.get(self.next.fetch_add(1, Ordering::Relaxed));
        Box::pin(async move {
            match answer {
                Some((0, why)) => Err(TransportFailure {
                    kind: TransportKind::Connect,
                    message: (*why).to_owned(),
                }),
                Some((status, body)) => Ok(Response {
                    status: *status,
                    headers: Vec::new(),
                    body: body.as_bytes().to_vec().into(),
                }),
                None => std::future::pending().await,
            }
        })
    }
}

pub(crate) fn stage(answers: &[(u16, &'static str)]) -> (Arc<Stage>, Arc<MetadataClient>) {
    let stage = Arc::new(Stage {
        answers: answers.to_vec(),
        ..Stage::default()
    });
    let client = MetadataClient {
        transport: Arc::clone(&stage) as _,
        log: Arc::new(NoLog),
        limit: Duration::from_secs(1),
    };
    (stage, Arc::new(client))
}

/// A key as services give it.
pub(crate) const KEY: &str =
    r#"{"Code":"Success","AccessKeyId":"i","AccessKeySecret":"s","SecurityToken":"t"}"#;

/// The message of a failure of credentials.
pub(crate) fn told(error: &Error) -> String {
    match error {
        Error::Credentials { message, .. } => message.clone(),
        other => panic!("{other:?}"),
    }
}

/// Method, address, path and the token of each request.
pub(crate) fn seen(stage: &Stage) -> Vec<String> {
    let requests = stage.seen.lock().unwrap();
    let line = |request: &Request| {
        let headers: Vec<String> = request
            .headers
            .iter()
            .map(|(name, value)| format!(" {name}={value}"))
            .collect();
        let (method, endpoint, path) = (request.method, &request.endpoint, &request.path);
        format!("{method} {endpoint}{path}{}", headers.concat())
    };
    requests.iter().map(line).collect()
}

/// Whether a header names the API's version.
pub(crate) fn names_version(request: &Request, version: &str) -> bool {
    let mut headers = request.headers.iter();
    headers.any(|(name, value)| name.ends_with("-version") && value == version)
}

/// The parameters of an operation, wherever they are sent. Numbers in pairs are text.
pub(crate) fn params_of(query: &[(String, String)], body: &Body) -> serde_json::Value {
    let pairs = match body {
        Body::Json(members) => return serde_json::Value::from(members.clone()),
        Body::Form(pairs) => pairs,
        Body::Empty => query,
    };
    let value = |text: &str| match text.parse::<u32>() {
        Ok(number) => json!(number),
        Err(_) => json!(text),
    };
    let members = pairs.iter().map(|(name, text)| (name.clone(), value(text)));
    serde_json::Value::Object(members.collect())
}
