//! Shell-like patterns for names.

use std::fmt;
use std::str::Chars;

/// A pattern: `*` is any run of characters, `?` any one, all else itself.
/// Case matters, and the whole text must match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob(String);

impl Glob {
    /// Takes a pattern as it was typed.
    pub fn new(pattern: impl Into<String>) -> Self {
        Self(pattern.into())
    }

    /// The text it stands for when it has no wildcard.
    pub fn literal(&self) -> Option<&str> {
        (!self.0.contains(['*', '?'])).then_some(&self.0)
    }

    /// Whether the whole of `text` matches. Takes at most the product of both lengths, and no
    /// memory for the text.
    pub fn matches(&self, text: &str) -> bool {
        let pattern: Vec<char> = self.0.chars().collect();
        let mut rest = text.chars();
        let mut p = 0;
        // Where to go on after the last `*` if what follows it does not match.
        let mut retry: Option<(usize, Chars<'_>)> = None;
        loop {
            let before = rest.clone();
            let Some(c) = rest.next() else { break };
            if p < pattern.len() && pattern[p] == '*' {
                p += 1;
                retry = Some((p, before.clone()));
                rest = before;
            } else if p < pattern.len() && (pattern[p] == '?' || pattern[p] == c) {
                p += 1;
            } else if let Some((after_star, start)) = &mut retry {
                start.next();
                p = *after_star;
                rest = start.clone();
            } else {
                return false;
            }
        }
        pattern[p..].iter().all(|&c| c == '*')
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("web-*", "web-1", true),
            ("web-*", "web-", true),
            ("web-*", "my-web-1", false),
            ("*web*", "my-web-1", true),
            ("w?b", "wéb", true),
            ("w?b", "wb", false),
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("生产*", "生产环境", true),
            ("Web", "web", false),
        ] {
            assert_eq!(
                Glob::new(pattern).matches(text),
                expected,
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn only_plain_patterns_are_literal() {
        assert_eq!(Glob::new("web-1").literal(), Some("web-1"));
        assert_eq!(Glob::new("web-?").literal(), None);
    }

    #[test]
    fn many_stars_end_soon() {
        let text = "a".repeat(5_000);
        assert!(!Glob::new("*a*a*a*a*a*a*b").matches(&text));
    }
}
