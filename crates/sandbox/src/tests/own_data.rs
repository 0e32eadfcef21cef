//! The user's own images: read in every form, filtered, paged and given back as they came.

use serde_json::{Value, json};

use super::client::{Client, options};
use super::tencent::{ask, start as start_ecm};
use crate::{Data, Options};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/data/",
            $name
        ))
    };
}

const ECS: &str = fixture!("alibaba/responses/describe_images_page.json");
const DRIFT: &str = fixture!("alibaba/responses/describe_images_type_drift.json");
const ENS: &str = fixture!("alibaba/responses/ens_describe_image_infos.json");
const ECM: &str = fixture!("tencent/responses/ecm_describe_image.json");

fn with(text: &str) -> Options {
    Options {
        data: Some(Data::parse(text).unwrap_or_else(|error| panic!("{error}"))),
        ..options()
    }
}

async fn start(text: &str) -> Client {
    Client::start(with(text)).await
}

fn images(text: &str) -> Vec<Value> {
    let json: Value = serde_json::from_str(text).unwrap();
    let list = [&json["Images"]["Image"], &json["Response"]["ImageSet"]];
    let list = list.into_iter().find_map(Value::as_array);
    list.unwrap().clone()
}

async fn ecs(client: &Client, params: &[(&str, &str)]) -> Vec<Value> {
    images(&client.list(params).await.text())
}

async fn ens(client: &mut Client, params: &[(&str, &str)]) -> Vec<Value> {
    client.version = "2017-11-10";
    let reply = client.call("DescribeImageInfos", params).await;
    client.version = "2014-05-26";
    images(&reply.text())
}

#[tokio::test]
async fn answers_of_the_api_come_back_unchanged() {
    for text in [ECS, DRIFT] {
        let client = start(text).await;
        for region in ["cn-hangzhou", "us-east-1"] {
            // Marketplace images are left out unless they are asked for.
            let mut found = ecs(&client, &[("RegionId", region), ("Status", "ALL")]).await;
            let own = [("ImageOwnerAlias", "marketplace"), ("Status", "ALL")];
            found.extend(ecs(&client, &own).await);
            assert_eq!(found, images(text));
        }
        // Nothing was given for the other products.
        let mut client = client;
        assert_eq!(ens(&mut client, &[]).await.len(), 24);
    }
    let mut client = start(ENS).await;
    assert_eq!(ens(&mut client, &[]).await, images(ENS));
    assert_eq!(ecs(&client, &[]).await.len(), 24);
    for text in [ECM, &bare(ECM)] {
        let client = start_ecm(with(text)).await;
        let reply = ask(&client, &json!({"Limit": 100})).await;
        assert_eq!(images(&reply.text()), images(ECM));
        assert_eq!(reply.json()["Response"]["TotalCount"], images(ECM).len());
    }
}

/// An ECM answer without its envelope.
fn bare(text: &str) -> String {
    let json: Value = serde_json::from_str(text).unwrap();
    json["Response"].to_string()
}

#[tokio::test]
async fn bare_lists_are_told_apart_by_their_members() {
    let mut all = images(ECS);
    all.extend(images(ENS));
    all.extend(images(ECM));
    let mut client = start(&Value::from(all).to_string()).await;
    assert_eq!(
        ecs(&client, &[("Status", "ALL")]).await.len(),
        images(ECS).len() - 1
    );
    assert_eq!(ens(&mut client, &[]).await, images(ENS));
    // Several answers one after another: the pages of a list.
    let pages = format!("{ECS}\n{ECS}{ENS}\n{ECM}");
    let client = start(&pages).await;
    assert_eq!(
        ecs(&client, &[("Status", "ALL")]).await.len(),
        2 * (images(ECS).len() - 1)
    );
    let family = fixture!("alibaba/responses/describe_image_from_family.json");
    let client = start(family).await;
    let expected = serde_json::from_str::<Value>(family).unwrap()["Image"].clone();
    assert_eq!(ecs(&client, &[("Status", "ALL")]).await, [expected]);
}

#[tokio::test]
async fn nothing_is_a_list_too() {
    let empty = fixture!("alibaba/responses/describe_images_empty.json");
    let client = start(empty).await;
    assert!(ecs(&client, &[]).await.is_empty());
    let mut client = start(r#"{"Code": 0, "Images": {"Image": []}}"#).await;
    assert!(ens(&mut client, &[]).await.is_empty());
    assert_eq!(ecs(&client, &[]).await.len(), 24);
    for text in [
        fixture!("tencent/responses/ecm_describe_image_empty.json"),
        r#"{"Response": {"TotalCount": 0, "RequestId": "x"}}"#,
    ] {
        let client = start_ecm(with(text)).await;
        let reply = ask(&client, &json!({})).await;
        assert_eq!(reply.json()["Response"]["ImageSet"], Value::Null);
    }
}

#[tokio::test]
async fn filters_families_and_pages_work() {
    let image = |number: u32| {
        json!({
            "ImageId": format!("m-{number}"),
            "ImageName": format!("own-{number}"),
            "ImageFamily": "mine",
            "ImageOwnerAlias": "self",
            "OSType": if number.is_multiple_of(2) { "linux" } else { "windows" },
            "Status": if number == 9 { "Creating" } else { "Available" },
            "CreationTime": format!("2026-01-0{number}T00:00:00Z"),
            "ResourceGroupId": "rg-own",
            "Tags": {"Tag": [{"TagKey": "nr", "TagValue": number.to_string()}]},
            "DiskDeviceMappings": {"DiskDeviceMapping": [{"SnapshotId": format!("s-{number}")}]},
            "Novelty": {"deep": [1, 2.50, null]},
        })
    };
    let list: Vec<Value> = (1..10).map(image).collect();
    let client = start(&Value::from(list).to_string()).await;
    let ids = async |params: &[(&str, &str)]| {
        let found = ecs(&client, params).await;
        let id = |image: &Value| image["ImageId"].as_str().unwrap().to_owned();
        found.iter().map(id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[]).await.len(), 8);
    for (params, expected) in [
        (&[("ImageName", "OWN-3")][..], &["m-3"][..]),
        (&[("OSType", "linux")], &["m-2", "m-4", "m-6", "m-8"]),
        (&[("Status", "Creating")], &["m-9"]),
        (&[("SnapshotId", "s-7")], &["m-7"]),
        (&[("Tag.1.Key", "nr"), ("Tag.1.Value", "5")], &["m-5"]),
        (&[("ResourceGroupId", "rg-other")], &[]),
        (
            &[
                ("Filter.1.Key", "CreationStartTime"),
                ("Filter.1.Value", "2026-01-08T00:00Z"),
            ],
            &["m-8"],
        ),
        (&[("ImageFamily", "mine"), ("ImageId", "m-1")], &["m-1"]),
    ] {
        assert_eq!(ids(params).await, expected, "{params:?}");
    }
    let params = [
        ("RegionId", "cn-beijing"),
        ("PageSize", "3"),
        ("PageNumber", "3"),
    ];
    let page = client.call("DescribeImages", &params).await;
    assert_eq!(page.ids(), ["m-7", "m-8"]);
    assert_eq!(page.json()["TotalCount"], 8);
    assert_eq!(
        page.json()["Images"]["Image"][0]["Novelty"],
        json!({"deep": [1, 2.5, null]})
    );
    let family = [("RegionId", "cn-beijing"), ("ImageFamily", "mine")];
    let newest = client.call("DescribeImageFromFamily", &family).await.json();
    assert_eq!(newest["Image"]["ImageId"], "m-8");
    assert!(newest["Image"].get("Novelty").is_none());
    let xml = client.v1("DescribeImages", &params);
    assert!(
        client
            .send(&xml)
            .await
            .text()
            .contains("<Novelty><deep>1</deep><deep>2.5</deep></Novelty>")
    );

    let client = start_ecm(with(ECM)).await;
    for (name, value) in [("image-os", "CentOS"), ("image-type", "PUBLIC_IMAGE")] {
        let filter = json!({"Filters": [{"Name": name, "Values": [value]}], "Limit": 100});
        let found = super::tencent::ids(&ask(&client, &filter).await);
        assert!(
            !found.is_empty() && found.len() < images(ECM).len(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn objects_of_the_client_belong_to_their_provider_and_region() {
    let full = json!({
        "provider": "alibaba-ecs", "profile": "work", "region": "cn-beijing", "id": "m-own1",
        "name": "web", "family": "web", "version": "3", "description": null, "os_type": "linux",
        "os_name": "Debian  12.9 64 bit", "platform": "Debian", "architecture": "arm64",
        "boot_mode": "UEFI", "size_gib": 40, "owner": "community", "owner_id": "201693514356660001",
        "status": "available", "status_raw": "Available", "progress_percent": 100,
        "created": "2026-01-02T03:04:05Z", "created_raw": "2026-01-02T03:04:05Z",
        "deprecated": false, "tags": {"env": "prod"},
        "disks": [{"type": "system", "image_id": null, "device": "/dev/xvda", "size_gib": 40,
            "format": null, "snapshot_id": "s-1", "encrypted": true, "progress_percent": null,
            "remaining_seconds": null, "import_bucket": null, "import_object": null}],
        "usage": "in-use", "cloud_init": true, "io_optimized": true, "copied": false,
        "subscribed": false, "shared": true, "product_code": null, "resource_group": "rg-1",
        "source": null,
    });
    let raw = json!({
        "provider": "alibaba-ecs", "region": "xx-new-1", "id": "ignored",
        "provider_raw": {"ImageId": "m-raw", "Status": "Available", "Novelty": true},
    });
    let edge = json!({
        "provider": "alibaba-ens", "region": "cn-x", "id": "debian_12", "os_type": "linux",
        "size_gib": 20, "architecture": "arm64", "owner": "system",
        "disks": [{"type": "system", "size_gib": 20, "image_id": "i-1"}],
    });
    let ecm = json!({
        "provider": "tencent-ecm", "region": null, "id": "img-own", "name": "own", "owner": "self",
        "owner_id": "7", "status": "available", "created": "2026-01-02T20:00:00Z",
    });
    let lines = [&full, &raw, &edge, &ecm].map(Value::to_string).join("\n");
    let list = json!([full, raw, edge, ecm]).to_string();
    for text in [lines, list] {
        let mut client = start(&text).await;
        let community = [
            ("RegionId", "cn-beijing"),
            ("ImageOwnerAlias", "others"),
            ("IsPublic", "true"),
        ];
        let found = client.call("DescribeImages", &community).await;
        assert_eq!(
            images(&found.text()),
            [json!({
                "ImageId": "m-own1", "ImageName": "web", "ImageFamily": "web", "ImageVersion": "3",
                "OSType": "linux", "OSName": "Debian  12.9 64 bit", "OSNameEn": "Debian  12.9 64 bit",
                "Platform": "Debian", "Architecture": "arm64", "BootMode": "UEFI", "Size": 40,
                "ImageOwnerAlias": "others", "IsPublic": true, "ImageOwnerId": 201_693_514_356_660_001_u64,
                "Status": "Available", "Progress": "100%", "CreationTime": "2026-01-02T03:04:05Z",
                "Tags": {"Tag": [{"TagKey": "env", "TagValue": "prod"}]},
                "DiskDeviceMappings": {"DiskDeviceMapping": [{
                    "Type": "system", "Device": "/dev/xvda", "Size": "40", "SnapshotId": "s-1", "Encrypted": true,
                }]},
                "Usage": "instance", "IsSupportCloudinit": true, "IsSupportIoOptimized": true,
                "IsCopied": false, "IsSubscribed": false, "IsSelfShared": "True", "ResourceGroupId": "rg-1",
            })]
        );
        // Regions that nothing is given for keep what they had; a new one is added.
        assert_eq!(ecs(&client, &[]).await.len(), 24);
        let new = client
            .call("DescribeImages", &[("RegionId", "xx-new-1")])
            .await;
        assert_eq!(images(&new.text())[0]["Novelty"], true);
        assert_eq!(new.json()["RegionId"], "xx-new-1");
        let regions = client.call("DescribeRegions", &[]).await.json();
        let regions = regions["Regions"]["Region"].as_array().unwrap().clone();
        assert_eq!(regions.last().unwrap()["RegionId"], "xx-new-1");
        assert_eq!(
            ens(&mut client, &[]).await,
            [json!({
                "ImageId": "debian_12", "OSType": "linux", "ImageSize": "20", "ComputeType": "arm_vm",
                "ImageOwnerAlias": "system", "RegionId": "cn-x",
                "DiskDeviceMappings": {"DiskDeviceMapping": [
                    {"Type": "System", "Size": "20", "imageId": "i-1"},
                ]},
            })]
        );
        let client = start_ecm(with(&text)).await;
        let reply = ask(&client, &json!({})).await;
        assert_eq!(
            images(&reply.text()),
            [json!({
                "ImageId": "img-own", "ImageName": "own", "ImageState": "NORMAL", "ImageType": "PRIVATE_IMAGE",
                "ImageOwner": 7, "ImageCreateTime": "2026-01-03 04:00:00",
            })]
        );
    }
}

#[test]
fn what_is_wrong_is_said_and_where() {
    for (text, expected) in [
        ("", "the data holds no image"),
        ("[]", "the data holds no image"),
        ("[1", "no JSON: EOF while parsing a list at line 1 column 2"),
        (
            "[\n{\"a\": x}]",
            "no JSON: expected value at line 2 column 7",
        ),
        ("7", "neither an object nor a list, at line 1 column 1"),
        (
            "[{\"ImageId\": \"m-1\"},\n 5]",
            "image 2 is not an object, at line 2 column 2",
        ),
        ("[{\"ImageId\": \"\"}]", "image 1 has no id"),
        ("{\"name\": \"x\"}", "image 1 has no id"),
        ("[{\"ImageId\": 7}]", "image 1 has no id"),
        (
            "[{\"provider\": \"aws\", \"id\": \"ami-1\"}]",
            "image 1 is of the provider `aws`",
        ),
        ("[{\"provider\": \"alibaba-ecs\"}]", "image 1 has no id"),
        (
            "[{\"provider\": \"alibaba-ecs\", \"id\": \"m\", \"provider_raw\": 1}]",
            "`provider_raw`",
        ),
        (
            r#"[{"provider": "alibaba-ecs", "id": "m", "region": "a\"b"}]"#,
            "image 1 is of the region `a\"b`",
        ),
        (
            "{\"Images\": 5}",
            "the images are not a list, at line 1 column 12",
        ),
        ("{\"ImageSet\": {}}", "the images are not a list"),
        (
            fixture!("alibaba/responses/error_throttling.json"),
            "this answer is an error",
        ),
        (
            fixture!("tencent/responses/error_internal.json"),
            "this answer is an error",
        ),
    ] {
        let error = Data::parse(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    let three = r#"[{"ImageId":"m-1"},{"ImageId":"m-2"},{"ImageId":"m-3"}]"#;
    assert!(Data::parse_at_most(three, 3).is_ok());
    let error = Data::parse_at_most(three, 2).unwrap_err().to_string();
    assert_eq!(error, "the data holds more than 2 images");
    let long = format!("[\"{}\"]", " ".repeat(100_000_000));
    let error = Data::parse(&long).unwrap_err().to_string();
    assert!(error.contains("at most 100000000 are read"), "{error}");
    assert!(Data::parse("\u{FEFF}[{\"ImageId\": \"m-1\"}]").is_ok());
}
