//! What a fault makes of a good answer.

use std::io::{self, Write as _};

use flate2::{Compression, write::GzEncoder};
use hyper::body::Bytes;

use super::kinds::FaultKind;
use crate::{answer::Answer, voice::Voice};

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Outcome {
    Send(Answer),
    /// Like `Send`, one second later.
    SendLate(Answer),
    /// Sent as no decent server would; the connection ends with it.
    Mangle(Answer, Manner),
    /// Reset without an answer.
    Reset,
    /// Never answer.
    Hang,
}

/// How an answer is mangled on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Manner {
    /// Headers and half the body, then close.
    Cut,
    /// Headers and half the body, then reset.
    Reset,
    /// Headers that promise more than the body, then close.
    TooLong,
    /// Headers that promise half the body, then close.
    TooShort,
    /// Headers, then nothing until the client goes away.
    Stall,
    /// Headers, then the body in pieces.
    Trickle,
}

/// Turns a good answer into what the fault makes of it.
pub(crate) fn spoil(kind: FaultKind, mut answer: Answer, voice: &dyn Voice) -> Outcome {
    if let Some(refusal) = voice.fault(kind) {
        return Outcome::Send(voice.refusal(&refusal));
    }
    let html = |status, page| Outcome::Send(Answer::foreign(status, "text/html", page));
    let empty = |status| Outcome::Send(Answer::foreign(status, "text/plain", ""));
    match kind {
        FaultKind::InternalErrorHtml => html(500, ERROR_PAGE),
        FaultKind::InternalErrorEmpty => empty(500),
        FaultKind::GatewayHtml => html(503, GATEWAY_PAGE),
        FaultKind::UnavailableEmpty => empty(503),
        FaultKind::GatewayEmpty => empty(502),
        FaultKind::Reset => Outcome::Reset,
        FaultKind::ResetBody => Outcome::Mangle(answer, Manner::Reset),
        FaultKind::Cut => Outcome::Mangle(answer, Manner::Cut),
        FaultKind::LengthLong => Outcome::Mangle(answer, Manner::TooLong),
        FaultKind::LengthShort => Outcome::Mangle(answer, Manner::TooShort),
        FaultKind::HangBody => Outcome::Mangle(answer, Manner::Stall),
        FaultKind::SlowBody => Outcome::Mangle(answer, Manner::Trickle),
        FaultKind::TruncatedJson => {
            answer.body.truncate(answer.body.len() / 2);
            Outcome::Send(answer)
        }
        FaultKind::Garbage => {
            answer.body = Bytes::from_static(b"\x00\xFF}{ this is not JSON");
            Outcome::Send(answer)
        }
        FaultKind::ForeignJson => {
            answer.body = Bytes::from_static(b"{\"error\":\"blocked\"}");
            Outcome::Send(answer)
        }
        FaultKind::Partial => {
            answer.status = 206;
            Outcome::Send(answer)
        }
        FaultKind::TextBehind => {
            answer.body = [&answer.body, &b" <!-- cached -->"[..]].concat().into();
            Outcome::Send(answer)
        }
        FaultKind::ManyRows => {
            answer.body = with_many_rows(&answer.body).into();
            Outcome::Send(answer)
        }
        FaultKind::Gzip | FaultKind::GzipBroken => Outcome::Send(compress(kind, answer)),
        FaultKind::Hang => Outcome::Hang,
        FaultKind::Slow => Outcome::SendLate(answer),
        FaultKind::Redirect => {
            let mut answer = Answer::foreign(302, "text/html", "");
            answer
                .headers
                .push(("location", "http://elsewhere.invalid/".to_owned()));
            Outcome::Send(answer)
        }
        // The rest are refusals, or have done their work in an earlier stage.
        _ => Outcome::Send(answer),
    }
}

/// Puts empty rows in front of the first row.
fn with_many_rows(body: &[u8]) -> Vec<u8> {
    let body = String::from_utf8_lossy(body);
    let list = ["\"Image\":[", "\"ImageSet\":["];
    let begins = list
        .iter()
        .find_map(|name| Some(body.find(name)? + name.len()));
    let (before, rows) = body.split_at(begins.unwrap_or(body.len()));
    let empty = "{},".repeat(MANY_ROWS);
    // Behind the last row there is no comma.
    let empty = if rows.starts_with(']') {
        empty.trim_end_matches(',')
    } else {
        &empty
    };
    [before, empty, rows].concat().into_bytes()
}

const MANY_ROWS: usize = 1_000_000;

/// Compresses the body; what is broken lacks its second half, the checksum included.
fn compress(kind: FaultKind, mut answer: Answer) -> Answer {
    // Writing into a Vec cannot fail; an empty body would be seen at once.
    let mut body = gzip(&answer.body).unwrap_or_default();
    if kind == FaultKind::GzipBroken {
        body.truncate(body.len() / 2);
    }
    answer.body = body.into();
    answer.headers.push(("content-encoding", "gzip".to_owned()));
    answer
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

const ERROR_PAGE: &str = "<html>
<head><title>500 Internal Server Error</title></head>
<body>
<center><h1>500 Internal Server Error</h1></center>
<hr><center>gateway</center>
</body>
</html>
";

const GATEWAY_PAGE: &str = "<html>
<head><title>503 Service Temporarily Unavailable</title></head>
<body>
<center><h1>503 Service Temporarily Unavailable</h1></center>
<hr><center>gateway</center>
</body>
</html>
";
