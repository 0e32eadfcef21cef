//! Notes on values that are valid but probably a mistake.

use crate::words::quoted;

/// Notes on free text of a flag that takes one value; `several` says how to give more.
pub(super) fn of_text(flag: &str, text: &str, several: &str) -> Vec<String> {
    let mut notes = Vec::new();
    if text.contains(',') {
        let text = quoted(text);
        notes.push(format!(
            "{flag} reads {text} as one value, with the comma; {several}"
        ));
    }
    notes.extend(around(text).map(|what| format!("{flag}: {what}")));
    notes
}

/// Notes on a tag, `KEY` or `KEY=VALUE`.
pub(super) fn of_tag(text: &str) -> Vec<String> {
    let value = text.split_once('=').map_or(text, |(_, value)| value);
    let mut notes = of_text("--tag", text, "repeat --tag for each tag");
    if value != text {
        notes.extend(around(value.trim()).map(|what| format!("--tag: {what}")));
    }
    notes
}

/// Reports quotes or blanks around a text: they are part of the value, probably by mistake.
pub(super) fn around(text: &str) -> Option<String> {
    if is_in_quotes(text) {
        return Some(format!(
            "the quotes around {} are part of the value",
            quoted(text)
        ));
    }
    let is_padded = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    is_padded.then(|| format!("the blanks around {} are part of the value", quoted(text)))
}

/// Whether a text is in a pair of quotes.
pub(super) fn is_in_quotes(text: &str) -> bool {
    let pairs = [
        ('"', '"'),
        ('\'', '\''),
        ('\u{201c}', '\u{201d}'),
        ('\u{2018}', '\u{2019}'),
    ];
    text.chars().count() > 1
        && pairs
            .iter()
            .any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
}
