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

/// Somebody to ask: how, and with which operation, each command asks.
struct Cloud {
    id: &'static str,
    commands: &'static [(&'static str, &'static str)],
}

const CLOUDS: [Cloud; 3] = [
    Cloud {
        id: "alibaba-ecs",
        commands: &COMMANDS,
    },
    Cloud {
        id: "alibaba-ens",
        commands: &[
            ("images list", "DescribeImageInfos"),
            ("images latest --name centos*", "DescribeImageInfos"),
            ("images get m-5somewhere", "DescribeImageInfos"),
        ],
    },
    Cloud {
        id: "tencent-ecm",
        commands: &[
            ("images list", "DescribeImage"),
            ("images latest --name web-*", "DescribeImage"),
            ("images get img-s0mewher", "DescribeImage"),
        ],
    },
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
    told: Told,
    retryable: bool,
    /// Words of the hint, where there is one.
    hint: Option<&'static str>,
}

/// How the service says it.
#[derive(Clone, Copy)]
enum Told {
    /// Not at all, or in a way that is not looked at.
    Otherwise,
    /// By a gateway, with a status alone.
    Status(u16),
    /// With a code and a status; of Tencent the status is 200.
    Code {
        ecs: (&'static str, u16),
        ens: (&'static str, u16),
        ecm: &'static str,
    },
}

impl Told {
    /// Both services of Alibaba say it alike.
    fn code(code: &'static str, status: u16, ecm: &'static str) -> Self {
        Told::Code {
            ecs: (code, status),
            ens: (code, status),
            ecm,
        }
    }

    fn by(self, provider: &str) -> (Option<&'static str>, Option<u16>) {
        let (code, status) = match (self, provider) {
            (Told::Otherwise, _) => return (None, None),
            (Told::Status(status), _) => return (None, Some(status)),
            (Told::Code { ecs, .. }, "alibaba-ecs") => ecs,
            (Told::Code { ens, .. }, "alibaba-ens") => ens,
            (Told::Code { ecm, .. }, _) => (ecm, 200),
        };
        (Some(code), Some(status))
    }
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
        told: Told::Otherwise,
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
        told: Told::Otherwise,
        retryable: false,
        hint: Some(hint),
    }
}

#[expect(clippy::too_many_lines, reason = "it is a table")]
fn at_the_service() -> Vec<Case> {
    use FaultKind as F;
    let api = |case: Case, code, status, ecm| Case {
        told: Told::code(code, status, ecm),
        ..case
    };
    let denied = |case: Case, ecm| Case {
        told: Told::Code {
            ecs: ("Forbidden.RAM", 403),
            ens: ("NoPermission", 400),
            ecm,
        },
        hint: Some("needs "),
        ..case
    };
    let again = |case: Case, hint| Case {
        retryable: true,
        hint: Some(hint),
        ..case
    };
    let bare = |case: Case, status| Case {
        told: Told::Status(status),
        ..case
    };
    let unreadable = |kind, retryable| Case {
        hint: Some("--endpoint"),
        retryable,
        ..fault(kind, 7, "service")
    };
    let internal = |kind, status, ecm| {
        let case = fault(kind, 7, "service");
        again(api(case, "InternalError", status, ecm), "--retries")
    };
    vec![
        api(
            refused(
                "unknown key",
                |run| run.key("LTAI5tNobodyKnowsThisOne", ACCESS_KEY_SECRET),
                "check the key's id",
            ),
            "InvalidAccessKeyId.NotFound",
            404,
            "AuthFailure.SecretIdNotFound",
        ),
        api(
            refused(
                "wrong secret",
                |run| run.key(ACCESS_KEY_ID, "NotItsSecret"),
                "secret",
            ),
            "SignatureDoesNotMatch",
            400,
            "AuthFailure.SignatureFailure",
        ),
        denied(
            refused(
                "denied key",
                |run| run.key(DENIED_KEY_ID, DENIED_KEY_SECRET),
                "",
            ),
            "UnauthorizedOperation.ForbiddenOperation",
        ),
        refused(
            "no token",
            |run| run.key(STS_KEY_ID, STS_KEY_SECRET),
            "with their token",
        ),
        again(
            api(
                fault(F::Throttle, 7, "service"),
                "Throttling.User",
                400,
                "RequestLimitExceeded",
            ),
            "--concurrency",
        ),
        internal(F::InternalError, 500, "InternalError"),
        internal(
            F::ErrorIn200,
            200,
            "FailedOperation.InternalOperationFailure",
        ),
        again(bare(fault(F::GatewayHtml, 7, "service"), 503), "--retries"),
        again(bare(fault(F::GatewayEmpty, 7, "service"), 502), "--retries"),
        again(fault(F::Reset, 6, "network"), "--retries"),
        again(fault(F::Cut, 6, "network"), "--retries"),
        again(fault(F::Hang, 6, "network"), "--request-timeout"),
        unreadable(F::TruncatedJson, true),
        unreadable(F::Garbage, true),
        unreadable(F::Redirect, false),
        Case {
            hint: Some("fresh temporary credentials"),
            ..api(
                fault(F::ExpiredToken, 4, "credentials"),
                "InvalidSecurityToken.Expired",
                400,
                "AuthFailure.TokenFailure",
            )
        },
        denied(
            fault(F::Forbidden, 4, "credentials"),
            "UnauthorizedOperation",
        ),
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

/// Every cloud with every command.
fn calls() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    CLOUDS.iter().flat_map(|cloud| {
        let call = |(command, action): &(_, _)| (cloud.id, *command, *action);
        cloud.commands.iter().map(call)
    })
}

#[test]
fn what_fails_at_the_service() {
    let service = Service::unlimited(24);
    let cases = at_the_service();
    let each = cases
        .iter()
        .flat_map(|case| calls().map(move |call| (case, call)));
    for_each(
        each,
        |(case, call)| format!("{}, {call:?}", case.name),
        |(case, (provider, command, action))| {
            service.set_faults(case.fault.into_iter().map(Fault::always).collect());
            let run = || {
                let patient = "--retries 0 --request-timeout";
                let time = if case.name == "hang" { "200ms" } else { "20s" };
                let run = cloudq(command).args(patient).arg(time).pointed(&service);
                (case.prepare)(run.env("CLOUDQ_PROVIDER", provider))
            };
            if case.name == "denied key" && *action == "DescribeRegions" {
                // That permission is another one.
                run().run().ok();
                return;
            }
            let hint = check_text(case, provider, action, &run().run());
            let told = told_once(&run().args("--error-format json").run(), case.code);
            assert_eq!(told["hint"].is_string(), hint);
            check_json(case, provider, action, &told);
        },
    );
}

/// Checks an error for people, and says whether it has a hint.
fn check_text(case: &Case, provider: &str, action: &str, ended: &Ended) -> bool {
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
        line("error: ").is_some_and(|line| line.contains(&format!("({provider}"))),
        "{ended}"
    );
    hint.is_some()
}

/// Checks an error for programs.
fn check_json(case: &Case, provider: &str, action: &str, told: &Value) {
    assert_eq!(told["kind"], case.kind, "{told}");
    assert_eq!(told["action"], action, "{told}");
    assert_eq!(told["provider"], provider, "{told}");
    assert_eq!(told["attempts"], 1, "{told}");
    assert_eq!(told["retryable"], case.retryable, "{told}");
    let (code, status) = case.told.by(provider);
    if let Some(code) = code {
        assert_eq!(told["provider_code"], code, "{told}");
        let id = told["request_id"].as_str().unwrap_or_default();
        assert_eq!(id.len(), 36, "{told}");
    } else if case.name != "no token" {
        assert_eq!(told["provider_code"], Value::Null, "{told}");
    }
    if let Some(status) = status {
        assert_eq!(told["http_status"], status, "{told}");
    }
    let region = if provider == "alibaba-ecs" && action != "DescribeRegions" {
        "cn-hangzhou".into()
    } else {
        Value::Null
    };
    assert_eq!(told["region"], region, "{told}");
}

#[test]
fn the_hint_names_the_permission_that_is_missing() {
    let service = Service::broken(FaultKind::Forbidden);
    for_each(
        calls(),
        |call| format!("{call:?}"),
        |(provider, command, action)| {
            let run = cloudq(command).env("CLOUDQ_PROVIDER", provider);
            let (_, service_name) = provider.split_once('-').unwrap();
            let permission = format!("needs {service_name}:{action}");
            run.at(&service).run().failed_saying(4, &[&permission]);
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
