//! Makes text from a service harmless where a terminal or a person reads it.

use std::borrow::Cow;
use std::fmt::Write;

/// Escapes what could command a terminal, reorder a line or hide in it, as
/// `\u{1b}`: C0 (line feed and tab too), DEL, C1, controls of writing direction,
/// separators of lines and paragraphs, characters that are not seen, and tags.
///
/// The joiners U+200C and U+200D stay between two characters that are not ASCII, as
/// scripts and emoji need them there; elsewhere they only hide. Of the selectors of
/// variants one stays after such a character, and U+FE0F in the emoji of a key (`1`,
/// U+FE0F, U+20E3): rows of them hold bytes that nobody sees. A backslash stays
/// everywhere: text that looks like an escape is then not told from one, but it is
/// as harmless, paths stay readable, and who needs the exact text has JSON.
pub fn escape<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    escape_unless(text.into(), &[])
}

/// The same, but some characters stay.
pub(super) fn escape_unless<'a>(text: Cow<'a, str>, kept: &[char]) -> Cow<'a, str> {
    let suspect = |c| (is_harmful(c) || is_dependent(c)) && !kept.contains(&c);
    let goes = |(c, is_harmful)| is_harmful && !kept.contains(&c);
    if is_plain(&text) || !text.contains(suspect) || !judged(&text).any(goes) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for (c, is_harmful) in judged(&text) {
        if is_harmful && !kept.contains(&c) {
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

/// The characters of a text, and whether each is replaced by [`escape`].
pub(super) fn judged(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut chars = text.chars().peekable();
    // The one before, if it stays.
    let mut before = None;
    std::iter::from_fn(move || {
        let c = chars.next()?;
        let goes = if is_joiner(c) {
            let joins = before.is_some_and(|c| is_base(c) || is_selector(c));
            !joins || !chars.peek().copied().is_some_and(is_base)
        } else if is_selector(c) {
            !before.is_some_and(is_base) && !is_of_key(before, c, chars.peek().copied())
        } else {
            is_harmful(c)
        };
        before = (!goes).then_some(c);
        Some((c, goes))
    })
}

/// Whether [`escape`] looks at the neighbours of the character.
pub(super) fn is_dependent(c: char) -> bool {
    is_joiner(c) || is_selector(c)
}

/// Whether the character is one of the two that join others, or keep them apart.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether the character chooses a variant of the one before.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether joiners and selectors may stand at the character.
fn is_base(c: char) -> bool {
    !c.is_ascii() && !is_dependent(c) && !is_harmful(c)
}

/// Whether the selector makes the emoji of a key, which is made of an ASCII character.
fn is_of_key(before: Option<char>, selector: char, after: Option<char>) -> bool {
    let is_key = before.is_some_and(|c| matches!(c, '0'..='9' | '#' | '*'));
    is_key && selector == '\u{fe0f}' && after == Some('\u{20e3}')
}

/// Whether [`escape`] replaces the character, wherever it stands.
pub(super) fn is_harmful(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        // But the selectors, from U+E0100.
        | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}'
    )
}

/// Whether the text is printable ASCII, as most is: quick, and then nothing in it is harmful.
pub(super) fn is_plain(text: &str) -> bool {
    // Bytes of a chunk are compared at once, which a search that ends early cannot do.
    let is_plain = |chunk: &[u8]| {
        let plain = chunk.iter().map(|byte| (0x20..0x7f).contains(byte));
        plain.fold(true, |all, plain| all & plain)
    };
    text.as_bytes().chunks(32).all(is_plain)
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
            ("a\u{ad}\u{3164}\u{115f}", r"a\u{ad}\u{3164}\u{115f}"),
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
            "\u{a0}",
            "葛\u{e0100}",
            "1\u{fe0f}\u{20e3}",
        ] {
            assert!(
                matches!(escape(text), Cow::Borrowed(same) if same == text),
                "{text}"
            );
        }
    }

    #[test]
    fn joiners_stay_where_they_join() {
        for text in ["👩\u{200d}💻", "🏳\u{fe0f}\u{200d}🌈", "می\u{200c}خواهم"] {
            assert_eq!(escape(text), text);
        }
        for (text, expected) in [
            ("we\u{200d}b", r"we\u{200d}b"),
            ("\u{200c}生\u{200d}", r"\u{200c}生\u{200d}"),
            ("生\u{200d}\u{200d}产", r"生\u{200d}\u{200d}产"),
            ("生\u{200d}\u{200b}产", r"生\u{200d}\u{200b}产"),
            ("生\u{200d}a", r"生\u{200d}a"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn selectors_stay_where_they_select() {
        for text in [
            "❤\u{fe0f}",
            "葛\u{e0100}西",
            "a#\u{fe0f}\u{20e3}",
            "é\u{fe0e}",
        ] {
            assert_eq!(escape(text), text);
        }
        for (text, expected) in [
            ("web\u{fe0f}", r"web\u{fe0f}"),
            ("web\u{e0101}\u{e01ef}", r"web\u{e0101}\u{e01ef}"),
            ("❤\u{fe0f}\u{fe00}\u{e0100}", "❤\u{fe0f}\\u{fe00}\\u{e0100}"),
            ("1\u{fe0f}x", r"1\u{fe0f}x"),
            ("1\u{fe0e}\u{20e3}", "1\\u{fe0e}\u{20e3}"),
            ("a\u{fe0f}\u{20e3}", "a\\u{fe0f}\u{20e3}"),
            ("\u{fe0f}❤", r"\u{fe0f}❤"),
            ("生\u{200b}\u{fe0f}", r"生\u{200b}\u{fe0f}"),
            ("a\u{fe0f}\u{200d}生", r"a\u{fe0f}\u{200d}生"),
            ("\u{180b}\u{180d}\u{180f}", r"\u{180b}\u{180d}\u{180f}"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn kept_characters_stay_among_escaped_ones() {
        let text = escape_unless("a\n\u{1b}\tb".into(), &['\n', '\t']);
        assert_eq!(text, "a\n\\u{1b}\tb");
    }
}
