//! `~/.tccli`, the folder of Tencent Cloud's CLI: `<profile>.credential` with the
//! key, `<profile>.configure` with the region. They are only read.
//!
//! Source code of that CLI (`tccli/configure.py`, `tccli/credentials.py`), read 2026-11.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::credentials::{
    AssumeRole, Chain, ChainStep, CredentialSource, Fixed, Resolved, Role, VendorRecord, first,
    json_file,
};
use crate::error::{ConfigError, Error, Origin};
use crate::machine::files::whole;
use crate::sign::Credentials;
use crate::words::quoted;

/// The variable that names the profile.
const PROFILE: [&str; 1] = ["TCCLI_PROFILE"];

/// The key of a profile that was asked for.
pub(super) fn find(
    chain: &Chain<'_>,
    name: Option<&str>,
    folder: Option<&Path>,
) -> Result<Resolved, Error> {
    let files = Files::new(chain, name, folder, true)?;
    files.resolved(chain)?.ok_or_else(|| {
        ConfigError::new("there is no such file")
            .at(whole(&files.credential))
            .hint("`tccli configure` writes it")
            .into()
    })
}

/// The key of the CLI's default profile, if the CLI is in use here.
pub(super) fn current(chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
    if chain.env.home().is_none() {
        return Ok(None);
    }
    let files = Files::new(chain, None, None, false)?;
    // The CLI writes a file without a key when it is started for the first time.
    if files.is_empty()? {
        return match first(chain.env, &PROFILE)? {
            // Who names a profile means it to have a key.
            Some((variable, name)) => Err(Error::credentials(
                format!(
                    "{variable}: the profile {} of tccli has no key in {}",
                    quoted(name),
                    files.credential.display()
                ),
                format!("`tccli configure` writes it; or unset {variable}"),
            )),
            None => Ok(None),
        };
    }
    Ok(files.resolved(chain)?.map(|resolved| Resolved {
        step: ChainStep::VendorCli,
        ..resolved
    }))
}

/// The two files of a profile.
struct Files {
    profile: String,
    credential: PathBuf,
    configure: PathBuf,
    /// Whether a profile of ours asks for them, so that they must be reached.
    named: bool,
}

impl Files {
    fn new(
        chain: &Chain<'_>,
        name: Option<&str>,
        folder: Option<&Path>,
        named: bool,
    ) -> Result<Self, Error> {
        let profile = match name {
            Some(name) => name,
            None => first(chain.env, &PROFILE)?.map_or("default", |(_, name)| name),
        };
        // It becomes the name of a file.
        if profile.contains(['/', '\\']) || profile.starts_with('.') {
            return Err(Error::credentials(
                format!("`{}` is no profile of tccli", profile.escape_debug()),
                "name one without `/`, such as `default`",
            ));
        }
        let folder = match folder {
            Some(folder) => folder.to_owned(),
            None => chain
                .home("the folder of the Tencent Cloud CLI")?
                .join(".tccli"),
        };
        Ok(Self {
            credential: folder.join(format!("{profile}.credential")),
            configure: folder.join(format!("{profile}.configure")),
            profile: profile.to_owned(),
            named,
        })
    }

    fn is_empty(&self) -> Result<bool, Error> {
        let Some(members) = json_file(&self.credential, self.named)? else {
            return Ok(true);
        };
        let entry = self.entry(&members);
        let kind = matches!(entry.text("type")?, None | Some("default"));
        let parts = ["secretId", "secretKey", "role-arn", "role-session-name"];
        Ok(kind && entry.any(&parts)?.is_none())
    }

    fn entry<'a>(
        &'a self,
        members: &'a serde_json::Map<String, serde_json::Value>,
    ) -> VendorRecord<'a> {
        VendorRecord {
            path: &self.credential,
            name: format!("profile `{}`", self.profile),
            members,
        }
    }

    fn resolved(&self, chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
        let Some(members) = json_file(&self.credential, self.named)? else {
            return Ok(None);
        };
        let path = self.credential.display();
        Ok(Some(Resolved {
            source: source(&self.entry(&members), chain)?,
            origin: whole(&self.credential),
            place: format!("tccli profile `{}` in {path}", self.profile),
            region: self.region(),
            inside: None,
            step: ChainStep::Profile,
        }))
    }

    /// The region beside the key, if there is one.
    fn region(&self) -> Result<Option<(String, Origin)>, Error> {
        let Some(members) = json_file(&self.configure, self.named)? else {
            return Ok(None);
        };
        let path = &self.configure;
        let settings = match members.get("_sys_param") {
            None | Some(serde_json::Value::Null) => return Ok(None),
            Some(serde_json::Value::Object(settings)) => settings,
            Some(_) => {
                return Err(ConfigError::new("`_sys_param` is no JSON object")
                    .at(whole(path))
                    .into());
            }
        };
        let entry = VendorRecord {
            path,
            name: "_sys_param".to_owned(),
            members: settings,
        };
        let region = entry.text("region")?;
        Ok(region.map(|region| (region.to_owned(), whole(path))))
    }
}

/// How a profile's key is fetched: the kinds in the CLI's order.
fn source(entry: &VendorRecord<'_>, chain: &Chain<'_>) -> Result<Arc<dyn CredentialSource>, Error> {
    let key = || entry.needed_key("secretId", "secretKey", Some("token"));
    match entry.text("type")? {
        Some("cvm-role") => chain.instance_role(None, None),
        None | Some("default") => {
            let key = Arc::new(Fixed::new(key()?));
            // Without either of them the CLI takes no role, and signs with the key.
            match (entry.text("role-arn")?, entry.text("role-session-name")?) {
                (Some(role), Some(session)) => Ok(Arc::new(AssumeRole {
                    base: key,
                    role: Role {
                        session_name: Some(session.to_owned()),
                        ..Role::new(role)
                    },
                    sts: chain.token_service(None)?,
                })),
                _ => Ok(key),
            }
        }
        // Both end, and the CLI alone can sign in again.
        Some("oauth") => signed_in(entry, key()?, "`tccli auth login` signs in again"),
        Some("sso") => signed_in(entry, key()?, "`tccli sso login` signs in again"),
        Some(other) => Err(entry.refuse(
            &format!(
                "has the type `{}`, which cloudq does not know",
                other.escape_debug()
            ),
            "choose a profile with a key, a role, or a sign-in",
        )),
    }
}

fn signed_in(
    entry: &VendorRecord<'_>,
    key: Credentials,
    again: &'static str,
) -> Result<Arc<dyn CredentialSource>, Error> {
    let end = entry.time("expiresAt")?;
    Ok(Arc::new(Fixed::ending(key, end, again)))
}
