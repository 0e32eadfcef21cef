//! The columns of regions.

use super::{ALWAYS, Column, Direction, Row};
use crate::model::{Cell, Region};

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

/// As in [`Region`].
static REGION: [Column<Region>; 6] = [
    Column::text("provider", 85, "The provider's id", |region: &Region| {
        region.provider.into()
    })
    .always()
    .whole(),
    Column::text("profile", 90, "The profile that asked", |region| {
        Cell::maybe(region.profile.as_deref())
    }),
    Column::text(
        "id",
        ALWAYS,
        "The region's id, as --region takes it",
        |region: &Region| region.id.as_str().into(),
    )
    .always()
    .whole(),
    Column::text(
        "name",
        70,
        "A name for people, in English where the service has one",
        |region| Cell::maybe(region.name.as_deref()),
    ),
    Column::text("endpoint", 50, "The service's host there", |region| {
        Cell::maybe(region.endpoint.as_deref())
    }),
    Column::text(
        "status",
        60,
        "The service's word for the state of sales; a region that is sold out still answers",
        |region| Cell::maybe(region.status.as_deref()),
    ),
];
