//! What one `DescribeImages` call asks for: arguments checked against the documented limits, and matching.
//!
//! Source: ECS 2014-05-26 `DescribeImages`, request parameters and error table. Where the
//! documentation is silent the choice is this emulator's and marked "choice".

use super::image::Image;
use crate::{answer::Refusal, request::Params};

/// A checked search. The default is a listing without any filter.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ImageQuery {
    id: Option<String>,
    /// In lower case.
    name: Option<String>,
    family: Option<String>,
    owner: Option<&'static str>,
    owner_id: Option<u64>,
    community: bool,
    architecture: Option<&'static str>,
    os_type: Option<&'static str>,
    usage: Option<&'static str>,
    usable: Option<bool>,
    arm_instance: Option<bool>,
    change_os: bool,
    cloud_init: Option<bool>,
    io_optimized: Option<bool>,
    resource_group: Option<String>,
    snapshot: Option<String>,
    show_expired: bool,
    /// `None` is the default: available ones only. An empty list is `ALL`.
    statuses: Option<Vec<&'static str>>,
    tags: Vec<(String, Option<String>)>,
    /// First and last minute, inclusive (choice), `yyyy-MM-ddTHH:mm`.
    created: [Option<String>; 2],
    features: Vec<(Feature, String)>,
    /// Architectures that do not work on the networks asked for.
    unwired: Vec<&'static str>,
}

/// An online resize capability that can be filtered on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Feature {
    CpuUpgrade,
    CpuDowngrade,
    MemoryUpgrade,
    MemoryDowngrade,
}

const STATUSES: &[&str] = &[
    "Creating",
    "Waiting",
    "Available",
    "UnAvailable",
    "CreateFailed",
    "Deprecated",
];
const OWNERS: &[&str] = &["system", "self", "others", "marketplace"];
const TAGS_ALLOWED: u32 = 20;

impl ImageQuery {
    /// Reads and checks the arguments.
    ///
    /// # Errors
    /// The documented code for the first argument that is wrong.
    pub(crate) fn read(params: &Params) -> Result<ImageQuery, Refusal> {
        let mut query = ImageQuery {
            id: owned(params, "ImageId"),
            name: params.text("ImageName").map(str::to_lowercase),
            family: owned(params, "ImageFamily"),
            // Some editions of the documentation write `Self`, so the case does not matter (choice).
            owner: one_of(
                params,
                "ImageOwnerAlias",
                OWNERS,
                str::eq_ignore_ascii_case,
                || {
                    bad(
                        400,
                        "InvalidImageOwnerAlias.ValueNotSupported",
                        "ImageOwnerAlias",
                    )
                },
            )?,
            owner_id: number(params, "ImageOwnerId")?,
            community: boolean(params, "IsPublic")?.unwrap_or(false),
            architecture: exact(
                params,
                "Architecture",
                &["i386", "x86_64", "arm64"],
                404,
                "InvalidArchitecture",
            )?,
            os_type: exact(
                params,
                "OSType",
                &["linux", "windows"],
                404,
                "InvalidOSType",
            )?,
            usage: exact(params, "Usage", &["instance", "none"], 404, "InvalidUsage")?,
            usable: boolean(params, "Usable")?,
            arm_instance: params
                .text("InstanceType")
                .map(is_arm_instance)
                .transpose()?,
            change_os: exact(
                params,
                "ActionType",
                // The star is of the oldest edition; it asks for nothing, as does the default.
                &["*", "CreateEcs", "ChangeOS"],
                400,
                "InvalidParameter",
            )? == Some("ChangeOS"),
            cloud_init: boolean(params, "IsSupportCloudinit")?,
            io_optimized: boolean(params, "IsSupportIoOptimized")?,
            resource_group: owned(params, "ResourceGroupId"),
            snapshot: owned(params, "SnapshotId"),
            show_expired: boolean(params, "ShowExpired")?.unwrap_or(false),
            statuses: statuses(params)?,
            tags: tags(params)?,
            ..ImageQuery::default()
        };
        query.check_combinations()?;
        query.read_filters(params)?;
        Ok(query)
    }

    fn check_combinations(&self) -> Result<(), Refusal> {
        let others = self.owner == Some("others");
        if self.community && !others {
            return Err(Refusal::new(
                400,
                "InvalidImageOwnerAlias.PublicImageUnsupported",
                "IsPublic needs the ImageOwnerAlias others.",
            ));
        }
        if self.owner_id.is_some() && !others {
            return Err(Refusal::new(
                400,
                "InvalidOperation.ImageOwnerIdUnsupported",
                "ImageOwnerId is only for shared or community images.",
            ));
        }
        if self.usable.is_some() && self.statuses.is_none() {
            return Err(Refusal::new(
                400,
                "MissingParameter",
                "Status is mandatory with Usable.",
            ));
        }
        Ok(())
    }

    /// Reads `Filter.N.Key` and `Filter.N.Value`.
    fn read_filters(&mut self, params: &Params) -> Result<(), Refusal> {
        let network = || {
            Refusal::new(
                400,
                "InvalidFilterValue.NetworkType",
                "The network type is vpc or classic.",
            )
        };
        for pair in params.pairs("Filter").values() {
            let value = pair.value.unwrap_or_default();
            let feature = match pair.key.unwrap_or_default() {
                "CreationStartTime" => {
                    self.created[0] = Some(minute(value)?);
                    continue;
                }
                "CreationEndTime" => {
                    self.created[1] = Some(minute(value)?);
                    continue;
                }
                // A made-up rule: either network is too new or too old for one architecture.
                "NetworkType" => {
                    self.unwired.push(match value {
                        "vpc" => "i386",
                        "classic" => "arm64",
                        _ => return Err(network()),
                    });
                    continue;
                }
                "CpuOnlineUpgrade" => Feature::CpuUpgrade,
                "CpuOnlineDowngrade" => Feature::CpuDowngrade,
                "MemoryOnlineUpgrade" => Feature::MemoryUpgrade,
                "MemoryOnlineDowngrade" => Feature::MemoryDowngrade,
                _ => return Err(bad(404, "InvalidFilterKey.NotFound", "Filter key")),
            };
            if !["supported", "unsupported"].contains(&value) {
                return Err(bad(404, "InvalidFilterValue", "Filter value"));
            }
            self.features.push((feature, value.to_owned()));
        }
        Ok(())
    }

    /// Does the image answer the search?
    pub(crate) fn matches(&self, image: &Image) -> bool {
        let owner = match self.owner {
            // Marketplace images are listed only when asked for by name.
            None => image.image_owner_alias != "marketplace",
            Some(owner) => image.image_owner_alias == owner,
        };
        let status = match &self.statuses {
            None => image.status == "Available",
            Some(list) => list.is_empty() || list.contains(&image.status),
        };
        // The user's own data may hold any text.
        let minute = image
            .creation_time
            .get(..16)
            .unwrap_or(&image.creation_time);
        owner
            && status
            && image.community == self.community
            && (self.show_expired || !image.expired)
            && agrees(self.id.as_deref(), &image.image_id)
            && agrees(self.family.as_deref(), image.image_family.as_deref().unwrap_or_default())
            && agrees(self.architecture, image.architecture)
            && agrees(self.os_type, image.os_type)
            && agrees(self.usage, image.usage.unwrap_or_default())
            && agrees(self.resource_group.as_deref(), image.resource_group_id.as_deref().unwrap_or_default())
            && self.owner_id.is_none_or(|id| image.image_owner_id == Some(id))
            && self.usable.is_none_or(|usable| image.is_usable() == usable)
            && self.arm_instance.is_none_or(|arm| (image.architecture == "arm64") == arm)
            // A made-up rule: a system disk cannot be replaced by an image that brings data disks along.
            && !(self.change_os && image.disks().len() > 1)
            && self.cloud_init.is_none_or(|wanted| image.is_support_cloudinit.unwrap_or(false) == wanted)
            && self.io_optimized.is_none_or(|wanted| image.is_support_io_optimized.unwrap_or(false) == wanted)
            && self.snapshot.as_ref().is_none_or(|id| image.disks().iter().any(|disk| disk.snapshot_id == *id))
            && self.created[0].as_deref().is_none_or(|first| first <= minute)
            && self.created[1].as_deref().is_none_or(|last| minute <= last)
            && self.features.iter().all(|(feature, value)| feature.of(image) == value)
            && !self.unwired.contains(&image.architecture)
            && self.tags.iter().all(|(key, value)| {
                image.tag_list().iter().any(|tag| {
                    tag.tag_key == *key && value.as_ref().is_none_or(|value| tag.tag_value == *value)
                })
            })
            && self.name.as_ref().is_none_or(|part| image.image_name.to_lowercase().contains(part))
    }
}

impl Feature {
    /// What the image says of it, or else what only the service knows.
    fn of(self, image: &Image) -> &'static str {
        let hidden = |place: usize| {
            if image.shrinks[place] {
                "supported"
            } else {
                "unsupported"
            }
        };
        match (self, image.features.as_ref()) {
            (Feature::CpuUpgrade, Some(features)) => features.cpu_online_upgrade,
            (Feature::CpuDowngrade, Some(features)) => features.cpu_online_downgrade,
            (Feature::MemoryUpgrade, Some(features)) => features.memory_online_upgrade,
            (Feature::MemoryDowngrade, Some(features)) => features.memory_online_downgrade,
            (Feature::CpuUpgrade | Feature::MemoryUpgrade, None) => "unsupported",
            (Feature::CpuDowngrade, None) => hidden(0),
            (Feature::MemoryDowngrade, None) => hidden(1),
        }
    }
}

fn agrees(wanted: Option<&str>, value: &str) -> bool {
    wanted.is_none_or(|wanted| wanted == value)
}

fn owned(params: &Params, name: &str) -> Option<String> {
    params.text(name).map(str::to_owned)
}

fn bad(status: u16, code: &'static str, what: &str) -> Refusal {
    Refusal::new(status, code, format!("The specified {what} is not valid."))
}

fn exact(
    params: &Params,
    name: &str,
    values: &'static [&'static str],
    status: u16,
    code: &'static str,
) -> Result<Option<&'static str>, Refusal> {
    one_of(params, name, values, str::eq, || bad(status, code, name))
}

fn one_of(
    params: &Params,
    name: &str,
    values: &'static [&'static str],
    same: impl Fn(&str, &str) -> bool,
    refusal: impl Fn() -> Refusal,
) -> Result<Option<&'static str>, Refusal> {
    let Some(sent) = params.text(name) else {
        return Ok(None);
    };
    let known = values.iter().find(|value| same(value, sent));
    known.copied().map(Some).ok_or_else(refusal)
}

/// Reads a boolean in any case: SDKs send `True` or `true`.
pub(crate) fn boolean(params: &Params, name: &str) -> Result<Option<bool>, Refusal> {
    match params.text(name).map(str::to_ascii_lowercase).as_deref() {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(bad(400, "InvalidParameter", name)),
    }
}

/// Reads a whole number.
pub(crate) fn number<N: std::str::FromStr>(
    params: &Params,
    name: &str,
) -> Result<Option<N>, Refusal> {
    params
        .text(name)
        .map(|text| text.parse().map_err(|_| bad(400, "InvalidParameter", name)))
        .transpose()
}

/// A made-up rule: Yitian and Ampere types are arm64, all others are not.
fn is_arm_instance(kind: &str) -> Result<bool, Refusal> {
    if !kind.starts_with("ecs.") {
        return Err(bad(
            400,
            "InvalidInstanceType.ValueNotSupported",
            "InstanceType",
        ));
    }
    Ok(["g8y", "c8y", "r8y"]
        .iter()
        .any(|series| kind.contains(series)))
}

/// `ALL` stands alone; anything else is a comma list.
fn statuses(params: &Params) -> Result<Option<Vec<&'static str>>, Refusal> {
    match params.text("Status") {
        None => Ok(None),
        Some("ALL") => Ok(Some(Vec::new())),
        Some(list) => list
            .split(',')
            .map(|sent| {
                STATUSES
                    .iter()
                    .find(|status| **status == sent.trim())
                    .copied()
            })
            .collect::<Option<Vec<_>>>()
            .map(Some)
            .ok_or_else(|| bad(400, "InvalidParameter", "Status")),
    }
}

fn tags(params: &Params) -> Result<Vec<(String, Option<String>)>, Refusal> {
    let pairs = params.pairs("Tag");
    if pairs
        .keys()
        .any(|number| !(1..=TAGS_ALLOWED).contains(number))
    {
        return Err(bad(400, "InvalidTagCount", "number of tags"));
    }
    let reserved = |text: &str| {
        ["aliyun", "acs:", "http://", "https://"]
            .iter()
            .any(|start| text.starts_with(start))
    };
    let mut tags = Vec::new();
    for pair in pairs.values() {
        let key = pair.key.filter(|key| !key.is_empty()).ok_or_else(|| {
            Refusal::new(
                400,
                "InvalidTag.Mismatch",
                "A tag value was sent without its key.",
            )
        })?;
        if key.chars().count() > 64 || reserved(key) {
            return Err(bad(400, "InvalidTagKey.Malformed", "tag key"));
        }
        if pair
            .value
            .is_some_and(|value| value.chars().count() > 128 || reserved(value))
        {
            return Err(bad(400, "InvalidTagValue.Malformed", "tag value"));
        }
        tags.push((key.to_owned(), pair.value.map(str::to_owned)));
    }
    Ok(tags)
}

/// Reads `yyyy-MM-ddTHH:mmZ`; seconds are refused, as the current page demands minutes.
fn minute(text: &str) -> Result<String, Refusal> {
    let valid =
        text.len() == 17 && jiff::civil::DateTime::strptime("%Y-%m-%dT%H:%MZ", text).is_ok();
    valid
        .then(|| text[..16].to_owned())
        .ok_or_else(|| bad(404, "InvalidFilterValue", "time in the filter"))
}
