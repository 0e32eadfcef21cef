//! Tests of what needs no emulator: what is sent to whom, and how answers are read.

use std::time::Duration;

use serde_json::json;

use super::cloud_sso::{CloudSso, SignIn};
use super::*;
use crate::clock::SystemClock;
use crate::credentials::tests::support::{KEY, names_version, params_of, seen, stage, told};
use crate::credentials::{AskMetadata, Fetch, MetadataClient, Oidc, Role, VendorRecord};
use crate::error::{Class, Error, TransportKind};
use crate::request::Endpoint;
use crate::secret::Secret;

fn machine(older: bool, client: Arc<MetadataClient>) -> AskMetadata {
    let role = InstanceRole {
        service: &METADATA,
        name: None,
        metadata: Endpoint::new(false, "100.100.100.200"),
        only_with_token: (!older).then_some(ONLY_WITH_TOKEN),
    };
    AskMetadata { role, client }
}

#[tokio::test(start_paused = true)]
async fn the_newer_metadata_is_asked_first_and_the_older_one_after_it() {
    const FOLDER: &str = "http://100.100.100.200/latest/meta-data/ram/security-credentials/";
    let ask_token = "PUT http://100.100.100.200/latest/api/token \
                     x-aliyun-ecs-metadata-token-ttl-seconds=21600";
    let (stage_, client) = stage(&[(200, "tok3n"), (200, "my role\n"), (200, KEY)]);
    let refused = machine(true, client).fetch().await;
    // A name with a blank is none.
    assert!(told(&refused.unwrap_err()).ends_with("names no role"));
    assert_eq!(seen(&stage_).len(), 2);

    let (stage_, client) = stage(&[(200, "tok3n"), (200, "role/a"), (200, KEY)]);
    let fresh = machine(true, client).fetch().await.unwrap();
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

    let (stage_, client) = stage(&[(404, ""), (200, "role"), (200, KEY)]);
    machine(true, client).fetch().await.unwrap();
    assert_eq!(
        seen(&stage_)[1..],
        [format!("GET {FOLDER}"), format!("GET {FOLDER}role")]
    );

    let (stage_, client) = stage(&[(404, ""), (200, "role"), (200, KEY)]);
    let refused = machine(false, client).fetch().await;
    assert!(told(&refused.unwrap_err()).contains("ALIBABA_CLOUD_IMDSV1_DISABLED"));
    assert_eq!(seen(&stage_).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_metadata_service_that_does_not_answer_costs_a_second_for_each_request() {
    let (_, client) = stage(&[]);
    let start = tokio::time::Instant::now();
    let error = machine(true, client).fetch().await.unwrap_err();
    assert!(
        told(&error).ends_with("did not answer within 1s"),
        "{error}"
    );
    assert_eq!(start.elapsed(), Duration::from_secs(2));
}

fn sign_in() -> SignIn {
    let members = json!({
        "cloud_sso_sign_in_url": "https://signin.example.com/device/login?x=1",
        "access_token": "tok3n",
        "cloud_sso_account_id": "123",
        "cloud_sso_access_config": "ac-1",
    });
    let entry = VendorRecord {
        path: std::path::Path::new("/c"),
        name: "profile `x`".into(),
        members: members.as_object().unwrap(),
    };
    SignIn::read(&entry).unwrap()
}

fn sso(client: Arc<MetadataClient>) -> CloudSso {
    CloudSso {
        sign_in: sign_in(),
        client,
        clock: Arc::new(SystemClock),
    }
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_is_not_there_is_a_matter_of_the_network() {
    for (answers, kind) in [
        (&[(0, "refused")][..], TransportKind::Connect),
        (&[][..], TransportKind::Timeout),
    ] {
        match sso(stage(answers).1).fetch().await.unwrap_err() {
            Error::Transport { failure, .. } => assert_eq!(failure.kind, kind),
            other => panic!("{other:?}"),
        }
    }
    match sso(stage(&[(503, "hunter2")]).1).fetch().await.unwrap_err() {
        Error::Api { failure, .. } => {
            assert_eq!((failure.class, failure.status), (Class::Server, 503));
            assert!(!failure.message.contains("hunter2"), "{failure}");
        }
        other => panic!("{other:?}"),
    }
    let refused = sso(stage(&[(404, "")]).1).fetch().await.unwrap_err();
    assert!(told(&refused).ends_with("HTTP 404"), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_asks_for_its_account_with_its_token() {
    assert!(!format!("{:?}", sign_in()).contains("tok3n"));
    let (stage_, client) = stage(&[(
        200,
        r#"{"CloudCredential":{"AccessKeyId":"i","AccessKeySecret":"s"},"RequestId":"r"}"#,
    )]);
    assert_eq!(sso(client).fetch().await.unwrap().key.id, "i");
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

#[test]
fn the_token_service_is_asked_as_its_vendor_documents() {
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
    let at = sts::Sts.endpoint();
    assert_eq!(at, Endpoint::https("sts.aliyuncs.com"));
    let request = sts::Sts.assume_role(&at, &role);
    assert_eq!(request.action, "AssumeRole");
    assert!(
        names_version(&request, "2015-04-01"),
        "{:?}",
        request.headers
    );
    assert_eq!(
        params_of(&request.query, &request.body),
        json!({"RoleArn": "r", "RoleSessionName": "s", "DurationSeconds": 900,
               "ExternalId": "e", "Policy": "{}"})
    );
    let request = sts::Sts.assume_by_oidc(&at, &oidc, &Secret::new("t"));
    assert_eq!(
        params_of(&[], &request.body),
        json!({"RoleArn": "r", "RoleSessionName": "cloudq", "OIDCProviderArn": "p",
               "OIDCToken": "t"})
    );
    assert_eq!(sts::Sts.caller(&at).action, "GetCallerIdentity");
}

#[test]
fn the_answers_of_the_token_service_are_read() {
    let end = Some("2030-01-02T03:04:05Z".parse().unwrap());
    let body = json!({"RequestId": "x", "Credentials": {"AccessKeyId": "STS.i",
        "AccessKeySecret": "s", "SecurityToken": "t", "Expiration": "2030-01-02T03:04:05Z"}});
    let fresh = sts::Sts.key(body.to_string().as_bytes()).unwrap();
    assert_eq!((fresh.key.secret.expose(), fresh.expires), ("s", end));
    for wrong in [
        "",
        "[]",
        "{}",
        r#"{"Response":{}}"#,
        r#"{"Credentials":{"AccessKeyId":"hunter2"}}"#,
    ] {
        let error = sts::Sts.key(wrong.as_bytes()).unwrap_err();
        assert!(!error.message.contains("hunter2"), "{error}");
    }
    let body = json!({"IdentityType": "RAMUser", "AccountId": "1", "Arn": "a", "UserId": "2"});
    let identity = sts::Sts.identity(body.to_string().as_bytes()).unwrap();
    assert_eq!(identity.account.as_deref(), Some("1"));
    assert_eq!(identity.arn.as_deref(), Some("a"));
    assert_eq!(identity.kind.as_deref(), Some("RAMUser"));
    // A few bytes of JSON can take hundreds of bytes of memory.
    let large = format!("{{\"Z\":[{}1]}}", "{\"a\":1},".repeat(10_000));
    let key = sts::Sts.key(large.as_bytes()).unwrap_err();
    let identity = sts::Sts.identity(large.as_bytes()).unwrap_err();
    for error in [key, identity] {
        assert_eq!(error.message, "it has more than 64 KiB");
    }
}
