//! The owner and the permissions of a file.

use std::fs::{File, Metadata};

/// The owner and the permissions of a file, as its reader meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Access {
    mode: u32,
    owner: u32,
    /// The user who reads it.
    reader: u32,
    /// Whether it lies on a file system that is mounted read-only.
    read_only: bool,
}

impl Access {
    #[cfg(test)]
    pub(super) fn new(mode: u32, owner: u32, reader: u32, read_only: bool) -> Self {
        Self {
            mode,
            owner,
            reader,
            read_only,
        }
    }

    /// Those of an open file; `None` where the system has no such permissions.
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems have no mode")]
    pub(super) fn of(file: &File, about: &Metadata) -> Option<Self> {
        use rustix::fs::{StatVfsMountFlags, fstatvfs};
        use std::os::unix::fs::MetadataExt;

        Some(Self {
            mode: about.mode(),
            owner: about.uid(),
            reader: rustix::process::geteuid().as_raw(),
            read_only: fstatvfs(file)
                .is_ok_and(|system| system.f_flag.contains(StatVfsMountFlags::RDONLY)),
        })
    }

    #[cfg(not(unix))]
    pub(super) fn of(_: &File, _: &Metadata) -> Option<Self> {
        None
    }

    /// The permission bits.
    pub(super) fn mode(self) -> u32 {
        self.mode & 0o7777
    }

    pub(super) fn reader(self) -> u32 {
        self.reader
    }

    /// Whether nobody can change it where the reader sees it.
    pub(super) fn is_read_only(self) -> bool {
        self.read_only
    }

    /// Whether others than the owner may use it, and the reader could change that. A
    /// secret that a cluster or a container mounts is the matter of who mounts it.
    pub(super) fn is_open(self) -> bool {
        self.mode & 0o077 != 0 && self.owner == self.reader && !self.read_only
    }

    /// Whether its group or everybody may write it.
    pub(super) fn is_writable_by_others(self) -> bool {
        self.mode & 0o022 != 0
    }

    /// The owner, if that is neither the reader nor root, who may change everything.
    pub(super) fn foreign_owner(self) -> Option<u32> {
        (self.owner != self.reader && self.owner != 0).then_some(self.owner)
    }
}
