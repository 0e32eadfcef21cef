//! Progress while a command runs, and statistics at its end.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::time::{Instant, interval_at};

use super::failure::{Exit, Failure};
use super::report::Report;
use super::stderr::Stderr;
use crate::engine::{Snapshot, Target};
use crate::output::{escape, json_line};
use crate::words::count;

/// How often the line on a terminal is drawn.
const DRAWN: Duration = Duration::from_millis(100);

/// What takes less than this is told by its result.
const SHORT: Duration = Duration::from_millis(250);

/// How often a line is written for a log, where another target is done.
const LOGGED: Duration = Duration::from_secs(1);

/// How often a line is written for a log even if none is.
const AT_LEAST: Duration = Duration::from_secs(10);

/// The targets of a command, as soon as they are known. All copies are the same list.
#[derive(Clone, Default)]
pub(super) struct ProgressTargets(Arc<Mutex<Vec<Target>>>);

impl ProgressTargets {
    /// Adds targets.
    pub(super) fn add(&self, targets: impl IntoIterator<Item = Target>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(targets);
    }

    pub(super) fn snapshots(&self) -> Vec<(Target, Snapshot)> {
        let targets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = |target: &Target| (target.clone(), target.metrics.snapshot());
        targets.iter().map(snapshot).collect()
    }

    fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for (_, counts) in self.snapshots() {
            sum.targets += 1;
            sum.done += usize::from(counts.is_done);
            sum.pages += counts.pages;
            sum.rows += counts.rows;
            sum.retries += counts.retries;
        }
        sum
    }
}

/// How far all targets are together.
#[derive(Default, PartialEq, Eq)]
struct Sum {
    targets: usize,
    done: usize,
    pages: u64,
    rows: u64,
    retries: u64,
}

impl Sum {
    fn text(&self) -> String {
        let Self { targets, done, .. } = self;
        let retried = match self.retries {
            0 => String::new(),
            number => format!(", {}", count(number, "retry")),
        };
        format!(
            "{done} of {} done, {}, {}{retried}",
            count(*targets as u64, "target"),
            count(self.pages, "page"),
            count(self.rows, "row"),
        )
    }
}

/// How progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// In a line that is drawn again and again.
    Drawn,
    /// In lines that stay.
    Logged,
    /// Not at all.
    Never,
}

/// Runs a command, telling how far it is.
///
/// # Errors
/// The command's, and [`Failure::Ended`] when a signal came while the line was drawn.
pub(super) async fn during(
    stderr: &Stderr,
    shown: Shown,
    progress_targets: &ProgressTargets,
    command: impl Future<Output = Result<Exit, Failure>>,
) -> Result<Exit, Failure> {
    let mut command = std::pin::pin!(command);
    let result = match shown {
        Shown::Never => return command.await,
        Shown::Drawn => {
            let mut ticks = interval_at(Instant::now() + SHORT, DRAWN);
            loop {
                tokio::select! {
                    result = &mut command => break result,
                    _ = ticks.tick() => match stderr.ending.told() {
                        Some(exit) => break Err(Failure::Ended(exit)),
                        None => stderr.draw(progress_targets.sum().text()),
                    },
                }
            }
        }
        Shown::Logged => {
            let mut ticks = interval_at(Instant::now() + LOGGED, LOGGED);
            let (mut told, mut last) = (Sum::default(), Instant::now());
            let result = loop {
                tokio::select! {
                    result = &mut command => break result,
                    _ = ticks.tick() => {}
                }
                let sum = progress_targets.sum();
                if sum.done != told.done || (sum != told && last.elapsed() >= AT_LEAST) {
                    log(stderr, &sum);
                    (told, last) = (sum, Instant::now());
                }
            };
            let sum = progress_targets.sum();
            if sum != told {
                log(stderr, &sum);
            }
            result
        }
    };
    // A signal between two ticks counts too.
    stderr.clear().and(result)
}

fn log(stderr: &Stderr, sum: &Sum) {
    let report = Report::progress(sum.text());
    stderr.tell("progress", stderr.styles.label, &report);
}

/// The kind of statistics in JSON.
pub(super) const STATS: &str = "stats";

/// The statistics of a target, as JSON.
#[derive(Serialize)]
struct Stats<'a> {
    kind: &'static str,
    provider: &'static str,
    profile: Option<&'a str>,
    region: Option<&'a str>,
    requests: u64,
    pages: u64,
    rows: u64,
    retries: u64,
    bytes: u64,
    milliseconds: u64,
    request_ids: &'a [String],
}

/// Prints the statistics of each target.
pub(super) fn stats(stderr: &Stderr, progress_targets: &ProgressTargets) {
    for (target, counts) in progress_targets.snapshots() {
        let milliseconds = u64::try_from(counts.took.as_millis()).unwrap_or(u64::MAX);
        let provider = target.account.provider.facts().id;
        let profile = target.account.profile.as_deref();
        let region = (!target.region.is_empty()).then_some(&*target.region);
        let line = if stderr.is_json {
            json_line(&Stats {
                kind: STATS,
                provider,
                profile,
                region,
                requests: counts.requests,
                pages: counts.pages,
                rows: counts.rows,
                retries: counts.retries,
                bytes: counts.bytes,
                milliseconds,
                request_ids: &counts.request_ids,
            })
        } else {
            let label = stderr.styles.label;
            let place: Vec<&str> = [Some(provider), profile, region]
                .into_iter()
                .flatten()
                .collect();
            format!(
                "{label}stats:{label:#} {}: {}, {}, {}, {}, {}, {milliseconds} ms; request ids: {}",
                escape(place.join(" ")),
                count(counts.requests, "request"),
                count(counts.pages, "page"),
                count(counts.rows, "row"),
                count(counts.retries, "retry"),
                count(counts.bytes, "byte"),
                escape(match counts.request_ids.join(" ").as_str() {
                    "" => "none",
                    ids => ids,
                }),
            )
        };
        stderr.lines(&[line]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_signal_between_two_ticks_is_not_lost() {
        for shown in [Shown::Drawn, Shown::Logged] {
            let stderr = Stderr::default().with_bar();
            let command = async {
                stderr.ending.hold();
                stderr.ending.interrupt();
                Ok(Exit::Ok)
            };
            let result = during(&stderr, shown, &ProgressTargets::default(), command).await;
            assert!(
                matches!(result, Err(Failure::Ended(Exit::Interrupted))),
                "{result:?}"
            );
        }
    }

    #[test]
    fn sums_are_told_in_words() {
        let sum = Sum {
            targets: 20,
            done: 3,
            pages: 1,
            rows: 100,
            retries: 0,
        };
        assert_eq!(sum.text(), "3 of 20 targets done, 1 page, 100 rows");
        let sum = Sum {
            targets: 1,
            done: 1,
            pages: 2,
            rows: 1,
            retries: 1,
        };
        assert_eq!(sum.text(), "1 of 1 target done, 2 pages, 1 row, 1 retry");
    }
}
