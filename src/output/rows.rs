//! The columns of images and regions.

use std::fmt::Write;

use super::{ALWAYS, Column, Direction, Narrow, Row};
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

/// As in [`Image`]. What a script or a call needs is cut last, and ids not at all.
static IMAGE: [Column<Image>; 33] = [
    whole(column("provider", Kind::Text, "PROVIDER", 85, |image| {
        image.provider.into()
    })),
    column("profile", Kind::Text, "PROFILE", 90, |image| {
        Cell::maybe(image.profile.as_deref())
    }),
    whole(column("region", Kind::Text, "REGION", 95, |image| {
        Cell::maybe(image.region.as_deref())
    })),
    whole(column("id", Kind::Text, "ID", ALWAYS, |image| {
        image.id.as_str().into()
    })),
    column("name", Kind::Text, "NAME", 80, |image| {
        Cell::maybe(image.name.as_deref())
    }),
    column("family", Kind::Text, "FAMILY", 70, |image| {
        Cell::maybe(image.family.as_deref())
    }),
    column("version", Kind::Version, "VERSION", 65, |image| {
        image
            .version
            .as_deref()
            .map_or(Cell::Nothing, |text| Cell::Version(Natural(text)))
    }),
    column("description", Kind::Text, "DESCRIPTION", 25, |image| {
        Cell::maybe(image.description.as_deref())
    }),
    column("os_type", Kind::Text, "OS", 45, |image| {
        Cell::maybe(image.os_type.as_deref())
    }),
    column("os_name", Kind::Text, "OS_NAME", 35, |image| {
        Cell::maybe(image.os_name.as_deref())
    }),
    column("platform", Kind::Text, "PLATFORM", 40, |image| {
        Cell::maybe(image.platform.as_deref())
    }),
    column("architecture", Kind::Text, "ARCH", 55, |image| {
        Cell::maybe(image.architecture.as_deref())
    }),
    column("boot_mode", Kind::Text, "BOOT_MODE", 35, |image| {
        Cell::maybe(image.boot_mode.as_deref())
    }),
    column("size_gib", Kind::Int, "SIZE_GIB", 45, |image| {
        int(image.size_gib)
    }),
    column("owner", Kind::Text, "OWNER", 50, |image| {
        Cell::maybe(image.owner.map(Owner::as_str))
    }),
    whole(column("owner_id", Kind::Text, "OWNER_ID", 40, |image| {
        Cell::maybe(image.owner_id.as_deref())
    })),
    column("status", Kind::Text, "STATUS", 60, |image| {
        Cell::maybe(image.status.map(Status::as_str))
    }),
    column("status_raw", Kind::Text, "STATUS_RAW", 30, |image| {
        Cell::maybe(image.status_raw.as_deref())
    }),
    column("progress_percent", Kind::Int, "PROGRESS", 40, |image| {
        int(image.progress_percent)
    }),
    column("created", Kind::Time, "CREATED", 75, |image| {
        image.created.map_or(Cell::Nothing, Cell::Time)
    }),
    column("created_raw", Kind::Text, "CREATED_RAW", 30, |image| {
        Cell::maybe(image.created_raw.as_deref())
    }),
    column("deprecated", Kind::Bool, "DEPRECATED", 40, |image| {
        flag(image.deprecated)
    }),
    column("tags", Kind::Text, "TAGS", 15, tags),
    column("disks", Kind::Text, "DISKS", 20, |image| {
        disks(&image.disks)
    }),
    column("usage", Kind::Text, "USAGE", 30, |image| {
        Cell::maybe(image.usage.as_deref())
    }),
    column("cloud_init", Kind::Bool, "CLOUD_INIT", 30, |image| {
        flag(image.cloud_init)
    }),
    column("io_optimized", Kind::Bool, "IO_OPTIMIZED", 30, |image| {
        flag(image.io_optimized)
    }),
    column("copied", Kind::Bool, "COPIED", 30, |image| {
        flag(image.copied)
    }),
    column("subscribed", Kind::Bool, "SUBSCRIBED", 30, |image| {
        flag(image.subscribed)
    }),
    column("shared", Kind::Bool, "SHARED", 30, |image| {
        flag(image.shared)
    }),
    column("product_code", Kind::Text, "PRODUCT_CODE", 20, |image| {
        Cell::maybe(image.product_code.as_deref())
    }),
    column(
        "resource_group",
        Kind::Text,
        "RESOURCE_GROUP",
        20,
        |image| Cell::maybe(image.resource_group.as_deref()),
    ),
    column("source", Kind::Text, "SOURCE", 20, |image| {
        Cell::maybe(image.source.as_deref())
    }),
];

/// As in [`Region`].
static REGION: [Column<Region>; 6] = [
    whole(column("provider", Kind::Text, "PROVIDER", 85, |region| {
        region.provider.into()
    })),
    column("profile", Kind::Text, "PROFILE", 90, |region| {
        Cell::maybe(region.profile.as_deref())
    }),
    whole(column("id", Kind::Text, "ID", ALWAYS, |region| {
        region.id.as_str().into()
    })),
    column("name", Kind::Text, "NAME", 70, |region| {
        Cell::maybe(region.name.as_deref())
    }),
    column("endpoint", Kind::Text, "ENDPOINT", 50, |region| {
        Cell::maybe(region.endpoint.as_deref())
    }),
    column("status", Kind::Text, "STATUS", 60, |region| {
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
        narrow: match kind {
            Kind::Text | Kind::Version => Narrow::TEXT,
            Kind::Time => Narrow::TIME,
            Kind::Int | Kind::Bool => Narrow::Never,
        },
        get,
    }
}

/// A column whose cells are copied, or looked up by their ends.
const fn whole<R>(mut column: Column<R>) -> Column<R> {
    column.narrow = Narrow::Never;
    column
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
