//! `Run`: one execution of a query, to be watched and stopped.
//!
//! - `progress`: what it does now and how far it is; `report`: what its operators took.

mod progress;
mod report;

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyrust_engine::{Run, runs as all_runs};

use crate::argument::seconds;
use crate::boundary::guard;
use crate::exceptions::to_python;
use crate::interpreter;
use crate::runtime::wait_unlisted;

pub use progress::PyProgress;
pub use report::{PyOperator, PyReport};

/// One execution of a query. It holds no rows: keeping it costs nothing, and keeps nothing running.
///
/// `pr.runs()` lists those that live and the last hundred that have ended.
///
/// Example:
///     >>> import pyrust as pr
///     >>> session = pr.Session()
///     >>> rows = session.range(1_000_000_000).iter_rows()
///     >>> next(rows)
///     (0,)
///     >>> run = session.runs()[-1]
///     >>> run.what, run.state, run.rows > 0, run.seconds > 0
///     ('iter_rows', 'waiting', True, True)
///     >>> run.cancel()
///     >>> run.wait(), run.state
///     (True, 'cancelled')
#[pyclass(name = "Run", module = "pyrust", frozen)]
pub struct PyRun {
    run: Arc<Run>,
}

impl PyRun {
    /// The Python face of a run.
    pub fn new(run: Arc<Run>) -> Self {
        Self { run }
    }
}

#[pymethods]
impl PyRun {
    /// The number of the run, unique in the process.
    #[getter]
    fn id(&self) -> u64 {
        self.run.id()
    }

    /// What runs: `collect`, `count`, `show` ...
    #[getter]
    fn what(&self) -> &str {
        self.run.what()
    }

    /// The number of its session, as `Session.id` has it.
    #[getter]
    fn session(&self) -> u64 {
        self.run.session()
    }

    /// The number of the cell that asked for it, as in `In [5]`; None outside of a notebook.
    #[getter]
    fn cell(&self) -> Option<u32> {
        self.run.caller().origin.as_ref().and_then(|origin| origin.cell)
    }

    /// The line of your code that asked for it, counted from 1; None if no such line is known.
    #[getter]
    fn line(&self) -> Option<u32> {
        self.run.caller().origin.as_ref().map(|origin| origin.line)
    }

    /// The file of that line; in a notebook what Python calls the cell.
    #[getter]
    fn file(&self) -> Option<&str> {
        self.run.caller().origin.as_ref().map(|origin| origin.file.as_str())
    }

    /// The text of the SQL cell that asked for it; None where none did.
    #[getter]
    fn sql(&self) -> Option<&str> {
        self.run.caller().sql.as_deref()
    }

    /// The text of that line, of a SQL cell the first of its SQL; empty if it cannot be read any more.
    #[getter]
    fn text(&self, py: Python<'_>) -> PyResult<String> {
        if let Some(sql) = &self.run.caller().sql {
            let first = sql.lines().map(str::trim).find(|line| !line.is_empty());
            return Ok(first.unwrap_or_default().to_owned());
        }
        let Some(origin) = &self.run.caller().origin else { return Ok(String::new()) };
        let lines = py.import(intern!(py, "linecache"))?;
        let line: String = lines.call_method1(intern!(py, "getline"), (&origin.file, origin.line))?.extract()?;
        Ok(line.trim().to_owned())
    }

    /// `queued` (others are ahead of it), `planning`, `running`, `waiting` (it has rows that nobody has taken yet),
    /// `cancelling` (some of its tasks or of its memory is still there), `done`, `failed` or `cancelled`.
    #[getter]
    fn state(&self) -> &'static str {
        self.run.state().as_str()
    }

    /// Who waits for it, and so when it computes: `look` (the first page of a query that is shown, or rows that somebody
    /// scrolls to), `query` (a cell waits) or `background` (nobody does: it computes while nobody waits for another run).
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> _ = pr.range(10).filter(pr.col("value") > 6).collect()
    ///     >>> pr.runs()[-1].lane
    ///     'query'
    #[getter]
    fn lane(&self) -> &'static str {
        self.run.lane().as_str()
    }

    /// How many rows it has returned so far.
    #[getter]
    fn rows(&self) -> u64 {
        self.run.rows()
    }

    /// How long it has run, or ran, in seconds; it does not run while it is queued.
    #[getter]
    fn seconds(&self) -> f64 {
        self.run.seconds()
    }

    /// How many bytes its operators have reserved now.
    #[getter]
    fn reserved(&self) -> usize {
        self.run.reserved()
    }

    /// The most bytes its operators have had reserved.
    #[getter]
    fn peak(&self) -> usize {
        self.run.peak()
    }

    /// How long its user functions have waited for the GIL, in seconds, summed over its threads.
    #[getter]
    fn gil_wait(&self) -> f64 {
        self.run.waited()
    }

    /// The error that it ended with, an exception; None if there was none.
    #[getter]
    fn error(&self) -> Option<PyErr> {
        self.run.error().cloned().map(to_python)
    }

    /// What it does now, and how far it is.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> rows = pr.range(1_000_000_000).iter_rows()
    ///     >>> next(rows)
    ///     (0,)
    ///     >>> now = pr.runs()[-1].progress
    ///     >>> now.phase, now.fraction < 0.1
    ///     ('waiting for its rows to be taken', True)
    ///     >>> rows.close()
    #[getter]
    fn progress(&self) -> PyProgress {
        PyProgress::new(self.run.progress())
    }

    /// What its operators have done so far, or did; None before its plan is made. As the last line of a cell it shows
    /// itself as a table.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> _ = pr.range(10).filter(pr.col("value") > 6).collect()
    ///     >>> report = pr.runs()[-1].report
    ///     >>> report.root.name, report.root.rows
    ///     ('Filter', 3)
    #[getter]
    fn report(&self) -> Option<PyReport> {
        self.run.report().map(PyReport::new)
    }

    /// Ask the run to stop; whoever waits for it gets a `CancelledError`. Its state is `cancelling` until its tasks have
    /// ended and its memory is free. One that has ended stays as it is.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> rows = session.range(1_000_000_000).iter_rows()
    ///     >>> next(rows)
    ///     (0,)
    ///     >>> session.runs()[-1].cancel()
    ///     >>> sum(1 for _ in rows)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.CancelledError: iter_rows: the run was cancelled
    fn cancel(&self, py: Python<'_>) {
        self.run.cancel();
        interpreter::end_cancelled(py);
    }

    /// Wait until nothing of the run is left: it is done, failed or cancelled.
    ///
    /// Args:
    ///     timeout: How many seconds at most; None for as long as it takes.
    ///
    /// Returns:
    ///     Whether it has ended, a bool.
    ///
    /// Raises:
    ///     ValueError: If the timeout is negative or not a number.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> task = pr.range(3).submit()
    ///     >>> task.run.wait(timeout=10)
    ///     True
    ///     >>> task.run.wait(-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: wait: timeout must be 0 or more seconds, got -1
    #[pyo3(signature = (timeout = None))]
    fn wait(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<bool> {
        guard(|| {
            let (run, timeout) = (Arc::clone(&self.run), seconds("wait", timeout)?);
            run.bring_forward();
            wait_unlisted(py, async move {
                Ok(match timeout {
                    Some(timeout) => tokio::time::timeout(timeout, run.over()).await.is_ok(),
                    None => {
                        run.over().await;
                        true
                    }
                })
            })
        })
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().run.id() == self.run.id())
    }

    fn __hash__(&self) -> u64 {
        self.run.id()
    }

    fn __repr__(&self) -> String {
        let run = &self.run;
        format!(
            "<Run {} {}: {}, {} rows, {:.1} s>",
            run.id(),
            run.what(),
            run.state().as_str(),
            run.rows(),
            run.seconds()
        )
    }
}

/// List the runs of every session: those that live, and the last hundred that have ended; oldest first.
///
/// Args:
///     ended: Whether those that have ended are listed, too.
///
/// Returns:
///     A list of `Run`.
///
/// Raises:
///     TypeError: If `ended` is not a bool.
///
/// Example:
///     >>> import pyrust as pr
///     >>> rows = pr.range(1_000_000_000).iter_rows()
///     >>> next(rows), [run.what for run in pr.runs(ended=False)]
///     ((0,), ['iter_rows'])
///     >>> rows.close()
///     >>> pr.runs(ended="no")
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: runs: ended must be True or False, got 'no'
#[pyfunction]
#[pyo3(signature = (*, ended = true))]
pub fn runs(ended: bool) -> Vec<PyRun> {
    listed(all_runs(), ended)
}

/// The Python faces of some runs; of those only that live, unless the others are wanted.
pub fn listed(runs: Vec<Arc<Run>>, ended: bool) -> Vec<PyRun> {
    runs.into_iter().filter(|run| ended || !run.state().is_over()).map(PyRun::new).collect()
}
