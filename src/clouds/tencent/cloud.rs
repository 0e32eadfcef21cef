//! The facts about Tencent Cloud.

use super::credentials::TencentCredentials;
use crate::credentials::{CloudCredentials, KeyVariables, Variables};
use crate::provider::{Cloud, CloudFacts, VendorCli};

/// Tencent Cloud.
#[derive(Debug)]
pub(in crate::clouds) struct Tencent;

impl Cloud for Tencent {
    fn facts(&self) -> &'static CloudFacts {
        &FACTS
    }

    fn credentials(&self) -> &'static dyn CloudCredentials {
        &TencentCredentials
    }
}

static FACTS: CloudFacts = CloudFacts {
    id: "tencent",
    title: "Tencent Cloud",
    // The variables of the vendor's SDKs and CLI. The token has a name of its own in
    // the CLI, in the Node SDK, and in the Terraform provider.
    variables: Variables {
        prefixes: &["TENCENTCLOUD_", "TCCLI_", "TKE_"],
        keys: &[KeyVariables {
            id: &["TENCENTCLOUD_SECRET_ID"],
            secret: &["TENCENTCLOUD_SECRET_KEY"],
            token: &[
                "TENCENTCLOUD_TOKEN",
                "TENCENTCLOUD_SESSION_TOKEN",
                "TENCENTCLOUD_SECURITY_TOKEN",
            ],
        }],
        region: &["TENCENTCLOUD_REGION"],
    },
    other_prefixes: &["QCLOUD_", "TENCENT_"],
    cli: Some(VendorCli {
        program: "tccli",
        credential_type: "tccli",
    }),
};
