//! The ways to credentials for Alibaba Cloud: the files of its CLI and SDKs, its
//! environment variables, its token service and its metadata service.

mod cli_profile;
mod cloud_sso;
mod environment;
mod sdk_file;
mod sts;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use crate::config_key::Key;
use crate::credentials::{
    Chain, CloudCredentials, CredentialSource, CredentialType, FILE_KEY, InstanceRole, KeyMembers,
    Keys, MetadataService, MetadataToken, PROFILE_KEY, Resolved, Step, TokenService, VendorFile,
    is_true,
};
use crate::error::Error;
use crate::request::Endpoint;

/// The credentials of Alibaba Cloud.
#[derive(Debug)]
pub(super) struct AlibabaCredentials;

impl CloudCredentials for AlibabaCredentials {
    fn types(&self) -> &'static [CredentialType] {
        &[CLI]
    }

    fn token_service(&self) -> Option<&'static dyn TokenService> {
        Some(&sts::Sts)
    }

    fn environment(&self, chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
        environment::find(chain)
    }

    fn ambient(&self) -> &'static [Step] {
        &[
            cli_profile::current,
            |chain| sdk_file::SDK_FILE.current(chain),
            environment::instance_role,
        ]
    }

    fn sdk_file(
        &self,
        chain: &Chain<'_>,
        section: Option<&str>,
        file: Option<&Path>,
    ) -> Result<Resolved, Error> {
        sdk_file::SDK_FILE.find(chain, section, file)
    }

    fn instance_role(
        &self,
        chain: &Chain<'_>,
        name: Option<&str>,
        metadata: Option<Endpoint>,
    ) -> Result<Arc<dyn CredentialSource>, Error> {
        if is_true(chain.env, NO_METADATA) {
            return Err(Error::credentials(
                format!("{NO_METADATA} forbids to ask for the instance's role"),
                "unset it, or use credentials of another type",
            ));
        }
        Ok(Arc::new(InstanceRole {
            service: &METADATA,
            metadata: metadata.unwrap_or_else(|| Endpoint::new(false, "100.100.100.200")),
            name: name.map(str::to_owned),
            only_with_token: is_true(chain.env, ONLY_WITH_TOKEN).then_some(ONLY_WITH_TOKEN),
        }))
    }
}

/// The variable that forbids to ask the metadata service.
const NO_METADATA: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";

/// The variable that forbids to ask its version without a token.
const ONLY_WITH_TOKEN: &str = "ALIBABA_CLOUD_IMDSV1_DISABLED";

/// Vendor page: "View instance metadata" with its token (v2), which is tried first, then
/// without (v1). Read 2026-11.
static METADATA: MetadataService = MetadataService {
    folder: "/latest/meta-data/ram/security-credentials/",
    token: Some(MetadataToken {
        path: "/latest/api/token",
        lifetime_header: "x-aliyun-ecs-metadata-token-ttl-seconds",
        header: "x-aliyun-ecs-metadata-token",
    }),
    members: &KeyMembers::COMMON,
};

/// A profile of the vendor's CLI.
const CLI: CredentialType = CredentialType {
    name: "aliyun-cli",
    about: "the file of Alibaba Cloud's command line",
    keys: &[Keys::These(CLI_KEYS)],
    required: &[],
    schema: None,
    read: |fields| Some(VendorFile::of(fields, FILE_KEY.name, cli_profile::find)),
};

const CLI_KEYS: &[Key] = &[PROFILE_KEY, FILE_KEY];
