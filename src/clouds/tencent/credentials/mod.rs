//! The ways to credentials for Tencent Cloud: the files of its CLI and SDKs, its
//! environment variables, its token service and its metadata service.

mod cli_profile;
mod environment;
mod sts;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use self::sts::MEMBERS;
use crate::config_key::{Form, Key, key};
use crate::credentials::{
    Chain, CloudCredentials, CredentialSource, CredentialType, Fixed, InstanceRole, KeyMembers,
    KeyWords, Keys, MetadataService, PROFILE_KEY, Resolved, SdkFile, Step, TokenService,
    VendorFile,
};
use crate::error::Error;
use crate::request::Endpoint;

/// The credentials of Tencent Cloud.
#[derive(Debug)]
pub(super) struct TencentCredentials;

impl CloudCredentials for TencentCredentials {
    fn types(&self) -> &'static [CredentialType] {
        &[CLI]
    }

    fn key_words(&self) -> Option<&'static KeyWords> {
        Some(&WORDS)
    }

    fn key_members(&self) -> &'static KeyMembers {
        &MEMBERS
    }

    fn token_service(&self) -> Option<&'static dyn TokenService> {
        Some(&sts::Sts)
    }

    fn environment(&self, chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
        environment::find(chain)
    }

    fn ambient(&self) -> &'static [Step] {
        &[cli_profile::current, |chain| SDK_FILE.current(chain)]
    }

    fn sdk_file(
        &self,
        chain: &Chain<'_>,
        section: Option<&str>,
        file: Option<&Path>,
    ) -> Result<Resolved, Error> {
        SDK_FILE.find(chain, section, file)
    }

    fn instance_role(
        &self,
        _: &Chain<'_>,
        name: Option<&str>,
        metadata: Option<Endpoint>,
    ) -> Result<Arc<dyn CredentialSource>, Error> {
        let usual = || Endpoint::new(false, "metadata.tencentyun.com");
        Ok(Arc::new(InstanceRole {
            service: &METADATA,
            metadata: metadata.unwrap_or_else(usual),
            name: name.map(str::to_owned),
            only_with_token: None,
        }))
    }
}

/// The vendor's words for an access key.
static WORDS: KeyWords = KeyWords::new(
    ["secret_id", "secret_key", "secret_key_file", "token"],
    "provider_id",
);

/// Vendor page: "CAM role of an instance", read 2026-11.
static METADATA: MetadataService = MetadataService {
    folder: "/latest/meta-data/cam/security-credentials/",
    token: None,
    members: &MEMBERS,
};

/// The file of the vendor's SDKs, with keys alone. It is only read. Source code of the
/// SDKs, read 2026-11.
static SDK_FILE: SdkFile = SdkFile {
    variable: "TENCENTCLOUD_CREDENTIALS_FILE",
    section: &[],
    folder: ".tencentcloud",
    names: &["credentials"],
    system: Some("/etc/tencentcloud/credentials"),
    read: |record, _| {
        let key = record.needed_key("secret_id", "secret_key", Some("token"))?;
        Ok(Arc::new(Fixed::new(key)))
    },
};

/// A profile of the vendor's CLI.
const CLI: CredentialType = CredentialType {
    name: "tccli",
    about: "the files of Tencent Cloud's command line",
    keys: &[Keys::These(CLI_KEYS)],
    required: &[],
    schema: None,
    read: |fields| Some(VendorFile::of(fields, FOLDER, cli_profile::find)),
};

const FOLDER: &str = "folder";

const CLI_KEYS: &[Key] = &[
    PROFILE_KEY,
    key(FOLDER, Form::Path, "folder instead of the usual one"),
];
