//! Hiding secrets in what people may read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::ApiConventions;
use crate::request::{Body, Request, percent};
use crate::sign::Credentials;
use crate::sign::encode::hex;

/// Headers of HTTP whose values may be shown. Others are hidden, but for those
/// that a service's [`ApiConventions`] name.
const OPEN_HEADERS: [&str; 10] = [
    "accept",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "retry-after",
    "server",
    "transfer-encoding",
    "vary",
];

/// What stands where something was hidden.
const HIDDEN: &str = "***";

/// Hides known secrets in any text, whatever form they stand in.
#[derive(Clone, Default)]
pub struct Redactor {
    // Longest first, so that no secret is left over as the tail of another.
    secrets: Vec<String>,
    /// Whether a text was too short to be looked for.
    missed_one: bool,
}

impl Redactor {
    /// Hides the key of `who`: its id, secret and token.
    pub fn new(who: &Credentials) -> Self {
        let mut redactor = Self::default();
        redactor.hide(&who.id);
        redactor.hide(who.secret.expose());
        if let Some(token) = &who.token {
            redactor.hide(token.expose());
        }
        redactor
    }

    /// Hides one more text, in every form in which a service may echo it.
    pub fn hide(&mut self, secret: &str) {
        // A one-letter "secret" would blank out the whole text and save nobody.
        if secret.len() < 4 {
            self.missed_one |= !secret.is_empty();
            return;
        }
        for form in forms(secret) {
            if !self.secrets.contains(&form) {
                self.secrets.push(form);
            }
        }
        self.secrets
            .sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }

    /// The text without the secrets.
    pub fn apply(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), HIDDEN);
            }
        }
        text
    }

    /// The body of a request as a log may show it.
    pub(super) fn body(&self, request: &Request, conventions: &ApiConventions) -> String {
        let body = request.body.text();
        if !matches!(request.body, Body::Form(_)) {
            return self.apply(&body);
        }
        let pairs = body.split('&').map(|pair| {
            // Signature, key id and token are form members in some schemes.
            let name = pair.split('=').next().unwrap_or_default();
            if conventions.hidden_fields.contains(&name) {
                format!("{name}={HIDDEN}")
            } else {
                self.apply(pair)
            }
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The value of a header as a log may show it.
    pub(super) fn header(&self, name: &str, value: &str, conventions: &ApiConventions) -> String {
        if OPEN_HEADERS.contains(&name) || conventions.open_headers.contains(&name) {
            self.apply(value)
        } else {
            HIDDEN.to_owned()
        }
    }

    /// The value of a header as a preview may show it: as in the log, but with the scheme,
    /// the scope and the names of the signed headers, which are what somebody looks for
    /// there. All that is secret beside them is known, unless it was too short to be
    /// looked for.
    pub(super) fn header_of_preview(
        &self,
        name: &str,
        value: &str,
        conventions: &ApiConventions,
    ) -> String {
        if name == "authorization" && !self.missed_one {
            self.apply(value)
        } else {
            self.header(name, value, conventions)
        }
    }
}

/// A text as it is, percent-encoded once and twice as signature texts hold it, escaped as
/// JSON, HTML and XML writers do, in hexadecimal digits, and in base64.
fn forms(text: &str) -> Vec<String> {
    let once = percent(text);
    let once_lower = lower_escapes(&once);
    let slashes = text.replace('/', "\\/");
    let unicode = |text: &str, escape: fn(char) -> String| {
        ['=', '+', '&', '<', '>', '\'']
            .into_iter()
            .fold(text.to_owned(), |text, c| text.replace(c, &escape(c)))
    };
    let lower = |c| format!("\\u{:04x}", u32::from(c));
    let upper = |c| format!("\\u{:04X}", u32::from(c));
    let entities = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let digits = hex(text.as_bytes());
    let mut forms = vec![
        text.to_owned(),
        percent(&once),
        percent(&once_lower),
        once,
        once_lower,
        unicode(text, lower),
        unicode(text, upper),
        unicode(&slashes, lower),
        unicode(&slashes, upper),
        slashes,
        entities,
        digits.to_uppercase(),
        digits,
    ];
    forms.extend(base64_forms(text));
    forms
}

/// A percent-encoded text with its hexadecimal digits in lower case, as some encoders
/// write them.
fn lower_escapes(encoded: &str) -> String {
    let mut digits = 0;
    let lower = |c: char| match c {
        '%' => {
            digits = 2;
            c
        }
        _ if digits > 0 => {
            digits -= 1;
            c.to_ascii_lowercase()
        }
        _ => c,
    };
    encoded.chars().map(lower).collect()
}

/// A text in base64, alone and in the middle of a longer text, where its letters depend on
/// how many bytes are before it. There the first and the last letter hold a part of what
/// is beside it, and stay.
fn base64_forms(text: &str) -> Vec<String> {
    // Shorter ones would be found in any text.
    const SHORTEST: usize = 8;
    let alone = STANDARD.encode(text);
    let mut forms = vec![alone];
    for before in 0..3 {
        let bytes = [&[0; 3][..before], text.as_bytes()].concat();
        let whole = STANDARD.encode(&bytes);
        // Each letter has 6 bits.
        let first = (before * 8).div_ceil(6);
        let end = bytes.len() * 8 / 6;
        forms.push(whole[first..end].to_owned());
    }
    let ways = |form: String| {
        let of_urls = form.replace('+', "-").replace('/', "_");
        let in_json = form.replace('/', "\\/");
        let encoded = percent(&form);
        [lower_escapes(&encoded), encoded, of_urls, in_json, form]
    };
    let long = |form: &String| form.len() >= SHORTEST;
    forms.into_iter().filter(long).flat_map(ways).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::MADE_UP;
    use crate::secret::Secret;

    fn redactor() -> Redactor {
        Redactor::new(&Credentials {
            id: "LTAI5tExample".into(),
            secret: Secret::new("se/cr+et"),
            token: Some(Secret::new("tok=en/with+reserved")),
        })
    }

    #[test]
    fn secrets_vanish_in_every_form() {
        for (text, expected) in [
            ("a se/cr+et b", "a *** b"),
            ("a se%2Fcr%2Bet b", "a *** b"),
            ("a se%252Fcr%252Bet b", "a *** b"),
            (
                "SecurityToken%3Dtok%253Den%252Fwith%252Breserved%26",
                "SecurityToken%3D***%26",
            ),
            (r#"{"m":"tok=en\/with+reserved"}"#, r#"{"m":"***"}"#),
            (
                r#"{"m":"tok\u003den\/with\u002breserved"}"#,
                r#"{"m":"***"}"#,
            ),
            (
                r#"{"m":"tok\u003den/with\u002breserved"}"#,
                r#"{"m":"***"}"#,
            ),
            (
                r#"{"m":"tok\u003Den\/with\u002Breserved"}"#,
                r#"{"m":"***"}"#,
            ),
            (r"tok\u003Den/with\u002Breserved", "***"),
            // Encoders choose the case of the digits; that of the letters stays.
            ("a Se%2fCr%2bEt%2fAb b", "a *** b"),
            ("a Se%252fCr%252bEt%252fAb b", "a *** b"),
            ("id LTAI5tExample", "id ***"),
            ("hex 73652f63722b6574!", "hex ***!"),
            ("hex 73652F63722B6574!", "hex ***!"),
            ("alone c2UvY3IrZXQ=!", "alone ***!"),
            // `=` and `&` before and behind it.
            ("at 1 PXNlL2NyK2V0Jg==", "at 1 PX***Jg=="),
            ("at 2 PT1zZS9jcitldCY=", "at 2 PT1***CY="),
            ("at 3 PT09c2UvY3IrZXQm", "at 3 PT09***Qm"),
            ("token dG9rPWVuL3dpdGgrcmVzZXJ2ZWQ=", "token ***"),
            ("token dG9rPWVuL3dpdGgrcmVzZXJ2ZWQ%3D", "token ***"),
            ("token dG9rPWVuL3dpdGgrcmVzZXJ2ZWQ%3d", "token ***"),
            ("nothing here", "nothing here"),
        ] {
            let mut redactor = redactor();
            redactor.hide("Se/Cr+Et/Ab");
            assert_eq!(redactor.apply(text), expected);
        }
    }

    #[test]
    fn unknown_headers_are_hidden() {
        assert_eq!(
            redactor().header("authorization", "ACS3 …", &MADE_UP),
            "***"
        );
        assert_eq!(redactor().header("set-cookie", "a=b", &MADE_UP), "***");
        assert_eq!(
            redactor().header("x-acs-action", "DescribeImages", &MADE_UP),
            "DescribeImages"
        );
    }

    #[test]
    fn a_preview_shows_who_signed_how_but_no_part_of_the_key() {
        let shown = |id: &str| {
            let mut redactor = Redactor::new(&Credentials {
                id: id.into(),
                secret: Secret::new("se/cr+et"),
                token: None,
            });
            redactor.hide("0123abcd");
            let value = format!("TC3 Credential={id}/cvm, Signature=0123abcd");
            redactor.header_of_preview("authorization", &value, &MADE_UP)
        };
        assert_eq!(shown("AKIDz8"), "TC3 Credential=***/cvm, Signature=***");
        assert_eq!(shown(""), "TC3 Credential=/cvm, Signature=***");
        // In any text it would blank out too much.
        assert_eq!(shown("AKI"), "***");
        let other = redactor().header_of_preview("set-cookie", "a=b", &MADE_UP);
        assert_eq!(other, "***");
    }

    #[test]
    fn texts_too_short_to_be_secrets_stay() {
        let mut redactor = Redactor::default();
        redactor.hide("");
        redactor.hide("e");
        assert_eq!(redactor.apply("the text"), "the text");
    }
}
