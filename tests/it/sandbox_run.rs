//! `sandbox run -- COMMAND`: an emulator for as long as the command runs.

use std::io::{BufRead as _, BufReader};

use crate::support::{Ended, Run, cloudq, signal};

const CLOUDQ: &str = env!("CARGO_BIN_EXE_cloudq");

/// `sandbox run` with these flags, and a shell script as its command in which
/// `$CLOUDQ` is this program.
fn run(flags: &str, script: &str) -> Run {
    cloudq("sandbox run")
        .args(flags)
        .arg("--")
        .arg("sh")
        .arg("-c")
        .arg(script)
        .env("CLOUDQ", CLOUDQ)
}

fn ends(flags: &str, script: &str) -> Ended {
    run(flags, script).run()
}

#[test]
fn the_command_finds_the_emulator_by_its_variables() {
    for (script, images) in [
        ("\"$CLOUDQ\" images list -o id", 30),
        ("\"$CLOUDQ\" --provider ens images list -o id", 30),
        ("\"$CLOUDQ\" --provider ecm images list -o id", 30),
    ] {
        let ended = ends("--images 30", script);
        assert_eq!(
            (ended.code, ended.stdout.lines().count()),
            (Some(0), images),
            "{script}"
        );
        assert_eq!(
            ended.stderr,
            "note: sandbox: requests 1, retries 0, faults served 0, signatures refused 0\n",
        );
    }
}

#[test]
fn the_command_finds_where_temporary_keys_are_given_out() {
    let script = "test \"$CLOUDQ_STS_ENDPOINT $CLOUDQ_METADATA_ENDPOINT\" = \"$CLOUDQ_ENDPOINT $CLOUDQ_ENDPOINT\"";
    let ended = run("", script)
        .env("CLOUDQ_STS_ENDPOINT", "http://callers.invalid")
        .run();
    assert_eq!(ended.code, Some(0), "{ended}");
}

#[test]
fn what_it_saw_is_told_in_the_end() {
    let ended = ends(
        "--fault throttle:2",
        "\"$CLOUDQ\" images list -o id --retries 3",
    );
    assert_eq!(ended.code, Some(0));
    let told = "requests 3, retries 2, faults served 2, signatures refused 0";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
    assert_eq!(ends("--quiet", "true").stderr, "");
}

#[test]
fn the_command_s_exit_code_is_passed_on() {
    for (script, code) in [
        ("exit 0", 0),
        ("exit 7", 7),
        ("kill -TERM $$", 143),
        ("kill -KILL $$", 137),
    ] {
        assert_eq!(ends("", script).code, Some(code), "{script}");
    }
    let missing = cloudq("sandbox run -- /nowhere/no-such-command").run();
    assert_eq!((missing.code, missing.stdout.as_str()), (Some(127), ""));
    assert!(
        missing
            .stderr
            .starts_with("error: cannot run `/nowhere/no-such-command`: "),
        "{}",
        missing.stderr
    );
    assert_eq!(cloudq("sandbox run").run().code, Some(2));
}

#[test]
fn a_refused_signature_is_an_error_if_told_so() {
    let script = "ALIBABA_CLOUD_ACCESS_KEY_SECRET=wrong \"$CLOUDQ\" images list; exit 0";
    assert_eq!(ends("", script).code, Some(0));
    let strict = ends("--strict", script);
    assert_eq!(strict.code, Some(1));
    assert!(
        strict.stderr.contains("signatures refused 1"),
        "{}",
        strict.stderr
    );
    assert_eq!(
        ends("--strict", "\"$CLOUDQ\" images list -o id").code,
        Some(0)
    );
}

#[test]
fn nothing_of_the_caller_s_accounts_comes_along() {
    let script = "env | grep -E 'TOKEN|PROFILE|ALICLOUD|^ACCESS_KEY|callers' ; \"$CLOUDQ\" images list -o id --limit 1";
    let others = [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AZURE_CLIENT_SECRET",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "HCLOUD_TOKEN",
        "HW_SECRET_KEY",
        "OS_PASSWORD",
        "QCLOUD_SECRET_KEY",
        "TENCENT_SECRET_ID",
        "TENCENT_SECRET_KEY",
    ];
    let others = |run: Run| {
        others
            .iter()
            .fold(run, |run, name| run.env(name, "callers"))
    };
    let ended = others(run("", script))
        .env("ALIBABA_CLOUD_SECURITY_TOKEN", "callers-token")
        .env("ALICLOUD_ACCESS_KEY", "callers-key")
        .env("TENCENTCLOUD_SESSION_TOKEN", "callers-token")
        .env("ACCESS_KEY_ID", "callers-key")
        .env("ACCESS_KEY_SECRET", "callers-secret")
        .env("SECURITY_TOKEN", "callers-token")
        .env("CLOUDQ_PROFILE", "callers-profile")
        .run();
    assert_eq!(
        (ended.code, ended.stdout.lines().count()),
        (Some(0), 1),
        "{}",
        ended.stdout
    );
}

#[test]
fn what_is_no_key_of_a_cloud_comes_along() {
    let others = ["AWS_REGION", "DB_PASSWORD", "OS_REGION_NAME"];
    let script = others.map(|name| format!("echo ${name}")).join("; ");
    let run = others
        .iter()
        .fold(run("", &script), |run, name| run.env(name, name));
    assert_eq!(run.run().stdout, format!("{}\n", others.join("\n")));
}

/// Runs a script that says when it is ready, sends these signals one after another
/// as it says `told`, and gives how all ended.
fn told(script: &str, signals: &[&str]) -> Ended {
    let mut run = run("", script);
    let mut child = run.spawn();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for name in signals {
        assert!(lines.next().unwrap().unwrap().len() > 1);
        signal(&child, name);
    }
    let rest: Vec<String> = lines.map(Result::unwrap).collect();
    let mut output = child.wait_with_output().unwrap();
    output.stdout = rest.join("\n").into_bytes();
    Ended::new(output, signals.join(" "))
}

#[test]
fn requests_to_end_reach_the_command() {
    for name in ["TERM", "INT", "HUP", "QUIT"] {
        let script = format!("trap 'echo ended; exit 3' {name}; echo ready; while :; do :; done");
        let ended = told(&script, &[name]);
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(3), "ended"),
            "{ended}"
        );
        assert!(ended.stderr.contains("sandbox: requests 0"), "{ended}");
    }
    // Who does not listen is ended all the same, and nothing is left behind.
    let deaf = "trap 'echo told' TERM; echo ready; while :; do :; done";
    let ended = told(deaf, &["TERM", "TERM"]);
    assert_eq!(ended.code, Some(137), "{ended}");
}

#[test]
fn what_is_told_as_json_is_what_the_program_ends_with() {
    let ended = cloudq("--error-format json sandbox run -- /nowhere/no-such-command").run();
    assert_eq!(ended.code, Some(127), "{ended}");
    let error: serde_json::Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!(error["exit_code"], 127);
    let script = "ALIBABA_CLOUD_ACCESS_KEY_SECRET=wrong \"$CLOUDQ\" images list; exit 0";
    let strict = run("--strict --quiet", script).run();
    assert!(!strict.stderr.is_empty());
}

#[test]
fn the_caller_s_configuration_stays_the_caller_s() {
    let config = "default_profile = 'own'\n[defaults]\nproxy = 'http://127.0.0.1:1'\n\
                  [profiles.own]\nregions = ['us-east-1']\ncredentials = { type = 'env' }\n";
    let ended = run("", "\"$CLOUDQ\" images list -o csv -c region --no-header").config(config);
    let ended = ended.env("ALIBABACLOUD_ACCESS_KEY_ID", "callers-key").run();
    assert_eq!(ended.code, Some(0), "{ended}");
    assert!(ended.stdout.lines().all(|region| region == "cn-hangzhou"));
}
