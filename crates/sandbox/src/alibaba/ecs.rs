//! The three operations of ECS 2014-05-26: `DescribeImages`, `DescribeImageFromFamily`, `DescribeRegions`.
//!
//! Source: the vendor's API pages of these operations (editions up to 2025-11). Each function takes
//! a verified call and gives the answer as JSON text.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{
    filter::{self, ImageQuery},
    image::Image,
    regions::{DETAILS, REGIONS},
};
use crate::{
    answer::{Refusal, around_list},
    call::Call,
    entry::Entry,
    fault::FaultKind,
    paging::{self, Page},
};

/// `PageSize` when it is not sent, and its limit.
const PAGE_SIZE: usize = 10;
const PAGE_SIZE_LIMIT: usize = 100;

/// Page numbers are 32-bit.
const LAST_PAGE: usize = 0x7FFF_FFFF;

/// Members of an image that `DescribeImageFromFamily` knows; it gives fewer than a listing does.
const FAMILY_MEMBERS: &[&str] = &[
    "Architecture",
    "CreationTime",
    "Description",
    "DiskDeviceMappings",
    "ImageFamily",
    "ImageId",
    "ImageName",
    "ImageOwnerAlias",
    "ImageVersion",
    "IsCopied",
    "IsSelfShared",
    "IsSubscribed",
    "IsSupportCloudinit",
    "IsSupportIoOptimized",
    "OSName",
    "OSType",
    "Platform",
    "ProductCode",
    "Progress",
    "Size",
    "Status",
    "Tags",
    "Usage",
];

/// The same of a disk.
const FAMILY_DISK_MEMBERS: &[&str] = &[
    "Device",
    "Format",
    "ImportOSSBucket",
    "ImportOSSObject",
    "Size",
    "SnapshotId",
    "Type",
];

/// Lists the images of one region, page by page.
///
/// # Errors
/// The documented code of the first wrong argument; `DryRunOperation` when only a check was asked for.
pub(crate) fn describe_images(call: &Call) -> Result<String, Refusal> {
    let region = region(call)?;
    let mut query = ImageQuery::read(call.params)?;
    if call.has(FaultKind::IgnoreFilters) {
        query = ImageQuery::default();
    }
    let number: usize = in_range(call, "PageNumber", 1, 1..=LAST_PAGE)?;
    let size = in_range(call, "PageSize", PAGE_SIZE, 1..=PAGE_SIZE_LIMIT)?;
    if filter::boolean(call.params, "DryRun")? == Some(true) {
        return Err(Refusal::new(
            400,
            "DryRunOperation",
            "Request validation has been passed with DryRun flag set.",
        ));
    }
    let size = paging::size(call, size);
    let found = call.world.alibaba.search(region, query, call.shuffle);
    let entries = call.world.alibaba.region(region);
    let found = call.shifts.present(
        Some(call.world.alibaba.id(region)),
        &found,
        |place| &*entries[place as usize].image.image_id,
        call.has(FaultKind::ListShifts),
    );
    let offset = (number - 1).saturating_mul(size);
    let Page { rows, total } = paging::page(call, &found, offset, size);
    let mut text = format!(
        "{{\"RequestId\":\"{}\",\"RegionId\":\"{}\",\"PageNumber\":{number},\"PageSize\":{size},",
        call.request_id,
        call.world.alibaba.id(region)
    );
    if let Some(total) = total {
        // Writing into a String cannot fail.
        let _ = write!(text, "\"TotalCount\":{total},");
    }
    if call.has(FaultKind::NullImages) {
        text.push_str("\"Images\":null}");
        Ok(text)
    } else {
        let images = rows.iter().map(|place| entries[*place as usize].text());
        text.push_str("\"Images\":{\"Image\":");
        Ok(around_list(&text, images, "}}"))
    }
}

/// Finds the newest available custom image of a family.
///
/// # Errors
/// A missing or malformed family name, or an unknown region.
pub(crate) fn describe_image_from_family(call: &Call) -> Result<String, Refusal> {
    let region = region(call)?;
    let family = required(call, "ImageFamily")?;
    if !is_family_name(family) {
        return Err(Refusal::new(
            400,
            "InvalidImageFamily",
            "The specified ImageFamily is not valid.",
        ));
    }
    let newest = call
        .world
        .alibaba
        .region(region)
        .iter()
        .filter(|entry| {
            call.has(FaultKind::IgnoreFilters)
                || entry.image.image_family.as_deref() == Some(family)
        })
        .filter(|entry| entry.image.image_owner_alias == "self" && entry.image.is_usable())
        .max_by_key(|entry| {
            let image = &entry.image;
            (&image.creation_time, &image.image_version, &image.image_id)
        });
    let mut answer = json!({ "RequestId": call.request_id });
    if call.has(FaultKind::NullImages) {
        answer["Image"] = Value::Null;
    } else if let Some(entry) = newest {
        answer["Image"] = Value::Object(family_member(entry));
    }
    Ok(answer.to_string())
}

/// The shorter description this operation gives: fewer members, some of them always empty.
fn family_member(entry: &Entry<Image>) -> Map<String, Value> {
    // The text is an object's; no members would be seen at once.
    let mut members: Map<String, Value> = serde_json::from_str(entry.text()).unwrap_or_default();
    members.retain(|name, _| FAMILY_MEMBERS.contains(&name.as_str()));
    let disks = members
        .get_mut("DiskDeviceMappings")
        .and_then(|disks| disks.get_mut("DiskDeviceMapping"))
        .and_then(Value::as_array_mut);
    for disk in disks.into_iter().flatten().filter_map(Value::as_object_mut) {
        disk.retain(|name, _| FAMILY_DISK_MEMBERS.contains(&name.as_str()));
    }
    for name in ["Progress", "Usage", "IsSelfShared", "ImageVersion"] {
        members.insert(name.to_owned(), json!(""));
    }
    members
}

/// The documented rules for family names, save that `acs:` may be asked for: public families begin so.
fn is_family_name(name: &str) -> bool {
    let length = name.chars().count();
    let sign = |sign: char| sign.is_alphanumeric() || ":_-".contains(sign);
    (2..=128).contains(&length)
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(sign)
        && !["http://", "https://", "aliyun"]
            .iter()
            .any(|start| name.starts_with(start))
}

/// Lists the regions.
///
/// # Errors
/// The documented codes for an unknown language, resource type or payment method.
pub(crate) fn describe_regions(call: &Call) -> Result<String, Refusal> {
    let languages = ["zh-CN", "zh-TW", "en-US", "ja", "fr", "de", "ko"];
    let resources = ["instance", "disk", "reservedinstance", "scu"];
    let payments = ["PostPaid", "PrePaid", "SpotWithPriceLimit", "SpotAsPriceGo"];
    one_of(
        call,
        "AcceptLanguage",
        &languages,
        404,
        "InvalidAcceptLanguage.NotFound",
    )?;
    one_of(
        call,
        "ResourceType",
        &resources,
        404,
        "InvalidResourceType.NotFound",
    )?;
    one_of(
        call,
        "InstanceChargeType",
        &payments,
        400,
        "InvalidPayMethod",
    )?;
    // Only two languages are written down; the rest read Chinese, the default.
    let english = call.params.text("AcceptLanguage") == Some("en-US");
    let regions: Vec<Value> = REGIONS
        .iter()
        .zip(&DETAILS)
        .map(|(id, region)| {
            let name = if english {
                region.english_name
            } else {
                region.local_name
            };
            let mut members = json!({
                "RegionId": id,
                "LocalName": name,
                "RegionEndpoint": region.endpoint,
            });
            if let Some(status) = region.status {
                members["Status"] = json!(status);
            }
            members
        })
        .chain(call.world.alibaba.more_regions().iter().map(|id| {
            let endpoint = format!("ecs.{id}.aliyuncs.com");
            json!({ "RegionId": id, "LocalName": id, "RegionEndpoint": endpoint })
        }))
        .collect();
    Ok(json!({ "RequestId": call.request_id, "Regions": { "Region": regions } }).to_string())
}

fn region(call: &Call) -> Result<usize, Refusal> {
    let id = required(call, "RegionId")?;
    call.world.alibaba.place(id).ok_or_else(|| {
        Refusal::new(
            404,
            "InvalidRegionId.NotFound",
            "The RegionId provided does not exist.",
        )
    })
}

fn required<'a>(call: &Call<'a>, name: &str) -> Result<&'a str, Refusal> {
    call.params.text(name).ok_or_else(|| {
        Refusal::new(
            400,
            "MissingParameter",
            format!("The input parameter \"{name}\" that is mandatory for processing this request is not supplied."),
        )
    })
}

fn in_range(
    call: &Call,
    name: &str,
    default: usize,
    range: std::ops::RangeInclusive<usize>,
) -> Result<usize, Refusal> {
    let number = filter::number(call.params, name)?.unwrap_or(default);
    if range.contains(&number) {
        return Ok(number);
    }
    Err(Refusal::new(
        400,
        "InvalidParameter",
        format!("The specified parameter \"{name}\" is not valid."),
    ))
}

fn one_of(
    call: &Call,
    name: &str,
    values: &[&str],
    status: u16,
    code: &'static str,
) -> Result<(), Refusal> {
    match call.params.text(name) {
        Some(value) if !values.contains(&value) => Err(Refusal::new(
            status,
            code,
            format!("The specified {name} is not found."),
        )),
        _ => Ok(()),
    }
}
