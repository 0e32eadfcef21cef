//! Objects of the client's schema `cloudq.image/1`, said in the words of the API they came from.
//!
//! What the client does not keep is left out: an unknown member is absent. The client reads the
//! result as the same object again.

use serde_json::{Map, Value, json};

use super::listed::Listed;

/// Members of one object: the client's name and the API's.
type Names = &'static [(&'static str, &'static str)];

const ECS: Names = &[
    ("id", "ImageId"),
    ("name", "ImageName"),
    ("family", "ImageFamily"),
    ("version", "ImageVersion"),
    ("description", "Description"),
    ("os_type", "OSType"),
    ("os_name", "OSName"),
    ("os_name", "OSNameEn"),
    ("platform", "Platform"),
    ("architecture", "Architecture"),
    ("boot_mode", "BootMode"),
    ("size_gib", "Size"),
    ("created_raw", "CreationTime"),
    ("cloud_init", "IsSupportCloudinit"),
    ("io_optimized", "IsSupportIoOptimized"),
    ("copied", "IsCopied"),
    ("subscribed", "IsSubscribed"),
    ("product_code", "ProductCode"),
    ("resource_group", "ResourceGroupId"),
    ("usable", "Usable"),
];

const ECS_DISK: Names = &[
    ("type", "Type"),
    ("device", "Device"),
    ("format", "Format"),
    ("snapshot_id", "SnapshotId"),
    ("encrypted", "Encrypted"),
    ("remaining_seconds", "RemainTime"),
    ("import_bucket", "ImportOSSBucket"),
    ("import_object", "ImportOSSObject"),
];

const ENS: Names = &[
    ("id", "ImageId"),
    ("version", "ImageVersion"),
    ("description", "Description"),
    ("os_type", "OSType"),
    ("platform", "OSName"),
    ("region", "RegionId"),
];

const ENS_DISK: Names = &[("format", "Format"), ("image_id", "imageId")];

const ECM: Names = &[
    ("id", "ImageId"),
    ("name", "ImageName"),
    ("description", "ImageDescription"),
    ("os_type", "OsType"),
    ("os_name", "ImageOsName"),
    ("platform", "Platform"),
    ("architecture", "Architecture"),
    ("size_gib", "ImageSize"),
    ("created_raw", "ImageCreateTime"),
    ("source", "ImageSource"),
    ("cloud_init", "IsSupportCloudInit"),
];

/// Says an object of the client in the words of the API.
pub(crate) fn in_words_of_the_api(product: Listed, row: &Map<String, Value>) -> Map<String, Value> {
    let image = Translation { row };
    match product {
        Listed::Ecs => image.ecs(),
        Listed::Ens => image.ens(),
        Listed::Ecm => image.ecm(),
    }
}

/// An object that is being translated.
#[derive(Clone, Copy)]
struct Translation<'r> {
    row: &'r Map<String, Value>,
}

impl<'r> Translation<'r> {
    fn ecs(self) -> Map<String, Value> {
        let mut members = self.renamed(ECS);
        let mut put = |name: &str, value: Option<Value>| {
            members.extend(value.map(|value| (name.to_owned(), value)));
        };
        let owner = self.text("owner");
        put("ImageOwnerAlias", alias(owner));
        put(
            "IsPublic",
            (owner == Some("community")).then_some(Value::Bool(true)),
        );
        put("ImageOwnerId", self.number("owner_id"));
        let status = self.text("status").and_then(|status| match status {
            "available" => Some("Available"),
            "pending" => Some("Creating"),
            "failed" => Some("CreateFailed"),
            "unavailable" => Some("UnAvailable"),
            "deprecated" => Some("Deprecated"),
            _ => None,
        });
        put("Status", self.text("status_raw").or(status).map(Into::into));
        put("Progress", self.percent("progress_percent"));
        if self.text("created_raw").is_none() {
            put("CreationTime", self.text("created").map(Into::into));
        }
        let usage = self.text("usage").map(|usage| match usage {
            "in-use" => "instance",
            "unused" => "none",
            other => other,
        });
        put("Usage", usage.map(Into::into));
        let shared = self.row.get("shared").and_then(Value::as_bool);
        put(
            "IsSelfShared",
            shared.map(|shared| json!(if shared { "True" } else { "False" })),
        );
        let tags = self.row.get("tags").and_then(Value::as_object);
        let tags: Vec<Value> = tags
            .into_iter()
            .flatten()
            .map(|(key, value)| json!({ "TagKey": key, "TagValue": value }))
            .collect();
        put("Tags", Some(json!({ "Tag": tags })));
        let disks = self.disks(|disk, members| {
            members.extend(disk.renamed(ECS_DISK));
            members.extend(disk.size("size_gib").map(|size| ("Size".to_owned(), size)));
            let progress = disk.percent("progress_percent");
            members.extend(progress.map(|progress| ("Progress".to_owned(), progress)));
        });
        put("DiskDeviceMappings", Some(disks));
        members
    }

    fn ens(self) -> Map<String, Value> {
        let mut members = self.renamed(ENS);
        let mut put = |name: &str, value: Option<Value>| {
            members.extend(value.map(|value| (name.to_owned(), value)));
        };
        put("ImageSize", self.size("size_gib"));
        put("ImageOwnerAlias", alias(self.text("owner")));
        let kind = self.text("architecture").and_then(|name| match name {
            "x86_64" => Some("ens_vm"),
            "arm64" => Some("arm_vm"),
            _ => None,
        });
        put("ComputeType", kind.map(Into::into));
        let disks = self.disks(|disk, members| {
            members.extend(disk.renamed(ENS_DISK));
            members.extend(disk.size("size_gib").map(|size| ("Size".to_owned(), size)));
            let kind = disk.text("type").map(|kind| match kind {
                "system" => "System",
                "data" => "Data",
                other => other,
            });
            members.extend(kind.map(|kind| ("Type".to_owned(), kind.into())));
        });
        put("DiskDeviceMappings", Some(disks));
        members
    }

    fn ecm(self) -> Map<String, Value> {
        let mut members = self.renamed(ECM);
        let mut put = |name: &str, value: Option<Value>| {
            members.extend(value.map(|value| (name.to_owned(), value)));
        };
        let state = self.text("status").and_then(|status| match status {
            "available" => Some("NORMAL"),
            "pending" => Some("CREATING"),
            "failed" => Some("CREATEFAILED"),
            _ => None,
        });
        put(
            "ImageState",
            self.text("status_raw").or(state).map(Into::into),
        );
        let kind = self.text("owner").and_then(|owner| match owner {
            "self" => Some("PRIVATE_IMAGE"),
            "system" => Some("PUBLIC_IMAGE"),
            _ => None,
        });
        put("ImageType", kind.map(Into::into));
        // Of nobody is account 0, as the API has it.
        put(
            "ImageOwner",
            Some(self.number("owner_id").unwrap_or_else(|| json!(0))),
        );
        if self.text("created_raw").is_none() {
            put(
                "ImageCreateTime",
                Some(
                    self.text("created")
                        .and_then(beijing)
                        .unwrap_or_default()
                        .into(),
                ),
            );
        }
        members
    }

    /// Members that only have another name, if they are known.
    fn renamed(self, names: Names) -> Map<String, Value> {
        let known = |name: &str| self.row.get(name).filter(|value| !value.is_null());
        names
            .iter()
            .filter_map(|(ours, theirs)| Some(((*theirs).to_owned(), known(ours)?.clone())))
            .collect()
    }

    fn text(self, name: &str) -> Option<&'r str> {
        self.row.get(name).and_then(Value::as_str)
    }

    /// A number that the client keeps as text, since it can exceed 2^53.
    fn number(self, name: &str) -> Option<Value> {
        let text = self.text(name)?;
        Some(
            text.parse::<u64>()
                .map_or_else(|_| json!(text), |number| json!(number)),
        )
    }

    /// A number that the API keeps as text.
    fn size(self, name: &str) -> Option<Value> {
        let number = self.row.get(name)?.as_i64()?;
        Some(json!(number.to_string()))
    }

    fn percent(self, name: &str) -> Option<Value> {
        let number = self.row.get(name)?.as_i64()?;
        Some(json!(format!("{number}%")))
    }

    fn disks(self, fill: impl Fn(Translation<'r>, &mut Map<String, Value>)) -> Value {
        let disks = self.row.get("disks").and_then(Value::as_array);
        let disks = disks.into_iter().flatten().filter_map(Value::as_object);
        let disks: Vec<Value> = disks
            .map(|row| {
                let mut members = Map::new();
                fill(Translation { row }, &mut members);
                Value::Object(members)
            })
            .collect();
        json!({ "DiskDeviceMapping": disks })
    }
}

fn alias(owner: Option<&str>) -> Option<Value> {
    let alias = match owner? {
        "shared" | "community" => "others",
        other => other,
    };
    Some(alias.into())
}

/// UTC as ECM writes it: no zone, and meant as UTC+8.
fn beijing(created: &str) -> Option<String> {
    let moment: jiff::Timestamp = created.parse().ok()?;
    let zone = jiff::tz::Offset::constant(8).to_time_zone();
    let local = moment.to_zoned(zone);
    Some(local.strftime("%Y-%m-%d %H:%M:%S").to_string())
}
