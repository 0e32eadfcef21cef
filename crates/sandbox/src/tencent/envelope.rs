//! The envelope of a request: key, time, operation and proof, in either signature version.

use super::answer::refusal;
use crate::{answer::Refusal, request::Request};

/// The only scheme of signature version 3, as it begins the `Authorization` header.
pub(crate) const TC3: &str = "TC3-HMAC-SHA256";

/// How a request proves who sent it.
#[derive(Debug, PartialEq)]
pub(crate) enum Proof {
    /// Version 3: hex signature in the `Authorization` header, over the named headers and the body.
    Tc3 {
        date: String,
        /// Not compared with the host: on loopback some SDKs take it from the address.
        service: String,
        /// In the order of the alphabet.
        signed: Vec<String>,
        signature: String,
    },
    /// Version 1: base64 signature in the parameter `Signature`, over all other parameters.
    V1 { sha256: bool, signature: String },
}

/// What every request must say besides the arguments of its operation.
#[derive(Debug)]
pub(crate) struct Envelope {
    /// Empty if none is named.
    pub(crate) action: String,
    /// Empty if none is named.
    pub(crate) version: String,
    pub(crate) key_id: String,
    /// Unix seconds.
    pub(crate) stamp: i64,
    pub(crate) token: Option<String>,
    pub(crate) proof: Proof,
}

impl Envelope {
    /// Reads the envelope of either version.
    ///
    /// # Errors
    /// `AuthFailure.InvalidAuthorization` if a part of the proof is missing or malformed.
    pub(crate) fn read(request: &Request) -> Result<Envelope, Refusal> {
        if is_v3(request) {
            Envelope::from_headers(request)
        } else {
            Envelope::from_parameters(request)
        }
    }

    fn from_headers(request: &Request) -> Result<Envelope, Refusal> {
        let header = |name| request.header_text(name);
        let authorization = header("authorization").unwrap_or_default();
        let fields = authorization
            .strip_prefix(TC3)
            .filter(|fields| fields.starts_with(' '))
            .ok_or_else(|| malformed("scheme"))?;
        let field = |name: &'static str| {
            fields
                .split(',')
                .filter_map(|field| field.trim().split_once('='))
                .find(|(key, value)| *key == name && !value.is_empty())
                .map(|(_, value)| value)
                .ok_or_else(|| malformed(name))
        };
        let credential: Vec<&str> = field("Credential")?.split('/').collect();
        let [key_id, date, service, "tc3_request"] = credential[..] else {
            return Err(malformed("Credential"));
        };
        // The scheme sorts the names: a client that signed them in another order must fail.
        let mut signed: Vec<String> = field("SignedHeaders")?
            .split(';')
            .map(str::to_owned)
            .collect();
        signed.sort();
        if !["content-type", "host"]
            .iter()
            .all(|name| signed.iter().any(|header| header == name))
        {
            return Err(malformed("SignedHeaders"));
        }
        Ok(Envelope {
            action: header("x-tc-action").unwrap_or_default(),
            version: header("x-tc-version").unwrap_or_default(),
            key_id: key_id.to_owned(),
            stamp: seconds(header("x-tc-timestamp").as_deref(), "X-TC-Timestamp")?,
            token: header("x-tc-token"),
            proof: Proof::Tc3 {
                date: date.to_owned(),
                service: service.to_owned(),
                signed,
                signature: field("Signature")?.to_owned(),
            },
        })
    }

    fn from_parameters(request: &Request) -> Result<Envelope, Refusal> {
        let params = &request.params;
        let parameter = |name| params.text(name).map(str::to_owned);
        let required = |name: &'static str| parameter(name).ok_or_else(|| malformed(name));
        let nonce = required("Nonce")?.parse::<u64>();
        if nonce.unwrap_or_default() == 0 {
            return Err(malformed("Nonce"));
        }
        Ok(Envelope {
            action: parameter("Action").unwrap_or_default(),
            version: parameter("Version").unwrap_or_default(),
            key_id: required("SecretId")?,
            stamp: seconds(params.text("Timestamp"), "Timestamp")?,
            token: parameter("Token"),
            proof: Proof::V1 {
                // Anything else, and nothing, means SHA-1.
                sha256: params.text("SignatureMethod") == Some("HmacSHA256"),
                signature: required("Signature")?,
            },
        })
    }
}

/// Is the request signed by version 3, or at least meant to be, or in its form without a signature?
pub(crate) fn is_v3(request: &Request) -> bool {
    let header = request.header("authorization");
    header.is_some_and(|header| header.starts_with("TC3-")) || is_unsigned(request)
}

/// Does the request say that it has no signature? Calls that need none have to say so.
pub(crate) fn is_unsigned(request: &Request) -> bool {
    request.header("authorization").as_deref() == Some("SKIP")
}

/// The operation named.
pub(crate) fn action(request: &Request) -> Option<String> {
    named(request, "x-tc-action", "Action")
}

/// The version named.
pub(crate) fn version(request: &Request) -> Option<String> {
    named(request, "x-tc-version", "Version")
}

/// The region named.
pub(crate) fn region(request: &Request) -> Option<String> {
    named(request, "x-tc-region", "Region")
}

/// What a request says of itself: version 3 in a header, version 1 in a parameter.
fn named(request: &Request, header: &str, parameter: &str) -> Option<String> {
    if is_v3(request) {
        return request.header_text(header);
    }
    request.params.text(parameter).map(str::to_owned)
}

fn seconds(text: Option<&str>, name: &'static str) -> Result<i64, Refusal> {
    text.filter(|text| text.bytes().all(|sign| sign.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| malformed(name))
}

fn malformed(what: &str) -> Refusal {
    refusal(
        "AuthFailure.InvalidAuthorization",
        format!("Of the authorization {what} is missing or malformed."),
    )
}
