//! What every operation is given to work with.

use crate::{
    fault::FaultKind,
    keys::{Account, Keys},
    request::{Params, Request},
    shifts::Shifts,
    world::World,
};

/// What an operation works with.
pub(crate) struct Call<'a> {
    pub(crate) world: &'a World,
    pub(crate) shifts: &'a Shifts,
    pub(crate) request: &'a Request,
    /// Its parameters, for products that send nothing else.
    pub(crate) params: &'a Params,
    pub(crate) request_id: &'a str,
    /// Who asks; `None` only where no key is needed.
    pub(crate) account: Option<&'a Account>,
    pub(crate) keys: &'a Keys,
    /// Unix seconds.
    pub(crate) now: i64,
    /// See [`Options::shuffle`](crate::Options::shuffle).
    pub(crate) shuffle: Option<u64>,
    /// Faults in what is found, for the operation to act out.
    pub(crate) faults: &'a [FaultKind],
}

impl Call<'_> {
    pub(crate) fn has(&self, fault: FaultKind) -> bool {
        self.faults.contains(&fault)
    }
}
