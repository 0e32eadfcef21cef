//! A key that is fetched once, shared by all calls, and fetched anew before it ends.

use std::sync::{Arc, Mutex as Lock, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use super::json_key::TemporaryCredentials;
use crate::clock::Clock;
use crate::error::Error;
use crate::http::{Fetching, Keys};
use crate::sign::Credentials;

/// A key is replaced this long before it ends: a call that waits for its turn and
/// is repeated after a failure may still be under way a few minutes after it was
/// signed, and the service's clock may be ahead. The vendor's Go SDK takes as long.
const BEFORE_THE_END: SignedDuration = SignedDuration::from_secs(180);

/// How long a key that still works is kept on using when no other can be had.
const AFTER_A_FAILURE: SignedDuration = SignedDuration::from_secs(30);

/// Gets a key from where it is given.
pub trait Fetch: Send + Sync {
    /// Gets one. Nothing is kept.
    fn fetch(&self) -> Fetching<'_, TemporaryCredentials>;
}

/// Keeps what was fetched, in memory only.
pub(super) struct Cached {
    account: String,
    fetch: Box<dyn Fetch>,
    clock: Arc<dyn Clock>,
    /// Held while one is fetched, so that all others wait for that one.
    kept: Mutex<Kept>,
    /// As in `kept`, for whoever asks while one is fetched.
    expires: Lock<Option<Timestamp>>,
}

#[derive(Default)]
enum Kept {
    #[default]
    Nothing,
    Key {
        key: Arc<Credentials>,
        expires: Option<Timestamp>,
        /// When to look for another one.
        renew: Option<Timestamp>,
        /// Whether the source gave it again when it was asked for another one.
        the_only_one: bool,
    },
    /// What failed for one call fails for the next one of this command too.
    Failed(Error),
}

impl Cached {
    pub(super) fn new(account: String, fetch: Box<dyn Fetch>, clock: Arc<dyn Clock>) -> Self {
        Self {
            account,
            fetch,
            clock,
            kept: Mutex::default(),
            expires: Lock::default(),
        }
    }

    /// Fetches a key and keeps it, or the failure.
    async fn renew(&self, kept: &mut Kept) -> Result<Arc<Credentials>, Error> {
        let asked = self.clock.now();
        match self.fetch.fetch().await {
            Ok(TemporaryCredentials { key, expires }) => {
                let key = Arc::new(key);
                // One that has ended when it comes speaks of this machine's clock: the
                // service has the word then, or each call would fetch another one.
                let renew = expires.filter(|end| *end > asked).map(|end| {
                    // Of a key that lives for minutes, most of its life is used.
                    let margin = (end.duration_since(asked) / 4).min(BEFORE_THE_END);
                    end.checked_sub(margin).unwrap_or(end)
                });
                *self.expires.lock().unwrap_or_else(PoisonError::into_inner) = expires;
                *kept = Kept::Key {
                    key: Arc::clone(&key),
                    expires,
                    renew,
                    the_only_one: false,
                };
                Ok(key)
            }
            Err(error) => {
                *kept = Kept::Failed(error.clone());
                Err(error)
            }
        }
    }

    async fn get(&self) -> Result<Arc<Credentials>, Error> {
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        let old = match &*kept {
            Kept::Failed(error) => return Err(error.clone()),
            Kept::Nothing => None,
            Kept::Key {
                key,
                expires,
                renew,
                ..
            } => {
                if renew.is_none_or(|renew| now < renew) {
                    return Ok(Arc::clone(key));
                }
                Some((Arc::clone(key), *expires))
            }
        };
        match (self.renew(&mut kept).await, old) {
            (Err(_), Some((key, expires))) if expires.is_none_or(|end| self.clock.now() < end) => {
                let later = self.clock.now().checked_add(AFTER_A_FAILURE).ok();
                *kept = Kept::Key {
                    key: Arc::clone(&key),
                    expires,
                    renew: later,
                    the_only_one: false,
                };
                Ok(key)
            }
            (result, _) => result,
        }
    }

    async fn another(&self, expired: &Credentials) -> Result<Option<Arc<Credentials>>, Error> {
        let mut kept = self.kept.lock().await;
        match &*kept {
            Kept::Failed(error) => return Err(error.clone()),
            // Another call was faster.
            Kept::Key { key, .. } if **key != *expired => return Ok(Some(Arc::clone(key))),
            // Another call asked already, and there is no other key.
            Kept::Key {
                the_only_one: true, ..
            } => return Ok(None),
            Kept::Key { .. } | Kept::Nothing => {}
        }
        let key = self.renew(&mut kept).await?;
        if *key != *expired {
            return Ok(Some(key));
        }
        if let Kept::Key { the_only_one, .. } = &mut *kept {
            *the_only_one = true;
        }
        Ok(None)
    }
}

impl Keys for Cached {
    fn account(&self) -> &str {
        &self.account
    }

    fn current(&self) -> Fetching<'_, Arc<Credentials>> {
        Box::pin(self.get())
    }

    fn instead_of<'a>(
        &'a self,
        expired: &'a Credentials,
    ) -> Fetching<'a, Option<Arc<Credentials>>> {
        Box::pin(self.another(expired))
    }

    fn expires(&self) -> Option<Timestamp> {
        *self.expires.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
    use std::time::Duration;

    use futures_util::future::join_all;

    use super::*;
    use crate::secret::Secret;

    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap()
        }

        fn random(&self) -> [u8; 16] {
            [0; 16]
        }
    }

    /// Gives keys with numbers; the lifetimes are in seconds, none for a failure.
    struct Counted {
        count: Arc<AtomicUsize>,
        clock: Arc<Hand>,
        lifetimes: Vec<Option<i64>>,
    }

    /// Gives the same key always.
    struct Same(Arc<AtomicUsize>);

    impl Fetch for Same {
        fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
            Box::pin(async {
                self.0.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(100)).await;
                Ok(TemporaryCredentials {
                    key: Credentials {
                        id: "key".to_owned(),
                        secret: Secret::new("s"),
                        token: None,
                    },
                    expires: None,
                })
            })
        }
    }

    impl Fetch for Counted {
        fn fetch(&self) -> Fetching<'_, TemporaryCredentials> {
            Box::pin(async {
                let number = self.count.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(100)).await;
                let life = self.lifetimes.get(number).copied().flatten();
                let life = life.ok_or_else(|| Error::credentials("no key", "try"))?;
                Ok(TemporaryCredentials {
                    key: Credentials {
                        id: format!("key-{number}"),
                        secret: Secret::new("s"),
                        token: None,
                    },
                    expires: Some(self.clock.now() + SignedDuration::from_secs(life)),
                })
            })
        }
    }

    fn cached(lifetimes: &[Option<i64>]) -> (Cached, Arc<AtomicUsize>, Arc<Hand>) {
        let (count, clock) = (Arc::default(), Arc::new(Hand(AtomicI64::new(1000))));
        let fetch = Counted {
            count: Arc::clone(&count),
            clock: Arc::clone(&clock),
            lifetimes: lifetimes.to_vec(),
        };
        let cached = Cached::new("a".into(), Box::new(fetch), Arc::clone(&clock) as _);
        (cached, count, clock)
    }

    async fn id(cached: &Cached) -> Result<String, Error> {
        cached.current().await.map(|key| key.id.clone())
    }

    #[tokio::test(start_paused = true)]
    async fn many_that_ask_at_once_get_the_one_key_that_is_fetched() {
        let (cached, count, _) = cached(&[Some(3600)]);
        assert_eq!(cached.expires(), None);
        let all = join_all((0..50).map(|_| id(&cached))).await;
        assert!(all.iter().all(|id| id.as_deref() == Ok("key-0")), "{all:?}");
        assert_eq!(count.load(Ordering::Relaxed), 1);
        assert_eq!(cached.expires(), Timestamp::from_second(4600).ok());
    }

    #[tokio::test(start_paused = true)]
    async fn many_that_ask_at_once_share_the_failure() {
        let (cached, count, _) = cached(&[None, Some(3600)]);
        let all = join_all((0..50).map(|_| id(&cached))).await;
        assert!(all.iter().all(Result::is_err));
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_is_replaced_before_it_ends() {
        for (life, just_before, renewed) in [(3600, 3419, 3420), (400, 299, 300)] {
            let (cached, _, clock) = cached(&[Some(life), Some(life)]);
            assert_eq!(id(&cached).await.unwrap(), "key-0");
            clock.0.store(1000 + just_before, Ordering::Relaxed);
            assert_eq!(id(&cached).await.unwrap(), "key-0", "{life}");
            clock.0.store(1000 + renewed, Ordering::Relaxed);
            assert_eq!(id(&cached).await.unwrap(), "key-1", "{life}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_ahead_does_not_fetch_a_key_for_each_call() {
        let (cached, count, _) = cached(&[Some(-3600), Some(-3600)]);
        for _ in 0..5 {
            assert_eq!(id(&cached).await.unwrap(), "key-0");
        }
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_that_still_works_is_used_when_there_is_no_other() {
        let (cached, count, clock) = cached(&[Some(3600), None, None]);
        assert_eq!(id(&cached).await.unwrap(), "key-0");
        clock.0.store(1000 + 3500, Ordering::Relaxed);
        for _ in 0..5 {
            assert_eq!(id(&cached).await.unwrap(), "key-0");
        }
        assert_eq!(count.load(Ordering::Relaxed), 2);
        clock.0.store(1000 + 3600, Ordering::Relaxed);
        assert!(id(&cached).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_called_expired_is_replaced_once_for_all() {
        let (cached, count, _) = cached(&[Some(3600), Some(3600)]);
        let old = cached.current().await.unwrap();
        let all = join_all((0..20).map(|_| cached.instead_of(&old))).await;
        assert!(
            all.iter()
                .all(|key| key.as_ref().unwrap().as_ref().unwrap().id == "key-1")
        );
        assert_eq!(count.load(Ordering::Relaxed), 2);
    }
    #[tokio::test(start_paused = true)]
    async fn a_source_with_one_key_is_asked_for_another_one_once_for_all() {
        let count = Arc::new(AtomicUsize::new(0));
        let clock = Arc::new(Hand(AtomicI64::new(1000)));
        let cached = Cached::new("a".into(), Box::new(Same(Arc::clone(&count))), clock);
        let old = cached.current().await.unwrap();
        let all = join_all((0..30).map(|_| cached.instead_of(&old))).await;
        assert!(all.iter().all(|key| *key == Ok(None)), "{all:?}");
        assert_eq!(cached.instead_of(&old).await, Ok(None));
        assert_eq!(count.load(Ordering::Relaxed), 2);
    }
}
