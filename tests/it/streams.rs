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
        let plain = |c: char| c.is_ascii_alphanumeric() || "._:-".contains(c);
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
            assert!(loud.stderr.contains("> POST http://127.0.0.1:"), "{loud}");
            let variable = run().env("CLOUDQ_LOG", "1").run();
            assert_eq!(variable.stdout, quiet);
            let told: Vec<&str> = variable.stderr.lines().map(|line| &line[..2]).collect();
            let [sent, received] =
                ["> ", "< "].map(|sign| told.iter().filter(|start| **start == sign).count());
            assert!(sent > 0 && sent == received, "{variable}");
            // And one line about the key that signs.
            assert_eq!(told.len(), sent + received + 1, "{variable}");
            assert!(
                variable.stderr.starts_with("* signing with the key LTAI…"),
                "{variable}"
            );
        }
    }
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
