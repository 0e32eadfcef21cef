//! ECM: pages cut by offset, refusals inside status 200, times without a zone, and
//! a limit of calls in a second.

use std::collections::BTreeSet;

use cloudq::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, Fault, FaultKind, STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN,
};
use serde_json::Value;

use crate::support::{Ended, Keeps, SCHEMES, Service, cloudq, each_keeps, ids, profile, text};

const MANY: usize = 250;

fn ecm(service: &Service, arguments: &str) -> Ended {
    cloudq("--provider ecm").args(arguments).at(service).run()
}

fn list(service: &Service, arguments: &str) -> Vec<Value> {
    ecm(service, &format!("images list -o json {arguments}")).rows()
}

/// Makes a service of many images go wrong.
fn odd(kinds: &[FaultKind]) -> Service {
    let service = Service::unlimited(MANY);
    service.set_faults(kinds.iter().copied().map(Fault::always).collect());
    service
}

fn distinct(lines: &[String]) -> usize {
    lines.iter().collect::<BTreeSet<_>>().len()
}

#[test]
fn a_long_list_comes_whole_and_always_the_same() {
    let service = Service::unlimited(MANY);
    let mut printed = BTreeSet::new();
    let mut orders = BTreeSet::new();
    for run in 0..5 {
        service.set_shuffle((run > 0).then_some(run));
        printed.insert(ecm(&service, "images list -o json").ok());
        let streamed = ecm(&service, "images list -o id --sort-by none --page-size 40");
        orders.insert(streamed.lines());
    }
    assert!(orders.len() > 1, "the service does shuffle");
    assert!(orders.iter().all(|order| distinct(order) == MANY));
    assert_eq!(printed.len(), 1, "one of the runs differs");
    let rows: Vec<Value> = serde_json::from_str(&printed.pop_first().unwrap()).unwrap();
    assert_eq!((rows.len(), distinct(&ids(&rows))), (MANY, MANY));
    let log = service.log();
    let pages: Vec<_> = log[..3].iter().map(|seen| seen.page).collect();
    assert_eq!(pages[0], Some(1));
    // The others are sent at once, and may overtake each other.
    assert_eq!(
        BTreeSet::from_iter(&pages[1..]),
        BTreeSet::from([&Some(2), &Some(3)])
    );
    assert_eq!(log.len(), 5 * (3 + 7));
}

#[test]
fn page_edges_are_read_once() {
    for count in [0, 1, 99, 100, 101, 200] {
        let service = Service::unlimited(count);
        let lines = ecm(&service, "images list -o id").lines();
        assert_eq!((lines.len(), distinct(&lines)), (count, count));
        let requests = count.div_ceil(100).max(1);
        assert_eq!(service.log().len(), requests, "{count}");
    }
}

#[test]
fn a_limit_asks_for_no_more_than_it_needs() {
    let service = Service::unlimited(MANY);
    let lines = ecm(&service, "images list -o id --sort-by none --limit 30").lines();
    assert_eq!(lines.len(), 30);
    let log = service.log();
    assert_eq!((log.len(), log[0].page_size), (1, Some(30)));
}

#[test]
fn smaller_pages_than_asked_for_lose_no_image() {
    for kinds in [
        &[FaultKind::ClampPageSize][..],
        &[FaultKind::ClampPageSize, FaultKind::TotalMissing],
    ] {
        let service = odd(kinds);
        let lines = ecm(&service, "images list -o id").lines();
        assert_eq!((lines.len(), distinct(&lines)), (MANY, MANY), "{kinds:?}");
        let sizes: Vec<_> = service.log().iter().map(|seen| seen.page_size).collect();
        assert_eq!(sizes[0], Some(100));
        assert!(sizes[1..].iter().all(|size| *size == Some(50)), "{sizes:?}");
    }
}

#[test]
fn a_list_that_does_not_add_up_is_told() {
    for (kind, rows) in [(FaultKind::TotalHigh, MANY), (FaultKind::RepeatPage, 100)] {
        let ended = ecm(&odd(&[kind]), "images list -o id");
        assert_eq!((ended.code, ended.stdout.lines().count()), (Some(0), rows));
        assert!(ended.stderr.starts_with("warning: "), "{ended}");
        let chosen = ecm(&odd(&[kind]), "images latest --owner self --name *");
        chosen.failed_saying(12, &["the service counted"]);
    }
    let ended = ecm(&odd(&[FaultKind::NullImages]), "images list");
    ended.failed_saying(12, &["counted 250 rows but listed none"]);
}

#[test]
fn the_token_has_three_names() {
    let service = Service::unlimited(24);
    let run = || {
        let run = cloudq("--provider ecm images list -o id").pointed(&service);
        run.key(STS_KEY_ID, STS_KEY_SECRET)
    };
    for variable in [
        "TENCENTCLOUD_TOKEN",
        "TENCENTCLOUD_SESSION_TOKEN",
        "TENCENTCLOUD_SECURITY_TOKEN",
    ] {
        assert_eq!(run().env(variable, STS_TOKEN).run().lines().len(), 24);
    }
    assert_eq!(service.stats().refused_signatures, 0);
    // A token of another vendor is none.
    let run = run().env("ALIBABA_CLOUD_SECURITY_TOKEN", STS_TOKEN).run();
    run.failed_saying(4, &["AuthFailure.TokenFailure", "with their token"]);
}

#[test]
fn a_key_in_the_words_of_either_vendor() {
    let service = Service::unlimited(24);
    let key = [STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN];
    let own = profile("tencent-ecm", &service.endpoint(), "tc3-hmac-sha256", &key);
    let other = own
        .replace("secret_id", "access_key_id")
        .replace("secret_key", "access_key_secret")
        .replace("\ntoken", "\nsecurity_token");
    assert_ne!(own, other);
    for file in [own, other] {
        let run = cloudq("images list -p p -o id").config(&file);
        assert_eq!(run.run().lines().len(), 24);
    }
}

#[test]
fn half_a_key_names_its_other_half() {
    let service = Service::new();
    let run = |name| {
        let run = cloudq("--provider ecm images list").pointed(&service);
        run.env(name, ACCESS_KEY_SECRET).run()
    };
    let (id, secret) = ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY");
    for (set, missing) in [(id, secret), (secret, id), ("TENCENTCLOUD_TOKEN", id)] {
        let ended = run(set);
        ended.failed_saying(4, &[&format!("{set} is set"), missing]);
        assert!(!ended.stderr.contains(ACCESS_KEY_SECRET), "{ended}");
    }
    // The key of one vendor is never shown to another.
    run("ALIBABA_CLOUD_ACCESS_KEY_ID").failed_saying(4, &[id, secret]);
    assert_eq!(service.stats().connections, 0);
}

#[test]
fn refusals_inside_status_200_are_tried_again_where_that_helps() {
    for kind in [
        FaultKind::Throttle,
        FaultKind::ThrottleHint,
        FaultKind::InternalError,
        FaultKind::ErrorIn200,
        FaultKind::Unavailable,
    ] {
        let service = Service::unlimited(24);
        service.set_faults(vec![Fault {
            times: Some(1),
            ..Fault::always(kind)
        }]);
        assert_eq!(list(&service, "").len(), 24, "{kind}");
        let log = service.log();
        assert_eq!(log.len(), 2, "{kind}");
        assert!(log.iter().all(|seen| seen.status == Some(200)));
        assert!(log[0].code.is_some() && log[1].code.is_none());
    }
}

#[test]
fn what_never_passes_ends_after_the_retries() {
    for (kind, code) in [
        (FaultKind::Throttle, "RequestLimitExceeded"),
        (FaultKind::InternalError, "InternalError"),
    ] {
        let service = odd(&[kind]);
        let ended = ecm(&service, "images list --retries 1");
        ended.failed_saying(7, &[code, "(tencent-ecm)", "2 attempts", "hint: "]);
        assert_eq!(service.stats().requests, 2);
    }
}

#[test]
fn a_wrong_clock_is_set_by_the_service() {
    for (provider, schemes) in SCHEMES {
        for scheme in schemes {
            let service = odd(&[FaultKind::ClockSkew]);
            let key = [ACCESS_KEY_ID, ACCESS_KEY_SECRET];
            let file = profile(provider, &service.endpoint(), scheme, &key);
            let run = cloudq("images list -p p -o id --retries 0").config(&file);
            assert_eq!(run.run().lines().len(), MANY, "{provider} {scheme}");
            let pages = if provider == "alibaba-ens" { 1 } else { 3 };
            let stats = service.stats();
            assert_eq!((stats.requests, stats.refused_signatures), (pages + 1, 1));
        }
    }
}

/// A limit that is lower than the service says is hit once: after that only as many are
/// sent as were answered.
#[test]
fn a_limit_that_the_service_does_not_tell_is_learned_from_its_refusals() {
    let service = Service::with(|options| {
        options.images = 310;
        options.ecm_rate = Some(9);
    });
    let run = cloudq("--provider ecm images list -o id --page-size 10 --concurrency 32");
    let lines = run.at(&service).run().lines();
    assert_eq!((lines.len(), distinct(&lines)), (310, 310));
    let log = service.log();
    let codes = log.iter().map(|seen| seen.code.is_some());
    let refusals: Vec<usize> = (0..)
        .zip(codes)
        .filter_map(|(at, refused)| refused.then_some(at))
        .collect();
    // One burst: all that was under way when the first refusal came.
    assert!((1..=20).contains(&refusals.len()), "{refusals:?}");
    assert!(refusals.iter().all(|at| *at < 21), "{refusals:?}");
    assert!(log.len() > 31);
}

/// The service takes twenty calls in a second; nobody sees it.
#[test]
fn the_limit_of_calls_is_kept_on_this_side() {
    let service = Service::of(310);
    let run = cloudq("--provider ecm images list -o id --page-size 10 --concurrency 32");
    let lines = run.args("--retries 0").at(&service).run().lines();
    assert_eq!((lines.len(), distinct(&lines)), (310, 310));
    let codes: Vec<_> = service.log().into_iter().map(|seen| seen.code).collect();
    assert_eq!(codes, [const { None }; 31]);
    // By the service's own watch.
    let busiest = service.stats().ecm_busiest_second;
    assert!((1..=20).contains(&busiest), "{busiest}");
}

#[test]
fn a_null_list_is_an_empty_one() {
    let service = Service::unlimited(24);
    // The service answers null with a count of 0.
    assert_eq!(list(&service, "--name no-such-name"), [Value::Null; 0]);
    let ended = ecm(
        &service,
        "images list -o id --name no-such-name --fail-empty",
    );
    ended.failed(3);
    ecm(&service, "images latest --name no-such-name").failed(3);
    assert_eq!(
        ecm(&Service::unlimited(0), "images list -o json").ok(),
        "[]\n"
    );
}

#[test]
fn the_newest_of_a_tie_is_the_same_every_time() {
    let service = Service::unlimited(24);
    for number in 0..5 {
        service.set_shuffle(Some(number));
        let ended = ecm(&service, "images latest --name web-base-* --explain");
        // Made in the same second as another one; newer ones are not ready.
        assert_eq!(ended.stdout, "img-w24q4b02\n", "{ended}");
        assert!(ended.stderr.contains("by the time of creation"), "{ended}");
        for line in [
            "explain: Tencent Cloud ECM: 1. img-w24q4b02, created 2024-12-02T02:00:00Z (chosen)",
            "explain: Tencent Cloud ECM: the last chosen and the next differ in the id only: the higher one won",
        ] {
            assert!(ended.stderr.lines().any(|told| told == line), "{ended}");
        }
    }
    let newest = |more: &str| {
        let arguments = format!("images latest -q --name web-base-* {more}");
        ecm(&service, &arguments).lines()
    };
    assert_eq!(newest("--status any"), ["img-w25q1f05"]);
    assert_eq!(newest("--status pending"), ["img-w25q1c03"]);
    assert_eq!(
        newest("--skip 1 --count 3"),
        ["img-w24q4a01", "img-7kq2vd1m", "img-0ldshape"]
    );
    assert_eq!(newest("--os-type linux --arch i386"), ["img-0ldshape"]);
    let old = ecm(&service, "images latest -q --name web-base-* --max-age 1d");
    old.failed_saying(10, &["img-w24q4b02", "--max-age"]);
}

#[test]
fn a_public_image_without_a_time_is_never_the_oldest() {
    let service = Service::unlimited(24);
    for arguments in ["--os-type linux", "--name-regex 64", "--owner system,self"] {
        let ended = ecm(&service, &format!("images latest {arguments}"));
        ended.failed_saying(
            12,
            &["img-", "has no creation time", "cannot be told", "hint: "],
        );
    }
    // Where none has a time, no image is left of those that have one.
    for arguments in ["--name *Ubuntu*", "--owner system --os-type linux"] {
        let ended = ecm(&service, &format!("images latest {arguments}"));
        ended.failed_saying(12, &["has no creation time", "--name or --id"]);
        assert!(!ended.stderr.contains("--where"), "{ended}");
    }
    let one = ecm(&service, "images latest --id img-0ffc1al1").ok();
    assert_eq!(one, "img-0ffc1al1\n", "of one there is no choice");
    let old = ecm(&service, "images latest --id img-0ffc1al1 --max-age 30d");
    old.failed_saying(12, &["img-0ffc1al1 has no creation time"]);
    let own = ecm(&service, "images latest -q --os-type linux --owner self").ok();
    assert_eq!(own, "img-w24q4b02\n");
}

#[test]
fn owners_are_self_and_system() {
    let service = Service::unlimited(100);
    let all = list(&service, "");
    for owner in ["self", "system"] {
        let expected: Vec<&Value> = all
            .iter()
            .filter(|row| text(row, "owner") == owner)
            .collect();
        let found = list(&service, &format!("--owner {owner}"));
        assert!(!found.is_empty() && found.len() < all.len());
        assert_eq!(found.iter().collect::<Vec<_>>(), expected);
    }
    assert_eq!(list(&service, "--owner self,system"), all);
    assert_eq!(list(&service, "--owner any"), all);
    let of_one = list(&service, "--owner 251006057");
    assert_eq!(ids(&of_one), ["img-0ldshape"]);
    let before = service.log().len();
    for owner in ["shared", "community", "marketplace", "self,shared"] {
        let ended = ecm(&service, &format!("images list --owner {owner}"));
        let strange = owner.rsplit(',').next().unwrap();
        ended.failed_saying(2, &["--owner", "self and system only", strange]);
    }
    assert_eq!(service.log().len(), before);
}

#[test]
fn times_are_told_in_utc_and_kept_as_they_were() {
    let service = Service::unlimited(24);
    for row in list(&service, "") {
        let (created, raw) = (text(&row, "created"), text(&row, "created_raw"));
        if text(&row, "owner") == "system" {
            assert!(row["created"].is_null() && row["created_raw"].is_null());
            continue;
        }
        let local: jiff::civil::DateTime = raw.replace(' ', "T").parse().unwrap();
        let utc: jiff::Timestamp = created.parse().unwrap();
        assert_eq!(jiff::tz::Offset::constant(8).to_datetime(utc), local);
    }
    let row = &list(&service, "--id img-0ldshape")[0];
    assert_eq!(text(row, "created"), "2024-06-03T15:30:00Z");
    assert_eq!(text(row, "created_raw"), "2024-06-03 23:30:00");
    // The day is the one of UTC.
    for (bound, count) in [("2024-06-03T15:30:00Z", 1), ("2024-06-03T15:30:01Z", 0)] {
        let asked = format!("--name web-base-2024q2 --created-after {bound}");
        assert_eq!(list(&service, &asked).len(), count);
    }
}

#[test]
fn each_filter_keeps_what_it_should() {
    let service = Service::unlimited(300);
    let all = list(&service, "");
    let cases: &[(&str, Keeps)] = &[
        ("--id img-7kq2vd1m,img-w24q4a01", |row| {
            ["img-7kq2vd1m", "img-w24q4a01"].contains(&text(row, "id"))
        }),
        ("--name web-base-2024q4", |row| {
            text(row, "name") == "web-base-2024q4"
        }),
        ("--name edge-*", |row| {
            text(row, "name").starts_with("edge-")
        }),
        ("--name-regex=-0+[13]", |row| {
            let tail = text(row, "name").rsplit('-').next().unwrap();
            let digits = tail.trim_start_matches('0');
            tail.starts_with('0') && digits.starts_with(['1', '3'])
        }),
        ("--status failed", |row| {
            text(row, "status_raw") == "CREATEFAILED"
        }),
        ("--status available,pending", |row| {
            ["NORMAL", "CREATING"].contains(&text(row, "status_raw"))
        }),
        ("--where status=", |row| text(row, "status_raw") == "FROZEN"),
        ("--arch arm64", |row| text(row, "architecture") == "arm64"),
        ("--os-type windows", |row| text(row, "os_type") == "windows"),
        ("--platform tencentos", |row| {
            text(row, "platform") == "TencentOS"
        }),
        ("--instance-type SR1.MEDIUM4", |row| {
            text(row, "architecture") == "arm64"
        }),
        ("--cloud-init", |row| row["cloud_init"] == true),
        ("--cloud-init=false", |row| row["cloud_init"] == false),
        ("--created-before 2022-01-01", |row| {
            !row["created"].is_null() && text(row, "created") < "2022"
        }),
    ];
    each_keeps(cases, &all, |arguments| list(&service, arguments));
}

/// How many ids one call takes is not documented: more than five are more calls.
#[test]
fn many_ids_are_asked_for_in_several_calls() {
    let service = Service::unlimited(100);
    let mut wanted = ids(&list(&service, "--limit 12"));
    let before = service.log().len();
    let mut found = ids(&list(&service, &format!("--id {}", wanted.join(","))));
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
    assert_eq!(service.log().len() - before, 3);
}

/// Two profiles of one key are one account to the service, however many requests may be
/// under way.
#[test]
fn profiles_of_one_key_share_its_calls_in_a_second() {
    // Here nobody is refused: what came is what counts.
    let service = Service::unlimited(MANY);
    let endpoint = service.endpoint();
    let key = [ACCESS_KEY_ID, ACCESS_KEY_SECRET];
    let named = |name: &str, provider: &str, scheme: &str| {
        let one = profile(provider, &endpoint, scheme, &key);
        one.replace("profiles.p", &format!("profiles.{name}"))
    };
    let config = [
        named("one", "tencent-ecm", "tc3-hmac-sha256"),
        named("two", "tencent-ecm", "hmac-sha256"),
        // Another vendor's pages are no calls of this one.
        named("other", "alibaba-ecs", "acs3-hmac-sha256"),
    ];
    let rows = cloudq("-p one,two,other images list -o json --page-size 10 --concurrency 32")
        .config(&config.concat())
        .run()
        .rows();
    assert_eq!(rows.len(), 3 * MANY);
    let stats = service.stats();
    assert_eq!(stats.requests, 3 * 25);
    assert!((10..=20).contains(&stats.ecm_busiest_second), "{stats:?}");
}
