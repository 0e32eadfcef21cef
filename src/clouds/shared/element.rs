//! Elements of a list, with or without the text they were read from.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::error::DecodeError;
use crate::model::{Image, Raw};
use crate::provider::Place;

/// An image in the API's own names.
pub(in crate::clouds) trait Wire: DeserializeOwned {
    /// The same in ours.
    fn into_image(self, place: &Place) -> Image;
}

/// An element of a list of images.
///
/// Envelopes are generic over it, so that the text of the elements costs only
/// where it is wanted.
pub(in crate::clouds) trait Element: DeserializeOwned {
    /// The row it becomes.
    fn into_row(self, place: &Place) -> Image;
}

impl<W: Wire> Element for W {
    fn into_row(self, place: &Place) -> Image {
        self.into_image(place)
    }
}

/// An element that keeps its text.
pub(in crate::clouds) struct Kept<W> {
    wire: W,
    raw: Raw,
}

impl<W: Wire> Element for Kept<W> {
    fn into_row(self, place: &Place) -> Image {
        Image {
            raw: Some(self.raw),
            ..self.wire.into_image(place)
        }
    }
}

impl<'de, W: Wire> Deserialize<'de> for Kept<W> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(from)?;
        Ok(Self {
            wire: serde_json::from_str(text.get()).map_err(D::Error::custom)?,
            raw: Raw::new(&text),
        })
    }
}

/// Checks that an answer without rows has the members that the API always sends: the
/// request id and, named `list`, the list or what stands in its place. Another JSON object,
/// such as a gateway's, must not pass for an empty list.
pub(in crate::clouds) fn check_answer(
    request_id: Option<&str>,
    has_list: bool,
    list: &str,
) -> Result<(), DecodeError> {
    match request_id {
        None => Err(missing("RequestId")),
        Some(_) if !has_list => Err(missing(list)),
        Some(_) => Ok(()),
    }
}

/// An answer that lacks a member which the API always sends.
pub(in crate::clouds) fn missing(member: &str) -> DecodeError {
    DecodeError::new(format!("the API's own member `{member}` is missing"))
}

/// Makes rows of the elements of a list.
pub(in crate::clouds) fn rows<E: Element>(list: Vec<E>, place: &Place) -> Vec<Image> {
    list.into_iter()
        .map(|element| element.into_row(place))
        .collect()
}

/// Reads a whole body.
///
/// # Errors
/// When it is not the JSON that was expected.
pub(in crate::clouds) fn parse<'de, T: Deserialize<'de>>(
    body: &'de [u8],
) -> Result<T, DecodeError> {
    // What is valid as a whole need not be looked at once more text by text.
    let read = match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    };
    read.map_err(|error| DecodeError::new(unread(body, &error)))
}

/// Why a body is not the JSON that was expected.
fn unread(body: &[u8], error: &serde_json::Error) -> String {
    let error_text = error.to_string();
    if body.iter().all(u8::is_ascii_whitespace) {
        "it is empty".to_owned()
    } else if error.is_eof() {
        "it ends in the middle".to_owned()
    } else if let Some(place) = error_text.strip_prefix("trailing characters at ") {
        format!("there is more text behind the JSON object, at {place}")
    } else {
        format!("not the JSON that was expected: {error_text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Answer {
        name: String,
    }

    #[test]
    fn a_broken_letter_counts_only_where_it_is_read() {
        let read = |body: &[u8]| parse::<Answer>(body).map(|answer| answer.name);
        assert_eq!(read("{\"name\":\"é\"}".as_bytes()).unwrap(), "é");
        assert_eq!(read(b"{\"x\":\"\xff\",\"name\":\"web\"}").unwrap(), "web");
        assert!(read(b"{\"name\":\"\xff\"}").is_err());
    }
}
