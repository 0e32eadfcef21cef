//! The vendor's variables: an access key, with which a role may be taken, else a
//! role by OIDC, else the address of a service that gives keys.
//!
//! The variables of its SDKs, CLI, Terraform provider and Packer plugin. Source code of
//! these tools, read 2026-11.

use std::sync::Arc;

use crate::credentials::{
    AssumeByOidc, AssumeRole, Chain, ChainStep, Fixed, KeyMembers, OidcVariables, Resolved, Role,
    RoleVariables, Uri, UriKey, access_key, first, oidc, role,
};
use crate::error::{ConfigError, Error, Origin};
use crate::machine::Env;
use crate::sign::Credentials;

/// The credentials in the variables.
pub(super) fn find(chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
    if let Some((key, name)) = access_key(chain.env, chain.variables)? {
        return Ok(Some(match role_of(chain.env, &key)? {
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
    if let Some((oidc, name)) = oidc(chain.env, &OIDC)? {
        let sts = chain.token_service(None)?;
        let role = Arc::new(AssumeByOidc { sts, oidc });
        return Ok(Some(Resolved::of_variable(
            role,
            name,
            "oidc in environment",
        )));
    }
    if let Some((name, text)) = first(chain.env, &URI)? {
        let uri =
            Uri::parse(text).map_err(|why| ConfigError::new(why).at(Origin::Variable(name)))?;
        let members = &KeyMembers::COMMON;
        return Ok(Some(Resolved::of_variable(
            Arc::new(UriKey { uri, members }),
            name,
            "credentials-uri in environment",
        )));
    }
    Ok(None)
}

/// The role of the machine, where a variable asks for it.
pub(super) fn instance_role(chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
    let Some((name, role)) = first(chain.env, &INSTANCE_ROLE)? else {
        return Ok(None);
    };
    let role = chain.instance_role(Some(role), None)?;
    Ok(Some(Resolved {
        step: ChainStep::InstanceRole,
        ..Resolved::of_variable(role, name, "instance-role in environment")
    }))
}

const URI: [&str; 2] = ["ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"];

const INSTANCE_ROLE: [&str; 2] = ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"];

/// The Terraform provider takes the token itself.
const OIDC: OidcVariables = OidcVariables {
    provider: &[
        "ALIBABACLOUD_OIDC_PROVIDER_ARN",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
    ],
    file: &[
        "ALIBABACLOUD_OIDC_TOKEN_FILE",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
    ],
    token: &["ALIBABA_CLOUD_OIDC_TOKEN"],
    role: &["ALIBABACLOUD_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN"],
    session: &[
        "ALIBABACLOUD_ROLE_SESSION_NAME",
        "ALIBABA_CLOUD_ROLE_SESSION_NAME",
    ],
};

/// Of the Terraform provider and the Ansible modules.
const ROLE: RoleVariables = RoleVariables {
    role: &["ALICLOUD_ASSUME_ROLE_ARN"],
    session: &[
        "ALICLOUD_ASSUME_ROLE_SESSION_NAME",
        "ALIBABA_CLOUD_ROLE_SESSION_NAME",
    ],
    duration: &["ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"],
    external_id: &[],
};

/// Of the CLI, and of the Terraform provider for the second spelling. They are those of
/// a role by OIDC too.
const CLI_ROLE: RoleVariables = RoleVariables {
    role: OIDC.role,
    session: OIDC.session,
    duration: &["ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"],
    external_id: &["ALIBABACLOUD_EXTERNAL_ID"],
};

/// The role that is to be taken with the key of the variables, if one is named.
fn role_of(env: &Env, key: &Credentials) -> Result<Option<(Role, &'static str)>, Error> {
    if let Some(found) = role(env, &ROLE)? {
        return Ok(Some(found));
    }
    // In a pod the role is that of its token, and the CLI uses a temporary key as it is.
    let by_oidc = first(env, OIDC.provider)?.is_some() || first(env, OIDC.file)?.is_some();
    if by_oidc || key.token.is_some() {
        return Ok(None);
    }
    role(env, &CLI_ROLE)
}
