//! The profiles there are, to be shown: never a secret.

use super::Config;
use super::names::{SANDBOX, default_provider};
use super::profile::Profile;
use super::regions::RegionChoice;
use crate::credentials::{place, variable_in_use};
use crate::error::{ConfigError, Origin};
use crate::words::mask;

/// A profile as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRow {
    /// Its name.
    pub name: String,
    /// Whether it is used when no flag names one.
    pub default: bool,
    /// Its provider's id.
    pub provider: &'static str,
    /// The regions it asks, if it names any.
    pub regions: Option<RegionChoice>,
    /// Where its key comes from, for people.
    pub credentials: String,
    /// Its key's id, masked, if the file has it.
    pub key_id: Option<String>,
    /// Where it is defined.
    pub origin: Origin,
}

impl Config {
    /// The profiles of the file in order of name, then the built-in one; of these those
    /// that a flag names, where one does.
    ///
    /// # Errors
    /// When a flag names a profile that does not exist.
    pub fn profiles(&self) -> Result<Vec<ProfileRow>, ConfigError> {
        let file = self.file();
        let mut rows: Vec<ProfileRow> = file
            .profiles
            .iter()
            .map(|(name, profile)| {
                let (credentials, key_id) = self.key_of(profile);
                ProfileRow {
                    name: name.clone(),
                    default: self.is_default(name),
                    provider: profile.provider().facts().id,
                    regions: profile
                        .regions
                        .as_ref()
                        .map(|regions| regions.value.clone()),
                    credentials,
                    key_id,
                    origin: profile.origin.clone(),
                }
            })
            .collect();
        if cfg!(feature = "sandbox") {
            rows.push(ProfileRow {
                name: SANDBOX.to_owned(),
                default: self.is_default(SANDBOX),
                provider: self
                    .sandbox
                    .as_ref()
                    .map_or(default_provider().facts().id, |b| b.provider),
                regions: self
                    .sandbox
                    .as_ref()
                    .map(|b| RegionChoice::Named(vec![b.region.clone()])),
                credentials: Origin::BuiltIn.to_string(),
                key_id: None,
                origin: Origin::BuiltIn,
            });
        }
        let Some(chosen) = self.chosen().filter(|chosen| chosen.origin.is_flag()) else {
            return Ok(rows);
        };
        let names = self.expanded(&chosen)?;
        let known = |name: &String| rows.iter().any(|row| row.name == *name);
        if let Some(unknown) = names.iter().find(|name| !known(name)) {
            return Err(self.no_profile(unknown, &chosen.origin));
        }
        rows.retain(|row| names.contains(&row.name));
        Ok(rows)
    }

    /// Where a profile's key comes from, and its masked id. Reads no file.
    fn key_of(&self, profile: &Profile) -> (String, Option<String>) {
        let Some(credentials) = &profile.credentials else {
            return ("none".to_owned(), None);
        };
        let source = &credentials.value;
        if source.written.is_environment() {
            let variables = profile.provider().facts().variables();
            let text = match variable_in_use(&self.env, variables) {
                Some(name) => format!("environment {name}"),
                None => "environment, not set".to_owned(),
            };
            return (text, None);
        }
        let id = source.written.key_id().map(mask);
        (place(source, &credentials.origin), id)
    }
}
