//! The vendor's own signatures verify here, and nothing else does.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::client::encode;
use crate::{
    alibaba::{envelope::Envelope, signature},
    request::Request,
};

#[derive(Deserialize)]
struct File<C> {
    cases: Vec<C>,
}

#[derive(Deserialize)]
struct Acs3 {
    name: String,
    method: String,
    access_key_id: String,
    access_key_secret: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: String,
    canonical_request: String,
    string_to_sign: String,
    authorization: String,
}

#[derive(Deserialize)]
struct V1 {
    name: String,
    method: String,
    access_key_secret: String,
    params: BTreeMap<String, String>,
    sent_in_query: Vec<String>,
    sent_in_form_body: Vec<String>,
    string_to_sign: String,
    signature: String,
}

fn form<'a>(pairs: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

fn verdict(request: &Request, secret: &str) -> Result<(), String> {
    let envelope = Envelope::read(request).map_err(|refusal| refusal.message)?;
    signature::check(request, &envelope.proof, secret).map_err(|refusal| refusal.message)
}

fn acs3_request(case: &Acs3) -> Request {
    let mut headers: Vec<(String, String)> = case
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.clone()))
        .collect();
    headers.push(("authorization".into(), case.authorization.clone()));
    let target = format!("/?{}", form(case.query.iter()));
    Request::new(&case.method, &target, headers, case.body.clone().into())
}

#[test]
fn acs3_vectors_verify() {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/alibaba/acs3.json"
    ));
    let file: File<Acs3> = serde_json::from_str(text).unwrap();
    assert!(file.cases.len() >= 25);
    for case in &file.cases {
        let request = acs3_request(case);
        assert_eq!(
            verdict(&request, &case.access_key_secret),
            Ok(()),
            "{}",
            case.name
        );
        assert_eq!(Envelope::read(&request).unwrap().key_id, case.access_key_id);
        // The message of a refusal shows the texts we computed.
        let message = verdict(&request, "another secret").unwrap_err();
        assert!(
            message.contains(&format!("[{}]", case.string_to_sign)),
            "{}",
            case.name
        );
        assert!(
            message.contains(&format!("[{}]", case.canonical_request)),
            "{}",
            case.name
        );
    }
}

#[test]
fn acs3_changes_are_refused() {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/alibaba/acs3.json"
    ));
    let file: File<Acs3> = serde_json::from_str(text).unwrap();
    for case in &file.cases {
        let request = acs3_request(case);
        let mut changed: Vec<Request> = Vec::new();
        for place in 0..request.headers.len() {
            let mut copy = request.clone();
            let value = &mut copy.headers[place].1;
            let last = if value.trim_end().ends_with('a') {
                "b"
            } else {
                "a"
            };
            let end = value.trim_end().char_indices().last().unwrap().0;
            value.replace_range(end.., last);
            changed.push(copy);
        }
        changed.push(Request {
            method: "PUT".into(),
            ..request.clone()
        });
        changed.push(Request {
            body: [&request.body[..], b" "].concat(),
            ..request.clone()
        });
        let mut more = request.clone();
        more.query.push(("Extra".into(), String::new()));
        changed.push(more);
        for request in changed {
            assert!(
                verdict(&request, &case.access_key_secret).is_err(),
                "{}: {request:?}",
                case.name
            );
        }
    }
}

#[test]
fn v1_vectors_verify_and_changes_are_refused() {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/alibaba/rpc_v1.json"
    ));
    let file: File<V1> = serde_json::from_str(text).unwrap();
    assert!(file.cases.len() >= 26);
    for case in &file.cases {
        let part =
            |names: &[String]| form(case.params.iter().filter(|(name, _)| names.contains(name)));
        let signed = format!("Signature={}", encode(&case.signature));
        let target = format!("/?{}&{signed}", part(&case.sent_in_query));
        let kind = (
            "content-type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        );
        let body = part(&case.sent_in_form_body).into_bytes();
        let request = Request::new(&case.method, &target, vec![kind], body);
        assert_eq!(
            verdict(&request, &case.access_key_secret),
            Ok(()),
            "{}",
            case.name
        );
        let message = verdict(&request, "another secret").unwrap_err();
        assert!(
            message.ends_with(&format!("server string to sign is:{}", case.string_to_sign)),
            "{}",
            case.name
        );
        for place in 0..request.params.0.len() {
            let mut copy = request.clone();
            copy.params.0[place].1.push('x');
            assert!(
                verdict(&copy, &case.access_key_secret).is_err(),
                "{}",
                case.name
            );
        }
        let other = if case.method == "GET" { "POST" } else { "GET" };
        let copy = Request {
            method: other.into(),
            ..request.clone()
        };
        assert!(
            verdict(&copy, &case.access_key_secret).is_err(),
            "{}",
            case.name
        );
    }
}

#[test]
fn every_sent_header_of_the_scheme_must_be_signed() {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/alibaba/acs3.json"
    ));
    let file: File<Acs3> = serde_json::from_str(text).unwrap();
    let mut request = acs3_request(&file.cases[0]);
    request
        .headers
        .push(("accept".into(), "application/json".into()));
    assert!(Envelope::read(&request).is_ok());
    request
        .headers
        .push(("x-acs-security-token".into(), "smuggled".into()));
    assert_eq!(
        Envelope::read(&request).unwrap_err().code,
        "IncompleteSignature"
    );
}
