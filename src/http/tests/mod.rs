//! How a call is repeated, on a network made of prepared answers. Time stands
//! still but for waits, so nothing here takes any.

mod clock;
mod keys;
mod unreadable;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::{
    Client, Detail, FixedKey, Keys, Log, MADE_UP, Network, NoLog, Outgoing, Response, Sending,
    Transport,
};
use crate::clock::Clock;
use crate::clouds::alibaba::{Acs3, RpcV1};
use crate::error::{ApiFailure, Call, Class, Error, TransportFailure, TransportKind};
use crate::request::{Body, Endpoint, Request};
use crate::secret::Secret;
use crate::sign::{Authorize, Credentials};

const SECRET: &str = "top/secret+key";
const TOKEN: &str = "tok=en/with+reserved";

/// What the network does with one request.
#[derive(Clone)]
enum Play {
    Answer(Response),
    Fail(TransportKind),
    Hang,
    /// Answers after this long.
    Late(Duration),
}

/// A network that plays its part, the last act for ever.
#[derive(Clone, Default)]
struct Stage {
    plays: Arc<Mutex<VecDeque<Play>>>,
    seen: Arc<Mutex<Vec<Request>>>,
    under_way: Arc<AtomicUsize>,
    most_under_way: Arc<AtomicUsize>,
}

impl Stage {
    fn new(plays: impl IntoIterator<Item = Play>) -> Self {
        Self {
            plays: Arc::new(Mutex::new(plays.into_iter().collect())),
            ..Self::default()
        }
    }

    fn header(&self, name: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let value = |wire: &Request| {
            wire.headers
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.clone())
        };
        seen.iter().filter_map(value).collect()
    }
}

impl Transport for Stage {
    fn send<'a>(&'a self, request: &'a Request, _: &'a OnceLock<Response>) -> Sending<'a> {
        self.seen.lock().unwrap().push(request.clone());
        let play = {
            let mut plays = self.plays.lock().unwrap();
            let play = plays.front().cloned().unwrap_or(Play::Hang);
            if plays.len() > 1 {
                plays.pop_front();
            }
            play
        };
        Box::pin(async move {
            let now = self.under_way.fetch_add(1, Ordering::Relaxed) + 1;
            self.most_under_way.fetch_max(now, Ordering::Relaxed);
            let result = match play {
                Play::Answer(response) => Ok(response),
                Play::Fail(kind) => Err(TransportFailure {
                    kind,
                    message: format!("failed: {kind:?}"),
                }),
                Play::Hang => std::future::pending().await,
                Play::Late(wait) => {
                    tokio::time::sleep(wait).await;
                    Ok(answer(200, "{}"))
                }
            };
            self.under_way.fetch_sub(1, Ordering::Relaxed);
            result
        })
    }
}

/// A clock that stands still, with random numbers that count up.
struct Still(AtomicU8);

const NOW: &str = "2026-11-22T08:00:00Z";

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW.parse().unwrap()
    }

    fn random(&self) -> [u8; 16] {
        [self.0.fetch_add(1, Ordering::Relaxed); 16]
    }
}

fn answer(status: u16, body: &str) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: body.as_bytes().to_vec().into(),
    }
}

fn refusal(status: u16, code: &str) -> Play {
    Play::Answer(answer(
        status,
        &format!(r#"{{"RequestId":"R-{code}","Code":"{code}","Message":"no"}}"#),
    ))
}

/// What a provider would find, with just the codes used here.
fn refusal_in(response: &Response) -> Option<ApiFailure> {
    let status = response.status;
    let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let class = match (text("Code").as_str(), status) {
        ("Throttling", _) => Class::Throttled,
        ("InternalError", _) | ("", 500..) => Class::Server,
        ("SignatureNonceUsed", _) => Class::Replayed,
        ("InvalidTimeStamp.Expired", _) => Class::Clock,
        ("InvalidSecurityToken.Expired", _) => Class::Expired,
        ("", _) => return None,
        _ => Class::Denied,
    };
    let request_id = body["RequestId"].as_str().map(str::to_owned);
    Some(ApiFailure {
        class,
        status,
        code: text("Code"),
        message: text("Message"),
        request_id,
    })
}

fn with_header(play: Play, name: &str, value: &str) -> Play {
    let Play::Answer(mut response) = play else {
        return play;
    };
    response.headers.push((name.to_owned(), value.to_owned()));
    Play::Answer(response)
}

fn fine() -> Play {
    Play::Answer(answer(200, "{}"))
}

fn client(stage: &Stage, network: &Network, log: Arc<dyn Log>) -> Client {
    Client::new(
        Box::new(stage.clone()),
        network,
        Arc::new(Still(AtomicU8::new(0))),
        log,
        Arc::default(),
    )
}

async fn call_with(client: &Client, authorizer: &dyn Authorize) -> Result<u32, Error> {
    let keys = FixedKey::new(key("LTAI"));
    call_with_keys(client, authorizer, &keys).await
}

fn key(id: &str) -> Credentials {
    Credentials {
        id: id.into(),
        secret: Secret::new(SECRET),
        token: Some(Secret::new(TOKEN)),
    }
}

/// A call of a service.
pub(in crate::http) fn request() -> Request {
    Request {
        query: vec![("RegionId".into(), "cn-hangzhou".into())],
        headers: vec![("x-acs-action", "DescribeImages".into())],
        ..Request::post(
            &Endpoint::https("ecs.cn-hangzhou.aliyuncs.com"),
            "ecs",
            "DescribeImages",
        )
    }
}

/// The signature in a request that was sent.
pub(in crate::http) fn signature(request: &Request) -> String {
    if let Body::Form(pairs) = &request.body {
        return pairs[pairs.len() - 1].1.clone();
    }
    let header = request.header("authorization").unwrap();
    header.rsplit_once("Signature=").unwrap().1.to_owned()
}

async fn call_with_keys(
    client: &Client,
    authorizer: &dyn Authorize,
    keys: &dyn Keys,
) -> Result<u32, Error> {
    let outgoing = Outgoing {
        request: &request(),
        keys,
        authorizer,
        failure: &refusal_in,
        conventions: &MADE_UP,
        call: &Call {
            provider: "alibaba-ecs",
            ..Call::default()
        },
    };
    client
        .call(outgoing, unreadable::read)
        .await
        .map(|answer| answer.call.attempts)
}

async fn call(stage: &Stage) -> Result<u32, Error> {
    call_with(&client(stage, &Network::default(), Arc::new(NoLog)), &Acs3).await
}

fn attempts(error: &Error) -> u32 {
    error.call().map_or(0, |call| call.attempts)
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_repeated_and_what_may_not_is_told_at_once() {
    for (play, expected) in [
        (refusal(400, "Throttling"), 4),
        (refusal(500, "InternalError"), 4),
        (refusal(400, "SignatureNonceUsed"), 4),
        (Play::Answer(answer(502, "")), 4),
        (Play::Answer(answer(503, "<html>busy</html>")), 4),
        (Play::Fail(TransportKind::Connect), 4),
        (Play::Fail(TransportKind::Broken), 4),
        (Play::Fail(TransportKind::Dns), 4),
        (Play::Fail(TransportKind::Tls), 1),
        (Play::Fail(TransportKind::TooLarge), 1),
        (refusal(403, "Forbidden.RAM"), 1),
        (Play::Answer(answer(404, "")), 1),
        (refusal(200, "Forbidden.RAM"), 1),
        (Play::Answer(answer(302, "")), 1),
    ] {
        let name = match &play {
            Play::Answer(response) => format!(
                "{} {}",
                response.status,
                String::from_utf8_lossy(&response.body)
            ),
            Play::Fail(kind) => format!("{kind:?}"),
            _ => String::new(),
        };
        let error = call(&Stage::new([play])).await.unwrap_err();
        assert_eq!(attempts(&error), expected, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_passes_is_no_failure() {
    let stage = Stage::new([
        refusal(500, "InternalError"),
        Play::Fail(TransportKind::Broken),
        fine(),
    ]);
    assert_eq!(call(&stage).await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_signed_anew() {
    let stage = Stage::new([
        refusal(500, "InternalError"),
        refusal(500, "InternalError"),
        fine(),
    ]);
    call(&stage).await.unwrap();
    for name in ["x-acs-signature-nonce", "authorization"] {
        let mut values = stage.header(name);
        values.sort();
        values.dedup();
        assert_eq!(values.len(), 3, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_says_how_long_to_wait() {
    let throttled = with_header(refusal(400, "Throttling"), "x-acs-retry-after", "1200");
    let started = Instant::now();
    call(&Stage::new([throttled, fine()])).await.unwrap();
    let waited = started.elapsed().as_millis();
    assert!((1_200..=1_320).contains(&waited), "{waited} ms");
}

#[tokio::test(start_paused = true)]
async fn what_hangs_is_tried_again() {
    let no_retries = Network {
        retries: 0,
        ..Network::default()
    };
    let late = Play::Late(Duration::from_secs(20));
    for (plays, network, expected, seconds) in [
        (vec![Play::Hang, fine()], Network::default(), Ok(2), 30),
        (vec![late], Network::default(), Ok(1), 20),
        (vec![Play::Hang, fine()], no_retries, Err(1), 30),
        (vec![Play::Hang], Network::default(), Err(4), 121),
    ] {
        let stage = Stage::new(plays);
        let started = Instant::now();
        let client = client(&stage, &network, Arc::new(NoLog));
        let result = call_with(&client, &Acs3).await;
        if let Err(error) = &result {
            let Error::Transport { failure, .. } = error else {
                panic!("{error}")
            };
            assert_eq!(failure.kind, TransportKind::Timeout);
        }
        assert_eq!(result.map_err(|error| attempts(&error)), expected);
        assert_eq!(started.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_bounds_everything() {
    let network = Network {
        timeout: Duration::from_secs(40),
        ..Network::default()
    };
    let refused = with_header(refusal(400, "Throttling"), "x-acs-retry-after", "20000");
    let stage = Stage::new([refused, Play::Hang]);
    let started = Instant::now();
    let error = call_with(&client(&stage, &network, Arc::new(NoLog)), &Acs3)
        .await
        .unwrap_err();
    assert_eq!(started.elapsed().as_secs(), 40);
    let Error::Transport { failure, call } = &error else {
        panic!("{error}")
    };
    assert_eq!(failure.kind, TransportKind::Deadline);
    assert_eq!(call.request_id.as_deref(), Some("R-Throttling"));
    assert!(
        failure.message.contains("before that: Throttling"),
        "{error}"
    );

    // A wait that would outlast the command is not begun.
    let throttled = with_header(refusal(400, "Throttling"), "x-acs-retry-after", "60000");
    let stage = Stage::new([throttled]);
    let started = Instant::now();
    let error = call_with(&client(&stage, &network, Arc::new(NoLog)), &Acs3)
        .await
        .unwrap_err();
    assert_eq!((started.elapsed().as_secs(), attempts(&error)), (0, 1));
    assert!(matches!(error, Error::Api { .. }));
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_are_under_way_than_allowed() {
    let stage = Stage::new([Play::Late(Duration::from_millis(40))]);
    let network = Network {
        concurrency: 3,
        ..Network::default()
    };
    let client = client(&stage, &network, Arc::new(NoLog));
    let started = Instant::now();
    let calls = (0..10).map(|_| call_with(&client, &Acs3));
    assert!(
        futures_util::future::join_all(calls)
            .await
            .iter()
            .all(Result::is_ok)
    );
    assert_eq!(stage.most_under_way.load(Ordering::Relaxed), 3);
    assert_eq!(started.elapsed().as_millis(), 160, "4 rounds");
}

/// Keeps every line.
#[derive(Default)]
struct Notes(Mutex<String>);

impl Log for Notes {
    fn wants(&self, _: Detail) -> bool {
        true
    }

    fn line(&self, line: &str) {
        let mut notes = self.0.lock().unwrap();
        notes.push_str(line);
        notes.push('\n');
    }
}

#[tokio::test(start_paused = true)]
async fn no_secret_is_told_even_when_the_service_echoes_it() {
    for authorizer in [&Acs3 as &dyn Authorize, &RpcV1] {
        let echo = format!(
            r#"{{"Code":"Forbidden.RAM","Message":"you sent {SECRET} and {TOKEN} and tok%3Den%2Fwith%2Breserved"}}"#
        );
        let stage = Stage::new([Play::Answer(answer(403, &echo))]);
        let notes = Arc::new(Notes::default());
        let client = client(&stage, &Network::default(), Arc::<Notes>::clone(&notes));
        let error = call_with(&client, authorizer).await.unwrap_err();
        let signature = signature(&stage.seen.lock().unwrap()[0]);
        let told = format!("{}{error}{error:?}", notes.0.lock().unwrap());
        assert!(
            told.contains("DescribeImages") && told.contains("you sent ***"),
            "{told}"
        );
        for hidden in [
            SECRET,
            TOKEN,
            "tok%3Den%2Fwith%2Breserved",
            &signature,
            "LTAI",
        ] {
            assert!(
                !told.contains(hidden),
                "{}: {hidden} in\n{told}",
                authorizer.name()
            );
        }
    }
}
