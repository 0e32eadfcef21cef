//! A small XML writer for JSON values: the default language of signature v1.

use std::fmt::Write as _;

use serde_json::Value;

/// Writes a document whose root holds the members of `value`.
pub(super) fn document(root: &str, value: &Value) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut text, root, value);
    text
}

/// An object becomes an element with children, a list repeats the element, null leaves it out.
fn element(text: &mut String, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| element(text, name, item)),
        Value::Object(members) => {
            tag(text, "<", name);
            for (name, member) in members {
                element(text, name, member);
            }
            tag(text, "</", name);
        }
        Value::String(content) => leaf(text, name, content),
        Value::Bool(_) | Value::Number(_) => leaf(text, name, &value.to_string()),
    }
}

fn leaf(text: &mut String, name: &str, content: &str) {
    tag(text, "<", name);
    content.chars().for_each(|sign| escape(text, sign));
    tag(text, "</", name);
}

fn tag(text: &mut String, open: &str, name: &str) {
    text.push_str(open);
    text.push_str(name);
    text.push('>');
}

/// Escapes markup, keeps carriage returns, and replaces what XML 1.0 cannot hold at all (such as ESC).
fn escape(text: &mut String, sign: char) {
    match sign {
        '&' => text.push_str("&amp;"),
        '<' => text.push_str("&lt;"),
        '>' => text.push_str("&gt;"),
        '\r' => {
            // Writing into a String cannot fail.
            let _ = write!(text, "&#x{:X};", u32::from(sign));
        }
        '\t' | '\n' => text.push(sign),
        '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => text.push('\u{FFFD}'),
        _ => text.push(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn writes_lists_as_repeated_elements() {
        let value = json!({"Images": {"Image": [{"A": 1}, {"A": true}]}, "B": null, "C": []});
        assert_eq!(
            document("R", &value),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R><Images><Image><A>1</A></Image><Image><A>true</A></Image></Images></R>"
        );
    }

    #[test]
    fn escapes_text() {
        let value = json!({"A": "<a & b>\r\n\u{1b}[31m\"镜像\""});
        assert!(
            document("R", &value)
                .ends_with("<A>&lt;a &amp; b&gt;&#xD;\n\u{FFFD}[31m\"镜像\"</A></R>")
        );
    }
}
