//! The vendor's own signatures of Tencent Cloud verify here, and nothing else does.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    request::Request,
    tencent::{
        envelope::{Envelope, Proof},
        signature::{canonical_request, check, plain_text, signing_key, string_to_sign},
    },
};

#[derive(Deserialize)]
struct File<C> {
    cases: Vec<C>,
}

#[derive(Deserialize)]
struct Input {
    method: String,
    host: String,
    secret_id: String,
    secret_key: String,
    timestamp: i64,
    #[serde(default)]
    signed_host: String,
}

#[derive(Deserialize)]
struct Tc3 {
    name: String,
    input: Input,
    body: String,
    query: String,
    headers: BTreeMap<String, String>,
    canonical_request: String,
    string_to_sign: String,
    signing_key_hex: String,
}

#[derive(Deserialize)]
struct V1 {
    name: String,
    input: Input,
    string_to_sign: String,
    wire_rfc3986: String,
    wire_python_sdk: Option<String>,
    wire_node_sdk: Option<String>,
}

fn tc3() -> Vec<Tc3> {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/tencent/tc3.json"
    ));
    serde_json::from_str::<File<Tc3>>(text).unwrap().cases
}

fn tc3_request(case: &Tc3) -> Request {
    let headers = case
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.clone()))
        .collect();
    Request::new(
        &case.input.method,
        &format!("/?{}", case.query),
        headers,
        case.body.clone().into(),
    )
}

fn verdict(request: &Request, secret: &str) -> Result<(), String> {
    let envelope = Envelope::read(request).map_err(|refusal| refusal.message)?;
    check(request, &envelope, secret).map_err(|refusal| refusal.code.into_owned())
}

#[test]
fn tc3_vectors_verify() {
    let cases = tc3();
    assert!(cases.len() >= 43);
    for case in &cases {
        let request = tc3_request(case);
        let secret = &case.input.secret_key;
        assert_eq!(verdict(&request, secret), Ok(()), "{}", case.name);
        let envelope = Envelope::read(&request).unwrap();
        assert_eq!(envelope.key_id, case.input.secret_id);
        assert_eq!(envelope.stamp, case.input.timestamp);
        let Proof::Tc3 {
            date,
            service,
            signed,
            ..
        } = &envelope.proof
        else {
            panic!("{}", case.name)
        };
        let host = &case.input.signed_host;
        assert_eq!(
            canonical_request(&request, host, signed),
            case.canonical_request
        );
        assert_eq!(
            string_to_sign(&request, host, envelope.stamp, [date, service], signed),
            case.string_to_sign
        );
        let key = super::client::hex(&signing_key(secret, date, service));
        assert_eq!(key, case.signing_key_hex);
    }
}

#[test]
fn tc3_changes_are_refused() {
    for case in &tc3() {
        let request = tc3_request(case);
        let mut changed = vec![
            Request {
                method: "PUT".into(),
                ..request.clone()
            },
            Request {
                raw_query: format!("{}&x", request.raw_query),
                ..request.clone()
            },
        ];
        for place in 0..request.headers.len() {
            let name = request.headers[place].0.as_str();
            // Of the rest nothing is signed by the SDKs.
            if ["host", "content-type", "x-tc-timestamp", "authorization"].contains(&name) {
                let mut copy = request.clone();
                copy.headers[place].1.push('0');
                changed.push(copy);
            }
        }
        if case.headers.contains_key("X-TC-Content-SHA256") {
            let mut copy = request.clone();
            copy.headers
                .retain(|(name, _)| name != "x-tc-content-sha256");
            changed.push(copy);
        } else {
            changed.push(Request {
                body: [&request.body[..], b" "].concat(),
                ..request.clone()
            });
        }
        let secret = &case.input.secret_key;
        for request in changed {
            let bare_host = case.input.signed_host != case.input.host;
            let verdict = verdict(&request, secret);
            // A port more or less does not matter where the port is not signed.
            let harmless = bare_host && request.headers != tc3_request(case).headers;
            assert!(verdict.is_err() || harmless, "{}: {request:?}", case.name);
        }
        assert!(verdict(&request, "another secret").is_err());
    }
}

#[test]
fn v1_vectors_verify_and_changes_are_refused() {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/tencent/v1.json"
    ));
    let cases = serde_json::from_str::<File<V1>>(text).unwrap().cases;
    assert!(cases.len() >= 23);
    for case in &cases {
        let wires = [
            Some(&case.wire_rfc3986),
            case.wire_python_sdk.as_ref(),
            case.wire_node_sdk.as_ref(),
        ];
        for wire in wires.into_iter().flatten() {
            let mut headers = vec![("host".to_owned(), case.input.host.clone())];
            let (target, body) = if case.input.method == "GET" {
                (format!("/?{wire}"), String::new())
            } else {
                let kind = "application/x-www-form-urlencoded".to_owned();
                headers.push(("content-type".to_owned(), kind));
                ("/".to_owned(), wire.clone())
            };
            let request = Request::new(&case.input.method, &target, headers, body.into());
            let secret = &case.input.secret_key;
            assert_eq!(verdict(&request, secret), Ok(()), "{}", case.name);
            assert_eq!(plain_text(&request, &case.input.host), case.string_to_sign);
            let envelope = Envelope::read(&request).unwrap();
            assert_eq!(envelope.key_id, case.input.secret_id);
            assert_eq!(envelope.stamp, case.input.timestamp);
            for place in 0..request.params.0.len() {
                let mut copy = request.clone();
                copy.params.0[place].1.push('1');
                assert!(verdict(&copy, secret).is_err(), "{}", case.name);
            }
            let other = Request {
                method: "PUT".into(),
                ..request.clone()
            };
            assert!(verdict(&other, secret).is_err(), "{}", case.name);
            assert!(verdict(&request, "another secret").is_err());
        }
    }
}
