//! What all products of Tencent Cloud's API 3.0 have in common: envelope, signatures, parameters, errors.
//!
//! Sources: the vendor's pages "Signature v3", "Signature", "Request Structure", "Responses" and
//! "Error Codes" of the common part. Which input gets which code is not documented for most; where
//! the choice is this emulator's it is marked "choice".

pub(super) mod answer;
pub(super) mod arguments;
pub(super) mod envelope;
pub(super) mod rate;
pub(super) mod signature;

use std::sync::Arc;

use super::{
    answer::Refusal,
    fault::Target,
    keys::{Account, Keys, Vendor},
    request::Request,
};
use answer::refusal;
use arguments::Arguments;
use envelope::{Envelope, is_v3};

/// How far a time stamp may be from the server's clock, in seconds.
const WINDOW: u64 = 300;

/// Finds out who sent a request: envelope, key, time, signature and token, in that order (choice).
///
/// A repeated request is no offence: version 3 has no nonce, and what becomes of a repeated nonce
/// of version 1 is not documented.
///
/// `skew` moves the clock that time stamps are compared with, not the end of keys.
///
/// # Errors
/// The vendor's code for the first check that fails.
pub(super) fn admit(
    keys: &Keys,
    request: &Request,
    (now, skew): (i64, i64),
) -> Result<(Envelope, Arc<Account>), Refusal> {
    let envelope = Envelope::read(request)?;
    let account = keys
        .find(Vendor::Tencent, &envelope.key_id)
        .ok_or_else(|| refusal("AuthFailure.SecretIdNotFound", "No key has this SecretId."))?;
    if (now + skew).abs_diff(envelope.stamp) > WINDOW {
        return Err(refusal(
            "AuthFailure.SignatureExpire",
            "The time stamp is more than five minutes off the server's clock.",
        ));
    }
    signature::check(request, &envelope, &account.secret)?;
    // A permanent key has no token, so that one sent with it belongs to another key (choice).
    if account.token.as_deref() != envelope.token.as_deref() || account.is_over(now) {
        return Err(refusal(
            "AuthFailure.TokenFailure",
            "The token is missing, expired or of another key.",
        ));
    }
    Ok((envelope, account))
}

/// Checks the path and the method, before anybody asks who calls.
///
/// # Errors
/// `UnsupportedProtocol` for a method other than GET and POST, `InvalidRequest` for another path (choice).
pub(super) fn check_entrance(request: &Request) -> Result<(), Refusal> {
    if !["GET", "POST"].contains(&request.method.as_str()) {
        return Err(refusal(
            "UnsupportedProtocol",
            "Only the methods GET and POST are supported.",
        ));
    }
    if request.path != "/" {
        return Err(refusal("InvalidRequest", "The path must be `/`."));
    }
    Ok(())
}

/// What a request asks for, as far as faults and the log care; nothing in it is checked.
///
/// Offset and limit are told as a page, so that a fault can name one.
pub(super) fn target(request: &Request) -> Target {
    let arguments = Arguments::read(request).unwrap_or_default();
    let number = |name| {
        let number = arguments.integer(name).ok().flatten();
        number.and_then(|number| u32::try_from(number).ok())
    };
    let page_size = number("Limit");
    let page = number("Offset")
        .unwrap_or(0)
        .checked_div(page_size.unwrap_or(super::ecm::LIMIT))
        .and_then(|page| page.checked_add(1));
    Target {
        action: action(request).unwrap_or_default(),
        region: region(request),
        page,
        page_size,
    }
}

/// The operation named.
pub(super) fn action(request: &Request) -> Option<String> {
    named(request, "x-tc-action", "Action")
}

/// The version named.
pub(super) fn version(request: &Request) -> Option<String> {
    named(request, "x-tc-version", "Version")
}

/// The region named.
pub(super) fn region(request: &Request) -> Option<String> {
    named(request, "x-tc-region", "Region")
}

/// What a request says of itself: version 3 in a header, version 1 in a parameter.
fn named(request: &Request, header: &str, parameter: &str) -> Option<String> {
    if is_v3(request) {
        return request.header_text(header);
    }
    request.params.text(parameter).map(str::to_owned)
}
