//! Which operation a request names, and what every operation is given to work with.

use super::{
    answer::Refusal, ecs, envelope::Envelope, fault::FaultKind, request::Params, verify::Account,
    world::World,
};

/// One operation of one product. Adding a product is adding rows to [`OPERATIONS`].
pub(super) struct Operation {
    /// As spelled in help links.
    pub(super) product: &'static str,
    version: &'static str,
    action: &'static str,
    /// Does it need the permission to look at images?
    lists_images: bool,
    pub(super) run: fn(&Call) -> Result<String, Refusal>,
}

const ECS: Operation = Operation {
    product: "Ecs",
    version: "2014-05-26",
    action: "",
    lists_images: true,
    run: ecs::describe_images,
};

const OPERATIONS: &[Operation] = &[
    Operation {
        action: "DescribeImages",
        ..ECS
    },
    Operation {
        action: "DescribeImageFromFamily",
        run: ecs::describe_image_from_family,
        ..ECS
    },
    Operation {
        action: "DescribeRegions",
        run: ecs::describe_regions,
        lists_images: false,
        ..ECS
    },
];

/// What an operation works with.
pub(super) struct Call<'a> {
    pub(super) world: &'a World,
    pub(super) params: &'a Params,
    pub(super) request_id: &'a str,
    /// See [`Options::shuffle`](super::Options::shuffle).
    pub(super) shuffle: Option<u64>,
    /// Faults in what is found, for the operation to act out.
    pub(super) faults: &'a [FaultKind],
}

impl Call<'_> {
    pub(super) fn has(&self, fault: FaultKind) -> bool {
        self.faults.contains(&fault)
    }
}

/// Finds the operation that the envelope names.
///
/// # Errors
/// `InvalidVersion` or `InvalidAction.NotFound`.
pub(super) fn find(envelope: &Envelope) -> Result<&'static Operation, Refusal> {
    let mut of_version = OPERATIONS
        .iter()
        .filter(|operation| operation.version == envelope.version)
        .peekable();
    if of_version.peek().is_none() {
        return Err(Refusal::new(
            400,
            "InvalidVersion",
            "Specified version is not valid.",
        ));
    }
    of_version
        .find(|operation| operation.action == envelope.action)
        .ok_or_else(|| {
            Refusal::new(
                404,
                "InvalidAction.NotFound",
                "Specified api is not found, please check your url and method.",
            )
        })
}

/// Checks that the account may use the operation.
///
/// # Errors
/// `Forbidden.RAM`, with the detail newer answers carry.
pub(super) fn check_permission(operation: &Operation, account: &Account) -> Result<(), Refusal> {
    if account.may_list_images || !operation.lists_images {
        return Ok(());
    }
    Err(forbidden(operation.product, operation.action))
}

/// The refusal of an identity without permission.
pub(super) fn forbidden(product: &str, action: &str) -> Refusal {
    let action = format!("{}:{action}", product.to_lowercase());
    let mut refusal = Refusal::new(
        403,
        "Forbidden.RAM",
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    );
    refusal.denied = Some(serde_json::json!({
        "AuthAction": action,
        "AuthPrincipalType": "SubUser",
        "AuthPrincipalOwnerId": super::ACCOUNT_ID.to_string(),
        "AuthPrincipalDisplayName": "270000000000000001",
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "NoPermissionType": "ImplicitDeny",
        "EncodedDiagnosticMessage": "FAKE",
    }));
    refusal
}
