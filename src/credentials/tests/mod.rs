//! Tests of what needs no emulator: services that do not answer, programs that do not
//! end, and what is sent to whom.

pub(crate) mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use self::support::{KEY, stage, told};
use super::credentials_uri::AskUri;
use super::fetch_context::OfAccount;
use super::process::Run;
use super::*;
use crate::error::{Class, Error, Origin, TransportKind};
use crate::http::{Detail, Log, NoLog};
use crate::machine::Env;
use crate::request::Endpoint;
use crate::secret::Secret;

fn ask(uri: Uri, client: Arc<MetadataClient>) -> AskUri {
    AskUri {
        uri,
        members: &KeyMembers::COMMON,
        client,
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
        let (_, client) = stage(&[(status, body)]);
        let uri = Uri::parse("http://localhost/hunter2").unwrap();
        let error = ask(uri, client).fetch().await.unwrap_err();
        let told = told(&error);
        assert!(told.contains(reason) && !told.contains("hunter2"), "{told}");
    }
    let flood = "x".repeat((64 << 10) + 1).leak();
    let (_, client) = stage(&[(200, flood)]);
    let uri = Uri::parse("http://localhost/").unwrap();
    let error = ask(uri, client).fetch().await.unwrap_err();
    assert!(told(&error).ends_with("answered more than 64 KiB"));
}

#[tokio::test(start_paused = true)]
async fn a_service_elsewhere_that_is_not_there_is_a_matter_of_the_network() {
    let of_profile = |answers: &[(u16, &'static str)]| OfAccount {
        fetch: Box::new(ask(
            Uri::parse("https://keys.example.com/hunter2").unwrap(),
            stage(answers).1,
        )),
        provider: "cloud-vm",
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
                assert_eq!(call.provider, "cloud-vm");
                assert_eq!(call.profile.as_deref(), Some("p"));
            }
            other => panic!("{other:?}"),
        }
    }
    match of_profile(&[(503, "hunter2")]).fetch().await.unwrap_err() {
        Error::Api { call, failure } => {
            assert_eq!((failure.class, failure.status), (Class::Server, 503));
            assert!(!failure.message.contains("hunter2"), "{failure}");
            assert_eq!(call.provider, "cloud-vm");
        }
        other => panic!("{other:?}"),
    }
    let refused = of_profile(&[(404, "")]).fetch().await.unwrap_err();
    assert!(told(&refused).ends_with("HTTP 404"), "{refused}");
    // One on this machine belongs to how the key is had.
    let (_, client) = stage(&[(0, "refused")]);
    let uri = Uri::parse("http://localhost/").unwrap();
    let error = ask(uri, client).fetch().await.unwrap_err();
    assert!(told(&error).ends_with("cannot be asked: refused"));
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_program_that_does_not_end_is_ended() {
    // Nothing else happens, so that the time for it passes at once.
    let process = || Run {
        command: vec!["/bin/sleep".into(), "600".into()],
        members: &KeyMembers::COMMON,
        helper: Arc::new(|| Box::new(())),
        log: Arc::new(NoLog),
    };
    let error = process().fetch().await.unwrap_err();
    assert!(told(&error).ends_with("did not end within 60s"), "{error}");
    let fetch = OfAccount {
        fetch: Box::new(process()),
        provider: "cloud-vm",
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
    let left = |words: &str| Run {
        command: vec!["/bin/sh".into(), "-c".into(), format!("sleep 90 & {words}")],
        members: &KeyMembers::COMMON,
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
        let process = Run {
            command: ["/bin/sh", "-c", "echo hunter2 >&2; exit 3"]
                .map(str::to_owned)
                .to_vec(),
            members: &KeyMembers::COMMON,
            helper: Arc::new(|| Box::new(())),
            log: Arc::clone(&ears) as _,
        };
        let told = told(&process.fetch().await.unwrap_err());
        assert!(told.contains("exit status: 3; -v shows"), "{told}");
        assert!(!told.contains("hunter2"), "{told}");
        assert_eq!(*ears.1.lock().unwrap(), lines);
    }
}

/// A cloud that has nothing but access keys.
#[derive(Debug)]
struct Plain;

impl CloudCredentials for Plain {}

static VARIABLES: Variables = Variables {
    prefixes: &[],
    keys: &[],
    region: &[],
};

static SERVICE: MetadataService = MetadataService {
    folder: "/role/",
    token: None,
    members: &KeyMembers::COMMON,
};

fn resolved(kind: &str, values: Vec<(&'static str, FieldValue)>) -> Result<Resolved, Error> {
    let registry = Registry::new(&[("plain", &Plain)]);
    let values = values.into_iter().map(|(name, value)| (name, Some(value)));
    let mut fields = Fields {
        values: values.collect(),
        words: registry.words.clone(),
        problems: Vec::new(),
    };
    let source = registry.find(kind).unwrap().read(&mut fields);
    assert_eq!(fields.problems, []);
    let written = Written {
        source: source.unwrap(),
        origin: Origin::BuiltIn,
        sts: None,
    };
    let shown = format!("{written:?} {:?}", written.source.written.detail());
    assert!(!shown.contains("hunter2"), "{shown}");
    let chain = Chain {
        env: &Env::default(),
        provider: "plain-vm",
        cloud_id: "plain",
        cloud: &Plain,
        variables: &VARIABLES,
        sts: None,
        profiles: &|_| panic!("no profile is needed"),
        names: Vec::new(),
    };
    let resolved = chain.find(&written)?.unwrap();
    let shown = format!("{resolved:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    Ok(resolved)
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

#[test]
fn two_ways_to_a_key_are_two_accounts() {
    let process = |words: &[&str]| {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        let found = resolved("process", vec![("command", FieldValue::Command(words))]);
        found.unwrap().source.account()
    };
    let uri = |url: &str| {
        let found = resolved("credentials-uri", vec![("url", text(url))]);
        found.unwrap().source.account()
    };
    let machine = |name: Option<&str>, host: &str| {
        let role = InstanceRole {
            service: &SERVICE,
            name: name.map(str::to_owned),
            metadata: Endpoint::https(host),
            only_with_token: None,
        };
        role.account()
    };
    let mut accounts = [
        process(&["key"]),
        process(&["key", "--profile", "a"]),
        process(&["key", "--profile", "b"]),
        process(&["key", "--profile b"]),
        uri("https://keys.example.com/a"),
        uri("https://keys.example.com/b"),
        uri("https://keys.example.com/b?c"),
        machine(None, "a"),
        machine(None, "b"),
        machine(Some("r"), "b"),
    ]
    .to_vec();
    let count = accounts.len();
    accounts.sort();
    accounts.dedup();
    assert_eq!(accounts.len(), count, "{accounts:?}");
    assert_eq!(process(&["key"]), process(&["key"]));
}

#[test]
fn a_cloud_says_what_it_has_not() {
    for (kind, values, what) in [
        ("ini", vec![], "file of its SDKs"),
        (
            "assume-role",
            vec![
                ("role_arn", text("r")),
                ("access_key_id", text("i")),
                (
                    "access_key_secret",
                    FieldValue::Secret(Secret::new("hunter2")),
                ),
            ],
            "token service",
        ),
        ("instance-role", vec![], "metadata service"),
    ] {
        let error = resolved(kind, values).unwrap_err();
        assert_eq!(told(&error), format!("plain-vm has no {what}"));
    }
}

#[test]
fn nothing_that_is_kept_shows_a_secret() {
    let found = resolved(
        "static",
        vec![
            ("access_key_id", text("i")),
            (
                "access_key_secret",
                FieldValue::Secret(Secret::new("hunter2")),
            ),
            ("security_token", FieldValue::Secret(Secret::new("hunter2"))),
        ],
    );
    assert_eq!(found.unwrap().source.account(), "i");
    resolved("credentials-uri", vec![("url", text("https://h/hunter2"))]).unwrap();
    let role = Role {
        external_id: Some("hunter2".into()),
        ..Role::new("r")
    };
    assert!(!format!("{role:?}").contains("hunter2"));
}
