//! The envelope of a request to Alibaba Cloud: key, nonce, time, operation and proof, in either signature scheme.
//!
//! Sources: the vendor's pages "Request syntax and signature method V3" (ACS3-HMAC-SHA256, signed
//! headers) and "signature method V2 for RPC APIs" (HMAC-SHA1, signed parameters, called v1 here
//! after its `SignatureVersion=1.0`).

use crate::{answer::Refusal, request::Request};

/// The only header scheme, as it begins the `Authorization` header.
pub(crate) const ACS3: &str = "ACS3-HMAC-SHA256";

/// How a request proves who sent it.
#[derive(Debug, PartialEq)]
pub(crate) enum Proof {
    /// ACS3: hex signature in the `Authorization` header, over the named headers.
    Headers {
        signed: Vec<String>,
        signature: String,
    },
    /// v1: base64 signature in the parameter `Signature`, over all other parameters.
    Parameters { signature: String },
}

/// What every request must say besides the arguments of its operation.
#[derive(Debug)]
pub(crate) struct Envelope {
    pub(crate) action: String,
    pub(crate) version: String,
    pub(crate) key_id: String,
    pub(crate) nonce: String,
    pub(crate) stamp: String,
    pub(crate) token: Option<String>,
    pub(crate) proof: Proof,
}

impl Envelope {
    /// Reads the envelope of either scheme.
    ///
    /// # Errors
    /// The vendor's code for the first part that is missing or malformed.
    pub(crate) fn read(request: &Request) -> Result<Envelope, Refusal> {
        match request.header("authorization") {
            Some(header) if is_acs3(request) => Envelope::from_headers(request, &header),
            _ => Envelope::from_parameters(request),
        }
    }

    fn from_headers(request: &Request, authorization: &str) -> Result<Envelope, Refusal> {
        let Some(fields) = authorization.strip_prefix(ACS3) else {
            return Err(Refusal::new(
                400,
                "InvalidSignatureMethod",
                format!("The signature method must be {ACS3}."),
            ));
        };
        let field = |name: &str| {
            fields
                .split(',')
                .filter_map(|field| field.trim().split_once('='))
                .find(|(key, value)| *key == name && !value.is_empty())
                .map(|(_, value)| value.to_owned())
                .ok_or_else(|| {
                    Refusal::new(
                        400,
                        "IncompleteSignature",
                        format!("The Authorization header has no {name}."),
                    )
                })
        };
        let key_id = field("Credential")?;
        let mut signed: Vec<String> = field("SignedHeaders")?
            .split(';')
            .map(str::to_owned)
            .collect();
        // The scheme sorts the names: a client that signed them in another order must fail.
        signed.sort();
        let signature = field("Signature")?;
        let header = |header: &str, name: &str| {
            request
                .header_text(header)
                .ok_or_else(|| missing(name, header))
        };
        let envelope = Envelope {
            action: header("x-acs-action", "Action")?,
            version: header("x-acs-version", "Version")?,
            nonce: header("x-acs-signature-nonce", "SignatureNonce")?,
            stamp: header("x-acs-date", "Timestamp")?,
            token: request.header_text("x-acs-security-token"),
            key_id,
            proof: Proof::Headers { signed, signature },
        };
        header("x-acs-content-sha256", "Parameter")?;
        envelope.all_headers_signed(request)?;
        Ok(envelope)
    }

    /// A header that is sent but not signed could be changed on the way, so `host` and `x-acs-*` must be signed.
    fn all_headers_signed(&self, request: &Request) -> Result<(), Refusal> {
        let Proof::Headers { signed, .. } = &self.proof else {
            return Ok(());
        };
        let unsigned = request
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| *name == "host" || name.starts_with("x-acs-"))
            .find(|name| !signed.iter().any(|header| header == name));
        match unsigned {
            None => Ok(()),
            Some(name) => Err(Refusal::new(
                400,
                "IncompleteSignature",
                format!("The header {name} is sent but not in SignedHeaders."),
            )),
        }
    }

    fn from_parameters(request: &Request) -> Result<Envelope, Refusal> {
        let params = &request.params;
        let parameter = |name: &str| {
            params
                .text(name)
                .map(str::to_owned)
                .ok_or_else(|| missing(name, name))
        };
        let envelope = Envelope {
            action: parameter("Action")?,
            version: parameter("Version")?,
            key_id: parameter("AccessKeyId")?,
            nonce: parameter("SignatureNonce")?,
            stamp: parameter("Timestamp")?,
            token: params.text("SecurityToken").map(str::to_owned),
            proof: Proof::Parameters {
                signature: parameter("Signature")?,
            },
        };
        for (name, code, wanted) in [
            ("SignatureMethod", "InvalidSignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "InvalidSignatureVersion", "1.0"),
        ] {
            if parameter(name)? != wanted {
                let message = format!("The parameter {name} must be {wanted}.");
                return Err(Refusal::new(400, code, message));
            }
        }
        Ok(envelope)
    }
}

/// Is the request signed by ACS3, or at least meant to be?
pub(crate) fn is_acs3(request: &Request) -> bool {
    request
        .header("authorization")
        .is_some_and(|header| header.starts_with("ACS3-"))
}

/// What a request says of itself: ACS3 in a header, version 1 in a parameter, and those that need no
/// signature in either.
pub(crate) fn named(request: &Request, header: &str, parameter: &str) -> Option<String> {
    match request.params.text(parameter) {
        Some(value) if !is_acs3(request) => Some(value.to_owned()),
        _ => request.header_text(header),
    }
}

fn missing(name: &str, what: &str) -> Refusal {
    Refusal::new(
        400,
        format!("Missing{name}"),
        format!("{what} is mandatory for this action."),
    )
}
