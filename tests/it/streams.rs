//! Data on stdout, all else on stderr: what one command prints can be piped on.

use serde_json::Value;

use crate::support::{Service, cloudq};

const COMMANDS: [&str; 4] = [
    "images list",
    "images latest --family web",
    "images get aliyun_3_arm64_20G_alibase_20260702.vhd",
    "regions",
];

#[test]
fn success_prints_data_and_nothing_else() {
    let service = Service::of(120);
    for command in COMMANDS {
        let run = |format: &str| cloudq(command).arg("-o").arg(format).at(&service).run();
        let rows = run("json").rows();
        assert!(
            !rows.is_empty() && rows.iter().all(Value::is_object),
            "{command}"
        );
        let lines = run("ndjson").lines();
        let parsed = lines
            .iter()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        assert_eq!(parsed.count(), rows.len(), "{command}");
        let csv = run("csv").ok();
        let mut csv = csv::Reader::from_reader(csv.as_bytes());
        let width = csv.headers().unwrap().len();
        assert!(csv.records().all(|record| record.unwrap().len() == width));
        let tsv = run("tsv").lines();
        assert_eq!(tsv.len(), rows.len() + 1, "{command}");
        assert!(
            tsv.iter().all(|line| line.split('\t').count() == width),
            "{command}"
        );
        let table = run("table").lines();
        assert_eq!(table.len(), rows.len() + 1, "{command}");
        let ids = run("id").lines();
        assert_eq!(ids.len(), rows.len(), "{command}");
        let plain = |c: char| c.is_ascii_alphanumeric() || "._:/-".contains(c);
        assert!(
            ids.iter().all(|id| !id.is_empty() && id.chars().all(plain)),
            "{command}"
        );
    }
}

#[test]
fn notes_and_traffic_do_not_mix_with_data() {
    let service = Service::new();
    for command in COMMANDS {
        for format in [
            "table", "wide", "json", "ndjson", "yaml", "csv", "tsv", "id",
        ] {
            let run = || cloudq(command).arg("-o").arg(format).at(&service);
            let quiet = run().run().ok();
            let loud = run().arg("-vvv").run();
            assert_eq!((loud.code, &loud.stdout), (Some(0), &quiet), "{loud}");
            assert!(
                loud.stderr.contains("> #1 POST http://127.0.0.1:"),
                "{loud}"
            );
            let variable = run().env("CLOUDQ_LOG", "1").run();
            assert_eq!(variable.stdout, quiet);
            let told: Vec<&str> = variable.stderr.lines().map(|line| &line[..2]).collect();
            let [sent, received] =
                ["> ", "< "].map(|sign| told.iter().filter(|start| **start == sign).count());
            assert!(sent > 0 && sent == received, "{variable}");
            // And one line each about the file and about the key that signs.
            assert_eq!(told.len(), sent + received + 2, "{variable}");
            let mut lines = variable.stderr.lines();
            for start in ["* no configuration: ", "* signing with the key LTAI…"] {
                assert!(lines.next().unwrap().starts_with(start), "{variable}");
            }
        }
    }
}

#[test]
fn each_answer_names_its_request_and_each_retry_its_call() {
    let service = Service::of(250);
    service.set_faults(vec!["throttle:2".parse().unwrap()]);
    let ended = cloudq("images list -v -o id -r cn-hangzhou,cn-beijing")
        .at(&service)
        .run();
    assert_eq!(ended.code, Some(0), "{ended}");
    let numbers = |sign: &str| {
        let lines = ended.stderr.lines();
        let numbers = lines.filter_map(|line| line.strip_prefix(sign)?.split(' ').next());
        let mut numbers: Vec<u32> = numbers.map(|number| number.parse().unwrap()).collect();
        numbers.sort_unstable();
        numbers
    };
    let sent = numbers("> #");
    assert!(sent.len() > 6, "{ended}");
    assert_eq!(
        sent,
        (1..=u32::try_from(sent.len()).unwrap()).collect::<Vec<_>>()
    );
    assert_eq!(sent, numbers("< #"));
    let retry = |line: &str| {
        line.starts_with("* DescribeImages cn-")
            && line.contains("Throttling")
            && line.contains(": again in ")
    };
    assert!(ended.stderr.lines().any(retry), "{ended}");
    // Where the settings are from, and which step of the order the key.
    let run = cloudq("images list -v -o id -p p").config(&crate::support::profile(
        "alibaba-ecs",
        &service.endpoint(),
        "acs3-hmac-sha256",
        &[
            cloudq::sandbox::ACCESS_KEY_ID,
            cloudq::sandbox::ACCESS_KEY_SECRET,
        ],
    ));
    let path = run.config_path().display().to_string();
    let ended = run.run();
    let mut lines = ended.stderr.lines();
    let first = lines.next().unwrap();
    assert!(
        first.starts_with(&format!("* configuration from {path} (")),
        "{ended}"
    );
    let second = lines.next().unwrap();
    assert!(
        second.contains(&path) && second.ends_with("(step profile)"),
        "{ended}"
    );
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let service = Service::new();
    let plain = cloudq("images list").at(&service).run().ok();
    assert!(!plain.contains('\u{1b}'));
    let coloured = cloudq("images list --color always").at(&service).run().ok();
    assert!(coloured.contains('\u{1b}'));
    let forced = cloudq("images list")
        .at(&service)
        .env("CLICOLOR_FORCE", "1")
        .run()
        .ok();
    assert_eq!(forced, coloured);
    for run in [
        cloudq("images list")
            .env("CLICOLOR_FORCE", "1")
            .env("NO_COLOR", "1"),
        cloudq("images list --color never").env("CLICOLOR_FORCE", "1"),
    ] {
        assert_eq!(run.at(&service).run().ok(), plain);
    }
    // Data for programs is never coloured.
    let json = cloudq("images list -o json --color always")
        .at(&service)
        .run()
        .ok();
    assert!(!json.contains('\u{1b}'));
}
