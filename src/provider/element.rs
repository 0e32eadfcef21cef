//! Elements of a list, with or without the text they were read from.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Scope;
use crate::error::DecodeError;
use crate::model::{Image, Raw};

/// An image in the API's own names.
pub(super) trait Wire: DeserializeOwned {
    /// The same in ours.
    fn into_image(self, scope: &Scope) -> Image;
}

/// An element of a list of images.
///
/// Envelopes are generic over it, so that the text of the elements costs only
/// where it is wanted.
pub(super) trait Element: DeserializeOwned {
    /// The row it becomes.
    fn into_row(self, scope: &Scope) -> Image;
}

impl<W: Wire> Element for W {
    fn into_row(self, scope: &Scope) -> Image {
        self.into_image(scope)
    }
}

/// An element that keeps its text.
pub(super) struct Kept<W> {
    wire: W,
    raw: Raw,
}

impl<W: Wire> Element for Kept<W> {
    fn into_row(self, scope: &Scope) -> Image {
        Image {
            raw: Some(self.raw),
            ..self.wire.into_image(scope)
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

/// Makes rows of the elements of a list; none of no list.
pub(super) fn rows<E: Element>(list: Option<Vec<E>>, scope: &Scope) -> Vec<Image> {
    let list = list.unwrap_or_default();
    list.into_iter()
        .map(|element| element.into_row(scope))
        .collect()
}

/// Reads a whole body.
///
/// # Errors
/// When it is not the JSON that was expected.
pub(super) fn parse<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, DecodeError> {
    // What is valid as a whole need not be looked at once more text by text.
    let read = match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    };
    read.map_err(|error| DecodeError::new(format!("not the JSON that was expected: {error}")))
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
