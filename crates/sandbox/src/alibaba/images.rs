//! The images of one region that tests and demonstrations rely on: families, ties, hostile names.
//!
//! Dates are fixed, never relative to now. Everything here is invented.

use super::{
    image::{ALINUX_ARM, CENTOS, DEBIAN_32, Disk, Disks, Image, UBUNTU, WINDOWS},
    maker::{Maker, public, tags},
    regions::REGIONS,
};
use crate::entry::Text;

/// An account that shares images with ours; its id does not fit a double exactly.
pub(crate) const SHARING_ACCOUNT: u64 = 201_693_514_356_660_001;
/// An account that offers community images.
pub(crate) const COMMUNITY_ACCOUNT: u64 = 918_273_645_546_372_819;
/// A resource group some images are in.
pub(crate) const RESOURCE_GROUP: &str = "rg-sandboxexample01";

impl Maker {
    fn is_default_region(&self) -> bool {
        self.region == 0
    }

    /// In every second region the newest `web` image is not ready yet.
    fn newest_web_is_unfinished(&self) -> bool {
        self.region % 2 == 1
    }

    /// One region has no `api` images.
    fn has_api(&self) -> bool {
        self.region + 1 != REGIONS.len()
    }

    /// Images that a plain listing counts, the most useful first, so that a small sandbox keeps them.
    pub(crate) fn listed(&mut self) -> Vec<Image> {
        let mut images = self.families();
        if self.is_default_region() {
            images.extend(self.hostile());
        }
        let shared = Image {
            image_owner_alias: "others",
            image_owner_id: Some(SHARING_ACCOUNT),
            is_self_shared: Some(""),
            resource_group_id: None,
            tags: None,
            ..self.own("hardened-base-shared", CENTOS, "2025-03-09T18:30:00Z")
        };
        images.push(Image {
            image_family: Some("hardened-base".into()),
            ..shared
        });
        images.push(self.encrypted());
        images
    }

    fn families(&mut self) -> Vec<Image> {
        let mut images = Vec::new();
        if self.is_default_region() {
            // Made in the same second: only the version tells which is newer.
            images.push(self.version("web", "1.4.1", "2026-09-30T02:15:00Z"));
            images.push(self.version("web", "1.4.2", "2026-09-30T02:15:00Z"));
        } else {
            let time = format!("2026-08-{:02}T02:15:00Z", 10 + self.region);
            images.push(self.version("web", "1.4.0", time));
        }
        images.push(public(UBUNTU, "20260814", "2026-08-14T06:20:11Z"));
        if self.has_api() {
            images.push(self.version("api", "7", "2026-07-01T12:00:00Z"));
        }
        images.push(self.version("web", "1.3.0", "2026-06-30T23:59:59Z"));
        if self.is_default_region() {
            images.push(self.version("batch", "2026.05", "2026-05-20T08:00:30Z"));
        }
        images.push(old_windows());
        images.push(public(ALINUX_ARM, "20260702", "2026-07-02T09:41:00Z"));
        images.push(public(UBUNTU, "20250117", "2025-01-17T03:12:45Z"));
        if self.has_api() {
            images.push(self.version("api", "6", "2025-12-31T16:00:00Z"));
        }
        images.push(self.version("web", "1.2.0", "2025-11-11T11:11:11Z"));
        images.push(Image {
            boot_mode: None,
            features: None,
            login_as_non_root_supported: None,
            is_support_cloudinit: Some(false),
            ..public(DEBIAN_32, "20230201", "2023-02-01T00:00:00Z")
        });
        images
    }

    /// Names and tags that break careless programs: escape sequences, formulas, quotes, wide and combining letters.
    fn hostile(&mut self) -> Vec<Image> {
        let mut chinese = self.own(
            "生产环境 web+api（备份）~v2 *final*",
            ALINUX_ARM,
            "2025-03-09T18:30:00Z",
        );
        chinese.image_family = Some("hangzhou-daily-update".into());
        chinese.is_self_shared = Some("True");
        chinese.description =
            Some("Nightly snapshot 🚀\n\"quoted\" \\ back\\slash\ttab; e\u{301} vs \u{e9}".into());
        chinese.tags = Some(tags(&[
            ("环境", "prod/eu-central-1"),
            ("owner", ""),
            ("cost:center", "a&b=c d+e"),
        ]));
        let names = [
            "red \u{1b}[31malert\u{1b}[0m\r\nsecond line \u{202e}gpj.exe\u{202c}".into(),
            "=HYPERLINK(\"http://sandbox.invalid\",\"click\")".into(),
            "comma, \"quote\" and\nnewline; 'all' in one".into(),
            "rocket 🚀 family 👨‍👩‍👧 flag 🇨🇳".into(),
            format!("{:x<128}", "a-name-of-128-characters-"),
            "Cafe\u{301} Zoe\u{308} a\u{323}\u{302}".into(),
        ];
        let mut images = vec![chinese];
        for (day, name) in (1..).zip(names) {
            let mut image = self.own(name, UBUNTU, format!("2024-02-{day:02}T07:08:09Z"));
            image.usage = Some("instance");
            // Two of the odd ones say nothing about optional things.
            if day > 4 {
                image.description = None;
                image.is_support_cloudinit = None;
                image.tags = None;
                image.features = None;
                image.shrinks = [true, true];
            }
            images.push(image);
        }
        images
    }

    fn encrypted(&mut self) -> Image {
        let mut image = self.own("two-disks-encrypted", CENTOS, "2023-11-30T12:00:00Z");
        let data = Disk {
            encrypted: Some(true),
            ..self.disk("data", "/dev/xvdb", "2048")
        };
        image.disk_device_mappings.disk_device_mapping.push(data);
        image.is_support_io_optimized = Some(false);
        if self.is_default_region() {
            // Of the family that the sample request of `DescribeImageFromFamily` asks for.
            image.image_family = Some("as-hangzhou-game-01".into());
        }
        image.resource_group_id = Some(RESOURCE_GROUP.into());
        image
    }

    /// Images a plain listing leaves out: not available, marketplace, community, going away.
    pub(crate) fn unlisted(&mut self) -> Vec<Image> {
        let mut copying = self.own("copy-under-way", UBUNTU, "2026-10-02T00:00:59Z");
        let family = if self.newest_web_is_unfinished() {
            "web"
        } else {
            "hangzhou-daily-update"
        };
        copying.image_family = Some(family.into());
        copying.image_version = Some("1.5.0".into());
        copying.status = "Creating";
        copying.progress = "37%";
        copying.is_copied = true;
        copying.usable = Some(false);
        copying.disk_device_mappings.disk_device_mapping = vec![Disk {
            kind: "system",
            size: "20".into(),
            format: "qcow2",
            import_oss_bucket: "sandbox-import",
            import_oss_object: "images/目录/ubuntu 22.04.qcow2",
            progress: "37%",
            remain_time: Some(213),
            ..Disk::default()
        }];
        let mut images = vec![copying];
        for (name, status, progress, time) in [
            (
                "empty-family-waiting",
                "Waiting",
                "0%",
                "2026-10-01T10:00:00Z",
            ),
            (
                "empty-family-failed",
                "CreateFailed",
                "",
                "2026-09-01T10:00:00Z",
            ),
            (
                "empty-family-unavailable",
                "UnAvailable",
                "100",
                "2026-04-01T10:00:00Z",
            ),
            (
                "empty-family-deprecated",
                "Deprecated",
                "100%",
                "2024-04-01T10:00:00Z",
            ),
        ] {
            images.push(Image {
                image_family: Some("empty-family".into()),
                status,
                progress,
                ..self.own(name, UBUNTU, time)
            });
        }
        for (version, time) in [
            ("V2.1", "2023-11-30T12:00:00Z"),
            ("V3.0", "2026-03-03T03:03:03Z"),
        ] {
            images.push(Image {
                image_owner_alias: "marketplace",
                image_owner_id: None,
                image_version: Some(version.into()),
                is_subscribed: version == "V2.1",
                product_code: Some("cmjj00012345"),
                supplier_name: Some("Sandbox Software 有限公司"),
                tags: None,
                ..self.own(
                    format!("PHP运行环境（CentOS7.9 64位 | Nginx）{version}"),
                    CENTOS,
                    time,
                )
            });
        }
        for (name, time) in [
            ("community-rust-build", "2026-01-15T00:00:00Z"),
            ("community-web", "2026-10-03T00:00:00Z"),
        ] {
            images.push(Image {
                image_family: Some("web".into()),
                image_owner_alias: "others",
                image_owner_id: Some(COMMUNITY_ACCOUNT),
                is_public: Some(true),
                community: true,
                ..self.own(name, UBUNTU, time)
            });
        }
        images.push(Image {
            expired: true,
            ..public(CENTOS, "20230601", "2023-06-01T00:00:00Z")
        });
        images
    }

    /// One version of a family of ours.
    fn version(
        &mut self,
        family: &'static str,
        version: &'static str,
        time: impl Into<Text>,
    ) -> Image {
        let system = if family == "batch" {
            ALINUX_ARM
        } else {
            UBUNTU
        };
        Image {
            image_family: Some(family.into()),
            image_version: Some(version.into()),
            tags: Some(tags(&[("team", "platform"), ("env", "prod")])),
            resource_group_id: Some(if family == "api" { RESOURCE_GROUP } else { "" }.into()),
            ..self.own(format!("{family}-{version}"), system, time)
        }
    }
}

/// A public image described the old way: most of the newer members are absent.
fn old_windows() -> Image {
    Image {
        image_family: None,
        image_owner_id: None,
        is_public: None,
        boot_mode: None,
        description: None,
        image_version: Some("1.0".into()),
        is_self_shared: None,
        is_support_cloudinit: None,
        is_support_io_optimized: None,
        login_as_non_root_supported: None,
        product_code: None,
        resource_group_id: None,
        supplier_name: None,
        features: None,
        shrinks: [true, false],
        tags: None,
        disk_device_mappings: Disks {
            disk_device_mapping: vec![Disk {
                device: "/dev/xvda".into(),
                size: "40".into(),
                ..Disk::default()
            }],
        },
        ..public(WINDOWS, "20250211", "2025-02-11T08:00:01Z")
    }
}
