//! What runs the query: `collect`, `count`, and the ways out to Python and other libraries.
//!
//! The libraries' tables are made of collected batches: errors keep their class and Ctrl-C works as everywhere,
//! and the library takes the very same buffers over.

use std::sync::Arc;
use std::time::Duration;

use arrow::array::ArrayRef;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use pyrust_engine::Frame;
use pyrust_engine::render::type_name;

use super::PyDataFrame;
use crate::argument::seconds;
use crate::arrow as capsule;
use crate::boundary::guard;
use crate::convert;
use crate::exceptions::{schema_error, to_python, value_error};
use crate::library::library;
use crate::runtime::{wait, wait_for};
use crate::task::PyTask;
use crate::udf;

impl PyDataFrame {
    pub(super) fn collected(&self, py: Python<'_>) -> PyResult<Arc<Frame>> {
        self.collected_within(py, None)
    }

    fn collected_within(&self, py: Python<'_>, timeout: Option<Duration>) -> PyResult<Arc<Frame>> {
        if self.frame.batches().is_some() {
            return Ok(Arc::clone(&self.frame));
        }
        let frame = Arc::clone(&self.frame);
        wait_for(py, timeout, async move { frame.collect().await })
    }
}

#[pymethods]
impl PyDataFrame {
    /// Run the query and keep its rows in memory.
    ///
    /// Args:
    ///     timeout: How many seconds it may take; None for the session's `timeout`.
    ///
    /// Returns:
    ///     A frame over the rows, which nothing computes again. A frame in memory is returned as it is.
    ///
    /// Raises:
    ///     PyRustError: What the query fails with; `CancelledError` if its run is cancelled, `RunTimeoutError` if it takes
    ///         longer than it may, `ResourcesError` if the memory limit is reached.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).filter(pr.col("value") > 0).collect().to_dict()
    ///     {'value': [1, 2]}
    ///     >>> pr.range(3).collect(timeout=-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: collect: timeout must be 0 or more seconds, got -1
    #[pyo3(signature = (*, timeout = None))]
    fn collect(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<Self> {
        guard(|| self.collected_within(py, seconds("collect", timeout)?).map(Self::new))
    }

    /// Collect the query in the background, and go on at once.
    ///
    /// Args:
    ///     timeout: How many seconds it may take once it runs; None for the session's `timeout`.
    ///
    /// Returns:
    ///     A `Task`: `result()` waits for the frame, and so does `await`; `run` tells how far it is. Who drops it before its
    ///     end cancels it.
    ///
    /// Raises:
    ///     ValueError: If the timeout is negative. Errors of the query are raised by `result()` and by `await`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> task = pr.range(3).filter(pr.col("value") > 0).submit()
    ///     >>> task.result().to_dict()
    ///     {'value': [1, 2]}
    ///     >>> pr.range(3).submit(timeout=-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: submit: timeout must be 0 or more seconds, got -1
    #[pyo3(signature = (*, timeout = None))]
    fn submit(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<PyTask> {
        // The task goes on without this object, so its plan holds on to the user functions itself.
        guard(|| PyTask::submit(py, &udf::held(&self.frame).map_err(to_python)?, timeout))
    }

    /// Collect the query in a loop of asyncio, as a notebook has it: `df = await query.collect_async()`. Cells and other tasks
    /// of the loop go on meanwhile; cancelling the wait cancels the run.
    ///
    /// Args:
    ///     timeout: How many seconds it may take once it runs; None for the session's `timeout`.
    ///
    /// Returns:
    ///     A `Task` to be awaited, as `submit` gives it.
    ///
    /// Raises:
    ///     ValueError: If the timeout is negative. Errors of the query are raised by `await`.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> import pyrust as pr
    ///     >>> async def main():
    ///     ...     return await pr.range(3).collect_async()
    ///     >>> asyncio.run(main()).rows()
    ///     [(0,), (1,), (2,)]
    ///     >>> async def hasty():
    ///     ...     numbers = pr.range(1_000_000_000)
    ///     ...     return await numbers.join(numbers, how="cross").collect_async(timeout=0.1)
    ///     >>> asyncio.run(hasty())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.RunTimeoutError: collect: the run was stopped after 0.1 s, its timeout
    #[pyo3(signature = (*, timeout = None))]
    fn collect_async(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<PyTask> {
        self.submit(py, timeout)
    }

    /// Run the query and count its rows; where the source knows the number, nothing is read.
    ///
    /// Returns:
    ///     The number of rows, an int.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(1_000_000_000).count()
    ///     1000000000
    fn count(&self, py: Python<'_>) -> PyResult<u64> {
        guard(|| {
            // Two threads that wake each other cost hundreds of times as much as the look.
            if let Some(rows) = self.frame.rows() {
                return Ok(rows.count());
            }
            let frame = Arc::clone(&self.frame);
            wait(py, async move { frame.count().await })
        })
    }

    /// The number of rows, as `count()` gives it: it runs the query, unless the source knows its rows.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2, 3]}).height
    ///     3
    #[getter]
    fn height(&self, py: Python<'_>) -> PyResult<u64> {
        self.count(py)
    }

    /// The numbers of rows and of columns; the rows are counted as by `count()`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]}).shape
    ///     (3, 2)
    #[getter]
    fn shape(&self, py: Python<'_>) -> PyResult<(u64, usize)> {
        Ok((self.count(py)?, self.frame.schema().fields().len()))
    }

    /// Run the query and measure how much memory its rows take in Arrow's format. No rows are held; of a frame in memory
    /// nothing runs.
    ///
    /// Args:
    ///     unit: `"b"`, `"kb"`, `"mb"`, `"gb"` or `"tb"`, each 1024 of the one before.
    ///
    /// Returns:
    ///     The number of bytes, an int, or of a larger unit, a float.
    ///
    /// Raises:
    ///     ValueError: If there is no such unit.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, 3, 4]})
    ///     >>> df.estimated_size(), df.estimated_size("kb")
    ///     (32, 0.03125)
    ///     >>> df.estimated_size("kib")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: estimated_size: there is no unit "kib"
    ///     hint: unit is one of b, kb, mb, gb, tb
    #[pyo3(signature = (unit = "b"))]
    fn estimated_size<'py>(&self, py: Python<'py>, unit: &str) -> PyResult<Bound<'py, PyAny>> {
        const UNITS: [&str; 5] = ["b", "kb", "mb", "gb", "tb"];
        guard(|| {
            let Some(step) = (0i32..).zip(UNITS).find(|(_, known)| *known == unit).map(|(step, _)| step) else {
                let hint = format!("unit is one of {}", UNITS.join(", "));
                return Err(value_error("estimated_size", format!("there is no unit \"{unit}\""), &hint));
            };
            let frame = Arc::clone(&self.frame);
            let bytes = wait(py, async move { frame.estimated_size().await })?;
            match step {
                0 => Ok(bytes.into_pyobject(py)?.into_any()),
                _ => Ok((bytes as f64 / 1024f64.powi(step)).into_pyobject(py)?.into_any()),
            }
        })
    }

    /// Run the query and return a dict: each column's name and a list of its values.
    ///
    /// Returns:
    ///     A dict of lists, all as long as the frame has rows.
    ///
    /// Raises:
    ///     OverflowError: If a value is outside what Python's type can hold (a year over 9999, say).
    ///     ValueError: If a timestamp counts nanoseconds, which Python cannot.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, None], "b": ["x", "y"]}).to_dict()
    ///     {'a': [1, None], 'b': ['x', 'y']}
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        guard(|| {
            let frame = self.collected(py)?;
            let batches = frame.batches().unwrap_or_default();
            let columns = PyDict::new(py);
            for (index, field) in frame.schema().fields().iter().enumerate() {
                let pieces: Vec<ArrayRef> = batches.iter().map(|batch| Arc::clone(batch.column(index))).collect();
                columns.set_item(field.name(), convert::column_to_list(py, field.name(), &pieces)?)?;
            }
            Ok(columns)
        })
    }

    /// Run the query and return a list of its rows, each a dict.
    ///
    /// Returns:
    ///     A list of dicts, one a row.
    ///
    /// Raises:
    ///     OverflowError: If a value is outside what Python's type can hold.
    ///     ValueError: If a timestamp counts nanoseconds, which Python cannot.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2], "b": ["x", "y"]}).to_list()
    ///     [{'a': 1, 'b': 'x'}, {'a': 2, 'b': 'y'}]
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        guard(|| self.rows(py, true))
    }

    /// Run the query and return a pyarrow.Table over the same memory.
    ///
    /// Returns:
    ///     A pyarrow.Table.
    ///
    /// Raises:
    ///     ImportError: If pyarrow is not installed.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).to_pyarrow().num_rows
    ///     3
    pub fn to_pyarrow<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let pyarrow = library(py, "pyarrow")?;
            // `pyarrow.table` would import pandas, to see whether it was given one of its frames.
            let reader = pyarrow.getattr("RecordBatchReader")?;
            reader.call_method1("from_stream", (Self::new(self.collected(py)?),))?.call_method0("read_all")
        })
    }

    /// Run the query and return a pandas.DataFrame (by way of pyarrow).
    ///
    /// Returns:
    ///     A pandas.DataFrame.
    ///
    /// Raises:
    ///     ImportError: If pandas or pyarrow is not installed.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).to_pandas().shape
    ///     (3, 1)
    pub fn to_pandas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            library(py, "pandas")?;
            py.import(intern!(py, "pyrust._pandas"))?.call_method1(intern!(py, "from_table"), (self.to_pyarrow(py)?,))
        })
    }

    /// Run the query and return a polars.DataFrame, over the same memory where polars knows the type.
    ///
    /// Returns:
    ///     A polars.DataFrame.
    ///
    /// Raises:
    ///     ImportError: If polars is not installed.
    ///     SchemaError: If polars has no type for a column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).to_polars().shape
    ///     (3, 1)
    pub fn to_polars<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let polars = library(py, "polars")?;
            for field in self.frame.schema().fields() {
                if let Some(unknown) = capsule::unknown_to_polars(field.data_type()) {
                    let message = format!("polars has no type for {}, in {}", type_name(unknown), field.name());
                    let hint = "select the other columns, cast this one, or take to_pyarrow()";
                    return Err(schema_error("to_polars", message, hint));
                }
            }
            polars.call_method1("DataFrame", (Self::new(self.collected(py)?),))
        })
    }

    /// Export the rows as an Arrow C stream, by the PyCapsule interface: `pyarrow.table(df)`, `polars.DataFrame(df)`.
    ///
    /// A frame in memory gives its own batches without a copy; any other runs its query as the rows are asked
    /// for, batch by batch.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        guard(|| capsule::stream_capsule(py, &self.frame, requested_schema))
    }

    /// Export the schema as an Arrow C schema, by the PyCapsule interface: `pyarrow.schema(df)`.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        guard(|| capsule::schema_capsule(py, self.frame.schema()))
    }
}
