//! Nothing secret is ever printed, however much is told.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use cloudq::sandbox::{ACCESS_KEY_SECRET, STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN};
use serde_json::json;

use crate::hostile::service_naming;
use crate::support::{Ended, Run, Service, cloudq, profile, schemes, set_mode};

/// Texts with every character that encodings change.
const SECRET: &str = "S3cret/with+signs=And&more%7E~";
const TOKEN: &str = "T0ken+of/an=odd&kind%20:here";

/// As in a URL, once.
fn encoded(text: &str) -> String {
    let unreserved = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    let one = |b: u8| {
        if unreserved(b) {
            char::from(b).to_string()
        } else {
            format!("%{b:02X}")
        }
    };
    text.bytes().map(one).collect()
}

/// Checks that no secret is in what was printed, in any form.
#[track_caller]
fn assert_hidden(ended: &Ended, secrets: &[&str]) {
    let printed = format!("{}{}", ended.stdout, ended.stderr).to_ascii_lowercase();
    for secret in secrets {
        let forms = [
            (*secret).to_owned(),
            encoded(secret),
            encoded(&encoded(secret)),
        ];
        for form in forms {
            let form = form.to_ascii_lowercase();
            assert!(!printed.contains(&form), "`{form}` is in: {ended}");
        }
    }
    for (at, name) in printed.match_indices("signature=") {
        let value = &printed[at + name.len()..];
        let shown = value.split(|c: char| !c.is_ascii_alphanumeric()).next();
        assert!(
            shown.is_none_or(|shown| shown.len() < 16),
            "a signature is in: {ended}"
        );
    }
}

/// A profile of ECS with a temporary key in it.
fn file(endpoint: &str, secret: &str, token: &str) -> String {
    let key = [STS_KEY_ID, secret, token];
    profile("alibaba-ecs", endpoint, "acs3-hmac-sha256", &key)
}

/// A list, told in every detail, with a temporary key.
fn list((provider, scheme): (&str, &str), endpoint: &str, secret: &str, token: &str) -> Run {
    let file = profile(provider, endpoint, scheme, &[STS_KEY_ID, secret, token]);
    cloudq("images list -p p -o id -vvv --retries 0").config(&file)
}

#[test]
fn success_tells_no_secret() {
    let service = Service::new();
    for scheme in schemes() {
        let ended = list(scheme, &service.endpoint(), STS_KEY_SECRET, STS_TOKEN).run();
        assert_eq!(ended.code, Some(0), "{ended}");
        assert!(
            ended.stderr.contains("DescribeImage"),
            "there is something to hide in"
        );
        assert!(ended.stderr.contains("\"ImageId\""), "bodies are told");
        assert_hidden(&ended, &[STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN]);
    }
    let run = cloudq("images latest --family web -vvv").pointed(&service);
    let run = run
        .key(STS_KEY_ID, STS_KEY_SECRET)
        .env("CLOUDQ_ERROR_FORMAT", "json");
    let ended = run.env("ALIBABA_CLOUD_SECURITY_TOKEN", STS_TOKEN).run();
    assert_eq!(ended.code, Some(0), "{ended}");
    assert_hidden(&ended, &[STS_KEY_SECRET, STS_TOKEN]);
    assert_eq!(service.stats().refused_signatures, 0);
}

#[test]
fn a_refused_signature_tells_no_secret() {
    let service = Service::new();
    for scheme in schemes() {
        for format in ["text", "json"] {
            let run = list(scheme, &service.endpoint(), SECRET, TOKEN);
            let ended = run.env("CLOUDQ_ERROR_FORMAT", format).run();
            assert_eq!(
                (ended.code, ended.stdout.as_str()),
                (Some(4), ""),
                "{ended}"
            );
            let code = if scheme.0 == "tencent-ecm" {
                "AuthFailure.SignatureFailure"
            } else {
                "SignatureDoesNotMatch"
            };
            assert!(ended.stderr.contains(code), "{ended}");
            assert_hidden(&ended, &[STS_KEY_ID, SECRET, TOKEN]);
        }
    }
    let tries = 2 * schemes().count() as u64;
    assert_eq!(service.stats().refused_signatures, tries);
}

/// A service that answers one request with an error that repeats all of it.
fn echo() -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let count = stream.read(&mut buffer).unwrap();
            request.extend_from_slice(&buffer[..count]);
            let text = String::from_utf8_lossy(&request).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                assert!(count > 0, "half a request: {text}");
                continue;
            };
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or(0) {
                let message = format!("{text}; server string to sign is: {text}");
                let refusal = |code: &str| json!({"Code": code, "Message": message});
                let mut answer = refusal("SignatureDoesNotMatch");
                // In the words of either vendor; each looks in its own place.
                answer["RequestId"] = json!("R");
                answer["Response"] = json!({"Error": refusal("AuthFailure.SignatureFailure")});
                let answer = answer.to_string();
                let head = format!(
                    "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\
                     Content-Length: {}\r\nConnection: close\r\n\r\n",
                    answer.len()
                );
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
                return text;
            }
        }
    });
    (endpoint, thread)
}

#[test]
fn a_service_that_repeats_the_request_is_no_leak() {
    for scheme in schemes() {
        let (endpoint, service) = echo();
        let ended = list(scheme, &endpoint, SECRET, TOKEN).run();
        assert_eq!(ended.code, Some(4), "{ended}");
        let request = service.join().unwrap();
        let (_, signature) = request
            .split_once("Signature=")
            .expect("the request is signed");
        let end = signature
            .find(['\r', '\n', '&', ' ', ','])
            .unwrap_or(signature.len());
        let signature = &signature[..end];
        assert!(signature.len() >= 28, "{signature}");
        assert!(request.contains(TOKEN) || request.contains(&encoded(TOKEN)));
        assert_hidden(&ended, &[STS_KEY_ID, SECRET, TOKEN, signature]);
        // As the form has it and as it was before.
        assert_hidden(
            &ended,
            &[&signature.replace("%2B", "+").replace("%2F", "/")[..20]],
        );
    }
}

/// Answers with this text where an id, a code or a list is expected.
fn answers_with(provider: &str, text: &str) -> Vec<(u16, String)> {
    let text = json!(text);
    if provider == "tencent-ecm" {
        let refusal = |id: &str, code: &str| {
            format!(
                r#"{{"Response":{{"RequestId":{id},"Error":{{"Code":{code},"Message":"m"}}}}}}"#
            )
        };
        let images = |id: &str, list: &str| {
            format!(r#"{{"Response":{{"TotalCount":1,"ImageSet":{list},"RequestId":{id}}}}}"#)
        };
        return vec![
            (200, refusal(&text.to_string(), "\"Odd\"")),
            (200, refusal("\"R\"", &text.to_string())),
            (200, images(&text.to_string(), r#"[{"ImageId":"img-1"}]"#)),
            (200, images("\"R\"", &text.to_string())),
            (200, format!(r#"{{"Response":{text}}}"#)),
        ];
    }
    let one = r#"{"Image":[{"ImageId":"m-1"}]}"#;
    vec![
        (
            400,
            format!(r#"{{"RequestId":{text},"Code":"Odd","Message":"m"}}"#),
        ),
        (
            400,
            format!(r#"{{"RequestId":"R","Code":{text},"Message":"m"}}"#),
        ),
        (400, r#"{"RequestId":"","Code":"Odd","Message":"m"}"#.into()),
        (503, String::new()),
        (200, format!(r#"{{"RequestId":"R","Images":{one}}}"#)),
        (200, format!(r#"{{"RequestId":"R","Images":{text}}}"#)),
        (
            200,
            format!(r#"{{"RequestId":"R","Images":{{"Image":{text}}}}}"#),
        ),
    ]
}

#[test]
fn a_key_as_an_id_or_a_code_is_no_leak() {
    for scheme @ (provider, _) in schemes() {
        for secret in [SECRET, TOKEN] {
            for (status, body) in answers_with(provider, secret) {
                let address = service_naming(secret, status, body);
                for more in [
                    "--error-format text",
                    "--error-format json",
                    "--stats --explain",
                ] {
                    let run = list(scheme, &address, SECRET, TOKEN).args(more);
                    let ended = run.run();
                    assert!([Some(0), Some(2), Some(7)].contains(&ended.code), "{ended}");
                    assert!(ended.stderr.contains("***"), "{ended}");
                    assert_hidden(&ended, &[SECRET, TOKEN]);
                }
            }
        }
    }
}

#[test]
fn addresses_do_not_give_their_passwords_away() {
    let proxy = "http://user:hunter2@127.0.0.1:1";
    for (arguments, variable) in [
        (format!("--proxy {proxy}"), ""),
        (format!("--proxy={proxy}"), ""),
        (format!("--endpoint {proxy}"), ""),
        (
            "--endpoint https://user:hunter2@127.0.0.1:1/path".to_owned(),
            "",
        ),
        ("--proxy user:hunter2@127.0.0.1:1".to_owned(), ""),
        (String::new(), "CLOUDQ_ENDPOINT"),
        ("--retries 0".to_owned(), "HTTPS_PROXY"),
    ] {
        for format in ["text", "json"] {
            let run = cloudq("images list -vvv -r cn-hangzhou").args(&arguments);
            let mut run = run.key("LTAI5tNobodyKnowsThisOne", ACCESS_KEY_SECRET);
            if !variable.is_empty() {
                run = run.env(variable, proxy);
            }
            let ended = run.env("CLOUDQ_ERROR_FORMAT", format).run();
            assert_ne!(ended.code, Some(0), "{ended}");
            assert!(
                !ended.stderr.is_empty() && ended.stdout.is_empty(),
                "{ended}"
            );
            assert_hidden(&ended, &["hunter2", ACCESS_KEY_SECRET]);
            // The same in the encoding of a login header.
            assert_hidden(&ended, &["dXNlcjpodW50ZXIy"]);
        }
    }
}

#[test]
fn a_proxy_in_the_file_keeps_its_password() {
    let file = "[defaults]\nproxy = \"http://user:hunter2@127.0.0.1:1\"\n";
    let run = cloudq("images list -vvv --retries 0 -r cn-hangzhou").config(file);
    let ended = run.key("LTAI5tNobodyKnowsThisOne", ACCESS_KEY_SECRET).run();
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (Some(6), ""),
        "{ended}"
    );
    assert_hidden(&ended, &["hunter2", "dXNlcjpodW50ZXIy", ACCESS_KEY_SECRET]);
}

#[test]
fn settings_are_shown_without_their_secrets() {
    let file = file("http://127.0.0.1:1", SECRET, TOKEN);
    for format in ["table", "wide", "json", "ndjson", "yaml", "csv", "tsv"] {
        let run = cloudq("config show -p all -vvv -o").arg(format);
        let ended = run.config(&file).run();
        assert_eq!(ended.code, Some(0), "{ended}");
        assert!(ended.stdout.contains("security_token"), "{ended}");
        assert_hidden(&ended, &[SECRET, TOKEN, STS_KEY_ID]);
    }
    let run = cloudq("config show -o json").key("LTAI5tNobodyKnowsThisOne", SECRET);
    assert_hidden(&run.run(), &[SECRET, "LTAI5tNobodyKnowsThisOne"]);
}

#[test]
fn profiles_are_listed_without_their_secrets() {
    let file = file("http://127.0.0.1:1", SECRET, TOKEN);
    for format in [
        "table", "wide", "json", "ndjson", "yaml", "csv", "tsv", "id",
    ] {
        let ended = cloudq("profiles -vvv -o").arg(format).config(&file).run();
        assert_eq!(ended.code, Some(0), "{ended}");
        assert!(ended.stdout.contains('p'));
        assert_hidden(&ended, &[SECRET, TOKEN, STS_KEY_ID]);
    }
    let run = cloudq("profiles -o json").key("LTAI5tNobodyKnowsThisOne", SECRET);
    assert_hidden(&run.run(), &[SECRET, "LTAI5tNobodyKnowsThisOne"]);
}

#[test]
fn a_broken_file_is_not_quoted() {
    let whole = file("http://127.0.0.1:1", SECRET, TOKEN);
    for broken in [
        whole.replace(&format!("\"{SECRET}\""), &format!("\"{SECRET}")),
        whole.replace("access_key_secret", "access_key_secert"),
        whole.replace("type = \"static\"", "type = \"statc\""),
        whole.replace("access_key_secret = ", "access_key_secret "),
    ] {
        assert_ne!(broken, whole);
        for command in ["profiles", "config validate", "images list -vvv"] {
            let ended = cloudq(command).config(&broken).run();
            ended.failed(5);
            assert_hidden(&ended, &[SECRET, TOKEN]);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_refused() {
    let service = Service::new();
    for command in ["images list -p p", "profiles", "config validate"] {
        for mode in [0o644, 0o640, 0o604] {
            let file = file(&service.endpoint(), STS_KEY_SECRET, STS_TOKEN);
            let run = cloudq(command).config(&file);
            let path = run.config_path();
            set_mode(&path, mode);
            let fix = format!("chmod 600 {}", path.display());
            let ended = run.run();
            ended.failed_saying(5, &[&fix, &format!("mode {mode:04o}")]);
            assert_hidden(&ended, &[STS_KEY_SECRET, STS_TOKEN]);
        }
    }
    assert_eq!(service.stats().requests, 0);
}
