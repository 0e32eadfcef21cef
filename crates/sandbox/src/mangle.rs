//! Answers that no decent server would send: hyper hands the connection over, and they are written by hand.

use std::{error::Error, fmt, fmt::Write as _, io, time::Duration};

use hyper::{StatusCode, body::Bytes};
use tokio::net::TcpStream;

use crate::{
    answer::Answer,
    fault::{Manner, Target},
};

/// How many pieces the fault `slow-body` makes of a body, and the pause before each.
const PIECES: usize = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// How much more than there is `length-long` promises, in bytes.
const EXCESS: usize = 100;

/// What is to happen to a connection, once hyper has given it up.
///
/// It is an error, since that is how a service tells hyper to give up.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// Close it.
    Close,
    /// Reset it.
    Reset,
    /// Write this first.
    Mangle {
        head: String,
        body: Bytes,
        manner: Manner,
        /// What was asked for, if the client's going away is news.
        target: Option<Target>,
    },
}

impl Ending {
    /// Makes the headers, and cuts the body, as the manner wants.
    pub(crate) fn mangle(mut answer: Answer, manner: Manner, target: Option<Target>) -> Ending {
        let whole = answer.body.len();
        let length = match manner {
            Manner::TooLong => whole + EXCESS,
            Manner::TooShort => whole / 2,
            Manner::Cut | Manner::Reset | Manner::Stall | Manner::Trickle => whole,
        };
        if matches!(manner, Manner::Cut | Manner::Reset) {
            answer.body.truncate(whole / 2);
        }
        // Statuses are constants; an unknown one has no reason to print.
        let reason = StatusCode::from_u16(answer.status)
            .ok()
            .and_then(|status| status.canonical_reason());
        let mut head = format!(
            "HTTP/1.1 {} {}\r\ncontent-type: {}\r\ncontent-length: {length}\r\n",
            answer.status,
            reason.unwrap_or_default(),
            answer.content_type
        );
        if manner == Manner::Trickle {
            // The only good answer among them: the client must not wait for more on this connection.
            answer.headers.push(("connection", "close".to_owned()));
        }
        for (name, value) in &answer.headers {
            // Writing into a String cannot fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        Ending::Mangle {
            head,
            body: answer.body,
            manner,
            target,
        }
    }

    /// Does it, and gives what was asked for if the client went away before the end.
    pub(crate) async fn perform(self, stream: TcpStream) -> Option<Target> {
        let (head, body, manner, target) = match self {
            Ending::Close => return None,
            Ending::Reset => {
                reset(&stream);
                return None;
            }
            Ending::Mangle {
                head,
                body,
                manner,
                target,
            } => (head, body, manner, target),
        };
        let written = write(&stream, head.as_bytes(), &body, manner).await;
        if manner == Manner::Reset {
            reset(&stream);
        }
        target.filter(|_| written.is_err())
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection ends on purpose")
    }
}

impl Error for Ending {}

/// Makes the system reset the connection when it is dropped, rather than close it in good order.
pub(crate) fn reset(stream: &TcpStream) {
    // Where the system refuses, the connection closes instead: as abrupt for the client.
    let _ = stream.set_zero_linger();
}

async fn write(stream: &TcpStream, head: &[u8], body: &[u8], manner: Manner) -> io::Result<()> {
    match manner {
        Manner::Stall => {
            write_all(stream, head).await?;
            return gone(stream).await;
        }
        Manner::Trickle => write_all(stream, head).await?,
        _ => return write_all(stream, &[head, body].concat()).await,
    }
    for piece in body.chunks(body.len().div_ceil(PIECES).max(1)) {
        tokio::time::sleep(PAUSE).await;
        write_all(stream, piece).await?;
    }
    Ok(())
}

/// Waits until the client has gone away.
async fn gone(stream: &TcpStream) -> io::Result<()> {
    let mut unread = [0; 1024];
    loop {
        stream.readable().await?;
        match stream.try_read(&mut unread) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}

async fn write_all(stream: &TcpStream, mut rest: &[u8]) -> io::Result<()> {
    while !rest.is_empty() {
        stream.writable().await?;
        match stream.try_write(rest) {
            Ok(count) => rest = &rest[count..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
