//! A target that fails in the middle: nothing of it is printed, and the others stand.

use std::time::Duration;

use cloudq::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Fault, FaultKind, REGIONS, Seen};
use serde_json::Value;

use crate::support::{Ended, Service, cloudq, profile, text};

const COUNT: usize = 300;

/// Three pages in each region, of which the third of cn-hangzhou keeps failing.
fn service() -> Service {
    Service::with(|options| {
        options.images = COUNT;
        options.faults = vec![Fault {
            page: Some(3),
            region: Some("cn-hangzhou".to_owned()),
            ..Fault::always(FaultKind::InternalError)
        }];
    })
}

fn list(service: &Service, arguments: &str) -> Ended {
    cloudq("images list --retries 0")
        .args(arguments)
        .at(service)
        .run()
}

fn regions(rows: &[Value]) -> Vec<&str> {
    let mut regions: Vec<&str> = rows.iter().map(|row| text(row, "region")).collect();
    regions.dedup();
    regions
}

#[test]
fn half_a_list_is_no_list() {
    let service = service();
    for format in ["table", "json", "csv", "tsv", "id"] {
        let ended = list(&service, &format!("-o {format}"));
        ended.failed_saying(7, &["InternalError", "cn-hangzhou", "hint: ", "request: "]);
    }
    let third = service
        .log()
        .into_iter()
        .filter(|seen| seen.page == Some(3));
    assert!(third.clone().count() >= 5 && third.clone().all(|seen| seen.status == Some(500)));
}

#[test]
fn lines_may_have_gone_out_before() {
    let service = service();
    let ended = list(&service, "-o ndjson");
    assert_eq!(ended.code, Some(7), "{ended}");
    let lines = ended.stdout.lines();
    assert!(
        lines
            .clone()
            .all(|line| serde_json::from_str::<Value>(line).is_ok())
    );
    assert!(lines.count() <= 200);
    assert!(ended.stderr.starts_with("error: "), "{ended}");
}

#[test]
fn healthy_targets_are_printed() {
    let service = service();
    for order in ["cn-hangzhou,cn-beijing", "cn-beijing,cn-hangzhou"] {
        let ended = list(&service, &format!("-o json -r {order}"));
        assert_eq!(ended.code, Some(11), "{ended}");
        let rows: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!((rows.len(), regions(&rows)), (COUNT, vec!["cn-beijing"]));
        assert!(ended.stderr.starts_with("error: "), "{ended}");
        assert!(ended.stderr.contains("cn-hangzhou"), "{ended}");
        assert!(!ended.stderr.contains("cn-beijing"), "{ended}");

        let json = list(&service, &format!("-o json -r {order} --error-format json"));
        let told: Value = serde_json::from_str(json.stderr.trim_end()).unwrap();
        assert_eq!((json.code, &told["exit_code"]), (Some(11), &Value::from(7)));
        assert_eq!(told["region"], "cn-hangzhou");
    }
}

#[test]
fn every_failed_target_is_told() {
    let service = service();
    service.set_faults(vec![Fault::always(FaultKind::Forbidden)]);
    let ended = list(&service, "-o json -r cn-hangzhou,cn-beijing,cn-shanghai");
    ended.failed_saying(4, &["cn-hangzhou", "cn-beijing", "cn-shanghai"]);
    let told = ended
        .stderr
        .lines()
        .filter(|line| line.starts_with("error: "));
    assert_eq!(told.count(), 3, "{ended}");
}

#[test]
fn one_failure_can_be_the_end_of_all() {
    let service = service();
    for order in ["cn-hangzhou,cn-beijing", "cn-beijing,cn-hangzhou"] {
        let mut codes = Vec::new();
        for format in ["table", "json", "csv", "id"] {
            let arguments = format!("--on-error fail -r {order} -o {format}");
            let ended = list(&service, &arguments);
            assert_eq!(ended.stdout, "", "{ended}");
            assert!(ended.stderr.contains("InternalError"), "{ended}");
            // Its own code, or that of a run where another had succeeded before.
            assert!([Some(7), Some(11)].contains(&ended.code), "{ended}");
            codes.push(ended.code);
        }
        codes.dedup();
        assert_eq!(
            codes.len(),
            1,
            "the code does not depend on luck: {codes:?}"
        );
    }
}

#[test]
fn the_newest_of_healthy_targets_is_printed() {
    let service = service();
    service.set_faults(vec![Fault {
        region: Some("cn-beijing".to_owned()),
        ..Fault::always(FaultKind::Unavailable)
    }]);
    for filter in ["--family web", "--family web --arch x86_64"] {
        let latest = |more: &str| {
            let run = cloudq("images latest --retries 0 -o map -r cn-hangzhou,cn-beijing");
            run.args(filter).args(more).at(&service).run()
        };
        let ended = latest("");
        assert_eq!(ended.code, Some(11), "{ended}");
        let map: Value = serde_json::from_str(&ended.stdout).unwrap();
        let map = map.as_object().unwrap();
        assert_eq!(map.keys().collect::<Vec<_>>(), ["cn-hangzhou"]);
        // What is not known is not the same as not there.
        assert_eq!(latest("--allow-missing").code, Some(11));
        let ended = latest("--on-error fail");
        ended.failed_saying(7, &["cn-beijing"]);
    }
}

#[test]
fn a_region_list_that_fails_leaves_nobody_to_ask() {
    let service = service();
    service.set_faults(vec![Fault {
        action: Some("DescribeRegions".to_owned()),
        ..Fault::always(FaultKind::Forbidden)
    }]);
    list(&service, "-r all").failed_saying(4, &["regions"]);
    assert_eq!(service.actions(), ["DescribeRegions"]);
}

/// How many regions there are: the emulator's own, and others from data.
const REGIONS_IN_ALL: usize = 30;
const HANGING: &str = "cn-shanghai";
const REFUSING: &str = "us-east-1";
const REQUEST_TIMEOUT: Duration = Duration::from_secs(3);

fn thirty_regions() -> Service {
    let rows = cloudq("images list -o json")
        .at(&Service::new())
        .run()
        .rows();
    let mut data = String::new();
    for number in REGIONS.len()..REGIONS_IN_ALL {
        for row in &rows {
            let mut row = row.clone();
            row["region"] = format!("xx-region-{number}").into();
            data += &row.to_string();
            data.push('\n');
        }
    }
    Service::with(|options| options.data = Some(data.parse().unwrap()))
}

/// Nobody waits for the region that hangs: all others have asked before it is given up.
#[test]
fn of_thirty_regions_one_hangs_and_one_refuses() {
    let service = thirty_regions();
    let seconds = REQUEST_TIMEOUT.as_secs();
    let arguments = format!("-r all -o json --request-timeout {seconds}s");
    let healthy = list(&service, &arguments).rows();
    assert_eq!(regions(&healthy).len(), REGIONS_IN_ALL);
    let before = service.log().len();
    let at = |region: &str, kind| Fault {
        region: Some(region.to_owned()),
        ..Fault::always(kind)
    };
    service.set_faults(vec![
        at(HANGING, FaultKind::HangBody),
        at(REFUSING, FaultKind::Forbidden),
    ]);

    let ended = list(&service, &arguments);
    assert_eq!(ended.code, Some(11), "{ended}");
    let rows: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
    let is_well = |row: &&Value| ![HANGING, REFUSING].contains(&text(row, "region"));
    let expected: Vec<&Value> = healthy.iter().filter(is_well).collect();
    assert!(rows.iter().eq(expected), "{ended}");
    assert_eq!(regions(&rows).len(), REGIONS_IN_ALL - 2);

    let lines = ended.stderr.lines();
    let errors: Vec<&str> = lines.filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 2, "{ended}");
    for region in [HANGING, REFUSING] {
        let told = errors.iter().filter(|line| line.contains(region));
        assert_eq!(told.count(), 1, "{region}: {ended}");
    }

    let requests = ended.stderr.lines();
    let requests = requests.filter_map(|line| line.trim_start().strip_prefix("request: "));
    let ids: Vec<&str> = requests.filter(|told| !told.starts_with('-')).collect();
    assert_eq!(ids.len(), 2, "each error tells its request: {ended}");

    let log = service.log().split_off(before);
    let asked: Vec<&Seen> = log
        .iter()
        .filter(|seen| seen.action == "DescribeImages")
        .collect();
    assert_eq!(asked.len(), REGIONS_IN_ALL, "each is asked once");
    let hanging = asked
        .iter()
        .find(|seen| seen.region.as_deref() == Some(HANGING))
        .unwrap();
    let given_up = hanging.received + REQUEST_TIMEOUT;
    assert!(asked.iter().all(|seen| seen.received < given_up));
}

/// Whose regions or whose key do not come, waits alone.
#[test]
fn a_profile_that_hangs_holds_no_other_up() {
    let healthy = Service::of(250);
    let hanging = Service::broken(FaultKind::Hang);
    let good = profile(
        "alibaba-ecs",
        &healthy.endpoint(),
        "acs3-hmac-sha256",
        &[ACCESS_KEY_ID, ACCESS_KEY_SECRET],
    );
    let slow = good
        .replace("profiles.p", "profiles.slow")
        .replace(&healthy.endpoint(), &hanging.endpoint());
    let everywhere = slow.replace("regions = [\"cn-hangzhou\"]", "regions = \"all\"");
    assert_ne!(slow, everywhere);
    let (head, _) = slow.split_once("type =").unwrap();
    let no_key = format!("{head}type = \"process\"\ncommand = [\"sleep\", \"60\"]\n");
    let commands = [
        "images list -o ndjson",
        "images list -o json",
        "images list -o csv --sort-by none",
        "images latest --name * -o json",
    ];
    let slow = [(everywhere, "DescribeRegions"), (no_key, "no key")];
    let cases: Vec<_> = slow
        .iter()
        .flat_map(|(slow, words)| commands.map(|command| (slow, words, command)))
        .collect();
    let check = |(slow, words, command): &(&String, &&str, &str)| {
        let ended = cloudq(command)
            .args("-p slow,p --timeout 3s")
            .config(&format!("{slow}{good}"))
            .run();
        assert_eq!(ended.code, Some(11), "{ended}");
        assert!(ended.stderr.contains(*words), "{ended}");
        let rows = ended.stdout.matches("cn-hangzhou").count();
        let expected = if command.contains("latest") { 1 } else { 250 };
        assert_eq!(rows, expected, "{ended}");
    };
    // All at once, as each waits for its timeout.
    std::thread::scope(|scope| {
        for case in &cases {
            scope.spawn(|| check(case));
        }
    });
}

/// A failed region's rows are not printed, so that they are none of those wanted.
#[test]
fn a_limit_counts_what_is_printed() {
    let service = Service::with(|options| {
        options.images = COUNT;
        options.faults = vec![Fault {
            times: Some(1),
            region: Some("cn-hangzhou".to_owned()),
            ..Fault::always(FaultKind::Forbidden)
        }];
    });
    let ended = list(
        &service,
        "-r cn-hangzhou,cn-beijing --owner self,system --sort-by none --limit 5 -o tsv",
    );
    assert_eq!(ended.code, Some(11), "{ended}");
    assert_eq!(ended.stdout.lines().count(), 6, "{ended}");
}

/// Each region has connections of its own, and a shell may allow few open files.
#[cfg(unix)]
#[test]
fn a_low_limit_of_open_files_is_raised() {
    let service = Service::of(250);
    let run = format!(
        "ulimit -Sn 16 && exec {} images list -r all -o id --page-size 10 --concurrency 32 --retries 0 \
         --endpoint {}",
        env!("CARGO_BIN_EXE_cloudq"),
        service.endpoint(),
    );
    let home = tempfile::tempdir().unwrap();
    let output = std::process::Command::new("/bin/sh")
        .args(["-c", &run])
        .env_clear()
        .env("HOME", home.path())
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", ACCESS_KEY_ID)
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", ACCESS_KEY_SECRET)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let rows = String::from_utf8_lossy(&output.stdout).lines().count();
    assert_eq!(rows, 250 * REGIONS.len(), "{told}");
}
