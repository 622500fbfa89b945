//! Values in ranges: whether one lies in a range or close to another, values held to a range, and ranges as classes.

use arrow::datatypes::DataType;
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions_aggregate::percentile_cont::percentile_cont_udaf;
use datafusion::logical_expr::{Case, Expr, cast, lit};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyrust_engine::functions;
use pyrust_engine::resolve::{label, with_own_partition};

use super::PyExpr;
use crate::argument::into_operand;
use crate::boundary::guard;
use crate::exceptions::{no_choice, value_error};

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
                other => return Err(no_choice(NAME, "closed", other, &["both", "left", "right", "none"])),
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
            let ends = breaks.iter().map(|end| into_operand(NAME, end)).collect::<PyResult<Vec<_>>>()?;
            let labels = labels.iter().map(|label| lit(label.as_str())).collect();
            Ok(Self::new(classes(&expr, ends, labels, left_closed)))
        })
    }

    /// Bin numbers into classes by quantiles, named as strings. Null stays null.
    ///
    /// Args:
    ///     quantiles: The shares of the values that lie below the ends of the classes, in rising order; or an int, for so
    ///         many classes of the same size.
    ///     labels: A name for each class; without them, `"(-inf, 1.5]"` and so on.
    ///     left_closed: Whether an end belongs to the class above it; otherwise to the one below.
    ///
    /// Returns:
    ///     An expression of strings that is a window already; `.over("k")` takes the quantiles of groups.
    ///
    /// Raises:
    ///     ValueError: If the quantiles do not increase from 0 to 1, or there are not as many labels as classes.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, 3, 10, None]})
    ///     >>> df.select("a", x=pr.col("a").qcut(2, ["low", "high"]), y=pr.col("a").qcut([0.5])).sort("a").to_dict()
    ///     {'a': [1, 2, 3, 10, None], 'x': ['low', 'low', 'high', 'high', None],
    ///      'y': ['(-inf, 2.5]', '(-inf, 2.5]', '(2.5, inf]', '(2.5, inf]', None]}
    ///     >>> pr.col("a").qcut([0.5, 0.25])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: qcut: the quantiles must increase: 0.5 comes before 0.25
    #[pyo3(signature = (quantiles, labels = None, *, left_closed = false))]
    fn qcut(&self, quantiles: Quantiles, labels: Option<Vec<String>>, left_closed: bool) -> PyResult<Self> {
        const NAME: &str = "qcut";
        guard(|| {
            let expr = self.plain(NAME)?;
            let shares = quantiles.shares(NAME)?;
            let name = format!("{NAME}({}, {shares:?})", label(&expr));
            // Times 1.0 is a float for every number, and nothing for what is none.
            let float = expr * lit(1.0);
            let end = |share: &f64| {
                with_own_partition(percentile_cont_udaf().call(vec![float.clone(), lit(*share)]), Vec::new())
            };
            let ends: Vec<Expr> = shares.iter().map(end).collect();
            let labels: Vec<Expr> = match labels {
                Some(labels) if labels.len() == shares.len() + 1 => labels.into_iter().map(lit).collect(),
                Some(labels) => {
                    let message = format!("{} labels for {} classes", labels.len(), shares.len() + 1);
                    return Err(value_error(NAME, message, "there is one class more than quantiles"));
                }
                None => {
                    let texts = ends.iter().map(|end| cast(end.clone(), DataType::Utf8));
                    let texts: Vec<Expr> =
                        std::iter::once(lit("-inf")).chain(texts).chain(std::iter::once(lit("inf"))).collect();
                    let (open, close) = if left_closed { ("[", ")") } else { ("(", "]") };
                    let range = |ends: &[Expr]| {
                        let ends =
                            ends.iter().cloned().reduce(|low, high| scalar_fn::concat(vec![low, lit(", "), high]));
                        scalar_fn::concat([lit(open)].into_iter().chain(ends).chain([lit(close)]).collect())
                    };
                    texts.windows(2).map(range).collect()
                }
            };
            Ok(Self::new(classes(&float, ends, labels, left_closed).alias(name)))
        })
    }

    /// Check whether a number is close to another: nearer than a share of the larger of both, or than a distance.
    ///
    /// Args:
    ///     other: A constant or an expression.
    ///     abs_tol: The distance that always counts as close.
    ///     rel_tol: The share of the larger of both, without their signs.
    ///     nans_equal: Whether NaN is close to NaN.
    ///
    /// Returns:
    ///     A boolean expression; an infinite number is close to itself only.
    ///
    /// Raises:
    ///     ValueError: If a tolerance is negative, or `rel_tol` is 1 or more.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [0.1 + 0.2, 0.31, None]})
    ///     >>> df.select(x=pr.col("a").is_close(0.3), y=pr.col("a").is_close(0.3, abs_tol=0.1)).to_dict()
    ///     {'x': [True, False, None], 'y': [True, True, None]}
    ///     >>> pr.col("a").is_close(1, abs_tol=-1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: is_close: abs_tol must be 0 or more, got -1
    #[pyo3(signature = (other, *, abs_tol = 0.0, rel_tol = 1e-9, nans_equal = false))]
    fn is_close(&self, other: &Bound<'_, PyAny>, abs_tol: f64, rel_tol: f64, nans_equal: bool) -> PyResult<Self> {
        const NAME: &str = "is_close";
        guard(|| {
            let (one, other) = (self.plain(NAME)?, into_operand(NAME, other)?);
            // NaN is neither.
            if abs_tol.is_nan() || abs_tol < 0.0 {
                return Err(value_error(NAME, format!("abs_tol must be 0 or more, got {abs_tol}"), ""));
            }
            if !(0.0..1.0).contains(&rel_tol) {
                return Err(value_error(NAME, format!("rel_tol must be 0 or more and below 1, got {rel_tol}"), ""));
            }
            let name = format!("{NAME}({}, {})", label(&one), label(&other));
            let (one, other) = (one * lit(1.0), other * lit(1.0));
            let size = scalar_fn::greatest(vec![scalar_fn::abs(one.clone()), scalar_fn::abs(other.clone())]);
            let tolerance = scalar_fn::greatest(vec![size * lit(rel_tol), lit(abs_tol)]);
            let near = scalar_fn::abs(one.clone() - other.clone()).lt_eq(tolerance);
            let any_nan = scalar_fn::isnan(one.clone()).or(scalar_fn::isnan(other.clone()));
            let both_nan = scalar_fn::isnan(one.clone()).and(scalar_fn::isnan(other.clone())).and(lit(nans_equal));
            let any_infinite = functions::is_infinite(one.clone()).or(functions::is_infinite(other.clone()));
            let arms = [(any_nan, both_nan), (any_infinite, one.eq(other))];
            let arms = arms.map(|(when, then)| (Box::new(when), Box::new(then))).into();
            Ok(Self::new(Expr::Case(Case::new(None, arms, Some(Box::new(near)))).alias(name)))
        })
    }
}

/// Shares in rising order, or how many classes of one size there are.
#[derive(FromPyObject)]
enum Quantiles {
    Count(u32),
    Shares(Vec<f64>),
}

impl Quantiles {
    fn shares(self, operation: &str) -> PyResult<Vec<f64>> {
        let shares = match self {
            Self::Count(0) => return Err(value_error(operation, "there must be 1 class or more, got 0", "")),
            Self::Count(count) => (1..count).map(|class| f64::from(class) / f64::from(count)).collect(),
            Self::Shares(shares) => shares,
        };
        if let Some(share) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            let hint = "a quantile is a share: 0.9 for 90 %";
            return Err(value_error(operation, format!("{share} is not between 0 and 1"), hint));
        }
        match shares.windows(2).find(|pair| pair[0] >= pair[1]) {
            Some(pair) => {
                let message = format!("the quantiles must increase: {} comes before {}", pair[0], pair[1]);
                Err(value_error(operation, message, ""))
            }
            None => Ok(shares),
        }
    }
}

/// The label of the class that a value is in, of which there is one more than ends; null for null.
fn classes(value: &Expr, ends: Vec<Expr>, mut labels: Vec<Expr>, left_closed: bool) -> Expr {
    let last = labels.pop().map(Box::new);
    let below = |end| if left_closed { value.clone().lt(end) } else { value.clone().lt_eq(end) };
    let null = (Box::new(value.clone().is_null()), Box::new(lit(ScalarValue::Utf8(None))));
    let arms = ends.into_iter().zip(labels).map(|(end, label)| (Box::new(below(end)), Box::new(label)));
    Expr::Case(Case::new(None, std::iter::once(null).chain(arms).collect(), last))
}

/// The classes between these ends as texts.
fn ranges(ends: &[String], left_closed: bool) -> Vec<String> {
    let (open, close) = if left_closed { ('[', ')') } else { ('(', ']') };
    let lows = std::iter::once("-inf").chain(ends.iter().map(String::as_str));
    let highs = ends.iter().map(String::as_str).chain(std::iter::once("inf"));
    lows.zip(highs).map(|(low, high)| format!("{open}{low}, {high}{close}")).collect()
}
