//! Who runs: begins a run, plans and computes it, and ends it.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use datafusion::physical_plan::ExecutionPlan;
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::current::{Computing, caller, record_wait};
use super::lane::Standing;
use super::pool::RunPool;
use super::state::RunState;
use super::{Run, history};
use crate::error::{Error, Result};

/// The owner of a run: as long as it is there the run may go on, and when it is dropped the run is cancelled.
#[derive(Debug)]
pub(crate) struct RunOwner(pub(super) Arc<Run>);

impl RunOwner {
    /// Returns a run of the session with this number and pool, which may take so long. It waits for its turn;
    /// [`plan`](Self::plan) begins it.
    pub(crate) fn queue(session: u64, what: &str, pool: RunPool, timeout: Option<Duration>) -> Self {
        static IDS: AtomicU64 = AtomicU64::new(1);
        let mut caller = caller();
        caller.timeout = caller.timeout.or(timeout);
        let run = Arc::new(Run {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            session,
            what: what.to_string(),
            caller,
            stage: AtomicU8::new(RunState::Queued as u8),
            times: Mutex::default(),
            rows: AtomicU64::new(0),
            read: AtomicU64::new(0),
            waited: AtomicU64::new(0),
            tasks: AtomicUsize::new(0),
            settled: AtomicBool::new(false),
            cancel: Notify::new(),
            pool: Arc::new(pool),
            plan: Mutex::new(None),
            fraction: Mutex::new(0.0),
            error: OnceLock::new(),
            text: OnceLock::new(),
            report: OnceLock::new(),
            is_explained: AtomicBool::new(false),
            standing: Standing::new(session),
        });
        record_wait(&run);
        Self(run)
    }

    /// Returns the same for a run whose report is wanted as a whole, however short it is.
    pub(crate) fn explained(self) -> Self {
        self.0.is_explained.store(true, Ordering::Relaxed);
        self
    }

    /// Lists the run among those of the process.
    pub(crate) fn list(&self) {
        history::begun(&self.0);
    }

    /// The run.
    pub(crate) fn run(&self) -> &Arc<Run> {
        &self.0
    }

    /// Begins the run with `planning`, and ends it if that fails.
    ///
    /// # Errors
    /// The error of `planning`; `Cancelled` if the run is cancelled meanwhile.
    pub(crate) async fn plan<T>(&self, planning: impl Future<Output = Result<T>>) -> Result<T> {
        self.begin(RunState::Planning);
        let _planning = Computing::of(&self.0);
        self.0.standing.computes(true);
        let planned = tokio::select! {
            biased;
            error = self.0.cancelled() => Err(error),
            planned = planning => planned.map_err(|error| self.0.failed(error)),
        };
        self.0.standing.computes(false);
        planned
    }

    /// Begins to compute with `plan`.
    pub(crate) fn compute(&self, plan: &Arc<dyn ExecutionPlan>) {
        *self.0.plan.lock() = Some(Arc::clone(plan));
        self.begin(RunState::Running);
        if !self.0.is_running() {
            self.0.plan.lock().take();
        }
    }

    /// Ends the run without computing anything.
    pub(crate) fn done(&self) {
        self.0.done();
    }

    /// Ends the run with an error, which is returned.
    pub(crate) fn fail(&self, error: Error) -> Error {
        self.0.failed(error)
    }

    fn begin(&self, state: RunState) {
        self.0.times.lock().begun.get_or_insert_with(Instant::now);
        // Unless it was cancelled meanwhile.
        let go_on = |stage| (stage < RunState::Cancelling as u8).then_some(state as u8);
        let _ = self.0.stage.fetch_update(Ordering::AcqRel, Ordering::Relaxed, go_on);
    }
}

impl Drop for RunOwner {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
