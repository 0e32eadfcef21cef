//! Roles, identities and temporary keys of Tencent Cloud.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, atomic::AtomicI64};

use serde_json::{Value, json};

use super::client::{Client, NOW, Reply, options};
use super::sts::{leak, start};
use super::tencent::{Tc3, v1};
use crate::{
    DENIED_KEY_ID, DENIED_KEY_SECRET, EXPIRED_OIDC_TOKEN, EXTERNAL_ID, OIDC_TOKEN, Options,
    STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN, TENCENT_ACCOUNT_ID, TENCENT_GUARDED_ROLE_ARN,
    TENCENT_OIDC_PROVIDER_ID, TENCENT_ROLE_ARN,
};

/// What stands in place of a signature.
const SKIP: &str = "authorization: SKIP\r\n";

const REGION: &[(&str, &str)] = &[("x-tc-region", "ap-guangzhou")];

async fn tencent() -> (Client, Arc<AtomicI64>) {
    let (mut client, clock) = start(options()).await;
    client.version = "2018-08-13";
    (client, clock)
}

fn role() -> Value {
    json!({ "RoleArn": TENCENT_ROLE_ARN, "RoleSessionName": "alice" })
}

/// Calls with version 3 and a JSON body.
async fn ask(client: &Client, action: &str, arguments: &Value) -> Reply {
    let body = arguments.to_string();
    let request = Tc3 {
        action,
        service: "sts",
        more: REGION,
        ..Tc3::post(client, &body)
    };
    client.send(&request.sign(client)).await
}

fn code(reply: &Reply) -> String {
    assert_eq!(reply.status, 200);
    let json = reply.json();
    let code = json["Response"]["Error"]["Code"].as_str();
    code.unwrap_or_default().to_owned()
}

fn adopt(client: &mut Client, reply: &Reply) {
    let key = &reply.json()["Response"]["Credentials"];
    client.key_id = leak(&key["TmpSecretId"]);
    client.secret = leak(&key["TmpSecretKey"]);
    client.token = Some(leak(&key["Token"]));
}

async fn list(client: &mut Client) -> String {
    let version = std::mem::replace(&mut client.version, "2019-07-19");
    let reply = super::tencent::ask(client, &json!({})).await;
    client.version = version;
    code(&reply)
}

#[tokio::test]
async fn a_role_is_assumed_in_both_versions() {
    let (mut client, clock) = tencent().await;
    let signed_by_v1 = v1(
        &client,
        "GET",
        "HmacSHA256",
        &[
            ("Action", "AssumeRole"),
            ("Region", "ap-guangzhou"),
            ("RoleArn", TENCENT_ROLE_ARN),
            ("RoleSessionName", "alice"),
            ("DurationSeconds", "600"),
        ],
    );
    let old = client.send(&signed_by_v1).await;
    assert_eq!(old.json()["Response"]["ExpiredTime"], NOW + 600);
    let reply = ask(&client, "AssumeRole", &role()).await;
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let json = reply.json();
    assert_eq!(json["Response"]["ExpiredTime"], NOW + 7_200);
    assert_eq!(json["Response"]["Expiration"], "2026-10-10T12:10:10Z");
    let id = json["Response"]["Credentials"]["TmpSecretId"].as_str();
    assert!(id.unwrap().starts_with("AKID"));

    adopt(&mut client, &reply);
    assert_eq!(list(&mut client).await, "");
    let token = client.token;
    for wrong in [None, Some("x")] {
        client.token = wrong;
        assert_eq!(list(&mut client).await, "AuthFailure.TokenFailure");
    }
    client.token = token;
    clock.store(NOW + 7_199, Relaxed);
    client.time.store(NOW + 7_199, Relaxed);
    assert_eq!(list(&mut client).await, "");
    clock.store(NOW + 7_200, Relaxed);
    assert_eq!(list(&mut client).await, "AuthFailure.TokenFailure");
    // The first key has ended too, and was another.
    adopt(&mut client, &old);
    assert_eq!(list(&mut client).await, "AuthFailure.TokenFailure");
}

#[tokio::test]
async fn the_other_vendor_does_not_know_these_keys() {
    let (mut client, _) = tencent().await;
    let reply = ask(&client, "AssumeRole", &role()).await;
    adopt(&mut client, &reply);
    client.version = "2014-05-26";
    assert_eq!(client.list(&[]).await.code(), "InvalidAccessKeyId.NotFound");
}

#[tokio::test]
async fn arguments_are_checked() {
    let (mut client, _) = tencent().await;
    for (name, value, wanted) in [
        ("RoleArn", json!(""), "MissingParameter"),
        ("RoleArn", json!(1), "InvalidParameter.InvalidDataFormat"),
        ("RoleArn", json!("x"), "InvalidParameter.ParamError"),
        (
            "RoleArn",
            json!("qcs::cam::uin/1:user/x"),
            "InvalidParameter.ParamError",
        ),
        (
            "RoleArn",
            json!("qcs::cam::uin/1:roleName/sandbox-role"),
            "ResourceNotFound.RoleNotFound",
        ),
        ("RoleSessionName", json!("a"), "InvalidParameter.ParamError"),
        (
            "RoleSessionName",
            json!("a b"),
            "InvalidParameter.ParamError",
        ),
        (
            "DurationSeconds",
            json!(0),
            "InvalidParameter.OverTimeError",
        ),
        (
            "DurationSeconds",
            json!(43_201),
            "InvalidParameter.OverTimeError",
        ),
        ("DurationSeconds", json!(43_200), ""),
        (
            "Policy",
            json!("%7B%7D"),
            "InvalidParameter.StrategyFormatError",
        ),
        (
            "Policy",
            json!("%7B%22version%22%3A%222.0%22%2C%22statement%22%3A%5B%5D%7D"),
            "",
        ),
        ("ExternalId", json!("a"), "InvalidParameter.ParamError"),
        ("Unknown", json!("a"), "UnknownParameter"),
        (
            "RoleArn",
            json!("qcs::cam::uin/100001234567:role/4611686018427397919"),
            "",
        ),
        (
            "RoleArn",
            json!(TENCENT_GUARDED_ROLE_ARN),
            "UnauthorizedOperation",
        ),
    ] {
        let mut arguments = role();
        arguments[name] = value.clone();
        let got = code(&ask(&client, "AssumeRole", &arguments).await);
        assert_eq!(got, wanted, "{name}={value}");
    }
    let mut guarded = role();
    guarded["RoleArn"] = json!(TENCENT_GUARDED_ROLE_ARN);
    guarded["ExternalId"] = json!(EXTERNAL_ID);
    assert_eq!(code(&ask(&client, "AssumeRole", &guarded).await), "");

    let body = role().to_string();
    let nowhere = Tc3 {
        action: "AssumeRole",
        ..Tc3::post(&client, &body)
    };
    let reply = client.send(&nowhere.sign(&client)).await;
    assert_eq!(code(&reply), "MissingParameter");
    assert_eq!(
        code(&ask(&client, "Nothing", &role()).await),
        "InvalidAction"
    );
    (client.key_id, client.secret) = (DENIED_KEY_ID, DENIED_KEY_SECRET);
    let denied = code(&ask(&client, "AssumeRole", &role()).await);
    assert_eq!(denied, "UnauthorizedOperation");
}

/// A call without a signature, whatever stands in its place.
async fn unsigned(client: &Client, authorization: &str, arguments: &Value) -> Reply {
    let body = arguments.to_string();
    client
        .send(&format!(
            "POST / HTTP/1.1\r\nhost: h\r\n{authorization}content-type: application/json\r\nx-tc-action: AssumeRoleWithWebIdentity\r\nx-tc-version: 2018-08-13\r\nx-tc-region: ap-guangzhou\r\nx-tc-timestamp: {NOW}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ))
        .await
}

#[tokio::test]
async fn a_token_of_an_identity_provider_is_enough() {
    let (mut client, _) = tencent().await;
    let mut arguments = role();
    arguments["ProviderId"] = json!(TENCENT_OIDC_PROVIDER_ID);
    arguments["WebIdentityToken"] = json!(OIDC_TOKEN);
    let reply = unsigned(&client, SKIP, &arguments).await;
    assert_eq!(code(&reply), "", "{reply:?}");
    for (name, value, wanted) in [
        ("ProviderId", "", "MissingParameter"),
        ("ProviderId", "other", "InvalidParameter.ParamError"),
        (
            "WebIdentityToken",
            "x.y.z",
            "InvalidParameter.WebIdentityTokenError",
        ),
        (
            "WebIdentityToken",
            EXPIRED_OIDC_TOKEN,
            "InvalidParameter.WebIdentityTokenError",
        ),
        ("RoleArn", TENCENT_GUARDED_ROLE_ARN, "UnauthorizedOperation"),
        ("Policy", "{}", "UnknownParameter"),
    ] {
        let mut arguments = arguments.clone();
        arguments[name] = json!(value);
        let got = code(&unsigned(&client, SKIP, &arguments).await);
        assert_eq!(got, wanted, "{name}={value}");
    }
    // It has to be said that there is no signature.
    let silent = code(&unsigned(&client, "", &arguments).await);
    assert_eq!(silent, "AuthFailure.InvalidAuthorization");
    adopt(&mut client, &reply);
    assert_eq!(list(&mut client).await, "");
    // No other call goes without.
    let skipped = format!(
        "POST / HTTP/1.1\r\nhost: h\r\n{SKIP}x-tc-action: GetCallerIdentity\r\nx-tc-version: 2018-08-13\r\ncontent-length: 0\r\n\r\n"
    );
    let refused = code(&client.send(&skipped).await);
    assert_eq!(refused, "AuthFailure.InvalidAuthorization");
}

#[tokio::test]
async fn keys_tell_whom_they_stand_for() {
    let (mut client, _) = tencent().await;
    let ask = async |client: &Client| {
        let reply = ask(client, "GetCallerIdentity", &json!({})).await;
        reply.json()["Response"].clone()
    };
    let who = ask(&client).await;
    let account = TENCENT_ACCOUNT_ID.to_string();
    assert_eq!(who["Type"], "CAMUser");
    assert_eq!(who["AccountId"], account.as_str());
    assert_eq!(who["UserId"], "100001234568");
    assert_eq!(who["PrincipalId"], who["UserId"]);
    let arn = format!("qcs::cam:{account}:uin/100001234568");
    assert_eq!(who["Arn"], arn);
    (client.key_id, client.secret) = (STS_KEY_ID, STS_KEY_SECRET);
    client.token = Some(STS_TOKEN);
    let who = ask(&client).await;
    assert_eq!(who["Type"], "CAMRole");
    assert_eq!(who["UserId"], "4611686018427397919:sandbox");
    let arn = format!("qcs::sts:{account}:assumed-role/4611686018427397919");
    assert_eq!(who["Arn"], arn);
}

#[tokio::test]
async fn the_limit_of_ecm_is_not_that_of_sts() {
    let (mut client, _) = start(Options {
        ecm_rate: Some(1),
        ..options()
    })
    .await;
    client.version = "2018-08-13";
    for _ in 0..3 {
        assert_eq!(code(&ask(&client, "AssumeRole", &role()).await), "");
    }
}
