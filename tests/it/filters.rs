//! Each filter of `images list`, compared with the same choice made here from the
//! complete list.

use serde_json::Value;

use crate::support::{Keeps, Run, Service, cloudq, for_each, ids, text};

fn tag(row: &Value, key: &str) -> Option<String> {
    row["tags"]
        .get(key)
        .map(|value| value.as_str().unwrap().to_owned())
}

fn size(row: &Value) -> i64 {
    row["size_gib"].as_i64().unwrap()
}

fn disks(row: &Value) -> usize {
    row["disks"].as_array().unwrap().len()
}

/// Filters, and the same choice from the members of an image.
const CASES: &[(&[&str], Keeps)] = &[
    (&["--family", "web"], |row| text(row, "family") == "web"),
    (&["--family", "web,api"], |row| {
        ["web", "api"].contains(&text(row, "family"))
    }),
    (&["--family", "订单服务"], |row| {
        text(row, "family") == "订单服务"
    }),
    (&["--family", "acs:ubuntu_24_04_x64"], |row| {
        text(row, "family") == "acs:ubuntu_24_04_x64"
    }),
    (&["--name", "web-1.3.0"], |row| {
        text(row, "name") == "web-1.3.0"
    }),
    (&["--name", "web-*"], |row| {
        text(row, "name").starts_with("web-")
    }),
    (&["--name", "*-00?1"], |row| {
        let name: Vec<char> = text(row, "name").chars().collect();
        name.len() >= 5
            && name[name.len() - 5..name.len() - 2] == ['-', '0', '0']
            && name.last() == Some(&'1')
    }),
    (&["--owner", "self"], |row| text(row, "owner") == "self"),
    (&["--owner", "system"], |row| text(row, "owner") == "system"),
    (&["--owner", "shared"], |row| text(row, "owner") == "shared"),
    (&["--owner", "marketplace"], |row| {
        text(row, "owner") == "marketplace"
    }),
    (&["--owner", "self,marketplace"], |row| {
        ["self", "marketplace"].contains(&text(row, "owner"))
    }),
    (&["--owner", "201693514356660001"], |row| {
        text(row, "owner_id") == "201693514356660001"
    }),
    (&["--status", "available"], |row| {
        text(row, "status") == "available"
    }),
    (&["--status", "pending"], |row| {
        text(row, "status") == "pending"
    }),
    (&["--status", "failed,deprecated"], |row| {
        ["failed", "deprecated"].contains(&text(row, "status"))
    }),
    (&["--status", "unavailable"], |row| {
        text(row, "status") == "unavailable"
    }),
    (&["--arch", "x86_64"], |row| {
        text(row, "architecture") == "x86_64"
    }),
    (&["-a", "aarch64"], |row| {
        text(row, "architecture") == "arm64"
    }),
    (&["--arch", "i386,arm64"], |row| {
        ["i386", "arm64"].contains(&text(row, "architecture"))
    }),
    (&["--os-type", "linux"], |row| {
        text(row, "os_type") == "linux"
    }),
    (&["--os-type", "windows"], |row| {
        text(row, "os_type") == "windows"
    }),
    (&["--tag", "env=prod"], |row| {
        tag(row, "env").as_deref() == Some("prod")
    }),
    (&["--tag", "env"], |row| tag(row, "env").is_some()),
    (&["--tag", "owner="], |row| {
        tag(row, "owner").as_deref() == Some("")
    }),
    (&["--tag", "环境=测试"], |row| {
        tag(row, "环境").as_deref() == Some("测试")
    }),
    (&["--tag", "build=a&b=c d+e", "--tag", "env=prod"], |row| {
        tag(row, "build").as_deref() == Some("a&b=c d+e")
            && tag(row, "env").as_deref() == Some("prod")
    }),
    // The first is on the very second of two images: at or after, and before.
    (&["--created-after", "2026-09-30T02:15:00Z"], |row| {
        text(row, "created") >= "2026-09-30T02:15:00Z"
    }),
    (&["--created-before", "2026-09-30T02:15:00Z"], |row| {
        text(row, "created") < "2026-09-30T02:15:00Z"
    }),
    (&["--created-after", "2026-09-30T10:15:01+08:00"], |row| {
        text(row, "created") >= "2026-09-30T02:15:01Z"
    }),
    (
        &[
            "--created-after",
            "2025-01-01",
            "--created-before",
            "2025-07-01",
        ],
        |row| ("2025-01-01".."2025-07-01").contains(&text(row, "created")),
    ),
    (&["--created-before", "1d"], |_| true),
    (&["--older-than", "1d"], |_| true),
    (&["--name-regex", "^web-"], |row| {
        text(row, "name").starts_with("web-")
    }),
    (&["--name-regex=-[0-9]{3}1$"], |row| {
        let (_, tail) = text(row, "name").rsplit_once('-').unwrap_or_default();
        tail.len() == 4 && tail.ends_with('1') && tail.bytes().all(|b| b.is_ascii_digit())
    }),
    (&["--platform", "windows"], |row| {
        text(row, "platform") == "Windows Server 2022"
    }),
    (&["--instance-type", "ecs.g8y.large"], |row| {
        text(row, "architecture") == "arm64"
    }),
    (&["--instance-type", "ecs.g7.large"], |row| {
        text(row, "architecture") != "arm64"
    }),
    (&["--usage", "in-use"], |row| text(row, "usage") == "in-use"),
    (&["--usage", "unused"], |row| text(row, "usage") == "unused"),
    (&["--resource-group", "rg-sandboxexample01"], |row| {
        text(row, "resource_group") == "rg-sandboxexample01"
    }),
    // Those that do not tell are without, says the service.
    (&["--cloud-init"], |row| row["cloud_init"] == true),
    (&["--cloud-init=false"], |row| row["cloud_init"] == false),
    (&["--io-optimized"], |row| row["io_optimized"] == true),
    (&["--io-optimized=false"], |row| {
        row["io_optimized"] == false
    }),
    (&["--boot-mode", "uefi-preferred"], |row| {
        text(row, "boot_mode") == "UEFI-Preferred"
    }),
    (&["--action", "change-os"], |row| disks(row) <= 1),
    (&["--where", "size_gib = 40"], |row| size(row) == 40),
    (&["--where", "size_gib != 40"], |row| size(row) != 40),
    (&["--where", "size_gib < 40"], |row| size(row) < 40),
    (&["--where", "size_gib <= 20"], |row| size(row) <= 20),
    (&["--where", "size_gib > 20"], |row| size(row) > 20),
    (&["--where", "size_gib >= 40"], |row| size(row) >= 40),
    (&["--where", "name ~ ^web-1\\.[34]"], |row| {
        ["web-1.3", "web-1.4"]
            .iter()
            .any(|start| text(row, "name").starts_with(start))
    }),
    (&["--where", "name!~^web-"], |row| {
        !row["name"].is_null() && !text(row, "name").starts_with("web-")
    }),
    (&["--where", "family ="], |row| row["family"].is_null()),
    (&["--where", "family !="], |row| !row["family"].is_null()),
    // An image without a family matches neither.
    (&["--where", "family !~ ^web$"], |row| {
        !row["family"].is_null() && text(row, "family") != "web"
    }),
    (&["--where", "family != web"], |row| {
        !row["family"].is_null() && text(row, "family") != "web"
    }),
    (&["--where", "created >= 2026-09-30T02:15:00Z"], |row| {
        text(row, "created") >= "2026-09-30T02:15:00Z"
    }),
    // As a text 1.10 would come before 1.9, and 2023 before 7.
    (&["--where", "version < 7"], |row| {
        text(row, "version").starts_with("1.") || text(row, "version") == "6"
    }),
    (&["--where", "cloud_init = false"], |row| {
        row["cloud_init"] == false
    }),
    (
        &[
            "--where",
            "name ~ ^web-",
            "--where",
            "version > 1.3.0",
            "--family",
            "web",
        ],
        |row| ["1.4.1", "1.4.2"].contains(&text(row, "version")),
    ),
    (
        &["--family", "web", "--tag", "team=platform", "--name", "*.0"],
        |row| {
            text(row, "family") == "web"
                && tag(row, "team").as_deref() == Some("platform")
                && text(row, "name").ends_with(".0")
        },
    ),
];

/// The images of these arguments, all owners and states unless told otherwise.
fn list(service: &Service, words: &[&str]) -> Vec<Value> {
    let given = |flag: &str| words.contains(&flag);
    let mut run = cloudq("images list -o json").at(service);
    for (flag, all) in [("--owner", "any"), ("--status", "any")] {
        if !given(flag) {
            run = run.arg(flag).arg(all);
        }
    }
    words.iter().fold(run, Run::arg).run().rows()
}

#[test]
fn each_filter_keeps_what_it_should() {
    let service = Service::of(300);
    let all = list(&service, &[]);
    assert!(all.len() > 300);
    for_each(
        CASES,
        |(words, _)| format!("{words:?}"),
        |(words, keeps)| {
            let expected: Vec<Value> = all.iter().filter(|row| keeps(row)).cloned().collect();
            let found = list(&service, words);
            assert_eq!(ids(&found), ids(&expected));
            assert_eq!(found, expected);
            let some = !found.is_empty() && (found.len() < all.len() || words.contains(&"1d"));
            assert!(some, "it proves nothing: {} images", found.len());
        },
    );
    assert_eq!(list(&service, &["--action", "create"]), all);
}

#[test]
fn ids_are_found_whosever_they_are() {
    let service = Service::of(60);
    let all = list(&service, &[]);
    // The same image twice, one of the marketplace, one that is not available.
    let of = |member: &str, value: &str| {
        let row = all.iter().find(|row| text(row, member) == value).unwrap();
        text(row, "id").to_owned()
    };
    let mut wanted = vec![
        of("owner", "marketplace"),
        of("status", "pending"),
        of("name", "web-1.2.0"),
    ];
    let list_of = format!("{},{}", wanted.join(","), wanted[0]);
    let mut found = ids(&list(&service, &["--id", &list_of]));
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);

    let mut shown = cloudq("images get -o id")
        .arg(&wanted[0])
        .arg(&wanted[1])
        .arg(&wanted[2]);
    shown = shown.at(&service);
    let mut shown = shown.run().lines();
    shown.sort();
    assert_eq!(shown, wanted);
    let lines = format!("{}\n  {} {}\n", wanted[0], wanted[1], wanted[0]);
    let shown = cloudq("images show - -o id")
        .stdin(&lines)
        .at(&service)
        .run()
        .lines();
    assert_eq!(shown.len(), 2);
    let missing = cloudq("images get -o id m-nowhere")
        .arg(&wanted[0])
        .at(&service)
        .run();
    assert_eq!(
        (missing.code, missing.stdout.trim()),
        (Some(3), wanted[0].as_str()),
        "{missing}"
    );
    assert!(missing.stderr.contains("m-nowhere"), "{missing}");
}

#[test]
fn an_image_that_is_not_found_names_the_places_and_what_else_may_be_searched() {
    let service = Service::new();
    let get = |arguments: &str, config: &str| {
        let run = cloudq("images get").args(arguments).config(config);
        let ended = run.at(&service).run();
        assert_eq!(ended.failed(3), ended.stderr, "{ended}");
        ended.stderr
    };
    let other = "[profiles.other]\nprovider = \"alibaba-ecs\"\n";
    let regions = "  hint: an image is in one region: --region all searches every region";
    let message = "error: there is no image m-1 in cn-hangzhou\n";
    assert_eq!(get("m-1", ""), format!("{message}{regions}\n"));
    assert_eq!(
        get("m-1", other),
        format!("{message}{regions}; `-p all` searches with every profile\n")
    );
    let message = "error: there is no image m-1 in cn-beijing, us-east-1\n";
    assert!(get("m-1 -r us-east-1,cn-beijing", "").starts_with(message));
    let all = get("m-1 -r all", "");
    assert!(
        all.starts_with("error: there is no image m-1 in any of "),
        "{all}"
    );
    assert_eq!(all.lines().count(), 1, "{all}");
    let edge = get("--provider ecm img-1", "");
    assert_eq!(
        edge,
        "error: there is no image img-1 in Tencent Cloud ECM\n"
    );
}

#[test]
fn without_filters_a_list_has_what_is_available() {
    let service = Service::of(300);
    let all = list(&service, &[]);
    let plain = cloudq("images list -o json").at(&service).run().rows();
    assert_eq!(plain.len(), 300);
    let expected: Vec<Value> = all
        .into_iter()
        .filter(|row| text(row, "status") == "available" && text(row, "owner") != "marketplace")
        .collect();
    assert_eq!(plain, expected);
}

#[test]
fn community_images_are_shown_when_asked_for() {
    let service = Service::new();
    let found = list(&service, &["--owner", "community"]);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|row| text(row, "owner") == "community"));
    let web = list(
        &service,
        &["--owner", "community", "--name", "community-web"],
    );
    assert_eq!(web.len(), 1);
}

#[test]
fn images_are_older_or_newer_than_an_age() {
    let service = Service::new();
    let listed = |arguments: &str| {
        let run = cloudq(&format!("images list -o id {arguments}")).at(&service);
        run.run().lines()
    };
    let dated = listed("--where created!=").len();
    for age in ["1y", "52w", "P12M"] {
        let older = listed(&format!("--older-than {age}"));
        assert_eq!(older, listed(&format!("--created-before {age}")));
        let newer = listed(&format!("--newer-than {age}"));
        assert_eq!(newer, listed(&format!("--created-after {age}")));
        assert_eq!(older.len() + newer.len(), dated, "{age}");
    }
    assert_eq!(listed("--newer-than PT1S"), [""; 0]);
}
