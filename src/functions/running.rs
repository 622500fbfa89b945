//! Aggregates that run along the rows: over all rows up to the current one, or over so many of them. They are windows
//! with a frame under a name of their own; `.over(...)` gives the order.

use datafusion::common::ScalarValue;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::functions_aggregate::percentile_cont::percentile_cont_udaf;
use datafusion::logical_expr::expr::{AggregateFunction, WindowFunction};
use datafusion::logical_expr::{Expr, WindowFrame, WindowFrameBound, WindowFrameUnits, lit, when};
use pyo3::prelude::*;
use pyrust_engine::aggregate as native_fn;
use pyrust_engine::resolve::label;

use super::aggregate::{Share, total};
use super::built;
use crate::argument::Argument;
use crate::boundary::guard;
use crate::exceptions::value_error;
use crate::expr::PyExpr;

/// An aggregate over the rows between two distances from the current one; None is without end.
pub(super) fn framed(aggregate: Expr, start: Option<u64>, end: Option<u64>) -> Expr {
    let bound = |distance: Option<u64>, side: fn(ScalarValue) -> WindowFrameBound| match distance {
        Some(0) => WindowFrameBound::CurrentRow,
        distance => side(ScalarValue::UInt64(distance)),
    };
    let frame = WindowFrame::new_bounds(
        WindowFrameUnits::Rows,
        bound(start, WindowFrameBound::Preceding),
        bound(end, WindowFrameBound::Following),
    );
    match aggregate {
        Expr::AggregateFunction(AggregateFunction { func, params }) => {
            let mut window = WindowFunction::new(func, params.args);
            window.params.window_frame = frame;
            Expr::from(window)
        }
        other => other,
    }
}

macro_rules! running {
    ($($name:ident, $gives:literal, $result:literal, $nulls:literal, |$expr:ident| $build:expr;)*) => {
        #[pymethods]
        impl PyExpr {
            $(
                #[doc = concat!(
                    $gives, "\n\nArgs:\n    reverse: Whether it runs from the last row to the first.\n\n",
                    "Returns:\n    An expression that needs `.over(order_by=...)`.\n\n",
                    "Raises:\n    ValueError: Where a frame uses it, if it has no order.\n\n",
                    "Example:\n    >>> import pyrust as pr\n",
                    "    >>> df = pr.DataFrame({\"t\": [1, 2, 3, 4], \"a\": [2, None, 1, 3]})\n",
                    "    >>> df.select(\"t\", x=pr.col(\"a\").", stringify!($name),
                    "().over(order_by=\"t\")).sort(\"t\").to_dict()[\"x\"]\n    ", $result,
                    "\n    >>> df.select(pr.col(\"a\").", stringify!($name), "())\n",
                    "    Traceback (most recent call last):\n        ...\n    pyrust.InvalidValueError: select: ",
                    "... depends on the order of the rows, and none is given\n    hint: give it: ...\n"
                )]
                #[pyo3(signature = (*, reverse = false))]
                fn $name(&self, reverse: bool) -> PyResult<Self> {
                    const NAME: &str = stringify!($name);
                    guard(|| {
                        let $expr = self.plain(NAME)?;
                        let name = format!("{NAME}({})", label(&$expr));
                        let (start, end) = if reverse { (Some(0), None) } else { (None, Some(0)) };
                        let window = framed($build, start, end);
                        let value = self.plain(NAME)?;
                        let made = match $nulls {
                            true => built(when(value.is_not_null(), window).end())?,
                            false => window,
                        };
                        Ok(Self::new(made.alias(name)))
                    })
                }
            )*
        }
    };
}

running! {
    cum_sum, "Compute the sum of the values up to the row; null where the value is.",
        "[2, None, 3, 6]", true, |e| total(e);
    cum_min, "Compute the smallest value up to the row; null where the value is.",
        "[2, None, 1, 1]", true, |e| aggregate_fn::min(e);
    cum_max, "Compute the largest value up to the row; null where the value is.",
        "[2, None, 2, 3]", true, |e| aggregate_fn::max(e);
    cum_prod, "Compute the product of the values up to the row; null where the value is.",
        "[2, None, 2, 6]", true, |e| native_fn::product(e);
    cum_count, "Count the values up to the row that are not null.",
        "[1, 1, 2, 3]", false, |e| aggregate_fn::count(e);
}

/// An aggregate over a window of rows, null where too few of them have a value.
fn rolled(
    operation: &str,
    value: Expr,
    aggregate: Expr,
    (window_size, min_samples, center): (u64, Option<u64>, bool),
) -> PyResult<Expr> {
    let samples = min_samples.unwrap_or(window_size);
    if window_size == 0 || samples > window_size {
        let message = format!("a window of {window_size} rows cannot have {samples} values");
        return Err(value_error(operation, message, "give a larger window_size"));
    }
    let after = if center { (window_size - 1) / 2 } else { 0 };
    let before = window_size - 1 - after;
    let window = framed(aggregate, Some(before), Some(after));
    let there = framed(aggregate_fn::count(value), Some(before), Some(after));
    built(when(there.gt_eq(lit(i64::try_from(samples).unwrap_or(i64::MAX))), window).end())
}

macro_rules! rolling {
    ($($name:ident, $gives:literal, $result:literal, |$expr:ident| $build:expr;)*) => {
        #[pymethods]
        impl PyExpr {
            $(
                #[doc = concat!(
                    $gives, "\n\nArgs:\n    window_size: How many rows, the current one included.\n",
                    "    min_samples: How many of them must have a value; fewer give null. All of them where left out.\n",
                    "    center: Whether the row stands in the middle of its window, not at its end.\n\n",
                    "Returns:\n    An expression that needs `.over(order_by=...)`.\n\n",
                    "Raises:\n    ValueError: If the window has no row, or less than `min_samples`.\n\n",
                    "Example:\n    >>> import pyrust as pr\n",
                    "    >>> df = pr.DataFrame({\"t\": [1, 2, 3], \"a\": [1.0, 3.0, 8.0]})\n",
                    "    >>> df.select(\"t\", x=pr.col(\"a\").", stringify!($name),
                    "(2).over(order_by=\"t\")).sort(\"t\").to_dict()[\"x\"]\n    ", $result,
                    "\n    >>> pr.col(\"a\").", stringify!($name), "(0)\n",
                    "    Traceback (most recent call last):\n        ...\n    pyrust.InvalidValueError: ",
                    stringify!($name), ": a window of 0 rows cannot have 0 values\n    hint: give a larger window_size\n"
                )]
                #[pyo3(signature = (window_size, *, min_samples = None, center = false))]
                fn $name(&self, window_size: u64, min_samples: Option<u64>, center: bool) -> PyResult<Self> {
                    const NAME: &str = stringify!($name);
                    guard(|| {
                        let $expr = self.plain(NAME)?;
                        let name = format!("{NAME}({}, {window_size})", label(&$expr));
                        let value = self.plain(NAME)?;
                        let rolled = rolled(NAME, value, $build, (window_size, min_samples, center))?;
                        Ok(Self::new(rolled.alias(name)))
                    })
                }
            )*
        }
    };
}

rolling! {
    rolling_sum, "Compute the sum over the row and those before it.", "[None, 4.0, 11.0]", |e| total(e);
    rolling_mean, "Compute the mean over the row and those before it.", "[None, 2.0, 5.5]", |e| aggregate_fn::avg(e);
    rolling_min, "Compute the smallest value of the row and those before it.", "[None, 1.0, 3.0]", |e| aggregate_fn::min(e);
    rolling_max, "Compute the largest value of the row and those before it.", "[None, 3.0, 8.0]", |e| aggregate_fn::max(e);
    rolling_median, "Compute the median over the row and those before it.", "[None, 2.0, 5.5]",
        |e| aggregate_fn::median(e);
    rolling_std, "Compute the standard deviation (n - 1) over the row and those before it.",
        "[None, 1.4142135623730951, 3.5355339059327378]", |e| aggregate_fn::stddev(e);
    rolling_var, "Compute the variance (n - 1) over the row and those before it.", "[None, 2.0, 12.5]",
        |e| aggregate_fn::var_sample(e);
}

#[pymethods]
impl PyExpr {
    /// Compute a quantile of the row and those before it, between the two values next to its place.
    ///
    /// Args:
    ///     quantile: The share of the values below it: 0.5 is the median.
    ///     window_size: How many rows, the current one included.
    ///     min_samples: How many of them must have a value; fewer give null. All of them where left out.
    ///     center: Whether the row stands in the middle of its window, not at its end.
    ///
    /// Returns:
    ///     An expression of type float64 that needs `.over(order_by=...)`.
    ///
    /// Raises:
    ///     ValueError: If the quantile is not from 0 to 1, or the window has no row, or less than `min_samples`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
    ///     >>> df.select("t", x=pr.col("a").rolling_quantile(0.25, 2).over(order_by="t")).sort("t").to_dict()["x"]
    ///     [None, 1.5, 4.25]
    ///     >>> pr.col("a").rolling_quantile(1.5, 2)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: rolling_quantile: 1.5 is not between 0 and 1
    ///     hint: a percentile is a share: 0.9 for 90 %
    #[pyo3(signature = (quantile, window_size, *, min_samples = None, center = false))]
    fn rolling_quantile(
        &self,
        quantile: Share,
        window_size: u64,
        min_samples: Option<u64>,
        center: bool,
    ) -> PyResult<Self> {
        const NAME: &str = "rolling_quantile";
        guard(|| {
            let expr = self.plain(NAME)?;
            let quantile = quantile.seen(NAME)?;
            let name = format!("{NAME}({}, {quantile}, {window_size})", label(&expr));
            let quantile = percentile_cont_udaf().call(vec![expr.clone() * lit(1.0), lit(quantile)]);
            Ok(Self::new(rolled(NAME, expr, quantile, (window_size, min_samples, center))?.alias(name)))
        })
    }
}
