//! `DescribeImage` of ECM: arguments, filters, paging, limits, faults and the log.

use serde_json::{Value, json};

use super::client::{Client, NOW, Reply, options, with_images};
use super::tencent::{Tc3, ask, code, ids, start, v1};
use crate::{Fault, FaultKind, Options};

async fn filtered(client: &Client, name: &str, values: &[&str]) -> Reply {
    let filters = json!([{"Name": name, "Values": values}]);
    ask(client, &json!({"Filters": filters, "Limit": 100})).await
}

fn total(reply: &Reply) -> Value {
    reply.json()["Response"]["TotalCount"].clone()
}

#[tokio::test]
async fn each_filter_keeps_some_and_drops_some() {
    let client = start(options()).await;
    let all = ids(&ask(&client, &json!({"Limit": 100})).await);
    assert_eq!(all.len(), 24);
    for (name, values) in [
        ("image-id", &["img-7kq2vd1m"][..]),
        ("image-id", &["img-7kq2vd1m", "img-0ldshape", "img-none"]),
        ("image-type", &["PRIVATE_IMAGE"]),
        ("image-type", &["PUBLIC_IMAGE"]),
        ("instance-type", &["SR1.MEDIUM4"]),
        ("instance-type", &["S5.MEDIUM4"]),
        ("instance-type", &["SN3ne.SMALL1"]),
        ("image-name", &["web-base"]),
        ("image-name", &["镜像"]),
        ("image-os", &["CentOS"]),
        ("image-os", &["64位"]),
    ] {
        let reply = filtered(&client, name, values).await;
        let kept = ids(&reply);
        assert!(
            !kept.is_empty() && kept.len() < all.len(),
            "{name} {values:?}"
        );
        assert!(kept.iter().all(|id| all.contains(id)));
        assert_eq!(total(&reply), kept.len());
    }
    let sizes = |values: &'static [&str]| filtered(&client, "image-id", values);
    assert_eq!(
        ids(&sizes(&["img-7kq2vd1m", "img-0ldshape"]).await).len(),
        2
    );
    let small = ids(&filtered(&client, "instance-type", &["S5.SMALL1"]).await);
    let medium = ids(&filtered(&client, "instance-type", &["S5.MEDIUM4"]).await);
    assert!(small.len() < medium.len(), "Windows needs more than SMALL");
    let both = json!({"Filters": [
        {"Name": "image-type", "Values": ["PRIVATE_IMAGE", "PUBLIC_IMAGE"]},
        {"Name": "image-name", "Values": ["web-base"]},
        {"Name": "image-os", "Values": ["32位"]},
    ]});
    assert_eq!(ids(&ask(&client, &both).await), ["img-0ldshape"]);
}

#[tokio::test]
async fn where_nothing_matches_the_set_is_null() {
    let client = start(options()).await;
    for (name, value) in [
        ("image-id", "img-none"),
        ("image-name", "WEB-BASE"),
        ("instance-type", "T9.LARGE"),
        ("instance-type", "nonsense"),
    ] {
        let reply = filtered(&client, name, &[value]).await;
        let response = &reply.json()["Response"];
        assert_eq!(total(&reply), 0);
        assert!(response["ImageSet"].is_null() && response.get("ImageSet").is_some());
    }
    let empty = start(with_images(0)).await;
    assert!(ask(&empty, &json!({})).await.json()["Response"]["ImageSet"].is_null());
}

#[tokio::test]
async fn pages_add_up_at_the_edges() {
    let client = start(with_images(101)).await;
    for (arguments, rows) in [
        (json!({}), 20),
        (json!({"Limit": 1}), 1),
        (json!({"Limit": 100}), 100),
        (json!({"Limit": 100, "Offset": 100}), 1),
        (json!({"Limit": 100, "Offset": 101}), 0),
        (json!({"Offset": 5_000_000_000_000_i64}), 0),
        (json!({"Limit": 50, "Offset": 75}), 26),
    ] {
        let reply = ask(&client, &arguments).await;
        assert_eq!((ids(&reply).len(), total(&reply)), (rows, json!(101)));
    }
    let first = ids(&ask(&client, &json!({"Limit": 30})).await);
    let second = ids(&ask(&client, &json!({"Limit": 20, "Offset": 10})).await);
    assert_eq!(first[10..], second);
}

#[tokio::test]
async fn wrong_arguments_get_their_codes() {
    let client = start(options()).await;
    let filter = |name: &str| json!({"Name": name, "Values": ["img-1"]});
    let filters = |count: usize| json!({"Filters": vec![filter("image-id"); count]});
    assert_eq!(code(&ask(&client, &filters(10)).await), "");
    for (arguments, expected) in [
        (filters(11), "InvalidParameterValue.InvalidFilter"),
        (
            json!({"Filters": [filter("platform")]}),
            "InvalidParameterValue.InvalidFilter",
        ),
        (
            json!({"Filters": [{"Name": "image-id"}]}),
            "InvalidParameterValue.InvalidFilter",
        ),
        (
            json!({"Filters": [{"Values": ["x"]}]}),
            "InvalidParameterValue.InvalidFilter",
        ),
        (
            json!({"Filters": [{"Name": "image-name", "Values": ["a", "b"]}]}),
            "InvalidParameterValue.InvalidFilter",
        ),
        (
            json!({"Filters": [{"Name": "image-os", "Values": []}]}),
            "InvalidParameterValue.InvalidFilter",
        ),
        (
            json!({"Filters": [{"Name": "image-type", "Values": ["SHARED_IMAGE"]}]}),
            "InvalidParameterValue.InvalidFilter",
        ),
        (
            json!({"Filters": [{"Name": "image-id", "Values": ["m-1"]}]}),
            "InvalidParameterValue.InvalidImageID",
        ),
        (
            json!({"Filters": [{"Name": "image-id", "Values": ["img-1"], "Not": true}]}),
            "UnknownParameter",
        ),
        (json!({"filters": []}), "UnknownParameter"),
        (json!({"PageSize": 1}), "UnknownParameter"),
        (
            json!({"Limit": 101}),
            "InvalidParameterValue.ParameterValueTooLarge",
        ),
        (
            json!({"Limit": 0}),
            "InvalidParameterValue.InvaildPageParam",
        ),
        (
            json!({"Limit": -1}),
            "InvalidParameterValue.InvaildPageParam",
        ),
        (
            json!({"Offset": -1}),
            "InvalidParameterValue.InvaildPageParam",
        ),
        (json!({"Limit": "20"}), "InvalidParameter.InvalidDataFormat"),
        (json!({"Limit": 1.5}), "InvalidParameter.InvalidDataFormat"),
        (json!({"Limit": null}), "InvalidParameter.InvalidDataFormat"),
        (json!({"Filters": {}}), "InvalidParameter.InvalidDataFormat"),
        (
            json!({"Filters": ["image-id"]}),
            "InvalidParameter.InvalidDataFormat",
        ),
        (
            json!({"Filters": [{"Name": 1, "Values": ["x"]}]}),
            "InvalidParameter.InvalidDataFormat",
        ),
        (
            json!({"Filters": [{"Name": "image-id", "Values": "x"}]}),
            "InvalidParameter.InvalidDataFormat",
        ),
        (
            json!({"Filters": [{"Name": "image-id", "Values": [1]}]}),
            "InvalidParameter.InvalidDataFormat",
        ),
        (json!([]), "InvalidParameter.InvalidDataFormat"),
    ] {
        let reply = ask(&client, &arguments).await;
        assert_eq!(
            (reply.status, &*code(&reply)),
            (200, expected),
            "{arguments}"
        );
    }
}

#[tokio::test]
async fn flat_arguments_are_checked_too() {
    let client = start(options()).await;
    for (query, expected) in [
        ("", ""),
        ("Filters=&Limit=20", ""),
        ("Limit=100", ""),
        (
            "Filters.0.Name=image-type&Filters.0.Values.0=PUBLIC_IMAGE&Filters.0.Values.1=PRIVATE_IMAGE",
            "",
        ),
        (
            "Filters.0.Name=image-id&Filters.0.Values.1=img-1",
            "InvalidParameter.InvalidDataFormat",
        ),
        (
            "Filters.1.Name=image-id&Filters.1.Values.0=img-1",
            "InvalidParameter.InvalidDataFormat",
        ),
        ("Filters.0=a", "InvalidParameter.InvalidDataFormat"),
        (
            "Filters.0=a&Filters.0.Name=b",
            "InvalidParameter.InvalidDataFormat",
        ),
        ("Limit=1&Limit=2", "InvalidParameter.InvalidDataFormat"),
        (
            "a.a.a.a.a.a.a.a.a.a=1",
            "InvalidParameter.InvalidDataFormat",
        ),
        ("Limit=ten", "InvalidParameter.InvalidDataFormat"),
        ("Limit=101", "InvalidParameterValue.ParameterValueTooLarge"),
        ("RegionId=x", "UnknownParameter"),
        ("Action=DescribeImage", "UnknownParameter"),
    ] {
        let reply = client.send(&Tc3::get(&client, query).sign(&client)).await;
        assert_eq!(code(&reply), expected, "{query}");
    }
    // An empty body is no arguments; another type than JSON is refused.
    let empty = Tc3::post(&client, "").sign(&client);
    assert_eq!(code(&client.send(&empty).await), "");
    let form = Tc3 {
        kind: "application/x-www-form-urlencoded",
        ..Tc3::post(&client, "Limit=1")
    };
    let reply = client.send(&form.sign(&client)).await;
    assert_eq!(code(&reply), "InvalidRequest");
}

#[tokio::test]
async fn twenty_calls_in_a_second_are_enough() {
    let rate = |ecm_rate| Options {
        ecm_rate,
        ..options()
    };
    assert_eq!(options().ecm_rate, Some(20));
    let mut client = Client::start(rate(Some(3))).await;
    client.version = "2019-07-19";
    let burst = async || {
        let mut codes = Vec::new();
        for _ in 0..4 {
            codes.push(code(&ask(&client, &json!({})).await));
        }
        codes
    };
    assert_eq!(burst().await, ["", "", "", "RequestLimitExceeded"]);
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    assert_eq!(code(&ask(&client, &json!({})).await), "");
    let seen = client.sandbox.log();
    assert_eq!(seen[3].code.as_deref(), Some("RequestLimitExceeded"));
    // Refused before anything is counted.
    let mut client = Client::start(rate(Some(1))).await;
    client.version = "2019-07-19";
    let secret = std::mem::replace(&mut client.secret, "wrong");
    assert_eq!(
        code(&ask(&client, &json!({})).await),
        "AuthFailure.SignatureFailure"
    );
    client.secret = secret;
    assert_eq!(code(&ask(&client, &json!({})).await), "");
}

#[tokio::test]
async fn faults_speak_the_language_of_the_vendor() {
    let client = start(with_images(120)).await;
    for (kind, expected) in [
        (FaultKind::Throttle, "RequestLimitExceeded"),
        (
            FaultKind::ThrottleHint,
            "RequestLimitExceeded.UinLimitExceeded",
        ),
        (FaultKind::InternalError, "InternalError"),
        (
            FaultKind::ErrorIn200,
            "FailedOperation.InternalOperationFailure",
        ),
        (FaultKind::Unavailable, "ServiceUnavailable"),
        (FaultKind::ExpiredToken, "AuthFailure.TokenFailure"),
        (FaultKind::Forbidden, "UnauthorizedOperation"),
    ] {
        client.sandbox.set_faults(vec![Fault::always(kind)]);
        let reply = ask(&client, &json!({})).await;
        assert_eq!((reply.status, &*code(&reply)), (200, expected), "{kind}");
        assert_eq!(client.sandbox.log().last().unwrap().faults, [kind]);
    }
    let spoiled = async |kind: FaultKind, arguments: Value| {
        client.sandbox.set_faults(vec![Fault::always(kind)]);
        ask(&client, &arguments).await
    };
    for (kind, status) in [
        (FaultKind::GatewayHtml, 503),
        (FaultKind::GatewayEmpty, 502),
        (FaultKind::Redirect, 302),
        (FaultKind::TruncatedJson, 200),
        (FaultKind::Garbage, 200),
    ] {
        let reply = spoiled(kind, json!({})).await;
        assert_eq!(reply.status, status);
        assert!(
            serde_json::from_slice::<Value>(&reply.body).is_err(),
            "{kind}"
        );
    }
    let skewed = spoiled(FaultKind::ClockSkew, json!({})).await;
    assert_eq!(code(&skewed), "AuthFailure.SignatureExpire");
    assert_eq!(skewed.header("date"), Some("Sat, 10 Oct 2026 11:10:10 GMT"));
    client
        .time
        .store(NOW + 3_600, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(code(&ask(&client, &json!({})).await), "");
}

#[tokio::test]
async fn listings_lie() {
    let client = start(with_images(120)).await;
    let page = async |kind: FaultKind, arguments: Value| {
        client.sandbox.set_faults(vec![Fault::always(kind)]);
        ask(&client, &arguments).await
    };
    let first = json!({"Limit": 100});
    let second = json!({"Limit": 100, "Offset": 100});
    let clamped = page(FaultKind::ClampPageSize, first.clone()).await;
    assert_eq!((ids(&clamped).len(), total(&clamped)), (50, json!(120)));
    assert_eq!(total(&page(FaultKind::TotalHigh, first.clone()).await), 220);
    assert_eq!(total(&page(FaultKind::TotalLow, first.clone()).await), 60);
    assert_eq!(total(&page(FaultKind::TotalZero, first.clone()).await), 0);
    let negative = page(FaultKind::TotalNegative, first.clone()).await;
    assert_eq!(total(&negative), -1);
    let missing = page(FaultKind::TotalMissing, first.clone()).await;
    assert!(missing.json()["Response"].get("TotalCount").is_none());
    let repeated = page(FaultKind::RepeatPage, second).await;
    let honest = page(FaultKind::RepeatPage, first.clone()).await;
    assert_eq!(ids(&repeated), ids(&honest));
    let empty = page(FaultKind::EmptyPage, first.clone()).await;
    assert_eq!((ids(&empty).len(), total(&empty)), (0, json!(120)));
    let null = page(FaultKind::NullImages, first).await;
    assert!(null.json()["Response"]["ImageSet"].is_null());
    assert_eq!(total(&null), 120);
}

#[tokio::test]
async fn faults_can_name_pages_and_regions() {
    let client = start(with_images(120)).await;
    client.sandbox.set_faults(vec![
        "throttle:1/3".parse().unwrap(),
        "internal-error:1@ap-hangzhou-ecm".parse().unwrap(),
    ]);
    let at = |offset: u32| json!({"Limit": 20, "Offset": offset});
    for (offset, expected) in [(0, ""), (20, ""), (40, "RequestLimitExceeded"), (40, "")] {
        assert_eq!(code(&ask(&client, &at(offset)).await), expected, "{offset}");
    }
    let body = at(0).to_string();
    let regional = Tc3 {
        more: &[("x-tc-region", "ap-hangzhou-ecm")],
        ..Tc3::post(&client, &body)
    };
    for expected in ["InternalError", ""] {
        let reply = client.send(&regional.sign(&client)).await;
        assert_eq!(code(&reply), expected);
    }
}

#[tokio::test]
async fn everything_is_logged() {
    let client = start(options()).await;
    ask(&client, &json!({"Limit": 5, "Offset": 10})).await;
    let query = "Offset=40&Limit=20";
    client.send(&Tc3::get(&client, query).sign(&client)).await;
    let params = [("Region", "ap-x-ecm"), ("Offset", "20")];
    client.send(&v1(&client, "POST", "HmacSHA1", &params)).await;
    ask(&client, &json!({"Limit": 0})).await;
    let log = client.sandbox.log();
    let seen: Vec<_> = log
        .iter()
        .map(|seen| (seen.page, seen.page_size, seen.region.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            (Some(3), Some(5), None),
            (Some(3), Some(20), None),
            (Some(2), None, Some("ap-x-ecm")),
            (None, Some(0), None),
        ]
    );
    assert!(log.iter().all(|seen| seen.action == "DescribeImage"));
    assert!(log.iter().all(|seen| seen.status == Some(200)));
    assert_eq!(log[0].nonce, None);
    assert_eq!(
        log[3].code.as_deref(),
        Some("InvalidParameterValue.InvaildPageParam")
    );
}
