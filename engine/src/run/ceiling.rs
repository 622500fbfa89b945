//! The ceiling: near the memory that the system allows, the run that has the most is cancelled, with an error that says
//! so, before the system ends the process and all that a notebook holds.
//!
//! The pool counts what operators reserve. What readers buffer, user functions make and other libraries hold is in no
//! pool, so a thread looks at what the system counts while runs live: seldom while much is left, often near the limit.
//! Pages that were freed and not yet returned do not count (they are returned before anybody is cancelled), nor does what
//! was there before the runs began: ending them would not free it (docs/decisions/0031).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::history;
use crate::budget::size;
use crate::error::{Error, ErrorKind};
use crate::memory::{HardLimit, purge, rss};
use crate::run::Run;

/// What must be left below the limit: this share of it, in hundredths, but as many bytes as threads fill while a run ends,
/// if these are not more than that share.
const LEFT: usize = 5;
const LEFT_AT_LEAST: usize = 64 << 20;
const LEFT_AT_MOST: usize = 10;
/// A run whose end would free less than this share of the limit is left alone, in hundredths.
const WORTH: usize = 2;
/// How long a cancelled run may take to let go of its memory before another is cancelled.
const PATIENCE: Duration = Duration::from_secs(2);
/// How soon after the first run begins, and how often near the limit.
const SOON: Duration = Duration::from_millis(20);
const OFTEN: Duration = Duration::from_millis(2);
const SELDOM: Duration = Duration::from_millis(250);
/// How many bytes a second a process writes to at the most, so that no limit is passed between two looks.
const SPEED: u64 = 8 << 30;
/// How long a limit holds that was read.
const READ_AGAIN: Duration = Duration::from_secs(10);
/// As the runtime's threads have: whoever ends a run drops its plan, which recurses.
const STACK: usize = 8 << 20;

static IS_IDLE: AtomicBool = AtomicBool::new(false);

/// Has somebody look while runs live; called when one begins.
pub(super) fn watch() {
    static WATCHER: OnceLock<Option<Thread>> = OnceLock::new();
    let watcher = WATCHER.get_or_init(|| {
        let started = thread::Builder::new().name("pyrust-ceiling".into()).stack_size(STACK).spawn(look_on);
        // Without a thread nobody looks: the pool still counts.
        started.ok().map(|handle| handle.thread().clone())
    });
    if IS_IDLE.load(Ordering::SeqCst)
        && let Some(watcher) = watcher
    {
        watcher.unpark();
    }
}

fn look_on() {
    let mut limit: Option<(HardLimit, Instant)> = None;
    loop {
        IS_IDLE.store(true, Ordering::SeqCst);
        while history::living().is_empty() {
            thread::park();
        }
        IS_IDLE.store(false, Ordering::SeqCst);
        // Most queries are over by then, and cost nothing.
        let (mut watch, mut victim) = (Watch::new(rss()), None);
        thread::sleep(SOON);
        loop {
            let living = history::living();
            if living.is_empty() {
                break;
            }
            if limit.as_ref().is_none_or(|(_, read)| read.elapsed() > READ_AGAIN) {
                limit = Some((HardLimit::read(), Instant::now()));
            }
            let pause = limit.as_ref().and_then(|(limit, _)| look(&mut watch, limit, &living, &mut victim));
            thread::sleep(pause.unwrap_or(SELDOM));
        }
    }
}

/// Looks once, and acts; returns when to look again. `None` where the system does not say what is used.
fn look(watch: &mut Watch, limit: &HardLimit, living: &[Arc<Run>], victim: &mut Option<Arc<Run>>) -> Option<Duration> {
    let mut used = limit.used()?;
    // One that was cancelled does not live any more, but may still let go of what it has.
    let going = victim.iter().filter(|run| !run.state().is_over());
    let candidates: Vec<_> = living.iter().chain(going).map(|run| Candidate::of(run)).collect();
    let mut verdict = watch.decide(used, limit.bytes(), rss(), &candidates, Instant::now());
    if verdict == Verdict::Return {
        purge();
        used = limit.used()?;
        verdict = watch.decide(used, limit.bytes(), rss(), &candidates, Instant::now());
    }
    if let Verdict::Cancel(id) = verdict
        && let Some(run) = living.iter().find(|run| run.id() == id)
    {
        run.cancel_with(|| stopped(run, used, limit));
        *victim = Some(Arc::clone(run));
    }
    let left = ceiling(limit.bytes()).saturating_sub(used) as u64;
    Some(Duration::from_millis(left.saturating_mul(1000) / SPEED).clamp(OFTEN, SELDOM))
}

fn ceiling(limit: usize) -> usize {
    let share = |hundredths| limit / 100 * hundredths;
    limit - share(LEFT).max(LEFT_AT_LEAST.min(share(LEFT_AT_MOST)))
}

fn stopped(run: &Run, used: usize, limit: &HardLimit) -> Error {
    let message = format!(
        "the run was stopped before the system would have ended the process: {} of {}'s {} are used, of which the process \
         has {}; the run has reserved {}",
        size(used as u64),
        limit.owner(),
        size(limit.bytes() as u64),
        size(rss() as u64),
        run.pool().holding(),
    );
    Error::new(ErrorKind::Resources, run.what(), message).with_hint(
        "free what is no longer needed, select fewer columns or rows first, or lower pr.options.engine.memory_limit, so \
         that operators spill earlier",
    )
}

/// A run that may be cancelled.
struct Candidate {
    id: u64,
    reserved: usize,
    /// Whether it has not been told to stop.
    is_running: bool,
}

impl Candidate {
    fn of(run: &Run) -> Self {
        Self { id: run.id(), reserved: run.reserved(), is_running: run.is_running() }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Fine,
    /// Unused pages are to be returned to the system.
    Return,
    /// The run of that number is to be cancelled.
    Cancel(u64),
}

/// What has been seen since the first of the runs that live has begun.
struct Watch {
    /// The smallest size of the process.
    least: usize,
    /// How often memory was above the ceiling, one look after the other.
    over: u32,
    /// The run that was cancelled last, and when.
    victim: Option<(u64, Instant)>,
}

impl Watch {
    fn new(own: usize) -> Self {
        Self { least: own, over: 0, victim: None }
    }

    /// Decides what to do when `used` of `limit` bytes are used, and the process has `own`.
    fn decide(&mut self, used: usize, limit: usize, own: usize, runs: &[Candidate], now: Instant) -> Verdict {
        self.least = self.least.min(own);
        if used < ceiling(limit) {
            self.over = 0;
            return Verdict::Fine;
        }
        self.over += 1;
        if self.over == 1 {
            return Verdict::Return;
        }
        let is_going =
            |(id, since): (u64, Instant)| runs.iter().any(|run| run.id == id) && now.duration_since(since) < PATIENCE;
        if self.victim.is_some_and(is_going) {
            return Verdict::Fine;
        }
        let worth = limit / 100 * WORTH;
        let has_grown = own - self.least >= worth;
        let largest = runs.iter().filter(|run| run.is_running).max_by_key(|run| (run.reserved, run.id));
        match largest.filter(|run| has_grown || run.reserved >= worth) {
            Some(run) => {
                self.over = 0;
                self.victim = Some((run.id, now));
                Verdict::Cancel(run.id)
            }
            None => Verdict::Fine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 1_000_000_000;

    fn runs(reserved: &[usize]) -> Vec<Candidate> {
        (1..).zip(reserved).map(|(id, reserved)| Candidate { id, reserved: *reserved, is_running: true }).collect()
    }

    /// What is decided by one look after the other, at that use of memory.
    fn decided(watch: &mut Watch, used: &[usize], runs: &[Candidate]) -> Vec<Verdict> {
        let now = Instant::now();
        used.iter().map(|used| watch.decide(*used, LIMIT, *used, runs, now)).collect()
    }

    const HIGH: usize = LIMIT / 100 * 96;

    #[test]
    fn a_little_is_left_below_the_limit() {
        assert_eq!(ceiling(100 << 30), 95 << 30);
        assert_eq!(ceiling(1 << 30), (1 << 30) - (64 << 20));
        assert_eq!(ceiling(100_000_000), 90_000_000);
    }

    #[test]
    fn the_run_with_the_most_is_cancelled_once_memory_stays_above_the_ceiling() {
        let mut watch = Watch::new(LIMIT / 2);
        let verdicts = decided(&mut watch, &[LIMIT / 10 * 9, HIGH, HIGH, HIGH, HIGH], &runs(&[7, 300, 20]));
        assert_eq!(verdicts, [Verdict::Fine, Verdict::Return, Verdict::Cancel(2), Verdict::Return, Verdict::Fine]);
    }

    #[test]
    fn what_jemalloc_returns_when_asked_ends_no_run() {
        let mut watch = Watch::new(LIMIT / 2);
        let verdicts = decided(&mut watch, &[HIGH, LIMIT / 2, HIGH, LIMIT / 2], &runs(&[300]));
        assert_eq!(verdicts, [Verdict::Return, Verdict::Fine, Verdict::Return, Verdict::Fine]);
    }

    #[test]
    fn a_second_run_is_cancelled_only_when_the_first_is_gone_or_takes_too_long() {
        let mut watch = Watch::new(LIMIT / 2);
        let mut runs = runs(&[7, 300]);
        let high = [HIGH; 2];
        assert_eq!(decided(&mut watch, &high, &runs)[1], Verdict::Cancel(2));
        runs[1].is_running = false;
        assert!(decided(&mut watch, &[HIGH; 20], &runs).iter().all(|verdict| !matches!(verdict, Verdict::Cancel(_))));
        let later = Instant::now() + PATIENCE;
        assert_eq!(watch.decide(HIGH, LIMIT, HIGH, &runs, later), Verdict::Cancel(1));
        let mut watch = Watch { victim: Some((2, Instant::now())), ..Watch::new(0) };
        runs.pop();
        assert_eq!(decided(&mut watch, &high, &runs)[1], Verdict::Cancel(1));
    }

    #[test]
    fn a_run_that_has_little_is_not_blamed_for_what_was_there_before() {
        let mut watch = Watch::new(HIGH);
        assert!(!decided(&mut watch, &[HIGH; 9], &runs(&[1_000_000])).contains(&Verdict::Cancel(1)));
        // Neither by what it has reserved nor by what the process has become.
        let mut watch = Watch::new(HIGH);
        assert!(decided(&mut watch, &[HIGH; 9], &runs(&[LIMIT / 50])).contains(&Verdict::Cancel(1)));
        let mut watch = Watch::new(HIGH - LIMIT / 50);
        assert!(decided(&mut watch, &[HIGH; 9], &runs(&[0])).contains(&Verdict::Cancel(1)));
    }
}
