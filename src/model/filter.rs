//! What a user may ask of an image.

use jiff::Timestamp;

use super::{Glob, Image, Owner, Status};

/// One condition. Several are `ANDed`; the values inside one are `ORed`, tags apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// In one of these families.
    Family(Vec<String>),
    /// One of these ids.
    Id(Vec<String>),
    /// With such a name.
    Name(Glob),
    /// Owned by one of these.
    Owner(Vec<OwnerFilter>),
    /// In one of these states.
    Status(StatusFilter),
    /// Of one of these architectures.
    Arch(Vec<String>),
    /// Of this kind of operating system, `linux` or `windows`.
    OsType(String),
    /// With all of these tags.
    Tags(Vec<TagFilter>),
    /// Created at this time or later.
    CreatedAfter(Timestamp),
    /// Created before this time.
    CreatedBefore(Timestamp),
}

/// Which condition a [`Filter`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// `--family`
    Family,
    /// `--id`
    Id,
    /// `--name`
    Name,
    /// `--owner`
    Owner,
    /// `--status`
    Status,
    /// `--arch`
    Arch,
    /// `--os-type`
    OsType,
    /// `--tag`
    Tags,
    /// `--created-after`
    CreatedAfter,
    /// `--created-before`
    CreatedBefore,
}

/// A tag an image must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagFilter {
    /// The tag's key.
    pub key: String,
    /// The value it must have; `None` for any.
    pub value: Option<String>,
}

/// Whose images are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnerFilter {
    /// Images of this kind of owner.
    Is(Owner),
    /// Everybody's but community images, which strangers put up in any number.
    Any,
    /// Images of the account with this id.
    Account(String),
}

/// Which states are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusFilter {
    /// All of them.
    Any,
    /// These.
    In(Vec<Status>),
}

impl Filter {
    /// Which condition it is.
    pub fn kind(&self) -> FilterKind {
        match self {
            Filter::Family(_) => FilterKind::Family,
            Filter::Id(_) => FilterKind::Id,
            Filter::Name(_) => FilterKind::Name,
            Filter::Owner(_) => FilterKind::Owner,
            Filter::Status(_) => FilterKind::Status,
            Filter::Arch(_) => FilterKind::Arch,
            Filter::OsType(_) => FilterKind::OsType,
            Filter::Tags(_) => FilterKind::Tags,
            Filter::CreatedAfter(_) => FilterKind::CreatedAfter,
            Filter::CreatedBefore(_) => FilterKind::CreatedBefore,
        }
    }

    /// Whether an image meets it. What an image does not tell, it does not meet.
    pub fn matches(&self, image: &Image) -> bool {
        let among = |values: &[String], actual: &Option<String>| {
            actual
                .as_ref()
                .is_some_and(|actual| values.contains(actual))
        };
        match self {
            Filter::Family(families) => among(families, &image.family),
            Filter::Id(ids) => ids.contains(&image.id),
            Filter::Name(glob) => image.name.as_ref().is_some_and(|name| glob.matches(name)),
            Filter::Owner(owners) => owners.iter().any(|owner| match owner {
                OwnerFilter::Any => true,
                OwnerFilter::Is(owner) => image.owner == Some(*owner),
                OwnerFilter::Account(id) => image.owner_id.as_ref() == Some(id),
            }),
            Filter::Status(StatusFilter::Any) => true,
            Filter::Status(StatusFilter::In(wanted)) => {
                image.status.is_some_and(|status| wanted.contains(&status))
            }
            Filter::Arch(wanted) => among(wanted, &image.architecture),
            Filter::OsType(wanted) => image.os_type.as_ref() == Some(wanted),
            Filter::Tags(wanted) => wanted.iter().all(|tag| {
                let value = image.tags.get(&tag.key);
                value.is_some_and(|value| tag.value.as_ref().is_none_or(|wanted| wanted == value))
            }),
            Filter::CreatedAfter(time) => image.created.is_some_and(|created| created >= *time),
            Filter::CreatedBefore(time) => image.created.is_some_and(|created| created < *time),
        }
    }
}

impl FilterKind {
    /// All conditions, in the order of the help text.
    pub const ALL: [FilterKind; 10] = [
        FilterKind::Family,
        FilterKind::Id,
        FilterKind::Name,
        FilterKind::Owner,
        FilterKind::Status,
        FilterKind::Arch,
        FilterKind::OsType,
        FilterKind::Tags,
        FilterKind::CreatedAfter,
        FilterKind::CreatedBefore,
    ];

    /// The flag that asks for it.
    pub fn flag(self) -> &'static str {
        match self {
            FilterKind::Family => "--family",
            FilterKind::Id => "--id",
            FilterKind::Name => "--name",
            FilterKind::Owner => "--owner",
            FilterKind::Status => "--status",
            FilterKind::Arch => "--arch",
            FilterKind::OsType => "--os-type",
            FilterKind::Tags => "--tag",
            FilterKind::CreatedAfter => "--created-after",
            FilterKind::CreatedBefore => "--created-before",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Image {
        Image {
            id: "m-1".into(),
            name: Some("web-1".into()),
            family: Some("web".into()),
            owner: Some(Owner::Own),
            owner_id: Some("12".into()),
            status: Some(Status::Available),
            architecture: Some("x86_64".into()),
            os_type: Some("linux".into()),
            created: "2025-01-01T00:00:00Z".parse().ok(),
            tags: [("env".to_owned(), "prod".to_owned())].into(),
            ..Image::default()
        }
    }

    #[test]
    fn each_filter_keeps_its_own_and_drops_the_rest() {
        let tag = |key: &str, value: Option<&str>| {
            Filter::Tags(vec![TagFilter {
                key: key.into(),
                value: value.map(Into::into),
            }])
        };
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        for (filter, expected) in [
            (Filter::Family(vec!["api".into(), "web".into()]), true),
            (Filter::Family(vec!["api".into()]), false),
            (Filter::Id(vec!["m-1".into()]), true),
            (Filter::Id(vec!["m-2".into()]), false),
            (Filter::Name(Glob::new("web-*")), true),
            (Filter::Name(Glob::new("api-*")), false),
            (
                Filter::Owner(vec![
                    OwnerFilter::Is(Owner::System),
                    OwnerFilter::Is(Owner::Own),
                ]),
                true,
            ),
            (Filter::Owner(vec![OwnerFilter::Is(Owner::System)]), false),
            (Filter::Owner(vec![OwnerFilter::Account("12".into())]), true),
            (Filter::Owner(vec![OwnerFilter::Any]), true),
            (
                Filter::Status(StatusFilter::In(vec![Status::Available])),
                true,
            ),
            (
                Filter::Status(StatusFilter::In(vec![Status::Failed])),
                false,
            ),
            (Filter::Status(StatusFilter::Any), true),
            (Filter::Arch(vec!["x86_64".into()]), true),
            (Filter::Arch(vec!["arm64".into()]), false),
            (Filter::OsType("linux".into()), true),
            (Filter::OsType("windows".into()), false),
            (tag("env", None), true),
            (tag("env", Some("prod")), true),
            (tag("env", Some("")), false),
            (tag("other", None), false),
            (Filter::CreatedAfter(time("2025-01-01T00:00:00Z")), true),
            (Filter::CreatedAfter(time("2025-01-01T00:00:01Z")), false),
            (Filter::CreatedBefore(time("2025-01-01T00:00:01Z")), true),
            (Filter::CreatedBefore(time("2025-01-01T00:00:00Z")), false),
        ] {
            assert_eq!(filter.matches(&image()), expected, "{filter:?}");
        }
    }

    #[test]
    fn the_unknown_meets_nothing() {
        let nothing = Image::default();
        assert!(!Filter::Name(Glob::new("*")).matches(&nothing));
        assert!(!Filter::CreatedBefore(Timestamp::UNIX_EPOCH).matches(&nothing));
    }
}
