//! Elements of a list, with or without the text they were read from.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::error::DecodeError;
use crate::model::Raw;

/// An element that becomes a `T`.
///
/// Envelopes are generic over it, so that the text of the elements costs only
/// where it is wanted.
pub(super) trait Element<T>: DeserializeOwned {
    /// The element, and its text if that was kept.
    fn into_parts(self) -> (T, Option<Raw>);
}

impl<T: DeserializeOwned> Element<T> for T {
    fn into_parts(self) -> (T, Option<Raw>) {
        (self, None)
    }
}

/// An element that keeps its text.
pub(super) struct Kept<T> {
    element: T,
    raw: Raw,
}

impl<T: DeserializeOwned> Element<T> for Kept<T> {
    fn into_parts(self) -> (T, Option<Raw>) {
        (self.element, Some(self.raw))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(from)?;
        Ok(Self {
            element: serde_json::from_str(text.get()).map_err(D::Error::custom)?,
            raw: Raw::new(&text),
        })
    }
}

/// Reads a whole body.
///
/// # Errors
/// When it is not the JSON that was expected.
pub(super) fn parse<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, DecodeError> {
    serde_json::from_slice(body)
        .map_err(|error| DecodeError::new(format!("not the JSON that was expected: {error}")))
}
