//! `map_batches` and `map_rows`: a user's function between the batches of a query, or of each row.

use pyo3::prelude::*;

use super::PyDataFrame;
use crate::boundary::guard;
use crate::udf;

#[pymethods]
impl PyDataFrame {
    /// Make a frame by calling a Python function with this frame's batches. Lazy.
    ///
    /// The function is called for one batch at a time, in order where the frame has one, and never twice at once; how
    /// many rows a batch has is up to DataFusion. It gets a frame over the batch, or the table of a library if its
    /// argument is annotated with one (`pa.Table`, `pl.DataFrame`, `pd.DataFrame`), and gives any table, of any number
    /// of rows.
    ///
    /// Args:
    ///     function: A function of one batch.
    ///     schema: The columns of its result: a dict of names and types, a frame, or an Arrow schema. Where none is
    ///         given, the function is called once, now, with a batch of no rows.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     TypeError: If it is not callable, or the schema is not one.
    ///     PyRustError: What the function raises for a batch of no rows, as the cause. When the query runs, also
    ///         `SchemaError` if a batch has other columns than the schema.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> import polars as pl
    ///     >>> def largest(batch: pl.DataFrame) -> pl.DataFrame:
    ///     ...     return batch.top_k(2, by="value")
    ///     >>> pr.range(10).map_batches(largest).to_dict()
    ///     {'value': [9, 8]}
    ///     >>> pr.range(10).map_batches(7)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: map_batches: int is not callable
    ///     hint: give a function of one batch
    #[pyo3(signature = (function, schema = None))]
    fn map_batches<'py>(
        &self,
        py: Python<'py>,
        function: &Bound<'py, PyAny>,
        schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| udf::map_batches(py, &self.frame, function, schema))
    }

    /// Make a frame by calling a Python function with each row. Lazy.
    ///
    /// Each row is made of Python values, one after the other: expressions, or `map_batches`, are many times faster.
    ///
    /// Args:
    ///     function: A function of a tuple of the row's values. It gives a tuple of values, or one value.
    ///     schema: The columns of its result: a dict of names and types, a frame, or an Arrow schema.
    ///
    /// Returns:
    ///     A lazy frame with as many rows, in their order.
    ///
    /// Raises:
    ///     TypeError: If it is not callable, or the schema is not one.
    ///     PyRustError: When the query runs: what the function raises, as the cause; `SchemaError` if it gives another
    ///         number of values.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2], "s": ["x", "y"]})
    ///     >>> df.map_rows(lambda row: (row[1] * row[0], row[0] > 1), {"t": str, "big": bool}).rows()
    ///     [('x', False), ('yy', True)]
    ///     >>> df.map_rows("len", {"n": int})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: map_rows: str is not callable
    ///     hint: give a function of one row
    fn map_rows<'py>(
        &self,
        py: Python<'py>,
        function: &Bound<'py, PyAny>,
        schema: &Bound<'py, PyAny>,
    ) -> PyResult<Self> {
        guard(|| udf::map_rows(py, &self.frame, function, schema))
    }
}
