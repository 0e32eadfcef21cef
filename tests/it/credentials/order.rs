//! Of two places with a key, the one that comes first in the order signs.

use cloudq::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, OIDC_PROVIDER_ARN, OIDC_TOKEN, ROLE_ARN, STS_KEY_ID,
    STS_KEY_SECRET, STS_TOKEN,
};
use serde_json::json;

use super::{run, write};
use crate::support::{Run, Service, text};

/// Whom a key stands for, and so which one has signed.
const USER: &str = "user/sandbox";
const TEMPORARY: &str = "assumed-role/sandbox-role/sandbox";
const MACHINE: &str = "assumed-role/sandbox-role/vm-sandbox";
const BY_OIDC: &str = "assumed-role/sandbox-role/by-oidc";
const BY_URI: &str = "assumed-role/sandbox-role/credentials-uri";

/// Places where a key may be, in the order in which they count.
type Place = fn(Run, &Service) -> Run;

fn environment(run: Run, _: &Service) -> Run {
    run.env("ALIBABA_CLOUD_ACCESS_KEY_ID", STS_KEY_ID)
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", STS_KEY_SECRET)
        .env("ALIBABA_CLOUD_SECURITY_TOKEN", STS_TOKEN)
}

fn oidc(run: Run, _: &Service) -> Run {
    write(&run, "token", OIDC_TOKEN);
    let token = run.home().join("token").display().to_string();
    run.env("ALIBABA_CLOUD_ROLE_ARN", ROLE_ARN)
        .env("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", OIDC_PROVIDER_ARN)
        .env("ALIBABA_CLOUD_OIDC_TOKEN_FILE", &token)
        .env("ALIBABA_CLOUD_ROLE_SESSION_NAME", "by-oidc")
}

fn uri(run: Run, service: &Service) -> Run {
    let uri = format!("{}/-/credentials", service.endpoint());
    run.env("ALIBABA_CLOUD_CREDENTIALS_URI", &uri)
}

/// A file with the permanent key in the profile `p`, which is the default one.
fn profile(run: Run, _: &Service) -> Run {
    run.config(&format!(
        "default_profile = \"p\"\n[profiles.p]\ncredentials = {{ type = \"static\", \
         access_key_id = \"{ACCESS_KEY_ID}\", access_key_secret = \"{ACCESS_KEY_SECRET}\" }}\n"
    ))
}

/// The temporary key as the CLI's current profile.
fn vendor_cli(run: Run, _: &Service) -> Run {
    let profile = json!({
        "name": "default",
        "mode": "StsToken",
        "access_key_id": STS_KEY_ID,
        "access_key_secret": STS_KEY_SECRET,
        "sts_token": STS_TOKEN,
    });
    let file = json!({ "current": "default", "profiles": [profile] });
    write(&run, ".aliyun/config.json", file.to_string());
    run
}

fn machine(run: Run, _: &Service) -> Run {
    run.env("ALIBABA_CLOUD_ECS_METADATA", "sandbox-role")
}

/// The step that won, and the end of whom the key stands for.
#[track_caller]
fn winner(arguments: &str, places: &[Place]) -> (String, String) {
    let service = Service::new();
    let arguments = format!("{arguments} auth check -o json");
    let start = run(&service, arguments.trim());
    let run = places.iter().fold(start, |run, place| place(run, &service));
    let rows = run.run().rows();
    let identity = text(&rows[0], "identity").split(':').next_back().unwrap();
    (text(&rows[0], "step").to_owned(), identity.to_owned())
}

#[track_caller]
fn assert_winner(arguments: &str, places: &[Place], step: &str, identity: &str) {
    let expected = (step.to_owned(), identity.to_owned());
    assert_eq!(winner(arguments, places), expected);
}

#[test]
fn a_profile_named_by_a_flag_counts_before_the_environment() {
    assert_winner("-p p", &[profile, environment], "profile", USER);
}

#[test]
fn a_key_in_the_environment_counts_before_a_role_by_oidc() {
    assert_winner("", &[environment, oidc], "environment", TEMPORARY);
}

#[test]
fn a_role_by_oidc_counts_before_a_credentials_uri() {
    assert_winner("", &[oidc, uri], "environment", BY_OIDC);
}

#[test]
fn the_environment_counts_before_the_default_profile() {
    assert_winner("", &[environment, profile], "environment", TEMPORARY);
    assert_winner("", &[uri, profile], "environment", BY_URI);
    let named: Place = |run, service| profile(run, service).env("CLOUDQ_PROFILE", "p");
    assert_winner("", &[environment, named], "environment", TEMPORARY);
}

#[test]
fn the_default_profile_counts_before_the_vendors_cli() {
    assert_winner("", &[profile, vendor_cli], "default-profile", USER);
}

#[test]
fn the_vendors_cli_counts_before_the_role_of_the_machine() {
    assert_winner("", &[vendor_cli, machine], "vendor-cli", TEMPORARY);
    assert_winner("", &[machine], "instance-role", MACHINE);
}

#[test]
fn a_profile_without_a_key_leaves_it_to_what_comes_next() {
    let bare: Place = |run, _| run.config("default_profile = \"p\"\n[profiles.p]\n");
    assert_winner("", &[bare, vendor_cli], "vendor-cli", TEMPORARY);
    let env: Place = |run, _| {
        run.config("default_profile = \"p\"\n[profiles.p]\ncredentials = { type = \"env\" }\n")
    };
    assert_winner("", &[env, vendor_cli], "vendor-cli", TEMPORARY);
}

#[test]
fn a_vendors_cli_that_holds_no_key_is_none() {
    for file in [
        r#"{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"","access_key_secret":""}]}"#,
        r#"{"current":"default","profiles":[{"name":"default","mode":""}]}"#,
    ] {
        let service = Service::new();
        let run = machine(run(&service, "auth check -o json"), &service);
        write(&run, ".aliyun/config.json", file);
        assert_eq!(text(&run.run().rows()[0], "step"), "instance-role");
    }
    // A variable says to leave it alone.
    for variable in [
        "ALIBABA_CLOUD_CLI_PROFILE_DISABLED",
        "ALIBABA_CLOUD_IGNORE_PROFILE",
    ] {
        let service = Service::new();
        let run = vendor_cli(run(&service, "auth check"), &service).env(variable, "TRUE");
        let ended = run.run();
        assert_eq!(ended.code, Some(4), "{ended}");
        assert!(
            ended.stderr.contains("no credentials for alibaba-ecs"),
            "{ended}"
        );
    }
}

#[test]
fn the_role_of_the_machine_is_not_looked_for_unasked() {
    let service = Service::new();
    let ended = run(&service, "images list").run();
    ended.failed_saying(4, &["no credentials for alibaba-ecs"]);
    assert_eq!(service.log().len(), 0);
}

#[test]
fn half_a_key_is_not_completed_further_down() {
    let service = Service::new();
    let run = profile(run(&service, "images list"), &service);
    let ended = vendor_cli(run, &service)
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "x")
        .run();
    ended.failed_saying(4, &["ALIBABA_CLOUD_ACCESS_KEY_SECRET is not"]);
    assert_eq!(service.log().len(), 0);
}

#[test]
fn several_profiles_have_their_own_keys_whoever_names_them() {
    let service = Service::new();
    let config = format!(
        "[profiles.a]\n[profiles.b]\ncredentials = {{ type = \"static\", \
         access_key_id = \"{ACCESS_KEY_ID}\", access_key_secret = \"{ACCESS_KEY_SECRET}\" }}\n"
    );
    let run = environment(
        run(&service, "auth check -o json --error-format json"),
        &service,
    );
    let ended = run.config(&config).env("CLOUDQ_PROFILE", "a,b").run();
    assert_eq!(ended.code, Some(11), "{ended}");
    let told: serde_json::Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!(
        (text(&told, "profile"), text(&told, "provider")),
        ("a", "alibaba-ecs")
    );
    let message = text(&told, "message");
    assert!(
        message.contains("CLOUDQ_PROFILE") && !message.contains("--profile"),
        "{message}"
    );
    let rows: Vec<serde_json::Value> = serde_json::from_str(&ended.stdout).unwrap();
    let statuses: Vec<&str> = rows.iter().map(|row| text(row, "status")).collect();
    assert_eq!(statuses, ["no-key", "ok"]);
    assert!(text(&rows[1], "identity").ends_with(USER));
}

#[test]
fn without_a_home_there_is_the_environment_and_a_named_file() {
    let service = Service::new();
    let ended = run(&service, "images list").env("HOME", "none").run();
    assert_eq!(ended.code, Some(4), "{ended}");
    assert_eq!(
        ended.stderr.matches("no home directory is known").count(),
        1,
        "{ended}"
    );
    let run_with = environment(run(&service, "auth check -o json"), &service).env("HOME", "none");
    assert_eq!(
        text(&run_with.args("-q").run().rows()[0], "step"),
        "environment"
    );
}
