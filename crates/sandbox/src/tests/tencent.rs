//! Signs like Tencent's SDKs, and what the envelope of ECM refuses.

use std::sync::atomic::Ordering::Relaxed;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::client::{Client, NOW, Reply, encode, hex, options};
use crate::{DENIED_KEY_ID, DENIED_KEY_SECRET, Options, STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN};

/// A client for ECM, with no limit to its calls.
pub(super) async fn start(options: Options) -> Client {
    let mut client = Client::start(Options {
        ecm_rate: None,
        ..options
    })
    .await;
    client.version = "2019-07-19";
    client
}

fn sha256_hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// A request signed by version 3, some parts of which a test may want otherwise.
pub(super) struct Tc3<'a> {
    pub(super) action: &'a str,
    pub(super) service: &'a str,
    pub(super) method: &'a str,
    pub(super) query: &'a str,
    pub(super) body: &'a str,
    pub(super) kind: &'a str,
    pub(super) host: String,
    pub(super) signed_host: String,
    pub(super) date: String,
    pub(super) more: &'a [(&'a str, &'a str)],
}

impl<'a> Tc3<'a> {
    pub(super) fn post(client: &Client, body: &'a str) -> Tc3<'a> {
        let host = client.sandbox.address().to_string();
        let time = jiff::Timestamp::from_second(client.time.load(Relaxed)).unwrap();
        Tc3 {
            action: "DescribeImage",
            service: "ecm",
            method: "POST",
            query: "",
            body,
            kind: "application/json",
            signed_host: host.clone(),
            host,
            date: time.strftime("%Y-%m-%d").to_string(),
            more: &[],
        }
    }

    pub(super) fn get(client: &Client, query: &'a str) -> Tc3<'a> {
        Tc3 {
            method: "GET",
            query,
            kind: "application/x-www-form-urlencoded",
            ..Tc3::post(client, "")
        }
    }

    pub(super) fn sign(&self, client: &Client) -> String {
        let Tc3 {
            action,
            service,
            method,
            query,
            body,
            kind,
            host,
            signed_host,
            date,
            ..
        } = self;
        let stamp = client.time.load(Relaxed);
        let canonical = format!(
            "{method}\n/\n{query}\ncontent-type:{kind}\nhost:{signed_host}\n\ncontent-type;host\n{}",
            hex(&Sha256::digest(body))
        );
        let scope = format!("{date}/{service}/tc3_request");
        let text = format!(
            "TC3-HMAC-SHA256\n{stamp}\n{scope}\n{}",
            hex(&Sha256::digest(canonical))
        );
        let key = sha256_hmac(format!("TC3{}", client.secret).as_bytes(), date);
        let key = sha256_hmac(&sha256_hmac(&key, service), "tc3_request");
        let signature = hex(&sha256_hmac(&key, &text));
        let token = client.token.map(|token| ("x-tc-token", token));
        let more: String = self
            .more
            .iter()
            .copied()
            .chain(token)
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        format!(
            "{method} /?{query} HTTP/1.1\r\nhost: {host}\r\ncontent-type: {kind}\r\nx-tc-action: {action}\r\nx-tc-version: {}\r\nx-tc-timestamp: {stamp}\r\n{more}authorization: TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders=content-type;host, Signature={signature}\r\ncontent-length: {}\r\n\r\n{body}",
            client.version,
            client.key_id,
            body.len()
        )
    }
}

/// Calls `DescribeImage` with version 3 and a JSON body.
pub(super) async fn ask(client: &Client, arguments: &Value) -> Reply {
    let body = arguments.to_string();
    client.send(&Tc3::post(client, &body).sign(client)).await
}

/// A request signed by version 1.
pub(super) fn v1(client: &Client, method: &str, hash: &str, params: &[(&str, &str)]) -> String {
    let host = client.sandbox.address().to_string();
    let stamp = client.time.load(Relaxed).to_string();
    let mut all = params.to_vec();
    all.extend([
        ("Nonce", "11886"),
        ("SecretId", client.key_id),
        ("Timestamp", &stamp),
        ("Version", client.version),
    ]);
    if !params.iter().any(|(name, _)| *name == "Action") {
        all.push(("Action", "DescribeImage"));
    }
    if !hash.is_empty() {
        all.push(("SignatureMethod", hash));
    }
    all.extend(client.token.map(|token| ("Token", token)));
    all.sort_unstable();
    let pairs = |escape: fn(&str) -> String| {
        let pairs = all
            .iter()
            .map(|(name, value)| format!("{name}={}", escape(value)));
        pairs.collect::<Vec<_>>().join("&")
    };
    let text = format!("{method}{host}/?{}", pairs(str::to_owned));
    let signature = if hash == "HmacSHA256" {
        sha256_hmac(client.secret.as_bytes(), &text)
    } else {
        let mut mac = Hmac::<Sha1>::new_from_slice(client.secret.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let form = format!(
        "{}&Signature={}",
        pairs(encode),
        encode(&STANDARD.encode(signature))
    );
    if method == "GET" {
        return format!("GET /?{form} HTTP/1.1\r\nhost: {host}\r\n\r\n");
    }
    format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    )
}

/// The code of an error; checks the envelope on the way.
pub(super) fn code(reply: &Reply) -> String {
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let response = &reply.json()["Response"];
    let id = response["RequestId"].as_str().unwrap();
    assert_eq!((id.len(), id), (36, &*id.to_lowercase()));
    let code = response["Error"]["Code"].as_str();
    if code.is_some() {
        let members: Vec<&String> = response.as_object().unwrap().keys().collect();
        assert_eq!(members, ["Error", "RequestId"]);
        assert!(!response["Error"]["Message"].as_str().unwrap().is_empty());
    }
    code.unwrap_or_default().to_owned()
}

/// The ids of a listing.
pub(super) fn ids(reply: &Reply) -> Vec<String> {
    let json = reply.json();
    let images = json["Response"]["ImageSet"]
        .as_array()
        .unwrap_or_else(|| panic!("{json}"));
    images
        .iter()
        .map(|image| image["ImageId"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn all_six_ways_to_ask_find_the_same() {
    let mut client = start(options()).await;
    for token in [None, Some(STS_TOKEN)] {
        if token.is_some() {
            (client.key_id, client.secret, client.token) = (STS_KEY_ID, STS_KEY_SECRET, token);
        }
        let body =
            json!({"Filters": [{"Name": "image-name", "Values": ["导入 镜像"]}], "Limit": 5});
        let params = [
            ("Filters.0.Name", "image-name"),
            ("Filters.0.Values.0", "导入 镜像"),
            ("Limit", "5"),
        ];
        let query = "Limit=5&Filters.0.Name=image-name&Filters.0.Values.0=%E5%AF%BC%E5%85%A5+%E9%95%9C%E5%83%8F";
        for request in [
            Tc3::post(&client, &body.to_string()).sign(&client),
            Tc3::get(&client, query).sign(&client),
            v1(&client, "GET", "HmacSHA1", &params),
            v1(&client, "GET", "", &params),
            v1(&client, "GET", "HmacSHA256", &params),
            v1(&client, "POST", "HmacSHA1", &params),
            v1(&client, "POST", "HmacSHA256", &params),
        ] {
            let reply = client.send(&request).await;
            assert_eq!(code(&reply), "", "{request}");
            assert_eq!(ids(&reply), ["img-ext00001"]);
        }
    }
    assert_eq!(client.sandbox.stats().refused_signatures, 0);
}

#[tokio::test]
async fn the_host_may_be_signed_in_three_ways() {
    let client = start(options()).await;
    let port = client.sandbox.address().port();
    for (host, signed_host, expected) in [
        (format!("127.0.0.1:{port}"), "127.0.0.1".to_owned(), ""),
        (
            format!("http://127.0.0.1:{port}"),
            format!("http://127.0.0.1:{port}"),
            "",
        ),
        ("ECM.localhost".to_owned(), "ecm.localhost".to_owned(), ""),
        (
            format!("127.0.0.1:{port}"),
            "localhost".to_owned(),
            "AuthFailure.SignatureFailure",
        ),
    ] {
        let request = Tc3 {
            host,
            signed_host,
            ..Tc3::post(&client, "{}")
        };
        let reply = client.send(&request.sign(&client)).await;
        assert_eq!(code(&reply), expected);
    }
}

#[tokio::test]
async fn the_clock_window_is_five_minutes_either_way() {
    let client = start(options()).await;
    for (skew, expected) in [
        (300, ""),
        (-300, ""),
        (301, "AuthFailure.SignatureExpire"),
        (-301, "AuthFailure.SignatureExpire"),
    ] {
        client.time.store(NOW + skew, Relaxed);
        for request in [
            Tc3::post(&client, "{}").sign(&client),
            v1(&client, "GET", "HmacSHA1", &[]),
        ] {
            let reply = client.send(&request).await;
            assert_eq!(code(&reply), expected, "{skew}");
            assert_eq!(reply.header("date"), Some("Sat, 10 Oct 2026 10:10:10 GMT"));
        }
    }
}

#[tokio::test]
async fn refusals_come_in_their_order() {
    let mut client = start(options()).await;
    let good = Tc3::post(&client, "{}").sign(&client);
    for (from, to, expected) in [
        (
            "HMAC-SHA256 Cred",
            "RSA Cred",
            "AuthFailure.InvalidAuthorization",
        ),
        ("/tc3_request", "/other", "AuthFailure.InvalidAuthorization"),
        (";host,", ",", "AuthFailure.InvalidAuthorization"),
        (
            "x-tc-timestamp: 1",
            "x-tc-timestamp: x",
            "AuthFailure.InvalidAuthorization",
        ),
        (
            "x-tc-timestamp: 1",
            "x-tc-timestamp: -1",
            "AuthFailure.InvalidAuthorization",
        ),
        (
            "x-tc-timestamp",
            "x-tc-time",
            "AuthFailure.InvalidAuthorization",
        ),
        ("Signature=", "Signature=0", "AuthFailure.SignatureFailure"),
        ("\r\n\r\n{}", "\r\n\r\n[]", "AuthFailure.SignatureFailure"),
        (
            "application/json",
            "application/xml",
            "AuthFailure.SignatureFailure",
        ),
        // Neither is signed, so that the request stays valid.
        (
            "x-tc-version: 2019-07-19",
            "x-tc-version: 2017-03-12",
            "NoSuchVersion",
        ),
        (
            "x-tc-action: DescribeImage",
            "x-tc-action: DescribeImages",
            "InvalidAction",
        ),
        ("POST /", "PUT /", "UnsupportedProtocol"),
        ("POST /?", "POST /v2?", "InvalidRequest"),
    ] {
        let request = good.replace(from, to);
        assert_ne!(request, good, "{from}");
        let reply = client.send(&request).await;
        assert_eq!((reply.status, &*code(&reply)), (200, expected), "{to}");
    }
    let other_day = Tc3 {
        date: "2026-10-09".to_owned(),
        ..Tc3::post(&client, "{}")
    };
    let reply = client.send(&other_day.sign(&client)).await;
    assert_eq!(code(&reply), "AuthFailure.SignatureFailure");

    client.key_id = "AKID-unknown";
    client.time.store(NOW + 1_000, Relaxed);
    assert_eq!(
        code(&ask(&client, &json!({})).await),
        "AuthFailure.SecretIdNotFound"
    );
    (client.key_id, client.secret) = (STS_KEY_ID, "wrong");
    assert_eq!(
        code(&ask(&client, &json!({})).await),
        "AuthFailure.SignatureExpire"
    );
    client.time.store(NOW, Relaxed);
    assert_eq!(
        code(&ask(&client, &json!({})).await),
        "AuthFailure.SignatureFailure"
    );
    client.secret = STS_KEY_SECRET;
    for token in [None, Some("wrong")] {
        client.token = token;
        assert_eq!(
            code(&ask(&client, &json!({})).await),
            "AuthFailure.TokenFailure"
        );
        let request = v1(&client, "POST", "HmacSHA256", &[]);
        assert_eq!(
            code(&client.send(&request).await),
            "AuthFailure.TokenFailure"
        );
    }
    (client.key_id, client.secret, client.token) = (DENIED_KEY_ID, DENIED_KEY_SECRET, None);
    let reply = ask(&client, &json!({"Nonsense": 1})).await;
    assert_eq!(code(&reply), "UnauthorizedOperation.ForbiddenOperation");
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn version_1_is_checked_too() {
    let client = start(options()).await;
    let good = v1(&client, "GET", "HmacSHA1", &[]);
    for (from, to, expected) in [
        ("Nonce=11886", "Nonce=0", "AuthFailure.InvalidAuthorization"),
        ("Nonce=", "Nonsense=", "AuthFailure.InvalidAuthorization"),
        ("&Signature=", "&Sig=", "AuthFailure.InvalidAuthorization"),
        ("Timestamp=1", "Timestamp=", "AuthFailure.SignatureExpire"),
        ("Nonce=11886", "Nonce=11887", "AuthFailure.SignatureFailure"),
        ("HmacSHA1", "HmacSHA256", "AuthFailure.SignatureFailure"),
    ] {
        let reply = client.send(&good.replace(from, to)).await;
        assert_eq!(code(&reply), expected, "{to}");
    }
    // Nothing is written about a repeated nonce.
    for _ in 0..2 {
        assert_eq!(code(&client.send(&good).await), "");
    }
    assert_eq!(
        client.sandbox.log().last().unwrap().nonce.as_deref(),
        Some("11886")
    );
    assert_eq!(client.sandbox.stats().refused_signatures, 6);
}
