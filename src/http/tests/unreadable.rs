//! Answers that cannot be read are asked for again.

use super::{Play, Stage, answer, attempts, call, fine};
use crate::error::{DecodeError, Error};

/// Reads what a provider would, an object: here an empty one.
pub(super) fn read(body: &[u8]) -> Result<(), DecodeError> {
    let is_object = (body == b"{}").then_some(());
    is_object.ok_or_else(|| DecodeError::new("no object"))
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_read_is_asked_for_again() {
    for (status, body, expected) in [
        (200, "", "no object"),
        (200, "<html>sign in</html>", "no object"),
        (200, "{} and more", "no object"),
        (200, "{\"half\":", "it ends in the middle"),
        (206, "{}", "answered with a part of it (HTTP 206)"),
        (204, "", "answered with HTTP 204"),
    ] {
        let odd = Play::Answer(answer(status, body));
        let error = call(&Stage::new([odd.clone()])).await.unwrap_err();
        assert_eq!(attempts(&error), 4, "{body}");
        let Error::Decode { failure, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(failure.message, expected, "{body}");
        assert_eq!(call(&Stage::new([odd, fine()])).await.unwrap(), 2);
    }
}
