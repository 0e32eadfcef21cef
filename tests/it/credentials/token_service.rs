//! Where the calls to a vendor's token service go when no variable of ours says so.

use cloudq::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, ROLE_ARN};
use serde_json::json;

use super::{run, write};
use crate::support::Service;

fn operations(service: &Service) -> Vec<String> {
    let log = service.log();
    log.into_iter().map(|seen| seen.action).collect()
}

fn role(more: &str) -> String {
    format!("type = \"assume-role\"\nrole_arn = \"{ROLE_ARN}\"\n{more}\n")
}

fn key() -> String {
    format!("access_key_id = \"{ACCESS_KEY_ID}\"\naccess_key_secret = \"{ACCESS_KEY_SECRET}\"")
}

/// An emulator knows the temporary keys that it gave itself, so that images are refused
/// to those of another.
const REFUSED: Option<i32> = Some(4);

#[test]
fn a_profile_names_the_service_for_its_role_and_its_identity() {
    let own_key = format!("type = \"static\"\n{}", key());
    for (credentials, asked, code) in [
        (own_key, &["GetCallerIdentity"][..], Some(0)),
        (role(&key()), &["AssumeRole", "GetCallerIdentity"], REFUSED),
    ] {
        let (images, tokens) = (Service::new(), Service::new());
        let address = tokens.endpoint();
        let config = format!(
            "[profiles.p]\n[profiles.p.credentials]\nsts_endpoint = \"{address}\"\n{credentials}"
        );
        let run = run(&images, "-p p auth check").env("CLOUDQ_STS_ENDPOINT", "");
        let ended = run.config(&config).run();
        assert_eq!(ended.code, code, "{ended}");
        assert_eq!(operations(&tokens), asked, "{ended}");
        assert_eq!(operations(&images), ["DescribeImages"], "{ended}");
    }
}

#[test]
fn a_source_profile_names_the_service_for_its_own_role() {
    let (first, last) = (Service::new(), Service::new());
    let images = Service::new();
    let config = format!(
        "[profiles.p]\n[profiles.p.credentials]\n{}[profiles.base]\n[profiles.base.credentials]\n{}",
        role(&format!(
            "source_profile = \"base\"\nsts_endpoint = \"{}\"",
            last.endpoint()
        )),
        role(&format!(
            "{}\nsts_endpoint = \"{}\"",
            key(),
            first.endpoint()
        )),
    );
    let run = run(&images, "-p p images list -o id").env("CLOUDQ_STS_ENDPOINT", "");
    let ended = run.config(&config).run();
    assert_eq!(ended.code, REFUSED, "{ended}");
    assert_eq!(operations(&first), ["AssumeRole"], "{ended}");
    assert_eq!(operations(&last), ["AssumeRole"], "{ended}");
    assert_eq!(operations(&images).len(), 0, "{ended}");
}

#[test]
fn the_clis_file_names_the_service_for_its_role() {
    let (images, tokens) = (Service::new(), Service::new());
    let run = run(&images, "images list -o id").env("CLOUDQ_STS_ENDPOINT", "");
    let profile = json!({
        "name": "default",
        "mode": "RamRoleArn",
        "access_key_id": ACCESS_KEY_ID,
        "access_key_secret": ACCESS_KEY_SECRET,
        "ram_role_arn": ROLE_ARN,
        "ram_session_name": "session",
        "sts_endpoint": tokens.endpoint(),
        "sts_region": "cn-beijing",
    });
    let file = json!({ "current": "default", "profiles": [profile] });
    write(&run, ".aliyun/config.json", file.to_string());
    let ended = run.run();
    assert_eq!(ended.code, REFUSED, "{ended}");
    assert_eq!(operations(&tokens), ["AssumeRole"], "{ended}");
    assert_eq!(operations(&images), ["DescribeImages"], "{ended}");
}
