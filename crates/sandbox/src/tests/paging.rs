//! Pages of a listing, and the family operation.

use std::collections::HashSet;

use super::client::{Client, options, with_images};
use crate::REGIONS;

#[tokio::test]
async fn pages_add_up_at_the_edges() {
    for images in [0, 1, 100, 101] {
        let client = Client::start(with_images(images)).await;
        let mut seen = HashSet::new();
        for (page, rows) in [
            ("1", images.min(100)),
            ("2", images.saturating_sub(100)),
            ("3", 0),
        ] {
            let reply = client.list(&[("PageNumber", page)]).await;
            assert_eq!(reply.status, 200);
            let json = reply.json();
            assert_eq!(json["TotalCount"], images);
            assert_eq!(json["PageNumber"].to_string(), page);
            assert_eq!(json["PageSize"], 100);
            assert_eq!(reply.ids().len(), rows);
            seen.extend(reply.ids());
        }
        assert_eq!(seen.len(), images);
    }
}

#[tokio::test]
async fn the_default_page_has_ten_images() {
    let client = Client::start(options()).await;
    let reply = client
        .call("DescribeImages", &[("RegionId", "cn-hangzhou")])
        .await;
    assert_eq!(
        (reply.ids().len(), reply.json()["PageSize"].as_u64()),
        (10, Some(10))
    );
    assert_eq!(reply.json()["RegionId"], "cn-hangzhou");
}

#[tokio::test]
async fn page_limits_are_enforced() {
    let client = Client::start(options()).await;
    for (name, value) in [
        ("PageSize", "0"),
        ("PageSize", "101"),
        ("PageSize", "ten"),
        ("PageNumber", "0"),
        ("PageNumber", "-1"),
    ] {
        let reply = client
            .call(
                "DescribeImages",
                &[("RegionId", "cn-hangzhou"), (name, value)],
            )
            .await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (400, "InvalidParameter"),
            "{name}={value}"
        );
    }
}

#[tokio::test]
async fn the_newest_available_image_of_a_family_is_found() {
    let client = Client::start(options()).await;
    for region in REGIONS {
        let params = [("RegionId", region), ("ImageFamily", "web")];
        let image = client.call("DescribeImageFromFamily", &params).await.json()["Image"].clone();
        assert_eq!(image["Status"], "Available");
        let name = if region == "cn-hangzhou" {
            "web-1.4.2"
        } else {
            "web-1.4.0"
        };
        assert_eq!(image["ImageName"], name);
        assert_eq!(image["Progress"], "");
        assert!(
            image.get("Features").is_none(),
            "the operation gives fewer members"
        );
        let disks = image["DiskDeviceMappings"]["DiskDeviceMapping"].as_array();
        for disk in disks.unwrap() {
            for member in ["Encrypted", "Progress", "RemainTime"] {
                assert!(disk.get(member).is_none(), "{member}, also of disks");
            }
            assert_eq!(disk["Size"], "20");
        }
        assert_eq!(disks.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_family_may_hold_nothing() {
    let client = Client::start(options()).await;
    for family in [
        "empty-family",
        "no-such-family",
        "acs:ubuntu_24_04_x64",
        "hardened-base",
    ] {
        let params = [("RegionId", "cn-hangzhou"), ("ImageFamily", family)];
        let reply = client.call("DescribeImageFromFamily", &params).await;
        assert_eq!(reply.status, 200);
        let members: Vec<String> = reply.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ["RequestId"], "{family}");
    }
}

#[tokio::test]
async fn family_names_are_checked() {
    let client = Client::start(options()).await;
    let long = "x".repeat(129);
    for family in ["w", "1web", "web site", "http://web", "aliyun-web", &long] {
        let params = [("RegionId", "cn-hangzhou"), ("ImageFamily", family)];
        let reply = client.call("DescribeImageFromFamily", &params).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (400, "InvalidImageFamily"),
            "{family}"
        );
    }
    let reply = client
        .call("DescribeImageFromFamily", &[("RegionId", "cn-hangzhou")])
        .await;
    assert_eq!(reply.code(), "MissingParameter");
}

#[tokio::test]
async fn regions_speak_two_languages() {
    let client = Client::start(options()).await;
    let chinese = client.call("DescribeRegions", &[]).await.json()["Regions"]["Region"].clone();
    let english = client
        .call("DescribeRegions", &[("AcceptLanguage", "en-US")])
        .await
        .json();
    let ids: Vec<&str> = chinese
        .as_array()
        .unwrap()
        .iter()
        .map(|region| region["RegionId"].as_str().unwrap())
        .collect();
    assert_eq!(ids, REGIONS);
    assert_eq!(chinese[0]["LocalName"], "华东1（杭州）");
    assert_eq!(
        english["Regions"]["Region"][0]["LocalName"],
        "China (Hangzhou)"
    );
    let states: Vec<Option<&str>> = chinese
        .as_array()
        .unwrap()
        .iter()
        .map(|region| region["Status"].as_str())
        .collect();
    assert!(states.contains(&None) && states.contains(&Some("soldOut")));
    for (name, status, code) in [
        ("AcceptLanguage", 404, "InvalidAcceptLanguage.NotFound"),
        ("ResourceType", 404, "InvalidResourceType.NotFound"),
        ("InstanceChargeType", 400, "InvalidPayMethod"),
    ] {
        let reply = client.call("DescribeRegions", &[(name, "nonsense")]).await;
        assert_eq!((reply.status, reply.code().as_str()), (status, code));
    }
}
