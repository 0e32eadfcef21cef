//! A product: one version of one API of a cloud, with its operations.

use crate::{answer::Refusal, call::Call, keys::Account};

/// A product.
pub(crate) struct Product {
    /// As spelled in help links.
    pub(crate) name: &'static str,
    /// The only version offered.
    pub(crate) version: &'static str,
    pub(crate) operations: &'static [Operation],
    /// What an identity without permission for an operation is told.
    pub(crate) forbidden: fn(action: &str) -> Refusal,
}

/// One operation. Adding a product is adding a table of them.
pub(crate) struct Operation {
    pub(crate) action: &'static str,
    pub(crate) access: Access,
    pub(crate) run: fn(&Call) -> Result<String, Refusal>,
}

/// Who may use an operation.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Access {
    /// Keys with a permission.
    Permitted,
    /// Every key.
    AnyKey,
    /// Those too who have no key yet.
    Anybody,
}

impl Product {
    /// Finds an operation.
    pub(crate) fn operation(&self, action: &str) -> Option<&'static Operation> {
        self.operations
            .iter()
            .find(|operation| operation.action == action)
    }

    /// May somebody without a key use the operation?
    pub(crate) fn is_open(&self, action: &str) -> bool {
        self.operation(action)
            .is_some_and(|operation| operation.access == Access::Anybody)
    }

    /// Checks that the account may use the operation.
    ///
    /// # Errors
    /// What the product answers to an identity without permission.
    pub(crate) fn check_permission(
        &self,
        operation: &Operation,
        account: Option<&Account>,
    ) -> Result<(), Refusal> {
        let guarded = operation.access == Access::Permitted;
        if !guarded || account.is_some_and(|account| account.permitted) {
            return Ok(());
        }
        Err((self.forbidden)(operation.action))
    }
}
