//! Which run this thread computes for now, and which runs a future waits for.
//!
//! A function inside an operator receives columns and nothing else; to be stopped with its run, or to be counted to it,
//! it must know the run. DataFusion spreads a plan over tasks of its own, so each task that is spawned while a run is
//! polled belongs to that run too: [`JoinSetTracer`] is DataFusion's hook for this.
//!
//! The other way round, whoever gives up waiting cancels the awaited runs with [`RunWatch`]. Dropping the future is not
//! enough: it is dropped by a thread of the runtime, and all of those may be busy with the very functions that should
//! end.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Once, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use datafusion::common::runtime::{JoinSetTracer, set_join_set_tracer};
use futures::future::BoxFuture;
use parking_lot::Mutex;

use crate::error::{Error, Result};
use crate::run::Run;

thread_local! {
    static CURRENT: RefCell<Option<Arc<Run>>> = const { RefCell::new(None) };
    static TURN: Cell<Option<Instant>> = const { Cell::new(None) };
    static WATCH: RefCell<Option<RunWatch>> = const { RefCell::new(None) };
}

/// The run this thread computes for, if it does for one and is not ending.
pub fn current() -> Option<Arc<Run>> {
    CURRENT.try_with(|current| current.borrow().clone()).unwrap_or(None)
}

/// Fails if the run this thread computes for has been cancelled: for functions that take long within one batch.
pub(crate) fn check_cancelled() -> Result<()> {
    match current() {
        Some(run) if run.is_cancelled() => Err(run.error().cloned().unwrap_or_else(|| Error::cancelled(run.what()))),
        _ => Ok(()),
    }
}

/// Counts bytes that this thread has read from a file to the run that it computes for.
pub(crate) fn add_read(bytes: usize) {
    let _ = CURRENT.try_with(|current| {
        if let Some(run) = current.borrow().as_ref() {
            run.add_read(bytes as u64);
        }
    });
}

/// Returns since when the task of a run has this thread.
pub(crate) fn turn() -> Option<Instant> {
    TURN.try_with(Cell::get).unwrap_or(None)
}

/// Makes `run` the current one until this is dropped.
pub(crate) struct RunGuard(Option<Arc<Run>>);

/// Enters `run` on this thread.
pub(crate) fn enter(run: &Arc<Run>) -> RunGuard {
    static TRACED: Once = Once::new();
    TRACED.call_once(|| {
        // A tracer that somebody else has set stays: then functions only know less about their run.
        let _ = set_join_set_tracer(&Inherit);
    });
    RunGuard(CURRENT.try_with(|current| current.replace(Some(Arc::clone(run)))).unwrap_or(None))
}

impl Drop for RunGuard {
    fn drop(&mut self) {
        let outer = self.0.take();
        let _ = CURRENT.try_with(|current| current.replace(outer));
    }
}

/// Passes the current run on to the tasks that it spawns.
struct Inherit;

type Answer = Box<dyn Any + Send>;

impl JoinSetTracer for Inherit {
    fn trace_future(&self, future: BoxFuture<'static, Answer>) -> BoxFuture<'static, Answer> {
        match current() {
            Some(run) => Box::pin(RunFuture::new(&run, future)),
            None => future,
        }
    }

    fn trace_block(&self, work: Box<dyn FnOnce() -> Answer + Send>) -> Box<dyn FnOnce() -> Answer + Send> {
        match current() {
            Some(run) => {
                let computing = Computing::of(&run);
                Box::new(move || {
                    let _entered = enter(&computing.0);
                    work()
                })
            }
            None => work,
        }
    }
}

/// Something that computes for a run, until it is dropped.
#[derive(Debug)]
pub(super) struct Computing(Arc<Run>);

impl Computing {
    pub(super) fn of(run: &Arc<Run>) -> Self {
        run.tasks.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(run))
    }
}

impl Drop for Computing {
    fn drop(&mut self) {
        self.0.tasks.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A future that enters its run wherever it is polled, and that is dropped when the run is cancelled: nobody may poll
/// the stream above it any more, so waiting for that one would keep what it holds.
struct RunFuture {
    computes: Option<(Computing, BoxFuture<'static, Answer>)>,
    cancelled: BoxFuture<'static, Error>,
}

impl RunFuture {
    fn new(run: &Arc<Run>, future: BoxFuture<'static, Answer>) -> Self {
        let watched = Arc::clone(run);
        Self {
            computes: Some((Computing::of(run), future)),
            cancelled: Box::pin(async move { watched.cancelled().await }),
        }
    }
}

impl Future for RunFuture {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Answer> {
        let this = self.get_mut();
        // What a cancelled future would answer nobody can say, and nobody waits for: its run has an error for them.
        let Some((computing, future)) = this.computes.as_mut() else { return Poll::Pending };
        let _entered = enter(&computing.0);
        let outer = TURN.try_with(|turn| turn.replace(Some(Instant::now()))).unwrap_or(None);
        let mut answer = Poll::Pending;
        if !computing.0.is_cancelled() {
            answer = future.as_mut().poll(cx);
        }
        if answer.is_pending() && this.cancelled.as_mut().poll(cx).is_ready() {
            this.computes = None;
        }
        let _ = TURN.try_with(|turn| turn.set(outer));
        answer
    }
}

/// Who asks for a run, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Where in the user's code.
    pub origin: Option<Arc<Origin>>,
    /// The SQL that asks for it, where a cell of SQL does.
    pub sql: Option<Arc<str>>,
    /// How long the run may take.
    pub timeout: Option<Duration>,
}

/// A line of a user's code.
#[derive(Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file, or what a notebook calls its cell.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The number of the cell in its notebook, as in `In [5]`.
    pub cell: Option<u32>,
}

/// Returns who waits for what this thread polls.
pub(crate) fn caller() -> Caller {
    let found = WATCH.try_with(|current| current.borrow().as_ref().map(|watch| watch.caller.clone()));
    found.ok().flatten().unwrap_or_default()
}

/// The runs whose rows a future waits for.
#[derive(Clone, Debug, Default)]
pub struct RunWatch {
    caller: Caller,
    runs: Arc<Mutex<Vec<Weak<Run>>>>,
}

impl RunWatch {
    /// Returns a watch over what `caller` asks for.
    pub fn of(caller: Caller) -> Self {
        Self { caller, runs: Arc::default() }
    }

    /// Returns whether somebody has asked for what is watched, and not only looks at rows.
    pub fn is_of_caller(&self) -> bool {
        self.caller.origin.is_some()
    }

    /// The runs that were recorded and are still there, in their order.
    pub fn runs(&self) -> Vec<Arc<Run>> {
        self.runs.lock().iter().filter_map(Weak::upgrade).collect()
    }

    /// Does `work`, which records the runs that it lists.
    pub fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        let outer = WATCH.try_with(|current| current.replace(Some(self.clone()))).unwrap_or(None);
        let answer = work();
        let _ = WATCH.try_with(|current| current.replace(outer));
        answer
    }

    /// Wraps `future`, which records each run that it starts or takes rows of.
    pub fn over<F: Future + Send + 'static>(&self, future: F) -> impl Future<Output = F::Output> + Send + use<F> {
        let watch = self.clone();
        let mut future = Box::pin(future);
        std::future::poll_fn(move |cx| watch.within(|| future.as_mut().poll(cx)))
    }

    /// Cancels the recorded runs.
    pub fn cancel(&self) {
        let runs = std::mem::take(&mut *self.runs.lock());
        runs.iter().filter_map(Weak::upgrade).for_each(|run| run.cancel());
    }
}

/// Records that somebody waits for `run`.
pub(crate) fn record_wait(run: &Arc<Run>) {
    let _ = WATCH.try_with(|current| {
        if let Some(watch) = current.borrow().as_ref() {
            let mut runs = watch.runs.lock();
            if !runs.iter().any(|known| std::ptr::eq(known.as_ptr(), Arc::as_ptr(run))) {
                runs.push(Arc::downgrade(run));
            }
        }
    });
}
