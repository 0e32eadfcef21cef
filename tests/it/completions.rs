//! The checked-in completion scripts are those that the program prints.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::{cloudq, root};

const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "cloudq.bash"),
    ("zsh", "_cloudq"),
    ("fish", "cloudq.fish"),
    ("powershell", "_cloudq.ps1"),
    ("elvish", "cloudq.elv"),
];

#[test]
fn scripts_are_up_to_date() {
    for (shell, file) in SCRIPTS {
        let printed = cloudq("completion").arg(shell).run().ok();
        assert!(printed.contains("cloudq") && printed.contains("latest"));
        let path = root().join("completions").join(file);
        let kept = fs::read_to_string(&path).unwrap_or_default();
        // Not assert_eq: two long scripts would hide what to do.
        assert!(
            kept == printed,
            "completions/{file} is out of date: run `bash completions/generate`"
        );
    }
}

#[test]
fn shells_can_read_their_scripts() {
    let mut read = 0;
    for (shell, file) in &SCRIPTS[..2] {
        let check = Command::new(shell)
            .arg("-n")
            .arg(root().join("completions").join(file))
            .stdin(Stdio::null())
            .output();
        match check {
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(
                    output.status.success() && said.is_empty(),
                    "{shell}: {said}"
                );
                read += 1;
            }
            // A shell that is not installed has no opinion.
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "{shell}"),
        }
    }
    assert!(read > 0 || cfg!(windows), "neither shell is installed");
}

#[test]
fn an_unknown_shell_is_refused() {
    cloudq("completion bosh")
        .run()
        .failed_saying(2, &["bosh", "bash"]);
}
