//! Faults that pass, and lists that do not add up: what the user gets, and that it ends.

use std::collections::BTreeSet;

use cloudq::sandbox::{Fault, FaultKind};

use crate::support::{Ended, Service, cloudq, for_each};

const MANY: usize = 1037;
/// Pages that so many images take.
const PAGES: u64 = 11;
/// Requests that a list may cost that never adds up: read three times, one page more than
/// there are, and at each border between pages another that straddles it.
const MOST: u64 = 3 * (2 * PAGES + 1);

fn times(kind: FaultKind, times: u32) -> Fault {
    Fault {
        times: Some(times),
        ..Fault::always(kind)
    }
}

fn list(service: &Service) -> Ended {
    cloudq("images list -o id").at(service).run()
}

fn distinct(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let set: BTreeSet<&&str> = lines.iter().collect();
    assert_eq!(set.len(), lines.len(), "no image comes twice");
    set.len()
}

/// A list that came through, though with a warning.
#[track_caller]
fn warned(ended: &Ended, words: &str) -> usize {
    assert_eq!(ended.code, Some(0), "{ended}");
    assert!(ended.stderr.starts_with("warning: "), "{ended}");
    assert!(ended.stderr.contains(words), "{ended}");
    distinct(&ended.stdout)
}

/// As many images, some of them missing or too many in what the service says.
fn odd(kinds: &[FaultKind]) -> Service {
    Service::with(|options| {
        options.images = MANY;
        options.faults = kinds.iter().copied().map(Fault::always).collect();
    })
}

#[test]
fn passing_faults_are_not_noticed() {
    for (fault, attempts) in [
        (times(FaultKind::ThrottleHint, 2), 3),
        (times(FaultKind::Unavailable, 1), 2),
        (times(FaultKind::InternalError, 1), 2),
        (times(FaultKind::GatewayHtml, 1), 2),
        (times(FaultKind::ErrorIn200, 1), 2),
        (times(FaultKind::Reset, 1), 2),
        (times(FaultKind::Cut, 1), 2),
        (times(FaultKind::Garbage, 2), 3),
        (times(FaultKind::ForeignJson, 1), 2),
        (times(FaultKind::TruncatedJson, 1), 2),
        (times(FaultKind::Partial, 1), 2),
    ] {
        let kind = fault.kind;
        let service = Service::with(|options| options.faults = vec![fault]);
        assert_eq!(distinct(&list(&service).ok()), 24, "{kind}");
        let stats = service.stats();
        assert_eq!(
            (stats.requests, stats.refused_signatures),
            (attempts, 0),
            "{kind}"
        );
        // Signed anew each time.
        let nonces: BTreeSet<Option<String>> =
            service.log().into_iter().map(|seen| seen.nonce).collect();
        assert_eq!(nonces.len() as u64, attempts, "{kind}");
        assert!(!nonces.contains(&None), "{kind}");
    }
}

#[test]
fn every_command_tries_again() {
    for command in [
        "regions",
        "images latest --family web",
        "images list -r all",
    ] {
        let faults = vec![times(FaultKind::ThrottleHint, 1)];
        let service = Service::with(|options| options.faults = faults);
        cloudq(command).at(&service).run().ok();
        assert_eq!(service.stats().faults, 1, "{command}");
    }
}

/// One answer of something else in between costs no command its result.
#[test]
fn an_unreadable_answer_is_asked_for_again_by_every_command() {
    for command in [
        "regions",
        "images latest --family web",
        "images latest --name web*",
        "images get m-bp1oe7s7c43dnsq7zzhq",
        "auth check",
    ] {
        for kind in [
            FaultKind::ForeignJson,
            FaultKind::Garbage,
            FaultKind::Partial,
        ] {
            let service = Service::with(|options| options.faults = vec![times(kind, 1)]);
            let sts = service.endpoint();
            let run = cloudq(command).env("CLOUDQ_STS_ENDPOINT", &sts);
            let ended = run.at(&service).run();
            assert_eq!(ended.code, Some(0), "{kind} {ended}");
            assert_eq!(service.stats().faults, 1, "{kind} {command}");
        }
        let service = Service::broken(FaultKind::ForeignJson);
        let sts = service.endpoint();
        let run = cloudq(command).env("CLOUDQ_STS_ENDPOINT", &sts);
        let ended = run
            .args("--retries 1 --error-format json")
            .at(&service)
            .run();
        assert_eq!(ended.code, Some(7), "{ended}");
        assert!(ended.stderr.contains("the API's own member `"), "{ended}");
        assert!(ended.stderr.contains("\"retryable\":true"), "{ended}");
        assert!(ended.stderr.contains("\"attempts\":2"), "{ended}");
    }
}

#[test]
fn retries_are_as_many_as_asked_for() {
    let service = Service::broken(FaultKind::ThrottleHint);
    for (retries, attempts) in [
        ("0", "1 attempt\n"),
        ("1", "2 attempts\n"),
        ("2", "3 attempts\n"),
    ] {
        let before = service.stats().requests;
        let run = cloudq("images list").at(&service);
        let ended = run.env("CLOUDQ_RETRIES", retries).run();
        ended.failed_saying(7, &["Throttling.User", attempts]);
        let asked = service.stats().requests - before;
        assert_eq!(asked.to_string(), attempts[..1], "{retries}");
    }
}

#[test]
fn what_trying_again_cannot_help_is_tried_once() {
    let cases = [
        (FaultKind::Redirect, 7),
        (FaultKind::Forbidden, 4),
        (FaultKind::ExpiredToken, 4),
    ];
    for_each(
        cases,
        |(kind, _)| kind.to_string(),
        |(kind, code)| {
            let service = Service::with(|options| options.faults = vec![times(*kind, 1)]);
            list(&service).failed(*code);
            assert_eq!(service.stats().requests, 1);
        },
    );
}

#[test]
fn a_wrong_clock_is_set_by_the_service() {
    let service = Service::broken(FaultKind::ClockSkew);
    assert_eq!(distinct(&list(&service).ok()), 24);
    let stats = service.stats();
    assert_eq!((stats.requests, stats.refused_signatures), (2, 1));
    // Not even a retry is needed for it.
    cloudq("images latest --family web --retries 0")
        .at(&service)
        .run()
        .ok();
    assert_eq!(service.stats().refused_signatures, 2);
}

#[test]
fn many_pages_learn_the_time_too() {
    let service = odd(&[FaultKind::ClockSkew]);
    assert_eq!(distinct(&list(&service).ok()), MANY);
    let stats = service.stats();
    assert_eq!((stats.requests, stats.refused_signatures), (PAGES + 1, 1));
}

#[test]
fn nonces_are_never_used_twice() {
    let service = Service::of(MANY);
    for _ in 0..3 {
        list(&service).ok();
    }
    let log = service.log();
    let nonces: BTreeSet<&str> = log
        .iter()
        .filter_map(|seen| seen.nonce.as_deref())
        .collect();
    assert_eq!((log.len(), nonces.len()), (33, 33));
}

#[test]
fn smaller_pages_than_asked_for_are_all_read() {
    let service = odd(&[FaultKind::ClampPageSize]);
    assert_eq!(distinct(&list(&service).ok()), MANY);
    let log = service.log();
    // What the first page showed is asked for from then on.
    let sizes: Vec<Option<u32>> = log.iter().map(|seen| seen.page_size).collect();
    assert_eq!(sizes[0], Some(100));
    assert!(sizes[1..].iter().all(|size| *size == Some(50)), "{sizes:?}");
    assert_eq!(log.len(), MANY.div_ceil(50));
}

#[test]
fn a_list_without_a_total_is_read_to_its_end() {
    for kinds in [
        &[FaultKind::TotalMissing][..],
        &[FaultKind::TotalMissing, FaultKind::ClampPageSize],
    ] {
        let service = odd(kinds);
        assert_eq!(distinct(&list(&service).ok()), MANY);
        assert!(service.stats().requests <= 21 + 8, "{:?}", service.stats());
    }
}

#[test]
fn a_total_that_is_too_high_is_told() {
    let service = odd(&[FaultKind::TotalHigh]);
    let ended = list(&service);
    assert_eq!(
        warned(&ended, "different ones, though it was read 3 times"),
        MANY
    );
    assert!(ended.stderr.contains(" 1037 "), "{ended}");
    assert!(service.stats().requests <= MOST, "{:?}", service.stats());
}

#[test]
fn one_row_is_told_as_one() {
    let two = r#"[{"ImageId": "m-1"}, {"ImageId": "m-2"}]"#;
    let service = Service::with(|options| {
        options.data = Some(two.parse().unwrap());
        options.faults = vec![Fault::always(FaultKind::TotalLow)];
    });
    let ended = cloudq("images list -o id --status any").at(&service).run();
    let words = "the service counted 1 row but listed 2 different ones";
    assert!(ended.stderr.contains(words), "{ended}");
}

/// Every image is read, though the total says that there are fewer.
#[test]
fn a_total_that_is_too_low_does_not_end_the_list() {
    // Nothing tells where such a list ends: pages are asked for ahead, in each reading.
    const MOST_AHEAD: u64 = MOST + 3 * 8;
    for provider in ["alibaba-ecs", "tencent-ecm"] {
        for (kind, total) in [
            (FaultKind::TotalLow, "518"),
            (FaultKind::TotalZero, "0"),
            (FaultKind::TotalNegative, "0"),
        ] {
            let service = Service::unlimited(MANY);
            service.set_faults(vec![Fault::always(kind)]);
            let ask = |command: &str| {
                cloudq(command)
                    .env("CLOUDQ_PROVIDER", provider)
                    .at(&service)
                    .run()
            };
            let words = format!("the service counted {total} rows but listed 1037 different ones");
            let ended = ask("images list -o id");
            assert_eq!(warned(&ended, &words), MANY, "{provider} {kind}");
            let stats = service.stats();
            assert!(stats.requests <= MOST_AHEAD, "{stats:?}");
            // No choice is made from it.
            let ended = ask("images latest --owner self --name *");
            assert_ne!(ended.code, Some(0), "{ended}");
            assert!(ended.stdout.is_empty(), "{ended}");
            assert!(ended.stderr.contains("the service counted"), "{ended}");
        }
    }
}

#[test]
fn a_page_that_comes_again_ends_in_a_warning() {
    let service = odd(&[FaultKind::RepeatPage]);
    assert_eq!(warned(&list(&service), "1037"), 100);
    assert!(service.stats().requests <= MOST, "{:?}", service.stats());

    // With no total either, it would go on for ever.
    let service = odd(&[FaultKind::RepeatPage, FaultKind::TotalMissing]);
    assert_eq!(warned(&list(&service), "twice"), 100);
    assert!(
        service.stats().requests <= 3 * (1 + 8 + 1),
        "{:?}",
        service.stats()
    );
}

#[test]
fn a_list_without_any_of_its_rows_is_a_failure() {
    for kind in [FaultKind::EmptyPage, FaultKind::NullImages] {
        let service = odd(&[kind]);
        for command in ["images list -o json --quiet", "images list -o ndjson"] {
            let ended = cloudq(command).at(&service).run();
            ended.failed_saying(12, &["counted 1037 rows but listed none"]);
        }
        assert!(service.stats().requests <= 2 * PAGES, "{kind}");
    }
}

/// What is missing could be the newest, or the one that was asked for.
#[test]
fn a_choice_from_a_list_that_does_not_add_up_is_none() {
    for kind in [
        FaultKind::RepeatPage,
        FaultKind::TotalHigh,
        FaultKind::EmptyPage,
    ] {
        let service = odd(&[kind]);
        for command in ["images latest --name web*", "images get m-nowhere"] {
            let ended = cloudq(command).at(&service).run();
            if command.contains("get") && kind != FaultKind::TotalHigh {
                assert!(
                    matches!(ended.code, Some(3 | 12)) && ended.stdout.is_empty(),
                    "{kind} {ended}"
                );
            } else {
                ended.failed_saying(12, &["the service counted"]);
            }
        }
        // Read once by each command, in three readings.
        assert!(service.stats().requests <= 2 * MOST, "{kind}");
    }
    // One bad moment is read over, in a choice as in a list.
    let service = odd(&[]);
    service.set_faults(vec![Fault {
        page: Some(3),
        times: Some(1),
        ..Fault::always(FaultKind::EmptyPage)
    }]);
    let newest = cloudq("images latest --name web*").at(&service).run().ok();
    assert_eq!(
        newest,
        cloudq("images latest --family web").at(&service).run().ok()
    );
    assert_eq!(service.stats().faults, 1);
    service.set_faults(vec![Fault {
        page: Some(3),
        times: Some(2),
        ..Fault::always(FaultKind::EmptyPage)
    }]);
    assert_eq!(distinct(&list(&service).ok()), MANY);
    assert_eq!(service.stats().faults, 3);
}

/// An image that is there, in a region whose list does not add up, is not printed.
#[test]
fn a_region_that_does_not_add_up_prints_nothing_beside_another() {
    let service = odd(&[]);
    let public = "ubuntu_24_04_x64_20G_alibase_20260814.vhd";
    let get = || {
        cloudq("images get -o json -r cn-beijing,cn-hangzhou")
            .arg(public)
            .at(&service)
            .run()
    };
    assert_eq!(get().rows().len(), 2);
    service.set_faults(vec![Fault {
        region: Some("cn-beijing".to_owned()),
        ..Fault::always(FaultKind::TotalHigh)
    }]);
    let ended = get();
    assert_eq!(ended.code, Some(11), "{ended}");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(rows.len(), 1, "{ended}");
    assert_eq!(rows[0]["region"], "cn-hangzhou");
}

#[test]
fn an_empty_page_ends_the_list_with_a_warning() {
    let service = odd(&[]);
    service.set_faults(vec![Fault {
        page: Some(3),
        ..Fault::always(FaultKind::EmptyPage)
    }]);
    let count = warned(&list(&service), "1037");
    assert!((200..MANY).contains(&count), "{count}");
    assert!(service.stats().requests <= MOST, "{:?}", service.stats());
}

#[test]
fn warnings_are_json_too() {
    let service = odd(&[FaultKind::TotalHigh]);
    let ended = cloudq("images list -o id --error-format json")
        .at(&service)
        .run();
    assert_eq!(ended.code, Some(0), "{ended}");
    let told: serde_json::Value = serde_json::from_str(ended.stderr.trim_end()).unwrap();
    assert_eq!(
        (&told["kind"], &told["exit_code"]),
        (&"warning".into(), &0.into())
    );
    assert_eq!(told["region"], "cn-hangzhou");
    let message = told["message"].as_str().unwrap();
    assert!(message.contains("though it was read 3 times"), "{message}");
}

#[test]
fn no_wait_outlasts_the_whole_command() {
    let service = Service::broken(FaultKind::Hang);
    let ended = cloudq("images list --timeout 300ms --request-timeout 1m")
        .at(&service)
        .run();
    ended.failed_saying(6, &["300ms", "--timeout"]);
    assert_eq!(service.stats().requests, 1);
}
