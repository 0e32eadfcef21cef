//! How a cloud says things.

use crate::{
    answer::{Answer, Refusal},
    fault::FaultKind,
};

/// Makes all answers to one request.
pub(crate) trait Voice {
    fn request_id(&self) -> &str;

    /// Says what an operation found; `text` is a JSON object.
    fn success(&self, text: String) -> Answer;

    /// Says why nothing was done.
    fn refusal(&self, refusal: &Refusal) -> Answer;

    /// What a fault makes the API say, if it makes the API say anything.
    fn fault(&self, kind: FaultKind) -> Option<Refusal>;
}
