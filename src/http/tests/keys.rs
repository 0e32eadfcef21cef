//! What becomes of a call whose key has expired.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::time::Instant;

use super::{Stage, attempts, call_with_keys, client, fine, key, refusal};
use crate::clouds::alibaba::Acs3;
use crate::http::{Fetching, Keys, Network, NoLog};
use crate::sign::Credentials;

/// Keys that are numbered: another one for each that has expired.
struct Numbered(AtomicU8, u8);

impl Keys for Numbered {
    fn account(&self) -> &'static str {
        "KEY"
    }

    fn current(&self) -> Fetching<'_, Arc<Credentials>> {
        let number = self.0.load(Ordering::Relaxed);
        Box::pin(async move { Ok(Arc::new(key(&format!("KEY{number}")))) })
    }

    fn instead_of<'a>(
        &'a self,
        expired: &'a Credentials,
    ) -> Fetching<'a, Option<Arc<Credentials>>> {
        assert_eq!(expired.id, format!("KEY{}", self.0.load(Ordering::Relaxed)));
        Box::pin(async move {
            if self.0.load(Ordering::Relaxed) == self.1 {
                return Ok(None);
            }
            self.0.fetch_add(1, Ordering::Relaxed);
            self.current().await.map(Some)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn an_expired_key_is_replaced_once_and_the_call_signed_anew() {
    let expired = || refusal(403, "InvalidSecurityToken.Expired");
    for (plays, last_key, attempts_made) in [
        (vec![expired(), fine()], 9, Ok(2)),
        // A key that has expired twice in one call will do so a third time.
        (vec![expired(), expired(), fine()], 9, Err(2)),
        // There is no other key.
        (vec![expired(), fine()], 0, Err(1)),
    ] {
        let stage = Stage::new(plays);
        let start = Instant::now();
        let client = client(&stage, &Network::default(), Arc::new(NoLog));
        let keys = Numbered(AtomicU8::new(0), last_key);
        let result = call_with_keys(&client, &Acs3, &keys).await;
        assert_eq!(result.map_err(|error| attempts(&error)), attempts_made);
        assert!(start.elapsed().is_zero(), "nothing to wait for");
        let signed = stage.header("authorization");
        for (number, signature) in signed.iter().enumerate() {
            assert!(
                signature.contains(&format!("Credential=KEY{number},")),
                "{signature}"
            );
        }
    }
}
