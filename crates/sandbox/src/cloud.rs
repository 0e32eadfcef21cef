//! What a cloud has to know to be emulated.

use std::{sync::Arc, time::Instant};

use crate::{
    answer::{Answer, Refusal},
    fault::Target,
    key_page::Asked,
    keys::{Account, Keys},
    product::{Operation, Product},
    request::Request,
    voice::Voice,
};

/// A cloud, with what it remembers of the requests to one sandbox.
pub(crate) trait Cloud: Send + Sync {
    /// Is the request for this cloud?
    fn claims(&self, request: &Request) -> bool;

    /// The product that a request is for.
    fn product(&self, request: &Request) -> &'static Product;

    /// What a request asks for, as far as faults and the log care; nothing in it is checked.
    fn target(&self, request: &Request) -> Target;

    /// What a request says of itself; nothing in it is checked.
    fn said(&self, request: &Request) -> Said;

    /// How the cloud answers a request. The id is given in capital letters.
    fn voice(
        &self,
        request: &Request,
        product: &'static Product,
        target: &Target,
        request_id: String,
    ) -> Box<dyn Voice>;

    /// Checks the path and the method, before anybody asks who calls.
    ///
    /// # Errors
    /// The vendor's code for another path, or another method.
    fn check_entrance(&self, request: &Request) -> Result<(), Refusal>;

    /// Finds out who sent a request.
    ///
    /// The second number of seconds moves the clock that time stamps are compared with, not the memory
    /// of nonces nor the end of keys.
    ///
    /// # Errors
    /// The vendor's code for the first check that fails.
    fn admit(&self, keys: &Keys, request: &Request, clock: (i64, i64)) -> Result<Caller, Refusal>;

    /// What is told to who names a version that the product does not have.
    fn unknown_version(&self) -> Refusal;

    /// What is told to who names an operation that the product does not have.
    fn unknown_action(&self) -> Refusal;

    /// Notes that a request came, whatever it will be answered.
    fn came(&self, _product: &Product, _received: Instant) {}

    /// The most requests that came within one second, of the product that has a limit.
    fn busiest_second(&self) -> u64 {
        0
    }

    /// Checks that a key may make one call more now.
    ///
    /// # Errors
    /// The vendor's code for too many calls.
    fn check_rate(
        &self,
        _product: &Product,
        _operation: &Operation,
        _account: &Account,
        _received: Instant,
    ) -> Result<(), Refusal> {
        Ok(())
    }

    /// Is there a page that hands out keys and belongs to no API?
    fn has_key_page(&self, path: &str) -> bool;

    /// Answers for such a page; `None` if it is another cloud's, or nobody's.
    fn key_page(&self, asked: &Asked) -> Option<Answer>;
}

/// What a request says of itself.
pub(crate) struct Said {
    pub(crate) action: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) nonce: Option<String>,
    /// Is there a signature, or the place for one?
    pub(crate) is_signed: bool,
}

/// Who calls what, when that is beyond doubt.
pub(crate) struct Caller {
    /// `None` for operations that need no key.
    pub(crate) account: Option<Arc<Account>>,
    pub(crate) version: String,
    pub(crate) action: String,
}
