//! The proxy of the environment: which one it is, which hosts are reached without it, and
//! that a variable which cannot be read is an error and not "no proxy".

use serde_json::Value;

use crate::support::{Run, cloudq, for_each, text};

fn show(arguments: &str) -> Run {
    cloudq("config show -q -o json").args(arguments)
}

/// The value, origin and layer of a setting, if it is shown.
fn setting(run: Run, name: &str) -> Option<[String; 3]> {
    let rows: Vec<Value> = run.run().rows();
    let row = rows.iter().find(|row| row["setting"] == name)?;
    Some(["value", "origin", "layer"].map(|member| text(row, member).to_owned()))
}

fn proxy(run: Run) -> [String; 3] {
    setting(run, "proxy").unwrap()
}

#[test]
fn the_proxy_that_is_used_is_shown_without_its_secret() {
    assert_eq!(proxy(show("")), ["none", "built in", "built-in"]);
    let run = show("")
        .env("ALL_PROXY", "socks5h://a:1080")
        .env("https_proxy", "proxy:3128");
    assert_eq!(proxy(run), ["http://proxy:3128", "https_proxy", "variable"]);
    let login = "http://me:hunter2@proxy:3128";
    let run = || show("").env("HTTPS_PROXY", login);
    let shown = ["http://***@proxy:3128", "HTTPS_PROXY", "variable"];
    assert_eq!(proxy(run()), shown);
    assert_eq!(setting(run(), "no_proxy"), None);
    let except = setting(run().env("no_proxy", "*.x,10.0.0.0/8"), "no_proxy");
    let expected = ["*.x,10.0.0.0/8", "no_proxy", "variable"];
    assert_eq!(except.unwrap(), expected);
    let run = run().env("NO_PROXY", "*").args("--proxy none");
    assert_eq!(proxy(run), ["none", "--proxy", "flag"]);
}

const UNREADABLE: [(&str, &str); 14] = [
    ("HTTPS_PROXY", r"http://dom\user:hunter2@h:1"),
    ("HTTPS_PROXY", " http://u:hunter2@h:1"),
    ("HTTPS_PROXY", "http://u:hunter2@h:1\r"),
    ("HTTPS_PROXY", "\"http://u:hunter2@h:1\""),
    ("https_proxy", "'http://u:hunter2@h:1'"),
    ("https_proxy", "ftp://u:hunter2@h"),
    ("ALL_PROXY", "http//u:hunter2@h"),
    ("ALL_PROXY", "http://u:hunter2ü@h"),
    ("all_proxy", "http://u:\"hunter2@h"),
    ("all_proxy", "http://u:hunter2^@h"),
    ("HTTPS_PROXY", "http://alice:hunter2@hunter2@h"),
    ("HTTPS_PROXY", "http://alice:8080#hunter2@h"),
    ("HTTPS_PROXY", "http://alice:hunter2%40h"),
    ("HTTPS_PROXY", "socks4://u:hunter2@h"),
];

#[test]
fn a_variable_that_cannot_be_read_is_named() {
    for_each(
        UNREADABLE,
        |(name, value)| format!("{name}={value}"),
        |(name, value)| {
            for command in [
                "images list -r cn-hangzhou",
                "images latest --family web -r cn-hangzhou -vvv",
                "auth check --error-format json",
                "config show",
            ] {
                let run = cloudq(command).key("LTAI5tNobodyKnowsThisOne", "a-secret-key");
                let ended = run.env(name, value).run();
                assert_eq!(
                    (ended.code, ended.stdout.as_str()),
                    (Some(5), ""),
                    "{ended}"
                );
                let words = format!("{name}: the ");
                assert!(ended.stderr.contains(&words), "{ended}");
                assert!(!ended.stderr.contains("hunter2"), "{ended}");
            }
            let ended = cloudq("config validate").env(name, value).run();
            assert_eq!(ended.code, Some(5), "{ended}");
            assert!(ended.stderr.contains(name), "{ended}");
        },
    );
}

#[test]
fn a_variable_that_does_not_count_is_not_read() {
    let broken = |run: Run| run.env("HTTPS_PROXY", "ftp://h");
    broken(show("--proxy none")).run().json();
    broken(show("").config("[defaults]\nproxy = \"none\"\n"))
        .run()
        .json();
    let ended = broken(cloudq("config validate --proxy none")).run();
    assert_eq!(ended.code, Some(0), "{ended}");
    broken(show("").env("http_proxy", "ftp://h"))
        .run()
        .failed_saying(5, &["HTTPS_PROXY"]);
    show("").env("HTTP_PROXY", "ftp://h").run().json();
}

#[cfg(feature = "sandbox")]
mod with_a_service {
    use super::*;
    use crate::support::Service;

    #[test]
    fn the_sandbox_needs_no_proxy() {
        let run = cloudq("images list -p sandbox -o id").env("HTTPS_PROXY", "ftp://h");
        assert!(!run.run().ok().is_empty());
    }

    #[test]
    fn loopback_is_reached_without_a_proxy_of_elsewhere() {
        let service = Service::new();
        let list = |arguments: &str| {
            let run = cloudq("images list -o id --retries 0").args(arguments);
            run.at(&service)
        };
        let expected = list("").run().ok();
        let named = list("--proxy http://proxy.invalid:1").run().ok();
        assert_eq!(named, expected);
        let run = list("").env("HTTPS_PROXY", "http://proxy.invalid:1");
        assert_eq!(
            run.env("ALL_PROXY", "socks5://proxy.invalid").run().ok(),
            expected
        );
        // One of this machine is gone through.
        list("--proxy http://127.0.0.1:1")
            .run()
            .failed_saying(6, &["127.0.0.1:1"]);
        list("--proxy socks5h://localhost:1")
            .run()
            .failed_saying(6, &["through the proxy localhost:1"]);
    }

    /// An address without a name needs no resolving, so only the proxy tells the two ways apart.
    #[test]
    fn hosts_of_no_proxy_are_reached_without_it() {
        for (except, through) in [
            ("*", false),
            ("127.0.0.2", true),
            ("127.0.0.1/32", true),
            ("*.invalid", false),
            (".invalid:443", false),
            ("invalid.", false),
            ("ecs.invalid:8443", true),
        ] {
            let run = cloudq("images list -r cn-hangzhou --retries 0")
                .args("--endpoint https://ecs.invalid")
                .key("LTAI5tNobodyKnowsThisOne", "a-secret-key")
                .env("HTTPS_PROXY", "http://u:hunter2@127.0.0.1:1");
            let ended = run.env("NO_PROXY", except).run();
            let said = ended.failed(6);
            let words = "through the proxy 127.0.0.1:1: ";
            assert_eq!(said.contains(words), through, "{except}: {ended}");
            assert!(!said.contains("hunter2"), "{ended}");
        }
    }
}
