//! Rows as Python values: one by one, in pieces, a single one, a single value.

use std::sync::Arc;

use arrow::array::RecordBatch;
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyList};
use pyrust_engine::{Error, ErrorKind, Frame};

use super::PyDataFrame;
use crate::argument::column;
use crate::boundary::guard;
use crate::convert;
use crate::exceptions::{Class, raise, short, to_python, type_error, value_error};
use crate::iterators::{PyBatchIterator, PyRowIterator, Shape};
use crate::runtime::wait;

impl PyDataFrame {
    /// The rows from `first` on, at most `count`.
    pub(super) fn window(&self, py: Python<'_>, first: u64, count: usize) -> PyResult<RecordBatch> {
        let frame = Arc::clone(&self.frame);
        wait(py, async move { frame.window(first, count).await })
    }

    /// The row of that number as a batch of one; numbers below 0 count from the end.
    fn row_at(&self, py: Python<'_>, operation: &'static str, index: i64) -> PyResult<RecordBatch> {
        let place = match u64::try_from(index) {
            Ok(place) => Some(place),
            Err(_) => {
                let frame = Arc::clone(&self.frame);
                wait(py, async move { frame.count().await })?.checked_sub(index.unsigned_abs())
            }
        };
        let found = place.map(|place| self.window(py, place, 1)).transpose()?;
        match found.filter(|batch| batch.num_rows() == 1) {
            Some(row) => Ok(row),
            None => {
                let frame = Arc::clone(&self.frame);
                let count = wait(py, async move { frame.count().await })?;
                let error = Error::new(ErrorKind::Value, operation, format!("there is no row {index}"));
                Err(raise(Class::RowNotFound, &error.with_hint(format!("the frame has {count} rows, counted from 0"))))
            }
        }
    }

    fn one_column(&self, column_given: &Bound<'_, PyAny>) -> PyResult<Arc<Frame>> {
        let fields = self.frame.schema().fields();
        let name = if column_given.is_instance_of::<PyInt>() {
            let place: i64 = column_given.extract()?;
            let place = if place < 0 { place + fields.len() as i64 } else { place };
            let field = usize::try_from(place).ok().and_then(|place| fields.get(place));
            field.map(|field| field.name().clone()).ok_or_else(|| {
                value_error("item", format!("there is no column {place}, the frame has {}", fields.len()), "")
            })?
        } else {
            column_given.extract().map_err(|_| {
                let message = format!("{} is neither a column's name nor its number", short(column_given));
                type_error("item", message, "df.item(0, \"a\") or df.item(0, 0)")
            })?
        };
        self.frame.select(vec![column(&name)]).map_err(to_python)
    }
}

#[pymethods]
impl PyDataFrame {
    /// Run the query and return an iterator of its rows, one by one, as they are asked for.
    ///
    /// Memory is bounded: the iterator holds one batch, and a few rows as Python values. The run starts with the first
    /// row and ends with the last, with `close()`, or when nothing refers to the iterator any more.
    ///
    /// Args:
    ///     named: Whether a row is a dict by column name, and not a tuple.
    ///     batch_rows: How many rows become Python values at a time.
    ///
    /// Returns:
    ///     An iterator. Two threads cannot wait for its next row at once.
    ///
    /// Raises:
    ///     OverflowError: If a value is outside what Python's type can hold.
    ///     ValueError: If a timestamp counts nanoseconds, which Python cannot; if `batch_rows` is 0.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", None]})
    ///     >>> list(df.iter_rows())
    ///     [(1, 'x'), (2, None)]
    ///     >>> [row["a"] for row in df.iter_rows(named=True)]
    ///     [1, 2]
    ///     >>> df.iter_rows(batch_rows=0)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: iter_rows: batch_rows must be at least 1
    #[pyo3(signature = (*, named = false, batch_rows = 1024))]
    fn iter_rows(&self, py: Python<'_>, named: bool, batch_rows: usize) -> PyResult<PyRowIterator> {
        guard(|| {
            at_least_one("iter_rows", "batch_rows", batch_rows)?;
            Ok(PyRowIterator::new(&self.frame, Shape::of(py, &self.frame, named), batch_rows))
        })
    }

    /// Run the query and return an iterator of its batches, each a frame in memory, as they are asked for.
    ///
    /// `pyarrow.table(batch)` and `polars.DataFrame(batch)` take a batch without a copy. The run starts with the
    /// first batch and ends with the last, with `close()`, or when nothing refers to the iterator any more.
    ///
    /// Args:
    ///     batch_rows: The most rows of a batch; without it the batches are as DataFusion makes them.
    ///
    /// Returns:
    ///     An iterator of frames that have at least one row.
    ///
    /// Raises:
    ///     ValueError: If `batch_rows` is 0.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> [batch.to_dict()["value"] for batch in pr.range(5).iter_batches(batch_rows=2)]
    ///     [[0, 1], [2, 3], [4]]
    ///     >>> pr.range(5).iter_batches(batch_rows=0)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: iter_batches: batch_rows must be at least 1
    #[pyo3(signature = (batch_rows = None))]
    fn iter_batches(&self, batch_rows: Option<usize>) -> PyResult<PyBatchIterator> {
        guard(|| {
            let batch_rows = batch_rows.unwrap_or(usize::MAX);
            at_least_one("iter_batches", "batch_rows", batch_rows)?;
            Ok(PyBatchIterator::new(&self.frame, batch_rows))
        })
    }

    /// Run the query and return a list of its rows, each a tuple.
    ///
    /// Args:
    ///     named: Whether a row is a dict by column name, as in `to_list()`.
    ///
    /// Returns:
    ///     A list of tuples, or of dicts.
    ///
    /// Raises:
    ///     OverflowError: If a value is outside what Python's type can hold.
    ///     ValueError: If a timestamp counts nanoseconds, which Python cannot.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2], "b": ["x", "y"]}).rows()
    ///     [(1, 'x'), (2, 'y')]
    ///     >>> late = pr.DataFrame({"t": [2**62]}).cast({"t": "timestamp[s]"})
    ///     >>> late.rows()
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.OutOfRangeError: to Python: column "t" holds a value outside the range of Python's datetime
    ///     hint: cast the column to string or int64 to see it
    #[pyo3(signature = (*, named = false))]
    pub(super) fn rows<'py>(&self, py: Python<'py>, named: bool) -> PyResult<Bound<'py, PyList>> {
        guard(|| {
            let frame = self.collected(py)?;
            let shape = Shape::of(py, &frame, named);
            let rows = PyList::empty(py);
            for batch in frame.batches().unwrap_or_default() {
                for first in (0..batch.num_rows()).step_by(convert::AT_ONCE) {
                    let part = batch.slice(first, convert::AT_ONCE.min(batch.num_rows() - first));
                    convert::append(&rows, shape.rows(py, &part)?)?;
                }
            }
            Ok(rows)
        })
    }

    /// Run the query as far as one row and return it.
    ///
    /// A row of a Parquet file is read in place, without those before it. In a frame without order (after a join or an
    /// aggregation) the number of a row means nothing before the frame is sorted or collected.
    ///
    /// Args:
    ///     index: The number of the row, from 0; below 0 it counts from the end, for which the rows are counted first.
    ///     named: Whether the row is a dict by column name, and not a tuple.
    ///
    /// Returns:
    ///     A tuple, or a dict.
    ///
    /// Raises:
    ///     RowNotFoundError: If there is no such row; it is an `IndexError` too.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    ///     >>> df.row(1)
    ///     (2, 'y')
    ///     >>> df.row(-1, named=True)
    ///     {'a': 2, 'b': 'y'}
    ///     >>> df.row(2)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.RowNotFoundError: row: there is no row 2
    ///     hint: the frame has 2 rows, counted from 0
    #[pyo3(signature = (index, *, named = false))]
    fn row(&self, py: Python<'_>, index: i64, named: bool) -> PyResult<Option<Py<PyAny>>> {
        guard(|| {
            let row = self.row_at(py, "row", index)?;
            Ok(Shape::of(py, &self.frame, named).rows(py, &row)?.pop().map(Bound::unbind))
        })
    }

    /// Run the query as far as one value and return it.
    ///
    /// Args:
    ///     row: The number of the row, from 0 or from the end; without it the frame must have one row.
    ///     column: The name or the number of the column; without it the frame must have one column.
    ///
    /// Returns:
    ///     The value as Python's own, None for null.
    ///
    /// Raises:
    ///     RowNotFoundError: If there is no such row.
    ///     ColumnNotFoundError: If there is no such column.
    ///     ValueError: If a frame of several rows or columns is asked for its one value.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    ///     >>> df.item(1, "b"), df.select(pr.col("a").sum()).item()
    ///     ('y', 3)
    ///     >>> df.item(2, "b")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.RowNotFoundError: item: there is no row 2
    ///     hint: the frame has 2 rows, counted from 0
    #[pyo3(signature = (row = None, column = None))]
    fn item(&self, py: Python<'_>, row: Option<i64>, column: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Py<PyAny>>> {
        guard(|| {
            let frame = match column {
                Some(column) => Self::new(self.one_column(column)?),
                None if self.width == 1 => Self::new(Arc::clone(&self.frame)),
                None => {
                    let message =
                        format!("the frame has {} columns, so it is not clear which value is meant", self.width);
                    return Err(value_error("item", message, "give the column: df.item(0, \"a\")"));
                }
            };
            let value = match row {
                Some(row) => frame.row_at(py, "item", row)?,
                None => {
                    let rows = frame.window(py, 0, 2)?;
                    if rows.num_rows() != 1 {
                        let count = if rows.num_rows() == 0 { "no row" } else { "more than one row" };
                        let message = format!("the frame has {count}, so it is not clear which value is meant");
                        return Err(value_error("item", message, "give the row: df.item(0, ...)"));
                    }
                    rows
                }
            };
            let name = frame.frame.schema().field(0).name().clone();
            Ok(convert::values(py, &name, value.column(0))?.pop().map(Bound::unbind))
        })
    }
}

fn at_least_one(operation: &str, name: &str, rows: usize) -> PyResult<()> {
    if rows > 0 { Ok(()) } else { Err(value_error(operation, format!("{name} must be at least 1"), "")) }
}
