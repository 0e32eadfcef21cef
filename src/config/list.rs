//! Values of lists: what is trimmed of an element, and what cannot be one.
//!
//! Every flag and variable that takes ids, names or words with commas between reads each
//! of them here. `docs/filters.md` has the table of all flags.

use crate::words::quoted;

/// Characters that editors, spreadsheets and other programs put before or after a value.
fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || is_invisible(c)
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}'
    )
}

/// The byte order mark, and characters of no width.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// Trims an element of blanks, line ends, quotes around it and a byte order mark.
///
/// # Errors
/// When nothing is left, or the rest has a character that no element has; the message
/// says which.
pub fn element(text: &str) -> Result<&str, String> {
    let trimmed = text.trim_matches(is_wrapping);
    if trimmed.is_empty() {
        return Err("an element is empty".to_owned());
    }
    let why = trimmed.chars().find_map(|c| match c {
        '*' | '?' => Some("a wildcard, which only --name takes"),
        _ if c.is_whitespace() => Some("a blank inside; separate elements with commas"),
        _ if is_quote(c) => Some("a quote inside"),
        ';' | '|' | '$' | '[' | ']' | '{' | '}' => {
            Some("a character of another notation inside; separate elements with commas")
        }
        _ if c.is_control() || is_invisible(c) => Some("an invisible character inside"),
        _ => None,
    });
    match why {
        Some(why) => Err(format!("{} has {why}", quoted(trimmed))),
        None => Ok(trimmed),
    }
}

/// Trims the elements of a text with commas between.
///
/// # Errors
/// As [`element`], for the first that cannot be one.
pub fn elements(text: &str) -> Result<Vec<String>, String> {
    let each = text.split(',').map(element);
    each.map(|element| element.map(str::to_owned)).collect()
}

/// Trims a value that is no list.
///
/// # Errors
/// As [`element`], or it has a comma.
pub fn single(text: &str) -> Result<&str, String> {
    let value = element(text)?;
    if value.contains(',') {
        return Err(format!(
            "{} has a comma; pass only one value",
            quoted(value)
        ));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_an_element_is_trimmed() {
        for text in [
            "m-1",
            " m-1",
            "m-1 ",
            "\tm-1\t",
            "m-1\r",
            "m-1\r\n",
            "\u{feff}m-1",
            "\"m-1\"",
            "'m-1'",
            "`m-1`",
            "\u{201c}m-1\u{201d}",
            "\u{a0}m-1\u{3000}",
            "m-1\u{200b}",
            "\u{feff}\" m-1 \"\r\n",
            // A quote around the whole list is at one end of its first and last element.
            "\"m-1",
            "m-1'",
        ] {
            assert_eq!(element(text), Ok("m-1"), "{text:?}");
        }
        let expected = vec!["m-1".to_owned(), "订单".to_owned()];
        assert_eq!(elements("\"m-1, 订单\""), Ok(expected));
        assert_eq!(single(" 'm-1' "), Ok("m-1"));
    }

    #[test]
    fn what_cannot_be_an_element_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "is empty"),
            (" \r\n", "is empty"),
            ("\"\"", "is empty"),
            ("\u{feff}", "is empty"),
            ("m-1 m-2", "`m-1 m-2` has a blank"),
            ("m-1\nm-2", "has a blank"),
            ("m\u{a0}1", "has a blank"),
            ("m-1\"m-2", "has a quote"),
            ("m\u{0}1", "invisible"),
            ("m\u{1b}[1", "invisible"),
            ("m\u{feff}1", "invisible"),
            ("web-*", "wildcard"),
            ("web-?", "wildcard"),
            ("m-1;m-2", "another notation"),
            ("m-1|m-2", "another notation"),
            ("[m-1", "another notation"),
            ("${ID}", "another notation"),
            ("$ID", "another notation"),
        ] {
            let why = element(text).unwrap_err();
            assert!(why.contains(reason), "{text:?}: {why}");
            assert!(!why.contains(char::is_control), "{why:?}");
        }
        for text in ["a,,b", "a,", ",a", "a, ,b"] {
            assert!(elements(text).unwrap_err().contains("is empty"), "{text}");
        }
        assert!(single("a,b").unwrap_err().contains("a comma"));
    }
}
