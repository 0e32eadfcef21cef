//! The pages below `/-/`.

use std::time::Duration;

use super::super::control;
use super::super::request::Request;
use super::super::service::Service;
use super::client::{Client, Reply, with_images};
use super::tencent::Tc3;
use crate::{Fault, FaultKind, Options};

async fn ask(client: &Client, method: &str, page: &str, body: &str) -> Reply {
    let length = body.len();
    client
        .send(&format!(
            "{method} /-/{page} HTTP/1.1\r\nhost: h\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
        .await
}

#[tokio::test]
async fn faults_are_switched_while_it_runs() {
    let client = Client::start(with_images(20)).await;
    assert_eq!(ask(&client, "GET", "faults", "").await.text(), "");
    let faults = "throttle:2@cn-beijing/3\nforbidden:1\n";
    let reply = ask(&client, "PUT", "faults", faults).await;
    assert_eq!((reply.status, reply.text().as_str()), (200, faults));
    assert_eq!(client.list(&[]).await.code(), "Forbidden.RAM");
    // What cannot happen any more is not in force.
    let left = ask(&client, "GET", "faults", "").await.text();
    assert_eq!(left, "throttle:2@cn-beijing/3\n");
    let refused = ask(&client, "PUT", "faults", "thortle").await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("unknown fault `thortle`"));
    // It would refuse whoever wants to end it.
    let refused = ask(&client, "PUT", "faults", "refuse").await;
    assert_eq!(refused.status, 400);
    assert_eq!(ask(&client, "GET", "faults", "").await.text(), left);
    assert_eq!(ask(&client, "PUT", "faults", "").await.text(), "");
    assert_eq!(client.list(&[]).await.status, 200);
}

#[tokio::test]
async fn counts_are_told_and_looking_counts_as_nothing() {
    let client = Client::start(with_images(20)).await;
    client.list(&[]).await;
    for _ in 0..3 {
        let stats = ask(&client, "GET", "stats", "").await.json();
        assert_eq!(stats["requests"], 1);
        assert_eq!(stats["refused_signatures"], 0);
        assert_eq!(stats["ecm_busiest_second"], 0);
    }
    let ecm = Tc3::post(&client, "{}").sign(&client);
    client.send(&ecm).await;
    let stats = ask(&client, "GET", "stats", "").await.json();
    assert_eq!(stats["ecm_busiest_second"], 1);
    assert_eq!(ask(&client, "DELETE", "faults", "").await.status, 405);
    assert_eq!(ask(&client, "GET", "other", "").await.status, 404);
}

#[tokio::test]
async fn a_page_of_another_host_is_told_nothing() {
    let client = Client::start(with_images(20)).await;
    for page in [
        "/-/stats",
        "/-/faults",
        "/?Action=DescribeImages",
        "/-/credentials",
    ] {
        for (host, refused) in [("evil.example", true), ("localhost:1", false)] {
            let request = format!("GET {page} HTTP/1.1\r\nhost: {host}\r\n\r\n");
            let reply = client.send(&request).await;
            assert_eq!(reply.status == 421, refused, "{page} {host}: {reply:?}");
        }
    }
}

#[test]
fn only_this_machine_is_told_and_obeyed() {
    let service = Service::new(with_images(20));
    for (method, page) in [
        ("GET", "stats"),
        ("GET", "missing"),
        ("GET", "faults"),
        ("PUT", "faults"),
    ] {
        let mut request = Request::new(method, &format!("/-/{page}"), vec![], b"reset".to_vec());
        let reply = control::answer(&service, &request).unwrap();
        assert_eq!(reply.status, 403, "{method} {page}");
        assert!(service.faults().list().is_empty());
        request.is_local = true;
        let reply = control::answer(&service, &request).unwrap();
        assert_eq!(reply.status, 200, "{method} {page}");
    }
}

#[tokio::test]
async fn a_request_that_never_ends_is_not_waited_for() {
    let options = Options {
        patience: Duration::from_millis(50),
        ..with_images(20)
    };
    let client = Client::start(options).await;
    for begun in [
        "",
        "GET /-/stats HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ",
        "PUT /-/faults HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 9\r\n\r\nreset",
    ] {
        let (reply, _) = client.exchange(begun).await;
        assert!(matches!(reply.status, 0 | 408), "{begun}: {reply:?}");
    }
    assert_eq!(ask(&client, "GET", "faults", "").await.text(), "");
}

#[test]
fn every_fault_is_read_as_it_is_written() {
    for kind in FaultKind::all() {
        let mut fault = Fault::always(kind);
        assert_eq!(fault.to_string().parse(), Ok(fault.clone()));
        fault.times = Some(3);
        assert_eq!(fault.to_string().parse(), Ok(fault.clone()));
        if kind != FaultKind::Refuse {
            fault.region = Some("cn-beijing".to_owned());
            fault.page = Some(2);
            assert_eq!(fault.to_string().parse(), Ok(fault));
        }
    }
}
