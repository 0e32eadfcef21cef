//! Looking into a running sandbox, and making it misbehave: pages below `/-/`.
//!
//! No API has such a path, and what is asked there counts as no request. One more, `/-/credentials`,
//! is a credentials URI: it counts like a call of an API and belongs to Alibaba Cloud.
//!
//! Only this machine may ask: others on the network are refused, wherever the sandbox listens.
//!
//! - `GET /-/stats`: the counts as a JSON object.
//! - `GET /-/missing`: the images that `list-shifts` took from a list at any time since the faults
//!   were set, back or not, one on a line: region, where the list has one, and id.
//! - `GET /-/faults`: the faults in force, one on a line, as on the command line.
//! - `PUT /-/faults`: puts those of the body, separated by white space, in place of all others;
//!   an empty body ends them all.

use hyper::body::Bytes;
use serde_json::json;

use crate::{
    answer::Answer,
    fault::{Fault, FaultKind},
    request::Request,
    service::Service,
};

/// Answers what is asked of the sandbox itself; `None` is a request like those of an API.
pub(crate) fn answer(service: &Service, request: &Request) -> Option<Answer> {
    let page = request.path.strip_prefix("/-/")?;
    if service.has_key_page(&request.path) {
        return None;
    }
    if !request.is_local {
        let why = "pages below /-/ are for the machine that the sandbox runs on\n";
        return Some(text(403, why.to_owned()));
    }
    Some(match (request.method.as_str(), page) {
        ("GET", "stats") => stats(service),
        ("GET", "missing") => missing(service),
        ("GET", "faults") => faults(service),
        ("PUT", "faults") => match read(&request.body) {
            Ok(faults) => {
                service.replace_faults(faults);
                self::faults(service)
            }
            Err(why) => text(400, format!("{why}\n")),
        },
        (_, "stats" | "missing" | "faults") => text(405, "GET, or PUT for faults\n".to_owned()),
        _ => text(
            404,
            "there are /-/stats, /-/missing, /-/faults and /-/credentials\n".to_owned(),
        ),
    })
}

fn stats(service: &Service) -> Answer {
    let stats = service.stats();
    let body = json!({
        "requests": stats.requests,
        "retries": stats.retries,
        "faults": stats.faults,
        "refused_signatures": stats.refused_signatures,
        "connections": stats.connections,
        "ecm_busiest_second": stats.ecm_busiest_second,
    });
    Answer {
        content_type: "application/json",
        ..text(200, format!("{body}\n"))
    }
}

fn missing(service: &Service) -> Answer {
    let lines = service.shifts().missing().into_iter();
    let line = |(region, id): (Option<String>, String)| match region {
        Some(region) => format!("{region} {id}\n"),
        None => format!("{id}\n"),
    };
    text(200, lines.map(line).collect())
}

fn faults(service: &Service) -> Answer {
    let lines = service.faults().list();
    text(
        200,
        lines.iter().map(|fault| format!("{fault}\n")).collect(),
    )
}

fn read(body: &[u8]) -> Result<Vec<Fault>, String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let faults = text.split_whitespace().map(str::parse::<Fault>);
    let faults: Vec<Fault> = faults
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    // Nobody could end it from here any more.
    let for_ever = |fault: &Fault| fault.kind == FaultKind::Refuse && fault.times.is_none();
    if faults.iter().any(for_ever) {
        return Err(
            "`refuse` needs a count here, such as `refuse:3`: it refuses these pages too"
                .to_owned(),
        );
    }
    Ok(faults)
}

/// Refuses a request whose `Host` header names another machine.
pub(crate) fn foreign_host() -> Answer {
    let why = "the Host header names another machine: use 127.0.0.1 or localhost\n";
    text(421, why.to_owned())
}

fn text(status: u16, body: String) -> Answer {
    Answer {
        body: Bytes::from(body),
        ..Answer::foreign(status, "text/plain; charset=utf-8", "")
    }
}
