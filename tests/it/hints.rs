//! What is told beside an error or in its place: what may be meant, and what to do.

use std::fs;

use crate::support::{Service, cloudq, write_private};

#[test]
fn a_region_that_cannot_be_left_out_is_told() {
    let service = Service::new();
    for (arguments, told) in [
        (
            "--all-regions --exclude-region cn-hangzou",
            "did you mean `cn-hangzhou`?",
        ),
        (
            "-r cn-hangzhou,cn-beijing --exclude-region cn-beijng",
            "did you mean `cn-beijing`?",
        ),
        ("-r cn-hangzhou --exclude-region eu-central-1", ""),
    ] {
        let ended = cloudq("images list -o id -q")
            .args(arguments)
            .at(&service)
            .run();
        assert_eq!(ended.code, Some(0), "{ended}");
        let mut lines = ended.stderr.lines();
        let warning = lines.next().unwrap();
        assert!(
            warning.starts_with("warning: --exclude-region: `"),
            "{ended}"
        );
        assert!(warning.contains("is none of the regions to ask"), "{ended}");
        assert_eq!(
            lines
                .next()
                .unwrap_or_default()
                .trim_start()
                .trim_start_matches("hint: "),
            told
        );
    }
    for arguments in [
        "--all-regions --exclude-region cn-beijing",
        "-r cn-hangzhou,cn-beijing --exclude-region cn-beijing",
    ] {
        cloudq("images list -o id")
            .args(arguments)
            .at(&service)
            .run()
            .ok();
    }
}

#[test]
fn a_region_that_cannot_be_left_out_is_told_once_and_where_it_counts() {
    let service = Service::new();
    for (command, number) in [
        ("images list -o id", 1),
        ("images list -n", 1),
        ("images latest --family web,api -o id", 1),
        ("auth check -n", 0),
    ] {
        let run = cloudq(command).args("-r cn-hangzhou --exclude-region cn-beijng");
        let ended = run.at(&service).run();
        assert_eq!(ended.code, Some(0), "{ended}");
        let told = ended.stderr.matches("warning: --exclude-region").count();
        assert_eq!(told, number, "{ended}");
    }
}

#[test]
fn profiles_are_those_that_a_flag_names() {
    let file = "[profiles.prod]\n[profiles.test]\n";
    let run = |arguments: &str| cloudq("profiles -o id").args(arguments).config(file).run();
    assert_eq!(run("").ok(), "prod\nsandbox\ntest\n");
    assert_eq!(run("-p test,sandbox").ok(), "sandbox\ntest\n");
    run("-p tset").failed_saying(5, &["there is no profile `tset`", "did you mean `test`?"]);
}

#[test]
fn a_variable_that_names_what_is_not_there_is_named() {
    let run = cloudq("images list -r cn-hangzhou");
    run.env("ALIBABA_CLOUD_CONFIG_FILE", "/nowhere/config.json")
        .run()
        .failed_saying(
            5,
            &[
                "ALIBABA_CLOUD_CONFIG_FILE: there is no file /nowhere/config.json",
                "unset",
            ],
        );
    let run = cloudq("--provider ecm images list");
    run.env("TCCLI_PROFILE", "prod").run().failed_saying(
        4,
        &[
            "TCCLI_PROFILE: the profile `prod` of tccli has no key",
            "unset",
        ],
    );
    // Another source that has a key comes first.
    let service = Service::new();
    let run = cloudq("images list -o id").at(&service);
    run.env("ALIBABA_CLOUD_CONFIG_FILE", "/nowhere/config.json")
        .run()
        .ok();
}

#[test]
fn where_there_is_a_file_it_is_not_to_be_written() {
    let file = "[profiles.prod]\n[profiles.test]\n";
    let ended = cloudq("images list -r cn-hangzhou").config(file).run();
    let said = ended.failed(4);
    assert!(
        said.contains("choose a profile with --profile: `prod`, `test`"),
        "{ended}"
    );
    assert!(!said.contains("config init"), "{ended}");
}

#[test]
fn every_line_on_stderr_is_json_where_that_is_asked() {
    let service = Service::new();
    let bundle = tempfile::tempdir().unwrap();
    let path = bundle.path().join("config.toml");
    write_private(&path, "version = 1\n");
    let ended = cloudq("images latest --family web -o id --explain --stats -vvv --progress plain")
        .args("--error-format json --exclude-region cn-beijng --config")
        .arg(&path)
        .at(&service)
        .run();
    assert_eq!(ended.code, Some(0), "{ended}");
    let mut kinds: Vec<String> = Vec::new();
    for line in ended.stderr.lines() {
        let told: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        let kind = told["kind"].as_str().unwrap().to_owned();
        assert!(kind == "stats" || told["exit_code"] == 0, "{line}");
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.sort_unstable();
    assert_eq!(kinds, ["note", "progress", "stats", "trace", "warning"]);
    fs::remove_file(path).unwrap();
}
