//! `map_batches`: a user's function between the batches of a query.

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
    fn map_batches(
        &self,
        py: Python<'_>,
        function: &Bound<'_, PyAny>,
        schema: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| udf::map_batches(py, &self.frame, function, schema))
    }
}
