//! Small helpers for the words of messages: quoting, lists, suggestions, and
//! key ids that are told but not shown.

use crate::nearest::nearest;

/// A key id as it may be shown: its first and last four characters when it is
/// long enough that most of it stays hidden, else nothing of it.
pub fn mask(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    if letters.len() < 12 || !id.chars().all(|c| c.is_ascii_graphic()) {
        return "…".to_owned();
    }
    let start: String = letters[..4].iter().collect();
    let end: String = letters[letters.len() - 4..].iter().collect();
    format!("{start}…{end}")
}

/// A text of the user's in backticks: control characters escaped, since
/// messages go to terminals, and cut when it is long.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown = String::new();
    for c in text.chars().take(LONGEST) {
        match c {
            '"' | '\'' => shown.push(c),
            c => shown.extend(c.escape_debug()),
        }
    }
    let rest = if text.chars().nth(LONGEST).is_some() {
        "…"
    } else {
        ""
    };
    format!("`{shown}{rest}`")
}

/// How a profile's table begins, without the brackets: `profiles.prod`.
pub fn heading(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) {
        format!("profiles.{name}")
    } else {
        format!("profiles.\"{}\"", name.escape_debug())
    }
}

/// Words as a list for people: `a, b, c`.
pub fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}

/// A number with what is counted: `1 page`, `2 pages`, `3 retries`.
pub fn count(number: u64, word: &str) -> String {
    match (number, word.strip_suffix('y')) {
        (1, _) => format!("1 {word}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {word}s"),
    }
}

/// What to say below a word that is not among the candidates: the nearest one,
/// and all of them.
pub fn suggestion<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
    all: &str,
) -> String {
    let near = nearest(word, candidates.clone());
    let near = near
        .map(|near| format!("did you mean `{near}`? "))
        .unwrap_or_default();
    let known = list(candidates);
    let known = if known.is_empty() { "none" } else { &known };
    format!("{near}{all}: {known}")
}

/// The words of a page of HTML, without its tags.
pub fn of_page(text: &str) -> String {
    let mut plain = String::new();
    let mut inside_tag = false;
    for character in text.chars() {
        match character {
            '<' => inside_tag = true,
            '>' => {
                inside_tag = false;
                plain.push(' ');
            }
            _ if inside_tag => {}
            other => plain.push(other),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_shows_at_most_four_and_four() {
        for (id, expected) in [
            ("LTAI5tExampleExamplecd12", "LTAI…cd12"),
            ("LTAI12345678", "LTAI…5678"),
            ("LTAI1234567", "…"),
            ("", "…"),
            ("LTAI\u{1b}[31m1234567890", "…"),
        ] {
            assert_eq!(mask(id), expected, "{id:?}");
        }
    }

    #[test]
    fn what_is_counted_is_one_or_many() {
        for (number, word, expected) in [
            (1, "page", "1 page"),
            (0, "page", "0 pages"),
            (1, "retry", "1 retry"),
            (2, "retry", "2 retries"),
        ] {
            assert_eq!(count(number, word), expected);
        }
    }

    #[test]
    fn quoted_text_is_escaped_and_cut() {
        assert_eq!(heading("my-prod"), "profiles.my-prod");
        assert_eq!(heading("a.b"), "profiles.\"a.b\"");
        assert_eq!(quoted("a\u{1b}b"), "`a\\u{1b}b`");
        assert_eq!(quoted(&"x".repeat(61)), format!("`{}…`", "x".repeat(60)));
    }
}
