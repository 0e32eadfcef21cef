//! The roles that keys can be of, and what the token services of all clouds have in common.
//!
//! The operations are in the `sts` of each cloud; the keys they give out are in `keys`. A
//! policy that comes with a call is checked for its form and then passed over: the key may do all that
//! the sandbox offers.

use crate::known::{EXPIRED_OIDC_TOKEN, EXTERNAL_ID, GUARDED_ROLE_NAME, OIDC_TOKEN, ROLE_NAME};

/// A role that can be assumed, the same at every cloud.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) name: &'static str,
    /// What whoever assumes it has to know.
    pub(crate) external_id: Option<&'static str>,
}

/// The first is the one that the metadata of a machine hands out.
pub(crate) const ROLES: &[Role] = &[
    Role {
        name: ROLE_NAME,
        external_id: None,
    },
    Role {
        name: GUARDED_ROLE_NAME,
        external_id: Some(EXTERNAL_ID),
    },
];

/// The session that the keys of a machine are of.
pub(crate) const SESSION: &str = "vm-sandbox";

impl Role {
    /// Does somebody who gives this external id, or none, know what the role asks for?
    pub(crate) fn trusts(&self, external_id: Option<&str>) -> bool {
        self.external_id
            .is_none_or(|wanted| external_id == Some(wanted))
    }
}

/// What is to be thought of a token of an identity provider.
#[derive(Debug, PartialEq)]
pub(crate) enum Judgement {
    Good,
    Expired,
    /// Of the right form, but signed by nobody we know.
    Forged,
    /// No token at all.
    Malformed,
}

/// Judges a token of an identity provider. Only the two that are known are not taken for forged.
pub(crate) fn judge(token: &str) -> Judgement {
    match token {
        OIDC_TOKEN => Judgement::Good,
        EXPIRED_OIDC_TOKEN => Judgement::Expired,
        _ if token.split('.').filter(|part| !part.is_empty()).count() == 3 => Judgement::Forged,
        _ => Judgement::Malformed,
    }
}

/// Is the text of so many characters, each a letter, a digit, `_` or one of these?
pub(crate) fn is_made_of(text: &str, length: std::ops::RangeInclusive<usize>, marks: &str) -> bool {
    let fits = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || marks.contains(sign);
    length.contains(&text.chars().count()) && text.chars().all(fits)
}
