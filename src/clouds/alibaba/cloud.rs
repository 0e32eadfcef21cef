//! The facts about Alibaba Cloud.

use super::credentials::AlibabaCredentials;
use crate::credentials::{CloudCredentials, KeyVariables, Variables};
use crate::provider::{Cloud, CloudFacts, VendorCli};

/// Alibaba Cloud.
#[derive(Debug)]
pub(in crate::clouds) struct Alibaba;

impl Cloud for Alibaba {
    fn facts(&self) -> &'static CloudFacts {
        &FACTS
    }

    fn credentials(&self) -> &'static dyn CloudCredentials {
        &AlibabaCredentials
    }
}

static FACTS: CloudFacts = CloudFacts {
    id: "alibaba",
    title: "Alibaba Cloud",
    // The variables of the vendor's SDKs and CLI, of its Terraform provider and of Packer.
    variables: Variables {
        prefixes: &["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", "ALIYUN_"],
        keys: &[
            KeyVariables {
                id: &["ALIBABA_CLOUD_ACCESS_KEY_ID"],
                secret: &["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
                token: &["ALIBABA_CLOUD_SECURITY_TOKEN"],
            },
            KeyVariables {
                id: &["ALIBABACLOUD_ACCESS_KEY_ID"],
                secret: &["ALIBABACLOUD_ACCESS_KEY_SECRET"],
                token: &["ALIBABACLOUD_SECURITY_TOKEN"],
            },
            KeyVariables {
                id: &["ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"],
                secret: &["ALICLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY"],
                // The second is Packer's.
                token: &["ALICLOUD_SECURITY_TOKEN", "SECURITY_TOKEN"],
            },
            // Last of all the CLI takes names that tell of no vendor.
            KeyVariables {
                id: &["ACCESS_KEY_ID"],
                secret: &["ACCESS_KEY_SECRET"],
                token: &["SECURITY_TOKEN"],
            },
        ],
        region: &[
            "ALIBABA_CLOUD_REGION_ID",
            "ALIBABACLOUD_REGION_ID",
            "ALICLOUD_REGION_ID",
            "ALICLOUD_REGION",
            "ALIBABA_CLOUD_REGION",
        ],
    },
    other_prefixes: &[],
    cli: Some(VendorCli {
        program: "aliyun",
        credential_type: "aliyun-cli",
    }),
};
