//! Flags that shape the question itself: what reaches the service, what is refused
//! before anything is sent, and what is told of it.

use cloudq::sandbox::{DENIED_KEY_ID, DENIED_KEY_SECRET};
use serde_json::Value;

use crate::support::{Ended, Run, Service, cloudq, for_each, ids, text};

/// Runs with words separated by blanks, and more words whatever is in them.
fn ask(service: &Service, arguments: &str, words: &[&str]) -> Ended {
    let run = words.iter().fold(cloudq(arguments), Run::arg);
    run.at(service).run()
}

/// Checks that each is wrong usage for that reason, and that nothing is sent.
#[track_caller]
fn refused(cases: &[(&str, &[&str], &[&str])]) {
    let service = Service::new();
    for_each(
        cases,
        |(arguments, words, _)| format!("{arguments} {words:?}"),
        |(arguments, words, reasons)| {
            ask(&service, arguments, words).failed_saying(2, reasons);
            assert_eq!(service.stats().connections, 0);
        },
    );
}

#[test]
fn conditions_that_cannot_be_meant_are_refused() {
    let reasons: [(&str, &[&str]); 12] = [
        ("", &["not of the form COLUMN OP VALUE", "hint: "]),
        ("name", &["not of the form"]),
        ("name like web", &["not of the form"]),
        ("= web", &["not of the form"]),
        ("nam = web", &["did you mean `name`?"]),
        ("name == web", &["two equal signs"]),
        ("name ~ (", &["is no regular expression"]),
        ("size_gib = big", &["number", "`big`"]),
        ("size_gib >", &["compared with nothing"]),
        ("cloud_init = yes", &["true or false"]),
        ("created > soon", &["soon", "not a valid time"]),
        ("provider_raw ~ x", &["provider_raw"]),
    ];
    for command in ["images list", "images latest", "images list -o json"] {
        for (condition, words) in reasons {
            let words = [words, &["--where"]].concat();
            refused(&[(command, &["--where", condition], &words)]);
        }
    }
    refused(&[
        (
            "images list",
            &["--where", "name ~ ^web", "--where", "nmae = x"],
            &["did you mean `name`?"],
        ),
        ("images list", &["--name-regex", "("], &["--name-regex"]),
        ("images list", &["--platform", ""], &["--platform", "empty"]),
        ("images list", &["--instance-type="], &["--instance-type"]),
        ("images list", &["--cloud-init=maybe"], &["maybe"]),
        ("images list", &["--usage", "much"], &["much", "in-use"]),
        ("images list", &["--action", "run"], &["run", "change-os"]),
    ]);
}

#[test]
fn a_parameter_reaches_the_service() {
    let service = Service::of(100);
    let json = |words: &[&str]| ask(&service, "images list -o json", words).rows();
    let given = json(&["--param", "ImageFamily=web"]);
    assert_eq!(given, json(&["--family", "web"]));
    assert!(!given.is_empty());
    // Several, a value with an equal sign, and beside a flag's own.
    let given = json(&[
        "--param",
        "Tag.1.Key=build",
        "--param",
        "Tag.1.Value=a&b=c d+e",
        "--owner=self",
    ]);
    assert_eq!(
        given,
        json(&["--tag", "build=a&b=c d+e", "--owner", "self"])
    );
    assert!(!given.is_empty());
    let latest = ask(&service, "images latest", &["--param", "ImageFamily=web"]);
    assert_eq!(
        latest.ok(),
        ask(&service, "images latest --family web", &[]).ok()
    );
    // What is wrong with it only the service knows.
    let ended = ask(&service, "images list", &["--param", "Status=Nonsense"]);
    ended.failed_saying(2, &["InvalidParameter", "DescribeImages, 1 attempt"]);
}

#[test]
fn a_parameter_of_ecm_is_json() {
    let service = Service::unlimited(100);
    let json = |words: &[&str]| {
        let list = "--provider ecm images list -o json";
        ask(&service, list, words).rows()
    };
    let of_system = r#"Filters=[{"Name":"image-os","Values":["CentOS"]}]"#;
    let given = json(&["--param", of_system]);
    assert_eq!(given, json(&["--where", "os_name ~ CentOS"]));
    assert!(!given.is_empty() && given.len() < 100);
    // It stands beside those of a flag.
    let both = json(&["--param", of_system, "--owner", "system"]);
    let expected: Vec<Value> = given
        .into_iter()
        .filter(|row| text(row, "owner") == "system")
        .collect();
    assert_eq!(both, expected);
    let unknown = ask(
        &service,
        "--provider ecm images list",
        &["--param", "Sort=Name"],
    );
    unknown.failed_saying(2, &["UnknownParameter"]);
}

#[test]
fn parameters_that_cloudq_sets_are_refused() {
    let service = Service::new();
    let names = |provider| match provider {
        "ecs" => {
            "Action Version Format Timestamp Signature SignatureNonce SignatureMethod \
                  AccessKeyId SecurityToken accesskeyid RegionId PageNumber PageSize DryRun"
        }
        "ens" => "Action Version Signature SignatureNonce AccessKeyId SecurityToken",
        _ => {
            "Action Version Timestamp Nonce Signature SignatureMethod SecretId Token Region \
              Language secretid Offset Limit"
        }
    };
    let cases = ["ecs", "ens", "ecm"].map(|provider| {
        let with = move |name| (provider, name);
        names(provider).split_whitespace().map(with)
    });
    for_each(
        cases.into_iter().flatten(),
        |case| format!("{case:?}"),
        |(provider, name)| {
            let line = format!("--provider {provider} images list --param {name}=1");
            let ended = ask(&service, &line, &[]);
            ended.failed_saying(2, &["--param", name, "set by cloudq itself"]);
        },
    );
    assert_eq!(service.stats().connections, 0);
}

#[test]
fn parameters_that_cannot_be_meant_are_refused() {
    let list = "images list";
    let ecm = "--provider ecm images list";
    refused(&[
        (list, &["--param", "Name"], &["--param", "NAME=VALUE"]),
        (list, &["--param", "=x"], &["--param", "NAME=VALUE"]),
        (list, &["--param", ""], &["--param", "NAME=VALUE"]),
        (
            list,
            &["--param", "Usage=none", "--param", "Usage=none"],
            &["--param", "`Usage` is given twice"],
        ),
        (
            list,
            &["--family", "web", "--param", "ImageFamily=api"],
            &["--param", "`ImageFamily` is set by another option too"],
        ),
        (
            list,
            &["--tag", "a=b", "--param", "Tag.1.Key=env"],
            &["--param", "`Tag.1.Key` is set by another option too"],
        ),
        (
            list,
            &["--created-after", "1d", "--param", "Filter.1.Key=x"],
            &["--param", "set by another option too"],
        ),
        (
            ecm,
            &["--param", "Filters.0.Name=image-os"],
            &["--param", "the whole list as JSON"],
        ),
        (
            ecm,
            &["--param", "Filters=image-os"],
            &["--param", "a list in JSON", "image-os"],
        ),
    ]);
}

#[test]
fn the_service_alone_may_be_wanted_to_decide() {
    let service = Service::of(60);
    let only = "images list -o id --server-filters-only";
    for arguments in [
        "",
        "--family web",
        "--name web-1.3.0",
        "--tag env=prod --arch x86_64",
        "--created-after 2025-01-01",
        "--param ImageFamily=web",
        "--owner any --status any",
    ] {
        let words: Vec<&str> = arguments.split_whitespace().collect();
        let with = ask(&service, only, &words).ok();
        assert_eq!(with, ask(&service, "images list -o id", &words).ok());
        assert!(!with.is_empty(), "{arguments}");
    }
    let latest = ask(
        &service,
        "images latest --family web --server-filters-only",
        &[],
    );
    assert_eq!(latest.lines().len(), 1);
    let ecm = "--provider ecm images latest --server-filters-only --name web-base-2024q3";
    assert_eq!(ask(&service, ecm, &[]).lines(), ["img-7kq2vd1m"]);

    let reasons = &["checked here", "--server-filters-only"][..];
    let (list, ens, ecm) = (
        "images list --server-filters-only",
        "--provider ens images list --server-filters-only",
        "--provider ecm images list --server-filters-only",
    );
    refused(&[
        (list, &["--name-regex", "^web"], reasons),
        (list, &["--name", "web-*"], reasons),
        (list, &["--platform", "ubuntu"], reasons),
        (list, &["--boot-mode", "UEFI"], reasons),
        (list, &["--where", "size_gib > 20"], reasons),
        (list, &["--family", "web", "--where", "name ~ x"], reasons),
        (ens, &["--os-type", "linux"], reasons),
        (ens, &["--id", "m-1"], reasons),
        (ecm, &["--status", "available"], reasons),
        (ecm, &["--owner", "self,system"], reasons),
        (
            "images latest --server-filters-only",
            &["--name", "web-*"],
            reasons,
        ),
    ]);
}

#[test]
fn a_permission_is_checked_and_nothing_listed() {
    let service = Service::new();
    for (arguments, requests) in [
        ("images list --check-permission", 1),
        ("images list --check-permission -o json --fail-empty", 1),
        ("images list --check-permission --family web --limit 3", 1),
        (
            "images latest --check-permission --family web --arch arm64",
            2,
        ),
        ("images latest --check-permission", 2),
        (
            "images list --check-permission -r cn-hangzhou,cn-beijing",
            2,
        ),
    ] {
        let before = service.log().len();
        let ended = ask(&service, arguments, &[]);
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(0), ""),
            "{ended}"
        );
        assert!(ended.stderr.contains("permitted in cn-hangzhou"), "{ended}");
        let log = service.log();
        assert_eq!(log.len() - before, requests, "{arguments}");
        for seen in &log[before..] {
            assert_eq!(seen.action, "DescribeImages");
            assert_eq!(seen.code.as_deref(), Some("DryRunOperation"));
        }
    }
    // The one call for a family needs a permission of its own, and has no dry run.
    let before = service.log().len();
    let latest = "images latest --check-permission --family web,none";
    let ended = ask(&service, latest, &[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
    for seen in &service.log()[before..] {
        assert_eq!(seen.action, "DescribeImageFromFamily");
    }
    assert_eq!(
        ask(&service, "images list --check-permission -q", &[]).ok(),
        ""
    );
}

#[test]
fn a_permission_that_is_missing_is_told() {
    let service = Service::new();
    let denied = |arguments: &str| {
        let run = cloudq(arguments).pointed(&service);
        run.key(DENIED_KEY_ID, DENIED_KEY_SECRET).run()
    };
    for (command, needs) in [
        ("images list", "needs ecs:DescribeImages"),
        (
            "images latest --family web",
            "needs ecs:DescribeImageFromFamily",
        ),
    ] {
        let ended = denied(&format!("{command} --check-permission"));
        ended.failed_saying(4, &["Forbidden.RAM", needs]);
    }
    // A wrong argument is told by the check too.
    let ended = ask(
        &service,
        "images list --check-permission -r cn-nowhere",
        &[],
    );
    ended.failed_saying(2, &["cn-nowhere"]);
}

#[test]
fn a_plan_is_told_beside_the_data() {
    let service = Service::of(60);
    let told = |arguments: &str, words: &[&str], expected: &[&str]| {
        let plain = ask(&service, arguments, words);
        let with = [words, &["--explain"]].concat();
        let ended = ask(&service, arguments, &with);
        assert_eq!((ended.code, &ended.stdout), (plain.code, &plain.stdout));
        assert_eq!(plain.stderr, "");
        // What it cost is told too.
        let (cost, lines): (Vec<&str>, Vec<&str>) = ended
            .stderr
            .lines()
            .partition(|line| line.starts_with("stats: "));
        assert_eq!((lines.as_slice(), cost.len()), (expected, 1), "{ended}");
    };
    told(
        "images list -o json",
        &[
            "--family",
            "web",
            "--name",
            "web-1.3.0",
            "--where",
            "size_gib > 1",
        ],
        &[
            "explain: alibaba-ecs: the service decides on --family",
            "explain: alibaba-ecs: the service narrows, and checked here is --name",
            "explain: alibaba-ecs: checked here is --where",
            "explain: alibaba-ecs: query 1 of 1: ImageFamily=web ImageName=web-1.3.0",
        ],
    );
    told(
        "images latest",
        &["--family", "web"],
        &["explain: cn-hangzhou: one call, the service knows the newest of `web`"],
    );
    told(
        "--provider ens images list -o id",
        &[],
        &["explain: alibaba-ens: query 1 of 1: no parameters"],
    );
    told(
        "--provider ecm images latest",
        &["--name", "web-base-2024q3"],
        &[
            "explain: tencent-ecm: the service narrows, and checked here is --name",
            "explain: tencent-ecm: checked here is --owner, --status",
            "explain: tencent-ecm: query 1 of 1: Filters.0.Name=image-name Filters.0.Values.0=web-base-2024q3",
            "explain: Tencent Cloud ECM: chose img-7kq2vd1m of 1 that match, which leaves no choice",
        ],
    );
    // Also to programs, and nothing of a failure is lost.
    let ended = ask(
        &service,
        "images latest --name nobody --explain --error-format json",
        &[],
    );
    assert_eq!(ended.code, Some(3), "{ended}");
    for line in ended.stderr.lines() {
        let told: Value = serde_json::from_str(line).unwrap();
        assert!(
            ["note", "not-found", "stats"].contains(&text(&told, "kind")),
            "{told}"
        );
    }
    assert!(ended.stderr.contains("chose none of 0"), "{ended}");
}

#[test]
fn expired_images_are_shown_when_asked_for() {
    let service = Service::of(60);
    let list = |arguments: &str| {
        let ended = ask(&service, &format!("images list -o json {arguments}"), &[]);
        ids(&ended.rows())
    };
    let (plain, more) = (list(""), list("--show-expired"));
    assert!(plain.iter().all(|id| more.contains(id)));
    let expired: Vec<&String> = more.iter().filter(|id| !plain.contains(id)).collect();
    assert_eq!(expired, ["centos_7_9_x64_20G_alibase_20230601.vhd"]);
}

#[test]
fn images_are_found_by_their_snapshot() {
    let service = Service::of(60);
    let all = ask(&service, "images list -o json", &[]).rows();
    let of = |row: &Value| text(&row["disks"][0], "snapshot_id").to_owned();
    let with = all.iter().find(|row| !of(row).is_empty()).unwrap();
    let found = ask(&service, "images list -o json --snapshot", &[&of(with)]).rows();
    assert_eq!(found, std::slice::from_ref(with));
    let none = ask(&service, "images list -o json --snapshot s-nowhere", &[]);
    assert_eq!(none.ok(), "[]\n");
}
