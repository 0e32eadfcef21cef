//! A call, sent until it is answered or there is no more point in it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use super::pace::Pace;
use super::{Keys, Log, Manners, Network, Redactor, Transport, WireResponse, log, retry};
use crate::clock::Clock;
use crate::error::{ApiFailure, Call, Class, DecodeError, Error, TransportFailure, TransportKind};
use crate::request::{ApiRequest, Endpoint, WireRequest};
use crate::sign::encode::hex;
use crate::sign::{Credentials, Signer, Stamp};

/// As much of a service's own words as anybody reads: some answer whole pages.
const LONGEST_MESSAGE: usize = 300;

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
    lanes: Mutex<HashMap<Endpoint, Arc<Lane>>>,
}

/// What all calls to one endpoint share.
struct Lane {
    permits: Semaphore,
    pace: Pace,
    /// Seconds that the service's clock is ahead of this machine's.
    clock_ahead: AtomicI64,
}

/// A call and all that is needed to send it.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// The call.
    pub request: &'a ApiRequest,
    /// Gives the key that signs it.
    pub keys: &'a dyn Keys,
    /// How it is signed.
    pub signer: &'a dyn Signer,
    /// Finds the refusal in an answer.
    pub failure: &'a (dyn Fn(u16, &[u8]) -> Option<ApiFailure> + Send + Sync),
    /// How the service behaves around its API.
    pub manners: &'a Manners,
    /// What an error is to say of the call.
    pub call: &'a Call,
}

/// An answer that is no refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its body.
    pub body: Vec<u8>,
    /// The call with its attempts counted.
    pub call: Call,
}

/// Why an attempt failed, and what that means for the next one.
struct Failed {
    error: Failure,
    retryable: bool,
    asked: Option<Duration>,
    server_time: Option<Timestamp>,
}

enum Failure {
    Transport(TransportFailure),
    Api(Box<ApiFailure>),
    Decode(DecodeError),
}

impl Client {
    /// Prepares a client. The time for the whole command starts to run now.
    pub fn new(
        transport: Box<dyn Transport>,
        network: &Network,
        clock: Arc<dyn Clock>,
        log: Arc<dyn Log>,
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
            lanes: Mutex::default(),
        }
    }

    /// How many requests may be under way at once to one endpoint.
    pub fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// Sends a call until it is answered.
    ///
    /// Every attempt is signed anew, with a fresh time and nonce. It is repeated
    /// after a failure that may pass (throttling, the service's own fault, a
    /// used nonce, a broken connection, a timeout), once after a refusal for
    /// the clock, with the service's own time, and once with another key when the
    /// service calls this one expired.
    ///
    /// # Errors
    /// The last attempt's failure: [`Error::Transport`], [`Error::Api`] or
    /// [`Error::Decode`]; that of the keys when there is none to sign with. When
    /// the time for the whole command ends first, a transport error of the kind
    /// [`TransportKind::Deadline`].
    pub async fn call(&self, outgoing: Outgoing<'_>) -> Result<Answer, Error> {
        let lane = self.lane(&outgoing.request.endpoint);
        let mut call = outgoing.call.clone();
        call.action = outgoing.request.action;
        let mut clock_corrected = false;
        let mut key_renewed = false;
        let mut last: Option<Failed> = None;
        loop {
            let Ok(key) = timeout_at(self.deadline, outgoing.keys.current()).await else {
                return Err(self.too_late(call, last));
            };
            let key = key?;
            let redactor = Redactor::new(&key);
            let attempt = self.attempt(outgoing, &key, &lane, &redactor);
            let attempt = timeout_at(self.deadline, attempt);
            call.attempts += 1;
            let failed = match attempt.await {
                Ok(Ok(response)) => {
                    call.request_id = request_id(&response, outgoing.manners);
                    return Ok(Answer {
                        body: response.body,
                        call,
                    });
                }
                Ok(Err(failed)) => failed,
                Err(_) => return Err(self.too_late(call, last)),
            };
            if let (Some(ahead), false) = (self.clock_ahead(&failed), clock_corrected) {
                clock_corrected = true;
                lane.clock_ahead.store(ahead, Ordering::Relaxed);
                log::note(
                    &*self.log,
                    &format!("the service's clock is {ahead} s from this machine's: signing anew"),
                    &redactor,
                );
                last = Some(failed);
                continue;
            }
            if failed.is_expired_key() && !key_renewed {
                key_renewed = true;
                let renewing = timeout_at(self.deadline, outgoing.keys.instead_of(&key));
                let Ok(other) = renewing.await else {
                    return Err(self.too_late(call, Some(failed)));
                };
                if other?.is_some() {
                    let line = "the key has expired: signing with another one";
                    log::note(&*self.log, line, &redactor);
                    last = Some(failed);
                    continue;
                }
            }
            let extra = u32::from(clock_corrected) + u32::from(key_renewed);
            if !failed.retryable || call.attempts > self.retries + extra {
                return Err(failed.into_error(call));
            }
            let wait = retry::wait(call.attempts, failed.asked, &*self.clock);
            if Instant::now() + wait >= self.deadline {
                // The wait would outlast the command: the failure itself says more.
                return Err(failed.into_error(call));
            }
            let reason = failed.error.to_string();
            let line = format!(
                "{}: again in {} ms",
                reason.trim_end_matches('.'),
                wait.as_millis()
            );
            log::note(&*self.log, &line, &redactor);
            last = Some(failed);
            tokio::time::sleep(wait).await;
        }
    }

    /// One attempt: a permit, a fresh signature, the wire, a look at the answer.
    async fn attempt(
        &self,
        outgoing: Outgoing<'_>,
        key: &Credentials,
        lane: &Lane,
        redactor: &Redactor,
    ) -> Result<WireResponse, Failed> {
        // The semaphore is never closed, so there is always a permit to wait for.
        let _permit = lane.permits.acquire().await;
        let _turn = match outgoing.manners.calls_per_second {
            Some(limit) => Some(lane.pace.turn(limit).await),
            None => None,
        };
        let wire = outgoing
            .signer
            .sign(outgoing.request, key, &self.stamp(lane));
        let mut redactor = redactor.clone();
        redactor.hide(&wire.signature);
        log::sent(
            &*self.log,
            outgoing.request,
            &wire,
            outgoing.signer.lists_from(),
            outgoing.manners,
            &redactor,
        );
        let started = Instant::now();
        let response = self.send(&wire, &redactor).await?;
        // The connection goes back to its pool in a turn of its own: only then is
        // the permit given to a request that would else open another one.
        tokio::task::yield_now().await;
        log::received(
            &*self.log,
            started.elapsed(),
            &response,
            outgoing.manners,
            &redactor,
        );
        match (outgoing.failure)(response.status, &response.body) {
            Some(failure) => Err(Failed::api(failure, &response, outgoing.manners, &redactor)),
            None if (200..300).contains(&response.status) => Ok(response),
            None => Err(Failed {
                error: Failure::Decode(DecodeError::new(match response.status {
                    300..400 => format!(
                        "answered with a redirect (HTTP {}), which is never followed",
                        response.status
                    ),
                    status => format!("answered with HTTP {status}"),
                })),
                retryable: false,
                asked: None,
                server_time: None,
            }),
        }
    }

    async fn send(&self, wire: &WireRequest, redactor: &Redactor) -> Result<WireResponse, Failed> {
        let sent = timeout(self.request_timeout, self.transport.send(wire)).await;
        let mut failure = match sent {
            Ok(Ok(response)) => return Ok(response),
            Ok(Err(failure)) => failure,
            Err(_) => TransportFailure {
                kind: TransportKind::Timeout,
                message: format!(
                    "{} did not answer within the request timeout of {:?}",
                    wire.endpoint.authority, self.request_timeout
                ),
            },
        };
        failure.message = redactor.apply(&failure.message);
        let retryable = failure.kind.is_retryable();
        Err(Failed {
            error: Failure::Transport(failure),
            retryable,
            asked: None,
            server_time: None,
        })
    }

    fn stamp(&self, lane: &Lane) -> Stamp {
        let ahead = SignedDuration::from_secs(lane.clock_ahead.load(Ordering::Relaxed));
        let now = self.clock.now();
        let time = now.checked_add(ahead).unwrap_or(now);
        Stamp {
            time,
            nonce: hex(&self.clock.random()),
        }
    }

    /// How far the service's clock is ahead, when it refused the call for that.
    fn clock_ahead(&self, failed: &Failed) -> Option<i64> {
        let Failure::Api(failure) = &failed.error else {
            return None;
        };
        if failure.class != Class::Clock {
            return None;
        }
        Some(failed.server_time?.as_second() - self.clock.now().as_second())
    }

    fn lane(&self, endpoint: &Endpoint) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry(endpoint.clone()).or_insert_with(|| {
            Arc::new(Lane {
                permits: Semaphore::new(self.concurrency),
                pace: Pace::default(),
                clock_ahead: AtomicI64::new(0),
            })
        });
        Arc::clone(lane)
    }

    fn too_late(&self, mut call: Call, last: Option<Failed>) -> Error {
        let mut message = format!(
            "no answer within the timeout of {:?} for the whole command",
            self.timeout
        );
        if let Some(last) = last {
            if let Failure::Api(failure) = &last.error {
                call.request_id.clone_from(&failure.request_id);
            }
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

fn request_id(response: &WireResponse, manners: &Manners) -> Option<String> {
    manners.request_id.of(response).map(str::to_owned)
}

impl Failed {
    fn api(
        mut failure: ApiFailure,
        response: &WireResponse,
        manners: &Manners,
        redactor: &Redactor,
    ) -> Self {
        // Hidden before it is cut: the head of a secret would not be recognised.
        failure.message = redactor
            .apply(&failure.message)
            .chars()
            .take(LONGEST_MESSAGE)
            .collect();
        if failure.request_id.is_none() {
            failure.request_id = request_id(response, manners);
        }
        Self {
            retryable: failure.class.is_retryable(),
            asked: retry::asked(response, manners),
            server_time: response.header("date").and_then(|date| {
                let parsed = jiff::fmt::rfc2822::parse(date).ok()?;
                Some(parsed.timestamp())
            }),
            error: Failure::Api(Box::new(failure)),
        }
    }

    fn is_expired_key(&self) -> bool {
        matches!(&self.error, Failure::Api(failure) if failure.class == Class::Expired)
    }

    fn into_error(self, mut call: Call) -> Error {
        match self.error {
            Failure::Transport(failure) => Error::Transport {
                call: Box::new(call),
                failure,
            },
            Failure::Api(failure) => {
                call.request_id.clone_from(&failure.request_id);
                Error::Api {
                    call: Box::new(call),
                    failure,
                }
            }
            Failure::Decode(failure) => Error::Decode {
                call: Box::new(call),
                failure,
            },
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Transport(failure) => failure.fmt(f),
            Failure::Api(failure) => failure.fmt(f),
            Failure::Decode(failure) => failure.fmt(f),
        }
    }
}
