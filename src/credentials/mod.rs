//! Where access keys come from: sources as configuration and vendors' files name
//! them, and the keys that come of them.
//!
//! Two steps. [`Finder`] reads what the machine offers, which is files and
//! variables, and finds out how a key is to be had: a [`Found`] with its
//! [`Recipe`]. [`keys`] makes of that something that gives keys, and fetches,
//! shares and renews those that end. Nothing is ever written, and keys stay in memory.

mod ahead;
mod aliyun_cli;
mod answer;
mod assume_role;
mod cached;
mod chain;
mod cloud_sso;
mod credentials_uri;
mod entry;
mod environment;
mod finder;
mod identity;
mod ini;
mod instance_role;
mod keys;
mod oidc;
mod plain;
mod process;
mod recipe;
mod role;
mod source;
mod static_key;
mod sts;
mod tccli;
mod vendor;

pub use ahead::{fetched_by, placeholder};
pub use cloud_sso::SignIn;
pub use credentials_uri::Uri;
pub use environment::{pair, variable_in_use, variables_in_use};
pub use finder::{Finder, Lookup, Written, follow};
pub use identity::{Caller, identity, preview_of_identity};
pub use keys::{Reach, keys};
pub use process::Helper;
pub use recipe::{Found, Recipe, Step};
pub use role::{Oidc, Role};
pub use source::{Base, Source, place};
pub use static_key::{SecretSource, StaticKey, check_part};
pub use sts::Identity;
pub(crate) use vendor::Vendor;

#[cfg(test)]
mod tests;
