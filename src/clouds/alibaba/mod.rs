//! Alibaba Cloud.

mod api;
mod cloud;
mod credentials;
pub(super) mod ecs;
pub(super) mod ens;
mod sign_acs3;
mod sign_rpc;
mod time;
mod unsigned;

#[cfg(test)]
pub(super) use api::request;
pub(super) use cloud::Alibaba;
#[cfg(test)]
pub(crate) use {sign_acs3::Acs3, sign_rpc::RpcV1};
