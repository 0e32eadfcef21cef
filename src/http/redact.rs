//! Hiding secrets in what people may read.

use super::Manners;
use crate::request::{Body, Request, percent};
use crate::sign::Credentials;

/// Headers of HTTP whose values may be shown. Others are hidden, but for those
/// that a service's [`Manners`] name.
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
    pub(super) fn body(&self, request: &Request, manners: &Manners) -> String {
        let body = request.body.text();
        if !matches!(request.body, Body::Form(_)) {
            return self.apply(&body);
        }
        let pairs = body.split('&').map(|pair| {
            // Signature, key id and token are form members in some schemes.
            let name = pair.split('=').next().unwrap_or_default();
            if manners.hidden_fields.contains(&name) {
                format!("{name}={HIDDEN}")
            } else {
                self.apply(pair)
            }
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The value of a header as a log may show it.
    pub(super) fn header(&self, name: &str, value: &str, manners: &Manners) -> String {
        if OPEN_HEADERS.contains(&name) || manners.open_headers.contains(&name) {
            self.apply(value)
        } else {
            HIDDEN.to_owned()
        }
    }

    /// The value of a header as a preview may show it: as in the log, but with the scheme,
    /// the scope and the names of the signed headers, which are what somebody looks for
    /// there. All that is secret beside them is known, unless it was too short to be
    /// looked for.
    pub(super) fn header_of_preview(&self, name: &str, value: &str, manners: &Manners) -> String {
        if name == "authorization" && !self.missed_one {
            self.apply(value)
        } else {
            self.header(name, value, manners)
        }
    }
}

/// A text as it is, percent-encoded once and twice as signature texts hold it,
/// and escaped as JSON, HTML and XML writers do.
fn forms(text: &str) -> Vec<String> {
    let once = percent(text);
    let twice = percent(&once);
    let slashes = text.replace('/', "\\/");
    let unicode = |text: &str| {
        ['=', '+', '&', '<', '>', '\'']
            .into_iter()
            .fold(text.to_owned(), |text, c| {
                text.replace(c, &format!("\\u{:04x}", u32::from(c)))
            })
    };
    let entities = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    vec![
        text.to_owned(),
        once.to_lowercase(),
        twice.to_lowercase(),
        once,
        twice,
        unicode(text),
        unicode(&slashes),
        slashes,
        entities,
    ]
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
            ("id LTAI5tExample", "id ***"),
            ("nothing here", "nothing here"),
        ] {
            assert_eq!(redactor().apply(text), expected);
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
