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

/// The permanent key in the file of the vendor's SDKs.
fn sdk_file(run: Run, _: &Service) -> Run {
    let text = format!(
        "[default]\ntype = access_key\naccess_key_id = {ACCESS_KEY_ID}\n\
         access_key_secret = {ACCESS_KEY_SECRET}\n"
    );
    write(&run, ".alibabacloud/credentials", text);
    run
}

fn machine(run: Run, _: &Service) -> Run {
    run.env("ALIBABA_CLOUD_ECS_METADATA", "sandbox-role")
}

/// The step that won, and the end of whom the key stands for.
#[track_caller]
fn winner(arguments: &str, places: &[Place]) -> (String, String) {
    let service = Service::new();
    let arguments = format!("{arguments} auth check -q -o json");
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
fn a_named_profile_counts_before_the_environment() {
    assert_winner("-p p", &[profile, environment], "profile", USER);
    let named: Place = |run, _| run.env("CLOUDQ_PROFILE", "p");
    let places = [profile, environment, named];
    assert_winner("", &places, "profile", USER);
}

#[test]
fn a_key_of_the_environment_that_signs_for_the_default_profile_is_told() {
    let service = Service::new();
    let places = |arguments: &str| {
        let run = profile(run(&service, arguments), &service);
        environment(run, &service)
    };
    let ended = places("images list -o json --limit 1").run();
    assert_eq!(ended.code, Some(0), "{ended}");
    assert_eq!(
        ended.stderr,
        "note: the access key in ALIBABA_CLOUD_ACCESS_KEY_ID is used instead of the key of the \
         default profile `p`; to use the profile's key, pass -p p\n"
    );
    let rows: Vec<serde_json::Value> = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(rows[0]["profile"], serde_json::Value::Null);
    // Nothing to tell where the profile's own key signs, or it has none of its own.
    let rows = places("images list -o json --limit 1 -p p").run().rows();
    assert_eq!(text(&rows[0], "profile"), "p");
    for own in ["", "credentials = { type = \"env\" }\n"] {
        let config = format!("default_profile = \"p\"\n[profiles.p]\n{own}");
        let rows = places("images list -o json --limit 1")
            .config(&config)
            .run()
            .rows();
        assert_eq!(text(&rows[0], "profile"), "p");
    }
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
fn the_vendors_cli_counts_before_the_file_of_the_sdks() {
    assert_winner("", &[vendor_cli, sdk_file], "vendor-cli", TEMPORARY);
    assert_winner("", &[sdk_file, machine], "sdk-file", USER);
    let named: Place = |run, service| {
        let run = sdk_file(run, service).env("ALIBABA_CLOUD_CREDENTIALS_FILE", "~/sdk");
        let home = run.home();
        std::fs::rename(home.join(".alibabacloud/credentials"), home.join("sdk")).unwrap();
        run
    };
    assert_winner("", &[named, machine], "sdk-file", USER);
}

#[test]
fn a_file_of_the_sdks_without_a_key_is_none_unless_it_is_named() {
    for file in [
        "",
        "[default]\n",
        "[default]\naccess_key_id =\n",
        "[other]\na = b\n",
    ] {
        let service = Service::new();
        let prepared = |arguments: &str| {
            let run = machine(run(&service, arguments), &service);
            write(&run, ".alibabacloud/credentials", file);
            run
        };
        let rows = prepared("auth check -o json").run().rows();
        assert_eq!(text(&rows[0], "step"), "instance-role", "{file}");
        let path = "~/.alibabacloud/credentials";
        let named = prepared("images list").env("ALIBABA_CLOUD_CREDENTIALS_FILE", path);
        named.run().failed_saying(4, &[".alibabacloud/credentials"]);
    }
    let service = Service::new();
    let missing = run(&service, "images list").env("ALIBABA_CLOUD_CREDENTIALS_FILE", "~/none");
    let words = [
        "ALIBABA_CLOUD_CREDENTIALS_FILE: there is no file /",
        "unset",
    ];
    missing.run().failed_saying(5, &words);
}

#[test]
fn tencents_file_of_the_sdks_is_used_too() {
    let service = Service::new();
    let run = run(&service, "auth check --provider ecm -o json");
    let text_of_file =
        format!("[default]\nsecret_id = {ACCESS_KEY_ID}\nsecret_key = {ACCESS_KEY_SECRET}\n");
    write(&run, ".tencentcloud/credentials", text_of_file);
    let rows = run.run().rows();
    assert_eq!(
        (text(&rows[0], "step"), text(&rows[0], "status")),
        ("sdk-file", "ok")
    );
}

#[test]
fn a_profile_without_a_key_leaves_it_to_what_comes_next() {
    let bare: Place = |run, _| run.config("default_profile = \"p\"\n[profiles.p]\n");
    assert_winner("", &[bare, vendor_cli], "vendor-cli", TEMPORARY);
    assert_winner("-p p", &[bare, vendor_cli], "vendor-cli", TEMPORARY);
    assert_winner(
        "-p p",
        &[bare, environment, vendor_cli],
        "environment",
        TEMPORARY,
    );
    let named: Place = |run, service| sdk_file(run, service).env("CLOUDQ_PROFILE", "p");
    assert_winner("", &[bare, named], "sdk-file", USER);
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
        "{}",
        r#"{"current":"default","profiles":null}"#,
        r#"{"current":"","profiles":[null]}"#,
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
fn of_several_profiles_those_with_credentials_use_their_own() {
    let config = format!(
        "[profiles.a]\n[profiles.b]\ncredentials = {{ type = \"static\", \
         access_key_id = \"{ACCESS_KEY_ID}\", access_key_secret = \"{ACCESS_KEY_SECRET}\" }}\n"
    );
    for (arguments, variable) in [("-p a,b", ""), ("-p all", ""), ("", "a,b")] {
        let service = Service::new();
        let run = run(&service, &format!("{arguments} auth check -q -o json"));
        let run = environment(run, &service).env("CLOUDQ_PROFILE", variable);
        let rows = run.config(&config).run().rows();
        let steps: Vec<&str> = rows.iter().map(|row| text(row, "step")).collect();
        assert_eq!(steps, ["environment", "profile"], "{arguments}");
        assert!(text(&rows[0], "identity").ends_with(TEMPORARY));
        assert!(text(&rows[1], "identity").ends_with(USER));
    }
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
    let run_with = vendor_cli(run(&service, "auth check -q -o json"), &service);
    let file = run_with.home().join(".aliyun/config.json");
    let run_with = run_with
        .env("ALIBABA_CLOUD_CONFIG_FILE", file.to_str().unwrap())
        .env("HOME", "none");
    assert_eq!(text(&run_with.run().rows()[0], "step"), "vendor-cli");
}
