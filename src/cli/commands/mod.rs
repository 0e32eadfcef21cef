//! The commands of the program: a file for each, or a folder for each group.

pub(crate) mod auth;
pub(crate) mod config;
pub(crate) mod images;
pub(crate) mod man;
pub(crate) mod profiles;
pub(crate) mod providers;
pub(crate) mod regions;
#[cfg(feature = "sandbox")]
pub(crate) mod sandbox;
pub(crate) mod schema;
