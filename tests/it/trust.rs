//! Answers that the service gives and that cannot be trusted.

use cloudq::sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use crate::hostile::service;
use crate::support::{Ended, Service, cloudq, ids, text};

/// A service whose list in cn-hangzhou never adds up.
fn odd() -> Service {
    Service::with(|options| {
        options.images = 30;
        options.faults = vec![Fault {
            region: Some("cn-hangzhou".to_owned()),
            ..Fault::always(FaultKind::TotalHigh)
        }];
    })
}

fn list(service: &Service, arguments: &str) -> Ended {
    cloudq("images list --retries 0")
        .args(arguments)
        .at(service)
        .run()
}

#[test]
fn a_list_that_does_not_add_up_fails_where_that_is_asked_for() {
    let service = odd();
    for format in ["json", "csv", "id", "id --sort-by none"] {
        let arguments = format!("-o {format}");
        let warned = list(&service, &arguments);
        assert_eq!(warned.code, Some(0), "{warned}");
        assert!(warned.stderr.starts_with("warning: "), "{warned}");
        assert!(!warned.stdout.is_empty());

        let failed = list(&service, &format!("{arguments} --fail-incomplete"));
        failed.failed_saying(12, &["the service counted", "hint: ", "--fail-incomplete"]);

        let both = "-r cn-hangzhou,cn-beijing --fail-incomplete";
        let partly = list(&service, &format!("{arguments} {both}"));
        assert_eq!(partly.code, Some(11), "{partly}");
        assert_eq!(
            partly.stdout,
            list(&service, &format!("{arguments} -r cn-beijing")).ok()
        );
        let none = list(&service, &format!("{arguments} {both} --on-error fail"));
        none.failed_saying(12, &["the service counted"]);
    }
    // Lines are out before the list has ended.
    let lines = list(&service, "-o ndjson --fail-incomplete");
    assert_eq!(lines.code, Some(12), "{lines}");
    assert_eq!(lines.stdout.lines().count(), 30);
    // A list that adds up is no failure.
    let whole = list(&service, "-r cn-beijing -o id --fail-incomplete").lines();
    assert_eq!(whole.len(), 30);
}

#[test]
fn hints_can_be_followed() {
    for fault in [FaultKind::NullImages, FaultKind::EmptyPage] {
        let service = Service::with(|options| options.faults = vec![Fault::always(fault)]);
        for arguments in ["images list", "images list --fail-incomplete"] {
            let ended = cloudq(arguments).at(&service).run();
            ended.failed_saying(12, &["listed none", "check --endpoint and --proxy"]);
            assert!(!ended.stderr.contains("cloudq images list"), "{ended}");
        }
    }
    let service = Service::new();
    let id = cloudq("images list -o id --limit 1")
        .at(&service)
        .run()
        .ok();
    let id = id.trim();
    for fault in [FaultKind::TotalLow, FaultKind::TotalHigh] {
        service.set_faults(vec![Fault::always(fault)]);
        for more in ["", "--on-error fail"] {
            let get = cloudq(&format!("images get {id}")).args(more);
            let get = get.at(&service).run();
            get.failed_saying(12, &["the service counted"]);
            assert!(!get.stderr.contains("filters"), "{get}");
            let hint = "hint: `cloudq images list --id ID --status any` prints";
            assert!(
                fault == FaultKind::TotalHigh || get.stderr.contains(hint),
                "{get}"
            );
        }
    }
    service.set_faults(vec![Fault::always(FaultKind::TotalLow)]);
    let list = cloudq(&format!("images list -o id --id {id} --status any"));
    assert_eq!(list.at(&service).run().stdout.trim(), id);
}

/// To wait does not help: a program that reads messages must not try again.
#[test]
fn an_answer_without_trust_is_not_a_matter_of_waiting() {
    let service = odd();
    for arguments in [
        "images list --fail-incomplete",
        "images latest --name web-*",
        "images get m-bp1oe7s7c43dnsq7zzhq",
    ] {
        let ended = cloudq(arguments)
            .args("--error-format json")
            .at(&service)
            .run();
        assert_eq!((ended.code, &*ended.stdout), (Some(12), ""), "{ended}");
        let told: Value = serde_json::from_str(ended.stderr.lines().last().unwrap()).unwrap();
        assert_eq!(text(&told, "kind"), "untrusted");
        assert_eq!(
            (&told["exit_code"], &told["retryable"]),
            (&12.into(), &false.into())
        );
        assert!(!text(&told, "hint").contains("later"), "{told}");
    }
}

/// A service whose images are these, in the API's own words.
fn of_images(images: &Value) -> Service {
    Service::with(|options| options.data = Some(images.to_string().parse().unwrap()))
}

/// An available image of the account's own, of the family `web`.
fn image(id: &str, created: &str, more: &Value) -> Value {
    let mut image = json!({
        "ImageId": id,
        "ImageName": format!("web-{id}"),
        "ImageFamily": "web",
        "ImageOwnerAlias": "self",
        "ImageOwnerId": 1_234_567_890_123_456_u64,
        "Architecture": "x86_64",
        "OSType": "linux",
        "Status": "Available",
        "CreationTime": created,
    });
    let members = image.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    image
}

fn latest(service: &Service, arguments: &str) -> Ended {
    cloudq("images latest").args(arguments).at(service).run()
}

#[test]
fn an_image_that_is_not_usable_yet_is_not_available() {
    let service = of_images(&json!([
        image("m-old", "2026-01-01T00:00:00Z", &json!({"Usable": true})),
        image("m-new", "2026-02-01T00:00:00Z", &json!({"Usable": false})),
        image("m-silent", "2025-12-01T00:00:00Z", &json!({})),
    ]));
    for arguments in [
        "--family web",
        "--family web -o tsv -c id --no-header",
        "--name web-*",
    ] {
        assert_eq!(latest(&service, arguments).ok(), "m-old\n", "{arguments}");
    }
    let list = |arguments: &str| {
        let run = cloudq("images list -o json").args(arguments).at(&service);
        run.run().rows()
    };
    assert_eq!(ids(&list("--status available")), ["m-old", "m-silent"]);
    assert_eq!(ids(&list("--status pending")), ["m-new"]);
    let all = list("--status any");
    let told = |row: &Value| {
        (
            row["status"].clone(),
            row["status_raw"].clone(),
            row["usable"].clone(),
        )
    };
    assert_eq!(
        told(&all[0]),
        ("pending".into(), "Available".into(), false.into())
    );
    assert_eq!(
        told(&all[1]),
        ("available".into(), "Available".into(), true.into())
    );
    assert_eq!(
        told(&all[2]),
        ("available".into(), "Available".into(), Value::Null)
    );
    assert_eq!(list("--where usable=false"), all[..1]);
    // What was printed can be served again.
    let again = of_images(&Value::from(all.clone()));
    assert_eq!(latest(&again, "--family web").ok(), "m-old\n");
}

/// The member may drift to another type, and a word that nobody knows is no yes.
#[test]
fn usable_is_read_in_every_type_and_not_guessed() {
    for (usable, status, read) in [
        (json!(0), Some("pending"), Some(false)),
        (json!("0"), Some("pending"), Some(false)),
        (json!("no"), Some("pending"), Some(false)),
        (json!("FALSE"), Some("pending"), Some(false)),
        (json!("soon"), None, None),
        (json!(2), None, None),
        (json!(1), Some("available"), Some(true)),
        (json!("yes"), Some("available"), Some(true)),
        (json!(""), Some("available"), None),
        (Value::Null, Some("available"), None),
    ] {
        let old = image("m-old", "2026-01-01T00:00:00Z", &json!({}));
        let new = image(
            "m-new",
            "2026-02-01T00:00:00Z",
            &json!({ "Usable": usable }),
        );
        let list = json!({"RequestId": "R", "TotalCount": 2, "Images": {"Image": [old, new]}});
        let list = service(200, list.to_string());
        let winner = if status == Some("available") {
            "m-new\n"
        } else {
            "m-old\n"
        };
        let named = crate::hostile::run("images latest --name web-*", &list).run();
        assert_eq!(named.ok(), winner, "{usable}");
        let rows = crate::hostile::run("images list --status any -o json", &list).run();
        let rows = rows.rows();
        let row = rows.iter().find(|row| row["id"] == "m-new").unwrap();
        assert_eq!(row["status"], json!(status), "{usable}");
        assert_eq!(row["status_raw"], "Available", "{usable}");
        assert_eq!(row["usable"], json!(read), "{usable}");
    }
}

/// A service that ignores what it is asked for: its images contradict the question.
#[test]
fn an_image_that_contradicts_the_question_is_no_answer() {
    let service = Service::broken(FaultKind::IgnoreFilters);
    let id = "m-bp1oe7s7c43dnsq7zzhq";
    for (arguments, flag) in [
        (
            "images latest --family batch",
            "--family `batch` (it shows ",
        ),
        (
            "images latest --family batch -o json",
            "--family `batch` (it shows ",
        ),
        (
            "images latest --family batch --owner self --arch arm64",
            "(it shows ",
        ),
        ("images latest --owner self --name web-*", ""),
        ("images latest --arch i386 --os-type windows", "(it shows "),
        (
            "images latest --name * --usage in-use",
            "--usage `in-use` (it shows ",
        ),
        (
            "images latest --name * --owner community",
            "--owner `community` (it shows ",
        ),
        (
            "images latest --name * --owner 4711",
            "--owner `4711` (it shows ",
        ),
        (
            "images latest --name * --resource-group rg-none",
            "(it shows ",
        ),
        ("images get", "--id `m-bp1oe7s7c43dnsq7zzhq` (it shows "),
    ] {
        let ended = cloudq(arguments);
        let ended = if arguments == "images get" {
            ended.arg(id)
        } else {
            ended
        };
        let ended = ended.at(&service).run();
        if flag.is_empty() {
            // What is asked for is there, and nothing else is left.
            assert_eq!(ended.ok().trim_end(), id);
            continue;
        }
        ended.failed_saying(12, &["which does not meet", flag, "hint: "]);
    }
    // A list is printed with a warning, unless it is to fail.
    for (provider, filter) in [("ecs", "--family batch"), ("ecm", "--owner self")] {
        let list = |more: &str| {
            let run = cloudq("images list -o id --provider")
                .args(provider)
                .args(filter);
            run.args(more).at(&service).run()
        };
        let warned = list("");
        assert_eq!(warned.code, Some(0), "{warned}");
        assert!(
            warned.stderr.starts_with("warning: the service listed `"),
            "{warned}"
        );
        assert!(warned.stderr.contains(" more image"), "{warned}");
        assert!(warned.stdout.lines().count() > 1, "{warned}");
        list("--fail-incomplete").failed_saying(12, &["which does not meet"]);
        let ecm = cloudq("images latest --provider")
            .args(provider)
            .args(filter);
        ecm.at(&service)
            .run()
            .failed_saying(12, &["which does not meet"]);
    }
}

const STRANGER: u64 = 201_693_514_356_660_001;

#[test]
fn a_strangers_image_that_wins_is_told() {
    let service = of_images(&json!([
        image("m-mine", "2026-01-01T00:00:00Z", &json!({})),
        image(
            "m-theirs",
            "2026-02-01T00:00:00Z",
            &json!({"ImageOwnerAlias": "others", "ImageOwnerId": STRANGER})
        ),
    ]));
    for owner in ["any", "shared", "self,shared"] {
        let ended = latest(&service, &format!("--family web --owner {owner}"));
        assert_eq!(
            (ended.code, &*ended.stdout),
            (Some(0), "m-theirs\n"),
            "{ended}"
        );
        let note =
            format!("note: m-theirs belongs to account {STRANGER}, not to you or the cloud: ");
        assert!(ended.stderr.starts_with(&note), "{ended}");
        assert!(
            ended.stderr.contains(&format!("--owner {STRANGER}")),
            "{ended}"
        );
        latest(&service, &format!("--family web --owner {owner} -q")).ok();
        let explained = latest(&service, &format!("--family web --owner {owner} --explain"));
        let why = format!("m-theirs is a shared image of account {STRANGER}");
        assert!(explained.stderr.contains(&why), "{explained}");
    }
    // Who names the account means it.
    let named = latest(&service, &format!("--family web --owner {STRANGER}"));
    assert_eq!(named.ok(), "m-theirs\n");
    for arguments in ["--family web", "--family web --owner self", "--name web-*"] {
        assert_eq!(latest(&service, arguments).ok(), "m-mine\n");
    }
}

#[test]
fn an_image_of_which_nobody_says_whose_it_is_is_told() {
    // A service that does not keep to the parameters, so that every row is listed.
    let service = |alias: Value| {
        let images = json!([
            image("m-mine", "2026-01-01T00:00:00Z", &json!({})),
            image(
                "m-whose",
                "2026-02-01T00:00:00Z",
                &json!({ "ImageOwnerAlias": alias })
            ),
        ]);
        Service::with(|options| {
            options.data = Some(images.to_string().parse().unwrap());
            options.faults = vec![Fault::always(FaultKind::IgnoreFilters)];
        })
    };
    for alias in [json!("partner"), json!(""), Value::Null] {
        for owner in ["any", "self"] {
            let arguments = format!("--name web-* --owner {owner}");
            let ended = latest(&service(alias.clone()), &arguments);
            assert_eq!(
                (ended.code, &*ended.stdout),
                (Some(0), "m-whose\n"),
                "{ended}"
            );
            let note = "note: m-whose: the service does not say";
            assert!(ended.stderr.contains(note), "{ended}");
        }
    }
    // A word that is not documented, but clear.
    latest(&service(json!("community")), "--name web-* --owner self")
        .failed_saying(12, &["m-whose", "--owner `self` (it shows `community`)"]);
}

#[test]
fn several_architectures_are_told_unless_one_is_asked_for() {
    let service = of_images(&json!([
        image("m-intel", "2026-01-01T00:00:00Z", &json!({})),
        image(
            "m-arm",
            "2026-02-01T00:00:00Z",
            &json!({"Architecture": "arm64"})
        ),
    ]));
    let ended = latest(&service, "--name web-*");
    assert_eq!(
        (ended.code, &*ended.stdout),
        (Some(0), "m-arm\n"),
        "{ended}"
    );
    assert!(
        ended
            .stderr
            .contains("images in cn-hangzhou have several architectures (arm64, x86_64)"),
        "{ended}"
    );
    assert!(ended.stderr.contains("--arch"), "{ended}");
    for (asked, id) in [
        ("--arch x86_64", "m-intel\n"),
        ("--arch arm64,x86_64", "m-arm\n"),
        ("--where architecture=x86_64", "m-intel\n"),
        ("--id m-intel", "m-intel\n"),
        ("-q", "m-arm\n"),
    ] {
        assert_eq!(latest(&service, &format!("--name web-* {asked}")).ok(), id);
    }
}

/// `latest`, `get` and `list` show one image in one way, whatever the one call tells.
#[test]
fn one_image_is_one_object() {
    let service = Service::new();
    let id = latest(&service, "--family web").ok();
    let id = id.trim_end();
    let printed =
        |command: &str, format: &str| cloudq(command).args(format).at(&service).run().ok();
    for format in [
        "-o json",
        "-o json --raw",
        "-o yaml",
        "-o ndjson",
        "-o csv",
        "-o tsv",
        "-o wide",
        "-o table -c id,version,usage,owner_id,boot_mode,os_name,tags,disks,status",
        "-o table -c region,id,name,family,created",
        "-o json --query [0]",
        "-o table --query [0].version",
    ] {
        let latest = printed("images latest --family web", format);
        assert_eq!(
            latest,
            printed(&format!("images get {id}"), format),
            "{format}"
        );
        let list = format!("images list --where id={id}");
        assert_eq!(latest, printed(&list, format), "{format}");
    }
    let calls = |arguments: &str| {
        let before = service.actions().len();
        latest(&service, &format!("--family web {arguments}")).ok();
        service.actions().len() - before
    };
    for arguments in [
        "",
        "-o id",
        "-o map",
        "-o table",
        "-o table -c id,name",
        "--max-age 3650d",
    ] {
        assert_eq!(calls(arguments), 1, "{arguments}");
    }
    for arguments in [
        "-o json",
        "-o wide",
        "-o csv",
        "-o table -c +version",
        "--query [0].id",
    ] {
        assert_eq!(calls(arguments), 2, "{arguments}");
    }
}

#[test]
fn an_image_from_the_future_is_told_and_has_no_age() {
    let service = of_images(&json!([
        image("m-now", "2026-01-01T00:00:00Z", &json!({})),
        image("m-later", "2999-01-01T00:00:00Z", &json!({})),
    ]));
    for which in ["--family web", "--name web-*"] {
        let ended = latest(&service, which);
        assert_eq!(
            (ended.code, &*ended.stdout),
            (Some(0), "m-later\n"),
            "{ended}"
        );
        let note = "note: m-later has a creation time in the future (2999-01-01T00:00:00Z)";
        assert!(ended.stderr.starts_with(note), "{ended}");
        for more in ["", " -o json", " --skip 1"] {
            let ended = latest(&service, &format!("{which} --max-age 3650d{more}"));
            ended.failed_saying(12, &["m-later", "in the future", "hint: "]);
        }
    }
    let past = latest(&service, "--family web --created-before 1m --max-age 3650d");
    assert_eq!(past.ok(), "m-now\n");
}

#[test]
fn images_that_do_not_fit_are_not_said_to_be_missing() {
    let answer = json!({"RequestId": "r", "TotalCount": 1, "PageNumber": 1, "PageSize": 100, "Images": {"Image": [
        {"ImageId": "m-1", "ImageFamily": "evil", "ImageOwnerId": "7", "Status": "Available"},
    ]}});
    let address = service(200, answer.to_string());
    for filter in [
        "--family web",
        "--family web,api",
        "--owner 1234567890123456",
    ] {
        let ended = crate::hostile::run(&format!("images list -o id {filter}"), &address).run();
        assert_eq!((ended.code, &*ended.stdout), (Some(0), "m-1\n"), "{ended}");
        assert!(!ended.stderr.contains("no image"), "{ended}");
        assert!(ended.stderr.contains("warning: "), "{ended}");
    }
}

#[test]
fn an_image_without_an_id_is_no_answer() {
    let ecs = json!({"RequestId": "r", "TotalCount": 2, "PageNumber": 1, "PageSize": 100, "Images": {"Image": [
        {"ImageName": "new", "ImageOwnerAlias": "self", "Status": "Available", "CreationTime": "2026-02-01T00:00:00Z"},
        {"ImageId": "m-old", "ImageOwnerAlias": "self", "Status": "Available", "CreationTime": "2026-01-01T00:00:00Z"},
    ]}});
    let ecm = json!({"Response": {"RequestId": "r", "TotalCount": 1, "ImageSet": [
        {"ImageId": null, "ImageName": "new", "ImageState": "NORMAL", "ImageType": "PRIVATE_IMAGE"},
    ]}});
    for (answer, provider) in [(ecs, "ecs"), (ecm, "ecm")] {
        let address = service(200, answer.to_string());
        let run = |arguments: &str| {
            crate::hostile::run(&format!("--provider {provider} {arguments}"), &address).run()
        };
        let told = "the service listed an image without an id, named `new`";
        for arguments in [
            "images latest --owner self -o json",
            "images latest --owner self -o table",
            "images list --fail-incomplete -o csv",
        ] {
            run(arguments).failed_saying(12, &[told]);
        }
        let listed = run("images list -o csv");
        assert!(
            listed.stderr.contains(&format!("warning: {told}")),
            "{listed}"
        );
        assert_eq!(listed.code, Some(0), "{listed}");
    }
}
