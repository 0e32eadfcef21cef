//! Configuration: the file, the environment, profiles, and who signs.
//!
//! A setting comes from the first of these that has it: flag, `CLOUDQ_*`
//! variable, profile, `[defaults]`, the vendor's environment (region only),
//! built in. Every value keeps its origin. Environment and paths are passed in.
//!
//! ```no_run
//! use cloudq::config::{Config, Env, Flags};
//!
//! let config = Config::load(&Flags::default(), Env::from_process())?;
//! for account in config.accounts()? {
//!     println!("{:?} asks {}", account.profile, account.provider.facts().id);
//! }
//! # Ok::<(), cloudq::error::Error>(())
//! ```

mod configuration;
mod credentials;
mod document;
mod file;
mod listing;
mod location;
mod names;
mod network;
mod options;
mod profile;
mod resolve;
mod settings;
mod sources;

pub mod duration;
pub mod init;
pub mod keys;
pub mod list;
pub mod regions;
pub mod schema;

pub use crate::machine::Env;
pub use crate::words;
pub use configuration::{Checked, Config};
pub use file::File;
pub use listing::ProfileRow;
pub use location::{Location, locate};
pub use names::{ALL, SANDBOX, check_build};
pub use options::SetOption;
pub use profile::Profile;
pub use regions::RegionChoice;
pub use resolve::{Account, BuiltIn, Shown};
pub use settings::{Flags, Settings, Sourced};

#[cfg(test)]
mod tests;
