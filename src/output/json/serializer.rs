//! Turns values into JSON in bytes that a terminal does not act on.
//!
//! Nearly all texts are plain and all members' names are: those are copied in one
//! go. The serialiser of `serde_json` looks at each byte of both, which takes four
//! times as long.

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct, Serializer,
};
use serde_json::{Error, Result};

use super::super::escape::{all_bytes, is_harmful, is_printable};
use crate::model::Raw;

/// A new line and the blanks that it starts with at any usual depth.
const NEW_LINE: &str = "\n                                ";

/// As many bytes as an image takes, roughly.
const A_ROW: usize = 2 << 10;

/// Values that become text, one after the other.
pub(super) struct Json {
    pub(super) text: Vec<u8>,
    /// Blanks at the start of a line, where each member has a line of its own.
    indent: Option<usize>,
}

impl Json {
    /// Each value on one line.
    pub(super) fn compact() -> Self {
        Self {
            text: Vec::with_capacity(A_ROW),
            indent: None,
        }
    }

    /// Each member on a line of its own, which begins with two blanks for each level
    /// and these before.
    pub(super) fn indented(indent: usize) -> Self {
        Self {
            indent: Some(indent),
            ..Self::compact()
        }
    }

    /// Appends a value.
    ///
    /// # Errors
    /// When it holds what this program never writes: a variant that holds something, or
    /// a member whose name is no text.
    pub(super) fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn open(&mut self, sign: u8, close: u8) -> Members<'_> {
        self.text.push(sign);
        self.indent = self.indent.map(|indent| indent + 2);
        Members {
            json: self,
            close,
            empty: true,
        }
    }

    fn new_line(&mut self) {
        if let Some(indent) = self.indent {
            match NEW_LINE.get(..=indent) {
                Some(new_line) => self.word(new_line),
                None => self.word(&format!("\n{:indent$}", "")),
            }
        }
    }

    fn word(&mut self, word: &str) {
        self.text.extend_from_slice(word.as_bytes());
    }

    fn number<T: Serialize>(&mut self, number: T) -> Result<()> {
        serde_json::to_writer(&mut self.text, &number)
    }

    fn string(&mut self, text: &str) {
        self.text.push(b'"');
        let plain = |byte| is_printable(byte) && byte != b'"' && byte != b'\\';
        if all_bytes(text, plain) {
            self.word(text);
        } else {
            self.escaped(text, |c| matches!(c, '"' | '\\') || is_harmful(c));
        }
        self.text.push(b'"');
    }

    /// An object of the service, as it is: nothing harmful stands outside the texts
    /// in it, so that it is escaped as they are.
    fn raw(&mut self, json: &str) {
        if all_bytes(json, is_printable) {
            self.word(json);
        } else {
            self.escaped(json, is_harmful);
        }
    }

    fn escaped(&mut self, text: &str, special: fn(char) -> bool) {
        let mut done = 0;
        for (at, found) in text.match_indices(special) {
            self.word(&text[done..at]);
            done = at + found.len();
            match found {
                "\"" => self.word("\\\""),
                "\\" => self.word("\\\\"),
                "\n" => self.word("\\n"),
                "\r" => self.word("\\r"),
                "\t" => self.word("\\t"),
                "\u{8}" => self.word("\\b"),
                "\u{c}" => self.word("\\f"),
                _ => found
                    .encode_utf16()
                    .for_each(|unit| self.word(&format!("\\u{unit:04x}"))),
            }
        }
        self.word(&text[done..]);
    }
}

/// A list or an object that is being written.
pub(super) struct Members<'j> {
    json: &'j mut Json,
    close: u8,
    empty: bool,
}

impl Members<'_> {
    fn next(&mut self) {
        if !self.empty {
            self.json.text.push(b',');
        }
        self.empty = false;
        self.json.new_line();
    }

    fn close(self) {
        let json = self.json;
        json.indent = json.indent.map(|indent| indent - 2);
        if !self.empty {
            json.new_line();
        }
        json.text.push(self.close);
    }
}

impl SerializeSeq for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.next();
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl SerializeTupleStruct for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.next();
        let start = self.json.text.len();
        key.serialize(&mut *self.json)?;
        match self.json.text.get(start) {
            Some(b'"') => Ok(()),
            _ => Err(Error::custom("a member's name is no text")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let indented = self.json.indent.is_some();
        self.json.word(if indented { ": " } else { ":" });
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Error;

    /// The name stands in the source, and nothing that would have to be escaped does.
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.next();
        self.json.text.push(b'"');
        self.json.word(name);
        let indented = self.json.indent.is_some();
        self.json.word(if indented { "\": " } else { "\":" });
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl<'j> Serializer for &'j mut Json {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'j>;
    type SerializeTuple = Members<'j>;
    type SerializeTupleStruct = Members<'j>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Members<'j>;
    type SerializeStruct = Members<'j>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, flag: bool) -> Result<()> {
        self.word(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Result<()> {
        self.number(number)
    }

    fn serialize_i16(self, number: i16) -> Result<()> {
        self.number(number)
    }

    fn serialize_i32(self, number: i32) -> Result<()> {
        self.number(number)
    }

    fn serialize_i64(self, number: i64) -> Result<()> {
        self.number(number)
    }

    fn serialize_u8(self, number: u8) -> Result<()> {
        self.number(number)
    }

    fn serialize_u16(self, number: u16) -> Result<()> {
        self.number(number)
    }

    fn serialize_u32(self, number: u32) -> Result<()> {
        self.number(number)
    }

    fn serialize_u64(self, number: u64) -> Result<()> {
        self.number(number)
    }

    fn serialize_f32(self, number: f32) -> Result<()> {
        self.number(number)
    }

    fn serialize_f64(self, number: f64) -> Result<()> {
        self.number(number)
    }

    fn serialize_char(self, character: char) -> Result<()> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<()> {
        self.string(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<()> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.word("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        if name == Raw::NAME {
            self.raw(&serde_json::to_string(value)?);
            return Ok(());
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<()> {
        Err(variant(name))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'j>> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Members<'j>> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Members<'j>> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>> {
        Err(variant(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'j>> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'j>> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>> {
        Err(variant(name))
    }
}

/// No type of this program is one.
fn variant(name: &str) -> Error {
    Error::custom(format_args!("{name} is a variant that holds something"))
}
