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
use std::sync::{Arc, Once, Weak};
use std::task::{Context, Poll};
use std::time::Instant;

use datafusion::common::runtime::{JoinSetTracer, set_join_set_tracer};
use futures::future::BoxFuture;
use parking_lot::Mutex;

use crate::error::{Error, Result};
use crate::run::{Run, RunState};

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
        Some(run) if run.state() == RunState::Cancelled => Err(Error::cancelled(run.what())),
        _ => Ok(()),
    }
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
            Some(run) => Box::pin(RunFuture { run, future }),
            None => future,
        }
    }

    fn trace_block(&self, work: Box<dyn FnOnce() -> Answer + Send>) -> Box<dyn FnOnce() -> Answer + Send> {
        match current() {
            Some(run) => Box::new(move || {
                let _entered = enter(&run);
                work()
            }),
            None => work,
        }
    }
}

/// A future that enters its run wherever it is polled.
struct RunFuture {
    run: Arc<Run>,
    future: BoxFuture<'static, Answer>,
}

impl Future for RunFuture {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Answer> {
        let this = self.get_mut();
        let _entered = enter(&this.run);
        let outer = TURN.try_with(|turn| turn.replace(Some(Instant::now()))).unwrap_or(None);
        let answer = this.future.as_mut().poll(cx);
        let _ = TURN.try_with(|turn| turn.set(outer));
        answer
    }
}

/// The runs whose rows a future waits for.
#[derive(Clone, Debug, Default)]
pub struct RunWatch(Arc<Mutex<Vec<Weak<Run>>>>);

impl RunWatch {
    /// Wraps `future`, which records each run that it starts or takes rows of.
    pub fn over<F: Future + Send + 'static>(&self, future: F) -> impl Future<Output = F::Output> + Send + use<F> {
        let watch = self.clone();
        let mut future = Box::pin(future);
        std::future::poll_fn(move |cx| {
            let outer = WATCH.try_with(|current| current.replace(Some(watch.clone()))).unwrap_or(None);
            let answer = future.as_mut().poll(cx);
            let _ = WATCH.try_with(|current| current.replace(outer));
            answer
        })
    }

    /// Cancels the recorded runs.
    pub fn cancel(&self) {
        let runs = std::mem::take(&mut *self.0.lock());
        runs.iter().filter_map(Weak::upgrade).for_each(|run| run.cancel());
    }
}

/// Records that somebody waits for `run`.
pub(crate) fn record_wait(run: &Arc<Run>) {
    let _ = WATCH.try_with(|current| {
        if let Some(watch) = current.borrow().as_ref() {
            let mut runs = watch.0.lock();
            if !runs.iter().any(|known| std::ptr::eq(known.as_ptr(), Arc::as_ptr(run))) {
                runs.push(Arc::downgrade(run));
            }
        }
    });
}
