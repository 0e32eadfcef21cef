//! What several clouds have in common.

pub(super) mod account_codes;
pub(super) mod element;
pub(super) mod foreign;
pub(super) mod lenient;
pub(super) mod rpc;
