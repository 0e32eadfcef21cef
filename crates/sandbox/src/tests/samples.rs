//! The sample requests of the API pages get answers of the shape that the pages show, in JSON and in XML.

use std::collections::BTreeSet;

use serde_json::Value;

use super::client::{Client, Reply, options};

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/data/alibaba/responses/sample_",
            $name
        ))
    };
}

/// Operation, version and arguments of a sample request.
type Sample = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const IMAGES: Sample = (
    "DescribeImages",
    "2014-05-26",
    &[("RegionId", "cn-hangzhou"), ("Usage", "instance")],
);
const FAMILY: Sample = (
    "DescribeImageFromFamily",
    "2014-05-26",
    &[
        ("RegionId", "cn-hangzhou"),
        ("ImageFamily", "as-hangzhou-game-01"),
    ],
);
const INFOS: Sample = ("DescribeImageInfos", "2017-11-10", &[]);

async fn ask((action, version, params): Sample, format: Option<&'static str>) -> Reply {
    let mut client = Client::start(options()).await;
    client.version = version;
    let mut params = params.to_vec();
    params.extend(format.map(|format| ("Format", format)));
    let reply = client.send(&client.v1(action, &params)).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply
}

/// Every leaf with its type, lists seen through: `Images.Image.Size number`.
fn json_shape(text: &str) -> BTreeSet<String> {
    fn walk(value: &Value, path: &str, into: &mut BTreeSet<String>) {
        let kind = match value {
            Value::Object(members) => {
                for (name, member) in members {
                    walk(member, format!("{path}.{name}").trim_matches('.'), into);
                }
                return;
            }
            Value::Array(items) => return items.iter().for_each(|item| walk(item, path, into)),
            Value::String(_) => "text",
            Value::Number(_) => "number",
            Value::Bool(_) => "boolean",
            Value::Null => "null",
        };
        into.insert(format!("{path} {kind}"));
    }
    let mut shape = BTreeSet::new();
    walk(&serde_json::from_str(text).unwrap(), "", &mut shape);
    shape
}

/// Every element by its path, the root included. Fails unless the elements nest as they should.
fn xml_shape(text: &str) -> BTreeSet<String> {
    let mut shape = BTreeSet::new();
    let mut open: Vec<&str> = Vec::new();
    for tag in text.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let name = tag.trim_end_matches('/').trim();
        open.push(name);
        shape.insert(open.join("."));
        if tag.ends_with('/') {
            open.pop();
        }
    }
    assert!(open.is_empty());
    shape
}

#[track_caller]
fn includes(ours: &BTreeSet<String>, theirs: &BTreeSet<String>) {
    let missing: Vec<&String> = theirs.difference(ours).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
}

#[tokio::test]
async fn json_answers_have_the_shape_of_the_samples() {
    for (request, sample) in [
        (IMAGES, sample!("describe_images.json")),
        (FAMILY, sample!("describe_image_from_family.json")),
        (INFOS, sample!("ens_describe_image_infos.json")),
    ] {
        let reply = ask(request, Some("JSON")).await;
        includes(&json_shape(&reply.text()), &json_shape(sample));
    }
}

#[tokio::test]
async fn xml_answers_have_the_shape_of_the_samples() {
    for (request, sample) in [
        (IMAGES, sample!("describe_images.xml")),
        (FAMILY, sample!("describe_image_from_family.xml")),
    ] {
        for format in [None, Some("XML")] {
            let reply = ask(request, format).await;
            assert_eq!(reply.header("content-type"), Some("text/xml;charset=utf-8"));
            includes(&xml_shape(&reply.text()), &xml_shape(sample));
        }
    }
}

#[tokio::test]
async fn both_languages_say_the_same() {
    for request in [IMAGES, FAMILY, INFOS] {
        let (action, ..) = request;
        let json = json_shape(&ask(request, Some("JSON")).await.text());
        let leaves = json.iter().filter_map(|leaf| leaf.split_once(' '));
        let leaves: BTreeSet<String> = leaves
            .map(|(path, _)| format!("{action}Response.{path}"))
            .collect();
        let xml = xml_shape(&ask(request, None).await.text());
        includes(&xml, &leaves);
        // What XML has besides is what holds the leaves, and empty lists.
        for path in xml.difference(&leaves) {
            let inner = format!("{path}.");
            let holds = leaves.iter().any(|leaf| leaf.starts_with(&inner));
            assert!(holds || path.ends_with(".Tags"), "{path}");
        }
    }
}

#[tokio::test]
async fn the_family_of_the_sample_request_has_an_image() {
    let json = ask(FAMILY, Some("JSON")).await.json();
    let image = &json["Image"];
    assert_eq!(image["ImageFamily"], "as-hangzhou-game-01");
    assert_eq!(
        (&image["Platform"], &image["Size"]),
        (&"CentOS".into(), &40.into())
    );
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect();
    let sample: Value = serde_json::from_str(sample!("describe_image_from_family.json")).unwrap();
    let (ours, theirs): (BTreeSet<String>, BTreeSet<String>) =
        (names(image), names(&sample["Image"]));
    assert_eq!(ours, theirs);
}
