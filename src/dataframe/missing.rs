//! What stands for a missing value, dropped or replaced. Lazy.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyrust_engine::frame::Strategy;

use super::PyDataFrame;
use crate::argument;
use crate::boundary::guard;
use crate::exceptions::{type_error, value_error};
use crate::expr::resolve;

const FILL: &str = "fill_null";

impl PyDataFrame {
    fn filling(&self, operation: &'static str, value: &Bound<'_, PyAny>) -> PyResult<datafusion::logical_expr::Expr> {
        Ok(resolve(operation, &self.frame, argument::into_operand(operation, value)?)?.unalias())
    }
}

#[pymethods]
impl PyDataFrame {
    /// Drop the rows with a null in any column, or in any of some. Lazy.
    ///
    /// Args:
    ///     columns: The columns that are looked at: names, selectors, or lists of them; all where none is given. NaN is
    ///         a value.
    ///     subset: The same in one argument.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, None, 3], "b": [None, "y", "z"]})
    ///     >>> df.drop_nulls().rows(), df.drop_nulls("a").rows()
    ///     ([(3, 'z')], [(1, None), (3, 'z')])
    ///     >>> df.drop_nulls("c")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.ColumnNotFoundError: drop_nulls: there is no column "c"
    ///     hint: the columns are a, b
    #[pyo3(signature = (*columns, subset = None))]
    fn drop_nulls(&self, columns: &Bound<'_, PyTuple>, subset: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let subset = self.subset("drop_nulls", columns, subset)?;
            Self::derived(self.frame.drop_nulls(subset.as_deref()))
        })
    }

    /// Drop the rows with NaN in any column of floats, or in any of some. Lazy; a null is not a NaN.
    ///
    /// Args:
    ///     columns: The columns that are looked at: names, selectors, or lists of them; all columns of floats where none is
    ///         given.
    ///     subset: The same in one argument.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If a column holds no floats.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1.0, float("nan"), None]}).drop_nans().rows()
    ///     [(1.0,), (None,)]
    ///     >>> pr.DataFrame({"s": ["x"]}).drop_nans("s")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: drop_nans: column "s" holds no floats, so it has no NaN
    #[pyo3(signature = (*columns, subset = None))]
    fn drop_nans(&self, columns: &Bound<'_, PyTuple>, subset: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let subset = self.subset("drop_nans", columns, subset)?;
            Self::derived(self.frame.drop_nans(subset.as_deref()))
        })
    }

    /// Replace every null by a value. Lazy.
    ///
    /// Args:
    ///     value: A value or expression for all columns of its kind (a number for numeric columns, a string for
    ///         columns of strings ...), the others stay as they are; or a dict of column name to value. A column keeps
    ///         its type where that holds the value exactly, else it becomes one that does: 0.5 makes a column of ints
    ///         float64.
    ///     strategy: Instead of a value: `"forward"` (the last value before), `"backward"` (the next one), `"min"`,
    ///         `"max"` or `"mean"` of the column, `"zero"` or `"one"`; columns where that makes no sense stay as they
    ///         are. The mean of ints is a float64.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If a column of the dict cannot hold its value.
    ///     TypeError: If both, or neither, of value and strategy are given.
    ///     ValueError: If there is no such strategy; for `"forward"` and `"backward"` if the frame has no order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, None, 4], "b": [None, "y", None]})
    ///     >>> df.fill_null(0).rows()
    ///     [(1, None), (0, 'y'), (4, None)]
    ///     >>> df.fill_null({"a": -1, "b": "?"}).rows()
    ///     [(1, '?'), (-1, 'y'), (4, '?')]
    ///     >>> df.fill_null(strategy="forward").rows()
    ///     [(1, None), (1, 'y'), (4, 'y')]
    ///     >>> df.fill_null(strategy="nearest")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: fill_null: there is no strategy "nearest"
    ///     hint: the strategies are forward, backward, min, max, mean, zero, one
    #[pyo3(signature = (value = None, *, strategy = None))]
    fn fill_null(&self, value: Option<&Bound<'_, PyAny>>, strategy: Option<&str>) -> PyResult<Self> {
        guard(|| match (value, strategy) {
            (Some(value), None) => {
                let Ok(values) = value.cast::<PyDict>() else {
                    return Self::derived(self.frame.fill_null_of_kind(&self.filling(FILL, value)?));
                };
                let pairs = values.iter().map(|(name, value)| Ok((name.extract()?, self.filling(FILL, &value)?)));
                Self::derived(self.frame.fill_null_in(&pairs.collect::<PyResult<Vec<_>>>()?))
            }
            (None, Some(strategy)) => Self::derived(self.frame.fill_null_by(parse(strategy)?)),
            _ => {
                let hint = "df.fill_null(0), df.fill_null({\"a\": 0}) or df.fill_null(strategy=\"forward\")";
                Err(type_error(FILL, "give either a value or a strategy", hint))
            }
        })
    }

    /// Replace every NaN in columns of floats by a value. Lazy; a null stays a null.
    ///
    /// Args:
    ///     value: A number or an expression; None makes nulls of NaN.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     TypeError: If the value cannot be held by a column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1.0, float("nan"), None]}).fill_nan(0).rows()
    ///     [(1.0,), (0.0,), (None,)]
    ///     >>> pr.DataFrame({"a": [1.0]}).fill_nan(object())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: fill_nan: an object cannot become a value of a table
    ///     hint: convert it to str, int, float, list or dict first
    fn fill_nan(&self, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.fill_nan(&self.filling("fill_nan", value)?)))
    }
}

fn parse(strategy: &str) -> PyResult<Strategy> {
    Ok(match strategy {
        "forward" => Strategy::Forward,
        "backward" => Strategy::Backward,
        "min" => Strategy::Min,
        "max" => Strategy::Max,
        "mean" => Strategy::Mean,
        "zero" => Strategy::Zero,
        "one" => Strategy::One,
        other => {
            let hint = "the strategies are forward, backward, min, max, mean, zero, one";
            return Err(value_error(FILL, format!("there is no strategy \"{other}\""), hint));
        }
    })
}
