//! Tencent Cloud Edge Computing Machine, API 2019-07-19: `DescribeImage`.
//! <https://www.tencentcloud.com/document/product/1119/45724>, read 2026-11.
//!
//! Quirks:
//! - One list is of all regions: the page says that a region is not needed.
//! - Refusals come inside status 200, and a list without images is null.
//! - The answer does not tell its page size: pages are cut by offset and limit.
//! - The order of the rows is not documented, nor is what "fuzzy" means for
//!   `image-name` and `image-os`, case included. Only a whole name is sent, which
//!   every meaning finds, and the rows are checked again here; `image-os` is left
//!   to `--param`.
//! - How many values a filter takes is not documented; sister calls take five, so
//!   more ids than that are more queries.
//! - `ImageCreateTime` has no zone. It is read as UTC+8, since members of ECM that
//!   are in UTC are written with a `Z`; for public images it may be empty.
//! - `OsType` is `linux` in some answers and `CentOS` in others.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clouds::shared::element::{Element, Kept, Wire, check_answer, missing, parse, rows};
use crate::clouds::shared::lenient;
use crate::clouds::shared::lenient::Member;
use crate::clouds::shared::rpc::RpcCall;
use crate::clouds::tencent::{Tencent, api};
use crate::error::{ApiFailure, DecodeError};
use crate::http::{ApiConventions, RequestId, Response};
use crate::model::{Filter, FilterKind, Image, Owner, OwnerFilter, Status};
use crate::provider::{
    Encoded, Facts, Listing, Page, PageRef, Place, Provider, Recency, Rest, Support,
};
use crate::request::{Endpoint, Params, Request};
use crate::sign::Authorize;

static FACTS: Facts = Facts {
    id: "tencent-ecm",
    alias: "ecm",
    title: "Tencent Cloud ECM",
    cloud: &Tencent,
    options: &[],
    service: "ecm",
    signatures: api::SIGNATURES,
    page_size: Some(100),
    table: &["name", "os_name", "architecture", "age", "id"],
    regional: false,
    any_region: "",
    known_regions: &[],
    own_families: None,
    recency: Recency::Created,
    conventions: &ApiConventions {
        list_index_base: api::LIST_INDEX_BASE,
        request_id: RequestId::Member("RequestId"),
        retry_after_ms: None,
        open_headers: api::OPEN_HEADERS,
        hidden_fields: api::HIDDEN_FIELDS,
        secret_answers: false,
        calls_per_second: Some(20),
    },
};

/// The most filters that one call takes.
const MOST_FILTERS: usize = 10;

/// The most values that a filter of the sister calls takes.
const MOST_VALUES: usize = 5;

/// Tencent Cloud ECM.
#[derive(Debug, Clone, Copy)]
pub(in crate::clouds) struct TencentEcm;

impl Provider for TencentEcm {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorizer(&self, name: &str) -> Option<&'static dyn Authorize> {
        api::authorizer(name)
    }

    fn endpoint(&self, _region: &str) -> Endpoint {
        // The international site has its own: `ecm.intl.tencentcloudapi.com`.
        Endpoint::https("ecm.tencentcloudapi.com")
    }

    fn support(&self, kind: FilterKind) -> Support {
        match kind {
            FilterKind::Id => Support::Inexact(id),
            FilterKind::Name => Support::Inexact(name),
            FilterKind::Owner => Support::Exact(owner),
            FilterKind::InstanceType => Support::Exact(instance_type),
            FilterKind::Params => Support::Exact(params),
            FilterKind::NameRegex
            | FilterKind::Status
            | FilterKind::Arch
            | FilterKind::OsType
            | FilterKind::Platform
            | FilterKind::CloudInit
            | FilterKind::CreatedAfter
            | FilterKind::CreatedBefore
            | FilterKind::Where => Support::Client,
            FilterKind::Family => {
                Support::Unsupported("its images have no family: use --name or --name-regex")
            }
            FilterKind::Tags => Support::Unsupported("its images have no tags"),
            FilterKind::Usage => {
                Support::Unsupported("it does not tell whether machines were made from an image")
            }
            FilterKind::Snapshot => {
                Support::Unsupported("it does not tell which snapshot an image is made from")
            }
            FilterKind::ResourceGroup => Support::Unsupported("it has no resource groups"),
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

    fn refuses(&self, query: &Params) -> Option<String> {
        let filters = query.as_object().get("Filters")?.as_array()?;
        (filters.len() > MOST_FILTERS).then(|| {
            format!(
                "{} filters are too many: {} takes at most {MOST_FILTERS}",
                filters.len(),
                FACTS.title
            )
        })
    }

    fn images(&self, place: &Place, pushed: &Params) -> Box<dyn Listing<Image>> {
        Box::new(Images {
            place: place.clone(),
            params: pushed.clone(),
        })
    }

    fn failure(&self, response: &Response) -> Option<ApiFailure> {
        api::failure(response)
    }
}

// Filters.

fn id(filter: &Filter) -> Encoded {
    let Filter::Id(ids) = filter else {
        return Encoded::Kept;
    };
    // Another text is refused rather than not found. If none is left, nothing is asked.
    let ids: Vec<String> = ids
        .iter()
        .filter(|id| id.starts_with("img-"))
        .cloned()
        .collect();
    let queries = ids.chunks(MOST_VALUES);
    Encoded::Queries(queries.map(|ids| query("image-id", ids)).collect())
}

fn name(filter: &Filter) -> Encoded {
    let Filter::Name(glob) = filter else {
        return Encoded::Kept;
    };
    match glob.literal() {
        Some(name) if !name.is_empty() => Encoded::query(query("image-name", &[name.to_owned()])),
        _ => Encoded::Kept,
    }
}

fn owner(filter: &Filter) -> Encoded {
    let Filter::Owner(owners) = filter else {
        return Encoded::Kept;
    };
    let of = |word: &str| query("image-type", &[word.to_owned()]);
    match &owners[..] {
        owners if owners.contains(&OwnerFilter::Any) => Encoded::query(Params::default()),
        [OwnerFilter::Is(Owner::Own)] => Encoded::query(of("PRIVATE_IMAGE")),
        [OwnerFilter::Is(Owner::System)] => Encoded::query(of("PUBLIC_IMAGE")),
        owners => {
            let strange = owners.iter().find_map(|owner| match owner {
                OwnerFilter::Is(
                    owner @ (Owner::Shared | Owner::Community | Owner::Marketplace),
                ) => Some(owner),
                _ => None,
            });
            match strange {
                Some(owner) => Encoded::Refused(format!(
                    "{} has images of self and system only, not of {}",
                    FACTS.title,
                    owner.as_str()
                )),
                None => Encoded::Kept,
            }
        }
    }
}

fn instance_type(filter: &Filter) -> Encoded {
    let Filter::InstanceType(instance_type) = filter else {
        return Encoded::Kept;
    };
    Encoded::Queries(vec![query(
        "instance-type",
        std::slice::from_ref(instance_type),
    )])
}

fn params(filter: &Filter) -> Encoded {
    let encoded = api::params(filter, &["Offset", "Limit"]);
    let Encoded::Queries(queries) = &encoded else {
        return encoded;
    };
    let filters = queries
        .iter()
        .find_map(|query| query.as_object().get("Filters"));
    match filters {
        None | Some(Value::Array(_)) => encoded,
        Some(_) => Encoded::Refused(
            r#"`Filters` is a list in JSON: Filters=[{"Name":"image-os","Values":["CentOS"]}]"#
                .to_owned(),
        ),
    }
}

fn query(name: &str, values: &[String]) -> Params {
    let mut params = Params::default();
    params.push("Filters", json!({"Name": name, "Values": values}));
    params
}

// The listing.

struct Images {
    place: Place,
    params: Params,
}

impl Listing<Image> for Images {
    fn request(&self, page: &PageRef) -> Request {
        let mut params = self.params.clone();
        let before = u64::from(page.number.saturating_sub(1)) * u64::from(page.size);
        params.set("Offset", before).set("Limit", page.size);
        let call = RpcCall {
            service: FACTS.service,
            action: "DescribeImage",
            version: "2019-07-19",
            region: None,
            params,
        };
        api::request(&self.place.endpoint, self.place.signature, &call)
    }

    fn read(&self, body: &[u8]) -> Result<Page<Image>, DecodeError> {
        if self.place.raw {
            self.page(parse::<DescribeImage<Kept<WireImage>>>(body)?)
        } else {
            self.page(parse::<DescribeImage<WireImage>>(body)?)
        }
    }
}

impl Images {
    fn page<E: Element>(&self, answer: DescribeImage<E>) -> Result<Page<Image>, DecodeError> {
        let (list, rest) = answer.into_list()?;
        Ok(Page {
            rows: rows(list, &self.place),
            rest,
        })
    }
}

// Answers in the API's own names.

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DescribeImage<E> {
    response: Option<Listed<E>>,
}

impl<E> DescribeImage<E> {
    /// The rows, and how many there are on all pages.
    fn into_list(self) -> Result<(Vec<E>, Rest), DecodeError> {
        match self.response {
            Some(response) => response.into_list(),
            None => Err(missing("Response")),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Listed<E> {
    #[serde(default, deserialize_with = "lenient::text")]
    request_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::int")]
    total_count: Option<i64>,
    #[serde(default = "Member::default")]
    image_set: Member<Vec<E>>,
}

impl<E> Listed<E> {
    fn into_list(self) -> Result<(Vec<E>, Rest), DecodeError> {
        let list = self.image_set.value.unwrap_or_default();
        if list.is_empty() {
            let has_list = self.image_set.is_there || self.total_count.is_some();
            check_answer(self.request_id.as_deref(), has_list, "ImageSet")?;
        }
        let rest = self.total_count.map_or(Rest::Unknown, |rows| Rest::Total {
            rows: u64::try_from(rows).unwrap_or(0),
            page_size: 0,
        });
        Ok((list, rest))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, expecting = "an object")]
struct WireImage {
    #[serde(deserialize_with = "lenient::text")]
    image_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_state: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_os_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_description: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    image_create_time: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    architecture: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    os_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    platform: Option<String>,
    /// An integer, 0 for nobody.
    #[serde(deserialize_with = "lenient::text")]
    image_owner: Option<String>,
    #[serde(deserialize_with = "lenient::int")]
    image_size: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    image_source: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    is_support_cloud_init: Option<bool>,
}

impl Wire for WireImage {
    fn into_image(self, place: &Place) -> Image {
        // Only NORMAL is seen in this API's samples; the others are those of the
        // vendor's CVM, whose images have the same states.
        let status = self.image_state.as_deref().and_then(|state| match state {
            "NORMAL" => Some(Status::Available),
            "CREATING" | "SYNCING" | "IMPORTING" => Some(Status::Pending),
            "CREATEFAILED" | "IMPORTFAILED" => Some(Status::Failed),
            _ => None,
        });
        let owner = self.image_type.as_deref().and_then(|kind| match kind {
            "PRIVATE_IMAGE" => Some(Owner::Own),
            "PUBLIC_IMAGE" => Some(Owner::System),
            _ => None,
        });
        Image {
            provider: FACTS.id,
            profile: place.profile.clone(),
            id: self.image_id.unwrap_or_default(),
            name: self.image_name,
            description: self.image_description,
            os_type: self.os_type.as_deref().and_then(api::os_type),
            os_name: self.image_os_name,
            platform: self.platform,
            architecture: self.architecture,
            // 0 while the image is being made.
            size_gib: self.image_size.filter(|size| *size > 0),
            owner,
            owner_id: self.image_owner.filter(|id| id != "0"),
            status,
            status_raw: self.image_state,
            created: self.image_create_time.as_deref().and_then(api::read_time),
            created_raw: self.image_create_time,
            cloud_init: self.is_support_cloud_init,
            source: self.image_source,
            ..Image::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::provider::Options;

    fn images(body: &[u8]) -> Result<Page<Image>, DecodeError> {
        let place = Place {
            profile: None,
            region: None,
            options: Options::default(),
            now: Timestamp::UNIX_EPOCH,
            endpoint: TencentEcm.endpoint(""),
            signature: "tc3-hmac-sha256",
            raw: false,
        };
        TencentEcm.images(&place, &Params::default()).read(body)
    }

    #[test]
    fn a_page_of_every_kind_of_image() {
        let body = include_bytes!("../../../tests/data/tencent/responses/ecm_describe_image.json");
        let page = images(body).unwrap();
        assert_eq!(
            page.rest,
            Rest::Total {
                rows: 5,
                page_size: 0
            }
        );
        let [web, public, imported, windows, old] = &page.rows[..] else {
            panic!("{} rows", page.rows.len())
        };
        assert_eq!(web.created, "2024-09-02T01:15:07Z".parse().ok());
        assert_eq!(web.created_raw.as_deref(), Some("2024-09-02 09:15:07"));
        assert_eq!(
            (web.owner, web.status),
            (Some(Owner::Own), Some(Status::Available))
        );
        assert_eq!(web.owner_id.as_deref(), Some("100001234567"));
        assert_eq!(web.source.as_deref(), Some("CREATE_IMAGE"));
        assert_eq!((web.cloud_init, web.region.as_ref()), (Some(true), None));

        assert_eq!(
            (public.owner, &public.owner_id),
            (Some(Owner::System), &None)
        );
        assert_eq!((public.created, &public.created_raw), (None, &None));

        assert_eq!(imported.name.as_deref(), Some("导入 镜像 🚀 \"beta\" \\ 1"));
        assert_eq!(imported.architecture.as_deref(), Some("i386"));

        assert_eq!(windows.owner_id.as_deref(), Some("9007199254740993"));
        assert_eq!(windows.status, Some(Status::Pending));
        assert_eq!(windows.os_type.as_deref(), Some("windows"));
        assert_eq!((windows.cloud_init, &windows.description), (None, &None));

        assert_eq!(old.os_type.as_deref(), Some("linux"), "of CentOS");
        assert_eq!((&old.platform, old.cloud_init), (&None, None));
    }

    #[test]
    fn no_images_in_every_form() {
        for body in [
            r#"{"Response":{"TotalCount":0,"ImageSet":null,"RequestId":"R"}}"#,
            r#"{"Response":{"TotalCount":5,"ImageSet":[],"RequestId":"R"}}"#,
            r#"{"Response":{"TotalCount":0,"RequestId":"R"}}"#,
            r#"{"Response":{"ImageSet":null,"RequestId":"R"}}"#,
        ] {
            assert!(images(body.as_bytes()).unwrap().rows.is_empty(), "{body}");
        }
        for body in [
            "",
            "{}",
            "[]",
            r#"{"Response":{"ImageSet":{},"RequestId":"R"}}"#,
            r#"{"Response":{}}"#,
            r#"{"Response":null}"#,
            r#"{"error":"x"}"#,
            r#"{"Response":{"RequestId":"R"}}"#,
            r#"{"Response":{"TotalCount":0,"ImageSet":[]}}"#,
        ] {
            assert!(images(body.as_bytes()).is_err(), "{body}");
        }
    }
}
