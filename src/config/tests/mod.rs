//! Tests of the whole: from flags, variables and a file to accounts.

use std::path::PathBuf;

use tempfile::TempDir;

mod accounts;
mod bearer;
mod check;
mod file;
mod key_order;
mod sandbox;
mod static_keys;
mod token_service;
#[cfg(target_os = "linux")]
mod wiped;

use super::*;
use crate::credentials::Resolved;
use crate::error::{ConfigError, Error};
use crate::sign::Credentials;

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

/// A file in a folder of its own, and what is asked of it.
struct Case {
    folder: TempDir,
    flags: Flags,
    variables: Vec<(&'static str, &'static str)>,
}

impl Case {
    fn new(file: &str) -> Self {
        let case = Self {
            folder: tempfile::tempdir().unwrap(),
            flags: Flags::default(),
            variables: vec![],
        };
        case.write("config.toml", file, 0o600);
        case
    }

    fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
        path
    }

    fn profile(mut self, name: &str) -> Self {
        self.flags.profiles = vec![name.into()];
        self
    }

    fn set(mut self, variables: &[(&'static str, &'static str)]) -> Self {
        self.variables.extend(variables);
        self
    }

    fn env(&self) -> Env {
        let path = self.folder.path().join("config.toml");
        let file = [
            ("CLOUDQ_CONFIG", path.to_str().unwrap()),
            ("HOME", self.folder.path().to_str().unwrap()),
        ];
        Env::of(file.into_iter().chain(self.variables.iter().copied()))
    }

    fn load(&self) -> Result<Config, Error> {
        Config::load(&self.flags, self.env())
    }

    fn accounts(&self) -> Result<Vec<Account>, Error> {
        self.load()?.accounts()
    }

    fn account(&self) -> Account {
        let mut accounts = self.accounts().unwrap();
        assert_eq!(accounts.len(), 1);
        accounts.remove(0)
    }

    /// The key that was found, and where.
    fn key(&self) -> Result<(Credentials, Resolved), Error> {
        let found = self.account().credentials?;
        let key = found
            .source
            .key()
            .filter(|_| found.source.expires().is_none());
        let key = key.unwrap_or_else(|| panic!("{found:?}")).clone();
        Ok((key, found))
    }

    /// The message of the key that was not found.
    fn no_key(&self) -> (String, String) {
        match self.key().unwrap_err() {
            Error::Credentials { message, hint, .. } => (message, hint.unwrap()),
            other => panic!("{other:?}"),
        }
    }

    fn config_error(&self) -> ConfigError {
        match self.accounts().unwrap_err() {
            Error::Config(error) => error,
            other => panic!("{other:?}"),
        }
    }
}

const FILE: &str = r#"
default_profile = "prod"
[defaults]
retries = 1
timeout = "9s"
proxy = "http://proxy:1"
[profiles.prod]
provider = "ecs"
regions = ["cn-a", "cn-b"]
exclude_regions = ["cn-b"]
endpoint = "https://prod.example.com"
signature = "hmac-sha1"
retries = 2
credentials = { type = "static", access_key_id = "LTAIprodprodprod", access_key_secret = "prod-hunter2" }
[profiles.bare]
[profiles.env]
credentials = { type = "env" }
"#;

fn pair(id: &'static str, secret: &'static str) -> [(&'static str, &'static str); 2] {
    [(ID, id), (SECRET, secret)]
}
