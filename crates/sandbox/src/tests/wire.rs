//! Envelopes, verification and connections, as a client sees them.

use std::sync::atomic::Ordering::Relaxed;

use super::client::{Client, NOW, options, receive, transmit};
use crate::{
    DENIED_KEY_ID, DENIED_KEY_SECRET, STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN, alibaba::verify::Gate,
};

const HANGZHOU: &[(&str, &str)] = &[("RegionId", "cn-hangzhou")];

#[tokio::test]
async fn both_schemes_are_accepted_in_query_and_form() {
    let client = Client::start(options()).await;
    let acs3 = client.call("DescribeImages", HANGZHOU).await;
    assert_eq!(acs3.status, 200);
    assert_eq!(
        acs3.header("content-type"),
        Some("application/json;charset=utf-8")
    );
    assert_eq!(acs3.header("date"), Some("Sat, 10 Oct 2026 10:10:10 GMT"));
    assert_eq!(
        acs3.header("x-acs-request-id"),
        acs3.json()["RequestId"].as_str()
    );
    let params = [HANGZHOU[0], ("Format", "json")];
    let v1 = client.send(&client.v1("DescribeImages", &params)).await;
    assert_eq!(v1.ids(), acs3.ids());
    let form = client.v1_params("POST", "DescribeImages", &params);
    let post = format!(
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    assert_eq!(client.send(&post).await.ids(), acs3.ids());
    assert_eq!(client.sandbox.stats().refused_signatures, 0);
}

#[tokio::test]
async fn v1_speaks_xml_unless_told() {
    let client = Client::start(options()).await;
    let reply = client.send(&client.v1("DescribeImages", HANGZHOU)).await;
    assert_eq!(reply.header("content-type"), Some("text/xml;charset=utf-8"));
    let text = reply.text();
    assert!(
        text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeImagesResponse>")
    );
    assert!(text.ends_with("</DescribeImagesResponse>"));
    assert_eq!(text.matches("<Image>").count(), 10);
    let error = client
        .send(&client.v1("DescribeImages", &[("Format", "XML")]))
        .await;
    assert_eq!(error.status, 400);
    assert!(
        error.text().contains("\n<Error>")
            && error.text().contains("<Code>MissingParameter</Code>")
    );
}

#[tokio::test]
async fn keys_and_tokens_are_checked() {
    let mut client = Client::start(options()).await;
    client.key_id = "LTAI-unknown";
    let reply = client.call("DescribeRegions", &[]).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (404, "InvalidAccessKeyId.NotFound")
    );

    (client.key_id, client.secret) = (STS_KEY_ID, STS_KEY_SECRET);
    for (token, status, code) in [
        (Some(STS_TOKEN), 200, ""),
        (None, 400, "MissingSecurityToken"),
        (
            Some("wrong"),
            400,
            "InvalidSecurityToken.MismatchWithAccessKey",
        ),
    ] {
        client.token = token;
        for request in [
            client.acs3("DescribeRegions", &[]),
            client.v1("DescribeRegions", &[("Format", "JSON")]),
        ] {
            let reply = client.send(&request).await;
            assert_eq!((reply.status, reply.code().as_str()), (status, code));
        }
    }

    (client.key_id, client.secret, client.token) = (DENIED_KEY_ID, DENIED_KEY_SECRET, None);
    assert_eq!(client.call("DescribeRegions", &[]).await.status, 200);
    for action in ["DescribeImages", "DescribeImageFromFamily"] {
        let reply = client.call(action, HANGZHOU).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (403, "Forbidden.RAM")
        );
        let detail = &reply.json()["AccessDeniedDetail"];
        assert_eq!(detail["AuthAction"], format!("ecs:{action}"));
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused_and_quoted() {
    let mut client = Client::start(options()).await;
    (client.key_id, client.secret, client.token) = (STS_KEY_ID, "wrong", Some(STS_TOKEN));
    let reply = client.call("DescribeImages", HANGZHOU).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (400, "SignatureDoesNotMatch")
    );
    let message = reply.json()["Message"].as_str().unwrap().to_owned();
    assert!(message.contains("server StringToSign is [ACS3-HMAC-SHA256\n"));
    assert!(
        message.contains(STS_TOKEN),
        "the vendor quotes the token too"
    );
    assert_eq!(reply.json()["HostId"], "ecs.cn-hangzhou.aliyuncs.com");
    assert!(
        reply.json()["Recommend"]
            .as_str()
            .unwrap()
            .contains("q=SignatureDoesNotMatch&product=Ecs")
    );
    let params = [HANGZHOU[0], ("Format", "JSON")];
    let reply = client.send(&client.v1("DescribeImages", &params)).await;
    assert!(
        reply.json()["Message"]
            .as_str()
            .unwrap()
            .contains("server string to sign is:GET&%2F&AccessKeyId")
    );
    assert_eq!(client.sandbox.stats().refused_signatures, 2);
}

#[tokio::test]
async fn the_clock_window_is_fifteen_minutes_either_way() {
    let client = Client::start(options()).await;
    for (skew, status) in [
        (0, 200),
        (899, 200),
        (900, 200),
        (901, 400),
        (-899, 200),
        (-900, 200),
        (-901, 400),
    ] {
        client.time.store(NOW + skew, Relaxed);
        for request in [
            client.acs3("DescribeRegions", &[]),
            client.v1("DescribeRegions", &[("Format", "JSON")]),
        ] {
            let reply = client.send(&request).await;
            assert_eq!(reply.status, status, "{skew}");
            if status == 400 {
                assert_eq!(reply.code(), "InvalidTimeStamp.Expired");
            }
        }
    }
}

#[tokio::test]
async fn a_malformed_time_has_its_own_code() {
    let client = Client::start(options()).await;
    let request = client.v1("DescribeRegions", &[("Format", "JSON")]);
    let reply = client
        .send(&request.replace("10%3A10%3A10Z", "10%3A10Z"))
        .await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (400, "InvalidTimeStamp.Format")
    );
}

#[tokio::test]
async fn a_nonce_serves_once_per_key() {
    let mut client = Client::start(options()).await;
    let request = client.acs3("DescribeRegions", &[]);
    assert_eq!(client.send(&request).await.status, 200);
    let reply = client.send(&request).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (400, "SignatureNonceUsed")
    );
    client.nonce.store(0, Relaxed);
    assert_eq!(
        client.call("DescribeImages", HANGZHOU).await.code(),
        "SignatureNonceUsed"
    );
    client.nonce.store(0, Relaxed);
    (client.key_id, client.secret) = (DENIED_KEY_ID, DENIED_KEY_SECRET);
    assert_eq!(client.call("DescribeRegions", &[]).await.status, 200);
}

#[test]
fn old_nonces_are_forgotten() {
    let gate = Gate::default();
    assert!(gate.first_use("key", "nonce", 0));
    assert!(!gate.first_use("key", "nonce", 1_800));
    assert!(gate.first_use("key", "nonce", 1_801));
}

#[tokio::test]
async fn missing_parts_are_named() {
    let client = Client::start(options()).await;
    for name in [
        "Action",
        "Version",
        "AccessKeyId",
        "SignatureNonce",
        "Timestamp",
        "SignatureMethod",
        "SignatureVersion",
    ] {
        let request = client.v1("DescribeRegions", &[("Format", "JSON")]);
        let reply = client
            .send(&request.replace(&format!("{name}="), "Other="))
            .await;
        assert_eq!(
            (reply.status, reply.code()),
            (400, format!("Missing{name}"))
        );
    }
    for (header, code) in [
        ("x-acs-action", "MissingAction"),
        ("x-acs-version", "MissingVersion"),
        ("x-acs-date", "MissingTimestamp"),
        ("x-acs-signature-nonce", "MissingSignatureNonce"),
        ("x-acs-content-sha256", "MissingParameter"),
    ] {
        let request = client.acs3("DescribeRegions", &[]);
        let reply = client
            .send(&request.replace(&format!("{header}: "), "other: "))
            .await;
        assert_eq!((reply.status, reply.code().as_str()), (400, code));
    }
    let request = client.acs3("DescribeRegions", &[]);
    for (from, to, code) in [
        ("Signature=", "Sig=", "IncompleteSignature"),
        ("Credential=", "Cred=", "IncompleteSignature"),
        (
            "SignedHeaders=host;",
            "SignedHeaders=",
            "IncompleteSignature",
        ),
        (
            "ACS3-HMAC-SHA256 ",
            "ACS3-RSA-SHA256 ",
            "InvalidSignatureMethod",
        ),
    ] {
        assert_eq!(client.send(&request.replace(from, to)).await.code(), code);
    }
}

#[tokio::test]
async fn other_paths_methods_and_operations_are_refused() {
    let client = Client::start(options()).await;
    let request = client.acs3("DescribeRegions", &[]);
    let reply = client.send(&request.replace("POST /", "POST /other")).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (404, "InvalidApi.NotFound")
    );
    let reply = client.send(&request.replace("POST /", "PUT /")).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (403, "UnsupportedHTTPMethod")
    );
    let reply = client.call("RunInstances", &[]).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (404, "InvalidAction.NotFound")
    );
    assert_eq!(client.sandbox.stats().refused_signatures, 0);
}

#[tokio::test]
async fn connections_are_kept_and_everything_is_logged() {
    let client = Client::start(options()).await;
    let stream = tokio::net::TcpStream::connect(client.sandbox.address())
        .await
        .unwrap();
    for page in ["1", "2"] {
        let params = [HANGZHOU[0], ("PageNumber", page), ("PageSize", "5")];
        transmit(&stream, &client.acs3("DescribeImages", &params)).await;
        assert_eq!(receive(&stream).await.0.ids().len(), 5);
    }
    client.call("DescribeRegions", &[]).await;
    let log = client.sandbox.log();
    assert_eq!(
        log.iter().map(|seen| seen.connection).collect::<Vec<_>>(),
        [1, 1, 2]
    );
    assert_eq!(
        (log[1].action.as_str(), log[1].page, log[1].page_size),
        ("DescribeImages", Some(2), Some(5))
    );
    assert_eq!(log[1].region.as_deref(), Some("cn-hangzhou"));
    assert_eq!(log[1].nonce.as_deref(), Some("nonce-1"));
    assert_eq!((log[2].status, &log[2].code), (Some(200), &None));
    assert!(log[0].received <= log[1].received);
    let stats = client.sandbox.stats();
    assert_eq!((stats.requests, stats.connections), (3, 2));
}

#[tokio::test]
async fn stop_waits_and_then_refuses_connections() {
    let client = Client::start(options()).await;
    let address = client.sandbox.address();
    assert_eq!(client.sandbox.endpoint(), format!("http://{address}"));
    let idle = tokio::net::TcpStream::connect(address).await.unwrap();
    transmit(&idle, &client.acs3("DescribeRegions", &[])).await;
    assert_eq!(receive(&idle).await.0.status, 200);
    client.sandbox.stop().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
