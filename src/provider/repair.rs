//! Repairs JSON texts that are valid but for a few characters, numbers or members that stand
//! there twice, so that one of these does not cost the whole answer.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use memchr::memchr2;
use serde::de::IgnoredAny;

/// How much of a text is a pair of escaped surrogates, `\ud83d\ude00`, and half of it.
const PAIR: usize = 12;
const HALF: usize = 6;

/// The most bytes that a copy may be longer than its text, as U+FFFD takes three. A text
/// with more faults than that is something else.
const MOST_ADDED: usize = 1 << 20;

/// A value that was read, and what a repair took from it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repaired<T> {
    pub(crate) value: T,
    /// Whether any number became null.
    pub(crate) lost_numbers: bool,
}

/// Reads a JSON text. If that fails, reads a repaired copy: without the byte order mark before
/// it, [`repaired`], and with the last one of members that have the same name.
///
/// # Errors
/// Those of `read`.
pub(crate) fn read<T, E>(
    json: &[u8],
    read: impl Fn(&[u8]) -> Result<T, E>,
) -> Result<Repaired<T>, E> {
    let of = |value, lost_numbers| Repaired {
        value,
        lost_numbers,
    };
    let mut error = match read(json) {
        Ok(value) => return Ok(of(value, false)),
        Err(error) => error,
    };
    let unmarked = json.strip_prefix(MARK).unwrap_or(json);
    let copy = repaired(unmarked);
    let lost_numbers = copy.as_ref().is_some_and(|copy| copy.lost_numbers);
    let copy = copy.map(|copy| copy.value);
    if copy.is_some() || unmarked.len() < json.len() {
        error = match read(copy.as_deref().unwrap_or(unmarked)) {
            Ok(value) => return Ok(of(value, lost_numbers)),
            Err(error) => error,
        };
    }
    match last_of_each(copy.as_deref().unwrap_or(unmarked)) {
        Some(copy) => Ok(of(read(&copy)?, lost_numbers)),
        None => Err(error),
    }
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Returns a copy of a JSON text whose objects have no two members of the same name: the last
/// one stays, as most readers have it. `None` if there are none, or if it is no JSON.
fn last_of_each(json: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(json).ok()?;
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut places = Vec::new();
    let mut open: Vec<Members> = Vec::new();
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        match byte {
            b'{' => open.push(Members::of_object()),
            b'[' => open.push(Members::default()),
            b'}' | b']' => drop(open.pop()),
            b',' => {
                if let Some(members) = open.last_mut() {
                    members.is_name_next = members.is_object;
                }
            }
            b'"' => {
                let end = end_of_text(json, at + 1);
                if let Some(members) = open.last_mut()
                    && std::mem::take(&mut members.is_name_next)
                {
                    places.extend(members.begin(&text[at..end], at));
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    if places.is_empty() {
        return None;
    }
    // Those inside another one go with it.
    places.sort_by_key(|place| place.start);
    let mut copy = Vec::with_capacity(json.len());
    let mut copied = 0;
    for place in places {
        if place.start >= copied {
            copy.extend_from_slice(&json[copied..place.start]);
            copied = place.end;
        }
    }
    copy.extend_from_slice(&json[copied..]);
    Some(copy)
}

/// The members of an object that is being looked at, or nothing of a list.
#[derive(Default)]
struct Members<'j> {
    is_object: bool,
    is_name_next: bool,
    /// Where each begins.
    starts: Vec<usize>,
    /// The number of the last one of each name.
    numbers: HashMap<Cow<'j, str>, usize>,
}

impl<'j> Members<'j> {
    fn of_object() -> Self {
        Self {
            is_object: true,
            is_name_next: true,
            ..Self::default()
        }
    }

    /// Begins a member, its name with the quotes. Gives the place of the one of that name
    /// before it, with the comma behind it.
    fn begin(&mut self, name: &'j str, at: usize) -> Option<Range<usize>> {
        let name = if name.contains('\\') {
            serde_json::from_str(name).map_or(Cow::Borrowed(name), Cow::Owned)
        } else {
            Cow::Borrowed(&name[1..name.len() - 1])
        };
        let number = self.starts.len();
        self.starts.push(at);
        let earlier = self.numbers.insert(name, number)?;
        Some(self.starts[earlier]..self.starts[earlier + 1])
    }
}

/// The end of a text that begins behind a quote, its last quote included.
fn end_of_text(json: &[u8], mut at: usize) -> usize {
    while let Some(found) = json.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if json[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    json.len()
}

/// Returns a copy of a JSON text that every reader accepts: bytes that are not UTF-8 and
/// escaped surrogates without their other half become U+FFFD, numbers beyond the range of a
/// 64-bit float become null. `None` if there are none, or if there are far too many.
///
/// Any other fault of the text stays.
pub(crate) fn repaired(json: &[u8]) -> Option<Repaired<Vec<u8>>> {
    let utf8 = String::from_utf8_lossy(json);
    if utf8.len() > json.len() + MOST_ADDED {
        return None;
    }
    let json = utf8.as_bytes();
    let mut repair = Repair {
        json,
        copy: Vec::new(),
        copied: 0,
        lost_numbers: false,
    };
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        at = match byte {
            b'"' => repair.text(at + 1),
            b'-' | b'0'..=b'9' => repair.number(at),
            _ => at + 1,
        };
    }
    let (copied, lost_numbers) = (repair.copied, repair.lost_numbers);
    let mut value = repair.copy;
    if copied > 0 {
        value.extend_from_slice(&json[copied..]);
    } else if let Cow::Owned(utf8) = utf8 {
        value = utf8.into_bytes();
    } else {
        return None;
    }
    Some(Repaired {
        value,
        lost_numbers,
    })
}

struct Repair<'j> {
    json: &'j [u8],
    copy: Vec<u8>,
    /// How much of the text is in the copy.
    copied: usize,
    lost_numbers: bool,
}

impl Repair<'_> {
    /// Repairs a text behind its first quote, and returns its end.
    fn text(&mut self, mut at: usize) -> usize {
        while let Some(found) = self
            .json
            .get(at..)
            .and_then(|rest| memchr2(b'"', b'\\', rest))
        {
            at += found;
            if self.json[at] == b'"' {
                return at + 1;
            }
            at = match (self.unit(at), self.unit(at + HALF)) {
                (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at + PAIR,
                (Some(0xd800..=0xdfff), _) => self.replace(at, at + HALF, "\u{fffd}"),
                _ => at + 2,
            };
        }
        self.json.len()
    }

    /// The UTF-16 unit that is escaped as `\uXXXX` here.
    fn unit(&self, at: usize) -> Option<u16> {
        let digits = self.json.get(at..at + HALF)?.strip_prefix(b"\\u")?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }

    /// Repairs a number, and returns its end.
    fn number(&mut self, at: usize) -> usize {
        let rest = &self.json[at..];
        let ends = |byte: &u8| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let end = at + rest.iter().position(ends).unwrap_or(rest.len());
        let digits = &self.json[at..end];
        let is_number = || serde_json::from_slice::<IgnoredAny>(digits).is_ok();
        if serde_json::from_slice::<f64>(digits).is_err() && is_number() {
            self.lost_numbers = true;
            return self.replace(at, end, "null");
        }
        end
    }

    fn replace(&mut self, at: usize, end: usize, by: &str) -> usize {
        self.copy.extend_from_slice(&self.json[self.copied..at]);
        self.copy.extend_from_slice(by.as_bytes());
        self.copied = end;
        end
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::Value;

    use super::*;

    fn of(json: &[u8]) -> Option<(String, bool)> {
        let repaired = repaired(json)?;
        let text = String::from_utf8(repaired.value).unwrap();
        Some((text, repaired.lost_numbers))
    }

    #[test]
    fn only_what_no_reader_accepts_is_repaired() {
        let replaced = |text: &str| Some((text.to_owned(), false));
        let lost = |text: &str| Some((text.to_owned(), true));
        for (json, expected) in [
            (&b"[\"a\xffb\"]"[..], replaced("[\"a\u{fffd}b\"]")),
            (b"{\"\xe4\":1}", replaced("{\"\u{fffd}\":1}")),
            (br#"["\ud800"]"#, replaced("[\"\u{fffd}\"]")),
            (br#"["\uDC00 x"]"#, replaced("[\"\u{fffd} x\"]")),
            (
                br#"["\ud83d\ud83d\ude00\n"]"#,
                replaced("[\"\u{fffd}\\ud83d\\ude00\\n\"]"),
            ),
            (br#"["\ud800\\udc00"]"#, replaced("[\"\u{fffd}\\\\udc00\"]")),
            (b"[1e999,-1E+400,1e308]", lost("[null,null,1e308]")),
            (b"[1e999,\"1e999\xff\"]", lost("[null,\"1e999\u{fffd}\"]")),
            (b"2.50e400", lost("null")),
            (&[b'9'; 400], lost("null")),
            // Nothing to repair, or not to be repaired here.
            (br#"["\ud83d\ude00 \\ud800 \"1e999"]"#, None),
            (b"[1e-999,1e30,18446744073709551616]", None),
            ("[\"\u{fffd}é\"]".as_bytes(), None),
            (
                b"[01,1e,-,1e999x,--1e999,1.e999]",
                lost("[01,1e,-,nullx,--1e999,1.e999]"),
            ),
            (br#"["\ud80"#, None),
            (br#"["\u+123","\"#, None),
            (b"", None),
        ] {
            assert_eq!(of(json), expected, "{}", String::from_utf8_lossy(json));
        }
    }

    #[test]
    fn a_copy_is_hardly_larger() {
        let of_length = |length: usize| [b"\"", &*vec![0xff; length], b"\""].concat();
        let copy = repaired(&of_length(MOST_ADDED / 2)).unwrap();
        assert_eq!(copy.value.len(), 2 + MOST_ADDED / 2 * 3);
        assert_eq!(repaired(&of_length(MOST_ADDED / 2 + 1)), None);
    }

    #[test]
    fn a_text_is_repaired_only_after_a_failure() {
        let name = |json: &[u8]| {
            let read = read(json, |json| {
                serde_json::from_slice::<Vec<Option<f64>>>(json)
            });
            read.map(|read| (read.value, read.lost_numbers))
        };
        assert_eq!(name(b"[1]").unwrap(), (vec![Some(1.0)], false));
        assert_eq!(name(b"[1e999]").unwrap(), (vec![None], true));
        assert!(name(b"[1e999").unwrap_err().is_eof());
        assert!(name(b"[1").unwrap_err().is_eof());
        let ignored = read(b"[1e999]", |json| {
            serde_json::from_slice::<IgnoredAny>(json)
        });
        assert!(!ignored.unwrap().lost_numbers);
    }

    #[test]
    fn the_last_member_of_a_name_stays() {
        let of = |json: &str| last_of_each(json.as_bytes()).map(|c| String::from_utf8(c).unwrap());
        for (json, expected) in [
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
            (
                r#"{"a":1, "b":[1,{"a":3}], "a" : 2}"#,
                r#"{"b":[1,{"a":3}], "a" : 2}"#,
            ),
            (r#"{"a":1,"a":2,"a":3,"b":4}"#, r#"{"a":3,"b":4}"#),
            (r#"[{"a":"},\"a\":","a":"x"}]"#, r#"[{"a":"x"}]"#),
            (r#"{"a":1,"\u0061":2}"#, r#"{"\u0061":2}"#),
            (
                r#"{"x":{"a":1,"a":2},"x":{"b":1,"b":2}}"#,
                r#"{"x":{"b":2}}"#,
            ),
            (r#"{"":1,"":{}}"#, r#"{"":{}}"#),
        ] {
            assert_eq!(of(json).as_deref(), Some(expected), "{json}");
        }
        for json in [
            r#"{"a":{"a":{"a":["a","a"]}},"b":"a"}"#,
            r#"[{"a":1},{"a":2}]"#,
            "[]",
            "",
            // It would hide what is no JSON.
            r#"{"a":x,"a":1}"#,
            r#"{"a":1,"a":2"#,
        ] {
            assert_eq!(of(json), None, "{json}");
        }
    }

    #[test]
    fn a_mark_before_the_text_is_passed_over() {
        let numbers = |json: &[u8]| {
            read(json, |json| {
                serde_json::from_slice::<Vec<Option<f64>>>(json)
            })
            .map(|read| (read.value, read.lost_numbers))
        };
        assert_eq!(
            numbers(b"\xef\xbb\xbf[1]").unwrap(),
            (vec![Some(1.0)], false)
        );
        assert_eq!(numbers(b"\xef\xbb\xbf[1e999]").unwrap(), (vec![None], true));
        assert!(numbers(b"\xef\xbb\xbf\xef\xbb\xbf[1]").is_err());
    }

    /// A piece of a text, as it is between quotes.
    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            any::<u8>().prop_map(|byte| match byte {
                ..b' ' | b'"' | b'\\' => vec![b'x'],
                byte => vec![byte],
            }),
            any::<u16>().prop_map(|unit| format!("\\u{unit:04x}").into_bytes()),
            (0xd7ff_u16..0xe001).prop_map(|unit| format!("\\u{unit:04X}").into_bytes()),
            select(vec![r#"\""#, r"\\", r"\n", "é", "1e999", "[{,", "ud800"])
                .prop_map(|text| text.as_bytes().to_vec()),
        ]
    }

    fn text() -> impl Strategy<Value = Vec<u8>> {
        vec(piece(), 0..6).prop_map(|pieces| [b"\"", &*pieces.concat(), b"\""].concat())
    }

    /// A JSON value, faults of all kinds inside.
    fn value() -> impl Strategy<Value = Vec<u8>> {
        let number = prop_oneof![
            any::<f64>()
                .prop_filter("JSON has no such number", |number| number.is_finite())
                .prop_map(|number| format!("{number:e}")),
            (any::<i64>(), -999..999).prop_map(|(digits, power)| format!("{digits}e{power}")),
            select(vec!["1.7976931348623158e308", "-0", "1e+309", "null"]).prop_map(str::to_owned),
        ];
        let scalar = prop_oneof![text(), number.prop_map(String::into_bytes)];
        scalar.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4)
                    .prop_map(|list| [b"[", &*list.join(&b", "[..]), b"]"].concat()),
                vec((text(), inner), 0..4).prop_map(|members| {
                    let members: Vec<Vec<u8>> = members
                        .into_iter()
                        .map(|(name, value)| [name, value].join(&b" :"[..]))
                        .collect();
                    [b"{", &*members.join(&b","[..]), b"}"].concat()
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_copy_without_repeated_members_means_the_same(json in value()) {
            let json = repaired(&json).map_or(json, |copy| copy.value);
            if let Some(copy) = last_of_each(&json) {
                let value = |json: &[u8]| serde_json::from_slice::<Value>(json).unwrap();
                prop_assert_eq!(value(&copy), value(&json));
                prop_assert_eq!(last_of_each(&copy), None, "once is enough");
            }
        }

        #[test]
        fn a_copy_is_valid_and_a_valid_text_has_none(json in value()) {
            let is_valid = serde_json::from_slice::<Value>(&json).is_ok();
            let copy = repaired(&json);
            prop_assert_eq!(copy.is_none(), is_valid);
            if let Some(copy) = copy {
                prop_assert!(serde_json::from_slice::<Value>(&copy.value).is_ok());
                prop_assert_eq!(repaired(&copy.value), None, "once is enough");
            }
        }

        #[test]
        fn any_bytes_are_looked_at(json in vec(any::<u8>(), 0..40), lead in piece()) {
            let json = [b"[\"".to_vec(), lead, json].concat();
            if let Some(copy) = repaired(&json) {
                prop_assert!(std::str::from_utf8(&copy.value).is_ok());
            }
        }
    }
}
