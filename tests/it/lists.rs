//! `images list`: all of them, always the same bytes, in every format.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cloudq::sandbox::REGIONS;
use serde_json::Value;

use crate::support::{Run, Service, cloudq, ids, text, without_ages};

const MANY: usize = 1037;

/// The formats that a list has.
const FORMATS: [&str; 8] = [
    "table", "wide", "json", "ndjson", "yaml", "csv", "tsv", "id",
];

/// Three images of one family, newest first.
const THREE: &str = "images list --family web --created-after 2026-06-01";

fn distinct(ids: &[String]) -> BTreeSet<&String> {
    ids.iter().collect()
}

#[test]
fn a_long_list_comes_whole() {
    let service = Service::of(MANY);
    let rows = cloudq("images list -o json").at(&service).run().rows();
    let sorted = ids(&rows);
    assert_eq!(distinct(&sorted).len(), MANY);
    assert_eq!(sorted.len(), MANY);

    // The same set in another way: small pages, in the service's order, as they come.
    let streamed = cloudq("images list -o ndjson --page-size 37")
        .at(&service)
        .run()
        .lines();
    let streamed: Vec<Value> = streamed
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(streamed.len(), MANY);
    assert_eq!(distinct(&ids(&streamed)), distinct(&sorted));
    assert_ne!(
        ids(&streamed),
        sorted,
        "one of the two is in the other's order"
    );

    // The usual order: newest first, then by id.
    let key = |row: &Value| {
        let created: jiff::Timestamp = text(row, "created").parse().unwrap();
        (-created.as_second(), text(row, "id").to_owned())
    };
    assert!(rows.is_sorted_by_key(key));
}

#[test]
fn two_runs_print_the_same_bytes() {
    let service = Service::of(MANY);
    for format in ["json", "table"] {
        let mut printed = BTreeSet::new();
        for run in 0..10 {
            service.set_shuffle((run > 0).then_some(run));
            printed.insert(cloudq("images list -o").arg(format).at(&service).run().ok());
        }
        assert_eq!(printed.len(), 1, "{format}");
    }
}

#[test]
fn a_limit_asks_for_no_more_than_it_takes() {
    let service = Service::of(MANY);
    let run = cloudq("images list --limit 5 --sort-by none -o id").at(&service);
    let first = run.run().lines();
    assert_eq!(distinct(&first).len(), 5);
    let log = service.log();
    assert_eq!(log.len(), 1, "{log:?}");
    assert_eq!(log[0].action, "DescribeImages");
    assert_eq!((log[0].page.unwrap_or(1), log[0].page_size), (1, Some(5)));

    // A sorted list is cut when it is whole.
    let all = cloudq("images list -o id").at(&service).run().lines();
    let cut = cloudq("images list -o id --limit 5")
        .at(&service)
        .run()
        .lines();
    assert_eq!(cut, all[..5]);
}

#[test]
fn a_page_costs_one_request_and_one_connection() {
    let service = Service::of(24);
    assert_eq!(
        cloudq("images list -o id").at(&service).run().lines().len(),
        24
    );
    let stats = service.stats();
    assert_eq!((stats.requests, stats.connections), (1, 1));
    assert_eq!(stats.refused_signatures, 0);
}

#[test]
fn pages_share_connections() {
    let service = Service::of(MANY);
    let run = cloudq("images list -o id --page-size 10 --concurrency 4").at(&service);
    assert_eq!(run.run().lines().len(), MANY);
    let stats = service.stats();
    assert_eq!(stats.requests, 104);
    assert!((1..=4).contains(&stats.connections), "{stats:?}");
    let pages: BTreeSet<u32> = service
        .log()
        .into_iter()
        .filter_map(|seen| seen.page)
        .collect();
    assert_eq!(pages, (1..=104).collect());
}

#[test]
fn three_images_in_every_format() {
    let service = Service::new();
    for format in FORMATS {
        let printed = cloudq(THREE).arg("-o").arg(format).at(&service).run().ok();
        let shown = if ["table", "wide"].contains(&format) {
            without_ages(&printed)
        } else {
            printed
        };
        insta::assert_snapshot!(format!("list_{format}"), shown);
    }
    let default = cloudq(THREE).at(&service).run().ok();
    assert_eq!(
        default,
        cloudq(THREE).arg("-otable").at(&service).run().ok()
    );
    let from_env = cloudq(THREE).env("CLOUDQ_OUTPUT", "id").at(&service).run();
    assert_eq!(from_env.lines().len(), 3);
}

#[test]
fn columns_are_chosen() {
    let service = Service::new();
    let mut shown = String::new();
    for more in [
        "-c id,version",
        "-c +version,+size_gib",
        "-c +version",
        "-c ^region,^name",
        "-c name --no-header",
        "-o csv -c id,name",
        "-o tsv -c id,name --no-header",
        "--sort-by name:desc -c name",
        "--sort-by version -c version",
        "--limit 1 -c id",
        "-p sandbox -c +profile",
    ] {
        let ended = cloudq(&format!("{THREE} {more}")).at(&service).run();
        writeln!(shown, "# {more}\n{}{}", ended.stdout, ended.stderr).unwrap();
    }
    insta::assert_snapshot!("columns", without_ages(&shown));
    let names = cloudq("images list --columns help").run().lines();
    assert_eq!(
        (names.len(), names[0].as_str()),
        (35, "provider          The provider's id")
    );
    // Scripts take the first word of each line.
    assert_eq!(
        names[3],
        "id                Its id, as a launch call takes it"
    );
}

#[test]
fn rows_are_sorted_by_what_is_asked() {
    let service = Service::of(200);
    let rows = cloudq("images list -o json --sort-by name:desc")
        .at(&service)
        .run()
        .rows();
    assert_eq!(rows.len(), 200);
    assert!(rows.is_sorted_by(|a, b| text(a, "name") >= text(b, "name")));
    let rows = cloudq("images list -o json --sort-by os_type,created:asc")
        .at(&service)
        .run()
        .rows();
    let key = |row: &Value| {
        (
            text(row, "os_type").to_owned(),
            text(row, "created").to_owned(),
        )
    };
    assert!(rows.is_sorted_by_key(key));
}

#[test]
fn regions_are_asked_together() {
    let service = Service::new();
    let rows = |arguments: &str| {
        let run = cloudq("images list -o json").at(&service);
        arguments
            .split_whitespace()
            .fold(run, Run::arg)
            .run()
            .rows()
    };
    let of = |rows: &[Value], region: &str| -> Vec<String> {
        let there = rows.iter().filter(|row| text(row, "region") == region);
        there.map(|row| text(row, "id").to_owned()).collect()
    };
    let two = rows("-r cn-hangzhou,cn-beijing");
    assert_eq!(two.len(), 48);
    let (hangzhou, beijing) = (of(&two, "cn-hangzhou"), of(&two, "cn-beijing"));
    assert_eq!((hangzhou.len(), beijing.len()), (24, 24));
    assert!(
        two[..24]
            .iter()
            .all(|row| text(row, "region") == "cn-beijing")
    );
    // Public images have the same id in every region, and each is a row.
    let both: BTreeSet<_> = hangzhou.iter().filter(|id| beijing.contains(id)).collect();
    assert!(both.len() > 2 && both.len() < 24, "{both:?}");

    let regions = |rows: &[Value]| -> BTreeSet<String> {
        rows.iter()
            .map(|row| text(row, "region").to_owned())
            .collect()
    };
    let all: BTreeSet<String> = REGIONS.iter().map(|&id| id.to_owned()).collect();
    for everywhere in ["-r all", "--all-regions"] {
        let rows = rows(everywhere);
        assert_eq!(regions(&rows), all);
        assert_eq!(rows.len(), 24 * REGIONS.len());
    }
    let rest = rows("-r all --exclude-region cn-hangzhou,us-east-1 --exclude-region cn-qingdao");
    let left_out = ["cn-hangzhou", "us-east-1", "cn-qingdao"];
    assert_eq!(regions(&rest).len(), REGIONS.len() - left_out.len());
    assert!(left_out.iter().all(|id| !regions(&rest).contains(*id)));
    assert_eq!(rows("-r cn-hangzhou,cn-beijing,cn-hangzhou").len(), 48);
}

#[test]
fn awkward_names_do_no_harm() {
    // What moves the cursor, clears the screen or turns text around.
    let harmful = |c: char| {
        matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
            | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let service = Service::of(100);
    let json = cloudq("images list -o json").at(&service).run().rows();
    let awkward = json
        .iter()
        .filter(|row| text(row, "name").contains(harmful));
    let awkward: Vec<String> = awkward.map(|row| text(row, "id").to_owned()).collect();
    assert!(!awkward.is_empty(), "the value itself is kept");

    for format in FORMATS {
        for verbosity in ["-q", "-vvv"] {
            let run = cloudq("images list --owner any --status any").arg(verbosity);
            let ended = run.arg("-o").arg(format).at(&service).run();
            assert_eq!(ended.code, Some(0));
            assert!(awkward.iter().all(|id| ended.stdout.contains(id)));
            assert_eq!(ended.stdout.find(harmful), None, "{format}");
            assert_eq!(ended.stderr.find(harmful), None, "{format}");
            assert_eq!(ended.stderr.is_empty(), verbosity == "-q");
        }
    }
    let lines = cloudq("images list --no-header").at(&service).run().lines();
    assert_eq!(lines.len(), 100, "a name with a line break makes no line");
    let get = cloudq("images get -vvv")
        .arg(&awkward[0])
        .at(&service)
        .run();
    assert_eq!((get.stdout + &get.stderr).find(harmful), None);
}

#[test]
fn an_empty_list_is_no_failure() {
    let service = Service::new();
    let none = "images list --name no-such-name -o";
    for (format, expected) in [("json", "[]\n"), ("ndjson", ""), ("id", "")] {
        assert_eq!(cloudq(none).arg(format).at(&service).run().ok(), expected);
    }
    let table = cloudq(none).arg("table").at(&service).run().ok();
    assert!(
        table.starts_with("NAME  ") && table.lines().count() == 1,
        "{table}"
    );
    cloudq(none)
        .arg("id")
        .arg("--fail-empty")
        .at(&service)
        .run()
        .failed(3);
}

/// In the order of places, the first images would be those of one place.
#[test]
fn a_limit_prints_the_newest_of_all_places() {
    let service = Service::new();
    let list = |more: &str| {
        let run = cloudq("images list -o json -r cn-hangzhou,cn-beijing").args(more);
        run.at(&service).run().rows()
    };
    let all = list("");
    let mut created: Vec<&str> = all.iter().map(|row| text(row, "created")).collect();
    created.sort_unstable_by(|one, other| other.cmp(one));
    let newest = list("--limit 6");
    let shown: Vec<&str> = newest.iter().map(|row| text(row, "created")).collect();
    assert_eq!(shown, created[..6]);
    let regions: BTreeSet<&str> = newest.iter().map(|row| text(row, "region")).collect();
    assert_eq!(regions.len(), 2, "{shown:?}");
}
