//! Tencent Cloud.

mod api;
mod cloud;
pub(super) mod ecm;
mod sign_tc3;
mod sign_v1;

pub(crate) use api::request;
pub(super) use cloud::Tencent;
pub(crate) use sign_tc3::Tc3;
