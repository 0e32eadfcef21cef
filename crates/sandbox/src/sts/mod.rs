//! The token services of both vendors: who may assume which role, and who is calling.
//!
//! `alibaba` and `tencent` hold the operations; the keys they give out are in `keys`. A policy that
//! comes with a call is checked for its form and then passed over: the key may do all that the
//! sandbox offers.

pub(super) mod alibaba;
pub(super) mod tencent;

use super::known::{EXPIRED_OIDC_TOKEN, EXTERNAL_ID, OIDC_TOKEN, ROLE_NAME};

/// A role that can be assumed, the same at both vendors.
#[derive(Debug)]
pub(super) struct Role {
    pub(super) name: &'static str,
    /// Its number at Alibaba Cloud.
    pub(super) id: &'static str,
    /// Its number at Tencent Cloud.
    pub(super) tencent_id: &'static str,
    /// What whoever assumes it has to know.
    pub(super) external_id: Option<&'static str>,
}

/// The first is the one that metadata and `CloudSSO` hand out.
pub(super) const ROLES: &[Role] = &[
    Role {
        name: ROLE_NAME,
        id: "300000000000000001",
        tencent_id: "4611686018427397919",
        external_id: None,
    },
    Role {
        name: "sandbox-guarded-role",
        id: "300000000000000002",
        tencent_id: "4611686018427397920",
        external_id: Some(EXTERNAL_ID),
    },
];

impl Role {
    /// Does somebody who gives this external id, or none, know what the role asks for?
    fn trusts(&self, external_id: Option<&str>) -> bool {
        self.external_id
            .is_none_or(|wanted| external_id == Some(wanted))
    }
}

/// What is to be thought of a token of an identity provider.
#[derive(Debug, PartialEq)]
enum Judgement {
    Good,
    Expired,
    /// Of the right form, but signed by nobody we know.
    Forged,
    /// No token at all.
    Malformed,
}

/// Judges a token of an identity provider. Only the two that are known are not taken for forged.
fn judge(token: &str) -> Judgement {
    match token {
        OIDC_TOKEN => Judgement::Good,
        EXPIRED_OIDC_TOKEN => Judgement::Expired,
        _ if token.split('.').filter(|part| !part.is_empty()).count() == 3 => Judgement::Forged,
        _ => Judgement::Malformed,
    }
}

/// Is the text of so many characters, each a letter, a digit, `_` or one of these?
fn is_made_of(text: &str, length: std::ops::RangeInclusive<usize>, marks: &str) -> bool {
    let fits = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || marks.contains(sign);
    length.contains(&text.chars().count()) && text.chars().all(fits)
}
