//! One execution of a plan: its state, its progress and how to stop it. No plan is executed in another way.
//!
//! A [`Run`] is what others may keep: a number, counters and a flag, and its plan for as long as it lives, which becomes
//! a [`Report`] of words and numbers at its end. The batches in flight and the reservations belong to the
//! [`BatchStream`]: dropping the stream ends the run.
//!
//! - [`state`]: how far it is; [`history`]: the runs of this process;
//! - `owner`: who runs it; `stream`: its rows as they come; `current`: which run a thread computes for;
//! - [`lane`]: who waits for it; `queue`: whose turn it is; `pool`: its memory pool, within the session's; `reservation`: what a function of it
//!   reserves there; `ceiling`: who is cancelled before the system ends the process;
//! - `operators`: the figures of a plan's operators; [`progress`]: how far its scans are; [`report`]: what a plan did.

mod ceiling;
pub mod current;
pub mod history;
pub mod lane;
mod operators;
mod owner;
pub(crate) mod pool;
pub mod progress;
mod queue;
pub mod report;
pub(crate) mod reservation;
pub mod state;
mod stream;

use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use datafusion::execution::memory_pool::MemoryPool;
use datafusion::physical_plan::ExecutionPlan;
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::error::{Error, ErrorKind, QueryText};
use current::Caller;
use lane::{Standing, Turn};
use pool::RunPool;
use progress::Progress;
use report::Report;
use state::RunState;

pub(crate) use owner::RunOwner;
pub use stream::BatchStream;

/// One execution, as others may watch and stop it.
#[derive(Debug)]
pub struct Run {
    id: u64,
    session: u64,
    what: String,
    caller: Caller,
    stage: AtomicU8,
    times: Mutex<Times>,
    rows: AtomicU64,
    read: AtomicU64,
    waited: AtomicU64,
    /// How many futures compute for it.
    tasks: AtomicUsize,
    /// Whether nothing was left of it at some moment after it was cancelled.
    settled: AtomicBool,
    cancel: Notify,
    pool: Arc<RunPool>,
    plan: Mutex<Option<Arc<dyn ExecutionPlan>>>,
    /// The most of its scans that was ever known to be done: what is pruned later makes the whole smaller, not this.
    fraction: Mutex<f64>,
    error: OnceLock<Error>,
    /// The text of its query.
    text: OnceLock<Arc<dyn QueryText>>,
    report: OnceLock<Report>,
    /// Whether somebody runs it for its report.
    is_explained: AtomicBool,
    standing: Arc<Standing>,
}

/// When a run began, and how long it took.
#[derive(Debug, Default)]
struct Times {
    begun: Option<Instant>,
    seconds: Option<f64>,
}

impl Run {
    /// The number of this run, unique in the process.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The number of its session.
    pub fn session(&self) -> u64 {
        self.session
    }

    /// The operation that runs: `collect`, `count`, `show` ...
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Who has asked for it.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The state.
    pub fn state(&self) -> RunState {
        match RunState::from_code(self.stage.load(Ordering::Acquire)) {
            RunState::Cancelled if !self.is_settled() => RunState::Cancelling,
            stage if !stage.is_over() && self.standing.place().turn == Turn::Behind => RunState::Queued,
            stage => stage,
        }
    }

    /// Returns whether nothing is left of it, or was at some moment: whoever waited has seen its end, and what a task
    /// reserves that drops its operators late is no run any more.
    fn is_settled(&self) -> bool {
        let is_empty = self.tasks.load(Ordering::Acquire) == 0 && self.reserved() == 0;
        self.settled.fetch_or(is_empty, Ordering::AcqRel) || is_empty
    }

    /// Returns whether it was told to stop, or nobody wanted its rows any more; it may still be about to stop.
    pub fn is_cancelled(&self) -> bool {
        self.stage.load(Ordering::Acquire) == RunState::Cancelled as u8
    }

    /// Returns whether it goes on: it has neither ended nor been cancelled.
    pub fn is_running(&self) -> bool {
        self.stage.load(Ordering::Acquire) < RunState::Cancelling as u8
    }

    /// The number of rows that it has returned so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// The number of bytes that it has read from files so far.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Returns how long it has run, or ran, in seconds; it does not run while it is queued.
    pub fn seconds(&self) -> f64 {
        let times = self.times.lock();
        let so_far = || times.begun.map_or(0.0, |begun| begun.elapsed().as_secs_f64());
        times.seconds.unwrap_or_else(so_far)
    }

    /// Returns how long its functions have waited for their interpreter, summed over its threads, in seconds.
    pub fn waited(&self) -> f64 {
        Duration::from_nanos(self.waited.load(Ordering::Relaxed)).as_secs_f64()
    }

    /// Adds the time that a function of this run has waited for its interpreter.
    pub fn add_waited(&self, time: Duration) {
        self.waited.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Returns how many bytes its operators have reserved now.
    pub fn reserved(&self) -> usize {
        self.pool.reserved()
    }

    /// The most bytes that its operators ever had reserved.
    pub fn peak(&self) -> usize {
        self.pool.peak()
    }

    /// The error that it ended with.
    pub fn error(&self) -> Option<&Error> {
        self.error.get()
    }

    /// Returns what it does now, and how far it is.
    pub fn progress(&self) -> Progress {
        let plan = self.plan.lock().clone();
        let mut progress = Progress::of(self, plan.as_deref());
        if let Some(fraction) = &mut progress.fraction {
            let mut most = self.fraction.lock();
            *most = most.max(*fraction);
            *fraction = *most;
        }
        progress
    }

    /// Returns what its operators have done so far, or did; `None` before its plan is made.
    pub fn report(&self) -> Option<Report> {
        let plan = self.plan.lock().clone();
        // Whoever asks while it runs has the time for all of it.
        self.report.get().cloned().or_else(|| plan.map(|plan| Report::of(&plan, f64::INFINITY)))
    }

    /// Tells it the text of its query, for its errors.
    pub(crate) fn is_of(&self, text: Arc<dyn QueryText>) {
        let _ = self.text.set(text);
    }

    /// The pool that its operators reserve memory from.
    pub(crate) fn pool(&self) -> &Arc<RunPool> {
        &self.pool
    }

    /// Asks the run to stop. Whoever waits for its rows gets a `Cancelled` error at once; the operators stop when they
    /// yield, and release their memory then.
    pub fn cancel(&self) {
        self.cancel_with(|| Error::cancelled(&self.what));
    }

    fn cancel_with(&self, error: impl FnOnce() -> Error) {
        if self.end(RunState::Cancelled, Some(error)) {
            self.cancel.notify_waiters();
        }
    }

    /// Waits until the run is cancelled, or its time is up; returns the error for those who wait for its rows.
    pub(crate) async fn cancelled(&self) -> Error {
        let notified = self.cancel.notified();
        if !self.is_cancelled() {
            match self.time_left() {
                None => notified.await,
                Some((left, limit)) => {
                    if tokio::time::timeout(left, notified).await.is_err() {
                        self.cancel_with(|| Error::timed_out(&self.what, limit));
                    }
                }
            }
        }
        self.error.get().cloned().unwrap_or_else(|| Error::cancelled(&self.what))
    }

    /// Returns how long it may go on, and how long it may take in all; `None` without a limit, and while it is queued.
    fn time_left(&self) -> Option<(Duration, Duration)> {
        let (limit, begun) = (self.caller.timeout?, self.times.lock().begun?);
        Some((limit.saturating_sub(begun.elapsed()), limit))
    }

    /// Waits until nothing of the run is left.
    pub async fn over(&self) {
        // A run ends once, but its memory goes piece by piece: nobody is told of the last.
        const LOOK: Duration = Duration::from_millis(5);
        while !self.state().is_over() {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Adds bytes that were read from a file.
    pub(crate) fn add_read(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts rows that are handed on.
    fn add_rows(&self, rows: u64) {
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }

    /// Notes whether it has rows that somebody has yet to take.
    fn waits_for_reader(&self, waits: bool) {
        let (from, to) = match waits {
            true => (RunState::Running, RunState::Waiting),
            false => (RunState::Waiting, RunState::Running),
        };
        let _ = self.stage.compare_exchange(from as u8, to as u8, Ordering::AcqRel, Ordering::Relaxed);
        self.standing.computes(!waits);
    }

    /// Ends it with all of its rows returned.
    fn done(&self) {
        self.end(RunState::Done, None::<fn() -> Error>);
    }

    /// Ends it with an error, which is returned.
    fn failed(&self, error: Error) -> Error {
        let error = match self.text.get() {
            Some(text) => text.locate(error),
            None => error,
        };
        self.end(RunState::Failed, Some(|| error.clone()));
        error
    }

    /// Ends the run once; later calls do not change its state. Returns whether this call ended it.
    fn end(&self, state: RunState, error: Option<impl FnOnce() -> Error>) -> bool {
        {
            let mut times = self.times.lock();
            if times.seconds.is_some() {
                return false;
            }
            times.seconds = Some(times.begun.map_or(0.0, |begun| begun.elapsed().as_secs_f64()));
        }
        if let Some(error) = error {
            let _ = self.error.set(error());
        }
        // The plan holds hash tables and rows, a report does not.
        let plan = self.plan.lock().take();
        if let Some(plan) = &plan {
            let seconds = if self.is_explained.load(Ordering::Relaxed) { f64::INFINITY } else { self.seconds() };
            let _ = self.report.set(Report::of(plan, seconds));
        }
        self.stage.store(state as u8, Ordering::Release);
        self.standing.end();
        history::ended(self);
        true
    }
}

/// Returns an error for work that ended without a result, such as a task that the runtime dropped.
pub(crate) fn lost(what: &str) -> Error {
    Error::new(ErrorKind::Internal, what, "the work ended without a result")
}
