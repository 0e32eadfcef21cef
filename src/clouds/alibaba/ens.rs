//! Alibaba Cloud Edge Node Service, API 2017-11-10: `DescribeImageInfos`.
//! <https://www.alibabacloud.com/help/en/ens/developer-reference/api-ens-2017-11-10-describeimageinfos>,
//! read 2026-11.
//!
//! Quirks:
//! - One call lists everything: there is no region to choose and there are no pages.
//! - `OsType=linux` may answer an empty list though there are Linux images (the
//!   vendor's SDK says so): the filter is never sent, the rows are checked here.
//! - Images have no name of their own: their ids are names, such as
//!   `centos_6_08_64_20G_alibase_20171110`, and stand as the name too.
//! - There is no time of creation: the newest is told by the date inside the id,
//!   or by the version.
//! - `Code` is the integer 0 in an answer and a text in a refusal.
//! - Sizes are texts; inside the disks the image's id is spelled `imageId`.

use jiff::civil::Date;
use serde::Deserialize;

use crate::clouds::alibaba::{Alibaba, api};
use crate::clouds::shared::element::{Element, Kept, Wire, check_answer, parse, rows};
use crate::clouds::shared::lenient;
use crate::clouds::shared::lenient::Member;
use crate::clouds::shared::rpc::RpcCall;
use crate::error::{ApiFailure, DecodeError};
use crate::http::Response;
use crate::model::{Disk, Filter, FilterKind, Image};
use crate::provider::{
    AgeHints, Encoded, Facts, Listing, Page, PageRef, Place, Provider, Recency, Rest, Support,
    bounds,
};
use crate::request::{Endpoint, Params, Request};
use crate::sign::Authorize;

static FACTS: Facts = Facts {
    id: "alibaba-ens",
    alias: "ens",
    title: "Alibaba Cloud ENS",
    cloud: &Alibaba,
    options: &[],
    service: "ens",
    signatures: api::SIGNATURES,
    page_size: None,
    table: &["version", "platform", "architecture", "region", "id"],
    regional: false,
    any_region: "",
    known_regions: &[],
    own_families: None,
    recency: Recency::AgeHints(marks),
    conventions: &api::CONVENTIONS,
};

/// Alibaba Cloud ENS.
#[derive(Debug, Clone, Copy)]
pub(in crate::clouds) struct AlibabaEns;

impl Provider for AlibabaEns {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorizer(&self, name: &str) -> Option<&'static dyn Authorize> {
        api::authorizer(name)
    }

    fn endpoint(&self, _region: &str) -> Endpoint {
        // The international site has its own: `ens.ap-southeast-1.aliyuncs.com`.
        Endpoint::https("ens.aliyuncs.com")
    }

    fn support(&self, kind: FilterKind) -> Support {
        match kind {
            FilterKind::Id
            | FilterKind::Name
            | FilterKind::NameRegex
            | FilterKind::Arch
            | FilterKind::OsType
            | FilterKind::Platform
            | FilterKind::Where => Support::Client,
            FilterKind::Params => Support::Exact(params),
            FilterKind::Family => {
                Support::Unsupported("its images have no family: use --name or --name-regex")
            }
            FilterKind::Owner => Support::Unsupported(
                "not every answer tells whose an image is; --where 'owner = self' looks at those that do",
            ),
            FilterKind::CreatedAfter | FilterKind::CreatedBefore => Support::Unsupported(
                "its images have no time of creation; some ids end in a date: --where 'id ~ _2024'",
            ),
            FilterKind::Status => Support::Unsupported("its images have no state"),
            FilterKind::Tags => Support::Unsupported("its images have no tags"),
            FilterKind::InstanceType => {
                Support::Unsupported("it does not tell which machines an image fits")
            }
            FilterKind::Usage => {
                Support::Unsupported("it does not tell whether machines were made from an image")
            }
            FilterKind::Snapshot => {
                Support::Unsupported("it does not tell which snapshot an image is made from")
            }
            FilterKind::ResourceGroup => Support::Unsupported("it has no resource groups"),
            FilterKind::CloudInit => {
                Support::Unsupported("it does not tell whether an image supports cloud-init")
            }
            FilterKind::IoOptimized => Support::Unsupported("it knows no I/O optimised machines"),
            FilterKind::BootMode => Support::Unsupported("it does not tell how an image boots"),
            FilterKind::Action => {
                Support::Unsupported("it does not tell what an image can be used for")
            }
            FilterKind::ShowExpired => Support::Unsupported("its images do not run out"),
            FilterKind::CheckPermission => {
                Support::Unsupported("its API has no check of its own: any list asks for real")
            }
        }
    }

    fn images(&self, place: &Place, pushed: &Params) -> Box<dyn Listing<Image>> {
        Box::new(Images {
            place: place.clone(),
            params: pushed.clone(),
        })
    }

    fn failure(&self, response: &Response) -> Option<ApiFailure> {
        api::failure(response, api::is_success_of_ens)
    }
}

// Filters.

fn params(filter: &Filter) -> Encoded {
    api::params(filter, &[])
}

/// The date and the version that stand in ids such as
/// `centos_6_08_64_20G_alibase_20171110`: the last part of eight digits that is a
/// date, and the digits after the distribution's name but for the 64 of 64 bits.
fn marks(image: &Image) -> AgeHints {
    let parts = || image.id.split('_').skip(1);
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let date = |part: &str| {
        let written = part.len() == "20171110".len() && part.bytes().all(|b| b.is_ascii_digit());
        written.then(|| part.parse::<Date>().ok()).flatten()
    };
    let numbers: Vec<&str> = parts()
        .take_while(is_number)
        .filter(|part| date(part).is_none())
        .collect();
    let bits = |part: &&str| matches!(*part, "64" | "32");
    let end = numbers.len() - usize::from(numbers.last().is_some_and(bits));
    let numbers = &numbers[..end];
    let in_id = (!numbers.is_empty()).then(|| numbers.join("."));
    AgeHints {
        date: parts().filter_map(date).last(),
        version: image.version.clone().or(in_id),
    }
}

// The listing.

struct Images {
    place: Place,
    params: Params,
}

impl Listing<Image> for Images {
    fn request(&self, _page: &PageRef) -> Request {
        let call = RpcCall {
            service: FACTS.service,
            action: "DescribeImageInfos",
            version: "2017-11-10",
            region: None,
            params: self.params.clone(),
        };
        api::request(&self.place.endpoint, self.place.signature, &call)
    }

    fn expected_rows(&self, _page: &PageRef) -> u32 {
        bounds::WHOLE
    }

    fn read(&self, body: &[u8]) -> Result<Page<Image>, DecodeError> {
        if self.place.raw {
            self.page(parse::<DescribeImageInfos<Kept<WireImage>>>(body)?)
        } else {
            self.page(parse::<DescribeImageInfos<WireImage>>(body)?)
        }
    }
}

impl Images {
    fn page<E: Element>(&self, answer: DescribeImageInfos<E>) -> Result<Page<Image>, DecodeError> {
        Ok(Page {
            rows: rows(answer.into_list()?, &self.place),
            rest: Rest::Complete,
        })
    }
}

// Answers in the API's own names.

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DescribeImageInfos<E> {
    #[serde(default, deserialize_with = "lenient::text")]
    request_id: Option<String>,
    #[serde(default = "Member::default")]
    images: Member<WireImages<E>>,
}

impl<E> DescribeImageInfos<E> {
    fn into_list(self) -> Result<Vec<E>, DecodeError> {
        let list = self.images.value.and_then(|images| images.image);
        let list = list.unwrap_or_default();
        if list.is_empty() {
            let has_list = self.images.is_there;
            check_answer(self.request_id.as_deref(), has_list, "Images")?;
        }
        Ok(list)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireImages<E> {
    image: Option<Vec<E>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, expecting = "an object")]
struct WireImage {
    #[serde(deserialize_with = "lenient::text")]
    image_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    description: Option<String>,
    #[serde(deserialize_with = "lenient::int")]
    image_size: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    image_version: Option<String>,
    /// The distribution, not a display name.
    #[serde(rename = "OSName", deserialize_with = "lenient::text")]
    os_name: Option<String>,
    #[serde(rename = "OSType", deserialize_with = "lenient::text")]
    os_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    compute_type: Option<String>,
    /// Known to the vendor's SDK only.
    #[serde(deserialize_with = "lenient::text")]
    image_owner_alias: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    region_id: Option<String>,
    #[serde(deserialize_with = "lenient::object")]
    disk_device_mappings: WireDisks,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct WireDisks {
    #[serde(deserialize_with = "lenient::list")]
    disk_device_mapping: Vec<WireDisk>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct WireDisk {
    #[serde(deserialize_with = "lenient::text")]
    r#type: Option<String>,
    #[serde(deserialize_with = "lenient::int")]
    size: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    format: Option<String>,
    #[serde(rename = "imageId", deserialize_with = "lenient::text")]
    image_id: Option<String>,
}

impl Wire for WireImage {
    fn into_image(self, place: &Place) -> Image {
        let architecture = self.compute_type.as_deref().and_then(|kind| match kind {
            "ens_vm" => Some("x86_64".to_owned()),
            "arm_vm" => Some("arm64".to_owned()),
            // Bare metal and phone farms do not tell.
            _ => None,
        });
        let disks = self.disk_device_mappings.disk_device_mapping;
        Image {
            provider: FACTS.id,
            profile: place.profile.clone(),
            region: self.region_id,
            name: self.image_id.clone(),
            id: self.image_id.unwrap_or_default(),
            version: self.image_version,
            description: self.description,
            os_type: self.os_type.map(|os_type| os_type.to_ascii_lowercase()),
            platform: self.os_name,
            architecture,
            size_gib: self.image_size,
            owner: self.image_owner_alias.as_deref().and_then(api::owner),
            disks: disks.into_iter().map(WireDisk::into_disk).collect(),
            ..Image::default()
        }
    }
}

impl WireDisk {
    fn into_disk(self) -> Disk {
        Disk {
            kind: self.r#type.map(|kind| kind.to_ascii_lowercase()),
            image_id: self.image_id,
            size_gib: self.size,
            format: self.format,
            ..Disk::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::Owner;
    use crate::provider::Options;

    fn place(raw: bool) -> Place {
        Place {
            profile: None,
            region: None,
            options: Options::default(),
            now: Timestamp::UNIX_EPOCH,
            endpoint: AlibabaEns.endpoint(""),
            signature: "acs3-hmac-sha256",
            raw,
        }
    }

    fn images(body: &[u8]) -> Result<Page<Image>, DecodeError> {
        let listing = AlibabaEns.images(&place(false), &Params::default());
        listing.read(body)
    }

    const ANSWER: &[u8] =
        include_bytes!("../../../tests/data/alibaba/responses/ens_describe_image_infos.json");

    #[test]
    fn the_list_is_one_page_of_every_kind_of_image() {
        let page = images(ANSWER).unwrap();
        assert_eq!(page.rest, Rest::Complete);
        let [centos, custom, ubuntu] = &page.rows[..] else {
            panic!("{} rows", page.rows.len())
        };
        assert_eq!(centos.id, "centos_6_08_64_20G_alibase_20171110");
        assert_eq!(centos.name.as_ref(), Some(&centos.id));
        assert_eq!(centos.version.as_deref(), Some("6.8"));
        assert_eq!(centos.size_gib, Some(20));
        assert_eq!(centos.platform.as_deref(), Some("centos"));
        assert_eq!(centos.architecture.as_deref(), Some("x86_64"));
        assert_eq!(centos.owner, Some(Owner::System));
        assert_eq!(centos.region.as_deref(), Some("cn-wulanchabu"));
        assert_eq!(centos.disks[0].kind.as_deref(), Some("system"));
        assert_eq!(centos.disks[1].image_id.as_deref(), Some("i-test"));
        assert_eq!(centos.disks[1].size_gib, Some(100));

        assert_eq!(custom.description.as_deref(), Some("边缘镜像 β～1"));
        assert_eq!((&custom.region, &custom.architecture), (&None, &None));
        assert_eq!((custom.owner, custom.version.as_ref()), (None, None));

        assert_eq!(ubuntu.architecture.as_deref(), Some("arm64"));
        assert!(ubuntu.disks.is_empty() && ubuntu.description.is_none());
    }

    #[test]
    fn no_images_in_every_form() {
        for body in [
            r#"{"Code":0,"RequestId":"R","Images":null}"#,
            r#"{"RequestId":"R","Images":{"Image":null}}"#,
            r#"{"RequestId":"R","Images":{"Image":[]}}"#,
        ] {
            assert!(images(body.as_bytes()).unwrap().rows.is_empty(), "{body}");
        }
        for body in [
            "",
            "[]",
            "<html>",
            r#"{"RequestId":"R","Images":[]}"#,
            "{}",
            r#"{"error":"x"}"#,
            r#"{"Code":0}"#,
            r#"{"Code":0,"RequestId":"R"}"#,
            r#"{"Images":{"Image":[]}}"#,
        ] {
            assert!(images(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn a_code_is_a_refusal_unless_it_is_zero() {
        assert_eq!(AlibabaEns.failure(&Response::new(200, ANSWER)), None);
        for body in [
            r#"{"Code":"NoPermission","Message":"no"}"#,
            r#"{"Code":400,"Message":"no"}"#,
            r#"{"Code":200,"RequestId":"R","Images":{"Image":[]}}"#,
            r#"{"Code":"0","RequestId":"R","Images":{"Image":[]}}"#,
        ] {
            assert!(
                AlibabaEns
                    .failure(&Response::new(200, body.as_bytes()))
                    .is_some(),
                "{body}"
            );
        }
    }

    #[test]
    fn dates_and_versions_are_read_in_ids() {
        let read = |id: &str, version: Option<&str>| {
            let AgeHints { date, version } = marks(&Image {
                id: id.into(),
                version: version.map(Into::into),
                ..Image::default()
            });
            (date.map(|date| date.to_string()), version)
        };
        let some = |text: &str| Some(text.to_owned());
        for (id, version, expected) in [
            (
                "centos_6_08_64_20G_alibase_20171110",
                Some("6.8"),
                (some("2017-11-10"), some("6.8")),
            ),
            (
                "centos_6_08_64_20G_alibase_20171110",
                None,
                (some("2017-11-10"), some("6.08")),
            ),
            (
                "ubuntu_22_04_arm64_20G_alibase",
                None,
                (None, some("22.04")),
            ),
            ("debian_12_20240230", None, (None, some("12.20240230"))),
            ("win2022_20240115_x64", None, (some("2024-01-15"), None)),
            ("m-5cloudqens0000000001", None, (None, None)),
            ("", None, (None, None)),
        ] {
            assert_eq!(read(id, version), expected, "{id}");
        }
    }
}
