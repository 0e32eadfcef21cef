//! The plain images everything else is made from: a custom image of ours, and a public image.

use super::{
    image::{Disk, Disks, Features, Image, System, Tag, Tags},
    known::ACCOUNT_ID,
    regions::{DETAILS, REGIONS},
};
use crate::{
    entry::Text,
    random::{Random, hash},
};

const UNSUPPORTED: &str = "unsupported";

/// Makes images for one region.
pub(crate) struct Maker {
    pub(crate) region: usize,
    random: Random,
}

impl Maker {
    pub(crate) fn new(seed: u64, region: usize) -> Maker {
        Maker {
            region,
            random: Random::new(hash(seed, REGIONS[region])),
        }
    }

    /// An available custom image of our account.
    pub(crate) fn own(
        &mut self,
        name: impl Into<Text>,
        system: System,
        time: impl Into<Text>,
    ) -> Image {
        Image {
            image_id: self.id("m").into(),
            image_name: name.into(),
            image_owner_alias: "self",
            image_owner_id: Some(ACCOUNT_ID),
            is_public: Some(false),
            os_name: system.name,
            os_name_en: Some(system.name_en),
            os_type: system.kind,
            platform: system.platform,
            architecture: system.architecture,
            boot_mode: Some(system.boot_mode),
            description: Some("".into()),
            size: system.size,
            status: "Available",
            progress: "100%",
            usage: Some("none"),
            creation_time: time.into(),
            image_version: Some("".into()),
            is_self_shared: Some("False"),
            is_support_cloudinit: Some(true),
            is_support_io_optimized: Some(true),
            login_as_non_root_supported: Some(false),
            product_code: Some(""),
            resource_group_id: Some("".into()),
            license_type: Some(""),
            features: Some(Features {
                nvme_support: "supported",
                imds_support: "v1",
                cpu_online_upgrade: "supported",
                cpu_online_downgrade: UNSUPPORTED,
                memory_online_upgrade: "supported",
                memory_online_downgrade: UNSUPPORTED,
            }),
            disk_device_mappings: Disks {
                disk_device_mapping: vec![self.disk(
                    "system",
                    "/dev/xvda",
                    system.size.to_string(),
                )],
            },
            tags: Some(tags(&[])),
            ..Image::default()
        }
    }

    pub(crate) fn disk(
        &mut self,
        kind: &'static str,
        device: &'static str,
        size: impl Into<Text>,
    ) -> Disk {
        Disk {
            device: device.into(),
            kind,
            size: size.into(),
            snapshot_id: self.id("s").into(),
            encrypted: Some(false),
            ..Disk::default()
        }
    }

    /// A resource id: kind, the region's three letters, 17 letters and digits.
    fn id(&mut self, kind: &str) -> String {
        let prefix = DETAILS[self.region].id_prefix;
        format!("{kind}-{prefix}{}", self.random.identifier(17))
    }
}

/// A public image: its id is a file name, the same in all regions, and its list of disks is empty.
pub(crate) fn public(system: System, date: &str, time: impl Into<Text>) -> Image {
    let id = format!("{}_alibase_{date}.vhd", system.stem);
    Image {
        image_name: id.clone().into(),
        image_id: id.into(),
        image_family: Some(system.family.into()),
        image_owner_alias: "system",
        image_owner_id: Some(0),
        is_public: Some(true),
        os_name: system.name,
        os_name_en: Some(system.name_en),
        os_type: system.kind,
        platform: system.platform,
        architecture: system.architecture,
        boot_mode: Some(system.boot_mode),
        description: Some("".into()),
        size: system.size,
        status: "Available",
        progress: "100%",
        usage: Some("instance"),
        creation_time: time.into(),
        image_version: Some(format!("v{date}").into()),
        is_self_shared: Some(""),
        is_support_cloudinit: Some(true),
        is_support_io_optimized: Some(true),
        login_as_non_root_supported: Some(true),
        product_code: Some(""),
        resource_group_id: Some("".into()),
        supplier_name: Some(""),
        features: Some(Features {
            nvme_support: "supported",
            imds_support: "v2",
            cpu_online_upgrade: UNSUPPORTED,
            cpu_online_downgrade: UNSUPPORTED,
            memory_online_upgrade: UNSUPPORTED,
            memory_online_downgrade: UNSUPPORTED,
        }),
        tags: Some(tags(&[])),
        ..Image::default()
    }
}

/// A list of tags from keys and values.
pub(crate) fn tags(pairs: &[(&'static str, &'static str)]) -> Tags {
    let tag = pairs.iter().map(|(key, value)| Tag {
        tag_key: (*key).into(),
        tag_value: (*value).into(),
    });
    Tags { tag: tag.collect() }
}
