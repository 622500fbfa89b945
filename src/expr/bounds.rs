//! Values in ranges: whether one lies in a range, values held to a range, and ranges as classes.

use datafusion::logical_expr::{Case, Expr, lit, when};
use pyo3::prelude::*;
use pyrust_engine::resolve::label;
use pyrust_engine::{Error, functions};

use super::PyExpr;
use crate::argument::into_operand;
use crate::boundary::guard;
use crate::exceptions::{to_python, value_error};

#[pymethods]
impl PyExpr {
    /// Check whether the value lies between two others, both included.
    ///
    /// Args:
    ///     low: The smallest value that counts.
    ///     high: The largest value that counts.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     TypeError: Where a frame uses it, if an end cannot be compared with the values.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(5).filter(pr.col("value").between(1, 3)).to_dict()
    ///     {'value': [1, 2, 3]}
    ///     >>> pr.range(5).filter(pr.col("value").between(1, "x"))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: filter: ... (string) and ... (int64) cannot be compared
    ///     hint: cast one of them
    fn between(&self, low: &Bound<'_, PyAny>, high: &Bound<'_, PyAny>) -> PyResult<Self> {
        const NAME: &str = "between";
        guard(|| Ok(Self::new(self.plain(NAME)?.between(into_operand(NAME, low)?, into_operand(NAME, high)?))))
    }

    /// Check whether the value lies between two others. NaN is larger than every number, as everywhere.
    ///
    /// Args:
    ///     low: The lower end.
    ///     high: The upper end.
    ///     closed: Which ends count: `"both"`, `"left"`, `"right"` or `"none"`.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     ValueError: If there is no such `closed`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(5).filter(pr.col("value").is_between(1, 3, closed="left")).to_dict()
    ///     {'value': [1, 2]}
    ///     >>> pr.col("a").is_between(1, 3, closed="open")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: is_between: there is no closed="open"
    ///     hint: closed is one of both, left, right, none
    #[pyo3(signature = (low, high, *, closed = "both"))]
    fn is_between(&self, low: &Bound<'_, PyAny>, high: &Bound<'_, PyAny>, closed: &str) -> PyResult<Self> {
        const NAME: &str = "is_between";
        guard(|| {
            let expr = self.plain(NAME)?;
            let (low, high) = (into_operand(NAME, low)?, into_operand(NAME, high)?);
            Ok(Self::new(match closed {
                "both" => expr.between(low, high),
                "left" => expr.clone().gt_eq(low).and(expr.lt(high)),
                "right" => expr.clone().gt(low).and(expr.lt_eq(high)),
                "none" => expr.clone().gt(low).and(expr.lt(high)),
                other => {
                    let hint = "closed is one of both, left, right, none";
                    return Err(value_error(NAME, format!("there is no closed=\"{other}\""), hint));
                }
            }))
        })
    }

    /// Limit the values to a range: one outside becomes the nearer end. Null stays null; the column keeps its name.
    ///
    /// Args:
    ///     lower: The smallest value, a constant or an expression; None for no such end. Where it is null in a row,
    ///         it does not count.
    ///     upper: The largest value, likewise. NaN is larger than every number, so it becomes this.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     ValueError: If there is neither end.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [-5, 2, None, 50]}).select(pr.col("a").clip(0, 10)).to_dict()
    ///     {'a': [0, 2, None, 10]}
    ///     >>> pr.col("a").clip()
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: clip: the range has no end
    ///     hint: give lower=, upper= or both
    #[pyo3(signature = (lower = None, upper = None))]
    fn clip(&self, lower: Option<&Bound<'_, PyAny>>, upper: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        const NAME: &str = "clip";
        guard(|| {
            let expr = self.plain(NAME)?;
            if lower.is_none() && upper.is_none() {
                return Err(value_error(NAME, "the range has no end", "give lower=, upper= or both"));
            }
            let end = |end: Option<&Bound<'_, PyAny>>| end.map(|end| into_operand(NAME, end)).transpose();
            let name = label(&expr);
            Ok(Self::new(functions::clip(expr, end(lower)?, end(upper)?).alias(name)))
        })
    }

    /// Bin numbers into classes, named as strings. Null stays null.
    ///
    /// Args:
    ///     breaks: The ends of the classes, in rising order; there is one class more than breaks.
    ///     labels: A name for each class; without them, `"(-inf, 1]"` and so on.
    ///     left_closed: Whether an end belongs to the class above it; otherwise to the one below.
    ///
    /// Returns:
    ///     An expression of strings.
    ///
    /// Raises:
    ///     ValueError: If the breaks do not increase, or there are not as many labels as classes.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 5, 12, None]})
    ///     >>> df.select(x=pr.col("a").cut([5, 10]), y=pr.col("a").cut([5, 10], ["low", "mid", "high"])).to_dict()
    ///     {'x': ['(-inf, 5]', '(-inf, 5]', '(10, inf]', None], 'y': ['low', 'low', 'high', None]}
    ///     >>> pr.col("a").cut([10, 5])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: cut: the breaks must increase: 10 comes before 5
    #[pyo3(signature = (breaks, labels = None, *, left_closed = false))]
    fn cut(&self, breaks: Vec<Bound<'_, PyAny>>, labels: Option<Vec<String>>, left_closed: bool) -> PyResult<Self> {
        const NAME: &str = "cut";
        guard(|| {
            let expr = self.plain(NAME)?;
            for pair in breaks.windows(2) {
                if !pair[0].lt(&pair[1])? {
                    let message = format!("the breaks must increase: {} comes before {}", pair[0], pair[1]);
                    return Err(value_error(NAME, message, ""));
                }
            }
            let labels = match labels {
                Some(labels) if labels.len() == breaks.len() + 1 => labels,
                Some(labels) => {
                    let message = format!("{} labels for {} classes", labels.len(), breaks.len() + 1);
                    return Err(value_error(NAME, message, "there is one class more than breaks"));
                }
                None => ranges(&breaks.iter().map(ToString::to_string).collect::<Vec<_>>(), left_closed),
            };
            let mut result = lit(labels.last().map_or("", String::as_str));
            for (end, name) in breaks.iter().zip(&labels).rev() {
                let end = into_operand(NAME, end)?;
                let below = if left_closed { expr.clone().lt(end) } else { expr.clone().lt_eq(end) };
                result = when(below, lit(name.as_str()))
                    .otherwise(result)
                    .map_err(|error| to_python(Error::from_datafusion(NAME, error)))?;
            }
            Ok(Self::new(Expr::Case(Case::new(
                None,
                vec![(Box::new(expr.clone().is_not_null()), Box::new(result))],
                None,
            ))))
        })
    }
}

/// The classes between these ends as texts.
fn ranges(ends: &[String], left_closed: bool) -> Vec<String> {
    let (open, close) = if left_closed { ('[', ')') } else { ('(', ']') };
    let lows = std::iter::once("-inf").chain(ends.iter().map(String::as_str));
    let highs = ends.iter().map(String::as_str).chain(std::iter::once("inf"));
    lows.zip(highs).map(|(low, high)| format!("{open}{low}, {high}{close}")).collect()
}
