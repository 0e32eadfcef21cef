//! Tests of what needs no emulator: services that do not answer, programs that do not
//! end, and what is sent to whom.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use serde_json::json;

use super::cached::Fetch;
use super::cloud_sso::CloudSso;
use super::credentials_uri::AskUri;
use super::entry::Entry;
use super::instance_role::InstanceRole;
use super::keys::OfAccount;
use super::plain::Plain;
use super::process::Process;
use super::sts::service;
use super::*;
use crate::clock::SystemClock;
use crate::error::{Class, Error, TransportFailure, TransportKind};
use crate::http::{Detail, Log, NoLog, Response, Sending, Transport};
use crate::request::{Body, Endpoint, Request};
use crate::secret::Secret;

/// Answers what was prepared, in its order, and then nothing ever; status 0 is a
/// connection that is refused.
#[derive(Default)]
struct Stage {
    answers: Vec<(u16, &'static str)>,
    next: AtomicUsize,
    seen: Mutex<Vec<Request>>,
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

fn stage(answers: &[(u16, &'static str)]) -> (Arc<Stage>, Arc<Plain>) {
    let stage = Arc::new(Stage {
        answers: answers.to_vec(),
        ..Stage::default()
    });
    let plain = Plain {
        transport: Arc::clone(&stage) as _,
        log: Arc::new(NoLog),
        limit: Duration::from_secs(1),
    };
    (stage, Arc::new(plain))
}

fn machine(vendor: Vendor, older: bool, plain: Arc<Plain>) -> InstanceRole {
    InstanceRole {
        vendor,
        name: None,
        metadata: instance_role::endpoint(vendor),
        older,
        plain,
    }
}

const KEY: &str =
    r#"{"Code":"Success","AccessKeyId":"i","AccessKeySecret":"s","SecurityToken":"t"}"#;

fn told(error: &Error) -> String {
    match error {
        Error::Credentials { message, .. } => message.clone(),
        other => panic!("{other:?}"),
    }
}

/// Method, address, path and the token of each request.
fn seen(stage: &Stage) -> Vec<String> {
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

#[tokio::test(start_paused = true)]
async fn the_newer_metadata_is_asked_first_and_the_older_one_after_it() {
    const FOLDER: &str = "http://100.100.100.200/latest/meta-data/ram/security-credentials/";
    let ask_token = "PUT http://100.100.100.200/latest/api/token \
                     x-aliyun-ecs-metadata-token-ttl-seconds=21600";
    let (stage_, plain) = stage(&[(200, "tok3n"), (200, "my role\n"), (200, KEY)]);
    let refused = machine(Vendor::Alibaba, true, plain).fetch().await;
    // A name with a blank is none.
    assert!(told(&refused.unwrap_err()).ends_with("names no role"));
    assert_eq!(seen(&stage_).len(), 2);

    let (stage_, plain) = stage(&[(200, "tok3n"), (200, "role/a"), (200, KEY)]);
    let fresh = machine(Vendor::Alibaba, true, plain).fetch().await.unwrap();
    assert_eq!(fresh.key.token, Some(Secret::new("t")));
    let token = " x-aliyun-ecs-metadata-token=tok3n";
    assert_eq!(
        seen(&stage_),
        [
            ask_token.to_owned(),
            format!("GET {FOLDER}{token}"),
            format!("GET {FOLDER}role%2Fa{token}")
        ]
    );

    let (stage_, plain) = stage(&[(404, ""), (200, "role"), (200, KEY)]);
    machine(Vendor::Alibaba, true, plain).fetch().await.unwrap();
    assert_eq!(
        seen(&stage_)[1..],
        [format!("GET {FOLDER}"), format!("GET {FOLDER}role")]
    );

    let (stage_, plain) = stage(&[(404, ""), (200, "role"), (200, KEY)]);
    let refused = machine(Vendor::Alibaba, false, plain).fetch().await;
    assert!(told(&refused.unwrap_err()).contains("ALIBABA_CLOUD_IMDSV1_DISABLED"));
    assert_eq!(seen(&stage_).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_metadata_service_that_does_not_answer_costs_a_second_for_each_request() {
    for (vendor, seconds) in [(Vendor::Alibaba, 2), (Vendor::Tencent, 1)] {
        let (_, plain) = stage(&[]);
        let start = tokio::time::Instant::now();
        let error = machine(vendor, true, plain).fetch().await.unwrap_err();
        assert!(
            told(&error).ends_with("did not answer within 1s"),
            "{error}"
        );
        assert_eq!(start.elapsed(), Duration::from_secs(seconds));
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_service_near_by_answers_is_told_without_its_text() {
    for (status, body, reason) in [
        (302, KEY, "answered with HTTP 302"),
        (500, "hunter2", "answered with HTTP 500"),
        (200, "hunter2", "gave an answer that is not valid JSON"),
        (200, "", "gave an answer that is empty"),
        (200, r#"{"Code":"hunter2"}"#, "a code that is not `Success`"),
        (
            200,
            r#"{"Code":"Success","AccessKeyId":"hunter2"}"#,
            "half a key",
        ),
    ] {
        let (_, plain) = stage(&[(status, body)]);
        let uri = Uri::parse("http://localhost/hunter2").unwrap();
        let error = AskUri { uri, plain }.fetch().await.unwrap_err();
        let told = told(&error);
        assert!(told.contains(reason) && !told.contains("hunter2"), "{told}");
    }
    let flood = "x".repeat((64 << 10) + 1).leak();
    let (_, plain) = stage(&[(200, flood)]);
    let uri = Uri::parse("http://localhost/").unwrap();
    let error = AskUri { uri, plain }.fetch().await.unwrap_err();
    assert!(told(&error).ends_with("answered more than 64 KiB"));
}

fn sign_in() -> SignIn {
    let members = json!({
        "cloud_sso_sign_in_url": "https://signin.example.com/device/login?x=1",
        "access_token": "tok3n",
        "cloud_sso_account_id": "123",
        "cloud_sso_access_config": "ac-1",
    });
    let entry = Entry {
        path: std::path::Path::new("/c"),
        name: "profile `x`".into(),
        members: members.as_object().unwrap(),
    };
    SignIn::read(&entry).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_service_elsewhere_that_is_not_there_is_a_matter_of_the_network() {
    let fetches = |plain: Arc<Plain>| -> [Box<dyn Fetch>; 2] {
        let uri = Uri::parse("https://keys.example.com/hunter2").unwrap();
        let sso = CloudSso {
            sign_in: sign_in(),
            plain: Arc::clone(&plain),
            clock: Arc::new(SystemClock),
        };
        [Box::new(AskUri { uri, plain }), Box::new(sso)]
    };
    for at in 0..2 {
        let of_profile = |answers: &[(u16, &'static str)]| OfAccount {
            fetch: fetches(stage(answers).1).into_iter().nth(at).unwrap(),
            provider: "alibaba-ecs",
            profile: Some("p".into()),
            limit: Duration::from_secs(60),
        };
        for (answers, kind, words) in [
            (
                &[(0, "refused")][..],
                TransportKind::Connect,
                "cannot be asked: refused",
            ),
            (&[][..], TransportKind::Timeout, "did not answer within 1s"),
        ] {
            match of_profile(answers).fetch().await.unwrap_err() {
                Error::Transport { call, failure } => {
                    assert_eq!(failure.kind, kind);
                    assert!(failure.message.ends_with(words), "{failure}");
                    assert!(!failure.message.contains("hunter2"), "{failure}");
                    assert_eq!(call.provider, "alibaba-ecs");
                    assert_eq!(call.profile.as_deref(), Some("p"));
                }
                other => panic!("{other:?}"),
            }
        }
        match of_profile(&[(503, "hunter2")]).fetch().await.unwrap_err() {
            Error::Api { call, failure } => {
                assert_eq!((failure.class, failure.status), (Class::Server, 503));
                assert!(!failure.message.contains("hunter2"), "{failure}");
                assert_eq!(call.provider, "alibaba-ecs");
            }
            other => panic!("{other:?}"),
        }
        let refused = of_profile(&[(404, "")]).fetch().await.unwrap_err();
        assert!(told(&refused).ends_with("HTTP 404"), "{refused}");
    }
    // One on this machine belongs to how the key is had.
    let (_, plain) = stage(&[(0, "refused")]);
    let uri = Uri::parse("http://localhost/").unwrap();
    let error = AskUri { uri, plain }.fetch().await.unwrap_err();
    assert!(told(&error).ends_with("cannot be asked: refused"));
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_asks_for_its_account_with_its_token() {
    let sign_in = sign_in();
    assert!(!format!("{sign_in:?}").contains("tok3n"));
    let (stage_, plain) = stage(&[(
        200,
        r#"{"CloudCredential":{"AccessKeyId":"i","AccessKeySecret":"s"},"RequestId":"r"}"#,
    )]);
    let sso = CloudSso {
        sign_in,
        plain,
        clock: Arc::new(SystemClock),
    };
    assert_eq!(sso.fetch().await.unwrap().key.id, "i");
    let sent = &stage_.seen.lock().unwrap()[0];
    assert_eq!(sent.endpoint, Endpoint::https("signin.example.com"));
    assert_eq!((sent.method, &*sent.path), ("POST", "/cloud-credentials"));
    assert_eq!(
        sent.body.text(),
        r#"{"AccessConfigurationId":"ac-1","AccountId":"123"}"#
    );
    assert!(
        sent.headers
            .contains(&("authorization", "Bearer tok3n".into()))
    );
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_program_that_does_not_end_is_ended() {
    // Nothing else happens, so that the time for it passes at once.
    let process = || Process {
        command: vec!["/bin/sleep".into(), "600".into()],
        helper: Arc::new(|| Box::new(())),
        log: Arc::new(NoLog),
    };
    let error = process().fetch().await.unwrap_err();
    assert!(told(&error).ends_with("did not end within 60s"), "{error}");
    let fetch = OfAccount {
        fetch: Box::new(process()),
        provider: "alibaba-ecs",
        profile: Some("p".into()),
        limit: Duration::from_secs(5),
    };
    match fetch.fetch().await.unwrap_err() {
        Error::Transport { call, failure } => {
            assert_eq!(failure.kind, TransportKind::Deadline);
            assert_eq!(call.profile.as_deref(), Some("p"));
        }
        other => panic!("{other:?}"),
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_that_left_another_one_behind_is_not_waited_for() {
    let left = |words: &str| Process {
        command: vec!["/bin/sh".into(), "-c".into(), format!("sleep 90 & {words}")],
        helper: Arc::new(|| Box::new(())),
        log: Arc::new(NoLog),
    };
    let key = r#"echo '{"AccessKeyId":"i","AccessKeySecret":"s"}'"#;
    let fresh = left(key).fetch().await.unwrap();
    assert_eq!((&*fresh.key.id, fresh.key.secret.expose()), ("i", "s"));
    let error = left("exit 3").fetch().await.unwrap_err();
    assert!(told(&error).contains("exit status: 3"), "{error}");
}

/// Listens at one detail, and keeps what it hears.
struct Ears(Option<Detail>, Mutex<Vec<String>>);

impl Log for Ears {
    fn wants(&self, detail: Detail) -> bool {
        self.0.is_some_and(|most| detail <= most)
    }

    fn line(&self, line: &str) {
        self.1.lock().unwrap().push(line.to_owned());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn what_a_program_wrote_to_stderr_is_shown_to_who_asks_for_it() {
    for (detail, lines) in [
        (None, &[][..]),
        (Some(Detail::Calls), &["* the command wrote: hunter2"][..]),
    ] {
        let ears = Arc::new(Ears(detail, Mutex::default()));
        let process = Process {
            command: ["/bin/sh", "-c", "echo hunter2 >&2; exit 3"]
                .map(str::to_owned)
                .to_vec(),
            helper: Arc::new(|| Box::new(())),
            log: Arc::clone(&ears) as _,
        };
        let told = told(&process.fetch().await.unwrap_err());
        assert!(told.contains("exit status: 3; -v shows"), "{told}");
        assert!(!told.contains("hunter2"), "{told}");
        assert_eq!(*ears.1.lock().unwrap(), lines);
    }
}

#[test]
fn the_token_services_are_asked_as_their_vendors_document() {
    let role = Role {
        session_name: Some("s".into()),
        duration: Some(900),
        external_id: Some("e".into()),
        policy: Some("{}".into()),
        ..Role::new("r")
    };
    let oidc = Oidc {
        role: Role::new("r"),
        provider: "p".into(),
        token_file: "/t".into(),
    };
    let token = Secret::new("t");
    for (vendor, host, version, assumed, by_oidc) in [
        (
            Vendor::Alibaba,
            "sts.aliyuncs.com",
            "2015-04-01",
            json!({"RoleArn": "r", "RoleSessionName": "s", "DurationSeconds": 900,
                   "ExternalId": "e", "Policy": "{}"}),
            json!({"RoleArn": "r", "RoleSessionName": "cloudq", "OIDCProviderArn": "p",
                   "OIDCToken": "t"}),
        ),
        (
            Vendor::Tencent,
            "sts.tencentcloudapi.com",
            "2018-08-13",
            json!({"RoleArn": "r", "RoleSessionName": "s", "DurationSeconds": 900,
                   "ExternalId": "e", "Policy": "%7B%7D"}),
            json!({"RoleArn": "r", "RoleSessionName": "cloudq", "ProviderId": "p",
                   "WebIdentityToken": "t"}),
        ),
    ] {
        let service = service(vendor);
        assert_eq!(service.endpoint(), Endpoint::https(host));
        let at = service.endpoint();
        let request = service.assume_role(&at, &role);
        assert_eq!(request.action, "AssumeRole");
        assert!(names_version(&request, version), "{:?}", request.headers);
        assert_eq!(params_of(&request.query, &request.body), assumed);
        let request = service.assume_by_oidc(&at, &oidc, &token);
        assert_eq!(params_of(&[], &request.body), by_oidc);
        assert_eq!(service.caller(&at).action, "GetCallerIdentity");
    }
}

/// Whether the header of a vendor names the API's version.
fn names_version(request: &Request, version: &str) -> bool {
    let mut headers = request.headers.iter();
    headers.any(|(name, value)| name.ends_with("-version") && value == version)
}

/// The parameters of an operation, wherever they are sent. Numbers in pairs are text.
fn params_of(query: &[(String, String)], body: &Body) -> serde_json::Value {
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

#[test]
fn the_answers_of_the_token_services_are_read() {
    let end = Some("2030-01-02T03:04:05Z".parse().unwrap());
    let alibaba = json!({"RequestId": "x", "Credentials": {"AccessKeyId": "STS.i",
        "AccessKeySecret": "s", "SecurityToken": "t", "Expiration": "2030-01-02T03:04:05Z"}});
    let tencent = json!({"Response": {"Credentials": {"Token": "t", "TmpSecretId": "i",
        "TmpSecretKey": "s"}, "ExpiredTime": 1_893_553_445, "Expiration": "2030-01-02T03:04:05Z"}});
    for (vendor, body) in [(Vendor::Alibaba, alibaba), (Vendor::Tencent, tencent)] {
        let fresh = service(vendor).key(body.to_string().as_bytes()).unwrap();
        assert_eq!((fresh.key.secret.expose(), fresh.expires), ("s", end));
        for wrong in [
            "",
            "[]",
            "{}",
            r#"{"Response":{}}"#,
            r#"{"Credentials":{"AccessKeyId":"hunter2"}}"#,
        ] {
            let error = service(vendor).key(wrong.as_bytes()).unwrap_err();
            assert!(!error.message.contains("hunter2"), "{error}");
        }
    }
    let alibaba = json!({"IdentityType": "RAMUser", "AccountId": "1", "Arn": "a", "UserId": "2"});
    let tencent = json!({"Response": {"Type": "RAMUser", "AccountId": 1, "Arn": "a"}});
    for (vendor, body) in [(Vendor::Alibaba, alibaba), (Vendor::Tencent, tencent)] {
        let identity = service(vendor)
            .identity(body.to_string().as_bytes())
            .unwrap();
        assert_eq!(identity.account.as_deref(), Some("1"));
        assert_eq!(identity.arn.as_deref(), Some("a"));
        assert_eq!(identity.kind.as_deref(), Some("RAMUser"));
    }
}

#[test]
fn nothing_that_is_kept_shows_a_secret() {
    let key = StaticKey {
        id: "i".into(),
        secret: SecretSource::Inline(Secret::new("hunter2")),
        token: Some(Secret::new("hunter2")),
    };
    let role = Role {
        external_id: Some("hunter2".into()),
        ..Role::new("r")
    };
    let source = Source::AssumeRole {
        base: Base::Static(key.clone()),
        role: role.clone(),
    };
    let recipe = Recipe::AssumeRole {
        base: Box::new(Recipe::fixed(key.read().unwrap())),
        role,
        sts: Endpoint::https("h"),
    };
    let uri = Source::CredentialsUri(Uri::parse("https://h/hunter2").unwrap());
    let shown = format!(
        "{source:?} {recipe:?} {uri:?} {:?} {:?}",
        source.detail(),
        uri.detail()
    );
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(source.holds_secret());
}
