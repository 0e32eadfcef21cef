//! Answers in the API's own names, and how they become rows.
//!
//! The list itself must be a list: only what stands inside a row is read
//! whatever its type. Members that no row has a place for are passed over.

use jiff::Timestamp;
use serde::Deserialize;

use crate::model::{Disk, Image, Owner, Region, Status};
use crate::provider::{Scope, alibaba, lenient};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeImages<E> {
    #[serde(default, deserialize_with = "lenient::int")]
    pub(super) total_count: Option<i64>,
    #[serde(default, deserialize_with = "lenient::int")]
    pub(super) page_size: Option<i64>,
    pub(super) images: Option<WireImages<E>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireImages<E> {
    pub(super) image: Option<Vec<E>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeImageFromFamily<E> {
    pub(super) image: Option<E>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeRegions {
    pub(super) regions: Option<WireRegions>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireRegions {
    pub(super) region: Option<Vec<WireRegion>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct WireRegion {
    #[serde(deserialize_with = "lenient::text")]
    region_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    local_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    region_endpoint: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct WireImage {
    #[serde(deserialize_with = "lenient::text")]
    image_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_family: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_version: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    description: Option<String>,
    #[serde(rename = "OSType", deserialize_with = "lenient::text")]
    os_type: Option<String>,
    /// Chinese, whatever the language asked for.
    #[serde(rename = "OSName", deserialize_with = "lenient::text")]
    os_name: Option<String>,
    #[serde(rename = "OSNameEn", deserialize_with = "lenient::text")]
    os_name_en: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    platform: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    architecture: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    boot_mode: Option<String>,
    #[serde(deserialize_with = "lenient::int")]
    size: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    image_owner_alias: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_owner_id: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    is_public: Option<bool>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::int")]
    progress: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    usage: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    creation_time: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    is_self_shared: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_copied: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_subscribed: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_support_cloudinit: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_support_io_optimized: Option<bool>,
    #[serde(deserialize_with = "lenient::text")]
    product_code: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    resource_group_id: Option<String>,
    #[serde(deserialize_with = "lenient::object")]
    tags: WireTags,
    #[serde(deserialize_with = "lenient::object")]
    disk_device_mappings: WireDisks,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct WireTags {
    #[serde(deserialize_with = "lenient::list")]
    tag: Vec<WireTag>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct WireTag {
    #[serde(deserialize_with = "lenient::text")]
    tag_key: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    tag_value: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct WireDisks {
    #[serde(deserialize_with = "lenient::list")]
    disk_device_mapping: Vec<WireDisk>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct WireDisk {
    #[serde(deserialize_with = "lenient::text")]
    r#type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    device: Option<String>,
    #[serde(deserialize_with = "lenient::int")]
    size: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    format: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    snapshot_id: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    encrypted: Option<bool>,
    #[serde(deserialize_with = "lenient::int")]
    progress: Option<i64>,
    #[serde(deserialize_with = "lenient::int")]
    remain_time: Option<i64>,
    #[serde(rename = "ImportOSSBucket", deserialize_with = "lenient::text")]
    import_oss_bucket: Option<String>,
    #[serde(rename = "ImportOSSObject", deserialize_with = "lenient::text")]
    import_oss_object: Option<String>,
}

impl WireImage {
    pub(super) fn into_image(self, provider: &'static str, scope: &Scope) -> Image {
        let status = self.status.as_deref().and_then(|status| match status {
            "Available" => Some(Status::Available),
            "Creating" | "Waiting" => Some(Status::Pending),
            "CreateFailed" => Some(Status::Failed),
            "UnAvailable" => Some(Status::Unavailable),
            "Deprecated" => Some(Status::Deprecated),
            _ => None,
        });
        let owner = self.image_owner_alias.as_deref().and_then(alibaba::owner);
        let owner = match owner {
            Some(Owner::Shared) if self.is_public == Some(true) => Some(Owner::Community),
            owner => owner,
        };
        let usage = self.usage.map(|usage| match usage.as_str() {
            "instance" => "in-use".to_owned(),
            "none" => "unused".to_owned(),
            _ => usage,
        });
        let os_name = self
            .os_name_en
            .or(self.os_name)
            .map(|name| name.trim().to_owned());
        Image {
            provider,
            profile: scope.profile.clone(),
            region: Some(scope.region.clone()),
            id: self.image_id.unwrap_or_default(),
            name: self.image_name,
            family: self.image_family,
            version: self.image_version,
            description: self.description,
            os_type: self.os_type.map(|os_type| os_type.to_ascii_lowercase()),
            os_name: os_name.filter(|name| !name.is_empty()),
            platform: self.platform,
            architecture: self.architecture,
            boot_mode: self.boot_mode,
            size_gib: self.size,
            owner,
            // Public images carry account 0, which is nobody.
            owner_id: self.image_owner_id.filter(|id| id != "0"),
            deprecated: status.map(|status| status == Status::Deprecated),
            status,
            status_raw: self.status,
            progress_percent: self.progress,
            created: self.creation_time.as_deref().and_then(read_time),
            created_raw: self.creation_time,
            tags: self
                .tags
                .tag
                .into_iter()
                .filter_map(WireTag::into_pair)
                .collect(),
            disks: self
                .disk_device_mappings
                .disk_device_mapping
                .into_iter()
                .map(WireDisk::into_disk)
                .collect(),
            usage,
            cloud_init: self.is_support_cloudinit,
            io_optimized: self.is_support_io_optimized,
            copied: self.is_copied,
            subscribed: self.is_subscribed,
            shared: self.is_self_shared,
            product_code: self.product_code,
            resource_group: self.resource_group_id,
            source: None,
            raw: None,
        }
    }
}

impl WireTag {
    fn into_pair(self) -> Option<(String, String)> {
        Some((self.tag_key?, self.tag_value.unwrap_or_default()))
    }
}

impl WireDisk {
    fn into_disk(self) -> Disk {
        Disk {
            kind: self.r#type,
            image_id: None,
            device: self.device,
            size_gib: self.size,
            format: self.format,
            snapshot_id: self.snapshot_id,
            encrypted: self.encrypted,
            progress_percent: self.progress,
            remaining_seconds: self.remain_time,
            import_bucket: self.import_oss_bucket,
            import_object: self.import_oss_object,
        }
    }
}

impl WireRegion {
    pub(super) fn into_region(self, provider: &'static str, scope: &Scope) -> Option<Region> {
        Some(Region {
            provider,
            profile: scope.profile.clone(),
            id: self.region_id?,
            name: self.local_name,
            endpoint: self.region_endpoint,
            status: self.status,
        })
    }
}

/// `2025-03-09T18:30:00Z`; the seconds have been seen missing.
fn read_time(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::model::Status;
    use crate::provider::{Page, Rest, by_name};
    use crate::request::{Endpoint, Params};

    fn scope() -> Scope {
        Scope {
            profile: Some("work".into()),
            region: "cn-hangzhou".into(),
            endpoint: Endpoint::https("ecs.cn-hangzhou.aliyuncs.com"),
            raw: false,
        }
    }

    fn fixture(name: &str) -> Vec<u8> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/alibaba/responses/");
        std::fs::read(format!("{folder}{name}")).unwrap()
    }

    fn images(name: &str) -> Page<Image> {
        let ecs = by_name("alibaba-ecs").unwrap();
        ecs.images(&scope(), &Params::default())
            .read(&fixture(name))
            .unwrap()
    }

    fn newest(name: &str) -> Vec<Image> {
        let ecs = by_name("alibaba-ecs").unwrap();
        ecs.newest_of_family(&scope(), "web")
            .unwrap()
            .read(&fixture(name))
            .unwrap()
            .rows
    }

    #[test]
    fn a_page_of_every_kind_of_image() {
        let page = images("describe_images_page.json");
        assert_eq!(
            page.rest,
            Rest::Total {
                rows: 12,
                page_size: 5
            }
        );
        let [system, custom, windows, copying, marketplace] = &page.rows[..] else {
            panic!("{} rows", page.rows.len())
        };

        assert_eq!(system.owner, Some(Owner::System));
        assert_eq!(system.owner_id, None, "account 0 is nobody");
        assert_eq!(
            system.os_name.as_deref(),
            Some("Debian  12.9 64 bit"),
            "English where there is one"
        );
        assert_eq!(system.usage.as_deref(), Some("in-use"));
        assert_eq!((system.description.as_ref(), system.disks.len()), (None, 0));

        assert_eq!(
            custom.name.as_deref(),
            Some("生产环境 web+api（备份）~v2 *final*")
        );
        assert_eq!(custom.owner_id.as_deref(), Some("1234567890123456"));
        assert_eq!(
            (custom.shared, custom.copied, custom.cloud_init),
            (Some(true), Some(false), Some(true))
        );
        assert_eq!(custom.tags["owner"], "");
        assert_eq!(custom.tags["cost:center"], "a&b=c d+e");
        assert_eq!(custom.disks[1].size_gib, Some(2048));
        assert_eq!(custom.disks[1].encrypted, Some(true));
        assert_eq!(custom.created, "2025-03-09T18:30:00Z".parse().ok());
        assert_eq!(
            custom.resource_group.as_deref(),
            Some("rg-cloudqexample001")
        );

        assert_eq!(windows.family, None);
        assert_eq!(windows.cloud_init, None, "absent is unknown");
        assert_eq!(windows.os_type.as_deref(), Some("windows"));

        assert_eq!(
            (copying.status, copying.progress_percent),
            (Some(Status::Pending), Some(37))
        );
        assert_eq!(copying.disks[0].remaining_seconds, Some(213));
        assert_eq!(
            copying.disks[0].import_object.as_deref(),
            Some("images/目录/ubuntu 22.04.qcow2")
        );

        assert_eq!(marketplace.owner, Some(Owner::Marketplace));
        assert_eq!(marketplace.product_code.as_deref(), Some("cmjj00012345"));
        assert_eq!(marketplace.subscribed, Some(true));
    }

    #[test]
    fn types_may_drift() {
        let page = images("describe_images_type_drift.json");
        assert_eq!(
            page.rest,
            Rest::Total {
                rows: 2,
                page_size: 10
            }
        );
        let [drifted, minimal] = &page.rows[..] else {
            panic!("{} rows", page.rows.len())
        };
        assert_eq!(drifted.owner_id.as_deref(), Some("201693514356660001"));
        assert_eq!(drifted.size_gib, Some(40));
        assert_eq!(drifted.progress_percent, Some(100));
        assert_eq!(drifted.version.as_deref(), Some("2"));
        assert_eq!((drifted.copied, drifted.shared), (Some(false), Some(true)));
        assert_eq!(
            drifted.created,
            "2025-03-09T18:30:00Z".parse().ok(),
            "a time without seconds"
        );
        assert_eq!(drifted.disks[0].encrypted, Some(true));
        assert!(drifted.tags.is_empty());
        let known = Image {
            provider: "alibaba-ecs",
            profile: Some("work".into()),
            region: Some("cn-hangzhou".into()),
            id: "m-bp1cloudq0minimal004".into(),
            ..Image::default()
        };
        assert_eq!(*minimal, known, "everything else is unknown");
    }

    #[test]
    fn no_images_in_every_form() {
        for body in [
            r#"{"RequestId":"R"}"#,
            "{}",
            r#"{"Images":null,"TotalCount":0}"#,
            r#"{"Images":{"Image":null},"TotalCount":0}"#,
            r#"{"Images":{},"TotalCount":0}"#,
        ] {
            let ecs = by_name("alibaba-ecs").unwrap();
            let page = ecs
                .images(&scope(), &Params::default())
                .read(body.as_bytes())
                .unwrap();
            assert!(page.rows.is_empty(), "{body}");
        }
        assert!(images("describe_images_empty.json").rows.is_empty());
    }

    #[test]
    fn a_list_that_is_no_list_is_an_error_rather_than_an_empty_list() {
        for body in [
            r#"{"Images":[{"ImageId":"m-1"}],"TotalCount":1}"#,
            "[]",
            "",
            "<html>",
            r#"{"Images":{"#,
        ] {
            let ecs = by_name("alibaba-ecs").unwrap();
            let listing = ecs.images(&scope(), &Params::default());
            assert!(listing.read(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn the_newest_of_a_family_or_none() {
        assert_eq!(
            newest("describe_image_from_family.json")[0].id,
            "m-bp1cloudq00custom0001"
        );
        assert!(newest("describe_image_from_family_empty.json").is_empty());
        assert!(newest("describe_image_from_family_empty_object.json").is_empty());
        let ecs = by_name("alibaba-ecs").unwrap();
        let listing = ecs.newest_of_family(&scope(), "web").unwrap();
        for body in [
            r#"{"Image":null}"#,
            r#"{"Image":{"ImageId":""}}"#,
            r#"{"Image":{"ImageId":null}}"#,
        ] {
            assert!(
                listing.read(body.as_bytes()).unwrap().rows.is_empty(),
                "{body}"
            );
        }
    }

    #[test]
    fn regions_with_and_without_a_status() {
        let ecs = by_name("alibaba-ecs").unwrap();
        let page = ecs
            .regions(&scope())
            .unwrap()
            .read(&fixture("describe_regions.json"))
            .unwrap();
        assert_eq!(page.rows.len(), 5);
        assert_eq!(page.rows[2].status.as_deref(), Some("soldOut"));
        assert_eq!(page.rows[3].status, None);
        assert_eq!(page.rows[4].name, None);
    }

    /// The members no row has a place for are those listed here, so that a new
    /// one in a fixture is noticed.
    #[test]
    fn members_passed_over_are_known() {
        const PASSED_OVER: [&str; 6] = [
            "DetectionOptions",
            "Features",
            "FutureField",
            "LoginAsNonRootSupported",
            "SecureBootOptions",
            "Usable",
        ];
        let mut found: Vec<String> = Vec::new();
        for name in [
            "describe_images_page.json",
            "describe_images_type_drift.json",
        ] {
            let body: Value = serde_json::from_slice(&fixture(name)).unwrap();
            for image in body["Images"]["Image"].as_array().unwrap() {
                for (member, value) in image.as_object().unwrap() {
                    let alone = serde_json::json!({ member: value });
                    let wire: WireImage = serde_json::from_value(alone).unwrap();
                    let known = wire.into_image("p", &scope())
                        != WireImage::default().into_image("p", &scope());
                    let unset =
                        value.is_null() || value == "" || *value == serde_json::json!({"Tag": []});
                    if !known && !unset && member != "ImageOwnerId" && member != "IsPublic" {
                        found.push(member.clone());
                    }
                }
            }
        }
        found.sort();
        found.dedup();
        found.retain(|member| member != "DiskDeviceMappings" && member != "Tags");
        assert_eq!(found, PASSED_OVER);
    }
}
