//! Who is asking of Alibaba Cloud: keys, the clock window, used nonces, signatures and security tokens.
//!
//! The vendor does not say in which order it checks; this emulator checks the envelope, the key,
//! the time, the nonce, the signature and the token, in that order.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use sha2::{Digest as _, Sha256};

use super::key_form::FORM;
use super::{envelope::Envelope, refusals::expired, signature};
use crate::{
    answer::Refusal,
    keys::{Account, Keys},
    request::Request,
};

/// How far a time stamp may be from the server's clock, in seconds: the gateway's 15 minutes.
const WINDOW: i64 = 900;

/// Used nonces kept at most, whatever the window says, so that a flood cannot fill the memory.
const NONCES_KEPT: usize = 1_000_000;

/// Remembers the nonces that were used, and lets a request pass all checks in their order.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    nonces: Mutex<Nonces>,
}

impl Gate {
    /// Finds out who sent the request.
    ///
    /// `skew` moves the clock that time stamps are compared with, not the memory of nonces nor the
    /// end of keys.
    ///
    /// # Errors
    /// The vendor's code for the first check that fails.
    pub(crate) fn admit(
        &self,
        keys: &Keys,
        request: &Request,
        envelope: &Envelope,
        (now, skew): (i64, i64),
    ) -> Result<Arc<Account>, Refusal> {
        let account = keys.find(&FORM, &envelope.key_id);
        let account = account.ok_or_else(|| {
            Refusal::new(
                404,
                "InvalidAccessKeyId.NotFound",
                "Specified access key is not found.",
            )
        })?;
        check_time(&envelope.stamp, now + skew)?;
        if !self.first_use(&envelope.key_id, &envelope.nonce, now) {
            return Err(Refusal::new(
                400,
                "SignatureNonceUsed",
                "Specified signature nonce was used already.",
            ));
        }
        signature::check(request, &envelope.proof, &account.secret)?;
        check_token(envelope.token.as_deref(), &account, now)?;
        Ok(account)
    }

    /// Notes the nonce; false if this key has used it before.
    pub(crate) fn first_use(&self, key_id: &str, nonce: &str, now: i64) -> bool {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.first_use(key_id, nonce, now)
    }
}

/// Digests of used nonces, oldest first.
#[derive(Debug, Default)]
struct Nonces {
    known: HashSet<[u8; 16]>,
    order: VecDeque<(i64, [u8; 16])>,
}

impl Nonces {
    /// Notes the nonce; false if this key has used it before.
    ///
    /// A stamp may lie one window ahead and is good for one window more, so a nonce is kept for two.
    fn first_use(&mut self, key_id: &str, nonce: &str, now: i64) -> bool {
        while let Some((received, digest)) = self.order.front().copied() {
            if now - received <= 2 * WINDOW && self.order.len() < NONCES_KEPT {
                break;
            }
            self.order.pop_front();
            self.known.remove(&digest);
        }
        let whole = Sha256::new()
            .chain_update(key_id)
            .chain_update("\n")
            .chain_update(nonce)
            .finalize();
        let mut digest = [0; 16];
        digest.copy_from_slice(&whole[..16]);
        let fresh = self.known.insert(digest);
        if fresh {
            self.order.push_back((now, digest));
        }
        fresh
    }
}

/// Compares the time stamp with the server's clock.
fn check_time(stamp: &str, now: i64) -> Result<(), Refusal> {
    let Some(stamp) = unix_seconds(stamp) else {
        return Err(Refusal::new(
            400,
            "InvalidTimeStamp.Format",
            "Specified time stamp or date value is not well formatted.",
        ));
    };
    if now.abs_diff(stamp) > WINDOW.unsigned_abs() {
        return Err(Refusal::new(
            400,
            "InvalidTimeStamp.Expired",
            "Specified time stamp or date value is expired.",
        ));
    }
    Ok(())
}

/// A temporary key needs its own token, and comes to an end; a permanent one has none.
fn check_token(sent: Option<&str>, account: &Account, now: i64) -> Result<(), Refusal> {
    match (account.token.as_deref(), sent) {
        (None, None) => Ok(()),
        (Some(wanted), Some(sent)) if wanted == sent => {
            if account.is_over(now) {
                return Err(expired());
            }
            Ok(())
        }
        (Some(_), None) => Err(Refusal::new(
            400,
            "MissingSecurityToken",
            "SecurityToken is mandatory for this action.",
        )),
        _ => Err(Refusal::new(
            400,
            "InvalidSecurityToken.MismatchWithAccessKey",
            "Specified SecurityToken mismatch with the AccessKey.",
        )),
    }
}

/// Reads `yyyy-MM-ddTHH:mm:ssZ`, nothing more lenient.
fn unix_seconds(text: &str) -> Option<i64> {
    if text.len() != 20 {
        return None;
    }
    let civil = jiff::civil::DateTime::strptime("%Y-%m-%dT%H:%M:%SZ", text).ok()?;
    let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
}
