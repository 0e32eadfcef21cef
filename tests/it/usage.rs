//! What cannot be right is refused with the right code, and nothing is sent.

use std::fmt::Write as _;

use cloudq::sandbox::ACCESS_KEY_SECRET;

use crate::support::{Service, cloudq, for_each};

const FILE: &str =
    "[profiles.prod]\nregions = [\"cn-hangzhou\"]\ncredentials = { type = \"env\" }\n";

#[test]
fn a_subcommand_that_is_missing_is_told_in_one_way() {
    let first = "error: a subcommand is missing\n  hint: --help lists them\n";
    for command in ["", "images", "auth", "config"] {
        let with_help = cloudq(command).run();
        let help = with_help.failed(2).strip_prefix(first).unwrap();
        assert!(
            help.starts_with('\n') && help.contains("\nCommands:\n"),
            "{help}"
        );
        let alone = cloudq(command).args("--color never").run();
        assert_eq!(alone.failed(2), first);

        let by_flag = cloudq(command).args("--error-format json").run();
        let by_variable = cloudq(command).env("CLOUDQ_ERROR_FORMAT", "json").run();
        assert_eq!((by_flag.code, by_variable.code), (Some(2), Some(2)));
        assert_eq!(by_flag.stderr, by_variable.stderr);
        let told: serde_json::Value = serde_json::from_str(&by_flag.stderr).unwrap();
        assert_eq!(
            (&told["message"], &told["hint"]),
            (
                &"a subcommand is missing".into(),
                &"--help lists them".into()
            )
        );
    }
}

#[test]
fn wrong_arguments_are_refused_before_anything_is_sent() {
    let service = Service::new();
    let mut tags = String::from("images list");
    for number in 0..21 {
        write!(tags, " --tag k{number}=v").unwrap();
    }
    let long_key = format!("images list --tag {}=v", "k".repeat(65));
    let cases: &[(&str, i32, &[&str])] = &[
        ("images list --no-such-flag", 2, &["--no-such-flag"]),
        ("images list --famly web", 2, &["--famly", "--family"]),
        ("images lst", 2, &["lst", "list"]),
        ("nonsense", 2, &["nonsense"]),
        (
            "images list --status avail",
            2,
            &["avail", "did you mean `available`?"],
        ),
        (
            "images list --owner sytem",
            2,
            &["sytem", "did you mean `system`?"],
        ),
        ("images list --arch x64", 2, &["x64", "x86_64"]),
        ("images list --os-type linus", 2, &["linus", "linux"]),
        (
            "images list --created-after soon",
            2,
            &["--created-after", "soon", "30d"],
        ),
        (
            "images list --created-before 2025-13-01",
            2,
            &["--created-before"],
        ),
        ("images list -o jsno", 2, &["jsno", "json"]),
        ("images list -c nmae", 2, &["nmae", "did you mean `name`?"]),
        ("images list -c id,+name", 2, &["+"]),
        ("images list -c id,id", 2, &["id", "twice"]),
        (
            "images list --sort-by nmae",
            2,
            &["nmae", "did you mean `name`?"],
        ),
        ("images list --sort-by name:up", 2, &["up", "desc"]),
        ("images list --limit 0", 2, &["--limit"]),
        ("images list --page-size 0", 2, &["--page-size"]),
        ("images list --page-size 101", 2, &["--page-size", "100"]),
        ("images list --concurrency 33", 2, &["--concurrency", "32"]),
        ("images list --concurrency 0", 2, &["--concurrency"]),
        ("images list --retries 11", 2, &["--retries"]),
        ("images list --timeout soon", 2, &["--timeout", "soon"]),
        ("images list -o map", 2, &["map", "latest"]),
        ("images list -o json -c id", 2, &["--columns", "json"]),
        ("images list -o id -c id", 2, &["--columns", "id"]),
        (
            "images list -r all -o json -c id",
            2,
            &["--columns", "json"],
        ),
        ("images get m-1 -r all -o ndjson -c id", 2, &["--columns"]),
        (
            "images latest --family web -r all -o id -c id",
            2,
            &["--columns"],
        ),
        ("regions -o json -c id", 2, &["--columns"]),
        ("images get", 2, &["ID"]),
        ("images latest", 2, &["--family"]),
        (
            "images list --all-regions -r cn-beijing",
            2,
            &["--all-regions"],
        ),
        (&tags, 2, &["--tag", "20"]),
        (&long_key, 2, &["--tag", "64"]),
        ("images list --tag =v", 2, &["--tag"]),
        ("images list --tag acs:x=v", 2, &["--tag", "acs:"]),
        (
            "images list --family 1web",
            2,
            &["--family", "1web", "letter"],
        ),
        ("images list -p prdo", 5, &["prdo", "did you mean `prod`?"]),
        ("images list -p prod,nobody", 5, &["nobody"]),
        ("profiles -c nmae", 2, &["nmae"]),
        ("regions -c nmae", 2, &["nmae", "did you mean `name`?"]),
        ("regions -o map", 2, &["map"]),
    ];
    for_each(
        cases,
        |case| case.0.to_owned(),
        |(arguments, code, words)| {
            let before = service.log().len();
            let ended = cloudq(arguments).config(FILE).at(&service).run();
            ended.failed_saying(*code, words);
            assert_eq!(service.actions()[before..], [""; 0], "nothing is sent");
        },
    );
}

/// A value on the command line that is wrong is wrong usage, whoever reads it.
#[test]
fn wrong_values_of_global_flags_are_usage() {
    let service = Service::new();
    let cases = [
        ("-r a,,b", &["--region", "empty"][..]),
        ("-r all,cn-hangzhou", &["--region", "`all` stands alone"]),
        ("-r evil.example.com/", &["--region", "evil.example.com/"]),
        ("-r CN-Hangzhou", &["--region", "CN-Hangzhou"]),
        ("-r cn-hangzhou --exclude-region all", &["--exclude-region"]),
        (
            "--provider alibaba-esc",
            &["--provider", "did you mean `alibaba-ecs`?"],
        ),
        (
            "--endpoint http://ecs.example.com",
            &["--endpoint", "https://"],
        ),
        ("--endpoint https://h/path", &["--endpoint", "path"]),
        ("--proxy socks4://127.0.0.1:1", &["--proxy"]),
        (
            "--proxy http://user:pass@127.0.0.1:1",
            &["--proxy", "command line"],
        ),
    ];
    for_each(
        cases,
        |case| case.0.to_owned(),
        |(arguments, words)| {
            let ended = cloudq("images list").args(arguments).at(&service).run();
            ended.failed_saying(2, words);
        },
    );
    assert_eq!(service.stats().connections, 0);
}

#[test]
fn wrong_variables_are_named() {
    let service = Service::new();
    for (name, value, words) in [
        ("CLOUDQ_OUTPUT", "jsno", &["jsno", "json"][..]),
        ("CLOUDQ_ERROR_FORMAT", "xml", &["xml", "text"]),
        ("CLOUDQ_LOG", "9", &["9"]),
        ("CLOUDQ_REGION", "evil.example.com/", &["evil.example.com/"]),
        ("CLOUDQ_PROVIDER", "aws", &["aws", "alibaba-ecs"]),
        ("CLOUDQ_PROFILE", "prdo", &["prdo"]),
        ("CLOUDQ_RETRIES", "many", &["many"]),
        ("CLOUDQ_CONCURRENCY", "33", &["32"]),
        ("CLOUDQ_ENDPOINT", "http://ecs.example.com", &["https://"]),
        ("CLOUDQ_CONFIG", "/nowhere", &["/nowhere"]),
    ] {
        let ended = cloudq("images list").at(&service).env(name, value).run();
        ended.failed_saying(5, words);
        assert!(ended.stderr.contains(name), "{ended}");
    }
    assert_eq!(service.stats().connections, 0);
}

#[test]
fn wrong_files_are_told_by_line_and_column() {
    let service = Service::new();
    for (file, words) in [
        ("version = 1\n[profiles.a\n", &["config.toml:2:"][..]),
        ("version = 2\n", &["config.toml:1:11", "version"]),
        (
            "[profiles.a]\nregoins = [\"x\"]\n",
            &["config.toml:2:1", "regoins", "did you mean `regions`?"],
        ),
        (
            "[defaults]\n\n  retires = 3\n",
            &["config.toml:3:3", "did you mean `retries`?"],
        ),
        ("[defaults]\nretries = 11\n", &["config.toml:2:11", "10"]),
        (
            "[profiles.a]\nregions = \"evil.example.com/\"\n",
            &["config.toml:2:11"],
        ),
        (
            "[profiles.a]\nendpoint = \"http://h\"\n",
            &["config.toml:2:12", "https"],
        ),
        ("[profiles.sandbox]\n", &["config.toml:1:11", "sandbox"]),
        (
            "default_profile = \"nobody\"\n",
            &["config.toml:1:19", "nobody"],
        ),
    ] {
        for command in ["images list", "config validate", "profiles"] {
            let ended = cloudq(command).config(file).at(&service).run();
            ended.failed_saying(5, words);
        }
    }
    assert_eq!(service.stats().connections, 0);
}

#[test]
fn half_a_key_names_its_other_half() {
    let service = Service::new();
    let (id, secret) = (
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    );
    for (set, missing) in [
        (&[id][..], secret),
        (&[secret], id),
        (&["ALIBABA_CLOUD_SECURITY_TOKEN"], id),
        (&["ALIBABA_CLOUD_SECURITY_TOKEN", id], secret),
        (&["ALICLOUD_ACCESS_KEY"], "ALICLOUD_SECRET_KEY"),
    ] {
        let run = cloudq("images list").pointed(&service);
        let ended = set
            .iter()
            .fold(run, |run, name| run.env(name, ACCESS_KEY_SECRET))
            .run();
        ended.failed_saying(4, &[&format!("{} is set", set[0]), missing, "hint: "]);
        assert!(!ended.stderr.contains(ACCESS_KEY_SECRET), "{ended}");
    }
    assert_eq!(service.stats().connections, 0);
}

#[test]
fn without_a_key_three_ways_are_shown() {
    let service = Service::new();
    for command in [
        "images list",
        "images latest --family web",
        "images get m-1",
        "regions",
    ] {
        let ended = cloudq(command).pointed(&service).run();
        let ways = [
            "config init",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "-p sandbox",
        ];
        ended.failed_saying(4, &ways);
        assert!(
            ["1.", "2.", "3."]
                .iter()
                .all(|way| ended.stderr.contains(way)),
            "{ended}"
        );
    }
    assert_eq!(service.stats().connections, 0, "nobody was asked");
}

#[test]
fn without_a_region_nobody_is_asked() {
    let service = Service::new();
    let run = cloudq("images list")
        .at(&service)
        .env("ALIBABA_CLOUD_REGION_ID", "");
    let ended = run.run();
    assert!(ended.code == Some(2) || ended.code == Some(5), "{ended}");
    assert!(
        ended.stderr.contains("--region") && ended.stdout.is_empty(),
        "{ended}"
    );
    let run = cloudq("images list -r cn-hangzhou --exclude-region cn-hangzhou");
    let ended = run.at(&service).run();
    assert!(ended.code == Some(2) || ended.code == Some(5), "{ended}");
    assert_eq!(service.stats().connections, 0);
}

#[test]
fn an_age_is_no_date_and_given_once() {
    for (command, words) in [
        (
            "images list --older-than 2026-01-01",
            &["--older-than", "2026-01-01", "`30s`"][..],
        ),
        (
            "images list --older-than 30d --created-before 2026-01-01",
            &["--older-than", "--created-before"],
        ),
        (
            "images list --newer-than 30d --created-after 2026-01-01",
            &["--newer-than", "--created-after"],
        ),
    ] {
        cloudq(command).run().failed_saying(2, words);
    }
}
