//! The products of both vendors, and how to tell which one a request is for.

use super::{keys::Vendor, regions, request::Request, tencent};

/// A product: one version of one vendor's API.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Product {
    /// Alibaba Cloud Elastic Compute Service.
    Ecs,
    /// Alibaba Cloud Edge Node Service.
    Ens,
    /// Alibaba Cloud Security Token Service.
    Sts,
    /// Tencent Cloud Edge Computing Machine.
    Ecm,
    /// Tencent Cloud Security Token Service.
    TencentSts,
}

impl Product {
    /// Recognises the product without trusting anything: what is not plainly another one is ECS,
    /// or ECM of the other vendor.
    ///
    /// One address serves all products, so the vendor shows in the signature scheme and Alibaba's
    /// product in the version. Host names would tell too, but on loopback there are none.
    pub(super) fn of(request: &Request) -> Product {
        let header = request.header("authorization").unwrap_or_default();
        let tencent = header.starts_with("TC3-")
            || request.params.sent("SecretId").is_some()
            || request.header("x-tc-action").is_some();
        if tencent {
            return match tencent::version(request).as_deref() {
                Some(version) if version == Product::TencentSts.version() => Product::TencentSts,
                _ => Product::Ecm,
            };
        }
        let version = named(request, "x-acs-version", "Version").unwrap_or_default();
        [Product::Ens, Product::Sts]
            .into_iter()
            .find(|product| product.version() == version)
            .unwrap_or(Product::Ecs)
    }

    /// Does it speak the API of Tencent Cloud, and not that of Alibaba Cloud?
    pub(super) fn is_tencent(self) -> bool {
        self.vendor() == Vendor::Tencent
    }

    /// Whose product it is.
    pub(super) fn vendor(self) -> Vendor {
        match self {
            Product::Ecs | Product::Ens | Product::Sts => Vendor::Alibaba,
            Product::Ecm | Product::TencentSts => Vendor::Tencent,
        }
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
            Product::Sts | Product::TencentSts => "Sts",
        }
    }

    /// The only version offered.
    pub(super) fn version(self) -> &'static str {
        match self {
            Product::Ecs => "2014-05-26",
            Product::Ens => "2017-11-10",
            Product::Sts => "2015-04-01",
            Product::Ecm => "2019-07-19",
            Product::TencentSts => "2018-08-13",
        }
    }

    /// The host that the vendor would name as the one that answered.
    pub(super) fn host(self, region: Option<&str>) -> String {
        match (self, region.and_then(regions::index)) {
            (Product::Ecs, Some(region)) => format!("ecs.{}.aliyuncs.com", super::REGIONS[region]),
            (Product::Ecs, None) => "ecs.aliyuncs.com".to_owned(),
            // ENS knows no regions: one host serves all.
            (Product::Ens, _) => "ens.aliyuncs.com".to_owned(),
            (Product::Sts, _) => "sts.aliyuncs.com".to_owned(),
            (Product::Ecm, _) => "ecm.tencentcloudapi.com".to_owned(),
            (Product::TencentSts, _) => "sts.tencentcloudapi.com".to_owned(),
        }
    }
}

/// What a request to Alibaba Cloud says of itself: ACS3 in a header, version 1 in a parameter, and
/// those that need no signature in either.
pub(super) fn named(request: &Request, header: &str, parameter: &str) -> Option<String> {
    let acs3 = request
        .header("authorization")
        .is_some_and(|header| header.starts_with("ACS3-"));
    match request.params.text(parameter) {
        Some(value) if !acs3 => Some(value.to_owned()),
        _ => request.header_text(header),
    }
}
