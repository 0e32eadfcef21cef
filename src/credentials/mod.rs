//! Where access keys come from, for any cloud: the chain in which they are looked for,
//! the types of credentials that all clouds share, and the keys that come of them.
//!
//! Two steps. A [`Chain`] reads what the machine offers, which is files and variables,
//! and finds out how a key is fetched: [`Resolved`] with its [`CredentialSource`].
//! [`keys`] makes of that something that gives keys, and fetches, shares and renews those
//! that end. Nothing is ever written, and keys stay in memory.
//!
//! Clouds hand in their own ways: [`CloudCredentials`].

mod assume_role;
mod cached;
mod chain;
mod credentials_uri;
mod environment;
mod fetch_context;
mod fields;
mod fixed;
mod ini;
mod instance_role;
mod json_key;
mod key_part;
mod metadata_client;
mod oidc;
mod process;
mod resolved;
mod role;
mod static_key;
mod token_service;
mod types;
mod vendor_record;
mod written;

pub use assume_role::AssumeRole;
pub use cached::Fetch;
pub use chain::{
    Chain, CloudCredentials, CredentialType, Lookup, Source, Step, Written, WrittenSource, follow,
    place, token_service,
};
pub(crate) use chain::{LONGEST_CHAIN, endless};
pub use credentials_uri::{Uri, UriKey};
pub use environment::{KeyVariables, Variables, pair, variable_in_use, variables_in_use};
pub(crate) use environment::{
    OidcVariables, RoleVariables, access_key, first, first_path, is_true, oidc, role,
};
pub use fetch_context::{CredentialSource, FetchContext, Helper};
pub use fields::{FieldPlace, FieldProblem, FieldValue, Fields, KeyWords, Keys};
pub use fixed::Fixed;
pub(crate) use ini::SdkFile;
#[cfg(test)]
pub(crate) use instance_role::AskMetadata;
pub use instance_role::{InstanceRole, MetadataService, MetadataToken};
pub use json_key::{KeyMembers, TemporaryCredentials};
pub(crate) use json_key::{key_in, parse, seconds};
pub use key_part::check_part;
pub(crate) use metadata_client::{MetadataClient, failed, unreached};
pub use oidc::AssumeByOidc;
pub use process::Process;
pub use resolved::{ChainStep, Resolved, fetched_by, keys, placeholder};
pub use role::{Oidc, Role};
pub use static_key::{SecretSource, StaticKey};
pub(crate) use token_service::json;
pub use token_service::{Caller, Identity, TokenService, TokenServiceAt, identity};
pub(crate) use types::{FILE_KEY, PROFILE_KEY};
pub use types::{RegisteredType, Registry};
pub(crate) use vendor_record::{VendorRecord, json as json_file};
pub(crate) use written::VendorFile;

#[cfg(test)]
pub(crate) mod tests;
