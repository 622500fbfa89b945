//! `Task`: a frame that is collected in the background.

use std::sync::{Arc, OnceLock};

use pyo3::prelude::*;
use pyrust_engine::{Error, ErrorKind, Frame, Result, Run};
use tokio::sync::Notify;

use crate::argument::seconds;
use crate::awaitable::awaitable;
use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::to_python;
use crate::interpreter;
use crate::origin::caller;
use crate::run::PyRun;
use crate::runtime::{self, wait_unlisted};

/// What a task ends with, for all who wait for it.
#[derive(Default)]
struct Outcome {
    result: OnceLock<Result<Arc<Frame>>>,
    ended: Notify,
}

impl Outcome {
    fn end(&self, result: Result<Arc<Frame>>) {
        let _ = self.result.set(result);
        self.ended.notify_waiters();
    }

    async fn wait(&self) -> Result<Arc<Frame>> {
        let ended = self.ended.notified();
        if let Some(result) = self.result.get() {
            return result.clone();
        }
        ended.await;
        self.result.get().cloned().unwrap_or_else(|| Err(lost()))
    }
}

fn lost() -> Error {
    Error::new(ErrorKind::Cancelled, "collect", "the interpreter is shutting down")
}

/// Ends a task with an error if its future is dropped, so that nobody waits for ever.
struct Promise(Arc<Outcome>);

impl Drop for Promise {
    fn drop(&mut self) {
        self.0.end(Err(lost()));
    }
}

/// A frame that is collected in the background; made by `DataFrame.submit`.
///
/// One task of a session runs at a time, the others wait in their order; one that somebody waits for, by `result()` or
/// `await`, runs at once. The task holds the result, its run does not. Dropping the last reference to a task that has not
/// ended cancels it. An error is raised by `result()` and by `await`; one that nobody fetches stays in `run.error`, which
/// `pr.runs()` lists.
///
/// Example:
///     >>> import pyrust as pr
///     >>> task = pr.range(1_000).filter(pr.col("value") > 997).submit()
///     >>> task.result().to_dict()
///     {'value': [998, 999]}
///     >>> task.done(), task.run.state
///     (True, 'done')
#[pyclass(name = "Task", module = "pyrust", frozen, weakref)]
pub struct PyTask {
    run: Arc<Run>,
    outcome: Arc<Outcome>,
}

impl PyTask {
    /// Submits a frame that holds on to its user functions itself.
    pub fn submit(py: Python<'_>, frame: &Arc<Frame>, timeout: Option<f64>) -> PyResult<Self> {
        let watch = pyrust_engine::RunWatch::of(caller(py, seconds("submit", timeout)?));
        let (run, collected) = watch.within(|| frame.submit());
        let outcome = Arc::new(Outcome::default());
        let promise = Promise(Arc::clone(&outcome));
        runtime::spawn(watch.over(async move {
            let result = collected.await;
            promise.0.end(result);
        }))?;
        Ok(Self { run, outcome })
    }
}

impl Drop for PyTask {
    fn drop(&mut self) {
        self.run.cancel();
    }
}

#[pymethods]
impl PyTask {
    /// Its run, to be watched and stopped.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> task = pr.range(3).submit()
    ///     >>> task.run.what, task.run.wait()
    ///     ('collect', True)
    #[getter]
    fn run(&self) -> PyRun {
        PyRun::new(Arc::clone(&self.run))
    }

    /// Return whether it has ended: with its rows, an error, or because it was cancelled. It never waits.
    ///
    /// Returns:
    ///     A bool.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> task = pr.range(3).submit()
    ///     >>> _ = task.result()
    ///     >>> task.done()
    ///     True
    fn done(&self) -> bool {
        self.outcome.result.get().is_some()
    }

    /// Wait for the rows. Ctrl-C ends the wait, not the task.
    ///
    /// Args:
    ///     timeout: How many seconds to wait at most; None for as long as it takes.
    ///
    /// Returns:
    ///     A frame over the rows in memory, the same one each time.
    ///
    /// Raises:
    ///     PyRustError: What the query failed with; `CancelledError` if it was cancelled.
    ///     TimeoutError: If it takes longer; the task goes on.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).submit().result().rows()
    ///     [(0,), (1,), (2,)]
    ///     >>> pr.range(3).select(pr.col("value") // 0).submit().result()
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: division: the divisor is 0, in value // 0
    #[pyo3(signature = (timeout = None))]
    fn result(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<PyDataFrame> {
        guard(|| {
            let (outcome, timeout) = (Arc::clone(&self.outcome), seconds("result", timeout)?);
            self.run.bring_forward();
            let frame = wait_unlisted(py, async move {
                match timeout {
                    Some(limit) => tokio::time::timeout(limit, outcome.wait()).await.unwrap_or_else(|_| {
                        let message = format!("the task has not ended after {} s; it goes on", limit.as_secs_f64());
                        Err(Error::new(ErrorKind::Timeout, "result", message))
                    }),
                    None => outcome.wait().await,
                }
            })?;
            Ok(PyDataFrame::new(frame))
        })
    }

    /// Ask it to stop, as `run.cancel()` does. One that has ended stays as it is.
    ///
    /// Returns:
    ///     None, at once; `run.wait()` waits until nothing of it is left.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> task = pr.range(100_000_000_000).filter(pr.col("value") * 7 % 11 == 12).submit()
    ///     >>> task.cancel()
    ///     >>> task.run.wait(), task.run.state
    ///     (True, 'cancelled')
    fn cancel(&self, py: Python<'_>) {
        self.run.cancel();
        interpreter::end_cancelled(py);
    }

    /// Wait for the rows in a loop of asyncio: `df = await task`. Cancelling the wait cancels the task.
    fn __await__<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = this.py();
        this.get().run.bring_forward();
        let outcome = Arc::clone(&this.get().outcome);
        let task = this.clone().unbind();
        let convert = |py: Python<'_>, result: Result<Arc<Frame>>| {
            let frame = PyDataFrame::new(result.map_err(to_python)?);
            Ok(frame.into_pyobject(py)?.into_any().unbind())
        };
        let give_up = move |py: Python<'_>| task.get().cancel(py);
        awaitable(py, async move { outcome.wait().await }, convert, give_up)?.call_method0("__await__")
    }

    fn __repr__(&self) -> String {
        format!("<Task {}: {}>", self.run.id(), self.run.state().as_str())
    }
}
