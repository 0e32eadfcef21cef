//! The products of Tencent Cloud and their operations.

use super::{
    answer::{forbidden_by_ecm, forbidden_by_sts},
    ecm, sts,
};
use crate::product::{Access, Operation, Product};

/// Edge Computing Machine.
pub(crate) static ECM: Product = Product {
    name: "Ecm",
    version: "2019-07-19",
    forbidden: forbidden_by_ecm,
    operations: &[Operation {
        action: "DescribeImage",
        access: Access::Permitted,
        run: ecm::describe_image,
    }],
};

/// Security Token Service.
pub(crate) static STS: Product = Product {
    name: "Sts",
    version: "2018-08-13",
    forbidden: forbidden_by_sts,
    operations: &[
        Operation {
            action: "AssumeRole",
            access: Access::Permitted,
            run: sts::assume_role,
        },
        Operation {
            action: "AssumeRoleWithWebIdentity",
            access: Access::Anybody,
            run: sts::assume_role_with_web_identity,
        },
        Operation {
            action: "GetCallerIdentity",
            access: Access::AnyKey,
            run: sts::get_caller_identity,
        },
    ],
};
