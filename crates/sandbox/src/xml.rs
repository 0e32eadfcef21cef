//! A small XML writer for JSON texts: the default language of signature v1.
//!
//! It writes while it reads, since building a tree of a page of images takes longer than all the rest.

use std::{
    borrow::Cow,
    fmt::{self, Display, Write as _},
};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Writes a document whose root holds the members of a JSON object.
pub(crate) fn document(root: &str, json: &str) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let element = Element {
        text: &mut text,
        name: root,
    };
    // The text comes from our own operations, so it always parses; half an answer would be seen at once.
    let _ = element.deserialize(&mut serde_json::Deserializer::from_str(json));
    text
}

/// What is to be written: an object becomes an element with children, a list repeats the element,
/// null leaves it out.
struct Element<'a> {
    text: &'a mut String,
    name: &'a str,
}

impl Element<'_> {
    fn tag(&mut self, open: &str) {
        self.text.push_str(open);
        self.text.push_str(self.name);
        self.text.push('>');
    }

    fn leaf(mut self, content: &str) {
        self.tag("<");
        escape(self.text, content);
        self.tag("</");
    }

    fn plain(mut self, content: impl Display) {
        self.tag("<");
        // Writing into a String cannot fail.
        let _ = write!(self.text, "{content}");
        self.tag("</");
    }
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.tag("<");
        while let Some(Name(name)) = members.next_key()? {
            if is_name(&name) {
                members.next_value_seed(Element {
                    text: self.text,
                    name: &name,
                })?;
            } else {
                members.next_value::<serde::de::IgnoredAny>()?;
            }
        }
        self.tag("</");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Element { text, name } = self;
        while items.next_element_seed(Element { text, name })?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, content: &str) -> Result<(), E> {
        self.leaf(content);
        Ok(())
    }

    fn visit_bool<E: Error>(self, content: bool) -> Result<(), E> {
        self.plain(content);
        Ok(())
    }

    fn visit_u64<E: Error>(self, content: u64) -> Result<(), E> {
        self.plain(content);
        Ok(())
    }

    fn visit_i64<E: Error>(self, content: i64) -> Result<(), E> {
        self.plain(content);
        Ok(())
    }

    fn visit_f64<E: Error>(self, content: f64) -> Result<(), E> {
        self.plain(serde_json::Value::from(content));
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A member's name, copied only if it has escapes.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Name<'de>, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Name<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a name")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        json.deserialize_str(Read)
    }
}

/// Can an element be called so? Members of the user's own images may have any name.
fn is_name(name: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(sign)
}

/// Escapes markup, keeps carriage returns, and replaces what XML 1.0 cannot hold at all (such as ESC).
fn escape(text: &mut String, content: &str) {
    let special = |sign: char| {
        matches!(
            sign,
            '&' | '<' | '>' | '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}'
        )
    };
    let mut rest = content;
    while let Some(place) = rest.find(special) {
        text.push_str(&rest[..place]);
        let mut signs = rest[place..].chars();
        match signs.next() {
            Some('&') => text.push_str("&amp;"),
            Some('<') => text.push_str("&lt;"),
            Some('>') => text.push_str("&gt;"),
            Some('\r') => text.push_str("&#xD;"),
            Some(sign @ ('\t' | '\n')) => text.push(sign),
            _ => text.push('\u{FFFD}'),
        }
        rest = signs.as_str();
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_lists_as_repeated_elements() {
        let json = r#"{"Images": {"Image": [{"A": 1}, {"A": true}]}, "B": null, "C": [], "D": [-2, 2.50]}"#;
        assert_eq!(
            document("R", json),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R><Images><Image><A>1</A></Image><Image><A>true</A></Image></Images><D>-2</D><D>2.5</D></R>"
        );
    }

    #[test]
    fn escapes_text() {
        let json = serde_json::json!({"A": "<a & b>\r\n\u{1b}[31m\"镜像\""}).to_string();
        assert!(
            document("R", &json)
                .ends_with("<A>&lt;a &amp; b&gt;&#xD;\n\u{FFFD}[31m\"镜像\"</A></R>")
        );
    }

    #[test]
    fn leaves_out_what_has_no_name_in_xml() {
        let json = r#"{"a b": 1, "": {"c": 2}, "<d>": 3, "e\u0066": 4, "5": 5}"#;
        assert!(document("R", json).ends_with("\n<R><ef>4</ef></R>"));
    }
}
