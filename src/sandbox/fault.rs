//! Faults on demand: which request goes wrong, and how.
//!
//! Only requests that pass verification meet a fault (a skewed clock apart), so that faults never
//! hide a wrong signature, and a nonce counts as used even if the answer is lost on the way.

use std::{
    error::Error,
    fmt,
    str::FromStr,
    sync::{Mutex, PoisonError},
};

use hyper::body::Bytes;

use super::{
    answer::{Answer, Refusal, Voice},
    operation::forbidden,
    tencent,
};

/// What can go wrong. Codes and statuses are those of ECS; other products say the same in their own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// 400 `Throttling.User` without a hint.
    Throttle,
    /// 400 `Throttling.User` with `x-acs-retry-after: 200` (milliseconds).
    ThrottleHint,
    /// 500 `InternalError`.
    InternalError,
    /// 503 `ServiceUnavailable`.
    Unavailable,
    /// 503 with a load balancer's HTML page.
    GatewayHtml,
    /// 502 with an empty body.
    GatewayEmpty,
    /// The connection closes before an answer.
    Reset,
    /// The connection closes after the headers and half the body.
    Cut,
    /// 200 with a whole body that is half a JSON text.
    TruncatedJson,
    /// An error body with status 200.
    ErrorIn200,
    /// 200 with something that is not JSON.
    Garbage,
    /// No answer ever.
    Hang,
    /// The answer comes one second late.
    Slow,
    /// The server's clock is one hour ahead.
    ClockSkew,
    /// At most 50 images a page, whatever was asked for.
    ClampPageSize,
    /// `TotalCount` is too high, by one page.
    TotalHigh,
    /// `TotalCount` is too low, by half.
    TotalLow,
    /// `TotalCount` is left out.
    TotalMissing,
    /// Every page holds the images of page 1.
    RepeatPage,
    /// The page is empty although there are images.
    EmptyPage,
    /// 302 to another host.
    Redirect,
    /// 400 `InvalidSecurityToken.Expired`.
    ExpiredToken,
    /// 403 `Forbidden.RAM`.
    Forbidden,
    /// `Images` (or `Image`) is null.
    NullImages,
}

/// When a fault takes effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stage {
    /// Before verification.
    Clock,
    /// While the images are listed.
    Listing,
    /// When the answer is ready.
    Answer,
}

/// Every fault, its name on the command line and its stage.
const KINDS: &[(FaultKind, &str, Stage)] = &[
    (FaultKind::Throttle, "throttle", Stage::Answer),
    (FaultKind::ThrottleHint, "throttle-hint", Stage::Answer),
    (FaultKind::InternalError, "internal-error", Stage::Answer),
    (FaultKind::Unavailable, "unavailable", Stage::Answer),
    (FaultKind::GatewayHtml, "gateway-html", Stage::Answer),
    (FaultKind::GatewayEmpty, "gateway-empty", Stage::Answer),
    (FaultKind::Reset, "reset", Stage::Answer),
    (FaultKind::Cut, "cut", Stage::Answer),
    (FaultKind::TruncatedJson, "truncated-json", Stage::Answer),
    (FaultKind::ErrorIn200, "error-in-200", Stage::Answer),
    (FaultKind::Garbage, "garbage", Stage::Answer),
    (FaultKind::Hang, "hang", Stage::Answer),
    (FaultKind::Slow, "slow", Stage::Answer),
    (FaultKind::ClockSkew, "clock-skew", Stage::Clock),
    (FaultKind::ClampPageSize, "clamp-page-size", Stage::Listing),
    (FaultKind::TotalHigh, "total-high", Stage::Listing),
    (FaultKind::TotalLow, "total-low", Stage::Listing),
    (FaultKind::TotalMissing, "total-missing", Stage::Listing),
    (FaultKind::RepeatPage, "repeat-page", Stage::Listing),
    (FaultKind::EmptyPage, "empty-page", Stage::Listing),
    (FaultKind::Redirect, "redirect", Stage::Answer),
    (FaultKind::ExpiredToken, "expired-token", Stage::Answer),
    (FaultKind::Forbidden, "forbidden", Stage::Answer),
    (FaultKind::NullImages, "null-images", Stage::Listing),
];

impl FaultKind {
    /// Gives all kinds, in the order of the table.
    pub fn all() -> impl Iterator<Item = FaultKind> {
        KINDS.iter().map(|(kind, ..)| *kind)
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    fn stage(self) -> Stage {
        self.row().2
    }

    #[expect(
        clippy::expect_used,
        reason = "a test walks through every kind, so a missing row is found there"
    )]
    fn row(self) -> &'static (FaultKind, &'static str, Stage) {
        KINDS
            .iter()
            .find(|(kind, ..)| *kind == self)
            .expect("every kind has a row")
    }

    /// Can this fault happen to that operation? Faults of a listing need a listing, most need pages.
    fn concerns(self, action: &str) -> bool {
        use FaultKind::{EmptyPage, NullImages};
        self.stage() != Stage::Listing
            || match action {
                "DescribeImages" | "DescribeImage" => true,
                "DescribeImageInfos" => matches!(self, EmptyPage | NullImages),
                "DescribeImageFromFamily" => self == NullImages,
                _ => false,
            }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A fault and the requests it happens to: all that match every condition given.
///
/// On the command line: `KIND[:N][@REGION][/PAGE]`, for the first `N` matching requests, in one
/// region, on one page. `throttle:2@cn-beijing/3` throttles the first two requests for page 3 of
/// cn-beijing. Requests without a page number ask for page 1; those without a region match no region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// Only this operation.
    pub action: Option<String>,
    /// Only this region.
    pub region: Option<String>,
    /// Only this page.
    pub page: Option<u32>,
    /// Only so many times; `None` is always.
    pub times: Option<u32>,
}

impl Fault {
    /// A fault that happens to every request.
    pub fn always(kind: FaultKind) -> Fault {
        Fault {
            kind,
            action: None,
            region: None,
            page: None,
            times: None,
        }
    }

    fn matches(&self, target: &Target) -> bool {
        self.kind.concerns(&target.action)
            && self
                .action
                .as_ref()
                .is_none_or(|action| *action == target.action)
            && (self.region.is_none() || self.region == target.region)
            && self
                .page
                .is_none_or(|page| page == target.page.unwrap_or(1))
    }
}

/// A fault that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidFault(String);

impl fmt::Display for InvalidFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for InvalidFault {}

impl FromStr for Fault {
    type Err = InvalidFault;

    fn from_str(text: &str) -> Result<Fault, InvalidFault> {
        let (rest, page) = split(text, '/');
        let (rest, region) = split(rest, '@');
        let (name, times) = split(rest, ':');
        let Some((kind, ..)) = KINDS.iter().find(|(_, known, _)| *known == name) else {
            let names: Vec<&str> = KINDS.iter().map(|(_, name, _)| *name).collect();
            let names = names.join(", ");
            return Err(InvalidFault(format!(
                "unknown fault `{name}`; known are: {names}"
            )));
        };
        if region == Some("") {
            return Err(InvalidFault(format!(
                "no region after `@` in fault `{text}`"
            )));
        }
        Ok(Fault {
            kind: *kind,
            action: None,
            region: region.map(str::to_owned),
            page: page.map(|page| positive(page, "page", text)).transpose()?,
            times: times
                .map(|times| positive(times, "count", text))
                .transpose()?,
        })
    }
}

fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn positive(number: &str, what: &str, whole: &str) -> Result<u32, InvalidFault> {
    number.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
        InvalidFault(format!(
            "the {what} `{number}` in fault `{whole}` is not a number from 1; write KIND[:N][@REGION][/PAGE]"
        ))
    })
}

/// What a request asks for, as far as faults and the log care.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) action: String,
    pub(super) region: Option<String>,
    pub(super) page: Option<u32>,
    pub(super) page_size: Option<u32>,
}

/// The faults in force, with how often each may still happen.
#[derive(Debug)]
pub(super) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(super) fn new(faults: Vec<Fault>) -> Faults {
        Faults(Mutex::new(faults))
    }

    pub(super) fn replace(&self, faults: Vec<Fault>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// Takes the faults of one stage that happen to a request. Of those that replace the answer only the first does.
    pub(super) fn take(&self, stage: Stage, target: &Target) -> Vec<FaultKind> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = if stage == Stage::Answer {
            1
        } else {
            usize::MAX
        };
        faults
            .iter_mut()
            .filter(|fault| {
                fault.times != Some(0) && fault.kind.stage() == stage && fault.matches(target)
            })
            .take(limit)
            .map(|fault| {
                fault.times = fault.times.map(|times| times - 1);
                fault.kind
            })
            .collect()
    }
}

/// What becomes of a request.
#[derive(Debug)]
pub(super) enum Outcome {
    Send(Answer),
    /// Like `Send`, one second later.
    SendLate(Answer),
    /// Send headers and half the body, then close.
    Cut(Answer),
    /// Close without an answer.
    Close,
    /// Never answer.
    Hang,
}

/// Turns a good answer into what the fault makes of it.
pub(super) fn spoil(kind: FaultKind, mut answer: Answer, voice: &Voice) -> Outcome {
    let refusal = if voice.product.is_tencent() {
        tencent::answer::fault(kind)
    } else {
        refusal(kind, voice)
    };
    if let Some(refusal) = refusal {
        return Outcome::Send(voice.refusal(&refusal));
    }
    match kind {
        FaultKind::GatewayHtml => Outcome::Send(Answer::foreign(503, "text/html", GATEWAY_PAGE)),
        FaultKind::GatewayEmpty => Outcome::Send(Answer::foreign(502, "text/plain", "")),
        FaultKind::Reset => Outcome::Close,
        FaultKind::Cut => Outcome::Cut(answer),
        FaultKind::TruncatedJson => {
            answer.body.truncate(answer.body.len() / 2);
            Outcome::Send(answer)
        }
        FaultKind::Garbage => {
            answer.body = Bytes::from_static(b"\x00\xFF}{ this is not JSON");
            Outcome::Send(answer)
        }
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

/// What a fault makes Alibaba's API say, if it makes the API say anything.
fn refusal(kind: FaultKind, voice: &Voice) -> Option<Refusal> {
    let (status, code, message) = match kind {
        FaultKind::Throttle | FaultKind::ThrottleHint => (400, "Throttling.User", THROTTLED),
        FaultKind::InternalError => (500, "InternalError", INTERNAL),
        FaultKind::ErrorIn200 => (200, "InternalError", INTERNAL),
        FaultKind::Unavailable => (
            503,
            "ServiceUnavailable",
            "The request has failed due to a temporary failure of the server.",
        ),
        FaultKind::ExpiredToken => (
            400,
            "InvalidSecurityToken.Expired",
            "Specified SecurityToken is expired.",
        ),
        FaultKind::Forbidden => return Some(forbidden(voice.product, &voice.action)),
        _ => return None,
    };
    let mut refusal = Refusal::new(status, code, message);
    refusal.retry_after = (kind == FaultKind::ThrottleHint).then_some(200);
    Some(refusal)
}

const THROTTLED: &str = "Request was denied due to user flow control.";
const INTERNAL: &str =
    "The request processing has failed due to some unknown error, exception or failure.";

const GATEWAY_PAGE: &str = "<html>
<head><title>503 Service Temporarily Unavailable</title></head>
<body>
<center><h1>503 Service Temporarily Unavailable</h1></center>
<hr><center>gateway</center>
</body>
</html>
";
