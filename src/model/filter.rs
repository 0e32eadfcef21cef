//! What a user may ask of an image.

use jiff::Timestamp;

use super::{Condition, FilterKind, Glob, Image, Operand, Owner, Pattern, Status};

/// One condition. Several are `ANDed`; the values inside one are `ORed`, tags apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// In one of these families.
    Family(Vec<String>),
    /// One of these ids.
    Id(Vec<String>),
    /// With such a name.
    Name(Glob),
    /// With a name in which this is found.
    NameRegex(Pattern),
    /// Owned by one of these.
    Owner(Vec<OwnerFilter>),
    /// In one of these states.
    Status(StatusFilter),
    /// Of one of these architectures.
    Arch(Vec<String>),
    /// Of this kind of operating system, `linux` or `windows`.
    OsType(String),
    /// Of a distribution with a word in its name that begins so, whatever the case;
    /// where there is no such name, that of the system counts.
    Platform(String),
    /// With all of these tags.
    Tags(Vec<TagFilter>),
    /// Fit for machines of this type.
    InstanceType(String),
    /// Whether machines were made from it.
    Usage(Usage),
    /// Made from this snapshot.
    Snapshot(String),
    /// In this resource group.
    ResourceGroup(String),
    /// Whether it supports cloud-init.
    CloudInit(bool),
    /// Whether it runs on I/O optimised machines.
    IoOptimized(bool),
    /// With this way to boot, whatever the case.
    BootMode(String),
    /// Fit for this.
    Action(Action),
    /// Created at this time or later.
    CreatedAfter(Timestamp),
    /// Created before this time.
    CreatedBefore(Timestamp),
    /// With such a value in a column.
    Where(Condition),
    /// Those too whose time has run out.
    ShowExpired,
    /// None: only whether the list is permitted.
    CheckPermission,
    /// Whatever these parameters of the API ask for: names and values.
    Params(Vec<(String, String)>),
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

/// Whether machines were made from an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// At least one.
    InUse,
    /// None.
    Unused,
}

impl Usage {
    /// Both, as they are written.
    pub const ALL: [Usage; 2] = [Usage::InUse, Usage::Unused];

    /// The word in output and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Usage::InUse => "in-use",
            Usage::Unused => "unused",
        }
    }
}

/// What an image is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// To make a machine.
    Create,
    /// To replace a machine's system disk.
    ChangeOs,
}

impl Action {
    /// Both.
    pub const ALL: [Action; 2] = [Action::Create, Action::ChangeOs];

    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::ChangeOs => "change-os",
        }
    }
}

impl Filter {
    /// The condition of `--where`, if it is on a value that is known.
    pub fn known_condition(&self) -> Option<&Condition> {
        match self {
            Filter::Where(condition) if condition.operand != Operand::Unknown => Some(condition),
            _ => None,
        }
    }

    /// Which condition it is.
    pub fn kind(&self) -> FilterKind {
        match self {
            Filter::Family(_) => FilterKind::Family,
            Filter::Id(_) => FilterKind::Id,
            Filter::Name(_) => FilterKind::Name,
            Filter::NameRegex(_) => FilterKind::NameRegex,
            Filter::Owner(_) => FilterKind::Owner,
            Filter::Status(_) => FilterKind::Status,
            Filter::Arch(_) => FilterKind::Arch,
            Filter::OsType(_) => FilterKind::OsType,
            Filter::Platform(_) => FilterKind::Platform,
            Filter::Tags(_) => FilterKind::Tags,
            Filter::InstanceType(_) => FilterKind::InstanceType,
            Filter::Usage(_) => FilterKind::Usage,
            Filter::Snapshot(_) => FilterKind::Snapshot,
            Filter::ResourceGroup(_) => FilterKind::ResourceGroup,
            Filter::CloudInit(_) => FilterKind::CloudInit,
            Filter::IoOptimized(_) => FilterKind::IoOptimized,
            Filter::BootMode(_) => FilterKind::BootMode,
            Filter::Action(_) => FilterKind::Action,
            Filter::CreatedAfter(_) => FilterKind::CreatedAfter,
            Filter::CreatedBefore(_) => FilterKind::CreatedBefore,
            Filter::Where(_) => FilterKind::Where,
            Filter::ShowExpired => FilterKind::ShowExpired,
            Filter::CheckPermission => FilterKind::CheckPermission,
            Filter::Params(_) => FilterKind::Params,
        }
    }

    /// Whether an image meets it. What an image does not tell, it does not meet.
    ///
    /// What no row shows ([`FilterKind::is_visible`]) only the service can decide:
    /// here every image meets it.
    pub fn matches(&self, image: &Image) -> bool {
        let among = |values: &[String], actual: &Option<String>| {
            actual
                .as_ref()
                .is_some_and(|actual| values.contains(actual))
        };
        let same = |wanted: &String, actual: &Option<String>| actual.as_ref() == Some(wanted);
        match self {
            Filter::Family(families) => among(families, &image.family),
            Filter::Id(ids) => ids.contains(&image.id),
            Filter::Name(glob) => image.name.as_ref().is_some_and(|name| glob.matches(name)),
            Filter::NameRegex(pattern) => image
                .name
                .as_ref()
                .is_some_and(|name| pattern.matches(name)),
            Filter::Owner(owners) => owners.iter().any(|owner| match owner {
                OwnerFilter::Any => image.owner != Some(Owner::Community),
                OwnerFilter::Is(owner) => image.owner == Some(*owner),
                OwnerFilter::Account(id) => same(id, &image.owner_id),
            }),
            Filter::Status(StatusFilter::In(wanted)) => {
                image.status.is_some_and(|status| wanted.contains(&status))
            }
            Filter::Arch(wanted) => among(wanted, &image.architecture),
            Filter::OsType(wanted) => same(wanted, &image.os_type),
            Filter::Platform(wanted) => image
                .platform
                .as_ref()
                .or(image.os_name.as_ref())
                .is_some_and(|name| has_word(name, wanted)),
            Filter::Tags(wanted) => wanted.iter().all(|tag| {
                let value = image.tags.get(&tag.key);
                value.is_some_and(|value| tag.value.as_ref().is_none_or(|wanted| wanted == value))
            }),
            Filter::Usage(wanted) => image.usage.as_deref() == Some(wanted.as_str()),
            Filter::Snapshot(wanted) => image
                .disks
                .iter()
                .any(|disk| same(wanted, &disk.snapshot_id)),
            Filter::ResourceGroup(wanted) => same(wanted, &image.resource_group),
            Filter::CloudInit(wanted) => image.cloud_init == Some(*wanted),
            Filter::IoOptimized(wanted) => image.io_optimized == Some(*wanted),
            Filter::BootMode(wanted) => image
                .boot_mode
                .as_ref()
                .is_some_and(|mode| mode.eq_ignore_ascii_case(wanted)),
            Filter::CreatedAfter(time) => image.created.is_some_and(|created| created >= *time),
            Filter::CreatedBefore(time) => image.created.is_some_and(|created| created < *time),
            Filter::Where(condition) => condition.matches(image),
            Filter::Status(StatusFilter::Any)
            | Filter::InstanceType(_)
            | Filter::Action(_)
            | Filter::ShowExpired
            | Filter::CheckPermission
            | Filter::Params(_) => true,
        }
    }

    /// The value with which an image shows that it does not meet the condition; `None` if it
    /// meets it or has no such value.
    pub fn contradicted_by(&self, image: &Image) -> Option<String> {
        // Nearly all images do, so that nothing is copied for them.
        if self.matches(image) {
            return None;
        }
        match self {
            Filter::Family(_) => image.family.clone(),
            Filter::Id(_) => Some(image.id.clone()).filter(|id| !id.is_empty()),
            Filter::Name(_) | Filter::NameRegex(_) => image.name.clone(),
            Filter::Owner(owners) => contradicted_owner(owners, image),
            Filter::Status(_) => image.status.map(|status| status.as_str().to_owned()),
            Filter::Arch(_) => image.architecture.clone(),
            Filter::OsType(_) => image.os_type.clone(),
            Filter::Platform(_) => image.platform.clone().or_else(|| image.os_name.clone()),
            Filter::Usage(_) => image.usage.clone(),
            Filter::Snapshot(_) => {
                // A disk that shows no snapshot may be made from it all the same.
                let ids: Option<Vec<&str>> = image
                    .disks
                    .iter()
                    .map(|disk| disk.snapshot_id.as_deref())
                    .collect();
                ids.filter(|ids| !ids.is_empty()).map(|ids| ids.join(","))
            }
            Filter::ResourceGroup(_) => image.resource_group.clone(),
            Filter::CloudInit(_) => image.cloud_init.map(|value| value.to_string()),
            Filter::IoOptimized(_) => image.io_optimized.map(|value| value.to_string()),
            Filter::BootMode(_) => image.boot_mode.clone(),
            Filter::CreatedAfter(_) | Filter::CreatedBefore(_) => {
                image.created.map(|created| created.to_string())
            }
            // An image always shows its tags and columns, so that the rows are checked.
            Filter::Tags(_)
            | Filter::Where(_)
            | Filter::InstanceType(_)
            | Filter::Action(_)
            | Filter::ShowExpired
            | Filter::CheckPermission
            | Filter::Params(_) => None,
        }
    }

    /// The values that an image must have one of, as they are written on the command line;
    /// `None` for conditions that are not about one value of an image.
    pub fn asked(&self) -> Option<String> {
        let word = |owner: &OwnerFilter| match owner {
            OwnerFilter::Is(owner) => owner.as_str().to_owned(),
            OwnerFilter::Any => "any".to_owned(),
            OwnerFilter::Account(id) => id.clone(),
        };
        Some(match self {
            Filter::Family(words) | Filter::Id(words) | Filter::Arch(words) => words.join(","),
            Filter::Owner(owners) => owners.iter().map(word).collect::<Vec<_>>().join(","),
            Filter::Status(StatusFilter::Any) => "any".to_owned(),
            Filter::Status(StatusFilter::In(words)) => {
                let words = words.iter().map(|status| status.as_str());
                words.collect::<Vec<_>>().join(",")
            }
            Filter::OsType(word)
            | Filter::Platform(word)
            | Filter::Snapshot(word)
            | Filter::ResourceGroup(word)
            | Filter::BootMode(word) => word.clone(),
            Filter::Usage(usage) => usage.as_str().to_owned(),
            Filter::CloudInit(value) | Filter::IoOptimized(value) => value.to_string(),
            Filter::CreatedAfter(time) | Filter::CreatedBefore(time) => time.to_string(),
            Filter::Name(_)
            | Filter::NameRegex(_)
            | Filter::Tags(_)
            | Filter::Where(_)
            | Filter::InstanceType(_)
            | Filter::Action(_)
            | Filter::ShowExpired
            | Filter::CheckPermission
            | Filter::Params(_) => return None,
        })
    }

    /// Whether every image meets it.
    pub fn is_met_by_all(&self) -> bool {
        match self {
            Filter::Owner(owners) => {
                owners.contains(&OwnerFilter::Any)
                    && owners.contains(&OwnerFilter::Is(Owner::Community))
            }
            Filter::Status(status) => *status == StatusFilter::Any,
            _ => false,
        }
    }

    /// Whether every image meets it where the service tells nothing of what it asks for.
    pub fn is_open(&self) -> bool {
        match self {
            Filter::Owner(owners) => owners.contains(&OwnerFilter::Any),
            Filter::Status(status) => *status == StatusFilter::Any,
            _ => false,
        }
    }
}

/// The owner that an image shows, if it is not one of these.
///
/// A community image need not show that it is one: the service may list it as shared.
fn contradicted_owner(owners: &[OwnerFilter], image: &Image) -> Option<String> {
    let may_be = |owner: &OwnerFilter| match owner {
        OwnerFilter::Any => image.owner != Some(Owner::Community),
        OwnerFilter::Is(Owner::Community) => {
            matches!(image.owner, None | Some(Owner::Community | Owner::Shared))
        }
        OwnerFilter::Is(wanted) => image.owner.is_none_or(|owner| owner == *wanted),
        OwnerFilter::Account(wanted) => image.owner_id.as_ref().is_none_or(|id| id == wanted),
    };
    if owners.iter().any(may_be) {
        return None;
    }
    let asks_for_account = owners
        .iter()
        .any(|owner| matches!(owner, OwnerFilter::Account(_)));
    match (&image.owner_id, image.owner) {
        (Some(id), _) if asks_for_account => Some(id.clone()),
        (_, owner) => Some(owner.map_or("another", Owner::as_str).to_owned()),
    }
}

/// Whether a word of `text` begins with `wanted`: `server 2022` in `Windows Server
/// 2022`, but not `centos` in `TencentOS`.
fn has_word(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
    text.match_indices(&wanted).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        // Words of Chinese names have no blanks between them.
        before.is_none_or(|before| !before.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Disk;

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
            platform: Some("Windows Server 2022".into()),
            usage: Some("unused".into()),
            resource_group: Some("rg-1".into()),
            cloud_init: Some(true),
            io_optimized: Some(false),
            boot_mode: Some("UEFI".into()),
            disks: vec![Disk {
                snapshot_id: Some("s-1".into()),
                ..Disk::default()
            }],
            tags: [("env".to_owned(), "prod".to_owned())].into(),
            ..Image::default()
        }
    }

    /// What an image shows can contradict what was asked for; what it does not show
    /// cannot.
    #[test]
    fn only_what_an_image_shows_contradicts() {
        let text = |text: &str| Some(text.to_owned());
        let shows = Image {
            id: "m-evil".into(),
            family: text("evil"),
            name: text("evil-1"),
            owner: Some(Owner::Shared),
            owner_id: text("2"),
            status: Some(Status::Failed),
            architecture: text("arm64"),
            os_type: text("windows"),
            usage: text("in-use"),
            resource_group: text("rg-2"),
            boot_mode: text("UEFI"),
            cloud_init: Some(false),
            io_optimized: Some(false),
            created: "2026-01-01T00:00:00Z".parse().ok(),
            disks: vec![Disk {
                snapshot_id: text("s-2"),
                ..Disk::default()
            }],
            ..Image::default()
        };
        let time = || "2026-02-01T00:00:00Z".parse().unwrap();
        for (filter, shown) in [
            (Filter::Family(vec!["web".into()]), "evil"),
            (Filter::Id(vec!["m-1".into()]), "m-evil"),
            (Filter::Name(Glob::new("web-*")), "evil-1"),
            (Filter::Owner(vec![OwnerFilter::Is(Owner::Own)]), "shared"),
            (Filter::Owner(vec![OwnerFilter::Account("1".into())]), "2"),
            (
                Filter::Status(StatusFilter::In(vec![Status::Available])),
                "failed",
            ),
            (Filter::Arch(vec!["x86_64".into()]), "arm64"),
            (Filter::OsType("linux".into()), "windows"),
            (Filter::Usage(Usage::Unused), "in-use"),
            (Filter::Snapshot("s-1".into()), "s-2"),
            (Filter::ResourceGroup("rg-1".into()), "rg-2"),
            (Filter::BootMode("BIOS".into()), "UEFI"),
            (Filter::CloudInit(true), "false"),
            (Filter::IoOptimized(true), "false"),
            (Filter::CreatedAfter(time()), "2026-01-01T00:00:00Z"),
        ] {
            assert_eq!(filter.contradicted_by(&shows), text(shown), "{filter:?}");
            assert!(!filter.matches(&shows), "{filter:?}");
            assert_eq!(
                filter.contradicted_by(&Image::default()),
                None,
                "{filter:?}"
            );
        }
        for owners in [
            vec![OwnerFilter::Any],
            vec![OwnerFilter::Is(Owner::Own), OwnerFilter::Is(Owner::Shared)],
            vec![OwnerFilter::Account("2".into())],
            // That it is open to everybody need not be shown.
            vec![OwnerFilter::Is(Owner::Community)],
        ] {
            let filter = Filter::Owner(owners);
            assert_eq!(filter.contradicted_by(&shows), None, "{filter:?}");
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
            (Filter::NameRegex(Pattern::new("^web").unwrap()), true),
            (Filter::NameRegex(Pattern::new("^eb").unwrap()), false),
            (Filter::Platform("windows".into()), true),
            (Filter::Platform("server 2022".into()), true),
            (Filter::Platform("2022".into()), true),
            (Filter::Platform("ubuntu".into()), false),
            (Filter::Platform("dows".into()), false),
            (Filter::Usage(Usage::Unused), true),
            (Filter::Usage(Usage::InUse), false),
            (Filter::Snapshot("s-1".into()), true),
            (Filter::Snapshot("s-2".into()), false),
            (Filter::ResourceGroup("rg-1".into()), true),
            (Filter::ResourceGroup("rg-2".into()), false),
            (Filter::CloudInit(true), true),
            (Filter::CloudInit(false), false),
            (Filter::IoOptimized(false), true),
            (Filter::IoOptimized(true), false),
            (Filter::BootMode("uefi".into()), true),
            (Filter::BootMode("BIOS".into()), false),
            (Filter::CreatedAfter(time("2025-01-01T00:00:00Z")), true),
            (Filter::CreatedAfter(time("2025-01-01T00:00:01Z")), false),
            (Filter::CreatedBefore(time("2025-01-01T00:00:01Z")), true),
            (Filter::CreatedBefore(time("2025-01-01T00:00:00Z")), false),
        ] {
            assert_eq!(filter.matches(&image()), expected, "{filter:?}");
        }
    }

    #[test]
    fn community_images_are_met_only_when_asked_for() {
        let of = |owner| Image {
            owner,
            ..Image::default()
        };
        let any = vec![OwnerFilter::Any];
        let too = vec![OwnerFilter::Any, OwnerFilter::Is(Owner::Community)];
        for owner in Owner::ALL.map(Some).into_iter().chain([None]) {
            let is_community = owner == Some(Owner::Community);
            assert_eq!(
                Filter::Owner(any.clone()).matches(&of(owner)),
                !is_community
            );
            assert!(Filter::Owner(too.clone()).matches(&of(owner)));
        }
    }

    #[test]
    fn words_begin_after_anything_but_letters_and_digits() {
        for (text, wanted, expected) in [
            ("TencentOS", "centos", false),
            ("CentOS 7.9", "centos", true),
            ("腾讯云Linux 3", "linux", true),
            ("Red_Hat", "hat", true),
        ] {
            assert_eq!(has_word(text, wanted), expected, "{text}");
        }
    }

    #[test]
    fn the_unknown_meets_nothing() {
        let nothing = Image::default();
        assert!(!Filter::Name(Glob::new("*")).matches(&nothing));
        assert!(!Filter::CreatedBefore(Timestamp::UNIX_EPOCH).matches(&nothing));
    }
}
