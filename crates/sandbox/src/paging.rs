//! One page of what was found, and what faults make of it.

use crate::{call::Call, fault::FaultKind};

/// What `clamp-page-size` makes of a page size.
const CLAMPED: usize = 50;

/// A page, ready to be said.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) rows: Vec<T>,
    /// `None`: nothing is said of it.
    pub(crate) total: Option<i64>,
}

/// The page size that counts.
pub(crate) fn size(call: &Call, asked: usize) -> usize {
    if call.has(FaultKind::ClampPageSize) {
        asked.min(CLAMPED)
    } else {
        asked
    }
}

/// Cuts the page that begins at `offset` out of everything that was found.
///
/// Nothing is remembered between two requests, so that a page is the same whenever, and however
/// often, it is asked for: the list is one list for the first page and another for those after it.
pub(crate) fn page<T: Copy>(call: &Call, found: &[T], offset: usize, size: usize) -> Page<T> {
    let later = offset > 0;
    let mut start = if call.has(FaultKind::RepeatPage) {
        0
    } else {
        offset
    };
    let mut total = found.len();
    if later && call.has(FaultKind::RowsInserted) {
        start = start.saturating_sub(1);
        total += 1;
    }
    if later && call.has(FaultKind::RowsRemoved) {
        start += 1;
        total = total.saturating_sub(1);
    }
    let mut rows: Vec<T> = found.iter().skip(start).take(size).copied().collect();
    if call.has(FaultKind::EmptyPage) {
        rows.clear();
    }
    if call.has(FaultKind::DuplicateRows)
        && let Some(first) = rows.first().copied()
    {
        rows.insert(0, first);
    }
    if later && call.has(FaultKind::TotalMoves) {
        total += 1;
    }
    let total = if call.has(FaultKind::TotalGrows) {
        offset.saturating_add(2 * size)
    } else if call.has(FaultKind::TotalHigh) {
        total + size
    } else if call.has(FaultKind::TotalLow) {
        total / 2
    } else if call.has(FaultKind::TotalZero) {
        0
    } else {
        total
    };
    let total = if call.has(FaultKind::TotalNegative) {
        -1
    } else {
        i64::try_from(total).unwrap_or(i64::MAX)
    };
    Page {
        rows,
        total: Some(total).filter(|_| !call.has(FaultKind::TotalMissing)),
    }
}
