//! `Run`: one execution of a query, to be watched and stopped.

use std::sync::Arc;

use pyo3::prelude::*;
use pyrust_engine::Run;

use crate::interpreter;

/// One execution of a query. It holds no rows: keeping it costs nothing.
///
/// Example:
///     >>> import pyrust as pr
///     >>> session = pr.Session()
///     >>> rows = session.range(1_000_000_000).iter_rows()
///     >>> next(rows)
///     (0,)
///     >>> run = session.runs[0]
///     >>> run.what, run.state, run.rows > 0, run.seconds > 0
///     ('iter_rows', 'running', True, True)
///     >>> run.cancel()
///     >>> run.state
///     'cancelled'
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

    /// `running`, `done`, `failed` or `cancelled`.
    #[getter]
    fn state(&self) -> &'static str {
        self.run.state().as_str()
    }

    /// How many rows it has given so far.
    #[getter]
    fn rows(&self) -> u64 {
        self.run.rows()
    }

    /// How long it has run, or ran.
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

    /// Ask the run to stop; whoever waits for it gets a `CancelledError`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> session = pr.Session()
    ///     >>> rows = session.range(1_000_000_000).iter_rows()
    ///     >>> next(rows)
    ///     (0,)
    ///     >>> session.runs[0].cancel()
    ///     >>> sum(1 for _ in rows)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.CancelledError: iter_rows: the run was cancelled
    fn cancel(&self, py: Python<'_>) {
        self.run.cancel();
        interpreter::end_cancelled(py);
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
