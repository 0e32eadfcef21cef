//! `config show` tells each setting that counts and who says so, and what counts
//! where no file can be.

use serde_json::{Value, json};

use crate::support::{Run, cloudq, text};

const FILE: &str = "\
default_profile = \"prod\"
[defaults]
retries = 1
connect_timeout = \"2s\"
proxy = \"http://user:hunter2@proxy:1\"
[profiles.prod]
provider = \"ecs\"
regions = [\"cn-a\", \"cn-b\"]
timeout = \"9s\"
retries = 2
[profiles.prod.credentials]
type = \"static\"
access_key_id = \"LTAIprodprodprod\"
access_key_secret = \"prod-hunter2\"
security_token = \"token-hunter2\"
[profiles.bare]
provider = \"ecm\"
";

fn show(arguments: &str) -> Run {
    cloudq("config show").args(arguments).config(FILE)
}

/// The row of a setting: its value, origin and layer.
fn setting<'a>(rows: &'a [Value], name: &str) -> [&'a str; 3] {
    let row = rows
        .iter()
        .find(|row| row["setting"] == name)
        .unwrap_or_else(|| panic!("{name}: {rows:#?}"));
    ["value", "origin", "layer"].map(|member| text(row, member))
}

#[test]
fn each_setting_has_its_origin() {
    let run = show("--request-timeout 3s -o json").env("CLOUDQ_CONCURRENCY", "4");
    let path = run.config_path().display().to_string();
    let rows = run.run().rows();
    assert!(rows.iter().all(|row| row["profile"] == "prod"));
    let at = |place: &str| format!("{path}:{place}");
    let defaults = |place: &str| format!("[defaults] {path}:{place}");
    for (name, expected) in [
        ("profile", ["prod", &at("6:11"), "profile"]),
        ("provider", ["alibaba-ecs", &at("7:12"), "profile"]),
        ("regions", ["cn-a,cn-b", &at("8:11"), "profile"]),
        ("signature", ["acs3-hmac-sha256", "built in", "built-in"]),
        ("connect_timeout", ["2s", &defaults("4:19"), "defaults"]),
        ("request_timeout", ["3s", "--request-timeout", "flag"]),
        ("timeout", ["9s", &at("9:11"), "profile"]),
        ("retries", ["2", &at("10:11"), "profile"]),
        ("concurrency", ["4", "CLOUDQ_CONCURRENCY", "variable"]),
        (
            "proxy",
            ["http://***@proxy:1", &defaults("5:9"), "defaults"],
        ),
        ("access_key_id", ["LTAI…prod", &at("11:1"), "profile"]),
        ("access_key_secret", ["***", &at("11:1"), "profile"]),
        ("security_token", ["***", &at("11:1"), "profile"]),
    ] {
        assert_eq!(setting(&rows, name), expected, "{name}");
    }
    let members: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(members.len(), 6, "{members:?}");
    let retries = rows.iter().find(|row| row["setting"] == "retries").unwrap();
    assert_eq!(retries["about"], "tries after the first");
}

#[test]
fn what_comes_from_a_variable_names_that_variable() {
    let bare = |arguments: &str| {
        let run = show(arguments).env("TENCENTCLOUD_SECRET_ID", "AKIDbarebarebare");
        run.env("TENCENTCLOUD_SECRET_KEY", "bare-hunter2")
    };
    let rows = bare("-o json").env("CLOUDQ_PROFILE", "bare").run().rows();
    for (name, expected) in [
        ("profile", ["bare", "CLOUDQ_PROFILE", "variable"]),
        (
            "access_key_id",
            ["AKID…bare", "TENCENTCLOUD_SECRET_ID", "variable"],
        ),
        (
            "access_key_secret",
            ["***", "TENCENTCLOUD_SECRET_KEY", "variable"],
        ),
    ] {
        assert_eq!(setting(&rows, name), expected, "{name}");
    }
    let rows = bare("-o json -p bare").run().rows();
    assert_eq!(setting(&rows, "profile"), ["bare", "--profile", "flag"]);
}

#[test]
fn every_chosen_profile_is_shown() {
    let names = |ended: crate::support::Ended| {
        let mut names: Vec<String> = Vec::new();
        for row in serde_json::from_str::<Vec<Value>>(&ended.stdout).unwrap() {
            let name = text(&row, "profile").to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let all = show("-p all -o json").run();
    assert_eq!(all.code, Some(0), "{all}");
    assert!(all.stderr.contains("nor profile `bare` has any"), "{all}");
    assert_eq!(names(all), ["bare", "prod"]);
    assert_eq!(names(show("-p prod,bare -o json").run()), ["prod", "bare"]);
    assert_eq!(names(show("-o json").run()), ["prod"]);
    let by_variable = show("-o json").env("CLOUDQ_PROFILE", "bare");
    assert_eq!(names(by_variable.run()), ["bare"]);
    show("-p nobody").run().failed_saying(5, &["`nobody`"]);
}

#[test]
fn no_key_is_a_row_and_no_failure() {
    let ended = show("-p bare -o json").run();
    assert_eq!(ended.code, Some(0), "{ended}");
    assert!(ended.stderr.starts_with("note: "), "{ended}");
    let rows: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
    let last = rows.last().unwrap();
    assert_eq!(
        (&last["setting"], &last["value"], &last["origin"]),
        (&json!("credentials"), &Value::Null, &Value::Null)
    );
    let from_environment = show("-o json")
        .env("CLOUDQ_PROFILE", "bare")
        .key("AKIDsomebodys00001", "hunter2");
    let rows = from_environment.run().rows();
    assert_eq!(
        setting(&rows, "access_key_id"),
        ["AKID…0001", "TENCENTCLOUD_SECRET_ID", "variable"]
    );
}

#[test]
fn all_formats_that_have_a_meaning_are_written() {
    let table = show("").run().ok();
    let header: Vec<&str> = table.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(header, ["PROFILE", "SETTING", "VALUE", "ORIGIN"]);
    let csv = show("-o csv --no-header -c setting,value").run().lines();
    assert!(csv.contains(&"regions,\"cn-a,cn-b\"".to_owned()), "{csv:?}");
    let tsv = show("-o tsv").run().lines();
    assert_eq!(tsv[0], "profile\tsetting\tvalue\torigin\tlayer\tabout");
    let ndjson = show("-o ndjson").run().lines();
    assert_eq!(ndjson.len(), tsv.len() - 1);
    let help = show("-c help").run().lines();
    let last = help.last().map(String::as_str);
    assert_eq!(last, Some("about    What the setting means"));
    show("-o id").run().failed_saying(2, &["-o tsv -c setting"]);
    show("-o map").run().failed(2);
    show("-c colour").run().failed(2);
}

#[cfg(feature = "sandbox")]
#[test]
fn the_sandbox_is_shown_without_being_started() {
    let rows = show("-p sandbox -o json").run().rows();
    let built_in = |value| [value, "built in", "built-in"];
    assert_eq!(setting(&rows, "endpoint"), built_in("http://127.0.0.1:0"));
    assert_eq!(setting(&rows, "proxy"), built_in("none"));
    // Of the file its network settings count here too.
    assert_eq!(setting(&rows, "retries")[2], "defaults");
}

/// What a place that cannot be a home is told as.
const NO_HOME: &str = "note: no home directory is known";

/// A home that is a relative path is none, and the system is not asked for another.
fn homeless(arguments: &str) -> Run {
    cloudq(arguments).env("HOME", "nowhere")
}

#[test]
fn without_a_home_the_environment_counts() {
    for arguments in ["config path", "profiles", "config show"] {
        let run = homeless(arguments).key("LTAIsomebodys00001", "hunter2");
        let ended = run.run();
        assert_eq!(ended.code, Some(0), "{ended}");
        assert_eq!(ended.stderr.lines().count(), 1, "{ended}");
        assert!(ended.stderr.starts_with(NO_HOME), "{ended}");
        assert_eq!(ended.stdout.is_empty(), arguments == "config path");
    }
    let rows = homeless("config show -q -o json")
        .env("ALIBABA_CLOUD_REGION_ID", "cn-a")
        .key("LTAIsomebodys00001", "hunter2")
        .run()
        .rows();
    assert_eq!(
        setting(&rows, "regions"),
        ["cn-a", "ALIBABA_CLOUD_REGION_ID", "variable"]
    );
    assert_eq!(setting(&rows, "access_key_id")[0], "LTAI…0001");
}

#[test]
fn without_a_home_a_named_file_counts_and_nothing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    crate::support::write_private(&path, FILE);
    let table = homeless("config show --config").arg(&path).run().ok();
    assert!(table.contains("LTAI…prod"), "{table}");
    let by_variable = homeless("config path").env("CLOUDQ_CONFIG", path.to_str().unwrap());
    assert_eq!(by_variable.run().ok(), format!("{}\n", path.display()));
}

#[test]
fn without_a_home_it_is_told_once_and_what_fails_is_told_after_it() {
    let ended = homeless("images list").run();
    assert_eq!(ended.code, Some(4), "{ended}");
    assert_eq!(ended.stderr.matches(NO_HOME).count(), 1, "{ended}");
    assert!(ended.stderr.contains("\nerror: no credentials"), "{ended}");
    homeless("config init")
        .run()
        .failed_saying(5, &["HOME", "--config"]);
    let valid = homeless("config validate").run().ok();
    assert!(valid.contains("no place for a file is known"), "{valid}");
}

#[cfg(feature = "sandbox")]
#[test]
fn without_a_home_images_are_listed() {
    let ended = homeless("-p sandbox images list -o id").run();
    assert_eq!(ended.code, Some(0), "{ended}");
    assert!(ended.stderr.starts_with(NO_HOME), "{ended}");
    assert!(ended.stdout.lines().count() > 5);
    homeless("-q -p sandbox images list -o id").run().ok();
}
