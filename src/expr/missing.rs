//! Values that are missing, undefined or different: nulls and NaN, equality that counts null as a value, membership.

use datafusion::functions::expr_fn as scalar_fn;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::logical_expr::{Expr, Operator, binary_expr, lit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use pyrust_engine::resolve::{label, with_own_partition};
use pyrust_engine::window;

use super::PyExpr;
use crate::argument::into_operand;
use crate::boundary::guard;
use crate::exceptions::{type_error, value_error};

/// The values that a collection holds; what iterates but is one value is refused.
fn collection(operation: &'static str, values: &Bound<'_, PyAny>) -> PyResult<Vec<Expr>> {
    let single = values.is_instance_of::<PyString>()
        || values.is_instance_of::<PyBytes>()
        || values.is_instance_of::<PyDict>()
        || values.is_instance_of::<PyExpr>();
    if single || values.try_iter().is_err() {
        let message = format!("a {} is not a collection of values", values.get_type().name()?);
        return Err(type_error(operation, message, &format!("give a list: .{operation}([1, 2])")));
    }
    values.try_iter()?.map(|value| into_operand(operation, &value?)).collect()
}

#[pymethods]
impl PyExpr {
    /// Check whether the value is null. NaN is not null.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, None]}).select(x=pr.col("a").is_null()).to_dict()
    ///     {'x': [False, True]}
    fn is_null(&self) -> PyResult<Self> {
        Ok(Self::new(self.plain("is_null")?.is_null()))
    }

    /// Check whether there is a value. NaN is one.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, None]}).select(x=pr.col("a").is_not_null()).to_dict()
    ///     {'x': [True, False]}
    fn is_not_null(&self) -> PyResult<Self> {
        Ok(Self::new(self.plain("is_not_null")?.is_not_null()))
    }

    /// Check whether a float is not NaN; null stays null.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1.0, float("nan"), None]}).select(x=pr.col("a").is_not_nan()).to_dict()
    ///     {'x': [True, False, None]}
    fn is_not_nan(&self) -> PyResult<Self> {
        Ok(Self::new(Expr::Not(Box::new(scalar_fn::isnan(self.plain("is_not_nan")?)))))
    }

    /// Replace null by another value, or by one of the column's. NaN is not null: see `fill_nan`.
    ///
    /// Args:
    ///     value: A constant or an expression.
    ///     strategy: Instead of a value: `"forward"`, `"backward"` (the nearest value before or after, in the order of
    ///         `.over(order_by=...)`), `"min"`, `"max"`, `"mean"` (those of all rows, or of the groups of `.over("k")`),
    ///         `"zero"` or `"one"`.
    ///     limit: How many nulls in a row are filled, for `"forward"` and `"backward"`; all where left out.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     TypeError: If both or none of value and strategy are given; where a frame uses it, if the two have no type in
    ///         common.
    ///     ValueError: If there is no such strategy.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, None, 4]})
    ///     >>> df.select(x=pr.col("a").fill_null(0), y=pr.col("a").fill_null(strategy="max")).to_dict()
    ///     {'x': [1, 0, 4], 'y': [1, 4, 4]}
    ///     >>> pr.col("a").fill_null(strategy="median")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: fill_null: there is no strategy "median"
    ///     hint: strategy is one of forward, backward, min, max, mean, zero, one
    #[pyo3(signature = (value = None, strategy = None, limit = None))]
    fn fill_null(
        &self,
        value: Option<&Bound<'_, PyAny>>,
        strategy: Option<&str>,
        limit: Option<u64>,
    ) -> PyResult<Self> {
        const NAME: &str = "fill_null";
        guard(|| {
            let expr = self.plain(NAME)?;
            let strategy = match (value, strategy) {
                (Some(value), None) if limit.is_none() => {
                    return Ok(Self::new(scalar_fn::coalesce(vec![expr, into_operand(NAME, value)?])));
                }
                (None, Some(strategy)) => strategy,
                _ => {
                    let message = "expected either a value or a strategy";
                    return Err(type_error(NAME, message, "fill_null(0), or fill_null(strategy=\"forward\", limit=1)"));
                }
            };
            let name = format!("{NAME}({}, strategy=\"{strategy}\")", label(&expr));
            let of_all = |aggregate: Expr| with_own_partition(aggregate, Vec::new());
            let filling = match strategy {
                "forward" => return Ok(Self::new(window::forward_fill(expr, limit).alias(name))),
                "backward" => return Ok(Self::new(window::backward_fill(expr, limit).alias(name))),
                "min" => of_all(aggregate_fn::min(expr.clone())),
                "max" => of_all(aggregate_fn::max(expr.clone())),
                "mean" => of_all(aggregate_fn::avg(expr.clone())),
                "zero" => lit(0i64),
                "one" => lit(1i64),
                other => {
                    let hint = "strategy is one of forward, backward, min, max, mean, zero, one";
                    return Err(value_error(NAME, format!("there is no strategy \"{other}\""), hint));
                }
            };
            if limit.is_some() {
                let message = format!("strategy=\"{strategy}\" has no limit");
                return Err(value_error(NAME, message, "limit is for \"forward\" and \"backward\""));
            }
            Ok(Self::new(scalar_fn::coalesce(vec![expr, filling]).alias(name)))
        })
    }

    /// Check whether two values are equal, where null is equal to null: never null itself.
    ///
    /// Args:
    ///     other: A constant or an expression.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     TypeError: Where a frame uses it, if the two cannot be compared.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 1, None], "b": [1, None, None]})
    ///     >>> df.select(x=pr.col("a").eq_missing(pr.col("b")), y=pr.col("a") == pr.col("b")).to_dict()
    ///     {'x': [True, False, True], 'y': [True, None, None]}
    ///     >>> pr.DataFrame({"a": [[1]]}).select(pr.col("a").eq_missing(1))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a (list<int64>) and 1 (int64) cannot be compared
    fn eq_missing(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        const NAME: &str = "eq_missing";
        guard(|| {
            let (this, other) = (self.plain(NAME)?, into_operand(NAME, other)?);
            Ok(Self::new(binary_expr(this, Operator::IsNotDistinctFrom, other)))
        })
    }

    /// Check whether two values differ, where null is equal to null: never null itself.
    ///
    /// Args:
    ///     other: A constant or an expression.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     TypeError: Where a frame uses it, if the two cannot be compared.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, None]}).filter(pr.col("a").ne_missing(1)).to_dict()
    ///     {'a': [None]}
    ///     >>> pr.DataFrame({"a": [[1]]}).select(pr.col("a").ne_missing(1))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: a (list<int64>) and 1 (int64) cannot be compared
    fn ne_missing(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        const NAME: &str = "ne_missing";
        guard(|| {
            let (this, other) = (self.plain(NAME)?, into_operand(NAME, other)?);
            Ok(Self::new(binary_expr(this, Operator::IsDistinctFrom, other)))
        })
    }

    /// Check whether the value is one of these. A null is unknown: the answer is null.
    ///
    /// Args:
    ///     values: A list, tuple, set or other collection of constants or expressions.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     TypeError: If it is not a collection.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2, 3]}).filter(pr.col("a").is_in([1, 3])).to_dict()
    ///     {'a': [1, 3]}
    ///     >>> pr.col("a").is_in(1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: is_in: a int is not a collection of values
    ///     hint: give a list: .is_in([1, 2])
    fn is_in(&self, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let list = collection("is_in", values)?;
            Ok(Self::new(self.plain("is_in")?.in_list(list, false)))
        })
    }

    /// Check whether the value is none of these. A null is unknown: the answer is null, so `filter` drops it.
    ///
    /// Args:
    ///     values: A list, tuple, set or other collection of constants or expressions. With a None among them no
    ///         value is known to be none of these, as in SQL.
    ///
    /// Returns:
    ///     A boolean expression.
    ///
    /// Raises:
    ///     TypeError: If it is not a collection.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2, None]}).select(x=pr.col("a").is_not_in([1, 3])).to_dict()
    ///     {'x': [False, True, None]}
    ///     >>> pr.col("a").is_not_in(1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: is_not_in: a int is not a collection of values
    ///     hint: give a list: .is_not_in([1, 2])
    fn is_not_in(&self, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let list = collection("is_not_in", values)?;
            Ok(Self::new(self.plain("is_not_in")?.in_list(list, true)))
        })
    }
}
