//! What several clouds have in common.

pub(super) mod element;
pub(super) mod failure_codes;
pub(super) mod lenient;
pub(super) mod rpc;
