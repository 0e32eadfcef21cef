//! `~/.aliyun/config.json`, the file of Alibaba Cloud's CLI. It is only read.
//!
//! Source code of that CLI (`config/profile.go`) and of the vendor's Go SDK
//! (`credentials/providers/cli_profile.go`), read 2026-11. Mode names are compared
//! exactly, as those do.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::cloud_sso::SignIn;
use crate::credentials::{
    AssumeByOidc, AssumeRole, Chain, ChainStep, CredentialSource, Fixed, KeyMembers, LONGEST_CHAIN,
    Oidc, Process, Resolved, TokenServiceAt, Uri, UriKey, VendorRecord, endless, first, first_path,
    is_true, json_file,
};
use crate::error::{ConfigError, Error, Origin};
use crate::machine::files::{not_found, whole};
use crate::machine::home::expand;
use crate::request::Endpoint;
use crate::words::suggestion;

/// The variables that name the profile, in the CLI's order.
const PROFILE: [&str; 3] = [
    "ALIBABACLOUD_PROFILE",
    "ALIBABA_CLOUD_PROFILE",
    "ALICLOUD_PROFILE",
];

/// The variables that name the file: of the SDKs, and of the Terraform provider.
const FILE: [&str; 2] = [
    "ALIBABA_CLOUD_CONFIG_FILE",
    "ALICLOUD_SHARED_CREDENTIALS_FILE",
];

/// Variables that say to leave the file alone.
const DISABLED: [&str; 2] = [
    "ALIBABA_CLOUD_IGNORE_PROFILE",
    "ALIBABA_CLOUD_CLI_PROFILE_DISABLED",
];

/// The key of a profile that was asked for.
pub(super) fn find(
    chain: &Chain<'_>,
    name: Option<&str>,
    file: Option<&Path>,
) -> Result<Resolved, Error> {
    let path = match file {
        Some(path) => path.to_owned(),
        None => location(chain)?.0,
    };
    let Some(object) = json_file(&path, true)? else {
        return Err(ConfigError::new("there is no such file")
            .at(whole(&path))
            .hint("`aliyun configure` writes it")
            .into());
    };
    let file = Profiles::new(chain, &path, &object)?;
    file.resolved(&file.chosen(name)?)
}

/// The key of the CLI's current profile, if the CLI is in use here.
pub(super) fn current(chain: &Chain<'_>) -> Result<Option<Resolved>, Error> {
    let is_disabled = DISABLED.iter().any(|name| is_true(chain.env, name));
    let is_named = first(chain.env, &FILE)?.is_some();
    if is_disabled || (!is_named && chain.env.home().is_none()) {
        return Ok(None);
    }
    let (path, variable) = location(chain)?;
    let Some(object) = json_file(&path, is_named)? else {
        return match variable {
            Some(variable) => {
                let hint = format!("`aliyun configure` writes it; or unset {variable}");
                Err(not_found(&path, Origin::Variable(variable), hint).into())
            }
            None => Ok(None),
        };
    };
    let file = Profiles::new(chain, &path, &object)?;
    let name = file.chosen(None)?;
    if file.all.is_empty() && name == "default" {
        return Ok(None);
    }
    // The CLI writes a profile without a key when it is started for the first time.
    let entry = file.entry(&name)?;
    if mode(&entry)? == "AK"
        && entry
            .any(&["access_key_id", "access_key_secret"])?
            .is_none()
    {
        return Ok(None);
    }
    Ok(Some(Resolved {
        step: ChainStep::VendorCli,
        ..file.resolved(&name)?
    }))
}

/// The file, and the variable that names it.
fn location(chain: &Chain<'_>) -> Result<(PathBuf, Option<&'static str>), Error> {
    if let Some((variable, path)) = first_path(chain.env, &FILE)? {
        return Ok((path, Some(variable)));
    }
    let home = chain.home("the file of the Alibaba Cloud CLI")?;
    Ok((home.join(".aliyun").join("config.json"), None))
}

/// The profiles of the file.
struct Profiles<'a> {
    chain: &'a Chain<'a>,
    path: &'a Path,
    current: Option<&'a str>,
    all: Vec<&'a Map<String, Value>>,
}

impl<'a> Profiles<'a> {
    fn new(
        chain: &'a Chain<'a>,
        path: &'a Path,
        object: &'a Map<String, Value>,
    ) -> Result<Self, Error> {
        let wrong = |why: &str| Error::from(ConfigError::new(why).at(whole(path)));
        let list = match object.get("profiles") {
            None | Some(Value::Null) => &[],
            Some(Value::Array(list)) => list.as_slice(),
            Some(_) => return Err(wrong("`profiles` is no list")),
        };
        // A hand that removed a profile may have left null in its place.
        let all = list.iter().filter(|profile| !profile.is_null());
        let all = all.map(Value::as_object).collect::<Option<_>>();
        Ok(Self {
            chain,
            path,
            current: match object.get("current") {
                None | Some(Value::Null) => None,
                Some(Value::String(name)) => Some(name.as_str()).filter(|name| !name.is_empty()),
                Some(_) => return Err(wrong("`current` is no text")),
            },
            all: all.ok_or_else(|| wrong("`profiles`: an element is not an object"))?,
        })
    }

    /// The name that was given, else that of a variable, else the current one.
    fn chosen(&self, name: Option<&str>) -> Result<String, Error> {
        if let Some(name) = name {
            return Ok(name.to_owned());
        }
        let variable = first(self.chain.env, &PROFILE)?.map(|(_, name)| name);
        Ok(variable.or(self.current).unwrap_or("default").to_owned())
    }

    fn entry(&self, name: &str) -> Result<VendorRecord<'a>, Error> {
        let named = |profile: &&&Map<String, Value>| {
            profile.get("name").and_then(Value::as_str) == Some(name)
        };
        let members = *self.all.iter().find(named).ok_or_else(|| {
            let names = self.all.iter();
            let names = names.filter_map(|profile| profile.get("name")?.as_str());
            Error::credentials(
                format!("there is no profile `{name}` in {}", self.path.display()),
                suggestion(name, names, "profiles"),
            )
        })?;
        Ok(VendorRecord {
            path: self.path,
            name: format!("profile `{name}`"),
            members,
        })
    }

    fn resolved(&self, name: &str) -> Result<Resolved, Error> {
        let origin = whole(self.path);
        let entry = self.entry(name)?;
        let region = entry.text("region_id");
        Ok(Resolved {
            source: self.source(name, &mut Vec::new())?,
            place: format!("aliyun-cli profile `{name}` in {}", self.path.display()),
            region: region.map(|region| Some((region?.to_owned(), origin.clone()))),
            inside: is_inside(&entry)?.then(|| origin.clone()),
            origin,
            step: ChainStep::Profile,
        })
    }

    /// How a profile's key is fetched. The names are those of the profiles on the way.
    fn source(
        &self,
        name: &str,
        names: &mut Vec<String>,
    ) -> Result<Arc<dyn CredentialSource>, Error> {
        let entry = self.entry(name)?;
        let repeated = names.iter().any(|known| known == name);
        names.push(name.to_owned());
        if repeated || names.len() > LONGEST_CHAIN {
            return Err(endless(names));
        }
        let key = |token| entry.needed_key("access_key_id", "access_key_secret", token);
        let fixed = |token| Ok::<_, Error>(Arc::new(Fixed::new(key(token)?)));
        Ok(match mode(&entry)? {
            "AK" => fixed(None)?,
            "StsToken" => {
                entry.needed("sts_token")?;
                fixed(Some("sts_token"))?
            }
            "RamRoleArn" => self.role(&entry, fixed(Some("sts_token"))?)?,
            "EcsRamRole" => self.instance_role(&entry)?,
            // The constant in the source code has another name.
            "RamRoleArnWithRoleName" => self.role(&entry, self.instance_role(&entry)?)?,
            "ChainableRamRoleArn" => {
                let source = entry.needed("source_profile")?;
                self.role(&entry, self.source(source, names)?)?
            }
            "External" => Arc::new(Process {
                command: self.command(&entry)?,
                members: &KeyMembers::COMMON,
            }),
            "CredentialsURI" => {
                let uri = Uri::parse(entry.needed("credentials_uri")?);
                Arc::new(UriKey {
                    uri: uri.map_err(|why| entry.wrong("credentials_uri", &why))?,
                    members: &KeyMembers::COMMON,
                })
            }
            "OIDC" => Arc::new(AssumeByOidc {
                oidc: Oidc {
                    role: entry.role("ram_role_arn", &SESSION)?,
                    provider: entry.needed("oidc_provider_arn")?.to_owned(),
                    token_file: entry.path("oidc_token_file", self.chain.env.home())?,
                },
                sts: self.sts(&entry)?,
            }),
            "CloudSSO" => Arc::new(SignIn::read(&entry)?),
            // The CLI keeps the key that the sign-in gave it, and renews it by a browser.
            "OAuth" => Arc::new(Fixed::ending(
                key(Some("sts_token"))?,
                entry.time("sts_expiration")?,
                SIGN_IN,
            )),
            other => {
                return Err(entry.refuse(
                    &format!(
                        "has the mode `{}`, which cloudq does not know",
                        other.escape_debug()
                    ),
                    "choose a profile with a key, a role, or a command (`External`)",
                ));
            }
        })
    }

    fn role(
        &self,
        entry: &VendorRecord<'_>,
        base: Arc<dyn CredentialSource>,
    ) -> Result<Arc<dyn CredentialSource>, Error> {
        Ok(Arc::new(AssumeRole {
            base,
            role: entry.role("ram_role_arn", &SESSION)?,
            sts: self.sts(entry)?,
        }))
    }

    fn instance_role(&self, entry: &VendorRecord<'_>) -> Result<Arc<dyn CredentialSource>, Error> {
        self.chain.instance_role(entry.text("ram_role_name")?, None)
    }

    /// The words of the command. The CLI splits at blanks and knows no quotes.
    fn command(&self, entry: &VendorRecord<'_>) -> Result<Vec<String>, Error> {
        let forbidden = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";
        if is_true(self.chain.env, forbidden) {
            let what = format!("runs a command, which {forbidden} forbids");
            return Err(entry.refuse(&what, "unset it, or choose another profile"));
        }
        let words = entry.needed("process_command")?.split_whitespace();
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        if let Some(program) = words.first_mut() {
            let path = expand(Path::new(program), self.chain.env.home());
            let path = path.map_err(|why| entry.wrong("process_command", why))?;
            *program = path.to_string_lossy().into_owned();
        }
        Ok(words)
    }

    fn sts(&self, entry: &VendorRecord<'_>) -> Result<TokenServiceAt, Error> {
        let inside = is_inside(entry)?;
        // The public service needs no region, the one inside the network does.
        let region = match entry.text("sts_region")? {
            None if inside => entry.text("region_id")?.map(|region| ("region_id", region)),
            region => region.map(|region| ("sts_region", region)),
        };
        let of_file = match (entry.endpoint("sts_endpoint")?, region) {
            (Some(endpoint), _) => Some(endpoint),
            (None, None) => None,
            (None, Some((member, region))) => {
                let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
                if !region.bytes().all(letters) {
                    return Err(entry.wrong(member, "is no region").into());
                }
                let host = if inside { "sts-vpc" } else { "sts" };
                Some(Endpoint::https(format!("{host}.{region}.aliyuncs.com")))
            }
        };
        self.chain.token_service(of_file)
    }
}

/// Whether the profile says that services are reached inside the cloud's network.
fn is_inside(entry: &VendorRecord<'_>) -> Result<bool, Error> {
    Ok(entry.text("endpoint_type")? == Some("vpc"))
}

/// The profile's mode. One that has none is what its members make it, in the CLI's
/// order (`AutoModeRecognition`); `AK` also where nothing is there.
fn mode<'a>(entry: &VendorRecord<'a>) -> Result<&'a str, Error> {
    if let Some(mode) = entry.text("mode")? {
        return Ok(mode);
    }
    let has = |members: &[&str]| -> Result<bool, Error> {
        for member in members {
            if entry.text(member)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    };
    if has(&["access_key_id", "access_key_secret"])? {
        return Ok(if has(&["sts_token"])? {
            "StsToken"
        } else if has(&["ram_role_arn"])? {
            "RamRoleArn"
        } else {
            "AK"
        });
    }
    for (mode, members) in RECOGNISED {
        if has(members)? {
            return Ok(mode);
        }
    }
    Ok("AK")
}

/// The modes of profiles without a key, by what they need.
const RECOGNISED: [(&str, &[&str]); 5] = [
    ("RsaKeyPair", &["private_key", "key_pair_name"]),
    ("EcsRamRole", &["ram_role_name"]),
    ("External", &["process_command"]),
    (
        "OIDC",
        &["oidc_provider_arn", "oidc_token_file", "ram_role_arn"],
    ),
    ("CloudSSO", &["cloud_sso_sign_in_url"]),
];

/// What to do when the key of a sign-in has ended.
const SIGN_IN: &str = "sign in again with the Alibaba Cloud CLI: aliyun configure --mode OAuth";

/// The CLI's name for the session, and that of the Python SDK.
const SESSION: [&str; 2] = ["ram_session_name", "role_session_name"];
