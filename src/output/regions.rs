//! The columns of regions.

use super::column::Form;
use super::column::{column, whole};
use super::{ALWAYS, Column, Direction, Row};
use crate::model::{Cell, Kind, Region};

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
    whole(column(
        "provider",
        Kind::Text,
        Form::Always,
        "PROVIDER",
        85,
        "The provider's id",
        |region| region.provider.into(),
    )),
    column(
        "profile",
        Kind::Text,
        Form::Maybe,
        "PROFILE",
        90,
        "The profile that asked",
        |region| Cell::maybe(region.profile.as_deref()),
    ),
    whole(column(
        "id",
        Kind::Text,
        Form::Always,
        "ID",
        ALWAYS,
        "The region's id, as --region takes it",
        |region| region.id.as_str().into(),
    )),
    column(
        "name",
        Kind::Text,
        Form::Maybe,
        "NAME",
        70,
        "A name for people, in English where the service has one",
        |region| Cell::maybe(region.name.as_deref()),
    ),
    column(
        "endpoint",
        Kind::Text,
        Form::Maybe,
        "ENDPOINT",
        50,
        "The service's host there",
        |region| Cell::maybe(region.endpoint.as_deref()),
    ),
    column(
        "status",
        Kind::Text,
        Form::Maybe,
        "STATUS",
        60,
        "The service's word for the state of sales; a region that is sold out still answers",
        |region| Cell::maybe(region.status.as_deref()),
    ),
];
