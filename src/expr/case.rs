//! `when(...).then(...).otherwise(...)`: the first branch whose condition is true.

use datafusion::logical_expr::{Case, Expr};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

use super::PyExpr;
use crate::argument::into_operand;
use crate::boundary::guard;
use crate::exceptions::value_error;
use crate::udf::Functions;

const OPERATION: &str = "when";

/// Branches of a choice, on the way to an expression: `then` gives the last condition its value, `when` adds
/// another, `otherwise` ends it.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust.functions import when
///     >>> sign = when(pr.col("a") > 0).then("plus").when(pr.col("a") < 0).then("minus").otherwise("zero")
///     >>> pr.DataFrame({"a": [3, -1, 0]}).select(sign=sign).to_dict()
///     {'sign': ['plus', 'minus', 'zero']}
#[pyclass(name = "When", module = "pyrust", frozen)]
pub struct PyWhen {
    arms: Vec<(Expr, Expr)>,
    open: Option<Expr>,
    /// The user functions that they call.
    functions: Functions,
}

impl PyWhen {
    fn new(arms: Vec<(Expr, Expr)>, open: Option<Expr>) -> Self {
        let exprs = arms.iter().flat_map(|(when, then)| [when, then]).chain(&open);
        let functions = Functions::of_exprs(exprs);
        Self { arms, open, functions }
    }
}

/// Start a choice between values: `when(condition).then(value).otherwise(value)`.
///
/// Args:
///     condition: A boolean expression.
///
/// Returns:
///     A `When`; `otherwise` makes an expression of it.
///
/// Raises:
///     TypeError: If the condition cannot be held by a column.
///     SchemaError: Where a frame uses it, if the condition is not boolean.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust.functions import when
///     >>> pr.DataFrame({"a": [1, 5]}).select(big=when(pr.col("a") > 2).then("yes").otherwise("no")).to_dict()
///     {'big': ['no', 'yes']}
///     >>> pr.DataFrame({"a": [1]}).select(when(pr.col("a")).then("yes").otherwise("no"))
///     Traceback (most recent call last):
///         ...
///     pyrust.SchemaError: select: a is int64, not a boolean
#[pyfunction]
pub fn when(condition: &Bound<'_, PyAny>) -> PyResult<PyWhen> {
    guard(|| Ok(PyWhen::new(Vec::new(), Some(into_operand(OPERATION, condition)?))))
}

#[pymethods]
impl PyWhen {
    /// Give the condition before its value; a plain Python value is a constant, also a str.
    ///
    /// Args:
    ///     value: An expression, or a constant; a str is a constant, not a column.
    ///
    /// Returns:
    ///     The choice, one branch longer.
    ///
    /// Raises:
    ///     TypeError: If the value cannot be held by a column.
    ///     ValueError: If there is no condition for it.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> from pyrust.functions import when
    ///     >>> pr.DataFrame({"a": [1, 5]}).select(x=when(pr.col("a") > 2).then("more").otherwise("less")).rows()
    ///     [('less',), ('more',)]
    ///     >>> when(pr.col("a") > 2).then(1).then(2)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: when: then() follows a when()
    fn then(&self, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let Some(condition) = self.open.clone() else {
                return Err(value_error(OPERATION, "then() follows a when()", ""));
            };
            let mut arms = self.arms.clone();
            arms.push((condition, into_operand(OPERATION, value)?));
            Ok(Self::new(arms, None))
        })
    }

    /// Add a condition, which is checked where the ones before are not true.
    ///
    /// Args:
    ///     condition: A boolean expression.
    ///
    /// Returns:
    ///     The choice; `then` gives the condition its value.
    ///
    /// Raises:
    ///     TypeError: If the condition cannot be held by a column.
    ///     ValueError: If the condition before has no value.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> from pyrust.functions import when
    ///     >>> size = when(pr.col("a") > 5).then("big").when(pr.col("a") > 2).then("some").otherwise("few")
    ///     >>> pr.DataFrame({"a": [1, 4, 9]}).select(x=size).rows()
    ///     [('few',), ('some',), ('big',)]
    ///     >>> when(pr.col("a") > 5).when(pr.col("a") > 2)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: when: the condition before has no then()
    fn when(&self, condition: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            if self.open.is_some() {
                return Err(value_error(OPERATION, "the condition before has no then()", ""));
            }
            Ok(Self::new(self.arms.clone(), Some(into_operand(OPERATION, condition)?)))
        })
    }

    /// Give the value where no condition is true, and return the expression.
    ///
    /// Args:
    ///     value: An expression, or a constant; null where left out.
    ///
    /// Returns:
    ///     The expression.
    ///
    /// Raises:
    ///     TypeError: If the value cannot be held by a column.
    ///     ValueError: If the last condition has no value.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> from pyrust.functions import when
    ///     >>> pr.DataFrame({"a": [1, 5]}).select(x=when(pr.col("a") > 2).then("more").otherwise()).rows()
    ///     [(None,), ('more',)]
    ///     >>> when(pr.col("a") > 2).otherwise("less")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: when: the last condition has no then()
    #[pyo3(signature = (value = None))]
    fn otherwise(&self, value: Option<&Bound<'_, PyAny>>) -> PyResult<PyExpr> {
        guard(|| {
            if self.open.is_some() || self.arms.is_empty() {
                return Err(value_error(OPERATION, "the last condition has no then()", ""));
            }
            let arms = self.arms.iter().map(|(when, then)| (Box::new(when.clone()), Box::new(then.clone()))).collect();
            let otherwise = value.map(|value| into_operand(OPERATION, value)).transpose()?.map(Box::new);
            Ok(PyExpr::new(Expr::Case(Case::new(None, arms, otherwise))))
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }

    fn __repr__(&self) -> String {
        format!("<When of {} branches>", self.arms.len() + usize::from(self.open.is_some()))
    }
}
