//! `--output-file`: the same bytes in a file, which is there whole or stays as it was.

use std::fs;
use std::path::Path;

use cloudq::sandbox::{Fault, FaultKind};

use crate::support::{Service, cloudq};

const BEFORE: &str = "what was there before\n";

/// Two regions of two pages, of which the second one's second page keeps failing.
fn half_broken() -> Service {
    Service::with(|options| {
        options.images = 150;
        options.faults = vec![Fault {
            page: Some(2),
            region: Some("cn-beijing".to_owned()),
            ..Fault::always(FaultKind::InternalError)
        }];
    })
}

/// How many things are in a folder.
fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn the_name_of_the_file_gives_the_format() {
    let service = Service::new();
    let folder = tempfile::tempdir().unwrap();
    for (name, more, format) in [
        ("a.json", "", "json"),
        ("a.csv", "", "csv"),
        ("a.yml", "", "yaml"),
        ("a.jsonl", "", "ndjson"),
        ("a.txt", "", "table"),
        ("a.json", " -o csv", "csv"),
    ] {
        let path = folder.path().join(name);
        let run = cloudq(&format!("images list{more} -O")).arg(&path);
        run.env("CLOUDQ_OUTPUT", "table").at(&service).run().ok();
        let expected = cloudq(&format!("images list -o {format}"))
            .at(&service)
            .run();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            expected.ok(),
            "{name}{more}"
        );
    }
}

#[test]
fn a_file_gets_what_a_pipe_would() {
    let service = Service::new();
    for format in [
        "table", "wide", "json", "ndjson", "yaml", "csv", "tsv", "id",
    ] {
        let command = format!("images list -r all --color auto -o {format}");
        let printed = cloudq(&command).at(&service).run().ok();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        for earlier in [None, Some(BEFORE)] {
            if let Some(text) = earlier {
                fs::write(&path, text).unwrap();
            }
            let run = cloudq(&command).arg("--output-file").arg(&path);
            assert_eq!(run.at(&service).run().ok(), "", "{format}");
            assert_eq!(fs::read_to_string(&path).unwrap(), printed, "{format}");
            assert_eq!(count(folder.path()), 1, "{format}");
        }
        let dash = cloudq(&command).args("-O -").at(&service).run();
        assert_eq!(dash.ok(), printed);
    }
    for command in [
        "completion bash",
        "providers",
        "images list -c help",
        "schema config",
    ] {
        let printed = cloudq(command).run().ok();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        assert_eq!(cloudq(command).arg("-O").arg(&path).run().ok(), "");
        assert_eq!(fs::read_to_string(&path).unwrap(), printed, "{command}");
    }
}

#[test]
fn an_empty_answer_makes_an_empty_file() {
    let service = Service::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none");
    for (format, expected) in [
        ("ndjson", ""),
        ("id", ""),
        ("json", "[]\n"),
        ("yaml", "[]\n"),
    ] {
        fs::write(&path, BEFORE).unwrap();
        let run = cloudq("images list --name no-such-image -o").arg(format);
        assert_eq!(run.arg("-O").arg(&path).at(&service).run().ok(), "");
        assert_eq!(fs::read_to_string(&path).unwrap(), expected, "{format}");
    }
}

#[test]
fn after_a_failure_it_is_as_it_was() {
    let service = half_broken();
    for (arguments, code) in [
        ("images list -r cn-beijing", 7),
        ("images list -r cn-beijing -o json", 7),
        // Its first page has been printed, or would have been.
        ("images list -r cn-beijing -o ndjson", 7),
        ("images list -r cn-hangzhou,cn-beijing --on-error fail", 7),
        ("images list --name no-such-image --fail-empty", 3),
        ("images get m-bp1oe7s7c43dnsq7zzhq m-no-such-image", 3),
        ("images latest --family no-such-family", 3),
        ("images latest --family web --max-age 1s", 10),
        ("images list -o jsno", 2),
        ("images list -c no-such-column", 2),
        ("-p no-such-profile images list", 5),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("kept");
        fs::write(&kept, BEFORE).unwrap();
        let run = cloudq(arguments).args("--retries 0 -O").arg(&kept);
        let ended = run.at(&service).run();
        let expected = match ended.code {
            // A target that was not stopped in time may have succeeded.
            Some(11) if arguments.contains("--on-error") => 11,
            _ => code,
        };
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(expected), ""),
            "{ended}"
        );
        assert!(ended.stderr.contains("error: "), "{ended}");
        // A format that there is not is refused before the file is looked at.
        if !arguments.contains("jsno") {
            let note = format!("note: `{}` is not written", kept.display());
            assert_eq!(ended.stderr.matches(&note).count(), 1, "{ended}");
        }
        assert_eq!(fs::read_to_string(&kept).unwrap(), BEFORE, "{arguments}");
        assert_eq!(count(folder.path()), 1, "{arguments}");
    }
}

#[test]
fn a_part_of_the_targets_is_not_written() {
    let service = half_broken();
    let command = "images list -r cn-hangzhou,cn-beijing -o id --retries 0";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ids");
    fs::write(&path, BEFORE).unwrap();
    let run = cloudq(command).arg("-O").arg(&path).at(&service).run();
    assert_eq!((run.code, run.stdout.as_str()), (Some(11), ""), "{run}");
    assert!(run.stderr.contains("some would be missing"), "{run}");
    assert_eq!(fs::read_to_string(&path).unwrap(), BEFORE);
}

#[test]
fn what_prints_no_data_leaves_it_alone() {
    let service = Service::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, BEFORE).unwrap();
    let check = cloudq("images list --check-permission -O").arg(&path);
    assert_eq!(check.at(&service).run().code, Some(0));
    assert_eq!(fs::read_to_string(&path).unwrap(), BEFORE);
    // Help is data where it is asked for by a command.
    assert_eq!(cloudq("help images -O").arg(&path).run().ok(), "");
    let help = cloudq("help images").run().ok();
    assert_eq!(fs::read_to_string(&path).unwrap(), help);
}

#[test]
fn what_cannot_be_written_is_told_before_anything_is_asked() {
    let service = Service::new();
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("no/such"), folder.path().to_owned()] {
        let run = cloudq("images list -O").arg(&path).at(&service).run();
        let named = format!("cannot write `{}`: ", path.display());
        run.failed_saying(1, &[&named]);
    }
    let json = cloudq("images list --error-format json -O").arg(folder.path());
    let said = json.at(&service).run();
    assert_eq!(said.code, Some(1), "{said}");
    let error: serde_json::Value = serde_json::from_str(&said.stderr).unwrap();
    assert_eq!(error["exit_code"], 1);
    let serve = cloudq("sandbox serve -O")
        .arg(folder.path().join("env"))
        .run();
    serve.failed_saying(2, &["--output-file", "sandbox"]);
    assert_eq!(service.stats().requests, 0);
    assert_eq!(count(folder.path()), 0);
}

#[cfg(unix)]
#[test]
fn a_mode_is_kept_and_a_device_is_written_into() {
    use std::os::unix::fs::PermissionsExt;
    let service = Service::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ids");
    fs::write(&path, BEFORE).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let run = |path: &Path| {
        let run = cloudq("images list -o id -O").arg(path).at(&service);
        run.run().ok()
    };
    assert_eq!(run(&path), "");
    let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode, fs::read_to_string(&path).unwrap() == BEFORE),
        (0o640, false)
    );
    assert_eq!(run(Path::new("/dev/null")), "");
    assert_eq!(run(Path::new("/dev/stdout")).lines().count(), 24);
}

#[cfg(unix)]
#[test]
fn a_signal_leaves_nothing_behind() {
    use crate::support::{signal, wait_until};

    let service = Service::with(|options| {
        options.images = 1_037;
        options.faults = vec![Fault {
            page: Some(9),
            ..Fault::always(FaultKind::Hang)
        }];
    });
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    fs::write(&kept, BEFORE).unwrap();
    let mut run = cloudq("images list -o ndjson -O").arg(&kept).at(&service);
    let mut child = run.spawn();
    wait_until("all pages", || service.log().len() >= 11);
    signal(&child, "INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(fs::read_to_string(&kept).unwrap(), BEFORE);
    assert_eq!(count(folder.path()), 1);
}

/// Whatever the signal meets, the file is whole or as it was, and nothing is beside it.
#[cfg(unix)]
#[test]
fn a_signal_while_the_file_is_written_leaves_nothing_beside_it() {
    use crate::support::signal;

    let service = Service::of(3_000);
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    for name in ["INT", "TERM", "HUP", "QUIT"] {
        fs::write(&kept, BEFORE).unwrap();
        let mut run = cloudq("images list -o json -O").arg(&kept).at(&service);
        let mut child = run.spawn();
        // As soon as another file is there, or this one has been replaced.
        while child.try_wait().unwrap().is_none()
            && count(folder.path()) == 1
            && fs::metadata(&kept).is_ok_and(|about| about.len() == BEFORE.len() as u64)
        {}
        if child.try_wait().unwrap().is_none() {
            signal(&child, name);
            signal(&child, name);
        }
        let code = child.wait().unwrap().code();
        let text = fs::read_to_string(&kept).unwrap();
        assert_eq!(count(folder.path()), 1, "{name} {code:?}");
        assert!(
            text == BEFORE || text.ends_with("\n]\n"),
            "{name}: {}",
            text.len()
        );
        // Whoever is told that all is well has the file.
        assert!(text != BEFORE || code != Some(0), "{name} {code:?}");
    }
}

/// The program under another name, so that no test can harm the one that others run.
#[cfg(target_os = "linux")]
fn own_copy(folder: &Path) -> std::path::PathBuf {
    let copy = folder.join("cloudq");
    fs::copy(env!("CARGO_BIN_EXE_cloudq"), &copy).unwrap();
    copy
}

#[cfg(target_os = "linux")]
#[test]
fn links_of_the_kernel_are_not_followed() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let program = own_copy(folder.path());
    let length = fs::metadata(&program).unwrap().len();
    let link = folder.path().join("link");
    symlink("/proc/self/exe", &link).unwrap();
    for path in [
        "/proc/self/exe",
        "/proc/thread-self/exe",
        link.to_str().unwrap(),
    ] {
        let mut run = std::process::Command::new(&program);
        let output = run
            .args(["completion", "bash", "-O", path])
            .output()
            .unwrap();
        let ended = crate::support::Ended::new(output, path.to_owned());
        ended.failed_saying(1, &["is a kernel link", "pass the path of the file"]);
    }
    assert_eq!(fs::metadata(&program).unwrap().len(), length);
    assert_eq!(count(folder.path()), 2);
    // A link to what is open already is as good as its name.
    let stdout = folder.path().join("stdout");
    symlink("/dev/stdout", &stdout).unwrap();
    let printed = cloudq("completion bash").run().ok();
    assert_eq!(
        cloudq("completion bash -O").arg(&stdout).run().ok(),
        printed
    );
}

/// As root, and where the system lets it: two mounts that nobody else sees.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_replaced_is_written_in_place() {
    const SCRIPT: &str = "
        mount --bind source bound/file && mount --bind sealed sealed &&
        mount -o remount,ro,bind sealed && mount --bind other sealed/file || exit 99
        \"$0\" completion bash -O bound/file && \"$0\" completion bash -O sealed/file || exit
        \"$0\" completion bash -O sealed/new
    ";
    let folder = tempfile::tempdir().unwrap();
    for name in ["bound", "sealed"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("file"), BEFORE).unwrap();
    }
    for name in ["source", "other"] {
        fs::write(folder.path().join(name), BEFORE).unwrap();
    }
    let ran = std::process::Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", SCRIPT])
        .arg(env!("CARGO_BIN_EXE_cloudq"))
        .current_dir(folder.path())
        .output();
    let Ok(output) = ran else {
        return; // There is no such program.
    };
    if output.status.code() == Some(99) || output.stderr.starts_with(b"unshare: ") {
        return; // It is not permitted here.
    }
    let ended = crate::support::Ended::new(output, "unshare".to_owned());
    assert_eq!(ended.code, Some(1), "{ended}");
    assert_eq!(
        ended.stderr.matches("it was written in place").count(),
        2,
        "{ended}"
    );
    for words in ["`sealed/new`", "Read-only file system", "another folder"] {
        assert!(ended.stderr.contains(words), "{ended}");
    }
    let printed = cloudq("completion bash").run().ok();
    for name in ["source", "other"] {
        assert_eq!(
            fs::read_to_string(folder.path().join(name)).unwrap(),
            printed
        );
    }
    assert_eq!(count(&folder.path().join("bound")), 1);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none").join("ids");
    let ended = cloudq("-p sandbox images list -O").arg(&path).run();
    let expected = format!(
        "there is no folder `{}`",
        folder.path().join("none").display()
    );
    ended.failed_saying(1, &["cannot write", &expected]);
}
