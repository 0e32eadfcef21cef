//! ENS: one call lists everything, and nothing tells when an image was made.

use cloudq::sandbox::{Fault, FaultKind};
use serde_json::Value;

use crate::support::{Ended, Keeps, Service, cloudq, each_keeps, ids, text};

fn ens(service: &Service, arguments: &str) -> Ended {
    cloudq("--provider ens").args(arguments).at(service).run()
}

fn list(service: &Service, arguments: &str) -> Vec<Value> {
    ens(service, &format!("images list -o json {arguments}")).rows()
}

#[test]
fn one_request_lists_everything() {
    let service = Service::of(300);
    for arguments in ["", "--limit 300 --sort-by none"] {
        let before = service.log().len();
        assert_eq!(list(&service, arguments).len(), 300);
        let log = service.log();
        let [seen] = &log[before..] else {
            panic!("{} requests", log.len() - before)
        };
        assert_eq!(seen.action, "DescribeImageInfos");
        // Neither a region nor a page is named.
        assert_eq!(
            (&seen.region, seen.page, seen.page_size),
            (&None, None, None)
        );
    }
}

#[test]
fn two_runs_print_the_same_bytes() {
    let service = Service::of(300);
    let plain = ens(&service, "images list").ok();
    for number in 1..5 {
        service.set_shuffle(Some(number));
        assert_eq!(ens(&service, "images list").ok(), plain);
    }
}

/// Asked for Linux, the service may answer an empty list: it is not asked.
#[test]
fn linux_images_are_found_though_the_service_finds_none() {
    let service = Service::new();
    assert_eq!(list(&service, "--param OsType=linux"), [Value::Null; 0]);
    let all = list(&service, "");
    for system in ["linux", "windows"] {
        let expected: Vec<Value> = all
            .iter()
            .filter(|row| text(row, "os_type") == system)
            .cloned()
            .collect();
        assert!(!expected.is_empty() && expected.len() < all.len());
        assert_eq!(list(&service, &format!("--os-type {system}")), expected);
    }
    // One says `Linux`, and the answer to a parameter of the API is the service's own.
    let linux = ids(&list(&service, "--os-type linux"));
    assert!(linux.contains(&"debian_11_6_x64_20G_alibase_20230218".to_owned()));
    assert_eq!(
        list(&service, "--param OsType=windows"),
        list(&service, "--os-type windows")
    );
}

#[test]
fn filters_are_checked_here() {
    let service = Service::of(200);
    let all = list(&service, "");
    let cases: &[(&str, Keeps)] = &[
        ("--name centos_*", |row| {
            text(row, "name").starts_with("centos_")
        }),
        ("--name-regex _2022[0-9]{4}$", |row| {
            let (_, date) = text(row, "name").rsplit_once('_').unwrap_or_default();
            date.starts_with("2022") && date.len() == 8
        }),
        ("--arch arm64", |row| text(row, "architecture") == "arm64"),
        ("--platform Ubuntu", |row| text(row, "platform") == "ubuntu"),
        ("--where owner=self", |row| text(row, "owner") == "self"),
        ("--where region=", |row| row["region"].is_null()),
        ("--id ubuntu_22_04_x64_20G_alibase_20230515", |row| {
            text(row, "id") == "ubuntu_22_04_x64_20G_alibase_20230515"
        }),
    ];
    each_keeps(cases, &all, |arguments| list(&service, arguments));
}

#[test]
fn the_newest_is_told_by_the_date_in_the_id() {
    let service = Service::of(13);
    let latest = "images latest --name-regex ^centos";
    for number in 0..5 {
        service.set_shuffle(Some(number));
        let printed = ens(&service, latest).ok();
        assert_eq!(printed, "centos_7_9_x64_20G_alibase_20220704\n");
        let ended = ens(&service, &format!("{latest} --explain"));
        assert_eq!((ended.code, &ended.stdout), (Some(0), &printed), "{ended}");
        for words in [
            "checked here is --name-regex",
            "chose centos_7_9_x64_20G_alibase_20220704 of 4 that match",
            "by the date inside the id, as there is no time of creation",
        ] {
            assert!(ended.stderr.contains(words), "{ended}");
        }
    }
    let before = ens(&service, &format!("{latest} --skip 1 --count 2")).lines();
    assert_eq!(
        before,
        [
            "centos_7_9_x64_20G_alibase_20211130",
            "centos_6_08_64_20G_alibase_20180522"
        ]
    );
}

#[test]
fn without_dates_the_version_decides() {
    let service = Service::of(300);
    let rows = list(
        &service,
        "--platform ubuntu --where owner=self --where version!=",
    );
    let of = |version: &str| {
        let mut rows = rows.iter().filter(|row| text(row, "version") == version);
        text(rows.next().unwrap(), "id")
    };
    let (old, new) = (of("20.04"), of("22.04"));
    let ended = ens(
        &service,
        &format!("images latest --explain --id {old},{new}"),
    );
    assert_eq!(ended.stdout.trim_end(), new, "{ended}");
    assert!(ended.stderr.contains("by the version"), "{ended}");
}

#[test]
fn without_a_date_and_a_version_nothing_is_guessed() {
    let service = Service::of(13);
    for (arguments, id) in [
        ("--platform windows", "m-5sandboxens0000000001"),
        ("--os-type linux", "m-5sandboxens0000000002"),
    ] {
        let ended = ens(&service, &format!("images latest {arguments}"));
        let words = [
            "cannot be told",
            "no date",
            "no version",
            id,
            "hint: choose among images with a date in the id: --where 'id ~ _20[0-9]{6}'",
        ];
        ended.failed_saying(12, &words);
        // What nothing is known of can be left out.
        let run = cloudq("--provider ens images latest -q").args(arguments);
        let run = run.arg("--where").arg("id !~ ^m-").at(&service);
        assert_eq!(run.run().lines().len(), 1);
    }
    // Of one image there is no choice.
    let alone = "m-5sandboxens0000000002";
    let ended = ens(&service, &format!("images latest --id {alone}"));
    assert_eq!(ended.ok().trim_end(), alone);
    // Versions of different systems are no order, nor are equal ones.
    let systems = "images latest --id android_12_arm64_pcfarm_20230901,m-5sandboxens0000000002";
    ens(&service, systems).failed(12);
    let many = Service::of(300);
    let tie = ens(
        &many,
        "images latest --platform ubuntu --where version=22.04 --where owner=self",
    );
    tie.failed_saying(12, &["of one version"]);
}

#[test]
fn what_needs_a_time_of_creation_is_refused() {
    let service = Service::new();
    let latest = "images latest --name-regex ^centos";
    for (arguments, words) in [
        (
            format!("{latest} --max-age 30d"),
            &["--max-age", "no time of creation"][..],
        ),
        (
            "images list --created-after 30d".to_owned(),
            &["--created-after", "hint: ", "--where"],
        ),
        (
            format!("{latest} --created-before 2024-01-01"),
            &["--created-before", "no time of creation"],
        ),
        // A column that no image has a value in is refused as its flag is.
        (
            "images list --where created>2024-01-01".to_owned(),
            &["--where 'created", "no time of creation"],
        ),
        (
            "images list --where status=available".to_owned(),
            &["--where 'status", "no state"],
        ),
        (
            "images list --where family!=web".to_owned(),
            &["--where 'family", "no family"],
        ),
        (
            "images list --owner self".to_owned(),
            &["--owner", "--where"],
        ),
        (
            "images list --status available".to_owned(),
            &["--status", "no state"],
        ),
    ] {
        ens(&service, &arguments).failed_saying(2, words);
    }
    assert_eq!(service.stats().connections, 0);
    // What every image meets is no matter.
    let plain = list(&service, "");
    assert_eq!(list(&service, "--owner any --status any"), plain);
    assert_eq!(list(&service, "--where created="), plain);
}

#[test]
fn a_list_without_images_is_empty() {
    let service = Service::new();
    for kind in [FaultKind::NullImages, FaultKind::EmptyPage] {
        service.set_faults(vec![Fault::always(kind)]);
        assert_eq!(list(&service, ""), [Value::Null; 0]);
        ens(&service, "images list -o id --fail-empty").failed(3);
        ens(&service, "images latest --name-regex ^centos").failed(3);
    }
}
