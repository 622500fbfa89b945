//! Functions over several columns of one row.

use datafusion::functions::expr_fn as scalar_fn;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::boundary::guard;
use crate::expr::{self, PyExpr};
use crate::input::into_exprs;

/// The first of the values that is not null, row by row.
///
/// Args:
///     exprs: Column names or expressions.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [None, 1], "b": [2, 3]})
///     >>> df.select(x=pr.functions.coalesce("a", "b")).to_dict()
///     {'x': [2, 1]}
#[pyfunction]
#[pyo3(signature = (*exprs))]
fn coalesce(exprs: &Bound<'_, PyTuple>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(scalar_fn::coalesce(into_exprs("coalesce", exprs, None)?))))
}

/// The texts one after the other; a null counts as no text.
///
/// Args:
///     exprs: Column names or expressions; a constant text is `pr.lit("...")`.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": ["x"], "b": ["y"]})
///     >>> df.select(x=pr.functions.concat("a", pr.lit("-"), "b")).to_dict()
///     {'x': ['x-y']}
#[pyfunction]
#[pyo3(signature = (*exprs))]
fn concat(exprs: &Bound<'_, PyTuple>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(scalar_fn::concat(into_exprs("concat", exprs, None)?))))
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(coalesce, module)?)?;
    module.add_function(wrap_pyfunction!(concat, module)?)?;
    module.add_function(wrap_pyfunction!(expr::when, module)?)
}
