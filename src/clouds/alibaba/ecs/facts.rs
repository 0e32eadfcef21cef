//! What never changes about the service.

use crate::clouds::alibaba::{Alibaba, api};
use crate::provider::{Facts, Recency};

pub(super) static FACTS: Facts = Facts {
    id: "alibaba-ecs",
    alias: "ecs",
    title: "Alibaba Cloud ECS",
    cloud: &Alibaba,
    options: &[],
    service: "ecs",
    signatures: api::SIGNATURES,
    page_size: Some(100),
    table: &["name", "family", "owner", "architecture", "age", "id"],
    regional: true,
    any_region: "cn-hangzhou",
    known_regions: REGIONS,
    own_families: Some("acs:"),
    recency: Recency::Created,
    conventions: &api::CONVENTIONS,
};

/// The regions of the vendor's page of ECS endpoints (updated 2026-01, read 2026-11;
/// <https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-endpoint>)
/// and of the endpoint tables in its SDKs. Those that are closed (`ap-south-1`,
/// `ap-southeast-2`) are left out.
const REGIONS: &[&str] = &[
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-3",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ap-southeast-8",
    "cn-beijing",
    "cn-beijing-finance-1",
    "cn-chengdu",
    "cn-fuzhou",
    "cn-guangzhou",
    "cn-hangzhou",
    "cn-hangzhou-finance",
    "cn-heyuan",
    "cn-hongkong",
    "cn-huhehaote",
    "cn-nanjing",
    "cn-north-2-gov-1",
    "cn-qingdao",
    "cn-shanghai",
    "cn-shanghai-finance-1",
    "cn-shenzhen",
    "cn-shenzhen-finance-1",
    "cn-wuhan-lr",
    "cn-wulanchabu",
    "cn-zhangjiakou",
    "cn-zhengzhou-jva",
    "cn-zhongwei",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "me-central-1",
    "me-east-1",
    "na-south-1",
    "us-east-1",
    "us-southeast-1",
    "us-west-1",
];
