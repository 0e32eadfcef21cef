//! What filters look at, read from images of the APIs' own shape.
//!
//! Types drift: texts stand for numbers, numbers for texts. A member of a wrong type is as good as
//! absent here, and comes back as it was all the same.

use serde_json::{Map, Value};

use super::listed::Listed;
use crate::{
    alibaba::{
        ens_images::EnsImage,
        image::{Disk, Disks, Features, Image, Tag, Tags},
    },
    tencent::ecm_image::EcmImage,
};

/// Members that only images of ECM have.
const OF_ECM: &[&str] = &["ImageState", "ImageOsName", "ImageCreateTime", "SrcImage"];
/// Members that images of ENS have and those of ECS have not, and the other way round.
const OF_ENS: &[&str] = &["ImageSize", "ComputeType"];
const NOT_OF_ENS: &[&str] = &["ImageName", "CreationTime", "Status", "Size"];

/// Tells whose image it is, where the answer around it says nothing else.
pub(crate) fn product(members: &Map<String, Value>, around: Option<Listed>) -> Listed {
    let has = |names: &[&str]| names.iter().any(|name| members.contains_key(*name));
    if has(OF_ECM) {
        Listed::Ecm
    } else if has(OF_ENS) && !has(NOT_OF_ENS) {
        Listed::Ens
    } else {
        around.unwrap_or(Listed::Ecs)
    }
}

/// Reads an image of ECS.
pub(crate) fn ecs(id: &str, members: &Map<String, Value>) -> Image {
    let owned = |name| text(members, name);
    let owner = word(
        members,
        "ImageOwnerAlias",
        &["system", "self", "others", "marketplace"],
    );
    Image {
        image_id: id.to_owned().into(),
        image_name: owned("ImageName").unwrap_or_default().into(),
        image_family: owned("ImageFamily").map(Into::into),
        image_owner_alias: owner,
        image_owner_id: owned("ImageOwnerId").and_then(|id| id.parse().ok()),
        os_type: word(members, "OSType", &["linux", "windows"]),
        architecture: word(members, "Architecture", &["x86_64", "arm64", "i386"]),
        // Who says nothing of the state means an image that can be used.
        status: if members.get("Status").is_none_or(Value::is_null) {
            "Available"
        } else {
            word(
                members,
                "Status",
                &[
                    "Available",
                    "Creating",
                    "Waiting",
                    "UnAvailable",
                    "CreateFailed",
                    "Deprecated",
                ],
            )
        },
        usage: Some(word(members, "Usage", &["instance", "none"])),
        creation_time: owned("CreationTime").unwrap_or_default().into(),
        image_version: owned("ImageVersion").map(Into::into),
        usable: flag(members, "Usable"),
        is_support_cloudinit: flag(members, "IsSupportCloudinit"),
        is_support_io_optimized: flag(members, "IsSupportIoOptimized"),
        resource_group_id: owned("ResourceGroupId").map(Into::into),
        features: features(members),
        disk_device_mappings: Disks {
            disk_device_mapping: inner(members, "DiskDeviceMappings", "DiskDeviceMapping")
                .map(|disk| Disk {
                    snapshot_id: text(disk, "SnapshotId").unwrap_or_default().into(),
                    ..Disk::default()
                })
                .collect(),
        },
        tags: Some(Tags {
            tag: inner(members, "Tags", "Tag")
                .filter_map(|tag| {
                    Some(Tag {
                        tag_key: text(tag, "TagKey")?.into(),
                        tag_value: text(tag, "TagValue").unwrap_or_default().into(),
                    })
                })
                .collect(),
        }),
        community: owner == "others" && flag(members, "IsPublic") == Some(true),
        ..Image::default()
    }
}

/// Reads an image of ENS.
pub(crate) fn ens(id: &str, members: &Map<String, Value>) -> EnsImage {
    EnsImage::known_by(
        id.to_owned().into(),
        word(members, "OSType", &["linux", "windows"]),
    )
}

/// Reads an image of ECM.
pub(crate) fn ecm(id: &str, members: &Map<String, Value>) -> EcmImage {
    let owned = |name| text(members, name).unwrap_or_default().into();
    EcmImage {
        image_id: id.to_owned().into(),
        image_name: owned("ImageName"),
        image_type: word(members, "ImageType", &["PRIVATE_IMAGE", "PUBLIC_IMAGE"]),
        image_os_name: owned("ImageOsName"),
        architecture: word(members, "Architecture", &["x86_64", "arm64", "i386"]),
        os_type: word(members, "OsType", &["linux", "windows"]),
        ..EcmImage::default()
    }
}

fn features(members: &Map<String, Value>) -> Option<Features> {
    let features = members.get("Features")?.as_object()?;
    let value = |name| match word(features, name, &["supported", "unsupported"]) {
        "" => "unsupported",
        value => value,
    };
    Some(Features {
        nvme_support: value("NvmeSupport"),
        imds_support: "",
        cpu_online_upgrade: value("CpuOnlineUpgrade"),
        cpu_online_downgrade: value("CpuOnlineDowngrade"),
        memory_online_upgrade: value("MemoryOnlineUpgrade"),
        memory_online_downgrade: value("MemoryOnlineDowngrade"),
    })
}

/// The objects of a list that is the only member of an object.
fn inner<'m>(
    members: &'m Map<String, Value>,
    outer: &str,
    name: &str,
) -> impl Iterator<Item = &'m Map<String, Value>> {
    let list = members.get(outer).and_then(|outer| outer.get(name));
    let items = list
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(Value::as_object)
}

fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    match members.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn flag(members: &Map<String, Value>, name: &str) -> Option<bool> {
    match members.get(name)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

/// One of the words that a filter can ask for, in any case of letters; any other can be asked for by none.
fn word(members: &Map<String, Value>, name: &str, words: &[&'static str]) -> &'static str {
    let sent = members.get(name).and_then(Value::as_str);
    let known = |sent: &str| words.iter().find(|word| word.eq_ignore_ascii_case(sent));
    sent.and_then(known).copied().unwrap_or_default()
}
