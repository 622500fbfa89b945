//! Window functions: the place of a row, and values of other rows. They say what is computed; `.over(...)` says over
//! which rows and in which order.

use arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::functions_window::expr_fn as window_fn;
use datafusion::functions_window::lead_lag::{lag_udwf, lead_udwf};
use datafusion::logical_expr::expr::NullTreatment;
use datafusion::logical_expr::{Expr, ExprFunctionExt, cast, lit, when};
use pyo3::prelude::*;
use pyrust_engine::resolve::{label, with_own_order};

use super::built;
use super::running::framed;
use crate::argument::{Argument, Column};
use crate::boundary::guard;
use crate::convert;
use crate::exceptions::value_error;
use crate::expr::{Ordering, PyExpr};

macro_rules! rankings {
    ($($name:ident, $gives:literal, $result:literal;)*) => {
        $(
            #[doc = concat!(
                $gives, "\n\nReturns:\n    An expression that needs `.over(order_by=...)`.\n\n",
                "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": [10, 20, 20, 30]})\n",
                "    >>> df.select(\"a\", x=pr.functions.", stringify!($name), "().over(order_by=\"a\")).sort(\"a\", \"x\")",
                ".to_dict()[\"x\"]\n    ", $result, "\n"
            )]
            #[pyfunction]
            fn $name() -> PyExpr {
                PyExpr::new(window_fn::$name())
            }
        )*

        fn register_rankings(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            Ok(())
        }
    };
}

rankings! {
    row_number, "Number the rows of a partition, from 1. Rows that tie are numbered in any order.",
        "[1, 2, 3, 4]";
    rank, "Rank the row, from 1; rows that tie share a rank, and the ranks after it are left out.",
        "[1, 2, 2, 4]";
    dense_rank, "Rank the row, from 1; rows that tie share a rank, and no rank is left out.",
        "[1, 2, 2, 3]";
    percent_rank, "Compute the share of the other rows that come before: (rank - 1) / (rows - 1).",
        "[0.0, 0.3333333333333333, 0.3333333333333333, 1.0]";
    cume_dist, "Compute the share of the rows that come before or tie, the row itself included.",
        "[0.25, 0.75, 0.75, 1.0]";
}

/// Get the number of the bucket that the row falls into, from 1, where the partition is divided into buckets of one
/// size.
///
/// Args:
///     n: How many buckets; where the rows cannot be divided evenly, the first ones have a row more.
///
/// Returns:
///     An expression that needs `.over(order_by=...)`.
///
/// Raises:
///     ValueError: If `n` is less than 1.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.range(5).select(x=pr.functions.ntile(2).over(order_by="value")).sort("x").to_dict()
///     {'x': [1, 1, 1, 2, 2]}
///     >>> pr.functions.ntile(0)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: ntile: n must be 1 or more, got 0
#[pyfunction]
fn ntile(n: i64) -> PyResult<PyExpr> {
    guard(|| {
        if n < 1 {
            return Err(value_error("ntile", format!("n must be 1 or more, got {n}"), ""));
        }
        Ok(PyExpr::new(window_fn::ntile(lit(n))))
    })
}

/// Get the value of an earlier row of the partition.
///
/// Args:
///     expr: A column's name or an expression.
///     n: How many rows before; negative is after.
///     default: A constant for rows that have no such row before them.
///     ignore_nulls: Whether only rows with a value are counted.
///
/// Returns:
///     An expression that needs `.over(order_by=...)`.
///
/// Raises:
///     TypeError: If `default` cannot be held by a column.
///     ValueError: Where a frame uses it, if it has no order.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.range(3).select("value", x=pr.functions.lag("value", default=-1).over(order_by="value")).sort("value").to_dict()
///     {'value': [0, 1, 2], 'x': [-1, 0, 1]}
///     >>> pr.range(3).select(pr.functions.lag("value"))
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: select: lag depends on the order of the rows, and none is given
///     hint: give it: .over(order_by="..."), or .over("key", order_by="...")
#[pyfunction]
#[pyo3(signature = (expr, n = 1, default = None, *, ignore_nulls = false))]
fn lag(expr: Column<'_>, n: i64, default: Option<&Bound<'_, PyAny>>, ignore_nulls: bool) -> PyResult<PyExpr> {
    guard(|| shifted("lag", expr.seen("lag")?, n, default, ignore_nulls).map(PyExpr::new))
}

/// Get the value of a later row of the partition.
///
/// Args:
///     expr: A column's name or an expression.
///     n: How many rows after; negative is before.
///     default: A constant for rows that have no such row after them.
///     ignore_nulls: Whether only rows with a value are counted.
///
/// Returns:
///     An expression that needs `.over(order_by=...)`.
///
/// Raises:
///     TypeError: If `default` cannot be held by a column.
///     ValueError: Where a frame uses it, if it has no order.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.range(3).select("value", x=pr.functions.lead("value", 2).over(order_by="value")).sort("value").to_dict()
///     {'value': [0, 1, 2], 'x': [2, None, None]}
///     >>> pr.range(3).select(pr.functions.lead("value"))
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: select: lead depends on the order of the rows, and none is given
///     hint: give it: .over(order_by="..."), or .over("key", order_by="...")
#[pyfunction]
#[pyo3(signature = (expr, n = 1, default = None, *, ignore_nulls = false))]
fn lead(expr: Column<'_>, n: i64, default: Option<&Bound<'_, PyAny>>, ignore_nulls: bool) -> PyResult<PyExpr> {
    guard(|| shifted("lead", expr.seen("lead")?, n.saturating_neg(), default, ignore_nulls).map(PyExpr::new))
}

/// The value `n` rows before.
fn shifted(
    operation: &'static str,
    expr: Expr,
    n: i64,
    default: Option<&Bound<'_, PyAny>>,
    ignore_nulls: bool,
) -> PyResult<Expr> {
    let default = default.map_or(Ok(ScalarValue::Null), |value| convert::scalar(operation, value))?;
    let function = if n < 0 { lead_udwf() } else { lag_udwf() };
    let call = function.call(vec![expr, lit(n.saturating_abs()), lit(default)]);
    if !ignore_nulls {
        return Ok(call);
    }
    built(call.null_treatment(NullTreatment::IgnoreNulls).build())
}

#[pymethods]
impl PyExpr {
    /// Get the value of the row `n` rows before.
    ///
    /// Args:
    ///     n: How many rows before; negative is after.
    ///     fill_value: A constant for rows that have no such row.
    ///
    /// Returns:
    ///     An expression that needs `.over(order_by=...)`.
    ///
    /// Raises:
    ///     ValueError: Where a frame uses it, if no order is given: a frame promises no order to windows.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [2, 1, 3], "a": [20, 10, 30]})
    ///     >>> df.with_columns(x=pr.col("a").shift().over(order_by="t")).sort("t").to_dict()["x"]
    ///     [None, 10, 20]
    ///     >>> df.with_columns(x=pr.col("a").shift())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: with_columns: lag depends on the order of the rows, and none is given
    ///     hint: give it: .over(order_by="..."), or .over("key", order_by="...")
    #[pyo3(signature = (n = 1, *, fill_value = None))]
    fn shift(&self, n: i64, fill_value: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let expr = self.plain("shift")?;
            let name = format!("shift({}, {n})", label(&expr));
            Ok(Self::new(shifted("shift", expr, n, fill_value, false)?.alias(name)))
        })
    }

    /// Compute the difference to the value `n` rows before.
    ///
    /// Args:
    ///     n: How many rows before; negative is after.
    ///
    /// Returns:
    ///     An expression that needs `.over(order_by=...)`.
    ///
    /// Raises:
    ///     ValueError: Where a frame uses it, if it has no order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [10, 15, 13]})
    ///     >>> df.select("t", x=pr.col("a").diff().over(order_by="t")).sort("t").to_dict()["x"]
    ///     [None, 5, -2]
    ///     >>> df.select(x=pr.col("a").diff())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: select: lag depends on the order of the rows, and none is given
    ///     hint: give it: .over(order_by="..."), or .over("key", order_by="...")
    #[pyo3(signature = (n = 1))]
    fn diff(&self, n: i64) -> PyResult<Self> {
        guard(|| {
            let expr = self.plain("diff")?;
            let name = format!("diff({}, {n})", label(&expr));
            Ok(Self::new((expr.clone() - shifted("diff", expr, n, None, false)?).alias(name)))
        })
    }

    /// Compute the change from the value `n` rows before, relative to it: 0.1 is 10 % more.
    ///
    /// Args:
    ///     n: How many rows before; negative is after.
    ///
    /// Returns:
    ///     An expression that needs `.over(order_by=...)`.
    ///
    /// Raises:
    ///     ValueError: Where a frame uses it, if it has no order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [10, 15, 30]})
    ///     >>> df.select("t", x=pr.col("a").pct_change().over(order_by="t")).sort("t").to_dict()["x"]
    ///     [None, 0.5, 1.0]
    ///     >>> df.select(x=pr.col("a").pct_change())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: select: lag depends on the order of the rows, and none is given
    ///     hint: give it: .over(order_by="..."), or .over("key", order_by="...")
    #[pyo3(signature = (n = 1))]
    fn pct_change(&self, n: i64) -> PyResult<Self> {
        guard(|| {
            let expr = self.plain("pct_change")?;
            let name = format!("pct_change({}, {n})", label(&expr));
            let before = shifted("pct_change", expr.clone(), n, None, false)?;
            Ok(Self::new(((expr / before) - lit(1i64)).alias(name)))
        })
    }

    /// Rank the value among the others, from 1; null where the value is.
    ///
    /// Args:
    ///     method: The rank of values that tie: `"average"` (the mean of their places), `"min"`, `"max"` (the first or
    ///         last of their places), `"dense"` (the first, and no place is left out after them) or `"ordinal"` (each has a
    ///         place of its own, in any order).
    ///     descending: Whether the largest value is first.
    ///
    /// Returns:
    ///     An expression that is a window already; `.over("k")` ranks inside of groups.
    ///
    /// Raises:
    ///     ValueError: If there is no such method.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [30, 10, 10]})
    ///     >>> df.select("a", pr.col("a").rank().alias("x")).sort("a").to_dict()["x"]
    ///     [1.5, 1.5, 3.0]
    ///     >>> pr.col("a").rank("first")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: rank: there is no method "first"
    ///     hint: method is one of average, min, max, dense, ordinal
    #[pyo3(signature = (method = "average", *, descending = false))]
    fn rank(&self, method: &str, descending: bool) -> PyResult<Self> {
        guard(|| {
            let expr = self.plain("rank")?;
            let name = format!("rank({})", label(&expr));
            let keys = vec![Self::new(expr.clone()).to_sort(Ordering { descending, nulls_first: false })];
            let last = || with_own_order(framed(aggregate_fn::count(expr.clone()), None, None), &keys);
            let place = match method {
                "average" => {
                    let both = cast(with_own_order(window_fn::rank(), &keys), DataType::Float64)
                        + cast(last(), DataType::Float64);
                    both / lit(2.0)
                }
                "min" => cast(with_own_order(window_fn::rank(), &keys), DataType::Int64),
                "max" => last(),
                "ordinal" => cast(with_own_order(window_fn::row_number(), &keys), DataType::Int64),
                "dense" => cast(with_own_order(window_fn::dense_rank(), &keys), DataType::Int64),
                other => {
                    let hint = "method is one of average, min, max, dense, ordinal";
                    return Err(value_error("rank", format!("there is no method \"{other}\""), hint));
                }
            };
            Ok(Self::new(built(when(expr.clone().is_not_null(), place).end())?.alias(name)))
        })
    }
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_rankings(module)?;
    module.add_function(wrap_pyfunction!(ntile, module)?)?;
    module.add_function(wrap_pyfunction!(lag, module)?)?;
    module.add_function(wrap_pyfunction!(lead, module)?)
}
