//! How Tencent's API says things: everything in an envelope, and failures with status 200.
//!
//! The content type is exactly `application/json`: one SDK looks for errors under no other.

use hyper::body::Bytes;
use serde_json::{Value, json};

use crate::{
    answer::{Answer, Refusal},
    fault::FaultKind,
    voice,
};

/// What all answers to one request have in common.
pub(crate) struct Voice {
    pub(crate) request_id: String,
}

impl voice::Voice for Voice {
    fn request_id(&self) -> &str {
        &self.request_id
    }

    /// `text` is the whole JSON text, envelope included.
    fn success(&self, text: String) -> Answer {
        success(text)
    }

    fn refusal(&self, refusal: &Refusal) -> Answer {
        let error = json!({ "Code": refusal.code, "Message": refusal.message });
        let body: Value = json!({ "Response": { "Error": error, "RequestId": self.request_id } });
        Answer {
            status: refusal.status,
            code: Some(refusal.code.to_string()),
            ..success(body.to_string())
        }
    }

    fn fault(&self, kind: FaultKind) -> Option<Refusal> {
        fault(kind)
    }
}

/// Makes a refusal. The vendor's gateway answers 200 whatever went wrong.
pub(crate) fn refusal(code: &'static str, message: impl Into<String>) -> Refusal {
    Refusal::new(200, code, message)
}

/// The refusal of an identity without permission by ECM.
pub(crate) fn forbidden_by_ecm(_action: &str) -> Refusal {
    refusal(
        "UnauthorizedOperation.ForbiddenOperation",
        "This key may not do that.",
    )
}

/// The same by STS.
pub(crate) fn forbidden_by_sts(_action: &str) -> Refusal {
    refusal("UnauthorizedOperation", "This key may not do that.")
}

fn success(text: String) -> Answer {
    Answer {
        status: 200,
        content_type: "application/json",
        headers: Vec::new(),
        body: Bytes::from(text),
        code: None,
    }
}

/// What a fault makes the API say, if it makes the API say anything.
///
/// No answer hints how long to wait, so `throttle-hint` tells of the limit of the whole account
/// instead: another code of the same kind.
pub(crate) fn fault(kind: FaultKind) -> Option<Refusal> {
    let (code, message) = match kind {
        FaultKind::Throttle => (
            "RequestLimitExceeded",
            "More calls in one second than this operation allows.",
        ),
        FaultKind::ThrottleHint => (
            "RequestLimitExceeded.UinLimitExceeded",
            "More calls in one second than this account may make.",
        ),
        FaultKind::InternalError => ("InternalError", "Something broke inside."),
        FaultKind::ErrorIn200 => (
            "FailedOperation.InternalOperationFailure",
            "The operation broke inside.",
        ),
        FaultKind::Unavailable => ("ServiceUnavailable", "The service is away for a while."),
        FaultKind::ExpiredToken => ("AuthFailure.TokenFailure", "The token has expired."),
        FaultKind::Forbidden => ("UnauthorizedOperation", "No policy allows this."),
        _ => return None,
    };
    Some(refusal(code, message))
}
