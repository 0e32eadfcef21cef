//! One image in the API's own shape (ECS 2014-05-26 `DescribeImages`, `Images.Image[]`).
//!
//! Members are optional where the service leaves them out at times: a client must cope with that.

use serde::Serialize;

use crate::entry::Text;

/// An image as the service describes it, and below that what only the service knows.
// The names and the many booleans are the API's own.
#[allow(clippy::struct_field_names, clippy::struct_excessive_bools)]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Image {
    pub(crate) image_id: Text,
    pub(crate) image_name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) image_family: Option<Text>,
    pub(crate) image_owner_alias: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) image_owner_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_public: Option<bool>,
    #[serde(rename = "OSName")]
    pub(crate) os_name: &'static str,
    #[serde(rename = "OSNameEn", skip_serializing_if = "Option::is_none")]
    pub(crate) os_name_en: Option<&'static str>,
    #[serde(rename = "OSType")]
    pub(crate) os_type: &'static str,
    pub(crate) platform: &'static str,
    pub(crate) architecture: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) boot_mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<Text>,
    /// GiB, a number here though the disks have text.
    pub(crate) size: u32,
    pub(crate) status: &'static str,
    pub(crate) progress: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) usage: Option<&'static str>,
    /// `yyyy-MM-ddTHH:mm:ssZ`, so text order is time order.
    pub(crate) creation_time: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) image_version: Option<Text>,
    pub(crate) is_copied: bool,
    /// Text, unlike its neighbours: `True`, `False` or empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_self_shared: Option<&'static str>,
    pub(crate) is_subscribed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_support_cloudinit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_support_io_optimized: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) login_as_non_root_supported: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product_code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_group_id: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) supplier_name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) license_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) usable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) features: Option<Features>,
    pub(crate) disk_device_mappings: Disks,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tags: Option<Tags>,
    /// Going away: listed only with `ShowExpired`.
    #[serde(skip)]
    pub(crate) expired: bool,
    /// Can processors, can memory be taken from a running instance? Where the members above say
    /// nothing of it the service still knows.
    #[serde(skip)]
    pub(crate) shrinks: [bool; 2],
    /// A community image: listed only with `IsPublic`.
    #[serde(skip)]
    pub(crate) community: bool,
}

impl Image {
    /// The tags, as a plain list.
    pub(crate) fn tag_list(&self) -> &[Tag] {
        self.tags.as_ref().map_or(&[], |tags| &tags.tag)
    }

    /// Can an instance be created from it at once?
    pub(crate) fn is_usable(&self) -> bool {
        self.status == "Available" && self.usable != Some(false)
    }

    /// The disks, as a plain list.
    pub(crate) fn disks(&self) -> &[Disk] {
        &self.disk_device_mappings.disk_device_mapping
    }
}

/// What an image can do; `supported` or `unsupported`.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Features {
    pub(crate) nvme_support: &'static str,
    pub(crate) imds_support: &'static str,
    pub(crate) cpu_online_upgrade: &'static str,
    pub(crate) cpu_online_downgrade: &'static str,
    pub(crate) memory_online_upgrade: &'static str,
    pub(crate) memory_online_downgrade: &'static str,
}

/// The list of disks; empty for most public images.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Disks {
    pub(crate) disk_device_mapping: Vec<Disk>,
}

/// One disk.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Disk {
    pub(crate) device: Text,
    #[serde(rename = "Type")]
    pub(crate) kind: &'static str,
    /// GiB, as text.
    pub(crate) size: Text,
    pub(crate) snapshot_id: Text,
    pub(crate) format: &'static str,
    #[serde(rename = "ImportOSSBucket")]
    pub(crate) import_oss_bucket: &'static str,
    #[serde(rename = "ImportOSSObject")]
    pub(crate) import_oss_object: &'static str,
    pub(crate) progress: &'static str,
    /// Seconds; only while a copy is under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) remain_time: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) encrypted: Option<bool>,
}

/// The list of tags.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Tags {
    pub(crate) tag: Vec<Tag>,
}

/// One tag; in requests the same halves are called `Key` and `Value`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Tag {
    pub(crate) tag_key: Text,
    pub(crate) tag_value: Text,
}

/// An operating system images are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct System {
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) platform: &'static str,
    pub(crate) architecture: &'static str,
    pub(crate) boot_mode: &'static str,
    pub(crate) size: u32,
    /// The beginning of public image ids.
    pub(crate) stem: &'static str,
    /// The family of public images.
    pub(crate) family: &'static str,
}

/// Ubuntu 24.04 on `x86_64`.
pub(crate) const UBUNTU: System = System {
    name: "Ubuntu  24.04 64位",
    name_en: "Ubuntu  24.04 64 bit",
    kind: "linux",
    platform: "Ubuntu",
    architecture: "x86_64",
    boot_mode: "UEFI-Preferred",
    size: 20,
    stem: "ubuntu_24_04_x64_20G",
    family: "acs:ubuntu_24_04_x64",
};

/// Alibaba Cloud Linux 3 on arm64.
pub(crate) const ALINUX_ARM: System = System {
    name: "Alibaba Cloud Linux  3.2104 LTS 64位 ARM版",
    name_en: "Alibaba Cloud Linux  3.2104 LTS 64 bit ARM Edition",
    kind: "linux",
    platform: "Aliyun",
    architecture: "arm64",
    boot_mode: "UEFI",
    size: 40,
    stem: "aliyun_3_arm64_20G",
    family: "acs:alibaba_cloud_linux_3_2104_lts_arm64",
};

/// Windows Server 2022, without a family as older public images are.
pub(crate) const WINDOWS: System = System {
    name: "Windows Server  2022 数据中心版 64位中文版",
    name_en: "Windows Server  2022 Data Center Edition 64bit Chinese Edition",
    kind: "windows",
    platform: "Windows Server 2022",
    architecture: "x86_64",
    boot_mode: "BIOS",
    size: 40,
    stem: "win2022_21H2_x64_dtc_zh-cn_40G",
    family: "",
};

/// A 32-bit Debian of long ago.
pub(crate) const DEBIAN_32: System = System {
    name: "Debian  8.9 32位",
    name_en: "Debian  8.9 32 bit",
    kind: "linux",
    platform: "Debian",
    architecture: "i386",
    boot_mode: "BIOS",
    size: 20,
    stem: "debian_8_09_32_20G",
    family: "",
};

/// Debian 12; its public family is only used by the bulk images.
pub(crate) const DEBIAN: System = System {
    name: "Debian  12.9 64位",
    name_en: "Debian  12.9 64 bit",
    kind: "linux",
    platform: "Debian",
    architecture: "x86_64",
    boot_mode: "UEFI-Preferred",
    size: 20,
    stem: "debian_12_9_x64_20G",
    family: "acs:debian_12_x64",
};

/// `CentOS` 7.9, still everywhere.
pub(crate) const CENTOS: System = System {
    name: "CentOS  7.9 64位",
    name_en: "CentOS  7.9 64 bit",
    kind: "linux",
    platform: "CentOS",
    architecture: "x86_64",
    boot_mode: "BIOS",
    size: 40,
    stem: "centos_7_9_x64_20G",
    family: "acs:centos_7_9_x64",
};
