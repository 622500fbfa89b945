//! `when(...).then(...).otherwise(...)`: the first branch whose condition is true.

use datafusion::logical_expr::{Case, Expr};
use pyo3::prelude::*;

use super::PyExpr;
use crate::boundary::guard;
use crate::exceptions::value_error;
use crate::input::into_operand;

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
}

/// Starts a choice between values: `when(condition).then(value).otherwise(value)`.
///
/// Args:
///     condition: A boolean expression.
///
/// Returns:
///     A `When`; `otherwise` makes an expression of it.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust.functions import when
///     >>> pr.DataFrame({"a": [1, 5]}).select(big=when(pr.col("a") > 2).then("yes").otherwise("no")).to_dict()
///     {'big': ['no', 'yes']}
#[pyfunction]
pub fn when(condition: &Bound<'_, PyAny>) -> PyResult<PyWhen> {
    guard(|| Ok(PyWhen { arms: Vec::new(), open: Some(into_operand(OPERATION, condition)?) }))
}

#[pymethods]
impl PyWhen {
    /// The value for the condition before; a plain Python value is a constant, also a str.
    fn then(&self, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let Some(condition) = self.open.clone() else {
                return Err(value_error(OPERATION, "then() follows a when()", ""));
            };
            let mut arms = self.arms.clone();
            arms.push((condition, into_operand(OPERATION, value)?));
            Ok(Self { arms, open: None })
        })
    }

    /// Another condition, asked where the ones before are not true.
    fn when(&self, condition: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            if self.open.is_some() {
                return Err(value_error(OPERATION, "the condition before has no then()", ""));
            }
            Ok(Self { arms: self.arms.clone(), open: Some(into_operand(OPERATION, condition)?) })
        })
    }

    /// The value where no condition is true, and with it the expression.
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

    fn __repr__(&self) -> String {
        format!("<When of {} branches>", self.arms.len() + usize::from(self.open.is_some()))
    }
}
