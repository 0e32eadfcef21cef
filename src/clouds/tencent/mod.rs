//! Tencent Cloud.

mod api;
mod cloud;
mod credentials;
pub(super) mod ecm;
mod sign_tc3;
mod sign_v1;
mod unsigned;

#[cfg(test)]
pub(super) use api::request;
pub(super) use cloud::Tencent;
#[cfg(test)]
pub(crate) use sign_tc3::Tc3;
