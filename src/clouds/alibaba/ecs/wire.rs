//! Answers in the API's own names, and how they become rows.
//!
//! The list itself must be a list: only what stands inside a row is read
//! whatever its type. Members that no row has a place for are passed over.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::facts::FACTS;
use crate::clouds::alibaba::api;
use crate::clouds::shared::element::{Element, Wire, check_answer, missing, parse};
use crate::clouds::shared::lenient;
use crate::clouds::shared::lenient::{Flag, Member};
use crate::error::DecodeError;
use crate::model::{Disk, Image, Owner, Region, Status};
use crate::provider::{Place, Rest};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeImages<E> {
    #[serde(default, deserialize_with = "lenient::text")]
    request_id: Option<String>,
    /// Refusals have one, and what gateways write.
    #[serde(default, alias = "code", deserialize_with = "lenient::text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "lenient::int")]
    total_count: Option<i64>,
    #[serde(default, deserialize_with = "lenient::int")]
    page_size: Option<i64>,
    #[serde(default = "Member::default")]
    images: Member<WireImages<E>>,
}

impl<E> DescribeImages<E> {
    /// The rows, and how many there are on all pages.
    pub(super) fn into_list(self) -> Result<(Vec<E>, Rest), DecodeError> {
        let list = self.images.value.and_then(|images| images.image);
        let list = list.unwrap_or_default();
        if list.is_empty() {
            let has_list = self.images.is_there || self.total_count.is_some();
            check_answer(self.request_id.as_deref(), has_list, "Images")?;
            if let Some(code) = self.code {
                return Err(foreign_code(&code));
            }
        }
        let rest = self.total_count.map_or(Rest::Unknown, |rows| Rest::Total {
            rows: u64::try_from(rows).unwrap_or(0),
            page_size: self
                .page_size
                .and_then(|size| u32::try_from(size).ok())
                .unwrap_or(0),
        });
        Ok((list, rest))
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireImages<E> {
    image: Option<Vec<E>>,
}

/// A list without images and with a code that the API's answers do not have: something else
/// may have written it.
fn foreign_code(code: &str) -> DecodeError {
    DecodeError::new(format!(
        "it has no images, and the code `{code}`, which the API's answers do not have"
    ))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeImageFromFamily {
    #[serde(default, deserialize_with = "lenient::text")]
    request_id: Option<String>,
    #[serde(default = "Member::default")]
    image: Member<Box<RawValue>>,
}

impl DescribeImageFromFamily {
    /// The image. Where there is none, the member may be left out: then the answer has
    /// nothing but its id.
    pub(super) fn read<E: Element>(body: &[u8]) -> Result<Option<E>, DecodeError> {
        let answer: Self = parse(body)?;
        let Some(image) = answer.image.value else {
            check_answer(answer.request_id.as_deref(), true, "Image")?;
            if !answer.image.is_there && parse::<BTreeMap<String, &RawValue>>(body)?.len() > 1 {
                return Err(missing("Image"));
            }
            return Ok(None);
        };
        // An empty list would pass for an empty object.
        if !image.get().starts_with('{') {
            return Err(DecodeError::new("its `Image` is no object"));
        }
        parse(image.get().as_bytes()).map(Some)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeRegions {
    #[serde(default, deserialize_with = "lenient::text")]
    request_id: Option<String>,
    regions: Option<WireRegions>,
}

impl DescribeRegions {
    /// The regions. No account has none, so that the list is always there.
    pub(super) fn into_list(self) -> Result<Vec<WireRegion>, DecodeError> {
        let list = self.regions.and_then(|regions| regions.region);
        if list.as_ref().is_none_or(Vec::is_empty) {
            check_answer(self.request_id.as_deref(), false, "Regions")?;
        }
        Ok(list.unwrap_or_default())
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireRegions {
    region: Option<Vec<WireRegion>>,
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
#[serde(rename_all = "PascalCase", default, expecting = "an object")]
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
    #[serde(deserialize_with = "lenient::doubted_flag")]
    usable: Flag,
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

impl Wire for WireImage {
    fn into_image(self, place: &Place) -> Image {
        let status = self.status.as_deref().and_then(|status| match status {
            // Not usable yet, so that it is not available.
            "Available" if self.usable.value == Some(false) => Some(Status::Pending),
            // Nobody knows.
            "Available" if self.usable.is_doubtful => None,
            "Available" => Some(Status::Available),
            "Creating" | "Waiting" => Some(Status::Pending),
            "CreateFailed" => Some(Status::Failed),
            "UnAvailable" => Some(Status::Unavailable),
            "Deprecated" => Some(Status::Deprecated),
            _ => None,
        });
        let owner = self.image_owner_alias.as_deref().and_then(api::owner);
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
            provider: FACTS.id,
            profile: place.profile.clone(),
            region: place.region.clone(),
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
            usable: self.usable.value,
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
    pub(super) fn into_region(self, place: &Place) -> Result<Region, DecodeError> {
        let id = self.region_id.filter(|id| !id.is_empty());
        let no_id = || DecodeError::new("a region in the list has no id");
        Ok(Region {
            provider: FACTS.id,
            profile: place.profile.clone(),
            id: id.ok_or_else(no_id)?,
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
