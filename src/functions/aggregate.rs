//! Functions that make one value of many rows.

use datafusion::functions_aggregate::count::count_all;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use pyo3::prelude::*;

use super::argument::Argument;
use super::table::family;
use crate::boundary::guard;
use crate::expr::PyExpr;
use crate::input::into_expr;

family! { PyExpr, "";
    sum(), "The sum of the values that are not null.",
        "[1, 2, None]", () => "[3]", |e| aggregate_fn::sum(e);
    mean(), "The mean of the values that are not null.",
        "[1, 2, None]", () => "[1.5]", |e| aggregate_fn::avg(e);
    min(), "The smallest value.",
        "[3, 1, 2]", () => "[1]", |e| aggregate_fn::min(e);
    max(), "The largest value.",
        "[3, 1, 2]", () => "[3]", |e| aggregate_fn::max(e);
    n_unique(), "How many different values there are; null is not counted.",
        "[1, 1, None]", () => "[1]", |e| aggregate_fn::count_distinct(e);
    median(), "The middle value; between two, their mean.",
        "[1, 2, 3, 4]", () => "[2.5]", |e| aggregate_fn::median(e);
    var(), "The variance of a sample (divided by n - 1).",
        "[1.0, 3.0]", () => "[2.0]", |e| aggregate_fn::var_sample(e);
    first(), "The first value of the rows as they come; sort the frame to say which that is.",
        "[3, 1]", () => "[3]", |e| aggregate_fn::first_value(e, vec![]);
    last(), "The last value of the rows as they come; sort the frame to say which that is.",
        "[3, 1]", () => "[1]", |e| aggregate_fn::last_value(e, vec![]);
}

/// The standard deviation of a sample (divided by n - 1).
///
/// Args:
///     expr: A column's name or an expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [1.0, 4.0, 7.0]}).select(x=pr.functions.std("a")).to_dict()
///     {'x': [3.0]}
// Not in the table: a Rust item called `std` would hide the standard library from the macros.
#[pyfunction(name = "std")]
fn deviation(expr: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
    guard(|| Ok(PyExpr::new(aggregate_fn::stddev(into_expr("std", expr)?))))
}

#[pymethods]
impl PyExpr {
    /// The standard deviation of a sample (divided by n - 1).
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1.0, 4.0, 7.0]}).select(x=pr.col("a").std()).to_dict()
    ///     {'x': [3.0]}
    #[pyo3(name = "std")]
    fn deviation(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(aggregate_fn::stddev(self.plain("std")?))))
    }
}

/// How many rows there are, or how many values that are not null.
///
/// Args:
///     expr: A column's name or an expression; without it, rows are counted.
///
/// Returns:
///     An aggregate expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, None]})
///     >>> df.select(rows=pr.functions.count(), values=pr.functions.count("a")).to_list()
///     [{'rows': 2, 'values': 1}]
#[pyfunction]
#[pyo3(signature = (expr = None))]
fn count(expr: Option<&Bound<'_, PyAny>>) -> PyResult<PyExpr> {
    guard(|| match expr {
        Some(expr) => Ok(PyExpr::new(aggregate_fn::count(into_expr("count", expr)?))),
        None => Ok(PyExpr::new(count_all())),
    })
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_family(module)?;
    module.add_function(wrap_pyfunction!(deviation, module)?)?;
    module.add_function(wrap_pyfunction!(count, module)?)
}
