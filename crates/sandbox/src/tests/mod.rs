//! Tests over real sockets, with a small client and signer of their own.

mod broken;
mod client;
mod control;
mod data;
mod ecm;
mod ecm_data;
mod ens;
mod faults;
mod filters;
mod key_pages;
mod own_data;
mod paging;
mod samples;
mod shifts;
mod sts;
mod tencent;
mod tencent_sts;
mod tencent_vectors;
mod vectors;
mod wire;
