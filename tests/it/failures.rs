//! Whatever fails: the right code, no data, and an error that helps, in text and in JSON.

use cloudq::sandbox::{
    ACCESS_KEY_ID, ACCESS_KEY_SECRET, DENIED_KEY_ID, DENIED_KEY_SECRET, Fault, FaultKind,
    STS_KEY_ID, STS_KEY_SECRET,
};
use serde_json::Value;

use crate::support::{Ended, Run, Service, cloudq, for_each};

const COMMANDS: [(&str, &str); 4] = [
    ("images list", "DescribeImages"),
    ("images latest --family web", "DescribeImageFromFamily"),
    ("images get m-bp1somewhere", "DescribeImages"),
    ("regions", "DescribeRegions"),
];

/// The members of an error as JSON, in their order.
const KEYS: [&str; 13] = [
    "kind",
    "exit_code",
    "message",
    "hint",
    "provider",
    "profile",
    "region",
    "action",
    "provider_code",
    "http_status",
    "request_id",
    "retryable",
    "attempts",
];

/// What makes a run one that goes wrong.
type Prepare = fn(Run) -> Run;

/// Something that goes wrong, and what is to be said of it.
struct Case {
    name: &'static str,
    fault: Option<FaultKind>,
    prepare: Prepare,
    code: i32,
    kind: &'static str,
    provider_code: Option<&'static str>,
    http_status: Option<u16>,
    retryable: bool,
    /// Words of the hint, where there is one.
    hint: Option<&'static str>,
}

fn own_key(run: Run) -> Run {
    run.key(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
}

/// A fault of the service.
fn fault(kind: FaultKind, code: i32, word: &'static str) -> Case {
    Case {
        name: kind.name(),
        fault: Some(kind),
        prepare: own_key,
        code,
        kind: word,
        provider_code: None,
        http_status: None,
        retryable: false,
        hint: None,
    }
}

/// A key that is refused.
fn refused(name: &'static str, prepare: Prepare, hint: &'static str) -> Case {
    Case {
        name,
        fault: None,
        prepare,
        code: 4,
        kind: "credentials",
        provider_code: None,
        http_status: None,
        retryable: false,
        hint: Some(hint),
    }
}

fn at_the_service() -> Vec<Case> {
    use FaultKind as F;
    let api = |case: Case, code, status| Case {
        provider_code: Some(code),
        http_status: Some(status),
        ..case
    };
    let again = |case: Case, hint| Case {
        retryable: true,
        hint: Some(hint),
        ..case
    };
    let bare = |case: Case, status| Case {
        http_status: Some(status),
        ..case
    };
    let fresh = Some("fresh temporary credentials");
    vec![
        api(
            refused(
                "unknown key",
                |run| run.key("LTAI5tNobodyKnowsThisOne", ACCESS_KEY_SECRET),
                "check the key's id",
            ),
            "InvalidAccessKeyId.NotFound",
            404,
        ),
        api(
            refused(
                "wrong secret",
                |run| run.key(ACCESS_KEY_ID, "NotItsSecret"),
                "secret",
            ),
            "SignatureDoesNotMatch",
            400,
        ),
        api(
            refused(
                "denied key",
                |run| run.key(DENIED_KEY_ID, DENIED_KEY_SECRET),
                "needs ecs:Describe",
            ),
            "Forbidden.RAM",
            403,
        ),
        refused(
            "no token",
            |run| run.key(STS_KEY_ID, STS_KEY_SECRET),
            "with their token",
        ),
        again(
            api(fault(F::Throttle, 7, "service"), "Throttling.User", 400),
            "--concurrency",
        ),
        again(
            api(fault(F::InternalError, 7, "service"), "InternalError", 500),
            "--retries",
        ),
        again(
            api(fault(F::ErrorIn200, 7, "service"), "InternalError", 200),
            "--retries",
        ),
        again(bare(fault(F::GatewayHtml, 7, "service"), 503), "--retries"),
        again(bare(fault(F::GatewayEmpty, 7, "service"), 502), "--retries"),
        again(fault(F::Reset, 6, "network"), "--retries"),
        again(fault(F::Cut, 6, "network"), "--retries"),
        again(fault(F::Hang, 6, "network"), "--request-timeout"),
        fault(F::TruncatedJson, 7, "service"),
        fault(F::Garbage, 7, "service"),
        fault(F::Redirect, 7, "service"),
        Case {
            hint: fresh,
            ..api(
                fault(F::ExpiredToken, 4, "credentials"),
                "InvalidSecurityToken.Expired",
                400,
            )
        },
        Case {
            hint: Some("needs ecs:"),
            ..api(fault(F::Forbidden, 4, "credentials"), "Forbidden.RAM", 403)
        },
    ]
}

/// The object of each line that was said, its members checked.
fn told(ended: &Ended) -> Vec<Value> {
    assert!(!ended.stderr.is_empty(), "{ended}");
    let parse = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{ended}"));
        let places: Vec<Option<usize>> = KEYS
            .iter()
            .map(|key| line.find(&format!("\"{key}\":")))
            .collect();
        assert!(
            places.is_sorted() && places.iter().all(Option::is_some),
            "{line}"
        );
        assert_eq!(value.as_object().unwrap().len(), KEYS.len(), "{line}");
        value
    };
    ended.stderr.lines().map(parse).collect()
}

/// The one error that was said, when nothing else was.
fn told_once(ended: &Ended, code: i32) -> Value {
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (Some(code), ""),
        "{ended}"
    );
    let mut told = told(ended);
    assert_eq!(told.len(), 1, "{ended}");
    assert_eq!(told[0]["exit_code"], code, "{ended}");
    told.remove(0)
}

#[test]
fn what_fails_at_the_service() {
    let service = Service::new();
    let cases = at_the_service();
    let each = cases
        .iter()
        .flat_map(|case| COMMANDS.map(|command| (case, command)));
    for_each(
        each,
        |(case, (command, _))| format!("{}, {command}", case.name),
        |(case, (command, action))| {
            service.set_faults(case.fault.into_iter().map(Fault::always).collect());
            let run = || {
                let patient = "--retries 0 --request-timeout";
                let time = if case.name == "hang" { "200ms" } else { "20s" };
                let run = cloudq(command).args(patient).arg(time).pointed(&service);
                (case.prepare)(run)
            };
            if case.name == "denied key" && *action == "DescribeRegions" {
                // That permission is another one.
                run().run().ok();
                return;
            }
            let hint = check_text(case, action, &run().run());
            let told = told_once(&run().args("--error-format json").run(), case.code);
            assert_eq!(told["hint"].is_string(), hint);
            check_json(case, action, &told);
        },
    );
}

/// Checks an error for people, and says whether it has a hint.
fn check_text(case: &Case, action: &str, ended: &Ended) -> bool {
    let said = ended.failed(case.code);
    let line = |start: &str| said.lines().find(|line| line.starts_with(start));
    let hint = line("  hint: ");
    match case.hint {
        None => assert_eq!(hint, None, "{ended}"),
        Some(words) => assert!(
            hint.is_some_and(|hint| hint.contains(words)),
            "`{words}` is missing: {ended}"
        ),
    }
    let request = format!("{action}, 1 attempt");
    assert!(
        line("  request: ").is_some_and(|line| line.ends_with(&request)),
        "{ended}"
    );
    assert!(
        line("error: ").is_some_and(|line| line.contains("(alibaba-ecs")),
        "{ended}"
    );
    hint.is_some()
}

/// Checks an error for programs.
fn check_json(case: &Case, action: &str, told: &Value) {
    assert_eq!(told["kind"], case.kind, "{told}");
    assert_eq!(told["action"], action, "{told}");
    assert_eq!(told["provider"], "alibaba-ecs", "{told}");
    assert_eq!(told["attempts"], 1, "{told}");
    assert_eq!(told["retryable"], case.retryable, "{told}");
    if let Some(code) = case.provider_code {
        assert_eq!(told["provider_code"], code, "{told}");
        let id = told["request_id"].as_str().unwrap_or_default();
        assert_eq!(id.len(), 36, "{told}");
    } else if case.name != "no token" {
        assert_eq!(told["provider_code"], Value::Null, "{told}");
    }
    if let Some(status) = case.http_status {
        assert_eq!(told["http_status"], status, "{told}");
    }
    let region = if action == "DescribeRegions" {
        Value::Null
    } else {
        "cn-hangzhou".into()
    };
    assert_eq!(told["region"], region, "{told}");
}

#[test]
fn the_hint_names_the_permission_that_is_missing() {
    let service = Service::broken(FaultKind::Forbidden);
    for_each(
        COMMANDS,
        |(command, _)| (*command).to_owned(),
        |(command, action)| {
            let ended = cloudq(command).at(&service).run();
            ended.failed_saying(4, &[&format!("needs ecs:{action}")]);
        },
    );
}

#[test]
fn what_fails_before_the_service() {
    let nowhere = |run: Run| own_key(run).env("CLOUDQ_ENDPOINT", "http://127.0.0.1:1");
    let cases: [(&str, Prepare, i32, &str, &[&str]); 4] = [
        (
            "nobody listens",
            nowhere,
            6,
            "network",
            &[
                "127.0.0.1:1",
                "hint: ",
                "--endpoint",
                "request: - ",
                ", 1 attempt",
            ],
        ),
        (
            "no credentials",
            |run| run,
            4,
            "credentials",
            &[
                "hint: ",
                "ALIBABA_CLOUD_ACCESS_KEY_ID",
                "-p sandbox",
                "config init",
            ],
        ),
        (
            "broken file",
            |run| own_key(run).config("version = 1\n[profiles.a\n"),
            5,
            "config",
            &["config.toml:2:"],
        ),
        (
            "no such file",
            |run| own_key(run).env("CLOUDQ_CONFIG", "/nowhere/config.toml"),
            5,
            "config",
            &["CLOUDQ_CONFIG", "/nowhere/config.toml", "hint: "],
        ),
    ];
    for (command, _) in COMMANDS {
        for (name, prepare, code, kind, words) in cases {
            let run = || {
                let run = cloudq(command).args("--retries 0");
                prepare(run.env("CLOUDQ_REGION", "cn-hangzhou"))
            };
            run().run().failed_saying(code, words);
            let told = told_once(&run().env("CLOUDQ_ERROR_FORMAT", "json").run(), code);
            assert_eq!(told["kind"], kind, "{name}");
        }
    }
}

#[test]
fn what_clap_refuses_is_json_too() {
    for arguments in [
        "images list --no-such-flag --error-format json",
        "--error-format=json images list --page-size x",
        "images lsit --error-format json",
        "images list --sort-by nmae --error-format json",
        "images latest --error-format json",
    ] {
        let told = told_once(&cloudq(arguments).run(), 2);
        assert_eq!(told["kind"], "usage", "{arguments}");
        assert_eq!(told["attempts"], 0, "{arguments}");
    }
}
