//! Which operation a request names, and what every operation is given to work with.

use super::{
    answer::Refusal, ecs, ens, fault::FaultKind, product::Product, request::Params,
    verify::Account, world::World,
};

/// One operation of one product. Adding a product is adding rows to [`OPERATIONS`].
pub(super) struct Operation {
    pub(super) product: Product,
    pub(super) action: &'static str,
    /// Does it need the permission to look at images?
    lists_images: bool,
    pub(super) run: fn(&Call) -> Result<String, Refusal>,
}

const ECS: Operation = Operation {
    product: Product::Ecs,
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
    Operation {
        product: Product::Ens,
        action: "DescribeImageInfos",
        lists_images: true,
        run: ens::describe_image_infos,
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

/// Finds the operation that a request names.
///
/// # Errors
/// `InvalidVersion` or `InvalidAction.NotFound`.
pub(super) fn find(
    product: Product,
    version: &str,
    action: &str,
) -> Result<&'static Operation, Refusal> {
    if version != product.version() {
        return Err(Refusal::new(
            400,
            "InvalidVersion",
            "Specified version is not valid.",
        ));
    }
    OPERATIONS
        .iter()
        .find(|operation| operation.product == product && operation.action == action)
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
/// What the product answers to an identity without permission.
pub(super) fn check_permission(operation: &Operation, account: &Account) -> Result<(), Refusal> {
    if account.may_list_images || !operation.lists_images {
        return Ok(());
    }
    Err(forbidden(operation.product, operation.action))
}

/// The refusal of an identity without permission: `Forbidden.RAM` with the detail newer answers
/// carry, save that ENS has its own code and, says its error table, status 400.
pub(super) fn forbidden(product: Product, action: &str) -> Refusal {
    if product == Product::Ens {
        return Refusal::new(400, "NoPermission", "Permission denied.");
    }
    let action = format!("{}:{action}", product.name().to_lowercase());
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
