//! How many calls are sent in a second: as many as the service says, or as it was seen to allow.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// A little more than the second in which a service counts: its clock may run
/// faster than this one.
const WINDOW: Duration = Duration::from_millis(1_010);

/// After how long a limit that throttling showed grows by a quarter: others who use the
/// account may have taken the rest, and be done.
const PATIENCE: Duration = Duration::from_secs(10);

/// Rate limiter for one account and endpoint.
///
/// When a call arrives is not known here, but it does before its answer: the
/// second begins when a call has ended, so that a call that was long on its way
/// does not arrive together with those that were sent a second after it.
///
/// After a throttling response no call is sent until its wait is over. Two such responses
/// within ten seconds show a limit: from then on no more calls are sent in a second than were
/// answered in the second before. A single one is an accident.
#[derive(Default)]
pub(super) struct RateLimiter {
    /// Held while waiting, so that calls are sent in the order in which they came.
    queue: tokio::sync::Mutex<()>,
    calls: Mutex<Calls>,
    ended: Notify,
}

#[derive(Default)]
struct Calls {
    under_way: usize,
    /// When the calls of the last second ended, the earliest first, and whether they were
    /// answered.
    ended: VecDeque<(Instant, bool)>,
    throttling: Option<Throttling>,
}

/// The last time that the service refused calls as too many.
struct Throttling {
    /// When the first refusal came.
    began: Instant,
    /// Until when no call is sent.
    until: Instant,
    /// Calls that were refused, those of a recent time before included.
    refused: usize,
    /// Calls that were answered in the second before, or were under way and answered then.
    answered: usize,
    /// The limit before.
    before: Option<usize>,
}

impl Throttling {
    /// Calls in a second that the service allows, as far as its refusals show.
    fn limit(&self, now: Instant) -> Option<usize> {
        let seen = match self.before {
            // Without any answer the number shows nothing.
            before if self.answered == 0 => before?,
            Some(before) => before.min(self.answered),
            None if self.refused < 2 => return None,
            None => self.answered,
        };
        let well = now.saturating_duration_since(self.until);
        let periods = usize::try_from(well.as_secs() / PATIENCE.as_secs()).unwrap_or(usize::MAX);
        Some(seen.saturating_add((seen / 4).max(1).saturating_mul(periods)))
    }
}

/// Leave to make one call, to be kept until it has ended.
pub(super) struct Permit<'a> {
    limiter: &'a RateLimiter,
    sent: Instant,
    answered: bool,
}

impl RateLimiter {
    /// Waits until one more call is within the limit: `documented` calls in a second, where
    /// the service names a number, and what its refusals show. First in, first out.
    pub(super) async fn permit(&self, documented: Option<usize>) -> Permit<'_> {
        let _queue = self.queue.lock().await;
        loop {
            match self.admit(documented) {
                Ok(permit) => return permit,
                Err(Some(time)) => sleep_until(time).await,
                Err(None) => self.ended.notified().await,
            }
        }
    }

    /// Admits a call, or tells until when to wait; `None` while all calls that stand
    /// in the way are under way.
    fn admit(&self, documented: Option<usize>) -> Result<Permit<'_>, Option<Instant>> {
        let now = Instant::now();
        let mut calls = self.calls();
        let mut limit = documented;
        if let Some(throttling) = &calls.throttling {
            if now < throttling.until {
                return Err(Some(throttling.until));
            }
            limit = [limit, throttling.limit(now)].into_iter().flatten().min();
        }
        calls.forget_before(now);
        if calls.under_way + calls.ended.len() >= limit.unwrap_or(usize::MAX).max(1) {
            return Err(calls.ended.front().map(|(end, _)| *end + WINDOW));
        }
        calls.under_way += 1;
        Ok(Permit {
            limiter: self,
            sent: now,
            answered: false,
        })
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Calls {
    /// Drops what ended more than a second ago.
    fn forget_before(&mut self, now: Instant) {
        let is_recent = |(end, _): &(Instant, bool)| *end + WINDOW > now;
        let over = self.ended.iter().position(is_recent);
        self.ended.drain(..over.unwrap_or(self.ended.len()));
    }

    /// The last throttling, if a call that was sent at this time was under way when it began.
    fn throttling_during(&mut self, sent: Instant) -> Option<&mut Throttling> {
        self.throttling.as_mut().filter(|last| sent <= last.began)
    }

    /// Takes up that a call was refused as one too many.
    fn refused(&mut self, sent: Instant, wait: Duration) {
        let now = Instant::now();
        let until = now + wait;
        if let Some(throttling) = self.throttling_during(sent) {
            throttling.refused += 1;
            throttling.until = throttling.until.max(until);
            return;
        }
        self.forget_before(now);
        let last = self.throttling.as_ref();
        let recent = last.filter(|last| now < last.until + PATIENCE);
        self.throttling = Some(Throttling {
            began: now,
            until,
            refused: 1 + recent.map_or(0, |last| last.refused),
            answered: self.ended.iter().filter(|(_, answered)| *answered).count(),
            before: last.and_then(|last| last.limit(now)),
        });
    }
}

impl Permit<'_> {
    /// Ends a call that was answered.
    pub(super) fn answered(mut self) {
        self.answered = true;
        if let Some(throttling) = self.limiter.calls().throttling_during(self.sent) {
            throttling.answered += 1;
        }
    }

    /// Ends a call that was refused as one too many, to be sent again after `wait`.
    pub(super) fn refused(self, wait: Duration) {
        self.limiter.calls().refused(self.sent, wait);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut calls = self.limiter.calls();
        calls.under_way -= 1;
        let now = Instant::now();
        calls.forget_before(now);
        calls.ended.push_back((now, self.answered));
        self.limiter.ended.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;
    use futures_util::future::join_all;
    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_second_has_more_calls_than_the_limit() {
        let limiter = RateLimiter::default();
        let start = Instant::now();
        let call = async |_| {
            let _permit = limiter.permit(Some(20)).await;
            start.elapsed()
        };
        let times: Vec<Duration> = join_all((0..90).map(call)).await;
        // As many as are allowed go at once, and none waits longer than it must.
        assert_eq!(times.iter().filter(|time| time.is_zero()).count(), 20);
        assert_eq!(times[89], WINDOW * 4);
        assert_eq!(most_in_a_second(&times), 20);
    }

    /// What counts is when calls arrive, and some are long on their way.
    #[tokio::test(start_paused = true)]
    async fn late_calls_do_not_arrive_with_the_next_ones() {
        let limiter = RateLimiter::default();
        let start = Instant::now();
        let call = async |number: u64| {
            let permit = limiter.permit(Some(20)).await;
            sleep(Duration::from_millis(number * 37 % 400)).await;
            let arrived = start.elapsed();
            sleep(Duration::from_millis(number * 53 % 300)).await;
            drop(permit);
            arrived
        };
        let mut times: Vec<Duration> = join_all((0..200).map(call)).await;
        times.sort();
        assert_eq!(most_in_a_second(&times), 20);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_is_given_up_makes_room() {
        let limiter = RateLimiter::default();
        let given_up = limiter.permit(Some(1)).await;
        let start = Instant::now();
        let next = async {
            let _permit = limiter.permit(Some(1)).await;
            start.elapsed()
        };
        let (waited, ()) = tokio::join!(next, async {
            sleep(Duration::from_secs(5)).await;
            drop(given_up);
        });
        assert_eq!(waited, Duration::from_secs(5) + WINDOW);
    }

    fn most_in_a_second(times: &[Duration]) -> usize {
        let second = Duration::from_secs(1);
        let from = |first: &Duration| {
            let within = |time: &&Duration| **time >= *first && **time < *first + second;
            times.iter().filter(within).count()
        };
        times.iter().map(from).max().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_caller_never_waits() {
        let limiter = RateLimiter::default();
        let start = Instant::now();
        for _ in 0..50 {
            drop(limiter.permit(Some(20)).await);
            sleep(Duration::from_millis(60)).await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }

    /// A service that answers so many calls in a second of its own clock, each after
    /// 40 ms, and refuses the others at once.
    struct Service {
        limit: usize,
        arrived: Mutex<VecDeque<Instant>>,
        refusals: Mutex<Vec<Duration>>,
        start: Instant,
    }

    impl Service {
        fn new(limit: usize) -> Self {
            Self {
                limit,
                arrived: Mutex::default(),
                refusals: Mutex::default(),
                start: Instant::now(),
            }
        }

        async fn call(&self, limiter: &RateLimiter) {
            loop {
                let permit = limiter.permit(None).await;
                let now = Instant::now();
                let is_fine = {
                    let mut arrived = self.arrived.lock().unwrap();
                    arrived.retain(|time| *time + Duration::from_secs(1) > now);
                    let is_fine = arrived.len() < self.limit;
                    if is_fine {
                        arrived.push_back(now);
                    }
                    is_fine
                };
                sleep(Duration::from_millis(40)).await;
                if is_fine {
                    return permit.answered();
                }
                self.refusals.lock().unwrap().push(self.start.elapsed());
                permit.refused(Duration::from_millis(500));
            }
        }

        /// Calls as from a lane with so many permits.
        async fn calls(&self, limiter: &RateLimiter, count: usize, at_once: usize) {
            let calls = futures_util::stream::iter(0..count)
                .map(|_| self.call(limiter))
                .buffer_unordered(at_once);
            calls.collect::<()>().await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_that_nobody_told_is_hit_once_in_ten_seconds() {
        for limit in [1, 2, 5, 19] {
            let (limiter, service) = (RateLimiter::default(), Service::new(limit));
            service.calls(&limiter, 100, 32).await;
            let refusals = service.refusals.lock().unwrap();
            let early = |time: &&Duration| **time < PATIENCE;
            let early = refusals.iter().filter(early).count();
            assert_eq!(early, 32 - limit, "{limit}: {refusals:?}");
            // Later it is tried whether there is room for a quarter more, one at least.
            let later = refusals.len() - early;
            assert!(later <= 12 * (limit / 4).max(1), "{limit}: {refusals:?}");
            let seconds = service.start.elapsed().as_secs_f64();
            let least = 100_f64 / f64::from(u32::try_from(limit).unwrap());
            assert!(
                seconds < least * 1.15 + 1.5,
                "{limit}: {seconds}, not {least}"
            );
        }
    }

    /// What is on its way when the first refusal comes counts, be it answered later.
    #[tokio::test(start_paused = true)]
    async fn a_refusal_that_overtakes_answers_teaches_no_less() {
        let limiter = RateLimiter::default();
        let permits = join_all((0..20).map(|_| limiter.permit(None))).await;
        for (number, permit) in permits.into_iter().enumerate() {
            sleep(Duration::from_millis(1)).await;
            if number % 2 == 0 {
                permit.refused(Duration::from_millis(500));
            } else {
                permit.answered();
            }
        }
        sleep(Duration::from_secs(5)).await;
        let start = Instant::now();
        join_all((0..10).map(async |_| limiter.permit(None).await.answered())).await;
        assert!(start.elapsed().is_zero());
        drop(limiter.permit(None).await);
        assert_eq!(start.elapsed(), WINDOW);
    }

    /// One refusal among calls that are answered is an accident.
    #[tokio::test(start_paused = true)]
    async fn an_accident_slows_nobody_down() {
        let limiter = RateLimiter::default();
        let permits = join_all((0..8).map(|_| limiter.permit(None))).await;
        for (number, permit) in permits.into_iter().enumerate() {
            sleep(Duration::from_millis(1)).await;
            if number == 3 {
                permit.refused(Duration::from_millis(500));
            } else {
                permit.answered();
            }
        }
        let start = Instant::now();
        let permits = join_all((0..100).map(|_| limiter.permit(None))).await;
        assert_eq!(permits.len(), 100);
        assert!(start.elapsed() < Duration::from_millis(500));
    }

    /// Also where calls are sent one after another.
    #[tokio::test(start_paused = true)]
    async fn a_second_refusal_shows_the_limit() {
        let (limiter, service) = (RateLimiter::default(), Service::new(5));
        service.calls(&limiter, 40, 1).await;
        let refusals = service.refusals.lock().unwrap();
        assert_eq!(refusals.len(), 2, "{refusals:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_refusal_nobody_sends_before_the_wait_is_over() {
        let limiter = RateLimiter::default();
        limiter.permit(None).await.refused(Duration::from_secs(3));
        let start = Instant::now();
        // None was answered, so that no number was learned.
        join_all((0..50).map(async |_| limiter.permit(None).await.answered())).await;
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn a_single_refusal_shows_no_limit() {
        let limiter = RateLimiter::default();
        limiter.permit(None).await.answered();
        limiter
            .permit(None)
            .await
            .refused(Duration::from_millis(500));
        let start = Instant::now();
        for _ in 0..100 {
            limiter.permit(None).await.answered();
        }
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "{:?}",
            start.elapsed()
        );
    }
}
