//! Regular expressions that can be compared and shown.

use std::fmt;

use regex_lite::Regex;

/// A regular expression. It is found anywhere in a text unless it has anchors.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Reads a regular expression in the syntax of the crate `regex-lite`.
    /// Matching takes linear time, whatever the expression.
    ///
    /// # Errors
    /// When the text is none; the message says why.
    pub fn new(text: &str) -> Result<Self, String> {
        Regex::new(text).map(Self).map_err(|error| {
            let why = error.to_string();
            format!("`{text}` is no regular expression: {why}")
        })
    }

    /// Whether it is found in `text`.
    pub fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_anywhere_unless_anchored() {
        let matches = |pattern: &str, text| Pattern::new(pattern).unwrap().matches(text);
        assert!(matches("web", "my-web-1"));
        assert!(!matches("^web", "my-web-1"));
        assert!(matches("^web-[0-9]+$", "web-12"));
        assert!(matches("(?i)WEB", "web"));
        assert!(matches("生.", "生产"));
    }

    #[test]
    fn what_is_none_says_why() {
        let why = Pattern::new("web-(").unwrap_err();
        assert!(
            why.starts_with("`web-(` is no regular expression: "),
            "{why}"
        );
    }
}
