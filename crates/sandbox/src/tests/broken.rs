//! Faults of gateways, connections, lengths, compression and clocks, on every product; and retries.

use std::{
    io::{self, Read as _},
    sync::atomic::Ordering::Relaxed,
    time::Instant,
};

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use super::client::{Client, NOW, options, receive, transmit, with_images};
use super::tencent::Tc3;
use crate::{Fault, FaultKind, Options};

/// Versions, by which the products are told apart.
const ECS: &str = "2014-05-26";
const ENS: &str = "2017-11-10";
const ECM: &str = "2019-07-19";
const PRODUCTS: [&str; 3] = [ECS, ENS, ECM];

/// A client of one product whose sandbox has one fault.
async fn start(version: &'static str, kind: FaultKind) -> Client {
    let faults = vec![Fault::always(kind)];
    let mut client = Client::start(Options {
        faults,
        ..with_images(120)
    })
    .await;
    client.version = version;
    client
}

/// A good request for images.
fn request(client: &Client) -> String {
    match client.version {
        ECS => client.acs3("DescribeImages", &[("RegionId", "cn-hangzhou")]),
        ENS => client.acs3("DescribeImageInfos", &[]),
        _ => Tc3::post(client, "{}").sign(client),
    }
}

/// Everything that comes on a connection, and how the connection ends.
async fn everything(client: &Client) -> (String, Vec<u8>, io::Result<()>) {
    let stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    transmit(&stream, &request(client)).await;
    let mut bytes = Vec::new();
    let ended = loop {
        let mut buffer = vec![0; 65_536];
        stream.readable().await.unwrap();
        match stream.try_read(&mut buffer) {
            Ok(0) => break Ok(()),
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => break Err(error),
        }
    };
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.map_or(bytes.len(), |end| end + 4);
    let body = bytes.split_off(end);
    (String::from_utf8(bytes).unwrap(), body, ended)
}

/// How long the body is, says the head.
fn promised(head: &str) -> usize {
    let length = head.split_once("content-length: ").unwrap().1;
    length.split_once("\r\n").unwrap().0.parse().unwrap()
}

fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<Value>(body).is_ok()
}

/// The error code of an answer of any product; empty if it is none.
fn code(body: &[u8]) -> String {
    let json: Value = serde_json::from_slice(body).unwrap();
    let code = [&json["Code"], &json["Response"]["Error"]["Code"]];
    let text = code.into_iter().find_map(Value::as_str);
    text.unwrap_or_default().to_owned()
}

#[test]
fn every_fault_says_what_it_is() {
    for kind in FaultKind::all() {
        let about = kind.about();
        assert!(
            about.len() > 10 && !about.ends_with('.') && !about.contains('\n'),
            "{kind}"
        );
        assert!(about.starts_with(char::is_uppercase), "{kind}");
        let alike = FaultKind::all().filter(|other| other.about() == about);
        assert_eq!(alike.count(), 1, "{kind}");
    }
}

#[tokio::test]
async fn no_product_escapes_a_fault() {
    let bad = FaultKind::all().filter(|kind| !kind.is_harmless());
    // Two never end, and of another this client takes more than is promised.
    let left_out = [FaultKind::Hang, FaultKind::HangBody, FaultKind::LengthShort];
    let bad = bad.filter(|kind| !left_out.contains(kind));
    for kind in bad {
        for version in PRODUCTS {
            let client = start(version, kind).await;
            assert_ne!(is_good(&client).await, Some(true), "{version} {kind}");
            assert_eq!(client.sandbox.log()[0].faults, [kind], "{version}");
        }
    }
}

#[tokio::test]
async fn gateways_of_every_product_fail_alike() {
    for version in PRODUCTS {
        for (kind, status, html) in [
            (FaultKind::InternalErrorHtml, 500, true),
            (FaultKind::InternalErrorEmpty, 500, false),
            (FaultKind::GatewayHtml, 503, true),
            (FaultKind::UnavailableEmpty, 503, false),
            (FaultKind::GatewayEmpty, 502, false),
        ] {
            let client = start(version, kind).await;
            let reply = client.send(&request(&client)).await;
            assert_eq!(reply.status, status, "{version} {kind}");
            let page = format!("<html>\n<head><title>{status} ");
            assert_eq!(reply.text().starts_with(&page), html, "{version} {kind}");
            assert_eq!(reply.body.is_empty(), !html, "{version} {kind}");
        }
    }
}

#[tokio::test]
async fn connections_of_every_product_break() {
    for version in PRODUCTS {
        let (head, body, ended) = everything(&start(version, FaultKind::Reset).await).await;
        assert_eq!((head.as_str(), body.len()), ("", 0), "{version}");
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::ConnectionReset);

        let (head, body, ended) = everything(&start(version, FaultKind::ResetBody).await).await;
        assert_eq!(body.len(), promised(&head) / 2, "{version}");
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::ConnectionReset);

        let (head, body, ended) = everything(&start(version, FaultKind::Cut).await).await;
        assert_eq!(body.len(), promised(&head) / 2, "{version}");
        assert!(ended.is_ok(), "{version}");
    }
}

#[tokio::test]
async fn connections_are_refused_so_many_times() {
    let client = start(ECS, FaultKind::Refuse).await;
    client.sandbox.set_faults(vec!["refuse:2".parse().unwrap()]);
    for _ in 0..2 {
        let stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
        assert_eq!(receive(&stream).await.0.head, "");
    }
    assert_eq!(client.send(&request(&client)).await.status, 200);
    let stats = client.sandbox.stats();
    assert_eq!((stats.faults, stats.connections, stats.requests), (2, 1, 1));
    // A condition on requests cannot be met before there is one.
    for wrong in ["refuse@cn-hangzhou", "refuse:1/2"] {
        assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
    }
    client.sandbox.set_faults(vec![Fault {
        page: Some(1),
        ..Fault::always(FaultKind::Refuse)
    }]);
    assert_eq!(client.send(&request(&client)).await.status, 200);
}

#[tokio::test]
async fn lengths_of_every_product_are_wrong() {
    for version in PRODUCTS {
        let (head, body, ended) = everything(&start(version, FaultKind::LengthLong).await).await;
        assert!(is_json(&body) && ended.is_ok(), "{version}");
        assert_eq!(promised(&head), body.len() + 100, "{version}");
        let (head, body, ended) = everything(&start(version, FaultKind::LengthShort).await).await;
        assert!(is_json(&body) && ended.is_ok(), "{version}");
        assert_eq!(promised(&head), body.len() / 2, "{version}");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\ncontent-type: application/json"));
    }
}

#[tokio::test]
async fn bodies_of_every_product_trickle() {
    for version in PRODUCTS {
        let client = start(version, FaultKind::SlowBody).await;
        let start = Instant::now();
        let (head, body, ended) = everything(&client).await;
        assert!(start.elapsed().as_millis() >= 900, "{version}");
        assert!(is_json(&body) && ended.is_ok(), "{version}");
        assert_eq!(promised(&head), body.len());
        assert!(head.contains("\r\ndate: "), "{version}");
    }
}

#[tokio::test]
async fn bodies_of_every_product_are_compressed() {
    for version in PRODUCTS {
        let client = start(version, FaultKind::Gzip).await;
        let reply = client.send(&request(&client)).await;
        assert_eq!(reply.header("content-encoding"), Some("gzip"));
        let mut whole = Vec::new();
        let mut decoder = GzDecoder::new(&*reply.body);
        decoder.read_to_end(&mut whole).unwrap();
        assert!(is_json(&whole) && code(&whole).is_empty(), "{version}");

        let client = start(version, FaultKind::GzipBroken).await;
        let reply = client.send(&request(&client)).await;
        assert_eq!(reply.header("content-encoding"), Some("gzip"));
        let mut decoder = GzDecoder::new(&*reply.body);
        assert!(decoder.read_to_end(&mut Vec::new()).is_err(), "{version}");
    }
}

#[tokio::test]
async fn clocks_of_every_product_are_off() {
    for version in PRODUCTS {
        for (kind, skew, date) in [
            (FaultKind::ClockSkew, 3_600, "Sat, 10 Oct 2026 11:10:10 GMT"),
            (
                FaultKind::ClockBehind,
                -3_600,
                "Sat, 10 Oct 2026 09:10:10 GMT",
            ),
        ] {
            let client = start(version, kind).await;
            let reply = client.send(&request(&client)).await;
            assert!(code(&reply.body).contains("Expire"), "{version} {kind}");
            assert_eq!(reply.header("date"), Some(date));
            client.time.store(NOW + skew, Relaxed);
            let reply = client.send(&request(&client)).await;
            assert_eq!(code(&reply.body), "", "{version} {kind}");
        }
    }
}

/// Ids and total of one page of ten.
async fn page(client: &Client, number: usize) -> (Vec<String>, Option<u64>) {
    let reply = if client.version == ECM {
        let body = json!({"Limit": 10, "Offset": (number - 1) * 10}).to_string();
        client.send(&Tc3::post(client, &body).sign(client)).await
    } else {
        let number = number.to_string();
        let params = [("RegionId", "cn-hangzhou"), ("PageNumber", &number)];
        client.call("DescribeImages", &params).await
    };
    let json = reply.json();
    let (images, total) = match &json["Response"] {
        Value::Null => (&json["Images"]["Image"], &json["TotalCount"]),
        response => (&response["ImageSet"], &response["TotalCount"]),
    };
    let images = images.as_array().unwrap();
    let ids = images
        .iter()
        .map(|image| image["ImageId"].as_str().unwrap().to_owned());
    (ids.collect(), total.as_u64())
}

#[tokio::test]
async fn lists_change_between_pages() {
    for version in [ECS, ECM] {
        let client = start(version, FaultKind::TotalMoves).await;
        client.sandbox.set_faults(Vec::new());
        let first = page(&client, 1).await.0;
        let second = page(&client, 2).await.0;
        let third = page(&client, 3).await.0;
        let set = |kinds: &[FaultKind]| {
            let faults = kinds.iter().copied().map(Fault::always);
            client.sandbox.set_faults(faults.collect());
        };

        set(&[FaultKind::RowsInserted]);
        assert_eq!(page(&client, 1).await, (first.clone(), Some(120)));
        let (ids, total) = page(&client, 2).await;
        assert_eq!((&ids[0], &ids[1..]), (&first[9], &second[..9]), "{version}");
        assert_eq!(total, Some(121));

        set(&[FaultKind::RowsRemoved]);
        assert_eq!(page(&client, 1).await, (first.clone(), Some(120)));
        let (ids, total) = page(&client, 2).await;
        assert_eq!((&ids[..9], &ids[9]), (&second[1..], &third[0]), "{version}");
        assert_eq!(total, Some(119));

        set(&[FaultKind::TotalMoves]);
        assert_eq!(page(&client, 1).await, (first.clone(), Some(120)));
        assert_eq!(page(&client, 2).await, (second, Some(121)), "{version}");

        set(&[FaultKind::DuplicateRows]);
        let (ids, total) = page(&client, 1).await;
        assert_eq!((&ids[0], &ids[1..]), (&first[0], &first[..]), "{version}");
        assert_eq!(total, Some(120));

        set(&[FaultKind::TotalGrows, FaultKind::RepeatPage]);
        for number in [1, 2, 1_000] {
            let total = Some(number as u64 * 10 + 10);
            assert_eq!(page(&client, number).await, (first.clone(), total));
        }
    }
    let client = start(ENS, FaultKind::DuplicateRows).await;
    let ids = client.send(&request(&client)).await.ids();
    assert_eq!((ids.len(), &ids[0]), (121, &ids[1]));
}

#[tokio::test]
async fn retries_are_counted_once_for_each_failure() {
    for version in PRODUCTS {
        let client = start(version, FaultKind::Throttle).await;
        let retries = || client.sandbox.stats().retries;
        let again = async || is_good(&client).await;
        assert_eq!((again().await, retries()), (Some(false), 0), "{version}");
        assert_eq!((again().await, retries()), (Some(false), 1), "{version}");
        for kind in [FaultKind::Reset, FaultKind::Cut, FaultKind::TruncatedJson] {
            client.sandbox.set_faults(vec![Fault::always(kind)]);
            let before = retries();
            again().await;
            assert_eq!(retries(), before + 1, "{version} {kind}");
        }
        client.sandbox.set_faults(Vec::new());
        assert_eq!((again().await, retries()), (Some(true), 5), "{version}");
        // Nothing has failed since.
        assert_eq!((again().await, retries()), (Some(true), 5), "{version}");
    }
}

/// Whether the answer was good; `None` if there was none.
async fn is_good(client: &Client) -> Option<bool> {
    let stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    transmit(&stream, &request(client)).await;
    let (reply, whole) = receive(&stream).await;
    let is_page = |body: &[u8]| {
        let names_itself = String::from_utf8_lossy(body).contains("\"RequestId\"");
        is_json(body) && code(body).is_empty() && names_itself && body.len() < 1_000_000
    };
    (reply.status != 0).then(|| whole && reply.status == 200 && is_page(&reply.body))
}

#[tokio::test]
async fn other_pages_and_regions_are_no_retries() {
    let client = Client::start(Options {
        faults: vec!["throttle:1".parse().unwrap()],
        ..options()
    })
    .await;
    let ask = async |region: &str, page: &str, size: &str| {
        let params = [
            ("RegionId", region),
            ("PageNumber", page),
            ("PageSize", size),
        ];
        client.call("DescribeImages", &params).await;
        client.sandbox.stats().retries
    };
    assert_eq!(ask("cn-hangzhou", "1", "10").await, 0);
    assert_eq!(ask("cn-beijing", "1", "10").await, 0);
    assert_eq!(ask("cn-hangzhou", "2", "10").await, 0);
    assert_eq!(ask("cn-hangzhou", "1", "20").await, 0);
    client.call("DescribeRegions", &[]).await;
    assert_eq!(ask("cn-hangzhou", "1", "10").await, 1);
}

#[tokio::test]
async fn an_answer_given_up_is_a_failure() {
    let client = start(ECS, FaultKind::Slow).await;
    let stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    transmit(&stream, &request(&client)).await;
    while client.sandbox.log().is_empty() {
        tokio::task::yield_now().await;
    }
    drop(stream);
    client.sandbox.set_faults(Vec::new());
    // The server learns of it when it next looks at the connection.
    let mut asked = 0;
    while client.sandbox.stats().retries == 0 && asked < 100 {
        client.send(&request(&client)).await;
        asked += 1;
    }
    assert_eq!(client.sandbox.stats().retries, 1);
}
