//! Asks clouds which machine images exist, and which one is the newest.

pub mod clock;
pub mod error;
pub mod nearest;
pub mod request;
pub mod secret;

pub mod machine;
pub mod model;
pub mod words;

pub mod sign;

pub mod http;

pub mod provider;

pub mod credentials;
pub mod query;

pub mod config;
pub mod output;

pub mod cli;

#[cfg(feature = "sandbox")]
pub mod sandbox;
