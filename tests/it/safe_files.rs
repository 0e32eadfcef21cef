//! Files of settings, keys and certificates on machines as they are: homes that cannot be
//! reached, files that others may change, and what is no regular file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Run, cloudq, for_each, set_mode, write_private};

/// A file of settings: where it is, what it may hold, and a run that reads it.
type Settings = (&'static str, &'static str, fn() -> Run);

const SETTINGS: [Settings; 6] = [
    (".config/cloudq/config.toml", "[profiles.p]\n", || {
        cloudq("profiles")
    }),
    (
        ".aliyun/config.json",
        r#"{"profiles":[{"name":"default","access_key_id":"x","access_key_secret":"y"}]}"#,
        || cloudq("images list -n -r cn-beijing"),
    ),
    (
        ".tccli/default.credential",
        r#"{"secretId":"x","secretKey":"y"}"#,
        || cloudq("images list -n --provider ecm"),
    ),
    (
        ".alibabacloud/credentials",
        "[default]\naccess_key_id = x\naccess_key_secret = y\n",
        || cloudq("images list -n -r cn-beijing"),
    ),
    (
        ".tencentcloud/credentials",
        "[default]\nsecret_id = x\nsecret_key = y\n",
        || cloudq("images list -n --provider ecm"),
    ),
    ("named.toml", "version = 1\n", || {
        cloudq("profiles --config=~/named.toml")
    }),
];

fn prepared((name, text, run): &Settings) -> (Run, PathBuf) {
    let run = run();
    let path = run.home().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    write_private(&path, text);
    (run, path)
}

#[cfg(unix)]
#[test]
fn settings_that_others_may_write_are_refused() {
    let modes = [(0o600, true), (0o644, true), (0o664, false), (0o602, false)];
    let cases = SETTINGS
        .iter()
        .flat_map(|settings| modes.map(|mode| (settings, mode)));
    for_each(
        cases,
        |(settings, (mode, _))| format!("{} {mode:o}", settings.0),
        |(settings, (mode, allowed))| {
            let (run, path) = prepared(settings);
            set_mode(&path, *mode);
            let ended = run.run();
            let path = path.display().to_string();
            if *allowed {
                assert_eq!(ended.code, Some(0), "{ended}");
            } else {
                let hint = format!("chmod go-w {path}");
                ended.failed_saying(5, &[&path, "others may write it (mode 06", &hint]);
            }
        },
    );
}

#[cfg(unix)]
#[test]
fn settings_of_another_user_are_refused() {
    for_each(
        SETTINGS,
        |(name, ..)| (*name).to_owned(),
        |settings| {
            let (run, path) = prepared(settings);
            if std::os::unix::fs::chown(&path, Some(4321), None).is_err() {
                crate::support::skipped("only the superuser gives a file away");
                return;
            }
            let path = path.display().to_string();
            let words = [&*path, "belongs to another user (user id 4321)", "chown"];
            run.run().failed_saying(5, &words);
        },
    );
}

#[cfg(unix)]
#[test]
fn a_secret_that_another_user_mounts_is_taken() {
    let run = |mode, owner| {
        let run = cloudq("-p p images list -n -r cn-beijing").config(
            "[profiles.p]\ncredentials = { type = 'static', access_key_id = 'x', \
             access_key_secret_file = '~/secret' }\n",
        );
        let path = run.home().join("secret");
        write_private(&path, "y");
        set_mode(&path, mode);
        let given = std::os::unix::fs::chown(&path, owner, None).is_ok();
        (run.run(), given)
    };
    for mode in [0o444, 0o440, 0o644] {
        let (ended, _) = run(mode, None);
        ended.failed_saying(5, &["others may read it", "chmod 600"]);
        let (ended, given) = run(mode, Some(4321));
        if given {
            assert_eq!(ended.code, Some(0), "{mode:o}: {ended}");
        } else {
            crate::support::skipped("only the superuser gives a file away");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_secret_or_token_that_others_may_write_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    write_private(&path, "y");
    let hint = format!("chmod go-w {}", path.display());
    let words = |mode| format!("others may write it (mode {mode:04o})");
    // Only the superuser gives a file away.
    let is_given = std::os::unix::fs::chown(&path, Some(4321), None).is_ok();
    for mode in [0o666, 0o620] {
        set_mode(&path, mode);
        let [token, secret] = keys(&path);
        token.run().failed_saying(5, &[&words(mode), &hint]);
        if is_given {
            secret.run().failed_saying(5, &[&words(mode), &hint]);
        }
    }
    set_mode(&path, 0o644);
    let [token, _] = keys(&path);
    let ended = token.run();
    assert!(!ended.stderr.contains("others may"), "{ended}");
}

#[cfg(unix)]
#[test]
fn a_home_that_cannot_be_reached_has_no_files() {
    let at = |arguments: &str| {
        let run = cloudq(arguments);
        let home = run.home().join("loop");
        // Not even the superuser gets through a link to itself.
        std::os::unix::fs::symlink(&home, &home).unwrap();
        let home = home.display().to_string();
        run.env("HOME", &home)
    };
    let key = |run: Run| run.key("x", "y");
    for provider in ["ecs", "ecm"] {
        let arguments = format!("images list -n --provider {provider} -q");
        let ended = key(at(&arguments)).env("CLOUDQ_REGION", "cn-beijing").run();
        assert_eq!(ended.code, Some(0), "{ended}");
        let ended = at(&arguments).env("CLOUDQ_REGION", "cn-beijing").run();
        ended.failed_saying(4, &["no credentials for"]);
    }
    for arguments in [
        "profiles",
        "config validate",
        "config show -q",
        "-p sandbox images list",
    ] {
        let ended = at(arguments).run();
        assert_eq!(ended.code, Some(0), "{ended}");
    }
    // A file that is named has to be there.
    let named = at("profiles").env("CLOUDQ_CONFIG", "~/config.toml").run();
    named.failed_saying(5, &["loop/config.toml"]);
}

#[test]
fn a_broken_file_does_not_stop_the_sandbox() {
    for arguments in ["-p sandbox", "--profile=sandbox,sandbox"] {
        let run = cloudq(arguments).args("images list -o id --limit 1");
        let ended = run.config("version = \n").run();
        assert_eq!(
            (ended.code, ended.stdout.lines().count()),
            (Some(0), 1),
            "{ended}"
        );
        let note = "note: the configuration file is ignored, as only the sandbox is used: /";
        assert!(ended.stderr.starts_with(note), "{ended}");
    }
    let both = cloudq("-p sandbox,p images list").config("version = \n");
    both.run().failed_saying(5, &["not valid TOML"]);
}

#[test]
fn a_tilde_is_the_home_in_flags_and_variables() {
    let with_file = |arguments: &str| {
        let run = cloudq(arguments);
        write_private(&run.home().join("own.toml"), "[profiles.tilde]\n");
        run
    };
    let shown = |run: Run| {
        let ended = run.run();
        assert!(ended.stdout.contains("tilde"), "{ended}");
    };
    shown(with_file("profiles --config=~/own.toml"));
    shown(with_file("profiles").env("CLOUDQ_CONFIG", "~/own.toml"));
    let folder = with_file("profiles").env("XDG_CONFIG_HOME", "~/x");
    let config = folder.home().join("x/cloudq/config.toml");
    fs::create_dir_all(config.parent().unwrap()).unwrap();
    write_private(&config, "[profiles.tilde]\n");
    shown(folder);
    for variable in [
        "ALIBABA_CLOUD_CONFIG_FILE",
        "ALICLOUD_SHARED_CREDENTIALS_FILE",
    ] {
        let run = cloudq("images list -n -r cn-beijing").env(variable, "~/keys.json");
        write_private(&run.home().join("keys.json"), SETTINGS[1].1);
        assert_eq!(run.run().code, Some(0), "{variable}");
    }
    let ended = with_file("profiles --output-file=~/out -o csv").run();
    assert_eq!(ended.code, Some(0), "{ended}");
    for flag in ["--ca-bundle=~/none.pem", "--config=~/none.toml"] {
        let run = cloudq("-p sandbox images list")
            .arg(flag)
            .env("CLOUDQ_PROFILE", "");
        let home = run.home().display().to_string();
        let ended = run.run();
        assert!(ended.stderr.contains(&format!("{home}/none.")), "{ended}");
    }
    // Of another user's home nothing is known.
    let other = cloudq("profiles --config=~nobody/x").run();
    other.failed_saying(5, &["there is no file ~nobody/x"]);
}

/// Runs that read the token and the secret in the file at a path.
fn keys(path: &Path) -> [Run; 2] {
    let path = path.display();
    let token = format!(
        "[profiles.p]\ncredentials = {{ type = 'oidc', role_arn = 'r', oidc_provider_arn = 'o', \
         oidc_token_file = '{path}' }}\n"
    );
    let secret = format!(
        "[profiles.p]\ncredentials = {{ type = 'static', access_key_id = 'x', \
         access_key_secret_file = '{path}' }}\n"
    );
    [token, secret].map(|config| cloudq("-p p images list -n -r cn-beijing").config(&config))
}

/// Runs that read the file at a path, each in its own way.
fn readers(path: &Path) -> Vec<Run> {
    let [token, secret] = keys(path);
    let path = path.display();
    let list = "images list -n -r cn-beijing";
    vec![
        cloudq(&format!("profiles --config {path}")),
        cloudq(list).env("ALIBABA_CLOUD_CONFIG_FILE", &path.to_string()),
        cloudq(list).env("ALIBABA_CLOUD_CREDENTIALS_FILE", &path.to_string()),
        token,
        secret,
        cloudq(list)
            .key("x", "y")
            .arg(format!("--ca-bundle={path}")),
        cloudq(&format!("sandbox serve --data {path}")),
    ]
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_never_read() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let status = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(status.unwrap().success());
    for path in [&*pipe, Path::new("/dev/zero")] {
        for run in readers(path) {
            let ended = run.run();
            assert!(matches!(ended.code, Some(2 | 5)), "{ended}");
            let words = [
                path.to_str().unwrap(),
                "is a pipe or device, not a regular file",
            ];
            for words in words {
                assert!(ended.stderr.contains(words), "{ended}");
            }
        }
    }
}

#[test]
fn a_file_of_any_size_takes_no_memory_of_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge");
    let file = fs::File::create(&path).unwrap();
    // It has no blocks, and so takes no room on the disk either.
    file.set_len(1 << 40).unwrap();
    set_mode(&path, 0o600);
    for run in readers(&path) {
        let ended = run.run();
        assert!(matches!(ended.code, Some(2 | 5)), "{ended}");
        assert!(ended.stderr.contains("is larger than "), "{ended}");
    }
}
