//! `~/.alibabacloud/credentials`, the file of the vendor's SDKs (`credentials.ini` for
//! Python). It is only read; each section has a `type`.
//!
//! Source code of the SDKs, read 2026-11.

use std::sync::Arc;

use crate::credentials::{
    AssumeByOidc, AssumeRole, Chain, CredentialSource, Fixed, Oidc, SdkFile, VendorRecord,
};
use crate::error::Error;

/// The file.
pub(super) static SDK_FILE: SdkFile = SdkFile {
    variable: "ALIBABA_CLOUD_CREDENTIALS_FILE",
    section: &["ALIBABA_CLOUD_PROFILE"],
    folder: ".alibabacloud",
    names: &["credentials", "credentials.ini"],
    system: None,
    read: source,
};

/// How the key of a section is fetched.
fn source(
    record: &VendorRecord<'_>,
    chain: &Chain<'_>,
) -> Result<Arc<dyn CredentialSource>, Error> {
    let key = || record.needed_key("access_key_id", "access_key_secret", Some("security_token"));
    let session = ["role_session_name"];
    Ok(match record.text("type")?.unwrap_or("access_key") {
        "access_key" | "sts" => Arc::new(Fixed::new(key()?)),
        "ram_role_arn" => Arc::new(AssumeRole {
            base: Arc::new(Fixed::new(key()?)),
            role: record.role("role_arn", &session)?,
            sts: chain.token_service(None)?,
        }),
        "ecs_ram_role" => chain.instance_role(record.text("role_name")?, None)?,
        "oidc_role_arn" => Arc::new(AssumeByOidc {
            oidc: Oidc {
                role: record.role("role_arn", &session)?,
                provider: record.needed("oidc_provider_arn")?.to_owned(),
                token_file: record.path("oidc_token_file_path", chain.env.home())?,
            },
            sts: chain.token_service(None)?,
        }),
        other => {
            return Err(record.refuse(
                &format!(
                    "has the type `{}`, which cloudq does not know",
                    other.escape_debug()
                ),
                "types: access_key, sts, ram_role_arn, ecs_ram_role, oidc_role_arn",
            ));
        }
    })
}
