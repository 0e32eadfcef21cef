//! One image of ECM in the API's own shape (2019-07-19 `DescribeImage`, `ImageSet[]`).
//!
//! The vendor's metadata marks every member as always there and never null, and its own samples
//! disagree: some members are optional here, so that a client meets both.

use serde::Serialize;
use serde_json::Value;

use crate::entry::Text;

/// An image as the service describes it.
// The names are the API's own.
#[allow(clippy::struct_field_names)]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EcmImage {
    pub(crate) image_id: Text,
    pub(crate) image_name: Text,
    pub(crate) image_state: &'static str,
    pub(crate) image_type: &'static str,
    pub(crate) image_os_name: Text,
    pub(crate) image_description: Option<Text>,
    /// `yyyy-MM-dd HH:mm:ss` of no known zone; empty for public images.
    pub(crate) image_create_time: Text,
    pub(crate) architecture: &'static str,
    /// `linux` or `windows`; old samples name the distribution.
    pub(crate) os_type: &'static str,
    pub(crate) os_version: &'static str,
    pub(crate) platform: &'static str,
    /// A number, 0 for public images.
    pub(crate) image_owner: u64,
    /// GB.
    pub(crate) image_size: u32,
    pub(crate) src_image: Option<SrcImage>,
    pub(crate) image_source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) task_id: Option<&'static str>,
    /// A boolean or null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_support_cloud_init: Option<Value>,
}

impl EcmImage {
    /// Can an instance of this type be made of the image? Nothing in the answer tells; the rule is made up.
    ///
    /// Types of the series `SR1` are arm64 and those of the others known are not; Windows is too
    /// large for the size `SMALL`. An unknown type fits nothing.
    pub(crate) fn runs_on(&self, instance_type: &str) -> bool {
        let Some((series, size)) = instance_type.split_once('.') else {
            return false;
        };
        let processor = match series {
            "SR1" => self.architecture == "arm64",
            "S5" | "SN3ne" | "GN7" => self.architecture != "arm64",
            _ => false,
        };
        processor && !(self.os_type == "windows" && size.starts_with("SMALL"))
    }
}

/// What an image was made of; every member may be null or empty.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SrcImage {
    pub(crate) image_id: Option<&'static str>,
    pub(crate) image_name: Option<&'static str>,
    pub(crate) image_os_name: Option<&'static str>,
    pub(crate) image_description: Option<&'static str>,
    pub(crate) region: Option<&'static str>,
    /// With a capital D, unlike anywhere else in this API.
    #[serde(rename = "RegionID")]
    pub(crate) region_id: Option<u32>,
    pub(crate) region_name: Option<&'static str>,
    pub(crate) instance_name: Option<&'static str>,
    pub(crate) instance_id: Option<&'static str>,
    pub(crate) image_type: Option<&'static str>,
}

impl SrcImage {
    /// No source image, as the samples show it: empty texts and 0.
    pub(crate) const EMPTY: SrcImage = SrcImage {
        image_id: Some(""),
        image_name: Some(""),
        image_os_name: Some(""),
        image_description: Some(""),
        region: Some(""),
        region_id: Some(0),
        region_name: Some(""),
        instance_name: Some(""),
        instance_id: Some(""),
        image_type: Some(""),
    };

    /// No source image either: every member null.
    pub(crate) const NULLS: SrcImage = SrcImage {
        image_id: None,
        image_name: None,
        image_os_name: None,
        image_description: None,
        region: None,
        region_id: None,
        region_name: None,
        instance_name: None,
        instance_id: None,
        image_type: None,
    };
}
