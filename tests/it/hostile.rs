//! A service that says what would command a terminal: harmless in every message.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::{Value, json};

use crate::support::{Ended, Run, cloudq};

/// ESC and a CSI sequence, CR, line feed, C1, controls of direction, invisible characters.
const NASTY: &str =
    "a\u{1b}[31m\u{7}\rb\nc\u{9b}2J\u{202e}d\u{2066}\u{200b}\u{2060}\u{feff}e\u{7f}";

fn nasty() -> String {
    format!("{NASTY}{}", "语".repeat(300))
}

/// Answers every request with this status and body, and its id in the header where a
/// header can hold it. Gives its address.
pub(crate) fn service(status: u16, body: impl Into<Vec<u8>>) -> String {
    service_naming("id\u{9b}31m\u{202e}x", status, body)
}

/// The same with another id in the header.
pub(crate) fn service_naming(id: &str, status: u16, body: impl Into<Vec<u8>>) -> String {
    let body = body.into();
    let id = id.to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 16384];
            // Who goes away early is not told.
            let _ = stream.read(&mut request);
            let mut answer = format!(
                "HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n",
                body.len()
            );
            answer.push_str("x-acs-request-id: ");
            let mut answer = answer.into_bytes();
            answer.extend(id.bytes());
            answer.extend(b"\r\nx-odd: \x9b31m\r\nconnection: close\r\n\r\n");
            answer.extend(&body);
            let _ = stream.write_all(&answer);
        }
    });
    address
}

pub(crate) fn run(arguments: &str, address: &str) -> Run {
    cloudq(arguments)
        .args("--retries 0 --endpoint")
        .arg(address)
        .env("CLOUDQ_REGION", "cn-hangzhou")
        .key("LTAI5tSomebodysKeyOfHis", "NotItsSecret")
}

fn harmful(c: char) -> bool {
    let hidden = ['\u{200b}', '\u{2060}', '\u{feff}'];
    let turning = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turning || hidden.contains(&c)
}

/// Checks that nothing on stderr commands a terminal, and that it was escaped, not lost.
#[track_caller]
fn harmless(ended: &Ended) {
    assert!(ended.stderr.contains("\\u{"), "{:?}", ended.stderr);
    let found: Vec<char> = ended
        .stderr
        .chars()
        .filter(|c| *c != '\n' && harmful(*c))
        .collect();
    assert!(found.is_empty(), "{found:?} in {:?}", ended.stderr);
}

/// What begins a line of its own: a line feed from outside would begin another.
#[track_caller]
fn known_lines(ended: &Ended) {
    for line in ended.stderr.lines() {
        let known = [
            "error: ",
            "warning: ",
            "note: ",
            "explain: ",
            "progress: ",
            "stats: ",
            "> ",
            "< ",
            "* ",
            "  hint: ",
            "  service: ",
            "  request: ",
            "        ",
            "       ",
        ];
        assert!(
            known.iter().any(|start| line.starts_with(start)),
            "{line:?} in {ended}"
        );
    }
}

/// Checks a run in text, and that as JSON it is whole lines that no terminal minds.
#[track_caller]
fn check(prepare: impl Fn() -> Run, code: i32) {
    let ended = prepare().run();
    assert_eq!(ended.code, Some(code), "{ended}");
    harmless(&ended);
    known_lines(&ended);
    let ended = prepare().args("--error-format json").run();
    assert_eq!(ended.code, Some(code), "{ended}");
    for line in ended.stderr.lines() {
        let _: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line:?}"));
        assert!(!line.contains(harmful), "{line:?}");
    }
}

#[test]
fn a_refusal() {
    let body = json!({ "Code": nasty(), "Message": nasty(), "RequestId": nasty() });
    let address = service(400, body.to_string());
    for command in [
        "images list",
        "images latest --family web",
        "images get m-1",
        "regions",
    ] {
        for more in ["", " -v", " -vv", " -vvv", " --stats --explain"] {
            check(|| run(&format!("{command}{more}"), &address), 2);
        }
    }
}

#[test]
fn an_answer_that_is_none() {
    let address = service(200, nasty());
    check(|| run("images list -vvv", &address), 7);
    let address = service(200, json!({ "Images": nasty() }).to_string());
    check(|| run("images list -vvv", &address), 7);
}

#[test]
fn images_of_a_list_that_moves() {
    let image = json!({
        "ImageId": nasty(), "ImageName": nasty(), "ImageFamily": nasty(), "RegionId": nasty(),
        "CreationTime": nasty(), "Tags": { "Tag": [{ "TagKey": nasty(), "TagValue": nasty() }] },
    });
    let body = json!({
        "RequestId": nasty(), "TotalCount": 3, "PageSize": 100, "PageNumber": 1,
        "Images": { "Image": [image, image] },
    });
    let address = service(200, body.to_string());
    let verbose = "-o json --stats --explain --progress plain -vvv";
    check(|| run("images list", &address).args(verbose), 0);
    // No time that can be read: the message names the image.
    check(
        || run("images latest --name *", &address).args("--explain -vvv"),
        12,
    );
    // No id that may be printed alone.
    check(|| run("images list -o id", &address), 12);
}

#[test]
fn a_family_that_may_be_meant() {
    let image = json!({ "ImageId": "m-1", "ImageFamily": format!("web{}", nasty()) });
    // In the words of both calls.
    let body = json!({
        "RequestId": "R", "Image": null, "TotalCount": 1, "PageSize": 100, "PageNumber": 1,
        "Images": { "Image": [image] },
    });
    let address = service(200, body.to_string());
    check(|| run("images latest --family we", &address), 3);
}

#[test]
fn regions_with_such_ids() {
    let region = json!({ "RegionId": nasty(), "LocalName": nasty(), "RegionEndpoint": nasty() });
    let body = json!({ "RequestId": nasty(), "Regions": { "Region": [region] } });
    let address = service(200, body.to_string());
    check(|| run("regions -o json --stats -vvv", &address), 0);
}

/// Such a region cannot be asked, and the list without it must not pass for the whole.
#[test]
fn a_region_of_an_unknown_form_is_not_dropped_silently() {
    let regions = json!([{ "RegionId": "cn-hangzhou" }, { "RegionId": "cn.evil.example/x" }]);
    let body = json!({
        "RequestId": "R", "Regions": { "Region": regions },
        "TotalCount": 1, "Images": { "Image": [{ "ImageId": "m-1" }] },
    });
    let address = service(200, body.to_string());
    let ended = run("images list -r all -o id", &address).run();
    assert_eq!((ended.code, &*ended.stdout), (Some(0), "m-1\n"), "{ended}");
    let warning = "warning: a region of the service is not searched: `cn.evil.example/x` is not";
    assert!(ended.stderr.starts_with(warning), "{ended}");
    let told = "a region of the service cannot be searched: `cn.evil.example/x` is not";
    let hint = "hint: name the regions to search with --region";
    let ended = run("images list -r all -o id --fail-incomplete", &address).run();
    ended.failed_saying(12, &[told, hint]);
    let ended = run("images latest -r all -o id --owner any", &address).run();
    assert!(ended.stderr.contains(warning), "{ended}");

    // That none is left is not the user's mistake.
    let regions = json!([{ "RegionId": "cn.evil.example/x" }]);
    let body = json!({ "RequestId": "R", "Regions": { "Region": regions } });
    let address = service(200, body.to_string());
    let ended = run("images list -r all", &address).run();
    assert_eq!((ended.code, &*ended.stdout), (Some(12), ""), "{ended}");
    let error = "error: the service names no region that can be asked";
    assert!(ended.stderr.contains(error), "{ended}");
    assert!(ended.stderr.contains(hint), "{ended}");
}
