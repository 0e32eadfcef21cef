//! Roles, identities and temporary keys of Alibaba Cloud.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering::Relaxed},
};

use serde_json::Value;

use super::client::{Client, NOW, Reply, options};
use crate::{
    ACCOUNT_ID, DENIED_KEY_ID, DENIED_KEY_SECRET, EXPIRED_OIDC_TOKEN, EXTERNAL_ID, Fault,
    FaultKind, GUARDED_ROLE_ARN, OIDC_PROVIDER_ARN, OIDC_TOKEN, Options, ROLE_ARN, STS_KEY_ID,
    STS_KEY_SECRET, STS_TOKEN,
};

const SESSION: (&str, &str) = ("RoleSessionName", "alice");
const ROLE: &[(&str, &str)] = &[("RoleArn", ROLE_ARN), SESSION];

/// A client for STS, and the sandbox's clock.
pub(super) async fn start(options: Options) -> (Client, Arc<AtomicI64>) {
    let clock = Arc::new(AtomicI64::new(NOW));
    let hand = Arc::clone(&clock);
    let mut client = Client::start(Options {
        now: Arc::new(move || hand.load(Relaxed)),
        ..options
    })
    .await;
    client.version = "2015-04-01";
    (client, clock)
}

pub(super) fn leak(value: &Value) -> &'static str {
    value.as_str().unwrap().to_owned().leak()
}

/// Makes the client use the key that it was given.
fn adopt(client: &mut Client, key: &Value) {
    client.key_id = leak(&key["AccessKeyId"]);
    client.secret = leak(&key["AccessKeySecret"]);
    client.token = Some(leak(&key["SecurityToken"]));
}

fn outcome(reply: &Reply) -> (u16, String) {
    (reply.status, reply.code())
}

async fn assume(client: &Client, more: &[(&str, &str)]) -> Reply {
    let mut all: Vec<_> = more.to_vec();
    all.extend(
        ROLE.iter()
            .filter(|(name, _)| !more.iter().any(|(other, _)| other == name)),
    );
    client.call("AssumeRole", &all).await
}

/// Calls without a signature, as SDKs do it.
async fn with_oidc(client: &Client, params: &[(&str, &str)]) -> Reply {
    let mut all = vec![
        ("Action", "AssumeRoleWithOIDC"),
        ("Format", "JSON"),
        ("Version", "2015-04-01"),
        ("Timestamp", "2026-10-10T10:10:10Z"),
    ];
    all.extend(params);
    let form: Vec<String> = all
        .iter()
        .map(|(name, value)| format!("{name}={}", super::client::encode(value)))
        .collect();
    let form = form.join("&");
    client
        .send(&format!(
            "POST / HTTP/1.1\r\nhost: h\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        ))
        .await
}

const OIDC: &[(&str, &str)] = &[
    ("RoleArn", ROLE_ARN),
    SESSION,
    ("OIDCProviderArn", OIDC_PROVIDER_ARN),
    ("OIDCToken", OIDC_TOKEN),
];

#[test]
fn what_is_known_agrees_and_is_told_to_users() {
    use crate::{
        CLOUD_SSO_ACCESS_CONFIGURATION, CLOUD_SSO_ACCESS_TOKEN, ROLE_NAME, TENCENT_ACCOUNT_ID,
        TENCENT_GUARDED_ROLE_ARN, TENCENT_OIDC_PROVIDER_ID, TENCENT_ROLE_ARN,
    };
    let (account, tencent) = (ACCOUNT_ID.to_string(), TENCENT_ACCOUNT_ID.to_string());
    for arn in [ROLE_ARN, GUARDED_ROLE_ARN, OIDC_PROVIDER_ARN] {
        assert!(arn.contains(&account), "{arn}");
    }
    for arn in [TENCENT_ROLE_ARN, TENCENT_GUARDED_ROLE_ARN] {
        assert!(arn.contains(&tencent), "{arn}");
    }
    let guarded = GUARDED_ROLE_ARN.rsplit('/').next().unwrap();
    assert!(TENCENT_GUARDED_ROLE_ARN.ends_with(guarded));
    let page = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/sandbox.md"
    ));
    for known in [
        &account,
        &tencent,
        ROLE_NAME,
        ROLE_ARN,
        TENCENT_ROLE_ARN,
        guarded,
        EXTERNAL_ID,
        OIDC_PROVIDER_ARN,
        TENCENT_OIDC_PROVIDER_ID,
        OIDC_TOKEN,
        CLOUD_SSO_ACCESS_TOKEN,
        CLOUD_SSO_ACCESS_CONFIGURATION,
        DENIED_KEY_ID,
        DENIED_KEY_SECRET,
    ] {
        assert!(page.contains(known), "docs/sandbox.md lacks {known}");
    }
}

#[tokio::test]
async fn a_role_is_assumed_in_every_scheme() {
    let (client, _) = start(options()).await;
    let mut params = ROLE.to_vec();
    params.push(("Format", "JSON"));
    let form = client.v1_params("POST", "AssumeRole", &params);
    let post = format!(
        "POST / HTTP/1.1\r\nhost: h\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    let mut ids = Vec::new();
    for request in [
        client.acs3("AssumeRole", ROLE),
        client.v1("AssumeRole", &params),
        post,
    ] {
        let reply = client.send(&request).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let json = reply.json();
        let user = &json["AssumedRoleUser"];
        assert_eq!(user["Arn"], format!("{ROLE_ARN}/alice"));
        assert_eq!(user["AssumedRoleId"], "300000000000000001:alice");
        assert_eq!(json["Credentials"]["Expiration"], "2026-10-10T11:10:10Z");
        assert!(json["RequestId"].is_string());
        ids.push(leak(&json["Credentials"]["AccessKeyId"]));
    }
    assert!(
        ids.iter()
            .all(|id| id.starts_with("STS.N") && id.len() == 29)
    );
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
    let xml = client.send(&client.v1("AssumeRole", ROLE)).await.text();
    assert!(xml.contains("\n<AssumeRoleResponse>") && xml.contains("<SecurityToken>CAIS"));
    assert_eq!(client.sandbox.stats().refused_signatures, 0);
}

#[tokio::test]
async fn keys_come_from_the_seed() {
    let key = async |seed| {
        let (client, _) = start(Options { seed, ..options() }).await;
        assume(&client, &[]).await.json()["Credentials"].clone()
    };
    let (first, again, other) = (key(7).await, key(7).await, key(8).await);
    assert_eq!(first, again);
    for name in ["AccessKeyId", "AccessKeySecret", "SecurityToken"] {
        assert_ne!(first[name], other[name]);
    }
}

#[tokio::test]
async fn a_temporary_key_is_good_with_its_token_until_its_end() {
    let (mut client, clock) = start(options()).await;
    let reply = assume(&client, &[("DurationSeconds", "900")]).await;
    let key = reply.json()["Credentials"].clone();
    assert_eq!(key["Expiration"], "2026-10-10T10:25:10Z");
    adopt(&mut client, &key);
    client.version = "2014-05-26";
    let token = client.token;
    for (sent, wanted) in [
        (token, (200, "")),
        (None, (400, "MissingSecurityToken")),
        (
            Some("x"),
            (400, "InvalidSecurityToken.MismatchWithAccessKey"),
        ),
    ] {
        client.token = sent;
        let got = outcome(&client.list(&[]).await);
        assert_eq!((got.0, got.1.as_str()), wanted);
    }
    client.token = token;
    clock.store(NOW + 899, Relaxed);
    assert_eq!(client.list(&[]).await.status, 200);
    clock.store(NOW + 900, Relaxed);
    let params = [("RegionId", "cn-hangzhou"), ("Format", "JSON")];
    for request in [
        client.acs3("DescribeImages", &params),
        client.v1("DescribeImages", &params),
    ] {
        let expired = (400, "InvalidSecurityToken.Expired".to_owned());
        assert_eq!(outcome(&client.send(&request).await), expired);
    }
    assert_eq!(client.sandbox.stats().refused_signatures, 4);
    // A wrong token is told before the end of the key.
    client.token = Some("x");
    let code = client.list(&[]).await.code();
    assert_eq!(code, "InvalidSecurityToken.MismatchWithAccessKey");
}

#[tokio::test]
async fn lives_are_capped_if_told_so() {
    let (mut client, clock) = start(Options {
        key_lifetime: Some(2),
        ..options()
    })
    .await;
    let key = assume(&client, &[]).await.json()["Credentials"].clone();
    assert_eq!(key["Expiration"], "2026-10-10T10:10:12Z");
    adopt(&mut client, &key);
    clock.store(NOW + 1, Relaxed);
    assert_eq!(client.call("GetCallerIdentity", &[]).await.status, 200);
    clock.store(NOW + 2, Relaxed);
    let code = client.call("GetCallerIdentity", &[]).await.code();
    assert_eq!(code, "InvalidSecurityToken.Expired");
}

#[tokio::test]
async fn a_role_leads_to_another() {
    let (mut client, _) = start(options()).await;
    let key = assume(&client, &[]).await.json()["Credentials"].clone();
    adopt(&mut client, &key);
    let guarded = [
        ("RoleArn", GUARDED_ROLE_ARN),
        ("ExternalId", EXTERNAL_ID),
        ("RoleSessionName", "bob"),
    ];
    let reply = client.call("AssumeRole", &guarded).await;
    assert_eq!(reply.status, 200);
    adopt(&mut client, &reply.json()["Credentials"]);
    let who = client.call("GetCallerIdentity", &[]).await.json();
    let arn = format!("acs:ram::{ACCOUNT_ID}:assumed-role/sandbox-guarded-role/bob");
    assert_eq!(who["Arn"], arn);
}

#[tokio::test]
async fn arguments_are_checked() {
    let (mut client, _) = start(options()).await;
    let long = "a".repeat(65);
    let policy = format!("{{\"Version\":\"1\",\"Statement\":[\"{long:2048}\"]}}");
    let elsewhere = ROLE_ARN.replace('6', "7");
    for (name, value, status, code) in [
        ("RoleArn", "", 400, "MissingParameter.RoleArn"),
        ("RoleArn", "sandbox-role", 400, "InvalidParameter.RoleArn"),
        (
            "RoleArn",
            "acs:ram::x:role/y",
            400,
            "InvalidParameter.RoleArn",
        ),
        ("RoleArn", &elsewhere, 404, "EntityNotExist.Role"),
        (
            "RoleArn",
            "acs:ram::1234567890123456:role/other",
            404,
            "EntityNotExist.Role",
        ),
        (
            "RoleSessionName",
            "",
            400,
            "MissingParameter.RoleSessionName",
        ),
        (
            "RoleSessionName",
            "a",
            400,
            "InvalidParameter.RoleSessionName",
        ),
        (
            "RoleSessionName",
            &long,
            400,
            "InvalidParameter.RoleSessionName",
        ),
        (
            "RoleSessionName",
            "a b",
            400,
            "InvalidParameter.RoleSessionName",
        ),
        (
            "DurationSeconds",
            "899",
            400,
            "InvalidParameter.DurationSeconds",
        ),
        (
            "DurationSeconds",
            "3601",
            400,
            "InvalidParameter.DurationSeconds",
        ),
        (
            "DurationSeconds",
            "1h",
            400,
            "InvalidParameter.DurationSeconds",
        ),
        ("Policy", "{}", 400, "InvalidParameter.PolicyGrammar"),
        ("Policy", &policy, 400, "InvalidParameter.PolicySize"),
        ("ExternalId", "a", 400, "InvalidParameter.ExternalId"),
        ("RoleArn", GUARDED_ROLE_ARN, 403, "NoPermission"),
    ] {
        let got = outcome(&assume(&client, &[(name, value)]).await);
        assert_eq!(got, (status, code.to_owned()), "{name}={value}");
    }
    let good = [
        ("Policy", "{\"Version\":\"1\",\"Statement\":[]}"),
        ("RoleSessionName", "a.b@c-d_e"),
        ("ExternalId", "anything"),
        ("DurationSeconds", "3600"),
    ];
    assert_eq!(assume(&client, &good).await.status, 200);
    (client.key_id, client.secret) = (DENIED_KEY_ID, DENIED_KEY_SECRET);
    let denied = (403, "NoPermission".to_owned());
    assert_eq!(outcome(&assume(&client, &[]).await), denied);
    let code = client.call("GetSessionAccessKey", &[]).await.code();
    assert_eq!(code, "InvalidAction.NotFound");
}

#[tokio::test]
async fn a_token_of_an_identity_provider_is_enough() {
    let (mut client, _) = start(options()).await;
    let reply = with_oidc(&client, OIDC).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.json()["OIDCTokenInfo"]["Subject"], "cloudq");
    adopt(&mut client, &reply.json()["Credentials"]);
    client.version = "2014-05-26";
    assert_eq!(client.list(&[]).await.status, 200);

    let padded = format!("{OIDC_TOKEN}\n");
    for (name, value, status, code) in [
        (
            "OIDCProviderArn",
            "",
            400,
            "MissingParameter.OIDCProviderArn",
        ),
        (
            "OIDCProviderArn",
            "acs:ram::1:oidc-provider/x",
            401,
            "AuthenticationFail.NoPermission",
        ),
        ("OIDCToken", "", 401, "AuthenticationFail.OIDCToken.Invalid"),
        (
            "OIDCToken",
            "x.y",
            401,
            "AuthenticationFail.OIDCToken.Invalid",
        ),
        (
            "OIDCToken",
            &padded,
            401,
            "AuthenticationFail.OIDCToken.InvalidSignature",
        ),
        (
            "OIDCToken",
            EXPIRED_OIDC_TOKEN,
            401,
            "AuthenticationFail.OIDCToken.Expired",
        ),
        (
            "DurationSeconds",
            "1",
            400,
            "InvalidParameter.DurationSeconds",
        ),
        (
            "RoleArn",
            GUARDED_ROLE_ARN,
            401,
            "AuthenticationFail.NoPermission",
        ),
    ] {
        let mut params: Vec<_> = OIDC.to_vec();
        params.retain(|(other, _)| *other != name);
        params.push((name, value));
        let got = outcome(&with_oidc(&client, &params).await);
        assert_eq!(got, (status, code.to_owned()), "{name}={value}");
    }
    assert_eq!(client.sandbox.stats().refused_signatures, 0);
    // A signature that is sent is checked all the same, and no other call goes without.
    client.secret = "wrong";
    client.version = "2015-04-01";
    let code = client.call("AssumeRoleWithOIDC", OIDC).await.code();
    assert_eq!(code, "SignatureDoesNotMatch");
    let bare =
        "GET /?Action=GetCallerIdentity&Version=2015-04-01&Format=JSON HTTP/1.1\r\nhost: h\r\n\r\n";
    assert_eq!(client.send(bare).await.code(), "MissingAccessKeyId");
}

#[tokio::test]
async fn the_form_of_acs3_needs_no_signature_either() {
    let (client, _) = start(options()).await;
    let query: Vec<String> = OIDC
        .iter()
        .map(|(name, value)| format!("{name}={}", super::client::encode(value)))
        .collect();
    let reply = client
        .send(&format!(
            "POST /?{} HTTP/1.1\r\nhost: h\r\nx-acs-action: AssumeRoleWithOIDC\r\nx-acs-version: 2015-04-01\r\ncontent-length: 0\r\n\r\n",
            query.join("&")
        ))
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert!(reply.json()["Credentials"]["AccessKeyId"].is_string());
}

#[tokio::test]
async fn keys_tell_whom_they_stand_for() {
    let (mut client, _) = start(options()).await;
    let account = ACCOUNT_ID.to_string();
    let who = client.call("GetCallerIdentity", &[]).await.json();
    assert_eq!(who["IdentityType"], "RAMUser");
    assert_eq!(who["AccountId"], account.as_str());
    assert_eq!(who["UserId"], "200000000000000001");
    assert_eq!(who["PrincipalId"], who["UserId"]);
    assert_eq!(who["Arn"], format!("acs:ram::{account}:user/sandbox"));
    assert_eq!(who.get("RoleId"), None);
    // No permission is needed.
    (client.key_id, client.secret) = (DENIED_KEY_ID, DENIED_KEY_SECRET);
    let who = client.call("GetCallerIdentity", &[]).await.json();
    assert_eq!(who["UserId"], "270000000000000001");
    (client.key_id, client.secret) = (STS_KEY_ID, STS_KEY_SECRET);
    client.token = Some(STS_TOKEN);
    let who = client.call("GetCallerIdentity", &[]).await.json();
    assert_eq!(who["IdentityType"], "AssumedRoleUser");
    assert_eq!(who["RoleId"], "300000000000000001");
    assert_eq!(who["PrincipalId"], "300000000000000001:sandbox");
    assert_eq!(who.get("UserId"), None);
    let text = client
        .send(&client.v1("GetCallerIdentity", &[]))
        .await
        .text();
    assert!(text.contains("<GetCallerIdentityResponse>"), "{text}");
}

#[tokio::test]
async fn faults_happen_to_these_calls_too() {
    let mut expired = Fault::always(FaultKind::ExpiredToken);
    expired.times = Some(1);
    let mut throttle = Fault::always(FaultKind::Throttle);
    throttle.times = Some(1);
    let (mut client, _) = start(Options {
        faults: vec![throttle, expired],
        ..options()
    })
    .await;
    assert_eq!(assume(&client, &[]).await.code(), "Throttling.User");
    // The fault waits for the new key.
    let reply = assume(&client, &[]).await;
    assert_eq!(reply.status, 200);
    adopt(&mut client, &reply.json()["Credentials"]);
    client.version = "2014-05-26";
    let code = client.list(&[]).await.code();
    assert_eq!(code, "InvalidSecurityToken.Expired");
    assert_eq!(client.list(&[]).await.status, 200);
    let stats = client.sandbox.stats();
    assert_eq!((stats.requests, stats.faults, stats.retries), (4, 2, 2));
}
