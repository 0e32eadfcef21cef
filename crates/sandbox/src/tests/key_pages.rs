//! Metadata, the credentials URI and `CloudSSO`.

use std::sync::atomic::Ordering::Relaxed;

use serde_json::{Value, json};

use super::client::{Client, NOW, Reply, options};
use super::sts::{leak, start};
use crate::{
    ACCOUNT_ID, CLOUD_SSO_ACCESS_CONFIGURATION, CLOUD_SSO_ACCESS_TOKEN, Fault, FaultKind, Options,
    ROLE_NAME,
};

const ALIBABA: &str = "/latest/meta-data/ram/security-credentials/";
const TENCENT: &str = "/latest/meta-data/cam/security-credentials/";

async fn ask(client: &Client, method: &str, path: &str, headers: &str, body: &str) -> Reply {
    client
        .send(&format!(
            "{method} {path} HTTP/1.1\r\nhost: h\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        ))
        .await
}

async fn get(client: &Client, path: &str, headers: &str) -> Reply {
    ask(client, "GET", path, headers, "").await
}

async fn token(client: &Client, seconds: &str) -> Reply {
    let header = format!("X-aliyun-ecs-metadata-token-ttl-seconds: {seconds}\r\n");
    ask(client, "PUT", "/latest/api/token", &header, "").await
}

/// Lists images with a key of Alibaba Cloud.
async fn use_key(client: &mut Client, key: &Value) -> u16 {
    client.version = "2014-05-26";
    client.key_id = leak(&key["AccessKeyId"]);
    client.secret = leak(&key["AccessKeySecret"]);
    client.token = Some(leak(&key["SecurityToken"]));
    client.list(&[]).await.status
}

#[tokio::test]
async fn a_machine_of_alibaba_cloud_gets_keys() {
    let (mut client, _) = start(options()).await;
    for path in [ALIBABA, ALIBABA.trim_end_matches('/')] {
        let reply = get(&client, path, "").await;
        assert_eq!((reply.status, reply.text().as_str()), (200, ROLE_NAME));
    }
    let key = get(&client, &format!("{ALIBABA}{ROLE_NAME}"), "")
        .await
        .json();
    assert_eq!(key["Code"], "Success");
    assert_eq!(key["LastUpdated"], "2026-10-10T10:10:10Z");
    assert_eq!(key["Expiration"], "2026-10-10T16:10:10Z");
    assert_eq!(use_key(&mut client, &key).await, 200);
    for (method, path, status) in [
        ("GET", format!("{ALIBABA}other"), 404),
        ("GET", "/latest/meta-data/".to_owned(), 404),
        ("GET", "/latest/api/token".to_owned(), 405),
        ("POST", ALIBABA.to_owned(), 405),
    ] {
        let reply = ask(&client, method, &path, "", "").await;
        assert_eq!(reply.status, status, "{method} {path}");
    }
    // All of them are counted.
    let stats = client.sandbox.stats();
    assert_eq!((stats.requests, stats.refused_signatures), (8, 0));
    assert_eq!(client.sandbox.log()[0].action, ALIBABA);
}

#[tokio::test]
async fn metadata_tokens_are_checked_and_may_be_required() {
    for v2_only in [false, true] {
        let (client, clock) = start(Options {
            metadata_v2_only: v2_only,
            ..options()
        })
        .await;
        for wrong in ["0", "21601", "x"] {
            assert_eq!(token(&client, wrong).await.status, 400);
        }
        let reply = token(&client, "60").await;
        let header = format!("X-aliyun-ecs-metadata-token: {}\r\n", reply.text());
        let status = async |headers: &str| get(&client, ALIBABA, headers).await.status;
        assert_eq!(status(&header).await, 200);
        assert_eq!(status("").await, if v2_only { 403 } else { 200 });
        for wrong in ["x", "AQ00006ac9f7be0000000000000000", "ééééééééééé"] {
            let header = format!("X-aliyun-ecs-metadata-token: {wrong}\r\n");
            assert_eq!(status(&header).await, 403);
        }
        clock.store(NOW + 59, Relaxed);
        assert_eq!(status(&header).await, 200);
        clock.store(NOW + 60, Relaxed);
        assert_eq!(status(&header).await, 403);
        // The other vendor knows no such tokens.
        assert_eq!(get(&client, TENCENT, "").await.status, 200);
    }
}

#[tokio::test]
async fn a_machine_of_tencent_cloud_gets_keys() {
    let (mut client, _) = start(options()).await;
    let reply = get(&client, TENCENT, "").await;
    assert_eq!((reply.status, reply.text().as_str()), (200, ROLE_NAME));
    let key = get(&client, &format!("{TENCENT}{ROLE_NAME}"), "")
        .await
        .json();
    assert_eq!(key["Code"], "Success");
    assert_eq!(key["ExpiredTime"], NOW + 7_200);
    assert_eq!(key["Expiration"], "2026-10-10T12:10:10Z");
    client.key_id = leak(&key["TmpSecretId"]);
    client.secret = leak(&key["TmpSecretKey"]);
    client.token = Some(leak(&key["Token"]));
    client.version = "2019-07-19";
    let reply = super::tencent::ask(&client, &json!({})).await.json();
    assert!(reply["Response"]["ImageSet"].is_array(), "{reply}");
    assert_eq!(get(&client, &format!("{TENCENT}x"), "").await.status, 404);
}

#[tokio::test]
async fn a_credentials_uri_hands_out_keys() {
    let (mut client, _) = start(options()).await;
    let key = get(&client, "/-/credentials", "").await.json();
    assert_eq!(key["Code"], "Success");
    assert_eq!(key["Expiration"], "2026-10-10T11:10:10Z");
    assert_eq!(use_key(&mut client, &key).await, 200);
    let reply = ask(&client, "PUT", "/-/credentials", "", "").await;
    assert_eq!(reply.status, 405);
    assert_eq!(client.sandbox.stats().requests, 3);
}

#[tokio::test]
async fn cloud_sso_wants_its_access_token_and_assignment() {
    let (mut client, _) = start(options()).await;
    let account = ACCOUNT_ID.to_string();
    let good = [account.as_str(), CLOUD_SSO_ACCESS_CONFIGURATION];
    let login = async |client: &Client, token: &str, [account, configuration]: [&str; 2]| {
        let body = json!({
            "AccountId": account,
            "AccessConfigurationId": configuration,
        });
        let headers =
            format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\n");
        ask(
            client,
            "POST",
            "/cloud-credentials",
            &headers,
            &body.to_string(),
        )
        .await
    };
    let reply = login(&client, CLOUD_SSO_ACCESS_TOKEN, good).await.json();
    assert!(reply["RequestId"].is_string());
    for (token, named, status, code) in [
        ("x", good, 401, "InvalidAccessToken"),
        (
            CLOUD_SSO_ACCESS_TOKEN,
            ["", "x"],
            400,
            "MissingParameter.AccountId",
        ),
        (CLOUD_SSO_ACCESS_TOKEN, ["1", good[1]], 403, "NoPermission"),
        (CLOUD_SSO_ACCESS_TOKEN, [good[0], "x"], 403, "NoPermission"),
    ] {
        let reply = login(&client, token, named).await;
        assert_eq!(reply.status, status);
        assert_eq!(reply.json()["ErrorCode"], code);
    }
    assert_eq!(get(&client, "/cloud-credentials", "").await.status, 405);
    assert_eq!(use_key(&mut client, &reply["CloudCredential"]).await, 200);
}

#[tokio::test]
async fn only_faults_of_the_way_happen_to_pages() {
    let once = |kind| {
        let mut fault = Fault::always(kind);
        fault.times = Some(1);
        fault
    };
    let (client, _) = start(Options {
        faults: vec![
            once(FaultKind::Throttle),
            once(FaultKind::GatewayHtml),
            once(FaultKind::TruncatedJson),
        ],
        ..options()
    })
    .await;
    assert_eq!(get(&client, ALIBABA, "").await.status, 503);
    let whole = ROLE_NAME.len();
    assert_eq!(get(&client, ALIBABA, "").await.body.len(), whole / 2);
    assert_eq!(get(&client, ALIBABA, "").await.body.len(), whole);
    let stats = client.sandbox.stats();
    assert_eq!((stats.faults, stats.retries), (2, 2));
}
