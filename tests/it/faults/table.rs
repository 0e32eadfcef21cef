//! The fault table: what the program makes of each fault.

use std::ops::RangeInclusive;

use cloudq::sandbox::FaultKind;

/// How many images there are.
pub(super) const IMAGES: usize = 250;
/// How many of them are on the first page.
pub(super) const FIRST_PAGE: usize = 100;

/// What is expected of one fault.
pub(super) struct Row {
    /// When it happens to the first request, with three retries.
    pub(super) once: Told,
    /// When it happens to every request, with one retry, and a short timeout for what
    /// is late.
    pub(super) always: Told,
    /// When it happens to every request for page 2, without a retry. `None` where no
    /// page can be named, or where one page is not a thing apart.
    pub(super) second: Option<End>,
    /// How many requests it may cost on top of one for each page: the first time, when
    /// it never ends, and on page 2.
    pub(super) more: [u64; 3],
    /// Whether it needs pages to happen at all.
    pub(super) needs_pages: bool,
    /// Whether all that is wrong is that the answer is late.
    pub(super) is_late: bool,
}

/// How a run ends, and what of it is to be read.
pub(super) type Told = (End, &'static str);

/// How a run ends.
#[derive(Clone, Debug)]
pub(super) enum End {
    /// Every image is printed, and nothing is said.
    Whole,
    /// So many images are printed, and nothing is said.
    Fewer(RangeInclusive<usize>),
    /// No image is printed, as if there were none.
    Empty,
    /// So many images are printed, with a warning, and with success.
    Warned(RangeInclusive<usize>),
    /// No image is printed (of lines: none after the pages before), and the error has
    /// this code and this kind.
    Fails(i32, &'static str),
}

use End::{Empty, Fails, Fewer, Warned, Whole};

const SERVICE: End = Fails(7, "service");
const NETWORK: End = Fails(6, "network");
const UNTRUSTED: End = Fails(12, "untrusted");
const CREDENTIALS: End = Fails(4, "credentials");

/// What is said of a list that never added up.
pub(super) const READ_AGAIN: &str = "though it was read 3 times";

/// Every image is there, though something is odd.
const ODD: End = Warned(IMAGES..=IMAGES);

/// Some images went while the list was read: no more than requests were sent.
const FEWER: End = Fewer(IMAGES - 7..=IMAGES);

/// It is tried again: no harm is done when it passes.
fn tried_again(end: End, words: &'static str) -> Row {
    Row {
        once: (Whole, ""),
        always: (end.clone(), words),
        second: Some(end),
        more: [1; 3],
        needs_pages: false,
        is_late: false,
    }
}

/// It is not tried again: the first one is the end.
fn final_at_once(end: End, words: &'static str) -> Row {
    Row {
        once: (end.clone(), words),
        more: [0; 3],
        ..tried_again(end, words)
    }
}

/// It does no harm.
fn harmless() -> Row {
    Row {
        more: [0; 3],
        ..tried_again(Whole, "")
    }
}

/// No answer comes before the request is given up.
fn late() -> Row {
    Row {
        is_late: true,
        ..tried_again(NETWORK, "did not answer within the request timeout")
    }
}

/// The answer is good, and too late only where the timeout is short.
fn slow() -> Row {
    Row {
        second: Some(Whole),
        ..late()
    }
}

/// The service's clock is wrong: it is set after one refusal.
///
/// Once is a clock that is right again when the second attempt comes, signed with
/// the time that was wrong. Clocks do not jump back and forth: one correction it is.
fn clock() -> Row {
    Row {
        once: (CREDENTIALS, "clock"),
        always: (Whole, ""),
        second: None,
        more: [1; 3],
        needs_pages: false,
        is_late: false,
    }
}

/// A list of pages that is odd: on its first page, on all of them, on its second. It is
/// read again, first where its pages meet, and that heals what passes.
fn odd(once: End, always: End, second: End, more: [u64; 3]) -> Row {
    let told = |end| {
        let is_warned = matches!(end, Warned(_));
        (end, if is_warned { READ_AGAIN } else { "" })
    };
    Row {
        once: told(once),
        always: told(always),
        second: Some(second),
        more,
        needs_pages: true,
        is_late: false,
    }
}

/// Rows were counted, and none came, however often the list was read: that is no list.
/// Where only one page is empty, what stands on the others comes with a warning.
///
/// Where there are no pages no rows are counted either: nobody can tell this from a
/// cloud without images.
fn nothing(paged: bool) -> Row {
    if paged {
        Row {
            always: (UNTRUSTED, "rows but listed none"),
            needs_pages: false,
            ..odd(
                Whole,
                UNTRUSTED,
                Warned(FIRST_PAGE..=IMAGES - 1),
                [1, 2, 12],
            )
        }
    } else {
        Row {
            second: None,
            ..final_at_once(Empty, "")
        }
    }
}

/// The row of a fault, for a cloud that lists pages or all at once.
#[expect(clippy::match_same_arms, reason = "each fault has a row of its own")]
#[rustfmt::skip]
pub(super) fn row(kind: FaultKind, paged: bool) -> Row {
    use FaultKind as F;
    // Without a total, as many pages are asked for ahead as may be under way.
    const AHEAD: u64 = 8;
    match kind {
        F::Throttle => tried_again(SERVICE, "the service is throttling"),
        F::ThrottleHint => tried_again(SERVICE, "the service is throttling"),
        F::InternalError => tried_again(SERVICE, "the service failed: InternalError"),
        F::InternalErrorHtml => tried_again(SERVICE, "the service failed: HTTP 500"),
        F::InternalErrorEmpty => tried_again(SERVICE, "the service failed: HTTP 500"),
        F::Unavailable => tried_again(SERVICE, "the service failed: ServiceUnavailable"),
        F::UnavailableEmpty => tried_again(SERVICE, "the service failed: HTTP 503"),
        F::GatewayHtml => tried_again(SERVICE, "the service failed: HTTP 503"),
        F::GatewayEmpty => tried_again(SERVICE, "the service failed: HTTP 502"),
        // No connection, or one that broke: the reset may be there before the request is written, or after.
        F::Refuse => Row { second: None, ..tried_again(NETWORK, "connection to 127.0.0.1") },
        F::Reset => tried_again(NETWORK, "broke"),
        F::ResetBody => tried_again(NETWORK, "broke"),
        F::Cut => tried_again(NETWORK, "broke"),
        F::TruncatedJson => tried_again(SERVICE, "ends in the middle"),
        F::LengthLong => tried_again(NETWORK, "broke"),
        F::LengthShort => tried_again(SERVICE, "ends in the middle"),
        F::ErrorIn200 => tried_again(SERVICE, "the service failed"),
        F::Garbage => tried_again(SERVICE, "unreadable"),
        F::ForeignJson => tried_again(SERVICE, "the API's own member `"),
        F::Partial => tried_again(SERVICE, "HTTP 206"),
        F::TextBehind => tried_again(SERVICE, "there is more text behind the JSON object"),
        F::ManyRows => tried_again(SERVICE, "it holds more than "),
        F::Gzip => harmless(),
        F::GzipBroken => tried_again(NETWORK, "broke"),
        F::Hang => late(),
        F::HangBody => late(),
        F::Slow => slow(),
        F::SlowBody => slow(),
        F::ClockSkew => clock(),
        F::ClockBehind => clock(),
        // The pages that straddle the borders of page 2 are cut as well.
        F::ClampPageSize => odd(Whole, Whole, Warned(FIRST_PAGE..=IMAGES - 1), [2, 2, 21]),
        F::TotalHigh => odd(Whole, ODD, Whole, [4, 18, 4]),
        // Pages with rows beyond it disprove the total: more pages are asked for until one is short.
        F::TotalLow => odd(Whole, ODD, ODD, [2, 10 + 3 * AHEAD, 10 + 3 * AHEAD]),
        F::TotalZero => odd(Whole, ODD, ODD, [4 + AHEAD, 10 + 3 * AHEAD, 10 + 3 * AHEAD]),
        F::TotalNegative => odd(Whole, ODD, ODD, [4 + AHEAD, 10 + 3 * AHEAD, 10 + 3 * AHEAD]),
        // If a later page has a total, the list is read again from its first page, to check it.
        F::TotalMissing => odd(Whole, Whole, Whole, [AHEAD + 1, AHEAD, AHEAD]),
        // Of the image that is counted from page 2 on nobody knows what it is.
        F::TotalMoves => odd(Whole, ODD, Whole, [0, 12, 2]),
        F::TotalGrows => odd(Whole, ODD, Whole, [2, 18, 2]),
        // The image that slipped from page to page stands on the page that straddles their border.
        F::RowsInserted => odd(Whole, Whole, Whole, [0, 1, 1]),
        F::RowsRemoved => odd(Whole, Whole, Whole, [0, 2, 1]),
        F::DuplicateRows if paged => Row { needs_pages: false, ..odd(Whole, ODD, ODD, [2, 12, 12]) },
        // One answer holds them all: there is nothing that could be missing.
        F::DuplicateRows => harmless(),
        // Of the images that went before, or came after, their page was read nobody knows.
        F::ListShifts => odd(FEWER, FEWER, FEWER, [0, 4, 4]),
        F::RepeatPage => odd(Whole, Warned(FIRST_PAGE..=FIRST_PAGE), Warned(FIRST_PAGE..=IMAGES - 1), [0, 9, 9]),
        F::EmptyPage => nothing(paged),
        F::Redirect => final_at_once(SERVICE, "redirect (HTTP 302), which is never followed"),
        F::ExpiredToken => final_at_once(CREDENTIALS, "expired"),
        F::Forbidden => final_at_once(CREDENTIALS, "not allowed to list images"),
        F::NullImages => nothing(paged),
        // A list that asks for no filter is right.
        F::IgnoreFilters => Row { needs_pages: true, ..harmless() },
    }
}
