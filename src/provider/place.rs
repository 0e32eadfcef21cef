//! The place of a listing, and the options of a service's own.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::request::Endpoint;

/// The place of a listing: where, when and for whom it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The profile, to mark rows with.
    pub profile: Option<String>,
    /// The region to ask for; `None` where none matters.
    pub region: Option<String>,
    /// The service's own options that the profile sets.
    pub options: Options,
    /// The time of the command. Providers have no clock, and on some clouds
    /// "deprecated" is a date.
    pub now: Timestamp,
    /// The address to send to.
    pub endpoint: Endpoint,
    /// The name of the signature scheme, as some APIs have their parameters in another
    /// place with each.
    pub signature: &'static str,
    /// Whether rows keep the service's own object.
    pub raw: bool,
}

impl Place {
    /// The region, empty where none matters.
    pub fn region(&self) -> &str {
        self.region.as_deref().unwrap_or_default()
    }
}

/// A key that profiles of one service have beside those of all profiles.
#[derive(Debug)]
pub struct ServiceOption {
    /// Its name in a profile, such as `project`. No key of all profiles has this name.
    pub name: &'static str,
    /// Its purpose, in a few words.
    pub about: &'static str,
    /// The values it takes, as a regular expression for the JSON Schema of the configuration.
    /// It takes no less than [`ServiceOption::check`].
    pub pattern: &'static str,
    /// Checks a value, which is never empty.
    ///
    /// # Errors
    /// The reason why it is not valid.
    pub check: fn(&str) -> Result<(), String>,
}

/// Values of a service's own options, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options(BTreeMap<&'static str, String>);

impl Options {
    /// The value of an option; `None` when it is not set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl FromIterator<(&'static str, String)> for Options {
    fn from_iter<I: IntoIterator<Item = (&'static str, String)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}
