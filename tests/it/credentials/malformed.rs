//! Files that are not what they should be: told by name, whatever is wrong with them.

use std::fs;
use std::path::{Path, PathBuf};

use cloudq::sandbox::{OIDC_PROVIDER_ARN, ROLE_ARN};

use super::{assert_hidden, run};
use crate::support::{Run, Service, for_each, set_mode};

/// A kind of file: which, the provider, and the credentials that need it.
struct Kind {
    file: &'static str,
    provider: &'static str,
    credentials: String,
    /// Text of the right form but for one value of the wrong type.
    wrong_type: &'static str,
    /// A text that is right but for its line ends.
    right: &'static str,
}

fn kinds() -> Vec<Kind> {
    let kind = |file, provider, credentials: &str, wrong_type, right| Kind {
        file,
        provider,
        credentials: credentials.to_owned(),
        wrong_type,
        right,
    };
    let oidc = format!(
        "type = \"oidc\"\nrole_arn = \"{ROLE_ARN}\"\noidc_provider_arn = \"{OIDC_PROVIDER_ARN}\"\n\
         oidc_token_file = \"~/token\""
    );
    vec![
        kind(
            ".aliyun/config.json",
            "alibaba-ecs",
            "type = \"aliyun-cli\"",
            r#"{"current":"default","profiles":[{"name":"default","mode":7,"access_key_id":"hunter2"}]}"#,
            "{\"profiles\":[{\"name\":\"default\",\n\"access_key_id\":\"hunter2\",\"access_key_secret\":\"hunter2\"}]}",
        ),
        kind(
            ".tccli/default.credential",
            "tencent-ecm",
            "type = \"tccli\"",
            r#"{"secretId":["hunter2"],"secretKey":"hunter2"}"#,
            "{\"secretId\":\"hunter2\",\n\"secretKey\":\"hunter2\"}",
        ),
        kind(
            ".alibabacloud/credentials",
            "alibaba-ecs",
            "type = \"ini\"",
            "[default]\nhunter2",
            "[default]\naccess_key_id = hunter2\naccess_key_secret = hunter2\n",
        ),
        kind(
            ".tencentcloud/credentials",
            "tencent-ecm",
            "type = \"ini\"",
            "[default]\nsecret_id = hunter2 hunter2\nsecret_key = hunter2",
            "[default]\nsecret_id = hunter2\nsecret_key = hunter2\n",
        ),
        kind(
            "token",
            "alibaba-ecs",
            &oidc,
            "hunter2 hunter2",
            "hunter2\n",
        ),
        kind(
            "key.secret",
            "alibaba-ecs",
            "type = \"static\"\naccess_key_id = \"x\"\naccess_key_secret_file = \"~/key.secret\"",
            "hunter2 hunter2",
            "hunter2\n",
        ),
    ]
}

/// What may be wrong with a file, and what is told of it.
type Damage = (&'static str, fn(&Path, &Kind), &'static str);

const DAMAGES: [Damage; 7] = [
    ("empty", |path, _| fs::write(path, "").unwrap(), ""),
    (
        "binary",
        |path, _| fs::write(path, b"\x00\xff\xfe hunter2 \x80").unwrap(),
        "is not valid UTF-8",
    ),
    (
        "a folder",
        |path, _| fs::create_dir_all(path).unwrap(),
        "is a directory, not a file",
    ),
    (
        "10 MB",
        |path, _| fs::write(path, "hunter2 ".repeat(10 << 17)).unwrap(),
        "is larger than 1 MiB",
    ),
    (
        "a value of another type",
        |path, kind| fs::write(path, kind.wrong_type).unwrap(),
        "",
    ),
    (
        "of another form",
        |path, _| fs::write(path, "hunter2\t{\u{1b}[31m").unwrap(),
        "",
    ),
    ("not there", |_, _| {}, ""),
];

fn run_with(service: &Service, kind: &Kind) -> Run {
    let run = run(service, "-p p images list -vvv").config(&format!(
        "[profiles.p]\nprovider = \"{}\"\n[profiles.p.credentials]\n{}\n",
        kind.provider, kind.credentials
    ));
    let path = run.home().join(kind.file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    run
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let kinds = kinds();
    let cases = kinds
        .iter()
        .flat_map(|kind| DAMAGES.iter().map(move |damage| (kind, damage)));
    for_each(
        cases,
        |(kind, (what, ..))| format!("{}: {what}", kind.file),
        |(kind, (_, damage, words))| {
            let service = Service::new();
            let run = run_with(&service, kind);
            let path = run.home().join(kind.file);
            damage(&path, kind);
            if path.is_file() {
                set_mode(&path, 0o600);
            }
            let ended = run.run();
            assert!(matches!(ended.code, Some(4 | 5)), "{ended}");
            assert_eq!(ended.stdout, "", "{ended}");
            let path = path.display().to_string();
            let told = ended
                .stderr
                .lines()
                .find(|line| line.starts_with("error: "));
            let told = told.unwrap_or_else(|| panic!("{ended}"));
            assert!(told.contains(&path) && told.contains(words), "{ended}");
            assert_hidden(&ended, &["hunter2".to_owned(), "\u{1b}".to_owned()]);
            assert_eq!(service.log().len(), 0, "{ended}");
        },
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    for_each(
        kinds(),
        |kind| kind.file.to_owned(),
        |kind| {
            let service = Service::new();
            let run = run_with(&service, kind);
            let path = run.home().join(kind.file);
            fs::write(&path, kind.right).unwrap();
            set_mode(&path, 0);
            if fs::read(&path).is_ok() {
                // Nothing is kept from the superuser.
                return;
            }
            let ended = run.run();
            ended.failed_saying(5, &[&path.display().to_string(), "permission denied"]);
        },
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    for_each(
        kinds(),
        |kind| kind.file.to_owned(),
        |kind| {
            let service = Service::new();
            let run = run_with(&service, kind);
            let path = run.home().join(kind.file);
            let text = kind.right.replace('\n', "\r\n");
            fs::write(&path, format!("\u{feff}{text}")).unwrap();
            set_mode(&path, 0o600);
            let ended = run.run();
            // The key is read, and refused by the service.
            assert_eq!(ended.code, Some(4), "{ended}");
            assert_eq!(service.log().len(), 1, "{ended}");
            assert_hidden(&ended, &["hunter2".to_owned()]);
        },
    );
}

#[test]
fn the_file_beside_tcclis_is_named_too() {
    let service = Service::new();
    let kind = &kinds()[1];
    for (text, words) in [
        ("hunter2", "is not valid JSON"),
        ("[]", "is no JSON object"),
        (r#"{"_sys_param":[]}"#, "`_sys_param` is no JSON object"),
        (r#"{"_sys_param":{"region":7}}"#, "`region`: is no text"),
    ] {
        let run = run_with(&service, kind);
        fs::write(run.home().join(kind.file), kind.right).unwrap();
        let beside = run.home().join(".tccli/default.configure");
        fs::write(&beside, text).unwrap();
        let ended = run.run();
        assert_eq!((ended.code, &*ended.stdout), (Some(5), ""), "{ended}");
        let error = ended
            .stderr
            .lines()
            .find(|line| line.starts_with("error: "));
        let error = error.unwrap_or_default();
        for words in [&*beside.display().to_string(), words] {
            assert!(error.contains(words), "{ended}");
        }
    }
}

/// Every file below a folder, with its content.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn no_file_is_written() {
    for kind in kinds() {
        let service = Service::new();
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(kind.file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, kind.right).unwrap();
        set_mode(&path, 0o600);
        let before = files(home.path());
        let run = run_with(&service, &kind);
        let config = run.config_path().display().to_string();
        let home_path = home.path().display().to_string();
        let ended = run
            .env("CLOUDQ_CONFIG", &config)
            .env("HOME", &home_path)
            .run();
        assert_eq!(ended.code, Some(4), "{ended}");
        assert_eq!(files(home.path()), before);
    }
}
