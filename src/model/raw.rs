//! An object as the service wrote it.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A JSON text without white space between its tokens, nothing else changed:
/// members that no schema knows, their order and the digits of numbers stay.
#[derive(Clone)]
pub struct Raw(Box<RawValue>);

impl Raw {
    /// Takes a value as it was read.
    pub fn new(value: &RawValue) -> Self {
        let compact = without_space(value.get());
        // A valid text stays valid without the space between its tokens.
        let compact = RawValue::from_string(compact).unwrap_or_else(|_| value.to_owned());
        Self(compact)
    }

    /// The text.
    pub fn get(&self) -> &str {
        self.0.get()
    }
}

/// Drops the white space between tokens.
fn without_space(json: &str) -> String {
    let mut compact = String::with_capacity(json.len());
    let (mut inside, mut escaped) = (false, false);
    for character in json.chars() {
        if inside {
            inside = escaped || character != '"';
            escaped = !escaped && character == '\\';
        } else if character.is_ascii_whitespace() {
            continue;
        } else {
            inside = character == '"';
        }
        compact.push(character);
    }
    compact
}

impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Raw {}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_between_tokens_is_dropped() {
        for (json, expected) in [
            ("{ \"a b\" :\n [ 1 , 2.50e400 ] }", "{\"a b\":[1,2.50e400]}"),
            (
                r#"{"q": "\" \\", "n" : 18446744073709551616}"#,
                r#"{"q":"\" \\","n":18446744073709551616}"#,
            ),
            (" null ", "null"),
        ] {
            let value: Box<RawValue> = serde_json::from_str(json).unwrap();
            assert_eq!(Raw::new(&value).get(), expected);
        }
    }
}
