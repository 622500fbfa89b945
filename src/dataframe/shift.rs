//! The lazy verbs that compute a row's values from its neighbours.

use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;

use super::PyDataFrame;
use crate::boundary::guard;
use crate::convert;

#[pymethods]
impl PyDataFrame {
    /// Move the values of all columns some rows down, or up. Lazy.
    ///
    /// Args:
    ///     n: How many rows down; below 0, how many up.
    ///     fill_value: The value of rows into which none is moved; null where none is given.
    ///
    /// Returns:
    ///     A lazy frame with as many rows, in their order.
    ///
    /// Raises:
    ///     SchemaError: If a column cannot hold the fill value.
    ///     ValueError: If the rows have no order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, 3]})
    ///     >>> df.shift().to_dict(), df.shift(-1, fill_value=0).to_dict()
    ///     ({'a': [None, 1, 2]}, {'a': [2, 3, 0]})
    ///     >>> df.shift(fill_value="none")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: shift: column "a" is int64 and cannot hold the fill value none
    ///     hint: select the columns that can, or shift without one
    #[pyo3(signature = (n = 1, *, fill_value = None))]
    fn shift(&self, n: i64, fill_value: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let fill = fill_value.map_or(Ok(ScalarValue::Null), |value| convert::scalar("shift", value))?;
            Self::derived(self.frame.shift(n, &fill))
        })
    }

    /// Replace the nulls of all columns of numbers by values on the line between their neighbours. Lazy.
    ///
    /// Returns:
    ///     A lazy frame with the same columns; ints and decimals become floats. Nulls before the first value and after the
    ///     last one stay.
    ///
    /// Raises:
    ///     ValueError: If the rows have no order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [None, 1, None, None, 7], "b": ["x", None, "y", "y", "z"]}).interpolate().to_dict()
    ///     {'a': [None, 1.0, 3.0, 5.0, 7.0], 'b': ['x', None, 'y', 'y', 'z']}
    fn interpolate(&self) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.interpolate()))
    }
}
