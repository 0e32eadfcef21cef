//! YAML: what the JSON formats print, laid out in blocks. Version 1.2 and 1.1 read
//! the same in it.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::ser::{CharEscape, Formatter, Serializer};

use super::escape::is_harmful;

/// As in JSON: bytes are gathered before they go through `dyn`.
const BUFFER: usize = 16 << 10;

/// Beyond so many levels everything stands on one line, as in JSON: the blanks in
/// front of the lines of a deep value would be many times its size.
const MOST_BLOCKS: usize = 50;

/// A key of more bytes than this, with its quotes and escapes, is announced by a `?`:
/// readers stop looking for its colon after 1,024 characters.
const LONG_KEY: usize = 1_000;

/// Words that some reader takes for another value, whatever their case.
const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// Writes one value and a newline.
pub(super) fn write_document<T: Serialize + ?Sized>(
    out: &mut dyn Write,
    value: &T,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    value.serialize(&mut Serializer::with_formatter(&mut out, Yaml::default()))?;
    writeln!(out)?;
    out.flush()
}

/// The layout, for the serialiser of JSON: so the objects of the service, of which only
/// their JSON text is kept, come in their order and with all digits of their numbers.
#[derive(Default)]
struct Yaml {
    /// The lists and objects that are open, the outermost first.
    open: Vec<Open>,
    /// Whether a key was written, and its value was not.
    after_key: bool,
    /// Whether a key is being written.
    in_key: bool,
    /// A text as far as it is known; whether it needs quotes shows at its end.
    text: Option<String>,
}

/// A list or an object.
struct Open {
    is_object: bool,
    after_key: bool,
    is_empty: bool,
}

impl Yaml {
    fn is_block(&self) -> bool {
        self.open.len() <= MOST_BLOCKS
    }

    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, is_object: bool) -> io::Result<()> {
        let after_key = std::mem::take(&mut self.after_key);
        self.open.push(Open {
            is_object,
            after_key,
            is_empty: true,
        });
        if self.is_block() {
            return Ok(());
        }
        out.write_all(if after_key { b" " } else { b"" })?;
        out.write_all(if is_object { b"{" } else { b"[" })
    }

    /// Goes to where the next element or member begins.
    fn next<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let (is_block, depth) = (self.is_block(), self.open.len());
        let Some(open) = self.open.last_mut() else {
            return Ok(());
        };
        let is_first = std::mem::replace(&mut open.is_empty, false);
        match (is_block, is_first) {
            // What is first in a list stands behind its dash.
            (true, true) if !open.after_key => Ok(()),
            (true, _) => new_line(out, depth - 1),
            (false, true) => Ok(()),
            (false, false) => out.write_all(b", "),
        }
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let is_block = self.is_block();
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let (empty, close): (&[u8], &[u8]) = if open.is_object {
            (b"{}", b"}")
        } else {
            (b"[]", b"]")
        };
        match (is_block, open.is_empty) {
            (true, true) => {
                out.write_all(if open.after_key { b" " } else { b"" })?;
                out.write_all(empty)
            }
            (true, false) => Ok(()),
            (false, _) => out.write_all(close),
        }
    }

    /// Writes a value that is one word, or a part of a text that is in the making.
    fn word<W: ?Sized + Write>(&mut self, out: &mut W, word: &str) -> io::Result<()> {
        if let Some(text) = &mut self.text {
            text.push_str(word);
            return Ok(());
        }
        if std::mem::take(&mut self.after_key) {
            out.write_all(b" ")?;
        }
        out.write_all(word.as_bytes())
    }

    fn push(&mut self, part: &str) {
        self.text.get_or_insert_default().push_str(part);
    }

    fn end_text<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let text = self.text.take().unwrap_or_default();
        let text = if is_plain(&text) { text } else { quoted(&text) };
        let is_long = self.in_key && text.len() > LONG_KEY;
        if is_long {
            out.write_all(b"? ")?;
        }
        self.word(out, &text)?;
        if is_long && self.is_block() {
            new_line(out, self.open.len() - 1)?;
        }
        Ok(())
    }

    /// Writes a value of which there is the JSON text, token by token: it may be
    /// deeper than any stack.
    fn json<W: ?Sized + Write>(&mut self, out: &mut W, json: &str) -> io::Result<()> {
        let mut rest = json.trim_ascii();
        let outer = self.open.len();
        while let Some(first) = rest.bytes().next() {
            // Where a value begins in a list, or a key in an object.
            if self.open.len() > outer && !matches!(first, b']' | b'}' | b',' | b':') {
                match self.open.last() {
                    Some(open) if !open.is_object => self.begin_array_value(out, false)?,
                    _ if !self.after_key => self.begin_object_key(out, false)?,
                    _ => {}
                }
            }
            let mut length = 1;
            match first {
                b'{' => self.begin(out, true)?,
                b'[' => self.begin(out, false)?,
                b'}' | b']' => self.end(out)?,
                b':' => self.begin_object_value(out)?,
                b',' => {}
                b'"' => {
                    length = string_length(rest);
                    self.begin_string(out)?;
                    let text: Lossy = serde_json::from_str(&rest[..length])?;
                    self.push(&text.0);
                    self.end_text(out)?;
                    self.in_key = false;
                }
                _ => {
                    let ends = |byte: u8| b",]}".contains(&byte) || byte.is_ascii_whitespace();
                    length = rest.bytes().position(ends).unwrap_or(rest.len());
                    let number = number(&rest[..length]);
                    self.word(out, &number)?;
                }
            }
            rest = rest[length..].trim_ascii_start();
        }
        Ok(())
    }
}

/// The methods of a [`Formatter`] that write whole numbers.
macro_rules! integers {
    ($($method:ident: $number:ty,)*) => {$(
        fn $method<W: ?Sized + Write>(&mut self, out: &mut W, value: $number) -> io::Result<()> {
            self.word(out, &value.to_string())
        }
    )*};
}

impl Formatter for Yaml {
    fn write_null<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.word(out, "null")
    }

    fn write_bool<W: ?Sized + Write>(&mut self, out: &mut W, value: bool) -> io::Result<()> {
        self.word(out, if value { "true" } else { "false" })
    }

    integers! {
        write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128,
        write_u8: u8, write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128,
    }

    fn write_f32<W: ?Sized + Write>(&mut self, out: &mut W, value: f32) -> io::Result<()> {
        self.write_f64(out, value.into())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        self.word(out, &number(&format!("{value:?}")))
    }

    fn write_number_str<W: ?Sized + Write>(&mut self, out: &mut W, value: &str) -> io::Result<()> {
        self.word(out, &number(value))
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.text = Some(String::new());
        Ok(())
    }

    fn end_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end_text(out)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        _: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        self.push(fragment);
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        _: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        let character = match escape {
            CharEscape::Quote => '"',
            CharEscape::ReverseSolidus => '\\',
            CharEscape::Solidus => '/',
            CharEscape::Backspace => '\u{8}',
            CharEscape::FormFeed => '\u{c}',
            CharEscape::LineFeed => '\n',
            CharEscape::CarriageReturn => '\r',
            CharEscape::Tab => '\t',
            CharEscape::AsciiControl(byte) => byte.into(),
        };
        self.push(character.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, false)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, _: bool) -> io::Result<()> {
        self.next(out)?;
        out.write_all(if self.is_block() { b"- " } else { b"" })
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, true)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, _: bool) -> io::Result<()> {
        self.in_key = true;
        self.next(out)
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_key = false;
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.after_key = true;
        out.write_all(b":")
    }

    fn write_raw_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        self.json(out, fragment)
    }
}

/// Begins a line of what is so deep.
fn new_line<W: ?Sized + Write>(out: &mut W, depth: usize) -> io::Result<()> {
    write!(out, "\n{:1$}", "", 2 * depth)
}

/// How long the text is that a piece of JSON begins with, with its quotes.
fn string_length(json: &str) -> usize {
    let mut is_escaped = true;
    let ends = |byte: u8| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    };
    // The first quote begins it.
    let end = json.bytes().position(ends);
    end.map_or(json.len(), |at| at + 1)
}

/// A text of JSON. Half a pair of escaped surrogates is no character, and YAML has no
/// way to write one: characters of replacement stand for it.
struct Lossy(String);

impl<'de> Deserialize<'de> for Lossy {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Lossy;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Lossy, E> {
                Ok(Lossy(String::from_utf8_lossy(bytes).into_owned()))
            }
        }
        from.deserialize_bytes(Text)
    }
}

/// A number, or another word, of JSON. YAML 1.1 takes `1e5` for text: a number with
/// an exponent has to have a point, and the exponent a sign.
fn number(word: &str) -> String {
    match word.split_once(['e', 'E']) {
        Some((digits, exponent)) if word.ends_with(|c: char| c.is_ascii_digit()) => {
            let point = if digits.contains('.') { "" } else { ".0" };
            let sign = if exponent.starts_with(['+', '-']) {
                ""
            } else {
                "+"
            };
            format!("{digits}{point}e{sign}{exponent}")
        }
        _ => word.to_owned(),
    }
}

/// Whether no reader can take the text for anything else: it begins with a letter, has
/// no sign with a meaning, and is none of the words for other values.
fn is_plain(text: &str) -> bool {
    let signs = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/');
    text.starts_with(char::is_alphabetic)
        // Some letters are not seen.
        && text.chars().all(|c| signs(c) && !is_harmful(c))
        && !text.ends_with(' ')
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A text in double quotes, with everything escaped that is not to reach a terminal.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match (character, u32::from(character)) {
            ('"' | '\\', _) => quoted.extend(['\\', character]),
            ('\n', _) => quoted.push_str("\\n"),
            ('\r', _) => quoted.push_str("\\r"),
            ('\t', _) => quoted.push_str("\\t"),
            // The last two of a plane are no characters, and not all readers take them.
            (_, number) if is_harmful(character) || number & 0xfffe == 0xfffe => {
                // Writing to a `String` cannot fail.
                let _ = match number {
                    0..=0xff => write!(quoted, "\\x{number:02x}"),
                    0x100..=0xffff => write!(quoted, "\\u{number:04x}"),
                    _ => write!(quoted, "\\U{number:08x}"),
                };
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::value::RawValue;
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::model::{Image, Raw};
    use crate::output::samples::{full_image, image};

    fn written<T: Serialize>(values: &[T]) -> String {
        let mut out = Vec::new();
        write_document(&mut out, values).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Checks that a reader of YAML gets what a reader of JSON would.
    #[track_caller]
    fn check(value: &Value) {
        let text = written(std::slice::from_ref(value));
        let read: Vec<Value> = serde_saphyr::from_str(&text).expect(&text);
        assert_eq!(read, std::slice::from_ref(value), "{text}");
        assert!(!text.contains(|c| is_harmful(c) && c != '\n'), "{text}");
    }

    #[test]
    fn objects_are_blocks_and_their_order_is_kept() {
        let row = Image {
            tags: [("env".to_owned(), "prod".to_owned())].into(),
            ..image("cn-beijing", "m-1")
        };
        let text = written(&[row.clone(), row]);
        let first = "- provider: alibaba-ecs\n  profile: null\n  region: cn-beijing\n  id: m-1\n";
        assert!(text.starts_with(first), "{text}");
        assert_eq!(text.matches("\n- provider: ").count(), 1);
        assert!(text.contains("\n  tags:\n    env: prod\n  disks: []\n  usage: null\n"));
        assert_eq!(written::<Image>(&[]), "[]\n");
    }

    #[test]
    fn lists_stand_in_lists() {
        let value = json!([[1, [true, {"a": [], "b": {}}]], [], {"c": [{"d": null, "e": "x"}]}]);
        let expected = "\
- - - 1
    - - true
      - a: []
        b: {}
  - []
  - c:
      - d: null
        e: x
";
        assert_eq!(written(std::slice::from_ref(&value)), expected);
        check(&value);
    }

    #[test]
    fn a_reader_gets_the_images_back() {
        check(&serde_json::to_value(full_image()).unwrap());
        check(&serde_json::to_value(Image::default()).unwrap());
    }

    #[test]
    fn whatever_could_be_read_as_something_else_is_quoted() {
        for text in [
            "",
            " ",
            "~",
            "null",
            "Null",
            "NULL",
            "true",
            "False",
            "y",
            "N",
            "yes",
            "No",
            "on",
            "OFF",
            "1",
            "-1",
            "+1",
            "1.10",
            "1e5",
            "1_000",
            "0x1f",
            "0o17",
            "017",
            "0b1",
            ".5",
            ".inf",
            "-.INF",
            ".NaN",
            "1:30:00",
            "2025-03-09",
            "2025-03-09T18:30:00Z",
            "=",
            "<<",
            "-",
            "- a",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "'a'",
            "\"a\"",
            "%a",
            "@a",
            "`a`",
            "? a",
            "---",
            "...",
            "[a]",
            "{a}",
            "a, b",
            " a",
            "a ",
            "a\nb",
            "a\tb",
            "\\",
            "C:\\a",
            "\u{feff}a",
            "\u{85}",
            "\u{2028}",
            "a\u{115f}",
            "\u{3164}a",
            "\u{fffe}",
            "\u{1ffff}",
        ] {
            let line = written(&[text]);
            assert!(line.starts_with("- \"") && line.ends_with("\"\n"), "{line}");
            check(&json!({ text: text }));
        }
        for text in [
            "m-1",
            "a b",
            "cn-beijing",
            "生产",
            "x86_64",
            "linux",
            "nullable",
            "a.b/c",
        ] {
            assert_eq!(written(&[text]), format!("- {text}\n"));
            check(&json!({ text: text }));
        }
    }

    #[test]
    fn harmful_characters_are_escaped_and_the_value_is_the_same() {
        let text = "生 \\ \" \u{1b}\n\t\u{7f}x\u{9b}\u{202e}\u{feff}\u{e0041}y\u{1f600}";
        let expected =
            r#"- "生 \\ \" \x1b\n\t\x7fx\x9b\u202e\ufeff\U000e0041y😀""#.to_owned() + "\n";
        assert_eq!(written(&[text]), expected);
        check(&json!([{ text: text }]));
    }

    #[test]
    fn an_object_of_the_service_keeps_its_order_and_digits() {
        let object = r#"{"z":1.50e400,"a":[9007199254740993,18446744073709551616,1E5,-2e-7],"\u0041\ud83d\ude00\ud800":"\ud83d\"","n":-0.10}"#;
        let raw: Box<RawValue> = serde_json::from_str(object).unwrap();
        let row = Image {
            raw: Some(Raw::new(&raw)),
            ..image("cn", "m-1")
        };
        let text = written(&[row]);
        let expected = "
  provider_raw:
    z: 1.50e+400
    a:
      - 9007199254740993
      - 18446744073709551616
      - 1.0e+5
      - -2.0e-7
    \"A\u{1f600}\u{fffd}\u{fffd}\u{fffd}\": \"\u{fffd}\u{fffd}\u{fffd}\\\"\"
    \"n\": -0.10
";
        assert!(text.ends_with(expected), "{text}");
    }

    #[test]
    fn deep_values_and_long_names_are_read_too() {
        let mut value = json!({"a": [1, "x, y"], "b": []});
        for depth in 0..40 {
            value = if depth % 2 == 0 {
                json!([value, {}])
            } else {
                json!({"k": value, "n".repeat(1500): [null]})
            };
        }
        check(&value);
        // Deeper than any stack, and not much longer than the same in JSON.
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let raw: Box<RawValue> = serde_json::from_str(&deep).unwrap();
        let mut text = Vec::new();
        write_document(&mut text, &raw).unwrap();
        assert!(text.len() < 2 * deep.len());
    }

    #[test]
    fn names_that_are_long_only_when_escaped_are_read_too() {
        let limit = 1_024;
        for (name, times) in [("\u{1}", 300), ("\\", 900), ("\"", 900), ("\u{e0041}", 200)] {
            let name = name.repeat(times);
            let row = json!({ &name: 1, "a": { &name: [{ &name: "x" }] } });
            let text = written(std::slice::from_ref(&row));
            check(&row);
            for line in text.lines() {
                let key = line.trim_start_matches([' ', '-']);
                assert!(key.starts_with("? ") || key.find("\":").unwrap_or(0) < limit);
            }
        }
        // Without quotes nothing is added to it.
        let plain = "n".repeat(LONG_KEY);
        assert_eq!(written(&[json!({ &plain: 1 })]), format!("- {plain}: 1\n"));
    }

    #[test]
    fn a_row_by_itself_is_a_part_of_the_list() {
        let rows = [full_image(), image("cn", "m-1")];
        let single = rows
            .each_ref()
            .map(|row| written(std::slice::from_ref(row)));
        assert_eq!(single.concat(), written(&rows));
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let text = prop_oneof!["\\PC*", any::<String>(), "[-+~yn0-9.:# ]{0,4}"];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text.clone().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, move |inner| {
            let members = proptest::collection::vec((text.clone(), inner.clone()), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Value::from),
                members
                    .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_it_is_a_reader_gets_it_back(value in any_value()) {
            check(&value);
        }
    }
}
