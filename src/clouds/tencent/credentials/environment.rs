//! The vendor's variables: an access key, with which a role may be taken, else a
//! role by OIDC.
//!
//! The variables of its SDKs, CLI and Terraform provider, and those that its container
//! service gives to pods. Source code of these tools, read 2026-11.

use std::sync::Arc;

use crate::credentials::{
    AssumeByOidc, AssumeRole, Chain, Fixed, OidcVariables, Resolved, Role, RoleVariables,
    access_key, oidc, role,
};
use crate::error::Error;
use crate::machine::Env;
use crate::words::list;

/// The credentials in the variables.
pub(super) fn find(chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
    if let Some((key, name)) = access_key(chain.env, chain.variables)? {
        return Ok(Some(match role_of(chain.env)? {
            None => Resolved::of_variable(Arc::new(Fixed::new(key)), name, "environment"),
            Some((role, name)) => {
                let role = AssumeRole {
                    base: Arc::new(Fixed::new(key)),
                    role,
                    sts: chain.token_service(None)?,
                };
                Resolved::of_variable(Arc::new(role), name, "assume-role in environment")
            }
        }));
    }
    let Some((oidc, name)) = oidc(chain.env, &OIDC)? else {
        return Ok(None);
    };
    let sts = chain.token_service(None)?;
    let role = Arc::new(AssumeByOidc { sts, oidc });
    Ok(Some(Resolved::of_variable(
        role,
        name,
        "oidc in environment",
    )))
}

const OIDC: OidcVariables = OidcVariables {
    provider: &["TKE_PROVIDER_ID"],
    file: &["TKE_WEB_IDENTITY_TOKEN_FILE"],
    token: &[],
    role: &["TKE_ROLE_ARN"],
    session: &["TENCENTCLOUD_ROLE_SESSION_NAME"],
};

/// Of the Terraform provider.
const ROLE: RoleVariables = RoleVariables {
    role: &["TENCENTCLOUD_ASSUME_ROLE_ARN"],
    session: &["TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME"],
    duration: &["TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION"],
    external_id: &["TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID"],
};

/// Of the CLI, which takes it with the session's name only.
const CLI_ROLE: RoleVariables = RoleVariables {
    role: &["TENCENTCLOUD_ROLE_ARN"],
    session: &["TENCENTCLOUD_ROLE_SESSION_NAME"],
    duration: &[],
    external_id: &[],
};

/// The role that is to be taken with the key of the variables, if one is named.
fn role_of(env: &Env) -> Result<Option<(Role, &'static str)>, Error> {
    if let Some(found) = role(env, &ROLE)? {
        return Ok(Some(found));
    }
    let found = role(env, &CLI_ROLE)?;
    if let Some((role, name)) = &found
        && role.session_name.is_none()
    {
        let absent = list(CLI_ROLE.session.iter().copied());
        return Err(Error::credentials(
            format!("half of a role: {name} is set, {absent} is not"),
            format!("set {absent}, or unset {name} to use the key itself"),
        ));
    }
    Ok(found)
}
