//! Names with a meaning of their own, and providers by name.

use crate::clouds::{PROVIDERS, by_name};
use crate::error::ConfigError;
use crate::provider::Provider;
use crate::words::{quoted, suggestion};

/// The profile that is built in.
pub const SANDBOX: &str = "sandbox";

/// The word that stands for every profile, or every region.
pub const ALL: &str = "all";

/// What to do about a region where there are none.
pub(super) const NO_REGIONS: &str =
    "leave the region out: its images are listed all at once; --where looks at the column `region`";

/// Checks that this build has a cloud: without one no setting has a meaning.
///
/// # Errors
/// When it has none.
pub fn check_build() -> Result<(), ConfigError> {
    if PROVIDERS.is_empty() {
        let error = ConfigError::new("this cloudq was built without any cloud");
        return Err(error.hint("build it with its default features, or with that of a cloud"));
    }
    Ok(())
}

/// The provider that is asked when nothing names one. The build has been checked.
pub(super) fn default_provider() -> &'static dyn Provider {
    PROVIDERS[0]
}

/// The provider with this id or alias.
pub(super) fn provider_named(name: &str) -> Result<&'static dyn Provider, ConfigError> {
    by_name(name).ok_or_else(|| {
        let ids = PROVIDERS.iter().map(|provider| provider.facts().id);
        let hint = suggestion(name, ids, "providers");
        ConfigError::new(format!("there is no provider {}", quoted(name))).hint(hint)
    })
}
