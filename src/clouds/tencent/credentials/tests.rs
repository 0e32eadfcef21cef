//! Tests of what needs no emulator: what is sent to whom, and how answers are read.

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::credentials::tests::support::{KEY, names_version, params_of, seen, stage, told};
use crate::credentials::{AskMetadata, Fetch, MetadataClient, Oidc, Role};
use crate::request::Endpoint;
use crate::secret::Secret;

fn machine(client: Arc<MetadataClient>) -> AskMetadata {
    let role = InstanceRole {
        service: &METADATA,
        name: None,
        metadata: Endpoint::new(false, "metadata.tencentyun.com"),
        only_with_token: None,
    };
    AskMetadata { role, client }
}

#[tokio::test(start_paused = true)]
async fn the_metadata_service_is_asked_for_the_role_and_for_its_key() {
    const FOLDER: &str =
        "http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/";
    let (stage_, client) = stage(&[(200, "role"), (200, KEY)]);
    machine(client).fetch().await.unwrap();
    assert_eq!(
        seen(&stage_),
        [format!("GET {FOLDER}"), format!("GET {FOLDER}role")]
    );
    let (_, client) = stage(&[]);
    let start = tokio::time::Instant::now();
    let error = machine(client).fetch().await.unwrap_err();
    assert!(
        told(&error).ends_with("did not answer within 1s"),
        "{error}"
    );
    assert_eq!(start.elapsed(), Duration::from_secs(1));
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
    assert_eq!(at, Endpoint::https("sts.tencentcloudapi.com"));
    let request = sts::Sts.assume_role(&at, &role);
    assert_eq!(request.action, "AssumeRole");
    assert!(
        names_version(&request, "2018-08-13"),
        "{:?}",
        request.headers
    );
    assert_eq!(
        params_of(&request.query, &request.body),
        json!({"RoleArn": "r", "RoleSessionName": "s", "DurationSeconds": 900,
               "ExternalId": "e", "Policy": "%7B%7D"})
    );
    let request = sts::Sts.assume_by_oidc(&at, &oidc, &Secret::new("t"));
    assert_eq!(
        params_of(&[], &request.body),
        json!({"RoleArn": "r", "RoleSessionName": "cloudq", "ProviderId": "p",
               "WebIdentityToken": "t"})
    );
    assert_eq!(sts::Sts.caller(&at).action, "GetCallerIdentity");
}

#[test]
fn the_answers_of_the_token_service_are_read() {
    let end = Some("2030-01-02T03:04:05Z".parse().unwrap());
    let body = json!({"Response": {"Credentials": {"Token": "t", "TmpSecretId": "i",
        "TmpSecretKey": "s"}, "ExpiredTime": 1_893_553_445, "Expiration": "2030-01-02T03:04:05Z"}});
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
    let body = json!({"Response": {"Type": "RAMUser", "AccountId": 1, "Arn": "a"}});
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
