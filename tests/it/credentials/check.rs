//! What `auth check` tells beside the key itself, and what `profiles` tells without asking.

use cloudq::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, DENIED_KEY_ID, DENIED_KEY_SECRET, Fault, FaultKind, ROLE_ARN,
};
use serde_json::Value;

use super::{assert_hidden, run, write};
use crate::support::{Ended, Run, Service, cloudq, text};

fn keys(pairs: &[(&str, &str, &str)]) -> String {
    let profile = |(name, id, secret): &(&str, &str, &str)| {
        format!(
            "[profiles.{name}]\nregions = [\"cn-beijing\", \"cn-hangzhou\"]\ncredentials = \
             {{ type = \"static\", access_key_id = \"{id}\", access_key_secret = \"{secret}\" }}\n"
        )
    };
    pairs.iter().map(profile).collect()
}

fn good(run: Run) -> Run {
    run.config(&keys(&[("p", ACCESS_KEY_ID, ACCESS_KEY_SECRET)]))
}

#[track_caller]
fn rows(ended: &Ended) -> Vec<Value> {
    serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {ended}"))
}

#[test]
fn a_table_has_a_line_for_each_profile() {
    let service = Service::new();
    let config = keys(&[
        ("good", ACCESS_KEY_ID, ACCESS_KEY_SECRET),
        ("denied", DENIED_KEY_ID, DENIED_KEY_SECRET),
        ("unknown", "LTAI5tNobodyKnowsThis99", "x"),
    ]) + "[profiles.bare]\n";
    let columns = "-c profile,status,step,account,identity,listing_permitted,region";
    let run = run(&service, &format!("-p all auth check {columns}"));
    let ended = run.env("CLOUDQ_REGION", "").config(&config).run();
    assert_eq!(ended.code, Some(11), "{ended}");
    insta::assert_snapshot!(ended.stdout);
    for words in [
        "profile `denied` needs ecs:DescribeImages",
        "profile `unknown`: check the key's id",
        "neither the environment nor profile `bare` has any",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {ended}");
    }
}

#[test]
fn whose_key_it_is_may_stay_unknown() {
    let service = Service::new();
    let run = good(run(&service, "-p p auth check -o json"));
    let ended = run.env("CLOUDQ_STS_ENDPOINT", "http://127.0.0.1:1").run();
    assert_eq!(ended.code, Some(0), "{ended}");
    let row = &rows(&ended)[0];
    assert_eq!(
        (text(row, "status"), &row["identity"]),
        ("ok", &Value::Null)
    );
    assert!(
        ended
            .stderr
            .starts_with("warning: cannot determine who owns the key"),
        "{ended}"
    );
}

#[test]
fn what_keeps_it_from_being_known_is_told_of_its_own_call() {
    let service = Service::with(|options| {
        options.faults = vec![Fault {
            action: Some("GetCallerIdentity".to_owned()),
            ..Fault::always(FaultKind::Garbage)
        }];
    });
    let ended = good(run(&service, "-p p auth check --error-format json")).run();
    assert_eq!(ended.code, Some(0), "{ended}");
    let told: Value = serde_json::from_str(ended.stderr.trim()).unwrap();
    assert_eq!(
        (&told["kind"], &told["exit_code"], &told["region"]),
        (&"warning".into(), &0.into(), &Value::Null)
    );
    assert_eq!(
        (&told["action"], &told["attempts"], &told["http_status"]),
        (&"GetCallerIdentity".into(), &1.into(), &200.into())
    );
    assert!(told["request_id"].is_string(), "{ended}");
    assert!(text(&told, "hint").contains("--endpoint"), "{ended}");
    let message = "cannot determine who owns the key: the service's answer is unreadable: it is not valid JSON (line 1,";
    assert!(text(&told, "message").starts_with(message), "{ended}");
}

#[test]
fn a_clock_that_is_off_is_told() {
    for (kind, skew, words) in [
        (FaultKind::ClockSkew, 3600, "s behind the service's"),
        (FaultKind::ClockBehind, -3600, "s ahead of the service's"),
    ] {
        for provider in ["alibaba-ecs", "tencent-ecm"] {
            let service = Service::broken(kind);
            let run = run(&service, "auth check -o json").args("--provider");
            let ended = run
                .arg(provider)
                .key(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
                .run();
            assert_eq!(ended.code, Some(0), "{ended}");
            let told = rows(&ended)[0]["clock_skew_seconds"].as_i64().unwrap();
            // The second may change between two looks at the clock.
            assert!((told - skew).abs() <= 60, "{ended}");
            assert!(ended.stderr.contains(words), "{ended}");
        }
    }
}

#[test]
fn a_service_that_cannot_be_asked_is_told_apart() {
    let service = Service::new();
    let nowhere = "http://127.0.0.1:1";
    let run = good(run(&service, "-p p auth check -o json"));
    let run = run.env("CLOUDQ_STS_ENDPOINT", nowhere);
    let ended = run.env("CLOUDQ_ENDPOINT", nowhere).run();
    assert_eq!(ended.code, Some(6), "{ended}");
    assert_eq!(text(&rows(&ended)[0], "status"), "unreachable");
}

#[test]
fn what_cannot_be_fetched_ends_with_the_command() {
    let service = Service::new();
    let config = "[profiles.p]\n[profiles.p.credentials]\ntype = \"process\"\n\
                  command = [\"/bin/sleep\", \"600\"]\n";
    let run = run(&service, "-p p auth check -o json --timeout 50ms").config(config);
    let ended = run.run();
    assert_eq!(ended.code, Some(6), "{ended}");
    assert!(
        ended.stderr.contains("no key within the timeout of 50ms"),
        "{ended}"
    );
}

#[test]
fn a_profile_whose_file_cannot_be_used_has_its_row() {
    let service = Service::new();
    let missing = "[profiles.missing]\ncredentials = { type = \"static\", access_key_id = \"x\", \
                   access_key_secret_file = \"nowhere\" }\n";
    let check = |profiles: &str, config: &str, code| {
        let arguments = format!("-p {profiles} auth check -o json");
        let ended = run(&service, &arguments).config(config).run();
        assert_eq!(ended.code, Some(code), "{ended}");
        assert!(ended.stderr.contains("there is no such file"), "{ended}");
        rows(&ended)
            .iter()
            .map(|row| {
                let text = |member| text(row, member).to_owned();
                (text("profile"), text("provider"), text("status"))
            })
            .collect::<Vec<_>>()
    };
    let row = |profile: &str, status: &str| {
        let provider = "alibaba-ecs".to_owned();
        (profile.to_owned(), provider, status.to_owned())
    };
    assert_eq!(check("missing", missing, 5), [row("missing", "no-key")]);
    let good = keys(&[("good", ACCESS_KEY_ID, ACCESS_KEY_SECRET)]);
    assert_eq!(
        check("all", &format!("{missing}{good}"), 11),
        [row("good", "ok"), row("missing", "no-key")]
    );
}

#[test]
fn profiles_tells_of_every_type_without_fetching_or_reading() {
    let service = Service::new();
    let endpoint = service.endpoint();
    let secret = "hunter2hunter2";
    let config = format!(
        r#"
[profiles.cli.credentials]
type = "aliyun-cli"
profile = "work"
[profiles.ini.credentials]
type = "ini"
[profiles.machine.credentials]
type = "instance-role"
role_name = "reader"
[profiles.oidc.credentials]
type = "oidc"
role_arn = "{ROLE_ARN}"
oidc_provider_arn = "x"
oidc_token_file = "token"
[profiles.program.credentials]
type = "process"
command = ["/nonexistent/get-key", "{secret}"]
[profiles.role.credentials]
type = "assume-role"
role_arn = "{ROLE_ARN}"
access_key_id = "x"
access_key_secret = "{secret}"
[profiles.tccli]
provider = "ecm"
credentials = {{ type = "tccli" }}
[profiles.uri.credentials]
type = "credentials-uri"
url = "{endpoint}/{secret}?{secret}"
"#
    );
    let run = run(&service, "profiles -o json -vvv").config(&config);
    write(&run, ".aliyun/config.json", "no JSON");
    let path = run.config_path().display().to_string();
    let ended = run.run();
    assert_hidden(&ended, &[secret.to_owned()]);
    let told: Vec<String> = rows(&ended)
        .iter()
        .map(|row| {
            text(row, "credentials")
                .replace(&path, "FILE")
                .replace(&endpoint, "URL")
        })
        .collect();
    assert_eq!(
        told,
        [
            "aliyun-cli in FILE:2, profile `work`",
            "ini in FILE:5",
            "instance-role in FILE:7, role `reader`",
            &format!("oidc in FILE:10, {ROLE_ARN}"),
            "process in FILE:15, /nonexistent/get-key",
            &format!("assume-role in FILE:18, {ROLE_ARN}"),
            "built in",
            "tccli in FILE:25",
            "credentials-uri in FILE:26, URL",
        ]
    );
    assert_eq!(service.log().len(), 0);
}

#[test]
fn a_file_with_a_secret_in_any_type_must_be_private() {
    let config = format!(
        "[profiles.p]\n[profiles.p.credentials]\ntype = \"assume-role\"\nrole_arn = \"{ROLE_ARN}\"\n\
         access_key_id = \"x\"\naccess_key_secret = \"hunter2\"\n"
    );
    let run = cloudq("profiles").config(&config);
    crate::support::set_mode(&run.config_path(), 0o644);
    if cfg!(unix) {
        run.run()
            .failed_saying(5, &["others may read it (mode 0644)"]);
    }
}
