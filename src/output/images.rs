//! The columns of images.

use std::fmt::Write;

use serde_json::{Value, json};

use super::column::Form;
use super::schema;
use super::{ALWAYS, Column, Direction, Narrow, Row};
use crate::model::{Age, Cell, Disk, Image, Natural, Owner, Status};

impl Row for Image {
    const DEFAULT_COLUMNS: &'static [&'static str] =
        &["name", "family", "owner", "architecture", "age", "id"];

    const WIDE_COLUMNS: &'static [&'static str] = &[
        "name",
        "family",
        "version",
        "os_type",
        "owner",
        "architecture",
        "size_gib",
        "status",
        "created",
        "age",
        "id",
    ];

    // The profile stands before the region, so that two profiles do not interleave.
    const DEFAULT_ORDER: &'static [(&'static str, Direction)] = &[
        ("provider", Direction::Ascending),
        ("profile", Direction::Ascending),
        ("region", Direction::Ascending),
        ("created", Direction::Descending),
        ("id", Direction::Ascending),
    ];

    fn columns() -> &'static [Column<Self>] {
        &IMAGE
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    fn family(&self) -> Option<&str> {
        self.family.as_deref()
    }
}

/// As in [`Image`]. What a script or a call needs is cut last, and ids not at all.
static IMAGE: [Column<Image>; 35] = [
    Column::text("provider", 85, "The provider's id", |image: &Image| {
        image.provider.into()
    })
    .always()
    .whole(),
    Column::text("profile", 90, "The profile that asked", |image| {
        Cell::maybe(image.profile.as_deref())
    }),
    Column::text(
        "region",
        95,
        "The region it is in; null where the service has none",
        |image: &Image| Cell::maybe(image.region.as_deref()),
    )
    .whole(),
    Column::text(
        "id",
        ALWAYS,
        "Its id, as a launch call takes it",
        |image: &Image| image.id.as_str().into(),
    )
    .always()
    .whole(),
    Column::text("name", 80, "Its name", |image: &Image| {
        Cell::maybe(image.name.as_deref())
    })
    .narrow(Narrow::To(10)),
    Column::text("family", 70, "The family it is a version of", |image| {
        Cell::maybe(image.family.as_deref())
    }),
    Column::version(
        "version",
        50,
        "Its version within the family, free text",
        |image| {
            image
                .version
                .as_deref()
                .map_or(Cell::Nothing, |text| Cell::Version(Natural(text)))
        },
    ),
    Column::text("description", 25, "Free text", |image| {
        Cell::maybe(image.description.as_deref())
    }),
    Column::text(
        "os_type",
        45,
        "linux, windows, or the service's own word for another, in lower case",
        |image: &Image| Cell::maybe(image.os_type.as_deref()),
    ),
    Column::text(
        "os_name",
        35,
        "The operating system's display name, in English where there is one",
        |image| Cell::maybe(image.os_name.as_deref()),
    ),
    Column::text("platform", 40, "The distribution, free text", |image| {
        Cell::maybe(image.platform.as_deref())
    }),
    Column::text(
        "architecture",
        73,
        "x86_64, arm64, i386, or the service's own word for another",
        |image: &Image| Cell::maybe(image.architecture.as_deref()),
    )
    .whole()
    .titled("ARCH"),
    Column::text(
        "boot_mode",
        35,
        "The service's word, such as BIOS or UEFI",
        |image| Cell::maybe(image.boot_mode.as_deref()),
    ),
    Column::int("size_gib", 45, "Size of the system disk, in GiB", |image| {
        int(image.size_gib)
    }),
    Column::text("owner", 72, "Whose it is", |image: &Image| {
        Cell::maybe(image.owner.map(Owner::as_str))
    })
    .form(Form::Own(owner))
    .whole(),
    Column::text(
        "owner_id",
        40,
        "The owning account's id: text, as it can exceed 2^53",
        |image: &Image| Cell::maybe(image.owner_id.as_deref()),
    )
    .whole(),
    Column::text(
        "status",
        92,
        "Its state in the words of cloudq; null for a word that it does not know",
        |image: &Image| Cell::maybe(image.status.map(Status::as_str)),
    )
    .form(Form::Own(status))
    .whole(),
    Column::text(
        "status_raw",
        30,
        "Its state in the service's words",
        |image| Cell::maybe(image.status_raw.as_deref()),
    ),
    Column::int(
        "progress_percent",
        40,
        "How far its creation is, in percent",
        |image: &Image| int(image.progress_percent),
    )
    .titled("PROGRESS"),
    Column::time(
        "created",
        60,
        "When it was created, RFC 3339 in UTC",
        |image| image.created.map_or(Cell::Nothing, Cell::Time),
    ),
    Column::age(
        "age",
        76,
        "The time since it was created, such as 30d; for people, not in JSON",
        |image| {
            let created = image.created;
            created.map_or(Cell::Nothing, |time| Cell::Age(Age(time)))
        },
    ),
    Column::text(
        "created_raw",
        30,
        "The same as the service wrote it",
        |image| Cell::maybe(image.created_raw.as_deref()),
    ),
    Column::flag(
        "deprecated",
        40,
        "Whether it is marked as going away",
        |image| flag(image.deprecated),
    ),
    Column::text(
        "tags",
        15,
        "Tags: in JSON an object, in columns key=value,key2=value2",
        tags,
    )
    .form(Form::Own(tags_schema)),
    Column::text(
        "disks",
        20,
        "Disks of a machine made from it: in JSON objects, in columns type:GiB,type:GiB",
        |image: &Image| disks(&image.disks),
    )
    .form(Form::Own(disks_schema)),
    Column::text(
        "usage",
        30,
        "in-use when machines were made from it, unused when none was",
        |image| Cell::maybe(image.usage.as_deref()),
    ),
    Column::flag(
        "cloud_init",
        30,
        "Whether it supports cloud-init",
        |image| flag(image.cloud_init),
    ),
    Column::flag(
        "io_optimized",
        30,
        "Whether it runs on I/O optimised machines",
        |image| flag(image.io_optimized),
    ),
    Column::flag(
        "copied",
        30,
        "Whether it is a copy of another image",
        |image| flag(image.copied),
    ),
    Column::flag(
        "subscribed",
        30,
        "Whether the account subscribed to its marketplace product",
        |image| flag(image.subscribed),
    ),
    Column::flag(
        "shared",
        30,
        "Whether it is shared with other accounts",
        |image| flag(image.shared),
    ),
    Column::text("product_code", 20, "Its marketplace product", |image| {
        Cell::maybe(image.product_code.as_deref())
    }),
    Column::text(
        "resource_group",
        20,
        "The resource group it is in",
        |image| Cell::maybe(image.resource_group.as_deref()),
    ),
    Column::text(
        "source",
        20,
        "Where it came from, in the service's words",
        |image| Cell::maybe(image.source.as_deref()),
    ),
    Column::flag(
        "usable",
        30,
        "Whether instances can be created from it, as reported by the provider; an image that is not usable is pending",
        |image| flag(image.usable),
    ),
];

fn owner() -> Value {
    schema::words_or_null(&Owner::ALL.map(Owner::as_str))
}

fn status() -> Value {
    schema::words_or_null(&Status::ALL.map(Status::as_str))
}

fn tags_schema() -> Value {
    json!({"type": "object", "additionalProperties": {"type": "string"}})
}

/// The members of [`Disk`].
fn disks_schema() -> Value {
    let text = || json!({"type": ["string", "null"], "minLength": 1});
    let number = || json!({"type": ["integer", "null"]});
    let members = [
        (
            "type",
            "system, data, or the service's own word for another kind",
            text(),
        ),
        (
            "image_id",
            "The image it holds, where the service names one for each disk",
            text(),
        ),
        ("device", "The device's name, such as /dev/xvda", text()),
        ("size_gib", "Size in GiB", number()),
        ("format", "The file format, such as qcow2", text()),
        ("snapshot_id", "The snapshot it is made from", text()),
        (
            "encrypted",
            "Whether it is encrypted",
            json!({"type": ["boolean", "null"]}),
        ),
        (
            "progress_percent",
            "How far copying it is, in percent",
            number(),
        ),
        (
            "remaining_seconds",
            "Time until the copy is complete, in seconds",
            number(),
        ),
        (
            "import_bucket",
            "The object-storage bucket it was imported from",
            text(),
        ),
        ("import_object", "The object in that bucket", text()),
    ];
    let disk = schema::object(
        members.map(|(name, about, schema)| (name, schema::described(about, schema))),
    );
    schema::of_rows(&disk)
}

fn int(number: Option<i64>) -> Cell<'static> {
    number.map_or(Cell::Nothing, Cell::Int)
}

fn flag(value: Option<bool>) -> Cell<'static> {
    value.map_or(Cell::Nothing, Cell::Bool)
}

/// `key=value,key2=value2`, by key. Commas and equal signs in them are left as
/// they are: who must tell them apart has JSON.
fn tags(image: &Image) -> Cell<'_> {
    let pairs = image
        .tags
        .iter()
        .map(|(key, value)| format!("{key}={value}"));
    joined(&pairs.collect::<Vec<_>>())
}

/// `system:40,data:100`: kind and size in GiB, `disk` for an unknown kind.
fn disks(disks: &[Disk]) -> Cell<'_> {
    let disk = |disk: &Disk| {
        let mut text = disk.kind.clone().unwrap_or_else(|| "disk".to_owned());
        if let Some(size) = disk.size_gib {
            // Writing to a `String` cannot fail.
            let _ = write!(text, ":{size}");
        }
        text
    };
    joined(&disks.iter().map(disk).collect::<Vec<_>>())
}

fn joined(parts: &[String]) -> Cell<'static> {
    if parts.is_empty() {
        Cell::Nothing
    } else {
        Cell::Text(parts.join(",").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Region;
    use crate::output::check_row;
    use crate::output::samples::{full_image, image};

    #[test]
    fn defaults_name_columns() {
        check_row::<Image>();
        check_row::<Region>();
    }

    /// Every member has a column, in the same order, and each shows its own member.
    fn check_members<R: Row>(rows: &[R]) {
        let text = serde_json::to_string(&rows[0]).unwrap();
        let mut at = 0;
        for row in rows {
            let Value::Object(members) = serde_json::to_value(row).unwrap() else {
                panic!("not an object")
            };
            let columns = R::columns().iter().filter(|column| column.is_member());
            assert_eq!(members.len(), columns.count());
            for column in R::columns().iter().filter(|column| column.is_member()) {
                let shown = (column.get)(row).into_text();
                match &members[column.name] {
                    Value::Null => assert_eq!((column.get)(row), Cell::Nothing),
                    Value::String(text) => assert_eq!(shown, text.as_str(), "{}", column.name),
                    Value::Array(_) | Value::Object(_) => {}
                    other => assert_eq!(shown, other.to_string(), "{}", column.name),
                }
            }
        }
        for column in R::columns().iter().filter(|column| column.is_member()) {
            let found = text[at..].find(&format!("\"{}\":", column.name));
            at += found.unwrap_or_else(|| panic!("`{}` is not in order", column.name));
        }
    }

    #[test]
    fn columns_are_the_members_of_the_object() {
        check_members(&[image("cn-beijing", "m-1"), full_image()]);
        let region = Region {
            profile: Some("prod".into()),
            id: "cn-beijing".into(),
            name: Some("Beijing".into()),
            endpoint: Some("ecs.cn-beijing.aliyuncs.com".into()),
            status: Some("available".into()),
            provider: "alibaba-ecs",
        };
        check_members(&[Region::default(), region]);
    }

    #[test]
    fn tags_and_disks_are_short_lists() {
        assert_eq!(tags(&full_image()), "a=,env=prod".into());
        assert_eq!(tags(&image("r", "i")), Cell::Nothing);
        assert_eq!(disks(&full_image().disks), "system:40,disk:100,data".into());
        assert_eq!(disks(&[]), Cell::Nothing);
    }
}
