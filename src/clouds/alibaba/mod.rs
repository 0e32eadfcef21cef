//! Alibaba Cloud.

mod api;
mod cloud;
pub(super) mod ecs;
pub(super) mod ens;
mod sign_acs3;
mod sign_rpc;

pub(crate) use api::request;
pub(super) use cloud::Alibaba;
pub(crate) use sign_acs3::Acs3;
#[cfg(test)]
pub(crate) use sign_rpc::RpcV1;
