//! How many calls a service answers in a second: what it says, and what it shows.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// A little more than the second in which a service counts: its clock may run
/// faster than this one.
const WINDOW: Duration = Duration::from_millis(1_010);

/// The calls of the last second, and what was learned from refusals.
///
/// When a call arrives is not known here, but it does before its answer: the
/// second begins when a call has ended, so that a call that was long on its way
/// does not arrive together with those that were sent a second after it.
///
/// When the service refuses a call as one too many, nobody sends any more until its
/// wait is over, and from then on no more in a second than were answered in the second
/// before. The first time a single refusal among calls that were answered proves
/// nothing.
#[derive(Default)]
pub(super) struct Pace {
    /// Held while waiting, so that who comes first goes first.
    door: tokio::sync::Mutex<()>,
    calls: Mutex<Calls>,
    ended: Notify,
}

#[derive(Default)]
struct Calls {
    under_way: usize,
    /// When the latest ones ended, the earliest first, and whether they were answered.
    ended: VecDeque<(Instant, bool)>,
    /// Calls in a second that the service was seen to answer.
    learned: Option<Learned>,
    refused: Option<Refused>,
}

/// A limit that refusals taught.
#[derive(Clone, Copy)]
struct Learned {
    limit: usize,
    /// Whether more than one refusal taught it. Otherwise the limit is a guess, and
    /// doubles with each second that goes well. One that is sure grows by a quarter in
    /// ten: others who use the account may have taken the rest, and be done.
    is_sure: bool,
    since: Instant,
}

/// After how long a limit grows that is sure.
const PATIENCE: Duration = Duration::from_secs(10);

/// The last time that calls were refused.
struct Refused {
    /// When the first of them was sent, and when its refusal came.
    sent: Instant,
    came: Instant,
    /// Until when nothing is sent.
    until: Instant,
    /// How many were refused, and how many answered of the second before and of those
    /// that were on their way.
    count: usize,
    answered: usize,
    /// The limit that was known before.
    before: Option<usize>,
    /// Whether others were answered that were not sent before.
    others_answered: bool,
    /// Whether it never happened before.
    is_first: bool,
}

/// Leave to make one call, to be kept until it has ended.
pub(super) struct Turn<'a> {
    pace: &'a Pace,
    sent: Instant,
    answered: bool,
}

impl Pace {
    /// Waits until one more call is within what the service allows: `limit` calls in a
    /// second where it says so, and what it was seen to allow. Who comes first goes
    /// first.
    pub(super) async fn turn(&self, limit: Option<usize>) -> Turn<'_> {
        let _door = self.door.lock().await;
        loop {
            match self.admit(limit) {
                Ok(turn) => return turn,
                Err(Some(time)) => sleep_until(time).await,
                Err(None) => self.ended.notified().await,
            }
        }
    }

    /// Admits a call, or tells until when to wait; `None` while all calls that stand
    /// in the way are under way.
    fn admit(&self, limit: Option<usize>) -> Result<Turn<'_>, Option<Instant>> {
        let now = Instant::now();
        let mut calls = self.calls();
        if let Some(refused) = &calls.refused
            && now < refused.until
        {
            return Err(Some(refused.until));
        }
        calls.forget_before(now);
        let limits = [limit, calls.learned_limit(now)];
        let limit = limits.into_iter().flatten().min().unwrap_or(usize::MAX);
        if calls.under_way + calls.ended.len() < limit.max(1) {
            calls.under_way += 1;
            Ok(Turn {
                pace: self,
                sent: now,
                answered: false,
            })
        } else {
            Err(calls.ended.front().map(|(end, _)| *end + WINDOW))
        }
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Calls {
    /// Drops what ended more than a second ago.
    fn forget_before(&mut self, now: Instant) {
        while self
            .ended
            .front()
            .is_some_and(|(end, _)| *end + WINDOW <= now)
        {
            self.ended.pop_front();
        }
    }

    fn learned_limit(&mut self, now: Instant) -> Option<usize> {
        if let Some(refused) = &self.refused
            && refused.is_first
            && refused.count == 1
            && refused.others_answered
        {
            return None;
        }
        let learned = self.learned.as_mut()?;
        let (after, factor) = if learned.is_sure {
            (PATIENCE, 4)
        } else {
            (WINDOW, 1)
        };
        while now >= learned.since + after {
            let more = (learned.limit / factor).max(1);
            learned.limit = learned.limit.saturating_add(more);
            learned.since += after;
        }
        Some(learned.limit)
    }

    /// Takes up that a call was answered.
    fn answered(&mut self, sent: Instant) {
        if let Some(refused) = &mut self.refused
            && sent <= refused.came
        {
            refused.answered += 1;
            refused.others_answered |= refused.sent <= sent;
            self.learn();
        }
    }

    /// Takes up that a call was refused as one too many.
    fn refused(&mut self, sent: Instant, wait: Duration) {
        let now = Instant::now();
        let until = now + wait;
        if let Some(refused) = &mut self.refused
            && sent <= refused.came
        {
            // It was on its way already.
            refused.count += 1;
            refused.until = refused.until.max(until);
        } else {
            self.forget_before(now);
            self.refused = Some(Refused {
                sent,
                came: now,
                until,
                count: 1,
                answered: self.ended.iter().filter(|(_, answered)| *answered).count(),
                before: self.learned.map(|learned| learned.limit),
                others_answered: false,
                is_first: self.refused.is_none(),
            });
        }
        self.learn();
    }

    fn learn(&mut self) {
        // Where none was answered the number shows nothing.
        if let Some(refused) = &self.refused
            && refused.answered > 0
        {
            self.learned = Some(Learned {
                limit: refused.answered.min(refused.before.unwrap_or(usize::MAX)),
                is_sure: !refused.is_first || refused.count > 1,
                since: refused.until,
            });
        }
    }
}

impl Turn<'_> {
    /// Ends a call that was answered.
    pub(super) fn answered(mut self) {
        self.answered = true;
        self.pace.calls().answered(self.sent);
    }

    /// Ends a call that was refused as one too many, to be sent again after `wait`.
    pub(super) fn refused(self, wait: Duration) {
        self.pace.calls().refused(self.sent, wait);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut calls = self.pace.calls();
        calls.under_way -= 1;
        let now = Instant::now();
        calls.forget_before(now);
        calls.ended.push_back((now, self.answered));
        self.pace.ended.notify_one();
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
        let pace = Pace::default();
        let start = Instant::now();
        let call = async |_| {
            let _turn = pace.turn(Some(20)).await;
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
        let pace = Pace::default();
        let start = Instant::now();
        let call = async |number: u64| {
            let turn = pace.turn(Some(20)).await;
            sleep(Duration::from_millis(number * 37 % 400)).await;
            let arrived = start.elapsed();
            sleep(Duration::from_millis(number * 53 % 300)).await;
            drop(turn);
            arrived
        };
        let mut times: Vec<Duration> = join_all((0..200).map(call)).await;
        times.sort();
        assert_eq!(most_in_a_second(&times), 20);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_is_given_up_makes_room() {
        let pace = Pace::default();
        let given_up = pace.turn(Some(1)).await;
        let start = Instant::now();
        let next = async {
            let _turn = pace.turn(Some(1)).await;
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
        let pace = Pace::default();
        let start = Instant::now();
        for _ in 0..50 {
            drop(pace.turn(Some(20)).await);
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

        async fn call(&self, pace: &Pace) {
            loop {
                let turn = pace.turn(None).await;
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
                    return turn.answered();
                }
                self.refusals.lock().unwrap().push(self.start.elapsed());
                turn.refused(Duration::from_millis(500));
            }
        }

        /// Calls as from a lane with so many permits.
        async fn calls(&self, pace: &Pace, count: usize, at_once: usize) {
            let calls = futures_util::stream::iter(0..count)
                .map(|_| self.call(pace))
                .buffer_unordered(at_once);
            calls.collect::<()>().await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_that_nobody_told_is_hit_once_in_ten_seconds() {
        for limit in [1, 2, 5, 19] {
            let (pace, service) = (Pace::default(), Service::new(limit));
            service.calls(&pace, 100, 32).await;
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
        let pace = Pace::default();
        let turns = join_all((0..20).map(|_| pace.turn(None))).await;
        for (number, turn) in turns.into_iter().enumerate() {
            sleep(Duration::from_millis(1)).await;
            if number % 2 == 0 {
                turn.refused(Duration::from_millis(500));
            } else {
                turn.answered();
            }
        }
        sleep(Duration::from_secs(5)).await;
        let start = Instant::now();
        join_all((0..10).map(async |_| pace.turn(None).await.answered())).await;
        assert!(start.elapsed().is_zero());
        drop(pace.turn(None).await);
        assert_eq!(start.elapsed(), WINDOW);
    }

    /// One refusal among calls that are answered is an accident.
    #[tokio::test(start_paused = true)]
    async fn an_accident_slows_nobody_down() {
        let pace = Pace::default();
        let turns = join_all((0..8).map(|_| pace.turn(None))).await;
        for (number, turn) in turns.into_iter().enumerate() {
            sleep(Duration::from_millis(1)).await;
            if number == 3 {
                turn.refused(Duration::from_millis(500));
            } else {
                turn.answered();
            }
        }
        let start = Instant::now();
        let turns = join_all((0..100).map(|_| pace.turn(None))).await;
        assert_eq!(turns.len(), 100);
        assert!(start.elapsed() < Duration::from_millis(500));
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_refusal_nobody_sends_before_the_wait_is_over() {
        let pace = Pace::default();
        pace.turn(None).await.refused(Duration::from_secs(3));
        let start = Instant::now();
        // None was answered, so that no number was learned.
        join_all((0..50).map(async |_| pace.turn(None).await.answered())).await;
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }

    /// One after another, nothing tells an accident from a limit: it is tried out.
    #[tokio::test(start_paused = true)]
    async fn a_guessed_limit_grows() {
        let pace = Pace::default();
        pace.turn(None).await.answered();
        pace.turn(None).await.refused(Duration::from_millis(500));
        let start = Instant::now();
        for _ in 0..100 {
            pace.turn(None).await.answered();
        }
        assert!(
            start.elapsed() < Duration::from_secs(8),
            "{:?}",
            start.elapsed()
        );
    }
}
