//! Which operation a request names, and what every operation is given to work with.

use super::{
    answer::Refusal,
    ecm, ecs, ens,
    fault::FaultKind,
    product::Product,
    request::{Params, Request},
    tencent,
    verify::Account,
    world::World,
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
    Operation {
        product: Product::Ecm,
        action: "DescribeImage",
        lists_images: true,
        run: ecm::describe_image,
    },
];

/// What an operation works with.
pub(super) struct Call<'a> {
    pub(super) world: &'a World,
    pub(super) request: &'a Request,
    /// Its parameters, for products that send nothing else.
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
/// `InvalidVersion` or `InvalidAction.NotFound`; of ECM `NoSuchVersion` or `InvalidAction`.
pub(super) fn find(
    product: Product,
    version: &str,
    action: &str,
) -> Result<&'static Operation, Refusal> {
    if version != product.version() {
        let (status, code) = match product {
            Product::Ecs | Product::Ens => (400, "InvalidVersion"),
            Product::Ecm => (200, "NoSuchVersion"),
        };
        return Err(Refusal::new(
            status,
            code,
            "Specified version is not valid.",
        ));
    }
    OPERATIONS
        .iter()
        .find(|operation| operation.product == product && operation.action == action)
        .ok_or_else(|| {
            let (status, code) = match product {
                Product::Ecs | Product::Ens => (404, "InvalidAction.NotFound"),
                Product::Ecm => (200, "InvalidAction"),
            };
            let message = "Specified api is not found, please check your url and method.";
            Refusal::new(status, code, message)
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
/// carry. ENS has its own code and, says its error table, status 400; ECM refuses in its own way.
pub(super) fn forbidden(product: Product, action: &str) -> Refusal {
    match product {
        Product::Ecs => {}
        Product::Ens => return Refusal::new(400, "NoPermission", "Permission denied."),
        Product::Ecm => {
            return tencent::answer::refusal(
                "UnauthorizedOperation.ForbiddenOperation",
                "This key may not do that.",
            );
        }
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
