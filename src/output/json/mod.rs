//! JSON: values as they are, in bytes that a terminal does not act on.

mod serializer;

use std::io::{self, Write};

use serde::Serialize;

use self::serializer::Json;

/// Lines are gathered until they are so many bytes.
const BUFFER: usize = 16 << 10;

/// Writes one document, indented by two blanks for each level, and a newline.
pub(super) fn write_document<T: Serialize + ?Sized>(
    out: &mut dyn Write,
    value: &T,
) -> io::Result<()> {
    let mut json = Json::indented(0);
    json.push(value)?;
    json.text.push(b'\n');
    out.write_all(&json.text)
}

/// One value as [`write_elements`] takes it.
pub(super) fn element<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    let mut json = Json::indented(2);
    json.text.extend(b"  ");
    json.push(value)?;
    Ok(json.text)
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
    let mut json = Json::compact();
    for value in values {
        json.push(value)?;
        json.text.push(b'\n');
        if json.text.len() >= BUFFER {
            out.write_all(&json.text)?;
            json.text.clear();
        }
    }
    out.write_all(&json.text)
}

/// One value as one line, without its end.
pub fn line<T: Serialize>(value: &T) -> String {
    let mut json = Json::compact();
    // No type of this program fails to serialise.
    let _ = json.push(value);
    String::from_utf8_lossy(&json.text).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{Image, Raw};
    use crate::output::escape::is_harmful;
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
    fn values_are_as_serde_writes_them() {
        let value = json!({
            "": null,
            "numbers": [0, -1, u64::MAX, i64::MIN, 1.5, 1e300],
            "flags": [true, false],
            "none": [[], {}, [[]], ""],
            "\u{8}\u{c}\r\n\t\0": "\u{8}\u{c}\r\n\t\0 \"quoted\" \\",
            "long": "0123456789abcdef".repeat(3) + "\"",
        });
        assert_eq!(line(&value), value.to_string());
        let tuple = (
            1u8,
            'x',
            (),
            Some("y"),
            [f64::NAN],
            Some(true),
            None::<bool>,
        );
        assert_eq!(line(&tuple), serde_json::to_string(&tuple).unwrap());
        let rows = vec![full_image(); 50];
        let mut out = Vec::new();
        write_document(&mut out, &rows).unwrap();
        let expected = serde_json::to_string_pretty(&rows).unwrap() + "\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn a_name_that_is_no_text_is_refused() {
        let mut out = Vec::new();
        let numbers = std::collections::BTreeMap::from([(1, 2)]);
        assert!(write_lines(&mut out, &[numbers]).is_err());
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
