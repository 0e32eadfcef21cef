//! The arithmetic of both signature versions, written from the vendor's pages and shared with no client.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::{
    answer::refusal,
    envelope::{Envelope, Proof, TC3},
};
use crate::{
    answer::Refusal,
    digest::{hex, keyed, unhex},
    request::Request,
};

/// The header and the value by which a client says that its body is not signed.
const PAYLOAD: &str = "x-tc-content-sha256";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// Recomputes the signature with the secret and compares in constant time.
///
/// The host may be signed as sent or without its port, since SDKs differ there; it is not parsed,
/// because one tool sends a whole URL as its host.
///
/// # Errors
/// `AuthFailure.SignatureFailure`, also if the day of the scope is not the day of the time stamp.
pub(crate) fn check(request: &Request, envelope: &Envelope, secret: &str) -> Result<(), Refusal> {
    let matches = hosts(request)
        .iter()
        .any(|host| fits(request, host, envelope, secret));
    if matches {
        return Ok(());
    }
    Err(refusal(
        "AuthFailure.SignatureFailure",
        "The signature is not the one computed here.",
    ))
}

fn fits(request: &Request, host: &str, envelope: &Envelope, secret: &str) -> bool {
    match &envelope.proof {
        Proof::Tc3 {
            date,
            service,
            signed,
            signature,
        } => {
            let text = string_to_sign(request, host, envelope.stamp, [date, service], signed);
            let key = signing_key(secret, date, service);
            *date == utc_day(envelope.stamp)
                && unhex(signature).is_some_and(|sent| {
                    keyed::<Hmac<Sha256>>(&key)
                        .chain_update(text)
                        .verify_slice(&sent)
                        .is_ok()
                })
        }
        Proof::V1 { sha256, signature } => {
            let text = plain_text(request, host);
            let secret = secret.as_bytes();
            STANDARD.decode(signature).is_ok_and(|sent| {
                if *sha256 {
                    let mac = keyed::<Hmac<Sha256>>(secret).chain_update(text);
                    mac.verify_slice(&sent).is_ok()
                } else {
                    let mac = keyed::<Hmac<Sha1>>(secret).chain_update(text);
                    mac.verify_slice(&sent).is_ok()
                }
            })
        }
    }
}

/// The host as sent, and without its port if it has one.
fn hosts(request: &Request) -> Vec<String> {
    let host = request.header_text("host").unwrap_or_default();
    let bare = host
        .rsplit_once(':')
        .filter(|(_, port)| !port.is_empty() && port.bytes().all(|sign| sign.is_ascii_digit()))
        .map(|(bare, _)| bare.to_owned());
    std::iter::once(host).chain(bare).collect()
}

/// Version 3, step 1: method, path, query, headers, header names and body hash, one per line.
///
/// The query is taken as it stands: clients escape and order it in different ways.
pub(crate) fn canonical_request(request: &Request, host: &str, signed: &[String]) -> String {
    let mut text = format!("{}\n/\n{}\n", request.method, request.raw_query);
    for name in signed {
        let value = if name == "host" {
            host.to_lowercase()
        } else {
            request.header(name).unwrap_or_default().to_lowercase()
        };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{name}:{value}");
    }
    let payload = if request.header(PAYLOAD).as_deref() == Some(UNSIGNED) {
        Sha256::digest(UNSIGNED)
    } else {
        Sha256::digest(&request.body)
    };
    let _ = write!(text, "\n{}\n{}", signed.join(";"), hex(&payload));
    text
}

/// Version 3, step 2: scheme, time, scope and the hash of step 1.
pub(crate) fn string_to_sign(
    request: &Request,
    host: &str,
    stamp: i64,
    [date, service]: [&str; 2],
    signed: &[String],
) -> String {
    let canonical = canonical_request(request, host, signed);
    format!(
        "{TC3}\n{stamp}\n{date}/{service}/tc3_request\n{}",
        hex(&Sha256::digest(canonical))
    )
}

/// Version 3, step 3: a key for one day and one service.
pub(crate) fn signing_key(secret: &str, date: &str, service: &str) -> Vec<u8> {
    let start = format!("TC3{secret}").into_bytes();
    [date, service, "tc3_request"]
        .iter()
        .fold(start, |key, part| {
            let mac = keyed::<Hmac<Sha256>>(&key).chain_update(part);
            mac.finalize().into_bytes().to_vec()
        })
}

/// Version 1: method, host, path and all parameters but the signature itself, sorted by name, nothing escaped.
pub(crate) fn plain_text(request: &Request, host: &str) -> String {
    let mut signed: Vec<&(String, String)> = request
        .params
        .0
        .iter()
        .filter(|(name, _)| name != "Signature")
        .collect();
    signed.sort();
    let pairs: Vec<String> = signed
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{}{host}/?{}", request.method, pairs.join("&"))
}

fn utc_day(stamp: i64) -> String {
    jiff::Timestamp::from_second(stamp)
        .map(|moment| moment.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
