//! The products of both vendors, and how to tell which one a request is for.

use super::{regions, request::Request};

/// A product: one version of one vendor's API.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Product {
    /// Alibaba Cloud Elastic Compute Service.
    Ecs,
    /// Alibaba Cloud Edge Node Service.
    Ens,
    /// Tencent Cloud Edge Computing Machine.
    Ecm,
}

impl Product {
    /// Recognises the product without trusting anything: what is not plainly another one is ECS.
    ///
    /// One address serves all products, so the vendor shows in the signature scheme and Alibaba's
    /// product in the version. Host names would tell too, but on loopback there are none.
    pub(super) fn of(request: &Request) -> Product {
        let header = request.header("authorization").unwrap_or_default();
        let tencent = header.starts_with("TC3-")
            || request.params.sent("SecretId").is_some()
            || request.header("x-tc-action").is_some();
        if tencent {
            return Product::Ecm;
        }
        let version = if header.starts_with("ACS3-") {
            request.header_text("x-acs-version")
        } else {
            request.params.text("Version").map(str::to_owned)
        };
        match version.as_deref() {
            Some(version) if version == Product::Ens.version() => Product::Ens,
            _ => Product::Ecs,
        }
    }

    /// Does it speak the API of Tencent Cloud, and not that of Alibaba Cloud?
    pub(super) fn is_tencent(self) -> bool {
        self == Product::Ecm
    }

    /// The same id as each vendor spells it: Alibaba's in capital letters, Tencent's in small ones.
    pub(super) fn spell_request_id(self, id: String) -> String {
        if self.is_tencent() {
            return id.to_lowercase();
        }
        id
    }

    /// As spelled in help links.
    pub(super) fn name(self) -> &'static str {
        match self {
            Product::Ecs => "Ecs",
            Product::Ens => "Ens",
            Product::Ecm => "Ecm",
        }
    }

    /// The only version offered.
    pub(super) fn version(self) -> &'static str {
        match self {
            Product::Ecs => "2014-05-26",
            Product::Ens => "2017-11-10",
            Product::Ecm => "2019-07-19",
        }
    }

    /// The host that the vendor would name as the one that answered.
    pub(super) fn host(self, region: Option<&str>) -> String {
        match (self, region.and_then(regions::index)) {
            (Product::Ecs, Some(region)) => format!("ecs.{}.aliyuncs.com", super::REGIONS[region]),
            (Product::Ecs, None) => "ecs.aliyuncs.com".to_owned(),
            // ENS knows no regions: one host serves all.
            (Product::Ens, _) => "ens.aliyuncs.com".to_owned(),
            (Product::Ecm, _) => "ecm.tencentcloudapi.com".to_owned(),
        }
    }
}
