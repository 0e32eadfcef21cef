//! A role, taken with another key.

use std::sync::Arc;

use super::answer::Fresh;
use super::cached::Fetch;
use super::role::Role;
use super::sts::Sts;
use crate::http::{Fetching, Keys};

/// Asks the token service for it.
pub(super) struct AssumeRole {
    pub(super) role: Role,
    pub(super) base: Arc<dyn Keys>,
    pub(super) sts: Sts,
}

impl Fetch for AssumeRole {
    fn fetch(&self) -> Fetching<'_, Fresh> {
        Box::pin(self.sts.assume_role(&self.role, &*self.base))
    }
}
