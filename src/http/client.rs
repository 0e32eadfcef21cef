//! A call, sent until it is answered or there is no more point in it.

use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::failed::{Failed, request_id, server_time};
use super::limits::EndpointLimits;
use super::rate_limiter::Permit;
use super::{
    ApiConventions, HeldBytes, Keys, Limits, Log, Network, Redactor, Response, Signed, Transport,
    log, retry,
};
use crate::clock::Clock;
use crate::error::{
    ApiFailure, Call, Class, DecodeError, Error, Purpose, TransportFailure, TransportKind,
};
use crate::request::Request;
use crate::sign::encode::hex;
use crate::sign::{Authorize, Credentials, SigningContext};

/// The most that the service's clock may be ahead of this machine's or behind it for a call
/// to be signed with its time, in seconds. A signature for another day could be kept and
/// used then.
const MOST_AHEAD: i64 = 24 * 60 * 60;

/// Sends calls for one account.
///
/// All operations of this program only read, so that any of them may be sent
/// again without harm.
pub struct Client {
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    log: Arc<dyn Log>,
    request_timeout: Duration,
    timeout: Duration,
    deadline: Instant,
    retries: u32,
    concurrency: usize,
    limits: Arc<Limits>,
}

/// A call and all that is needed to send it.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// The request, without what proves who sends it.
    pub request: &'a Request,
    /// Gives the key that signs it.
    pub keys: &'a dyn Keys,
    /// Proves who sends it.
    pub authorizer: &'a dyn Authorize,
    /// Finds the refusal in an answer.
    pub failure: &'a (dyn Fn(&Response) -> Option<ApiFailure> + Send + Sync),
    /// How the service behaves around its API.
    pub conventions: &'a ApiConventions,
    /// What an error is to say of the call.
    pub call: &'a Call,
}

/// An answer that is no refusal.
#[derive(Debug)]
pub struct Answer<T> {
    /// What was read from its body.
    pub value: T,
    /// The size of its body.
    pub size: HeldBytes,
    /// The call with its attempts counted.
    pub call: Call,
    /// The service's clock, if it told.
    pub server_time: Option<Timestamp>,
}

/// One attempt of a call.
#[derive(Clone, Copy)]
struct Attempt<'a> {
    outgoing: Outgoing<'a>,
    key: &'a Credentials,
    limits: &'a EndpointLimits,
    redactor: &'a Redactor,
}

impl<'a> Attempt<'a> {
    async fn permit(&self, transport: &dyn Transport) -> Permit<'a> {
        let documented = self.outgoing.conventions.calls_per_second;
        let documented = documented.filter(|_| transport.reaches_service());
        self.limits.rate.permit(documented).await
    }
}

impl Client {
    /// Prepares a client. The time for the whole command starts to run now.
    pub fn new(
        transport: Box<dyn Transport>,
        network: &Network,
        clock: Arc<dyn Clock>,
        log: Arc<dyn Log>,
        limits: Arc<Limits>,
    ) -> Self {
        Self {
            transport,
            clock,
            log,
            request_timeout: network.request_timeout,
            timeout: network.timeout,
            deadline: Instant::now() + network.timeout,
            retries: network.retries,
            concurrency: network.concurrency.max(1),
            limits,
        }
    }

    /// How long the whole command may take.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// When that time is over.
    pub fn deadline(&self) -> std::time::Instant {
        self.deadline.into_std()
    }

    /// How many requests may be under way at once to one endpoint.
    pub fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// Sends a call until it is answered, and reads the answer with `read`.
    ///
    /// Every attempt is signed anew, with a fresh time and nonce. It is repeated
    /// after a failure that may pass (throttling, the service's own fault, a
    /// used nonce, a broken connection, no answer in time, an answer that cannot be read), once after a refusal for the clock, with the
    /// service's own time, and once with another key when the service calls this one
    /// expired.
    ///
    /// # Errors
    /// The last attempt's failure: [`Error::Transport`], [`Error::Api`] or
    /// [`Error::Decode`]; that of the keys when there is none to sign with. When
    /// the time for the whole command ends first, a transport error of the kind
    /// [`TransportKind::Deadline`].
    pub async fn call<T>(
        &self,
        outgoing: Outgoing<'_>,
        read: impl Fn(&[u8]) -> Result<T, DecodeError> + Send,
    ) -> Result<Answer<T>, Error> {
        let limits = self.limits.of(
            outgoing.keys.account(),
            &outgoing.request.endpoint,
            self.concurrency,
        );
        let mut call = outgoing.call.clone();
        call.action = outgoing.request.action;
        let mut clock_corrected = false;
        let mut key_renewed = false;
        let mut last: Option<Failed> = None;
        loop {
            // The semaphore is never closed, so there is always a permit to wait for, and
            // the key is fresh that is asked for after the wait.
            let ready = async {
                let permit = limits.concurrency.acquire().await;
                (permit, outgoing.keys.current().await)
            };
            let Ok((permit, key)) = timeout_at(self.deadline, ready).await else {
                return Err(self.too_late(call, last));
            };
            let key = key?;
            let redactor = Redactor::new(&key);
            // What is known of the answer, should the rest of it never come.
            let head = OnceLock::new();
            let attempt = Attempt {
                outgoing,
                key: &key,
                limits: &limits,
                redactor: &redactor,
            };
            let attempt = self.attempt(attempt, &head, &mut call.attempts);
            let ended = timeout_at(self.deadline, attempt).await;
            drop(permit);
            let head = head.get();
            // If the deadline ends an attempt before any answer, the answer to the attempt
            // before it still counts.
            if head.is_some() || ended.is_ok() {
                call.request_id =
                    head.and_then(|head| request_id(head, outgoing.conventions, &redactor));
                call.http_status = head.map(|head| head.status);
            }
            let failed = match ended {
                Ok(Ok(response)) => {
                    // Reading takes time: a request that waits for the permit is sent before.
                    tokio::task::yield_now().await;
                    match read_answer(response, &mut call, outgoing.conventions, &redactor, &read) {
                        Ok(answer) => return Ok(answer),
                        Err(failed) => failed,
                    }
                }
                Ok(Err(failed)) => failed,
                Err(_) => return Err(self.too_late(call, last)),
            };
            if let Error::Api { failure, .. } = &*failed.error {
                call.request_id.clone_from(&failure.request_id);
                call.http_status = Some(failure.status);
            }
            if let (Some(ahead), false) = (self.clock_ahead(&failed), clock_corrected) {
                clock_corrected = true;
                limits.clock_ahead.store(ahead, Ordering::Relaxed);
                let what =
                    format!("the service's clock is {ahead} s from this machine's: signing anew");
                self.note(&call, &what, &redactor);
                last = Some(failed);
                continue;
            }
            if failed.class() == Some(Class::Expired) && !key_renewed {
                key_renewed = true;
                let renewing = timeout_at(self.deadline, outgoing.keys.instead_of(&key));
                let Ok(other) = renewing.await else {
                    return Err(self.too_late(call, Some(failed)));
                };
                if other?.is_some() {
                    let what = "the key has expired: signing with another one";
                    self.note(&call, what, &redactor);
                    last = Some(failed);
                    continue;
                }
            }
            let extra = u32::from(clock_corrected) + u32::from(key_renewed);
            let Some(wait) = self.wait_after(&failed, &call, extra) else {
                return Err(failed.error.of_call(call));
            };
            let reason = failed.error.to_string();
            let reason = reason.trim_end_matches('.');
            let what = format!("{reason}: again in {} ms", wait.as_millis());
            self.note(&call, &what, &redactor);
            last = Some(failed);
            sleep(wait).await;
        }
    }

    /// How long to wait before the call is sent again; `None` if it is not. It has `extra`
    /// attempts more than `--retries` gives.
    fn wait_after(&self, failed: &Failed, call: &Call, extra: u32) -> Option<Duration> {
        let retries = match call.purpose {
            Purpose::Suggestion => 0,
            _ => self.retries,
        };
        if !failed.retryable || call.attempts > retries + extra {
            return None;
        }
        let wait = retry::wait(call.attempts, failed.asked, &*self.clock);
        // If the wait would outlast the command, the failure itself says more.
        (Instant::now() + wait < self.deadline).then_some(wait)
    }

    /// Tells what is odd about a call, among others that are under way.
    fn note(&self, call: &Call, what: &str, redactor: &Redactor) {
        let words = [Some(call.action), call.region.as_deref()];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        log::note(
            &*self.log,
            &format!("{}: {what}", words.join(" ")),
            redactor,
        );
    }

    /// One attempt: an answer within the time for it.
    async fn attempt(
        &self,
        attempt: Attempt<'_>,
        head: &OnceLock<Response>,
        attempts: &mut u32,
    ) -> Result<Response, Failed> {
        let permit = attempt.permit(&*self.transport).await;
        *attempts += 1;
        let exchange = self.exchange(attempt, permit, head);
        timeout(self.request_timeout, exchange)
            .await
            .unwrap_or_else(|_| {
                let kind = TransportKind::Timeout;
                let message = format!(
                    "{} did not answer within the request timeout of {:?}",
                    attempt.outgoing.request.endpoint.authority, self.request_timeout
                );
                let failure = TransportFailure { kind, message };
                Err(Failed::transport(failure, kind.is_retryable()))
            })
    }

    /// A fresh signature, the wire, a look at the answer.
    async fn exchange(
        &self,
        attempt: Attempt<'_>,
        permit: Permit<'_>,
        head: &OnceLock<Response>,
    ) -> Result<Response, Failed> {
        let Attempt {
            outgoing,
            key,
            limits,
            redactor,
        } = attempt;
        let ahead = limits.clock_ahead.load(Ordering::Relaxed);
        let authorizer = outgoing.authorizer;
        let (request, signature) = self.authorized(outgoing.request, authorizer, key, ahead);
        let mut redactor = redactor.clone();
        redactor.hide(&signature);
        let number = self.limits.next_number();
        log::sent(
            &*self.log,
            number,
            outgoing.request,
            &request,
            outgoing.conventions,
            &redactor,
        );
        let started = Instant::now();
        self.transport.prepare(&Signed {
            request: &request,
            call: outgoing.call,
            redactor: &redactor,
            conventions: outgoing.conventions,
        });
        let sending = self.transport.send(&request, head);
        let response = sending.await.map_err(|mut failure| {
            failure.message = redactor.apply(&failure.message);
            let retryable = failure.kind.is_retryable();
            Failed::transport(failure, retryable)
        })?;
        // The connection goes back to its pool in a turn of its own: only then is
        // the permit given to a request that would else open another one.
        tokio::task::yield_now().await;
        log::received(
            &*self.log,
            number,
            started.elapsed(),
            &response,
            outgoing.conventions,
            &redactor,
        );
        if response.status < 500 && response.is_cut() {
            return Err(Failed::decode("it ends in the middle".to_owned(), true));
        }
        match (outgoing.failure)(&response) {
            Some(failure) => {
                let failed = Failed::api(failure, &response, outgoing.conventions, &redactor);
                if failed.class() == Some(Class::Throttled) {
                    permit.refused(retry::wait(1, failed.asked, &*self.clock));
                }
                Err(failed)
            }
            None if response.status == 200 => {
                permit.answered();
                Ok(response)
            }
            None if matches!(response.status, 401 | 403 | 407 | 451 | 511) => {
                let authority = &outgoing.request.endpoint.authority;
                Err(Failed::blocked(authority, &response, &redactor))
            }
            None => {
                let what = match response.status {
                    300..400 => format!(
                        "answered with a redirect (HTTP {}), which is never followed",
                        response.status
                    ),
                    206 => "answered with a part of it (HTTP 206)".to_owned(),
                    status => format!("answered with HTTP {status}"),
                };
                let may_pass = (200..300).contains(&response.status);
                Err(Failed::decode(what, may_pass))
            }
        }
    }

    /// A request authorised with a fresh time and nonce, and its signature. The service's
    /// clock is so many seconds ahead of this machine's.
    fn authorized(
        &self,
        request: &Request,
        authorizer: &dyn Authorize,
        key: &Credentials,
        ahead: i64,
    ) -> (Request, String) {
        let now = self.clock.now();
        let time = now.checked_add(SignedDuration::from_secs(ahead));
        let context = SigningContext {
            time: time.unwrap_or(now),
            nonce: hex(&self.clock.random()),
        };
        let mut request = request.clone();
        let signature = authorizer.apply(&mut request, key, &context);
        (request, signature)
    }

    /// How far the service's clock is ahead, when it refused the call for that and the
    /// difference is one that clocks have.
    fn clock_ahead(&self, failed: &Failed) -> Option<i64> {
        if failed.class() != Some(Class::Clock) {
            return None;
        }
        let ahead = failed.server_time?.as_second() - self.clock.now().as_second();
        (ahead.abs() <= MOST_AHEAD).then_some(ahead)
    }

    fn too_late(&self, call: Call, last: Option<Failed>) -> Error {
        let mut message = format!(
            "no answer within the timeout of {:?} for the whole command",
            self.timeout
        );
        if let Some(last) = last {
            message = format!("{message}; before that: {}", last.error);
        }
        let failure = TransportFailure {
            kind: TransportKind::Deadline,
            message,
        };
        Error::Transport {
            call: Box::new(call),
            failure,
        }
    }
}

/// Reads a response that is no refusal, and tells the call what it is.
fn read_answer<T>(
    response: Response,
    call: &mut Call,
    conventions: &ApiConventions,
    redactor: &Redactor,
    read: impl Fn(&[u8]) -> Result<T, DecodeError>,
) -> Result<Answer<T>, Failed> {
    call.request_id = request_id(&response, conventions, redactor);
    call.http_status = Some(response.status);
    match read(&response.body) {
        Ok(value) => Ok(Answer {
            value,
            server_time: server_time(&response),
            size: response.body.into_size(),
            call: call.clone(),
        }),
        // It may quote a value that was not expected where it stands.
        Err(failure) => Err(Failed::decode(redactor.apply(&failure.message), true)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Mutex;

    use super::*;
    use crate::clouds::alibaba::Acs3;
    use crate::http::tests::request;
    use crate::http::{FixedKey, MADE_UP, NoLog, ResponseBody, Sending};
    use crate::secret::Secret;

    /// For each request a status and an id, and whether that is all that ever comes.
    struct Heads(Mutex<VecDeque<(u16, Option<&'static str>, bool)>>);

    impl Transport for Heads {
        fn send<'a>(&'a self, _: &'a Request, head: &'a OnceLock<Response>) -> Sending<'a> {
            let next = self.0.lock().unwrap().pop_front();
            Box::pin(async move {
                let Some((status, id, hangs)) = next else {
                    return std::future::pending().await;
                };
                let id = id.map(|id| ("x-acs-request-id".to_owned(), id.to_owned()));
                let answer = Response {
                    status,
                    headers: id.into_iter().collect(),
                    body: ResponseBody::default(),
                };
                head.set(answer.clone()).unwrap();
                if hangs {
                    return std::future::pending().await;
                }
                Ok(answer)
            })
        }
    }

    struct Still;

    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        fn random(&self) -> [u8; 16] {
            [7; 16]
        }
    }

    fn refusal(response: &Response) -> Option<ApiFailure> {
        let status = response.status;
        (status == 500).then(|| ApiFailure {
            class: Class::Server,
            status,
            code: String::new(),
            message: String::new(),
            request_id: None,
        })
    }

    /// A status and an id belong to one answer, the last one that began.
    #[tokio::test(start_paused = true)]
    async fn an_error_is_of_the_last_answer() {
        let (first, second) = ((200, Some("R-1"), true), (503, Some("R-2"), true));
        let unnamed = (503, None, true);
        let refused = (500, Some("R-3"), false);
        let (timeout, deadline) = (TransportKind::Timeout, TransportKind::Deadline);
        for (heads, retries, seconds, kind, expected) in [
            (vec![first], 0, 100, timeout, (200, Some("R-1"))),
            (vec![first, second], 1, 100, timeout, (503, Some("R-2"))),
            (vec![first, unnamed], 1, 100, timeout, (503, None)),
            (vec![refused], 3, 20, deadline, (500, Some("R-3"))),
            (vec![refused, first], 3, 20, deadline, (200, Some("R-1"))),
        ] {
            let network = Network {
                timeout: Duration::from_secs(seconds),
                retries,
                ..Network::default()
            };
            let client = Client::new(
                Box::new(Heads(Mutex::new(heads.into()))),
                &network,
                Arc::new(Still),
                Arc::new(NoLog),
                Arc::default(),
            );
            let request = request();
            let keys = FixedKey::new(Credentials {
                id: "an-id".to_owned(),
                secret: Secret::new("a-secret"),
                token: None,
            });
            let outgoing = Outgoing {
                request: &request,
                keys: &keys,
                authorizer: &Acs3,
                failure: &refusal,
                conventions: &MADE_UP,
                call: &Call::default(),
            };
            let error = client.call(outgoing, |_| Ok(())).await.unwrap_err();
            let Error::Transport { call, failure } = error else {
                panic!("{error}")
            };
            assert_eq!(failure.kind, kind);
            let told = (call.http_status, call.request_id.as_deref());
            assert_eq!(told, (Some(expected.0), expected.1));
        }
    }
}
