//! `--raw`: the service's own objects, as it wrote them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Ended, Service, cloudq, for_each, ids, text};

/// Provider, what names an image, and members that no schema of ours knows.
const CLOUDS: [(&str, &str, &[&str]); 3] = [
    (
        "alibaba-ecs",
        "ImageId",
        &[
            "IsPublic",
            "OSNameEn",
            "LoginAsNonRootSupported",
            "Features",
        ],
    ),
    ("alibaba-ens", "ImageId", &["ComputeType"]),
    (
        "tencent-ecm",
        "ImageId",
        &["SrcImage", "TaskId", "OsVersion"],
    ),
];

fn ask(service: &Service, provider: &str, arguments: &str) -> Ended {
    let run = cloudq("--provider").arg(provider).args(arguments);
    run.at(service).run()
}

fn harmful(c: char) -> bool {
    c != '\n' && c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn the_services_own_object_stands_beside_ours() {
    let service = Service::unlimited(60);
    for (provider, id, unknown) in CLOUDS {
        let plain = ask(&service, provider, "images list -o json").rows();
        assert!(plain.iter().all(|row| row.get("provider_raw").is_none()));
        let mut rows = ask(&service, provider, "images list -o json --raw").rows();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for row in &mut rows {
            let raw = row.as_object_mut().unwrap().remove("provider_raw").unwrap();
            assert_eq!(raw[id], row["id"]);
            for name in raw.as_object().unwrap().keys() {
                *names.entry(name.clone()).or_default() += 1;
            }
        }
        assert_eq!(rows, plain, "nothing else changes");
        for name in unknown {
            assert!(names.contains_key(*name), "{provider} {name}: {names:?}");
        }
    }
}

#[test]
fn every_command_about_images_has_it() {
    let service = Service::unlimited(24);
    let get = "images get -o json --raw";
    for (provider, arguments) in [
        ("alibaba-ecs", "images latest --family web -o json --raw"),
        ("alibaba-ecs", "images latest --name web-* -o json --raw"),
        (
            "alibaba-ens",
            "images latest --name centos* -q -o json --raw",
        ),
        ("tencent-ecm", "images latest --name web-* -q -o json --raw"),
        (
            "alibaba-ecs",
            &format!("{get} ubuntu_24_04_x64_20G_alibase_20260814.vhd"),
        ),
        (
            "alibaba-ens",
            &format!("{get} centos_6_08_64_20G_alibase_20171110"),
        ),
        ("tencent-ecm", &format!("{get} img-7kq2vd1m")),
    ] {
        let rows = ask(&service, provider, arguments).rows();
        assert_eq!(rows.len(), 1, "{arguments}");
        assert_eq!(rows[0]["provider_raw"]["ImageId"], rows[0]["id"]);
    }
    let from_env = cloudq("images list --raw").env("CLOUDQ_OUTPUT", "json");
    assert!(from_env.at(&service).run().ok().contains("provider_raw"));
}

#[test]
fn a_line_is_an_image_and_its_members_keep_their_order() {
    let service = Service::unlimited(100);
    for (provider, ..) in CLOUDS {
        let list = |format: &str| {
            let arguments = format!("images list --raw --sort-by id -o {format}");
            ask(&service, provider, &arguments)
        };
        let rows = list("json").rows();
        let lines = list("ndjson").lines();
        assert_eq!(lines.len(), 100, "{provider}");
        for (line, row) in lines.iter().zip(&rows) {
            let parsed: Value = serde_json::from_str(line).unwrap();
            assert_eq!(parsed, *row);
            // By name the architecture would come first; what has been read into
            // a value is in that order.
            assert!(line.contains(r#""provider_raw":{"ImageId":""#), "{line}");
            let (_, raw) = line.split_once(r#""provider_raw":"#).unwrap();
            let first = raw.find(r#""ImageId":"#);
            let last = raw.find(r#""Architecture":"#);
            assert!(last.is_none() || first < last, "{line}");
        }
    }
    // A number with more digits than a double has.
    let large = ask(&service, "tencent-ecm", "images list --raw -o ndjson").ok();
    assert!(large.contains(r#""ImageOwner":9007199254740993"#));
}

#[test]
fn nothing_in_it_reaches_the_terminal() {
    let service = Service::unlimited(100);
    for (provider, id) in [("alibaba-ecs", None), ("tencent-ecm", Some("img-h0st1le1"))] {
        for (format, escaped) in [("json", "u001b"), ("ndjson", "u001b"), ("yaml", "x1b")] {
            let arguments = format!("images list --raw -o {format}");
            let printed = ask(&service, provider, &arguments).ok();
            assert_eq!(printed.find(harmful), None, "{provider} {format}");
            assert!(
                printed.contains(&format!("\\{escaped}[31malert")),
                "{provider} {format}"
            );
        }
        let rows = ask(&service, provider, "images list --raw -o json").rows();
        let hostile: Vec<&Value> = rows
            .iter()
            .filter(|row| text(row, "name").contains('\u{1b}'))
            .collect();
        assert_eq!(hostile.len(), 1);
        assert_eq!(
            hostile[0]["provider_raw"]["ImageName"], hostile[0]["name"],
            "the value itself is kept"
        );
        assert!(id.is_none_or(|id| id == text(hostile[0], "id")));
    }
}

#[test]
fn where_it_has_no_room_it_is_refused() {
    let service = Service::new();
    let get = "images get m-1 --raw";
    let mut cases: Vec<(String, &[&str])> = vec![
        ("images list --raw".into(), &["--raw", "table", "ndjson"]),
        ("images latest --family web --raw".into(), &["--raw"]),
        ("images latest --family web --raw -r all".into(), &["--raw"]),
        (get.into(), &["--raw", "table"]),
        ("regions --raw".into(), &["--raw", "images"]),
        ("regions --raw -o json".into(), &["--raw", "images"]),
    ];
    for format in ["table", "wide", "csv", "tsv", "id"] {
        for command in ["images list --raw", "images latest --name x --raw", get] {
            cases.push((format!("{command} -o {format}"), &["--raw"]));
        }
    }
    for_each(
        cases,
        |case| case.0.clone(),
        |(arguments, words)| {
            ask(&service, "alibaba-ecs", arguments).failed_saying(2, words);
            assert_eq!(service.stats().connections, 0);
        },
    );
}

#[test]
fn conditions_and_limits_choose_raw_rows_too() {
    let service = Service::unlimited(60);
    let list = "images list --where size_gib>20 --limit 3 -o json";
    for (provider, ..) in CLOUDS {
        let plain = ask(&service, provider, list).rows();
        let raw = ask(&service, provider, &format!("{list} --raw")).rows();
        assert_eq!((ids(&plain).len(), ids(&raw)), (3, ids(&plain)));
    }
}
