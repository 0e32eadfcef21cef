//! Where keys come from: each source against the emulator, and which of several counts.
//!
//! A folder below `tests/data/credentials/SOURCE/` is a case: `case.toml` says what is
//! run with which variables and what is to come of it, `home/` has the files. In all of
//! them `${NAME}` stands for what only the test knows, see [`Known`].

mod cases;
mod check;
mod malformed;
mod order;
mod refresh;
mod token_service;

use std::fs;
use std::path::Path;

use cloudq::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, CLOUD_SSO_ACCESS_CONFIGURATION, CLOUD_SSO_ACCESS_TOKEN,
    DENIED_KEY_ID, DENIED_KEY_SECRET, EXPIRED_OIDC_TOKEN, EXTERNAL_ID, GUARDED_ROLE_ARN,
    OIDC_PROVIDER_ARN, OIDC_TOKEN, ROLE_ARN, STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN,
    TENCENT_GUARDED_ROLE_ARN, TENCENT_ROLE_ARN,
};

use crate::support::{Ended, Run, Service, cloudq, set_mode};

/// What must never be printed: all secrets that the emulator knows beforehand, and how
/// the tokens begin that it makes up.
const SECRETS: [&str; 8] = [
    ACCESS_KEY_SECRET,
    STS_KEY_SECRET,
    STS_TOKEN,
    DENIED_KEY_SECRET,
    OIDC_TOKEN,
    EXPIRED_OIDC_TOKEN,
    CLOUD_SSO_ACCESS_TOKEN,
    "CAIS",
];

/// What the names in the files of a case stand for.
struct Known {
    sandbox: String,
    home: String,
}

impl Known {
    fn fill(&self, text: &str) -> String {
        let names = [
            ("SANDBOX", self.sandbox.as_str()),
            ("HOME", &self.home),
            ("ID", ACCESS_KEY_ID),
            ("SECRET", ACCESS_KEY_SECRET),
            ("STS_ID", STS_KEY_ID),
            ("STS_SECRET", STS_KEY_SECRET),
            ("STS_TOKEN", STS_TOKEN),
            ("DENIED_ID", DENIED_KEY_ID),
            ("DENIED_SECRET", DENIED_KEY_SECRET),
            ("ROLE", ROLE_ARN),
            ("TENCENT_ROLE", TENCENT_ROLE_ARN),
            ("GUARDED_ROLE", GUARDED_ROLE_ARN),
            ("TENCENT_GUARDED_ROLE", TENCENT_GUARDED_ROLE_ARN),
            ("EXTERNAL_ID", EXTERNAL_ID),
            ("OIDC_PROVIDER", OIDC_PROVIDER_ARN),
            ("OIDC_TOKEN", OIDC_TOKEN),
            ("EXPIRED_OIDC_TOKEN", EXPIRED_OIDC_TOKEN),
            ("ACCESS_TOKEN", CLOUD_SSO_ACCESS_TOKEN),
            ("ACCESS_CONFIG", CLOUD_SSO_ACCESS_CONFIGURATION),
        ];
        let filled = names.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("${{{name}}}"), value)
        });
        assert!(!filled.contains("${"), "an unknown name: {filled}");
        filled
    }
}

/// A run that finds the emulator wherever it looks for a service.
fn run(service: &Service, arguments: &str) -> Run {
    let endpoint = service.endpoint();
    cloudq(arguments)
        .env("CLOUDQ_ENDPOINT", &endpoint)
        .env("CLOUDQ_STS_ENDPOINT", &endpoint)
        .env("CLOUDQ_METADATA_ENDPOINT", &endpoint)
        .env("CLOUDQ_REGION", "cn-hangzhou")
        .args("--retries 0")
}

/// Writes a file below the run's home, for its owner alone.
fn write(run: &Run, name: &str, content: impl AsRef<[u8]>) {
    let path = run.home().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    set_mode(&path, 0o600);
}

/// Copies a case's files into the run's home, with all names filled in.
fn copy(run: &Run, known: &Known, from: &Path, below: &str) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let below = format!("{below}{name}");
        if path.is_dir() {
            copy(run, known, &path, &format!("{below}/"));
        } else {
            write(run, &below, known.fill(&fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Checks that nothing secret was printed.
#[track_caller]
fn assert_hidden(ended: &Ended, more: &[String]) {
    let printed = format!("{}{}", ended.stdout, ended.stderr);
    let more = more.iter().map(String::as_str);
    for secret in SECRETS.into_iter().chain(more) {
        assert!(!printed.contains(secret), "`{secret}` is in: {ended}");
    }
    for member in ["AccessKeySecret\"", "TmpSecretKey\"", "SecurityToken\""] {
        assert!(!printed.contains(member), "a key is in: {ended}");
    }
}
