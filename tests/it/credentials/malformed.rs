//! Files that are not what they should be: told by name, whatever is wrong with them.

use std::fs;
use std::path::Path;

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

const DAMAGES: [Damage; 8] = [
    (
        "UTF-16",
        |path, kind| {
            let units = kind.right.encode_utf16().flat_map(u16::to_le_bytes);
            let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
            fs::write(path, bytes).unwrap();
        },
        "is in UTF-16, not in UTF-8",
    ),
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
fn the_region_beside_a_key_matters_only_where_it_is_needed() {
    // The images of ECM are in no region.
    let kind = &kinds()[1];
    for text in [
        "hunter2",
        "[]",
        r#"{"_sys_param":[]}"#,
        r#"{"_sys_param":{"region":7}}"#,
    ] {
        let service = Service::new();
        let run = run_with(&service, kind);
        fs::write(run.home().join(kind.file), kind.right).unwrap();
        fs::write(run.home().join(".tccli/default.configure"), text).unwrap();
        let ended = run.run();
        assert_eq!((ended.code, service.log().len()), (Some(4), 1), "{ended}");
    }
    let kind = &kinds()[0];
    let file = kind.right.replace("\"name\"", "\"region_id\":7,\"name\"");
    for (arguments, code) in [("-q", 5), ("-r cn-beijing", 4)] {
        let service = Service::new();
        let run = run_with(&service, kind)
            .args(arguments)
            .without("CLOUDQ_REGION");
        fs::write(run.home().join(kind.file), &file).unwrap();
        let ended = run.run();
        assert_eq!(ended.code, Some(code), "{ended}");
        let told = ended.stderr.contains("`region_id`: is no text");
        assert_eq!(told, code == 5, "{ended}");
    }
}

#[test]
fn null_among_the_profiles_of_aliyun_is_passed_over() {
    let service = Service::new();
    let kind = &kinds()[0];
    let run = run_with(&service, kind);
    let file = kind
        .right
        .replace("[{", "[null, {")
        .replace("}]", "}, null]");
    fs::write(run.home().join(kind.file), file).unwrap();
    let ended = run.run();
    assert_eq!((ended.code, service.log().len()), (Some(4), 1), "{ended}");
}

#[test]
fn a_comment_in_json_is_called_that() {
    for_each(
        kinds().into_iter().take(2),
        |kind| kind.file.to_owned(),
        |kind| {
            let service = Service::new();
            let run = run_with(&service, kind);
            let path = run.home().join(kind.file);
            fs::write(&path, format!("// hunter2\n{}", kind.right)).unwrap();
            let ended = run.run();
            assert_eq!(ended.code, Some(5), "{ended}");
            let path = path.display().to_string();
            let words = "line 1, column 1): JSON allows no comments; remove it";
            assert!(
                ended.stderr.contains(&path) && ended.stderr.contains(words),
                "{ended}"
            );
            assert_hidden(&ended, &["hunter2".to_owned()]);
        },
    );
}
