//! What it takes to fetch a key, for who wants to know before anything is sent.

use jiff::Timestamp;

use super::keys::check_end;
use super::sts::{ASSUME_ROLE, service};
use super::{Found, Recipe, Vendor};
use crate::error::{Error, Origin};
use crate::provider::Provider;
use crate::secret::Secret;
use crate::sign::Credentials;

/// What a key is fetched by, in the order in which it happens, for people; nothing
/// where the key is there already. Nothing is sent and no program is started.
///
/// # Errors
/// When it is clear by now that no key will come: one that is needed has ended, or the
/// file with a token cannot be used.
pub fn fetched_by(
    found: &Found,
    provider: &dyn Provider,
    profile: Option<&str>,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let steps = steps(&found.recipe, &found.origin, provider, now);
    steps.map_err(|error| error.of_account(provider.facts().id, profile))
}

fn steps(
    recipe: &Recipe,
    origin: &Origin,
    provider: &dyn Provider,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let step = match recipe {
        Recipe::Fixed { end, .. } => {
            if let Some((end, again)) = end {
                check_end(*end, now, origin, again)?;
            }
            return Ok(Vec::new());
        }
        // The arguments are the user's own matter.
        Recipe::Process { command } => {
            let name = command.first().map_or("", String::as_str);
            format!("the command `{name}`")
        }
        Recipe::AssumeRole { base, sts, .. } => {
            let mut steps = steps(base, origin, provider, now)?;
            steps.push(format!("{ASSUME_ROLE} at {sts}"));
            return Ok(steps);
        }
        Recipe::Oidc { oidc, sts } => {
            // Without it the call would not be made.
            oidc.token()?;
            let vendor = service(Vendor::of(provider.facts())?);
            let action = vendor.assume_by_oidc_action();
            format!("{action} at {sts}")
        }
        Recipe::InstanceRole { metadata, .. } => format!("the metadata service at {metadata}"),
        Recipe::Uri(uri) => format!("the service at {uri}"),
        Recipe::CloudSso(sign_in) => {
            sign_in.check(now)?;
            format!("cloud-credentials at {}", sign_in.endpoint())
        }
    };
    Ok(vec![step])
}

/// What stands for a key that is not fetched: its parts are known to be there, and are
/// hidden wherever they are shown.
pub fn placeholder() -> Credentials {
    let part = "a-key-that-is-not-fetched";
    Credentials {
        id: part.to_owned(),
        secret: Secret::new(part),
        token: Some(Secret::new(part)),
    }
}
