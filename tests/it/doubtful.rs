//! Questions that are valid and hardly meant: refused where they cannot be meant, else noted.

use crate::support::{Ended, Run, Service, cloudq, for_each};

fn list(service: &Service, words: &[&str]) -> Ended {
    words
        .iter()
        .fold(cloudq("images list -o id"), Run::arg)
        .at(service)
        .run()
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let service = Service::new();
    let cases: [(&[&str], &[&str]); 23] = [
        (
            &["--where", "name = x AND size_gib > 40"],
            &["second", "repeat --where"],
        ),
        (
            &["--where", "size_gib > 40 && name ~ x"],
            &["second", "repeat --where"],
        ),
        (
            &["--where", "family = a or family = b"],
            &["second", "(A|B)"],
        ),
        (&["--where", "family = 'web'"], &["`family`", "quotes"]),
        (&["--where", "owner = \"self\""], &["`owner`", "quotes"]),
        (&["--where", "id ~ 'm-'"], &["`id`", "quotes"]),
        (&["--where", "family = web*"], &["`family`", "wildcards"]),
        (&["--where", "family = a|b"], &["`family`", "alternatives"]),
        (&["--where", "family = web,api"], &["`family`", "no list"]),
        (
            &["--where", "architecture = X86_64"],
            &["did you mean `x86_64`?"],
        ),
        (
            &["--where", "disks > 5"],
            &["`disks`", "no order", "size_gib"],
        ),
        (&["--where", "disks = 1"], &["`disks`", "disks ~ data:100"]),
        (&["--where", "owner < self"], &["`owner`", "no order"]),
        (&["--where", "shared > false"], &["`shared`", "use = or !="]),
        (&["--where", "usage = used"], &["`usage`", "in-use, unused"]),
        (&["--where", "status = foo"], &["`status`", "available"]),
        (&["--where", "status !~ foo"], &["`status`", "available"]),
        (
            &["--where", "architecture = amd64"],
            &["did you mean `x86_64`?"],
        ),
        (&["--where", "name =~ ^web"], &["`=~`"]),
        (
            &[
                "--created-after",
                "2026-02-01",
                "--created-before",
                "2026-01-01",
            ],
            &["no image can match", "--created-after", "--created-before"],
        ),
        // The same moment, and ages, of which the greater is earlier.
        (
            &[
                "--created-after",
                "2026-02-01",
                "--created-before",
                "2026-02-01",
            ],
            &["no image can match"],
        ),
        (
            &["--created-after", "10d", "--created-before", "30d"],
            &["no image can match"],
        ),
        (
            &["--snapshot", "s-1,s-2"],
            &["--snapshot", "only one value"],
        ),
    ];
    for_each(
        cases,
        |(words, _)| format!("{words:?}"),
        |(words, reasons)| {
            list(&service, words).failed_saying(2, reasons);
            let latest = words.iter().fold(cloudq("images latest"), Run::arg);
            latest.at(&service).run().failed_saying(2, reasons);
        },
    );
    assert_eq!(service.stats().requests, 0);
}

#[test]
fn conditions_on_one_column_that_no_value_meets_are_refused() {
    let service = Service::new();
    for [one, other] in [
        ["size_gib > 40", "size_gib < 20"],
        ["size_gib > 40", "size_gib <= 40"],
        ["size_gib = 40", "size_gib = 20"],
        ["family = web", "family = api"],
        ["cloud_init = true", "cloud_init = false"],
        ["version >= 1.10", "version < 1.9"],
        ["created > 2026-02-01", "created < 2026-01-01"],
    ] {
        for [one, other] in [[one, other], [other, one]] {
            list(&service, &["--where", one, "--where", other])
                .failed_saying(2, &["no image can match both", "hint: "]);
        }
    }
    list(
        &service,
        &[
            "--created-after",
            "2026-02-01",
            "--where",
            "created < 2026-01-01",
        ],
    )
    .failed_saying(2, &["no image can match both"]);
    for (flags, condition) in [
        (&["--family", "web,api"][..], "family = nginx"),
        (&["--family", "web"], "family ~ ^api"),
        (&["--family", "web"], "family != web"),
        (&["--id", "m-1,m-2"], "id = m-3"),
        (&["--arch", "x86_64"], "architecture = arm64"),
        (&["--os-type", "linux"], "os_type = windows"),
        (&["--status", "available,pending"], "status = failed"),
        (&["--owner", "self"], "owner = system"),
        (&["--usage", "unused"], "usage = in-use"),
        (&["--resource-group", "rg-1"], "resource_group = rg-2"),
        (&["--cloud-init"], "cloud_init = false"),
        (&["--io-optimized=false"], "io_optimized = true"),
    ] {
        let flag = flags[0].trim_end_matches("=false");
        let words = [flags, &["--where", condition]].concat();
        list(&service, &words).failed_saying(2, &["no image can match both", flag, condition]);
    }
    list(&service, &["--tag", "env=prod", "--tag", "env=dev"]).failed_saying(
        2,
        &["no image can match both", "--tag env=prod", "--tag env=dev"],
    );
    assert_eq!(service.stats().requests, 0);
    for words in [
        ["--family", "web,api", "--where", "family = api"],
        ["--owner", "any", "--where", "owner = system"],
        ["--owner", "community", "--where", "owner = shared"],
        ["--tag", "env=prod", "--tag", "env"],
        ["--family", "web", "--where", "family ="],
    ] {
        assert_eq!(list(&service, &words).code, Some(0), "{words:?}");
    }
    for [one, other] in [
        ["size_gib >= 40", "size_gib <= 40"],
        ["version >= 1.9", "version < 1.10"],
        ["name > a", "family < z"],
        ["family != web", "family != api"],
    ] {
        assert_eq!(
            list(&service, &["--where", one, "--where", other]).code,
            Some(0)
        );
    }
}

#[test]
fn what_may_be_meant_is_noted() {
    let service = Service::new();
    let cases: [(&[&str], &str); 23] = [
        (
            &["--where", "created = 2026-01-02"],
            "means the second 2026-01-02T00:00:00Z",
        ),
        (&["--where", "name = 'x'"], "quotes around `'x'`"),
        (&["--where", "name ~ \"^web\""], "quotes around"),
        (&["--where", "name = web-*"], "takes no wildcards"),
        (&["--where", "name = web,api"], "takes no list"),
        (&["--where", "status = pending"], "add --status any"),
        (&["--where", "status ~ deprec"], "add --status any"),
        (&["--where", "deprecated = true"], "add --status any"),
        (&["--where", "owner = community"], "add --owner community"),
        (&["--where", "owner ~ market"], "add --owner marketplace"),
        (&["--where", "region = cn-beijing"], "others with -r"),
        (&["--where", "profile = prod"], "others with -p"),
        (
            &["--where", "provider = tencent-ecm"],
            "with --provider or -p",
        ),
        (
            &["--tag", "env=prod,team=x"],
            "`env=prod,team=x` as one value, with the comma; repeat --tag",
        ),
        (&["--tag", "env,team"], "repeat --tag"),
        (&["--tag", "env:prod"], "a tag is KEY=VALUE: `env=prod`"),
        (&["--tag", "env=\"prod\""], "quotes around `\"prod\"`"),
        (&["--name", "web-1.4.2,api-7"], "--name-regex"),
        (&["--name", "'web-*'"], "quotes around"),
        (&["--name", "web-* "], "blanks around"),
        (&["--name-regex", "'^web'"], "quotes around"),
        (&["--platform", "ubuntu,centos"], "platform ~ (A|B)"),
        (&["--created-after", "2999-01-01"], "in the future"),
    ];
    for_each(
        cases,
        |(words, _)| format!("{words:?}"),
        |(words, note)| {
            let ended = list(&service, words);
            assert_eq!(
                (ended.code, ended.stdout.as_str()),
                (Some(0), ""),
                "{ended}"
            );
            assert!(ended.stderr.starts_with("note: "), "{ended}");
            assert!(ended.stderr.contains(note), "{ended}");
            assert_eq!(list(&service, &[*words, &["-q"]].concat()).ok(), "");
        },
    );
}

#[test]
fn conditions_that_images_can_meet_get_no_note() {
    let service = Service::new();
    for words in [
        ["--status", "any", "--where", "status = pending"],
        ["--owner", "community", "--where", "owner = community"],
        [
            "--where",
            "status = available",
            "--where",
            "owner != community",
        ],
        ["--where", "owner = shared", "--where", "status ="],
        ["--where", "deprecated = false", "--where", "region ~ ^cn-"],
        ["--region", "all", "--where", "region = cn-beijing"],
        ["--where", "provider = alibaba-ecs", "--where", "profile ="],
    ] {
        let ended = list(&service, &words);
        assert_eq!(
            (ended.code, ended.stderr.as_str()),
            (Some(0), ""),
            "{ended}"
        );
    }
    // Images of every state are listed where the service does not filter by it.
    let ecm = cloudq("images list --provider ecm -o id --where status=pending").at(&service);
    assert_eq!(ecm.run().stderr, "");
}

#[test]
fn latest_notes_a_condition_that_its_own_filters_exclude() {
    let service = Service::new();
    for (condition, note) in [
        ("status=pending", "add --status any"),
        ("owner=shared", "add --owner shared"),
    ] {
        let latest = cloudq("images latest --family web --where").arg(condition);
        let ended = latest.at(&service).run();
        assert_eq!(ended.code, Some(3), "{ended}");
        assert!(ended.stderr.contains(note), "{ended}");
    }
}

#[test]
fn a_family_without_images_is_noted_with_the_nearest() {
    let service = Service::new();
    let near = "note: no image matches in family `wbe`; did you mean the family `web`?\n";
    for format in ["table", "json", "ndjson", "csv", "id"] {
        let run = cloudq("images list --family wbe -o").arg(format);
        let ended = run.at(&service).run();
        assert_eq!(
            (ended.code, ended.stderr.as_str()),
            (Some(0), near),
            "{ended}"
        );
    }
    // Of several, one may be there.
    let ended = list(&service, &["--family", "api,wbe"]);
    assert_eq!(
        (ended.code, ended.stderr.as_str()),
        (Some(0), near),
        "{ended}"
    );
    assert!(!ended.stdout.is_empty());
    list(&service, &["--family", "wbe", "--fail-empty"])
        .failed_saying(3, &["did you mean the family `web`?", "no image matches"]);
    // Quiet is spared the request, and a list that is cut short may not have come to it.
    let requests = service.stats().requests;
    assert_eq!(list(&service, &["--family", "wbe", "-q"]).ok(), "");
    assert_eq!(service.stats().requests, requests + 1);
    // One request for all families, whatever their number.
    let ended = list(&service, &["--family", "wbe,wbb,ap"]);
    assert_eq!(ended.stderr.matches("did you mean").count(), 3, "{ended}");
    let of_lists = 3;
    assert_eq!(service.stats().requests, requests + 1 + of_lists + 1);
    list(
        &service,
        &["--family", "api,wbe", "--sort-by", "none", "--limit", "1"],
    )
    .ok();
    list(&service, &["--family", "web,api"]).ok();
}

#[test]
fn one_s_own_account_is_led_to_self() {
    let service = Service::new();
    let rows = cloudq("images list --owner self -o json")
        .at(&service)
        .run()
        .rows();
    let own = rows[0]["owner_id"].as_str().unwrap();
    let ended = list(&service, &["--owner", own]);
    let note = format!(
        "note: no image of account `{own}` matches; this account is your own: use --owner self\n"
    );
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (Some(0), ""),
        "{ended}"
    );
    assert_eq!(ended.stderr, note);
    list(&service, &["--owner", &format!("self,{own}")]).ok();
    let latest = cloudq("images latest --family web --owner").arg(own);
    latest
        .at(&service)
        .run()
        .failed_saying(3, &["this account is your own: use --owner self"]);
    // Of a stranger nothing is said.
    assert_eq!(list(&service, &["--owner", "1"]).ok(), "");
}
