//! `cloudq images`: the arguments that its commands share, such as filters and columns.

pub(crate) mod columns;
pub(crate) mod condition;
pub(crate) mod contradiction;
pub(crate) mod doubts;
pub(crate) mod explain;
pub(crate) mod families;
pub(crate) mod filters;
pub(crate) mod get;
pub(crate) mod latest;
pub(crate) mod list;
pub(crate) mod unseen;
pub(crate) mod values;
