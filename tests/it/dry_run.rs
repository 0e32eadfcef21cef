//! `--dry-run` shows what would be sent, and sends nothing.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use cloudq::sandbox::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN};
use serde_json::{Map, Value};

use crate::support::{Run, Service, cloudq, for_each, profile, schemes, text};

/// Headers that belong to the connection, not to the call.
const OF_CONNECTION: [&str; 5] = [
    "accept",
    "accept-encoding",
    "content-length",
    "host",
    "user-agent",
];

/// Headers and fields that are others in each run.
const FRESH: [&str; 6] = [
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-tc-timestamp",
    "SignatureNonce",
    "Nonce",
    "Timestamp",
];

/// Takes one request, and breaks off: its address and what was sent.
fn listen() -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut bytes = [0; 4096];
        loop {
            let count = stream.read(&mut bytes).unwrap();
            request.extend_from_slice(&bytes[..count]);
            let sent = String::from_utf8_lossy(&request);
            if let Some((head, body)) = sent.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| {
                    let length = line.strip_prefix("content-length: ")?;
                    length.parse::<usize>().ok()
                });
                if body.len() >= length.unwrap_or(0) {
                    break;
                }
            }
            assert!(count > 0, "the request ended early: {sent}");
        }
        let _ = stream.write_all(b"HTTP/1.1 500 Broken\r\ncontent-length: 0\r\n\r\n");
        String::from_utf8(request).unwrap()
    });
    (endpoint, thread)
}

/// The pairs of a form, without those that are hidden or others in each run.
fn pairs(form: &str, hidden: &[&str]) -> Vec<String> {
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    form.split('&')
        .filter(|pair| !FRESH.contains(&name(pair).as_str()))
        .map(|pair| {
            if hidden.contains(&name(pair).as_str()) {
                format!("{}=***", name(pair))
            } else {
                pair.to_owned()
            }
        })
        .collect()
}

const HIDDEN: [&str; 5] = [
    "AccessKeyId",
    "SecretId",
    "SecurityToken",
    "Signature",
    "Token",
];

/// Checks a request that was shown against the one that was sent.
fn compare(shown: &Value, sent: &str) {
    let (head, body) = sent.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let start = lines.next().unwrap();
    let url = text(shown, "url");
    let path = url.splitn(4, '/').nth(3).unwrap();
    assert_eq!(start, format!("{} /{path} HTTP/1.1", text(shown, "method")));
    let sent: Map<String, Value> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.into()))
        .collect();
    let headers = shown["headers"].as_object().unwrap();
    for (name, value) in headers {
        let there = sent
            .get(name)
            .unwrap_or_else(|| panic!("{name} was not sent"));
        if name == "authorization" {
            // The signature and the key's id are hidden in it, and nothing else.
            let value = value.as_str().unwrap();
            let scheme = value.split_once("Credential=***").unwrap().0;
            assert!(there.as_str().unwrap().starts_with(scheme), "{value}");
            assert!(value.ends_with("Signature=***"), "{value}");
            continue;
        }
        if value != "***" && !FRESH.contains(&name.as_str()) {
            assert_eq!(value, there, "{name}");
        }
        assert_eq!(value == "***", is_secret(name), "{name}: {value}");
    }
    for name in sent.keys() {
        let known = headers.contains_key(name) || OF_CONNECTION.contains(&name.as_str());
        assert!(known, "{name} was sent but not shown");
    }
    let own = shown["body"].as_str().unwrap_or_default();
    assert_eq!(pairs(own, &[]), pairs(body, &HIDDEN));
}

fn is_secret(header: &str) -> bool {
    ["x-acs-accesskey-id", "x-acs-security-token", "x-tc-token"].contains(&header)
}

#[test]
fn what_is_shown_is_what_is_sent() {
    let commands = [
        "images list --name web-1 --limit 5",
        "images list --param X=1 --page-size 7",
        "images get ID",
        "images latest --name web-1",
        "images list --check-permission",
        "images latest --family web",
        "regions",
    ];
    let cases = schemes().flat_map(|scheme| commands.map(|command| (scheme, command)));
    let mut compared = 0;
    for ((provider, scheme), command) in cases {
        let (endpoint, thread) = listen();
        let key = [STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN];
        let file = profile(provider, &endpoint, scheme, &key);
        let id = if provider == "tencent-ecm" {
            "img-7kq2vd1m"
        } else {
            "m-1"
        };
        let command = command.replace("ID", id);
        let command = format!("{command} -p p --retries 0 --concurrency 1");
        let run = || cloudq(&command).config(&file);
        let shown = run().args("-n -q -o json").run();
        if shown.code == Some(2) {
            // The provider has no such thing: the run itself says so too.
            assert_eq!(run().run().code, Some(2), "{shown}");
            continue;
        }
        for secret in key {
            assert!(!shown.stdout.contains(secret), "{shown}");
        }
        let shown = shown.rows();
        // Of several queries the first is sent, and refused, before the others.
        assert_ne!(run().run().code, Some(0));
        assert_eq!(shown.len(), 1, "{provider} {scheme} {command}");
        compare(&shown[0], &thread.join().unwrap());
        compared += 1;
    }
    assert!(compared >= 7 + 4 * 5, "{compared}");
}

/// Commands that ask, each for its provider, and the operation each begins with.
const COMMANDS: [(&str, &[&str]); 10] = [
    ("images list", &["DescribeImages"]),
    (
        "images list -r cn-hangzhou,cn-beijing",
        &["DescribeImages", "DescribeImages"],
    ),
    ("images list -r all", &["DescribeRegions"]),
    ("images latest --family web", &["DescribeImageFromFamily"]),
    (
        "images latest --family web --name web-*",
        &["DescribeImages"],
    ),
    ("images get m-1", &["DescribeImages"]),
    ("regions", &["DescribeRegions"]),
    ("auth check", &["GetCallerIdentity"]),
    ("--provider ens images list", &["DescribeImageInfos"]),
    ("--provider ecm images list", &["DescribeImage"]),
];

#[test]
fn nothing_is_sent() {
    let service = Service::new();
    for_each(
        COMMANDS,
        |(command, _)| (*command).to_owned(),
        |(command, actions)| {
            let ended = cloudq(command)
                .args("--dry-run -o ndjson")
                .at(&service)
                .run();
            assert_eq!(ended.code, Some(0), "{ended}");
            let shown: Vec<Value> = ended
                .stdout
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            let found: Vec<&str> = shown
                .iter()
                .map(|request| text(request, "action"))
                .collect();
            assert_eq!(found, *actions);
            // As text it is the same, but for time and nonce.
            let ended = cloudq(command).args("-n").at(&service).run();
            for request in &shown {
                let line = format!("{} {}", text(request, "method"), text(request, "url"));
                assert!(ended.stdout.lines().any(|known| known == line), "{ended}");
            }
            let titles = ended.stdout.lines().filter(|line| line.starts_with("# "));
            assert_eq!(titles.count(), actions.len());
        },
    );
    assert!(service.log().is_empty(), "{:?}", service.actions());
}

#[test]
fn it_is_written_as_http_writes_it() {
    let service = Service::new();
    let file = profile(
        "tencent-ecm",
        &service.endpoint(),
        "tc3-hmac-sha256",
        &[ACCESS_KEY_ID, ACCESS_KEY_SECRET],
    );
    let lines = cloudq("-p p images list -n").config(&file).run().lines();
    // The day of the signature stands in its scope.
    let day = regex_lite::Regex::new("\\*\\*\\*/[0-9-]{10}/").unwrap();
    let lines: Vec<_> = lines
        .iter()
        .filter(|line| !line.starts_with("x-tc-timestamp: "))
        .map(|line| day.replace(line, "***/DATE/"))
        .collect();
    let post = format!("POST {}/", service.endpoint());
    assert_eq!(
        lines,
        [
            "# provider tencent-ecm, profile p, action DescribeImage",
            &post,
            "content-type: application/json",
            "x-tc-action: DescribeImage",
            "x-tc-language: en-US",
            "x-tc-version: 2019-07-19",
            "authorization: TC3-HMAC-SHA256 Credential=***/DATE/ecm/tc3_request, \
             SignedHeaders=content-type;host, Signature=***",
            "",
            r#"{"Limit":100,"Offset":0}"#,
        ]
    );
    // Two requests have an empty line between them.
    let two = cloudq("images list -n -r cn-hangzhou,cn-beijing")
        .at(&service)
        .run()
        .ok();
    assert!(
        two.contains("\n\n# provider alibaba-ecs, region cn-beijing, "),
        "{two}"
    );
    // What stands in a parameter does nothing to a terminal.
    let shown = cloudq("--provider ecm images list -n --param").arg("X=a\u{1b}[2J\u{202e}b");
    let shown = shown.at(&service).run().ok();
    assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
}

#[test]
fn the_sandbox_need_not_start() {
    let ended = cloudq("-p sandbox images list -n").run();
    assert_eq!(ended.code, Some(0), "{ended}");
    assert!(
        ended.stdout.contains("POST http://127.0.0.1:0/?"),
        "{ended}"
    );
    assert_eq!(ended.stderr, "");
}

/// A profile whose key has to be fetched.
fn fetching(service: &Service, credentials: &str) -> Run {
    let endpoint = service.endpoint();
    let sts = if credentials.contains("role_arn") {
        format!("sts_endpoint = '{endpoint}'\n")
    } else {
        String::new()
    };
    let file = format!(
        "[profiles.base]\ncredentials = {{ type = 'static', access_key_id = 'LTAI5tForTheDryRun', \
         access_key_secret = 'secret-of-the-dry-run' }}\n\
         [profiles.p]\nregions = ['cn-hangzhou']\nendpoint = '{endpoint}'\n\
         [profiles.p.credentials]\n{credentials}\n{sts}"
    );
    cloudq("images list -p p -n").config(&file)
}

#[test]
fn no_key_is_fetched() {
    let service = Service::new();
    let endpoint = service.endpoint();
    for (credentials, by) in [
        (
            "type = 'process'\ncommand = ['/no/such/program', 'argument']".to_owned(),
            "the command `/no/such/program`".to_owned(),
        ),
        (
            "type = 'assume-role'\nrole_arn = 'acs:ram::1:role/r'\nsource_profile = 'base'"
                .to_owned(),
            format!("AssumeRole at {endpoint}"),
        ),
        (
            "type = 'oidc'\nrole_arn = 'acs:ram::1:role/r'\noidc_provider_arn = 'acs:ram::1:o'\n\
             oidc_token_file = 'token'"
                .to_owned(),
            format!("AssumeRoleWithOIDC at {endpoint}"),
        ),
        (
            "type = 'instance-role'".to_owned(),
            "the metadata service at http://100.100.100.200".to_owned(),
        ),
        (
            format!("type = 'credentials-uri'\nurl = '{endpoint}/path-that-is-secret'"),
            format!("the service at {endpoint}"),
        ),
    ] {
        let run = fetching(&service, &credentials);
        let token = run.config_path().with_file_name("token");
        std::fs::write(token, "a.token.of.a.pod").unwrap();
        let ended = run.run();
        assert_eq!(ended.code, Some(0), "{ended}");
        assert_eq!(
            ended.stderr,
            format!(
                "note: the key of profile `p` would be fetched first, by {by}; `***` stands for \
                 it, and for the token that such keys have\n"
            )
        );
        for line in [
            "x-acs-accesskey-id: ***",
            "x-acs-security-token: ***",
            "authorization: ACS3-HMAC-SHA256 Credential=***,",
        ] {
            let is_there = |known: &str| known.starts_with(line);
            assert!(ended.stdout.lines().any(is_there), "{ended}");
        }
        assert!(!ended.stdout.contains("not-fetched"), "{ended}");
    }
    assert!(service.log().is_empty(), "{:?}", service.actions());
}

#[test]
fn what_is_wrong_is_wrong_here_too() {
    let service = Service::new();
    for (command, code, words) in [
        ("images list --owner nobody.", 2, "--owner"),
        ("images list -c nothing", 2, "nothing"),
        ("--provider ecm images list --family web", 2, "--family"),
        ("--provider ens regions", 2, "no regions"),
        ("images list --page-size 101", 2, "--page-size"),
        ("images list -p nobody", 5, "nobody"),
        ("images list -o csv", 2, "`csv`"),
        ("images latest --family web -o id", 2, "`id`"),
    ] {
        let ended = cloudq(command).args("-n").at(&service).run();
        ended.failed_saying(code, &[words]);
    }
    cloudq("images list -n")
        .run()
        .failed_saying(4, &["no credentials"]);
    let key = cloudq("images list -n").key(ACCESS_KEY_ID, ACCESS_KEY_SECRET);
    key.run().failed_saying(5, &["no region is given"]);
    let ended = fetching(
        &service,
        "type = 'oidc'\nrole_arn = 'acs:ram::1:role/r'\noidc_provider_arn = 'acs:ram::1:o'\n\
         oidc_token_file = 'token-that-is-not-there'",
    );
    ended.run().failed_saying(5, &["token-that-is-not-there"]);
}

#[test]
fn where_nothing_is_sent_there_is_nothing_to_show() {
    for command in [
        "config path",
        "config show",
        "config validate",
        "config init",
        "providers",
        "providers show ecs",
        "profiles",
        "schema",
        "completion bash",
        "sandbox run -- true",
    ] {
        let ended = cloudq("--dry-run").args(command).run();
        ended.failed_saying(2, &["--dry-run is for commands that ask a cloud"]);
    }
}

#[test]
fn what_a_request_does_not_show_is_told() {
    let service = Service::new();
    for (command, note) in [
        (
            "images list --name-regex x --where id!=m-1",
            "note: alibaba-ecs: not in the request but checked here: --name-regex, --where\n",
        ),
        (
            "images list --owner any",
            "note: alibaba-ecs: a second query would be sent as well\n",
        ),
        (
            "--provider ecm images list --id m-1",
            "note: tencent-ecm: not in the request but checked here: --id\n\
             note: tencent-ecm: nothing would be sent: no image can match\n",
        ),
        (
            "images latest --family web,other,third",
            "note: 2 more families would be asked for as well\n",
        ),
        (
            "images list -r all",
            "note: the service would be asked first which regions there are, then in each of them \
             for images\n",
        ),
    ] {
        let ended = cloudq(command).args("-n").at(&service).run();
        assert_eq!(
            (ended.code, ended.stderr.as_str()),
            (Some(0), note),
            "{ended}"
        );
    }
    let ended = cloudq("images list --name-regex x -n --explain")
        .at(&service)
        .run();
    assert!(
        ended
            .stderr
            .contains("explain: alibaba-ecs: checked here is --name-regex"),
        "{ended}"
    );
    assert!(service.log().is_empty());
}

#[test]
fn an_account_without_a_key_does_not_hinder_the_others() {
    let service = Service::new();
    let key = [ACCESS_KEY_ID, ACCESS_KEY_SECRET];
    let good = profile("alibaba-ecs", &service.endpoint(), "acs3-hmac-sha256", &key);
    let file = format!("{good}[profiles.q]\nprovider = 'ecm'\n");
    let run = || cloudq("images list -n -p p,q").config(&file);
    let ended = run().run();
    assert_eq!(ended.code, Some(11), "{ended}");
    assert!(
        ended
            .stdout
            .starts_with("# provider alibaba-ecs, profile p, "),
        "{ended}"
    );
    assert!(ended.stderr.starts_with("error: "), "{ended}");
    run().args("--on-error fail").run().failed(4);
}
