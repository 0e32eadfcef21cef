//! `images latest`: one image, the same one every time.

use std::collections::{BTreeMap, BTreeSet};

use cloudq::sandbox::{Fault, FaultKind, REGIONS};
use serde_json::Value;

use crate::support::{Ended, Service, cloudq, text};

fn latest(service: &Service, arguments: &str) -> Ended {
    cloudq("images latest").args(arguments).at(service).run()
}

/// Ids of images by their names.
fn by_name(service: &Service) -> BTreeMap<String, String> {
    let rows = cloudq("images list -o json --owner any --status any")
        .at(service)
        .run()
        .rows();
    let pair = |row: &Value| (text(row, "name").to_owned(), text(row, "id").to_owned());
    rows.iter().map(pair).collect()
}

#[test]
fn one_family_is_one_bare_id_in_one_call() {
    let service = Service::new();
    let printed = latest(&service, "--family web").ok();
    assert_eq!(service.actions(), ["DescribeImageFromFamily"]);
    assert_eq!(service.stats().connections, 1);
    assert_eq!(printed, format!("{}\n", by_name(&service)["web-1.4.2"]));
}

#[test]
fn columns_that_are_asked_for_are_printed() {
    let service = Service::new();
    let printed = latest(&service, "--family web -c id,name").ok();
    let id = &by_name(&service)["web-1.4.2"];
    assert_eq!(
        printed,
        format!("{:width$}  NAME\n{id}  web-1.4.2\n", "ID", width = id.len())
    );
    // A format that has no columns refuses them as before.
    latest(&service, "--family web -o id -c id").failed_saying(2, &["--columns"]);
}

#[test]
fn what_is_not_there_prints_nothing() {
    let service = Service::new();
    for family in ["no-such-family", "empty-family", "acs:no_such_family"] {
        for more in ["", " --arch x86_64", " -o json", " -o table"] {
            let ended = latest(&service, &format!("--family {family}{more}"));
            ended.failed_saying(3, &[family, "cn-hangzhou"]);
        }
    }
    let null = Service::broken(FaultKind::NullImages);
    latest(&null, "--family web -q").failed(3);
    assert_eq!(null.actions(), ["DescribeImageFromFamily"]);

    assert_eq!(
        latest(&service, "--family empty-family --allow-missing").ok(),
        ""
    );
    let json = latest(&service, "--family empty-family --allow-missing -o json");
    assert_eq!(json.json(), serde_json::json!([]));
}

#[test]
fn the_family_that_may_be_meant_is_told() {
    let service = Service::new();
    let ended = latest(&service, "--family wbe");
    ended.failed_saying(3, &["hint: did you mean the family `web`?"]);
    // One more request, and none for whoever wants quiet or no error at all.
    assert_eq!(
        service.actions(),
        ["DescribeImageFromFamily", "DescribeImages"]
    );
    for arguments in ["--family wbe -q", "--family wbe --allow-missing"] {
        let before = service.actions().len();
        let ended = latest(&service, arguments);
        assert!(!ended.stderr.contains("did you mean"), "{ended}");
        assert_eq!(service.actions().len(), before + 1, "{ended}");
    }
    // A family that is there has no image of that kind: nothing else is meant.
    let ended = latest(&service, "--family web --arch i386");
    assert!(!ended.failed(3).contains("did you mean"), "{ended}");

    // For a program there is an object for each target.
    let ended = latest(
        &service,
        "--family wbe -r cn-hangzhou,cn-beijing --error-format json -o id",
    );
    let told: Vec<serde_json::Value> = ended
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let regions: Vec<&str> = told.iter().map(|told| text(told, "region")).collect();
    assert_eq!(regions, ["cn-beijing", "cn-hangzhou"], "{ended}");
    for told in told {
        assert_eq!(
            (text(&told, "kind"), &told["exit_code"]),
            ("not-found", &3.into())
        );
        assert!(text(&told, "hint").starts_with("did you mean the family `web`?"));
    }
}

#[test]
fn nothing_found_is_told_once_for_each_family_with_the_cause() {
    let service = Service::new();
    let told = |arguments: &str| latest(&service, arguments).stderr;
    let places = "-r cn-hangzhou,cn-beijing -o id";
    let several = told(&format!("--family wbe,apii {places}"));
    assert!(
        several.starts_with(
            "error: no image matches in family `wbe` in cn-beijing, cn-hangzhou; \
             in family `apii` in cn-beijing, cn-hangzhou\n"
        ),
        "{several}"
    );
    // A family that has other images.
    let other = "  hint: family `web` has images, but none that meets the other filters: ";
    let ended = told("--family web --status failed");
    assert!(ended.contains(&format!("{other}--status\n")), "{ended}");
    let ended = told("--family web --owner system --arch arm64");
    let either = "  hint: family `web` has images, but none that is available and meets the other \
                  filters: --owner, --arch; --status any includes those that are not available\n";
    assert!(ended.contains(either), "{ended}");
    // The cloud's own families have a mark before the name.
    let hint = "did you mean the family `acs:ubuntu_24_04_x64`?";
    let ended = told("--family ubuntu_24_04_x64");
    assert!(ended.contains(hint), "{ended}");
    let list = cloudq("images list --family ubuntu_24_04_x64")
        .at(&service)
        .run();
    assert!(list.stderr.contains(hint), "{list}");
    assert!(!told("--family ubuntu_99").contains("did you mean"));
}

#[test]
fn the_family_that_may_be_meant_costs_one_request_at_most() {
    let once = |actions: &[String]| {
        let listed = actions.iter().filter(|action| *action == "DescribeImages");
        assert_eq!(listed.count(), 1, "{actions:?}");
    };
    let service = Service::new();
    for json in ["", " --error-format json"] {
        let before = service.actions().len();
        let ended = latest(&service, &format!("--family wbe,apii -r all -o id{json}"));
        assert_eq!((ended.code, &*ended.stdout), (Some(3), ""), "{ended}");
        for family in ["web", "api"] {
            let hint = format!("did you mean the family `{family}`?");
            let number = if json.is_empty() { 1 } else { REGIONS.len() };
            assert_eq!(ended.stderr.matches(&hint).count(), number, "{ended}");
        }
        once(&service.actions()[before..]);
    }
    // What cannot be told at once is not told.
    for kind in [FaultKind::Throttle, FaultKind::Reset, FaultKind::Hang] {
        service.set_faults(vec![Fault {
            action: Some("DescribeImages".to_owned()),
            ..Fault::always(kind)
        }]);
        let before = service.actions().len();
        let ended = latest(&service, "--family wbe --request-timeout 500ms");
        assert!(!ended.failed(3).contains("did you mean"), "{ended}");
        once(&service.actions()[before..]);
    }
}

#[test]
fn public_families_and_further_filters_are_listings() {
    let service = Service::new();
    let names = by_name(&service);
    let before = service.log().len();
    let public = latest(&service, "--family acs:ubuntu_24_04_x64").ok();
    assert_eq!(public, "ubuntu_24_04_x64_20G_alibase_20260814.vhd\n");
    let both = latest(&service, "--family web --arch x86_64").ok();
    assert_eq!(both.trim_end(), names["web-1.4.2"]);
    let older = latest(&service, "--family web --created-before 2026-09-30").ok();
    assert_eq!(older.trim_end(), names["web-1.3.0"]);
    let tagged = latest(&service, "--name batch-* --tag team=platform").ok();
    assert_eq!(tagged.trim_end(), names["batch-2026.05"]);
    let actions = service.actions();
    assert!(
        actions[before..]
            .iter()
            .all(|action| action == "DescribeImages"),
        "{actions:?}"
    );
}

#[test]
fn images_of_others_are_not_the_newest_unless_asked_for() {
    let service = Service::new();
    let names = by_name(&service);
    // Newer ones of the same family belong to the community.
    let mine = latest(&service, "--family web").ok();
    let listed = latest(&service, "--family web --os-type linux").ok();
    assert_eq!(mine, listed);
    let community = latest(&service, "--family web --owner community -q").ok();
    assert_ne!(community, mine);
    // A copy that is not ready yet is newer than what is.
    let ready = latest(&service, "--family hangzhou-daily-update").ok();
    let pending = latest(&service, "--family hangzhou-daily-update --status any -q").ok();
    assert_eq!(pending.trim_end(), names["copy-under-way"]);
    assert_ne!(ready, pending);
}

#[test]
fn a_tie_is_decided_the_same_way_every_time() {
    let service = Service::of(40);
    let mut answers = BTreeSet::new();
    let mut orders = BTreeSet::new();
    for number in 0..100 {
        service.set_shuffle(Some(number));
        if number < 5 {
            let list = "images list --sort-by none --family web -o id";
            orders.insert(cloudq(list).at(&service).run().ok());
        }
        answers.insert(latest(&service, "--family web").ok());
        answers.insert(latest(&service, "--family web --arch x86_64").ok());
    }
    assert!(orders.len() > 1, "the service does shuffle");
    assert_eq!(answers.len(), 1, "{answers:?}");
    service.set_shuffle(None);
    let answer = answers.pop_first().unwrap();
    assert_eq!(answer.trim_end(), by_name(&service)["web-1.4.2"]);
}

#[test]
fn every_region_has_its_own() {
    let service = Service::new();
    let map = latest(&service, "--family web -r all -o map").json();
    let map = map.as_object().unwrap();
    let regions: Vec<&String> = map.keys().collect();
    let mut expected = REGIONS;
    expected.sort_unstable();
    assert_eq!(regions, expected);
    assert!(
        map.values()
            .all(|id| id.as_str().unwrap().starts_with("m-"))
    );
    let distinct: BTreeSet<&str> = map.values().filter_map(Value::as_str).collect();
    assert_eq!(distinct.len(), REGIONS.len());

    let rows = latest(&service, "--family web -r all -o json").rows();
    let pairs: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (text(row, "region"), text(row, "id")))
        .collect();
    // In the order of lists, whatever that of the service is.
    assert_eq!(
        pairs.iter().map(|(region, _)| *region).collect::<Vec<_>>(),
        expected
    );
    assert!(pairs.iter().all(|(region, id)| map[*region] == *id));

    let table = latest(&service, "--family web -r all").lines();
    let header: Vec<&str> = table[0].split_whitespace().collect();
    assert_eq!(header, ["REGION", "FAMILY", "ID", "CREATED", "NAME"]);
    for line in &table[1..] {
        let cells: Vec<&str> = line.split_whitespace().collect();
        assert_eq!((cells[1], map[cells[0]].as_str()), ("web", Some(cells[2])));
    }
    let two = latest(
        &service,
        "--family web,api -r cn-hangzhou,cn-beijing -o map",
    )
    .json();
    assert_eq!(two["cn-beijing"]["web"], map["cn-beijing"]);
    assert!(two["cn-hangzhou"]["api"].is_string());
}

#[test]
fn a_region_without_the_family_is_missing_and_the_others_stand() {
    let service = Service::new();
    let whole = latest(&service, "--family api -r all -o map --allow-missing").json();
    assert_eq!(whole.as_object().unwrap().len(), REGIONS.len() - 1);
    let ended = latest(&service, "--family api -r all -o map");
    assert_eq!(ended.code, Some(3), "{ended}");
    assert!(ended.stderr.contains("eu-central-1"), "{ended}");
    let printed: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(printed, whole);
}

#[test]
fn several_and_earlier_ones() {
    let service = Service::new();
    let names = by_name(&service);
    let versions = |found: Vec<String>| -> Vec<String> {
        let name = |id: String| {
            names
                .iter()
                .find(|(_, known)| **known == id)
                .unwrap()
                .0
                .clone()
        };
        found.into_iter().map(name).collect()
    };
    let found = latest(&service, "--family web --count 3").lines();
    assert_eq!(versions(found), ["web-1.4.2", "web-1.4.1", "web-1.3.0"]);
    let found = latest(&service, "--family web --skip 1").lines();
    assert_eq!(versions(found), ["web-1.4.1"]);
    let found = latest(&service, "--family web --skip 2 --count 9").lines();
    assert_eq!(versions(found), ["web-1.3.0", "web-1.2.0"]);
    latest(&service, "--family web --skip 4").failed(3);
}

#[test]
fn an_old_image_is_told_by_the_code() {
    let service = Service::new();
    // One call, and a listing.
    for which in ["--family hangzhou-daily-update", "--name web-1.2.0"] {
        let young = latest(&service, &format!("{which} --max-age 3650d")).ok();
        assert_eq!(young.lines().count(), 1);
        let old = latest(&service, &format!("{which} --max-age 1d"));
        old.failed_saying(10, &["--max-age", young.trim_end()]);
        let json = latest(&service, &format!("{which} --max-age 1d -o json"));
        json.failed(10);
    }
}

#[test]
fn a_question_that_cannot_be_meant_is_not_sent() {
    let service = Service::new();
    for arguments in [
        "",
        "--count 2",
        "--family 1web",
        "--family w",
        "--family web/1",
        "--family aliyun-web",
        "--family http://web",
        "--family web --count 0",
        "--family web --max-age soon",
        "--family web --name a --arch mips",
    ] {
        latest(&service, arguments).failed(2);
    }
    let long = format!("--family {}", "x".repeat(129));
    latest(&service, &long).failed_saying(2, &["128"]);
    assert_eq!(service.stats().requests, 0);
}

/// A script that reads the third word must find the id there, however many
/// regions its list has.
#[test]
fn several_answers_are_a_table_with_the_same_columns() {
    let service = Service::new();
    for arguments in ["--family web,api", "--family web -r cn-hangzhou,cn-beijing"] {
        let run = cloudq("images latest").args(arguments).at(&service);
        let lines = run.run().lines();
        let header: Vec<&str> = lines[0].split_whitespace().collect();
        assert_eq!(header, ["REGION", "FAMILY", "ID", "CREATED", "NAME"]);
        assert_eq!(lines.len(), 3);
    }
}

#[test]
fn without_an_image_in_any_place_there_is_no_output() {
    let service = Service::new();
    for format in ["", "-o table", "-o json", "-o csv", "-o map"] {
        let arguments = format!("--family nginx -r cn-hangzhou,cn-beijing {format}");
        let ended = latest(&service, &arguments);
        ended.failed_saying(3, &["nginx"]);
        assert_eq!(ended.stdout, "", "{format}");
    }
}

/// The same failures end `list` and `latest` with the same code, that of the first place.
#[test]
fn the_first_place_that_was_named_gives_the_exit_code() {
    let service = Service::with(|options| {
        options.faults = vec![
            Fault {
                region: Some("cn-beijing".to_owned()),
                ..Fault::always(FaultKind::Forbidden)
            },
            Fault {
                region: Some("cn-hangzhou".to_owned()),
                ..Fault::always(FaultKind::Unavailable)
            },
        ];
    });
    for command in ["images list", "images latest"] {
        for (regions, code) in [("cn-hangzhou,cn-beijing", 7), ("cn-beijing,cn-hangzhou", 4)] {
            let run = cloudq(command)
                .args("--name web-* --retries 0 -r")
                .arg(regions);
            assert_eq!(
                run.at(&service).run().code,
                Some(code),
                "{command} {regions}"
            );
        }
    }
}
