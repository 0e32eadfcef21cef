//! JSON: values as they are, in bytes that a terminal does not act on.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::escape::{is_harmful, is_plain};

/// A serialiser writes a few bytes at a time: they are gathered here, where the
/// compiler knows the writer, rather than behind `dyn`.
const BUFFER: usize = 16 << 10;

/// Writes one document, indented by two blanks for each level, and a newline.
pub(super) fn write_document<T: Serialize + ?Sized>(
    out: &mut dyn Write,
    value: &T,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    let mut to = Serializer::with_formatter(&mut out, Harmless(PrettyFormatter::new()));
    value.serialize(&mut to)?;
    writeln!(out)?;
    out.flush()
}

/// Appends one value as [`write_elements`] takes it.
pub(super) fn push_element<T: Serialize>(text: &mut Vec<u8>, value: &T) -> io::Result<()> {
    let start = text.len();
    let mut to = Serializer::with_formatter(&mut *text, Harmless(PrettyFormatter::new()));
    std::slice::from_ref(value).serialize(&mut to)?;
    // The brackets of a list of one.
    text.truncate(text.len() - "\n]".len());
    text.drain(start..start + OPEN.len());
    Ok(())
}

/// Writes the same bytes as [`write_document`] for a list of the values.
pub(super) fn write_elements<'a>(
    out: &mut dyn Write,
    elements: impl Iterator<Item = &'a [u8]>,
) -> io::Result<()> {
    let mut is_empty = true;
    for element in elements {
        out.write_all(if is_empty { OPEN } else { b",\n" })?;
        out.write_all(element)?;
        is_empty = false;
    }
    out.write_all(if is_empty { b"[]\n" } else { CLOSE })
}

/// How a list that is not empty begins and ends.
const OPEN: &[u8] = b"[\n";
const CLOSE: &[u8] = b"\n]\n";

/// Writes each value on a line of its own.
pub(super) fn write_lines<T: Serialize>(out: &mut dyn Write, values: &[T]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    for value in values {
        value.serialize(&mut Serializer::with_formatter(
            &mut out,
            Harmless(CompactFormatter),
        ))?;
        writeln!(out)?;
    }
    out.flush()
}

/// One value as one line, without its end.
pub fn line<T: Serialize>(value: &T) -> String {
    let mut text = Vec::new();
    // Writing to memory cannot fail, and no type of this program fails to serialise.
    let _ = value.serialize(&mut Serializer::with_formatter(
        &mut text,
        Harmless(CompactFormatter),
    ));
    String::from_utf8_lossy(&text).into_owned()
}

/// Writes harmful characters as `\uXXXX`: for a parser, the same text.
struct Harmless<F>(F);

impl<F: Formatter> Formatter for Harmless<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if is_plain(fragment) {
            return out.write_all(fragment.as_bytes());
        }
        let mut done = 0;
        for (at, harmful) in fragment.match_indices(is_harmful) {
            out.write_all(&fragment.as_bytes()[done..at])?;
            for unit in harmful.encode_utf16() {
                write!(out, "\\u{unit:04x}")?;
            }
            done = at + harmful.len();
        }
        out.write_all(&fragment.as_bytes()[done..])
    }

    /// An object of the service, as it is: nothing harmful stands outside the texts
    /// in it, so that it is escaped as they are.
    fn write_raw_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        self.write_string_fragment(out, fragment)
    }

    // The rest is the inner formatter's.

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{Image, Raw};
    use crate::output::samples::full_image;

    fn pretty(value: &Value) -> String {
        let mut out = Vec::new();
        write_document(&mut out, value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn documents_are_indented_by_two_blanks() {
        assert_eq!(pretty(&json!([])), "[]\n");
        let value = json!([{"a": [1, 2], "b": {}}, {"c": null}]);
        assert_eq!(
            pretty(&value),
            serde_json::to_string_pretty(&value).unwrap() + "\n"
        );
    }

    #[test]
    fn harmful_characters_are_escaped_and_the_value_is_the_same() {
        let text = "生产 \\ \" \u{1b}\n\t\u{7f}x\u{9b}\u{202e}\u{feff}\u{e0041}y\u{1f600}";
        let value = json!({ text: text });
        let written = pretty(&value);
        assert!(
            written
                .contains(r#": "生产 \\ \" \u001b\n\t\u007fx\u009b\u202e\ufeff\udb40\udc41y😀""#)
        );
        assert!(!written.contains(|c| is_harmful(c) && c != '\n'));
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
    }

    #[test]
    fn an_object_of_the_service_is_harmless_too() {
        let text = "{\"a\u{7f}\":\"\\\" \\u001b \u{9b}\u{202e}\u{2028}\u{e0041} 生\",\"n\":1.50}";
        let raw: Box<RawValue> = serde_json::from_str(text).unwrap();
        let image = Image {
            raw: Some(Raw::new(&raw)),
            ..full_image()
        };
        let mut document = Vec::new();
        write_document(&mut document, &image).unwrap();
        for written in [line(&image), String::from_utf8(document).unwrap()] {
            let escaped = r#"{"a\u007f":"\" \u001b \u009b\u202e\u2028\udb40\udc41 生","n":1.50}"#;
            assert!(written.contains(escaped), "{written}");
            assert!(!written.contains(|c| is_harmful(c) && c != '\n'));
            let value: Value = serde_json::from_str(&written).unwrap();
            let original: Value = serde_json::from_str(text).unwrap();
            assert_eq!(value["provider_raw"], original);
        }
    }

    #[test]
    fn a_line_is_a_whole_object() {
        let rows = [full_image(), full_image()];
        let mut out = Vec::new();
        write_lines(&mut out, &rows).unwrap();
        let line = serde_json::to_string(&rows[0]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{line}\n{line}\n"));
    }
}
