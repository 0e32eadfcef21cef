//! Every filter keeps some images and drops some, and wrong values get the documented codes.

use std::collections::HashSet;

use serde_json::Value;

use super::client::{Client, options};
use crate::{
    STS_KEY_ID,
    alibaba::images::{COMMUNITY_ACCOUNT, RESOURCE_GROUP, SHARING_ACCOUNT},
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
    let client = Client::start(options()).await;
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
        &[("Architecture", "x86_64")],
        &[("Architecture", "arm64")],
        &[("OSType", "windows")],
        &[("OSType", "linux")],
        &[("Usage", "instance")],
        &[("Usage", "none")],
        &[("InstanceType", "ecs.g8y.large")],
        &[("InstanceType", "ecs.g7.large")],
        &[("ActionType", "ChangeOS")],
        &[("IsSupportCloudinit", "False")],
        &[("IsSupportCloudinit", "true")],
        &[("IsSupportIoOptimized", "true")],
        &[("IsSupportIoOptimized", "false")],
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
        &[
            ("Filter.1.Key", "CpuOnlineDowngrade"),
            ("Filter.1.Value", "supported"),
        ],
        &[
            ("Filter.1.Key", "MemoryOnlineDowngrade"),
            ("Filter.1.Value", "supported"),
        ],
        &[("Filter.1.Key", "NetworkType"), ("Filter.1.Value", "vpc")],
        &[
            ("Filter.7.Key", "NetworkType"),
            ("Filter.7.Value", "classic"),
        ],
    ];
    assert_eq!(all.len(), 24, "the number everybody starts with");
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
}

#[tokio::test]
async fn some_arguments_change_nothing_and_some_leave_nothing() {
    let client = Client::start(options()).await;
    let all = images(&client, &[]).await;
    for harmless in [
        &[("ActionType", "CreateEcs")][..],
        &[("ActionType", "*")],
        &[("DryRun", "false")],
        &[("ShowExpired", "False")],
        &[("IsPublic", "false")],
        &[("OwnerAccount", "somebody")],
        &[("ImageName", "")],
        &[("SomethingNew", "1")],
        &[("Status", "Available"), ("Usable", "true")],
    ] {
        assert_eq!(
            images(&client, harmless).await.len(),
            all.len(),
            "{harmless:?}"
        );
    }
    for nothing in [
        &[("ImageId", "m-none")][..],
        &[("SnapshotId", "s-none")],
        &[("ResourceGroupId", "rg-none")],
        &[("ImageOwnerAlias", "others"), ("ImageOwnerId", "1")],
        &[("Tag.1.Key", "env"), ("Tag.1.Value", "PROD")],
        &[("Status", "Available"), ("Usable", "false")],
    ] {
        assert!(images(&client, nothing).await.is_empty(), "{nothing:?}");
    }
}

#[tokio::test]
async fn pairs_of_filters_tell_apart_what_they_ask_for() {
    let client = Client::start(options()).await;
    let opposites: &[(Sent, Sent)] = &[
        (&[("OSType", "linux")], &[("OSType", "windows")]),
        (&[("Usage", "instance")], &[("Usage", "none")]),
        (
            &[("IsSupportCloudinit", "true")],
            &[("IsSupportCloudinit", "false")],
        ),
        (
            &[("IsSupportIoOptimized", "true")],
            &[("IsSupportIoOptimized", "false")],
        ),
        (
            &[("InstanceType", "ecs.g8y.large")],
            &[("InstanceType", "ecs.g7.large")],
        ),
        (
            &[("Status", "ALL"), ("Usable", "true")],
            &[("Status", "ALL"), ("Usable", "false")],
        ),
        (
            &[
                ("Filter.1.Key", "CpuOnlineDowngrade"),
                ("Filter.1.Value", "supported"),
            ],
            &[
                ("Filter.1.Key", "CpuOnlineDowngrade"),
                ("Filter.1.Value", "unsupported"),
            ],
        ),
    ];
    for (one, other) in opposites {
        let (one, other) = (
            ids(&images(&client, one).await),
            ids(&images(&client, other).await),
        );
        assert!(!one.is_empty() && !other.is_empty() && one.is_disjoint(&other));
    }
    // Two keys that are easily mixed up find different images.
    let feature = async |key: &str| {
        let pairs = [("Filter.1.Key", key), ("Filter.1.Value", "supported")];
        ids(&images(&client, &pairs).await)
    };
    assert_ne!(
        feature("CpuOnlineDowngrade").await,
        feature("MemoryOnlineDowngrade").await
    );
    assert_ne!(
        feature("CpuOnlineDowngrade").await,
        feature("CpuOnlineUpgrade").await
    );
    let spelt =
        async |key: &str, value: &str| ids(&images(&client, &[(key, "owner"), (value, "")]).await);
    assert_eq!(
        spelt("Tag.1.Key", "Tag.1.Value").await,
        spelt("Tag.1.key", "Tag.1.value").await
    );
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
        (400, "InvalidParameter", &[("ActionType", "Boot")]),
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
