//! Tests over real sockets, with a small client and signer of their own.

mod client;
mod data;
mod ens;
mod faults;
mod filters;
mod paging;
mod vectors;
mod wire;
