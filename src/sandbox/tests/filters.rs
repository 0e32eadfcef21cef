//! Every filter keeps some images and drops some, and wrong values get the documented codes.

use std::collections::HashSet;

use serde_json::Value;

use super::client::{Client, options, with_images};
use crate::sandbox::{
    STS_KEY_ID,
    images::{COMMUNITY_ACCOUNT, RESOURCE_GROUP, SHARING_ACCOUNT},
};

/// Parameters of a request.
type Sent<'a> = &'a [(&'a str, &'a str)];

async fn images(client: &Client, params: &[(&str, &str)]) -> Vec<Value> {
    let reply = client.list(params).await;
    assert_eq!(reply.status, 200, "{params:?}: {}", reply.text());
    let images = reply.json()["Images"]["Image"].as_array().unwrap().clone();
    assert_eq!(reply.json()["TotalCount"], images.len(), "{params:?}");
    images
}

fn ids(images: &[Value]) -> HashSet<String> {
    images
        .iter()
        .map(|image| image["ImageId"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn each_filter_keeps_some_and_drops_some() {
    let client = Client::start(with_images(60)).await;
    let all = images(&client, &[]).await;
    let web = all
        .iter()
        .find(|image| image["ImageName"] == "web-1.4.2")
        .unwrap();
    let id = web["ImageId"].as_str().unwrap();
    let snapshot = web["DiskDeviceMappings"]["DiskDeviceMapping"][0]["SnapshotId"]
        .as_str()
        .unwrap();
    let shared = SHARING_ACCOUNT.to_string();
    let cases: &[&[(&str, &str)]] = &[
        &[("ImageId", id)],
        &[("ImageName", "WEB-1")],
        &[("ImageName", "生产")],
        &[("ImageFamily", "web")],
        &[("ImageFamily", "acs:ubuntu_24_04_x64")],
        &[("ImageOwnerAlias", "system")],
        &[("ImageOwnerAlias", "Self")],
        &[("ImageOwnerAlias", "others")],
        &[("ImageOwnerAlias", "others"), ("ImageOwnerId", &shared)],
        &[("Architecture", "i386")],
        &[("Architecture", "arm64")],
        &[("OSType", "windows")],
        &[("Usage", "instance")],
        &[("Usage", "none")],
        &[("InstanceType", "ecs.g8y.large")],
        &[("InstanceType", "ecs.g7.large")],
        &[("ActionType", "ChangeOS")],
        &[("IsSupportCloudinit", "False")],
        &[("IsSupportIoOptimized", "true")],
        &[("ResourceGroupId", RESOURCE_GROUP)],
        &[("SnapshotId", snapshot)],
        &[("Tag.1.Key", "env")],
        &[("Tag.1.key", "env"), ("Tag.1.value", "prod")],
        &[("Tag.1.Key", "owner"), ("Tag.1.Value", "")],
        &[("Tag.1.Key", "cost:center"), ("Tag.1.Value", "a&b=c d+e")],
        &[("Tag.1.Key", "环境"), ("Tag.2.Key", "owner")],
        &[
            ("Filter.1.Key", "CreationStartTime"),
            ("Filter.1.Value", "2025-06-01T00:00Z"),
        ],
        &[
            ("Filter.1.Key", "CreationEndTime"),
            ("Filter.1.Value", "2025-06-01T00:00Z"),
        ],
        &[
            ("Filter.1.Key", "CpuOnlineUpgrade"),
            ("Filter.1.Value", "supported"),
        ],
        &[
            ("Filter.1.Key", "MemoryOnlineUpgrade"),
            ("Filter.1.Value", "unsupported"),
        ],
    ];
    for case in cases {
        let kept = images(&client, case).await;
        assert!(
            !kept.is_empty() && kept.len() < all.len(),
            "{case:?} keeps {} of {}",
            kept.len(),
            all.len()
        );
        assert!(ids(&kept).is_subset(&ids(&all)), "{case:?}");
    }
    for harmless in [
        &[("ActionType", "CreateEcs")][..],
        &[("ImageName", "")],
        &[("SomethingNew", "1")],
        &[("Status", "Available"), ("Usable", "true")],
        &[("Filter.1.Key", "NetworkType"), ("Filter.1.Value", "vpc")],
    ] {
        assert_eq!(
            images(&client, harmless).await.len(),
            all.len(),
            "{harmless:?}"
        );
    }
    assert!(images(&client, &[("ImageId", "m-none")]).await.is_empty());
}

#[tokio::test]
async fn some_images_show_only_when_asked_for() {
    let client = Client::start(options()).await;
    let plain = ids(&images(&client, &[]).await);
    let community_id = COMMUNITY_ACCOUNT.to_string();
    let community = [("ImageOwnerAlias", "others"), ("IsPublic", "true")];
    let more: &[&[(&str, &str)]] = &[
        &[("ImageOwnerAlias", "marketplace")],
        &community,
        &[community[0], community[1], ("ImageOwnerId", &community_id)],
        &[("Status", "Creating")],
        &[("Status", "Waiting,CreateFailed")],
        &[("Status", "UnAvailable")],
        &[("Status", "Deprecated")],
    ];
    for case in more {
        let found = ids(&images(&client, case).await);
        assert!(!found.is_empty() && found.is_disjoint(&plain), "{case:?}");
    }
    for case in [("Status", "ALL"), ("ShowExpired", "true")] {
        let found = ids(&images(&client, &[case]).await);
        assert!(
            found.is_superset(&plain) && found.len() > plain.len(),
            "{case:?}"
        );
    }
    let creating = &images(&client, &[("Status", "Creating")]).await[0];
    assert_eq!(creating["Progress"], "37%");
    assert_eq!(
        creating["DiskDeviceMappings"]["DiskDeviceMapping"][0]["RemainTime"],
        213
    );
}

#[tokio::test]
async fn time_bounds_include_their_minute() {
    let client = Client::start(options()).await;
    for (key, value, found) in [
        ("CreationStartTime", "2026-09-30T02:15Z", true),
        ("CreationStartTime", "2026-09-30T02:16Z", false),
        ("CreationEndTime", "2026-09-30T02:15Z", true),
        ("CreationEndTime", "2026-09-30T02:14Z", false),
    ] {
        let params = [
            ("ImageName", "web-1.4.2"),
            ("Filter.1.Key", key),
            ("Filter.1.Value", value),
        ];
        assert_eq!(
            !images(&client, &params).await.is_empty(),
            found,
            "{key} {value}"
        );
    }
}

#[tokio::test]
async fn wrong_values_get_the_documented_codes() {
    let client = Client::start(options()).await;
    let long = "k".repeat(65);
    let cases: &[(u16, &str, Sent)] = &[
        (404, "InvalidArchitecture", &[("Architecture", "mips")]),
        (404, "InvalidOSType", &[("OSType", "Linux")]),
        (404, "InvalidUsage", &[("Usage", "idle")]),
        (400, "InvalidParameter", &[("ActionType", "*")]),
        (400, "InvalidParameter", &[("Status", "Available,ALL")]),
        (400, "InvalidParameter", &[("DryRun", "maybe")]),
        (400, "MissingParameter", &[("Usable", "true")]),
        (
            400,
            "InvalidInstanceType.ValueNotSupported",
            &[("InstanceType", "t3.micro")],
        ),
        (
            400,
            "InvalidImageOwnerAlias.ValueNotSupported",
            &[("ImageOwnerAlias", "friends")],
        ),
        (
            400,
            "InvalidImageOwnerAlias.PublicImageUnsupported",
            &[("IsPublic", "true")],
        ),
        (
            400,
            "InvalidOperation.ImageOwnerIdUnsupported",
            &[("ImageOwnerId", "1")],
        ),
        (400, "InvalidTagCount", &[("Tag.21.Key", "a")]),
        (400, "InvalidTag.Mismatch", &[("Tag.1.Value", "a")]),
        (400, "InvalidTagKey.Malformed", &[("Tag.1.Key", "acs:a")]),
        (400, "InvalidTagKey.Malformed", &[("Tag.1.Key", &long)]),
        (
            400,
            "InvalidTagValue.Malformed",
            &[("Tag.1.Key", "a"), ("Tag.1.Value", "http://a")],
        ),
        (
            404,
            "InvalidFilterKey.NotFound",
            &[("Filter.1.Key", "Size"), ("Filter.1.Value", "1")],
        ),
        (
            404,
            "InvalidFilterValue",
            &[
                ("Filter.1.Key", "CreationEndTime"),
                ("Filter.1.Value", "2025-06-01T00:00:00Z"),
            ],
        ),
        (
            404,
            "InvalidFilterValue",
            &[
                ("Filter.1.Key", "CreationEndTime"),
                ("Filter.1.Value", "2025-13-01T00:00Z"),
            ],
        ),
        (
            404,
            "InvalidFilterValue",
            &[
                ("Filter.1.Key", "CpuOnlineUpgrade"),
                ("Filter.1.Value", "yes"),
            ],
        ),
        (
            400,
            "InvalidFilterValue.NetworkType",
            &[("Filter.1.Key", "NetworkType"), ("Filter.1.Value", "lan")],
        ),
        (400, "DryRunOperation", &[("DryRun", "True")]),
    ];
    for (status, code, params) in cases {
        let reply = client.list(params).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (*status, *code),
            "{params:?}"
        );
    }
    let reply = client
        .call("DescribeImages", &[("RegionId", "mars-1")])
        .await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (404, "InvalidRegionId.NotFound")
    );
    let reply = client.call("DescribeImages", &[]).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (400, "MissingParameter")
    );
    assert!(!reply.text().contains(STS_KEY_ID));
}
