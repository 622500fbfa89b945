//! `partition_by`: a frame for each combination of values. It runs the query.

use std::sync::Arc;

use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use pyrust_engine::resolve::label;
use pyrust_engine::{Error, Frame};

use super::PyDataFrame;
use crate::argument::column;
use crate::boundary::guard;
use crate::convert;
use crate::exceptions::{to_python, value_error};
use crate::runtime::wait;

/// The groups of a frame, each a tuple of its keys' values and a frame in memory. It runs the query.
pub fn parts<'py>(
    py: Python<'py>,
    operation: &'static str,
    frame: &Arc<Frame>,
    keys: Vec<Expr>,
) -> PyResult<Vec<(Bound<'py, PyTuple>, PyDataFrame)>> {
    let names: Vec<String> = keys.iter().map(label).collect();
    let asked = Arc::clone(frame);
    let found = wait(py, async move { asked.partition_by(operation, keys).await })?;
    let made = found.into_iter().map(|(values, rows)| {
        let mut key = Vec::with_capacity(values.len());
        for (name, value) in names.iter().zip(&values) {
            key.extend(convert::values(py, name, value)?);
        }
        Ok((PyTuple::new(py, key)?, PyDataFrame::new(rows)))
    });
    made.collect()
}

impl PyDataFrame {
    /// These columns of a frame in memory, at once.
    fn projected(&self, operation: &str, columns: &[usize]) -> PyResult<Self> {
        let convert = |error| to_python(Error::from_arrow(operation, error));
        let batches = self.frame.batches().unwrap_or_default().iter().map(|batch| batch.project(columns));
        let schema = self.frame.schema().project(columns).map_err(convert)?;
        let batches = batches.collect::<Result<_, _>>().map_err(convert)?;
        Self::derived(Frame::from_batches(self.frame.session(), Arc::new(schema), batches))
    }
}

#[pymethods]
impl PyDataFrame {
    /// Run the query and split its rows: a frame in memory for each combination of values of some columns.
    ///
    /// The query runs once, and all its rows are in memory then. For one part of a large frame, `filter` is better.
    ///
    /// Args:
    ///     by: The columns: names, selectors, or lists of them. Null is a value of its own.
    ///     include_key: Whether the frames have these columns too.
    ///     as_dict: Whether to return a dict, whose keys are tuples of the values.
    ///
    /// Returns:
    ///     A list of frames, or a dict of them, in the order of their first rows; each has its rows in the frame's order. Of a
    ///     frame without order they come in any order.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     ValueError: If there is no column to split by, or none is left.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "y", "x"], "a": [1, 2, 3]})
    ///     >>> [part.to_dict() for part in df.partition_by("k")]
    ///     [{'k': ['x', 'x'], 'a': [1, 3]}, {'k': ['y'], 'a': [2]}]
    ///     >>> df.partition_by("k", as_dict=True, include_key=False)[("y",)].to_dict()
    ///     {'a': [2]}
    ///     >>> df.partition_by("b")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: partition_by: there is no column "b"
    ///     hint: the columns are k, a
    #[pyo3(signature = (*by, include_key = true, as_dict = false))]
    fn partition_by<'py>(
        &self,
        py: Python<'py>,
        by: &Bound<'_, PyTuple>,
        include_key: bool,
        as_dict: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        const NAME: &str = "partition_by";
        guard(|| {
            let names = self.names(NAME, by)?;
            if names.is_empty() {
                return Err(value_error(NAME, "there is no column to split by", "df.partition_by(\"a\")"));
            }
            if !include_key && names.len() == self.width {
                return Err(value_error(NAME, "no column is left without the keys", "leave include_key=False out"));
            }
            let keys = names.iter().map(|name| column(name)).collect();
            let mut found = parts(py, NAME, &self.frame, keys)?;
            if !include_key {
                let fields = self.frame.schema().fields().iter().enumerate();
                let kept: Vec<usize> =
                    fields.filter(|(_, field)| !names.contains(field.name())).map(|(at, _)| at).collect();
                for (_, rows) in &mut found {
                    *rows = rows.projected(NAME, &kept)?;
                }
            }
            if !as_dict {
                return Ok(PyList::new(py, found.into_iter().map(|(_, rows)| rows))?.into_any());
            }
            let dict = PyDict::new(py);
            for (key, rows) in found {
                dict.set_item(key, rows)?;
            }
            Ok(dict.into_any())
        })
    }
}
