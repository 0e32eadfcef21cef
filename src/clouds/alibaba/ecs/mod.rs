//! Alibaba Cloud Elastic Compute Service, API 2014-05-26: `DescribeImages`,
//! `DescribeImageFromFamily`, `DescribeRegions`.
//! <https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeimages>,
//! read 2026-11.
//!
//! Quirks:
//! - Without `Status` only available images are listed.
//! - Without `ImageOwnerAlias` marketplace images are left out, so `--owner any`
//!   is two queries.
//! - `ImageName` is documented as fuzzy in new pages and reads like exact in old
//!   ones: rows are checked again here.
//! - Creation-time bounds are whole minutes, and whether they are inclusive is
//!   not documented: the query is widened and the rows are checked again here.
//! - `IsSupportCloudinit` and `IsSupportIoOptimized` are missing in some rows, and
//!   what the filters make of those is not documented: rows are checked again here.
//! - An image with `Status` `Available` and `Usable` `false` is not usable yet: it is pending
//!   here, so that rows are checked again. `DescribeImageFromFamily` does not show `Usable`.
//! - The order of the rows is not documented.

mod facts;
mod filters;
#[cfg(test)]
mod tests;
mod wire;

use self::facts::FACTS;
use crate::clouds::alibaba::api;
use crate::clouds::shared::element::{Element, Kept, parse, rows};
use crate::clouds::shared::rpc::RpcCall;
use crate::error::{ApiFailure, DecodeError};
use crate::http::Response;
use crate::model::{FilterKind, Image, Region};
use crate::provider::{Facts, Listing, Page, PageRef, Place, Provider, Rest, Support};
use crate::request::{Endpoint, Params, REGION, Request};
use crate::sign::Authorize;

const VERSION: &str = "2014-05-26";

/// Alibaba Cloud ECS.
#[derive(Debug, Clone, Copy)]
pub(in crate::clouds) struct AlibabaEcs;

impl Provider for AlibabaEcs {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn authorizer(&self, name: &str) -> Option<&'static dyn Authorize> {
        api::authorizer(name)
    }

    fn endpoint(&self, region: &str) -> Endpoint {
        // Regions that have no host of their own, by the vendor's SDKs (2026-10).
        // Those tables name more; for them the vendor's page lists a host.
        Endpoint::https(match region {
            "cn-shanghai-finance-1" | "cn-shenzhen-finance-1" => {
                "ecs-cn-hangzhou.aliyuncs.com".to_owned()
            }
            "" | "cn-north-2-gov-1" | "cn-hangzhou-finance" => "ecs.aliyuncs.com".to_owned(),
            region => format!("ecs.{region}.aliyuncs.com"),
        })
    }

    fn inner_endpoint(&self) -> Option<Endpoint> {
        Some(Endpoint::https(format!("ecs-vpc.{REGION}.aliyuncs.com")))
    }

    fn support(&self, kind: FilterKind) -> Support {
        match kind {
            FilterKind::Family => Support::Exact(filters::family),
            FilterKind::Id => Support::Exact(filters::id),
            FilterKind::Name => Support::Inexact(filters::name),
            FilterKind::Owner => Support::Exact(filters::owner),
            FilterKind::Status => Support::Inexact(filters::status),
            FilterKind::Arch => Support::Exact(filters::arch),
            FilterKind::OsType => Support::Exact(filters::os_type),
            FilterKind::Tags => Support::Inexact(filters::tags),
            FilterKind::InstanceType => Support::Exact(filters::instance_type),
            FilterKind::Usage => Support::Exact(filters::usage),
            FilterKind::Snapshot => Support::Exact(filters::snapshot),
            FilterKind::ResourceGroup => Support::Exact(filters::resource_group),
            FilterKind::CloudInit => Support::Inexact(filters::cloud_init),
            FilterKind::IoOptimized => Support::Inexact(filters::io_optimized),
            FilterKind::Action => Support::Exact(filters::action),
            FilterKind::CreatedAfter | FilterKind::CreatedBefore => {
                Support::Inexact(filters::created)
            }
            FilterKind::NameRegex
            | FilterKind::Platform
            | FilterKind::BootMode
            | FilterKind::Where => Support::Client,
            FilterKind::ShowExpired => Support::Exact(filters::show_expired),
            FilterKind::CheckPermission => Support::Exact(filters::check_permission),
            FilterKind::Params => Support::Exact(filters::params),
        }
    }

    fn images(&self, place: &Place, pushed: &Params) -> Box<dyn Listing<Image>> {
        Box::new(Images {
            place: place.clone(),
            params: pushed.clone(),
        })
    }

    fn newest_of_family(&self, place: &Place, family: &str) -> Option<Box<dyn Listing<Image>>> {
        // Documented for the account's own images; public families are `acs:…`.
        if family.starts_with("acs:") {
            return None;
        }
        Some(Box::new(NewestOfFamily {
            place: place.clone(),
            family: family.to_owned(),
        }))
    }

    fn regions(&self, place: &Place) -> Option<Box<dyn Listing<Region>>> {
        Some(Box::new(Regions {
            place: place.clone(),
        }))
    }

    fn failure(&self, response: &Response) -> Option<ApiFailure> {
        api::failure(response, api::is_success)
    }
}

// Listings.

fn request(place: &Place, action: &'static str, params: Params) -> Request {
    let call = RpcCall {
        service: FACTS.service,
        action,
        version: VERSION,
        // It is a parameter of the operations that have one.
        region: None,
        params,
    };
    api::request(&place.endpoint, place.signature, &call)
}

struct Images {
    place: Place,
    params: Params,
}

impl Listing<Image> for Images {
    fn request(&self, page: &PageRef) -> Request {
        let mut params = self.params.clone();
        params.set("RegionId", self.place.region());
        params
            .set("PageNumber", page.number)
            .set("PageSize", page.size);
        request(&self.place, "DescribeImages", params)
    }

    fn read(&self, body: &[u8]) -> Result<Page<Image>, DecodeError> {
        if self.place.raw {
            self.page(parse::<wire::DescribeImages<Kept<wire::WireImage>>>(body)?)
        } else {
            self.page(parse::<wire::DescribeImages<wire::WireImage>>(body)?)
        }
    }
}

impl Images {
    fn page<E: Element>(
        &self,
        answer: wire::DescribeImages<E>,
    ) -> Result<Page<Image>, DecodeError> {
        let (list, rest) = answer.into_list()?;
        Ok(Page {
            rows: rows(list, &self.place),
            rest,
        })
    }
}

struct NewestOfFamily {
    place: Place,
    family: String,
}

impl Listing<Image> for NewestOfFamily {
    fn request(&self, _page: &PageRef) -> Request {
        let mut params = Params::default();
        params
            .set("RegionId", self.place.region())
            .set("ImageFamily", self.family.as_str());
        request(&self.place, "DescribeImageFromFamily", params)
    }

    fn read(&self, body: &[u8]) -> Result<Page<Image>, DecodeError> {
        let image = if self.place.raw {
            let image: Option<Kept<wire::WireImage>> = wire::DescribeImageFromFamily::read(body)?;
            image.map(|image| image.into_row(&self.place))
        } else {
            let image: Option<wire::WireImage> = wire::DescribeImageFromFamily::read(body)?;
            image.map(|image| image.into_row(&self.place))
        };
        Ok(Page {
            // Absent, null, `{}` and an empty id all mean that there is none.
            rows: image
                .filter(|image| !image.id.is_empty())
                .into_iter()
                .collect(),
            rest: Rest::Complete,
        })
    }
}

struct Regions {
    place: Place,
}

impl Listing<Region> for Regions {
    fn request(&self, _page: &PageRef) -> Request {
        let mut params = Params::default();
        params.set("AcceptLanguage", "en-US");
        request(&self.place, "DescribeRegions", params)
    }

    fn read(&self, body: &[u8]) -> Result<Page<Region>, DecodeError> {
        let answer: wire::DescribeRegions = parse(body)?;
        let rows = answer
            .into_list()?
            .into_iter()
            .map(|region| region.into_region(&self.place));
        let rows = rows.collect::<Result<_, _>>()?;
        Ok(Page {
            rows,
            rest: Rest::Complete,
        })
    }
}
