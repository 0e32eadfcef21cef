//! Faults on demand: which request goes wrong, and how.
//!
//! Only requests that pass verification meet a fault (a skewed clock apart, connections that are
//! refused before a request comes, and pages that ask for no signature), so that faults never hide a
//! wrong signature, and a nonce counts as used even if the answer is lost on the way.
//!
//! `kinds` is the table of faults, `rules` tells to which requests they happen, `grammar` reads them
//! from the command line, `effects` spoils answers. Faults of a listing are acted out in `shifts` and
//! `paging` and by the operations, those of the connection in `server`.

mod effects;
mod grammar;
mod kinds;
mod rules;

pub(crate) use effects::{Manner, Outcome, spoil};
pub use grammar::InvalidFault;
pub use kinds::FaultKind;
pub(crate) use kinds::Stage;
pub use rules::Fault;
pub(crate) use rules::{Faults, Target};
