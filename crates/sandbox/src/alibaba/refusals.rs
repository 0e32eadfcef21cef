//! What several files of Alibaba Cloud refuse in the same words.

use serde_json::json;

use super::known::{ACCOUNT_ID, number};
use crate::{answer::Refusal, known::DENIED_USER_NAME};

/// The refusal of an identity without permission by ECS, with the detail newer answers carry.
pub(crate) fn forbidden_by_ecs(action: &str) -> Refusal {
    let mut refusal = Refusal::new(
        403,
        "Forbidden.RAM",
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    );
    refusal.denied = Some(json!({
        "AuthAction": format!("ecs:{action}"),
        "AuthPrincipalType": "SubUser",
        "AuthPrincipalOwnerId": ACCOUNT_ID.to_string(),
        "AuthPrincipalDisplayName": number(DENIED_USER_NAME),
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "NoPermissionType": "ImplicitDeny",
        "EncodedDiagnosticMessage": "FAKE",
    }));
    refusal
}

/// The same by ENS: a code of its own and, says its error table, status 400.
pub(crate) fn forbidden_by_ens(_action: &str) -> Refusal {
    Refusal::new(400, "NoPermission", "Permission denied.")
}

/// The same by STS.
pub(crate) fn forbidden_by_sts(_action: &str) -> Refusal {
    Refusal::new(
        403,
        "NoPermission",
        "You are not authorized to do this action. You should be authorized by RAM.",
    )
}

/// What becomes of a temporary key after its end.
pub(crate) fn expired() -> Refusal {
    Refusal::new(
        400,
        "InvalidSecurityToken.Expired",
        "Specified SecurityToken is expired.",
    )
}
