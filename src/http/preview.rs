//! What a call would send, made as it is sent, but shown instead.

use super::{ApiConventions, Client, Redactor};
use crate::request::Request;
use crate::sign::{Authorize, Credentials};

/// A request as a log may show it: what is secret in it stands as `***`. It may hold
/// anything else, and is to be escaped before a terminal sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
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

impl Client {
    /// Signs a call as its first attempt would be, and shows it. Nothing is sent.
    pub fn preview(
        &self,
        request: &Request,
        authorizer: &dyn Authorize,
        key: &Credentials,
        conventions: &ApiConventions,
    ) -> Preview {
        let (request, signature) = self.authorized(request, authorizer, key, 0);
        let mut redactor = Redactor::new(key);
        redactor.hide(&signature);
        let shown = |(name, value): &(&'static str, String)| {
            (*name, redactor.header_of_preview(name, value, conventions))
        };
        Preview {
            method: request.method,
            url: redactor.apply(&request.url()),
            headers: request.headers.iter().map(shown).collect(),
            body: redactor.body(&request, conventions),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, OnceLock};

    use jiff::Timestamp;

    use super::*;
    use crate::clock::Clock;
    use crate::clouds::alibaba::{Acs3, RpcV1};
    use crate::clouds::tencent::Tc3;
    use crate::error::Call;
    use crate::http::tests::{request, signature};
    use crate::http::{FixedKey, MADE_UP, Network, NoLog, Outgoing, Response, Sending, Transport};
    use crate::secret::Secret;

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
            let kept = Kept::default();
            let client = Client::new(
                Box::new(kept.clone()),
                &Network::default(),
                Arc::new(Still),
                Arc::new(NoLog),
                Arc::default(),
            );
            let shown = client.preview(&request, authorizer, &key, &MADE_UP);
            assert!(kept.0.lock().unwrap().is_empty());
            let outgoing = Outgoing {
                request: &request,
                keys: &FixedKey::new(key.clone()),
                authorizer,
                failure: &|_| None,
                conventions: &MADE_UP,
                call: &Call::default(),
            };
            client.call(outgoing, |_| Ok(())).await.unwrap();
            let sent = kept.0.lock().unwrap().remove(0);
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
}
