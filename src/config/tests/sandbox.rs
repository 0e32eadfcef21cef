//! Tests of the built-in profile, and of what is shown of all profiles.

use crate::http::address;
use std::path::Path;
use std::time::Duration;

use super::super::*;
use super::{Case, FILE, ID, SECRET, pair};
use crate::http::Proxy;
use crate::request::Endpoint;
use crate::secret::Secret;
use crate::sign::Credentials;

fn built_in() -> BuiltIn {
    BuiltIn {
        provider: "alibaba-ecs",
        endpoint: address::parse("http://127.0.0.1:4567").unwrap(),
        credentials: Credentials {
            id: "sandbox-id".into(),
            secret: Secret::new("x"),
            token: None,
        },
        region: "cn-hangzhou".into(),
    }
}

fn id_of(account: &Account) -> &str {
    &account
        .credentials
        .as_ref()
        .unwrap()
        .source
        .key()
        .unwrap()
        .id
}

#[test]
fn the_sandbox_is_a_profile_that_nothing_real_gets_into() {
    let mut case = Case::new(FILE)
        .profile("prod,sandbox")
        .set(&pair("real", "real-secret"))
        .set(&[
            ("ALICLOUD_REGION", "cn-real"),
            ("CLOUDQ_ENDPOINT", "https://real.example.com"),
            ("CLOUDQ_RETRIES", "4"),
        ]);
    case.flags.timeout = Some(Duration::from_secs(1));
    let config = case.load().unwrap();
    assert!(config.wants_sandbox());
    let accounts = config.with_sandbox(built_in()).accounts().unwrap();
    let sandbox = &accounts[1];
    assert_eq!(sandbox.profile.as_deref(), Some("sandbox"));
    assert_eq!(
        sandbox.endpoint.as_ref().unwrap().value.to_string(),
        "http://127.0.0.1:4567"
    );
    assert_eq!(id_of(sandbox), "sandbox-id");
    assert_eq!(
        sandbox.regions.as_ref().unwrap().value.display(),
        "cn-hangzhou"
    );
    assert_eq!(sandbox.network.proxy, Proxy::None);
    assert_eq!(sandbox.network.timeout, Duration::from_secs(1));
    assert_eq!(sandbox.network.retries, 4);
    // The other account does not notice.
    assert_eq!(id_of(&accounts[0]), "LTAIprodprodprod");

    case.flags.regions = vec!["all".into()];
    case.flags.profiles = vec!["sandbox".into()];
    let account = case
        .load()
        .unwrap()
        .with_sandbox(built_in())
        .accounts()
        .unwrap()
        .remove(0);
    assert_eq!(account.regions.unwrap().value, RegionChoice::All);
    case.flags.endpoint = Some(Endpoint::https("real.example.com"));
    let error = case
        .load()
        .unwrap()
        .with_sandbox(built_in())
        .accounts()
        .unwrap_err();
    assert!(error.to_string().starts_with("--endpoint: "), "{error}");
}

#[test]
fn the_sandbox_is_wanted_only_when_chosen() {
    assert!(!Case::new(FILE).load().unwrap().wants_sandbox());
    assert!(
        !Case::new(FILE)
            .profile("all")
            .load()
            .unwrap()
            .wants_sandbox()
    );
    let case = Case::new("default_profile = 'sandbox'");
    assert!(case.load().unwrap().wants_sandbox());
    assert_eq!(case.config_error().message, "this build has no sandbox");
    assert!(
        Case::new("")
            .set(&[("CLOUDQ_PROFILE", "sandbox")])
            .load()
            .unwrap()
            .wants_sandbox()
    );
}

#[test]
fn profiles_are_listed_without_secrets() {
    let case = Case::new(&format!(
        "{FILE}[profiles.file]\ncredentials = {{ type = 'static', secret_id = 'short', secret_key_file = '/k' }}"
    ));
    let rows = case.load().unwrap().profiles().unwrap();
    let path = case.folder.path().join("config.toml").display().to_string();
    let told: Vec<(&str, bool, &str, Option<&str>)> = rows
        .iter()
        .map(|row| {
            (
                &*row.name,
                row.default,
                &*row.credentials,
                row.key_id.as_deref(),
            )
        })
        .collect();
    let (prod, file) = (
        format!("static in {path}:14"),
        format!("static in {path}:19, secret in /k"),
    );
    let mut expected = vec![
        ("bare", false, "none", None),
        ("env", false, "environment, not set", None),
        ("file", false, &*file, Some("…")),
        ("prod", true, &*prod, Some("LTAI…prod")),
    ];
    if cfg!(feature = "sandbox") {
        expected.push(("sandbox", false, "built in", None));
    }
    assert_eq!(told, expected);
    assert_eq!(rows[3].origin.to_string(), format!("{path}:7:11"));
    let rows = case
        .set(&[(SECRET, "x"), ("CLOUDQ_PROFILE", "env")])
        .load()
        .unwrap()
        .profiles()
        .unwrap();
    assert_eq!(
        (&*rows[1].credentials, rows[1].default),
        (&*format!("environment {ID}"), true)
    );
    assert!(!rows[3].default);
}

#[test]
fn loading_tells_of_the_first_problem_and_checking_of_all() {
    let case =
        Case::new("colour = 1\n[defaults]\nretries = 99\n").set(&[("CLOUDQ_CONCURRENCY", "0")]);
    let checked = Config::check(&case.flags, &case.env());
    let messages: Vec<String> = checked.problems.iter().map(ToString::to_string).collect();
    assert!(checked.found && messages.len() == 3, "{messages:?}");
    assert!(
        messages[2].starts_with("CLOUDQ_CONCURRENCY: "),
        "{messages:?}"
    );
    let case = Case {
        variables: vec![],
        ..case
    };
    let error = case.config_error();
    assert!(error.message.contains("`colour`"), "{error}");
    assert!(
        error
            .hint
            .unwrap()
            .ends_with("; `cloudq config validate` tells of 1 more")
    );
    let none = Config::check(&Flags::default(), &Env::of([("HOME", "/nonexistent")]));
    assert!(!none.found && none.problems.is_empty());
    assert_eq!(
        none.location.unwrap().path,
        Path::new("/nonexistent/.config/cloudq/config.toml")
    );
}

#[test]
fn nothing_shown_holds_a_secret() {
    let file = FILE.replace("http://proxy:1", "http://u:hunter2@proxy:1");
    let case = Case::new(&file);
    let config = case.load().unwrap();
    let account = case.account();
    let shown = format!(
        "{config:?} {account:?} {:?} {:?}",
        account.shown, account.credentials
    );
    assert!(
        shown.contains("http://***@proxy:1") && !shown.contains("hunter2"),
        "{shown}"
    );
}
