//! Several accounts in one command: each with its own key, each failing alone.

use std::collections::BTreeSet;

use cloudq::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, DENIED_KEY_ID, DENIED_KEY_SECRET, Fault, FaultKind,
    STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN,
};
use serde_json::Value;

use crate::support::{Run, Service, cloudq, text};

/// Four profiles: two that may list images, one that may not, and one without a key.
fn at(service: &Service, arguments: &str) -> Run {
    let endpoint = service.endpoint();
    let profile = |name: &str, key: &str| {
        format!(
            "[profiles.{name}]\nendpoint = \"{endpoint}\"\nregions = [\"cn-hangzhou\"]\n\
             credentials = {{ type = \"static\", {key} }}\n"
        )
    };
    let key = |id: &str, secret: &str| {
        format!("access_key_id = \"{id}\", access_key_secret = \"{secret}\"")
    };
    let config = [
        profile("good", &key(ACCESS_KEY_ID, ACCESS_KEY_SECRET)),
        profile(
            "temporary",
            &format!(
                "{}, security_token = \"{STS_TOKEN}\"",
                key(STS_KEY_ID, STS_KEY_SECRET)
            ),
        ),
        profile("denied", &key(DENIED_KEY_ID, DENIED_KEY_SECRET)),
        "[profiles.keyless]\nregions = [\"cn-hangzhou\"]\ncredentials = { type = \"env\" }\n"
            .to_owned(),
    ];
    cloudq(arguments).config(&config.concat())
}

fn profiles(rows: &[Value]) -> BTreeSet<&str> {
    rows.iter().map(|row| text(row, "profile")).collect()
}

#[test]
fn every_profile_signs_with_its_own_key() {
    let service = Service::new();
    let rows = at(&service, "-p good,temporary images list -o json")
        .run()
        .rows();
    assert_eq!(profiles(&rows), BTreeSet::from(["good", "temporary"]));
    // Also when an old key is left in the environment: it could only be one of them.
    let rows = at(&service, "images list -o json")
        .env("CLOUDQ_PROFILE", "good,temporary")
        .key("LTAI5tLeftOverKey00001", "left over")
        .run()
        .rows();
    assert_eq!(profiles(&rows), BTreeSet::from(["good", "temporary"]));
}

#[test]
fn a_table_tells_profiles_and_regions_apart() {
    let service = Service::new();
    let table = at(&service, "-p good,temporary images list").run().ok();
    assert!(table.starts_with("PROFILE"), "{table}");
    let table = at(&service, "-p good -r cn-hangzhou,cn-beijing images list")
        .run()
        .ok();
    assert!(table.starts_with("REGION"), "{table}");
    let table = at(&service, "-p good images list").run().ok();
    assert!(table.starts_with("NAME"), "{table}");
}

#[test]
fn an_account_that_is_refused_costs_only_its_own_rows() {
    let service = Service::new();
    let ended = at(&service, "-p good,denied images list -o json").run();
    assert_eq!(ended.code, Some(11), "{ended}");
    assert!(
        ended
            .stderr
            .contains("profile `denied` needs ecs:DescribeImages"),
        "{ended}"
    );
    let rows: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(profiles(&rows), BTreeSet::from(["good"]));
}

#[test]
fn an_account_without_a_key_costs_only_its_own_rows() {
    let service = Service::new();
    let table = at(&service, "-p keyless,good images list").run();
    assert_eq!(table.code, Some(11), "{table}");
    assert!(table.stdout.starts_with("PROFILE"), "{table}");
    assert!(table.stderr.contains("`keyless`"), "{table}");
    let ended = at(&service, "-p good,keyless regions -o id").run();
    assert_eq!((ended.code, ended.stdout.lines().count()), (Some(11), 11));
    at(&service, "-p good,keyless --on-error fail images list")
        .run()
        .failed(4);
    at(&service, "-p keyless images list").run().failed(4);
}

#[test]
fn an_account_that_cannot_list_regions_costs_only_its_own_rows() {
    let service = Service::new();
    // The first account to ask for its regions is refused.
    service.set_faults(vec![Fault {
        action: Some("DescribeRegions".to_owned()),
        times: Some(1),
        ..Fault::always(FaultKind::Forbidden)
    }]);
    let ended = at(&service, "-p good,temporary -r all images list -o json").run();
    assert_eq!(ended.code, Some(11), "{ended}");
    assert!(
        ended.stderr.contains("needs ecs:DescribeRegions")
            && ended.stderr.contains("(alibaba-ecs profile `"),
        "{ended}"
    );
    let rows: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(profiles(&rows).len(), 1);

    service.set_faults(vec![Fault {
        action: Some("DescribeRegions".to_owned()),
        times: Some(1),
        ..Fault::always(FaultKind::Forbidden)
    }]);
    at(
        &service,
        "-p good,temporary -r all --on-error fail images list -o json",
    )
    .run()
    .failed(4);
}

#[test]
fn enough_rows_are_a_success_beside_a_failure() {
    let service = Service::new();
    service.set_faults(vec![Fault {
        region: Some("cn-beijing".to_owned()),
        ..Fault::always(FaultKind::Forbidden)
    }]);
    for format in ["id", "ndjson"] {
        let ended = at(&service, "-p good images list --sort-by none --limit 3")
            .args(&format!("-r cn-beijing,cn-hangzhou -o {format}"))
            .run();
        assert_eq!(ended.code, Some(11), "{ended}");
        assert_eq!(ended.stdout.lines().count(), 3, "{ended}");
    }
}
