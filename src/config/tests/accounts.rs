//! Tests of settings, regions and profiles becoming accounts.

use crate::clouds::PROVIDERS;
use std::time::Duration;

use super::super::*;
use super::{Case, FILE};
use crate::error::Origin;
use crate::http::Proxy;
use crate::request::Endpoint;
use crate::secret::Secret;

#[test]
fn each_source_stands_above_the_next() {
    let retries = |case: &Case| {
        let account = case.account();
        let shown = account
            .shown
            .into_iter()
            .find(|shown| shown.key == "retries")
            .unwrap();
        assert_eq!(shown.value, account.network.retries.to_string());
        (account.network.retries, shown.origin.to_string())
    };
    let case = Case::new(FILE);
    let file = case.folder.path().join("config.toml").display().to_string();
    assert_eq!(retries(&Case::new("")), (3, "built in".into()));
    assert_eq!(retries(&case), (2, format!("{file}:13:11")));
    let case = case.profile("bare");
    assert_eq!(retries(&case), (1, format!("{file}:4:11")));
    let mut case = case.set(&[("CLOUDQ_RETRIES", "7")]);
    assert_eq!(retries(&case), (7, "CLOUDQ_RETRIES".into()));
    case.flags.retries = Some(8);
    assert_eq!(retries(&case), (8, "--retries".into()));
}

#[test]
fn a_profile_becomes_an_account() {
    let account = Case::new(FILE).account();
    assert_eq!(account.profile.as_deref(), Some("prod"));
    assert_eq!(account.provider.facts().id, "alibaba-ecs");
    assert_eq!(account.signature.value, "hmac-sha1");
    assert_eq!(
        account.endpoint.unwrap().value,
        Endpoint::https("prod.example.com")
    );
    assert_eq!(
        account.regions.unwrap().value,
        RegionChoice::Named(vec!["cn-a".into()])
    );
    assert_eq!(account.network.timeout, Duration::from_secs(9));
    assert_eq!(account.network.request_timeout, Duration::from_secs(30));
    assert_eq!(
        account.network.proxy,
        Proxy::Url(Secret::new("http://proxy:1"))
    );
    let keys: Vec<&str> = account.shown.iter().map(|shown| shown.key).collect();
    assert_eq!(
        keys[..6],
        [
            "profile",
            "provider",
            "regions",
            "exclude_regions",
            "endpoint",
            "signature"
        ]
    );
}

#[test]
fn without_anything_there_is_one_account() {
    let account = Case::new("").account();
    assert_eq!(
        (account.profile, account.regions, account.endpoint),
        (None, None, None)
    );
    assert_eq!(account.provider.facts().id, PROVIDERS[0].facts().id);
    assert_eq!(
        account.signature.value,
        account.provider.facts().signatures[0]
    );
    assert_eq!(account.signature.origin, Origin::BuiltIn);
    assert_eq!(account.network, crate::http::Network::default());
}

#[test]
fn regions_come_from_the_strongest_source() {
    let regions = |case: &Case| {
        let regions = case.account().regions?;
        let origin = match regions.origin {
            Origin::File { .. } => "file".to_owned(),
            other => other.to_string(),
        };
        Some((regions.value.display(), origin))
    };
    let some = |ids: &str, origin: &str| Some((ids.to_owned(), origin.to_owned()));
    let vendor = [
        ("ALICLOUD_REGION", "cn-w"),
        ("ALIBABA_CLOUD_REGION_ID", "cn-v"),
    ];
    assert_eq!(regions(&Case::new("")), None);
    assert_eq!(
        regions(&Case::new("").set(&vendor)),
        some("cn-v", "ALIBABA_CLOUD_REGION_ID")
    );
    assert_eq!(
        regions(&Case::new("").set(&vendor[..1])),
        some("cn-w", "ALICLOUD_REGION")
    );
    assert_eq!(regions(&Case::new(FILE).set(&vendor)), some("cn-a", "file"));
    // The profile leaves out cn-b, but whoever names it now wants it.
    let mut case = Case::new(FILE).set(&[("CLOUDQ_REGION", "cn-b,cn-c")]);
    assert_eq!(regions(&case), some("cn-b,cn-c", "CLOUDQ_REGION"));
    case.flags.regions = vec!["cn-d,cn-b".into()];
    assert_eq!(regions(&case), some("cn-d,cn-b", "--region"));
    case.flags.exclude_regions = vec!["cn-b".into()];
    assert_eq!(regions(&case), some("cn-d", "--region"));
    case.flags.exclude_regions.push("cn-d".into());
    assert_eq!(
        case.config_error().origin,
        Some(Origin::Flag("--exclude-region"))
    );
    let mut case = Case::new(FILE);
    case.flags.all_regions = true;
    assert_eq!(regions(&case), some("all", "--all-regions"));
    assert_eq!(case.account().exclude_regions, ["cn-b"]);
    let error = Case::new("")
        .set(&[("ALICLOUD_REGION", "cn.evil.com")])
        .config_error();
    assert_eq!(error.origin, Some(Origin::Variable("ALICLOUD_REGION")));
}

#[test]
fn profiles_are_chosen_by_flag_then_variable_then_file() {
    let names = |case: &Case| -> Vec<String> {
        case.accounts()
            .unwrap()
            .into_iter()
            .filter_map(|account| account.profile)
            .collect()
    };
    assert_eq!(names(&Case::new(FILE)), ["prod"]);
    let case = Case::new(FILE).set(&[("CLOUDQ_PROFILE", "env, bare")]);
    assert_eq!(names(&case), ["env", "bare"]);
    assert_eq!(names(&case.profile("all,env")), ["bare", "env", "prod"]);
}

#[test]
fn an_unknown_profile_is_told_where_it_was_asked_and_looked_for() {
    let case = Case::new(FILE).profile("prdo");
    let error = case.config_error();
    let file = case.folder.path().join("config.toml");
    assert_eq!(error.origin, Some(Origin::Flag("--profile")));
    assert_eq!(
        error.message,
        format!("there is no profile `prdo`: looked in {}", file.display())
    );
    let hint = error.hint.unwrap();
    assert!(
        hint.starts_with("did you mean `prod`? profiles: bare, env, prod"),
        "{hint}"
    );
    let error = Case::new("").set(&[("CLOUDQ_PROFILE", "x")]).config_error();
    assert_eq!(error.origin, Some(Origin::Variable("CLOUDQ_PROFILE")));
    assert!(
        Case::new("")
            .profile("all")
            .config_error()
            .message
            .contains("names no profile")
    );
    assert!(
        Case::new(FILE)
            .profile("")
            .config_error()
            .message
            .contains("an element is empty")
    );
    let config = Config::load(&Case::new("").profile("x").flags, Env::default()).unwrap();
    assert!(
        config
            .accounts()
            .unwrap_err()
            .to_string()
            .contains("no place for a file is known")
    );
}
