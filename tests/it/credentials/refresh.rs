//! Keys that end: fetched once, replaced before they end and when the service says so.

#[cfg(unix)]
use std::io::{BufRead as _, BufReader};

use cloudq::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Fault, FaultKind, REGIONS, ROLE_ARN};

use super::{run, write};
#[cfg(unix)]
use crate::support::signal;
use crate::support::{Run, Service};

/// A profile that takes a role, and asks in every region there is.
fn with_role(run: Run) -> Run {
    run.config(&format!(
        "default_profile = \"p\"\n[profiles.p]\n[profiles.p.credentials]\ntype = \"assume-role\"\n\
         role_arn = \"{ROLE_ARN}\"\naccess_key_id = \"{ACCESS_KEY_ID}\"\n\
         access_key_secret = \"{ACCESS_KEY_SECRET}\"\n"
    ))
}

fn count(service: &Service, action: &str) -> usize {
    let log = service.log();
    log.iter().filter(|seen| seen.action == action).count()
}

#[test]
fn a_key_is_fetched_once_however_many_regions_are_asked() {
    let service = Service::of(250);
    let run = with_role(run(&service, "images list -o id --region all"));
    assert!(run.run().lines().len() >= 250 * REGIONS.len());
    assert_eq!(count(&service, "AssumeRole"), 1);
    assert!(count(&service, "DescribeImages") > REGIONS.len());
}

#[test]
fn a_failure_to_fetch_is_told_once_however_many_regions_are_asked() {
    let service = Service::new();
    let run = run(&service, "images list -r cn-hangzhou,cn-beijing,us-east-1");
    let config = format!(
        "default_profile = \"p\"\n[profiles.p]\n[profiles.p.credentials]\ntype = \"assume-role\"\n\
         role_arn = \"{ROLE_ARN}x\"\naccess_key_id = \"{ACCESS_KEY_ID}\"\n\
         access_key_secret = \"{ACCESS_KEY_SECRET}\"\n"
    );
    let ended = run.config(&config).run();
    ended.failed_saying(4, &["EntityNotExist.Role", "profile `p`"]);
    assert_eq!(ended.stderr.matches("error: ").count(), 1, "{ended}");
    assert_eq!(service.log().len(), 1);
}

#[test]
fn a_key_that_the_service_calls_expired_is_replaced_and_the_call_signed_anew() {
    let service = Service::new();
    service.set_faults(vec!["expired-token:1".parse().unwrap()]);
    let run = with_role(run(&service, "images list -o id"));
    assert_eq!(run.run().lines().len(), 24);
    assert_eq!(count(&service, "AssumeRole"), 2);
}

#[test]
fn a_key_that_is_always_called_expired_is_replaced_once() {
    let service = Service::broken(FaultKind::ExpiredToken);
    let ended = with_role(run(&service, "images list -o id")).run();
    ended.failed_saying(4, &["expired"]);
    assert_eq!(count(&service, "AssumeRole"), 2);
    assert_eq!(count(&service, "DescribeImages"), 2);
}

#[test]
fn a_key_that_cannot_be_replaced_is_told_as_expired() {
    let service = Service::new();
    service.set_faults(vec![Fault::always(FaultKind::ExpiredToken)]);
    let profile = format!(
        "{{\"profiles\":[{{\"name\":\"default\",\"mode\":\"AK\",\"access_key_id\":\"{ACCESS_KEY_ID}\",\
         \"access_key_secret\":\"{ACCESS_KEY_SECRET}\"}}]}}"
    );
    let run = run(&service, "images list -o id");
    write(&run, ".aliyun/config.json", profile);
    run.run()
        .failed_saying(4, &["get fresh temporary credentials"]);
    assert_eq!(count(&service, "DescribeImages"), 1);
}

/// Whether HUP is ignored here, as under `nohup`: then the command ignores it, too.
#[cfg(unix)]
fn ignores_hup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 1 == 1))
}

#[cfg(unix)]
#[test]
fn a_program_that_gives_a_key_ends_with_the_command() {
    // Whoever holds the pipe is alive. On a terminal the program alone is ended.
    let script = if std::fs::File::open("/dev/tty").is_ok() {
        "exec 9>pipe; echo ready >&9; sleep 60 9>&-; echo lived >&9"
    } else {
        "exec 9>pipe; echo ready >&9; (sleep 60; echo lived >&9) & wait"
    };
    let mut signals = vec![("TERM", 143), ("INT", 130)];
    if cfg!(target_os = "linux") && !ignores_hup() {
        signals.push(("HUP", 129));
    }
    for (name, code) in signals {
        let service = Service::new();
        let config = format!(
            "default_profile = \"p\"\n[profiles.p]\n[profiles.p.credentials]\ntype = \"process\"\n\
             command = [\"/bin/sh\", \"-c\", \"{script}\"]\n"
        );
        let mut run = run(&service, "images list -o id").config(&config);
        let pipe = run.home().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let child = run.spawn();
        let mut lines = BufReader::new(std::fs::File::open(&pipe).unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{name}: {output:?}");
        assert_eq!(lines.count(), 0, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_program_with_one_key_is_started_twice_however_many_regions_call_it_expired() {
    let service = Service::broken(FaultKind::ExpiredToken);
    let run = run(&service, "images list -o id --region all");
    // The run's own home is gone when it has ended.
    let folder = tempfile::tempdir().unwrap();
    let starts = folder.path().join("starts");
    let config = format!(
        "default_profile = \"p\"\n[profiles.p]\n[profiles.p.credentials]\ntype = \"process\"\n\
         command = [\"/bin/sh\", \"-c\", \"echo >> '{}'; cat key\"]\n",
        starts.display()
    );
    let key = format!(
        "{{\"access_key_id\":\"{ACCESS_KEY_ID}\",\"access_key_secret\":\"{ACCESS_KEY_SECRET}\"}}"
    );
    write(&run, "key", key);
    run.config(&config).run().failed_saying(4, &["expired"]);
    let starts = std::fs::read_to_string(starts).unwrap();
    assert_eq!(starts.lines().count(), 2);
}
