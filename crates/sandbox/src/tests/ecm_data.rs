//! The images of ECM, and how their answers look beside the fixtures.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Value, json};

use super::client::{options, with_images};
use super::tencent::{ask, ids, start};
use crate::Options;

const FIXTURE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/data/tencent/responses/ecm_describe_image.json"
));

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(text) if text.is_empty() => "empty",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// For each member of an image and of its source, in how many ways it comes; `absent` is one too.
fn shapes(body: &Value) -> BTreeMap<String, BTreeSet<&'static str>> {
    let images = body["Response"]["ImageSet"].as_array().unwrap();
    let mut shapes: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut note = |path: String, value: &Value| {
        shapes.entry(path).or_default().insert(kind(value));
    };
    for image in images {
        for (name, value) in image.as_object().unwrap() {
            note(name.clone(), value);
            for (inner, value) in value.as_object().into_iter().flatten() {
                note(format!("{name}.{inner}"), value);
            }
        }
    }
    for name in ["TaskId", "IsSupportCloudInit"] {
        if images.iter().any(|image| image.get(name).is_none()) {
            shapes.get_mut(name).unwrap().insert("absent");
        }
    }
    shapes
}

#[tokio::test]
async fn every_shape_of_the_fixture_comes_and_no_other_member() {
    let client = start(options()).await;
    let ours = shapes(&ask(&client, &json!({"Limit": 100})).await.json());
    let theirs = shapes(&serde_json::from_str(FIXTURE).unwrap());
    let names = |shapes: &BTreeMap<String, _>| shapes.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&ours), names(&theirs));
    for (name, kinds) in &theirs {
        assert!(ours[name].is_superset(kinds), "{name}: {kinds:?}");
    }
    assert_eq!(ours["ImageOwner"], BTreeSet::from(["number"]));
}

#[tokio::test]
async fn nothing_and_past_the_end_are_as_in_the_fixtures() {
    let empty = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/tencent/responses/ecm_describe_image_empty.json"
    ));
    let past_end = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/tencent/responses/ecm_describe_image_past_end.json"
    ));
    let client = start(with_images(5)).await;
    let none = json!({"Filters": [{"Name": "image-name", "Values": ["no such name"]}]});
    for (arguments, fixture) in [(none, empty), (json!({"Offset": 5}), past_end)] {
        let ours = ask(&client, &arguments).await.json();
        let mut theirs: Value = serde_json::from_str(fixture).unwrap();
        theirs["Response"]["RequestId"] = ours["Response"]["RequestId"].clone();
        assert_eq!(ours, theirs);
    }
}

#[tokio::test]
async fn the_number_the_seed_and_the_shuffle_decide() {
    for images in [0, 1, 18, 19, 20, 24, 250] {
        let client = start(with_images(images)).await;
        let mut seen = HashSet::new();
        let mut offset = 0;
        while offset < images {
            let reply = ask(&client, &json!({"Limit": 100, "Offset": offset})).await;
            assert_eq!(reply.json()["Response"]["TotalCount"], images);
            seen.extend(ids(&reply));
            offset += 100;
        }
        assert_eq!(seen.len(), images);
    }
    let all = json!({"Limit": 100});
    let client = start(options()).await;
    let plain = ids(&ask(&client, &all).await);
    let again = start(options()).await;
    assert_eq!(plain, ids(&ask(&again, &all).await));
    let other = Options {
        seed: 1,
        ..options()
    };
    assert_ne!(plain, ids(&ask(&start(other).await, &all).await));
    client.sandbox.set_shuffle(Some(3));
    let mut shuffled = ids(&ask(&client, &all).await);
    assert_eq!(shuffled, ids(&ask(&client, &all).await));
    assert_ne!(plain, shuffled);
    let mut sorted = plain;
    sorted.sort();
    shuffled.sort();
    assert_eq!(sorted, shuffled);
}

#[tokio::test]
async fn a_newest_can_be_chosen_among_the_named() {
    let client = start(options()).await;
    let filter = json!({"Filters": [{"Name": "image-name", "Values": ["web-base"]}]});
    let body = ask(&client, &filter).await.json();
    let mut images = body["Response"]["ImageSet"].as_array().unwrap().clone();
    images.sort_by_key(|image| image["ImageCreateTime"].to_string());
    let state = |image: &Value| image["ImageState"].as_str().unwrap().to_owned();
    assert_ne!(state(images.last().unwrap()), "NORMAL");
    images.retain(|image| state(image) == "NORMAL");
    let [.., third, second, first] = &images[..] else {
        panic!("too few")
    };
    assert_eq!(first["ImageCreateTime"], second["ImageCreateTime"]);
    assert_ne!(second["ImageCreateTime"], third["ImageCreateTime"]);
}

#[tokio::test]
async fn the_kinds_that_clients_must_tell_apart_are_there() {
    let client = start(options()).await;
    let body = ask(&client, &json!({"Limit": 100})).await.json();
    let images = body["Response"]["ImageSet"].as_array().unwrap();
    for (member, values) in [
        (
            "ImageState",
            &["NORMAL", "CREATING", "CREATEFAILED", "FROZEN"][..],
        ),
        ("ImageType", &["PRIVATE_IMAGE", "PUBLIC_IMAGE"]),
        ("OsType", &["linux", "windows", "CentOS"]),
        ("Architecture", &["x86_64", "i386", "arm64"]),
        (
            "ImageSource",
            &["OFFICIAL", "CREATE_IMAGE", "EXTERNAL_IMPORT", "xx"],
        ),
    ] {
        for value in values {
            assert!(
                images.iter().any(|image| image[member] == *value),
                "{member} {value}"
            );
        }
    }
    for image in images {
        let public = image["ImageType"] == "PUBLIC_IMAGE";
        assert_eq!(image["ImageCreateTime"] == "", public);
        assert_eq!(image["ImageOwner"] == 0, public);
    }
    let large = |image: &Value| image["ImageOwner"].as_u64().unwrap() > 1 << 53;
    assert!(images.iter().any(large));
}
