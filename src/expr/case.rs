//! `when(...).then(...).otherwise(...)`: the first branch whose condition is true. After `then` it is an expression, null
//! where no condition is true.

use datafusion::logical_expr::{Case, Expr};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

use super::PyExpr;
use crate::argument::into_operand;
use crate::boundary::guard;
use crate::udf::Functions;

const OPERATION: &str = "when";

type Arms = Vec<(Box<Expr>, Box<Expr>)>;

/// A condition on the way to an expression, after the branches before it: `then` gives it its value.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust.functions import when
///     >>> sign = when(pr.col("a") > 0).then("plus").when(pr.col("a") < 0).then("minus").otherwise("zero")
///     >>> pr.DataFrame({"a": [3, -1, 0]}).select(sign=sign).to_dict()
///     {'sign': ['plus', 'minus', 'zero']}
#[pyclass(name = "When", module = "pyrust", frozen)]
pub struct PyWhen {
    arms: Arms,
    condition: Expr,
    /// The user functions that they call.
    functions: Functions,
}

impl PyWhen {
    fn new(arms: Arms, condition: Expr) -> Self {
        let before = arms.iter().flat_map(|(when, then)| [when.as_ref(), then.as_ref()]);
        let functions = Functions::of_exprs(before.chain(std::iter::once(&condition)));
        Self { arms, condition, functions }
    }
}

/// Start a choice between values: `when(condition).then(value).otherwise(value)`.
///
/// Args:
///     condition: A boolean expression.
///
/// Returns:
///     A `When`; `then` makes an expression of it.
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
    guard(|| Ok(PyWhen::new(Vec::new(), into_operand(OPERATION, condition)?)))
}

#[pymethods]
impl PyWhen {
    /// Give the condition before its value; a plain Python value is a constant, also a str.
    ///
    /// Args:
    ///     value: An expression, or a constant; a str is a constant, not a column.
    ///
    /// Returns:
    ///     An expression, null where no condition is true; `when` adds a branch to it, `otherwise` the value for the rest.
    ///
    /// Raises:
    ///     TypeError: If the value cannot be held by a column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> from pyrust.functions import when
    ///     >>> pr.DataFrame({"a": [1, 5]}).select(x=when(pr.col("a") > 2).then("more")).rows()
    ///     [(None,), ('more',)]
    ///     >>> when(pr.col("a") > 2).then({1})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: when: a set cannot become a value of a table
    ///     hint: convert it to str, int, float, list or dict first
    fn then(&self, py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<Py<PyThen>> {
        guard(|| {
            let mut arms = self.arms.clone();
            arms.push((Box::new(self.condition.clone()), Box::new(into_operand(OPERATION, value)?)));
            let chosen = PyExpr::new(Expr::Case(Case::new(None, arms, None)));
            Py::new(py, PyClassInitializer::from(chosen).add_subclass(PyThen))
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.functions.traverse(&visit)
    }

    fn __repr__(&self) -> String {
        format!("<When of {} branches>", self.arms.len() + 1)
    }
}

/// A choice between values, null where no condition is true: an expression that may be given more branches.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust.functions import when
///     >>> pr.DataFrame({"a": [3, -1]}).select(when(pr.col("a") > 0).then("plus").alias("sign")).to_dict()
///     {'sign': ['plus', None]}
#[pyclass(name = "Then", module = "pyrust", frozen, extends = PyExpr)]
pub struct PyThen;

impl PyThen {
    fn arms(slf: &Bound<'_, Self>) -> PyResult<Arms> {
        Ok(match slf.as_super().get().plain(OPERATION)? {
            Expr::Case(case) => case.when_then_expr,
            _ => Vec::new(),
        })
    }
}

#[pymethods]
impl PyThen {
    /// Add a condition, which is checked where the ones before are not true.
    ///
    /// Args:
    ///     condition: A boolean expression.
    ///
    /// Returns:
    ///     A `When`; `then` gives the condition its value.
    ///
    /// Raises:
    ///     TypeError: If the condition cannot be held by a column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> from pyrust.functions import when
    ///     >>> size = when(pr.col("a") > 5).then("big").when(pr.col("a") > 2).then("some").otherwise("few")
    ///     >>> pr.DataFrame({"a": [1, 4, 9]}).select(x=size).rows()
    ///     [('few',), ('some',), ('big',)]
    ///     >>> when(pr.col("a") > 5).then("big").when({1})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: when: a set cannot become a value of a table
    ///     hint: convert it to str, int, float, list or dict first
    fn when(slf: &Bound<'_, Self>, condition: &Bound<'_, PyAny>) -> PyResult<PyWhen> {
        guard(|| Ok(PyWhen::new(Self::arms(slf)?, into_operand(OPERATION, condition)?)))
    }

    /// Give the value where no condition is true.
    ///
    /// Args:
    ///     value: An expression, or a constant; null where left out.
    ///
    /// Returns:
    ///     The expression.
    ///
    /// Raises:
    ///     TypeError: If the value cannot be held by a column.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> from pyrust.functions import when
    ///     >>> pr.DataFrame({"a": [1, 5]}).select(x=when(pr.col("a") > 2).then("more").otherwise("less")).rows()
    ///     [('less',), ('more',)]
    ///     >>> when(pr.col("a") > 2).then("more").otherwise({1})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: when: a set cannot become a value of a table
    ///     hint: convert it to str, int, float, list or dict first
    #[pyo3(signature = (value = None))]
    fn otherwise(slf: &Bound<'_, Self>, value: Option<&Bound<'_, PyAny>>) -> PyResult<PyExpr> {
        guard(|| {
            let otherwise = value.map(|value| into_operand(OPERATION, value)).transpose()?.map(Box::new);
            Ok(PyExpr::new(Expr::Case(Case::new(None, Self::arms(slf)?, otherwise))))
        })
    }
}
