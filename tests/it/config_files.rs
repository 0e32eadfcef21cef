//! Whatever is found where a configuration file should be: it is used, or told
//! with its name, and never a panic.

use std::fs;
use std::path::Path;

use crate::support::{Ended, Run, cloudq, for_each, set_mode, write_private};

/// The commands that read the file, each in its own way.
const COMMANDS: [&str; 5] = [
    "config validate",
    "config show",
    "profiles",
    "images list",
    "regions",
];

/// A run that names the file.
fn with(command: &str, path: &Path) -> Run {
    cloudq(command).arg("--config").arg(path)
}

/// Checks that each command refuses the file, by its name and for this reason.
fn refused(path: &Path, reason: &str) {
    let name = path.to_str().unwrap();
    for command in COMMANDS {
        let ended = with(command, path).run();
        ended.failed_saying(5, &[name, reason]);
        no_panic(&ended);
        let json = with(command, path).arg("--error-format=json").run();
        let first = json.stderr.lines().next().unwrap_or_default();
        let told: serde_json::Value = serde_json::from_str(first).unwrap();
        assert_eq!(
            (&told["kind"], &told["exit_code"]),
            (&"config".into(), &5.into())
        );
    }
}

fn no_panic(ended: &Ended) {
    assert!(!ended.stderr.contains("panicked"), "{ended}");
    // Nor does a terminal get what stands in the file.
    let odd = |c: char| c.is_control() && c != '\n';
    assert!(!ended.stderr.contains(odd), "{ended}");
}

#[test]
fn files_that_are_none_are_refused_by_name() {
    let mut binary: Vec<u8> = (0..=255).collect();
    binary.extend(b"\x7fELF\x02\x01\x01\0\0");
    let deep = format!("x = {}", "[".repeat(100_000));
    let cases: [(&str, Vec<u8>, &str); 14] = [
        ("binary", binary, "UTF-8"),
        ("utf-16", b"\xff\xfev\0=\x001\0".to_vec(), "UTF-8"),
        ("nul", b"version = 1\n\0\0\0".to_vec(), ":2:"),
        ("control", b"version = \x1b[31m1\n".to_vec(), ":1:"),
        ("lone-cr", b"version = 1\rretries = 2\r".to_vec(), ":1:"),
        ("huge", vec![b'#'; 10 << 20], "larger than 1 MiB"),
        ("deep", deep.into_bytes(), ":1:"),
        ("half", b"[profiles.a\nprovider = 'ecs'\n".to_vec(), ":1:"),
        ("open", b"default_profile = \"main".to_vec(), ":1:"),
        ("json", b"{\"version\": 1}".to_vec(), ":1:1"),
        ("twice", b"version = 1\nversion = 1\n".to_vec(), ":2:1"),
        ("newer", b"version = 2\n".to_vec(), ":1:11"),
        (
            "long-number",
            b"version = 99999999999999999999\n".to_vec(),
            ":1:11",
        ),
        (
            "long-line",
            [b"x".repeat(1 << 19), b" = 1".to_vec()].concat(),
            ":1:1: unknown key",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    for_each(
        cases,
        |(name, ..)| (*name).to_owned(),
        |(name, bytes, reason)| {
            let path = folder.path().join(format!("{name}.toml"));
            fs::write(&path, bytes).unwrap();
            set_mode(&path, 0o600);
            refused(&path, reason);
        },
    );
}

#[test]
fn what_is_no_file_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    refused(folder.path(), "directory");
    refused(&folder.path().join("none.toml"), "there is no file");
    let file = folder.path().join("file");
    write_private(&file, "");
    refused(&file.join("below.toml"), "there is no file");
    #[cfg(unix)]
    {
        let link = folder.path().join("link.toml");
        std::os::unix::fs::symlink(&link, &link).unwrap();
        refused(&link, "cannot be read");
        refused(Path::new("/dev/zero"), "not a regular file");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("closed.toml");
    write_private(&path, "");
    set_mode(&path, 0o000);
    if fs::read(&path).is_ok() {
        // The superuser reads everything, so that this file is just empty.
        assert!(with("config validate", &path).run().ok().contains("valid"));
    } else {
        refused(&path, "permission denied");
    }
}

#[test]
fn files_of_other_systems_are_as_good() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    let text = "default_profile = \"p\"\n[profiles.p]\nprovider = \"ecm\"\nretries = 7\n";
    let crlf = text.replace('\n', "\r\n");
    for text in [
        text.to_owned(),
        crlf.clone(),
        format!("\u{feff}{text}"),
        format!("\u{feff}{crlf}"),
    ] {
        write_private(&path, &text);
        assert!(with("config validate", &path).run().ok().contains("valid"));
        let shown = with("config show -q -o tsv -c setting,value,origin", &path);
        let place = format!("retries\t7\t{}:4:11", path.display());
        assert!(shown.run().lines().contains(&place));

        // What is wrong is where an editor shows it.
        write_private(&path, &text.replace("retries = 7", "retries = \"7\""));
        refused(&path, "own.toml:4:11: `retries`");
        write_private(&path, &text.replace("default_profile", "default_porfile"));
        refused(&path, "own.toml:1:1: unknown key");
    }
    for nothing in ["", "\n", "\u{feff}", "# only a comment", "\r\n\r\n"] {
        write_private(&path, nothing);
        assert!(with("config validate", &path).run().ok().contains("valid"));
    }
}

#[test]
fn each_key_refuses_values_of_other_types() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("types.toml");
    let values = [
        "1",
        "1.5",
        "true",
        "2026-11-22",
        "\"\"",
        "[]",
        "[1]",
        "{}",
        "{ a = 1 }",
        "nan",
        "\"\\u001b[31m\"",
    ];
    // Each with the values that are of its type after all.
    let keys: [(&str, &str, &[&str]); 21] = [
        ("", "version", &["1"]),
        ("", "default_profile", &[]),
        ("", "defaults", &["{}"]),
        ("", "profiles", &["{}"]),
        ("[defaults]\n", "connect_timeout", &[]),
        ("[defaults]\n", "request_timeout", &[]),
        ("[defaults]\n", "timeout", &[]),
        ("[defaults]\n", "retries", &["1"]),
        ("[defaults]\n", "concurrency", &["1"]),
        ("[defaults]\n", "proxy", &[]),
        // A path is any text.
        ("[defaults]\n", "ca_bundle", &["\"\\u001b[31m\""]),
        ("[profiles.p]\n", "provider", &[]),
        ("[profiles.p]\n", "regions", &[]),
        ("[profiles.p]\n", "exclude_regions", &[]),
        ("[profiles.p]\n", "endpoint", &[]),
        ("[profiles.p]\n", "signature", &[]),
        ("[profiles.p]\n", "credentials", &[]),
        ("[profiles.p.credentials]\n", "type", &[]),
        (
            "[profiles.p.credentials]\ntype = 'static'\nsecret_key = 'x'\n",
            "secret_id",
            &[],
        ),
        (
            "[profiles.p.credentials]\ntype = 'static'\nsecret_id = 'x'\n",
            "secret_key",
            &[],
        ),
        (
            "[profiles.p.credentials]\ntype = 'static'\nsecret_id = 'x'\nsecret_key = 'x'\n",
            "token",
            &[],
        ),
    ];
    for_each(
        keys,
        |(before, key, _)| format!("{before}{key}"),
        |(before, key, taken)| {
            for value in values {
                write_private(&path, &format!("{before}{key} = {value}\n"));
                let ended = with("config validate", &path).run();
                no_panic(&ended);
                if taken.contains(&value) {
                    ended.ok();
                } else {
                    let line = before.matches('\n').count() + 1;
                    let place = format!("types.toml:{line}:");
                    ended.failed_saying(5, &[&place, key]);
                }
            }
        },
    );
}
