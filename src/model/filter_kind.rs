//! The conditions there are, without their values.

/// Which condition a [`Filter`](super::Filter) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// `--family`
    Family,
    /// `--id`
    Id,
    /// `--name`
    Name,
    /// `--name-regex`
    NameRegex,
    /// `--owner`
    Owner,
    /// `--status`
    Status,
    /// `--arch`
    Arch,
    /// `--os-type`
    OsType,
    /// `--platform`
    Platform,
    /// `--tag`
    Tags,
    /// `--instance-type`
    InstanceType,
    /// `--usage`
    Usage,
    /// `--snapshot`
    Snapshot,
    /// `--resource-group`
    ResourceGroup,
    /// `--cloud-init`
    CloudInit,
    /// `--io-optimized`
    IoOptimized,
    /// `--boot-mode`
    BootMode,
    /// `--action`
    Action,
    /// `--created-after`
    CreatedAfter,
    /// `--created-before`
    CreatedBefore,
    /// `--where`
    Where,
    /// `--show-expired`
    ShowExpired,
    /// `--check-permission`
    CheckPermission,
    /// `--param`
    Params,
}

impl FilterKind {
    /// All conditions, in the order of the help text.
    pub const ALL: [FilterKind; 24] = [
        FilterKind::Family,
        FilterKind::Id,
        FilterKind::Name,
        FilterKind::NameRegex,
        FilterKind::Owner,
        FilterKind::Status,
        FilterKind::Arch,
        FilterKind::OsType,
        FilterKind::Platform,
        FilterKind::Tags,
        FilterKind::InstanceType,
        FilterKind::Usage,
        FilterKind::Snapshot,
        FilterKind::ResourceGroup,
        FilterKind::CloudInit,
        FilterKind::IoOptimized,
        FilterKind::BootMode,
        FilterKind::Action,
        FilterKind::CreatedAfter,
        FilterKind::CreatedBefore,
        FilterKind::Where,
        FilterKind::ShowExpired,
        FilterKind::CheckPermission,
        FilterKind::Params,
    ];

    /// The flag that asks for it.
    pub fn flag(self) -> &'static str {
        match self {
            FilterKind::Family => "--family",
            FilterKind::Id => "--id",
            FilterKind::Name => "--name",
            FilterKind::NameRegex => "--name-regex",
            FilterKind::Owner => "--owner",
            FilterKind::Status => "--status",
            FilterKind::Arch => "--arch",
            FilterKind::OsType => "--os-type",
            FilterKind::Platform => "--platform",
            FilterKind::Tags => "--tag",
            FilterKind::InstanceType => "--instance-type",
            FilterKind::Usage => "--usage",
            FilterKind::Snapshot => "--snapshot",
            FilterKind::ResourceGroup => "--resource-group",
            FilterKind::CloudInit => "--cloud-init",
            FilterKind::IoOptimized => "--io-optimized",
            FilterKind::BootMode => "--boot-mode",
            FilterKind::Action => "--action",
            FilterKind::CreatedAfter => "--created-after",
            FilterKind::CreatedBefore => "--created-before",
            FilterKind::Where => "--where",
            FilterKind::ShowExpired => "--show-expired",
            FilterKind::CheckPermission => "--check-permission",
            FilterKind::Params => "--param",
        }
    }

    /// Whether a row shows if its image meets the condition. If not, only the
    /// service can decide.
    pub fn is_visible(self) -> bool {
        !matches!(
            self,
            FilterKind::InstanceType
                | FilterKind::Action
                | FilterKind::ShowExpired
                | FilterKind::CheckPermission
                | FilterKind::Params
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_complete_and_their_flags_unique() {
        let mut flags = FilterKind::ALL.map(FilterKind::flag).to_vec();
        flags.sort_unstable();
        flags.dedup();
        assert_eq!(flags.len(), FilterKind::ALL.len());
        assert_eq!(FilterKind::Params as usize + 1, FilterKind::ALL.len());
    }
}
