//! `Report` and `Operator`: what the operators of a run's plan took.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyrust_engine::run::report::{Operator, Report};

use crate::exceptions::value_error;

/// What the operators of a run's plan have done: rows, rows that the planner expected, time, memory and bytes that went to
/// temporary files. It holds words and numbers only; of a run of less than 20 ms it has no words, and no expectations.
///
/// As text it is a table with an operator a line, each below the one that reads its rows; in a notebook the same in HTML.
/// Marked are the operators that most of the time went to, and where numbers of rows begin to be ten times what was
/// expected, or a tenth. A column without any figure is left out.
///
/// Attributes:
///     root: The operator that returned the rows of the query.
///
/// Example:
///     >>> import pyrust as pr
///     >>> _ = pr.range(10).filter(pr.col("value") > 6).collect()
///     >>> str(pr.runs()[-1].report).splitlines()[0].split()[:2]
///     ['operator', 'time']
#[pyclass(name = "Report", module = "pyrust", frozen)]
pub struct PyReport(Report);

impl PyReport {
    /// The Python face of a report.
    pub fn new(report: Report) -> Self {
        Self(report)
    }
}

#[pymethods]
impl PyReport {
    /// The operator that returned the rows of the query.
    #[getter]
    fn root(&self) -> PyOperator {
        PyOperator(self.0.root().clone())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        self.0.to_string()
    }

    fn _repr_html_(&self) -> PyResult<String> {
        self.0.html().map_err(|_| value_error("report", "it cannot be written as HTML".to_owned(), ""))
    }
}

/// What one operator of a plan has done.
///
/// Attributes:
///     name: Its name, as DataFusion calls it.
///     detail: What it was asked for; cut where it is long.
///     rows: How many rows it has returned; None if it does not count them.
///     expected: How many the planner expected; None if it could not know.
///     seconds: How long it has computed, summed over threads.
///     memory: The most bytes it has had, as far as it counts them.
///     spilled: How many bytes it has written to temporary files.
///     figures: All of its figures by name, as text.
///     inputs: The operators whose rows it has read.
///
/// Example:
///     >>> import pyrust as pr
///     >>> _ = pr.range(10).sort("value", descending=True).collect()
///     >>> sort = pr.runs()[-1].report.root
///     >>> sort.name, sort.rows, [source.name for source in sort.inputs]
///     ('Sort', 10, ['DataSource'])
#[pyclass(name = "Operator", module = "pyrust", frozen)]
pub struct PyOperator(Operator);

#[pymethods]
impl PyOperator {
    /// Its name, as DataFusion calls it.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// What it was asked for; cut where it is long.
    #[getter]
    fn detail(&self) -> &str {
        &self.0.detail
    }

    /// How many rows it has returned; None if it does not count them.
    #[getter]
    fn rows(&self) -> Option<u64> {
        self.0.rows
    }

    /// How many the planner expected; None if it could not know.
    #[getter]
    fn expected(&self) -> Option<u64> {
        self.0.expected
    }

    /// How long it has computed, summed over threads.
    #[getter]
    fn seconds(&self) -> f64 {
        self.0.seconds
    }

    /// The most bytes it has had, as far as it counts them.
    #[getter]
    fn memory(&self) -> u64 {
        self.0.memory
    }

    /// How many bytes it has written to temporary files.
    #[getter]
    fn spilled(&self) -> u64 {
        self.0.spilled
    }

    /// All of its figures by name, as text.
    #[getter]
    fn figures<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let figures = PyDict::new(py);
        for (name, value) in &self.0.figures {
            figures.set_item(name, value)?;
        }
        Ok(figures)
    }

    /// The operators whose rows it has read.
    #[getter]
    fn inputs(&self) -> Vec<Self> {
        self.0.inputs.iter().cloned().map(Self).collect()
    }

    fn __repr__(&self) -> String {
        let rows = self.0.rows.map_or_else(|| "?".to_owned(), |rows| rows.to_string());
        format!("<Operator {}: {rows} rows, {:.3} s>", self.0.name, self.0.seconds)
    }
}
