//! Tencent Cloud: Edge Computing Machine and Security Token Service.
//!
//! `cloud` has what all products of the vendor's API 3.0 share, and uses `envelope` and `signature` (who
//! is asking), `arguments` (what for), `rate` (how often), `answer` (how it is said) and `products`. The
//! operations are in `ecm` and `sts`; `metadata` gives out keys beside any API. The images come from
//! `ecm_images`.

pub(crate) mod answer;
pub(crate) mod arguments;
pub(crate) mod cloud;
pub(crate) mod ecm;
pub(crate) mod ecm_image;
pub(crate) mod ecm_images;
pub(crate) mod envelope;
pub(crate) mod key_form;
pub(crate) mod known;
pub(crate) mod metadata;
pub(crate) mod products;
pub(crate) mod rate;
pub(crate) mod signature;
pub(crate) mod sts;
pub(crate) mod world;

pub(crate) use cloud::Tencent;
pub use known::{
    TENCENT_ACCOUNT_ID, TENCENT_GUARDED_ROLE_ARN, TENCENT_OIDC_PROVIDER_ID, TENCENT_ROLE_ARN,
};
