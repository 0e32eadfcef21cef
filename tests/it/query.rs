//! `--query`: one expression over the complete result, the same in every format.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Ended, Service, cloudq, for_each, ids, text};

/// Every format that has room for whatever an expression gives.
const FORMATS: [&str; 7] = ["table", "wide", "json", "ndjson", "yaml", "csv", "tsv"];

fn ask(service: &Service, arguments: &str, expression: &str) -> Ended {
    let run = cloudq(arguments).arg("--query").arg(expression);
    run.at(service).run()
}

#[test]
fn the_document_is_what_json_prints() {
    let service = Service::unlimited(100);
    for command in [
        "images list -r all",
        "images list -r all --sort-by name,id --limit 7",
        "images list --sort-by none",
        "images list --raw",
        "--provider ecm images list --raw --limit 3",
        "images latest --family web",
        "images latest --family web -r all",
        "images get m-bp1oe7s7c43dnsq7zzhq",
        "regions",
        "profiles",
        "providers",
        "providers show ens",
        "config show",
        "auth check",
    ] {
        let run = |more: &str| {
            let ended = cloudq(command).args(more).at(&service).run();
            assert_eq!(ended.code, Some(0), "{ended}");
            ended.stdout
        };
        let printed = run("-o json");
        let documents: Value = serde_json::from_str(&printed).unwrap();
        let asked = run("-o json --query @");
        if command.contains("--raw") {
            // The service's own objects lose only their layout.
            assert_eq!(serde_json::from_str::<Value>(&asked).unwrap(), documents);
        } else {
            assert_eq!(asked, printed, "{command}");
        }
        let count = documents.as_array().unwrap().len();
        for format in FORMATS {
            let counted = run(&format!("-o {format} --query length(@)"));
            assert_eq!(counted.trim_end(), count.to_string(), "{command} {format}");
        }
        assert_eq!(run("-o ndjson --query @").lines().count(), count);
        let yaml: Value = serde_saphyr::from_str(&run("-o yaml --query @")).unwrap();
        assert_eq!(yaml, documents, "{command}");
    }
}

#[test]
fn each_format_prints_the_same_result() {
    let service = Service::new();
    let command = "images list --family web --created-after 2026-06-01";
    let rows = cloudq(command).args("-o json").at(&service).run().rows();
    let expression = "[?os_type=='linux'].{Name: name, ID: id, Size: size_gib}";
    let print = |format: &str| {
        let arguments = format!("{command} -o {format}");
        ask(&service, &arguments, expression).ok()
    };
    let expected: Vec<Value> = rows
        .iter()
        .map(|row| json!({"Name": row["name"], "ID": row["id"], "Size": row["size_gib"]}))
        .collect();
    assert!(expected.len() > 1);
    let printed: Vec<Value> = serde_json::from_str(&print("json")).unwrap();
    assert_eq!(printed, expected);
    let lines: Vec<Value> = print("ndjson")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines, expected);
    let yaml: Vec<Value> = serde_saphyr::from_str(&print("yaml")).unwrap();
    assert_eq!(yaml, expected);
    let line = |separator: &str| {
        let line = |row: &Value| {
            let cells = [text(row, "Name"), text(row, "ID"), &row["Size"].to_string()];
            cells.join(separator) + "\n"
        };
        expected.iter().map(line).collect::<String>()
    };
    assert_eq!(print("csv"), format!("Name,ID,Size\n{}", line(",")));
    assert_eq!(print("tsv"), format!("Name\tID\tSize\n{}", line("\t")));
    let table = print("table");
    assert!(table.starts_with("NAME"), "{table}");
    assert_eq!(table.lines().count(), expected.len() + 1);
    assert_eq!(print("wide"), table);
    let bare = ask(
        &service,
        &format!("{command} -o csv --no-header"),
        expression,
    );
    assert_eq!(bare.ok(), line(","));
    let found = ask(&service, &format!("{command} -o id"), "[].id").lines();
    assert_eq!(found, ids(&rows));
}

#[test]
fn what_is_one_value_is_printed_bare() {
    let service = Service::new();
    let latest = "images latest --family web";
    let id = cloudq(latest).at(&service).run().ok();
    assert_eq!(ask(&service, latest, "[0].id").ok(), id);
    let rows = cloudq(latest).args("-o json").at(&service).run().rows();
    let name = format!("{}\n", text(&rows[0], "name"));
    assert_eq!(ask(&service, latest, "[0].name").ok(), name);
    let pair = ask(&service, latest, "[].[region, id]").ok();
    assert_eq!(pair, format!("cn-hangzhou  {id}"));
    let map = "{fixed: [0].id}";
    for command in ["images latest --family web -o map", "images list -o map"] {
        let printed = ask(&service, command, map).json();
        assert_eq!(printed.as_object().unwrap().len(), 1, "{command}");
    }
    // The codes are those of the rows.
    let missing = ask(&service, "images latest --family none -o json", "@");
    missing.failed(3);
    let empty = ask(
        &service,
        "images list --name none --fail-empty -o json",
        "length(@)",
    );
    assert_eq!(
        (empty.code, empty.stdout.as_str()),
        (Some(3), "0\n"),
        "{empty}"
    );
}

#[test]
fn null_is_no_answer() {
    let service = Service::new();
    let latest = "images latest --family web";
    let near = [
        "the result of --query is null",
        "`nme`",
        "did you mean `name`?",
    ];
    for (format, expected) in [
        ("json", "null\n"),
        ("yaml", "null\n"),
        ("ndjson", "null\n"),
        ("csv", ""),
        ("tsv", ""),
        ("table", ""),
        ("id", ""),
        ("map", ""),
    ] {
        let ended = ask(&service, &format!("{latest} -o {format}"), "[0].nme");
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(3), expected),
            "{ended}"
        );
        assert!(
            near.iter().all(|words| ended.stderr.contains(words)),
            "{ended}"
        );
    }
    for (command, expression, words) in [
        (latest, "id", "`[].id`"),
        (latest, "[5].id", "not_null"),
        ("images list --name none", "[0].id", "not_null"),
        ("images list", "[0].name.first", "`first`"),
        ("images get m-bp1oe7s7c43dnsq7zzhq", "[0].famly", "`family`"),
        ("regions", "[0].ID", "`id`"),
        ("profiles", "[0].provder", "`provider`"),
        ("providers", "[0].ids", "`id`"),
        ("config show", "[0].valu", "`value`"),
    ] {
        let ended = ask(&service, &format!("{command} -o json"), expression);
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(3), "null\n"),
            "{ended}"
        );
        assert!(ended.stderr.contains(words), "{ended}");
        ask(&service, command, expression).failed_saying(3, &["the result of --query is null"]);
    }
    // A file keeps what it has, and another failure its own code.
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    fs::write(&kept, "before").unwrap();
    let run = cloudq(latest).arg("-O").arg(&kept).args("--query [0].nme");
    assert_eq!(run.at(&service).run().code, Some(3));
    assert_eq!(fs::read_to_string(&kept).unwrap(), "before");
    let old = ask(&service, &format!("{latest},api --max-age 1d"), "[9]");
    assert_eq!(old.code, Some(10), "{old}");
    // No image, which the user allows, is null too.
    let missing = "images latest --family none --allow-missing -o json";
    assert_eq!(ask(&service, missing, "[0].id").ok(), "null\n");
}

#[test]
fn a_member_that_no_object_has_is_told_of() {
    let service = Service::new();
    for (expression, stdout) in [
        ("length([].nme)", "0\n"),
        ("[:1].[provider,nme]|[0][0]", "\"alibaba-ecs\"\n"),
    ] {
        let ended = ask(&service, "images list -q -o json", expression);
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(0), stdout),
            "{ended}"
        );
        assert!(ended.stderr.starts_with("warning: --query: "), "{ended}");
        assert!(ended.stderr.contains("did you mean `name`?"), "{ended}");
    }
    // An empty answer because of a misspelt member is none, whatever the format.
    for (expression, stdout) in [
        ("[].nme", "[]\n"),
        ("[?nme=='web'].id", "[]\n"),
        ("[:1].{a: nme}", "[\n  {\n    \"a\": null\n  }\n]\n"),
    ] {
        for command in ["images list", "images latest --family web"] {
            let ended = ask(&service, &format!("{command} -o json"), expression);
            assert_eq!(
                (ended.code, ended.stdout.as_str()),
                (Some(3), stdout),
                "{ended}"
            );
            let why = "error: the result of --query is empty: no object has a member `nme`";
            assert!(ended.stderr.starts_with(why), "{ended}");
            for format in ["tsv", "table", "ndjson", "yaml"] {
                let ended = ask(&service, &format!("{command} -o {format}"), expression);
                assert_eq!(ended.code, Some(3), "{ended}");
            }
        }
    }
    // A tag that no image has is no misspelt member.
    let tags = "images list -q -o json";
    let ended = ask(&service, tags, "[?tags.evn=='x'].id");
    assert_eq!((ended.code, &*ended.stdout), (Some(0), "[]\n"), "{ended}");
    // Members are there also where no image has a value for them.
    let ecm = "--provider ecm images list -o json";
    assert_eq!(ask(&service, ecm, "[].family").json(), json!([]));
    assert_eq!(
        ask(&service, "images list --name none -o json", "[].nme").json(),
        json!([])
    );
}

#[test]
fn the_service_s_own_object_can_be_asked() {
    let service = Service::new();
    let printed = cloudq("images list --raw -o json")
        .at(&service)
        .run()
        .rows();
    let names = ask(
        &service,
        "images list --raw -o json",
        "[].provider_raw.ImageName",
    )
    .rows();
    let expected: Vec<&Value> = printed
        .iter()
        .map(|row| &row["provider_raw"]["ImageName"])
        .collect();
    assert_eq!(names.iter().collect::<Vec<_>>(), expected);
    let tsv = ask(
        &service,
        "images list --raw -o tsv",
        "[].provider_raw.ImageName",
    )
    .lines();
    assert_eq!(tsv.len(), names.len());
    let absent = ask(&service, "images list -o json", "[].provider_raw");
    assert_eq!(
        (absent.code, absent.stdout.as_str()),
        (Some(3), "[]\n"),
        "{absent}"
    );
    assert!(
        absent
            .stderr
            .contains("no object has a member `provider_raw`"),
        "{absent}"
    );
}

#[test]
fn what_is_wrong_is_refused_before_anything_is_sent() {
    let service = Service::new();
    let cases: [(&str, &str, &[&str]); 12] = [
        ("images list", "[].{", &["--query", "at character 5"]),
        (
            "images latest --family web",
            "",
            &["--query", "at character 1"],
        ),
        (
            "images list",
            "lenght(@)",
            &["`lenght`", "did you mean `length`?"],
        ),
        ("images list", "length(@, @)", &["expected 1, found 2"]),
        (
            "images list -c id",
            "@",
            &["--columns", "--query", "[].{id: id"],
        ),
        ("regions -c +status", "@", &["--columns", "--query"]),
        ("providers -c help", "@", &["--columns", "--query"]),
        ("regions --raw", "@", &["--raw", "images"]),
        ("completion bash", "@", &["--query", "rows"]),
        ("config path", "@", &["--query", "rows"]),
        ("schema config", "@", &["--query", "rows"]),
        ("sandbox serve", "@", &["--query", "rows"]),
    ];
    for_each(
        cases,
        |(arguments, ..)| (*arguments).to_owned(),
        |(arguments, expression, words)| {
            ask(&service, arguments, expression).failed_saying(2, words);
        },
    );
    assert_eq!(service.stats().requests, 0);
}

#[test]
fn a_result_that_does_not_fit_prints_nothing() {
    let service = Service::new();
    for (arguments, expression, code, words) in [
        ("images list -o map", "@", 2, "`map` needs an object of ids"),
        ("images list -o id", "@", 2, "`id` needs ids alone"),
        ("images list -o id", "[].size_gib", 2, "a number"),
        ("images list -o id", "`[\"$(x)\"]`", 2, "$(x)"),
        ("images list", "sum([].name)", 2, "at character 4"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("kept");
        fs::write(&kept, "before").unwrap();
        ask(&service, arguments, expression).failed_saying(code, &[words]);
        let run = cloudq(arguments).arg("-O").arg(&kept).arg("--query");
        let ended = run.arg(expression).at(&service).run();
        ended.failed_saying(code, &[words]);
        assert_eq!(fs::read_to_string(&kept).unwrap(), "before");
    }
}

#[test]
fn the_requests_of_a_rehearsal_are_asked_too() {
    let service = Service::new();
    let found = ask(&service, "images list -n -o json", "[].[action, region]");
    assert_eq!(
        found.json(),
        serde_json::json!([["DescribeImages", "cn-hangzhou"]])
    );
    let found = ask(&service, "images list -n -o yaml", "[0].method");
    assert_eq!(found.ok(), "POST\n");
    // As text they have no members.
    ask(&service, "images list -n", "[0].method").failed_saying(2, &["--query", "-o json"]);
    assert_eq!(service.stats().requests, 0);
}

#[test]
fn healthy_regions_are_the_document_when_others_fail() {
    use cloudq::sandbox::{Fault, FaultKind};

    let service = Service::with(|options| {
        options.faults = vec![Fault {
            region: Some("cn-beijing".to_owned()),
            ..Fault::always(FaultKind::InternalError)
        }];
    });
    let command = "images list -r cn-hangzhou,cn-beijing --retries 0 -o ndjson";
    let ended = ask(&service, command, "[].region");
    assert_eq!(ended.code, Some(11), "{ended}");
    assert_eq!(ended.stdout.lines().count(), 24);
    assert!(ended.stdout.lines().all(|line| line == "\"cn-hangzhou\""));
    let alone = ask(&service, "images list -r cn-beijing --retries 0", "@");
    alone.failed(7);
}
