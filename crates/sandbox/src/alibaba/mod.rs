//! Alibaba Cloud: Elastic Compute Service, Edge Node Service and Security Token Service.
//!
//! `cloud` has what all products share, and uses `envelope`, `verify` and `signature` (who is asking),
//! `answer` (how it is said) and `products` (for what). The operations are in `ecs` with `filter`, in
//! `ens` and in `sts`; `key_pages` and `metadata` give out keys beside any API. The images of ECS come
//! from `maker`, `images` and `bulk`, those of ENS from `ens_images`.

pub(crate) mod answer;
pub(crate) mod bulk;
pub(crate) mod cloud;
pub(crate) mod ecs;
pub(crate) mod ens;
pub(crate) mod ens_images;
pub(crate) mod envelope;
pub(crate) mod filter;
pub(crate) mod image;
pub(crate) mod images;
pub(crate) mod key_form;
pub(crate) mod key_pages;
pub(crate) mod known;
pub(crate) mod maker;
pub(crate) mod metadata;
pub(crate) mod products;
pub(crate) mod refusals;
pub(crate) mod regions;
pub(crate) mod signature;
pub(crate) mod sts;
pub(crate) mod verify;
pub(crate) mod world;

pub(crate) use cloud::Alibaba;
pub use known::{
    ACCOUNT_ID, CLOUD_SSO_ACCESS_CONFIGURATION, CLOUD_SSO_ACCESS_TOKEN, GUARDED_ROLE_ARN,
    OIDC_PROVIDER_ARN, ROLE_ARN,
};
pub use metadata::METADATA_V2_ONLY;
pub use regions::REGIONS;
