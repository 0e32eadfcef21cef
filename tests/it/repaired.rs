//! One character or number that no reader accepts does not cost the whole answer.

use serde_json::{Value, json};

use crate::hostile::{run, service};
use crate::support::{Ended, Run, ids, text};

/// Provider, members of an image with a description and a size, and what stands around a
/// list of two.
type Cloud = (&'static str, &'static str, &'static str, [&'static str; 2]);

const CLOUDS: [Cloud; 3] = [
    (
        "ecs",
        "Description",
        "Size",
        [
            r#"{"TotalCount":2,"PageSize":100,"PageNumber":1,"Images":{"Image":["#,
            r#"]},"RequestId":"R"}"#,
        ],
    ),
    (
        "ens",
        "Description",
        "ImageSize",
        [r#"{"Code":0,"Images":{"Image":["#, r#"]},"RequestId":"R"}"#],
    ),
    (
        "ecm",
        "ImageDescription",
        "ImageSize",
        [
            r#"{"Response":{"TotalCount":2,"ImageSet":["#,
            r#"],"RequestId":"R"}}"#,
        ],
    ),
];

const WARNING: &str = "warning: a response has a number beyond the range of a 64-bit float";

/// A list of two images, of which the first has this description and size, both as JSON,
/// and both in members that no schema of ours knows, too.
fn list(cloud: Cloud, description: &[u8], size: &str) -> Vec<u8> {
    let (_, described, sized, [before, after]) = cloud;
    let size = |name: &str| format!(r#""{name}":{size},"#);
    let first = format!(r#"{{"ImageId":"img-1",{}"{described}":"#, size(sized));
    let odd = format!(r#",{}"Even":"#, size("Odd"));
    let body = [
        before.as_bytes(),
        first.as_bytes(),
        description,
        odd.as_bytes(),
        description,
        br#"},{"ImageId":"img-2"}"#,
        after.as_bytes(),
    ];
    body.concat()
}

fn ask(provider: &str, body: Vec<u8>, arguments: &str) -> Run {
    let run = run(arguments, &service(200, body));
    run.args("--provider").arg(provider)
}

/// Checks whether it ended well, with a warning where a number was lost.
#[track_caller]
fn is_well(ended: &Ended, is_lost: bool) {
    assert_eq!(ended.code, Some(0), "{ended}");
    let warnings = ended.stderr.matches(WARNING).count();
    assert_eq!(warnings, usize::from(is_lost), "{ended}");
    assert_eq!(ended.stderr.is_empty(), !is_lost, "{ended}");
}

/// Descriptions and sizes as JSON, and as they are printed.
fn faults() -> [(&'static [u8], &'static str, &'static str, Option<i64>); 6] {
    [
        (br#""a\ud800b""#, "20", "a\u{fffd}b", Some(20)),
        (br#""a\ude00\ud83d""#, "20", "a\u{fffd}\u{fffd}", Some(20)),
        (b"\"a\xffb\"", "20", "a\u{fffd}b", Some(20)),
        (b"\"ab\"", "1e999", "ab", None),
        (
            b"\"a\xed\xa0\x80b\"",
            "-1E+400",
            "a\u{fffd}\u{fffd}\u{fffd}b",
            None,
        ),
        // An integer that is too large for its column has always been null.
        (b"\"ab\"", "1e30", "ab", None),
    ]
}

#[test]
fn all_images_are_listed_in_every_format() {
    for cloud @ (provider, ..) in CLOUDS {
        for (description, size, expected, size_gib) in faults() {
            let body = list(cloud, description, size);
            let is_lost = size_gib.is_none() && size != "1e30";
            for format in ["json", "ndjson", "yaml", "csv", "tsv", "table"] {
                let has_columns = ["csv", "tsv", "table"].contains(&format);
                let columns = if has_columns { "-c id,description" } else { "" };
                let arguments = format!("images list -o {format} {columns}");
                let ended = ask(provider, body.clone(), &arguments).run();
                is_well(&ended, is_lost);
                let shown = ended.stdout.contains(expected) && ended.stdout.contains("img-2");
                assert!(shown, "{ended}");
            }
            let ended = ask(provider, body, "images list -o json").run();
            let rows: Value = serde_json::from_str(&ended.stdout).unwrap();
            assert_eq!(text(&rows[0], "description"), expected);
            assert_eq!(rows[0]["size_gib"], json!(size_gib));
        }
    }
}

#[test]
fn the_service_s_own_objects_are_repaired_too() {
    for cloud @ (provider, described, sized, _) in CLOUDS {
        for (description, size, expected, size_gib) in faults() {
            let body = list(cloud, description, size);
            let is_lost = size_gib.is_none() && size != "1e30";
            let size: Value = if is_lost {
                Value::Null
            } else {
                serde_json::from_str(size).unwrap()
            };
            for format in ["json", "ndjson", "yaml"] {
                let arguments = format!("images list --raw -o {format}");
                let ended = ask(provider, body.clone(), &arguments).run();
                is_well(&ended, is_lost);
                if format == "json" {
                    let rows: Value = serde_json::from_str(&ended.stdout).unwrap();
                    let raw = &rows[0]["provider_raw"];
                    assert_eq!(raw[described], expected);
                    assert_eq!(raw[sized], size);
                    assert_eq!((&raw["Odd"], &raw["Even"]), (&size, &json!(expected)));
                }
            }
            let query = "[?id=='img-1'].provider_raw.[Odd,Even]";
            for format in ["json", "csv", "table"] {
                let arguments = format!("images list --raw -o {format}");
                let ask = ask(provider, body.clone(), &arguments);
                let ended = ask.args("--query").arg(query).run();
                is_well(&ended, is_lost);
                assert!(ended.stdout.contains(expected), "{ended}");
            }
        }
    }
}

#[test]
fn a_fault_beside_the_images_costs_nothing() {
    for [request_id, total] in [["R\u{0}", "2"], ["\\udc00", "2"], ["R", "1e999"]] {
        let body = format!(
            r#"{{"RequestId":"{request_id}","TotalCount":{total},"PageSize":100,"PageNumber":1,
            "Images":{{"Image":[{{"ImageId":"m-1"}},{{"ImageId":"m-2"}}]}}}}"#
        );
        let body: Vec<u8> = body
            .bytes()
            .map(|b| if b == 0 { 0xff } else { b })
            .collect();
        let ended = ask("ecs", body, "images list -o id").run();
        is_well(&ended, total == "1e999");
        assert_eq!(ended.stdout, "m-1\nm-2\n");
    }
}

/// Of members with the same name the last one counts, as for most readers, and a byte order
/// mark is no part of the text.
#[test]
fn repeated_members_and_a_mark_cost_nothing() {
    for (provider, described, _, [before, after]) in CLOUDS {
        let images = format!(
            r#"{{"ImageId":"img-0","{described}":"a","{described}":"b","ImageId":"img-1"}},
            {{"ImageId":"img-2"}}"#
        );
        let body = format!("{before}{images}{after}");
        let twice = body.replace(r#""RequestId":"R""#, r#""RequestId":"Q","RequestId":"R""#);
        let marked =
            format!("\u{feff}{before}{{\"ImageId\":\"img-1\"}},{{\"ImageId\":\"img-2\"}}{after}");
        for body in [body, twice.clone(), format!("\u{feff}{twice}"), marked] {
            let has_description = body.contains(described);
            for raw in ["", "--raw"] {
                let arguments = format!("images list -o json {raw}");
                let ended = ask(provider, body.clone().into_bytes(), &arguments).run();
                is_well(&ended, false);
                let rows = ended.rows();
                assert_eq!(ids(&rows), ["img-1", "img-2"]);
                if has_description {
                    assert_eq!(text(&rows[0], "description"), "b");
                }
                if !raw.is_empty() {
                    assert_eq!(rows[0]["provider_raw"]["ImageId"], "img-1");
                }
            }
        }
    }
    let refusal = "\u{feff}{\"RequestId\":\"R\",\"Code\":\"Odd\",\"Code\":\"Forbidden.RAM\"}";
    let ended = run("images list", &service(403, refusal)).run();
    ended.failed_saying(4, &["Forbidden.RAM"]);
}

#[test]
fn the_newest_image_is_found_and_the_warning_is_for_programs_too() {
    let body =
        br#"{"RequestId":"R","TotalCount":1,"Images":{"Image":[{"ImageId":"m-1","Size":1e999,
        "ImageName":"\ud83d","ImageOwnerAlias":"self","CreationTime":"2026-01-02T03:04:05Z",
        "Status":"Available"}]}}"#;
    let latest = "images latest --name * --error-format json";
    let ended = ask("ecs", body.to_vec(), latest).run();
    assert_eq!((ended.code, &*ended.stdout), (Some(0), "m-1\n"), "{ended}");
    let told: Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!(told["kind"], "warning");
    assert_eq!(told["provider"], "alibaba-ecs");
    assert_eq!(told["region"], "cn-hangzhou");
}

#[test]
fn a_region_with_a_broken_name_is_listed() {
    let body = b"{\"RequestId\":\"R\",\"Regions\":{\"Region\":[{\"RegionId\":\"cn-a\",\"LocalName\":\"A\xff\"}]}}";
    let ended = ask("ecs", body.to_vec(), "regions -o csv -c id,name").run();
    is_well(&ended, false);
    assert_eq!(ended.stdout, "id,name\ncn-a,A\u{fffd}\n");
}

#[test]
fn a_region_that_is_listed_twice_is_one() {
    let body = r#"{"RequestId":"R","Regions":{"Region":[{"RegionId":"cn-b","LocalName":"B"},
        {"RegionId":"cn-a"},{"RegionId":"cn-b"}]}}"#;
    let asked = |arguments| ask("ecs", body.into(), arguments).run().ok();
    assert_eq!(asked("regions -o id"), "cn-a\ncn-b\n");
    assert_eq!(
        asked("regions -o csv -c id,name"),
        "id,name\ncn-a,\ncn-b,B\n"
    );
}

#[test]
fn a_refusal_keeps_its_code() {
    for message in [
        &b"no\xff"[..],
        br"no\udc00",
        b"no\",\"Odd\":1e999,\"Even\":\"",
    ] {
        for (provider, status, before, after) in [
            (
                "ecs",
                403,
                r#"{"RequestId":"R-1","Code":"Forbidden.RAM","Message":""#,
                r#""}"#,
            ),
            (
                "ens",
                200,
                r#"{"RequestId":"R-1","Code":"NoPermission","Message":""#,
                r#""}"#,
            ),
            (
                "ecm",
                200,
                r#"{"Response":{"RequestId":"R-1","Error":{"Code":"UnauthorizedOperation","Message":""#,
                r#""}}}"#,
            ),
        ] {
            let body = [before.as_bytes(), message, after.as_bytes()].concat();
            let run = run("images list", &service(status, body));
            let ended = run.args("--provider").arg(provider).run();
            let code = before.split('"').rev().nth(3).unwrap();
            ended.failed_saying(4, &[code, "R-1", "no"]);
        }
    }
}

/// Other faults are faults still.
#[test]
fn what_is_no_json_is_unreadable_still() {
    let images = r#""Images":{"Image":[{"ImageId":"m-1","ImageName":"\ud800"}]}"#;
    for body in [
        format!(r#"{{"RequestId":"R",{images}"#),
        format!(r#"{{"RequestId":"R",{images}}}x"#),
        format!(r#"{{"RequestId":"R","Size":01,{images}}}"#),
    ] {
        let ended = ask("ecs", body.into_bytes(), "images list").run();
        ended.failed_saying(7, &["unreadable"]);
    }
}
