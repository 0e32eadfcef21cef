//! A transport that records requests instead of sending them.

use std::mem;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::transport::Signed;
use super::{Response, Sending, Transport};
use crate::error::{Call, Error, TransportFailure, TransportKind};
use crate::request::Request;

/// A request as it may be shown: secrets in it are `***`. It may hold anything else, and is to
/// be escaped before a terminal shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The call that it was made for.
    pub call: Call,
    /// The operation's name.
    pub action: &'static str,
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// The whole address, with its query.
    pub url: String,
    /// Header names in lower case, with values, in the order in which they are sent.
    /// Those that belong to the connection and not to the call are not among them:
    /// `host`, `user-agent`, `accept-encoding`, `content-length`, and `accept` where the
    /// scheme has none.
    pub headers: Vec<(&'static str, String)>,
    /// The body, empty for none.
    pub body: String,
}

/// Records requests. Every call fails with [`TransportKind::NotSent`]. All copies have the same
/// records.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Vec<Recorded>>>);

impl Recorder {
    /// Takes the requests that were recorded, in their order.
    pub fn take(&self) -> Vec<Recorded> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a call failed because its request was recorded.
    pub fn is_record(error: &Error) -> bool {
        matches!(error, Error::Transport { failure, .. } if failure.kind == TransportKind::NotSent)
    }
}

impl Transport for Recorder {
    fn reaches_service(&self) -> bool {
        false
    }

    fn prepare(&self, signed: &Signed<'_>) {
        let Signed {
            request,
            redactor,
            conventions,
            call,
        } = *signed;
        let shown = |(name, value): &(&'static str, String)| {
            (*name, redactor.header_of_preview(name, value, conventions))
        };
        let recorded = Recorded {
            call: call.clone(),
            action: request.action,
            method: request.method,
            url: redactor.apply(&request.url()),
            headers: request.headers.iter().map(shown).collect(),
            body: redactor.body(request, conventions),
        };
        let mut records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        records.push(recorded);
    }

    fn send<'a>(&'a self, _: &'a Request, _: &'a OnceLock<Response>) -> Sending<'a> {
        Box::pin(async {
            Err(TransportFailure {
                kind: TransportKind::NotSent,
                message: "the request was recorded, not sent".to_owned(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::clock::Clock;
    use crate::clouds::alibaba::{Acs3, RpcV1};
    use crate::clouds::tencent::Tc3;
    use crate::http::tests::{request, signature};
    use crate::http::{
        ApiConventions, Client, FixedKey, MADE_UP, Network, NoLog, Outgoing, Redactor,
    };
    use crate::secret::Secret;
    use crate::sign::{Authorize, Credentials};

    const TOKEN: &str = "tok=en/with+reserved";

    /// One time and one nonce for ever.
    struct Still;

    impl Clock for Still {
        fn now(&self) -> Timestamp {
            "2026-11-22T08:00:00Z".parse().unwrap()
        }

        fn random(&self) -> [u8; 16] {
            [7; 16]
        }
    }

    /// Keeps what is sent.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<Request>>>);

    impl Transport for Kept {
        fn send<'a>(&'a self, request: &'a Request, _: &'a OnceLock<Response>) -> Sending<'a> {
            self.0.lock().unwrap().push(request.clone());
            Box::pin(async {
                Ok(Response {
                    status: 200,
                    ..Response::default()
                })
            })
        }
    }

    /// Headers that the made-up service does not allow to be shown.
    const ACS3_HIDDEN: [&str; 7] = [
        "host",
        "x-acs-accesskey-id",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-security-token",
        "x-acs-signature-nonce",
        "x-acs-version",
    ];
    const TC3_HIDDEN: [&str; 7] = [
        "host",
        "x-tc-action",
        "x-tc-language",
        "x-tc-region",
        "x-tc-timestamp",
        "x-tc-token",
        "x-tc-version",
    ];

    /// The same time and nonce make of a call the same request, sent or shown.
    #[tokio::test(start_paused = true)]
    async fn what_is_shown_is_what_is_sent() {
        let request = request();
        let key = Credentials {
            id: "LTAI5tExample".into(),
            secret: Secret::new("top/secret+key"),
            token: Some(Secret::new(TOKEN)),
        };
        let cases: [(&dyn Authorize, &[&str]); 3] =
            [(&Acs3, &ACS3_HIDDEN), (&RpcV1, &[]), (&Tc3, &TC3_HIDDEN)];
        for (authorizer, hidden) in cases {
            let client = |transport| {
                Client::new(
                    transport,
                    &Network::default(),
                    Arc::new(Still),
                    Arc::new(NoLog),
                    Arc::default(),
                )
            };
            let outgoing = Outgoing {
                request: &request,
                keys: &FixedKey::new(key.clone()),
                authorizer,
                failure: &|_| None,
                conventions: &MADE_UP,
                call: &Call::default(),
            };
            let kept = Kept::default();
            let sending = client(Box::new(kept.clone()));
            sending.call(outgoing, |_| Ok(())).await.unwrap();
            let sent = kept.0.lock().unwrap().remove(0);
            let recorder = Recorder::default();
            let recording = client(Box::new(recorder.clone()));
            let error = recording.call(outgoing, |_| Ok(())).await.unwrap_err();
            assert!(Recorder::is_record(&error), "{error}");
            let shown = recorder.take().remove(0);
            assert_eq!((shown.method, &shown.url), (sent.method, &sent.url()));
            assert_eq!(shown.headers.len(), sent.headers.len());
            for (shown, sent) in shown.headers.iter().zip(&sent.headers) {
                assert_eq!(shown.0, sent.0);
                let is_signed = shown.0 == "authorization" && shown.1.ends_with("Signature=***");
                let is_hidden = hidden.contains(&shown.0);
                assert_eq!(shown.1 == "***", is_hidden, "{shown:?}");
                assert!(is_signed || is_hidden || shown == sent, "{shown:?}");
            }
            let mut redactor = Redactor::new(&key);
            let signature = signature(&sent);
            redactor.hide(&signature);
            assert_eq!(shown.body, redactor.body(&sent, &MADE_UP));
            let all = format!("{shown:?}");
            for secret in [&signature, TOKEN, &key.id, "top/secret"] {
                assert!(!all.contains(secret), "{secret} is in {all}");
            }
        }
    }

    /// Nothing reaches the service whose limit it is.
    #[tokio::test(start_paused = true)]
    async fn a_record_waits_for_no_call_rate() {
        let conventions = ApiConventions {
            list_index_base: MADE_UP.list_index_base,
            request_id: MADE_UP.request_id,
            retry_after_ms: None,
            open_headers: &[],
            hidden_fields: &[],
            secret_answers: false,
            calls_per_second: Some(1),
        };
        let key = Credentials {
            id: "LTAI5tExample".into(),
            secret: Secret::new("secret"),
            token: None,
        };
        let outgoing = Outgoing {
            request: &request(),
            keys: &FixedKey::new(key),
            authorizer: &Acs3,
            failure: &|_| None,
            conventions: &conventions,
            call: &Call::default(),
        };
        let seconds = async |transport: Box<dyn Transport>| {
            let network = Network::default();
            let (clock, log) = (Arc::new(Still), Arc::new(NoLog));
            let client = Client::new(transport, &network, clock, log, Arc::default());
            let start = tokio::time::Instant::now();
            for _ in 0..4 {
                let _ = client.call(outgoing, |_| Ok(())).await;
            }
            start.elapsed().as_secs()
        };
        assert!(seconds(Box::new(Kept::default())).await >= 2);
        assert_eq!(seconds(Box::new(Arc::new(Recorder::default()))).await, 0);
    }
}
