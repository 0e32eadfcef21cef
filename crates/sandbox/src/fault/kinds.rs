//! Every kind of fault: its name, when it takes effect and what it does.

use std::fmt;

/// What can go wrong. Codes and statuses are those of ECS; other products say the same in their own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// 400 `Throttling.User` without a hint.
    Throttle,
    /// 400 `Throttling.User` with `x-acs-retry-after: 200` (milliseconds).
    ThrottleHint,
    /// 500 `InternalError`.
    InternalError,
    /// 500 with a load balancer's HTML page.
    InternalErrorHtml,
    /// 500 with an empty body.
    InternalErrorEmpty,
    /// 503 `ServiceUnavailable`.
    Unavailable,
    /// 503 with an empty body.
    UnavailableEmpty,
    /// 503 with a load balancer's HTML page.
    GatewayHtml,
    /// 502 with an empty body.
    GatewayEmpty,
    /// New connections are accepted and reset at once, before a request is read.
    ///
    /// The system refuses a connection only where nobody listens, and a port given up may be
    /// somebody else's a moment later. So this is the nearest that can be counted and switched off:
    /// the client learns that there is no service, and sends nothing. Connections that are open
    /// already go on. As no request is read, no region and no page can be named, and what comes
    /// after counts as no retry.
    Refuse,
    /// The connection is reset before an answer.
    Reset,
    /// The connection is reset after the headers and half the body.
    ResetBody,
    /// The connection closes after the headers and half the body.
    Cut,
    /// 200 with a whole body that is half a JSON text.
    TruncatedJson,
    /// `Content-Length` promises 100 bytes more than there are; then the connection closes.
    LengthLong,
    /// `Content-Length` is half of what is sent; then the connection closes.
    LengthShort,
    /// An error body with status 200.
    ErrorIn200,
    /// 200 with something that is not JSON.
    Garbage,
    /// 200 with a JSON object that is not the API's.
    ForeignJson,
    /// 206, which says that the body is a part of the answer.
    Partial,
    /// More text behind the body, as of a cache that adds a comment.
    TextBehind,
    /// A list with a million empty objects in front of the images.
    ManyRows,
    /// The body is compressed, whether or not that was asked for.
    Gzip,
    /// As [`FaultKind::Gzip`], but the second half of the compressed body is missing.
    GzipBroken,
    /// No answer ever.
    Hang,
    /// The headers come, the body never.
    HangBody,
    /// The answer comes one second late.
    Slow,
    /// The headers come at once and the body in ten pieces, over one second.
    SlowBody,
    /// The server's clock is one hour ahead.
    ClockSkew,
    /// The server's clock is one hour behind.
    ClockBehind,
    /// At most 50 images a page, whatever was asked for.
    ClampPageSize,
    /// `TotalCount` is too high, by one page.
    TotalHigh,
    /// `TotalCount` is too low, by half.
    TotalLow,
    /// `TotalCount` is 0, whatever there is.
    TotalZero,
    /// `TotalCount` is -1, whatever there is.
    TotalNegative,
    /// `TotalCount` is left out.
    TotalMissing,
    /// `TotalCount` is higher by one from page 2 on, though the images are the same.
    TotalMoves,
    /// `TotalCount` always promises one page after the one asked for. Together with
    /// [`FaultKind::RepeatPage`] the list never ends.
    TotalGrows,
    /// From page 2 on there is one image more in front: the last of each page comes again on the next.
    RowsInserted,
    /// From page 2 on the first image is gone: one is missed between page 1 and page 2.
    RowsRemoved,
    /// Before each page an image goes from the list, or comes back to its place: by chance, and in
    /// front as often as anywhere. The list stays as it is when the fault has happened as often as
    /// asked for; it is whole again when faults are set without this one.
    ListShifts,
    /// The first image of each page comes twice, and is counted once.
    DuplicateRows,
    /// Every page holds the images of page 1.
    RepeatPage,
    /// The page is empty although there are images.
    EmptyPage,
    /// 302 to another host.
    Redirect,
    /// 400 `InvalidSecurityToken.Expired`, whatever the clock says. It does not happen to calls that
    /// give out keys, so that the new key is refused and not the one that it comes from.
    ExpiredToken,
    /// 403 `Forbidden.RAM`.
    Forbidden,
    /// `Images` (or `Image`) is null.
    NullImages,
    /// Filters are ignored: all images that a listing without filters has are listed, and of a
    /// family the newest image of any family.
    IgnoreFilters,
}

/// When a fault takes effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stage {
    /// Before a request is read.
    Connection,
    /// Before verification.
    Clock,
    /// While the images are listed.
    Listing,
    /// When the answer is ready.
    Answer,
}

/// A fault's name on the command line, its stage and what it does.
type Row = (FaultKind, &'static str, Stage, &'static str);

/// Every fault, those alike together.
#[rustfmt::skip]
pub(crate) const KINDS: &[Row] = &[
    (FaultKind::Throttle, "throttle", Stage::Answer, "Too many calls, and no word of when to come back"),
    (FaultKind::ThrottleHint, "throttle-hint", Stage::Answer, "Too many calls: come back in 200 ms (ECM: too many of the whole account)"),
    (FaultKind::InternalError, "internal-error", Stage::Answer, "Status 500 and the API's error (ECM: status 200)"),
    (FaultKind::InternalErrorHtml, "internal-error-html", Stage::Answer, "Status 500 and a page of HTML"),
    (FaultKind::InternalErrorEmpty, "internal-error-empty", Stage::Answer, "Status 500 and an empty body"),
    (FaultKind::Unavailable, "unavailable", Stage::Answer, "Status 503 and the API's error (ECM: status 200)"),
    (FaultKind::UnavailableEmpty, "unavailable-empty", Stage::Answer, "Status 503 and an empty body"),
    (FaultKind::GatewayHtml, "gateway-html", Stage::Answer, "Status 503 and a page of HTML"),
    (FaultKind::GatewayEmpty, "gateway-empty", Stage::Answer, "Status 502 and an empty body"),
    (FaultKind::Refuse, "refuse", Stage::Connection, "New connections are reset before a request is read"),
    (FaultKind::Reset, "reset", Stage::Answer, "The connection is reset before the answer"),
    (FaultKind::ResetBody, "reset-body", Stage::Answer, "The connection is reset in the middle of the body"),
    (FaultKind::Cut, "cut", Stage::Answer, "The connection closes in the middle of the body"),
    (FaultKind::TruncatedJson, "truncated-json", Stage::Answer, "Half a text, as if it were the whole answer"),
    (FaultKind::LengthLong, "length-long", Stage::Answer, "Content-Length promises more than is sent"),
    (FaultKind::LengthShort, "length-short", Stage::Answer, "Content-Length promises half of what is sent"),
    (FaultKind::ErrorIn200, "error-in-200", Stage::Answer, "The API's error with status 200"),
    (FaultKind::Garbage, "garbage", Stage::Answer, "Bytes that are neither JSON nor XML"),
    (FaultKind::ForeignJson, "foreign-json", Stage::Answer, "A JSON object of another service, with status 200"),
    (FaultKind::Partial, "partial", Stage::Answer, "Status 206, as if the body were a part of the answer"),
    (FaultKind::TextBehind, "text-behind", Stage::Answer, "More text behind the body"),
    (FaultKind::ManyRows, "many-rows", Stage::Answer, "A list with a million empty objects in front"),
    (FaultKind::Gzip, "gzip", Stage::Answer, "A compressed body, asked for or not"),
    (FaultKind::GzipBroken, "gzip-broken", Stage::Answer, "A compressed body of which the second half is missing"),
    (FaultKind::Hang, "hang", Stage::Answer, "No answer ever"),
    (FaultKind::HangBody, "hang-body", Stage::Answer, "The headers come, the body never"),
    (FaultKind::Slow, "slow", Stage::Answer, "The first byte comes one second late"),
    (FaultKind::SlowBody, "slow-body", Stage::Answer, "The body trickles in over one second"),
    (FaultKind::ClockSkew, "clock-skew", Stage::Clock, "The server's clock is one hour ahead"),
    (FaultKind::ClockBehind, "clock-behind", Stage::Clock, "The server's clock is one hour behind"),
    (FaultKind::ClampPageSize, "clamp-page-size", Stage::Listing, "At most 50 images a page, whatever is asked for"),
    (FaultKind::TotalHigh, "total-high", Stage::Listing, "The total is too high, by one page"),
    (FaultKind::TotalLow, "total-low", Stage::Listing, "The total is too low, by half"),
    (FaultKind::TotalZero, "total-zero", Stage::Listing, "The total is 0, though there are images"),
    (FaultKind::TotalNegative, "total-negative", Stage::Listing, "The total is -1"),
    (FaultKind::TotalMissing, "total-missing", Stage::Listing, "The total is left out"),
    (FaultKind::TotalMoves, "total-moves", Stage::Listing, "The total is another from page 2 on"),
    (FaultKind::TotalGrows, "total-grows", Stage::Listing, "The total always promises one page more"),
    (FaultKind::RowsInserted, "rows-inserted", Stage::Listing, "After page 1 an image is added in front"),
    (FaultKind::RowsRemoved, "rows-removed", Stage::Listing, "After page 1 the first image is removed"),
    (FaultKind::ListShifts, "list-shifts", Stage::Listing, "Before each page an image goes or comes back"),
    (FaultKind::DuplicateRows, "duplicate-rows", Stage::Listing, "The first image of each page comes twice"),
    (FaultKind::RepeatPage, "repeat-page", Stage::Listing, "Every page is page 1"),
    (FaultKind::EmptyPage, "empty-page", Stage::Listing, "The page is empty although there are images"),
    (FaultKind::Redirect, "redirect", Stage::Answer, "Status 302 to another host"),
    (FaultKind::ExpiredToken, "expired-token", Stage::Answer, "The security token has expired; never where keys are given out"),
    (FaultKind::Forbidden, "forbidden", Stage::Answer, "The permission is refused"),
    (FaultKind::NullImages, "null-images", Stage::Listing, "Null in place of the images"),
    (FaultKind::IgnoreFilters, "ignore-filters", Stage::Listing, "Filters are ignored: images of any kind are listed"),
];

impl FaultKind {
    /// Gives all kinds, those alike together.
    pub fn all() -> impl Iterator<Item = FaultKind> {
        KINDS.iter().map(|(kind, ..)| *kind)
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// What it does, in one line without a full stop.
    pub fn about(self) -> &'static str {
        self.row().3
    }

    pub(crate) fn stage(self) -> Stage {
        self.row().2
    }

    #[expect(
        clippy::expect_used,
        reason = "a test walks through every kind, so a missing row is found there"
    )]
    fn row(self) -> &'static Row {
        KINDS
            .iter()
            .find(|(kind, ..)| *kind == self)
            .expect("every kind has a row")
    }

    /// Can this fault happen to that operation? Faults of a listing need a listing, most need pages;
    /// what only an API tells does not happen to a page that is no API, which goes by its path.
    pub(crate) fn concerns(self, action: &str) -> bool {
        use FaultKind::{DuplicateRows, EmptyPage, IgnoreFilters, NullImages};
        match self.stage() {
            Stage::Connection | Stage::Clock => true,
            Stage::Listing => match action {
                "DescribeImages" | "DescribeImage" => true,
                "DescribeImageInfos" => matches!(self, DuplicateRows | EmptyPage | NullImages),
                "DescribeImageFromFamily" => matches!(self, NullImages | IgnoreFilters),
                _ => false,
            },
            Stage::Answer if self == FaultKind::ManyRows => {
                matches!(
                    action,
                    "DescribeImages" | "DescribeImage" | "DescribeImageInfos"
                )
            }
            Stage::Answer if action.starts_with('/') => !self.is_told_by_the_api(),
            Stage::Answer => self != FaultKind::ExpiredToken || !action.starts_with("AssumeRole"),
        }
    }

    /// Does the API itself say what is wrong?
    fn is_told_by_the_api(self) -> bool {
        use FaultKind::{
            ErrorIn200, ExpiredToken, Forbidden, InternalError, Throttle, ThrottleHint, Unavailable,
        };
        matches!(
            self,
            Throttle
                | ThrottleHint
                | InternalError
                | ErrorIn200
                | Unavailable
                | ExpiredToken
                | Forbidden
        )
    }

    /// Does the client get an answer that is good, if perhaps late or in an odd dress?
    pub(crate) fn is_harmless(self) -> bool {
        use FaultKind::{Gzip, Slow, SlowBody};
        self.stage() != Stage::Answer || matches!(self, Gzip | Slow | SlowBody)
    }

    /// By how many seconds it moves the server's clock.
    pub(crate) fn skew(self) -> i64 {
        const HOUR: i64 = 3_600;
        match self {
            FaultKind::ClockSkew => HOUR,
            FaultKind::ClockBehind => -HOUR,
            _ => 0,
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
