//! The arithmetic of both signature schemes of Alibaba Cloud, written from the vendor's pages and shared with nobody.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::envelope::{ACS3, Proof};
use crate::{
    answer::Refusal,
    digest::{hex, keyed, unhex},
    request::Request,
};

/// Characters that both schemes percent-encode: all but `A-Z a-z 0-9 - _ . ~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Recomputes the signature with the secret and compares in constant time.
///
/// # Errors
/// `SignatureDoesNotMatch`, whose message quotes the server's own text, token included, as the
/// vendor's does: a client has to cut it before it prints it.
pub(crate) fn check(request: &Request, proof: &Proof, secret: &str) -> Result<(), Refusal> {
    let (matches, message) = match proof {
        Proof::Headers { signed, signature } => {
            let canonical = canonical_request(request, signed);
            let text = format!("{ACS3}\n{}", hex(&Sha256::digest(&canonical)));
            let honest = request.header("x-acs-content-sha256").as_deref()
                == Some(hex(&Sha256::digest(&request.body)).as_str());
            let matches = honest
                && unhex(signature).is_some_and(|sent| {
                    keyed::<Hmac<Sha256>>(secret.as_bytes())
                        .chain_update(&text)
                        .verify_slice(&sent)
                        .is_ok()
                });
            let message = format!(
                "Specified signature does not match our calculation. server StringToSign is [{text}] server CanonicalRequest is [{canonical}]"
            );
            (matches, message)
        }
        Proof::Parameters { signature } => {
            let text = string_to_sign(request);
            let matches = STANDARD.decode(signature).is_ok_and(|sent| {
                keyed::<Hmac<Sha1>>(format!("{secret}&").as_bytes())
                    .chain_update(&text)
                    .verify_slice(&sent)
                    .is_ok()
            });
            let message = format!(
                "Specified signature is not matched with our calculation. server string to sign is:{text}"
            );
            (matches, message)
        }
    };
    if matches {
        return Ok(());
    }
    Err(Refusal::new(400, "SignatureDoesNotMatch", message))
}

/// ACS3: method, path, query, headers, header names and body hash, one per line.
fn canonical_request(request: &Request, signed: &[String]) -> String {
    let mut text = format!(
        "{}\n/\n{}\n",
        request.method,
        canonical_query(&request.query)
    );
    for name in signed {
        let value = request.header(name).unwrap_or_default();
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{name}:{value}");
    }
    let _ = write!(
        text,
        "\n{}\n{}",
        signed.join(";"),
        hex(&Sha256::digest(&request.body))
    );
    text
}

/// v1: the method, the path and all parameters but the signature itself, encoded a second time.
fn string_to_sign(request: &Request) -> String {
    let signed: Vec<(String, String)> = request
        .params
        .0
        .iter()
        .filter(|(name, _)| name != "Signature")
        .cloned()
        .collect();
    format!(
        "{}&%2F&{}",
        request.method,
        encode(&canonical_query(&signed))
    )
}

/// Parameters sorted by name as bytes, names and values percent-encoded.
fn canonical_query(params: &[(String, String)]) -> String {
    let mut sorted: Vec<&(String, String)> = params.iter().collect();
    sorted.sort();
    let pairs: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}
