//! The columns of images and regions.

use std::fmt::Write;

use super::{Column, Direction, NEVER_CUT, Row};
use crate::model::{Cell, Disk, Image, Kind, Natural, Owner, Region, Status};

impl Row for Image {
    const DEFAULT_COLUMNS: &'static [&'static str] =
        &["id", "name", "family", "architecture", "created"];

    const WIDE_COLUMNS: &'static [&'static str] = &[
        "region",
        "id",
        "name",
        "family",
        "version",
        "os_type",
        "architecture",
        "size_gib",
        "owner",
        "status",
        "created",
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

impl Row for Region {
    const DEFAULT_COLUMNS: &'static [&'static str] = &["id", "name", "endpoint", "status"];

    const WIDE_COLUMNS: &'static [&'static str] =
        &["provider", "profile", "id", "name", "endpoint", "status"];

    const DEFAULT_ORDER: &'static [(&'static str, Direction)] = &[
        ("provider", Direction::Ascending),
        ("profile", Direction::Ascending),
        ("id", Direction::Ascending),
    ];

    fn columns() -> &'static [Column<Self>] {
        &REGION
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn region(&self) -> Option<&str> {
        Some(&self.id)
    }
}

/// As in [`Image`]. Free text is cut first; what a script or a call needs, last.
static IMAGE: [Column<Image>; 33] = [
    column("provider", Kind::Text, "PROVIDER", 70, |image| {
        image.provider.into()
    }),
    column("profile", Kind::Text, "PROFILE", 70, |image| {
        Cell::maybe(image.profile.as_deref())
    }),
    column("region", Kind::Text, "REGION", NEVER_CUT, |image| {
        Cell::maybe(image.region.as_deref())
    }),
    column("id", Kind::Text, "ID", NEVER_CUT, |image| {
        image.id.as_str().into()
    }),
    column("name", Kind::Text, "NAME", 40, |image| {
        Cell::maybe(image.name.as_deref())
    }),
    column("family", Kind::Text, "FAMILY", 30, |image| {
        Cell::maybe(image.family.as_deref())
    }),
    column("version", Kind::Version, "VERSION", 50, |image| {
        image
            .version
            .as_deref()
            .map_or(Cell::Nothing, |text| Cell::Version(Natural(text)))
    }),
    column("description", Kind::Text, "DESCRIPTION", 5, |image| {
        Cell::maybe(image.description.as_deref())
    }),
    column("os_type", Kind::Text, "OS", 60, |image| {
        Cell::maybe(image.os_type.as_deref())
    }),
    column("os_name", Kind::Text, "OS_NAME", 20, |image| {
        Cell::maybe(image.os_name.as_deref())
    }),
    column("platform", Kind::Text, "PLATFORM", 25, |image| {
        Cell::maybe(image.platform.as_deref())
    }),
    column("architecture", Kind::Text, "ARCH", 60, |image| {
        Cell::maybe(image.architecture.as_deref())
    }),
    column("boot_mode", Kind::Text, "BOOT_MODE", 35, |image| {
        Cell::maybe(image.boot_mode.as_deref())
    }),
    column("size_gib", Kind::Int, "SIZE_GIB", 60, |image| {
        int(image.size_gib)
    }),
    column("owner", Kind::Text, "OWNER", 60, |image| {
        Cell::maybe(image.owner.map(Owner::as_str))
    }),
    column("owner_id", Kind::Text, "OWNER_ID", 60, |image| {
        Cell::maybe(image.owner_id.as_deref())
    }),
    column("status", Kind::Text, "STATUS", 70, |image| {
        Cell::maybe(image.status.map(Status::as_str))
    }),
    column("status_raw", Kind::Text, "STATUS_RAW", 50, |image| {
        Cell::maybe(image.status_raw.as_deref())
    }),
    column("progress_percent", Kind::Int, "PROGRESS", 60, |image| {
        int(image.progress_percent)
    }),
    column("created", Kind::Time, "CREATED", NEVER_CUT, |image| {
        image.created.map_or(Cell::Nothing, Cell::Time)
    }),
    column("created_raw", Kind::Text, "CREATED_RAW", 50, |image| {
        Cell::maybe(image.created_raw.as_deref())
    }),
    column("deprecated", Kind::Bool, "DEPRECATED", 60, |image| {
        flag(image.deprecated)
    }),
    column("tags", Kind::Text, "TAGS", 10, tags),
    column("disks", Kind::Text, "DISKS", 15, |image| {
        disks(&image.disks)
    }),
    column("usage", Kind::Text, "USAGE", 50, |image| {
        Cell::maybe(image.usage.as_deref())
    }),
    column("cloud_init", Kind::Bool, "CLOUD_INIT", 60, |image| {
        flag(image.cloud_init)
    }),
    column("io_optimized", Kind::Bool, "IO_OPTIMIZED", 60, |image| {
        flag(image.io_optimized)
    }),
    column("copied", Kind::Bool, "COPIED", 60, |image| {
        flag(image.copied)
    }),
    column("subscribed", Kind::Bool, "SUBSCRIBED", 60, |image| {
        flag(image.subscribed)
    }),
    column("shared", Kind::Bool, "SHARED", 60, |image| {
        flag(image.shared)
    }),
    column("product_code", Kind::Text, "PRODUCT_CODE", 45, |image| {
        Cell::maybe(image.product_code.as_deref())
    }),
    column(
        "resource_group",
        Kind::Text,
        "RESOURCE_GROUP",
        45,
        |image| Cell::maybe(image.resource_group.as_deref()),
    ),
    column("source", Kind::Text, "SOURCE", 35, |image| {
        Cell::maybe(image.source.as_deref())
    }),
];

/// As in [`Region`].
static REGION: [Column<Region>; 6] = [
    column("provider", Kind::Text, "PROVIDER", 70, |region| {
        region.provider.into()
    }),
    column("profile", Kind::Text, "PROFILE", 70, |region| {
        Cell::maybe(region.profile.as_deref())
    }),
    column("id", Kind::Text, "ID", NEVER_CUT, |region| {
        region.id.as_str().into()
    }),
    column("name", Kind::Text, "NAME", 40, |region| {
        Cell::maybe(region.name.as_deref())
    }),
    column("endpoint", Kind::Text, "ENDPOINT", 30, |region| {
        Cell::maybe(region.endpoint.as_deref())
    }),
    column("status", Kind::Text, "STATUS", 50, |region| {
        Cell::maybe(region.status.as_deref())
    }),
];

const fn column<R>(
    name: &'static str,
    kind: Kind,
    header: &'static str,
    keep: u8,
    get: fn(&R) -> Cell<'_>,
) -> Column<R> {
    Column {
        name,
        kind,
        header,
        keep,
        get,
    }
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
    use serde_json::Value;

    use super::*;
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
            assert_eq!(members.len(), R::columns().len());
            for column in R::columns() {
                let shown = (column.get)(row).into_text();
                match &members[column.name] {
                    Value::Null => assert_eq!((column.get)(row), Cell::Nothing),
                    Value::String(text) => assert_eq!(shown, text.as_str(), "{}", column.name),
                    Value::Array(_) | Value::Object(_) => {}
                    other => assert_eq!(shown, other.to_string(), "{}", column.name),
                }
            }
        }
        for column in R::columns() {
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
