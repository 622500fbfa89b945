//! `Progress`: what a run does now and how far it is.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyrust_engine::run::progress::Progress;

/// What a run did at one moment, and how far it was.
///
/// Attributes:
///     phase: What it does, in words: `reading`, `sorting`, `building the join` ...
///     phase_rows: How many rows have come into the operator of the phase; None if it is none that waits for all of them.
///     fraction: The share of its sources that has been read, from 0 to 1; None if one of them does not know its size.
///         What is skipped makes it jump forward, and it never goes back.
///     rows: How many rows it has returned.
///     bytes_read: How many bytes it has read from files.
///     reserved: How many bytes of memory its operators have reserved.
///     spilled: How many bytes it has written to temporary files.
///     seconds: How long it has run.
///     seconds_left: How long it will go on; None where that cannot be known.
///
/// Example:
///     >>> import pyrust as pr
///     >>> task = pr.range(3).submit()
///     >>> task.run.wait(), task.run.progress
///     (True, <Progress done, 3 rows>)
#[pyclass(name = "Progress", module = "pyrust", frozen)]
pub struct PyProgress(Progress);

impl PyProgress {
    pub fn new(progress: Progress) -> Self {
        Self(progress)
    }
}

#[pymethods]
impl PyProgress {
    /// What it does, in words.
    #[getter]
    fn phase(&self) -> &str {
        &self.0.phase
    }

    /// How many rows have come into the operator of the phase.
    #[getter]
    fn phase_rows(&self) -> Option<u64> {
        self.0.phase_rows
    }

    /// The share of its sources that has been read, from 0 to 1.
    #[getter]
    fn fraction(&self) -> Option<f64> {
        self.0.fraction
    }

    /// How many rows it has returned.
    #[getter]
    fn rows(&self) -> u64 {
        self.0.rows
    }

    /// How many bytes it has read from files.
    #[getter]
    fn bytes_read(&self) -> u64 {
        self.0.bytes_read
    }

    /// How many bytes of memory its operators have reserved.
    #[getter]
    fn reserved(&self) -> usize {
        self.0.reserved
    }

    /// How many bytes it has written to temporary files.
    #[getter]
    fn spilled(&self) -> u64 {
        self.0.spilled
    }

    /// How long it has run, in seconds.
    #[getter]
    fn seconds(&self) -> f64 {
        self.0.seconds
    }

    /// How long it will go on, in seconds.
    #[getter]
    fn seconds_left(&self) -> Option<f64> {
        self.0.seconds_left
    }

    /// Return the figures by name.
    ///
    /// Returns:
    ///     A dict of the attributes.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> task = pr.range(3).submit()
    ///     >>> task.run.wait(), task.run.progress.to_dict()["rows"]
    ///     (True, 3)
    pub fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let figures = PyDict::new(py);
        figures.set_item("phase", self.phase())?;
        figures.set_item("phase_rows", self.0.phase_rows)?;
        figures.set_item("fraction", self.0.fraction)?;
        figures.set_item("rows", self.0.rows)?;
        figures.set_item("bytes_read", self.0.bytes_read)?;
        figures.set_item("reserved", self.0.reserved)?;
        figures.set_item("spilled", self.0.spilled)?;
        figures.set_item("seconds", self.0.seconds)?;
        figures.set_item("seconds_left", self.0.seconds_left)?;
        Ok(figures)
    }

    fn __repr__(&self) -> String {
        let phase = match self.0.phase_rows {
            Some(rows) => format!("{}: {rows} rows", self.0.phase),
            None => self.0.phase.to_string(),
        };
        let share = self.0.fraction.map_or_else(String::new, |share| format!(", {:.0} % read", share * 100.0));
        format!("<Progress {phase}{share}, {} rows>", self.0.rows)
    }
}
