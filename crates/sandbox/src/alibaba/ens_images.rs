//! The images of ENS, in the API's own shape (2017-11-10 `DescribeImageInfos`, `Images.Image[]`).
//!
//! There is no name, state or date in it: what is known of an image is in its id. Everything here is
//! invented, in the style of the ids that the vendor's page shows.

use std::collections::HashSet;

use serde::Serialize;

use crate::{
    entry::Text,
    random::{Random, hash},
};

/// An image as the service describes it. The service may leave out every member but the id.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EnsImage {
    pub(crate) image_id: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text>,
    /// GiB, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_size: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_version: Option<&'static str>,
    /// The distribution, not a display name.
    #[serde(rename = "OSName", skip_serializing_if = "Option::is_none")]
    os_name: Option<&'static str>,
    #[serde(rename = "OSType")]
    pub(crate) os_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    compute_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_owner_alias: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disk_device_mappings: Option<Disks>,
}

/// The list of disks.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Disks {
    disk_device_mapping: Vec<Disk>,
}

/// One disk.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Disk {
    /// `System` or `Data`, with a capital that ECS does not have.
    #[serde(rename = "Type")]
    kind: &'static str,
    /// GiB, as text.
    size: &'static str,
    format: &'static str,
    /// The one member that begins with a small letter.
    #[serde(rename = "imageId")]
    image_id: Text,
}

impl EnsImage {
    /// An image of which only the API's text is kept, and what can be filtered on.
    pub(crate) fn known_by(image_id: Text, os_type: &'static str) -> EnsImage {
        EnsImage {
            image_id,
            os_type,
            ..EnsImage::default()
        }
    }
}

/// Every image: the special ones first, then ordinary ones up to the wanted number.
pub(crate) fn all(seed: u64, count: usize) -> Vec<EnsImage> {
    let mut images = special();
    images.truncate(count);
    let mut taken: HashSet<Text> = images.iter().map(|image| image.image_id.clone()).collect();
    let mut random = Random::new(hash(seed, "ens"));
    while images.len() < count {
        images.push(ordinary(&mut random, images.len(), &mut taken));
    }
    images
}

/// What every image of one system has in common: `OSName`, `ImageVersion`, `OSType`, and how its ids begin.
type System = (&'static str, &'static str, &'static str, &'static str);

const CENTOS_6: System = ("centos", "6.8", "linux", "centos_6_08_64_20G");
const CENTOS_7: System = ("centos", "7.9", "linux", "centos_7_9_x64_20G");
const UBUNTU_20: System = ("ubuntu", "20.04", "linux", "ubuntu_20_04_x64_20G");
const UBUNTU_22: System = ("ubuntu", "22.04", "linux", "ubuntu_22_04_x64_20G");
const UBUNTU_22_ARM: System = ("ubuntu", "22.04", "linux", "ubuntu_22_04_arm64_20G");
const DEBIAN_11: System = ("debian", "11.6", "linux", "debian_11_6_x64_20G");
const WINDOWS: System = ("windows", "2019", "windows", "win2019_1809_x64_dtc_40G");
const SYSTEMS: &[System] = &[
    CENTOS_6,
    CENTOS_7,
    UBUNTU_20,
    UBUNTU_22,
    UBUNTU_22_ARM,
    DEBIAN_11,
    WINDOWS,
];

/// The images tests and demonstrations rely on, the most useful first, so that a small sandbox keeps them.
fn special() -> Vec<EnsImage> {
    let mut first = public(CENTOS_6, "20171110");
    first.region_id = Some("cn-wulanchabu");
    first.disk_device_mappings = Some(Disks {
        disk_device_mapping: vec![
            disk("System", "20", "qcow2", first.image_id.clone()),
            disk("Data", "100", "raw", "i-sandbox01".into()),
        ],
    });
    let mut arm = public(UBUNTU_22_ARM, "20240115");
    arm.compute_type = Some("arm_vm");
    arm.region_id = None;
    // A custom image says least: neither a version nor a date can be found in it.
    let custom = EnsImage {
        image_id: "m-5sandboxens0000000001".into(),
        description: Some("边缘节点 β～1，手工制作".into()),
        image_size: Some("40"),
        image_version: Some(""),
        os_name: Some("windows"),
        os_type: "windows",
        compute_type: Some(""),
        region_id: Some(""),
        ..EnsImage::default()
    };
    let bare = EnsImage {
        compute_type: Some("bare_metal"),
        region_id: Some("cn-beijing"),
        disk_device_mappings: None,
        ..public(CENTOS_7, "20220704")
    };
    let phones = EnsImage {
        image_id: "android_12_arm64_pcfarm_20230901".into(),
        description: Some("云手机 安卓12".into()),
        image_size: Some("32"),
        image_version: Some("12"),
        os_name: Some("android"),
        os_type: "linux",
        compute_type: Some("pcfarm"),
        image_owner_alias: Some("system"),
        disk_device_mappings: Some(Disks::default()),
        ..EnsImage::default()
    };
    let capital = EnsImage {
        os_type: "Linux",
        compute_type: None,
        image_owner_alias: None,
        ..public(DEBIAN_11, "20230218")
    };
    let custom_linux = EnsImage {
        image_id: "m-5sandboxens0000000002".into(),
        description: Some("".into()),
        image_size: Some("100"),
        os_name: Some("ubuntu"),
        os_type: "linux",
        compute_type: Some("ens_vm"),
        image_owner_alias: Some("self"),
        region_id: Some("cn-hangzhou"),
        disk_device_mappings: Some(Disks {
            disk_device_mapping: vec![disk(
                "System",
                "100",
                "raw",
                "m-5sandboxens0000000002".into(),
            )],
        }),
        ..EnsImage::default()
    };
    vec![
        first,
        public(UBUNTU_22, "20230515"),
        custom,
        public(WINDOWS, "20200310"),
        arm,
        public(UBUNTU_22, "20220824"),
        public(CENTOS_6, "20180522"),
        bare,
        capital,
        custom_linux,
        public(UBUNTU_20, "20210623"),
        phones,
        public(CENTOS_7, "20211130"),
    ]
}

/// A public image: all members present, as the vendor's page shows them.
fn public((os_name, version, os_type, stem): System, date: &str) -> EnsImage {
    let id: Text = format!("{stem}_alibase_{date}").into();
    let size = if os_type == "windows" { "40" } else { "20" };
    EnsImage {
        description: Some(id.clone()),
        image_size: Some(size),
        image_version: Some(version),
        os_name: Some(os_name),
        os_type,
        compute_type: Some("ens_vm"),
        image_owner_alias: Some("system"),
        region_id: Some("cn-wulanchabu"),
        disk_device_mappings: Some(Disks {
            disk_device_mapping: vec![disk("System", size, "qcow2", id.clone())],
        }),
        image_id: id,
    }
}

fn disk(kind: &'static str, size: &'static str, format: &'static str, image_id: Text) -> Disk {
    Disk {
        kind,
        size,
        format,
        image_id,
    }
}

/// An ordinary image; an id that is taken is made unlike the others by a number.
fn ordinary(random: &mut Random, number: usize, taken: &mut HashSet<Text>) -> EnsImage {
    let system = *random.pick(SYSTEMS);
    let (year, month) = (2018 + random.below(8), 1 + random.below(12));
    let date = format!("{year}{month:02}{:02}", 1 + random.below(28));
    let mut image = public(system, &date);
    if system == UBUNTU_22_ARM {
        image.compute_type = Some("arm_vm");
    }
    if random.chance(25) {
        image.image_id = format!("m-5{}", random.identifier(20)).into();
        image.description = Some(format!("edge build {number}").into());
        image.image_owner_alias = Some("self");
    }
    if !taken.insert(image.image_id.clone()) {
        image.image_id = format!("{}_{number}", image.image_id).into();
        taken.insert(image.image_id.clone());
    }
    image
}
