//! To which requests faults happen, and how often.

use std::sync::{Mutex, PoisonError};

use super::kinds::{FaultKind, Stage};

/// A fault and the requests it happens to: all that match every condition given.
///
/// On the command line: `KIND[:N][@REGION][/PAGE]`, for the first `N` matching requests, in one
/// region, on one page. `throttle:2@cn-beijing/3` throttles the first two requests for page 3 of
/// cn-beijing. Requests without a page number ask for page 1; those without a region match no region.
/// `refuse` happens to connections, `N` of them, and knows no region and no page.
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

/// What a request asks for, as far as faults, retries and the log care.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    pub(crate) action: String,
    pub(crate) region: Option<String>,
    pub(crate) page: Option<u32>,
    pub(crate) page_size: Option<u32>,
}

impl Target {
    /// A page that belongs to no API.
    pub(crate) fn page(path: &str) -> Target {
        Target {
            action: path.to_owned(),
            region: None,
            page: None,
            page_size: None,
        }
    }
}

/// The faults in force, with how often each may still happen.
#[derive(Debug)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// The faults that may still happen.
    pub(crate) fn list(&self) -> Vec<Fault> {
        let faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let may_happen = |fault: &&Fault| fault.times != Some(0);
        faults.iter().filter(may_happen).cloned().collect()
    }

    pub(crate) fn new(faults: Vec<Fault>) -> Faults {
        Faults(Mutex::new(faults))
    }

    pub(crate) fn replace(&self, faults: Vec<Fault>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// Takes the faults of one stage that happen to a request. Of those that replace the answer only the first does.
    pub(crate) fn take(&self, stage: Stage, target: &Target) -> Vec<FaultKind> {
        let limit = if stage == Stage::Answer {
            1
        } else {
            usize::MAX
        };
        self.take_where(limit, |fault| {
            fault.kind.stage() == stage && fault.matches(target)
        })
    }

    /// Is a new connection to be refused? A fault with a condition on requests never says so.
    pub(crate) fn refuse(&self) -> bool {
        let taken = self.take_where(1, |fault| {
            let unconditional =
                fault.action.is_none() && fault.region.is_none() && fault.page.is_none();
            fault.kind.stage() == Stage::Connection && unconditional
        });
        !taken.is_empty()
    }

    fn take_where(&self, limit: usize, happens: impl Fn(&Fault) -> bool) -> Vec<FaultKind> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        faults
            .iter_mut()
            .filter(|fault| fault.times != Some(0) && happens(fault))
            .take(limit)
            .map(|fault| {
                fault.times = fault.times.map(|times| times - 1);
                fault.kind
            })
            .collect()
    }
}
