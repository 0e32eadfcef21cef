//! Every fault does what it says, as often as it says.

use super::client::{Client, NOW, Reply, options, receive, transmit, with_images};
use crate::{
    Fault, FaultKind, Options,
    alibaba::{
        answer::{Language, Voice},
        products::ECS,
    },
    answer::Answer,
    fault::{Outcome, spoil},
};

const HANGZHOU: &[(&str, &str)] = &[("RegionId", "cn-hangzhou")];

async fn start(kind: FaultKind) -> Client {
    let faults = vec![Fault::always(kind)];
    Client::start(Options {
        faults,
        ..with_images(120)
    })
    .await
}

async fn page(kind: FaultKind, number: &str) -> Reply {
    start(kind).await.list(&[("PageNumber", number)]).await
}

#[tokio::test]
async fn answers_are_replaced() {
    for (kind, status, code) in [
        (FaultKind::Throttle, 400, "Throttling.User"),
        (FaultKind::ThrottleHint, 400, "Throttling.User"),
        (FaultKind::InternalError, 500, "InternalError"),
        (FaultKind::ErrorIn200, 200, "InternalError"),
        (FaultKind::Unavailable, 503, "ServiceUnavailable"),
        (FaultKind::ExpiredToken, 400, "InvalidSecurityToken.Expired"),
        (FaultKind::Forbidden, 403, "Forbidden.RAM"),
    ] {
        let client = start(kind).await;
        let reply = client.list(&[]).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (status, code),
            "{kind}"
        );
        let hint = (kind == FaultKind::ThrottleHint).then_some("200");
        assert_eq!(reply.header("x-acs-retry-after"), hint);
        assert_eq!(client.sandbox.stats().faults, 1);
        assert_eq!(client.sandbox.log()[0].faults, [kind]);
    }
}

#[tokio::test]
async fn gateways_answer_without_an_envelope() {
    let html = page(FaultKind::GatewayHtml, "1").await;
    assert_eq!(
        (html.status, html.header("content-type")),
        (503, Some("text/html"))
    );
    assert!(html.text().starts_with("<html>") && html.header("x-acs-request-id").is_none());
    let empty = page(FaultKind::GatewayEmpty, "1").await;
    assert_eq!((empty.status, empty.body.len()), (502, 0));
    let redirect = page(FaultKind::Redirect, "1").await;
    assert_eq!(
        (redirect.status, redirect.header("location")),
        (302, Some("http://elsewhere.invalid/"))
    );
}

#[tokio::test]
async fn bodies_are_damaged() {
    for kind in [FaultKind::TruncatedJson, FaultKind::Garbage] {
        let reply = page(kind, "1").await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, Some("application/json;charset=utf-8"))
        );
        assert!(
            serde_json::from_slice::<serde_json::Value>(&reply.body).is_err(),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn answers_are_not_those_of_the_api() {
    let foreign = page(FaultKind::ForeignJson, "1").await;
    assert_eq!(
        (foreign.status, foreign.text()),
        (200, "{\"error\":\"blocked\"}".into())
    );
    let read = |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body);
    let partial = page(FaultKind::Partial, "1").await;
    assert_eq!(partial.status, 206);
    assert!(read(&partial.body).is_ok());
    let behind = page(FaultKind::TextBehind, "1").await;
    assert!(behind.text().ends_with("} <!-- cached -->") && read(&behind.body).is_err());
    let many = read(&page(FaultKind::ManyRows, "1").await.body).unwrap();
    let rows = many["Images"]["Image"].as_array().unwrap();
    assert!(rows.len() > 1_000_000 && rows[1_000_000]["ImageId"].is_string());
}

#[tokio::test]
async fn connections_break() {
    let client = start(FaultKind::Cut).await;
    let (reply, whole) = client
        .exchange(&client.acs3("DescribeImages", HANGZHOU))
        .await;
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert!(!whole);
    assert_eq!((reply.status, reply.body.len()), (200, promised / 2));
    let client = start(FaultKind::Reset).await;
    let (reply, _) = client
        .exchange(&client.acs3("DescribeImages", HANGZHOU))
        .await;
    assert_eq!(reply.head, "");
    assert_eq!(client.sandbox.log()[0].status, None);
}

#[tokio::test]
async fn a_hanging_request_ends_with_the_sandbox() {
    let client = start(FaultKind::Hang).await;
    let stream = tokio::net::TcpStream::connect(client.sandbox.address())
        .await
        .unwrap();
    transmit(&stream, &client.acs3("DescribeImages", HANGZHOU)).await;
    while client.sandbox.log().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(client.sandbox.log()[0].status, None);
    client.sandbox.stop().await;
    assert_eq!(receive(&stream).await.0.head, "");
}

#[tokio::test]
async fn a_body_that_hangs_ends_with_the_sandbox() {
    let client = start(FaultKind::HangBody).await;
    let stream = tokio::net::TcpStream::connect(client.sandbox.address())
        .await
        .unwrap();
    transmit(&stream, &client.acs3("DescribeImages", HANGZHOU)).await;
    while client.sandbox.log().is_empty() {
        tokio::task::yield_now().await;
    }
    // Another connection is served meanwhile.
    client.sandbox.set_faults(Vec::new());
    assert_eq!(client.list(&[]).await.status, 200);
    client.sandbox.stop().await;
    let (reply, whole) = receive(&stream).await;
    assert_eq!((reply.status, reply.body.len(), whole), (200, 0, false));
    assert!(reply.header("x-acs-request-id").is_some(), "{reply:?}");
    assert_ne!(reply.header("content-length"), Some("0"));
}

#[test]
fn a_slow_answer_is_only_late() {
    let answer = Answer::foreign(200, "text/plain", "x");
    let voice = Voice {
        language: Language::Json,
        request_id: String::new(),
        host: String::new(),
        product: &ECS,
        action: String::new(),
    };
    assert!(
        matches!(spoil(FaultKind::Slow, answer, &voice), Outcome::SendLate(answer) if answer.status == 200)
    );
}

#[tokio::test]
async fn a_skewed_clock_says_so_and_accepts_its_own_time() {
    let client = start(FaultKind::ClockSkew).await;
    let reply = client.list(&[]).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (400, "InvalidTimeStamp.Expired")
    );
    assert_eq!(reply.header("date"), Some("Sat, 10 Oct 2026 11:10:10 GMT"));
    client
        .time
        .store(NOW + 3_600, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(client.list(&[]).await.status, 200);
}

#[tokio::test]
async fn listings_lie() {
    let clamped = page(FaultKind::ClampPageSize, "2").await;
    assert_eq!(
        (clamped.ids().len(), clamped.json()["PageSize"].as_u64()),
        (50, Some(50))
    );
    assert_eq!(
        page(FaultKind::TotalHigh, "1").await.json()["TotalCount"],
        220
    );
    assert_eq!(
        page(FaultKind::TotalLow, "1").await.json()["TotalCount"],
        60
    );
    assert_eq!(
        page(FaultKind::TotalZero, "1").await.json()["TotalCount"],
        0
    );
    assert_eq!(
        page(FaultKind::TotalNegative, "1").await.json()["TotalCount"],
        -1
    );
    assert!(
        page(FaultKind::TotalMissing, "1")
            .await
            .json()
            .get("TotalCount")
            .is_none()
    );
    let repeated = start(FaultKind::RepeatPage).await;
    assert_eq!(
        repeated.list(&[]).await.ids(),
        repeated.list(&[("PageNumber", "2")]).await.ids()
    );
    let empty = page(FaultKind::EmptyPage, "1").await;
    assert_eq!(
        (empty.ids().len(), empty.json()["TotalCount"].as_u64()),
        (0, Some(120))
    );
    let null = start(FaultKind::NullImages).await;
    assert!(null.list(&[]).await.json()["Images"].is_null());
    let family = null
        .call(
            "DescribeImageFromFamily",
            &[HANGZHOU[0], ("ImageFamily", "web")],
        )
        .await;
    assert!(family.json()["Image"].is_null() && family.json().get("Image").is_some());
}

#[tokio::test]
async fn conditions_and_counts_are_kept() {
    let faults = vec![
        "throttle:2@cn-beijing/3".parse().unwrap(),
        Fault {
            action: Some("DescribeRegions".into()),
            times: Some(1),
            ..Fault::always(FaultKind::InternalError)
        },
    ];
    let client = Client::start(Options {
        faults,
        ..options()
    })
    .await;
    let third = [("RegionId", "cn-beijing"), ("PageNumber", "3")];
    assert_eq!(client.call("DescribeImages", &[third[0]]).await.status, 200);
    assert_eq!(client.list(&[("PageNumber", "3")]).await.status, 200);
    for status in [400, 400, 200] {
        assert_eq!(client.call("DescribeImages", &third).await.status, status);
    }
    for status in [500, 200] {
        assert_eq!(client.call("DescribeRegions", &[]).await.status, status);
    }
    client
        .sandbox
        .set_faults(vec![Fault::always(FaultKind::Throttle)]);
    assert_eq!(client.call("DescribeRegions", &[]).await.status, 400);
    client.sandbox.set_faults(Vec::new());
    assert_eq!(client.call("DescribeRegions", &[]).await.status, 200);
}

#[tokio::test]
async fn a_fault_never_hides_a_wrong_signature() {
    let mut client = start(FaultKind::ErrorIn200).await;
    client.secret = "wrong";
    assert_eq!(client.list(&[]).await.code(), "SignatureDoesNotMatch");
    assert_eq!(client.sandbox.stats().faults, 0);
}

#[tokio::test]
async fn a_nonce_is_used_even_if_the_answer_is_lost() {
    let client = start(FaultKind::Reset).await;
    let request = client.acs3("DescribeImages", HANGZHOU);
    client.exchange(&request).await;
    client.sandbox.set_faults(Vec::new());
    assert_eq!(client.send(&request).await.code(), "SignatureNonceUsed");
}

#[test]
fn faults_are_read_from_the_command_line() {
    for kind in FaultKind::all() {
        assert_eq!(kind.name().parse(), Ok(Fault::always(kind)));
    }
    assert_eq!(FaultKind::all().count(), 49);
    let fault: Fault = "cut:3@cn-hangzhou".parse().unwrap();
    assert_eq!(
        (fault.kind, fault.times, fault.page),
        (FaultKind::Cut, Some(3), None)
    );
    assert_eq!(fault.region.as_deref(), Some("cn-hangzhou"));
    assert_eq!("slow/2".parse::<Fault>().unwrap().page, Some(2));
    let unknown = "trottle:1".parse::<Fault>().unwrap_err().to_string();
    assert!(unknown.contains("`trottle`") && unknown.contains("throttle-hint, internal-error,"));
    for wrong in [
        "",
        "throttle:",
        "throttle:0",
        "throttle:x",
        "throttle@",
        "throttle/0",
        "throttle/x",
    ] {
        assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
    }
}
