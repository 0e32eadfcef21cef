//! Reading JSON from services that change their minds about types.
//!
//! A scalar may come as text, number or boolean, whatever the API's page says;
//! a list may be null or missing; an object may be null. None of that may cost
//! a user the rest of the answer. The published samples of one and the same
//! field disagree often enough to make this the rule, not the exception.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A scalar of any type. Lists and objects count as nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Scalar<'a> {
    Nothing,
    Text(&'a str),
    Int(i64),
    Large(u64),
    Float(f64),
    Bool(bool),
}

impl Scalar<'_> {
    fn into_text(self) -> Option<String> {
        match self {
            Scalar::Nothing | Scalar::Text("") => None,
            Scalar::Text(text) => Some(text.to_owned()),
            Scalar::Int(number) => Some(number.to_string()),
            Scalar::Large(number) => Some(number.to_string()),
            Scalar::Float(number) => Some(number.to_string()),
            Scalar::Bool(flag) => Some(flag.to_string()),
        }
    }

    fn as_flag(self) -> Option<bool> {
        let word = match self {
            Scalar::Bool(flag) => return Some(flag),
            Scalar::Int(0) => return Some(false),
            Scalar::Int(1) => return Some(true),
            Scalar::Text(text) => text.trim(),
            Scalar::Nothing | Scalar::Int(_) | Scalar::Large(_) | Scalar::Float(_) => return None,
        };
        let is_one_of = |words: [&str; 3]| words.iter().any(|w| word.eq_ignore_ascii_case(w));
        if is_one_of(["true", "yes", "1"]) {
            Some(true)
        } else if is_one_of(["false", "no", "0"]) {
            Some(false)
        } else {
            None
        }
    }
}

/// Reads a text. Empty text is `None`; a number or boolean becomes text.
pub(in crate::clouds) fn text<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<String>, D::Error> {
    written(from).map(|written| written.text)
}

/// A scalar as [`text`] reads it, and whether it is written as a text, even an empty one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::clouds) struct Written {
    pub(in crate::clouds) text: Option<String>,
    pub(in crate::clouds) is_text: bool,
}

/// Reads a scalar whose type means something.
pub(in crate::clouds) fn written<'de, D: Deserializer<'de>>(from: D) -> Result<Written, D::Error> {
    scalar(from, |scalar| Written {
        is_text: matches!(scalar, Scalar::Text(_)),
        text: scalar.into_text(),
    })
}

/// Reads a whole number, also from text such as `"40"` or `"37%"`.
pub(in crate::clouds) fn int<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    scalar(from, |scalar| match scalar {
        Scalar::Int(number) => Some(number),
        Scalar::Large(number) => i64::try_from(number).ok(),
        Scalar::Text(text) => text.trim().trim_end_matches('%').trim_end().parse().ok(),
        // Whole numbers up to 2^53 are exact in a float; larger ones are not numbers we can trust.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and small"
        )]
        Scalar::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Some(number as i64)
        }
        Scalar::Nothing | Scalar::Float(_) | Scalar::Bool(_) => None,
    })
}

/// Reads a boolean, also from 0 and 1, and from text in any case.
pub(in crate::clouds) fn flag<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<bool>, D::Error> {
    doubted_flag(from).map(|flag| flag.value)
}

/// A boolean that is doubted when it is there and cannot be read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::clouds) struct Flag {
    pub(in crate::clouds) value: Option<bool>,
    pub(in crate::clouds) is_doubtful: bool,
}

/// Reads a boolean as [`flag`] does. Null and an empty text are no doubt.
pub(in crate::clouds) fn doubted_flag<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Flag, D::Error> {
    scalar(from, |scalar| {
        let value = scalar.as_flag();
        let is_empty = matches!(scalar, Scalar::Nothing | Scalar::Text(""));
        Flag {
            value,
            is_doubtful: value.is_none() && !is_empty,
        }
    })
}

/// A member that is left out, null or there.
#[derive(Debug)]
pub(in crate::clouds) struct Member<T> {
    /// Whether it is there, even as null.
    pub(in crate::clouds) is_there: bool,
    /// Its value, unless that is null.
    pub(in crate::clouds) value: Option<T>,
}

impl<T> Default for Member<T> {
    fn default() -> Self {
        Self {
            is_there: false,
            value: None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self {
            is_there: true,
            value: Option::deserialize(from)?,
        })
    }
}

/// Reads a list; null and scalars are an empty one, and what is no object
/// inside it is left out.
pub(in crate::clouds) fn list<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    from.deserialize_any(ListVisitor(PhantomData))
}

/// Reads an object; everything else is the default.
pub(in crate::clouds) fn object<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Object::deserialize(from)?.0.unwrap_or_default())
}

/// Reads a scalar as what `read` makes of it, which sees its text where it stands.
fn scalar<'de, D, T, F>(from: D, read: F) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(Scalar<'_>) -> T,
{
    from.deserialize_any(ScalarVisitor(read))
}

struct ScalarVisitor<F>(F);

impl<'de, T, F: FnOnce(Scalar<'_>) -> T> Visitor<'de> for ScalarVisitor<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(self.0(Scalar::Nothing))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<T, E> {
        Ok(self.0(Scalar::Bool(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<T, E> {
        Ok(self.0(Scalar::Int(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<T, E> {
        Ok(self.0(
            i64::try_from(number).map_or(Scalar::Large(number), Scalar::Int),
        ))
    }

    fn visit_f64<E>(self, number: f64) -> Result<T, E> {
        Ok(self.0(Scalar::Float(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(self.0(Scalar::Text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.0(Scalar::Nothing))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.0(Scalar::Nothing))
    }
}

/// An object, or `None` for everything else.
struct Object<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ObjectVisitor(PhantomData)).map(Object)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(Some)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<T>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::with_capacity(list.size_hint().unwrap_or(0));
        while let Some(Object(item)) = list.next_element()? {
            items.extend(item);
        }
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Vec<T>, A::Error> {
        // One element that lost its list, as converters from XML write it.
        T::deserialize(MapAccessDeserializer::new(members)).map(|item| vec![item])
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E>(self, _: &str) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Row {
        #[serde(deserialize_with = "text")]
        text: Option<String>,
        #[serde(deserialize_with = "int")]
        int: Option<i64>,
        #[serde(deserialize_with = "flag")]
        flag: Option<bool>,
        #[serde(deserialize_with = "list")]
        list: Vec<Row>,
        #[serde(deserialize_with = "object")]
        object: Inner,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Inner {
        #[serde(deserialize_with = "int")]
        int: Option<i64>,
    }

    fn row(json: &str) -> Row {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn scalars_of_any_type() {
        for (json, expected) in [
            (r#"{"text":"a"}"#, Some("a")),
            (r#"{"text":""}"#, None),
            (r#"{"text":2}"#, Some("2")),
            (
                r#"{"text":18446744073709551615}"#,
                Some("18446744073709551615"),
            ),
            (r#"{"text":true}"#, Some("true")),
            (r#"{"text":null}"#, None),
            (r#"{"text":[1,{"a":2}]}"#, None),
            ("{}", None),
        ] {
            assert_eq!(row(json).text.as_deref(), expected, "{json}");
        }
        for (json, expected) in [
            (r#"{"int":40}"#, Some(40)),
            (r#"{"int":"40"}"#, Some(40)),
            (r#"{"int":"37%"}"#, Some(37)),
            (r#"{"int":40.0}"#, Some(40)),
            (r#"{"int":40.5}"#, None),
            (r#"{"int":""}"#, None),
            (r#"{"int":"forty"}"#, None),
            (r#"{"int":{"a":1}}"#, None),
        ] {
            assert_eq!(row(json).int, expected, "{json}");
        }
        for (json, expected) in [
            (r#"{"flag":true}"#, Some(true)),
            (r#"{"flag":"False"}"#, Some(false)),
            (r#"{"flag":"TRUE"}"#, Some(true)),
            (r#"{"flag":""}"#, None),
            (r#"{"flag":1}"#, Some(true)),
            (r#"{"flag":0}"#, Some(false)),
            (r#"{"flag":2}"#, None),
            (r#"{"flag":0.5}"#, None),
            (r#"{"flag":"0"}"#, Some(false)),
            (r#"{"flag":"1"}"#, Some(true)),
            (r#"{"flag":"No"}"#, Some(false)),
            (r#"{"flag":"yes"}"#, Some(true)),
            (r#"{"flag":"soon"}"#, None),
        ] {
            assert_eq!(row(json).flag, expected, "{json}");
        }
    }

    #[test]
    fn lists_and_objects_may_be_missing_or_something_else() {
        for json in [
            "{}",
            r#"{"list":null}"#,
            r#"{"list":"x"}"#,
            r#"{"list":[]}"#,
            r#"{"list":[null,1]}"#,
        ] {
            assert_eq!(row(json), Row::default(), "{json}");
        }
        assert_eq!(row(r#"{"list":{"int":1}}"#).list.len(), 1);
        assert_eq!(row(r#"{"list":[{"int":1},null,{"int":2}]}"#).list.len(), 2);
        assert_eq!(row(r#"{"object":[]}"#).object.int, None);
        assert_eq!(row(r#"{"object":{"int":1}}"#).object.int, Some(1));
    }
}
