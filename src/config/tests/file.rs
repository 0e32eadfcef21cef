//! Tests of reading the file.

use std::path::Path;
use std::time::Duration;

use super::super::file::parse;
use super::super::*;
use crate::error::{ConfigError, Origin};
use crate::http::Proxy;
use crate::request::Endpoint;
use crate::secret::Secret;

pub(super) fn read(text: &str) -> Result<File, Vec<ConfigError>> {
    parse(Path::new("/c/config.toml"), text, Some(Path::new("/h")))
}

/// The problems as `line:column message`.
pub(super) fn problems(text: &str) -> Vec<String> {
    let problems = read(text).expect_err(text);
    let tell = |problem: &ConfigError| match &problem.origin {
        Some(Origin::File {
            place: Some((line, column)),
            ..
        }) => {
            format!("{line}:{column} {}", problem.message)
        }
        other => panic!("{other:?}"),
    };
    problems.iter().map(tell).collect()
}

pub(super) fn hint(text: &str) -> String {
    read(text).unwrap_err().remove(0).hint.unwrap_or_default()
}

pub(super) fn at(line: usize, column: usize) -> Origin {
    Origin::File {
        path: "/c/config.toml".into(),
        place: Some((line, column)),
    }
}

const WHOLE: &str = r#"version = 1
default_profile = "prod"

[defaults]
connect_timeout = "500ms"
request_timeout = "10s"
timeout = "2m"
retries = 0
concurrency = 32
proxy = "none"
ca_bundle = "~/ca.pem"

[profiles.prod]
provider = "ecs"
regions = ["cn-hangzhou", "cn-beijing", "cn-hangzhou"]
exclude_regions = ["cn-wulanchabu"]
endpoint = "https://ecs.example.com/"
signature = "hmac-sha1"
credentials = { type = "static", access_key_id = "LTAI0", access_key_secret = "s3cret" }
retries = 0x5
ca_bundle = "ca.pem"

[profiles."a.b"]
regions = "all"
credentials = { type = "env" }

[profiles.file.credentials]
type = "static"
secret_id = "AKID0"
secret_key_file = "keys/secret"
token = "t0ken"
"#;

#[test]
fn every_key_is_read_with_its_place() {
    let file = read(WHOLE).unwrap();
    assert_eq!(file.version, Some(Sourced::new(1, at(1, 11))));
    assert_eq!(
        file.default_profile,
        Some(Sourced::new("prod".into(), at(2, 19)))
    );
    let seconds = |seconds, line, column| {
        Some(Sourced::new(
            Duration::from_millis(seconds),
            at(line, column),
        ))
    };
    let defaults = &file.defaults;
    assert_eq!(defaults.connect_timeout, seconds(500, 5, 19));
    assert_eq!(defaults.request_timeout, seconds(10_000, 6, 19));
    assert_eq!(defaults.timeout, seconds(120_000, 7, 11));
    assert_eq!(defaults.retries, Some(Sourced::new(0, at(8, 11))));
    assert_eq!(defaults.concurrency, Some(Sourced::new(32, at(9, 15))));
    assert_eq!(defaults.proxy, Some(Sourced::new(Proxy::None, at(10, 9))));
    assert_eq!(
        defaults.ca_bundle,
        Some(Sourced::new("/h/ca.pem".into(), at(11, 13)))
    );

    let prod = &file.profiles["prod"];
    assert_eq!(prod.origin, at(13, 11));
    assert_eq!(prod.provider().facts().id, "alibaba-ecs");
    let regions = RegionChoice::Named(vec!["cn-hangzhou".into(), "cn-beijing".into()]);
    assert_eq!(prod.regions, Some(Sourced::new(regions, at(15, 11))));
    let excluded = prod.exclude_regions.as_ref().unwrap();
    assert_eq!(excluded.value, ["cn-wulanchabu"]);
    assert_eq!(
        prod.endpoint,
        Some(Sourced::new(Endpoint::https("ecs.example.com"), at(17, 12)))
    );
    assert_eq!(prod.signature, Some(Sourced::new("hmac-sha1", at(18, 13))));
    assert_eq!(prod.settings.retries, Some(Sourced::new(5, at(20, 11))));
    assert_eq!(
        prod.settings.ca_bundle.as_ref().unwrap().value,
        Path::new("/c/ca.pem")
    );
    let shown = |name: &str| {
        let source = file.profiles[name].credentials.as_ref().unwrap();
        (format!("{:?}", source.value.written), source.origin.clone())
    };
    let secret = Secret::new("s3cret");
    let inline = format!("StaticKey {{ id: \"LTAI0\", secret: Inline({secret:?}), token: None }}");
    assert_eq!(shown("prod"), (inline, at(19, 15)));

    let open = &file.profiles["a.b"];
    assert_eq!(open.regions.as_ref().unwrap().value, RegionChoice::All);
    let source = &open.credentials.as_ref().unwrap().value;
    assert!(source.kind == "env" && source.written.is_environment());
    let in_file = format!(
        "StaticKey {{ id: \"AKID0\", secret: File(\"/c/keys/secret\"), token: Some({secret:?}) }}"
    );
    assert_eq!(shown("file").0, in_file);
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    let text = format!("\u{feff}{}", WHOLE.replace('\n', "\r\n"));
    let file = read(&text).unwrap();
    assert_eq!(file.version, Some(Sourced::new(1, at(1, 11))));
    assert_eq!(
        file.profiles["prod"].signature.as_ref().unwrap().origin,
        at(18, 13)
    );
    assert!(read("").unwrap().profiles.is_empty());
}

#[test]
fn every_key_of_the_table_is_understood() {
    let mut tables: Vec<(Vec<&keys::Key>, String)> = vec![
        (keys::TOP.iter().collect(), String::new()),
        (keys::NETWORK.iter().collect(), "[defaults]\n".to_owned()),
        (keys::NETWORK.iter().collect(), "[profiles.p]\n".to_owned()),
        (keys::PROFILE.iter().collect(), "[profiles.p]\n".to_owned()),
    ];
    for known in &keys::TYPES.types {
        let name = known.of.name;
        let before = format!("[profiles.p.credentials]\ntype = \"{name}\"\n");
        tables.push((keys::CREDENTIALS[1..].iter().collect(), before.clone()));
        tables.push((known.keys.clone(), before));
    }
    for (keys, before) in tables {
        for key in keys {
            // No key takes a date: one that is not complained of is not read.
            let found = problems(&format!("{before}{} = 2020-01-01", key.name));
            let prefix = format!("`{}`: must be", key.name);
            assert!(
                found.iter().any(|problem| problem.contains(&prefix)),
                "{before}{found:?}"
            );
        }
    }
}

/// Texts with one problem, and how it is told.
const WRONG: &[(&str, &str)] = &[
    (
        "version = 2",
        "1:11 `version`: this program knows version 1, not 2",
    ),
    (
        "version = \"1\"",
        "1:11 `version`: must be the number 1, not a text",
    ),
    (
        "regions = []",
        "1:1 unknown key `regions` at the top of the file",
    ),
    ("x = 1\nx = 2", "2:1 not valid TOML: duplicate key"),
    ("default_profile = \"no\"", "1:19 there is no profile `no`"),
    (
        "default_profile = \"all\"",
        "1:19 there is no profile `all`",
    ),
    (
        "profiles = 1",
        "1:12 `profiles`: must be a table, not a number",
    ),
    (
        "[profiles]\np = 1",
        "2:5 `p`: must be a table, not a number",
    ),
    ("[[profiles.p]]", "1:1 `p`: must be a table, not a list"),
    (
        "[defaults]\nprovider = \"ecs\"",
        "2:1 unknown key `provider` in [defaults]",
    ),
    (
        "[defaults]\ntimeout = 30",
        "2:11 `timeout`: must be a text with a unit, not a number",
    ),
    (
        "[defaults]\ntimeout = \"0s\"",
        "2:11 `timeout`: `0s` is no time at all: the least is `1ms`",
    ),
    (
        "[defaults]\nretries = 11",
        "2:11 `retries`: must be from 0 to 10, not 11",
    ),
    (
        "[defaults]\nretries = -1",
        "2:11 `retries`: must be from 0 to 10, not -1",
    ),
    (
        "[defaults]\nretries = 1.0",
        "2:11 `retries`: must be a number from 0 to 10, not a number with a fraction",
    ),
    (
        "[defaults]\nconcurrency = 0",
        "2:15 `concurrency`: must be from 1 to 32, not 0",
    ),
    ("[defaults]\nca_bundle = \"\"", "2:13 `ca_bundle`: is empty"),
    (
        "[defaults]\nproxy = \"proxy:1\"",
        "2:9 `proxy`: the proxy has no scheme: write `http://host:port`, `socks5h://host:port` or `none`",
    ),
    (
        "[profiles.sandbox]",
        "1:11 the name `sandbox` is taken: that profile is built in",
    ),
    (
        "[profiles.all]",
        "1:11 the name `all` is taken: it stands for every profile",
    ),
    ("[profiles.\"a,b\"]", "1:11 `a,b` is no name for a profile"),
    ("[profiles.\"\"]", "1:11 `` is no name for a profile"),
    (
        "[profiles.p]\nprovider = \"azure\"",
        "2:12 `provider`: there is no provider `azure`",
    ),
    (
        "[profiles.p]\nsignature = \"v4\"",
        "2:13 `signature`: the provider has no signature `v4`",
    ),
    (
        "[profiles.p]\nregions = []",
        "2:11 `regions`: the list of regions is empty",
    ),
    (
        "[profiles.p]\nregions = \"cn-a\"",
        "2:11 `regions`: must be a list, or the word \"all\"",
    ),
    (
        "[profiles.p]\nregions = [\"cn-a\", 5]",
        "2:20 `regions`: must be a text in quotes, not a number",
    ),
    (
        "[profiles.p]\nregions = [\"cn-a\", \"all\"]",
        "2:11 `regions`: `all` stands alone: leave the other regions out",
    ),
    (
        "[profiles.p]\nexclude_regions = [\"all\"]",
        "2:20 `exclude_regions`: `all` is not the id of a region",
    ),
    (
        "[profiles.p]\nendpoint = \"https://h/x\"",
        "2:12 `endpoint`: `https://h/x` has a path or query: write `https://host[:port]`",
    ),
    (
        "[profiles.p]\ncredentials = \"env\"",
        "2:15 `credentials`: must be a table, not a text",
    ),
    (
        "[profiles.p]\ncredentials = {}",
        "2:15 `credentials`: the key `type` is missing",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"magic\" }",
        "2:24 `type`: there is no credential type `magic`",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"process\" }",
        "2:15 `credentials`: the key `command` is missing",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"process\", command = \"a b\" }",
        "2:45 `command`: must be a list: no shell splits it into words",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"process\", command = [] }",
        "2:45 `command`: names no program",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"assume-role\" }",
        "2:15 `credentials`: the key `role_arn` is missing",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"assume-role\", role_arn = \"r\", source_profile = \"p\", secret_id = \"x\" }",
        "2:77 `source_profile` and `secret_id` are two ways to give one thing",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"assume-role\", role_arn = \"r\", duration = \"13h\" }",
        "2:66 `duration`: must be from 15m to 12h",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"oidc\", role_arn = \"r\", oidc_token_file = \"f\" }",
        "2:15 `credentials`: the key `oidc_provider_arn` is missing",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"credentials-uri\", url = \"http://h/x\" }",
        "2:49 `url`: `http://h` is not encrypted: `http` is for this machine only (localhost, 127.0.0.1, [::1]); write `https://`",
    ),
    (
        "[profiles.p]\ncredentials = { type = \"env\", access_key_id = \"x\" }",
        "2:31 unknown key `access_key_id` in credentials of type `env`",
    ),
];

#[test]
fn one_problem_each() {
    for (text, expected) in WRONG {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(
            found[0]
                .replace("`default_profile`: ", "")
                .contains(expected),
            "{text}\n{found:?}"
        );
    }
}

#[test]
fn hints_say_what_to_write() {
    for (text, expected) in [
        ("[profiles.p]\nregion = []", "did you mean `regions`?"),
        (
            "[profiles.p]\ncolour = 1",
            "keys in [profiles.p]: provider, regions, exclude_regions, endpoint",
        ),
        ("[defaults]\ntimeout = 30", "write \"30s\" for seconds"),
        ("[profiles.p]\nregions = \"cn-a\"", "write `[\"cn-a\"]`"),
        (
            "[profiles.p]\nregions = \"cn-a, cn-b\"",
            "write `[\"cn-a\", \"cn-b\"]`",
        ),
        (
            "[profiles.p]\nregions = [\"cn-a,cn-b\"]",
            "write `[\"cn-a\", \"cn-b\"]`",
        ),
        (
            "[profiles.p]\nexclude_regions = \"cn-a\"",
            "write `[\"cn-a\"]`",
        ),
        (
            "[profiles.p]\nprovider = \"alibaba-esc\"",
            "did you mean `alibaba-ecs`? providers: alibaba-ecs",
        ),
        (
            "[profiles.p]\nsignature = \"v4\"",
            "signatures: acs3-hmac-sha256, hmac-sha1",
        ),
        (
            "[profiles]\np = 1",
            "write `[profiles.p]`, and its keys below",
        ),
        (
            "default_profile = \"prdo\"\n[profiles.prod]",
            "did you mean `prod`? profiles: prod, sandbox",
        ),
        (
            "[profiles.p]\ncredentials = { type = \"statik\" }",
            "did you mean `static`? types: static, env, process",
        ),
        (
            "[profiles.p]\ncredentials = { type = \"tcclii\" }",
            "did you mean `tccli`?",
        ),
        ("// mine\nversion = 1", "a comment begins with `#`"),
        ("/* mine */", "a comment begins with `#`"),
        ("version = 1 // mine", "a comment begins with `#`"),
        (
            "version = 1\n[profiles.p]\nregions = null",
            "there is no `null` in TOML",
        ),
        (
            "default_profile = \u{201c}prod\u{201d}",
            "a text stands in straight quotes",
        ),
    ] {
        let found = hint(text);
        assert!(found.starts_with(expected), "{text}\n{found}");
    }
}

#[test]
fn all_problems_are_told_in_order() {
    let text = "colour = 1\n[profiles.p]\nretries = 99\nprovider = 'x'\nsignature = 'y'\n[defaults]\ntimeout = 'soon'\n";
    let places: Vec<String> = problems(text)
        .iter()
        .map(|p| p.split(' ').next().unwrap().to_owned())
        .collect();
    // The signature of an unknown provider is not judged.
    assert_eq!(places, ["1:1", "3:11", "4:12", "7:11"]);
}

#[test]
fn a_path_from_home_needs_a_home() {
    let text = "[defaults]\nca_bundle = '~/ca.pem'";
    let error = parse(Path::new("/c/config.toml"), text, None).unwrap_err();
    assert!(error[0].message.contains("no home directory"), "{error:?}");
    let absolute = read("[defaults]\nca_bundle = '/etc/ca.pem'").unwrap();
    assert_eq!(
        absolute.defaults.ca_bundle.unwrap().value,
        Path::new("/etc/ca.pem")
    );
}

#[test]
fn a_file_cut_anywhere_does_no_harm() {
    for (at, _) in WHOLE.char_indices() {
        if let Err(problems) = read(&WHOLE[..at]) {
            assert!(!problems.is_empty(), "{at}");
            let told = format!("{problems:?}");
            assert!(
                !told.contains("s3cr") && !told.contains("t0k"),
                "{at}: {told}"
            );
        }
    }
}

#[test]
fn a_program_with_a_separator_is_a_path_and_a_name_alone_is_none() {
    for (word, expected) in [
        ("get-key", "get-key"),
        ("./get-key", "/c/get-key"),
        ("bin/get-key", "/c/bin/get-key"),
        ("~/get-key", "/h/get-key"),
        ("/opt/get-key", "/opt/get-key"),
    ] {
        let file = format!(
            "[profiles.p]\ncredentials = {{ type = 'process', command = ['{word}', './x', '~/x'] }}"
        );
        let source = read(&file).unwrap().profiles["p"].credentials.clone();
        let written = source.unwrap().value.written;
        // Paths are compared as such: their separators differ.
        let program = written.detail().unwrap();
        assert_eq!(Path::new(&program), Path::new(expected));
        assert_eq!(
            format!("{written:?}"),
            format!("Command(Some({program:?}))")
        );
    }
    let homeless = "[profiles.p]\ncredentials = { type = 'process', command = ['~/x'] }";
    let problems = parse(Path::new("/c/config.toml"), homeless, None).unwrap_err();
    assert_eq!(
        problems[0].message,
        "`command`: `~` cannot be expanded: no home directory is known"
    );
}
