//! Makes text from a service harmless where a terminal or a person reads it.

use std::borrow::Cow;
use std::fmt::Write;

/// Escapes what could command a terminal, reorder a line or hide in it, as
/// `\u{1b}`: C0 (line feed and tab too), DEL, C1, controls of writing direction,
/// separators of lines and paragraphs, invisible format characters and tags.
///
/// The joiners U+200C and U+200D stay, as scripts and emoji need them. So does a
/// backslash: text that looks like an escape is then not told from one, but it is
/// as harmless, paths stay readable, and who needs the exact text has JSON.
pub fn escape<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    escape_unless(text.into(), &[])
}

/// The same, but some characters stay.
pub(super) fn escape_unless<'a>(text: Cow<'a, str>, kept: &[char]) -> Cow<'a, str> {
    let harmful = |c| is_harmful(c) && !kept.contains(&c);
    if is_plain(&text) || !text.contains(harmful) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if harmful(c) {
            push_escaped(&mut escaped, c);
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Appends the escape of one character.
pub(super) fn push_escaped(text: &mut String, c: char) {
    // Writing to a `String` cannot fail.
    let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
}

/// Whether [`escape`] replaces the character.
pub(super) fn is_harmful(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether the text is printable ASCII, as most is: quick, and then nothing in it is harmful.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmful_characters_are_written_as_numbers() {
        for (text, expected) in [
            ("\u{1b}[31m", r"\u{1b}[31m"),
            ("a\nb\tc\rd\0", r"a\u{a}b\u{9}c\u{d}d\u{0}"),
            ("\u{7f}\u{80}\u{9b}\u{9f}", r"\u{7f}\u{80}\u{9b}\u{9f}"),
            ("\u{61c}\u{200e}\u{200f}", r"\u{61c}\u{200e}\u{200f}"),
            (
                "\u{202a}\u{202e}x\u{2066}\u{2069}",
                r"\u{202a}\u{202e}x\u{2066}\u{2069}",
            ),
            (
                "\u{2028}\u{2029}\u{200b}\u{2060}",
                r"\u{2028}\u{2029}\u{200b}\u{2060}",
            ),
            ("\u{feff}\u{e0041}", r"\u{feff}\u{e0041}"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn other_text_is_not_even_copied() {
        for text in [
            "",
            "web-1",
            r"C:\a",
            "生产",
            "é",
            "e\u{301}",
            "a\u{200d}b\u{200c}",
            "\u{a0}",
        ] {
            assert!(
                matches!(escape(text), Cow::Borrowed(same) if same == text),
                "{text}"
            );
        }
    }

    #[test]
    fn kept_characters_stay_among_escaped_ones() {
        let text = escape_unless("a\n\u{1b}\tb".into(), &['\n', '\t']);
        assert_eq!(text, "a\n\\u{1b}\tb");
    }
}
