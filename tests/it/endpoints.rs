//! Where requests go: an endpoint that is one for each region, and the one that the file of
//! the vendor's CLI asks for. `--dry-run` shows it and sends nothing.

use serde_json::{Value, json};

use crate::support::{Ended, Run, cloudq, text, write_private};

fn run(arguments: &str) -> Run {
    cloudq("--dry-run -o json")
        .args(arguments)
        .key("LTAI5tSomebodysKey", "NotItsSecret")
}

/// The hosts that would be asked.
fn hosts(ended: &Ended) -> Vec<String> {
    let rows: Vec<Value> =
        serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{ended}"));
    let host = |row: &Value| {
        let (_, rest) = text(row, "url").split_once("://").unwrap();
        rest.split('/').next().unwrap().to_owned()
    };
    rows.iter().map(host).collect()
}

#[test]
fn an_endpoint_may_hold_the_region() {
    let inside = "https://ecs-vpc.{region}.aliyuncs.com";
    let both = ["cn-beijing", "cn-shanghai"].map(|region| format!("ecs-vpc.{region}.aliyuncs.com"));
    let list = || run("images list -r cn-beijing,cn-shanghai");
    assert_eq!(hosts(&list().arg("--endpoint").arg(inside).run()), both);
    assert_eq!(hosts(&list().env("CLOUDQ_ENDPOINT", inside).run()), both);
    let file = format!("default_profile = \"p\"\n[profiles.p]\nendpoint = \"{inside}\"\n");
    assert_eq!(hosts(&list().config(&file).run()), both);
    // Which regions there are is asked in any of them.
    let regions = run("regions").config(&file).run();
    assert_eq!(hosts(&regions), ["ecs-vpc.cn-hangzhou.aliyuncs.com"]);
    let shown = cloudq("config show -q").config(&file).run().ok();
    assert!(shown.contains(inside), "{shown}");
}

#[test]
fn an_endpoint_that_cannot_be_one_is_refused() {
    for (endpoint, word) in [
        ("https://ecs.{zone}.aliyuncs.com", "host name"),
        ("https://aliyuncs.com/{region}", "path"),
        ("http://ecs.{region}.aliyuncs.com", "not encrypted"),
        ("https://u:hunter2@ecs.{region}.aliyuncs.com", "password"),
    ] {
        let ended = run("images list -r cn-beijing")
            .arg("--endpoint")
            .arg(endpoint);
        let ended = ended.run();
        ended.failed_saying(2, &["--endpoint", word]);
        assert!(!ended.stderr.contains("hunter2"), "{ended}");
    }
    let ended = run("images list --provider ens").env("CLOUDQ_ENDPOINT", "https://{region}.x");
    ended
        .run()
        .failed_saying(5, &["CLOUDQ_ENDPOINT", "{region}"]);
}

/// A run with a profile of the vendor's CLI, which is the current one.
fn with_cli(arguments: &str, members: &Value) -> Run {
    let mut profile = json!({
        "name": "default",
        "mode": "AK",
        "access_key_id": "LTAI5tSomebodysKey",
        "access_key_secret": "NotItsSecret",
        "region_id": "cn-beijing",
    });
    let members = members.as_object().unwrap().clone();
    profile.as_object_mut().unwrap().extend(members);
    let file = json!({"current": "default", "profiles": [profile]});
    let run = cloudq("--dry-run -o json").args(arguments);
    let path = run.home().join(".aliyun/config.json");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    write_private(&path, &file.to_string());
    run
}

#[test]
fn the_file_of_the_clis_profile_chooses_the_network() {
    let inside = json!({"endpoint_type": "vpc"});
    for (arguments, members, host) in [
        ("images list", &inside, "ecs-vpc.cn-beijing.aliyuncs.com"),
        (
            "images list -r cn-shanghai",
            &inside,
            "ecs-vpc.cn-shanghai.aliyuncs.com",
        ),
        (
            "images list --endpoint https://ecs.example.com",
            &inside,
            "ecs.example.com",
        ),
        ("images list --provider ens", &inside, "ens.aliyuncs.com"),
        (
            "images list",
            &json!({"endpoint_type": ""}),
            "ecs.cn-beijing.aliyuncs.com",
        ),
        (
            "images list",
            &json!({"endpoint_type": "regional"}),
            "ecs.cn-beijing.aliyuncs.com",
        ),
    ] {
        let ended = with_cli(arguments, members).run();
        assert_eq!(hosts(&ended), [host], "{arguments} {members}");
    }
    // A key of the environment has no file.
    let run = with_cli("images list -r cn-beijing", &inside);
    let run = run.key("LTAI5tSomebodysKey", "NotItsSecret");
    assert_eq!(hosts(&run.run()), ["ecs.cn-beijing.aliyuncs.com"]);
}
