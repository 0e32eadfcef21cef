//! Pages that hand out keys and belong to no API, such as the metadata of a machine.
//!
//! They count as requests, and meet the faults of a connection or of whatever stands before a
//! service, but none that only an API can tell.

use hyper::body::Bytes;
use serde_json::Value;

use crate::{answer::Answer, keys::Keys, request::Request};

/// Where the metadata of a machine begins, at every cloud.
pub(crate) const METADATA: &str = "/latest/";

/// A request for such a page, and what it takes to answer it.
pub(crate) struct Asked<'a> {
    pub(crate) request: &'a Request,
    pub(crate) request_id: &'a str,
    pub(crate) keys: &'a Keys,
    /// Unix seconds.
    pub(crate) now: i64,
    pub(crate) seed: u64,
    /// See [`Options::metadata_v2_only`](crate::Options::metadata_v2_only).
    pub(crate) v2_only: bool,
}

impl Asked<'_> {
    /// Answers for a page that nobody has.
    pub(crate) fn nowhere(&self) -> Answer {
        refuse(if self.request.method == "GET" {
            404
        } else {
            405
        })
    }
}

/// What follows a folder, with or without the slash at its end.
pub(crate) fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

/// A JSON text.
pub(crate) fn json_page(status: u16, body: &Value) -> Answer {
    Answer {
        body: Bytes::from(body.to_string()),
        ..Answer::foreign(status, "application/json", "")
    }
}

/// A plain text.
pub(crate) fn text_page(text: String) -> Answer {
    Answer {
        body: Bytes::from(text),
        ..Answer::foreign(200, "text/plain", "")
    }
}

/// A status with nothing but its number.
pub(crate) fn refuse(status: u16) -> Answer {
    Answer {
        body: Bytes::from(format!("{status}\n")),
        ..Answer::foreign(status, "text/plain", "")
    }
}
