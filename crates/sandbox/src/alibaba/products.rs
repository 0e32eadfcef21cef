//! The products of Alibaba Cloud and their operations.

use super::{
    ecs, ens,
    refusals::{forbidden_by_ecs, forbidden_by_ens, forbidden_by_sts},
    sts,
};
use crate::product::{Access, Operation, Product};

/// Elastic Compute Service.
pub(crate) static ECS: Product = Product {
    name: "Ecs",
    version: "2014-05-26",
    forbidden: forbidden_by_ecs,
    operations: &[
        Operation {
            action: "DescribeImages",
            access: Access::Permitted,
            run: ecs::describe_images,
        },
        Operation {
            action: "DescribeImageFromFamily",
            access: Access::Permitted,
            run: ecs::describe_image_from_family,
        },
        Operation {
            action: "DescribeRegions",
            access: Access::AnyKey,
            run: ecs::describe_regions,
        },
    ],
};

/// Edge Node Service.
pub(crate) static ENS: Product = Product {
    name: "Ens",
    version: "2017-11-10",
    forbidden: forbidden_by_ens,
    operations: &[Operation {
        action: "DescribeImageInfos",
        access: Access::Permitted,
        run: ens::describe_image_infos,
    }],
};

/// Security Token Service.
pub(crate) static STS: Product = Product {
    name: "Sts",
    version: "2015-04-01",
    forbidden: forbidden_by_sts,
    operations: &[
        Operation {
            action: "AssumeRole",
            access: Access::Permitted,
            run: sts::assume_role,
        },
        Operation {
            action: "AssumeRoleWithOIDC",
            access: Access::Anybody,
            run: sts::assume_role_with_oidc,
        },
        Operation {
            action: "GetCallerIdentity",
            access: Access::AnyKey,
            run: sts::get_caller_identity,
        },
    ],
};
