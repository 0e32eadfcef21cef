//! ENS: its answers, its trap, its refusals and its data.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::client::{Client, Reply, options, with_images};
use crate::{DENIED_KEY_ID, DENIED_KEY_SECRET, Fault, FaultKind, Options};

const FIXTURE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/data/alibaba/responses/ens_describe_image_infos.json"
));

async fn start(options: Options) -> Client {
    let mut client = Client::start(options).await;
    client.version = "2017-11-10";
    client
}

async fn infos(client: &Client, params: &[(&str, &str)]) -> Reply {
    client.call("DescribeImageInfos", params).await
}

/// Every member and its JSON type, lists seen through: `Images.Image[].ImageId:string`.
fn shape(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                shape(member, &format!("{path}.{name}"), into);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| shape(item, &format!("{path}[]"), into)),
        Value::String(_) => drop(into.insert(format!("{path}:string"))),
        other => drop(into.insert(format!("{path}:{other}"))),
    }
}

#[tokio::test]
async fn the_answer_has_the_shape_of_the_fixture() {
    let client = start(with_images(13)).await;
    let reply = infos(&client, &[]).await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("application/json;charset=utf-8"))
    );
    let (mut ours, mut theirs) = (BTreeSet::new(), BTreeSet::new());
    shape(&reply.json(), "", &mut ours);
    shape(&serde_json::from_str(FIXTURE).unwrap(), "", &mut theirs);
    assert_eq!(ours, theirs);
}

#[tokio::test]
async fn both_schemes_work_without_a_region_and_with_one() {
    let client = start(options()).await;
    let all = infos(&client, &[]).await.ids();
    assert_eq!(all.len(), 24);
    assert_eq!(infos(&client, &[("RegionId", "mars-1")]).await.ids(), all);
    let v1 = client.v1("DescribeImageInfos", &[("Format", "JSON")]);
    assert_eq!(client.send(&v1).await.ids(), all);
    let xml = client.send(&client.v1("DescribeImageInfos", &[])).await;
    assert!(
        xml.text()
            .contains("<DescribeImageInfosResponse><Code>0</Code>")
    );
}

#[tokio::test]
async fn linux_finds_nothing_though_there_is_linux() {
    let client = start(options()).await;
    let all = infos(&client, &[]).await.json()["Images"]["Image"].clone();
    let kind = |wanted: &str| {
        let images = all.as_array().unwrap().iter();
        images.filter(|image| image["OSType"] == wanted).count()
    };
    assert!(kind("linux") > 0 && kind("Linux") > 0 && kind("windows") > 0);
    for linux in ["linux", "Linux"] {
        let reply = infos(&client, &[("OsType", linux)]).await;
        assert_eq!((reply.status, reply.ids().len()), (200, 0));
    }
    let windows = infos(&client, &[("OsType", "windows")]).await;
    assert_eq!(windows.ids().len(), kind("windows"));
    let wrong = infos(&client, &[("OsType", "plan9")]).await;
    assert_eq!(
        (wrong.status, wrong.code().as_str()),
        (400, "InvalidParameter.OsType")
    );
}

#[tokio::test]
async fn refusals_say_what_ens_says() {
    let mut client = start(options()).await;
    let reply = client.call("DescribeImages", &[]).await;
    assert_eq!(reply.code(), "InvalidAction.NotFound");
    (client.key_id, client.secret) = (DENIED_KEY_ID, DENIED_KEY_SECRET);
    let reply = infos(&client, &[]).await;
    assert_eq!(reply.status, 400);
    let fixture = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/alibaba/responses/ens_error_no_permission.json"
    ));
    let theirs: Value = serde_json::from_str(fixture).unwrap();
    let id = reply.json()["RequestId"].as_str().unwrap().to_owned();
    let theirs = theirs
        .to_string()
        .replace(theirs["RequestId"].as_str().unwrap(), &id);
    assert_eq!(reply.json().to_string(), theirs);
    client.version = "2017-11-11";
    assert_eq!(infos(&client, &[]).await.code(), "InvalidVersion");
    client.secret = "wrong";
    assert_eq!(infos(&client, &[]).await.code(), "SignatureDoesNotMatch");
}

#[tokio::test]
async fn the_number_the_seed_and_the_shuffle_decide() {
    for images in [0, 1, 12, 13, 14, 3_000] {
        let client = start(with_images(images)).await;
        let ids: HashSet<String> = infos(&client, &[]).await.ids().into_iter().collect();
        assert_eq!(ids.len(), images);
    }
    let client = start(options()).await;
    let plain = infos(&client, &[]).await.ids();
    assert_eq!(plain, infos(&start(options()).await, &[]).await.ids());
    let other = Options {
        seed: 1,
        ..options()
    };
    assert_ne!(plain, infos(&start(other).await, &[]).await.ids());
    client.sandbox.set_shuffle(Some(4));
    let mut shuffled = infos(&client, &[]).await.ids();
    assert_ne!(plain, shuffled);
    let mut sorted = plain;
    sorted.sort();
    shuffled.sort();
    assert_eq!(sorted, shuffled);
}

#[tokio::test]
async fn faults_happen_here_too() {
    let client = start(options()).await;
    for (kind, status, code) in [
        (FaultKind::Throttle, 400, "Throttling.User"),
        (FaultKind::Forbidden, 400, "NoPermission"),
        (FaultKind::ExpiredToken, 400, "InvalidSecurityToken.Expired"),
        (FaultKind::ErrorIn200, 200, "InternalError"),
        (FaultKind::ClockSkew, 400, "InvalidTimeStamp.Expired"),
    ] {
        client.sandbox.set_faults(vec![Fault::always(kind)]);
        let reply = infos(&client, &[]).await;
        assert_eq!((reply.status, reply.code().as_str()), (status, code));
    }
    let set = |fault: &str| client.sandbox.set_faults(vec![fault.parse().unwrap()]);
    set("null-images");
    assert!(infos(&client, &[]).await.json()["Images"].is_null());
    set("empty-page");
    assert!(infos(&client, &[]).await.ids().is_empty());
    // Without pages there is no total to lie about, and no region to name.
    for fault in ["total-low", "throttle@cn-hangzhou", "throttle/2"] {
        set(fault);
        assert_eq!(infos(&client, &[]).await.ids().len(), 24, "{fault}");
    }
    let seen = client.sandbox.log().pop().unwrap();
    assert_eq!(
        (seen.action.as_str(), seen.page, seen.region),
        ("DescribeImageInfos", None, None)
    );
}
