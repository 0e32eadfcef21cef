//! A machine image as every cloud has it: schema `cloudq.image/1`.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::Raw;

/// A machine image. Unknown is `None`, never an empty text.
///
/// Serialised, its members stand in this order and none is ever left out, but for
/// the last, which is there only when it was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Image {
    /// The provider's id.
    pub provider: &'static str,
    /// The profile that asked.
    pub profile: Option<String>,
    /// The region it is in, where the service has such.
    pub region: Option<String>,
    /// Its id, as a launch call takes it.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The family it is a version of.
    pub family: Option<String>,
    /// Its version within the family, free text.
    pub version: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// `linux` or `windows`.
    pub os_type: Option<String>,
    /// The operating system's display name, in English where there is one.
    pub os_name: Option<String>,
    /// The distribution, free text.
    pub platform: Option<String>,
    /// `x86_64`, `arm64`, `i386`, or the service's own word for another.
    pub architecture: Option<String>,
    /// The service's word, such as `BIOS` or `UEFI`.
    pub boot_mode: Option<String>,
    /// Size in GiB, of the system disk.
    pub size_gib: Option<i64>,
    /// Whose it is.
    pub owner: Option<Owner>,
    /// The owning account's id. Text, as it can exceed 2^53.
    pub owner_id: Option<String>,
    /// Its state in this program's words; `None` for a word not known here.
    pub status: Option<Status>,
    /// Its state in the service's words.
    pub status_raw: Option<String>,
    /// How far its creation is, 0 to 100.
    pub progress_percent: Option<i64>,
    /// When it was created, UTC.
    #[serde(serialize_with = "display")]
    pub created: Option<Timestamp>,
    /// The same as the service wrote it.
    pub created_raw: Option<String>,
    /// Whether it is marked as going away.
    pub deprecated: Option<bool>,
    /// Tags by key.
    pub tags: BTreeMap<String, String>,
    /// The disks a machine made from it gets.
    pub disks: Vec<Disk>,
    /// `in-use` when machines were made from it, `unused` when none was.
    pub usage: Option<String>,
    /// Whether it supports cloud-init.
    pub cloud_init: Option<bool>,
    /// Whether it runs on I/O optimised machines.
    pub io_optimized: Option<bool>,
    /// Whether it is a copy of another image.
    pub copied: Option<bool>,
    /// Whether the account subscribed to its marketplace product.
    pub subscribed: Option<bool>,
    /// Whether it is shared with other accounts.
    pub shared: Option<bool>,
    /// Its marketplace product.
    pub product_code: Option<String>,
    /// The resource group it is in.
    pub resource_group: Option<String>,
    /// Where it came from, in the service's words.
    pub source: Option<String>,
    /// Whether the service says that instances can be created from it. If it says no,
    /// an image that it calls available is `pending` here.
    pub usable: Option<bool>,
    /// The service's own object.
    #[serde(rename = "provider_raw", skip_serializing_if = "Option::is_none")]
    pub raw: Option<Raw>,
}

/// A disk of an image.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Disk {
    /// `system` or `data`, or the service's own word for another kind.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The image it holds, where the service names one for each disk.
    pub image_id: Option<String>,
    /// The device's name, such as `/dev/xvda`.
    pub device: Option<String>,
    /// Size in GiB.
    pub size_gib: Option<i64>,
    /// The file format, such as `qcow2`.
    pub format: Option<String>,
    /// The snapshot it is made from.
    pub snapshot_id: Option<String>,
    /// Whether it is encrypted.
    pub encrypted: Option<bool>,
    /// How far copying it is, 0 to 100.
    pub progress_percent: Option<i64>,
    /// Seconds until the copy is complete.
    pub remaining_seconds: Option<i64>,
    /// The object-storage bucket it was imported from.
    pub import_bucket: Option<String>,
    /// The object in that bucket.
    pub import_object: Option<String>,
}

/// Whose an image is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Owner {
    /// The asking account's.
    #[serde(rename = "self")]
    Own,
    /// The cloud's.
    System,
    /// Another account's, shared with the asking one.
    Shared,
    /// Another account's, open to everybody.
    Community,
    /// A seller's.
    Marketplace,
}

impl Owner {
    /// All kinds of owners.
    pub const ALL: [Owner; 5] = [
        Owner::Own,
        Owner::System,
        Owner::Shared,
        Owner::Community,
        Owner::Marketplace,
    ];

    /// The word in output and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Owner::Own => "self",
            Owner::System => "system",
            Owner::Shared => "shared",
            Owner::Community => "community",
            Owner::Marketplace => "marketplace",
        }
    }
}

/// The state of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Machines can be made from it.
    Available,
    /// It is being created, or waits to be.
    Pending,
    /// Its creation failed.
    Failed,
    /// It cannot be used.
    Unavailable,
    /// It is marked as going away.
    Deprecated,
}

impl Status {
    /// All states.
    pub const ALL: [Status; 5] = [
        Status::Available,
        Status::Pending,
        Status::Failed,
        Status::Unavailable,
        Status::Deprecated,
    ];

    /// The word in output and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Available => "available",
            Status::Pending => "pending",
            Status::Failed => "failed",
            Status::Unavailable => "unavailable",
            Status::Deprecated => "deprecated",
        }
    }
}

#[expect(clippy::ref_option, reason = "serde hands the member as it is")]
fn display<T: fmt::Display, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => to.collect_str(value),
        None => to.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order that scripts, columns and documents rely on.
    const MEMBERS: &str = "provider profile region id name family version description os_type os_name platform \
        architecture boot_mode size_gib owner owner_id status status_raw progress_percent created created_raw \
        deprecated tags disks usage cloud_init io_optimized copied subscribed shared product_code \
        resource_group source usable";

    #[test]
    fn every_member_is_there_in_order_and_unknown_is_null() {
        let text = serde_json::to_string(&Image::default()).unwrap();
        let names: Vec<&str> = text
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|name| !name.is_empty())
            .collect();
        assert_eq!(
            names.join(" "),
            MEMBERS.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        assert!(text.contains(r#""created":null"#));
    }

    #[test]
    fn times_are_utc_with_seconds() {
        let image = Image {
            created: "2025-03-10T02:30:00+08:00".parse().ok(),
            ..Image::default()
        };
        let value = serde_json::to_value(&image).unwrap();
        assert_eq!(value["created"], "2025-03-09T18:30:00Z");
    }
}
