//! Which operation a request names, and what every operation is given to work with.

use super::{
    answer::Refusal,
    ecm, ecs, ens,
    fault::FaultKind,
    keys::{Account, Keys, Vendor},
    product::Product,
    request::{Params, Request},
    shifts::Shifts,
    sts, tencent,
    world::World,
};

/// One operation of one product. Adding a product is adding rows to [`OPERATIONS`].
pub(super) struct Operation {
    pub(super) product: Product,
    pub(super) action: &'static str,
    /// Is it only for keys with a permission?
    guarded: bool,
    /// Is it for those who have no key yet?
    open: bool,
    pub(super) run: fn(&Call) -> Result<String, Refusal>,
}

const ECS: Operation = Operation {
    product: Product::Ecs,
    action: "",
    guarded: true,
    open: false,
    run: ecs::describe_images,
};

const STS: Operation = Operation {
    product: Product::Sts,
    action: "AssumeRole",
    run: sts::alibaba::assume_role,
    ..ECS
};

const TENCENT_STS: Operation = Operation {
    product: Product::TencentSts,
    run: sts::tencent::assume_role,
    ..STS
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
        guarded: false,
        ..ECS
    },
    Operation {
        product: Product::Ens,
        action: "DescribeImageInfos",
        run: ens::describe_image_infos,
        ..ECS
    },
    Operation {
        product: Product::Ecm,
        action: "DescribeImage",
        run: ecm::describe_image,
        ..ECS
    },
    STS,
    Operation {
        action: "AssumeRoleWithOIDC",
        guarded: false,
        open: true,
        run: sts::alibaba::assume_role_with_oidc,
        ..STS
    },
    Operation {
        action: "GetCallerIdentity",
        guarded: false,
        run: sts::alibaba::get_caller_identity,
        ..STS
    },
    TENCENT_STS,
    Operation {
        action: "AssumeRoleWithWebIdentity",
        guarded: false,
        open: true,
        run: sts::tencent::assume_role_with_web_identity,
        ..TENCENT_STS
    },
    Operation {
        action: "GetCallerIdentity",
        guarded: false,
        run: sts::tencent::get_caller_identity,
        ..TENCENT_STS
    },
];

/// What an operation works with.
pub(super) struct Call<'a> {
    pub(super) world: &'a World,
    pub(super) shifts: &'a Shifts,
    pub(super) request: &'a Request,
    /// Its parameters, for products that send nothing else.
    pub(super) params: &'a Params,
    pub(super) request_id: &'a str,
    /// Who asks; `None` only where no key is needed.
    pub(super) account: Option<&'a Account>,
    pub(super) keys: &'a Keys,
    /// Unix seconds.
    pub(super) now: i64,
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
/// `InvalidVersion` or `InvalidAction.NotFound`; of Tencent Cloud `NoSuchVersion` or `InvalidAction`.
pub(super) fn find(
    product: Product,
    version: &str,
    action: &str,
) -> Result<&'static Operation, Refusal> {
    if version != product.version() {
        let (status, code) = match product.vendor() {
            Vendor::Alibaba => (400, "InvalidVersion"),
            Vendor::Tencent => (200, "NoSuchVersion"),
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
            let (status, code) = match product.vendor() {
                Vendor::Alibaba => (404, "InvalidAction.NotFound"),
                Vendor::Tencent => (200, "InvalidAction"),
            };
            let message = "Specified api is not found, please check your url and method.";
            Refusal::new(status, code, message)
        })
}

/// May somebody without a key use the operation?
pub(super) fn is_open(product: Product, action: &str) -> bool {
    OPERATIONS
        .iter()
        .any(|row| row.open && row.product == product && row.action == action)
}

/// Checks that the account may use the operation.
///
/// # Errors
/// What the product answers to an identity without permission.
pub(super) fn check_permission(
    operation: &Operation,
    account: Option<&Account>,
) -> Result<(), Refusal> {
    if !operation.guarded || account.is_some_and(|account| account.permitted) {
        return Ok(());
    }
    Err(forbidden(operation.product, operation.action))
}

/// The refusal of an identity without permission: `Forbidden.RAM` with the detail newer answers
/// carry. ENS has its own code and, says its error table, status 400; the others refuse in their own way.
pub(super) fn forbidden(product: Product, action: &str) -> Refusal {
    match product {
        Product::Ecs => {}
        Product::Ens => return Refusal::new(400, "NoPermission", "Permission denied."),
        Product::Sts => {
            return Refusal::new(
                403,
                "NoPermission",
                "You are not authorized to do this action. You should be authorized by RAM.",
            );
        }
        Product::Ecm => {
            return tencent::answer::refusal(
                "UnauthorizedOperation.ForbiddenOperation",
                "This key may not do that.",
            );
        }
        Product::TencentSts => {
            return tencent::answer::refusal("UnauthorizedOperation", "This key may not do that.");
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
