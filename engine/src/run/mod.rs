//! One execution of a plan: its state, its progress and how to stop it. No plan is executed in another way.
//!
//! A [`Run`] is what others may keep: a number, counters and a flag. Everything large (the plan, the batches in flight,
//! the reservations) belongs to the [`BatchStream`]: dropping the stream ends the run.
//!
//! - `pool`: its memory pool, within the session's; `reservation`: what a function of it reserves there;
//! - `current`: which run a thread computes for.

pub(crate) mod current;
pub(crate) mod pool;
pub(crate) mod reservation;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::MemoryPool;
use futures::{Stream, StreamExt, TryStreamExt};
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::error::{Error, ErrorKind, Result};
use current::record_wait;
use pool::RunPool;

/// The state of an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// It computes, or waits for its rows to be taken.
    Running,
    /// All rows have been returned.
    Done,
    /// It ended with an error.
    Failed,
    /// It was cancelled, or its stream was dropped.
    Cancelled,
}

impl RunState {
    /// The state in lower case, as messages and panels name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Running,
            1 => Self::Done,
            2 => Self::Failed,
            _ => Self::Cancelled,
        }
    }
}

/// One execution, as others may watch and stop it.
#[derive(Debug)]
pub struct Run {
    id: u64,
    what: String,
    started: Instant,
    seconds: Mutex<Option<f64>>,
    state: AtomicU8,
    rows: AtomicU64,
    waited: AtomicU64,
    cancel: Notify,
    pool: Arc<RunPool>,
}

impl Run {
    /// Returns a run that begins now.
    pub(crate) fn new(what: &str, pool: Arc<RunPool>) -> Self {
        static IDS: AtomicU64 = AtomicU64::new(1);
        Self {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            what: what.to_string(),
            started: Instant::now(),
            seconds: Mutex::new(None),
            state: AtomicU8::new(RunState::Running as u8),
            rows: AtomicU64::new(0),
            waited: AtomicU64::new(0),
            cancel: Notify::new(),
            pool,
        }
    }

    /// The number of this run, unique in the process.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The operation that runs: `collect`, `count`, `show` ...
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The state.
    pub fn state(&self) -> RunState {
        RunState::from_code(self.state.load(Ordering::Acquire))
    }

    /// Returns whether it has not ended.
    pub fn is_running(&self) -> bool {
        self.state() == RunState::Running
    }

    /// The number of rows that it has returned so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Returns how long it has run, or ran, in seconds.
    pub fn seconds(&self) -> f64 {
        self.seconds.lock().unwrap_or_else(|| self.started.elapsed().as_secs_f64())
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

    /// The pool that its operators reserve memory from.
    pub(crate) fn pool(&self) -> Arc<dyn MemoryPool> {
        Arc::clone(&self.pool) as _
    }

    /// Asks the run to stop. Whoever waits for its rows gets a `Cancelled` error at once; the operators stop at their
    /// next batch and release their memory then.
    pub fn cancel(&self) {
        if self.finish(RunState::Cancelled) {
            self.cancel.notify_waiters();
        }
    }

    /// Waits until the run is cancelled.
    pub(crate) async fn cancelled(&self) {
        let notified = self.cancel.notified();
        if self.state() != RunState::Cancelled {
            notified.await;
        }
    }

    /// Ends the run once; later calls do not change its state. Returns whether this call ended it.
    fn finish(&self, state: RunState) -> bool {
        let mut seconds = self.seconds.lock();
        let first = seconds.is_none();
        if first {
            *seconds = Some(self.started.elapsed().as_secs_f64());
            self.state.store(state as u8, Ordering::Release);
        }
        first
    }
}

/// The rows of a run as they come.
pub struct BatchStream {
    schema: SchemaRef,
    run: Arc<Run>,
    inner: Option<SendableRecordBatchStream>,
    cancelled: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl BatchStream {
    /// Returns a stream of the rows of `inner`, as those of `run`.
    pub(crate) fn new(run: Arc<Run>, schema: SchemaRef, inner: SendableRecordBatchStream) -> Self {
        record_wait(&run);
        let watched = Arc::clone(&run);
        let cancelled = Box::pin(async move { watched.cancelled().await });
        Self { schema, run, inner: Some(inner), cancelled }
    }

    /// The schema of the batches.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The run these rows come from.
    pub fn run(&self) -> &Arc<Run> {
        &self.run
    }

    /// Collects the remaining rows.
    ///
    /// # Errors
    /// The first error of the run.
    pub async fn collect(self) -> Result<Vec<RecordBatch>> {
        self.try_collect().await
    }

    fn end(&mut self, state: RunState) {
        self.inner = None;
        self.run.finish(state);
    }
}

impl Stream for BatchStream {
    type Item = Result<RecordBatch>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(inner) = this.inner.as_mut() else { return Poll::Ready(None) };
        record_wait(&this.run);
        if this.run.state() == RunState::Cancelled || this.cancelled.as_mut().poll(cx).is_ready() {
            this.end(RunState::Cancelled);
            return Poll::Ready(Some(Err(Error::cancelled(this.run.what()))));
        }
        match std::task::ready!(inner.poll_next_unpin(cx)) {
            Some(Ok(batch)) => {
                this.run.rows.fetch_add(batch.num_rows() as u64, Ordering::Relaxed);
                Poll::Ready(Some(Ok(batch)))
            }
            Some(Err(error)) => {
                this.end(RunState::Failed);
                Poll::Ready(Some(Err(Error::from_datafusion(this.run.what(), error))))
            }
            None => {
                this.end(RunState::Done);
                Poll::Ready(None)
            }
        }
    }
}

impl Drop for BatchStream {
    fn drop(&mut self) {
        self.end(RunState::Cancelled);
    }
}

/// Returns an error for work that ended without a result, such as a task that the runtime dropped.
pub(crate) fn lost(what: &str) -> Error {
    Error::new(ErrorKind::Internal, what, "the work ended without a result")
}
